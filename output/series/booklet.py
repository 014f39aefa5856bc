"""What a booklet of sheets begins with: cover and contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import geopandas as gpd
from qgis.core import (
    QgsLayoutItemPage,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
)

from ...community.catalogue import ACCENT
from ...workspace import symbols
from ...workspace.fonts import MM_PER_POINT, text_format, text_width
from ..sheet.bands import Rect
from ..sheet.index import wrap
from ..sheet.items import LEFT, RIGHT, TOP, Canvas, Cell
from ..sheet.paper import BINDING, LETTERING, MARGIN, page_size

_LETTERS = LETTERING["A4"]
_TITLE, HEAD, _TEXT = 34.0, 20.0, 11.0
_LEAST_TITLE = 0.7
"""A title is set smaller, to this part of its size, to stand on one line; longer ones take several."""
_ROW, _PAD = 8.0, 8.0
_LINE = 1.5


@dataclass(frozen=True)
class ListedMap:
    """A map in the contents: its name, its scale, its page in the booklet.

    Attributes
    ----------
    places
        How many it shows; None for the overview of sections, which show them.
    """

    name: str
    scale: int
    places: Optional[int]
    page: int


@dataclass(frozen=True)
class Entry:
    """A sheet in the contents: its number, its first page in the booklet, what it shows.

    Attributes
    ----------
    places
        How many all its maps show together.
    maps
        One or more.
    outlines
        Names and polygons of its compounds.
    streets, roads
        Edges of roads around them; names of roads, with text and rotation.
    crs_wkt
        CRS of all geometry.
    """

    number: int
    page: int
    community: str
    places: int
    maps: tuple[ListedMap, ...]
    outlines: tuple[tuple[str, Any], ...]
    streets: Any
    roads: gpd.GeoDataFrame
    crs_wkt: str


@dataclass(frozen=True)
class Front:
    """What stands on the cover.

    Attributes
    ----------
    title, subtitle
        Of the series.
    makers
        Heading → who.
    notes
        Lines at the foot.
    stamp
        `internal`, or nothing.
    """

    title: str
    subtitle: str
    makers: Mapping[str, str]
    notes: Sequence[str]
    stamp: str


def begin_page(layout: Any, orientation: str, number: int) -> tuple[Canvas, Rect]:
    """Add a page of A4; return it with the rectangle inside its margins."""
    page = QgsLayoutItemPage(layout)
    page.setPageSize(QgsLayoutSize(*page_size("A4", orientation)))
    layout.pageCollection().addPage(page)
    return Canvas(layout, number, "" if number == 0 else f"{number + 1}:"), _inner(orientation)


def _inner(orientation: str) -> Rect:
    width, height = page_size("A4", orientation)
    pad = MARGIN + _PAD
    return Rect(BINDING, pad, width - BINDING - pad, height - 2 * pad)


def _lines(text: str, width: float, points: float, *, bold: bool = False) -> list[str]:
    return wrap(text, 0.97 * width, lambda part: text_width(part, points, bold=bold))


def _paragraph(
    canvas: Canvas, rect: Rect, text: str, points: float, color: str, name: str, *, bold: bool = False
) -> float:
    """Put a text in as many lines as it needs; return the height they take."""
    lines = _lines(text, rect.width, points, bold=bold)
    height = len(lines) * points * MM_PER_POINT * _LINE
    style = text_format(points, color, bold=bold)
    canvas.label(Rect(rect.x, rect.y, rect.width, height + 2), "\n".join(lines), style, name, valign=TOP)
    return height


def cover(project: QgsProject, front: Front) -> Any:
    """Return the layout of the cover; the project has to outlive it, here as below."""
    layout = QgsPrintLayout(project)
    canvas, inner = begin_page(layout, "portrait", 0)
    canvas.box(Rect(inner.x, inner.y, 46, 3.2), "cover bar", ACCENT, None)
    y = inner.y + 62
    # A little smaller rather than with its last character on a line of its own.
    fitting = 0.96 * inner.width / text_width(front.title, _TITLE, bold=True)
    points = _TITLE * fitting if _LEAST_TITLE <= fitting < 1.0 else _TITLE
    y += _paragraph(
        canvas, Rect(inner.x, y, inner.width, 0), front.title, points, symbols.INK, "title", bold=True
    )
    y += 5
    y += _paragraph(canvas, Rect(inner.x, y, inner.width, 0), front.subtitle, 14, symbols.QUIET, "subtitle")
    if front.stamp:
        width = text_width(front.stamp, 14, bold=True) + 8
        rect = Rect(inner.x, y + 8, width, 10)
        canvas.box(rect, "stamp frame", None, ACCENT, 0.5)
        style = text_format(14, ACCENT, bold=True)
        canvas.label(Rect(rect.x + 4, rect.y, width, 10), front.stamp, style, "stamp")
    foot = [(f"{head}", who) for head, who in front.makers.items() if who]
    notes = [line for note in front.notes for line in _lines(note, inner.width, 9)]
    y = inner.y + inner.height - len(notes) * 5 - len(foot) * _ROW - 6
    for head, who in foot:
        canvas.label(Rect(inner.x, y, 44, _ROW), head, text_format(9, symbols.QUIET), f"{head} heading")
        canvas.label(
            Rect(inner.x + 44, y, inner.width - 44, _ROW), who, text_format(_TEXT, symbols.INK), head
        )
        y += _ROW
    canvas.rule([(inner.x, y + 2), (inner.x + inner.width, y + 2)], symbols.HAIR, 0.25, "rule")
    for i, note in enumerate(notes):
        rect = Rect(inner.x, y + 4.5 + 5 * i, inner.width, 5)
        canvas.label(rect, note, text_format(9, symbols.QUIET), f"note {i + 1}")
    return layout


def contents(project: QgsProject, entries: Sequence[Entry], words: Mapping[str, str]) -> Any:
    """Return the layout of the contents: as many pages as they need."""
    layout = QgsPrintLayout(project)
    heads = [words[k] for k in ("sheet_number", "booklet_community", "scale", "booklet_places", "page")]
    inner = _inner("portrait")
    widths = _contents_widths(heads, inner.width)
    rows = [row for entry in entries for row in _contents_rows(entry, widths[1])]
    heights = [max(_ROW, (row[1].text.count("\n") + 1) * _TEXT * MM_PER_POINT * 1.45 + 1.5) for row in rows]
    at = 0
    for number, end in enumerate(_page_ends(rows, heights, inner.height - 34)):
        canvas, inner = begin_page(layout, "portrait", number)
        text = words["booklet_contents"]
        if number:
            text += words["continued"]
        canvas.label(
            Rect(inner.x, inner.y, inner.width, 12),
            text,
            text_format(HEAD, symbols.INK, bold=True),
            "contents title",
        )
        quiet = text_format(HEADS, symbols.QUIET)
        head = [Cell(h, quiet, align) for h, align in zip(heads, _ALIGN)]
        canvas.table(
            Rect(inner.x, inner.y + 20, inner.width, _ROW),
            [head],
            widths,
            [_ROW],
            "contents head",
            symbols.INK,
        )
        rect = Rect(inner.x, inner.y + 20 + _ROW, inner.width, sum(heights[at:end]))
        canvas.table(rect, rows[at:end], widths, heights[at:end], "contents", symbols.HAIR)
        at = end
    return layout


def _page_ends(rows: Sequence[Sequence[Cell]], heights: Sequence[float], room: float) -> Iterator[int]:
    """Yield after how many rows each page ends: the last has a few, none ends before the maps of a sheet."""
    at = 0
    while at < len(rows):
        end, height = at, 0.0
        while end < len(rows) and (end == at or height + heights[end] <= room):
            height += heights[end]
            end += 1
        if end < len(rows):
            end = max(at + 1, min(end, len(rows) - _FEWEST_ROWS))
            end -= rows[end - 1][2].text == "" and end - 1 > at
        yield end
        at = end


_FEWEST_ROWS = 4
"""On the last page of the contents, when there are several."""
_ALIGN = (LEFT, LEFT, RIGHT, RIGHT, RIGHT)
HEADS, _LEAST = 8.5, (18.0, 0.0, 28.0, 22.0, 20.0)


def _contents_widths(heads: Sequence[str], width: float) -> list[float]:
    """Return the widths of the columns: as wide as their headings, all the rest for the names."""
    widths = [max(least, text_width(head, HEADS) + 3.0) for head, least in zip(heads, _LEAST)]
    widths[1] = width - sum(widths) + widths[1]
    return widths


def _contents_rows(entry: Entry, width: float) -> Iterator[list[Cell]]:
    """Yield the row of a sheet, and of one with several maps a row for each, set in."""
    first = entry.maps[0]
    if len(entry.maps) == 1:
        name = entry.community + (f" · {first.name}" if first.name not in ("", entry.community) else "")
        yield _row(str(entry.number), name, f"1:{first.scale}", entry.places, first.page, width)
        return
    yield _row(str(entry.number), entry.community, "", entry.places, first.page, width)
    for one in entry.maps:
        yield _row("", one.name, f"1:{one.scale}", one.places, one.page, width)


def _row(number: str, name: str, scale: str, places: Optional[int], page: int, width: float) -> list[Cell]:
    plain, strong = text_format(_TEXT, symbols.INK, leading=1.22), text_format(_TEXT, symbols.INK, bold=True)
    indent = "" if number else "\u3000"
    room = width - text_width(indent, _TEXT)
    text = "\n".join(indent + line for line in _lines(name or "–", room, _TEXT))
    texts = (number, text, scale, "" if places is None else str(places), str(page))
    return [Cell(t, strong if i == 0 else plain, align) for i, (t, align) in enumerate(zip(texts, _ALIGN))]
