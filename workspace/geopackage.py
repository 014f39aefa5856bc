"""The GeoPackage underneath a community file, spoken to through osgeo."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr

from ..community.errors import CommunityFileError
from ..community.schema import SCHEMA_VERSION, TABLES, Table
from .triggers import create_triggers

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
        `missing_file`, `not_writable`, `not_a_community`, `newer_schema`.
    """
    if not path.is_file():
        raise CommunityFileError("missing_file", file=str(path))
    if mode == gdal.OF_UPDATE and not os.access(path, os.W_OK):
        raise CommunityFileError("not_writable", file=str(path))
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | mode, ["GPKG"])
    except RuntimeError as error:
        raise CommunityFileError("not_a_community", file=str(path)) from error
    layer = dataset.GetLayerByName("community")
    if layer is None or layer.GetLayerDefn().GetFieldIndex("schema_version") < 0:
        raise CommunityFileError("not_a_community", file=str(path))
    version = int(value(dataset, "SELECT coalesce(max(schema_version), 0) FROM community"))
    if version > SCHEMA_VERSION:
        raise CommunityFileError("newer_schema", file=str(path), version=version, ours=SCHEMA_VERSION)
    return dataset


def add_missing(dataset: Any, crs_wkt: str) -> None:
    """Add the tables, columns and triggers that the schema has and the file lacks."""
    reference = osr.SpatialReference()
    reference.ImportFromWkt(crs_wkt)
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


def columns_present(dataset: Any) -> dict[str, list[str]]:
    """Return, for each table of the schema that the file has, the columns both know."""
    present = {}
    for table in TABLES.values():
        layer = dataset.GetLayerByName(table.name)
        if layer is not None:
            definition = layer.GetLayerDefn()
            names = [n for n in table.column_names if definition.GetFieldIndex(n) >= 0]
            present[table.name] = ["fid", *(["geom"] if table.geometry else []), *names]
    return present


def copy_into(dataset: Any, target: Path) -> None:
    """Copy a consistent state into a new file, uncommitted changes of others left out."""
    run(dataset, f"VACUUM INTO {text(target)}")


def crs_wkt(dataset: Any) -> str:
    """Return the CRS of the geometry tables as WKT, empty when there is none."""
    reference = dataset.GetLayerByName("place").GetSpatialRef()
    if reference is None:
        return ""
    # WKT 2 keeps an EPSG code recognisable; only WKT 1 gives QGIS a local CRS in metres.
    return str(reference.ExportToWkt([] if reference.IsLocal() else ["FORMAT=WKT2_2019"]))


def run(dataset: Any, statement: str) -> None:
    """Run a statement that returns nothing."""
    result = dataset.ExecuteSQL(statement)
    if result is not None:
        dataset.ReleaseResultSet(result)


def value(dataset: Any, query: str) -> Any:
    """Return the first value of a query."""
    result = dataset.ExecuteSQL(query)
    feature = result.GetNextFeature()
    value = feature.GetField(0)
    feature = None
    dataset.ReleaseResultSet(result)
    return value


def text(path: Path) -> str:
    """Quote a path as an SQL text."""
    return "'" + str(path).replace("'", "''") + "'"


def quote(name: str) -> str:
    """Quote a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def gdal_exceptions() -> Iterator[None]:
    """Let GDAL raise here only: other plugins in the process may count on its silence."""
    before = gdal.GetUseExceptions(), ogr.GetUseExceptions()
    if not before[0]:
        gdal.UseExceptions()
    if not before[1]:
        ogr.UseExceptions()
    try:
        yield
    finally:
        # GDAL stacks its handlers: the last one put on comes off first.
        if not before[1]:
            ogr.DontUseExceptions()
        if not before[0]:
            gdal.DontUseExceptions()


def srs_id(dataset: Any) -> int:
    """Return the number under which the file knows the CRS of its tables."""
    return int(value(dataset, "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'place'"))


def incoming_geometry(srs_id: int) -> str:
    """Return the SQL that takes `geom` over from another GeoPackage.

    A GeoPackage geometry carries its srs_id in bytes 5 to 8, and each file counts its own.
    """
    little_endian = srs_id.to_bytes(4, "little", signed=True).hex()
    return f"CAST(substr(geom, 1, 4) || x'{little_endian}' || substr(geom, 9) AS BLOB)"
