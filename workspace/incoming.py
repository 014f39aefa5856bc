"""Rows on their way into a community file: tables of a temporary SQLite file, to be attached.

Written with Python's own SQLite, by which rows go in four times as fast as through pyogrio
(measured): nobody else opens the file before it is closed here.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

import numpy as np
import pandas as pd
import shapely

from ..community.errors import CommunityFileError
from ..community.schema import Table
from ..community.survey.batches import Columns, column
from .blobs import blobs_of, geometry_blobs
from .geopackage import quote
from .rtree import as_stored

_NO_ROOM = 1_000_000


class Incoming:
    """The file, made when the first rows come.

    Parameters
    ----------
    path
        Where it goes: in a folder that nobody else knows of.
    srs_id
        Under which the community file knows its CRS.
    """

    def __init__(self, path: Path, srs_id: int) -> None:
        self.path = path
        self.srs_id = srs_id
        self._connection: Optional[sqlite3.Connection] = None
        self._tables = 0

    def add(self, frame: Any, table: Table) -> tuple[str, list[str], Any]:
        """Put the columns of `frame` that `table` knows into a table of their own.

        Returns
        -------
        source, columns, boxes
            The new table's name, qualified, with rowids from 1 on; its columns, `geom` for geometry; the
            boxes of that as `rtree.as_stored` makes them, else None.

        Raises
        ------
        ValueError
            When the frame holds geometry that the table does not take.
        CommunityFileError
            `disk_full`.
        """
        columns = {c: _writable(frame[c], c, table) for c in table.column_names if c in frame.columns}
        boxes = None
        if table.geometry is not None and "geometry" in frame.columns:
            bounds, columns["geom"] = geometry_blobs(_fitting(frame["geometry"], table), self.srs_id)
            boxes = as_stored(bounds)
        return self.write(columns), list(columns), boxes

    def add_columns(self, columns: Columns, table: Table) -> tuple[str, dict[str, str], Any]:
        """Put the columns of a batch of a survey that `table` knows into a table of their own.

        What is the same in all rows is written once: most of a survey's columns, batch by batch.

        Returns
        -------
        source, values, boxes
            The new table's name and the boxes, as `add` returns them; column → the SQL that gives its
            value, in order.

        Raises
        ------
        ValueError, CommunityFileError
            As `add`.
        """
        shapes, size = columns["geometry"], len(columns["geometry"])
        if not np.isfinite(shapes.coordinates).all():
            raise ValueError(f"{table.name} takes no position that is not finite")
        kinds = {column.name: column.type for column in table.columns}
        given = [name for name in table.column_names if name in columns]
        found = {name: _cells(column(columns, name), kinds.get(name, "text")) for name in given}
        varied = {name: cells for name, cells in found.items() if len(cells) == size > 1}
        single = {name: cells for name, cells in found.items() if name not in varied}
        source = self.write({**varied, "geom": blobs_of(shapes, self.srs_id)})
        values = {name: quote(name) for name in (*varied, "geom")}
        if single:
            same = self.write(single)
            values.update({name: f"(SELECT {quote(name)} FROM {same})" for name in single})
        return source, values, as_stored(shapes.bounds)

    def write(self, columns: Mapping[str, Sequence[Any]]) -> str:
        """Put columns into a table of their own and return its name, qualified.

        Raises
        ------
        CommunityFileError
            `disk_full`.
        """
        name = f"rows_{self._tables}"
        self._tables += 1
        try:
            self._write(name, columns)
        except sqlite3.OperationalError as error:
            if shutil.disk_usage(self.path.parent).free < _NO_ROOM:
                raise CommunityFileError("disk_full", file=str(self.path)) from error
            raise
        return f"incoming.{name}"

    def _write(self, name: str, columns: Mapping[str, Sequence[Any]]) -> None:
        if self._connection is None:
            self._connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            # What breaks off here is thrown away as a whole.
            self._connection.execute("PRAGMA journal_mode = OFF")
            self._connection.execute("PRAGMA synchronous = OFF")
        names, places = ", ".join(map(quote, columns)), ", ".join("?" * len(columns))
        self._connection.execute("BEGIN")
        self._connection.execute(f"CREATE TABLE {name} ({names})")
        self._connection.executemany(f"INSERT INTO {name} VALUES ({places})", zip(*columns.values()))
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file, so that it can be attached or removed."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _writable(values: Any, name: str, table: Table) -> list[Any]:
    kind = next((c.type for c in table.columns if c.name == name), "text")
    if kind == "integer":
        numbers = pd.array(pd.to_numeric(values), dtype="Int64")
        return [None if missing else int(n) for n, missing in zip(numbers, numbers.isna())]
    if kind == "real":
        # SQLite takes NaN for NULL.
        return list(pd.to_numeric(values).astype("float64").tolist())
    if kind == "boolean":
        return list(values.eq(True).fillna(False).astype(bool).tolist())
    return [v if type(v) is str and "\0" not in v else _text(v) for v in values.tolist()]


def _cells(values: Any, kind: str) -> list[Any]:
    """Return values as SQLite takes them; a single one when all are the same."""
    if kind == "text":
        found = values.tolist()
        known = set(found)
        odd = {value: _text(value) for value in known if type(value) is not str or "\0" in value}
        if len(known) == 1:
            return [odd.get(found[0], found[0])]
        return found if odd.keys() <= {None} else [odd.get(value, value) for value in found]
    numbers = values.astype(bool if kind == "boolean" else np.float64)
    same = bool((numbers == numbers[0]).all() or np.isnan(numbers).all())
    return list(numbers[: 1 if same else None].tolist())


def _text(value: Any) -> Optional[str]:
    # A text ends at its first NUL in SQLite.
    return None if value is None or pd.isna(value) else str(value).replace("\0", "")


def _fitting(geometry: Any, table: Table) -> Any:
    """Return geometry as the table takes it: flat, of its one type, None instead of empty."""
    shapes = shapely.force_2d(np.array(geometry.to_numpy(), dtype=object))
    shapes[shapely.is_empty(shapes)] = None
    if table.geometry == "MultiPolygon":
        single = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
        if single.any():
            shapes[single] = shapely.multipolygons(shapes[single], indices=np.arange(single.sum()))
    present = shapes[~shapely.is_missing(shapes)]
    kinds = {shapely.GeometryType(kind).name for kind in np.unique(shapely.get_type_id(present))}
    others = kinds - {str(table.geometry).upper()}
    if others or not np.isfinite(shapely.get_coordinates(present)).all():
        found = ", ".join(sorted(others)) or "a position that is not finite"
        raise ValueError(f"{table.name} takes {table.geometry}, not {found}")
    return shapes
