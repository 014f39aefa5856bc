"""The order of a compound's places: buildings together, floor by floor, the street side after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..errors import NumberingError, SiteError
from ..places.nearness import polygonal
from .choice import Choice, choose
from .premises import DOOR, RAMP, Premises, Rows, Texts, nearest_of, xy
from .sweep import Places, Site, Sweep, elongation, path_length, sweep, whole_mm
from .tracks import FloatArray, IntArray

MANUAL = "manual"


@dataclass(frozen=True)
class Earlier:
    """What an earlier run settled for one compound: method, and the loop or the order it went by."""

    method: Optional[str] = None
    loop: Optional[str] = None
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Stops:
    """The stops of a sweep: single places, and buildings with all that is in them."""

    places: Places
    of_place: IntArray


class Walks:
    """The orders in which the places of one compound can be walked, each found when it is asked for.

    Parameters
    ----------
    rows
        The places, in one metric CRS.
    premises
        Buildings and doors of the community.
    site
        The compound.
    street_after
        Whether what is reached from the street only comes after the rest.
    manual
        Place ids in the order of the planner, for method manual.
    """

    def __init__(
        self,
        rows: Rows,
        premises: Premises,
        site: Site,
        *,
        street_after: bool = True,
        manual: tuple[str, ...] = (),
    ) -> None:
        gates = nearest_of(premises.gates, rows.ids, site)
        self._rows, self._site, self._by_hand = rows, site, manual
        self._points = Places(rows.points, gates)
        self._stops = _stops(rows, gates, premises, site, rows.street & street_after)
        self._orders: dict[str, IntArray] = {}

    def order(self, method: str) -> IntArray:
        """Return positions in the rows, first to last, by the rule of domain.md section 4."""
        if method not in self._orders:
            self._orders[method] = self._found(method)
        return self._orders[method]

    def _found(self, method: str) -> IntArray:
        if method == MANUAL:
            return _manual(self._rows.ids, self._by_hand, self.order("bearing"))
        found = sweep(self._site, self._stops.places, method)
        return _expand(self._rows, self._points, self._stops, found, self._site)

    def length(self, method: str) -> float:
        """Return the length in metres of the way entrance → all places in order → entrance."""
        return path_length(self._site, self._points, self.order(method))

    def way(self, method: str) -> Any:
        """Return that way as a LineString."""
        start = self._site.entrance
        return shapely.linestrings(np.vstack([start, self._points.positions[self.order(method)], start]))

    def guide(self, method: str) -> Any:
        """Return what a method goes by: the clock hand centre → entrance, the outer rings, the loop drawn."""
        site = self._site
        if method == "boundary":
            return shapely.union_all(shapely.get_exterior_ring(shapely.get_parts(site.boundary)))
        if method == "loop":
            return site.loop
        if method == MANUAL:
            return None
        return shapely.linestrings(
            [shapely.get_coordinates(shapely.centroid(site.boundary))[0], site.entrance]
        )

    def choose(self, wanted: str, earlier: Optional[str]) -> Choice:
        """Take the method wanted, of an earlier run, or the better one (see `choice.choose`)."""
        return choose(wanted, earlier, self.length, elongation(self._site))


def site_of(compound: Any, entrances: gpd.GeoDataFrame, loop: Any) -> Site:
    """Put together the site of one compound.

    Parameters
    ----------
    compound
        A row of `compound` with id, name, geometry.
    entrances
        Entrances with compound_id, kind, is_main: exactly one is main (see `entrances.check_mains`).
    loop
        LineString for method loop, or None.

    Raises
    ------
    SiteError
        `invalid_boundary`.
    """
    mine = entrances[(entrances["compound_id"] == compound["id"]) & entrances.geometry.notna()]
    main = mine[mine["is_main"]]
    others = mine[~mine["is_main"] & ~mine["kind"].isin((DOOR, RAMP))]
    return Site(usable_boundary(compound.geometry), xy(main.geometry)[0], xy(others.geometry), loop)


def usable_boundary(geometry: Any) -> Any:
    """Return the areas of a boundary, mended where it crosses itself.

    Parameters
    ----------
    geometry
        One geometry, or an array of several that make one boundary.

    Raises
    ------
    SiteError
        `invalid_boundary` when no area is left.
    """
    area = shapely.union_all(polygonal(shapely.force_2d(geometry)))
    if area.is_empty or area.geom_type not in ("Polygon", "MultiPolygon"):
        raise SiteError("invalid_boundary")
    return area


def one_line(geometry: Any, compound: object) -> Any:
    """Return drawn lines as the one LineString to walk along, or None when there are none.

    Raises
    ------
    NumberingError
        `loop_not_one_line` when the pieces do not join.
    """
    lines = [line for line in shapely.get_parts(geometry) if not line.is_empty]
    if not lines:
        return None
    merged = shapely.line_merge(shapely.union_all(lines)) if len(lines) > 1 else lines[0]
    if merged.geom_type != "LineString":
        raise NumberingError("loop_not_one_line", compound=compound)
    return shapely.force_2d(merged)


def read_earlier(stored: Mapping[str, Any]) -> dict[str, Earlier]:
    """Read, from the parameters of the last run, what it settled: compound id → `Earlier`."""
    return {
        compound: Earlier(entry.get("method"), entry.get("loop"), tuple(entry.get("order", ())))
        for compound, entry in stored.get("compounds", {}).items()
    }


def _stops(
    rows: Rows, gates: FloatArray, premises: Premises, site: Site, street: NDArray[np.bool_]
) -> _Stops:
    """Gather the places of a building into one stop; a garage with a ramp stands by itself."""
    pairs = zip(rows.ids, rows.buildings)
    inside = np.array([house is not None and place not in premises.ramped for place, house in pairs], bool)
    label = pd.factorize(np.where(inside, rows.buildings, rows.ids))[0]
    of_place = pd.factorize(label * 2 + street)[0].astype(np.int64)
    order = np.lexsort((*rows.ties, rows.floors, of_place))
    first = order[np.flatnonzero(np.diff(of_place[order], prepend=-1))]
    heads = rows.take(first)
    anchors, doors, footprints = heads.points, gates[first], heads.footprints
    blocks = np.flatnonzero(inside[first])
    if len(blocks):
        houses = heads.buildings[blocks]
        shapes = np.array([premises.shapes.get(house) for house in houses], object)
        inner = xy(shapely.point_on_surface(shapes))
        anchors[blocks] = np.where(np.isfinite(inner), inner, _means(rows.points, of_place)[blocks])
        doors[blocks] = nearest_of(premises.doors, houses, site)
        footprints[blocks] = shapes
    return _Stops(
        Places(anchors, doors, footprints, street[first], heads.classes, heads.kinds, heads.names), of_place
    )


def _means(points: FloatArray, member: IntArray) -> FloatArray:
    counts = np.bincount(member)
    return np.column_stack([np.bincount(member, values) / counts for values in points.T])


def _expand(rows: Rows, points: Places, stops: _Stops, found: Sweep, site: Site) -> IntArray:
    """Order the places stop by stop; within a building by floor upward, then as ties go."""
    rank = np.empty(len(found.order), np.int64)
    rank[found.order] = np.arange(len(found.order))
    spot = points.positions
    away = whole_mm(np.hypot(*(spot - found.starts[stops.of_place]).T), site)
    x, y = whole_mm(spot - site.entrance, site).T
    return np.lexsort((y, x, *rows.ties, away, rows.floors, rank[stops.of_place]))


def _manual(ids: Texts, stored: tuple[str, ...], swept: IntArray) -> IntArray:
    """Keep the planner's order; a place that is not in it follows the one it follows in the sweep."""
    rank: Mapping[str, int] = {place: i for i, place in enumerate(stored)}
    known = np.array([rank.get(place, -1) for place in ids], np.int64)[swept]
    last = np.maximum.accumulate(np.where(known >= 0, np.arange(len(swept)), -1))
    after = np.where(last >= 0, known[last], -1)
    return swept[np.lexsort((np.arange(len(swept)), known < 0, after))]
