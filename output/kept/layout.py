"""A layout of the project merged with the sheet as it would be drawn now, item by item.

Layouts are trees as QGIS writes them. Items of ours are known by the key that `items.Canvas`
gave them, whatever a person calls them; all others are the person's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log10
from typing import Optional
from xml.etree.ElementTree import Element

from ..sheet.items import KEY
from .merge import merge, merged_values, same
from .pages import FRAMES, ITEM, ON_PAGE, PLACE, assembled, nearest, offsets_of, pages_of, point, text_of

_MEMBER = "ComposerItemGroupElement"
_PAGE, _IN_GROUP = "commonplan-page", "commonplan-in-group"
_IDENTITY = ("uuid", "templateUuid")
_CLOSE, _DIGITS = 0.01, 6
"""Millimetres that QGIS's rounding of places makes at least; digits to which it writes them, from the top."""


@dataclass(frozen=True)
class Merged:
    """A layout merged.

    Attributes
    ----------
    layout
        The tree.
    changed
        Names of the items that a person had changed, deleted ones too, and that stay so.
    dropped
        Names of those that a person had changed and that are drawn no longer.
    """

    layout: Element
    changed: tuple[str, ...]
    dropped: tuple[str, ...]


class _Layout:
    """A layout's tree taken apart: its pages by key, its items by key, and what has none."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.pages = _by_key(pages_of(root), "own page")
        self.offsets = offsets_of(self.pages.values())[:-1]
        items = root.findall(ITEM)
        for item in items:
            self._note_page(item)
        self.items = _by_key([*items, *root.findall(FRAMES)], "own")
        groups = _groups(items)
        for item in items:
            _note_group(item, groups.get(item.get("groupUuid", "")))
        for group in groups.values():
            group.attrib.pop("size", None)  # that of its members

    def _note_page(self, item: Element) -> None:
        """Write down the page an item stands on, in place of its distance from the first one."""
        page = nearest(self.offsets, item)
        if page is not None:
            item.set(_PAGE, list(self.pages)[page])
            del item.attrib[PLACE]


def _groups(items: Iterable[Element]) -> dict[str, Element]:
    return {item.get("uuid", ""): item for item in items if item.find(_MEMBER) is not None}


def _note_group(item: Element, group: Optional[Element]) -> None:
    """Write down where an item stands in its group, in place of where on the page: it moves with it."""
    at, corner = point(item.get(ON_PAGE)), point(None if group is None else group.get(ON_PAGE))
    if at is not None and corner is not None:
        item.set(_IN_GROUP, text_of(at[0] - corner[0], at[1] - corner[1]))
        item.attrib.pop(ON_PAGE)
        item.attrib.pop(_PAGE, None)


def showing(tree: Element, ids: Mapping[str, str]) -> Element:
    """Let a layout show other layers, given their ids by those of the ones they stand for."""
    for element in tree.iter():
        text = (element.text or "").strip()
        if text in ids:
            element.text = ids[text]
        for name, value in element.attrib.items():
            if value in ids:
                element.set(name, ids[value])
    return tree


def layer_ids(tree: Element) -> dict[str, list[str]]:
    """Return the ids of the layers that the maps of a layout show, by the keys of the maps."""
    return {
        next(_keys(item), ""): [(layer.text or "").strip() for layer in item.iterfind("LayerSet/Layer")]
        for item in tree.iterfind(ITEM)
    }


def merge_layouts(base: Element, mine: Element, theirs: Element) -> Merged:
    """Return the layout as it would be drawn now with a person's changes to the one drawn last.

    Items that the person changed keep the change, and are renewed in all else; new ones of ours
    are added; those the person deleted stay away; the person's own stay. What is drawn no longer
    is taken away, even when it was changed: it would say what is no longer so.

    Parameters
    ----------
    base, mine, theirs
        Trees of the layout as drawn last, as it is, and as it would be drawn now. They are changed.
    """
    was, now, new = (_Layout(tree) for tree in (base, mine, theirs))
    _identify(was, now)
    _identify(new, now)
    top = max([float(item.get("zValue", 0)) for item in now.items.values()], default=0.0)
    items: list[Element] = []
    changed: list[str] = []
    dropped: list[str] = []
    for key, item in new.items.items():
        if key in now.items and key in was.items:
            items.append(merge(was.items[key], now.items[key], item))
        elif not _deleted(key, was, now):
            item.set("zValue", str(top + float(item.get("zValue", 0))))
            items.append(item)
    for key, item in was.items.items():
        if key not in now.items or not same(item, now.items[key]):
            name = was.items.get(key.removesuffix(" table"), item).get("id", "")
            gone = key not in new.items and key in now.items
            (dropped if gone else changed).append(name)
    items += [item for key, item in now.items.items() if key not in was.items and key not in new.items]
    layout = _put_together(was, now, new, items)
    return Merged(layout, _names(changed), _names(dropped))


def _deleted(key: str, was: _Layout, now: _Layout) -> bool:
    """Return whether a person deleted an item, or a table's frame, which leaves its contents unseen."""
    frame, contents = key.removesuffix(" table"), f"{key} table"
    return any(k in was.items and k not in now.items for k in (key, frame if frame != key else contents))


def _identify(layout: _Layout, now: _Layout) -> None:
    """Give items the identities they have in the project: others refer to them by these."""
    names: dict[str, str] = {}
    for parts, present in ((layout.items, now.items), (layout.pages, now.pages)):
        for key, item in parts.items():
            for name in _IDENTITY:
                if key in present and item.get(name):
                    names[item.get(name, "")] = present[key].get("uuid", "")
    for element in layout.root.iter():
        for name, value in element.attrib.items():
            if value in names:
                element.set(name, names[value])
    close = max(_CLOSE, 10.0 ** (ceil(log10(max(1.0, *now.offsets))) - _DIGITS))
    for key, item in layout.items.items():
        if key in now.items:
            _even_out(item, now.items[key], close)


def _even_out(item: Element, now: Element, close: float) -> None:
    """Take for the same what only QGIS made different."""
    if "zValue" in item.attrib:
        # QGIS counts all items anew when one is raised; who lies above whom is the person's.
        item.set("zValue", now.get("zValue", "0"))
    for place in (_IN_GROUP, ON_PAGE) if item.get(_PAGE) == now.get(_PAGE) else (_IN_GROUP,):
        there, here = point(item.get(place)), point(now.get(place))
        if there and here and max(abs(there[0] - here[0]), abs(there[1] - here[1])) <= close:
            now.set(place, item.get(place, ""))


def _put_together(was: _Layout, now: _Layout, new: _Layout, items: Sequence[Element]) -> Element:
    pages = _merged_pages(was, now, new)
    offsets = dict(zip(pages, offsets_of(pages.values())))
    # A member of a group that a person took apart stands where it would in ours.
    groups = _groups(new.items.values()) | _groups(items)
    for item in items:
        _leave_group(item, groups.get(item.get("groupUuid", "")))
    for item in items:
        _place(item, offsets)
    root = assembled(now.root, list(pages.values()), items)
    root.attrib.update(merged_values(was.root.attrib, now.root.attrib, new.root.attrib))
    return root


def _merged_pages(was: _Layout, now: _Layout, new: _Layout) -> dict[str, Element]:
    """Return our pages less those a person deleted, then the person's own, each where it now lies."""
    pages = {}
    for key, page in new.pages.items():
        if key in was.pages and key in now.pages:
            pages[key] = merge(was.pages[key], now.pages[key], page)
        elif key not in was.pages:
            pages[key] = page
    pages |= {key: page for key, page in now.pages.items() if key not in was.pages and key not in pages}
    return pages or dict(new.pages)


def _leave_group(item: Element, group: Optional[Element]) -> None:
    """Write where an item stands on the page again; QGIS finds the size of its group anew."""
    at, corner = (
        point(item.attrib.pop(_IN_GROUP, None)),
        point(None if group is None else group.get(ON_PAGE)),
    )
    if group is not None and at is not None and corner is not None:
        item.set(ON_PAGE, text_of(at[0] + corner[0], at[1] + corner[1]))
        item.set(_PAGE, group.get(_PAGE, ""))


def _place(item: Element, offsets: Mapping[str, float]) -> None:
    """Write an item's distance from the first page again; one whose page is gone goes to the last."""
    page, on_page = item.attrib.pop(_PAGE, None), point(item.get(ON_PAGE))
    if page is not None and on_page is not None:
        offset = offsets.get(page, list(offsets.values())[-1])
        item.set(PLACE, text_of(on_page[0], on_page[1] + offset))


def _by_key(elements: Sequence[Element], own: str) -> dict[str, Element]:
    """Return items by key; those without one, and copies of ours that a person made, by their order."""
    found: dict[str, Element] = {}
    for i, element in enumerate(elements):
        key = next(_keys(element), "")
        found[key if key and key not in found else f"{own} {i}"] = element
    return found


def _keys(element: Element) -> Iterator[str]:
    for option in element.iterfind("LayoutObject/customproperties/Option/Option"):
        if option.get("name") == KEY:
            yield option.get("value", "")


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))
