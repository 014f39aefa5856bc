"""Geometry as a GeoPackage holds it: the number of its CRS, the box of all but points, and WKB.

Source: the GeoPackage standard, clause 2.1.3; OGC 06-103r4, clause 8, on WKB.
"""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import shapely

from ..community.survey.shapes import Ints, Shapes

_LITTLE_ENDIAN, _WITH_BOX = 0b1, 0b11
_BOX, _VERTEX, _COUNT = 32, 16, 4
_HEAD, _MARKS, _BOXES = 8, 4, (0, 32, 48, 48, 64)
_HEADS = {
    b"GP\0" + bytes([box << 1 | low]): _HEAD + size
    for box, size in enumerate(_BOXES)
    for low in (0, 1, 1 << 4, 1 << 4 | 1)
}
"""How a plain blob begins → where its WKB does."""
_WKB_TYPES = {
    shapely.GeometryType.POINT: 1, shapely.GeometryType.LINESTRING: 2, shapely.GeometryType.POLYGON: 3,
}  # fmt: skip


def geometry_blobs(geometry: Any, srs_id: int) -> tuple[Any, list[Optional[bytes]]]:
    """Return bounds and blobs of shapely's geometries, None for None."""
    boxed = shapely.get_type_id(geometry) > 0
    bounds = shapely.bounds(geometry)
    boxes = _boxes(bounds)
    plain, with_box = _head(_LITTLE_ENDIAN, srs_id), _head(_WITH_BOX, srs_id)
    bodies = shapely.to_wkb(geometry, byte_order=1).tolist()
    blobs = [
        None if body is None else with_box + box + body if has_box else plain + body
        for body, has_box, box in zip(bodies, boxed.tolist(), boxes)
    ]
    return bounds, blobs


def shapes_of(blobs: Any) -> Any:
    """Return shapely's geometries of blobs, None for None; no array when one is not plain WKB."""
    try:
        return shapely.from_wkb(
            np.array([None if b is None else b[_HEADS[b[:_MARKS]] :] for b in blobs.tolist()], object)
        )
    except (KeyError, shapely.errors.GEOSException, NotImplementedError):
        return None


def blobs_of(shapes: Shapes, srs_id: int) -> list[bytes]:
    """Return the blobs of shapes."""
    vertices = shapes.coordinates.astype("<f8").tobytes()
    wkb = b"\x01" + _WKB_TYPES[shapes.kind].to_bytes(4, "little")
    if not shapes.offsets:
        begin = _head(_LITTLE_ENDIAN, srs_id) + wkb
        return [begin + vertices[at : at + _VERTEX] for at in range(0, len(vertices), _VERTEX)]
    bodies = _counted(vertices, _VERTEX * shapes.offsets[0], np.diff(shapes.offsets[0]))
    for offsets in shapes.offsets[1:]:
        starts = np.append(0, np.cumsum([len(body) for body in bodies]))
        bodies = _counted(b"".join(bodies), starts[offsets], np.diff(offsets))
    begin = _head(_WITH_BOX, srs_id)
    return [begin + box + wkb + body for box, body in zip(_boxes(shapes.bounds), bodies)]


def _counted(raw: bytes, starts: Ints, counts: Ints) -> list[bytes]:
    """Cut bytes into pieces, each behind the number of things in it."""
    numbers, ends = counts.astype("<u4").tobytes(), starts.tolist()
    return [
        numbers[at : at + _COUNT] + raw[start:end]
        for at, start, end in zip(range(0, len(numbers), _COUNT), ends, ends[1:])
    ]


def _boxes(bounds: Any) -> list[bytes]:
    """Return boxes as a blob has them: least and greatest x, least and greatest y."""
    raw = bounds[:, [0, 2, 1, 3]].astype("<f8").tobytes()
    return [raw[at : at + _BOX] for at in range(0, len(raw), _BOX)]


def _head(flags: int, srs_id: int) -> bytes:
    return b"GP\0" + bytes([flags]) + srs_id.to_bytes(4, "little", signed=True)
