"""The GeoPackage underneath a community file, spoken to through osgeo."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from osgeo import gdal, ogr, osr

from ..community.errors import CommunityFileError
from ..community.schema import SCHEMA_VERSION, TABLES, Table
from .triggers import create_triggers, drop_triggers

# What SQLite says → the code of what we say.
_FAILURES = {
    "is locked": "locked", "is full": "disk_full", "disk I/O error": "disk_full",
    "readonly database": "not_writable", "unable to open database": "not_writable",
    "malformed": "damaged_file", "Could not decode": "damaged_file",
}  # fmt: skip

# GDAL and QGIS work an extent out when the file does not say it; SQL of ours does not keep it up to date.
FORGET_EXTENTS = (
    "UPDATE gpkg_contents SET min_x = NULL, min_y = NULL, max_x = NULL, max_y = NULL, "
    "last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE data_type = 'features'"
)
NEWEST_CHANGE = "SELECT coalesce(max(t), '1970-01-01T00:00:00Z') FROM ({})".format(
    " UNION ALL ".join(f'SELECT max(updated_at) AS t FROM "{name}"' for name in TABLES)
)
_COLUMNS_THERE = (
    "SELECT group_concat(t.name || '.' || c.name, '|') "
    "FROM sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"
)
_FIELD_TYPES = {
    "text": ogr.OFTString, "integer": ogr.OFTInteger64, "real": ogr.OFTReal, "boolean": ogr.OFTInteger,
}  # fmt: skip
_GEOMETRY_TYPES = {
    None: ogr.wkbNone, "Point": ogr.wkbPoint, "LineString": ogr.wkbLineString,
    "Polygon": ogr.wkbPolygon, "MultiPolygon": ogr.wkbMultiPolygon,
}  # fmt: skip


def open_community(path: Path, mode: int) -> Any:
    """Open a file that must be a community of ours or older.

    Raises
    ------
    CommunityFileError
        `missing_file`, `not_writable`, `locked`, `damaged_file`, `not_a_community`, `newer_schema`.
    """
    if not path.is_file():
        raise CommunityFileError("missing_file", file=str(path))
    if mode == gdal.OF_UPDATE and not os.access(path, os.W_OK):
        raise CommunityFileError("not_writable", file=str(path))
    with failures(path):
        dataset = _open(path, mode)
        if any(dataset.GetLayerByName(name) is None for name in ("community", "place")):
            raise CommunityFileError("not_a_community", file=str(path))
        if dataset.GetLayerByName("community").GetLayerDefn().GetFieldIndex("schema_version") < 0:
            raise CommunityFileError("not_a_community", file=str(path))
        version = schema_version(dataset)
    if version > SCHEMA_VERSION:
        raise CommunityFileError("newer_schema", file=str(path), version=version, ours=SCHEMA_VERSION)
    return dataset


def _open(path: Path, mode: int) -> Any:
    try:
        return gdal.OpenEx(str(path), gdal.OF_VECTOR | mode, ["GPKG"])
    except UnicodeDecodeError as error:  # GDAL quotes what it found
        raise CommunityFileError("damaged_file", file=str(path)) from error
    except RuntimeError as error:
        if "not recognized" in str(error):
            raise CommunityFileError("not_a_community", file=str(path)) from error
        code = _code_of(error)
        if code is None:
            raise CommunityFileError("damaged_file", file=str(path)) from error
        if mode == gdal.OF_UPDATE or code != "not_writable":
            raise
    # A program that was killed left a journal: it is rolled back by who may write.
    _open(path, gdal.OF_UPDATE)
    return gdal.OpenEx(str(path), gdal.OF_VECTOR | mode, ["GPKG"])


@contextmanager
def failures(path: Path) -> Iterator[None]:
    """Tell what befalls the file at `path` (lock, full disk, damage) by our errors.

    Raises
    ------
    CommunityFileError
        `locked`, `disk_full`, `not_writable`, `damaged_file`.
    """
    try:
        yield
    except RuntimeError as error:
        code = _code_of(error)
        if code is None:
            raise
        raise CommunityFileError(code, file=str(path)) from error


def _code_of(error: RuntimeError) -> str | None:
    return next((code for words, code in _FAILURES.items() if words in str(error)), None)


def schema_version(dataset: Any) -> int:
    """Return the version of the schema that a community file was written by, 0 when it says none."""
    return int(value(dataset, "SELECT coalesce(max(CAST(schema_version AS INTEGER)), 0) FROM community"))


def is_current(dataset: Any) -> bool:
    """Return whether a community file has all that the schema asks for."""
    if schema_version(dataset) != SCHEMA_VERSION:
        return False
    there = set(str(value(dataset, _COLUMNS_THERE)).lower().split("|"))
    return there.issuperset(f"{t.name}.{c}" for t in TABLES.values() for c in t.column_names)


def migrate(dataset: Any) -> None:
    """Bring an older file up to the schema: what is missing is added, nothing is taken away."""
    if is_current(dataset):
        return
    for statement in drop_triggers():
        run(dataset, statement)
    add_missing(dataset, crs_wkt(dataset))
    run(dataset, "INSERT INTO community (name) SELECT '' WHERE NOT EXISTS (SELECT 1 FROM community)")
    run(dataset, f"UPDATE community SET schema_version = {SCHEMA_VERSION}")


def new_community(path: Path, crs_wkt: str, name: str) -> Any:
    """Make a new file with all tables and triggers, and the one row of the community."""
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown, ["VERSION=1.2"])
    add_missing(dataset, crs_wkt)
    layer = dataset.GetLayerByName("community")
    row = ogr.Feature(layer.GetLayerDefn())
    row["name"] = name
    row["schema_version"] = SCHEMA_VERSION
    layer.CreateFeature(row)
    return dataset


def add_missing(dataset: Any, crs_wkt: str) -> None:
    """Add the tables, columns and triggers that the schema has and the file lacks."""
    reference = osr.SpatialReference(crs_wkt)
    for table in TABLES.values():
        layer = dataset.GetLayerByName(table.name)
        if layer is None:
            geometry = _GEOMETRY_TYPES[table.geometry]
            srs = reference if table.geometry else None
            layer = dataset.CreateLayer(table.name, srs, geometry, ["FID=fid", "GEOMETRY_NAME=geom"])
        _add_missing_columns(layer, table)
    for statement in create_triggers():
        run(dataset, statement)


def _add_missing_columns(layer: Any, table: Table) -> None:
    columns = {column.name: column for column in table.columns}
    for name in table.column_names:
        if layer.GetLayerDefn().GetFieldIndex(name) >= 0:
            continue
        column = columns.get(name)
        field = ogr.FieldDefn(name, _FIELD_TYPES[column.type if column else "text"])
        if column and column.type == "boolean":
            field.SetSubType(ogr.OFSTBoolean)
        if column and column.default is not None:
            field.SetDefault(column.default)
        field.SetUnique(name == "id")
        layer.CreateField(field)


def copy_into(dataset: Any, target: Path) -> None:
    """Copy a consistent state into a new file, uncommitted changes of others left out."""
    run(dataset, f"VACUUM INTO {text(target)}")


def copy_migrated(dataset: Any, target: Path) -> None:
    """Copy a consistent state into a new file of ours, brought up to the schema when it is older."""
    safety = value(dataset, "PRAGMA synchronous")
    # Nobody needs a copy that a power cut leaves half.
    run(dataset, "PRAGMA synchronous = OFF")
    try:
        copy_into(dataset, target)
    finally:
        run(dataset, f"PRAGMA synchronous = {safety}")
    if not is_current(dataset):
        copy = gdal.OpenEx(str(target), gdal.OF_VECTOR | gdal.OF_UPDATE, ["GPKG"])
        copy.StartTransaction()
        migrate(copy)
        copy.CommitTransaction()


@contextmanager
def present_state(path: Path) -> Iterator[Any]:
    """Open a community to query it: the file itself, or a migrated copy of an older one.

    Raises
    ------
    CommunityFileError
        All of `open_community`.
    """
    with gdal_exceptions(), failures(path), tempfile.TemporaryDirectory(prefix="commonplan-") as folder:
        dataset = open_community(path, gdal.OF_READONLY)
        if not is_current(dataset):
            copy = Path(folder) / "migrated.gpkg"
            copy_migrated(dataset, copy)
            dataset = gdal.OpenEx(str(copy), gdal.OF_VECTOR, ["GPKG"])
        yield dataset
        dataset = None


def crs_wkt(dataset: Any) -> str:
    """Return the CRS of the geometry tables as WKT, empty when there is none."""
    reference = dataset.GetLayerByName("place").GetSpatialRef()
    if reference is None:
        return ""
    # WKT 2 keeps an EPSG code recognisable; only WKT 1 gives QGIS a local CRS in metres.
    return str(reference.ExportToWkt([] if reference.IsLocal() else ["FORMAT=WKT2_2019"]))


def state(dataset: Any) -> int:
    """Return a number that is another one after somebody else has written to the file."""
    return int(value(dataset, "PRAGMA data_version"))


def run(dataset: Any, statement: str) -> None:
    """Run a statement that returns nothing."""
    result = dataset.ExecuteSQL(statement)
    if result is not None:
        dataset.ReleaseResultSet(result)


def roll_back(dataset: Any) -> None:
    """Undo the transaction under way, also one whose commit failed: GDAL believes that it has ended."""
    with suppress(RuntimeError):
        dataset.RollbackTransaction()
    with suppress(RuntimeError):
        run(dataset, "ROLLBACK TRANSACTION")  # GDAL keeps a bare ROLLBACK to itself


def value(dataset: Any, query: str) -> Any:
    """Return the first value of a query."""
    return rows(dataset, query)[0][0]


def rows(dataset: Any, query: str) -> list[list[Any]]:
    """Return all rows of a query, each as a list of values."""
    result = dataset.ExecuteSQL(query)
    found = [[row.GetField(index) for index in range(row.GetFieldCount())] for row in result]
    dataset.ReleaseResultSet(result)
    return found


def text(path: Path) -> str:
    """Quote a path as an SQL text."""
    return "'" + str(path).replace("'", "''") + "'"


def quote(name: str) -> str:
    """Quote a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


class _Switch:
    """GDAL's exceptions, on while anybody needs them: the switch is the process's, threads share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._users = 0
        self._turned: list[Any] = []

    def on(self) -> None:
        with self._lock:
            self._users += 1
            for module in (gdal, ogr) if self._users == 1 else ():
                if not module.GetUseExceptions():
                    module.UseExceptions()
                    self._turned.append(module)

    def off(self) -> None:
        with self._lock:
            self._users -= 1
            # GDAL stacks its handlers: the last one put on comes off first.
            while self._turned and not self._users:
                self._turned.pop().DontUseExceptions()


_switch = _Switch()


@contextmanager
def gdal_exceptions() -> Iterator[None]:
    """Let GDAL raise, and say nothing on stderr, here only: other plugins may count on its ways."""
    _switch.on()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()
        _switch.off()


def srs_id(dataset: Any) -> int:
    """Return the number under which the file knows the CRS of its tables."""
    return int(value(dataset, "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'place'"))


def incoming_geometry(srs_id: int) -> str:
    """Return the SQL that takes `geom` over from another GeoPackage.

    A GeoPackage geometry carries its srs_id in bytes 5 to 8, and each file counts its own.
    """
    little_endian = srs_id.to_bytes(4, "little", signed=True).hex()
    return f"CAST(substr(geom, 1, 4) || x'{little_endian}' || substr(geom, 9) AS BLOB)"
