"""Draw the sheets of all communities of a folder, in one run.

What is wrong with one community is a line in the list and stops no other. Everything is made
in a folder of drafts; the results appear when all are whole.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pyproj import CRS
from qgis.core import QgsProject
from shapely.errors import ShapelyError

from ...community.catalogue import terms
from ...community.errors import CommonplanError, OutputError
from ..sheet.draw import DrawnMap, SheetResult, SheetWish, draw_layout
from ..sheet.export import export
from ..sheet.pdf_join import Part, join
from ..template.pattern import read_pattern
from . import booklet
from .leftovers import clear_away, note_written, written_before
from .members import (
    LEVELS,
    Entry,
    Member,
    find_communities,
    findings,
    is_placed,
    not_drawn,
    policy_notes,
    read_member,
    together,
)
from .overview import overview
from .workbooks import write_index, write_missing

BOOKLET, INDEX, OVERVIEW, MISSING = "booklet.pdf", "index.xlsx", "overview.pdf", "missing.xlsx"
_ODD_DATA = (OSError, RuntimeError, ShapelyError)
"""How the disk, GDAL and PROJ, and GEOS refuse what they are given: it stops one sheet, and no other."""
_EPOCH = "1980-01-01T00:00:00Z"
_MAKERS = (
    "project",
    "drawn_by",
    "commissioned_by",
    "surveyed_by",
    "checked_by",
    "approved_by",
    "version",
    "date",
)


@dataclass(frozen=True)
class Wish:
    """How all sheets are drawn.

    Attributes
    ----------
    by, sheet, orientation, north, edition, language
        As `sheet.draw.SheetWish`.
    texts
        Of the title block that all share, by key; what is empty is each community's own.
    template, divide
        As `sheet.draw.SheetWish`.
    levels
        Words of the list of what is missing: not_drawn, error, warning.
    """

    by: str = "compound"
    sheet: str = "A3"
    orientation: str = "auto"
    north: str = "up"
    edition: str = "public"
    language: str = "zh"
    texts: Mapping[str, str] = field(default_factory=dict)
    template: Path | None = None
    divide: bool = False
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SeriesResult:
    """What was drawn.

    Attributes
    ----------
    sheets
        How many.
    told, checked
        The list of what is missing: what concerns the sheets; what the checks of the communities found.
    files
        All files, the booklet first if there is one.
    removed, kept
        Names of files of an earlier run that this one does not make: deleted; left, since somebody
        changed them or has them open.
    """

    sheets: int
    told: tuple[Entry, ...]
    checked: tuple[Entry, ...]
    files: tuple[Path, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def entries(self) -> list[Entry]:
        """The whole list, the gravest lines first."""
        return _by_weight((*self.told, *self.checked))


@dataclass(frozen=True)
class _Sheet:
    """A sheet in the drafts: its number, its first page in the booklet."""

    number: int
    page: int
    member: Member
    file: Path
    result: SheetResult


def draw_series(
    folder: Path, output: Path, wish: Wish, progress: Callable[[float], None] = lambda _: None
) -> SeriesResult:
    """Draw a sheet for each community of a folder, with booklet, index, overview and list of what is missing.

    On the main thread, as QGIS's layouts are. The same communities give the same bytes.

    Parameters
    ----------
    folder
        Holds communities, at any depth; they are only read.
    output
        A folder, made where there is none. What an earlier run wrote into it goes; other files stay.
    wish
        How.
    progress
        Told the share done, 0–1; may raise to stop, then nothing was written.

    Raises
    ------
    InputError
        `no_communities`; as `template.pattern.read_pattern`.
    OutputError
        `cannot_write`.
    """
    paths = find_communities(folder)
    if wish.template is not None:
        read_pattern(wish.template)
    with _drafts(output) as drafts:
        sheets: list[_Sheet] = []
        failed: list[Entry] = []
        checked: list[Entry] = []
        members: list[Member] = []
        for i, path in enumerate(paths):
            progress(0.9 * i / len(paths))
            _draw_one(path, drafts, wish, sheets, failed, checked, members)
        told = (*failed, *together(members), *_unplaced(sheets), *_of_sheets(sheets))
        progress(0.9)
        _bind(drafts, sheets, wish, policy_notes(members, terms(wish.language)))
        words, moment = terms(wish.language), _moment(sheets)
        title = words["booklet_missing"]
        write_missing(drafts / MISSING, title, _by_weight((*told, *checked)), words, wish.levels, moment)
        progress(1.0)
        note_written(drafts)
        before = written_before(output)
        files = _moved(drafts, output)
        removed, kept = clear_away(output, before, {file.name for file in files})
        return SeriesResult(len(sheets), told, tuple(checked), files, removed, kept)


def _by_weight(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: LEVELS.index(entry["level"]))


def _draw_one(
    path: Path,
    drafts: Path,
    wish: Wish,
    sheets: list[_Sheet],
    failed: list[Entry],
    checked: list[Entry],
    members: list[Member],
) -> None:
    """Draw the sheet of one community and collect what is missing; an error becomes a line of `failed`."""
    name, number = path.stem, len(sheets) + 1
    page = 1 + sum(sheet.result.pages for sheet in sheets)
    file = drafts / f"{number:02d} {path.stem}.pdf"
    try:
        member, contents = read_member(path)
        name = member.name
        found = findings(member, contents)
        own = SheetWish(
            by=wish.by, sheet=wish.sheet, orientation=wish.orientation, north=wish.north,
            edition=wish.edition, language=wish.language, texts=_texts(wish, number), folio=page,
            template=wish.template, divide=wish.divide,
        )  # fmt: skip
        result = draw_layout(path, file, own)
    except OutputError:
        raise
    except CommonplanError as error:
        failed.append(not_drawn(name, path, error))
    except _ODD_DATA as error:
        text = f"{type(error).__name__}: {error}"
        failed.append(not_drawn(name, path, CommonplanError("unforeseen", error=text)))
    else:
        members.append(member)
        sheets.append(_Sheet(number, page, member, file, result))
        checked += found


def _texts(wish: Wish, number: int) -> dict[str, str]:
    """Return the shared title block: title and subtitle are the booklet's, the number is the sheet's."""
    shared = {key: text for key, text in wish.texts.items() if key not in ("title", "subtitle")}
    return {**shared, "sheet_number": str(number)}


def _unplaced(sheets: Sequence[_Sheet]) -> list[Entry]:
    """Return a line for each sheet that the overview cannot show."""
    return [_warning(sheet, CommonplanError("not_on_overview")) for sheet in sheets if not _is_placed(sheet)]


def _of_sheets(sheets: Sequence[_Sheet]) -> list[Entry]:
    """Return a line for each thing to be said of a sheet and of its template."""
    return [
        _warning(sheet, finding)
        for sheet in sheets
        for finding in (*sheet.result.findings(), *sheet.result.notes.findings())
    ]


def _warning(sheet: _Sheet, error: CommonplanError) -> Entry:
    found = {"level": "warning", "code": error.code}
    return not_drawn(sheet.member.name, sheet.member.path, error) | found


def _is_placed(sheet: _Sheet) -> bool:
    return is_placed(CRS.from_user_input(sheet.result.crs_wkt))


def _bind(drafts: Path, sheets: Sequence[_Sheet], wish: Wish, policy: Sequence[str]) -> None:
    """Write booklet, overview and index of the sheets drawn; `policy` says what all have in common."""
    if not sheets:
        return
    words, moment = terms(wish.language), _moment(sheets)
    # Layouts do not keep their project alive.
    project = QgsProject()
    listed = [_listed(sheet) for sheet in sheets]
    title = wish.texts.get("title") or words["booklet"]
    front = [("booklet_cover", booklet.cover(project, _front(sheets, title, wish, policy)))]
    front.append(("booklet_contents", booklet.contents(project, listed, words)))
    placed = [entry for entry, sheet in zip(listed, sheets) if _is_placed(sheet)]
    if placed:
        front.append(("booklet_overview", overview(project, placed, words)))
    parts = []
    for key, layout in front:
        name = OVERVIEW if key == "booklet_overview" else f".{key}.pdf"
        file = export([layout], drafts / name, 300, moment, words[key])[0]
        parts.append(Part(file.read_bytes(), words[key]))
        if name != OVERVIEW:
            file.unlink()
    for sheet, entry in zip(sheets, listed):
        marks = [(one.page - sheet.page, one.name) for one in entry.maps] if len(entry.maps) > 1 else []
        parts.append(Part(sheet.file.read_bytes(), f"{sheet.number} {sheet.member.name}", marks))
    (drafts / BOOKLET).write_bytes(join(parts, moment, title, front=len(front)))
    write_index(drafts / INDEX, title, [(s.number, s.member.name, s.result) for s in sheets], words, moment)


def _listed(sheet: _Sheet) -> booklet.Entry:
    result = sheet.result
    return booklet.Entry(
        number=sheet.number,
        page=sheet.page,
        community=sheet.member.name,
        places=result.places,
        maps=tuple(_listed_map(sheet, one) for one in result.maps),
        outlines=tuple((site.name, site.outline) for site in result.drawn),
        streets=result.streets,
        roads=result.roads,
        crs_wkt=result.crs_wkt,
    )


def _listed_map(sheet: _Sheet, one: DrawnMap) -> booklet.ListedMap:
    places = None if one.overview else one.places
    return booklet.ListedMap(one.name, one.scale, places, sheet.page + one.page - 1)


def _front(sheets: Sequence[_Sheet], title: str, wish: Wish, policy: Sequence[str]) -> booklet.Front:
    words = terms(wish.language)
    counts = {
        "communities": len({sheet.member.path for sheet in sheets}),
        "sheets": sum(len(sheet.result.maps) for sheet in sheets),
        "places": sum(sheet.result.places for sheet in sheets),
    }
    makers = {words[key]: wish.texts.get(key, "") for key in _MAKERS}
    makers[words["date"]] = makers[words["date"]] or _moment(sheets)[:10]
    notes = list(policy)
    if wish.edition == "public":
        notes.append(wish.texts.get("disclaimer") or words["disclaimer"])
    stamp = "" if wish.edition == "public" else words["internal_series"]
    subtitle = wish.texts.get("subtitle") or words["booklet_counts"].format(**counts)
    return booklet.Front(title, subtitle, makers, notes, stamp)


def _moment(sheets: Sequence[_Sheet]) -> str:
    return max((sheet.result.changed for sheet in sheets), default=_EPOCH)


@contextmanager
def _drafts(output: Path) -> Iterator[Path]:
    """Give a folder for drafts inside the output folder, which goes again when nothing came of it."""
    new = not output.exists()
    try:
        output.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".commonplan-", dir=output) as folder:
            yield Path(folder)
    except OSError as error:
        raise OutputError("cannot_write", file=str(output)) from error
    finally:
        if new and output.is_dir() and not any(output.iterdir()):
            output.rmdir()


def _moved(drafts: Path, output: Path) -> tuple[Path, ...]:
    """Move the whole results to where they belong; the booklet is named first."""
    files = sorted(drafts.iterdir(), key=lambda file: (file.name != BOOKLET, file.name))
    return tuple(file.replace(output / file.name) for file in files if file.is_file())
