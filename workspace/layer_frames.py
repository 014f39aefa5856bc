"""Layers → frames: the tables of an open community with the edits that are not saved yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from qgis.core import NULL, QgsFeatureRequest, QgsGeometry

from ..community.schema import TABLES, Column

FID = "_fid"
"""Column for the feature id in QGIS, negative for a row that is not saved."""


def frame_of(layer: Any, table: str) -> Any:
    """Read a layer, edits included, into a frame as `CommunityReader.table` gives it, and `FID` beside.

    A new row that has no `id` yet gets one here; whoever writes to it writes that too.

    Parameters
    ----------
    layer
        The layer of the table.
    table
        Its name in the schema.

    Returns
    -------
    frame
        Rows in the order in which they were added.
    """
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import shapely

    from .frames import typed

    described = TABLES[table]
    names = described.column_names
    positions = [layer.fields().indexOf(name) for name in names]
    rows, blobs = [], []
    for feature in layer.getFeatures(QgsFeatureRequest()):
        values = feature.attributes()
        rows.append([feature.id(), *(_plain(values[at]) if at >= 0 else None for at in positions)])
        blobs.append(_wkb(feature.geometry()) if described.geometry is not None else None)
    frame = pd.DataFrame(rows, columns=[FID, *names], dtype=object)
    frame["id"] = pd.Series([identifier or str(uuid4()) for identifier in frame["id"]], dtype=object)
    types = {column.name: column for column in described.columns}
    for name in names:
        frame[name] = typed(frame[name], types.get(name, Column(name)))
    if described.geometry is not None:
        shapes = shapely.from_wkb(np.array(blobs, dtype=object), on_invalid="ignore")
        frame = gpd.GeoDataFrame(frame, geometry=list(shapes), crs=layer.crs().toWkt() or None)
    order = frame[FID].map(lambda fid: (fid < 0, abs(fid)))
    return frame.iloc[sorted(range(len(frame)), key=order.tolist().__getitem__)].reset_index(drop=True)


def frames_of(layers: Mapping[str, Any], *tables: str) -> dict[str, Any]:
    """Read several tables (see `frame_of`)."""
    return {table: frame_of(layers[table], table) for table in tables}


def _plain(value: Any) -> Any:
    return None if value is None or value == NULL else value


def _wkb(geometry: QgsGeometry) -> bytes | None:
    return None if geometry.isNull() else bytes(geometry.asWkb())
