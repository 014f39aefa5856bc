"""Where a survey would lie in each CRS its coordinates allow: suggestions with evidence, best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import shapely
from pyproj import CRS, Geod

from .. import catalogue
from ..coordinates import is_local, transform
from ..errors import InputError
from .gridzones import position_in, possible_grids

Box = tuple[float, float, float, float]

NEAR = 20_000.0
"""m: a survey farther than this from what is in the community already is not of its site."""

_REMOTE_KM = 1500.0
_WORLDWIDE = 40.0
_TOUCH = 1.0
_EARTH = Geod(ellps="GRS80")


@dataclass(frozen=True)
class CrsSuggestion:
    """A CRS a survey may be in, and what taking it would give.

    Parameters
    ----------
    crs
        What to enter as CRS: `EPSG:4528`, `local`; empty when only control points help.
    name
        The CRS in words.
    reason
        file, community, zone_40, meridian_120, utm_51, degrees, mercator, or local_grid.
    swapped
        Only with north and east exchanged.
    lon, lat
        Where the middle of the survey would be, in degrees; NaN when unknown.
    city, city_km
        The nearest capital of a province (a key of the catalogue of cities), and how far.
    distance
        Metres from what is in the community already; NaN when it cannot be told.
    overlap
        Share, 0…1, of the smaller of the two that the survey and what is there have in common.
    likely
        Whether the CRS is meant for there, and the survey is near what is there.
    """

    crs: str
    name: str
    reason: str
    swapped: bool = False
    lon: float = float("nan")
    lat: float = float("nan")
    city: str = ""
    city_km: float = float("nan")
    distance: float = float("nan")
    overlap: float = 0.0
    likely: bool = True

    def report(self) -> dict[str, Any]:
        """Return the suggestion for the report, without what is unknown."""
        rounded = {
            "lon": round(self.lon, 4), "lat": round(self.lat, 4), "city_km": round(self.city_km, 1),
            "distance": round(self.distance, 1),
        }  # fmt: skip
        known = {name: value for name, value in rounded.items() if np.isfinite(value)}
        return {
            "crs": self.crs, "name": self.name, "reason": self.reason, "swapped": self.swapped,
            "city": self.city, "overlap": round(self.overlap, 3), "likely": self.likely, **known,
        }  # fmt: skip


def suggest_crs(
    box: Box, community: CRS, present: Any = None, declared: Optional[CRS] = None
) -> list[CrsSuggestion]:
    """Return the CRS in which a survey makes sense, the likeliest first.

    Parameters
    ----------
    box
        Least and largest coordinates of the bulk of the survey, as they stand in the file, scaled to
        metres.
    community
        The community's CRS.
    present
        What is in the community already (compounds, entrances, earlier surveys), in its CRS: any
        shapely geometry; None or empty when there is nothing.
    declared
        The CRS the file itself names.

    Returns
    -------
    suggestions
        Never empty: where none is likely, the advice to give control points comes first. Sorted by
        overlap with what is there, by distance from it, then by how near a large city it would be.
    """
    there = None if present is None or shapely.is_empty(present) else shapely.convex_hull(present)
    found = [_own(box, community, there)]
    if not is_local(community):
        if declared is not None and declared != community:
            found.insert(0, _in(declared, "file", box, community, there))
        near = _longitude(community, there)
        middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for grid in possible_grids(*middle, near):
            crs = CRS.from_epsg(grid.epsg)
            if grid.swapped or crs not in (community, declared):
                turned = (box[1], box[0], box[3], box[2]) if grid.swapped else box
                suggestion = _in(crs, grid.reason, turned, community, there, swapped=grid.swapped)
                found.append(suggestion)
    likely = sorted((s for s in found if s.likely), key=_rank)
    others = sorted((s for s in found if not s.likely), key=_rank)
    return likely or [CrsSuggestion("", "", "local_grid"), *others]


def look_at_crs(crs: CRS, box: Box, community: CRS, present: Any = None) -> Optional[CrsSuggestion]:
    """Return what taking a CRS that somebody named would give; None when that cannot be told.

    Parameters
    ----------
    crs
        The CRS named.
    box, community, present
        As in `suggest_crs`.
    """
    if is_local(crs) or is_local(community):
        return None
    there = None if present is None or shapely.is_empty(present) else shapely.convex_hull(present)
    return _in(crs, "named", box, community, there)


def _rank(suggestion: CrsSuggestion) -> tuple[float, ...]:
    """Compare coarsely: datums that differ by 100 m keep the order in which they were asked."""
    distance = 0.0 if np.isnan(suggestion.distance) else suggestion.distance // 1000
    remote = 0.0 if np.isnan(suggestion.city_km) else suggestion.city_km // 50
    given = suggestion.reason in ("file", "community")
    return (-round(suggestion.overlap, 1), distance, not given, remote)


def _own(box: Box, community: CRS, there: Any) -> CrsSuggestion:
    if not is_local(community):
        return _in(community, "community", box, community, there)
    distance, overlap = _compared(shapely.convex_hull(shapely.box(*box)), there)
    return CrsSuggestion(
        "local", community.name, "community", distance=distance, overlap=overlap, likely=not distance > NEAR
    )


def _in(
    crs: CRS, reason: str, box: Box, community: CRS, there: Any, *, swapped: bool = False
) -> CrsSuggestion:
    """Find out what taking `crs` would give."""
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    lon, lat, meant = position_in(crs, *middle)
    city, city_km = _nearest_city(lon, lat)
    distance, overlap = _compared(None if there is None else _moved(box, crs, community), there)
    sensible = city_km < _REMOTE_KM or (reason in ("file", "community") and _width(crs) < _WORLDWIDE)
    authority = crs.to_authority()
    return CrsSuggestion(
        crs=":".join(authority) if authority else crs.to_wkt(), name=crs.name, reason=reason, swapped=swapped,
        lon=lon, lat=lat, city=city, city_km=city_km, distance=distance, overlap=overlap,
        likely=meant and sensible and not distance > NEAR,
    )  # fmt: skip


def _moved(box: Box, source: CRS, target: CRS) -> Any:
    """Return the box in another CRS as a polygon, or None where it has no image there."""
    corners = shapely.get_coordinates(shapely.box(*box))
    try:
        moved = np.column_stack(transform(corners[:, 0], corners[:, 1], source, target))
    except InputError:
        return None
    return shapely.convex_hull(shapely.polygons(moved))


def _compared(shape: Any, there: Any) -> tuple[float, float]:
    """Return distance, and share of the smaller one in common."""
    if shape is None or there is None:
        return float("nan"), 0.0
    # Of a point, such as one entrance, the surroundings count.
    first, second = shapely.buffer(shape, _TOUCH), shapely.buffer(there, _TOUCH)
    common = shapely.area(shapely.intersection(first, second))
    with np.errstate(divide="ignore"):  # GEOS divides by sides next to nothing
        distance = float(shapely.distance(shape, there))
    return distance, float(common / min(first.area, second.area))


def _longitude(community: CRS, there: Any) -> Optional[float]:
    """Return where the survey is expected: at what is there, else where the community's CRS is used."""
    if there is not None:
        lon, _, meant = position_in(community, *shapely.get_coordinates(shapely.centroid(there))[0])
        return lon if meant else None
    area = community.area_of_use
    return (area.west + area.east) / 2 if area is not None and _width(community) < _WORLDWIDE else None


def _width(crs: CRS) -> float:
    """Return how many degrees of longitude a CRS is meant for: Mercator fits everywhere and says nothing."""
    area = crs.area_of_use
    return 360.0 if area is None else float(area.east - area.west)


def _nearest_city(lon: float, lat: float) -> tuple[str, float]:
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        return "", float("nan")
    cities = catalogue.cities()
    here = np.full(len(cities), lon), np.full(len(cities), lat)
    _, _, metres = _EARTH.inv(*here, cities["lon"].to_numpy(), cities["lat"].to_numpy())
    nearest = int(np.argmin(metres))
    return str(cities.index[nearest]), float(metres[nearest]) / 1000
