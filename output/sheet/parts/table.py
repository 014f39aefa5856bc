"""Small tables with a heading: how high they are in a width, and how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from ....workspace import symbols
from ....workspace.fonts import MM_PER_POINT, text_format, text_width
from ..bands import Rect, heading_height
from ..index import LEADING, wrap_evenly
from ..items import BOTTOM, RIGHT, Canvas, Cell
from ..paper import Lettering
from .part import Part

_AIR = 0.55
"""Room above and below the letters of a row, together, as a part of their size."""
_PAD = 1.5
_MOST_HEADINGS = 0.42
"""Part of a table's width that the headings of its rows, or its figures, take at most."""


@dataclass(frozen=True)
class Table:
    """A table as it is wished for.

    Attributes
    ----------
    name
        Of the part.
    heading
        Printed above it; nothing when it is empty.
    rows
        Texts of the cells.
    shares
        How the width is divided among the columns.
    last_right
        Whether the last column ends at the right edge, as figures do.
    head
        Whether the first row holds the names of the columns.
    quiet_first
        Whether the first column steps back behind the others and is as wide as it needs, as headings of
        rows do.
    grid
        Whether there are lines between the rows.
    size
        Of the letters, as a part of that of the kinds in the index.
    """

    name: str
    heading: str
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    last_right: bool = False
    head: bool = False
    quiet_first: bool = False
    grid: bool = True
    size: float = 1.0


@dataclass(frozen=True)
class _Setting:
    """A table set to a width: wrapped cells, widths of columns, heights of rows."""

    rows: list[list[str]]
    widths: list[float]
    heights: list[float]


def table_part(table: Table, widths: tuple[float, float]) -> Part:
    """Return the part that is a table, between two widths in mm on A3."""
    return Part(table.name, table.heading, widths, partial(table_height, table), partial(draw_table, table))


def table_height(table: Table, width: float, letters: Lettering) -> float:
    """Return the height of a table with its heading, in mm."""
    top = heading_height(letters) if table.heading else 0.0
    return top + sum(_set(table, width, letters).heights)


def draw_table(table: Table, canvas: Canvas, rect: Rect, letters: Lettering) -> None:
    """Draw heading and table."""
    top = draw_heading(canvas, rect, table.heading, table.name, letters) if table.heading else 0.0
    setting = _set(table, rect.width, letters)
    below = Rect(rect.x, rect.y + top, rect.width, sum(setting.heights))
    rows = [_cells(table, row, i, letters) for i, row in enumerate(setting.rows)]
    grid = symbols.HAIR if table.grid else None
    canvas.table(below, rows, setting.widths, setting.heights, table.name, grid)


def draw_heading(canvas: Canvas, rect: Rect, text: str, name: str, letters: Lettering) -> float:
    """Draw the heading of a part, as large as that of the legend; return the height it takes."""
    height = heading_height(letters)
    size = letters.heading * 1.15
    size *= min(1.0, 0.97 * rect.width / max(text_width(text, size, bold=True), 1.0))
    style = text_format(size, symbols.INK, bold=True)
    canvas.label(Rect(rect.x, rect.y, rect.width, height * 0.85), text, style, f"{name} title", valign=BOTTOM)
    return height


def _set(table: Table, width: float, letters: Lettering) -> _Setting:
    size, pad = letters.kind * table.size, _PAD * letters.unit
    widths = _widths(table, width, size, pad)
    rows = [
        [
            "\n".join(wrap_evenly(cell, room - pad, lambda text: text_width(text, size)))
            for cell, room in zip(row, widths)
        ]
        for row in table.rows
    ]
    lines = [max(cell.count("\n") + 1 for cell in row) for row in rows]
    return _Setting(rows, widths, [(count * LEADING + _AIR) * size * MM_PER_POINT for count in lines])


def _widths(table: Table, width: float, size: float, pad: float) -> list[float]:
    """Divide a width by the shares; headings of rows and figures take what they need, if not too much.

    Names of columns stay whole, as far as the others can spare the room.
    """
    shares, most = table.shares, _MOST_HEADINGS * width
    first: list[float] = []
    last: list[float] = []
    if table.quiet_first:
        first = [min(max((text_width(row[0], size) for row in table.rows), default=0.0) + 1.5 * pad, most)]
        shares = shares[1:]
    if table.last_right:
        last = [min(max(text_width(row[-1], size, bold=True) for row in table.rows) + pad, most)]
        shares = shares[:-1]
    left = width - sum(first) - sum(last)
    widths = [*first, *(left * share / sum(shares) for share in shares), *last]
    if not table.head:
        return widths
    least = [text_width(name, size) + 1.5 * pad for name in table.rows[0]]
    lacking = sum(max(0.0, low - wide) for low, wide in zip(least, widths))
    spare = sum(max(0.0, wide - low) for low, wide in zip(least, widths))
    if lacking > spare:
        return widths
    part = lacking / max(spare, 1e-6)
    return [low if wide < low else wide - part * (wide - low) for low, wide in zip(least, widths)]


def _cells(table: Table, row: Sequence[str], number: int, letters: Lettering) -> list[Cell]:
    head = table.head and number == 0
    size = letters.kind * table.size
    plain = text_format(size, symbols.QUIET if head else symbols.INK, leading=LEADING)
    cells = [Cell(text, plain) for text in row]
    if table.quiet_first:
        cells[0] = Cell(row[0], text_format(size, symbols.QUIET, leading=LEADING))
    if table.last_right:
        bold = text_format(size, symbols.INK, bold=not head, leading=LEADING)
        cells[-1] = Cell(row[-1], bold, RIGHT)
    return cells
