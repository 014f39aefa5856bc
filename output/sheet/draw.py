"""The layout drawing: number, name and kind of every place on one sheet for each compound."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import geopandas as gpd

from ...community.errors import CommonplanError, InputError, OutputError
from ...workspace.fonts import has_chinese
from ..drafts import draft_of
from ..kept.keep import Keeping, keep, project_of
from ..kept.letters import unshape
from ..template.composing import plan_on
from ..template.leaves import leaves_on
from ..template.pattern import Pattern, read_pattern
from ..template.slots import ARROW
from .block import title_of
from .content import Content, Edition, read_content
from .division import divide
from .export import export, refuse_format
from .index import Group
from .page import Document
from .parts.notice import unannounced
from .pdf_printing import with_bleed
from .plan import TemplateNotes, plan_sheet, subjects_of
from .proofs import proofs_of
from .sections import Room, make_room, note_full
from .tiles import refuse_needless, tiles_file, write_tiles


@dataclass(frozen=True)
class SheetWish:
    """How a sheet is to be drawn.

    Attributes
    ----------
    compound
        Name, prefix or id of the one to draw; all when None.
    by
        What gets a page of its own: as `division.divide`.
    sheet, orientation
        As `composition.choose`.
    north
        As `turning.turns`; where that leaves several ways, the one with the largest scale.
    edition, language
        internal (everything) or public (only what may be shown); zh, en or both.
    proof
        Proofs written beside the sheet: a key of `proofs.SEEN`.
    dpi
        Resolution of the PNG, and of what a PDF cannot say in vectors.
    picture_dpi
        Of a picture of each page of a PDF, which is drawn along with it; 0 for none.
    texts
        Texts by the keys of `sheet_setting`, before the stored ones.
    release
        Kinds that are internal by default and show on this public sheet.
    folio
        Number of the first page in the booklet that the sheet is bound into; 0 for none.
    keeping
        To keep the sheet as a layout of the community's project, too; the file then shows that layout,
        with what a person changed in it.
    template
        A .qpt on which the sheet is drawn; sheet and orientation are its own then.
    tiles, bleed
        Of a PDF: paper (A4, A3) to cut it onto in a second file; width in mm of the bleed around it.
    divide
        Whether a map too full for its places is divided, after an overview, into sections; on a template
        it never is.
    """

    compound: str | None = None
    by: str = "compound"
    sheet: str = "auto"
    orientation: str = "auto"
    north: str = "up"
    edition: str = "public"
    language: str = "zh"
    dpi: int = 300
    picture_dpi: int = 0
    proof: str = "none"
    texts: Mapping[str, str] = field(default_factory=dict)
    release: Collection[str] = ()
    folio: int = 0
    keeping: Keeping | None = None
    template: Path | None = None
    tiles: str = "none"
    bleed: float = 0.0
    divide: bool = False


_PLAIN = SheetWish()
_NO_NOTES = TemplateNotes()


@dataclass(frozen=True)
class Drawn:
    """A compound that was drawn: its name, its polygon, its index by class."""

    name: str
    outline: Any
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class DrawnMap:
    """A page with a map.

    Attributes
    ----------
    compound, part
        The compound's name, and what of it the page is for.
    page
        Its number, from 1.
    places
        How many numbers it shows.
    scale, turned
        The scale's denominator; how far north lies clockwise from the top, in degrees.
    marker
        Height of its markers in mm: smaller than usual where the map is crowded.
    overview
        Whether it shows where the sections are, which show its places.
    """

    compound: str
    part: str
    page: int
    places: int
    scale: int
    turned: float
    marker: float
    overview: bool = False

    @property
    def name(self) -> str:
        """The compound and what of it the page is for, as far as they have names."""
        return " · ".join(filter(None, (self.compound, self.part)))


@dataclass(frozen=True)
class SheetResult:
    """What was drawn.

    Attributes
    ----------
    maps
        The pages with a map.
    usual
        The usual height on this sheet.
    sheet, orientation
        As chosen or asked for.
    pages
        Number of pages.
    files
        All files written; the one asked for is the first.
    places
        How many places with a number are on the maps; one that is on several counts once.
    hidden
        How many building numbers and road names found no free place on the maps.
    crowded
        Numbers whose marker another one hides in part, or a leader line runs through: the paper is
        too full.
    outside
        Names of the places without a number that lie outside of the maps.
    free
        Names of the notice boards of which nothing tells where they face.
    withheld
        Names of building groups that stand under neutral names, since they may be a person's.
    unannounced
        Years whose holidays are not known, and on which the printed end of the notice depends.
    mobiles
        Mobile numbers that the sheet prints as those of an office.
    no_room
        Titles of the parts that show themselves where there is room, and found none on some page.
    empty
        Names of the parts that were asked for and have nothing to show on some page.
    chinese
        Whether a typeface with Chinese characters was there to draw with.
    drawn
        The compounds with their whole indexes, as far as this edition shows them.
    streets, roads
        As `content.Content`.
    crs_wkt, changed
        CRS of their polygons and of the roads; when the community last changed.
    divided, larger
        Pages whose places did not fit on one map and were divided into sections; the smallest sheet on
        which each would fit on one.
    notes
        On the template, if there is one.
    kept_changes, lost_changes
        Items of the kept layout that a person had changed, and that stay so; and that are drawn no longer.
    """

    maps: tuple[DrawnMap, ...]
    usual: float
    sheet: str
    orientation: str
    pages: int
    files: tuple[Path, ...]
    places: int
    hidden: int
    crowded: tuple[str, ...]
    outside: tuple[str, ...]
    free: tuple[str, ...]
    no_room: tuple[str, ...]
    withheld: tuple[str, ...]
    unannounced: tuple[str, ...]
    mobiles: tuple[str, ...]
    empty: tuple[str, ...]
    chinese: bool
    drawn: tuple[Drawn, ...]
    streets: Any
    roads: gpd.GeoDataFrame
    crs_wkt: str
    changed: str
    divided: tuple[str, ...] = ()
    larger: str = ""
    notes: TemplateNotes = _NO_NOTES
    kept_changes: tuple[str, ...] = ()
    lost_changes: tuple[str, ...] = ()

    def findings(self) -> Iterator[CommonplanError]:
        """Yield what the planner has to know of the sheet."""
        divided = "sheet_divided_small" if self.larger else "sheet_divided"
        named = {
            divided: self.divided,
            "sheet_crowded": self.crowded,
            "places_off_map": self.outside,
            "group_names_withheld": self.withheld,
            "notice_end_assumed": self.unannounced,
            "prints_mobiles": self.mobiles,
        }
        for code, names in named.items():
            if names:
                said = ", ".join(name or "–" for name in names)
                yield InputError(code, names=said, sheet=self.sheet, larger=self.larger)

    @property
    def scale(self) -> int:
        """Denominator of the first map."""
        return self.maps[0].scale


def draw_layout(
    path: Path,
    output: Path | None,
    wish: SheetWish = _PLAIN,
    progress: Callable[[float], None] = lambda _: None,
) -> SheetResult:
    """Draw the layout sheet of a community, on the main thread.

    Each compound, or whatever else is asked for, has a page of its own, at the scale that fits it
    best, all on one size of sheet. An index that finds no room beside its map goes on to further pages.

    Parameters
    ----------
    path
        The community file; it is only read.
    output
        A .pdf; or a .png or .svg, with `_2`, `_3`, … for further pages; None for no file.
    wish
        What, for whom, and how.
    progress
        Told the share done, 0–1, between steps; may raise to stop.

    Raises
    ------
    CommunityFileError, SiteError, InputError, OutputError
        As `content.read_content`, `division.divide`, `export.export` and `keep.keep`.
    """
    _refuse_forms(output, wish)
    edition = Edition(wish.edition == "public", wish.language, tuple(wish.release))
    pattern = None if wish.template is None else read_pattern(wish.template)
    asked = () if pattern is None else pattern.parts
    whole = read_content(path, wish.compound, edition, wish.texts, asked)
    content = divide(whole, wish.by)
    progress(0.1)
    room = _planned(content, edition, pattern, wish)
    content, plan = room.content, room.plan
    if wish.tiles != "none":
        refuse_needless(plan.form.size, wish.tiles)
    begun, drawn = 0.2, 1.0 if wish.keeping is None else 0.6
    document = Document(
        content, edition, plan.form, plan.compositions, wish.folio,
        None if pattern is None else leaves_on(pattern, plan.form, content, edition, path.parent),
        lambda share: progress(begun + (drawn - begun) * share),
    )  # fmt: skip
    if wish.keeping is None:
        layouts = document.layouts() if pattern is None else map(unshape, document.layouts())
        return _result(document, whole, room, _write(document, layouts, output, wish))
    with project_of(path, wish.keeping.name) as project:
        kept = keep(project, path, list(document.layouts()), wish.keeping)
        progress(drawn)
        files = _write(document, [kept.layout], output, wish)
    done = _result(document, whole, room, files)
    return replace(done, kept_changes=kept.changed, lost_changes=kept.dropped)


def _planned(content: Content, edition: Edition, pattern: Pattern | None, wish: SheetWish) -> Room:
    """Plan the pages; maps that are too full are divided, or said to be so."""
    subjects = subjects_of(content, wish.north)
    if pattern is not None:
        return Room(content, note_full(content, plan_on(pattern, content, edition, subjects)))
    plan = plan_sheet(content, edition, subjects, wish.sheet, wish.orientation)
    if not wish.divide:
        return Room(content, plan)
    return make_room(content, edition, plan, (wish.sheet, wish.orientation), wish.north)


def _refuse_forms(output: Path | None, wish: SheetWish) -> None:
    """Refuse what cannot be, before anything is written."""
    if output is None:
        return
    refuse_format(output)
    if (wish.bleed or wish.tiles != "none") and output.suffix.lower() != ".pdf":
        raise OutputError("needs_pdf", file=str(output))


def _write(
    document: Document, layouts: Iterable[Any], output: Path | None, wish: SheetWish
) -> tuple[Path, ...]:
    """Write layouts with the pages of a document, and the proofs asked for beside it."""
    if output is None:
        deque(layouts, maxlen=0)
        return ()
    content = document.content
    title, _ = title_of(content, content.sites[0], document.edition)
    with proofs_of(output, wish.proof) as proofs:
        seen = map(proofs.show, layouts)
        files = export(seen, output, wish.dpi, content.changed, title, document.bookmarks, wish.picture_dpi)
        if wish.tiles != "none":
            tiles = tiles_file(output, wish.tiles)
            files.append(
                write_tiles(output.read_bytes(), tiles, wish.tiles, content.words, content.changed, title)
            )
        if wish.bleed:
            with draft_of(output) as draft:
                draft.write_bytes(with_bleed(output.read_bytes(), wish.bleed))
    return (*files, *proofs.files)


def _result(document: Document, whole: Content, room: Room, files: tuple[Path, ...]) -> SheetResult:
    sites, plan = document.content.sites, room.plan
    return SheetResult(
        maps=tuple(_maps(document)),
        usual=document.form.letters.marker,
        sheet=document.form.sheet,
        orientation=document.form.orientation,
        pages=document.page_count,
        files=files,
        places=len({place for site in sites for place in site.numbered["id"]}),
        hidden=document.hidden,
        crowded=tuple(document.crowded),
        outside=tuple(document.outside),
        free=tuple(site.part for site in sites if site.here is not None and site.view is None),
        withheld=whole.withheld if any(site.buildings is not None for site in sites) else (),
        unannounced=unannounced(whole),
        mobiles=document.content.mobiles,
        no_room=plan.without_room,
        empty=plan.empty,
        chinese=has_chinese(),
        drawn=tuple(Drawn(site.name, site.outline, site.groups(whole.words)) for site in whole.sites),
        streets=whole.streets,
        roads=whole.roads,
        crs_wkt=document.content.crs_wkt,
        changed=document.content.changed,
        divided=room.divided,
        larger=room.larger,
        notes=plan.notes if document.north_shown else plan.notes.lacking(ARROW),
    )


def _maps(document: Document) -> Iterator[DrawnMap]:
    page = 1
    pages = zip(document.content.sites, document.compositions, document.markers)
    for site, composition, marker in pages:
        yield DrawnMap(
            compound=site.name,
            part=site.part,
            page=page,
            places=len(site.numbered),
            scale=composition.scale,
            turned=composition.turned,
            marker=marker,
            overview=bool(site.sections),
        )
        page += composition.page_count
