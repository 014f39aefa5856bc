"""Write the clerk's table as Excel and WPS in China do: XLSX, and CSV in GB18030 without a mark.

A workbook carries the time of its making in two places; both are fixed here, and nothing in it is
compressed, so that no machine's zlib shows.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

_MADE = datetime(2026, 5, 30, 9, 0, 0)
_WIDTHS = (6, 17, 9, 14, 12, 16, 10, 24, 8, 10, 60, 10, 12, 50, 12)


def csv_bytes(columns: Sequence[str], rows: Sequence[dict[str, object]]) -> bytes:
    """Return the table as CSV: commas, CRLF, GB18030, times to the minute."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_plain(row[column]) for column in columns])
    return stream.getvalue().encode("gb18030")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return f"{value.year}/{value.month}/{value.day} {value:%H:%M}"
    return value


def xlsx_bytes(columns: Sequence[str], rows: Sequence[dict[str, object]]) -> bytes:
    """Return the table as a workbook of one sheet, 意见."""
    book = Workbook()
    book.properties.creator = "和平社区"
    book.properties.created = _MADE
    sheet = book.active
    sheet.title = "意见"
    sheet.append(list(columns))
    for cell, width in zip(sheet[1], _WIDTHS):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBF7")
        sheet.column_dimensions[cell.column_letter].width = width
    for row in rows:
        sheet.append([row[column] or None for column in columns])
        for cell in sheet[sheet.max_row]:
            _as_typed(cell)
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return _timeless(stream.getvalue())


def _as_typed(cell: object) -> None:
    """Keep text text, be it with an equals sign in front; show times to the minute."""
    value = cell.value  # type: ignore[attr-defined]
    if isinstance(value, str):
        cell.data_type = "s"  # type: ignore[attr-defined]
        cell.quotePrefix = value.startswith("=")  # type: ignore[attr-defined]
        cell.alignment = Alignment(wrap_text=len(value) > 20, vertical="top")  # type: ignore[attr-defined]
    elif isinstance(value, datetime):
        cell.number_format = "yyyy/m/d hh:mm"  # type: ignore[attr-defined]


def _timeless(workbook: bytes) -> bytes:
    """Write the workbook's archive again with fixed times and without compression."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(target, "w") as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                stamp = f"{_MADE:%Y-%m-%dT%H:%M:%SZ}".encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            info = zipfile.ZipInfo(name, (2026, 5, 30, 9, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            new.writestr(info, content, zipfile.ZIP_STORED)
    return target.getvalue()
