"""Binary DXF, turned into the text form that is read anyway.

Source: the DXF reference, "Binary DXF Files" and the value types of group codes. Before
R13 a group code is one byte (255: two more follow), since then always two.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import IO, Any

from ...community.errors import InputError

SENTINEL = b"AutoCAD Binary DXF\r\n\x1a\x00"

_LINES_AT_ONCE = 100_000

_TEXT, _REAL, _SHORT, _LONG, _HUGE, _BYTES, _FLAG = range(7)
_TYPES = (
    (0, 9, _TEXT), (10, 59, _REAL), (60, 79, _SHORT), (90, 99, _LONG), (100, 109, _TEXT),
    (110, 149, _REAL), (160, 169, _HUGE), (170, 179, _SHORT), (210, 239, _REAL), (270, 289, _SHORT),
    (290, 299, _FLAG), (300, 309, _TEXT), (310, 319, _BYTES), (320, 369, _TEXT), (370, 389, _SHORT),
    (390, 399, _TEXT), (400, 409, _SHORT), (410, 419, _TEXT), (420, 429, _LONG), (430, 439, _TEXT),
    (440, 459, _LONG), (460, 469, _REAL), (470, 481, _TEXT), (999, 1003, _TEXT), (1004, 1004, _BYTES),
    (1005, 1009, _TEXT), (1010, 1059, _REAL), (1060, 1070, _SHORT), (1071, 1071, _LONG),
)  # fmt: skip
_FORMATS = {_REAL: "<d", _SHORT: "<h", _LONG: "<i", _HUGE: "<q", _FLAG: "<B"}
_TYPE_OF = {code: kind for first, last, kind in _TYPES for code in range(first, last + 1)}


def write_as_text(data: Any, path: Path, target: IO[bytes]) -> None:
    """Write a binary DXF as a text DXF.

    Parameters
    ----------
    data
        The file: bytes or an mmap.
    path
        Its name, for the error.
    target
        Takes the text; a drawing may be larger than memory.

    Raises
    ------
    InputError
        `truncated_drawing` when it breaks off, `damaged_drawing` at a group code that does not exist.
    """
    position = len(SENTINEL)
    wide = data[position : position + 2] == b"\x00\x00"
    lines: list[bytes] = []
    try:
        while position < len(data):
            code, position = _code(data, position, wide)
            if code not in _TYPE_OF:
                raise InputError("damaged_drawing", offset=position)
            value, position = _value(data, position, _TYPE_OF[code])
            lines += (b"%d" % code, value)
            if len(lines) >= _LINES_AT_ONCE:
                target.write(b"\n".join([*lines, b""]))
                lines.clear()
    except (struct.error, IndexError, ValueError) as error:
        raise InputError("truncated_drawing", file=str(path)) from error
    target.write(b"\n".join([*lines, b""]) or b"\n")


def _code(data: Any, position: int, wide: bool) -> tuple[int, int]:
    if wide:
        return struct.unpack_from("<H", data, position)[0], position + 2
    code = data[position]
    if code == 255:
        return struct.unpack_from("<H", data, position + 1)[0], position + 3
    return code, position + 1


def _value(data: Any, position: int, kind: int) -> tuple[bytes, int]:
    if kind == _TEXT:
        end = data.find(b"\x00", position)
        if end < 0:
            raise ValueError
        return data[position:end].replace(b"\n", b"^J").replace(b"\r", b"^M"), end + 1
    if kind == _BYTES:
        end = position + 1 + data[position]
        return data[position + 1 : end].hex().encode(), end
    layout = _FORMATS[kind]
    value = struct.unpack_from(layout, data, position)[0]
    return repr(value).encode(), position + struct.calcsize(layout)
