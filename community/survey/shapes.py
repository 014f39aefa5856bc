"""Geometries by the thousand as coordinates, without an object for each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Union

import numpy as np
import shapely

Array = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Shapes:
    """Flat geometries of one kind, laid out as GeoArrow and `shapely.to_ragged_array` do.

    Parameters
    ----------
    kind
        Point, line or polygon.
    coordinates
        Of all vertices, one shape after the other, shape (n, 2).
    offsets
        Of points none; of lines where in the coordinates each begins, and the end of the last; of
        polygons the same of their rings, and which ring each polygon begins with.
    """

    kind: shapely.GeometryType
    coordinates: Array
    offsets: tuple[Ints, ...] = ()

    @classmethod
    def of(cls, geometry: Union[Shapes, Any]) -> Shapes:
        """Take shapely's geometries of one kind, heights left out; what is here already stays."""
        if isinstance(geometry, Shapes):
            return geometry
        if not len(geometry):
            return cls(shapely.GeometryType.POINT, np.zeros((0, 2)))
        kind, coordinates, offsets = shapely.to_ragged_array(geometry, include_z=False)
        return cls(kind, coordinates, tuple(level.astype(np.int64) for level in offsets))

    def geometry(self) -> Any:
        """Return shapely's geometries."""
        if self.kind == shapely.GeometryType.POLYGON:
            return _polygons(self.coordinates, *self.offsets)
        return shapely.from_ragged_array(self.kind, self.coordinates, self.offsets or None)

    def __len__(self) -> int:
        return len(self.offsets[-1]) - 1 if self.offsets else len(self.coordinates)

    def __getitem__(self, chosen: Any) -> Shapes:
        """Return some of them, chosen as of an array."""
        rows = np.arange(len(self))[chosen]
        levels: list[Ints] = []
        for offsets in reversed(self.offsets):
            rows, starts = _held(offsets, rows)
            levels.insert(0, starts)
        return Shapes(self.kind, self.coordinates[rows], tuple(levels))

    @cached_property
    def bounds(self) -> Array:
        """Least x and y, greatest x and y of each, shape (n, 4)."""
        if not self.offsets:
            return np.hstack((self.coordinates, self.coordinates))
        starts = self.offsets[0][:-1]
        starts = starts[self.offsets[1][:-1]] if len(self.offsets) > 1 else starts
        least, most = (way.reduceat(self.coordinates, starts) for way in (np.minimum, np.maximum))
        return np.hstack((least, most))

    def at_vertices(self, values: Any) -> Any:
        """Return, of one value for each shape, the one that each vertex has."""
        for offsets in reversed(self.offsets):
            values = np.repeat(values, np.diff(offsets))
        return values

    def moved(self, move: Callable[[Array], Array]) -> Shapes:
        """Return them with all coordinates moved."""
        # However `move` lays them out: shapely takes coordinates point by point only.
        return Shapes(self.kind, np.ascontiguousarray(move(self.coordinates)), self.offsets)


def geometry_of(shapes: Union[Shapes, Any]) -> Any:
    """Return shapely's geometries; what is an array of them stays."""
    return shapes.geometry() if isinstance(shapes, Shapes) else np.asarray(shapes, object)


def _polygons(coordinates: Array, ring_starts: Ints, polygon_starts: Ints) -> Any:
    # Not by from_ragged_array: that of shapely 2.1.0, which Debian 13 has, writes past its memory where
    # polygons have holes (measured: the process aborts).
    rings = shapely.linearrings(coordinates, indices=_owners(ring_starts))
    return shapely.polygons(rings, indices=_owners(polygon_starts))


def _owners(starts: Ints) -> Ints:
    """Return, of each thing that something holds, which one holds it."""
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))


def _held(offsets: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Return the places of what some rows hold, and where what each holds begins among these."""
    sizes = offsets[rows + 1] - offsets[rows]
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    return np.arange(starts[-1]) + np.repeat(offsets[rows] - starts[:-1], sizes), starts
