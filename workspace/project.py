"""The community as a QGIS project: grouped, titled, styled layers, relations and forms.

The working project is `name.qgz` beside the file, with relative paths; a copy of it is kept
in the GeoPackage. A project only inside the GeoPackage would break relative photos and die
on renaming (measured).
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDataProvider,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QUrl, QUrlQuery
from qgis.PyQt.QtGui import QColor

from ..community.catalogue import choices, field_titles, layer_roles
from ..community.errors import CommunityFileError
from ..community.schema import TABLES
from .forms import arrange_columns, lay_out_form, offer_kinds, set_up_form, tables_with_forms
from .ground import GROUNDS, LIGHT
from .held_edits import edits_of, kinds_of
from .links import relate, relations_of
from .screen import TONED, name_places, show_states, style_for_screen, tell_furniture, tone_names
from .survey_style import GEOMETRY, reread_layers, title_survey
from .translation import language, tr

_GROUP = "commonplan/group"
_MAKE = 3
"""What `entitle` makes of a project; one with another number is brought up to date when it is opened."""

# Groups from top to bottom of the layer tree, tables in drawing order.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("places", ("entrance", "place")),
    ("voices", ("comment", "proposal", "comment_line", "comment_area")),
    ("survey", ("survey_text", "survey_point", "survey_line", "survey_area")),
    ("site", ("footprint", "building", "compound")),
    ("tables", (
        "community", "attachment", "proposal_place", "proposal_comment", "proposal_feature", "number_alias",
        "numbering", "survey_source", "sheet_setting", "catalogue_edit", "history",
    )),
)  # fmt: skip


def project_path(path: Path) -> Path:
    """Return the working project of the community file at `path`."""
    return path.with_suffix(".qgz")


def write_project(path: Path) -> Path:
    """Build the project of a community file and write it beside and into the file.

    Returns
    -------
    project
        The `.qgz`.

    Raises
    ------
    CommunityFileError
        `not_writable`.
    """
    project = QgsProject()
    fill_project(project, path)
    target = save_project(project, path)
    project.clear()
    return target


def copy_project(path: Path, target: Path) -> Path:
    """Give a copy of a community the project of its model as it was saved, with all layouts kept in it.

    Parameters
    ----------
    path, target
        The community file, and its copy in another folder.

    Raises
    ------
    CommunityFileError
        `not_writable`.
    """
    project = QgsProject()
    model = project_path(path)
    if not (model.exists() and project.read(str(model))):
        return write_project(target)
    old, new = path.resolve().parent.as_posix(), target.resolve().parent.as_posix()
    for layer in project.mapLayers().values():
        source = layer.source()
        if source.startswith(f"{old}/"):
            moved = new + source[len(old) :]
            layer.setDataSource(moved, layer.name(), layer.providerType(), QgsDataProvider.ProviderOptions())
    saved = save_project(project, target)
    project.clear()
    return saved


def save_project(project: Any, path: Path) -> Path:
    """Write a project beside and into the community file at `path`; return the `.qgz`.

    Raises
    ------
    CommunityFileError
        `not_writable`.
    """
    target = project_path(path)
    # QGIS empties a project that it cannot write, as on a full disk, and takes no notice.
    draft = target.with_name(f".{target.name}")
    try:
        if not (project.write(str(draft)) and is_zipfile(draft)):
            raise CommunityFileError("not_writable", file=str(target))
        draft.replace(target)
    except OSError as error:
        raise CommunityFileError("not_writable", file=str(target)) from error
    finally:
        draft.unlink(missing_ok=True)
    project.setFileName(str(target))
    project.setDirty(False)
    project.write(uri_in_file(path))
    return target


def uri_in_file(path: Path) -> str:
    """Return where QGIS finds the project inside of the file.

    Under a folder with ? or # in its name QGIS 3.22 finds none there; the `.qgz` is what counts.
    """
    query = QUrlQuery()
    query.addQueryItem("projectName", path.stem)
    url = QUrl()
    url.setScheme("geopackage")
    url.setPath(path.as_posix())
    url.setQuery(query)
    return bytes(url.toEncoded()).decode()


def fill_project(project: Any, path: Path) -> dict[str, Any]:
    """Put the layers of a community into a project, with relations, styles and forms.

    Returns
    -------
    layers
        The layers by table.
    """
    layers = {table: _layer(path, table) for table in TABLES}
    project.setTitle(path.stem)
    project.setCrs(QgsCoordinateReferenceSystem(layers["place"].crs()))
    _group(project, layers)
    for name in layers:
        style_for_screen(layers, name)
    entitle(project, layers)
    _show_the_site(project, layers)
    return layers


def entitle(project: Any, layers: Mapping[str, Any]) -> None:
    """Name groups, layers, fields, choices and classes in the language QGIS is shown in.

    A project that was made in the other language or by an earlier version is brought up to date when it
    is opened.
    """
    shown = language()
    titles = _titles(shown)
    groups = _group_titles()
    for group in project.layerTreeRoot().findGroups():
        key = group.customProperty(_GROUP)
        if key in groups:
            group.setName(groups[key])
    for table, layer in layers.items():
        layer.setName(titles[table, ""])
        _title_fields(layer, titles)
    relate(project, layers)
    for table, layer in layers.items():
        set_up_form(layer, TABLES[table], shown, layers)
    for edited in tables_with_forms():
        lay_out_form(layers[edited.name], edited, relations_of(project, edited.name))
        arrange_columns(layers[edited.name], edited)
    _title_classes(layers, shown)
    _title_survey(layers, shown)
    show_states(layers)
    name_kinds(project, layers)
    tone_names(layers["place"], LIGHT, GROUNDS[ground_of(project)])
    project.writeEntry("commonplan", "/entitled", _entitlement())


def name_kinds(project: Any, layers: Mapping[str, Any]) -> None:
    """Offer and name kinds of places, and read the survey's layers, as the planner's edits have them."""
    shown, kinds = language(), kinds_of(layers)
    offer_kinds(layers["place"], shown, kinds)
    name_places(layers["place"], dict(zip(kinds.index, kinds[shown])))
    tell_furniture(layers["place"], kinds)
    roles = layer_roles(edits_of(layers))
    for table in GEOMETRY:
        reread_layers(layers[table], table, roles)
        layers[table].triggerRepaint()
    project.writeEntry("commonplan", "/kinds", _fingerprint(layers))


def ground_of(project: Any) -> str:
    """Return the name of the ground a project is drawn on: light or dark."""
    name = str(project.readEntry("commonplan", "/ground", LIGHT.name)[0])
    return name if name in GROUNDS else LIGHT.name


def lay_on(project: Any, layers: Mapping[str, Any], name: str) -> None:
    """Lay the map on a ground (light, dark): the base map is styled anew, every other layer left alone."""
    before, ground = GROUNDS[ground_of(project)], GROUNDS[name]
    tone_names(layers["place"], before, ground)
    for table in TONED:
        style_for_screen(layers, table, ground)
    _title_survey(layers, language())
    project.setBackgroundColor(QColor(ground.color))
    project.writeEntry("commonplan", "/ground", name)
    for table in ("place", *TONED):
        layers[table].triggerRepaint()
        layers[table].emitStyleChanged()
    project.setDirty(True)


def _title_survey(layers: Mapping[str, Any], shown: str) -> None:
    for table in GEOMETRY:
        title_survey(layers[table], table, shown)


def is_entitled(project: Any) -> bool:
    """Return whether a project is as `entitle` would make it now."""
    return bool(project.readEntry("commonplan", "/entitled", "")[0] == _entitlement())


def knows_kinds(project: Any, layers: Mapping[str, Any]) -> bool:
    """Return whether a project names the kinds that the community has now."""
    return bool(project.readEntry("commonplan", "/kinds", "")[0] == _fingerprint(layers))


def _entitlement() -> str:
    return f"{_MAKE} {language()}"


def _fingerprint(layers: Mapping[str, Any]) -> str:
    return f"{zlib.crc32(edits_of(layers).to_json(orient='values').encode()):08x}"


def _layer(path: Path, table: str) -> Any:
    layer = QgsVectorLayer(f"{path}|layername={table}", table, "ogr")
    layer.setCustomProperty("commonplan/table", table)
    return layer


def _titles(language: str) -> dict[tuple[str, str], str]:
    rows = field_titles()
    return {
        (str(t), str(c)): str(title) for t, c, title in zip(rows["table"], rows["column"], rows[language])
    }


def _group_titles() -> dict[str, str]:
    return {
        "voices": tr("Comments and proposals"), "places": tr("Places"), "site": tr("Site"),
        "survey": tr("Survey"), "tables": tr("Tables"), "background": tr("Background"),
        "sheets": tr("Layout sheets"),
    }  # fmt: skip


def _group(project: Any, layers: Mapping[str, Any]) -> None:
    root = project.layerTreeRoot()
    for key, tables in GROUPS:
        group = root.addGroup(key)
        group.setCustomProperty(_GROUP, key)
        for table in tables:
            project.addMapLayer(layers[table], False)
            group.addLayer(layers[table]).setExpanded(False)
        group.setExpanded(key in ("places", "site"))
        group.setItemVisibilityChecked(key != "tables")


def background_group(project: Any) -> Any:
    """Return the group for what lies beneath all else, made at the bottom of the tree when missing."""
    return _group_of(project, "background")


def sheets_group(project: Any) -> Any:
    """Return the group for what only layouts show, made when missing; the map never draws it."""
    return _group_of(project, "sheets", shown=False)


def _group_of(project: Any, key: str, *, shown: bool = True) -> Any:
    root = project.layerTreeRoot()
    for group in root.findGroups():
        if group.customProperty(_GROUP) == key:
            return group
    group = root.addGroup(_group_titles()[key])
    group.setCustomProperty(_GROUP, key)
    group.setItemVisibilityChecked(shown)
    group.setExpanded(shown)
    return group


def _title_classes(layers: Mapping[str, Any], shown: str) -> None:
    """Name the classes in the legends of places and footprints."""
    words = choices("class").set_index("value")[shown]
    for table in ("place", "footprint"):
        renderer = layers[table].renderer().clone()
        for position, category in enumerate(renderer.categories()):
            if category.value() in words.index:
                renderer.updateCategoryLabel(position, str(words[category.value()]))
        layers[table].setRenderer(renderer)


def _title_fields(layer: Any, titles: Mapping[tuple[str, str], str]) -> None:
    table = layer.customProperty("commonplan/table")
    for index, field in enumerate(layer.fields()):
        title = titles.get((table, field.name()))
        if title is not None:
            layer.setFieldAlias(index, title)


def site_extent(layers: Mapping[str, Any]) -> Any:
    """Return the extent of the compounds with some room around, of the survey as long as there are none."""
    for tables in (("compound",), ("survey_area", "survey_line", "survey_point")):
        extent = QgsRectangle()
        for layer in (layers[table] for table in tables):
            layer.dataProvider().updateExtents()
            layer.updateExtents()
            if layer.featureCount():
                extent.combineExtentWith(layer.extent())
        if not extent.isEmpty():
            extent.grow(max(extent.width(), extent.height()) * 0.05)
            return extent
    return QgsRectangle()


def _show_the_site(project: Any, layers: Mapping[str, Any]) -> None:
    extent = site_extent(layers)
    if not extent.isEmpty():
        project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, project.crs()))
