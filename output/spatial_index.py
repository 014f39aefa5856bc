"""The spatial index of a layer just written: packed at once, in half the time GDAL takes for a million."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..community.errors import CommunityFileError
from ..workspace.geopackage import quote
from ..workspace.rtree import PARTS, Packing, as_stored

WORTH_IT = 50_000
"""Features from which on packing pays."""


def add_index(file: Path, pattern: Path, ids: NDArray[np.int64], bounds: NDArray[np.float64]) -> None:
    """Give the only layer of a GeoPackage that nobody has open the spatial index it was written without.

    Parameters
    ----------
    file
        The GeoPackage.
    pattern
        One with the same layer, empty but for its index: how GDAL declares it.
    ids
        Of the features with geometry, one or more.
    bounds
        Their least x and y, greatest x and y.

    Raises
    ------
    CommunityFileError
        `disk_full`.
    """
    try:
        with closing(sqlite3.connect(file)) as base, closing(sqlite3.connect(pattern)) as declared:
            base.execute("PRAGMA journal_mode = OFF")  # what breaks off here is thrown away as a whole
            base.execute("PRAGMA synchronous = OFF")
            with base:
                _fill(base, _declare(base, declared), ids, bounds)
    except sqlite3.OperationalError as error:
        raise CommunityFileError("disk_full", file=str(file)) from error


def _declare(base: Any, declared: Any) -> str:
    """Make the index and what keeps it up to date as they are declared; return the index's name."""
    ((layer, geometry),) = declared.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")
    index = f"rtree_{layer}_{geometry}"
    extensions = declared.execute("SELECT * FROM gpkg_extensions").fetchall()
    # The index before its triggers; its shadow tables come by themselves.
    wanted = (
        "SELECT sql FROM sqlite_master WHERE name IN ('gpkg_extensions', :index) "
        "OR (type = 'trigger' AND substr(name, 1, length(:index) + 1) = :index || '_') "
        "ORDER BY type = 'trigger'"
    )
    for (statement,) in declared.execute(wanted, {"index": index}):
        base.execute(statement.replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ", 1))
    base.executemany("INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)", extensions)
    return index


def _fill(base: Any, index: str, ids: NDArray[np.int64], bounds: NDArray[np.float64]) -> None:
    ((node_size,),) = base.execute(f"SELECT length(data) FROM {quote(index + '_node')}")
    for part in PARTS:
        base.execute(f"DELETE FROM {quote(f'{index}_{part}')}")

    def write(part: str, rows: Mapping[str, Sequence[Any]]) -> None:
        base.executemany(f"INSERT INTO {quote(f'{index}_{part}')} VALUES (?, ?)", zip(*rows.values()))

    packing = Packing(node_size, write)
    packing.add(ids, as_stored(bounds))
    packing.finish()
