"""Take the position and the last centimetres out of geometry that goes public.

This hides the frame, not the shape: whoever has the map can lay it over another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..coordinates import LOCAL_WKT

Frame = pd.DataFrame
"""A DataFrame, or a GeoDataFrame where the table has geometry."""

GRID = 0.5


@dataclass(frozen=True)
class LocalGrid:
    """Metres east and north of a corner that nobody is told, in steps of half a metre."""

    x: float
    y: float

    @staticmethod
    def of(compounds: gpd.GeoDataFrame) -> LocalGrid:
        """Return the grid whose origin is the south-west corner of the compounds' box."""
        left, bottom, _, _ = compounds.total_bounds
        return LocalGrid(float(left), float(bottom))

    def apply(self, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Return `frame` on this grid; what rounding leaves nothing of is gone."""
        shapes = shapely.force_2d(frame.geometry.to_numpy())
        moved = shapely.transform(shapes, lambda xy: xy - (self.x, self.y))
        rounded = _rounded(moved)
        local = frame.set_geometry(gpd.GeoSeries(rounded, index=frame.index))
        local = local[~(shapely.is_empty(rounded) | shapely.is_missing(rounded))]
        return local.set_crs(LOCAL_WKT, allow_override=True)


def _rounded(shapes: Any) -> Any:
    """Snap to the grid and stay valid; a shape smaller than the grid keeps its rounded corners."""
    broken = ~shapely.is_valid(shapes) & (shapely.get_dimensions(shapes) == 2)
    shapes[broken] = shapely.buffer(shapes[broken], 0)
    snapped = shapely.set_precision(shapes, GRID)
    lost = shapely.is_empty(snapped) & (shapely.get_dimensions(shapes) == 2)
    if lost.any():
        snapped[lost] = shapely.box(*_outward(shapely.bounds(shapes[lost])).T)
    return snapped


def _outward(bounds: Any) -> Any:
    """Widen boxes to the next grid lines."""
    return np.hstack([np.floor(bounds[:, :2] / GRID), np.ceil(bounds[:, 2:] / GRID)]) * GRID


def window(compounds: gpd.GeoDataFrame, margin: float) -> Any:
    """Return the compounds' box, wider by `margin` metres on each side."""
    left, bottom, right, top = compounds.total_bounds
    return shapely.box(left - margin, bottom - margin, right + margin, top + margin)


def clipped(frame: gpd.GeoDataFrame, box: Any) -> gpd.GeoDataFrame:
    """Cut shapes off at a box; a shape in several parts becomes several rows."""
    cut = frame.set_geometry(frame.clip_by_rect(*box.bounds))
    parts = cut.explode(index_parts=False, ignore_index=True)
    return parts[~(parts.is_empty | parts.geometry.isna())]
