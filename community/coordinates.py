"""Coordinate systems as surveys and phones use them: reading, suggesting, shifting.

Everywhere x is the easting (or longitude) and y the northing (or latitude), whatever
order a CRS declares: EPSG's axes are north, east, CAD's and GIS's are east, north.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from .errors import InputError

Array = np.ndarray[Any, np.dtype[np.float64]]

LOCAL_WKT = 'LOCAL_CS["Local grid, metres",UNIT["metre",1],AXIS["Easting",EAST],AXIS["Northing",NORTH]]'
"""A grid in metres whose place on Earth is unknown; without the unit, map units are degrees."""

DATUMS = ("wgs84", "gcj02", "bd09", "community")
"""Datums a position may be given in; `community` means the community's own CRS."""

_AXIS = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BD09_ANGLE = np.pi * 3000.0 / 180.0
_CHINA = (72.004, 0.8293, 137.8347, 55.8271)
_EXACT_DEGREES = 1e-10


def parse_crs(text: str) -> CRS:
    """Read the CRS of a community: `EPSG:4549`, `4549`, `local`, WKT or PROJ text.

    Parameters
    ----------
    text
        What the planner gave; `local` is a metric grid of unknown position.

    Returns
    -------
    crs
        A flat CRS in metres; of a compound CRS its horizontal part.

    Raises
    ------
    InputError
        `crs_unreadable`, `geographic_crs` (degrees) or `crs_not_metric` (feet, heights, geocentric).
    """
    crs = _horizontal(_read_crs(text.strip()), text)
    if crs.is_geographic:
        raise InputError("geographic_crs", crs=crs.name)
    if is_local(crs):
        return crs
    if not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info):
        raise InputError("crs_not_metric", crs=crs.name)
    return crs


def parse_survey_crs(text: str) -> CRS:
    """Read the CRS of a file that comes in: any that `parse_crs` reads, in degrees or feet too.

    Raises
    ------
    InputError
        `crs_unreadable`.
    """
    return _horizontal(_read_crs(text.strip()), text)


def _read_crs(text: str) -> CRS:
    if text.lower() == "local":
        return CRS.from_wkt(LOCAL_WKT)
    try:
        return CRS.from_user_input(f"EPSG:{text}" if text.isdigit() else text)
    except CRSError as error:
        raise InputError("crs_unreadable", crs=text) from error


def _horizontal(crs: CRS, text: str) -> CRS:
    if crs.is_bound and crs.source_crs is not None:
        crs = crs.source_crs
    if not crs.is_compound:
        return crs
    if not crs.sub_crs_list:
        raise InputError("crs_unreadable", crs=text)
    return crs.sub_crs_list[0]


def is_local(crs: CRS) -> bool:
    """Tell whether `crs` is a metric grid of unknown position, to which nothing can be transformed."""
    return bool(crs.type_name == "Engineering CRS" and all(a.unit_name == "metre" for a in crs.axis_info))


def transform(x: Array, y: Array, source: CRS, target: CRS) -> tuple[Array, Array]:
    """Transform eastings and northings from one CRS to another.

    Returns
    -------
    x, y
        In `target`; unchanged when both are the same, or both local: of two grids of unknown position
        nothing else can be said.

    Raises
    ------
    InputError
        `crs_not_related` when one of two different systems is local, or PROJ knows no way;
        `outside_crs` when a position has no image in `target`.
    """
    moved = image_of(x, y, source, target)
    given = np.isfinite(x) & np.isfinite(y)
    if not np.isfinite(moved[0][given]).all():
        raise InputError("outside_crs", source=source.name, target=target.name)
    return moved


def image_of(x: Array, y: Array, source: CRS, target: CRS) -> tuple[Array, Array]:
    """Transform as `transform` does; what has no image in `target` becomes infinite.

    Raises
    ------
    InputError
        `crs_not_related`.
    """
    if source == target or (is_local(source) and is_local(target)):
        return x, y
    if is_local(source) or is_local(target):
        raise InputError("crs_not_related", source=source.name, target=target.name)
    try:
        moved = Transformer.from_crs(source, target, always_xy=True).transform(x, y)
    except CRSError as error:
        raise InputError("crs_not_related", source=source.name, target=target.name) from error
    return moved[0], moved[1]


def wgs84_to_gcj02(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Shift WGS 84 positions as Chinese map services (Amap, Tencent, WeChat) must; abroad unchanged."""
    x, y = lon - 105.0, lat - 35.0
    east, north = _offset_east(x, y), _offset_north(x, y)
    phi = np.radians(lat)
    curve = 1 - _ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    root = np.sqrt(curve)
    d_lat = np.degrees(north * curve * root / (_AXIS * (1 - _ECCENTRICITY_SQUARED)))
    d_lon = np.degrees(east * root / (_AXIS * np.cos(phi)))
    west, south, right, top = _CHINA
    china = (lon >= west) & (lon <= right) & (lat >= south) & (lat <= top)
    return np.where(china, lon + d_lon, lon), np.where(china, lat + d_lat, lat)


def _waves(angle: Array, *terms: tuple[float, float]) -> Array:
    total = np.zeros_like(angle)
    for amplitude, period in terms:
        total += amplitude * np.sin(angle * np.pi / period)
    return total * 2.0 / 3.0


def _offset_east(x: Array, y: Array) -> Array:
    plain = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    return plain + _waves(x, (20, 1 / 6), (20, 1 / 2), (20, 1), (40, 3), (150, 12), (300, 30))


def _offset_north(x: Array, y: Array) -> Array:
    plain = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    return plain + _waves(x, (20, 1 / 6), (20, 1 / 2)) + _waves(y, (20, 1), (40, 3), (160, 12), (320, 30))


def gcj02_to_wgs84(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Undo `wgs84_to_gcj02`, by iteration, to better than 0.1 mm."""
    return _invert(wgs84_to_gcj02, lon, lat)


def _invert(
    shift: Callable[[Array, Array], tuple[Array, Array]], lon: Array, lat: Array
) -> tuple[Array, Array]:
    """Find what `shift` takes to (lon, lat): it changes little over its own length, so steps converge."""
    found_lon, found_lat = lon.copy(), lat.copy()
    for _ in range(12):
        shifted_lon, shifted_lat = shift(found_lon, found_lat)
        step_lon, step_lat = lon - shifted_lon, lat - shifted_lat
        found_lon, found_lat = found_lon + step_lon, found_lat + step_lat
        if max(_largest(step_lon), _largest(step_lat)) < _EXACT_DEGREES:
            break
    return found_lon, found_lat


def _largest(values: Array) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0


def gcj02_to_bd09(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Shift GCJ-02 positions as Baidu's maps do."""
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD09_ANGLE)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD09_ANGLE)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Undo `gcj02_to_bd09` as Baidu's users do, in one step (good to about 1 m)."""
    x, y = lon - 0.0065, lat - 0.006
    radius = np.hypot(x, y) - 0.00002 * np.sin(y * _BD09_ANGLE)
    angle = np.arctan2(y, x) - 0.000003 * np.cos(x * _BD09_ANGLE)
    return radius * np.cos(angle), radius * np.sin(angle)


def to_wgs84(lon: Array, lat: Array, datum: str) -> tuple[Array, Array]:
    """Return positions of `datum` (wgs84, gcj02, bd09) as WGS 84 degrees.

    Raises
    ------
    InputError
        `unknown_datum`.
    """
    if datum == "wgs84":
        return lon, lat
    if datum == "gcj02":
        return gcj02_to_wgs84(lon, lat)
    if datum == "bd09":
        return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))
    raise InputError("unknown_datum", datum=datum)


def to_crs_points(lon: Array, lat: Array, datum: str, crs: CRS) -> tuple[Array, Array]:
    """Return positions as eastings and northings of the community's CRS.

    Parameters
    ----------
    lon, lat
        Degrees in `datum`; with datum `community`, eastings and northings in `crs` already.
        NaN stays NaN.
    datum
        One of `DATUMS`.
    crs
        The community's CRS, in metres.

    Raises
    ------
    InputError
        `unknown_datum`, or `crs_not_related` when `crs` is local and the positions are degrees.
    """
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    if datum == "community":
        return lon, lat
    if is_local(crs):
        raise InputError("crs_not_related", source=datum, target=crs.name)
    transformer = Transformer.from_crs(CRS.from_epsg(4326), crs, always_xy=True)
    x, y = transformer.transform(*to_wgs84(lon, lat, datum))
    lost = ~(np.isfinite(x) & np.isfinite(y))
    return np.where(lost, np.nan, x), np.where(lost, np.nan, y)


def share_inside(lon: Array, lat: Array, polygon: Any, crs: CRS) -> dict[str, float]:
    """Return, for each datum the positions could be in, the share of them inside `polygon`.

    Parameters
    ----------
    lon, lat
        As read from the file; NaN for rows without a position, which do not count.
    polygon
        Shapely geometry in `crs`: the site, best with a margin of some metres.

    Returns
    -------
    shares
        Datum → 0…1, in the order of `DATUMS`; for a local `crs` only `community` can be told.
    """
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    given = np.isfinite(lon) & np.isfinite(lat)
    lon, lat = lon[given], lat[given]
    datums = ("community",) if is_local(crs) else DATUMS
    return {datum: _share(*to_crs_points(lon, lat, datum, crs), polygon) for datum in datums}


def _share(x: Array, y: Array, polygon: Any) -> float:
    if not len(x):
        return 0.0
    return float(np.mean(shapely.contains_xy(polygon, x, y)))
