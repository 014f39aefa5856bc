"""Comments and proposals out: XLSX, CSV and GeoJSON, the answer table, the clerks' entry form."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from pyproj import CRS

from ...community.coordinates import is_local, transform
from ...community.errors import OutputError
from ...community.voices.answer_table import answer_table
from ...community.voices.listing import Listing, Voices, plain_listing
from ...workspace.file import CommunityReader, newest_change, reading
from .entry_form import entry_form
from .workbook import BORDER, put, put_heading, put_title, write_bytes, write_workbook

FORMATS: Mapping[str, tuple[str, ...]] = {
    "plain": (".xlsx", ".csv", ".geojson"),
    "answer_table": (".xlsx", ".csv"),
    "entry_form": (".xlsx",),
}
"""Template → what the file's name may end in."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_A4_LANDSCAPE = 9


def export_voices(
    path: Path, target: Path, table: str, template: str, language: str = "zh", *, authors: bool = False
) -> int:
    """Write comments or proposals to a file; the same community gives the same bytes.

    Parameters
    ----------
    path
        The community file; it is only read.
    target
        The file; what its name ends in is the format.
    table
        comment or proposal.
    template
        plain (one a row), answer_table (意见采纳情况表) or entry_form (意见录入表, empty).
    language
        zh or en.
    authors
        Whether pseudonyms go along in a plain table.

    Returns
    -------
    rows
        Number of rows written.

    Raises
    ------
    OutputError
        `output_format`; as `draft_of`.
    CommunityFileError
        As `workspace.file.reading`; `not_writable`.
    """
    suffix = target.suffix.lower()
    if suffix not in FORMATS[template]:
        raise OutputError("output_format", file=str(target), known=", ".join(FORMATS[template]))
    with reading(path) as file:
        voices, crs = _voices(file), file.crs
        title = str(file.community().get("name") or path.stem)
    changed = newest_change(path)
    if template == "entry_form":
        write_workbook(entry_form(voices.places, voices.buildings, title, language), target, changed)
        return 0
    if template == "plain":
        listing = plain_listing(voices, table, language, authors=authors)
    else:
        listing = answer_table(voices, table, language)
    if suffix == ".xlsx":
        write_workbook(_workbook(listing, title), target, changed)
    elif suffix == ".csv":
        write_bytes(_csv(listing), target)
    else:
        write_bytes(_geojson(listing, crs), target)
    return len(listing.rows)


def _voices(file: CommunityReader) -> Voices:
    places = file.table("place")
    present = places[~places["rejected"]].sort_values(["rank", "id"], kind="stable")
    return Voices(
        file.table("comment"),
        file.table("proposal"),
        present,
        file.table("building"),
        file.table("proposal_place"),
        file.table("proposal_comment"),
    )


def _workbook(listing: Listing, title: str) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = listing.title[:31]
    put_title(sheet["A1"], f"{title} {listing.title}")
    for column, heading in enumerate(listing.columns, start=1):
        put_heading(sheet.cell(2, column), heading)
    for row, values in enumerate(listing.rows, start=3):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column)
            put(cell, value)
            cell.border = BORDER
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    _lay_out(sheet, listing)
    return book


def _lay_out(sheet: Worksheet, listing: Listing) -> None:
    """Size columns by their texts, keep the heading in sight, fit a page's width when printed."""
    for column, heading in enumerate(listing.columns):
        longest = max([_width(heading), *(_width(row[column]) for row in listing.rows)])
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(max(longest + 2, 6), 48)
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4_LANDSCAPE
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _width(value: Any) -> int:
    """Return how wide a text is in Latin letters; Chinese ones take two."""
    lines = str("" if value is None else value).split("\n")
    return max(sum(2 if ord(letter) > 0x2E7F else 1 for letter in line) for line in lines)


def _csv(listing: Listing) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([_inert(heading) for heading in listing.columns])
    writer.writerows([_inert(value) for value in row] for row in listing.rows)
    # Excel takes a CSV without byte order mark for the system's code page.
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _inert(value: Any) -> Any:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _geojson(listing: Listing, crs: CRS) -> bytes:
    """Return features in WGS 84, or in metres where nobody knows where on Earth the community is."""
    points = np.array(listing.points, dtype=object)
    if len(points) and not is_local(crs):
        degrees = CRS.from_epsg(4326)

        def move(corners: Any) -> Any:
            return np.column_stack(transform(corners[:, 0], corners[:, 1], crs, degrees))

        points = shapely.transform(points, move)
    decimals = 3 if is_local(crs) else 7
    features = [
        {
            "type": "Feature",
            "geometry": None if point is None else _point(point, decimals),
            "properties": dict(zip(listing.columns, row)),
        }
        for point, row in zip(points, listing.rows)
    ]
    collection = {"type": "FeatureCollection", "name": listing.title, "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1, default=float).encode()


def _point(point: Any, decimals: int) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(point.x, decimals), round(point.y, decimals)]}
