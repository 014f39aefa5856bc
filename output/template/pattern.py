"""A layout template (.qpt) taken apart: its page with a map, its page for what is left of the index.

QGIS itself reads the file and measures the items, whatever units and reference points they have.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Optional
from xml.etree.ElementTree import Element

from qgis.core import (
    QgsLayoutItem,
    QgsLayoutItemAttributeTable,
    QgsLayoutItemGroup,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
)

from ...community.errors import InputError
from ..kept.trees import document_of
from ..sheet.bands import Form, Rect, ruled
from ..sheet.paper import SHEETS
from ..sheet.parts.choice import PARTS
from .reading import FRAMES, IDENTITY, ITEM, PAGES, template_tree
from .slots import MAP, UNNAMED, Slot, Use, column_number, is_index, slot_name, use_of

_OURS_ONCE = ("index note", "folio", "you are here", "you are here ground", "you are here pointer")
"""Items of a sheet of ours that was saved as a template, and says what was so then."""
_MEMBER = "ComposerItemGroupElement"
_PAPER = (50.0, 5000.0)
_LEAST_MAP = 40.0
_WHOLE = 0.8
"""What covers more of the map than this is a frame around it, or a ground."""


@dataclass(frozen=True)
class PagePattern:
    """A page of a template.

    Attributes
    ----------
    size
        Width and height, in mm.
    page
        How it looks.
    slots
        By name.
    items
        What stays on it, as QGIS reads items.
    on_map
        Where items that stay stand on the map.
    """

    size: tuple[float, float]
    page: Element
    slots: Mapping[str, Slot]
    items: Element
    on_map: tuple[Rect, ...]

    @property
    def columns(self) -> list[Slot]:
        """Where the index stands, in the order of its columns' names."""
        found = [slot for name, slot in self.slots.items() if is_index(name)]
        return sorted(found, key=lambda slot: column_number(slot.name))


@dataclass(frozen=True)
class Pattern:
    """A template.

    Attributes
    ----------
    first, further
        Its page with a map; the next one with an index, for what is left of it.
    left_out
        What QGIS calls the items that were left out: they would show layers of the project.
    grids
        Names of the grids of its map, which no public sheet shows.
    """

    first: PagePattern
    further: Optional[PagePattern]
    left_out: tuple[str, ...]
    grids: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of a sheet that it has room for."""
        return tuple(name for name in self.first.slots if name in PARTS)

    @cached_property
    def form(self) -> Form:
        """The page, lettered as the sheet that is nearest in size, and divided as ours are."""
        width, height = self.first.size
        sheet = min(SHEETS, key=lambda name: abs(SHEETS[name][0] * SHEETS[name][1] - width * height))
        return ruled((width, height), sheet, "portrait" if height > width else "landscape")


def read_pattern(file: Path) -> Pattern:
    """Read a template.

    Raises
    ------
    InputError
        As `reading.template_tree`; `not_a_template`, `template_without_map`.
    """
    root = template_tree(file)
    project = QgsProject()  # a layout does not keep it alive
    layout = _read(root, project)
    pages = root.findall(f"{PAGES}/{ITEM}")
    if not pages or len(pages) != layout.pageCollection().pageCount():
        raise InputError("not_a_template", file=str(file))
    items = [
        i for i in layout.items() if isinstance(i, QgsLayoutItem) and not isinstance(i, QgsLayoutItemPage)
    ]
    names = _names(items)
    hidden, left_out = _left_out(layout, items, names)
    patterns = []
    for number, page in enumerate(pages):
        own = [item for item in items if item.page() == number and item.uuid() not in hidden]
        size = layout.pageCollection().page(number).rect()
        patterns.append(_pattern(root, page, (size.width(), size.height()), own, names))
    first = next((i for i, pattern in enumerate(patterns) if MAP in pattern.slots), None)
    if first is None:
        raise InputError("template_without_map", file=str(file))
    further = (p for p in patterns[first + 1 :] if p.columns and MAP not in p.slots)
    found = Pattern(patterns[first], next(further, None), left_out, tuple(_grids(items, names)))
    _check(found.first, file)
    return found


def _read(root: Element, project: QgsProject) -> QgsPrintLayout:
    """Let QGIS read the template, each item under the name that others in the file know it by."""
    named = deepcopy(root)
    for element in named.iter():
        if element.get(IDENTITY):
            element.set("uuid", element.get(IDENTITY, ""))
        if "htmlState" in element.attrib:  # QGIS 3.44 passes over labels of HTML where it has no browser
            element.set("htmlState", "0")
    layout, document = QgsPrintLayout(project), document_of(named)
    layout.readXml(document.documentElement(), document, QgsReadWriteContext())
    return layout


def _check(page: PagePattern, file: Path) -> None:
    if not all(_PAPER[0] <= side <= _PAPER[1] for side in page.size):
        raise InputError("not_a_template", file=str(file))
    rect = page.slots[MAP].rect
    inside = (
        rect.x >= -1
        and rect.y >= -1
        and rect.x + rect.width <= page.size[0] + 1
        and rect.y + rect.height <= page.size[1] + 1
    )
    if not inside or min(rect.width, rect.height) < _LEAST_MAP:
        raise InputError("template_without_map", file=str(file))


def _names(items: Sequence[Any]) -> dict[str, str]:
    """Return the names of the slots by the identity of their items."""
    names = {item.uuid(): slot_name(item.id()) for item in items}
    found = {uuid: name for uuid, name in names.items() if name is not None}
    for kind, name in UNNAMED.items():
        if name not in found.values():
            nameless = (item.uuid() for item in reversed(items) if isinstance(item, kind))
            found.update((uuid, name) for uuid in list(nameless)[:1] if uuid not in found)
    return found


def _left_out(
    layout: QgsPrintLayout, items: Iterable[Any], names: Mapping[str, str]
) -> tuple[set[str], tuple[str, ...]]:
    """Return the identities of items that show layers of a project and are no slot, and their kinds.

    In the community's own project they would show anything, also what is internal.
    """
    kinds = (QgsLayoutItemMap, QgsLayoutItemLegend)
    loose = (item for item in items if item.uuid() not in names and not _in_a(names, item))
    found = [item for item in loose if isinstance(item, kinds)]
    hidden, said = {item.uuid() for item in found}, [item.displayName() for item in found]
    for table in layout.multiFrames():
        if isinstance(table, QgsLayoutItemAttributeTable):
            hidden.update(frame.uuid() for frame in table.frames())
            said.append(table.displayName())
    return hidden, tuple(dict.fromkeys(said))


def _grids(items: Iterable[Any], names: Mapping[str, str]) -> Iterator[str]:
    for item in items:
        if names.get(item.uuid()) == MAP and isinstance(item, QgsLayoutItemMap):
            yield from (item.grids().grid(i).name() for i in range(item.grids().size()))


def _pattern(
    root: Element, page: Element, size: tuple[float, float], own: Sequence[Any], names: Mapping[str, str]
) -> PagePattern:
    slots: dict[str, Slot] = {}
    gone: set[str] = set()
    # A group goes before its members: the table of a part of ours has the name of its group.
    for item in sorted(own, key=lambda item: not isinstance(item, QgsLayoutItemGroup)):
        name = names.get(item.uuid())
        if name is not None and not _in_a(gone, item):
            slot = slots.setdefault(name, Slot(name, _rect(item), use_of(name, item)))
            gone |= {item.uuid()} if slot.use is Use.ROOM else set()
        elif item.id().rpartition(": ")[2] in _OURS_ONCE:
            gone.add(item.uuid())
    stay = [item for item in own if item.uuid() not in gone and not _in_a(gone, item)]
    named = {item.uuid(): names[item.uuid()] for item in stay if item.uuid() in names}
    items = _kept(root, {item.uuid() for item in stay}, named)
    return PagePattern(size, page, slots, items, _on_map(stay, slots, names))


def _in_a(groups: Container[str], item: Any) -> bool:
    """Return whether an item belongs to a group, at any depth."""
    group = item.parentGroup()
    return group is not None and (group.uuid() in groups or _in_a(groups, group))


def _rect(item: Any) -> Rect:
    """Return where an item stands, one that is rotated as if it stood upright about its middle."""
    at, box = item.pagePos(), item.rect()
    turned = item.mapToScene(box.center()) - item.mapToScene(box.topLeft())
    middle = at + turned
    return Rect(middle.x() - box.width() / 2, middle.y() - box.height() / 2, box.width(), box.height())


def _kept(root: Element, stay: set[str], names: Mapping[str, str]) -> Element:
    """Return the part of the template with the items that stay, the slots among them by their names."""
    kept = Element(root.tag)
    for element in root.findall(ITEM):
        if element.get(IDENTITY) in stay:
            item = deepcopy(element)
            item.set("id", names.get(item.get(IDENTITY, ""), item.get("id", "")))
            for member in item.findall(_MEMBER):
                if not stay.intersection(member.attrib.values()):
                    item.remove(member)
            kept.append(item)
    for element in root.findall(FRAMES):
        frames = element.findall("childFrame")
        if frames and all(stay.intersection(frame.attrib.values()) for frame in frames):
            kept.append(deepcopy(element))
    return kept


def _on_map(stay: Iterable[Any], slots: Mapping[str, Slot], names: Mapping[str, str]) -> tuple[Rect, ...]:
    """Return where items hide a part of the map."""
    if MAP not in slots:
        return ()
    seen = slots[MAP].rect
    found = []
    for item in stay:
        if names.get(item.uuid()) != MAP and item.isVisible() and not isinstance(item, QgsLayoutItemGroup):
            rect = shared(_rect(item), seen)
            if rect is not None and rect.width * rect.height < _WHOLE * seen.width * seen.height:
                found.append(rect)
    return tuple(found)


def shared(one: Rect, other: Rect) -> Optional[Rect]:
    """Return what two rectangles have in common, None if it is nothing."""
    x, y = max(one.x, other.x), max(one.y, other.y)
    width = min(one.x + one.width, other.x + other.width) - x
    height = min(one.y + one.height, other.y + other.height) - y
    return Rect(x, y, width, height) if width > 0 and height > 0 else None
