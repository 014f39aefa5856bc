"""The layout drawing: number, name and kind of every place on one sheet for each compound."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsProject

from ...workspace.fonts import has_chinese, text_width
from .block import title_of
from .composition import Composition, Form, Subject, choose
from .content import Content, Edition, read_content
from .export import export
from .index import Group
from .legend import legend_texts
from .page import Document


@dataclass(frozen=True)
class Drawn:
    """A compound that was drawn: its name, its polygon, its index by class."""

    name: str
    outline: Any
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class SheetResult:
    """What was drawn.

    Attributes
    ----------
    compounds, scales
        Of each page with a map: the compound's name, the scale's denominator.
    sheet, orientation
        As chosen or asked for.
    pages
        Number of pages.
    files
        All files written; the one asked for is the first.
    numbers
        Numbers on the maps, in order.
    hidden
        How many building numbers and road names found no free place on the maps.
    crowded
        Numbers whose marker another one hides in part, or a leader line runs through: the paper is
        too full.
    outside
        Names of the places without a number that lie outside of the maps.
    chinese
        Whether a typeface with Chinese characters was there to draw with.
    drawn
        The compounds with their indexes, as far as this edition shows them.
    crs_wkt, changed
        CRS of their polygons; when the community last changed.
    """

    compounds: tuple[str, ...]
    scales: tuple[int, ...]
    sheet: str
    orientation: str
    pages: int
    files: tuple[Path, ...]
    numbers: tuple[str, ...]
    hidden: int
    crowded: tuple[str, ...]
    outside: tuple[str, ...]
    chinese: bool
    drawn: tuple[Drawn, ...]
    crs_wkt: str
    changed: str

    @property
    def scale(self) -> int:
        """Denominator of the first map."""
        return self.scales[0]


def draw_layout(
    path: Path,
    output: Path,
    *,
    compound: str | None = None,
    sheet: str = "auto",
    orientation: str = "auto",
    edition: str = "public",
    language: str = "zh",
    dpi: int = 300,
    texts: Mapping[str, str] | None = None,
    release: Iterable[str] = (),
    folio: int = 0,
    progress: Callable[[float], None] = lambda _: None,
) -> SheetResult:
    """Draw the layout sheet of a community, on the main thread.

    Each compound has a page of its own, at the scale that fits it best, all on one size of sheet.
    An index that finds no room beside its map goes on to further pages.

    Parameters
    ----------
    path
        The community file; it is only read.
    output
        A .pdf; or a .png or .svg, with `_2`, `_3`, … for further pages.
    compound
        Name, prefix or id of the one to draw; all when None.
    sheet, orientation
        As `sheet_composition.choose`.
    edition, language
        internal (everything) or public (only what may be shown); zh, en or both.
    dpi
        Resolution of the PNG, and of what a PDF cannot say in vectors.
    texts
        Title-block texts by the keys of `sheet_setting`, before the stored ones.
    release
        Kinds that are internal by default and show on this public sheet.
    folio
        Number of the first page in the booklet that the sheet is bound into; 0 for none.
    progress
        Told the share done, 0–1, between steps; may raise to stop.

    Raises
    ------
    CommunityFileError, SiteError, InputError, OutputError
        As `sheet_content.read_content` and `sheet_export.export`.
    """
    asked = Edition(edition == "public", language, tuple(release))
    content = read_content(path, compound, asked, texts or {})
    progress(0.1)
    form, compositions = _compose(content, sheet, orientation)
    progress(0.2)
    document = Document(_own_project(content), form, content, asked, folio)
    pages = document.add_sites(compositions)
    progress(0.6)
    title, _ = title_of(content, content.sites[0], asked)
    files = export(document.layout, output, dpi, content.changed, title, document.bookmarks)
    return _result(document, compositions, pages, files)


def _result(
    document: Document, compositions: Sequence[Composition], pages: int, files: Sequence[Path]
) -> SheetResult:
    sites = document.content.sites
    return SheetResult(
        compounds=tuple(site.name for site in sites),
        scales=tuple(composition.scale for composition in compositions),
        sheet=document.form.sheet,
        orientation=document.form.orientation,
        pages=pages,
        files=tuple(files),
        numbers=tuple(number for site in sites for number in site.numbered["number"]),
        hidden=document.hidden,
        crowded=tuple(document.crowded),
        outside=tuple(document.outside),
        chinese=has_chinese(),
        drawn=tuple(Drawn(site.name, site.outline, site.groups(document.content.words)) for site in sites),
        crs_wkt=document.content.crs_wkt,
        changed=document.content.changed,
    )


def _compose(content: Content, sheet: str, orientation: str) -> tuple[Form, list[Composition]]:
    subjects = [
        Subject(_ground_size(site.bounds), site.groups(content.words), legend_texts(content, site))
        for site in content.sites
    ]
    return choose(sheet, orientation, subjects, _measure, content.words["continued"])


def _own_project(content: Content) -> QgsProject:
    project = QgsProject()
    project.setCrs(QgsCoordinateReferenceSystem.fromWkt(content.crs_wkt))
    # Bar and scale both measure on the grid, as the map is drawn on it.
    project.setEllipsoid("NONE")
    return project


def _ground_size(bounds: tuple[float, float, float, float]) -> tuple[float, float]:
    return bounds[2] - bounds[0], bounds[3] - bounds[1]


def _measure(text: str, points: float, bold: bool) -> float:
    return text_width(text, points, bold=bold)
