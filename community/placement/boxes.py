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


def side_by_side(middles: Array, halves: Array, others: Array, theirs: Array) -> Array:
    """Tell which of k boxes meet which of m others, m×k, as `meet`, in fewer and larger steps.

    Parameters
    ----------
    middles, halves
        Of the boxes, with half of their sizes, k×2.
    others, theirs
        Of the others, m×2.
    """
    off = middles.T[:, None] - others.T[:, :, None]
    near = np.abs(off, out=off) < halves.T[:, None] + theirs.T[:, :, None]
    return np.asarray(near[0] & near[1])


def lines_through(starts: Array, ends: Array, middles: Array, halves: Array) -> Array:
    """Tell which of m lines run through which of k boxes, m×k, as `runs_through`, in fewer and larger steps.

    Parameters
    ----------
    starts, ends
        Of the lines, m×2.
    middles, halves
        Of the boxes, with half of their sizes, k×2.
    """
    way = (ends - starts) / 2
    span = np.abs(way)
    found = side_by_side(middles, halves, starts + way, span)
    across = np.column_stack([way[:, 1], -way[:, 0]])
    aside: Array = across @ middles.T
    aside -= (across * starts).sum(axis=1)[:, None]
    found &= np.abs(aside, out=aside) < span[:, ::-1] @ halves.T
    return found


def way_to(steps: Array, around: Array) -> Array:
    """Return after how many steps from 0, 0 each line comes to boxes, boxes × lines; infinite if never.

    No step is nought.
    """
    sides = around.T.reshape(2, 2, -1, 1) / steps.T[:, None]
    near, far = np.minimum(sides[0], sides[1]), np.maximum(sides[0], sides[1])
    enter = np.maximum(np.maximum(near[0], near[1]), 0.0)
    enter[enter >= np.minimum(far[0], far[1])] = np.inf
    return np.asarray(enter)


def cross(start: Array, end: Array, starts: Array, stops: Array) -> Array:
    """Tell which of the lines `starts`–`stops` the lines `start`–`end` cross."""
    apart = _side(start, end, starts) * _side(start, end, stops) < 0
    return np.asarray(apart & (_side(starts, stops, start) * _side(starts, stops, end) < 0))


def way_across(steps: Array, starts: Array, ends: Array) -> Array:
    """Return after how many steps from 0, 0 each line crosses others, others × lines; infinite if never."""
    turned = steps.T[::-1] * np.array([[-1.0], [1.0]])
    one, other = starts @ turned, ends @ turned
    ways = np.full(one.shape, np.inf)
    np.divide(_cross_product(starts, ends)[:, None], other - one, out=ways, where=one * other < 0)
    ways[ways <= 0] = np.inf
    return ways


def _side(a: Array, b: Array, p: Array) -> Array:
    return _cross_product(b - a, p - a)


def _cross_product(one: Array, other: Array) -> Array:
    return np.asarray(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])
