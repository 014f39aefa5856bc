"""The index: its lines wrapped to a width, and set in columns that never shrink the letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

Measure = Callable[[str, float, bool], float]
"""Width in mm of a text set in letters of so many points, bold or not."""

MM_PER_POINT = 25.4 / 72
LEADING = 1.22
"""Distance of lines as a part of the size of the letters."""
_AIR = 0.18
"""Room between the lines' letters and the rules above and below, likewise."""
CLASS_GAP = 0.5
"""Room after a class, which the height of its heading includes, as a part of the size of the letters."""
_HEADING = 1.35 + CLASS_GAP
_PAD = 0.45
SMALLER_KIND = 0.8
"""How much smaller the words of a kind may be set to keep them on one line; names never are."""


@dataclass(frozen=True)
class Entry:
    """One place in the index; the kind is empty where the name says it already, its name never is."""

    number: str
    name: str
    kind: str = ""
    kind_name: str = ""


@dataclass(frozen=True)
class Group:
    """The entries of one class under their heading."""

    place_class: str
    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Line:
    """A row of the index as it is set: a heading, or a place whose texts are wrapped.

    Attributes
    ----------
    place_class
        Class of the group it belongs to.
    cells
        Number, name, kind; a heading has its text in the second.
    height
        In mm.
    heading
        Whether it is one.
    smaller
        Size of the kind as a part of what is usual.
    """

    place_class: str
    cells: tuple[str, str, str]
    height: float
    heading: bool = False
    smaller: float = 1.0


@dataclass(frozen=True)
class Columns:
    """Widths in mm within one column of the index: of the numbers, and of names and kinds together."""

    number: float
    texts: float


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break a text into lines: Chinese anywhere, other scripts between words where that is possible.

    Parameters
    ----------
    text
        One or more words.
    width
        Room in the unit of `measure`.
    measure
        Width of a text.
    """
    whole = text.rstrip()
    if measure(whole) <= width:
        return [whole]
    lines, line = [], ""
    for token in tokens(text):
        if line and measure(line + token.rstrip()) > width:
            lines.append(line.rstrip())
            line = token.lstrip()
        else:
            line += token
        while measure(line.rstrip()) > width and len(line) > 1:
            fitting = max(1, sum(measure(line[:n]) <= width for n in range(1, len(line))))
            lines.append(line[:fitting])
            line = line[fitting:]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


_NOT_FIRST = "-–—。、》〉」』】〕”’…·,.;:!?)]%‰℃㎡，；：！？）"
_NOT_LAST = "([《〈「『【〔“‘（"
"""Marks that begin no line, and that end none (GB/T 15834-2011, 5.1)."""
_SEAMS = "、,;: ，；："
_UNITS = "年月日号时分个天户人栋层楼米元"
"""Words that stay with the number before them."""
_ALONE, _NARROWER = 0.25, (0.95, 0.9, 0.85, 0.8)
"""Part of the width that a last line should fill; widths that are tried to that end."""


def wrap_evenly(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break a text as `wrap` does, in no more lines, and so that hardly anything stands alone on the last.

    One of two lines is broken between two languages, at a seam, else in its middle.
    """
    lines = wrap(text, width, measure)
    if len(lines) > 2 and measure(lines[-1]) < _ALONE * width:
        narrower = (wrap(text, part * width, measure) for part in _NARROWER)
        fewer = (found for found in narrower if len(found) == len(lines))
        return next((found for found in fewer if measure(found[-1]) >= _ALONE * width), lines)
    if len(lines) != 2:
        return lines
    parts = tokens(text)
    halves = [("".join(parts[:i]), "".join(parts[i:])) for i in range(1, len(parts))]
    widths = [tuple(measure(half.strip()) for half in pair) for pair in halves]
    fitting = [(pair, found) for pair, found in zip(halves, widths) if max(found) <= width]
    if not fitting:
        return lines

    def rank(cut: tuple[tuple[str, str], tuple[float, ...]]) -> tuple[bool, bool, float, float]:
        (first, second), (upper, lower) = cut
        languages = not first[-2:].isascii() and first[-1] == " " and second.isascii()
        seam = first[-1] in _SEAMS or second[0] in _NOT_LAST
        return not languages, not seam, abs(upper - lower), lower

    (first, second), _ = min(fitting, key=rank)
    return [first.rstrip(), second.rstrip()]


def tokens(text: str) -> list[str]:
    """Split where a line may break: after a blank, around a Chinese character.

    Never before a stop, nor after a bracket that opens, nor between a number and what it counts.
    """
    found: list[str] = []
    for character in text:
        joined = found and (
            character in _NOT_FIRST
            or character == " "
            or found[-1][-1] in _NOT_LAST
            or (character in _UNITS and found[-1][-1].isdecimal())
            or (_is_latin(character) and _is_latin(found[-1][-1]) and found[-1][-1] != " ")
        )
        if joined:
            found[-1] += character
        else:
            found.append(character)
    return found


def _is_latin(character: str) -> bool:
    return ord(character) < 0x2E80


def set_index(
    groups: Sequence[Group], width: float, measure: Measure, index: float, kind: float
) -> tuple[list[Line], Columns]:
    """Set the index to a column's width: in each row, name and kind share what the numbers leave.

    Parameters
    ----------
    groups
        Classes with their entries, in order.
    width
        Of the column, in mm.
    measure
        Width of a text.
    index, kind
        Size in points of names and of kinds.
    """
    numbers = numbers_width(groups, measure, index)
    parts, lines = Columns(numbers, width - numbers), []
    for group in groups:
        height = index * MM_PER_POINT * _HEADING
        lines.append(Line(group.place_class, ("", group.heading, ""), height, heading=True))
        lines += [
            line if needed <= parts.texts else _set_entry(group, entry, parts.texts, measure, index, kind)
            for entry, (line, needed) in zip(group.entries, _on_one_line(group, measure, index, kind))
        ]
    return lines, parts


def numbers_width(groups: Sequence[Group], measure: Measure, index: float) -> float:
    """Return the width in mm that the numbers need, with the air beside them."""
    numbers = [measure(entry.number, index, True) for group in groups for entry in group.entries]
    return max([*numbers, index * MM_PER_POINT]) + 2.2 * _PAD * index * MM_PER_POINT


def texts_width(groups: Sequence[Group], measure: Measure, index: float, kind: float) -> float:
    """Return the width in mm in which name and kind of each place stand on one line."""
    return max((needed for g in groups for _, needed in _on_one_line(g, measure, index, kind)), default=0.0)


@lru_cache(maxsize=256)
def _on_one_line(group: Group, measure: Measure, index: float, kind: float) -> tuple[tuple[Line, float], ...]:
    """Return for each entry its row on one line, and the width in mm that its texts need for that.

    Most rows are like that at any width that is tried.
    """
    pad = index * MM_PER_POINT * _PAD
    rows = []
    for entry in group.entries:
        beside = measure(entry.kind, kind, False) + pad if entry.kind else 0.0
        cells = (entry.number, entry.name.rstrip(), entry.kind)
        line = Line(group.place_class, cells, _height(1, index))
        rows.append((line, measure(entry.name, index, False) + pad + beside))
    return tuple(rows)


def _height(lines: int, index: float) -> float:
    """Return the height in mm of a row of so many lines."""
    return (lines * index * LEADING + index * _AIR) * MM_PER_POINT


def _set_entry(group: Group, entry: Entry, room: float, measure: Measure, index: float, kind: float) -> Line:
    """Set name and kind into a row: side by side if they fit, else the kind below the name."""
    pad = index * MM_PER_POINT * _PAD
    name = measure(entry.name, index, False)
    beside = room - name - 2 * pad
    smaller = min(1.0, beside / max(measure(entry.kind, kind, False), 1e-6)) if entry.kind else 1.0
    if name <= room - pad:
        names = [entry.name.rstrip()]
    else:
        names = wrap_evenly(entry.name, room - pad, lambda text: measure(text, index, False))
    kinds = [entry.kind]
    if smaller < SMALLER_KIND:
        smaller = 1.0
        below = wrap(entry.kind, room, lambda text: measure(text, kind, False))
        # Each keeps lines free for the other.
        names, kinds = [*names, *("" for _ in below)], [*("" for _ in names), *below]
    height = _height(len(names), index)
    cells = (entry.number, "\n".join(names), "\n".join(kinds))
    return Line(group.place_class, cells, height, smaller=smaller)


def flow(
    lines: Sequence[Line], heights: Sequence[float], continued: str, at: int = 0
) -> tuple[list[list[Line]], int]:
    """Set lines into columns of given heights, from line `at` on.

    A heading never ends a column, and is repeated with `continued` where its class goes on; the last line of
    a class goes on alone only where there is no room for one more.

    Returns
    -------
    columns
        Lines of each column, as many as were needed.
    rest
        How many of `lines` found no room.
    """
    filled = _flow(lines, heights, continued, at)
    if not lone_lines(filled[0]):
        return filled
    together = _flow(lines, heights, continued, at, alone=False)
    return min((filled, together), key=lambda way: (way[1], lone_lines(way[0])))


def lone_lines(columns: Sequence[Sequence[Line]]) -> int:
    """Count the columns after the first that have one line of the class that they begin with."""
    return sum(len(column) == 2 or (len(column) > 2 and column[2].heading) for column in columns[1:])


def _flow(
    lines: Sequence[Line], heights: Sequence[float], continued: str, at: int, *, alone: bool = True
) -> tuple[list[list[Line]], int]:
    columns: list[list[Line]] = []
    for height in heights:
        if at >= len(lines):
            break
        column, at = _fill_column(lines, at, height, continued, max(heights))
        if not alone and _leaves_last(lines, at) and not any(line.heading for line in column[-3:]):
            column.pop()
            at -= 1
        columns.append(column)
    return columns, len(lines) - at


def _leaves_last(lines: Sequence[Line], at: int) -> bool:
    """Tell if only the last line of a class goes on in the next column."""
    if at >= len(lines) or lines[at].heading:
        return False
    return at + 1 == len(lines) or lines[at + 1].heading


def _fill_column(
    lines: Sequence[Line], at: int, height: float, continued: str, tallest: float
) -> tuple[list[Line], int]:
    column: list[Line] = []
    if at and not lines[at].heading:
        heading = next(line for line in reversed(lines[:at]) if line.heading)
        text = heading.cells[1] + continued
        column.append(replace(heading, cells=("", text, "")))
    left = height - sum(line.height for line in column)
    begun = at
    while at < len(lines):
        follower = lines[at + 1].height if lines[at].heading and at + 1 < len(lines) else 0.0
        # A line too tall for any column still goes somewhere: nothing is lost.
        hopeless = at == begun and lines[at].height + follower > tallest
        if lines[at].height + follower > left + 1e-6 and not hopeless:
            break
        left -= lines[at].height
        column.append(lines[at])
        at += 1
    return column, at
