"""Slots: the items of a template that are known by their names, the names that our own sheets give theirs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Optional

from qgis.core import (
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
)

from ..sheet.bands import Rect
from ..sheet.parts.choice import PARTS

MAP, LEGEND, SCALE_BAR, ARROW, BLOCK, STAMPS = "map", "legend", "scale bar", "north arrow", "block", "stamps"
INDEX, INDEX_TITLE = "index", "index title"
TEXTS = (
    "title", "subtitle", "scale", "page", INDEX_TITLE, "project", "drawn_by", "commissioned_by",
    "checked_by", "approved_by", "date", "sheet_number", "survey", "coordinates", "approval_number",
)  # fmt: skip
"""Labels that get a text."""

UNNAMED: Mapping[Any, str] = {
    QgsLayoutItemMap: MAP, QgsLayoutItemLegend: LEGEND, QgsLayoutItemScaleBar: SCALE_BAR,
}  # fmt: skip
"""What the first item of a kind is for, where none has the name."""

_FILLED: Mapping[str, Any] = {
    MAP: QgsLayoutItemMap, SCALE_BAR: QgsLayoutItemScaleBar, ARROW: QgsLayoutItemPicture,
    **dict.fromkeys(TEXTS, QgsLayoutItemLabel),
}  # fmt: skip
_OF_BLOCK = "block "
_NAMES = {name.replace("_", " "): name for name in (*_FILLED, LEGEND, BLOCK, STAMPS, *PARTS)}


class Use(Enum):
    """What becomes of the item of a slot: it is filled, frames what we draw, or makes room for it."""

    FILLED = "filled"
    FRAME = "frame"
    ROOM = "room"


@dataclass(frozen=True)
class Slot:
    """An item of a known name: where it stands on its page, in mm, and what becomes of it."""

    name: str
    rect: Rect
    use: Use

    def room(self, unit: float) -> Rect:
        """Return where we draw: a little inside of a frame."""
        pad = 2.0 * unit if self.use is Use.FRAME else 0.0
        rect = self.rect
        return Rect(rect.x + pad, rect.y + pad, rect.width - 2 * pad, rect.height - 2 * pad)


def slot_name(identifier: str) -> Optional[str]:
    """Return which slot an item is by its id, None if it is none.

    Underscores and blanks are the same, and so are small and capital letters; the number of a page
    goes before, as in `2: index 1`.
    """
    name = re.sub(r"^\d+:\s*", "", identifier.strip()).lower().replace("_", " ")
    if is_index(name):
        return name
    cell = _NAMES.get(name.removeprefix(_OF_BLOCK))
    return cell if cell in TEXTS else _NAMES.get(name)


def use_of(name: str, item: Any) -> Use:
    """Return what becomes of an item that is a slot."""
    if isinstance(item, _FILLED.get(name, ())):
        return Use.FILLED
    return Use.FRAME if isinstance(item, QgsLayoutItemShape) else Use.ROOM


def is_index(name: str) -> bool:
    """Return whether a slot is a column of the index."""
    return re.fullmatch(rf"{INDEX}( \d{{1,4}})?", name) is not None


def column_number(name: str) -> int:
    """Return which column of the index a slot is."""
    return int(name.removeprefix(INDEX) or 0)
