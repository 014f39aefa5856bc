"""The page of a card: head, photo, small map, then what was said, on further pages if need be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
from qgis.core import QgsLayoutItemPage, QgsLayoutItemPicture, QgsLayoutSize
from qgis.PyQt.QtGui import QImageReader

from ...community.catalogue import ACCENT
from ...workspace import symbols
from ...workspace.fonts import MM_PER_POINT, text_format, text_width
from ..sheet.bands import Rect
from ..sheet.index import wrap, wrap_evenly
from ..sheet.items import CENTER, RIGHT, TOP, Canvas
from .records import Record, Said

PAGES = {"A5": (148.0, 210.0, 1.0), "A4": (210.0, 297.0, 1.35)}
"""Width and height in mm, upright; factor of all other lengths and letters."""

_MARGIN, _HEAD, _GAP, _FOOT = 11.0, 26.0, 5.0, 7.0
_NAME, _KIND, _HEADING, _TEXT, _NOTE = 20.0, 11.0, 11.0, 10.5, 8.0
_LEADING = 1.45
_PICTURES, _LARGE_MAP = 0.34, 0.62
"""Height of photo and map, and most of a map where little is said, as parts of the page's inner height."""


@dataclass(frozen=True)
class Head:
    """What stands above the pictures of a card.

    Attributes
    ----------
    number, place_class, name, kind
        Of the place.
    where
        Community, compound, building, floor; its status.
    stamp
        That it is not for the public, or nothing.
    """

    number: str
    place_class: str
    proposed: bool
    name: str
    kind: str
    where: str
    stamp: str


@dataclass(frozen=True)
class Line:
    """A line of text below the pictures: its size, colour, weight, and how far it is set in."""

    text: str
    points: float
    color: str = symbols.INK
    bold: bool = False
    indent: float = 0.0
    before: float = 0.0

    @property
    def height(self) -> float:
        """With the room before it, in mm."""
        return self.before + self.points * MM_PER_POINT * _LEADING


class Card:
    """The pages of one place.

    Parameters
    ----------
    layout
        Of this place alone.
    size
        One of `PAGES`.
    words
        Printed words.
    styles
        Of the classes of places.
    """

    def __init__(self, layout: Any, size: str, words: Mapping[str, str], styles: symbols.Styles) -> None:
        self._layout = layout
        self._styles = styles
        self._width, self._height, self.unit = PAGES[size]
        self._words = words
        u = self.unit
        self._inner = Rect(
            _MARGIN * u, _MARGIN * u, self._width - 2 * _MARGIN * u, self._height - 2 * _MARGIN * u
        )

    @property
    def least_height(self) -> float:
        """Height in mm that a map has at least."""
        return self._inner.height * _PICTURES

    def _pictures(self, record: Record) -> Rect:
        """Return the band that photo and map share; a map alone takes what the words leave."""
        u, inner = self.unit, self._inner
        height = self.least_height
        if record.photo is None:
            said = sum(line.height for block in self._blocks(record) for line in block)
            left = inner.height - (_HEAD + 2 * _GAP + _FOOT) * u - said
            height = max(height, min(left, inner.height * _LARGE_MAP))
        return Rect(inner.x, inner.y + _HEAD * u, inner.width, height)

    def map_room(self, record: Record) -> Rect:
        """Return where the map stands: beside the photo, or alone."""
        band, gap = self._pictures(record), _GAP * self.unit
        if record.photo is None:
            return band
        half = (band.width - gap) / 2
        return Rect(band.x + half + gap, band.y, half, band.height)

    def draw(self, head: Head, record: Record, photo: Optional[str], foot: str) -> tuple[Canvas, int]:
        """Draw everything but the map.

        Parameters
        ----------
        head, record
            What.
        photo
            File of the photo, made ready.
        foot
            Line at the lower edge.

        Returns
        -------
        canvas
            The first page, for the map.
        pages
            How many there are.
        """
        u, inner, band = self.unit, self._inner, self._pictures(record)
        first = self._page(head, foot, "")
        if photo is not None:
            self._photo(first, photo, record)
        top = band.y + band.height + _GAP * u
        room = Rect(inner.x, top, inner.width, inner.y + inner.height - _FOOT * u - top)
        blocks = list(self._blocks(record))
        canvas, pages = first, 1
        while blocks:
            blocks = self._fill(canvas, room, blocks)
            if blocks:
                canvas, pages = self._page(head, foot, self._words["continued"]), pages + 1
                top = inner.y + _HEAD * u
                room = Rect(inner.x, top, inner.width, inner.y + inner.height - _FOOT * u - top)
        return first, pages

    def _page(self, head: Head, foot: str, more: str) -> Canvas:
        number = self._layout.pageCollection().pageCount()
        page = QgsLayoutItemPage(self._layout)
        page.setPageSize(QgsLayoutSize(self._width, self._height))
        self._layout.pageCollection().addPage(page)
        canvas = Canvas(self._layout, number, "")
        self._head(canvas, head, more)
        u, inner = self.unit, self._inner
        low = Rect(inner.x, inner.y + inner.height - 4 * u, inner.width, 4 * u)
        canvas.label(low, foot, text_format(_NOTE * 0.9 * u, symbols.QUIET), "foot")
        return canvas

    def _head(self, canvas: Canvas, head: Head, more: str) -> None:
        """Draw the number in its marker, name and kind, a rule in the colour of the class."""
        u, inner = self.unit, self._inner
        color, size = self._styles[head.place_class].color, 14.0 * u
        x, y = inner.x + size * 0.62, inner.y + size * 0.62
        sign = symbols.marker_symbol(head.place_class, size, proposed=head.proposed, styles=self._styles)
        canvas.marker(x, y, sign, "number sign")
        letters, below = symbols.number_letters(head.place_class, size, head.number)
        points = letters / MM_PER_POINT
        points *= min(1.0, 0.62 * size / max(text_width(head.number, points, bold=True), 0.1))
        style = text_format(points, color if head.proposed else "#FFFFFF", bold=True)
        room = Rect(x - size, y - size / 2 + below, 2 * size, size)
        canvas.label(room, head.number, style, "number", CENTER)
        left = inner.x + size * 1.24 + 4 * u
        width = inner.x + inner.width - left
        if head.stamp:
            stamp = text_format(_NOTE * u, ACCENT, bold=True)
            canvas.label(Rect(left, inner.y, width, 4 * u), head.stamp, stamp, "stamp", RIGHT)
        where = text_format(_NOTE * u, symbols.QUIET)
        canvas.label(Rect(left, inner.y, width * 0.8, 4 * u), head.where, where, "where")
        name = head.name + more
        size = _NAME * u * max(0.5, min(1.0, 0.98 * width / max(text_width(name, _NAME * u, bold=True), 0.1)))
        title = text_format(size, symbols.INK, bold=True)
        canvas.label(Rect(left, inner.y + 4.5 * u, width, 9.5 * u), name, title, "name")
        kind = text_format(_KIND * u, color, bold=True)
        canvas.label(Rect(left, inner.y + 14 * u, width, 5.5 * u), head.kind, kind, "kind")
        y = inner.y + 22 * u
        canvas.rule([(inner.x, y), (inner.x + inner.width, y)], color, 0.6 * u, "rule")

    def _photo(self, canvas: Canvas, photo: str, record: Record) -> None:
        u, band = self.unit, self._pictures(record)
        width = (band.width - _GAP * u) / 2
        caption = 5 * u if record.caption else 0.0
        item = QgsLayoutItemPicture(self._layout)
        item.setPicturePath(photo, QgsLayoutItemPicture.Format.FormatRaster)
        item.setResizeMode(QgsLayoutItemPicture.ResizeMode.Zoom)
        taken = QImageReader(photo).size()
        part = min(width / taken.width(), (band.height - caption) / taken.height())
        height = part * taken.height()
        canvas.put(item, Rect(band.x, band.y, part * taken.width(), height), "photo")
        if caption:
            points = _NOTE * u
            text = wrap(record.caption, width, lambda part: text_width(part, points))[0]
            rect = Rect(band.x, band.y + height, width, caption)
            canvas.label(rect, text, text_format(points, symbols.QUIET), "caption")

    def _blocks(self, record: Record) -> Iterator[list[Line]]:
        """Yield the lines of each comment, then of each proposal; the first one has their heading."""
        for name, said in (("comments", record.comments), ("proposals", record.proposals)):
            count = f"（{len(said)}）" if self._words["continued"].startswith("（") else f" ({len(said)})"
            text = self._words[name] + count
            heading = [Line(text, _HEADING * self.unit, bold=True, before=2.5 * self.unit)]
            for one in said:
                yield [*heading, *self._said(one)]
                heading = []

    def _said(self, said: Said) -> Iterator[Line]:
        u = self.unit
        if said.note:
            yield Line(said.note, _NOTE * u, symbols.QUIET, before=1.6 * u)
        for text in self._wrapped(said.text, 0.0):
            yield Line(text, _TEXT * u, before=0.0 if said.note else 1.6 * u)
        if said.answer:
            yield Line(self._words["answer"], _NOTE * u, symbols.QUIET, indent=5 * u, before=0.6 * u)
            for text in self._wrapped(said.answer, 5 * u):
                yield Line(text, _TEXT * u, indent=5 * u)

    def _wrapped(self, text: str, indent: float) -> list[str]:
        width, points = 0.98 * (self._inner.width - indent), _TEXT * self.unit
        parts = (
            wrap_evenly(part, width, lambda line: text_width(line, points)) for part in text.splitlines()
        )
        return [line for lines in parts for line in lines]

    def _fill(self, canvas: Canvas, room: Rect, blocks: Sequence[list[Line]]) -> list[list[Line]]:
        """Set blocks into the room of a page, whole where a page can hold it; return what is left."""
        left, count = room.height, 0
        for i, block in enumerate(blocks):
            needed = sum(line.height for line in block)
            fitting = len(block) if needed <= left else 0
            if needed > room.height:
                fitting = self._first_lines(block, left, at_least=0 if i else 1)
            for line in block[:fitting]:
                y = room.y + room.height - left + line.before
                rect = Rect(room.x + line.indent, y, room.width - line.indent, line.height - line.before)
                style = text_format(line.points, line.color, bold=line.bold)
                count += 1
                canvas.label(rect, line.text, style, f"text {count}", valign=TOP)
                left -= line.height
            if fitting < len(block):
                return [block[fitting:], *blocks[i + 1 :]]
        return []

    def _first_lines(self, block: Sequence[Line], room: float, at_least: int) -> int:
        """Return how many lines of a block fit into a height in mm; a heading or a note does not end them."""
        heights = np.cumsum([line.height for line in block])
        count = max(int(np.searchsorted(heights, room, "right")), at_least)
        while count > at_least and block[count - 1].points != _TEXT * self.unit:
            count -= 1
        return count
