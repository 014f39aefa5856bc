"""Boxes on paper: around points, over one another, inside a frame, cut by lines."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import shapely

Array = np.ndarray[Any, Any]
Box = tuple[float, float, float, float]


def boxes(centers: Array, sizes: Array) -> Array:
    """Return the boxes around `centers`, n×4."""
    half = np.asarray(sizes, float) / 2
    return np.hstack([np.asarray(centers, float) - half, np.asarray(centers, float) + half])


def overlap(box: Array, others: Array) -> Array:
    """Return the part of each `box` (…×4) that each of `others` (m×4) covers, …×m."""
    low = np.maximum(box[..., None, :2], others[:, :2])
    high = np.minimum(box[..., None, 2:], others[:, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=-1)
    return np.asarray(shared / np.clip((box[..., 2:] - box[..., :2]).prod(axis=-1), 1e-9, None)[..., None])


def shared_area(box: Array, other: Array, gap: float = 0.0) -> Array:
    """Return the area in mm² that boxes share, with half of a gap around each, by numpy's rules of shapes."""
    wide = np.minimum(box[..., 2], other[..., 2]) - np.maximum(box[..., 0], other[..., 0]) + gap
    high = np.minimum(box[..., 3], other[..., 3]) - np.maximum(box[..., 1], other[..., 1]) + gap
    return np.asarray(np.maximum(wide, 0.0) * np.maximum(high, 0.0))


def area(box: Array) -> Array:
    """Return the area of boxes in mm²."""
    return np.asarray((box[..., 2] - box[..., 0]) * (box[..., 3] - box[..., 1]))


def inside(around: Array, frame: Box) -> Array:
    """Tell which boxes stand wholly in a frame."""
    low = (around[..., 0] >= frame[0] - 1e-9) & (around[..., 1] >= frame[1] - 1e-9)
    return np.asarray(low & (around[..., 2] <= frame[2] + 1e-9) & (around[..., 3] <= frame[3] + 1e-9))


def meet(box: Array, others: Array) -> Array:
    """Tell which boxes meet, by numpy's rules of shapes."""
    # Side by side, which numpy does several times faster than along the last axis.
    low_x, low_y, high_x, high_y = (box[..., i] for i in range(4))
    across = (others[..., 0] < high_x) & (others[..., 2] > low_x)
    return np.asarray(across & (others[..., 1] < high_y) & (others[..., 3] > low_y))


def meeting(around: Array, others: Optional[Array] = None) -> tuple[Array, Array]:
    """Return which of many boxes meet which of many others, or of one another: numbers of pairs, in order."""
    tree = shapely.STRtree(shapely.box(*(around if others is None else others).T))
    found, theirs = tree.query(shapely.box(*around.T))
    order = np.lexsort((theirs, found))
    order = order[found[order] != theirs[order]] if others is None else order
    return found[order], theirs[order]


def runs_through(starts: Array, ends: Array, around: Array) -> Array:
    """Tell which lines run through which boxes (Liang–Barsky), by numpy's rules of shapes."""
    enter, leave = _inside(starts, ends - starts, around)
    return np.asarray(np.maximum(enter, 0.0) < np.minimum(leave, 1.0))


def way_to(steps: Array, around: Array) -> Array:
    """Return after how many steps from 0, 0 lines come to boxes, lines × boxes; infinite if never."""
    enter, leave = _inside(np.zeros(2), steps[:, None], around)
    enter = np.maximum(enter, 0.0)
    return np.where(enter < leave, enter, np.inf)


def _inside(start: Array, steps: Array, around: Array) -> tuple[Array, Array]:
    """Return after how many steps a line enters a box, and after how many it leaves it."""
    # A line along an edge gives 0 × ∞: no number, which is less than none, so that line stays outside.
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = 1.0 / steps
        ways = [(around[..., side] - start[..., side % 2]) * inverse[..., side % 2] for side in range(4)]
    enter = np.maximum(np.minimum(ways[0], ways[2]), np.minimum(ways[1], ways[3]))
    return enter, np.minimum(np.maximum(ways[0], ways[2]), np.maximum(ways[1], ways[3]))


def cross(start: Array, end: Array, starts: Array, stops: Array) -> Array:
    """Tell which of the lines `starts`–`stops` the lines `start`–`end` cross."""
    apart = _side(start, end, starts) * _side(start, end, stops) < 0
    return np.asarray(apart & (_side(starts, stops, start) * _side(starts, stops, end) < 0))


def way_across(steps: Array, starts: Array, stops: Array) -> Array:
    """Return after how many steps from 0, 0 lines cross others, lines × others; infinite if never."""
    one, other = (steps[:, :1] * ends[:, 1] - steps[:, 1:] * ends[:, 0] for ends in (starts, stops))
    apart = one * other < 0
    ways = _cross_product(starts, stops) / np.where(apart, other - one, 1.0)
    return np.where(apart & (ways > 0), ways, np.inf)


def _side(a: Array, b: Array, p: Array) -> Array:
    return _cross_product(b - a, p - a)


def _cross_product(one: Array, other: Array) -> Array:
    return np.asarray(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])
