"""Rows of a list of points: text with commas, semicolons, tabs or spaces between, some thousand at a time."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from ..community.errors import InputError
from .encoding import Decoder, make_decoder

Row = tuple[int, list[str]]
"""The number of its line, and its cells."""

_BLOCK = 1_000_000
_LONGEST_LINE = 100_000
_JUDGED = 5000
_SAMPLE = 200
_SEPARATORS = (";", "\t", ",", "\uff0c", "|")
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")
_BOM, _WIDE = b"\xef\xbb\xbf", (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LONGEST_CELL = 20
"""Lines of a cell within quotation marks: a mark that nobody closes must not swallow the list."""


@dataclass(frozen=True)
class PointRows:
    """A list on disk, and how its first lines say it is to be read.

    Parameters
    ----------
    path
        The list.
    decoder
        Of its texts.
    separator
        What stands between the cells of most rows, None for spaces.
    """

    path: Path
    decoder: Decoder
    separator: Optional[str]

    @classmethod
    def of(cls, path: Path, encoding: Optional[str] = None) -> PointRows:
        """Look at the beginning of a list.

        Raises
        ------
        InputError
            `not_a_point_list` for what is no text, `unknown_encoding_name`.
        """
        lines = next((lines for lines, _ in _lines(path) if lines), [])
        decoder = make_decoder(lines[:_JUDGED], "", given=encoding)
        texts = map(decoder.text, lines[:_SAMPLE])
        return cls(path, decoder, _separator([text for text in texts if text.strip()]))

    def chunks(self) -> Iterator[tuple[list[Row], float]]:
        """Read the rows that are not empty, some thousand at a time, and the share read.

        Raises
        ------
        InputError
            `not_a_point_list` where a line is longer than any row of points.
        """
        first, size = 1, self.path.stat().st_size
        for lines, position in _lines(self.path):
            texts = [self.decoder.text(line) for line in lines]
            rows = [(first + n, self._cells(text, first + n)) for n, text in _whole(texts, self.separator)]
            first += len(lines)
            if rows:
                yield rows, position / size

    def _cells(self, text: str, line: int) -> list[str]:
        if self.separator is None:
            return text.split()
        if '"' not in text:
            cells = text.split(self.separator)
        else:
            try:
                cells = next(csv.reader(text.splitlines(keepends=True), delimiter=self.separator))
            except csv.Error as error:
                raise InputError("not_a_point_list", file=str(self.path), row=line, text=text[:60]) from error
        if self.separator == ",":
            return [cell.strip() for cell in cells]
        return [_plain(cell.strip()) for cell in cells]


def _whole(texts: list[str], separator: Optional[str]) -> Iterator[tuple[int, str]]:
    """Return the lines that are not empty and their places; one that ends within quotes with what follows."""
    place = 0
    while place < len(texts):
        stop = place + 1
        if '"' in texts[place] and separator is not None and _is_open(texts[place], separator):
            longer = range(stop + 1, min(stop + _LONGEST_CELL, len(texts)) + 1)
            stop = next((n for n in longer if not _is_open("\n".join(texts[place:n]), separator)), stop)
        text = "\n".join(texts[place:stop])
        if text.strip():
            yield place, text
        place = stop


def _is_open(text: str, separator: str) -> bool:
    """Tell whether a row is not whole: a quotation mark that begins a cell is not closed."""
    try:
        list(csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _lines(path: Path) -> Iterator[tuple[list[bytes], int]]:
    """Read a file as lines, about a megabyte at a time, and how far that came."""
    with path.open("rb") as file:
        head = file.read(4096)
        wide = head.startswith(_WIDE)
        if b"\x00" in head and not wide:
            raise InputError("not_a_point_list", file=str(path), row=1, text="…")
        file.seek(len(_BOM) if head.startswith(_BOM) else 0)
        # What Excel calls Unicode text is UTF-16.
        narrow = codecs.getincrementaldecoder("utf-16")("replace") if wide else None
        rest, number, ended = b"", 1, False
        while not ended:
            block = file.read(_BLOCK)
            ended = len(block) < _BLOCK
            block = block if narrow is None else narrow.decode(block, ended).encode()
            lines = (rest + block).splitlines(keepends=True)
            # The last one may go on, or want the second half of its end.
            rest = b"" if ended or not lines else lines.pop()
            number += len(lines)
            if len(rest) > _LONGEST_LINE:
                raise InputError("not_a_point_list", file=str(path), row=number, text="…")
            yield [line.rstrip(b"\r\n") for line in lines], file.tell()


def _separator(texts: list[str]) -> Optional[str]:
    counts = {sign: sum(sign in text for text in texts) for sign in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda sign: counts[sign])
    return best if counts[best] > len(texts) / 2 else None


def _plain(cell: str) -> str:
    return cell.replace(",", ".") if _DECIMAL_COMMA.fullmatch(cell) else cell
