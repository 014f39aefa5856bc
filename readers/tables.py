"""Tables in: CSV, XLSX, ODS, GeoJSON and GeoPackage → frames of text cells.

Every cell arrives as text (or None), so that a phone number stays a phone number and a
serial `007` stays `007`; what a cell means is decided by whoever knows its column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import pandas as pd

from ..community.errors import InputError

MAX_CELLS = 10_000_000
_HEADER_WITHIN = 20


@dataclass(frozen=True)
class SourceTable:
    """A table as it stands in a file.

    Parameters
    ----------
    name
        The sheet's or layer's name; the file's stem for text files.
    cells
        Text or None; its index `row` is the number a spreadsheet shows, or the feature's number.
    geometry
        GeoSeries with the rows' index, its CRS as the file names it; None for a plain table.
    encoding
        Of a text file; empty where the format decides.
    """

    name: str
    cells: pd.DataFrame
    geometry: Optional[Any] = None
    encoding: str = ""


def read_tables(path: Path, encoding: str | None = None) -> list[SourceTable]:
    """Read every visible table of a file; blank rows and blank columns are left out.

    Parameters
    ----------
    path
        CSV, TSV or text table; XLSX or XLSM; ODS; GeoJSON; GeoPackage (through osgeo only).
    encoding
        Of a text file; found out when None.

    Raises
    ------
    InputError
        `missing_file`, `empty_table`, `not_a_table`, `old_excel`, `table_too_large`, `broken_table`,
        `unknown_encoding`; its fields name the file, and the row where there is one.
    """
    if not path.is_file():
        raise InputError("missing_file", file=str(path))
    tables = _read(path, encoding)
    if not any(len(table.cells.columns) for table in tables):
        raise InputError("empty_table", file=str(path))
    return tables


def _read(path: Path, encoding: str | None) -> list[SourceTable]:
    # A GeoPackage may be open in QGIS: it is never opened with plain open, not even for a look.
    if path.suffix.lower() in (".gpkg", ".geojson", ".json"):
        from .features import read_features

        return read_features(path)
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError("old_excel", file=str(path))
    if head.startswith(b"PK\x03\x04"):
        from .spreadsheets import read_spreadsheet

        return read_spreadsheet(path)
    if path.suffix.lower() in (".xlsx", ".xlsm", ".ods"):
        raise InputError("empty_table" if not head else "not_a_table", file=str(path))
    from .delimited import read_delimited

    return [read_delimited(path, encoding)]


def table_from_rows(
    path: Path, name: str, rows: Iterable[tuple[int, Sequence[str]]], encoding: str = ""
) -> SourceTable:
    """Make a table of numbered rows: the first one with two filled cells is the header.

    A title above the header, as forms have it, is skipped; a table of one column starts with its
    first filled row. Text below a blank heading goes under `column N`; a heading that comes twice
    gets `_2`, `_3`.

    Raises
    ------
    InputError
        `table_too_large`.
    """
    filled = [(number, cells) for number, cells in rows if any(cells)]
    if not filled:
        return SourceTable(name, pd.DataFrame(dtype=object), None, encoding)
    filled = filled[_header_at(filled) :]
    width = max(len(cells) for _, cells in filled)
    if width * len(filled) > MAX_CELLS:
        raise InputError("table_too_large", file=str(path))
    headings = [*filled[0][1], *[""] * width][:width]
    grid = [[cell or None for cell in cells] + [None] * (width - len(cells)) for _, cells in filled[1:]]
    index = pd.Index([number for number, _ in filled[1:]], name="row")
    frame = pd.DataFrame(grid, columns=_unique(headings), index=index, dtype=object)
    kept = [bool(heading) or frame.iloc[:, at].notna().any() for at, heading in enumerate(headings)]
    return SourceTable(name, frame.loc[:, kept], None, encoding)


def _header_at(rows: list[tuple[int, Sequence[str]]]) -> int:
    for index, (_, cells) in enumerate(rows[:_HEADER_WITHIN]):
        if sum(bool(cell) for cell in cells) >= 2:
            return index
    return 0


def _unique(headings: Sequence[str]) -> list[str]:
    names: list[str] = []
    taken: set[str] = set()
    for position, heading in enumerate(headings, start=1):
        base = " ".join(heading.split()) or f"column {position}"
        name, count = base, 1
        while name in taken:
            count += 1
            name = f"{base}_{count}"
        taken.add(name)
        names.append(name)
    return names
