"""Bands of a page: title, body and title block inside its frame, and how high rows of them are.

All lengths are millimetres from the top left corner of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from .index import MM_PER_POINT, Measure
from .paper import BINDING, LETTERING, MARGIN, Lettering, page_size


@dataclass(frozen=True)
class Rect:
    """A rectangle on the page: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Form:
    """The page all compositions of a document share: size, bands, lettering."""

    sheet: str
    orientation: str
    letters: Lettering
    frame: Rect
    body: Rect
    title: Rect
    block: Rect
    block_rows: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page, in mm."""
        return self.frame.x + self.frame.width + MARGIN, self.frame.height + 2 * MARGIN

    @property
    def gap(self) -> float:
        """Room between neighbours, in mm."""
        return 5.0 * self.letters.unit


def form(sheet: str, orientation: str) -> Form:
    """Divide a page into title band, body and title block, inside the frame with its binding margin."""
    return ruled(page_size(sheet, orientation), sheet, orientation)


def ruled(size: tuple[float, float], sheet: str, orientation: str) -> Form:
    """Divide a page of any size, lettered as a sheet is."""
    width, height = size
    letters = LETTERING[sheet]
    u = letters.unit
    frame = Rect(BINDING, MARGIN, width - BINDING - MARGIN, height - 2 * MARGIN)
    pad = 6.0 * u
    inner = Rect(frame.x + pad, frame.y + pad, frame.width - 2 * pad, frame.height - 2 * pad)
    title = Rect(
        inner.x, inner.y - u, inner.width, (letters.title * 1.25 + letters.heading * 1.5) * MM_PER_POINT
    )
    rows = block_rows(inner.width, letters)
    block_height = rows * block_row(letters)
    block = Rect(inner.x, inner.y + inner.height - block_height, inner.width, block_height)
    top = title.y + title.height + 2.5 * u
    body = Rect(inner.x, top, inner.width, block.y - 4.0 * u - top)
    return Form(sheet, orientation, letters, frame, body, title, block, rows)


def block_rows(width: float, letters: Lettering) -> int:
    """Return in how many rows a title block of a width stands."""
    return 1 if width >= 230 * letters.unit else 2


def block_row(letters: Lettering) -> float:
    """Return the height in mm of a row of the title block."""
    return (letters.note * 1.4 + letters.heading * 2.9) * MM_PER_POINT


def legend_row(letters: Lettering) -> float:
    """Return the height in mm of a row of the legend: a marker and some air."""
    return letters.marker * 1.12


def note_below(heading: Rect, letters: Lettering) -> Rect:
    """Return where, below the heading of an index that lists nothing, is said so, in two lines."""
    return Rect(heading.x, heading.y + heading.height, heading.width, 3 * letters.index * MM_PER_POINT)


def heading_height(letters: Lettering) -> float:
    """Return the height in mm of a heading such as the word "index"."""
    return letters.index * 1.15 * MM_PER_POINT * 1.5


def legend_size(
    texts: Sequence[str], width: float, letters: Lettering, measure: Measure
) -> tuple[float, int]:
    """Return the height of a legend, and in how many columns its entries stand in a width."""
    if not texts:
        return 0.0, 1
    widest = max(measure(text, letters.kind, False) for text in texts) + letters.marker * 2.0
    columns = max(1, min(int(width // widest), 4, len(texts)))
    rows = ceil(len(texts) / columns)
    return heading_height(letters) + rows * legend_row(letters), columns
