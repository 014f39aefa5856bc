"""DWG drawings for the tests, written by the library that also reads them."""

from __future__ import annotations

import subprocess
import sys

from commonplan.readers.dwg import census

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
    types = {
        **census._TYPES,
        **census._entity_classes(data),
        2: "ATTRIB",
        4: "BLOCK",
        5: "ENDBLK",
        6: "SEQEND",
    }
    types.update(dict.fromkeys(range(10, 15), "VERTEX"))
    for _, place in census._object_map(data):
        if census._body(data, place).short() in types:
            bits = census._body(data, place)
            census._head(bits, r14=True)
            data[bits.at // 8] ^= 0x80 >> bits.at % 8
    path.write_bytes(data)


def spoil(path, kind, which):
    """Give one of the entities of a type (by its number) a type that there is not."""
    data = bytearray(path.read_bytes())
    places = [place for _, place in census._object_map(data) if census._body(data, place).short() == kind]
    bits = census._body(data, places[which])
    assert bits.take(2) == 1, "the type is no single byte"
    number = int.from_bytes(data[bits.at // 8 : bits.at // 8 + 2], "big")
    shift = 8 - bits.at % 8
    number = number & ~(0xFF << shift) | 120 << shift
    data[bits.at // 8 : bits.at // 8 + 2] = number.to_bytes(2, "big")
    path.write_bytes(data)
