"""Where the anchor of a place stands: inside its footprint, and on none of its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from ..numbering.floors import floor_level

CLEAR = 2.5
"""m: what an anchor keeps away from smaller places on its footprint."""

APART = 3.0
"""m: how far the anchors of places at one spot of a building are set apart."""

_TOUCHING = 0.05
_FROM_WALLS = 0.5


def step_aside(anchors: Any, footprints: Any, shaped: Any) -> None:
    """Move the anchors that stand on a smaller place, such as a lawn's on the fountain in it.

    Parameters
    ----------
    anchors
        Array of points; changed in place.
    footprints
        Array of polygons, None where a place has none.
    shaped
        Which places have a footprint.
    """
    shapes = np.where(shaped, footprints, anchors)
    sizes = shapely.area(shapes)
    tree, large = shapely.STRtree(shapes), np.flatnonzero(shaped)
    here, other = tree.query(anchors[large], "dwithin", CLEAR)
    for at in np.unique(large[here[sizes[other] < sizes[large[here]]]]):
        inside = tree.query(footprints[at], "intersects")
        smaller = shapes[inside[sizes[inside] < sizes[at]]]
        anchors[at] = anchor_of(footprints[at], smaller)


def anchor_of(footprint: Any, smaller: Any = ()) -> Any:
    """Return a point on a footprint, clear of the smaller places on it as far as there is room.

    Parameters
    ----------
    footprint
        Polygon or MultiPolygon.
    smaller
        Shapes of places that stand on it.
    """
    return shapely.point_on_surface(room(footprint, smaller))


def room(footprint: Any, smaller: Any = ()) -> Any:
    """Return the part of a footprint where its anchor may stand; all of it where nothing else is left."""
    taken = [shape for shape in smaller if shape is not None and not shape.is_empty]
    for distance in (CLEAR, _TOUCHING):
        if taken:
            free = shapely.difference(footprint, shapely.union_all(shapely.buffer(taken, distance)))
            if free.area > 0:
                return free
    return footprint


def moved_anchor(point: Any, footprint: Any, smaller: Any = ()) -> Any:
    """Return where an anchor stands that somebody moves to a point: there, or the nearest that is allowed.

    Parameters
    ----------
    point
        Where it is dropped.
    footprint
        Of its place; None leaves it free.
    smaller
        Shapes of places that stand on the footprint.
    """
    if footprint is None or footprint.is_empty:
        return point
    allowed = room(footprint, smaller)
    inner = shapely.buffer(allowed, -_TOUCHING)
    allowed = allowed if inner.is_empty else inner
    if shapely.covers(allowed, point):
        return point
    return shapely.get_point(shapely.shortest_line(allowed, point), 0)


def fanned_out(spot: Any, floors: Sequence[object], building: Any = None) -> list[Any]:
    """Return points for several places at one spot: in a row, by floor upward, inside of their building.

    Parameters
    ----------
    spot
        Where they all are.
    floors
        The floor of each as people write it; equal ones keep their order.
    building
        Polygon around the spot: the row runs along its longer side. None: eastward, unbounded.

    Returns
    -------
    points
        In the order of `floors`, `APART` from each other, closer where the building is short.
    """
    count = len(floors)
    along, low, high = _row(spot, building, APART * count)
    step = min(APART, (high - low) / max(count - 1, 1))
    start = min(max(-step * (count - 1) / 2, low), high - step * (count - 1))
    rank = np.argsort(np.argsort([floor_level(floor) for floor in floors], kind="stable"), kind="stable")
    return [
        shapely.Point(spot.x + along[0] * (start + step * at), spot.y + along[1] * (start + step * at))
        for at in rank
    ]


def _row(spot: Any, building: Any, length: float) -> tuple[Any, float, float]:
    """Return the direction of a row through a spot, and how far it may reach back and forth."""
    if building is None:
        return np.array([1.0, 0.0]), -length, length
    corners = shapely.get_coordinates(shapely.oriented_envelope(building))
    if len(corners) < 4:
        return np.array([1.0, 0.0]), -length, length
    sides = np.diff(corners[:3], axis=0)
    along = sides[np.argmax(np.hypot(*sides.T))]
    along = along / np.hypot(*along)
    along = along if (along[0], along[1]) > (0, 0) or along[0] > 0 else -along
    ends = np.array([[spot.x, spot.y] - length * along, [spot.x, spot.y] + length * along])
    line = shapely.LineString(ends)
    # Off the walls where the spot is, else as near to them as it is itself.
    for area in (shapely.buffer(building, -_FROM_WALLS), building):
        parts = shapely.get_parts(shapely.intersection(line, area))
        parts = parts[shapely.distance(parts, spot) < _TOUCHING]
        if len(parts):
            reach = (shapely.get_coordinates(parts[0]) - [spot.x, spot.y]) @ along
            return along, float(reach.min()), float(reach.max())
    return along, -length, length


def pieces(footprint: Any, line: Any = None) -> list[Any]:
    """Return the parts of a footprint, cut along a line where one is given, the largest first.

    Parameters
    ----------
    footprint
        Polygon or MultiPolygon.
    line
        LineString that crosses it; None for the parts it has anyway.
    """
    if line is None:
        parts = shapely.get_parts(footprint)
    else:
        edges = shapely.union_all([shapely.boundary(footprint), line])
        parts = shapely.get_parts(shapely.polygonize(shapely.get_parts(edges)))
        parts = parts[shapely.covers(footprint, shapely.point_on_surface(parts))]
    return sorted(parts, key=lambda part: -part.area)
