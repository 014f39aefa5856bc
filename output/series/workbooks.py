"""Workbooks of a series: the index of all places, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from ..sheet.draw import SheetResult
from ..tables.workbook import BORDER, put, put_heading, put_title, write_workbook
from .members import Entry

_WRAP = Alignment(vertical="top", wrap_text=True)


def write_index(
    target: Path,
    title: str,
    drawn: Sequence[tuple[int, str, SheetResult]],
    words: Mapping[str, str],
    changed: str,
) -> None:
    """Write the index of all sheets: sheet, community, compound, class, number, name, kind.

    Parameters
    ----------
    target
        An .xlsx.
    title
        Of the series.
    drawn
        Number of the sheet, name of the community, and what was drawn.
    words
        Printed words.
    changed
        The only time in the file.
    """
    heads = ("sheet_number", "booklet_community", "booklet_compound", "place_class", "number", "name", "kind")
    rows = [
        (sheet, name, site.name, group.heading, entry.number, entry.name, entry.kind_name)
        for sheet, name, result in drawn
        for site in result.drawn
        for group in site.groups
        for entry in group.entries
    ]
    widths = (10, 22, 18, 14, 10, 36, 24)
    _write(target, title, [words[head] for head in heads], rows, widths, changed)


def write_missing(
    target: Path,
    title: str,
    entries: Iterable[Entry],
    words: Mapping[str, str],
    levels: Mapping[str, str],
    changed: str,
) -> None:
    """Write the list of what is missing, a line each; it stays with the planner."""
    heads = ("booklet_community", "booklet_level", "booklet_finding", "booklet_remedy")
    rows = [(e["community"], levels.get(e["level"], e["level"]), e["message"], e["remedy"]) for e in entries]
    _write(target, title, [words[head] for head in heads], rows, (22, 12, 70, 60), changed)


def _write(
    target: Path,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    widths: Sequence[float],
    changed: str,
) -> None:
    book = Workbook()
    sheet = book.active
    put_title(sheet.cell(1, 1), title)
    for column, (head, width) in enumerate(zip(heads, widths), start=1):
        put_heading(sheet.cell(2, column), head)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, start=3):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            put(cell, value)
            cell.border, cell.alignment = BORDER, _WRAP
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = f"A2:{get_column_letter(len(heads))}{max(sheet.max_row, 2)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "2:2"
    write_workbook(book, target, changed)
