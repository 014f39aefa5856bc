"""How much ground surveys cover: cells with something drawn in them, never raw boxes.

Surveyed maps with continuous coverage over 25 km², all files together, are classified
(domain facts, what a public copy must leave out).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely

from .shapes import Array
from .stored import stored_report

LARGE_KM2 = 25.0
"""Surveyed maps with continuous coverage beyond this are classified."""

_CELL = 50.0
_MOST_ACROSS = 200
_BRIDGED = 100.0

Box = tuple[float, float, float, float]


class Coverage:
    """Cells in which a survey has something, collected batch by batch.

    Parameters
    ----------
    extent
        Where the survey lies: in a very large one the cells are coarser, so that they stay few.
    """

    def __init__(self, extent: Box) -> None:
        size = max(extent[2] - extent[0], extent[3] - extent[1])
        self._side = _CELL * max(1, math.ceil(size / (_CELL * _MOST_ACROSS)))
        self._cells = np.zeros(0, np.complex128)

    def add(self, vertices: Array) -> None:
        """Take the cells in which there are vertices, shape (n, 2); strays are the caller's to leave out."""
        cells = np.floor(vertices[np.isfinite(vertices).all(axis=1)] / self._side)
        # As one number each: to sort pairs takes ten times as long.
        self._cells = np.union1d(self._cells, cells[:, 0] + 1j * cells[:, 1])

    def shape(self) -> Any:
        """Return the ground covered: the cells, with gaps of up to 200 m and holes in them closed."""
        low = np.column_stack((self._cells.real, self._cells.imag)) * self._side
        high = low + self._side
        return closed(shapely.union_all(shapely.box(*low.T, *high.T)))


def closed(shape: Any) -> Any:
    """Close gaps of up to 200 m and all holes: a survey shows what it surrounds."""
    wide = shapely.buffer(shape, _BRIDGED, join_style="mitre")
    solid = shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(wide)))
    return shapely.union_all(shapely.buffer(solid, -_BRIDGED, join_style="mitre"))


def of_reports(reports: Iterable[str | None]) -> list[Any]:
    """Return the ground that earlier surveys cover, from their stored reports; of old ones their box."""
    shapes = []
    for report in map(stored_report, reports):
        if report.get("coverage"):
            shapes.append(shapely.from_wkt(report["coverage"], on_invalid="ignore"))
        elif report.get("extent"):
            shapes.append(shapely.box(*report["extent"]))
    return [shape for shape in shapes if shape is not None]


def overlap(first: Any, second: Any) -> float:
    """Return the share of the smaller of two shapes that both have in common, 0…1."""
    smaller = min(first.area, second.area)
    return float(shapely.intersection(first, second).area / smaller) if smaller else 0.0


def continuous_km2(shapes: Iterable[Any]) -> float:
    """Return the area of the largest part that hangs together, in km²."""
    parts = shapely.get_parts(closed(shapely.union_all(list(shapes))))
    return float(shapely.area(parts).max(initial=0.0)) / 1e6


def total_km2(shapes: Iterable[Any]) -> float:
    """Return the area of all parts together, in km²."""
    return float(shapely.union_all(list(shapes)).area) / 1e6
