"""Which CRS the coordinates of a Chinese survey may be in, with what each would mean.

Source: domain facts on CGCS2000, Xi'an 1980 and Beijing 1954 in 3° and 6° zones. An easting
of eight digits carries its zone; one of six leaves the central meridian open, and the
planner is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
_MARGIN = 1.0
_EASTINGS = (250_000.0, 750_000.0)
_NORTHINGS = (1_900_000.0, 6_000_000.0)


@dataclass(frozen=True)
class Suggestion:
    """A CRS the coordinates fit, best first, and where on Earth it would put them."""

    epsg: int
    name: str
    reason: str
    lon: float
    lat: float

    def report(self) -> dict[str, Any]:
        """Return the suggestion for the report."""
        return {
            "crs": f"EPSG:{self.epsg}", "name": self.name, "reason": self.reason,
            "lon": round(self.lon, 4), "lat": round(self.lat, 4),
        }  # fmt: skip


def axes_swapped(x: float, y: float) -> bool:
    """Tell whether x looks like a Chinese northing and y like an easting."""
    return _is_northing(x) and (_is_easting(y) or _zone_of(y) > 0) and not _is_northing(y)


def suggest_crs(x: float, y: float, near: float | None = None) -> list[Suggestion]:
    """Return the CRS in which a point of the survey makes sense, the likeliest first.

    Parameters
    ----------
    x, y
        Easting and northing of the middle of the survey, in metres.
    near
        Longitude near which the survey is expected: those that put it there come first.

    Returns
    -------
    suggestions
        Empty for a local grid. With a zone in the easting: the datums of that zone; without: CGCS2000
        by every central meridian, which only the planner can tell apart.
    """
    if axes_swapped(x, y):
        x, y = y, x
    if not _is_northing(y):
        return []
    zone = _zone_of(x)
    if zone:
        width = 3 if zone in _ZONES[3] else 6
        codes = [(base + zone, f"zone_{zone}") for base in _WITH_ZONE[width].values()]
    elif _is_easting(x):
        codes = [(_BY_MERIDIAN["CGCS2000"] + (m - 75) // 3, f"meridian_{m}") for m in _MERIDIANS]
    else:
        return []
    suggestions = [_suggestion(code, reason, x, y) for code, reason in codes]
    return suggestions if near is None else sorted(suggestions, key=lambda s: abs(s.lon - near))


def position_in(crs: CRS, x: float, y: float) -> tuple[float, float, bool]:
    """Return longitude and latitude of a point of `crs`, and whether the CRS is meant for there."""
    geographic = crs.geodetic_crs
    lon, lat = Transformer.from_crs(crs, geographic, always_xy=True).transform(x, y)
    area = crs.area_of_use
    if area is None:
        return float(lon), float(lat), True
    inside = shapely.box(*area.bounds).buffer(_MARGIN).contains(shapely.Point(lon, lat))
    return float(lon), float(lat), bool(inside)


def _is_northing(value: float) -> bool:
    return _NORTHINGS[0] <= value <= _NORTHINGS[1]


def _is_easting(value: float) -> bool:
    return _EASTINGS[0] <= value <= _EASTINGS[1]


def _zone_of(easting: float) -> int:
    zone, rest = divmod(easting, 1_000_000.0) if np.isfinite(easting) else (0.0, 0.0)
    known = int(zone) in _ZONES[3] or int(zone) in _ZONES[6]
    return int(zone) if known and _is_easting(rest) else 0


def _suggestion(epsg: int, reason: str, x: float, y: float) -> Suggestion:
    crs = CRS.from_epsg(epsg)
    lon, lat, _ = position_in(crs, x, y)
    return Suggestion(epsg, crs.name, reason, lon, lat)
