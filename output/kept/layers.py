"""The layers of a kept sheet: a GeoPackage of their own beside the community, shown by the project.

A sheet is drawn from layers in memory, which a saved project loses; and what they hold, the spots of
markers and letters worked out for one scale and one edition, is in no table of the community. The
file holds what the sheet shows and nothing else: a public edition's has nothing internal in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr
from qgis.core import NULL, QgsDataProvider, QgsMapLayer, QgsReadWriteContext, QgsVectorLayer

from ...community.errors import CommunityFileError
from ...workspace import geopackage as gp
from ...workspace.project import sheets_group
from ...workspace.translation import tr
from ..drafts import draft_of
from .merge import merge
from .trees import document_of, packed, tree_of, unpacked

SHEET = "commonplan/sheet"
"""Custom property of layout, group and layers: which of the kept sheets they belong to."""
DRAWN = "commonplan/drawn"
"""Custom property of layout and layers: what was drawn last."""
_TABLE = "commonplan/sheet_table"
_FIELD_TYPES = {
    "boolean": ogr.OFTInteger,
    "integer": ogr.OFTInteger,
    "double": ogr.OFTReal,
    "string": ogr.OFTString,
}
_LOOKS = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling


def keep_layers(
    project: Any, file: Path, sheet: str, title: str, maps: Sequence[Sequence[Any]]
) -> dict[str, Any]:
    """Write the layers of all maps of a sheet into its file, and show them in the project.

    Layers that the project shows already keep their identity, and the looks that a person gave them.

    Parameters
    ----------
    project
        The community's.
    file
        The GeoPackage; made when it is not there.
    sheet, title
        By which the sheet is known, and what its group is called.
    maps
        The layers of each map, topmost first.

    Returns
    -------
    layers
        Layers of the project by the id of the one they stand for.

    Raises
    ------
    CommunityFileError
        `not_writable`, `disk_full`, `locked`, `damaged_file`.
    """
    tables = _tables(maps)
    _write(file, tables)
    shown = {layer.customProperty(_TABLE): layer for layer in layers_of_sheet(project, sheet)}
    group = _group(project, sheet, title)
    kept = {}
    for table, layer in tables.items():
        if table in shown:
            _renew(shown[table], layer)
        else:
            shown[table] = _add(project, group, file, table, layer)
            shown[table].setCustomProperty(SHEET, sheet)
        kept[layer.id()] = shown[table]
    project.removeMapLayers([layer.id() for table, layer in shown.items() if table not in tables])
    return kept


def layers_of_sheet(project: Any, sheet: str) -> list[Any]:
    """Return the project's layers of a kept sheet."""
    return [layer for layer in project.mapLayers().values() if layer.customProperty(SHEET) == sheet]


def _tables(maps: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """Name a table for each layer: the map's number, and what the layer shows."""
    tables: dict[str, Any] = {}
    for number, layers in enumerate(maps, 1):
        for layer in layers:
            name = f"{number}_{layer.name()}"
            while name in tables:
                name += "_"
            tables[name] = layer
    return tables


def _write(file: Path, tables: Mapping[str, Any]) -> None:
    """Put the layers into the file: a new one appears whole, one that others may show changes at once."""
    try:
        file.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise CommunityFileError("not_writable", file=str(file)) from error
    with gp.gdal_exceptions(), gp.failures(file):
        if file.exists():
            _replace_tables(gdal.OpenEx(str(file), gdal.OF_VECTOR | gdal.OF_UPDATE, ["GPKG"]), tables)
        else:
            with draft_of(file) as draft:
                _replace_tables(_created(draft), tables)


def _created(file: Path) -> Any:
    try:
        return gdal.GetDriverByName("GPKG").Create(str(file), 0, 0, 0, gdal.GDT_Unknown, ["VERSION=1.2"])
    except RuntimeError as error:  # on a full disk it says nothing
        raise CommunityFileError("not_writable", file=str(file)) from error


def _replace_tables(target: Any, tables: Mapping[str, Any]) -> None:
    """Put the layers in the place of what a file holds, in one transaction."""
    target.StartTransaction()
    try:
        for name in [target.GetLayer(i).GetName() for i in range(target.GetLayerCount())]:
            target.ExecuteSQL(f"DELLAYER:{name}")
        for name, layer in tables.items():
            _write_table(target, name, layer)
        target.CommitTransaction()
        # What is left until the file is closed would fail unheard.
        target.FlushCache()
    except BaseException:
        gp.roll_back(target)
        raise


def _write_table(target: Any, name: str, layer: Any) -> None:
    reference = osr.SpatialReference(layer.crs().toWkt())
    table = target.CreateLayer(name, reference, int(layer.wkbType()), ["FID=fid", "GEOMETRY_NAME=geom"])
    for field in layer.fields():
        made = ogr.FieldDefn(field.name(), _FIELD_TYPES[field.typeName()])
        if field.typeName() == "boolean":
            made.SetSubType(ogr.OFSTBoolean)
        table.CreateField(made)
    for feature in layer.getFeatures():
        row = ogr.Feature(table.GetLayerDefn())
        for index, value in enumerate(feature.attributes()):
            if value is not None and value != NULL:
                row.SetField(index, value)
        row.SetGeometry(ogr.CreateGeometryFromWkb(bytes(feature.geometry().asWkb())))
        table.CreateFeature(row)


def _add(project: Any, group: Any, file: Path, table: str, layer: Any) -> Any:
    kept = QgsVectorLayer(f"{file}|layername={table}", _title(table), "ogr")
    kept.setCrs(layer.crs())
    kept.setCustomProperty(_TABLE, table)
    looks = _looks(layer)
    _dress(kept, looks)
    project.addMapLayer(kept, False)
    group.addLayer(kept).setExpanded(False)
    return kept


def _renew(kept: Any, layer: Any) -> None:
    """Show what the file holds now, in looks that are renewed but for what a person changed."""
    if kept.isValid():
        kept.reload()
    else:  # somebody had deleted the file
        kept.setDataSource(kept.source(), kept.name(), "ogr", QgsDataProvider.ProviderOptions())
    drawn, looks = unpacked(kept.customProperty(DRAWN)), _looks(layer)
    if drawn is None:
        return
    # Of the layer in memory: to open a file of many tables takes QGIS a tenth of a second.
    scratch = layer.clone()
    _dress(scratch, drawn)
    mine = _looks(kept)
    _dress(kept, merge(_looks(scratch), mine, looks), looks)
    kept.triggerRepaint()


def _looks(layer: Any) -> Any:
    return tree_of(lambda document: layer.exportNamedStyle(document, QgsReadWriteContext(), _LOOKS))


def _dress(layer: Any, looks: Any, drawn: Any = None) -> None:
    layer.importNamedStyle(document_of(looks), _LOOKS)
    layer.setCustomProperty(DRAWN, packed(looks if drawn is None else drawn))


def _group(project: Any, sheet: str, title: str) -> Any:
    """Return the group of a kept sheet; it is never drawn on the map, which shows the tables themselves."""
    sheets = sheets_group(project)
    for group in sheets.findGroups():
        if group.customProperty(SHEET) == sheet:
            return group
    group = sheets.addGroup(title)
    group.setCustomProperty(SHEET, sheet)
    group.setExpanded(False)
    return group


def _title(table: str) -> str:
    """Return what a layer is called in the project: the number of its map, and what it shows."""
    number, _, name = table.partition("_")
    titles = {
        "gates": tr("Entrances"), "markers": tr("Markers"), "anchors": tr("Ends of leader lines"),
        "leaders": tr("Leader lines"), "boundary": tr("Boundary"), "footprints": tr("Footprints"),
        "buildings": tr("Buildings"), "ground": tr("Survey"), "neighbours": tr("Other compounds"),
        "compounds": tr("Ground of compounds"), "names_main_entrance": tr("Name of the main entrance"),
        "names_entrance": tr("Names of entrances"), "names_building": tr("Building numbers"),
        "names_road": tr("Road names"), "names_text": tr("Texts of the survey"),
        "circles": tr("Walking distances"), "names_circle": tr("Lettering of walking distances"),
        "sections": tr("Sections"), "names_section": tr("Names of sections"),
        "focus": tr("Ground of the page"), "names_neighbour": tr("Names of neighbouring pages"),
    }  # fmt: skip
    return f"{number} {titles.get(name, name)}"
