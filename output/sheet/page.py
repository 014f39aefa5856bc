"""Pages: frame, title, map, index, legend and title block put on the pages of a layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Optional

from qgis.core import QgsLayoutItemPage, QgsLayoutSize

from ...community.catalogue import CLASS_STYLE
from ...workspace import symbols
from ...workspace.fonts import MM_PER_POINT, text_format, text_width
from .bands import Form, Rect, note_below
from .block import block_cells, draw_block, draw_title, stamps_of, title_of
from .composition import Composition, carries_north
from .content import Content, Edition
from .frame import Paper, arrow_size, paper_of
from .index import CLASS_GAP, LEADING, Line
from .items import BOTTOM, MIDDLE, RIGHT, TOP, Canvas, Cell
from .layers import map_layers
from .layouts import new_layout
from .legend import draw_legend
from .map_items import north_arrow, put_map
from .marks import arrange
from .panels import Panel
from .paper import Lettering
from .parts.part import Stand
from .signs import draw_callout, lead_of, neighbours_of
from .site import Site

_ON_GROUND = 12
"""How many items and groups map, scale and north arrow are at most."""
_FOLIO_GAP, _FOLIO, _FOLIO_POINTS, _LEAD = 1.5, 4.5, 8.0, 5.5
_SIGNS = {"space": "●", "facility": "■", "unit": "▲", "": ""}


class Leaf:
    """A page that we rule ourselves: frame, title band, title block.

    Parameters
    ----------
    layout
        Gets the page, as its last one.
    form
        Its bands.
    content, edition
        What there is to show, and for whom.
    number, key
        From 1; by what the page is known, as `items.Canvas`.
    """

    def __init__(
        self, layout: Any, form: Form, content: Content, edition: Edition, number: int, key: str
    ) -> None:
        self.form, self.content, self.edition, self.number = form, content, edition, number
        self.canvas = self._begun(layout, key)
        self.ground = self.canvas

    def lay_ground(self) -> None:
        """Let what is put from now on stand over the map, its scale and the north arrow."""
        self.ground = self.canvas.below(_ON_GROUND)

    def _begun(self, layout: Any, key: str) -> Canvas:
        page = QgsLayoutItemPage(layout)
        page.setPageSize(QgsLayoutSize(*self.form.size))
        layout.pageCollection().addPage(page)
        return Canvas(layout, layout.pageCollection().pageCount() - 1, self._prefix, key)

    @property
    def _prefix(self) -> str:
        return "" if self.number == 1 else f"{self.number}:"

    def furnish(self, site: Site, total: int, right: float) -> None:
        """Draw what every page of a site has; `right` mm at the end of the title stay free."""
        self.canvas.box(self.form.frame, "frame", None, symbols.INK, 0.5)
        title, subtitle = title_of(self.content, site, self.edition)
        draw_title(self.canvas, self.form, title, subtitle, stamps_of(self.content, self.edition), right)
        page = f"{self.number}/{total}" if total > 1 else ""
        cells = block_cells(self.content, self.edition, page)
        draw_block(self.canvas, self.form.block, self.form.block_rows, cells, self.form.letters)

    def show_map(self, layers: Sequence[Any], rect: Rect, paper: Paper) -> None:
        """Show the map, with its scale."""
        put_map(self.ground, layers, rect, paper, self.form.letters)

    def show_north(self, rect: Rect, arrow: Optional[Rect], turned: float, *, carried: bool) -> bool:
        """Show where north is: in the free corner `arrow` of the map at `rect`, else beside the title.

        Parameters
        ----------
        rect, arrow, turned
            The map, what is free of it, and how far it is turned, in degrees.
        carried
            Whether a part shows it already.

        Returns
        -------
        shown
            Whether there was room for it.
        """
        if carried:
            return True
        if arrow is not None:
            place = Rect(rect.x + arrow.x, rect.y + arrow.y, arrow.width, arrow.height)
        else:
            width, height = arrow_size(self.form.letters, turned)
            band = self.form.title
            part = min(1.0, band.height / height)
            place = Rect(band.x + band.width - width * part, band.y, width * part, height * part)
        with self.ground.group("north arrow"):
            north_arrow(self.ground, self.content.words["north"], place, self.form.letters.unit, turned)
        return True

    def head_index(self, text: str, rect: Rect) -> None:
        """Write the word above the index."""
        style = text_format(self.form.letters.heading * 1.3, symbols.INK, bold=True)
        place = Rect(rect.x, rect.y, rect.width, rect.height * 0.8)
        self.canvas.label(place, text, style, "index title", valign=TOP)


MakeLeaf = Callable[[Any, int, str, bool], Leaf]
"""Makes a page at the end of a layout, of a number and a key; with a map, or not."""


@dataclass(frozen=True)
class _Spread:
    """The pages of a site: what is on them, and the number of the first."""

    site: Site
    composition: Composition
    first: int


class Document:
    """The pages of a sheet, drawn onto layouts.

    Parameters
    ----------
    content
        What there is to show.
    edition
        For whom.
    form, compositions
        The page all share; how each site is composed.
    folio
        Number of the first page in the booklet that it is bound into; 0 for none.
    make_leaf
        What makes the pages, if they are not ours.
    progress
        Told the share of pages drawn, 0–1, before those of each site; may raise to stop.
    """

    def __init__(
        self,
        content: Content,
        edition: Edition,
        form: Form,
        compositions: Sequence[Composition],
        folio: int = 0,
        make_leaf: Optional[MakeLeaf] = None,
        progress: Callable[[float], None] = lambda _: None,
    ) -> None:
        self.content = content
        self.edition = edition
        self.form = form
        self.compositions = compositions
        self.page_count = sum(composition.page_count for composition in compositions)
        self._folio = folio
        self._make_leaf = make_leaf or self._own_leaf
        self._progress = progress
        self._shown: Counter[str] = Counter()
        self.hidden = 0
        self.north_shown = True
        self.markers: list[float] = []
        self.crowded: list[str] = []
        self.outside: list[str] = []

    @property
    def bookmarks(self) -> list[str]:
        """Names of the pages for the reader of a PDF."""
        sites = zip(self.content.sites, self.compositions)
        return [name for site, composition in sites for name in self._names(site, composition)]

    def layouts(self) -> Iterator[Any]:
        """Draw each site's pages onto a layout of their own, once the one before has been dealt with."""
        for spread in self._spreads():
            layout = new_layout(self.content.crs_wkt)
            self._add(layout, spread)
            yield layout

    def _spreads(self) -> Iterator[_Spread]:
        sites, total = self.content.sites, self.page_count
        counts = (composition.page_count for composition in self.compositions)
        firsts = list(accumulate(counts, initial=1))
        for i, (site, composition) in enumerate(zip(sites, self.compositions)):
            beside = neighbours_of(sites, i, firsts, total)
            lead = lead_of(sites, i, firsts, total, self.content.words, composition.turned)
            # The pages of its sections follow on an overview.
            frames = tuple(
                replace(section, page=f"{page}/{total}")
                for section, page in zip(site.sections, firsts[i + 1 :])
            )
            placed = replace(site, neighbours=beside, lead=lead, sections=frames)
            yield _Spread(placed, composition, firsts[i])

    def _add(self, layout: Any, spread: _Spread) -> None:
        """Add the page with a site's map and the pages its index goes on to.

        The map comes last: a layout that has one asks it anew at every change of every item.
        """
        site, composition, first = spread.site, spread.composition, spread.first
        self._progress((first - 1) / self.page_count)
        letters = self.form.letters
        paper = paper_of(site, composition, letters)
        whole, site = site, site.within(paper.window)
        self.outside += whole.places.loc[~whole.places["id"].isin(site.places["id"]), "label"].tolist()
        plates = paper.boxes(composition.plates, composition.map)
        marks = arrange(self.content, site, paper, letters, plates)
        self.hidden += marks.hidden
        self.markers.append(marks.marker)
        self.crowded += marks.crowded
        self._shown[site.page_name] += 1
        key = f"{site.page_name} {self._shown[site.page_name]}"
        carried = carries_north(composition)
        beside = marks.arrow is None and not carried
        arrow = arrow_size(letters, paper.turned)[0] if beside else 0.0
        leaf = self._page(layout, site, first, key, arrow, with_map=True)
        layers = map_layers(layout.project(), self.content, site, paper, marks, letters)
        leaf.lay_ground()
        self._panels(leaf, site, composition.columns, composition.heading)
        draw_legend(leaf.canvas, self.content, site, composition, letters)
        if marks.here is not None:
            draw_callout(leaf.canvas, marks.here, composition.map, letters)
        leaves = [leaf]
        for i in range(1, composition.page_count):
            leaves.append(self._page(layout, site, first + i, f"{key}/{i}", 0.0, with_map=False))
            if i <= len(composition.pages):
                self._panels(leaves[i], site, composition.pages[i - 1], None)
        for i, page in enumerate(leaves):
            self._parts(page.canvas, composition.standing_on(i))
        leaf.show_map(layers, composition.map, paper)
        self.north_shown &= leaf.show_north(composition.map, marks.arrow, paper.turned, carried=carried)

    def _own_leaf(self, layout: Any, number: int, key: str, _with_map: bool) -> Leaf:
        return Leaf(layout, self.form, self.content, self.edition, number, key)

    def _page(self, layout: Any, site: Site, number: int, key: str, arrow: float, *, with_map: bool) -> Leaf:
        leaf = self._make_leaf(layout, number, key, with_map)
        leaf.furnish(site, self.page_count, arrow)
        if self._folio:
            draw_folio(leaf.canvas, self.form.frame, self.content.words, self._folio + number - 1)
        if site.lead:
            draw_lead(leaf.canvas, self.form.frame, site.lead, self.form.letters)
        return leaf

    def _parts(self, canvas: Canvas, stands: Sequence[Stand]) -> None:
        """Draw the parts of a page; one on the map has a plate under it."""
        for stand in stands:
            with canvas.group(stand.part.name):
                if stand.ground is not None:
                    edge = 0.2 * self.form.letters.unit
                    line = None if stand.part.framed else symbols.HAIR
                    canvas.box(stand.ground, f"{stand.part.name} ground", "#FFFFFF", line, edge)
                stand.part.draw(canvas, stand.rect, self.form.letters)

    def _names(self, site: Site, composition: Composition) -> Iterator[str]:
        """Yield the names of a site's page and of its further ones."""
        words = self.content.words
        name = site.page_name or title_of(self.content, site, self.edition)[0]
        yield name
        index = f"{name} · {words['index']}{words['continued']}"
        further = len(composition.pages)
        yield from (f"{index} {i + 1}" if further > 1 else index for i in range(further))
        for i in range(further + 1, composition.page_count):
            titles = (stand.part.title for stand in composition.standing_on(i))
            yield " · ".join([name, *titles])

    def _panels(self, leaf: Leaf, site: Site, panels: Sequence[Panel], heading: Rect | None) -> None:
        letters, words = self.form.letters, self.content.words
        text, rect = words["index"], heading
        if rect is None:
            top = panels[0].rect
            text = words["index"] + words["continued"]
            rect = Rect(top.x, self.form.body.y, top.width, top.y - self.form.body.y)
        leaf.head_index(text, rect)
        if not (panels or len(site.numbered)):
            note = words[_note_key(site)]
            style = text_format(letters.index, symbols.QUIET)
            leaf.canvas.label(note_below(rect, letters), note, style, "index note", valign=TOP)
        for i, panel in enumerate(panels):
            with leaf.canvas.group(f"index {i + 1}"):
                draw_column(leaf.canvas, panel, self.form, f"index {i + 1}", self.content.styles)


def _note_key(site: Site) -> str:
    """Return the key of what an index says that has no entries."""
    return "not_numbered" if len(site.places) else "no_places"


def draw_folio(canvas: Canvas, frame: Rect, words: Mapping[str, str], number: int) -> None:
    """Put the number of a booklet's page into the margin below its frame, at the outer edge."""
    text = words["booklet_page"].format(page=number)
    rect = Rect(frame.x, frame.y + frame.height + _FOLIO_GAP, frame.width, _FOLIO)
    canvas.label(rect, text, text_format(_FOLIO_POINTS, symbols.QUIET), "folio", RIGHT)


def draw_lead(canvas: Canvas, frame: Rect, text: str, letters: Lettering) -> None:
    """Put the line that leads to other pages into the margin below its frame, left of the folio."""
    rect = Rect(frame.x, frame.y + frame.height + _FOLIO_GAP, frame.width * 0.85, _LEAD)
    size = min(letters.kind, 0.7 * _LEAD / MM_PER_POINT)
    size *= min(1.0, 0.97 * rect.width / text_width(text, size))
    canvas.label(rect, text, text_format(size, symbols.QUIET), "lead")


def draw_column(
    canvas: Canvas, panel: Panel, form: Form, name: str, styles: symbols.Styles = CLASS_STYLE
) -> None:
    """Draw one column of the index: the heading of each class on its tint, then its places.

    Numbers, names and kinds are a table each, since a cell set unlike its table takes QGIS 6 KB of a project.
    """
    letters, pad = form.letters, form.letters.index * MM_PER_POINT * 0.5
    gap = letters.index * MM_PER_POINT * CLASS_GAP
    rows: list[tuple[list[Cell], Cell, Cell, float]] = []
    for line in panel.lines:
        if not line.heading:
            number = line.cells[0] + "\n" * line.cells[1].count("\n")  # beside the first line of the name
            cells = [Cell(number, None, RIGHT), Cell("")]
            rows.append((cells, Cell(line.cells[1]), _kind(line, letters), line.height))
            continue
        if rows:
            rows.append(([Cell("")] * 2, Cell(""), Cell(""), gap))
        color = styles[line.place_class].color if line.place_class else symbols.INK
        *sign, heading = _heading(line, panel.parts.texts, letters, color)
        rows.append((sign, heading, Cell(""), line.height - gap))
    numbers, names, kinds, heights = zip(*rows)
    place = replace(panel.rect, height=sum(heights))
    beside = replace(place, x=place.x + panel.parts.number, width=panel.parts.texts)
    bold = text_format(letters.index, symbols.INK, bold=True, leading=LEADING)
    widths = [panel.parts.number - pad, pad]
    left = replace(place, width=panel.parts.number)
    canvas.table(left, numbers, widths, heights, f"{name} numbers", symbols.HAIR, bold)
    plain = text_format(letters.index, symbols.INK, leading=LEADING)
    widths = [panel.parts.texts]
    canvas.table(beside, [[text] for text in names], widths, heights, name, symbols.HAIR, plain)
    if any(kind.text for kind in kinds):
        # Over the names: each row has a boundary of its own between name and kind.
        quiet = text_format(letters.kind, symbols.QUIET, leading=LEADING)
        column = [[kind] for kind in kinds]
        canvas.table(beside, column, widths, heights, f"{name} kinds", None, quiet, clear=True)


def _kind(line: Line, letters: Lettering) -> Cell:
    """Return the cell of a kind: at the foot of its row where it stands below the name.

    It has a size of its own only where it is smaller.
    """
    text = line.cells[2].lstrip("\n")
    valign = MIDDLE if text == line.cells[2] else BOTTOM
    small = text_format(letters.kind * line.smaller, symbols.QUIET, leading=LEADING)
    return Cell(text, None if line.smaller == 1.0 else small, RIGHT, valign=valign)


def _heading(line: Line, room: float, letters: Lettering, color: str) -> list[Cell]:
    """Return the cells of a class's heading, with its sign over the numbers, on its own tint."""
    width = max(text_width(line.cells[1], letters.heading, bold=True), 1.0)
    style = text_format(letters.heading * min(1.0, 0.96 * room / width), color, bold=True)
    ground = symbols.tint(color, 0.13)
    sign = Cell(_SIGNS[line.place_class], style, RIGHT, ground)
    return [sign, Cell("", background=ground), Cell(line.cells[1], style, background=ground)]
