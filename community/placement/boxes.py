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
    found = np.asarray(others[..., 0] < high_x)
    found &= others[..., 2] > low_x
    found &= others[..., 1] < high_y
    found &= others[..., 3] > low_y
    return found


def meeting(around: Array, others: Optional[Array] = None) -> tuple[Array, Array]:
    """Return which of many boxes meet which of many others, or of one another: numbers of pairs, in order."""
    tree = shapely.STRtree(shapely.box(*(around if others is None else others).T))
    found, theirs = tree.query(shapely.box(*around.T))
    order = np.lexsort((theirs, found))
    order = order[found[order] != theirs[order]] if others is None else order
    return found[order], theirs[order]


def held(around: Array, points: Array, weights: Array) -> Array:
    """Return how much the points in each of many boxes weigh together."""
    found, theirs = shapely.STRtree(shapely.points(points)).query(shapely.box(*around.T))
    return np.bincount(found, weights[theirs], len(around))


def runs_through(starts: Array, ends: Array, around: Array) -> Array:
    """Tell which lines run through which boxes, by numpy's rules of shapes.

    They do where they overlap seen along x, along y, and along the line (separating axes).
    """
    way, half = ends - starts, (around[..., 2:] - around[..., :2]) / 2
    off = (around[..., :2] + around[..., 2:]) / 2 - starts
    aside = np.abs(_cross_product(off, way))
    reach = half[..., 0] * np.abs(way[..., 1]) + half[..., 1] * np.abs(way[..., 0])
    spanned = np.concatenate([np.minimum(starts, ends), np.maximum(starts, ends)], axis=-1)
    return np.asarray(meet(spanned, around) & (aside < reach))


def lines_through(starts: Array, ends: Array, around: Array) -> Array:
    """Tell which of m lines run through which of k boxes, m×k, as `runs_through`, several times faster."""
    way, half = ends - starts, (around[:, 2:] - around[:, :2]) / 2
    middles = (around[:, :2] + around[:, 2:]) / 2
    across = np.column_stack([way[:, 1], -way[:, 0]])
    aside = across @ middles.T
    aside -= (across * starts).sum(axis=1)[:, None]
    spanned = np.hstack([np.minimum(starts, ends), np.maximum(starts, ends)])
    return np.asarray(meet(spanned[:, None], around) & (np.abs(aside) < np.abs(across) @ half.T))


def way_to(steps: Array, around: Array) -> Array:
    """Return after how many steps from 0, 0 each line comes to boxes, boxes × lines; infinite if never.

    No step is nought.
    """
    left, low, right, high = (around[:, side, None] / steps[:, side % 2] for side in range(4))
    enter = np.maximum(np.minimum(left, right), np.minimum(low, high))
    leave = np.minimum(np.maximum(left, right), np.maximum(low, high))
    enter = np.maximum(enter, 0.0)
    return np.where(enter < leave, enter, np.inf)


def cross(start: Array, end: Array, starts: Array, stops: Array) -> Array:
    """Tell which of the lines `starts`–`stops` the lines `start`–`end` cross."""
    apart = _side(start, end, starts) * _side(start, end, stops) < 0
    return np.asarray(apart & (_side(starts, stops, start) * _side(starts, stops, end) < 0))


def way_across(steps: Array, starts: Array, ends: Array) -> Array:
    """Return after how many steps from 0, 0 each line crosses others, others × lines; infinite if never."""
    turned = np.vstack([-steps[:, 1], steps[:, 0]])
    one, other = starts @ turned, ends @ turned
    apart = one * other < 0
    ways = _cross_product(starts, ends)[:, None] / np.where(apart, other - one, 1.0)
    return np.where(apart & (ways > 0), ways, np.inf)


def _side(a: Array, b: Array, p: Array) -> Array:
    return _cross_product(b - a, p - a)


def _cross_product(one: Array, other: Array) -> Array:
    return np.asarray(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])
