"""Rows of a list of points: text with commas, semicolons, tabs or spaces between, some thousand at a time."""

from __future__ import annotations

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
_BOM = b"\xef\xbb\xbf"


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
            texts = map(self.decoder.text, lines)
            rows = [(n, self._cells(text, n)) for n, text in enumerate(texts, first) if text.strip()]
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
                cells = next(csv.reader([text], delimiter=self.separator))
            except csv.Error as error:
                raise InputError("not_a_point_list", file=str(self.path), row=line, text=text[:60]) from error
        if self.separator == ",":
            return [cell.strip() for cell in cells]
        return [_plain(cell.strip()) for cell in cells]


def _lines(path: Path) -> Iterator[tuple[list[bytes], int]]:
    """Read a file as lines, about a megabyte at a time, and how far that came."""
    with path.open("rb") as file:
        head = file.read(4096)
        if b"\x00" in head:
            raise InputError("not_a_point_list", file=str(path), row=1, text="…")
        file.seek(len(_BOM) if head.startswith(_BOM) else 0)
        rest, number, ended = b"", 1, False
        while not ended:
            block = file.read(_BLOCK)
            ended = len(block) < _BLOCK
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
