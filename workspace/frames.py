"""Frames ↔ GeoPackage tables, by way of files that nobody else has open.

Inside QGIS's process a community file is opened only through QGIS or osgeo: a second
SQLite in the process would drop the first one's locks (measured). Bulk data therefore
pass through temporary files: written by pyogrio and attached, or copied out with
`VACUUM INTO` and read by pyogrio.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from ..community.errors import CommunityFileError
from ..community.schema import Column, Table

_NO_ROOM = 1_000_000


def read_table(snapshot: Path, table: Table, columns: list[str] | None, where: str | None) -> Any:
    """Read one table of a snapshot into a frame with the schema's types.

    Parameters
    ----------
    snapshot
        A copy of a community file that no other program has open.
    table
        Its description.
    columns
        Columns wanted, `id` always among them; all when None.
    where
        SQL condition over columns; never text that a user typed.

    Returns
    -------
    frame
        GeoDataFrame with `geometry` (may hold None), or DataFrame for a table without one.
    """
    wanted = [c for c in table.column_names if columns is None or c == "id" or c in columns]
    frame = pyogrio.read_dataframe(
        snapshot, layer=table.name, columns=wanted, where=where, read_geometry=table.geometry is not None
    )
    types = {column.name: column for column in table.columns}
    for name in wanted:
        frame[name] = typed(frame[name], types.get(name, Column(name)))
    return frame[[*wanted, *(["geometry"] if table.geometry is not None else [])]]


def typed(values: Any, column: Column) -> Any:
    """Return the values of a column with the schema's type; what is missing is None, NaN, or the default."""
    if column.type == "integer":
        return values.astype("Int64")
    if column.type == "real":
        return values.astype("float64")
    if column.type == "boolean":
        return pd.Series(np.where(values.notna(), values, column.default == "1"), values.index).astype(bool)
    text = values.astype(object)
    return text.where(text.notna(), None)


def write_incoming(frame: Any, table: Table, crs_wkt: str, target: Path, layer: str) -> list[str]:
    """Write the rows of `frame` that `table` knows to a layer of a temporary GeoPackage.

    Returns
    -------
    columns
        Names of the columns written, without the geometry.

    Raises
    ------
    ValueError
        When the frame holds geometry that the table does not take.
    CommunityFileError
        `disk_full`.
    """
    columns = [name for name in table.column_names if name in frame.columns]
    out = pd.DataFrame({name: _writable(frame[name], name, table) for name in columns})
    if table.geometry is not None and "geometry" in frame.columns:
        out = gpd.GeoDataFrame(out, geometry=_fitting(frame["geometry"], table), crs=crs_wkt)
    _write(out, target, layer, table)
    return columns


def _write(rows: Any, target: Path, layer: str, table: Table) -> None:
    options = {"geometry_type": table.geometry} if isinstance(rows, gpd.GeoDataFrame) else {}
    try:
        pyogrio.write_dataframe(
            rows, target, layer=layer, driver="GPKG", VERSION="1.2", SPATIAL_INDEX="NO", **options
        )
    except RuntimeError as error:
        # GDAL goes on without the tables that found no room, and then misses them.
        if shutil.disk_usage(target.parent).free < _NO_ROOM:
            raise CommunityFileError("disk_full", file=str(target)) from error
        raise


def _writable(values: Any, name: str, table: Table) -> Any:
    kind = next((c.type for c in table.columns if c.name == name), "text")
    if kind == "integer":
        return pd.array(pd.to_numeric(values), dtype="Int64")
    if kind == "real":
        return pd.to_numeric(values).astype("float64").to_numpy()
    if kind == "boolean":
        return values.eq(True).fillna(False).astype(bool).to_numpy()
    # A text ends at its first NUL in SQLite.
    return np.array([None if pd.isna(v) else str(v).replace("\0", "") for v in values], dtype=object)


def _fitting(geometry: Any, table: Table) -> Any:
    """Return geometry as the table takes it: flat, of its one type, None instead of empty."""
    shapes = shapely.force_2d(np.array(geometry.to_numpy(), dtype=object))
    shapes[shapely.is_empty(shapes)] = None
    if table.geometry == "MultiPolygon":
        single = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
        if single.any():
            shapes[single] = shapely.multipolygons(shapes[single], indices=np.arange(single.sum()))
    present = shapes[~shapely.is_missing(shapes)]
    types = {shape.geom_type for shape in present} - {table.geometry}
    if types or not np.isfinite(shapely.get_coordinates(present)).all():
        found = ", ".join(sorted(types)) or "a position that is not finite"
        raise ValueError(f"{table.name} takes {table.geometry}, not {found}")
    return shapes
