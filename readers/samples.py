"""Strings of a survey file as bytes, to be shown under one encoding or another before it is read."""

from __future__ import annotations

import mmap
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .containers import sister
from .dxf.binary import SENTINEL, write_as_text
from .dxf.cadtext import plain_mtext
from .encoding import Decoder, codec_of, strings_beyond_ascii

_LOOKED_AT = 5000
_BLOCK = 1_000_000
# In the head of a .dbf, which its fields follow, 32 bytes each, names first.
_RECORDS_AT, _WIDTH_AT, _FIELDS_AT, _NAME = 8, 10, 32, 11


def raw_samples(path: Path, most: int = 200) -> list[bytes]:
    """Return distinct strings of a file that are not ASCII, spread over all of it.

    Parameters
    ----------
    path
        A drawing, a point list or a Shapefile; other formats say themselves how they are encoded.
    most
        How many at most.
    """
    if path.suffix.lower() == ".shp":
        table = sister(path, ".dbf")
        found = cells_of_table(table) if table is not None else []
    else:
        found = _lines(path)
    step = max(1, -(-len(found) // most))
    return found[::step]


def _lines(path: Path) -> list[bytes]:
    if not path.is_file() or not path.stat().st_size:
        return []
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        if mapped[: len(SENTINEL)] == SENTINEL:
            return _lines_of_binary(mapped, path)
        if b"\x00" in mapped[:4096]:
            return []
        return strings_beyond_ascii(mapped, _LOOKED_AT)


def _lines_of_binary(data: mmap.mmap, path: Path) -> list[bytes]:
    with tempfile.TemporaryFile() as text:
        write_as_text(data, path, text)
        text.flush()
        with mmap.mmap(text.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            return strings_beyond_ascii(mapped, _LOOKED_AT)


def cells_of_table(table: Path) -> list[bytes]:
    """Return distinct names of fields and cells of a .dbf that are not ASCII, the first 5,000 of them."""
    found: dict[bytes, None] = {}
    with table.open("rb") as file:
        head = file.read(_FIELDS_AT)
        start, width = (int.from_bytes(head[at : at + 2], "little") for at in (_RECORDS_AT, _WIDTH_AT))
        fields = file.read(max(start - _FIELDS_AT, 0))
        names = [fields[at : at + _NAME].split(b"\x00")[0] for at in range(0, len(fields), _FIELDS_AT)]
        records = max(width, 1) * max(_BLOCK // max(width, 1), 1)
        while names and len(found) < _LOOKED_AT:
            found.update(dict.fromkeys(name for name in names if not name.isascii()))
            names = file.read(records).replace(b"\x00", b" ").split()
    return list(found)[:_LOOKED_AT]


def decoded(samples: Sequence[bytes], encoding: str) -> list[str]:
    r"""Return samples as they read under an encoding, CAD notations resolved.

    Bytes that do not fit show as `\xB0`.
    """
    decoder = Decoder(codec_of(encoding) or "utf-8", reason="given")
    return [plain_mtext(decoder.text(raw)).strip() for raw in samples]
