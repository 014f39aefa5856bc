"""The index: its lines wrapped to a width, and set in columns that never shrink the letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

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
_KIND_SHARES = (0.3, 0.36, 0.42, 0.48)


@dataclass(frozen=True)
class Entry:
    """One place in the index; the kind is empty where the name says it already."""

    number: str
    name: str
    kind: str = ""


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
    """

    place_class: str
    cells: tuple[str, str, str]
    height: float
    heading: bool = False


@dataclass(frozen=True)
class Columns:
    """Widths in mm of number, name and kind within one column of the index."""

    number: float
    name: float
    kind: float


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
    lines, line = [], ""
    for token in _tokens(text):
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


_NOT_FIRST = ",。、;:!?)》”’·,.;:!?)%\uff0c\uff1b\uff1a\uff01\uff1f\uff09"


def _tokens(text: str) -> list[str]:
    """Split where a line may break: after a blank, around a Chinese character, never before a stop."""
    tokens: list[str] = []
    for character in text:
        joined = tokens and (
            character in _NOT_FIRST
            or character == " "
            or (_is_latin(character) and _is_latin(tokens[-1][-1]) and tokens[-1][-1] != " ")
        )
        if joined:
            tokens[-1] += character
        else:
            tokens.append(character)
    return tokens


def _is_latin(character: str) -> bool:
    return ord(character) < 0x2E80


def set_index(
    groups: Sequence[Group], width: float, measure: Measure, index: float, kind: float
) -> tuple[list[Line], Columns]:
    """Set the index to a column's width, divided between names and kinds so that it is shortest.

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
    tried = []
    for share in _KIND_SHARES:
        parts = column_parts(groups, width, measure, index, kind, share)
        tried.append((set_lines(groups, parts, measure, index, kind), parts))
        if parts.kind < (width - parts.number) * share - 1e-6:
            break
    return min(tried, key=lambda setting: round(sum(line.height for line in setting[0]), 3))


def column_parts(
    groups: Sequence[Group], width: float, measure: Measure, index: float, kind: float, share: float
) -> Columns:
    """Divide a column: numbers as wide as they need, kinds too but for at most a share of the rest."""
    entries = [entry for group in groups for entry in group.entries]
    pad = index * MM_PER_POINT * _PAD
    number = max([measure(e.number, index, True) for e in entries] + [index * MM_PER_POINT]) + 2.2 * pad
    kinds = max([measure(e.kind, kind, False) for e in entries if e.kind] + [0.0])
    room = min(kinds + pad, (width - number) * share) if kinds else 0.0
    return Columns(number, width - number - room, room)


def set_lines(
    groups: Sequence[Group], parts: Columns, measure: Measure, index: float, kind: float
) -> list[Line]:
    """Wrap every entry to its column and give it its height.

    Parameters
    ----------
    groups
        Classes with their entries, in order.
    parts
        Widths of the cells, in mm.
    measure
        Width of a text.
    index, kind
        Size in points of names and of kinds.
    """
    pad = index * MM_PER_POINT * _PAD
    lines = []
    for group in groups:
        height = index * MM_PER_POINT * _HEADING
        lines.append(Line(group.place_class, ("", group.heading, ""), height, heading=True))
        for entry in group.entries:
            name = wrap(entry.name, parts.name - pad, lambda text: measure(text, index, False))
            words = _kind_lines(entry.kind, max(parts.kind - pad / 2, 1.0), measure, kind)
            needed = max(len(name) * index, len(words) * kind if entry.kind else 0) * LEADING + index * _AIR
            cells = (entry.number, "\n".join(name), "\n".join(words))
            lines.append(Line(group.place_class, cells, needed * MM_PER_POINT))
    return lines


def _kind_lines(text: str, width: float, measure: Measure, points: float) -> list[str]:
    """Break the words of a kind into lines, unless a little smaller they fit into one."""
    if measure(text, points * SMALLER_KIND, False) <= width:
        return [text]
    return wrap(text, width, lambda part: measure(part, points, False))


def flow(
    lines: Sequence[Line], heights: Sequence[float], continued: str, at: int = 0
) -> tuple[list[list[Line]], int]:
    """Set lines into columns of given heights, from line `at` on.

    A heading never ends a column, and is repeated with `continued` where its class goes on.

    Returns
    -------
    columns
        Lines of each column, as many as were needed.
    rest
        How many of `lines` found no room.
    """
    columns: list[list[Line]] = []
    for height in heights:
        if at >= len(lines):
            break
        column, at = _fill_column(lines, at, height, continued, max(heights))
        columns.append(column)
    return columns, len(lines) - at


def _fill_column(
    lines: Sequence[Line], at: int, height: float, continued: str, tallest: float
) -> tuple[list[Line], int]:
    column: list[Line] = []
    if at and not lines[at].heading:
        heading = next(line for line in reversed(lines[:at]) if line.heading)
        text = f"{heading.cells[1]} {continued}"
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
