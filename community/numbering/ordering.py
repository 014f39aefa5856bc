"""The order of a compound's places: buildings together, floor by floor, the street side after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..errors import NumberingError, SiteError
from ..places.nearness import nearest_within, polygonal
from .choice import Choice, choose
from .floors import floor_level
from .sweep import CLASS_ORDER, Places, Site, Sweep, elongation, path_length, sweep, whole_mm
from .tracks import FloatArray, IntArray

MANUAL = "manual"
# Ramps and doors lead into what is numbered; the other entrances are gates of the compound.
DOOR, RAMP = "unit_gate", "garage_ramp"
AT_THE_WALL = 2.0


@dataclass(frozen=True)
class Surroundings:
    """What a compound's places stand in.

    Parameters
    ----------
    site
        Boundary, entrances and loop of the compound.
    doors
        Entrances of the kinds unit_gate and garage_ramp: kind, place_id, geometry.
    buildings, footprints
        Tables of the community.
    street_after
        Whether what is reached from the street only comes after the rest.
    """

    site: Site
    doors: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    footprints: gpd.GeoDataFrame
    street_after: bool


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
    places
        Rows of `place`, all with a geometry, in one metric CRS.
    around
        Their compound, buildings, doors and footprints.
    manual
        Place ids in the order of the planner, for method manual.
    """

    def __init__(self, places: gpd.GeoDataFrame, around: Surroundings, manual: tuple[str, ...] = ()) -> None:
        gates = _gates(places, around)
        self._places, self._around, self._by_hand = places, around, manual
        self._points = Places(_xy(places.geometry), gates)
        self._stops = _stops(places, gates, around)
        self._orders: dict[str, IntArray] = {}

    def order(self, method: str) -> IntArray:
        """Return positions in `places`, first to last, by the rule of domain.md section 4."""
        if method not in self._orders:
            self._orders[method] = self._found(method)
        return self._orders[method]

    def _found(self, method: str) -> IntArray:
        if method == MANUAL:
            return _manual(self._places, self._by_hand, self.order("bearing"))
        found = sweep(self._around.site, self._stops.places, method)
        return _expand(self._places, self._points, self._stops, found, self._around)

    def length(self, method: str) -> float:
        """Return the length in metres of the way entrance → all places in order → entrance."""
        return path_length(self._around.site, self._points, self.order(method))

    def way(self, method: str) -> Any:
        """Return that way as a LineString."""
        start = self._around.site.entrance
        return shapely.linestrings(np.vstack([start, self._points.positions[self.order(method)], start]))

    def guide(self, method: str) -> Any:
        """Return what a method goes by: the clock hand centre → entrance, the outer rings, the loop drawn."""
        site = self._around.site
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
        return choose(wanted, earlier, self.length, elongation(self._around.site))


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
    return Site(usable_boundary(compound.geometry), _xy(main.geometry)[0], _xy(others.geometry), loop)


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


def _gates(places: gpd.GeoDataFrame, around: Surroundings) -> FloatArray:
    """Return the gate of each place that has one: of several the nearest to the main entrance."""
    linked = around.doors[around.doors["place_id"].notna()]
    first = _nearest_first(linked, around.site).drop_duplicates("place_id").set_index("place_id")
    return _xy(first.geometry.reindex(places["id"]).to_numpy())


def _stops(places: gpd.GeoDataFrame, gates: FloatArray, around: Surroundings) -> _Stops:
    """Gather the places of a building into one stop; a garage with a ramp stands by itself."""
    ramps = around.doors.loc[around.doors["kind"] == RAMP, "place_id"]
    building = places["building_id"].where(~places["id"].isin(ramps.dropna())).to_numpy(object)
    street = (places["access"] == "street").to_numpy(bool) & around.street_after
    inside = pd.notna(building)
    label = np.where(inside, building, places["id"].to_numpy(object))
    of_place = pd.factorize(pd.factorize(label)[0] * 2 + street)[0].astype(np.int64)
    first = _first_members(places, of_place)
    anchors, doors = _xy(places.geometry)[first], gates[first]
    shapes = around.footprints.drop_duplicates("place_id").set_index("place_id").geometry
    footprints = shapes.reindex(places["id"]).to_numpy(object)[first]
    blocks = np.flatnonzero(inside[first])
    if len(blocks):
        shape = _shapes_of(building[first][blocks], around.buildings)
        members = pd.DataFrame(_xy(places.geometry)).groupby(of_place).mean().to_numpy()[blocks]
        anchors[blocks] = np.where(shapely.is_missing(shape)[:, None], members, _inner_points(shape))
        doors[blocks] = _doors_of(building[first][blocks], pd.Series(building, places["id"]), around)
        footprints[blocks] = shape
    words = {name: _words(places[name])[first] for name in ("kind", "name")}
    stops = Places(
        anchors, doors, _mended(footprints), street[first], _class_ranks(places)[first], words["kind"],
        words["name"],
    )  # fmt: skip
    return _Stops(stops, of_place)


def _first_members(places: gpd.GeoDataFrame, of_place: IntArray) -> IntArray:
    """Return, for each stop, its first place by floor, class, kind, name."""
    order = np.lexsort((*_tie_columns(places), _floors(places), of_place))
    return order[np.flatnonzero(np.diff(of_place[order], prepend=-1))]


def _tie_columns(places: gpd.GeoDataFrame) -> tuple[IntArray, ...]:
    """Return name, kind and class as numbers to sort by, the weightiest last."""
    words = [np.unique(_words(places[name]), return_inverse=True)[1] for name in ("name", "kind")]
    return (*(np.asarray(word, np.int64) for word in words), _class_ranks(places))


def _class_ranks(places: gpd.GeoDataFrame) -> IntArray:
    return places["class"].map(CLASS_ORDER).fillna(len(CLASS_ORDER)).to_numpy(np.int64)


def _words(values: pd.Series) -> np.ndarray[Any, Any]:
    return values.astype(object).where(values.notna(), "").astype(str).to_numpy(object)


def _floors(places: gpd.GeoDataFrame) -> FloatArray:
    return places["floor"].map(floor_level).to_numpy(np.float64)


def _shapes_of(ids: Any, buildings: gpd.GeoDataFrame) -> Any:
    known = buildings.drop_duplicates("id").set_index("id").geometry
    return _mended(known.reindex(ids).to_numpy(object))


def _mended(shapes: Any) -> Any:
    areas = polygonal(shapely.force_2d(shapes))
    areas[shapely.is_empty(areas)] = None
    return areas


def _inner_points(shapes: Any) -> FloatArray:
    return _xy(shapely.point_on_surface(shapes))


def _doors_of(ids: Any, building_of: pd.Series, around: Surroundings) -> FloatArray:
    """Return the door of each building: one at its wall or of a place in it, nearest to the entrance.

    Parameters
    ----------
    ids
        Building ids.
    building_of
        Place id → building id.
    around
        Doors and buildings.
    """
    doors = _nearest_first(around.doors[around.doors["kind"] == DOOR], around.site)
    owner = doors["place_id"].map(building_of).to_numpy(object)
    unbound = np.flatnonzero(doors["place_id"].isna())
    walls = around.buildings[around.buildings.geometry.notna()]
    at, wall, _ = nearest_within(doors.geometry.to_numpy()[unbound], walls.geometry.to_numpy(), AT_THE_WALL)
    owner[unbound[at]] = walls["id"].to_numpy(object)[wall]
    first = doors.geometry[pd.notna(owner)].set_axis(owner[pd.notna(owner)])
    return _xy(first[~first.index.duplicated()].reindex(ids).to_numpy())


def _nearest_first(doors: gpd.GeoDataFrame, site: Site) -> gpd.GeoDataFrame:
    points = doors[doors.geometry.notna()]
    away = whole_mm(np.hypot(*(_xy(points.geometry) - site.entrance).T), site)
    x, y = _xy(points.geometry).T
    return points.iloc[np.lexsort((y, x, away))].reset_index(drop=True)


def _expand(
    places: gpd.GeoDataFrame, points: Places, stops: _Stops, found: Sweep, around: Surroundings
) -> IntArray:
    """Order the places stop by stop; within a building by floor upward, then as ties go."""
    rank = np.empty(len(found.order), np.int64)
    rank[found.order] = np.arange(len(found.order))
    spot = points.positions
    away = whole_mm(np.hypot(*(spot - found.starts[stops.of_place]).T), around.site)
    x, y = whole_mm(spot - around.site.entrance, around.site).T
    keys = (y, x, *_tie_columns(places), away, _floors(places), rank[stops.of_place])
    return np.lexsort(keys)


def _manual(places: gpd.GeoDataFrame, stored: tuple[str, ...], swept: IntArray) -> IntArray:
    """Keep the planner's order; a place that is not in it follows the one it follows in the sweep."""
    rank: Mapping[str, int] = {place: i for i, place in enumerate(stored)}
    known = places["id"].map(rank).fillna(-1).to_numpy(np.int64)[swept]
    last = np.maximum.accumulate(np.where(known >= 0, np.arange(len(swept)), -1))
    after = np.where(last >= 0, known[last], -1)
    return swept[np.lexsort((np.arange(len(swept)), known < 0, after))]


def _xy(points: Any) -> FloatArray:
    shapes = np.asarray(points, dtype=object)
    return np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)]).astype(np.float64)
