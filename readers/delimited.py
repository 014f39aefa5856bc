"""Text tables: which encoding, which separator, quotes and line breaks in cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ..community.errors import InputError
from .tables import SourceTable, table_from_rows

MAX_BYTES = 300_000_000
_SEPARATORS = (",", ";", "\t", "|")
_NO_SEPARATOR = "\x1f"
_REGULAR = 0.5
_SAMPLE_ROWS = 50
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_delimited(path: Path, encoding: str | None = None) -> SourceTable:
    """Read a CSV, TSV or other separated text file.

    Raises
    ------
    InputError
        As `readers.tables.read_tables`.
    """
    if path.stat().st_size > MAX_BYTES:
        raise InputError("table_too_large", file=str(path))
    text, encoding = _decode(path, path.read_bytes(), encoding)
    declared, text = _declared_separator(text)
    if not text.strip():
        raise InputError("empty_table", file=str(path))
    separator = declared or _separator(text)
    return table_from_rows(path, path.stem, _rows(path, text, separator), encoding)


def _decode(path: Path, raw: bytes, encoding: str | None) -> tuple[str, str]:
    candidates = [encoding] if encoding else _candidates(raw)
    for candidate in candidates:
        try:
            text = raw.decode(candidate)
        except (UnicodeError, LookupError):
            continue
        if "\x00" in text:
            raise InputError("not_a_table", file=str(path))
        return text, candidate
    raise InputError("unknown_encoding", file=str(path), tried=", ".join(candidates))


def _candidates(raw: bytes) -> list[str]:
    """Order encodings by evidence: byte order mark, zero bytes, then strict UTF-8 before GB18030."""
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return [name]
    sample = raw[:4096]
    # ASCII separators and digits leave zeros in every second byte of UTF-16.
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if odd > len(sample) // 8 and not even:
        return ["utf-16-le"]
    if even > len(sample) // 8 and not odd:
        return ["utf-16-be"]
    return ["utf-8", "gb18030"]


def _declared_separator(text: str) -> tuple[str | None, str]:
    """Take Excel's `sep=;` line off; an empty line keeps the row numbers."""
    first, newline, rest = text.partition("\n")
    first = first.strip().strip('"')
    if len(first) == 5 and first.lower().startswith("sep="):
        return first[4], newline + rest
    return None, text


def _separator(text: str) -> str:
    """Return the separator under which most rows have the same number of cells.

    Text of one column may hold commas in some rows: fewer than half make no table.
    """
    best = max(_SEPARATORS, key=lambda separator: _regularity(text, separator))
    return best if _regularity(text, best)[0] >= _REGULAR else _NO_SEPARATOR


def _regularity(text: str, separator: str) -> tuple[float, int]:
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if row:
                widths[len(row)] += 1
            if sum(widths.values()) >= _SAMPLE_ROWS:
                break
    except csv.Error:
        return 0.0, 0
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return count / sum(widths.values()), width


def _rows(path: Path, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError("broken_table", file=str(path), row=number, problem=str(error)) from error
        yield number, [_unescape(cell.strip()) for cell in cells]


def _unescape(cell: str) -> str:
    # The apostrophe with which exports keep a cell from being taken for a formula.
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell
