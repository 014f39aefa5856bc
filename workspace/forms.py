"""Attribute forms of a community's layers: widgets from the schema, tabs a planner can work in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qgis.core import (
    Qgis,
    QgsAttributeEditorContainer,
    QgsAttributeEditorField,
    QgsAttributeEditorRelation,
    QgsDefaultValue,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
)

from ..community.catalogue import choices, kinds
from ..community.schema import TABLES, Column, Table
from .translation import tr

# column → (table it points to, column shown); links use `id`, never fid
LINKS: Mapping[str, tuple[str, str]] = {
    "compound_id": ("compound", "name"),
    "building_id": ("building", "label"),
    "place_id": ("place", "name"),
    "comment_id": ("comment", "serial"),
    "proposal_id": ("proposal", "title"),
    "duplicate_of": ("comment", "serial"),
    "parent_id": ("comment", "serial"),
    "merged_into": ("proposal", "title"),
    "source_id": ("survey_source", "file"),
}
LONG_TEXTS = {"text", "public_text", "answer", "body", "note", "report", "expected_effect", "overrides"}
# What the program keeps by itself is shown at the end of a form, and not to be typed over.
KEPT_BY_US = (
    "id", "created_at", "updated_at", "rank", "series", "locked", "source_id", "source_ref", "certainty",
    "evidence", "retired_at", "duplicate_of", "parent_id", "merged_into", "feature_layer",
    "feature_key_field", "feature_key", "source", "schema_version",
)  # fmt: skip


def set_up_form(layer: Any, table: Table, language: str, layers: Mapping[str, Any]) -> None:
    """Give every field of `layer` its widget, default and constraint.

    Parameters
    ----------
    layer
        The layer of `table`.
    language
        `zh` or `en`: which names the choices are shown by.
    layers
        All layers of the project by table, for fields that link to another.
    """
    columns = {column.name: column for column in table.columns}
    for index, field in enumerate(layer.fields()):
        name = field.name()
        layer.setEditorWidgetSetup(index, _widget(columns.get(name, Column(name)), language, layers))
        if name == "id":
            layer.setDefaultValueDefinition(index, QgsDefaultValue("uuid('WithoutBraces')"))
        elif name in columns and columns[name].default is not None:
            layer.setDefaultValueDefinition(index, QgsDefaultValue(str(columns[name].default)))


def lay_out_form(layer: Any, table: Table, relations: Sequence[Any]) -> None:
    """Arrange the form in tabs: what one works on, one tab for each relation, what is kept by us."""
    config = layer.editFormConfig()
    config.setLayout(_tab_layout())
    config.clearTabs()
    root = config.invisibleRootContainer()
    worked_on = [c for c in table.column_names if c not in KEPT_BY_US]
    kept = [c for c in table.column_names if c in KEPT_BY_US]
    config.addTab(_tab(tr("Details"), layer, worked_on, root))
    for relation in relations:
        tab = _empty_tab(relation.name(), root)
        element = QgsAttributeEditorRelation(relation.id(), relation, tab)
        element.setRelationWidgetTypeId("relation_editor")
        tab.addChildElement(element)
        config.addTab(tab)
    config.addTab(_tab(tr("Record"), layer, kept, root))
    for name in kept:
        config.setReadOnly(layer.fields().indexOf(name), True)
    layer.setEditFormConfig(config)


def _tab_layout() -> Any:
    # QGIS 3.32 moved the enumeration; both spellings are scoped.
    layouts = getattr(QgsEditFormConfig, "EditorLayout", None)
    if layouts is not None and hasattr(layouts, "TabLayout"):
        return layouts.TabLayout
    return Qgis.AttributeFormLayout.DragAndDrop


def _tab(title: str, layer: Any, columns: Sequence[str], root: Any) -> Any:
    tab = _empty_tab(title, root)
    for name in columns:
        tab.addChildElement(QgsAttributeEditorField(name, layer.fields().indexOf(name), tab))
    return tab


def _empty_tab(title: str, root: Any) -> Any:
    tab = QgsAttributeEditorContainer(title, root)
    if hasattr(Qgis, "AttributeEditorContainerType"):
        tab.setType(Qgis.AttributeEditorContainerType.Tab)
    else:
        tab.setIsGroupBox(False)
    return tab


def _widget(column: Column, language: str, layers: Mapping[str, Any]) -> Any:
    if column.name in LINKS and LINKS[column.name][0] in layers:
        return _link_widget(*LINKS[column.name], layers)
    if column.choices is not None:
        return QgsEditorWidgetSetup("ValueMap", {"map": _value_map(column.choices, language)})
    if column.type == "boolean":
        return QgsEditorWidgetSetup("CheckBox", {})
    if column.name in LONG_TEXTS:
        return QgsEditorWidgetSetup("TextEdit", {"IsMultiline": True})
    return QgsEditorWidgetSetup("TextEdit", {})


def _link_widget(table: str, shown: str, layers: Mapping[str, Any]) -> Any:
    target = layers[table]
    options = {
        "Layer": target.id(), "LayerName": target.name(), "LayerSource": target.source(),
        "LayerProviderName": "ogr", "Key": "id", "Value": shown, "AllowNull": True, "OrderByValue": True,
    }  # fmt: skip
    return QgsEditorWidgetSetup("ValueRelation", options)


def _value_map(list_name: str, language: str) -> list[dict[str, str]]:
    if list_name == "kind":
        table = kinds().sort_values(["class", language])
        return [{str(row[language]): str(kind)} for kind, row in table.iterrows()]
    return [{str(row[language]): str(row["value"])} for _, row in choices(list_name).iterrows()]


def tables_with_forms() -> list[Table]:
    """Return the tables a planner edits by hand."""
    names = ("community", "compound", "entrance", "building", "place", "footprint", "comment", "comment_line",
             "comment_area", "proposal", "proposal_place", "proposal_comment", "attachment")  # fmt: skip
    return [TABLES[name] for name in names]
