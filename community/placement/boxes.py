"""Boxes on paper: around points, over one another, inside a frame."""

from __future__ import annotations

from typing import Any

import numpy as np

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


def inside(around: Array, frame: Box) -> Array:
    """Tell which boxes stand wholly in a frame."""
    low = (around[..., :2] >= np.array(frame[:2]) - 1e-9).all(axis=-1)
    return np.asarray(low & (around[..., 2:] <= np.array(frame[2:]) + 1e-9).all(axis=-1))


def into(anchors: Array, sizes: Array, frame: Box) -> Array:
    """Return the centres nearest to `anchors` whose boxes stand in a frame."""
    low, high = np.array(frame[:2]) + sizes / 2, np.array(frame[2:]) - sizes / 2
    return np.asarray(np.clip(anchors, low, np.maximum(low, high)))
