"""Sites for the features of any layer: entrances, boundaries and loops by group, measured in metres."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ..errors import InputError, NumberingError, SiteError
from .features import NO_GROUP, Features, hull
from .metric import local_crs, measures, meridians, metre_in, way_between
from .ordering import one_line, usable_boundary
from .sweep import Site, Texts
from .tracks import FloatArray, IntArray

Move = Callable[[FloatArray], FloatArray]

# How many groups an error names.
NAMED = 3
AWAY = 1000.0
"""m: an entrance farther from its features than this, and than twice their extent, is a mistake."""


@dataclass(frozen=True)
class Shapes:
    """Geometries of a layer with the group of each, a text; one group for all when there are none."""

    geometry: NDArray[np.object_]
    groups: Optional[NDArray[np.object_]] = None

    def by_group(self, groups: Mapping[str, int]) -> dict[int, NDArray[np.object_]]:
        """Return the geometries of each known group."""
        if self.groups is None:
            return {0: self.geometry}
        codes = np.array([groups.get(group, NO_GROUP) for group in self.groups], np.int64)
        order = np.argsort(codes, kind="stable")
        present, first = np.unique(codes[order], return_index=True)
        parts = np.split(self.geometry[order], first[1:])
        return {int(code): part for code, part in zip(present, parts) if code != NO_GROUP}


@dataclass(frozen=True)
class Given:
    """What the caller hands over, all in one CRS.

    Parameters
    ----------
    points
        Positions of the features, shape (n, 2), when all are points; NaN for one without.
    shapes
        Their geometries otherwise; None for one without.
    crs
        CRS of everything here; None when unknown, then metres are assumed.
    entrances
        Points; `is_main` says which are main ones.
    groups, classes, kinds, names
        Texts by feature; a group may be None.
    """

    points: Optional[FloatArray]
    shapes: Optional[NDArray[np.object_]]
    crs: Optional[CRS]
    entrances: Shapes
    is_main: NDArray[np.bool_]
    boundaries: Optional[Shapes] = None
    loops: Optional[Shapes] = None
    groups: Optional[NDArray[np.object_]] = None
    classes: Optional[NDArray[np.object_]] = None
    kinds: Optional[Texts] = None
    names: Optional[Texts] = None


@dataclass(frozen=True)
class Prepared:
    """Features and sites ready for `number_features`, the groups' names, the CRS lengths are measured in."""

    features: Features
    site_of: Callable[[int, IntArray], Site]
    groups: Sequence[str]
    measured_in: Sequence[str] = field(default=())


@dataclass(frozen=True)
class _Around:
    """Main entrance, gates, boundary and loop by group, still in the CRS they came in."""

    mains: Mapping[int, Any]
    gates: Mapping[int, NDArray[np.object_]]
    boundaries: Optional[Mapping[int, NDArray[np.object_]]]
    loops: Mapping[int, NDArray[np.object_]]


def prepare(given: Given, method: str) -> Prepared:
    """Put features and their sites together, in a CRS that measures metres.

    Degrees (and Web Mercator) are projected to the transverse Mercator of the whole degree of longitude
    nearest to a group's entrance, which is conformal.

    Raises
    ------
    SiteError
        `group_without_entrance`, `main_not_one`, `group_main_not_one`, `group_without_boundary`,
        `entrance_away`, `invalid_boundary`.
    NumberingError
        `no_loop`, `loop_not_one_line`.
    InputError
        `nothing_to_number` without a single usable geometry.
    """
    groups, codes = _codes(given)
    around = _around(given, groups, np.unique(codes[codes != NO_GROUP]))
    metric = _metric(given.crs, around.mains)
    points, shapes = _moved(given, codes, metric)
    usable = np.isfinite(points).all(axis=1)
    if not (usable & (codes != NO_GROUP)).any():
        raise InputError("nothing_to_number")
    features = Features(points, shapes, codes, given.classes, given.kinds, given.names)
    names = list(groups)
    metre = 1.0 if metric.ways else metre_in(given.crs)

    def site_of(group: int, index: IntArray) -> Site:
        start = _xy(metric.move(group, np.array([around.mains[group]], object)))[0]
        if around.boundaries is None:
            boundary = hull(points[index] if shapes is None else shapely.get_coordinates(shapes[index]))
        else:
            boundary = usable_boundary(metric.move(group, shapely.force_2d(around.boundaries[group])))
        _check_distance(start, boundary, metre)
        loop = _loop(around.loops.get(group), method, names[group])
        loop = None if loop is None else metric.move(group, loop)
        return Site(boundary, start, _xy(metric.move(group, around.gates[group])), loop, metre)

    return Prepared(features, site_of, names, [name for name, _ in metric.ways.values()])


def _codes(given: Given) -> tuple[dict[str, int], IntArray]:
    """Return the groups in the order of their names, and the number of each feature's group."""
    count = len(given.points) if given.points is not None else len(_present(given.shapes))
    if given.groups is None:
        return {"": 0}, np.zeros(count, np.int64)
    missing = np.array([group is None for group in given.groups], bool)
    words, index = np.unique(np.where(missing, "", given.groups).astype(str), return_inverse=True)
    order = sorted(range(len(words)), key=lambda i: _in_order(str(words[i])))
    position = np.argsort(order)
    codes = np.where(missing, NO_GROUP, position[index]).astype(np.int64)
    return {str(words[i]): at for at, i in enumerate(order)}, codes


def _in_order(group: str) -> tuple[int, str]:
    """Return what groups are sorted by: numbers as numbers, before names."""
    return (int(group), "") if group.isdecimal() else (10**18, group)


def _around(given: Given, groups: Mapping[str, int], present: IntArray) -> _Around:
    names = list(groups)
    wanted = [int(code) for code in present]
    entrances = given.entrances.by_group(groups)
    lost = [names[code] for code in wanted if code not in entrances]
    if lost:
        raise SiteError("group_without_entrance", groups=_some(lost))
    main = _mains(given, names, wanted, groups)
    boundaries = None if given.boundaries is None else given.boundaries.by_group(groups)
    unbounded = [] if boundaries is None else [names[code] for code in wanted if code not in boundaries]
    if unbounded:
        raise SiteError("group_without_boundary", groups=_some(unbounded))
    return _Around(
        {code: entrances[code][main[code]] for code in wanted},
        {code: np.delete(entrances[code], main[code]) for code in wanted},
        boundaries,
        {} if given.loops is None else given.loops.by_group(groups),
    )


def _mains(
    given: Given, names: Sequence[str], wanted: Sequence[int], groups: Mapping[str, int]
) -> dict[int, int]:
    """Return, for each group, which of its entrances is the main one: the only one, or the one marked."""
    flags = Shapes(given.is_main.astype(object), given.entrances.groups).by_group(groups)
    counts = {code: int(flags[code].sum()) for code in wanted}
    unclear = [code for code in wanted if counts[code] != 1 and len(flags[code]) > 1]
    if unclear and given.groups is None:
        raise SiteError("main_not_one", count=counts[unclear[0]])
    if unclear:
        raise SiteError("group_main_not_one", groups=_some([names[code] for code in unclear]))
    return {code: int(np.argmax(flags[code].astype(bool))) for code in wanted}


def _some(groups: Sequence[str]) -> str:
    more = f" … ({len(groups)})" if len(groups) > NAMED else ""
    return ", ".join(groups[:NAMED]) + more


@dataclass(frozen=True)
class _Metric:
    """The way to a CRS in metres: the meridian of each group; of each meridian the CRS's name and the way."""

    meridian: Mapping[int, int]
    ways: Mapping[int, tuple[str, Move]]

    def move(self, group: int, shapes: Any) -> Any:
        """Return geometries of a group in the metric CRS."""
        return shapely.transform(shapes, self.ways[self.meridian[group]][1]) if self.ways else shapes


def _metric(crs: Optional[CRS], mains: Mapping[int, Any]) -> _Metric:
    if crs is None or measures(crs):
        return _Metric({}, {})
    meridian = meridians(crs, _xy(np.array(list(mains.values()), object)))
    targets = {int(degree): local_crs(crs, int(degree)) for degree in np.unique(meridian)}
    ways = {degree: (target.name, way_between(crs, target)) for degree, target in targets.items()}
    return _Metric({code: int(degree) for code, degree in zip(mains, meridian)}, ways)


def _moved(
    given: Given, codes: IntArray, metric: _Metric
) -> tuple[FloatArray, Optional[NDArray[np.object_]]]:
    """Return positions and, unless all are points, geometries of the features in the metric CRS."""
    shapes = None if given.shapes is None else _usable(given.shapes)
    points = np.empty((0, 2)) if given.points is None else np.array(given.points)
    for degree, (_, move) in metric.ways.items():
        here = np.isin(codes, [code for code, its in metric.meridian.items() if its == degree])
        if shapes is None:
            points[here] = move(points[here])
        else:
            shapes[here] = shapely.transform(shapes[here], move)
    return (points, None) if shapes is None else (_anchors(shapes), shapes)


def _usable(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return geometries in two dimensions, mended, None for what is empty or not finite."""
    flat = shapely.force_2d(shapes)
    broken = ~shapely.is_missing(flat) & ~shapely.is_valid(flat)
    finite = np.isfinite(shapely.bounds(flat)).all(axis=1)
    flat[broken & finite] = shapely.make_valid(flat[broken & finite])
    flat[~finite] = None
    return flat


def _anchors(shapes: NDArray[np.object_]) -> FloatArray:
    points = shapely.point_on_surface(shapes)
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)]).astype(np.float64)


def _loop(drawn: Optional[NDArray[np.object_]], method: str, group: str) -> Any:
    """Return the line of a group to walk along; only `auto` does without one."""
    if method not in ("auto", "loop"):
        return None
    line = None if drawn is None else one_line(shapely.union_all(_edges(drawn)), group or "INPUT")
    if line is None and method == "loop":
        raise NumberingError("no_loop", compound=group or "INPUT")
    return line


def _edges(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    return np.where(shapely.get_dimensions(shapes) == 2, shapely.boundary(shapes), shapes)


def _check_distance(start: FloatArray, boundary: Any, metre: float) -> None:
    """Refuse an entrance far from everything: its CRS is wrong, or its x and y are swapped."""
    x0, y0, x1, y1 = boundary.bounds
    away = shapely.distance(boundary, shapely.points(start)) / metre
    if not away <= AWAY + 2 * np.hypot(x1 - x0, y1 - y0) / metre:
        raise SiteError("entrance_away", distance=f"{away / 1000:.0f}")


def _xy(points: NDArray[np.object_]) -> FloatArray:
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)]).astype(np.float64)


def _present(shapes: Optional[NDArray[np.object_]]) -> NDArray[np.object_]:
    return np.empty(0, object) if shapes is None else shapes
