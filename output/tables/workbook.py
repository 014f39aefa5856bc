"""Workbooks that are the same bytes for the same content, and in which text stays text."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from ..drafts import draft_of

LONGEST_CELL = 32_767
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_HAIR = Side(style="hair", color="FF9AA0A6")
BORDER = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
HEADING_FILL = PatternFill("solid", fgColor="FFE8EAED")
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def put(cell: Cell, value: Any) -> None:
    """Write a value into a cell; a text never becomes a formula, also not when somebody edits it.

    Letters that no workbook may hold are left out; a text longer than a cell ends with an ellipsis.
    """
    if not isinstance(value, str):
        cell.value = value
        return
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    text = text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_DANGEROUS)


def put_heading(cell: Cell, text: str) -> None:
    """Write the heading of a column."""
    put(cell, text)
    cell.font = Font(bold=True)
    cell.fill = HEADING_FILL
    cell.border = BORDER
    cell.alignment = Alignment(vertical="center", wrap_text=True)


def put_title(cell: Cell, text: str) -> None:
    """Write the title of a sheet."""
    put(cell, text)
    cell.font = Font(bold=True, size=16)


def write_workbook(book: Workbook, target: Path, changed: str) -> None:
    """Write a workbook whole or not at all; raises as `draft_of`.

    Parameters
    ----------
    changed
        When the content last changed, `YYYY-MM-DDTHH:MM:SSZ`: the only time in the file.
    """
    book.properties.creator = "Commonplan"
    book.properties.lastModifiedBy = "Commonplan"
    stream = io.BytesIO()
    book.save(stream)
    write_bytes(_with_one_time(stream.getvalue(), changed), target)


def write_bytes(content: bytes, target: Path) -> None:
    """Write a file whole or not at all; raises as `draft_of`."""
    with draft_of(target) as draft:
        draft.write_bytes(content)


def _with_one_time(content: bytes, changed: str) -> bytes:
    """Set every time in a workbook: openpyxl writes that of the saving, in the archive as well."""
    moment = datetime.strptime(changed, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - archives know no zones
    stamp = max(moment, datetime(1980, 1, 1)).timetuple()[:6]  # noqa: DTZ001
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, stamp)
            member.compress_type = zipfile.ZIP_DEFLATED
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _TIMES.sub(rb"\g<1>" + changed.encode() + rb"\g<2>", data)
            target.writestr(member, data)
    return out.getvalue()
