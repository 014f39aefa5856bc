"""The file of a kept sheet: a table for each role that layers play on its maps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr
from qgis.core import NULL

from ...community.errors import CommunityFileError
from ...workspace import geopackage as gp
from ..drafts import draft_of

MAP = "map"
"""The column that tells which map a row is for, by its number from 1."""
Roles = Mapping[str, Mapping[int, Any]]
"""Layers in memory, by role (buildings, markers, …) and by the number of the map they are for."""

_FIELD_TYPES = {
    "boolean": ogr.OFTInteger,
    "integer": ogr.OFTInteger,
    "double": ogr.OFTReal,
    "string": ogr.OFTString,
}


def roles_of(maps: Iterable[Sequence[Any]]) -> dict[str, dict[int, Any]]:
    """Sort the layers of maps, whose names tell their roles; the roles in the order of drawing.

    Those of maps of another kind, such as small ones, come after those of the first.

    Parameters
    ----------
    maps
        The layers of each map, topmost first.
    """
    order: list[str] = []
    found: dict[str, dict[int, Any]] = {}
    for number, layers in enumerate(maps, 1):
        at = 0 if any(layer.name() in found for layer in layers) else len(order)
        for layer in layers:
            role = layer.name()
            if role not in found:
                order.insert(at, role)
            at = order.index(role) + 1
            found.setdefault(role, {})[number] = layer
    return {role: found[role] for role in order}


def write_tables(file: Path, roles: Roles) -> None:
    """Put layers into the file: a new one appears whole, one that others may show changes at once.

    Raises
    ------
    CommunityFileError
        `not_writable`, `disk_full`, `locked`, `damaged_file`.
    """
    try:
        file.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise CommunityFileError("not_writable", file=str(file)) from error
    with gp.gdal_exceptions(), gp.failures(file):
        if file.exists():
            _replace_tables(gdal.OpenEx(str(file), gdal.OF_VECTOR | gdal.OF_UPDATE, ["GPKG"]), roles)
        else:
            with draft_of(file) as draft:
                _replace_tables(_created(draft), roles)


def _created(file: Path) -> Any:
    try:
        return gdal.GetDriverByName("GPKG").Create(str(file), 0, 0, 0, gdal.GDT_Unknown, ["VERSION=1.2"])
    except RuntimeError as error:  # on a full disk it says nothing
        raise CommunityFileError("not_writable", file=str(file)) from error


def _replace_tables(target: Any, roles: Roles) -> None:
    """Put the layers in the place of what a file holds, in one transaction."""
    target.StartTransaction()
    try:
        for name in [target.GetLayer(i).GetName() for i in range(target.GetLayerCount())]:
            target.ExecuteSQL(f"DELLAYER:{name}")
        for role, layers in roles.items():
            _write_table(target, role, layers)
        target.CommitTransaction()
        # What is left until the file is closed would fail unheard.
        target.FlushCache()
    except BaseException:
        gp.roll_back(target)
        raise


def _write_table(target: Any, name: str, layers: Mapping[int, Any]) -> None:
    first = next(iter(layers.values()))
    reference = osr.SpatialReference(first.crs().toWkt())
    table = target.CreateLayer(name, reference, int(first.wkbType()), ["FID=fid", "GEOMETRY_NAME=geom"])
    table.CreateField(ogr.FieldDefn(MAP, ogr.OFTInteger))
    for field in first.fields():
        made = ogr.FieldDefn(field.name(), _FIELD_TYPES[field.typeName()])
        if field.typeName() == "boolean":
            made.SetSubType(ogr.OFSTBoolean)
        table.CreateField(made)
    for number, layer in layers.items():
        for feature in layer.getFeatures():
            row = ogr.Feature(table.GetLayerDefn())
            for index, value in enumerate([number, *feature.attributes()]):
                if value is not None and value != NULL:
                    row.SetField(index, value)
            row.SetGeometry(ogr.CreateGeometryFromWkb(bytes(feature.geometry().asWkb())))
            table.CreateFeature(row)
