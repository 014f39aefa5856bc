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


def shared_area(box: Array, other: Array) -> Array:
    """Return the area in mm² that boxes share, by numpy's rules of shapes."""
    wide = np.minimum(box[..., 2], other[..., 2]) - np.maximum(box[..., 0], other[..., 0])
    high = np.minimum(box[..., 3], other[..., 3]) - np.maximum(box[..., 1], other[..., 1])
    return np.asarray(np.clip(wide, 0, None) * np.clip(high, 0, None))


def area(box: Array) -> Array:
    """Return the area of boxes in mm²."""
    return np.asarray((box[..., 2] - box[..., 0]) * (box[..., 3] - box[..., 1]))


def inside(around: Array, frame: Box) -> Array:
    """Tell which boxes stand wholly in a frame."""
    low = (around[..., :2] >= np.array(frame[:2]) - 1e-9).all(axis=-1)
    return np.asarray(low & (around[..., 2:] <= np.array(frame[2:]) + 1e-9).all(axis=-1))


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
    enter: Array = np.zeros(())
    leave: Array = np.ones(())
    for axis in range(2):
        start, step = starts[..., axis], ends[..., axis] - starts[..., axis]
        step = np.where(np.abs(step) < 1e-9, 1e-9, step)
        one, two = (around[..., axis] - start) / step, (around[..., axis + 2] - start) / step
        enter = np.maximum(enter, np.minimum(one, two))
        leave = np.minimum(leave, np.maximum(one, two))
    return np.asarray(enter < leave)


def cross(start: Array, end: Array, starts: Array, stops: Array) -> Array:
    """Tell which of the lines `starts`–`stops` the lines `start`–`end` cross."""
    apart = _side(start, end, starts) * _side(start, end, stops) < 0
    return np.asarray(apart & (_side(starts, stops, start) * _side(starts, stops, end) < 0))


def _side(a: Array, b: Array, p: Array) -> Array:
    along, to = b - a, p - a
    return np.asarray(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])
