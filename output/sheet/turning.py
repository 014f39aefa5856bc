"""Which way round a map lies: with north up, or turned so that the long side of its ground fits the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

Array = np.ndarray[Any, Any]
Bounds = tuple[float, float, float, float]


def turn(points: Array, degrees: float) -> Array:
    """Turn points clockwise about the origin, n×2."""
    if not degrees:
        return points
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.asarray(points @ np.array([[cos, -sin], [sin, cos]]))


def turned_bounds(shapes: Sequence[Any], degrees: float) -> Bounds:
    """Return the box around geometry on the ground after a turn clockwise about the origin."""
    moved = shapely.transform(np.array(shapes, dtype=object), lambda xy: turn(xy, degrees))
    low_x, low_y, high_x, high_y = shapely.total_bounds(moved)
    return float(low_x), float(low_y), float(high_x), float(high_y)


def turns(shapes: Sequence[Any], north: str) -> tuple[float, ...]:
    """Return how far a map of this ground may be turned, in degrees clockwise, the first wished for most.

    Parameters
    ----------
    shapes
        All that the map has to show.
    north
        up; turned, the long side of the smallest rectangle around the ground along one or the other
        side of the page, by less than a right angle; auto, these after north up.
    """
    if north == "up":
        return (0.0,)
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shapely.union_all(_hulls(shapes))))
    if len(corners) < 4:
        return (0.0,)
    sides = corners[1:3] - corners[:2]
    x, y = sides[np.argmax(np.hypot(*sides.T))]
    long_side = float(np.degrees(np.arctan2(y, x)))
    ways = {round((angle + 90) % 180 - 90, 1) + 0.0 for angle in (long_side, long_side + 90)}
    turned = sorted(ways, key=lambda angle: (abs(angle), angle))
    return (0.0, *turned) if north == "auto" else tuple(turned)


def _hulls(shapes: Sequence[Any]) -> Any:
    return shapely.convex_hull(np.array(shapes, dtype=object))
