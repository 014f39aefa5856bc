"""GeoPackage tables → frames, by way of files that nobody else has open.

Inside QGIS's process a community file is opened only through QGIS or osgeo: a second
SQLite in the process would drop the first one's locks (measured). Bulk data therefore
pass through temporary files: copied out with `VACUUM INTO` and read by pyogrio, or
written and attached (`workspace.incoming`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio

from ..community.schema import Column, Table


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


def fids_of(snapshot: Path, table: Table, ids: Sequence[str]) -> Any:
    """Return the fids of the rows of a snapshot that have these ids, as an array in order."""
    rows = pyogrio.read_dataframe(
        snapshot, layer=table.name, columns=["id"], read_geometry=False, fid_as_index=True
    )
    # pandas asks Arrow, which takes ten times as long.
    wanted = set(ids)
    return rows.index.to_numpy(np.int64)[[row in wanted for row in rows["id"].tolist()]]


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
