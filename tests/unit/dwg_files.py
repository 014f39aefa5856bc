"""DWG drawings for the tests, written by the library that also reads them."""

from __future__ import annotations

import subprocess
import sys

import pytest

raw = pytest.importorskip("ezdwg.raw", reason="nothing counts what is drawn in a DWG")

WRITER = """
import sys
from acadsharp import native
with native.load() as library:
    document = library.read(sys.argv[1])
    document.Header.Version = getattr(library.ACadSharp.ACadVersion, sys.argv[3])
    library.write(document, sys.argv[2])
"""


def as_dwg(drawing, version, path=None):
    """Save a drawing as DWG, in a process of its own."""
    path = path or drawing.with_suffix(".dwg")
    subprocess.run([sys.executable, "-c", WRITER, drawing, path, version], check=True)
    if version == "AC1014":
        _put_right(path)
    return path


def _put_right(path):
    """Turn the bit of each entity of an R14 that says whether it has a linetype of its own.

    The library (its issue 1161) writes the handle of a linetype where the bit says that there is
    none, and none where there is; its reader goes by the format. What had a linetype of its own
    loses it by this, all else is as drawn.
    """
    data = bytearray(path.read_bytes())
    for _, place, _, _, _, sort in raw.list_object_headers_with_type(str(path)):
        if sort == "E":
            at = _after_common_data(data, place)
            data[at // 8] ^= 0x80 >> at % 8
    path.write_bytes(data)


def _after_common_data(data, place):
    """Return the bit behind what all entities of an R14 begin with ("Common entity format")."""
    at = 8 * place
    while take(data, at + 8, 1):  # the size, in words of fifteen bits
        at += 16
    at = skip_short(data, at + 16)  # the type
    at += 8 + 8 * take(data, at + 4, 4)  # the handle
    while (size := short(data, at)) != 0:  # extended data, each with the handle of its application
        at = skip_short(data, at)
        at += 8 + 8 * take(data, at + 4, 4) + 8 * size
    at = skip_short(data, at)
    assert not take(data, at, 1), "a preview"
    at += 1 + 32 + 2  # the size in bits, and the space
    return at + (34, 10, 2)[take(data, at, 2)]  # the number of reactors


def take(data, at, count):
    piece = int.from_bytes(data[at // 8 : (at + count) // 8 + 1], "big")
    return (piece >> (8 - (at + count) % 8)) & ((1 << count) - 1)


def short(data, at):
    """Return a "bitshort"."""
    low, high = take(data, at + 2, 8), take(data, at + 10, 8)
    return (low | high << 8, low, 0, 256)[take(data, at, 2)]


def skip_short(data, at):
    return at + (18, 10, 2, 2)[take(data, at, 2)]


def spoil(path, kind, which):
    """Give one of the entities of a type a type that there is not."""
    data = bytearray(path.read_bytes())
    headers = raw.list_object_headers_with_type(str(path))
    at = 8 * [place for _, place, _, _, name, _ in headers if name == kind][which] + 16
    assert take(data, at, 2) == 1, "the type is no single byte"
    first = at // 8
    pair = int.from_bytes(data[first : first + 2], "big")
    data[first : first + 2] = (pair & ~(0xFF << 6) | 120 << 6).to_bytes(2, "big")
    path.write_bytes(data)
