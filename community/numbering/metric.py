"""A flat CRS in metres near given places: degrees and Web Mercator do not measure lengths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

import numpy as np
from pyproj import CRS, Transformer
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import TransverseMercatorConversion

from .tracks import FloatArray, IntArray

_WEB_MERCATOR = "Popular Visualisation Pseudo Mercator"


def measures(crs: Optional[CRS]) -> bool:
    """Tell whether lengths in a CRS are near enough those on the ground; of an unknown one it is assumed."""
    if crs is None:
        return True
    operation = crs.coordinate_operation
    return not crs.is_geographic and (operation is None or operation.method_name != _WEB_MERCATOR)


def metre_in(crs: Optional[CRS]) -> float:
    """Return how many units of a projected CRS make a metre; 1 for an unknown one."""
    factor = crs.axis_info[0].unit_conversion_factor if crs is not None and crs.axis_info else 1.0
    return 1.0 / factor if factor else 1.0


def meridians(crs: CRS, points: FloatArray) -> IntArray:
    """Return the whole degree of longitude nearest to each point, shape (n, 2)."""
    longitude = way_between(crs, crs.geodetic_crs)(points)[:, 0]
    return np.rint(np.nan_to_num(longitude)).astype(np.int64)


def local_crs(crs: CRS, central_meridian: int) -> CRS:
    """Return the transverse Mercator projection at a meridian, true to scale there, of the same datum.

    Conformal, and within half a degree of its meridian right to 1:25,000.
    """
    conversion = TransverseMercatorConversion(
        longitude_natural_origin=central_meridian, false_easting=500000, scale_factor_natural_origin=1
    )
    name = f"{crs.geodetic_crs.name} / transverse Mercator {central_meridian}°"
    return ProjectedCRS(conversion, name=name, geodetic_crs=crs.geodetic_crs)


def way_between(source: CRS, target: CRS) -> Callable[[FloatArray], FloatArray]:
    """Return the function that brings points, shape (n, 2), x before y, from one CRS to another.

    What has no image there becomes NaN.
    """
    transformer = Transformer.from_crs(source, target, always_xy=True)

    def move(points: FloatArray) -> FloatArray:
        moved = np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
        return np.where(np.isfinite(moved), moved, np.nan)

    return move
