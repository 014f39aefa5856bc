"""Composition: which sheet, which way round, which scale, and where map, index and legend go.

All lengths are millimetres from the top left corner of the page. Candidates are the index
beside the map in one to three columns, or below it; the largest scale of the ladder wins,
and among equals the plainer one. An index that fits nowhere goes on to further pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from math import floor, inf
from typing import TYPE_CHECKING, Optional

from .bands import Form, Rect, form, heading_height, legend_size
from .index import (
    LEADING,
    MM_PER_POINT,
    Columns,
    Group,
    Line,
    Measure,
    numbers_width,
    texts_width,
)
from .panels import Panel, fill, further_pages, lone_lines_of, set_to
from .paper import AUTO_SCALES, AUTO_SHEETS, Lettering, ladder_scale

if TYPE_CHECKING:
    from .parts.part import Part, Stand

_NARROWEST, _WIDE, _WIDEST = 58.0, 70.0, 100.0
"""Limits of a column of the index on A3, in mm: the least; the most of one among several; of one alone."""
_HIGHEST_STRIP = 0.5
_LEAST_MAP = 0.45
"""Part of the width that a map has at least beside several columns."""
_FEWEST_LINES = 6
"""An index that goes on to a further page has room for so many lines on the first one."""
_SPARE_STEPS = 4
"""So many half lines higher a strip may be to leave no class with a single line in a column."""
FURTHER_PAGE = 2.0
"""An index on a further page is worth a scale half as large, not more."""


@dataclass(frozen=True)
class Subject:
    """What one page has to show.

    Attributes
    ----------
    sizes
        Width and height on the ground, in metres, by how far the map is turned (degrees clockwise);
        the first one goes before others that need the same scale.
    groups
        The index.
    legend
        Texts of the legend.
    beside
        A part that room is left for beside the map, if need be by an index that goes on to a further page.
    """

    sizes: Mapping[float, tuple[float, float]] = field(hash=False)
    groups: tuple[Group, ...]
    legend: tuple[str, ...]
    beside: Optional[Part] = None


@dataclass(frozen=True)
class Composition:
    """Where everything on a page with a map goes.

    Attributes
    ----------
    map
        Rectangle of the map.
    scale
        Denominator: the largest scale of the ladder at which the content fits.
    turned
        How far north lies clockwise from the top, in degrees.
    heading
        Where the word "index" stands.
    columns
        Columns of the index on this page.
    legend, legend_columns
        Where the legend stands, if it does, and in how many columns.
    pages
        Columns of each further page.
    parts
        Where the further parts of the sheet stand.
    on_map
        What else stands on the map, which lettering and leader lines keep off.
    """

    map: Rect
    scale: int
    turned: float
    heading: Rect
    columns: tuple[Panel, ...]
    legend: Optional[Rect]
    legend_columns: int
    pages: tuple[tuple[Panel, ...], ...]
    parts: tuple[Stand, ...] = ()
    on_map: tuple[Rect, ...] = ()

    @property
    def page_count(self) -> int:
        """How many pages there are, the one with the map among them."""
        return max(len(self.pages), *(stand.page for stand in self.parts), 0) + 1

    def standing_on(self, page: int) -> list[Stand]:
        """Return the parts on a page, from 0."""
        return [stand for stand in self.parts if stand.page == page]

    @property
    def plates(self) -> list[Rect]:
        """What stands on the map."""
        return [*self.on_map, *(stand.ground for stand in self.parts if stand.ground is not None)]


def carries_north(composition: Composition) -> bool:
    """Return whether a part beside or on the map tells where north is, so that no arrow has to."""
    return any(stand.part.on_map for stand in composition.standing_on(0))


def compose(page: Form, subject: Subject, measure: Measure, continued: str) -> Iterator[Composition]:
    """Yield the candidates for a page, the plainest first; those without a part for which none has room."""
    given = page, subject, measure, continued
    found = [*chain.from_iterable(_beside(columns, *given) for columns in (1, 2, 3)), *_below(*given)]
    return iter(found) if found else compose(page, replace(subject, beside=None), measure, continued)


def cost(candidate: Composition) -> float:
    """Return what a candidate costs: the smaller its scale the more, and more with further pages."""
    return candidate.scale * (FURTHER_PAGE if candidate.pages else 1.0)


def choose(
    sheet: str,
    orientation: str,
    subjects: Sequence[Subject],
    measure: Measure,
    continued: str,
    make: Callable[[str, str], Form] = form,
) -> tuple[Form, list[Composition]]:
    """Choose sheet, orientation, and a composition with its scale for each subject.

    Parameters
    ----------
    sheet
        One of the sheets, or auto: the smallest of A3, A2, A1 on which everything stands at 1:1500
        or larger without a further page, else at 1:3000, else at 1:6000, else A3.
    orientation
        portrait, landscape, or auto: the one with the larger scale, landscape among equals.
    subjects
        The pages with a map; all share sheet and orientation.
    measure
        Width of a text.
    continued
        What is added to the heading of a class that goes on in the next column.
    make
        Makes the page of a sheet and an orientation.
    """
    sheets = AUTO_SHEETS if sheet == "auto" else (sheet,)
    ways = ("landscape", "portrait") if orientation == "auto" else (orientation,)

    def attempt(name: str) -> tuple[float, Form, list[Composition]]:
        attempts = [_attempt(make(name, way), subjects, measure, continued) for way in ways]
        return min(attempts, key=lambda attempt: attempt[0])

    winners = []
    for name in sheets:
        winners.append(attempt(name))
        if winners[-1][0] <= AUTO_SCALES[0]:
            break
    for wished in AUTO_SCALES:
        for needed, page, compositions in winners:
            if needed <= wished:
                return page, compositions
    return winners[0][1:]


def _attempt(
    page: Form, subjects: Sequence[Subject], measure: Measure, continued: str
) -> tuple[float, Form, list[Composition]]:
    """Compose all pages on one form; the dearest of them tells what the form is worth."""
    chosen = [_best(page, subject, measure, continued) for subject in subjects]
    return max(map(cost, chosen)), page, chosen


@lru_cache(maxsize=128)
def _best(page: Form, subject: Subject, measure: Measure, continued: str) -> Composition:
    """Return the best candidate for a page; a section is composed to see whether it fits, and then drawn."""
    return min(compose(page, subject, measure, continued), key=lambda found: (cost(found), _left(found)))


def fit(page: Form, rect: Rect, subject: Subject) -> tuple[int, float]:
    """Return the largest scale of the ladder at which the ground fits into a map, and how it is turned."""
    room = map_room(page.letters, rect)
    scales = {
        turned: ladder_scale(max(1000 * width / room.width, 1000 * height / room.height))
        for turned, (width, height) in subject.sizes.items()
    }
    turned = min(scales, key=scales.__getitem__)
    return scales[turned], turned


def map_room(letters: Lettering, rect: Rect) -> Rect:
    """Return the part of a map that its content may fill: markers and labels need air, the bar a band."""
    side, band = letters.marker * 1.2, 7.0 * letters.unit
    return Rect(rect.x + side, rect.y + side, rect.width - 2 * side, rect.height - 2 * side - band)


def _beside(
    count: int, page: Form, subject: Subject, measure: Measure, continued: str
) -> Iterator[Composition]:
    """Set the index at the right of the map, in `count` columns, with the legend under it.

    Columns are as wide as the longest names; narrow, if that allows the map a larger scale.
    """
    least = _NARROWEST * page.letters.unit
    if subject.beside is not None:
        least = max(least, (subject.beside.widths[0] * page.letters.unit + page.gap) / count - page.gap)
    natural = max(least, _natural_width(page, subject, measure, _WIDEST if count == 1 else _WIDE))
    best: float = inf
    for each in dict.fromkeys((natural, least)):
        for found in _beside_in(count, each, page, subject, measure, continued):
            if found.scale < best:
                best = found.scale
                yield found


def _beside_in(
    count: int, each: float, page: Form, subject: Subject, measure: Measure, continued: str
) -> Iterator[Composition]:
    """Set the index at the right of the map in columns of a width, if that leaves room for both."""
    letters, body = page.letters, page.body
    width = count * each + (count - 1) * page.gap
    room = body.width - width - page.gap
    if room < _LEAST_MAP * body.width and count > 1:
        return
    x = body.x + room + page.gap
    legend_height, legend_columns = legend_size(subject.legend, width, letters, measure)
    top = body.y + heading_height(letters)
    foot = body.y + body.height - _kept_free(page, subject, width)
    height = foot - top - legend_height - (page.gap if legend_height else 0)
    if subject.beside is not None and height < _FEWEST_LINES * letters.index * MM_PER_POINT * LEADING:
        return
    rects = [Rect(x + i * (each + page.gap), top, each, height) for i in range(count)]
    setting = set_to(page, subject.groups, each, measure)
    columns, rest = fill(rects, setting, continued)
    pages = further_pages(page, subject.groups, setting[0], rest, measure, continued)
    rect = Rect(body.x, body.y, room, body.height)
    legend = Rect(x, foot - legend_height, width, legend_height)
    if not pages:
        # Without an index a note stands in its place.
        heights = (sum(line.height for line in column.lines) for column in columns)
        lowest = max(heights, default=heading_height(letters))
        legend = Rect(x, min(legend.y, top + lowest + 2 * page.gap), width, legend_height)
    heading = Rect(x, body.y, width, heading_height(letters))
    scale, turned = fit(page, rect, subject)
    yield Composition(rect, scale, turned, heading, columns, legend, legend_columns, pages)


def _kept_free(page: Form, subject: Subject, width: float) -> float:
    """Return the height in mm of what is left free for a part of a width beside the map, with its gap."""
    part, unit = subject.beside, page.letters.unit
    return 0.0 if part is None else part.height(min(width, part.widths[1] * unit), page.letters) + page.gap


def _below(page: Form, subject: Subject, measure: Measure, continued: str) -> Iterator[Composition]:
    """Set the index below the map, the legend in its last column; the settings that read best first."""
    strips = [
        _strip(page, subject, total, room, measure, continued)
        for room in _strip_rooms(page, subject)
        for total in range(_most_columns(page, room.width), 1 if subject.beside is None else 0, -1)
    ]
    yield from sorted(strips, key=lambda it: (_left(it), _broken(it), _headings(it), -it.map.height))


def _strip_rooms(page: Form, subject: Subject) -> Iterator[Rect]:
    """Yield the width, and the least height, of a strip at the foot of a page that is left by a part."""
    body, part = page.body, subject.beside
    if part is None:
        yield Rect(body.x, body.y, body.width, 0.0)
        return
    least, most = (width * page.letters.unit for width in part.widths)
    for width in (most, (least + most) / 2, least):
        left, height = body.width - width - page.gap, part.height(width, page.letters)
        if left >= _NARROWEST * page.letters.unit and height <= _HIGHEST_STRIP * body.height:
            yield Rect(body.x, body.y, left, height)


def _most_columns(page: Form, width: float) -> int:
    columns = int((width + page.gap) // (_NARROWEST * page.letters.unit + page.gap))
    return max(2, columns) if width == page.body.width else columns


def most_places(page: Form) -> int:
    """Return how many places an index on a page has at most, even if it had the page for itself."""
    row = page.letters.index * MM_PER_POINT * LEADING
    return max(3, _most_columns(page, page.body.width)) * floor(page.body.height / row)


def _left(composition: Composition) -> int:
    """Count the lines of the index on further pages."""
    return sum(len(panel.lines) for panels in composition.pages for panel in panels)


def _broken(composition: Composition) -> int:
    """Count the lines of the index that had to be broken."""
    cells = [cell for column in composition.columns for line in column.lines for cell in line.cells]
    return sum(cell.count("\n") for cell in cells)


def _headings(composition: Composition) -> int:
    """Count the headings of classes, which are repeated where a class goes on in the next column."""
    return sum(line.heading for column in composition.columns for line in column.lines)


@dataclass(frozen=True)
class _Strip:
    """A strip below the map: its height in mm, its columns with their lines, how many lines are left."""

    height: float
    rects: Sequence[Rect]
    columns: tuple[Panel, ...]
    rest: int


def _strip(
    page: Form, subject: Subject, total: int, room: Rect, measure: Measure, continued: str
) -> Composition:
    """Make the strip as low as the index allows; the legend ends the last column, or has it for itself."""
    body, gap = page.body, page.gap
    each = (room.width + gap) / total - gap
    legend_height, legend_columns = legend_size(subject.legend, each, page.letters, measure)
    setting = set_to(page, subject.groups, each, measure)

    def map_over(strip: _Strip) -> Rect:
        return Rect(body.x, body.y, body.width, body.height - strip.height - gap)

    strip = min(
        _strips(page, total, Rect(body.x, 0.0, each, room.height), legend_height, setting, continued),
        key=lambda it: (it.rest, fit(page, map_over(it), subject)[0], lone_lines_of(it.columns)),
    )
    pages = further_pages(page, subject.groups, setting[0], strip.rest, measure, continued)
    top, last = body.y + body.height - strip.height, strip.rects[-1]
    own = max(len(strip.columns), 1) < total
    legend = Rect(last.x, top if own else body.y + body.height - legend_height, each, legend_height)
    heading = Rect(body.x, top, each, heading_height(page.letters))
    rect = map_over(strip)
    scale, turned = fit(page, rect, subject)
    return Composition(rect, scale, turned, heading, strip.columns, legend, legend_columns, pages)


def _strips(
    page: Form, total: int, column: Rect, legend: float, setting: tuple[list[Line], Columns], continued: str
) -> Iterator[_Strip]:
    """Yield strips of `total` columns, each higher than the last, until the index stands well in one.

    Parameters
    ----------
    column
        Where the first column stands, its width, and the least height of the strip.
    legend
        Height of the legend.
    """
    body, gap, head = page.body, page.gap, heading_height(page.letters)
    step, limit = 0.5 * page.letters.index * MM_PER_POINT, _HIGHEST_STRIP * body.height
    height = max(legend, head + 8 * step, column.height)
    filled = head + (sum(line.height for line in setting[0]) + legend + gap) / total
    height += step * max(0, floor((min(filled, limit) - height) / step))
    spare = _SPARE_STEPS
    while True:
        rooms = [height - head] * (total - 1) + [height - head - legend - gap]
        top = body.y + body.height - height + head
        rects = [
            Rect(column.x + i * (column.width + gap), top, column.width, room) for i, room in enumerate(rooms)
        ]
        strip = _Strip(height, rects, *fill(rects, setting, continued))
        yield strip
        height += step
        spare -= not strip.rest
        if height > limit or spare < 0 or not (strip.rest or lone_lines_of(strip.columns)):
            return


def _natural_width(page: Form, subject: Subject, measure: Measure, most: float) -> float:
    """Return how wide a column has to be for the longest name and kind, within limits (mm on A3)."""
    letters = page.letters
    texts = texts_width(subject.groups, measure, letters.index, letters.kind)
    wanted = numbers_width(subject.groups, measure, letters.index) + texts
    return min(max(wanted, _NARROWEST * letters.unit), most * letters.unit)
