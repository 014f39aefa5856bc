"""The grids of Chinese surveys: which systems a pair of coordinates could be in.

Source: domain facts on CGCS2000, Xi'an 1980 and Beijing 1954 in 3° and 6° zones. An easting
of eight digits carries its zone; one of six leaves the central meridian open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
import shapely
from pyproj import CRS, Transformer

_WITH_ZONE = {
    3: {"CGCS2000": 4488, "Xi'an 1980": 2324, "Beijing 1954": 2376},
    6: {"CGCS2000": 4478, "Xi'an 1980": 2314, "Beijing 1954": 21400},
}
_BY_MERIDIAN = {"CGCS2000": 4534, "Xi'an 1980": 2370, "Beijing 1954": 2422}
_ZONES = {3: range(25, 46), 6: range(13, 24)}
_MERIDIANS = range(75, 136, 3)
_DEGREES = {"CGCS2000": 4490, "WGS 84": 4326}
_MERCATOR = 3857
_UTM_NORTH = 32600

_MARGIN = 1.0
_SIDE = 3.0
_EASTINGS = (250_000.0, 750_000.0)
_NORTHINGS = (1_900_000.0, 6_000_000.0)
_LONGITUDES = (73.0, 136.0)
_LATITUDES = (3.0, 54.0)
_MERCATOR_X = (8_100_000.0, 15_100_000.0)
_MERCATOR_Y = (300_000.0, 7_200_000.0)


@dataclass(frozen=True)
class Grid:
    """A system the coordinates could be in, and what in them says so.

    `reason` is zone_40, meridian_120, utm_51, degrees or mercator; with `swapped` the north stands first.
    """

    epsg: int
    reason: str
    swapped: bool = False


def possible_grids(x: float, y: float, near: Optional[float] = None) -> list[Grid]:
    """Return the systems in which a point lies in China, in the order in which they are met.

    Parameters
    ----------
    x, y
        First and second coordinate of the middle of a survey.
    near
        Longitude where the survey is expected: without a zone in the easting, older datums and UTM
        come in for the meridians around it.

    Returns
    -------
    grids
        Empty for a local grid.
    """
    straight = _grids(x, y, near)
    turned = [Grid(grid.epsg, grid.reason, swapped=True) for grid in _grids(y, x, near)]
    return straight + turned


def _grids(x: float, y: float, near: Optional[float]) -> list[Grid]:
    if _within(x, _LONGITUDES) and _within(y, _LATITUDES):
        return [Grid(epsg, "degrees") for epsg in _DEGREES.values()]
    grids: list[Grid] = []
    zone = _zone_of(x)
    if _is_northing(y) and zone:
        width = 3 if zone in _ZONES[3] else 6
        grids += [Grid(base + zone, f"zone_{zone}") for base in _WITH_ZONE[width].values()]
    elif _is_northing(y) and _is_easting(x):
        grids += _by_meridian(near)
    if _within(x, _MERCATOR_X) and _within(y, _MERCATOR_Y):
        grids.append(Grid(_MERCATOR, "mercator"))
    return grids


def _by_meridian(near: Optional[float]) -> list[Grid]:
    first, *older = _BY_MERIDIAN.values()
    grids = [Grid(first + (m - 75) // 3, f"meridian_{m}") for m in _MERIDIANS]
    if near is None:
        return grids
    around = [m for m in _MERIDIANS if abs(m - near) <= _SIDE]
    grids += [Grid(base + (m - 75) // 3, f"meridian_{m}") for base in older for m in around]
    utm = int((near + 180) // 6) + 1
    return [*grids, Grid(_UTM_NORTH + utm, f"utm_{utm}")]


def axes_swapped(x: float, y: float) -> bool:
    """Tell whether x looks like a Chinese northing and y like an easting."""
    return _is_northing(x) and (_is_easting(y) or _zone_of(y) > 0) and not _is_northing(y)


def position_in(crs: CRS, x: float, y: float) -> tuple[float, float, bool]:
    """Return longitude and latitude of a point of `crs`, and whether the CRS is meant for there."""
    geographic = crs.geodetic_crs
    lon, lat = Transformer.from_crs(crs, geographic, always_xy=True).transform(x, y)
    area = crs.area_of_use
    if area is None:
        return float(lon), float(lat), True
    inside = shapely.box(*area.bounds).buffer(_MARGIN).contains(shapely.Point(lon, lat))
    return float(lon), float(lat), bool(inside)


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _is_northing(value: float) -> bool:
    return _within(value, _NORTHINGS)


def _is_easting(value: float) -> bool:
    return _within(value, _EASTINGS)


def _zone_of(easting: float) -> int:
    zone, rest = divmod(easting, 1_000_000.0) if np.isfinite(easting) else (0.0, 0.0)
    known = int(zone) in _ZONES[3] or int(zone) in _ZONES[6]
    return int(zone) if known and _is_easting(rest) else 0
