"""Where everything goes on a template's pages, and what finds no place there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...community.errors import InputError
from ..sheet.bands import Form, Rect, legend_size
from ..sheet.block import stamps_of
from ..sheet.composition import Composition, Subject, fit
from ..sheet.content import Content, Edition
from ..sheet.index import CLASS_GAP, MM_PER_POINT, Columns, Line, flow
from ..sheet.panels import Panel, further_pages, panels_of, position, set_to
from ..sheet.parts.part import Part, Stand
from ..sheet.plan import Plan, TemplateNotes, measure, parts_of
from .pattern import PagePattern, Pattern, shared
from .slots import BLOCK, LEGEND, MAP, STAMPS, Slot, Use

_LEAST_LINES = 5
_CLOSE = 1.5
"""How much higher than its slot, in mm, something may be: QGIS's tables are measured generously."""


def plan_on(pattern: Pattern, content: Content, edition: Edition, subjects: Sequence[Subject]) -> Plan:
    """Plan a sheet on a template.

    Raises
    ------
    InputError
        `template_area_small` when a column of the index holds no lines.
    """
    plain = [_compose(pattern, subject, content.words["continued"]) for subject in subjects]
    chosen = parts_of(content, edition, plain)
    compositions = [
        _with_parts(pattern, composition, parts.parts) for composition, parts in zip(plain, chosen)
    ]
    notes = _notes(pattern, content, edition, subjects, [part for parts in chosen for part in parts.parts])
    # What no item of a template asks for is no part that found no room.
    wanted = (
        replace(parts, parts=tuple(part for part in parts.parts if part.name in pattern.first.slots))
        for parts in chosen
    )
    return Plan(pattern.form, tuple(compositions), tuple(wanted), notes)


def _compose(pattern: Pattern, subject: Subject, continued: str) -> Composition:
    """Compose a page with a map and those its index goes on to, without parts."""
    page, slots = pattern.form, pattern.first.slots
    rect = slots[MAP].rect
    scale, turned = fit(page, rect, subject)
    columns, pages = _index(pattern, subject, continued)
    legend, legend_columns = None, 1
    if LEGEND in slots:
        legend = slots[LEGEND].room(page.letters.unit)
        legend_columns = legend_size(subject.legend, legend.width, page.letters, measure)[1]
    heading = _heading(pattern.first, page)
    on_map = pattern.first.on_map
    return Composition(rect, scale, turned, heading, columns, legend, legend_columns, pages, on_map=on_map)


def _heading(first: PagePattern, page: Form) -> Rect:
    """Return where the note stands that there is nothing to list: over the index, else on the map."""
    inset = 2.0 * page.letters.unit
    rect = first.columns[0].rect if first.columns else first.slots[MAP].rect
    return Rect(rect.x + inset, rect.y + inset, rect.width - 2 * inset, 0.0)


def _index(
    pattern: Pattern, subject: Subject, continued: str
) -> tuple[tuple[Panel, ...], tuple[tuple[Panel, ...], ...]]:
    """Set the index into the columns of the page with the map, and what is left onto further pages."""
    page = pattern.form
    panels: tuple[Panel, ...] = ()
    lines, parts = _set(pattern.first, page, subject)
    rest = len(lines)
    if pattern.first.columns:
        panels, rest = _filled(pattern.first, page, lines, parts, continued, 0)
    if not rest or pattern.further is None:
        return panels, further_pages(page, subject.groups, lines, rest, measure, continued)
    done = sum(not line.heading for line in lines[: len(lines) - rest])
    lines, parts = _set(pattern.further, page, subject)
    pages, at = [], position(lines, done)
    while at < len(lines):
        filled, rest = _filled(pattern.further, page, lines, parts, continued, at)
        if len(lines) - rest == at:
            raise InputError("template_area_small", name=pattern.further.columns[0].name)
        pages.append(filled)
        at = len(lines) - rest
    return panels, tuple(pages)


def _set(on: PagePattern, page: Form, subject: Subject) -> tuple[Sequence[Line], Columns]:
    """Set the index to the narrowest column of a page; all are alike then."""
    letters = page.letters
    widths = [slot.room(letters.unit).width for slot in on.columns] or [page.body.width]
    if min(widths) < 2.5 * letters.index:  # points as mm: room for about seven characters
        raise InputError("template_area_small", name=on.columns[0].name)
    return set_to(page, subject.groups, min(widths), measure)


def _filled(
    on: PagePattern, page: Form, lines: Sequence[Line], parts: Columns, continued: str, at: int
) -> tuple[tuple[Panel, ...], int]:
    rects = [slot.room(page.letters.unit) for slot in on.columns]
    if max(rect.height for rect in rects) < _LEAST_LINES * page.letters.index * MM_PER_POINT:
        raise InputError("template_area_small", name=on.columns[0].name)
    # The air after the last class may reach beyond the column.
    air = page.letters.index * MM_PER_POINT * CLASS_GAP
    filled, rest = flow(lines, [max(rect.height, 0.0) + air for rect in rects], continued, at)
    return panels_of(rects, filled, parts), rest


def _with_parts(pattern: Pattern, composition: Composition, parts: Sequence[Part]) -> Composition:
    """Return the composition with the parts for which the template has slots."""
    slots = pattern.first.slots
    stands = [
        _stand(part, slots[part.name], pattern.form, composition.map) for part in parts if part.name in slots
    ]
    return replace(composition, parts=tuple(stands))


def _stand(part: Part, slot: Slot, page: Form, around: Rect) -> Stand:
    """Put a part where its slot is; on the map it gets a plate, unless the template gives it one."""
    room = slot.room(page.letters.unit)
    if slot.use is Use.ROOM and shared(slot.rect, around) is not None:
        pad = 2.5 * page.letters.unit
        inner = Rect(room.x + pad, room.y + pad, room.width - 2 * pad, room.height - 2 * pad)
        return Stand(part, 0, inner, room)
    return Stand(part, 0, room)


def _notes(
    pattern: Pattern,
    content: Content,
    edition: Edition,
    subjects: Sequence[Subject],
    parts: Sequence[Part],
) -> TemplateNotes:
    """Return what the template lacks or has too little room for."""
    slots = pattern.first.slots
    wanted = ["title", LEGEND, *([STAMPS] if stamps_of(content, edition) else [])]
    if BLOCK not in slots:
        wanted += ["date", "survey", *(["approval_number"] if edition.public else [])]
    wanted += [part.name for part in parts if part.asked]
    unsaid = tuple(name for name in dict.fromkeys(wanted) if name not in slots)
    small = dict.fromkeys(_small(pattern, slots, subjects, parts))
    left_out = (*pattern.left_out, *(pattern.grids if edition.public else ()))
    return TemplateNotes(unsaid, tuple(small), left_out)


def _small(
    pattern: Pattern,
    slots: Mapping[str, Slot],
    subjects: Sequence[Subject],
    parts: Sequence[Part],
) -> list[str]:
    letters = pattern.form.letters
    found = []
    if LEGEND in slots:
        room = slots[LEGEND].room(letters.unit)
        needed = [legend_size(subject.legend, room.width, letters, measure)[0] for subject in subjects]
        found += [LEGEND] if max(needed) > room.height + _CLOSE else []
    for part in parts:
        if part.name in slots:
            room = _stand(part, slots[part.name], pattern.form, slots[MAP].rect).rect
            least = part.widths[0] * letters.unit
            # A small map may be lower than its width asks for.
            height = min(part.height(width, letters) for width in (min(least, room.width), room.width))
            if room.width < least - _CLOSE or height > room.height + _CLOSE:
                found.append(part.name)
    return found
