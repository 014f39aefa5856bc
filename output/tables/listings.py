"""A listing as a workbook or as CSV, in a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ...community.errors import OutputError
from ...community.voices.listing import Listing
from .workbook import BORDER, put, put_heading, put_title, write_bytes, write_workbook

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_A4_LANDSCAPE = 9


def check_format(target: Path, known: Collection[str]) -> str:
    """Return what a file's name ends in; raise OutputError `output_format` where that is none of `known`."""
    suffix = target.suffix.lower()
    if suffix not in known:
        raise OutputError("output_format", file=str(target), known=", ".join(known))
    return suffix


def write_listing(listing: Listing, title: str, target: Path, moment: str) -> None:
    """Write a listing as CSV, or as a workbook that carries `moment` as the time of its making.

    Raises
    ------
    CommunityFileError
        `not_writable`.
    """
    if target.suffix.lower() == ".csv":
        write_bytes(csv_of(listing), target)
    else:
        write_workbook(workbook_of(listing, title), target, moment)


def workbook_of(listing: Listing, title: str) -> Workbook:
    """Return a listing as a workbook, laid out for printing.

    Parameters
    ----------
    listing
        Its title stands above the table.
    title
        The community's name, before that title.
    """
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


def csv_of(listing: Listing) -> bytes:
    """Return a listing as CSV; no text in it is a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([inert(heading) for heading in listing.columns])
    writer.writerows([inert(value) for value in row] for row in listing.rows)
    # Excel takes a CSV without byte order mark for the system's code page.
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def inert(value: Any) -> Any:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
