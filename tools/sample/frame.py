"""Where the made-up community lies: from its own metres to the map, to degrees and to phone positions.

The site is drawn square to itself and turned a little against the grid, as real ones are.
All map coordinates are rounded to millimetres, so that no machine's last digit shows.
"""

from __future__ import annotations

import math

import pyproj

Point = tuple[float, float]

EPSG = 4549
"""CGCS2000, 3-degree Gauss-Kruger, central meridian 120°E, six-digit easting."""

ORIGIN = (612_360.0, 3_449_160.0)
TURN = math.radians(4.0)

_COS, _SIN = round(math.cos(TURN), 9), round(math.sin(TURN), 9)
_TO_DEGREES = pyproj.Transformer.from_crs(EPSG, 4490, always_xy=True)

_SEMI_MAJOR = 6378245.0
_ECCENTRICITY = 0.00669342162296594323


def to_map(point: Point) -> Point:
    """Turn and shift a point of the site (metres) to easting and northing, rounded to millimetres."""
    x, y = point
    return (
        round(ORIGIN[0] + x * _COS - y * _SIN, 3),
        round(ORIGIN[1] + x * _SIN + y * _COS, 3),
    )


def to_degrees(point: Point) -> Point:
    """Give longitude and latitude (CGCS2000, within a metre the same as WGS 84) of a map position."""
    longitude, latitude = _TO_DEGREES.transform(*point)
    return longitude, latitude


def to_gcj02(point: Point) -> Point:
    """Give the position a Chinese phone reports for a map position: GCJ-02 degrees, six decimals.

    Written apart from the plugin's own conversion, so that one checks the other.
    """
    longitude, latitude = to_degrees(point)
    x, y = longitude - 105.0, latitude - 35.0
    radians = math.radians(latitude)
    magic = 1 - _ECCENTRICITY * math.sin(radians) ** 2
    north = _north_shift(x, y) * 180 / (_SEMI_MAJOR * (1 - _ECCENTRICITY) / magic**1.5 * math.pi)
    east = _east_shift(x, y) * 180 / (_SEMI_MAJOR / math.sqrt(magic) * math.cos(radians) * math.pi)
    return round(longitude + east, 6), round(latitude + north, 6)


def _waves(value: float, *terms: tuple[float, float]) -> float:
    return sum(2 / 3 * size * math.sin(value * rate * math.pi) for size, rate in terms)


def _north_shift(x: float, y: float) -> float:
    base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    return (
        base
        + _waves(x, (20, 6), (20, 2))
        + _waves(y, (20, 1), (40, 1 / 3))
        + _waves(y, (160, 1 / 12), (320, 1 / 30))
    )


def _east_shift(x: float, y: float) -> float:
    base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    return base + _waves(x, (20, 6), (20, 2), (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))
