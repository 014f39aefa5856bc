"""The layers of a kept sheet: a GeoPackage of their own beside the community, shown by the project.

A sheet is drawn from layers in memory, which a saved project loses; and what they hold, the spots of
markers and letters worked out for one scale and one edition, is in no table of the community. The
file holds what the sheet shows and nothing else: a public edition's has nothing internal in it.

A layer serves all maps of a sheet: a person who changes how buildings look changes them on every
page, and QGIS opens a dozen layers and not hundreds. Each map draws its own rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsDataProvider,
    QgsExpressionContextUtils,
    QgsMapLayer,
    QgsReadWriteContext,
    QgsRuleBasedRenderer,
    QgsVectorLayer,
)

from ...workspace.project import sheets_group
from ...workspace.translation import tr
from .merge import merge, same
from .tables import MAP, Roles, write_tables
from .trees import document_of, packed, tree_of, unpacked

SHEET = "commonplan/sheet"
"""Custom property of layout, group and layers: which of the kept sheets they belong to."""
DRAWN = "commonplan/drawn"
"""Custom property of layout and layers: what was drawn last."""
TABLE = "commonplan/sheet_table"
"""Custom property of layers: the table they show."""
_NUMBER = "commonplan_map"
_OWN_ROWS = f'"{MAP}" = coalesce(@{_NUMBER}, "{MAP}")'
_LOOKS = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling


def number_map(item: Any, number: int) -> None:
    """Let a map of a layout draw the rows of this number; what is no such map draws all rows."""
    if QgsExpressionContextUtils.layoutItemScope(item).variable(_NUMBER) != str(number):
        QgsExpressionContextUtils.setLayoutItemVariable(item, _NUMBER, number)


def keep_layers(
    project: Any, file: Path, sheet: str, title: str, roles: Roles, former: Mapping[str, str]
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
    roles
        The layers.
    former
        Roles of layers that show tables of other names, by the layers' ids.

    Returns
    -------
    layers
        Layers of the project by role.

    Raises
    ------
    CommunityFileError
        As `tables.write_tables`.
    """
    write_tables(file, roles)
    ours = layers_of_sheet(project, sheet)
    shown = {layer.customProperty(TABLE): layer for layer in ours}
    group = _group(project, sheet, title)
    kept = {}
    for role, layers in roles.items():
        layer = next(iter(layers.values()))
        if len(layers) > 1:
            _show_own_rows(layer)
        heir = shown.get(role) or _heir([other for other in ours if former.get(other.id()) == role], layer)
        if heir is None:
            kept[role] = _add(project, group, file, role, layer)
            kept[role].setCustomProperty(SHEET, sheet)
        else:
            _renew(heir, file, role, layer)
            kept[role] = heir
    ids = {layer.id() for layer in kept.values()}
    project.removeMapLayers([layer.id() for layer in ours if layer.id() not in ids])
    return kept


def layers_of_sheet(project: Any, sheet: str) -> list[Any]:
    """Return the project's layers of a kept sheet."""
    return [layer for layer in project.mapLayers().values() if layer.customProperty(SHEET) == sheet]


def _show_own_rows(layer: Any) -> None:
    """Let each map draw but its own rows: QGIS letters what it draws, and nothing else."""
    drawn = QgsRuleBasedRenderer.convertFromRenderer(layer.renderer())
    own = QgsRuleBasedRenderer.Rule(None, 0, 0, _OWN_ROWS, tr("On its own map"))
    for rule in drawn.rootRule().children():
        own.appendChild(rule.clone())
    root = QgsRuleBasedRenderer.Rule(None)
    root.appendChild(own)
    layer.setRenderer(QgsRuleBasedRenderer(root))


def _heir(former: list[Any], layer: Any) -> Any:
    """Return which of the layers that a role had on each map lives on: the first that a person changed."""
    return next((other for other in former if _is_changed(other, layer)), next(iter(former), None))


def _is_changed(kept: Any, layer: Any) -> bool:
    drawn = unpacked(kept.customProperty(DRAWN))
    return drawn is not None and not same(_as_read(drawn, layer), _looks(kept))


def _add(project: Any, group: Any, file: Path, role: str, layer: Any) -> Any:
    kept = QgsVectorLayer(_source(file, role), _title(role), "ogr")
    kept.setCrs(layer.crs())
    kept.setCustomProperty(TABLE, role)
    looks = _looks(layer)
    _dress(kept, looks)
    kept.setCustomProperty(DRAWN, packed(looks))
    project.addMapLayer(kept, False)
    group.addLayer(kept).setExpanded(False)
    return kept


def _renew(kept: Any, file: Path, role: str, layer: Any) -> None:
    """Show what the file holds now, in looks that are renewed but for what a person changed."""
    if kept.customProperty(TABLE) != role:
        titled = kept.name().partition(" ")[2] in _titles().values()
        _open(kept, _source(file, role), _title(role) if titled else kept.name())
        kept.setCustomProperty(TABLE, role)
    elif kept.isValid():
        kept.reload()
    else:  # somebody had deleted the file
        _open(kept, kept.source(), kept.name())
    drawn, looks = unpacked(kept.customProperty(DRAWN)), _looks(layer)
    if drawn is None:
        return
    _dress(kept, merge(_as_read(drawn, layer), _looks(kept), looks))
    kept.setCustomProperty(DRAWN, packed(looks))
    kept.triggerRepaint()


def _open(kept: Any, source: str, name: str) -> None:
    kept.setDataSource(source, name, "ogr", QgsDataProvider.ProviderOptions())


def _source(file: Path, role: str) -> str:
    return f"{file}|layername={role}"


def _as_read(drawn: Any, layer: Any) -> Any:
    """Return looks as QGIS writes them after reading them, whatever version wrote them before.

    By a layer in memory: to open one of a file takes QGIS a long time.
    """
    scratch = layer.clone()
    _dress(scratch, drawn)
    return _looks(scratch)


def _looks(layer: Any) -> Any:
    return tree_of(lambda document: layer.exportNamedStyle(document, QgsReadWriteContext(), _LOOKS))


def _dress(layer: Any, looks: Any) -> None:
    layer.importNamedStyle(document_of(looks), _LOOKS)


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


def _title(role: str) -> str:
    """Return what a layer is called in the project: what it shows, and on which of the small maps."""
    small_maps = {"locator_": tr("Locator map"), "life_circles_": tr("Walking distances")}
    for prefix, small_map in small_maps.items():
        if role.startswith(prefix):
            return f"{small_map}: {_titles().get(role[len(prefix) :], role)}"
    return _titles().get(role, role)


def _titles() -> dict[str, str]:
    return {
        "gates": tr("Entrances"), "markers": tr("Markers"), "anchors": tr("Ends of leader lines"),
        "leaders": tr("Leader lines"), "boundary": tr("Boundary"), "footprints": tr("Footprints"),
        "buildings": tr("Buildings"), "ground": tr("Survey"), "neighbours": tr("Other compounds"),
        "compounds": tr("Ground of compounds"), "names_main_entrance": tr("Name of the main entrance"),
        "names_entrance": tr("Names of entrances"), "names_building": tr("Building numbers"),
        "names_road": tr("Road names"), "names_text": tr("Texts of the survey"),
        "circles": tr("Walking distances"), "names_circle": tr("Lettering of walking distances"),
        "sections": tr("Sections"), "names_section": tr("Names of sections"),
        "focus": tr("Ground of the page"), "names_neighbour": tr("Names of neighbouring pages"),
        "names_here": tr("Name of the compound"), "names_compound": tr("Names of other compounds"),
    }  # fmt: skip
