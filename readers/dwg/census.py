"""Ask a DWG of R14 or 2000 itself what is drawn in it, apart from the library that reads it.

In these releases the entities of a drawing hang in a chain. Where a link is broken, ACadSharp leaves
out all that follow without a word: of five lines with a damaged one in the middle, two came in. The
drawing's list of objects is plain, however (Open Design Specification for .dwg files, "R13-R15 DWG
file format organization", "Object map", "Common entity format"), so what is drawn can be held
against what was read. Since 2004 the list is packed, but there each block names its entities: one
that is lost takes no other with it.
"""

from __future__ import annotations

import struct
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

RELEASES = ("AC1014", "AC1015")
"""Whose list of objects is plain."""

_TYPES = {
    1: "TEXT", 3: "ATTDEF", 7: "INSERT", 8: "INSERT", 15: "POLYLINE", 16: "POLYLINE", 17: "ARC",
    18: "CIRCLE", 19: "LINE", **dict.fromkeys(range(20, 27), "DIMENSION"), 27: "POINT", 28: "3DFACE",
    29: "POLYLINE", 30: "POLYLINE", 31: "SOLID", 32: "TRACE", 33: "SHAPE", 34: "VIEWPORT", 35: "ELLIPSE",
    36: "SPLINE", 37: "REGION", 38: "3DSOLID", 39: "BODY", 40: "RAY", 41: "XLINE", 43: "OLEFRAME",
    44: "MTEXT", 45: "LEADER", 46: "TOLERANCE", 47: "MLINE", 74: "OLE2FRAME", 77: "LWPOLYLINE",
    78: "HATCH", 498: "ACAD_PROXY_ENTITY",
}  # fmt: skip
"""Numbers of entities that stand by themselves; those from 500 on are told by the drawing's classes."""

_FIRST_LOCATOR, _LOCATOR = 0x19, 9
_CLASSES, _OBJECTS = 1, 2
_SENTINEL, _CRC = 16, 2
_FIRST_CLASS, _ENTITY_CLASS = 500, 0x1F2
_SPACES = ("block", "paper", "model", "")


@dataclass(frozen=True)
class Drawn:
    """An entity of the drawing.

    Parameters
    ----------
    kind
        Its type, as DXF names it.
    space
        Where it stands: `model`, `paper`, `block`, or nothing when that cannot be read.
    layer
        Handle of its layer; 0 when that cannot be read.
    """

    kind: str
    space: str
    layer: int


def drawn_beyond(path: Path, known: Container[int]) -> list[Drawn]:
    """Return what is drawn in a DWG of R14 or 2000 whose handle is not among `known`.

    Raises
    ------
    ValueError
        The list of objects cannot be read.
    """
    data = path.read_bytes()
    try:
        places = {handle: place for handle, place in _object_map(data) if handle not in known}
        types = _TYPES | _entity_classes(data)
        kinds = {place: types.get(_body(data, place).short()) for place in places.values()}
    except (IndexError, struct.error) as error:
        raise ValueError(str(error)) from error
    return [_drawn(data, place, kind) for place, kind in kinds.items() if kind]


class _Bits:
    """Reads values that begin at any bit."""

    def __init__(self, data: bytes, place: int) -> None:
        self.data, self.at = data, 8 * place

    def take(self, count: int) -> int:
        """Return the next bits as a number."""
        end = self.at + count
        piece = self.data[self.at // 8 : -(-end // 8)]
        if end > 8 * len(self.data):
            raise IndexError(end)
        self.at = end
        return (int.from_bytes(piece, "big") >> (-end % 8)) & ((1 << count) - 1)

    def raw(self, size: int) -> int:
        """Return a number of some bytes, the lowest first."""
        return int.from_bytes(self.take(8 * size).to_bytes(size, "big"), "little")

    def short(self) -> int:
        """Return a "bitshort"."""
        return (lambda: self.raw(2), lambda: self.take(8), lambda: 0, lambda: 256)[self.take(2)]()

    def long(self) -> int:
        """Return a "bitlong"."""
        return (lambda: self.raw(4), lambda: self.take(8), lambda: 0, lambda: 0)[self.take(2)]()

    def handle(self, of: int = 0) -> int:
        """Return the handle that a reference leads to from the object `of`."""
        code, size = self.take(4), self.take(4)
        value = self.take(8 * size)
        return {6: of + 1, 8: of - 1, 10: of + value, 12: of - value}.get(code, value)

    def skip(self, size: int) -> None:
        """Go on by some bytes."""
        self.at += 8 * size


def _section(data: bytes, number: int) -> int:
    """Return where a section of the file begins."""
    (count,) = struct.unpack_from("<L", data, _FIRST_LOCATOR - 4)
    for at in range(_FIRST_LOCATOR, _FIRST_LOCATOR + _LOCATOR * min(count, 6), _LOCATOR):
        if data[at] == number:
            return int(struct.unpack_from("<L", data, at + 1)[0])
    raise IndexError(number)


def _object_map(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield handle and place of each object: pieces, each with the steps from one to the next."""
    at = _section(data, _OBJECTS)
    while True:
        size = struct.unpack_from(">H", data, at)[0]
        end, at = at + size, at + 2
        if at >= end:
            return
        handle = place = 0
        while at < end:
            step, at = _modular(data, at)
            handle += step
            step, at = _modular(data, at, signed=True)
            place += step
            yield handle, place
        at = end + _CRC


def _modular(data: bytes, at: int, *, signed: bool = False) -> tuple[int, int]:
    """Return a number of seven bits a byte, the lowest first, and where it ends."""
    value = shift = 0
    while data[at] & 0x80:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
    if signed and data[at] & 0x40:
        return -(value | (data[at] & 0x3F) << shift), at + 1
    return value | data[at] << shift, at + 1


def _body(data: bytes, place: int) -> _Bits:
    """Return an object from its type on; its size stands before, in words of fifteen bits."""
    if place < 0:
        raise IndexError(place)
    while struct.unpack_from("<H", data, place)[0] & 0x8000:
        place += 2
    return _Bits(data, place + 2)


def _entity_classes(data: bytes) -> dict[int, str]:
    """Return the types beyond the fixed ones that are entities: number → name in DXF."""
    begin = _section(data, _CLASSES) + _SENTINEL
    bits = _Bits(data, begin + 4)
    end = 8 * (begin + 4 + struct.unpack_from("<L", data, begin)[0])
    names = {}
    while bits.at < end - 8 * _CRC:
        number, _version = bits.short(), bits.short()
        _application, _class, name = ([bits.take(8) for _ in range(bits.short())] for _ in range(3))
        _zombie, kind = bits.take(1), bits.short()
        if kind == _ENTITY_CLASS and number >= _FIRST_CLASS:
            names[number] = bytes(name).decode("latin-1")
    return names


def _drawn(data: bytes, place: int, kind: str) -> Drawn:
    try:
        return Drawn(kind, *_whereabouts(_body(data, place), r14=data.startswith(b"AC1014")))
    except IndexError:
        return Drawn(kind, "", 0)


def _whereabouts(bits: _Bits, *, r14: bool) -> tuple[str, int]:
    """Return the space of an entity and the handle of its layer.

    The handles follow behind the data: owner (in a block), reactors, dictionary, in 2000 the
    neighbours unless these are the next ones, and the layer.
    """
    own, handles, space, reactors = _head(bits, r14=r14)
    neighbours = 0 if r14 or bits.take(1) else 2
    for _ in range((space == 0) + reactors + 1 + neighbours):
        handles.handle(own)
    return _SPACES[space], handles.handle(own)


def _head(bits: _Bits, *, r14: bool) -> tuple[int, _Bits, int, int]:
    """Return an entity's handle, those it refers to, its space, and the number of its reactors."""
    begin = bits.at
    bits.short()
    size = 0 if r14 else bits.raw(4)
    own = bits.handle()
    while extended := bits.short():
        bits.handle()
        bits.skip(extended)
    if bits.take(1):
        bits.skip(bits.raw(4))
    handles = _Bits(bits.data, 0)
    handles.at = begin + (bits.raw(4) if r14 else size)
    return own, handles, bits.take(2), bits.long()
