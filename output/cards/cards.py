"""Draw the cards of a community: a page for each numbered place, to hand out and to pin up."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Optional

import numpy as np
import shapely

from ...community.errors import InputError
from ..package.photos import clean_picture
from ..sheet.bands import Rect
from ..sheet.block import stamps_of
from ..sheet.content import Content, Edition, read_content
from ..sheet.export import export
from ..sheet.frame import Paper, arrow_size
from ..sheet.items import Canvas
from ..sheet.layers import map_layers
from ..sheet.layouts import new_layout
from ..sheet.map_items import north_arrow, put_map
from ..sheet.marks import arrange
from ..sheet.paper import LETTERING, Lettering, ladder_scale
from ..sheet.site import Site
from .card import Card, Head
from .records import Record, read_records

_AROUND = 80.0
"""Ground in metres that a card's map shows at least, in its shorter direction."""
_LONGEST = 1000
"""Pixels of the longer side of a photo: 300 to the inch on A5."""


@dataclass(frozen=True)
class CardsResult:
    """How many cards and pages were drawn; photos that could not be read; all files."""

    cards: int
    pages: int
    unreadable: tuple[str, ...]
    files: tuple[Path, ...]


def draw_cards(
    path: Path,
    output: Path,
    *,
    sheet: str = "A5",
    edition: str = "public",
    language: str = "zh",
    progress: Callable[[float], None] = lambda _: None,
) -> CardsResult:
    """Draw a card for each numbered place, on the main thread, in the order of the index.

    Parameters
    ----------
    path
        The community file; it is only read.
    output
        A .pdf; or a .png or .svg, with `_2`, `_3`, … for further pages.
    sheet
        A5 or A4.
    edition, language
        As `sheet.draw.SheetWish`.
    progress
        Told the share done, 0–1; may raise to stop.

    Raises
    ------
    CommunityFileError, SiteError, OutputError
        As `sheet.content.read_content` and `sheet.export.export`.
    InputError
        `no_numbers` when no place shown has a number.
    """
    asked = Edition(edition == "public", language)
    content = read_content(path, None, asked, {})
    with tempfile.TemporaryDirectory(prefix="commonplan-") as folder:
        drawing = _Drawing(content, asked, read_records(path, asked), sheet, Path(folder))
        if not drawing.total:
            raise InputError("no_numbers")
        title = content.words["cards"]
        files = export(drawing.layouts(progress), output, 300, content.changed, title, drawing.bookmarks)
    return CardsResult(drawing.total, len(drawing.bookmarks), tuple(drawing.unreadable), tuple(files))


class _Drawing:
    """Draws the cards, each onto a layout of its own.

    Attributes
    ----------
    total
        How many cards there are.
    bookmarks
        Of the pages drawn so far.
    unreadable
        Names of photos that could not be read.
    """

    def __init__(
        self, content: Content, edition: Edition, records: Mapping[str, Record], sheet: str, folder: Path
    ) -> None:
        self._content, self._edition, self._records, self._folder = content, edition, records, folder
        self._ground = _Ground(content)
        self._sheet = sheet
        self.total = sum(len(site.numbered) for site in content.sites)
        self.bookmarks: list[str] = []
        self.unreadable: list[str] = []

    def layouts(self, progress: Callable[[float], None]) -> Iterator[Any]:
        """Draw the pages of each place, once those of the one before have been dealt with."""
        cards = ((site, identifier) for site in self._content.sites for identifier in site.numbered["id"])
        for done, (site, identifier) in enumerate(cards):
            progress(done / self.total)
            yield self._drawn(site, identifier)

    def _drawn(self, site: Site, identifier: str) -> Any:
        layout = new_layout(self._content.crs_wkt)
        place = site.places[site.places["id"] == identifier].iloc[0]
        record = self._records.get(identifier, Record())
        photo = self._photo(record)
        if photo is None:
            record = replace(record, photo=None)
        head = self._head(site, place, record)
        card = Card(layout, self._sheet, self._content.words, self._content.styles)
        canvas, pages = card.draw(head, record, photo, self._foot())
        scale = ladder_scale(1000 * _AROUND / card.least_height)
        self._map(canvas, site, place, card.map_room(record), scale, _lettering(card.unit))
        name = f"{head.number} {head.name}"
        more = name + self._content.words["continued"]
        self.bookmarks += [name, *([more] * (pages - 1))]
        return layout

    def _photo(self, record: Record) -> Optional[str]:
        """Paint a photo anew into a file of ours; None when there is none, or none that can be read."""
        if record.photo is None:
            return None
        picture = clean_picture(record.photo, _LONGEST)
        if picture is None:
            self.unreadable.append(record.photo.name)
            return None
        file = self._folder / f"{len(self.bookmarks)}.jpg"
        file.write_bytes(picture)
        return str(file)

    def _head(self, site: Site, place: Any, record: Record) -> Head:
        content = self._content
        community = content.community.get("name")
        where = [community, site.name, record.building, record.status]
        texts = dict.fromkeys(text for text in where if isinstance(text, str) and text)
        classes = {"space": "spaces", "facility": "facilities", "unit": "units"}
        kind = content.words[classes[place["class"]]]
        return Head(
            number=place["number"],
            place_class=place["class"],
            proposed=place["status"] == "proposed",
            name=place["label"],
            kind=" · ".join(filter(None, (kind, place["kind_label"]))),
            where=" · ".join(texts),
            stamp=" · ".join(stamps_of(content, self._edition)),
        )

    def _foot(self) -> str:
        content = self._content
        texts = [content.settings.get("drawn_by"), content.settings.get("date") or content.changed[:10]]
        if self._edition.public:
            texts.append(content.settings.get("disclaimer") or content.words["disclaimer"])
        return " · ".join(text for text in texts if text)

    def _map(
        self, canvas: Canvas, site: Site, place: Any, rect: Rect, scale: int, letters: Lettering
    ) -> None:
        """Put a map around a place; the numbered places near it are dots, so that it stands out."""
        paper = Paper.around(place.geometry.bounds, rect, letters, scale)
        near = site.within(paper.window).numbered
        near = near.assign(number=near["number"].where(near["id"] == place["id"], ""))
        own = site.footprints[site.footprints["place_id"] == place["id"]]
        shown = replace(site, places=near, footprints=own)
        content = self._ground.around(paper.window)
        width, height = arrow_size(letters)
        arrow = Rect(rect.x + rect.width - width - 2, rect.y + 2, width, height)
        marks = arrange(content, shown, paper, letters, paper.boxes([arrow], rect))
        layers = map_layers(canvas.layout.project(), content, shown, paper, marks, letters)
        put_map(canvas, layers, rect, paper, letters)
        north_arrow(canvas, content.words["north"], arrow, letters.unit)


class _Ground:
    """The ground of all cards, from which the little around each is taken quickly."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._lines = shapely.STRtree(content.lines)
        self._areas = shapely.STRtree(content.areas)

    def around(self, window: Any) -> Content:
        """Return the content with the survey's lines and areas that a window touches."""
        lines, areas = np.sort(self._lines.query(window)), np.sort(self._areas.query(window))
        return replace(self._content, lines=self._content.lines[lines], areas=self._content.areas[areas])


def _lettering(unit: float) -> Lettering:
    """Return the letters of a card's map: those of A4, smaller on A5."""
    letters = LETTERING["A4"]
    factor = 0.8 * unit
    sizes = {field.name: getattr(letters, field.name) * factor for field in fields(letters)}
    return Lettering(**sizes)
