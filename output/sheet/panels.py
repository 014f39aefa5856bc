"""Panels: the columns of the index, on the page with the map and on further pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .bands import Form, Rect, heading_height
from .index import Columns, Group, Line, Measure, flow, lone_lines, set_index


@dataclass(frozen=True)
class Panel:
    """A column of the index: where it stands, its lines, how it is divided."""

    rect: Rect
    lines: tuple[Line, ...]
    parts: Columns


def fill(
    rects: Sequence[Rect], setting: tuple[list[Line], Columns], continued: str
) -> tuple[tuple[Panel, ...], int]:
    """Put the index, set to the width of columns, into them; return how many lines are left."""
    lines, parts = setting
    columns, rest = flow(lines, [max(rect.height, 0.0) for rect in rects], continued)
    return panels_of(rects, columns, parts), rest


def further_pages(
    page: Form, groups: tuple[Group, ...], lines: Sequence[Line], rest: int, measure: Measure, continued: str
) -> tuple[tuple[Panel, ...], ...]:
    """Set what is left of the index into further pages, whose columns have a width of their own."""
    if not rest:
        return ()
    done = sum(not line.heading for line in lines[: len(lines) - rest])
    body, gap = page.body, page.gap
    total = max(1, int((body.width + gap) // (78.0 * page.letters.unit + gap)))
    each = (body.width + gap) / total - gap
    top = body.y + heading_height(page.letters)
    height = body.height - heading_height(page.letters)
    rects = [Rect(body.x + i * (each + gap), top, each, height) for i in range(total)]
    lines, parts = set_to(page, groups, each, measure)
    at = position(lines, done)
    pages = []
    while at < len(lines):
        columns, rest = _balanced(lines, total, height, continued, at)
        pages.append(panels_of(rects, columns, parts))
        at = len(lines) - rest
    return tuple(pages)


def _balanced(
    lines: Sequence[Line], total: int, height: float, continued: str, at: int
) -> tuple[list[list[Line]], int]:
    """Fill the columns of a page; where not all are needed, to the same height."""
    tried = max(sum(line.height for line in lines[at:]) / total, 0.3 * height)
    while tried < height:
        columns, rest = flow(lines, [tried] * total, continued, at)
        if not rest:
            return columns, rest
        tried += lines[at].height
    return flow(lines, [height] * total, continued, at)


def position(lines: Sequence[Line], done: int) -> int:
    """Return where to go on after `done` places, at a heading where a class begins."""
    count = 0
    for i, line in enumerate(lines):
        if count == done:
            return i
        count += not line.heading
    return len(lines)


def set_to(
    page: Form, groups: tuple[Group, ...], width: float, measure: Measure
) -> tuple[list[Line], Columns]:
    """Set an index to the width of a column."""
    return _set(groups, width, measure, page.letters.index, page.letters.kind)


@lru_cache(maxsize=16)
def _set(
    groups: tuple[Group, ...], width: float, measure: Measure, index: float, kind: float
) -> tuple[list[Line], Columns]:
    """Set an index once for all candidates that have columns as wide: further pages mostly do."""
    return set_index(groups, width, measure, index, kind)


def panels_of(rects: Sequence[Rect], columns: Sequence[Sequence[Line]], parts: Columns) -> tuple[Panel, ...]:
    """Put the lines of columns where the columns stand."""
    return tuple(Panel(rect, tuple(lines), parts) for rect, lines in zip(rects, columns))


def lone_lines_of(panels: Sequence[Panel]) -> int:
    """Count the panels that have one line of the class that goes on in them."""
    return lone_lines([panel.lines for panel in panels])
