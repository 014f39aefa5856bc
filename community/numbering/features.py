"""Numbers for the features of any layer: one sweep per group, each by its own entrance and boundary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import shapely
from numpy.typing import NDArray

from .choice import Choice, choose
from .sweep import CLASS_ORDER, Places, Site, Texts, elongation, path_length, sweep
from .tracks import FloatArray, IntArray

NO_GROUP = -1


@dataclass(frozen=True)
class Features:
    """Features to number; every array has one row per feature.

    Parameters
    ----------
    points
        Anchors, shape (n, 2); NaN for a feature without a usable geometry.
    footprints
        Their geometries unless all are points.
    groups
        Number of the group of each, `NO_GROUP` for none.
    classes, kinds, names
        Texts, for ties; the classes also for one series each. Kinds and names are only read at ties.
    """

    points: FloatArray
    footprints: Optional[NDArray[np.object_]]
    groups: IntArray
    classes: Optional[NDArray[np.object_]] = None
    kinds: Optional[Texts] = None
    names: Optional[Texts] = None


@dataclass(frozen=True)
class FeatureNumbers:
    """The outcome; features without a number have 0, 0 and NaN.

    Parameters
    ----------
    number
        1 … n in each group, or in each class of each group.
    rank
        1 … n over all features: groups in their order, in each the order of the sweep.
    sort_key
        Degrees (bearing) or metres (boundary, loop) swept until a feature is reached.
    choices
        Method taken for each group.
    """

    number: IntArray
    rank: IntArray
    sort_key: FloatArray
    choices: Mapping[int, Choice]


@dataclass(frozen=True)
class _Some:
    """Some of the texts, not read yet."""

    texts: Texts
    index: IntArray

    def __getitem__(self, index: IntArray) -> NDArray[np.object_]:
        return self.texts[self.index[index]]


Progress = Callable[[float], bool]


def number_features(
    features: Features,
    site_of: Callable[[int, IntArray], Site],
    method: str,
    series: str,
    going_on: Progress,
) -> FeatureNumbers:
    """Order the features of each group by domain.md section 4 and number them.

    Parameters
    ----------
    features
        All features, in one CRS that measures metres (or feet) near them.
    site_of
        Returns the site of a group, given the indices of its features.
    method
        auto, bearing, boundary or loop; auto walks along the loop of a site that has one.
    series
        one, or per_class: each class counts from 1 in the same sweep.
    going_on
        Told the share done after each group; returns False to stop, then the rest has no numbers.
    """
    count = len(features.points)
    number, rank = np.zeros(count, np.int64), np.zeros(count, np.int64)
    sort_key, choices, done = np.full(count, np.nan), {}, 0
    ranks = _class_ranks(features.classes)
    for index in _members(features):
        group = int(features.groups[index[0]])
        site = site_of(group, index)
        places = _places(features, ranks, index)
        choices[group], order, sort_key[index] = _order(site, places, method)
        swept = index[order]
        rank[swept] = np.arange(done + 1, done + len(swept) + 1)
        by_class = features.classes if series == "per_class" else None
        number[swept] = _count(None if by_class is None else by_class[swept], len(swept))
        done += len(swept)
        if not going_on(done / count):
            break
    return FeatureNumbers(number, rank, sort_key, choices)


def hull(points: FloatArray) -> Any:
    """Return the convex hull of points; of few or collinear ones a line or a point.

    Points inside the octagon of the outermost ones cannot be on it: leaving them out first makes
    a million points cheap.
    """
    x, y = points.T
    ends = [f(v) for v in (x, y, x + y, x - y) for f in (np.argmin, np.argmax)]
    octagon = shapely.convex_hull(shapely.multipoints(points[ends]))
    shapely.prepare(octagon)
    outer = ~shapely.contains_xy(octagon, x, y)
    outer[ends] = True
    return shapely.convex_hull(shapely.multipoints(points[outer]))


def _members(features: Features) -> list[IntArray]:
    """Return the indices of the features of each group, groups in their order."""
    usable = np.flatnonzero(np.isfinite(features.points).all(axis=1) & (features.groups != NO_GROUP))
    groups = features.groups[usable]
    order = usable[np.argsort(groups, kind="stable")]
    return [part for part in np.split(order, np.flatnonzero(np.diff(np.sort(groups))) + 1) if len(part)]


def _class_ranks(classes: Optional[NDArray[np.object_]]) -> Optional[IntArray]:
    if classes is None:
        return None
    words, index = np.unique(classes, return_inverse=True)
    return np.array([CLASS_ORDER.get(word, len(CLASS_ORDER)) for word in words], np.int64)[index]


def _places(features: Features, ranks: Optional[IntArray], index: IntArray) -> Places:
    def of(values: Optional[NDArray[Any]]) -> Optional[NDArray[Any]]:
        return None if values is None else values[index]

    def later(texts: Optional[Texts]) -> Optional[Texts]:
        return None if texts is None else _Some(texts, index)

    return Places(
        features.points[index],
        footprints=of(features.footprints),
        classes=of(ranks),
        kinds=later(features.kinds),
        names=later(features.names),
    )


def _order(site: Site, places: Places, method: str) -> tuple[Choice, IntArray, FloatArray]:
    sweeps = {}

    def length(candidate: str) -> float:
        sweeps[candidate] = sweep(site, places, candidate)
        return path_length(site, places, sweeps[candidate].order)

    wanted = "loop" if method == "auto" and site.loop is not None else method
    choice = choose(wanted, None, length, elongation(site))
    found = sweeps.get(choice.method) or sweep(site, places, choice.method)
    return choice, found.order, found.sort_key


def _count(classes: Optional[NDArray[np.object_]], count: int) -> IntArray:
    """Return 1, 2, 3 …, starting again in each class."""
    if classes is None:
        return np.arange(1, count + 1)
    code = np.unique(classes, return_inverse=True)[1]
    order = np.argsort(code, kind="stable")
    first = np.searchsorted(code[order], code[order], side="left")
    numbers = np.empty(count, np.int64)
    numbers[order] = np.arange(count) - first + 1
    return numbers
