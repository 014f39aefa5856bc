"""Hatches: their boundaries as areas, islands as holes."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from . import curves
from .entities import Entities
from .paths import to_world
from .tags import Floats

_POLYLINE, _END_OF_BOUNDARY = 2, (97, 75, 76, 98)
_LINE, _ARC, _ELLIPSE, _SPLINE = 1, 2, 3, 4
_DEGREES = np.pi / 180
_MOST_CROSSINGS, _SAMPLED = 2_000, 100

Tag = tuple[int, float]


def read_hatches(entities: Entities) -> list[tuple[int, Any]]:
    """Return entity row and geometry of every hatch and MPOLYGON whose boundary can be read.

    Rings inside rings are holes, rings inside these are areas again: a hatch with separate
    parts is a MultiPolygon.
    """
    found = []
    codes, owner = entities.tags.codes, entities.owner
    for row in entities.rows("HATCH", "MPOLYGON").tolist():
        start, stop = np.searchsorted(owner, (row, row + 1))
        own = np.arange(start, stop)[codes[start:stop] < 1000]
        tags = list(zip(codes[own].tolist(), entities.tags.numbers(own).tolist()))
        rings = [_ring(boundary, entities.tolerance) for boundary in _boundaries(tags)]
        geometry = _even_odd([ring for ring in rings if ring is not None])
        if geometry is not None:
            found.append((row, _turned(entities, row, geometry)))
    return found


def _boundaries(tags: list[Tag]) -> list[list[Tag]]:
    """Cut the tags of a hatch into boundaries, each from its code 92 on."""
    boundaries: list[list[Tag]] = []
    inside = in_spline = False
    for code, value in tags:
        if code == 92:
            boundaries.append([])
            inside, in_spline = True, False
        elif code == 72:
            in_spline = value == _SPLINE and _is_of_edges(boundaries)
        # In a spline edge a code 97 counts its fit points, which only newer files have.
        elif code in _END_OF_BOUNDARY and not (code == 97 and in_spline):
            inside = False
        if inside:
            boundaries[-1].append((code, value))
    return boundaries


def _is_of_edges(boundaries: list[list[Tag]]) -> bool:
    flags = boundaries[-1][0][1] if boundaries else np.nan
    return bool(np.isfinite(flags)) and not int(flags) & _POLYLINE


def _ring(tags: list[Tag], tolerance: float) -> Floats | None:
    flags = tags[0][1]
    if not np.isfinite(flags):
        return None
    read = _polyline_ring if int(flags) & _POLYLINE else _edge_ring
    points = read(tags[1:], tolerance)
    if points is None or len(points) < 3 or not np.isfinite(points).all():
        return None
    return points


def _polyline_ring(tags: list[Tag], tolerance: float) -> Floats | None:
    points: list[list[float]] = []
    for code, value in tags:
        if code == 10:
            points.append([value, 0.0, 0.0])
        elif code == 20 and points:
            points[-1][1] = value
        elif code == 42 and points:
            points[-1][2] = value
    if not points:
        return None
    values = np.array([*points, points[0]])
    coordinates = np.column_stack((values[:, :2], np.zeros(len(values))))
    expanded, _ = curves.expand_bulges(coordinates, np.zeros(len(values), np.int64), values[:, 2], tolerance)
    return expanded[:, :2]


def _edge_ring(tags: list[Tag], tolerance: float) -> Floats | None:
    edges: list[list[Tag]] = []
    for tag in tags:
        if tag[0] == 72:
            edges.append([])
        if edges:
            edges[-1].append(tag)
    drawn = (_edge(edge, tolerance) for edge in edges)
    pieces = [piece for piece in drawn if piece is not None and len(piece)]
    if not pieces:
        return None
    ring = [pieces[0]]
    for piece in pieces[1:]:
        end = ring[-1][-1]
        # Some programs write an arc against the direction of its ring.
        backward = np.hypot(*(piece[-1] - end)) < np.hypot(*(piece[0] - end))
        ring.append(piece[::-1] if backward else piece)
    return np.concatenate(ring)


def _edge(tags: list[Tag], tolerance: float) -> Floats | None:
    values: dict[int, list[float]] = {}
    for code, value in tags:
        values.setdefault(code, []).append(value)
    kind = values[72][0]
    try:
        if kind == _LINE:
            return np.array([[values[10][0], values[20][0]], [values[11][0], values[21][0]]])
        if kind in (_ARC, _ELLIPSE):
            return _round_edge(values, tolerance, whole=kind == _ARC)
        return _spline_edge(values, tolerance) if kind == _SPLINE else None
    except (KeyError, IndexError, ValueError, OverflowError):
        return None


def _round_edge(values: dict[int, list[float]], tolerance: float, *, whole: bool) -> Floats:
    center = np.array([[values[10][0], values[20][0], 0.0]])
    major = [values[40][0], 0.0] if whole else [values[11][0], values[21][0]]
    ratio = 1.0 if whole else values[40][0]
    forward = 1.0 if values.get(73, [1.0])[0] else -1.0
    start, end = values[50][0] * _DEGREES, values[51][0] * _DEGREES
    sweep = np.mod(end - start, 2 * np.pi) or 2 * np.pi
    axes = np.array([[*major, 0.0]]), forward * ratio * np.array([[-major[1], major[0], 0.0]])
    points, _ = curves.ellipses(center, *axes, np.array([start]), np.array([sweep]), tolerance)
    return points[:, :2]


def _spline_edge(values: dict[int, list[float]], tolerance: float) -> Floats | None:
    count = int(values[96][0])
    control = np.column_stack((values[10][:count], values[20][:count], np.zeros(count)))
    weights = np.array(values.get(42, [])[:count])
    points = curves.spline(int(values[94][0]), values[40], control, weights, tolerance)
    return None if points is None else points[:, :2]


def _even_odd(rings: list[Floats]) -> Any:
    """Join rings so that what lies in an odd number of them is area; None when nothing does."""
    areas = np.array([_area(ring) for ring in rings], object)
    areas = areas[shapely.area(areas) > 0]
    if not len(areas):
        return None
    one, other = shapely.STRtree(areas).query(areas, predicate="intersects")
    meets = np.isin(np.arange(len(areas)), one[one != other])
    meeting = areas[meets]
    # By halves: one after the other would take the square of their number.
    while len(meeting) > 1:
        half = len(meeting) // 2
        joined = shapely.symmetric_difference(meeting[:half], meeting[half : 2 * half])
        meeting = np.concatenate((joined, meeting[2 * half :]))
    result = shapely.multipolygons(_polygons_of(np.concatenate((areas[~meets], meeting))))
    return result if shapely.area(result) > 0 else None


def _polygons_of(geometries: Any) -> Any:
    parts = shapely.get_parts(shapely.get_parts(geometries))
    return parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]


def _area(ring: Floats) -> Any:
    """Return the area in a ring; None when it crosses itself too often to be told."""
    area = shapely.polygons(ring)
    if shapely.is_valid(area):
        return area
    return shapely.make_valid(area) if _crossings(ring) <= _MOST_CROSSINGS else None


def _crossings(ring: Floats) -> float:
    """Estimate how often a ring's segments come near others than their neighbours, from some of them."""
    low, high = np.minimum(ring[:-1], ring[1:]), np.maximum(ring[:-1], ring[1:])
    some = np.linspace(0, len(low) - 1, min(len(low), _SAMPLED)).astype(np.int64)
    near = ((low[some, None] <= high) & (high[some, None] >= low)).all(axis=2)
    return float(np.maximum(near.sum(axis=1) - 3, 0).mean() * len(low))


def _turned(entities: Entities, row: int, geometry: Any) -> Any:
    def turn(points: Floats) -> Floats:
        flat = np.column_stack((points, np.zeros(len(points))))
        return to_world(entities, np.full(len(points), row), flat)[:, :2]

    return shapely.transform(geometry, turn)
