"""Spreadsheets in: XLSX by openpyxl, ODS by the standard library; values only, never formulas.

openpyxl streams a sheet row by row and keeps a cell's type, which OGR's XLSX driver guesses
anew. ODS is read here because OGR's driver (3.6) refuses the million trailing blank rows
that LibreOffice writes behind any table with a styled column.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET  # noqa: S405 - entities are refused and sizes checked before it reads
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from ..community.errors import InputError
from .tables import SourceTable, table_from_rows

MAX_UNPACKED = 300_000_000
_CHUNK = 1 << 20
_ENTITIES = tuple("<!ENTITY".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ET.ParseError, SyntaxError, KeyError, ValueError,
    TypeError, IndexError, AttributeError, EOFError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MAX_COLUMNS = 1024


def read_spreadsheet(path: Path) -> list[SourceTable]:
    """Read the visible sheets of an XLSX or ODS; formulas come as their stored values, links unread.

    Raises
    ------
    InputError
        `not_a_table` for other archives, `table_too_large` for bombs, `broken_table` for damage.
    """
    place = {"row": "–"}
    try:
        names = _checked_members(path)
        if "xl/workbook.xml" in names:
            return _read_workbook(path, place)
        if "content.xml" in names:
            return _read_opendocument(path)
    except _BROKEN as error:
        raise InputError("broken_table", file=str(path), problem=str(error), **place) from error
    raise InputError("not_a_table", file=str(path))


def _checked_members(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        # zipfile never unpacks more than a member declares.
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
            raise InputError("table_too_large", file=str(path))
        for member in archive.infolist():
            _refuse_entities(archive, member, path)
        return set(archive.namelist())


def _refuse_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
    """Refuse XML that defines entities: no office program writes any, and they can grow without end."""
    if not member.filename.lower().endswith((".xml", ".rels")):
        return
    overlap = b""
    with archive.open(member) as stream:
        while True:
            chunk = stream.read(_CHUNK)
            if not chunk:
                return
            if any(mark in overlap + chunk for mark in _ENTITIES):
                raise InputError("not_a_table", file=str(path))
            overlap = chunk[-16:]


def _read_workbook(path: Path, place: dict[str, str]) -> list[SourceTable]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return [table_from_rows(path, sheet.title, _sheet_rows(sheet, place)) for sheet in visible]
    finally:
        book.close()


def _sheet_rows(sheet: Any, place: dict[str, str]) -> Iterator[tuple[int, list[str]]]:
    # The stated size can claim 16384 columns for an empty sheet.
    sheet.reset_dimensions()
    for row, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        place["row"] = str(row)
        if any(value is not None for value in values):
            yield row, [_cell_text(value) for value in values]


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value).strip()


def _read_opendocument(path: Path) -> list[SourceTable]:
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
        return [table_from_rows(path, name, rows) for name, rows in _sheets(stream)]


def _sheets(stream: Any) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    rows: list[tuple[int, list[str]]] = []
    number = 1
    for _, element in ET.iterparse(stream, events=("end",)):  # noqa: S314
        if element.tag == f"{_TABLE}table-row":
            repeated = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            cells = _row_cells(element)
            if any(cells):
                _refuse_endless(rows, repeated)
                rows += [(number + offset, cells) for offset in range(repeated)]
            number += repeated
            element.clear()
        elif element.tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", ""), rows
            rows, number = [], 1
            element.clear()


def _refuse_endless(rows: list[Any], repeated: int) -> None:
    if len(rows) + repeated > 1_048_576:
        raise ValueError("more rows than a sheet has")


def _row_cells(row: ET.Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        cells += [_ods_text(cell)] * min(repeated, _MAX_COLUMNS - len(cells))
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _ods_text(cell: ET.Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "string")
    if kind in ("float", "currency", "percentage"):
        return _cell_text(float(cell.get(f"{_OFFICE}value", "nan")))
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "").replace("T", " ")
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value", "").upper()
    return "\n".join(_paragraph(p) for p in cell.findall(f"{_TEXT}p")).strip()


def _paragraph(element: ET.Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * int(child.get(f"{_TEXT}c", "1")))
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        else:
            parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)
