"""Sheets as 0.6.0 kept them: a table, and a layer of the project, for each layer of each map."""

import json

from commonplan.output.kept import keep as keeping
from commonplan.output.kept.layers import DRAWN, SHEET, TABLE, _titles
from commonplan.output.kept.layout import showing
from commonplan.output.kept.pages import joined
from commonplan.output.kept.tables import write_tables
from commonplan.output.kept.trees import packed, tree_of
from commonplan.workspace import symbols
from commonplan.workspace.community import SHEETS
from commonplan.workspace.project import sheets_group
from qgis.core import (
    QgsMapLayer,
    QgsPrintLayout,
    QgsReadWriteContext,
    QgsVectorLayer,
)

LOOKS = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling


def keep_as_former(project, path, drawn, how):
    """Stand in for `keep.keep`, for a sheet that is new."""
    tables = {}
    for number, item in enumerate(keeping._maps(drawn).values(), 1):
        for layer in item.layers():
            if layer.name() == "markers":
                symbols.style_places(layer, 7.0)
            tables[f"{number}_{layer.name().removeprefix('locator_')}"] = {number: layer}
    file = path.parent / SHEETS / f"{how.name}.gpkg"
    write_tables(file, tables)
    group = sheets_group(project).addGroup(how.name)
    group.setCustomProperty(SHEET, "former")
    ids = {}
    for table, layers in tables.items():
        (layer,) = layers.values()
        ids[layer.id()] = _show(project, group, file, table, layer).id()
    layout = QgsPrintLayout(project)
    keeping._fill(layout, joined(showing(keeping._tree(part), ids) for part in drawn))
    layout.setCustomProperty(DRAWN, packed(keeping._tree(layout)))
    layout.setName(how.name)
    project.layoutManager().addLayout(layout)
    layout.setCustomProperty(SHEET, "former")
    layout.setCustomProperty(keeping.ASKED, json.dumps(how.asked))
    return keeping.Kept(layout)


def _show(project, group, file, table, layer):
    number, _, role = table.partition("_")
    shown = QgsVectorLayer(f"{file}|layername={table}", f"{number} {_titles().get(role, role)}", "ogr")
    looks = tree_of(lambda document: layer.exportNamedStyle(document, QgsReadWriteContext(), LOOKS))
    shown.importNamedStyle(keeping.document_of(looks), LOOKS)
    for key, value in ((TABLE, table), (SHEET, "former"), (DRAWN, packed(looks))):
        shown.setCustomProperty(key, value)
    project.addMapLayer(shown, False)
    group.addLayer(shown)
    return shown
