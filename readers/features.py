"""Rows with geometry in: GeoJSON and GeoPackage, read through osgeo.

Not pyogrio: the GeoPackage may be one that QGIS has open, and a second SQLite in the
process would drop the first one's locks (measured).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from osgeo import gdal, ogr

from ..community.errors import InputError
from .tables import SourceTable


def read_features(path: Path) -> list[SourceTable]:
    """Read every layer of a GeoJSON or GeoPackage; rows are numbered as the file numbers its features.

    Raises
    ------
    InputError
        `not_a_table` when OGR cannot open it, `broken_table` when reading stops half way,
        `unknown_encoding` for letters that are no UTF-8.
    """
    driver = "GPKG" if path.suffix.lower() == ".gpkg" else "GeoJSON"
    with _quiet():
        try:
            dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY, allowed_drivers=[driver])
        except RuntimeError:
            dataset = None
        if dataset is None:
            raise InputError("not_a_table", file=str(path))
        try:
            return [_layer(dataset.GetLayer(i), driver) for i in range(dataset.GetLayerCount())]
        except UnicodeEncodeError as error:
            raise InputError("unknown_encoding", file=str(path), tried="utf-8") from error
        except RuntimeError as error:
            raise InputError("broken_table", file=str(path), row="–", problem=str(error)) from error


@contextmanager
def _quiet() -> Iterator[None]:
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()


def _layer(layer: Any, driver: str) -> SourceTable:
    definition = layer.GetLayerDefn()
    names = [_sound(definition.GetFieldDefn(i).GetName()) for i in range(definition.GetFieldCount())]
    numbers, grid, shapes = [], [], []
    for ordinal, feature in enumerate(layer, start=1):
        numbers.append(feature.GetFID() if driver == "GPKG" else ordinal)
        grid.append([_text(feature, i) for i in range(len(names))])
        geometry = feature.GetGeometryRef()
        shapes.append(None if geometry is None else bytes(geometry.ExportToIsoWkb()))
    index = pd.Index(numbers, name="row")
    cells = pd.DataFrame(grid, columns=names, index=index, dtype=object)
    if definition.GetGeomFieldCount() == 0:
        return SourceTable(layer.GetName(), cells)
    geometries = shapely.from_wkb(np.array(shapes, dtype=object), on_invalid="ignore")
    geometries = shapely.force_2d(geometries)
    return SourceTable(layer.GetName(), cells, gpd.GeoSeries(geometries, index=index, crs=_crs(layer)))


def _text(feature: Any, field: int) -> str | None:
    if not feature.IsFieldSetAndNotNull(field):
        return None
    if feature.GetFieldType(field) == ogr.OFTBinary:
        return None
    return _sound(feature.GetFieldAsString(field)).strip() or None


def _sound(text: str) -> str:
    """Return a text; bytes that are no UTF-8 come out of OGR as surrogates, which nothing can store."""
    text.encode()
    return text


def _crs(layer: Any) -> str | None:
    reference = layer.GetSpatialRef()
    return None if reference is None else reference.ExportToWkt()
