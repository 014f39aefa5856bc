"""Which geometry lies in, at or near which: vectorised answers from one spatial index."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely

Array = Any


def polygonal(geometry: Array) -> Array:
    """Return areas made valid, without the lines and points that mending them leaves over."""
    return shapely.make_valid(geometry, method="structure", keep_collapsed=False)


def smallest_container(points: Array, areas: Array) -> Array:
    """Return, for each point, the position of the smallest area that covers it, -1 for none.

    Parameters
    ----------
    points
        Array of points; None counts as lying nowhere.
    areas
        Array of polygons; of equal ones the first counts.
    """
    found = np.full(len(points), -1)
    if not len(points) or not len(areas):
        return found
    point, area = shapely.STRtree(areas).query(points, predicate="covered_by")
    order = np.lexsort((area, shapely.area(areas)[area]))
    point, area = point[order], area[order]
    first = np.unique(point, return_index=True)[1]
    found[point[first]] = area[first]
    return found


def nearest_within(geometry: Array, others: Array, distance: float) -> tuple[Array, Array, Array]:
    """Return pairs (position here, position there, distance): for each geometry its nearest other.

    Only pairs not farther apart than `distance`; of equally near ones the first.
    """
    if not len(geometry) or not len(others):
        return np.empty(0, int), np.empty(0, int), np.empty(0)
    (here, there), gap = shapely.STRtree(others).query_nearest(
        geometry, max_distance=distance, return_distance=True, all_matches=True
    )
    first = np.unique(here, return_index=True)[1]
    return here[first], there[first], gap[first]


def pairs_within(geometry: Array, distance: float) -> tuple[Array, Array]:
    """Return all pairs (left, right) of positions, left < right, not farther apart than `distance`."""
    if len(geometry) < 2:
        return np.empty(0, int), np.empty(0, int)
    left, right = shapely.STRtree(geometry).query(geometry, predicate="dwithin", distance=distance)
    return left[left < right], right[left < right]


def components(count: int, left: Array, right: Array) -> Array:
    """Return, for 0 … count-1, the smallest member of the group that the pairs link it to."""
    labels = np.arange(count)
    while True:
        lower = labels.copy()
        np.minimum.at(lower, left, labels[right])
        np.minimum.at(lower, right, labels[left])
        lower = lower[lower]
        if np.array_equal(lower, labels):
            return labels
        labels = lower


def same_value_pairs(values: pd.Series) -> tuple[Array, Array]:
    """Return pairs that link all positions with one value, a chain for each; gaps link to nothing."""
    codes = pd.factorize(values)[0]
    order = np.argsort(codes, kind="stable")
    left, right = order[:-1], order[1:]
    linked = (codes[left] == codes[right]) & (codes[left] >= 0)
    return left[linked], right[linked]


def text_positions(texts: pd.DataFrame, areas: Array) -> tuple[Array, Array]:
    """Return where each text stands, and the smallest area there (-1 for none).

    A text's own point is where its writing begins; what it names lies below the middle of the
    lettering. Where that hits no area but the beginning does, the beginning is taken.

    Parameters
    ----------
    texts
        Survey texts with text, text_height, rotation (degrees) and point geometry.
    areas
        Array of polygons in the same CRS.
    """
    points = _middles(texts)
    inside = smallest_container(points, areas)
    outside = np.flatnonzero(inside < 0)
    beginnings = texts.geometry.to_numpy()[outside]
    hit = smallest_container(beginnings, areas)
    points[outside[hit >= 0]] = beginnings[hit >= 0]
    inside[outside] = hit
    return points, inside


def _middles(texts: pd.DataFrame) -> Array:
    """Return the middle of each lettering: a letter is about as wide as high, a Latin one six tenths."""
    height = pd.to_numeric(texts["text_height"]).fillna(0).to_numpy(float)
    turn = np.radians(pd.to_numeric(texts["rotation"]).fillna(0).to_numpy(float))
    along = texts["text"].fillna("").map(_width).to_numpy(float) * height / 2
    points = texts.geometry.to_numpy()
    x = shapely.get_x(points) + along * np.cos(turn) - height / 2 * np.sin(turn)
    y = shapely.get_y(points) + along * np.sin(turn) + height / 2 * np.cos(turn)
    return shapely.points(x, y)


def _width(text: str) -> float:
    lines = text.splitlines() or [""]
    return max(sum(1.0 if ord(letter) > 0x2E7F else 0.6 for letter in line) for line in lines)
