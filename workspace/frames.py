"""GeoPackage tables → frames, by way of files that nobody else has open.

Inside QGIS's process a community file is opened only through QGIS or osgeo: a second
SQLite in the process would drop the first one's locks (measured). Bulk data therefore
pass through temporary files: copied out with `VACUUM INTO` and read by Python's own SQLite,
or written and attached (`workspace.incoming`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
from pyproj import CRS

from ..community.schema import Column, Table
from .blobs import shapes_of
from .geopackage import NEWEST_CHANGE, quote

_READ = {
    "text": "CAST({name} AS TEXT)",
    "integer": "CAST({name} AS INTEGER)",
    "real": "CAST({name} AS REAL)",
    "boolean": "coalesce(CAST({name} AS INTEGER), {default}) <> 0",
}
"""How a column is read, whatever stands in its cells: as GDAL reads it."""


_PIECE = 50_000
"""Rows."""


class Snapshot:
    """A copy of a community file that no other program has open.

    SQLite itself reads a small table in 1 ms; pyogrio takes 10, since it looks through all of the
    GeoPackage first (measured).

    Parameters
    ----------
    path
        The copy.
    crs_wkt
        CRS of its geometry, empty when there is none.
    """

    def __init__(self, path: Path, crs_wkt: str) -> None:
        self._path = path
        self._crs = CRS.from_user_input(crs_wkt) if crs_wkt else None
        self._connection = sqlite3.connect(path, check_same_thread=False)

    def close(self) -> None:
        """Let go of the copy, so that it can be removed."""
        self._connection.close()

    def table(self, table: Table, columns: Optional[Sequence[str]], where: Optional[str]) -> Any:
        """Read one table into a frame with the schema's types.

        Parameters
        ----------
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
        types = {column.name: column for column in table.columns}
        names = [c for c in table.column_names if columns is None or c == "id" or c in columns]
        wanted = [types.get(name, Column(name)) for name in names]
        read = [_READ[c.type].format(name=quote(c.name), default=c.default or 0) for c in wanted]
        if table.geometry is not None:
            read.append("CAST(geom AS BLOB)")
        chosen = f"FROM {quote(table.name)} WHERE {where or 1} ORDER BY fid"
        rows = self._rows(f"SELECT {', '.join(read)} {chosen}")
        if not rows:
            return _empty(table.geometry is not None, tuple(wanted), self._crs).copy()
        cells = np.array(rows, dtype=object)
        if table.geometry is None:
            return _framed(wanted, cells)
        shapes = shapes_of(cells[:, -1])
        if shapes is None:
            shapes = self._odd_shapes(table, where)
        return _framed(wanted, cells, shapes, self._crs)

    def pieces(self, table: Table, columns: Sequence[str], where: str) -> Iterator[Any]:
        """Read one table as `table` does, some thousand rows at a time: what is read takes much memory."""
        numbered = f"SELECT fid, row_number() OVER (ORDER BY fid) AS n FROM {quote(table.name)} WHERE {where}"
        ends = self._rows(f"SELECT fid FROM ({numbered}) WHERE n % {_PIECE} = 0 ORDER BY fid")
        above = ""
        for (end,) in ends:
            yield self.table(table, columns, f"({where}){above} AND fid <= {end}")
            above = f" AND fid > {end}"
        yield self.table(table, columns, f"({where}){above}")

    def _odd_shapes(self, table: Table, where: Optional[str]) -> Any:
        """Let GDAL read geometry that another program wrote in its own way, such as arcs."""
        read = pyogrio.read_dataframe(
            self._path, layer=table.name, columns=[], where=where, fid_as_index=True
        )
        return read.sort_index().geometry.to_numpy()

    def fids_of(self, table: Table, ids: Iterable[str]) -> Any:
        """Return the fids of the rows that have these ids, as an array in order."""
        wanted = set(ids)
        rows = self._rows(f"SELECT fid, CAST(id AS TEXT) FROM {quote(table.name)} ORDER BY fid")
        return np.array([fid for fid, row_id in rows if row_id in wanted], dtype=np.int64)

    def newest_change(self) -> str:
        """Return when the content last changed, as `file.newest_change`."""
        return str(self._rows(NEWEST_CHANGE)[0][0])

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query).fetchall()
        except sqlite3.Error as error:
            # As GDAL tells it, see `geopackage.failures`.
            raise RuntimeError(str(error)) from error


@lru_cache(maxsize=64)
def _empty(spatial: bool, columns: tuple[Column, ...], crs: Any) -> Any:
    """Make a frame without rows: most tables of a community are empty, and a copy is made in no time."""
    cells = np.empty((0, len(columns)), dtype=object)
    return _framed(columns, cells, np.empty(0, dtype=object) if spatial else None, crs)


def _framed(columns: Sequence[Column], cells: Any, shapes: Any = None, crs: Any = None) -> Any:
    """Make a frame of cells as SQLite gives them, and of geometry where the table has some."""
    values = {column.name: _typed(cells[:, i], column.type) for i, column in enumerate(columns)}
    rows = pd.RangeIndex(len(cells))
    if shapes is None:
        frame = pd.DataFrame(values, rows)
    else:
        # As an array of its own: GeoPandas would look it all through and take twice as long (measured).
        values["geometry"] = gpd.array.GeometryArray(shapes, crs=crs)
        frame = gpd.GeoDataFrame(values, rows, geometry="geometry")
    # Newer pandas keeps names in Arrow, and looks them up in twice the time (measured).
    frame.columns = pd.Index(frame.columns, dtype=object)
    return frame


def _typed(cells: Any, kind: str) -> Any:
    """Return cells as SQLite gives them in the type of their column."""
    if kind == "integer":
        return pd.array(cells, dtype="Int64")
    if kind == "text":
        return pd.Series(cells, dtype=object)
    return cells.astype(bool if kind == "boolean" else np.float64)


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
