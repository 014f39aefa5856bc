"""Take residents' voices from a file into a community: comments or proposals.

Names and contact data go to the private file of this user (`workspace.private`); the
community file gets pseudonyms.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import pandas as pd
import shapely

from ..community.catalogue import kinds, with_edits
from ..community.coordinates import share_inside
from ..community.errors import CommonplanError, InputError
from ..community.publication.privacy import People, mask
from ..community.voices import comments, proposals
from ..community.voices.headers import override, private_fields, suggest
from ..community.voices.positions import Shapes, read_shapes, to_community
from ..community.voices.records import Reading
from ..community.voices.rows import Identities, Note, cells_by_field, plain
from ..community.voices.subjects import REACH, Site
from ..readers.tables import SourceTable, read_tables
from .file import CommunityReader, CommunityWriter, writing
from .messages import render
from .private import PERSON_FIELDS, PrivateStore, private_store

_TEXTS = {"comment": ("text",), "proposal": ("title", "body")}
_BOUNDARY_MARGIN = 30.0


@dataclass(frozen=True)
class Request:
    """What to import, and how to read it.

    Parameters
    ----------
    source
        The file.
    table
        comment or proposal.
    mapping
        The user's MAPPING, JSON; None to go by the headings.
    datum
        Of positions in degrees; `ask` raises when there are any.
    sheet
        Name of the sheet or layer; None for the one that fits best.
    encoding
        Of a text file; None to find out.
    reach
        Farthest distance in metres from a position to the place it means.
    """

    source: Path
    table: str
    mapping: Optional[str] = None
    datum: str = "ask"
    sheet: Optional[str] = None
    encoding: Optional[str] = None
    reach: float = REACH


def import_voices(path: Path, request: Request, feedback: Any) -> dict[str, Any]:
    """Import a table of voices into a community; importing it again adds nothing.

    Parameters
    ----------
    path
        The community file.
    feedback
        Takes progress; may be cancelled until writing starts.

    Returns
    -------
    report
        imported, duplicates, rejected, linked; file, sheet, encoding, datum, mapping,
        ignored_columns; entries: row, outcome (imported, duplicate, rejected), code, reason.

    Raises
    ------
    InputError
        `input_is_community`, `no_text_column`, `no_such_sheet`, `datum_unknown`; all of
        `read_tables` and `headers.override`.
    CommunityFileError
        As `writing` and `private_store`.
    """
    _refuse_community(path, request.source)
    chosen, mapping = _choose(read_tables(request.source, request.encoding), request)
    feedback.setProgress(20)
    given = cells_by_field(chosen.cells, mapping)
    if chosen.geometry is not None:
        given["geometry"] = chosen.geometry.to_wkt()
    shapes = read_shapes(given, chosen.geometry)
    with writing(path) as file, private_store(str(file.community()["id"])) as store:
        located = _located(shapes, request, file)
        feedback.setProgress(40)
        reading = _read(given, located, request, file, _people(given, store))
        if feedback.isCanceled():
            raise CommonplanError("cancelled")
        _write(file, store, request.table, reading, given)
    feedback.setProgress(100)
    return _report(request, chosen, mapping, reading)


def _refuse_community(path: Path, source: Path) -> None:
    if source.exists() and path.exists() and os.path.samefile(source, path):  # noqa: PTH121 - opens neither
        raise InputError("input_is_community", file=str(source))


def _choose(tables: Sequence[SourceTable], request: Request) -> tuple[SourceTable, dict[str, str]]:
    """Return the table to read and its mapping: the named one, else the one with most fields known."""
    named = [table for table in tables if request.sheet in (None, table.name)]
    if not named:
        raise InputError(
            "no_such_sheet",
            file=str(request.source),
            sheet=request.sheet,
            known=", ".join(t.name for t in tables),
        )
    mappings = [_mapping(table.cells, request, last=table is named[-1]) for table in named]
    usable = [(t, m) for t, m in zip(named, mappings) if any(name in m for name in _TEXTS[request.table])]
    if not usable:
        headings = ", ".join(str(heading) for table in named for heading in table.cells.columns)
        raise InputError("no_text_column", file=str(request.source), headings=headings)
    return max(usable, key=lambda pair: (len(pair[1]), len(pair[0].cells)))


def _mapping(cells: pd.DataFrame, request: Request, *, last: bool) -> dict[str, str]:
    suggested = suggest(cells, request.table)
    if request.mapping is None:
        return suggested
    try:
        return override(suggested, request.mapping, cells, request.table)
    except InputError as error:
        # Of several sheets only one needs to have the headings that the mapping names.
        if error.code == "mapping_unknown_heading" and not last:
            return {}
        raise


def _located(shapes: Shapes, request: Request, file: CommunityReader) -> Shapes:
    if not shapes.any:
        return shapes
    crs = file.crs
    if request.datum == "ask" and shapes.crs is None:
        boundary = _boundary(file)
        if boundary.is_empty:
            raise InputError("datum_unknown_no_site", file=str(request.source))
        shares = share_inside(*shapes.coordinates(), boundary, crs)
        listed = ", ".join(f"{datum} {share:.0%}" for datum, share in shares.items())
        raise InputError("datum_unknown", file=str(request.source), shares=listed)
    return (
        to_community(shapes, "wgs84" if request.datum == "ask" else request.datum, crs)
        if shapes.any
        else shapes
    )


def _boundary(file: CommunityReader) -> Any:
    compounds = file.table("compound").geometry.dropna()
    return shapely.buffer(shapely.union_all(compounds.to_numpy()), _BOUNDARY_MARGIN)


def _people(given: pd.DataFrame, store: PrivateStore) -> People:
    fields = [name for name in PERSON_FIELDS if name in given.columns]
    authors = {}
    for row, contact in zip(given.index, given[fields].to_dict("records")):
        pseudonym = store.author(contact)
        if pseudonym is not None:
            authors[int(row)] = pseudonym
    return People(authors, store.names(), store.contacts())


def _read(
    given: pd.DataFrame, shapes: Shapes, request: Request, file: CommunityReader, people: People
) -> Reading:
    site = Site(
        file.table("place"),
        file.table("footprint"),
        file.table("compound"),
        file.table("building"),
        file.table("number_alias"),
        request.reach,
        with_edits(kinds(), file.table("catalogue_edit")),
    )
    identities = Identities(request.table)
    known = file.table(request.table)
    name = request.source.name
    if request.table == "comment":
        identities.know(known["id"], known["serial"], known["text"])
        return comments.read_comments(given, shapes, site, identities, people, name)
    identities.know(known["id"], known["source_ref"], known["title"])
    serials = file.table("comment", ["serial"])
    by_serial = {
        plain(s): row_id for row_id, s in zip(serials["id"], serials["serial"]) if isinstance(s, str)
    }
    return proposals.read_proposals(given, shapes, site, identities, people, name, by_serial)


def _write(
    file: CommunityWriter, store: PrivateStore, table: str, reading: Reading, given: pd.DataFrame
) -> None:
    module = comments if table == "comment" else proposals
    for name, frame in module.frames(reading.records, file.crs_wkt).items():
        file.insert(name, frame)
    field = _TEXTS[table][-1]
    for record in reading.records:
        said = given[field].get(record["row"]) if field in given else None
        original = said if said != record.get(field) else None
        if record["author"] or original:
            store.remember(table, record["id"], record["author"], original)


def _report(
    request: Request, chosen: SourceTable, mapping: Mapping[str, str], reading: Reading
) -> dict[str, Any]:
    entries = [
        _entry(note, outcome)
        for outcome, notes in (
            ("rejected", reading.rejected),
            ("duplicate", reading.duplicates),
            ("imported", reading.notes),
        )
        for note in notes
    ]
    return {
        "file": request.source.name,
        "sheet": chosen.name,
        "encoding": chosen.encoding,
        "datum": request.datum,
        "mapping": dict(mapping),
        "private_columns": [heading for name, heading in mapping.items() if name in private_fields()],
        "ignored_columns": [str(h) for h in chosen.cells.columns if h not in mapping.values()],
        "imported": len(reading.records),
        "duplicates": len(reading.duplicates),
        "rejected": len(reading.rejected),
        "linked": reading.linked,
        "entries": sorted(entries, key=lambda entry: entry["row"]),
    }


def _entry(note: Note, outcome: str) -> dict[str, Any]:
    # A cell that names a place may hold a dwelling: reports are read by more people than files.
    fields = {name: mask(str(value)).text for name, value in (note.fields or {}).items()}
    reason = render(InputError(note.code, **fields))
    return {"row": note.row, "outcome": outcome, "code": note.code, "reason": reason}
