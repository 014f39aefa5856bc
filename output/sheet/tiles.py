"""A large sheet cut onto pages of A4 or A3 that a printer in an office takes, to be glued together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from qgis.core import (
    QgsFillSymbol,
    QgsLayoutItemPage,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsSimpleFillSymbolLayer,
)
from qgis.PyQt.QtCore import Qt

from ...community.catalogue import ACCENT
from ...community.errors import OutputError
from ...workspace import symbols
from ...workspace.fonts import MM_PER_POINT, text_format
from .bands import Rect
from .export import export
from .items import CENTER, Canvas
from .layouts import new_layout
from .paper import SHEETS
from .pdf_printing import Placed, laid_under, page_sizes

OVERLAP = 10.0
_EDGE = 10.0
"""Millimetres along the edges of the paper, where the marks stand: an office's printer reaches no further."""
_HEAD = 16.0
_MARK = 6.0
_POINTS, _NAME_POINTS = 9.0, 20.0


@dataclass(frozen=True)
class Tiling:
    """How a sheet is cut: paper of a tile, and how many columns and rows of them, in mm.

    Attributes
    ----------
    width, height
        Of the sheet.
    paper
        Width and height of the paper.
    columns, rows
        Of tiles.
    """

    width: float
    height: float
    paper: tuple[float, float]
    columns: int
    rows: int

    @classmethod
    def of(cls, size: tuple[float, float], paper: str) -> Tiling:
        """Return the tiling with the fewest tiles, on the paper upright or lying."""
        ways = (SHEETS[paper], SHEETS[paper][::-1])
        tilings = [cls(*size, way, *(_count(side, p) for side, p in zip(size, way))) for way in ways]
        return min(tilings, key=lambda tiling: tiling.columns * tiling.rows)

    @property
    def step(self) -> tuple[float, float]:
        """How far from one tile to the next."""
        return self.paper[0] - 2 * _EDGE - OVERLAP, self.paper[1] - 2 * _EDGE - OVERLAP

    def tiles(self) -> Iterator[tuple[str, float, float]]:
        """Yield each tile by rows from the top: its name, and its left and top on the sheet."""
        for row in range(self.rows):
            letter = ascii_uppercase[row % 26] * (row // 26 + 1)
            for column in range(self.columns):
                yield f"{letter}{column + 1}", column * self.step[0], row * self.step[1]


def _count(side: float, paper: float) -> int:
    usable = paper - 2 * _EDGE
    return max(1, ceil((side - OVERLAP - 0.5) / (usable - OVERLAP)))


def write_tiles(
    pdf: bytes, output: Path, paper: str, words: Mapping[str, str], moment: str, title: str
) -> Path:
    """Write the pages of a sheet in tiles, each page after a picture of how its tiles go together.

    Parameters
    ----------
    pdf
        The sheet, as `export.export` writes it.
    output
        A .pdf.
    paper
        A4 or A3.
    words
        Printed words.
    moment, title
        As `export.export`.

    Raises
    ------
    OutputError
        As `export.export`.
    """
    sizes = page_sizes(pdf)
    tilings = [Tiling.of(size, paper) for size in sizes]
    placed: list[Placed] = []
    names: list[str] = []
    for number, tiling in enumerate(tilings):
        page = f"{number + 1}: " if len(tilings) > 1 else ""
        names += [page + words["tiles_overview"], *(page + name for name, _, _ in tiling.tiles())]

    def layouts() -> Iterator[Any]:
        for number, tiling in enumerate(tilings):
            layout = new_layout()
            placed.extend(_draw_sheet(layout, tiling, number, words))
            yield layout

    export(layouts(), output, 300, moment, title, names)
    output.write_bytes(laid_under(pdf, output.read_bytes(), placed))
    return output


def refuse_needless(size: tuple[float, float], paper: str) -> None:
    """Refuse to cut a sheet of a size in mm that is no larger than the paper.

    Raises
    ------
    OutputError
        `no_tiles_needed`.
    """
    if all(side <= most + 1 for side, most in zip(sorted(size), SHEETS[paper])):
        raise OutputError("no_tiles_needed", paper=paper)


def _draw_sheet(
    layout: QgsPrintLayout, tiling: Tiling, number: int, words: Mapping[str, str]
) -> list[Placed]:
    """Add the overview of a page of the sheet and its tiles; return what lies under each."""
    placed = [_draw_overview(_page(layout, tiling), tiling, number, words)]
    for name, left, top in tiling.tiles():
        canvas, (width, height) = _page(layout, tiling), tiling.paper
        _draw_tile(canvas, tiling, name, number, words)
        clip = (_EDGE, _EDGE, width - 2 * _EDGE, height - 2 * _EDGE)
        bottom = height - _EDGE - (tiling.height - top)
        placed.append(Placed(number, 1.0, _EDGE - left, bottom, clip))
    return placed


def _unseen() -> QgsFillSymbol:
    layer = QgsSimpleFillSymbolLayer()
    layer.setBrushStyle(Qt.BrushStyle.NoBrush)
    layer.setStrokeStyle(Qt.PenStyle.NoPen)
    return symbols.symbol_of(QgsFillSymbol, layer)


def _page(layout: QgsPrintLayout, tiling: Tiling) -> Canvas:
    page = QgsLayoutItemPage(layout)
    page.setPageSize(QgsLayoutSize(*tiling.paper))
    # The sheet lies beneath: a white page would hide it.
    page.setPageStyleSymbol(_unseen())
    layout.pageCollection().addPage(page)
    return Canvas(layout, layout.pageCollection().pageCount() - 1, "")


def _draw_tile(canvas: Canvas, tiling: Tiling, name: str, number: int, words: Mapping[str, str]) -> None:
    """Mark where to cut: the corners of what no other tile shows, and name the tile in the edge below."""
    width, height = tiling.paper
    for x, out_x in ((_EDGE, -1), (_EDGE + tiling.step[0], 1)):
        for y, out_y in ((_EDGE, -1), (_EDGE + tiling.step[1], 1)):
            edge_x, edge_y = (_EDGE if out_x < 0 else width - _EDGE), (_EDGE if out_y < 0 else height - _EDGE)
            for points in (
                [(edge_x + out_x, y), (edge_x + out_x * (1 + _MARK), y)],
                [(x, edge_y + out_y), (x, edge_y + out_y * (1 + _MARK))],
            ):
                canvas.rule(points, symbols.INK, 0.15, "cut mark")
    text = words["tile"].format(name=name, columns=tiling.columns, rows=tiling.rows, page=number + 1)
    style = text_format(_POINTS, symbols.INK, bold=True)
    canvas.label(
        Rect(_EDGE + 15, height - _EDGE + 1.5, width - 2 * _EDGE - 30, 6), text, style, "tile", CENTER
    )


def _draw_overview(canvas: Canvas, tiling: Tiling, number: int, words: Mapping[str, str]) -> Placed:
    """Draw how the tiles go together, over the sheet made small."""
    width, height = tiling.paper
    room = Rect(_EDGE + 2, _EDGE + _HEAD, width - 2 * _EDGE - 4, height - 2 * _EDGE - _HEAD - 2)
    scale = min(room.width / tiling.width, room.height / tiling.height)
    shown = Rect(room.x, room.y, tiling.width * scale, tiling.height * scale)
    style = text_format(_POINTS * 1.5, symbols.INK, bold=True)
    canvas.label(Rect(_EDGE, _EDGE, room.width, 8), words["tiles_overview"], style, "title")
    hint = words["tiles_overlap"].format(overlap=int(OVERLAP))
    canvas.label(Rect(_EDGE, _EDGE + 8, room.width, 6), hint, text_format(_POINTS, symbols.QUIET), "hint")
    usable = (width - 2 * _EDGE, height - 2 * _EDGE)
    for name, left, top in tiling.tiles():
        right, bottom = min(left + usable[0], tiling.width), min(top + usable[1], tiling.height)
        rect = Rect(
            shown.x + left * scale, shown.y + top * scale, (right - left) * scale, (bottom - top) * scale
        )
        canvas.box(rect, f"tile {name}", None, ACCENT, 0.25)
        points = min(_NAME_POINTS, 0.5 * min(rect.width, rect.height) / MM_PER_POINT)
        canvas.label(rect, name, text_format(points, ACCENT, bold=True), f"name {name}", CENTER)
    lower = height - shown.y - shown.height
    return Placed(number, scale, shown.x, lower, (shown.x, lower, shown.width, shown.height))


def tiles_file(output: Path, paper: str) -> Path:
    """Return the file for the tiles of a sheet, beside it."""
    return output.with_name(f"{output.stem}_{paper}.pdf")
