"""What numbering knows of places, buildings and doors of a whole community, as arrays, read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from ..places.nearness import nearest_within, polygonal
from .floors import floor_level
from .sweep import CLASS_ORDER, Site, whole_mm
from .tracks import FloatArray, IntArray

# Ramps and doors lead into what is numbered; the other entrances are gates of the compound.
DOOR, RAMP = "unit_gate", "garage_ramp"
AT_THE_WALL = 2.0

Texts = NDArray[np.object_]


@dataclass(frozen=True)
class Rows:
    """Places to number, a row each.

    Parameters
    ----------
    ids, kinds, names
        Texts, empty for none.
    buildings
        Id of the building, None for none.
    classes, floors
        What `CLASS_ORDER` and `floor_level` make of them.
    street
        Whether a place is reached from the street only.
    points
        Anchors, shape (n, 2).
    footprints
        Areas, None for none.
    """

    ids: Texts
    kinds: Texts
    names: Texts
    buildings: Texts
    classes: IntArray
    floors: FloatArray
    street: NDArray[np.bool_]
    points: FloatArray
    footprints: Texts

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, index: IntArray) -> Rows:
        """Return some of the rows."""
        return replace(self, **{name: values[index] for name, values in vars(self).items()})

    @property
    def ties(self) -> tuple[IntArray, ...]:
        """Name, kind and class as numbers to sort by, the weightiest last."""
        words = [np.unique(texts, return_inverse=True)[1] for texts in (self.names, self.kinds)]
        return (*(np.asarray(word, np.int64) for word in words), self.classes)


def read_rows(places: gpd.GeoDataFrame, footprints: gpd.GeoDataFrame) -> Rows:
    """Read rows of `place`, all with a geometry, and their footprints, of several the first."""
    shapes: dict[str, Any] = {}
    for place, shape in zip(footprints["place_id"], footprints.geometry.to_numpy()):
        shapes.setdefault(place, shape)
    ids = _texts(places["id"])
    return Rows(
        ids,
        _texts(places["kind"]),
        _texts(places["name"]),
        _texts(places["building_id"], None),
        np.array([CLASS_ORDER.get(word, len(CLASS_ORDER)) for word in places["class"]], np.int64),
        np.array([floor_level(floor) for floor in places["floor"]], np.float64),
        np.array([access == "street" for access in places["access"]], bool),
        xy(places.geometry.to_numpy()),
        _mended(shapes.get(place) for place in ids),
    )


@dataclass(frozen=True)
class Premises:
    """Buildings, and the doors and ramps that lead into them.

    Parameters
    ----------
    shapes
        Building id → area; only those that have one.
    gates
        Place id → its own doors and ramps, shape (m, 2).
    doors
        Building id → doors at its wall or of a place in it, shape (m, 2).
    ramped
        Ids of garages that have a ramp: they stand by themselves, not in a building.
    """

    shapes: Mapping[str, Any]
    gates: Mapping[str, FloatArray]
    doors: Mapping[str, FloatArray]
    ramped: frozenset[str] = field(default=frozenset())


def premises_of(rows: Rows, doors: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> Premises:
    """Find which doors lead where.

    Parameters
    ----------
    rows
        All places to number.
    doors
        Entrances of the kinds unit_gate and garage_ramp: kind, place_id, geometry.
    buildings
        The table.
    """
    doors = doors[doors.geometry.notna()]
    points, places = xy(doors.geometry.to_numpy()), _texts(doors["place_id"], None)
    is_door = (doors["kind"] == DOOR).to_numpy(bool)
    ramped = frozenset(places[~is_door]) - {None}
    shapes = {str(key): shape for key, shape in zip(buildings["id"], _mended(buildings.geometry))}
    return Premises(
        {key: shape for key, shape in shapes.items() if shape is not None},
        _gathered(places, points),
        _gathered(_owners(rows, doors, places, buildings, ramped), points[is_door]),
        ramped,
    )


def _owners(
    rows: Rows, doors: gpd.GeoDataFrame, places: Texts, buildings: gpd.GeoDataFrame, ramped: frozenset[Any]
) -> Texts:
    """Return the building that each door leads into: that of its place, else the one at whose wall it is."""
    houses = {place: house for place, house in zip(rows.ids, rows.buildings) if place not in ramped}
    is_door = (doors["kind"] == DOOR).to_numpy(bool)
    owner = np.array([houses.get(place) for place in places[is_door]], object)
    unbound = np.flatnonzero([place is None for place in places[is_door]])
    walls = buildings[buildings.geometry.notna()]
    points = doors.geometry.to_numpy()[is_door]
    at, wall, _ = nearest_within(points[unbound], walls.geometry.to_numpy(), AT_THE_WALL)
    owner[unbound[at]] = walls["id"].to_numpy(object)[wall]
    return owner


def _gathered(owners: Texts, points: FloatArray) -> dict[str, FloatArray]:
    """Return the points of each owner; None owns nothing."""
    found: dict[str, list[FloatArray]] = defaultdict(list)
    for owner, point in zip(owners, points):
        if owner is not None:
            found[owner].append(point)
    return {owner: np.array(members) for owner, members in found.items()}


def nearest_of(found: Mapping[str, FloatArray], keys: Iterable[Any], site: Site) -> FloatArray:
    """Return, for each key, its point nearest to the main entrance, NaN where it has none."""
    return np.array([_nearest(found.get(key), site) for key in keys], np.float64).reshape(-1, 2)


def _nearest(points: Any, site: Site) -> Any:
    if points is None or len(points) == 1:
        return (np.nan, np.nan) if points is None else points[0]
    away = whole_mm(np.hypot(*(points - site.entrance).T), site)
    return points[np.lexsort((points[:, 1], points[:, 0], away))[0]]


def xy(points: Any) -> FloatArray:
    """Return coordinates of points, shape (n, 2); NaN for None."""
    shapes = np.asarray(points, dtype=object)
    return np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)]).astype(np.float64)


def _mended(shapes: Iterable[Any]) -> Texts:
    """Return areas made valid; None for what is none."""
    given = np.fromiter(shapes, object)
    areas = np.asarray(polygonal(shapely.force_2d(given)), object)
    areas[shapely.is_empty(areas)] = None
    return areas


def _texts(values: Any, missing: Any = "") -> Texts:
    return np.array([value if isinstance(value, str) else missing for value in values], object)
