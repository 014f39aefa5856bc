"""The index in large print on A4, for those who cannot read the board: by class, then by number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from qgis.core import QgsLayoutItemPage, QgsLayoutSize

from ...workspace import symbols
from ...workspace.fonts import MM_PER_POINT, text_format, text_width
from .bands import Form, Rect, form
from .content import Edition, read_content
from .export import export
from .index import Columns, Entry, Line, flow, set_index, wrap_evenly
from .items import RIGHT, TOP, Canvas, Cell
from .layouts import new_layout
from .page import draw_column
from .panels import Panel
from .site import Site

NAMES, KINDS = 24.0, 22.5
"""Points of names and of kinds, which `index.SMALLER_KIND` may shrink: large print begins at 18."""
_TITLE, _FOOT = 28.0, 12.0
_HEAD = 24.0


def draw_large_print(path: Path, output: Path, *, edition: str = "public", language: str = "zh") -> int:
    """Draw the index of each compound on pages of A4, on the main thread; return how many pages.

    Parameters
    ----------
    path
        The community file; it is only read.
    output
        A .pdf; or a .png or .svg, with `_2`, `_3`, … for further pages.
    edition, language
        As `draw.SheetWish`.

    Raises
    ------
    CommunityFileError, SiteError, OutputError
        As `content.read_content` and `export.export`.
    """
    content = read_content(path, None, Edition(edition == "public", language), {})
    page = form("A4", "portrait")
    page = replace(page, letters=replace(page.letters, index=NAMES, heading=NAMES, kind=KINDS))
    community = content.community.get("name")
    pages = [
        (site.name or (community if isinstance(community, str) else ""), draw)
        for site in content.sites
        for draw in _pages(site, page, content.words)
    ]

    def layouts() -> Iterator[Any]:
        for number, (name, draw) in enumerate(pages, start=1):
            layout = new_layout()
            draw(_page(layout, page, number, name, content.words))
            yield layout

    export(layouts(), output, 300, content.changed, content.words["large_print"])
    return len(pages)


def _pages(site: Site, page: Form, words: Mapping[str, str]) -> Iterator[Any]:
    """Yield what draws each page of a site; one that says so where no place has a number."""
    room = _room(page)
    lines, parts = set_index(site.groups(words), room.width, _measure, NAMES, KINDS)
    at = 0
    while at < len(lines):
        columns, rest = flow(lines, [room.height], words["continued"], at)
        yield lambda canvas, column=columns[0]: _draw_classes(canvas, page, column, parts)
        at = len(lines) - rest
    rows = zip(site.numbered["number"], site.numbered["label"], site.numbered["kind_label"])
    for part in _by_number([Entry(*row) for row in rows], room):
        yield lambda canvas, part=part: _draw_numbers(canvas, page, part, words)
    if not lines:
        note = words["not_numbered"] if len(site.places) else words["no_places"]
        style = text_format(NAMES, symbols.QUIET)
        yield lambda canvas: canvas.label(room, note, style, "index note", valign=TOP)


def _room(page: Form) -> Rect:
    frame = page.frame
    return Rect(frame.x, frame.y + _HEAD, frame.width, frame.height - _HEAD - 8)


def _page(layout: Any, page: Form, number: int, name: str, words: Mapping[str, str]) -> Canvas:
    """Add a page with its title and its number."""
    item = QgsLayoutItemPage(layout)
    frame = page.frame
    item.setPageSize(QgsLayoutSize(frame.x + frame.width + frame.y, frame.height + 2 * frame.y))
    layout.pageCollection().addPage(item)
    canvas = Canvas(layout, 0, "")
    title = f"{name} {words['index']}".strip()
    size = min(_TITLE, _TITLE * 0.97 * frame.width / max(text_width(title, _TITLE, bold=True), 1.0))
    style = text_format(size, symbols.INK, bold=True)
    canvas.label(Rect(frame.x, frame.y, frame.width, _TITLE * MM_PER_POINT * 1.5), title, style, "title")
    foot = Rect(frame.x, frame.y + frame.height - 6, frame.width, 6)
    canvas.label(foot, str(number), text_format(_FOOT, symbols.QUIET), "page", RIGHT)
    return canvas


def _draw_classes(canvas: Canvas, page: Form, lines: Sequence[Line], parts: Columns) -> None:
    draw_column(canvas, Panel(_room(page), tuple(lines), parts), page, "index")


def _by_number(entries: Sequence[Entry], room: Rect) -> Iterator[list[tuple[str, str, float]]]:
    """Divide all places, in the order of their numbers, into pages: number, name, height."""
    width, left = _name_width(entries, room), room.height - _row(1)
    part: list[tuple[str, str, float]] = []
    for entry in entries:
        name = wrap_evenly(entry.name, width, lambda text: text_width(text, NAMES))
        height = _row(len(name))
        if part and height > left:
            yield part
            part, left = [], room.height - _row(1)
        part.append((entry.number, "\n".join(name), height))
        left -= height
    if part:
        yield part


def _row(lines: int) -> float:
    return (lines * 1.22 + 0.3) * NAMES * MM_PER_POINT


def _number_width(numbers: Sequence[str]) -> float:
    return max(text_width(number, NAMES, bold=True) for number in numbers) + 3


def _name_width(entries: Sequence[Entry], room: Rect) -> float:
    return 0.97 * (room.width - _number_width([entry.number for entry in entries]) - 5) if entries else 0.0


def _draw_numbers(
    canvas: Canvas, page: Form, part: Sequence[tuple[str, str, float]], words: Mapping[str, str]
) -> None:
    room, numbers = _room(page), _number_width([number for number, _, _ in part])
    style = text_format(NAMES, symbols.INK, bold=True)
    canvas.label(Rect(room.x, room.y, room.width, _row(1)), words["large_print_numbers"], style, "by number")
    plain = text_format(NAMES, symbols.INK, leading=1.22)
    rows = [[Cell(n, style, RIGHT), Cell("", plain), Cell(name, plain)] for n, name, _ in part]
    heights = [height for _, _, height in part]
    rect = Rect(room.x, room.y + _row(1), room.width, sum(heights))
    canvas.table(rect, rows, [numbers, 5, room.width - numbers - 5], heights, "numbers", symbols.HAIR)


def _measure(text: str, points: float, bold: bool) -> float:
    return text_width(text, points, bold=bold)
