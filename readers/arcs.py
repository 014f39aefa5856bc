"""Arcs in vector data: how finely GDAL has to cut them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from osgeo import ogr

_WIDEST = 4.0


def arc_step(geometry: Any, tolerance: float) -> float:
    """Return into steps of how many degrees a geometry's arcs are cut, at most 4 as GDAL does.

    Parameters
    ----------
    geometry
        Of osgeo.
    tolerance
        By which an arc may leave its straight pieces, in the unit of the coordinates.
    """
    radius = max(_radii(geometry), default=0.0)
    if radius <= tolerance:
        return _WIDEST
    return float(min(_WIDEST, 2 * np.degrees(np.arccos(1 - tolerance / radius))))


def _radii(geometry: Any) -> Iterator[float]:
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbCircularString:
        points = np.array(geometry.GetPoints())[:, :2]
        starts, middles, ends = points[:-2:2], points[1:-1:2], points[2::2]
        sides = [np.hypot(*(b - a).T) for a, b in ((starts, middles), (middles, ends), (ends, starts))]
        first, last = (middles - starts).T, (ends - starts).T
        with np.errstate(divide="ignore", invalid="ignore"):
            around = sides[0] * sides[1] * sides[2] / (2 * np.abs(first[0] * last[1] - first[1] * last[0]))
        # A circle begins where it ends, and its middle lies across.
        found = np.where(sides[2] == 0, sides[0] / 2, around)
        yield from found[np.isfinite(found)].tolist()
    for index in range(geometry.GetGeometryCount()):
        yield from _radii(geometry.GetGeometryRef(index))
