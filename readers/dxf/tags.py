"""The pairs of group code and value that a DXF file is made of, as arrays.

DXF is read here and not through OGR. Of a drawing with every kind of entity OGR 3.6 leaves
out eleven kinds without a word and explodes dimensions into loose lines; of a damaged one
it read 63 of 1504 entities; it decodes all strings of a file alike, gives no text height
through Arrow, and differs between releases. Scanning the bytes with numpy knows every
entity and is faster than a loop over OGR's features (measured).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...community.errors import InputError
from ..mapped import Buffer, let_go

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]

BATCH_BYTES = 4_000_000
_CAREFUL_BYTES = 200_000
_MAX_REPAIRS = 500
_LONGEST_NUMBER = 40
_LONGEST_CODE = 12
_CODE_DIGITS = 4
# Far beyond the widest grid in hundredths of a millimetre; what is computed from less stays finite.
_GREATEST = 1e15
_NEXT_ENTITY = re.compile(rb"\n[ \t]*0[ \t]*\r?\n(?!VERTEX|SEQEND|ATTRIB\b)(?=[A-Z]|3D)")


@dataclass(frozen=True)
class Tags:
    """Consecutive tags: `codes[i]` and the value `data[starts[i]:ends[i]]`.

    `impossible` holds where numbers stood that were asked for and that no drawing can hold.
    """

    data: bytes
    codes: Ints
    starts: Ints
    ends: Ints
    impossible: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.codes)

    def values(self, rows: Ints) -> list[bytes]:
        """Return the values of `rows` as bytes, spaces kept."""
        data = self.data
        spans = zip(self.starts[rows].tolist(), self.ends[rows].tolist())
        return [data[start:end] for start, end in spans]

    def numbers(self, rows: Ints) -> Floats:
        """Return the values of `rows` as numbers; NaN where there is none, or one no drawing can hold."""
        if not len(rows):
            return np.zeros(0)
        starts, lengths = self.starts[rows], self.ends[rows] - self.starts[rows]
        width = min(int(lengths.max()), _LONGEST_NUMBER)
        if width == 0:
            return np.full(len(rows), np.nan)
        columns = np.arange(width)
        buffer = np.frombuffer(self.data, np.uint8)
        places = np.minimum(starts[:, None] + columns, len(buffer) - 1)
        cells = np.where(columns < lengths[:, None], buffer[places], 0).astype(np.uint8)
        words = np.ascontiguousarray(cells).view(f"S{width}").ravel()
        try:
            values = words.astype(np.float64)
        except ValueError:
            values = np.array([_parsed(word) for word in words.tolist()], dtype=np.float64)
        wild = np.abs(values) > _GREATEST
        if wild.any():
            self.impossible.update(starts[wild].tolist())
            values[wild] = np.nan
        return values


def number(value: bytes) -> float:
    """Return a value as a number; NaN when it is none, or one no drawing can hold."""
    found = _parsed(value)
    return found if abs(found) <= _GREATEST else float("nan")


def _parsed(word: bytes) -> float:
    try:
        return float(word)
    except ValueError:
        return float("nan")


def batches(
    buffer: Buffer, spans: Sequence[tuple[int, int]], repairs: list[int], size: int = BATCH_BYTES
) -> Iterator[Tags]:
    """Cut spans of a file into tags, some whole entities at a time.

    Parameters
    ----------
    buffer
        The file: bytes or an mmap.
    spans
        Offsets between which whole tags stand; each begins with a group code.
    repairs
        Takes the offset of every place where the pairs were out of step and were
        found again at the next entity.
    size
        Bytes of a batch, which bounds memory whatever the size of the file.

    Raises
    ------
    InputError
        `damaged_drawing` when there are too many such places.
    """
    for start, stop in spans:
        while start < stop:
            end = cut(buffer, start, stop, _CAREFUL_BYTES if repairs else size)
            tags, resume = _parse(buffer[start:end])
            yield tags
            let_go(buffer, end)
            if resume is not None:
                repairs.append(start + resume)
                if len(repairs) > _MAX_REPAIRS:
                    raise InputError("damaged_drawing", offset=repairs[0])
                end = cut(buffer, start + resume, stop, 0)
            start = end


def cut(buffer: Buffer, start: int, stop: int, size: int) -> int:
    """Return where the first entity after `start + size` begins, at most `stop`."""
    if stop - start <= size:
        return stop
    found = _NEXT_ENTITY.search(buffer, start + size, stop)
    return found.start() + 1 if found else stop


def _parse(data: bytes) -> tuple[Tags, int | None]:
    """Return the tags of `data`, and where to look on when a group code is none, else None."""
    buffer = np.frombuffer(data, np.uint8)
    breaks = np.flatnonzero(buffer == 0x0A)
    if len(data) and data[-1] != 0x0A:
        breaks = np.append(breaks, len(data))
    starts = np.concatenate((np.zeros(1, np.int64), breaks[:-1] + 1)) if len(breaks) else breaks
    pairs = len(breaks) // 2
    codes, first_bad = _codes(buffer, starts[0 : 2 * pairs : 2], breaks[0 : 2 * pairs : 2])
    values, ends = starts[1 : 2 * first_bad : 2], breaks[1 : 2 * first_bad : 2]
    if first_bad:
        ends = ends - ((ends > values) & (buffer[ends - 1] == 0x0D))
    tags = Tags(data, codes[:first_bad], values, ends)
    if first_bad == pairs:
        return tags, None
    # The value before may be the 0 that begins the next entity: look from its line on.
    return tags, int(starts[2 * first_bad - 1]) - 1 if first_bad else 0


def _codes(buffer: Any, starts: Ints, ends: Ints) -> tuple[Ints, int]:
    """Read the lines of group codes as numbers; also return the row of the first that is none."""
    if not len(starts):
        return np.zeros(0, np.int64), 0
    codes = np.zeros(len(starts), np.int64)
    digits = np.zeros(len(starts), np.int64)
    bad = ends - starts > _LONGEST_CODE
    for back in range(1, min(int((ends - starts).max()), _LONGEST_CODE) + 1):
        places = ends - back
        inside = places >= starts
        signs = buffer[np.where(inside, places, starts)]
        digit = inside & (signs >= 0x30) & (signs <= 0x39)
        codes += np.where(digit, (signs.astype(np.int64) - 0x30) * 10 ** np.minimum(digits, 9), 0)
        digits += digit
        bad |= inside & ~digit & ~np.isin(signs, (0x20, 0x09, 0x0D, 0x2D))
    bad |= (digits == 0) | (digits > _CODE_DIGITS)
    return codes, int(np.argmax(bad)) if bad.any() else len(codes)
