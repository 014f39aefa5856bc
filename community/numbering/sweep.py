"""The order of places: a sweep clockwise from the main entrance.

The rule is domain.md section 4. E is the main entrance, C the centroid of a part of the site,
R its outer ring clockwise, p a place's position. Lengths are in map units; `Site.metre` says how
many of them make a metre. Nothing here loops over places.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Optional, Protocol

import numpy as np
import shapely
from numpy.typing import NDArray

from .tracks import TIE, FloatArray, IntArray, Located, Track, locate, track

METHODS = ("bearing", "boundary", "loop")
CLASS_ORDER = {"space": 0, "facility": 1, "unit": 2}

START_METRES = 2.0
KEYS_PER_DEGREE = 100
KEYS_PER_METRE = 100
MILLIMETRES = 1000
FULL_TURN = 360 * KEYS_PER_DEGREE


@dataclass(frozen=True)
class Site:
    """One compound as the sweep sees it.

    Parameters
    ----------
    boundary
        Valid Polygon or MultiPolygon; a hull of few features may also be a line or a point.
    entrance
        The main entrance, shape (2,).
    gates
        Other entrances, shape (m, 2): further parts of a MultiPolygon start at their nearest.
    loop
        The LineString to walk along with method `loop`.
    metre
        Map units in a metre.
    """

    boundary: Any
    entrance: FloatArray
    gates: FloatArray
    loop: Any = None
    metre: float = 1.0


class Texts(Protocol):
    """Texts by place: an array, or what reads a few of them when two places stand at one spot."""

    def __getitem__(self, index: IntArray, /) -> NDArray[np.object_]:
        """Return the texts of some places."""


@dataclass(frozen=True)
class Places:
    """What is to be ordered; every array has one row per place.

    Parameters
    ----------
    anchors
        Shape (n, 2), finite.
    gates
        Shape (n, 2): the door of a unit or building, the ramp of a garage; NaN where there is none.
    footprints
        Geometries; None where a place has none.
    street
        Whether a place waits for the second sweep, as what is reached from the street only.
    classes, kinds, names
        What decides between places at one spot: `CLASS_ORDER` numbers and texts.
    """

    anchors: FloatArray
    gates: Optional[FloatArray] = None
    footprints: Optional[NDArray[np.object_]] = None
    street: Optional[NDArray[np.bool_]] = None
    classes: Optional[IntArray] = None
    kinds: Optional[Texts] = None
    names: Optional[Texts] = None

    def __len__(self) -> int:
        return len(self.anchors)

    @property
    def positions(self) -> FloatArray:
        """The point p that the keys are taken at: the gate where there is one, else the anchor."""
        return self.anchors if self.gates is None else np.where(self.gated[:, None], self.gates, self.anchors)

    @property
    def gated(self) -> NDArray[np.bool_]:
        """Whether a place has a gate."""
        none = np.zeros(len(self), bool)
        return none if self.gates is None else np.isfinite(self.gates).all(axis=1)


@dataclass(frozen=True)
class Sweep:
    """The outcome of a sweep.

    Parameters
    ----------
    order
        Indices of the places, first to last.
    key
        Per place: degrees or metres from the start of its part, rounded.
    sort_key
        Per place: degrees or metres swept until it is reached, over all parts and both sweeps; it
        never decreases along `order`.
    starts
        Per place: the entrance its part starts from, shape (n, 2).
    """

    order: IntArray
    key: FloatArray
    sort_key: FloatArray
    starts: FloatArray


@dataclass(frozen=True)
class _Part:
    """A polygon of the site, its centroid, and the entrance it is swept from."""

    shape: Any
    centre: FloatArray
    start: FloatArray


@dataclass(frozen=True)
class _Keys:
    """Whole keys of some places in one part: key, at the start or not, side; and the span of a turn."""

    key: IntArray
    at_start: NDArray[np.bool_]
    side: IntArray
    span: int


def sweep(site: Site, places: Places, method: str) -> Sweep:
    """Order places clockwise from the main entrance.

    Parameters
    ----------
    site
        The compound.
    places
        Its places, also those outside its boundary.
    method
        One of `METHODS`; `loop` needs `site.loop`.

    Returns
    -------
    sweep
        The same for any order of the input, any first vertex and direction of the rings.
    """
    count = len(places)
    if method != "loop":
        site = replace(site, loop=None)
    parts = _parts(site) if site.loop is None else [_whole(site)]
    member = _nearest_part(parts, places.anchors)
    key, side = np.zeros(count, np.int64), np.zeros(count, np.int64)
    at_start, spans = np.zeros(count, bool), []
    starts = np.array([part.start for part in parts])[member]
    for number, part in enumerate(parts):
        mine = np.arange(count) if len(parts) == 1 else np.flatnonzero(member == number)
        keys = _bearing_keys if method == "bearing" else _track_keys
        found = keys(site, part, _take(places, mine))
        key[mine], side[mine], at_start[mine] = found.key, found.side, found.at_start
        spans.append(found.span)
    key[at_start] = 0
    turn = member + len(parts) * _later(site, places, at_start)
    distance = whole_mm(np.hypot(*(places.positions - starts).T), site)
    order = _sorted(site, places, (turn, key, side, distance))
    before = np.append(0, np.cumsum(spans * 2))[turn]
    unit = KEYS_PER_DEGREE if method == "bearing" else KEYS_PER_METRE
    return Sweep(order, key / unit, (before + key) / unit, starts)


def path_length(site: Site, places: Places, order: IntArray) -> float:
    """Return the length, in metres, of the way entrance → all places in order → entrance."""
    way = np.vstack([site.entrance, places.positions[order], site.entrance])
    return float(np.hypot(*np.diff(way, axis=0).T).sum() / site.metre)


def elongation(site: Site) -> float:
    """Return length ÷ width of the site's tightest rectangle; of a site without width, infinity."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(site.boundary))
    if len(corners) < 4:
        return float("inf")
    sides = np.sort(np.hypot(*np.diff(corners[:3], axis=0).T))
    return float(sides[1] / sides[0]) if sides[0] else float("inf")


def _take(places: Places, index: IntArray) -> Places:
    if len(index) == len(places):
        return places
    gates, footprints = places.gates, places.footprints
    return Places(
        places.anchors[index],
        None if gates is None else gates[index],
        None if footprints is None else footprints[index],
    )


def _whole(site: Site) -> _Part:
    return _Part(site.boundary, _point(shapely.centroid(site.boundary)), site.entrance)


def _parts(site: Site) -> list[_Part]:
    """Return the parts in order: the one with the main entrance, then clockwise from there."""
    shapes = shapely.get_parts(site.boundary)
    if len(shapes) == 1:
        return [_whole(site)]
    centres = shapely.get_coordinates(shapely.centroid(shapes))
    away = whole_mm(shapely.distance(shapes, shapely.points(site.entrance)), site)
    main = np.lexsort((-shapely.area(shapes), away))[0]
    angle = _bearing_steps(_point(shapely.centroid(site.boundary)), site.entrance, centres)
    near = np.hypot(*(centres - site.entrance).T)
    order = np.lexsort((near, angle, np.arange(len(shapes)) != main))
    entrances = np.vstack([site.entrance, site.gates.reshape(-1, 2)])
    doors = shapely.points(entrances)
    starts = {i: entrances[np.argmin(shapely.distance(doors, shapes[i]))] for i in order}
    starts[main] = site.entrance
    return [_Part(shapes[i], centres[i], starts[i]) for i in order]


def _nearest_part(parts: list[_Part], anchors: FloatArray) -> IntArray:
    if len(parts) == 1:
        return np.zeros(len(anchors), np.int64)
    tree = shapely.STRtree([part.shape for part in parts])
    return np.asarray(tree.nearest(shapely.points(anchors)), np.int64)


def _later(site: Site, places: Places, at_start: NDArray[np.bool_]) -> IntArray:
    """Return 1 for what the second sweep takes: street side, and outside of the boundary.

    What stands outside at the start, as a notice board at the gate, is at the start all the same.
    """
    outside = _outside(site, places.anchors)
    gated = np.flatnonzero(outside & places.gated)
    outside[gated] = _outside(site, places.positions[gated])
    later = outside if places.street is None else outside | places.street
    return (later & ~(outside & at_start)).astype(np.int64)


def _outside(site: Site, points: FloatArray) -> NDArray[np.bool_]:
    """Tell what lies outside: from a millimetre on, for what is on the boundary is inside after any shift."""
    shapely.prepare(site.boundary)
    outside = ~shapely.contains_xy(site.boundary, *points.T)
    doubtful = np.flatnonzero(outside)
    distance = shapely.distance(site.boundary, shapely.points(points[doubtful]))
    outside[doubtful] = distance * MILLIMETRES > site.metre
    return outside


def _bearing_steps(centre: FloatArray, zero: FloatArray, points: FloatArray) -> IntArray:
    """Return the angle at `centre` from `zero` clockwise to points, in whole hundredths of a degree."""
    east, north = (points - centre).T
    clock = np.degrees(np.arctan2(east, north) - np.arctan2(*(zero - centre)))
    return np.mod(np.rint(np.mod(clock, 360.0) * KEYS_PER_DEGREE).astype(np.int64), FULL_TURN)


def _bearing_keys(site: Site, part: _Part, places: Places) -> _Keys:
    """Take keys around the centroid; the axis entrance–centroid is the start."""
    key = _bearing_steps(part.centre, part.start, places.positions)
    axis = shapely.linestrings([part.start, part.centre])
    near = START_METRES * site.metre + TIE
    at_start = _distance(places, axis, _to_segment(places.positions, part.start, part.centre)) <= near
    around = _contains(places.footprints, part.centre)
    if around.any():
        by_gate = around & places.gated
        at_gate = _to_segment(places.positions[by_gate], part.start, part.centre) <= near
        at_start[around] = False
        at_start[by_gate] = at_gate
        key[around & ~places.gated] = FULL_TURN
    return _Keys(key, at_start, np.zeros(len(places), np.int64), FULL_TURN)


def _track_keys(site: Site, part: _Part, places: Places) -> _Keys:
    """Take keys along the outer ring, or along the loop the user drew."""
    way, origin = _way(site, part)
    found = locate(way, places.positions, origin)
    line = shapely.linestrings(np.vstack([way.starts, way.ends[-1:]]))
    shapely.prepare(line)
    to_entrance = np.hypot(*(places.positions - part.start).T)
    to_start = _distance(places, shapely.points(part.start), to_entrance)
    to_way = _distance(places, line, found.distance)
    at_start = to_start <= to_way + START_METRES * site.metre + TIE
    side = found.side if not way.closed else np.zeros(len(places), np.int64)
    span = int(np.ceil(way.length / site.metre * KEYS_PER_METRE))
    return _Keys(_steps(found, way, site), at_start, side, span)


def _steps(found: Located, way: Track, site: Site) -> IntArray:
    step = site.metre / KEYS_PER_METRE
    key = np.rint(found.walked / step).astype(np.int64)
    if way.closed:
        key[found.walked >= way.length - step / 2] = 0
    return key


def _way(site: Site, part: _Part) -> tuple[Track, float]:
    """Return the track to walk and where on it the walk begins.

    An open lane entered in its middle is walked along its longer arm first; an entrance within
    the start's tolerance of an end is at the end.
    """
    way = track(part.shape, closed=True) if site.loop is None else track(site.loop)
    origin = float(locate(way, part.start[None]).walked[0])
    if way.closed:
        return way, origin
    if origin > way.length / 2:
        way = track(shapely.reverse(site.loop))
        origin = way.length - origin
    return way, 0.0 if origin <= START_METRES * site.metre else origin


def _distance(places: Places, to: Any, from_points: FloatArray) -> FloatArray:
    """Return the distance of footprints to a geometry, of places without one as `from_points` has it."""
    if places.footprints is None:
        return from_points
    distance = shapely.distance(to, places.footprints)
    return np.where(np.isnan(distance), from_points, distance)


def _to_segment(points: FloatArray, start: FloatArray, end: FloatArray) -> FloatArray:
    along = end - start
    square = float(along @ along)
    share = np.clip((points - start) @ along / square, 0.0, 1.0) if square else np.zeros(len(points))
    return np.hypot(*(points - start - share[:, None] * along).T)


def _contains(footprints: Optional[NDArray[np.object_]], point: FloatArray) -> NDArray[np.bool_]:
    if footprints is None:
        return np.zeros(1, bool)
    return shapely.intersects(footprints, shapely.points(point)) & (shapely.get_dimensions(footprints) == 2)


def _point(point: Any) -> FloatArray:
    return np.asarray(shapely.get_coordinates(point)[0], np.float64)


def whole_mm(lengths: FloatArray, site: Site) -> IntArray:
    """Return lengths in map units as whole millimetres."""
    return np.rint(lengths / site.metre * MILLIMETRES).astype(np.int64)


def _sorted(site: Site, places: Places, columns: tuple[IntArray, ...]) -> IntArray:
    """Sort by whole columns, the weightiest first; what is still equal by class, kind, name, coordinates."""
    columns = tuple(column for column in columns if len(column) and (column != column[0]).any())
    order = np.lexsort(columns[::-1]) if columns else np.arange(len(places))
    same = np.ones(max(len(order) - 1, 0), bool)
    for column in columns:
        same &= np.diff(column[order]) == 0
    if not same.any():
        return order
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    run = np.cumsum(np.append(True, ~same))[tied]
    index = order[tied]
    spot = whole_mm(places.positions[index] - site.entrance, site)
    words = [_ranked(values, index) for values in (places.names, places.kinds, places.classes)]
    order[tied] = index[np.lexsort((spot[:, 1], spot[:, 0], *words, run))]
    return order


def _ranked(values: Any, index: IntArray) -> IntArray:
    if values is None:
        return np.zeros(len(index), np.int64)
    return np.asarray(np.unique(values[index], return_inverse=True)[1], np.int64)
