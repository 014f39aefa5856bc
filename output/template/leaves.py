"""Pages of a sheet that are copies of a template's page, their slots filled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsLayoutFrame,
    QgsLayoutItemLabel,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsPathResolver,
    QgsPropertyCollection,
    QgsReadWriteContext,
)
from qgis.PyQt.QtCore import QPointF

from ...workspace import symbols
from ...workspace.fonts import text_format
from ..kept.trees import document_of
from ..sheet.bands import Form, Rect, block_rows
from ..sheet.block import block_cells, draw_block, draw_stamps, stamps_of, title_of
from ..sheet.content import Content, Edition
from ..sheet.frame import Bar, Paper
from ..sheet.items import KEY, Canvas
from ..sheet.map_items import aim_map, divide_bar, map_at, north_arrow, scale_bar
from ..sheet.page import Leaf, MakeLeaf
from ..sheet.site import Site
from .fitting import write_fitted
from .pattern import PagePattern, Pattern
from .slots import ARROW, BLOCK, INDEX_TITLE, MAP, SCALE_BAR, STAMPS, TEXTS, Use, slot_name


def leaves_on(pattern: Pattern, form: Form, content: Content, edition: Edition, folder: Path) -> MakeLeaf:
    """Return what makes the pages of a document by a template; those it has no page for are ours.

    `folder` is where relative names of pictures count from.
    """

    def make(layout: Any, number: int, key: str, with_map: bool) -> Leaf:
        page = pattern.first if with_map else pattern.further
        given = layout, form, content, edition, number, key
        return Leaf(*given) if page is None else TemplateLeaf(*given, page, folder)

    return make


class TemplateLeaf(Leaf):
    """A page that is a copy of a template's.

    Parameters
    ----------
    layout, form, content, edition, number, key
        As `Leaf`.
    pattern
        The template's page.
    folder
        From which relative names of pictures count.
    """

    def __init__(
        self,
        layout: Any,
        form: Form,
        content: Content,
        edition: Edition,
        number: int,
        key: str,
        pattern: PagePattern,
        folder: Path,
    ) -> None:
        self._pattern, self._folder = pattern, folder
        self._items: list[Any] = []
        self._map: Any = None
        super().__init__(layout, form, content, edition, number, key)

    def _begun(self, layout: Any, key: str) -> Canvas:
        context = QgsReadWriteContext()
        context.setPathResolver(QgsPathResolver(str(self._folder / "x.qgz")))
        page, document = QgsLayoutItemPage(layout), document_of(self._pattern.page)
        page.readXml(document.documentElement(), document, context)
        layout.pageCollection().addPage(page)
        document = document_of(self._pattern.items)
        inside = QPointF(page.pos().x() + 1, page.pos().y() + 1)
        self._items = layout.addItemsFromXml(document.documentElement(), document, context, inside, True)
        for number, item in enumerate(self._items):
            name = f"{key} template {number}"
            item.setCustomProperty(KEY, name)
            item.setId(f"{self._prefix} {item.id().rpartition(': ')[2]}".strip())
            if isinstance(item, QgsLayoutFrame):
                item.multiFrame().setCustomProperty(KEY, f"{name} table")
        top = max([item.zValue() for item in self._items], default=0.0)
        return Canvas(layout, layout.pageCollection().pageCount() - 1, self._prefix, key, int(top))

    def furnish(self, site: Site, total: int, _right: float) -> None:
        """Fill what every page of a site has."""
        title, subtitle = title_of(self.content, site, self.edition)
        page = f"{self.number}/{total}" if total > 1 else ""
        cells = block_cells(self.content, self.edition, page)
        texts = dict.fromkeys(TEXTS, "") | {cell.key: cell.text for cell in cells}
        texts |= {"title": title, "subtitle": subtitle, "page": page}
        for name, text in texts.items():
            self._write(name, text)
        slots, letters = self._pattern.slots, self.form.letters
        if BLOCK in slots:
            rect = slots[BLOCK].room(letters.unit)
            draw_block(self.canvas, rect, block_rows(rect.width, letters), cells, letters)
        if STAMPS in slots:
            room = slots[STAMPS].room(letters.unit)
            draw_stamps(self.canvas, stamps_of(self.content, self.edition), room, letters)

    def show_map(self, layers: Sequence[Any], rect: Rect, paper: Paper) -> None:
        """Show the map in the template's own, or in place of what stands there."""
        self._map = self._filled(MAP)
        if self._map is None:
            self._map = map_at(self.ground, layers, rect, paper)
        else:
            self._map.setDataDefinedProperties(QgsPropertyCollection())
            self._map.setAtlasDriven(False)
            self._map.setFollowVisibilityPreset(False)
            aim_map(self._map, layers, paper)
        if self.edition.public:  # a grid tells coordinates
            for i in range(self._map.grids().size()):
                self._map.grids().grid(i).setEnabled(False)
        self._show_scale(rect, paper)
        self._write("scale", f"1:{paper.scale}")

    def _show_scale(self, rect: Rect, paper: Paper) -> None:
        letters = self.form.letters
        slot, bar = self._pattern.slots.get(SCALE_BAR), self._filled(SCALE_BAR)
        if bar is not None:
            bar.setLinkedMap(self._map)
            bar.setMapUnitsPerScaleBarUnit(1.0)
            divide_bar(bar, Bar.of(paper.scale, letters).segment)
            bar.update()
        elif slot is not None:
            room = slot.room(letters.unit)
            around = Rect(room.x - 1.5 * letters.unit, room.y, room.width, 11.0 * letters.unit)
            with self.ground.group("scale and bar"):
                scale_bar(self.ground, self._map, around, paper.scale, letters)
        else:
            with self.ground.group("scale and bar"):
                scale_bar(self.ground, self._map, rect, paper.scale, letters)

    def show_north(self, rect: Rect, arrow: Optional[Rect], turned: float, *, carried: bool) -> bool:
        """Turn the template's picture to the north; without one ours goes to a free corner of the map."""
        slot, picture = self._pattern.slots.get(ARROW), self._filled(ARROW)
        if picture is not None:
            picture.setLinkedMap(self._map)
            picture.setNorthMode(QgsLayoutItemPicture.NorthMode.GridNorth)
            picture.setPictureRotation(turned)
        elif slot is not None:
            with self.ground.group("north arrow"):
                place = slot.room(self.form.letters.unit)
                north_arrow(self.ground, self.content.words["north"], place, self.form.letters.unit, turned)
        elif carried or arrow is not None:
            return super().show_north(rect, arrow, turned, carried=carried)
        return slot is not None

    def head_index(self, text: str, _rect: Rect) -> None:
        """Write the word above the index, where the template has a place for it."""
        self._write(INDEX_TITLE, text)

    def _filled(self, name: str) -> Any:
        """Return the item of a slot that is filled, None if there is none."""
        slot = self._pattern.slots.get(name)
        if slot is None or slot.use is not Use.FILLED:
            return None
        return next((item for item in self._items if slot_name(item.id()) == name), None)

    def _write(self, name: str, text: str) -> None:
        """Write a text wherever the template has a place of that name for it."""
        for item in self._items:
            if isinstance(item, QgsLayoutItemLabel) and slot_name(item.id()) == name:
                write_fitted(item, text)
        slot = self._pattern.slots.get(name)
        if slot is not None and slot.use is not Use.FILLED:
            style = text_format(self.form.letters.heading, symbols.INK)
            self.canvas.label(slot.room(self.form.letters.unit), text, style, name)
