"""A flat CRS in metres near given places: degrees and Web Mercator do not measure lengths."""

from __future__ import annotations

from typing import Optional

import numpy as np
from pyproj import CRS, Transformer
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import TransverseMercatorConversion

from .tracks import FloatArray

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


def meridian(crs: CRS, x: float, y: float) -> int:
    """Return the whole degree of longitude nearest to a position in `crs`."""
    degrees = Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    return int(np.rint(degrees.transform(x, y)[0]))


def local_crs(crs: CRS, central_meridian: int) -> CRS:
    """Return the transverse Mercator projection at a meridian, true to scale there, of the same datum.

    Conformal, and within half a degree of its meridian right to 1:25,000.
    """
    conversion = TransverseMercatorConversion(
        longitude_natural_origin=central_meridian, false_easting=500000, scale_factor_natural_origin=1
    )
    name = f"{crs.geodetic_crs.name} / transverse Mercator {central_meridian}°"
    return ProjectedCRS(conversion, name=name, geodetic_crs=crs.geodetic_crs)


def projected(points: FloatArray, source: CRS, target: CRS) -> FloatArray:
    """Return points, shape (n, 2), x before y, in another CRS; what has no image there becomes NaN."""
    x, y = Transformer.from_crs(source, target, always_xy=True).transform(*points.T)
    moved = np.column_stack([x, y])
    return np.where(np.isfinite(moved), moved, np.nan)
