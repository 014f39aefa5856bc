"""Where the parts of a sheet stand: beside the map, in a free corner of it, else on a further page.

What is there already stands as it stands: no part takes room from the map, the index or the legend; for one
that belongs beside the map, the composition has left some.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Optional

from ..bands import Form, Rect, note_below
from ..composition import Composition
from ..panels import Panel
from .part import Part, Stand
from .room import Room

_PLATE = 2.5
"""How far the plate under a part on the map reaches beyond it, in mm on A3."""
_HIGHEST_BAND = 0.5
"""How much of a page a band made for parts takes at most."""
_ROUNDED = 1e-6
_LARGER = 1.6
"""How much wider parts may be on further pages, which have the room."""

Corner = Callable[[Sequence[tuple[float, float]], Sequence[Rect]], Optional[Rect]]
"""A free corner of the map for one of some sizes (width, height), off the plates that stand on it."""


def place_parts(form: Form, composition: Composition, parts: Iterable[Part], corner: Corner) -> Composition:
    """Return the composition with the parts for which there is room, or which were asked for.

    Parameters
    ----------
    form
        The page.
    composition
        As chosen; the parts that it has already stay where they stand.
    parts
        The most important first.
    corner
        Finds room on the map.
    """
    pages = [_beside_map(form, composition), *(_beside_index(form, panels) for panels in composition.pages)]
    stands = list(composition.parts)
    for there in composition.parts:
        if there.ground is None:
            pages[there.page].take(there.rect)
    for part in parts:
        stand = _first(form, part, pages[:1], stands, corner)
        stand = stand or _on_a_page(form, part, pages[1:], 1)
        if stand is None and part.asked:
            pages.append(Room(form.body, (), form.gap))
            last = len(pages) - 1
            stand = _on_a_page(form, part, pages[-1:], last) or Stand(part, last, form.body)
        if stand is not None:
            stands.append(stand)
            if stand.ground is None:
                pages[stand.page].take(stand.rect)
    return replace(composition, parts=tuple(stands))


def _first(
    form: Form, part: Part, page: Sequence[Room], stands: Sequence[Stand], corner: Corner
) -> Optional[Stand]:
    """Return a place on the page with the map: beside it, else on it; the other way round for some."""
    if part.on_map:
        return _on_map(form, part, stands, corner) or _on_a_page(form, part, page, 0)
    return _on_a_page(form, part, page, 0) or _on_map(form, part, stands, corner)


def with_band(form: Form, parts: Sequence[Part]) -> Form:
    """Return the page without the band at its foot that these parts need; all of it when none is enough."""
    step, most = 4.0 * form.letters.unit, _HIGHEST_BAND * form.body.height
    height = step
    while parts and height <= most:
        room = Room(Rect(0, 0, form.body.width, height), (), form.gap)
        if all(_stands_in(form, part, room) for part in parts):
            return replace(form, body=replace(form.body, height=form.body.height - height - form.gap))
        height += step
    return form


def _stands_in(form: Form, part: Part, room: Room) -> bool:
    stand = _on_a_page(form, part, [room], 0)
    if stand is not None:
        room.take(stand.rect)
    return stand is not None


def _beside_map(form: Form, composition: Composition) -> Room:
    """Return what is free on the page with the map."""
    taken = [composition.map, composition.heading, *_used(composition.columns)]
    if not composition.columns:
        taken.append(note_below(composition.heading, form.letters))
    if composition.legend is not None:
        taken.append(composition.legend)
    return Room(form.body, taken, form.gap)


def _beside_index(form: Form, panels: Sequence[Panel]) -> Room:
    """Return what is free on a further page of the index, below its columns."""
    heading = Rect(form.body.x, form.body.y, form.body.width, panels[0].rect.y - form.body.y)
    return Room(form.body, [heading, *_used(panels)], form.gap)


def _used(panels: Iterable[Panel]) -> list[Rect]:
    return [replace(panel.rect, height=sum(line.height for line in panel.lines)) for panel in panels]


def _on_a_page(form: Form, part: Part, pages: Sequence[Room], first: int) -> Optional[Stand]:
    """Return the first place on the pages that is wide and high enough, in the order of reading."""
    least, most = (width * form.letters.unit for width in part.widths)
    most *= _LARGER if first else 1.0
    for number, room in enumerate(pages, start=first):
        for free in room.free:
            width = min(free.width, most)
            if width < least - _ROUNDED:
                continue
            height = part.height(width, form.letters)
            if height <= free.height + _ROUNDED:
                return Stand(part, number, Rect(free.x, free.y, width, height))
    return None


def _on_map(form: Form, part: Part, stands: Sequence[Stand], corner: Corner) -> Optional[Stand]:
    """Return a free corner of the map, for the part as wide as it may be, else narrower."""
    least, most = (width * form.letters.unit for width in part.widths)
    there = [stand.ground for stand in stands if stand.ground is not None]
    pad = _PLATE * form.letters.unit
    alike = [rect.width - 2 * pad for rect in there if least <= rect.width - 2 * pad <= most]
    widths = dict.fromkeys((*alike, most, (least + most) / 2, least))
    heights = {width: part.height(width, form.letters) for width in widths}
    plate = corner([(width + 2 * pad, heights[width] + 2 * pad) for width in widths], there)
    if plate is None:
        return None
    width = plate.width - 2 * pad
    return Stand(part, 0, Rect(plate.x + pad, plate.y + pad, width, plate.height - 2 * pad), plate)
