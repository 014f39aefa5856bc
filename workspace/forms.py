"""Attribute forms of a community's layers: widgets from the schema, tabs a planner can work in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from qgis.core import (
    Qgis,
    QgsAttributeEditorContainer,
    QgsAttributeEditorField,
    QgsAttributeEditorRelation,
    QgsDefaultValue,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
)

from ..community.catalogue import choices
from ..community.schema import TABLES, Column, Table
from .links import relation_to
from .translation import tr

# Columns that point to a table without a relation of the project: the table, and the column shown.
LOOK_UPS: Mapping[str, tuple[str, str]] = {
    "place_id": ("place", "name"),
    "part_of": ("place", "name"),
    "duplicate_of": ("comment", "serial"),
    "parent_id": ("comment", "serial"),
    "merged_into": ("proposal", "title"),
    "source_id": ("survey_source", "file"),
}
LONG_TEXTS = {"text", "public_text", "answer", "body", "note", "report", "expected_effect", "overrides"}
_WIDE = 280
"""Pixels of a column with long texts, enough for a first sentence."""
# What the program keeps by itself is not to be typed over; what no tab has is shown in the last one.
KEPT_BY_US = {
    "id", "created_at", "updated_at", "rank", "series", "locked", "source_id", "source_ref", "certainty",
    "evidence", "retired_at", "part_of", "duplicate_of", "parent_id", "merged_into", "feature_layer",
    "feature_key_field", "feature_key", "source", "schema_version",
}  # fmt: skip
_REFERENCE = {
    "AllowNULL": True, "AllowAddFeatures": False, "MapIdentification": True, "OrderByValue": True,
    "ReadOnly": False, "ShowForm": False, "ShowOpenFormButton": True,
}  # fmt: skip
_NO_CHOICE = "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}"  # QGIS's word for NULL in value maps


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
        column = columns.get(field.name(), Column(field.name()))
        layer.setEditorWidgetSetup(index, _widget(table.name, column, language, layers))
        default = _default(table, column)
        if default is not None:
            layer.setDefaultValueDefinition(index, default)


def _default(table: Table, column: Column) -> Any:
    if column.name == "id":
        return QgsDefaultValue("uuid('WithoutBraces')")
    if table.name == "place" and column.name == "decided_by":
        return QgsDefaultValue("'person'", True)  # an edit by hand is a person's decision
    return None if column.default is None else QgsDefaultValue(str(column.default))


def offer_kinds(layer: Any, language: str, kinds: pd.DataFrame) -> None:
    """Offer kinds in the form of places, and let a place take the class of its kind.

    Parameters
    ----------
    layer
        Of the places.
    language
        zh or en.
    kinds
        With the planner's edits; the name of one that is switched off is known, so that it is shown.
    """
    table = kinds.sort_values(["class", language])
    offered = [{str(row[language]): str(kind)} for kind, row in table.iterrows()]
    at = layer.fields().indexOf("kind")
    layer.setEditorWidgetSetup(at, QgsEditorWidgetSetup("ValueMap", {"map": offered}))
    of_kind = QgsDefaultValue(_class_of_kind(kinds), True)
    layer.setDefaultValueDefinition(layer.fields().indexOf("class"), of_kind)


def _class_of_kind(kinds: pd.DataFrame) -> str:
    pairs = ", ".join(f"'{kind}', '{row['class']}'" for kind, row in kinds.iterrows())
    return f'coalesce(map_get(map({pairs}), "kind"), "class")'


def tabs(table: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the tabs of a table's form, title and columns, in the language of this moment.

    A table that is not here has one tab with all that is not kept by us.
    """
    return {
        "place": [
            (tr("Details"), ("number", "kind", "class", "name", "status", "is_public", "building_id", "floor",
                             "address", "access", "floor_area", "operator", "note")),
            (tr("Decision"), ("decided_by", "rejected", "certainty", "evidence", "survey_change")),
        ],
        "comment": [
            (tr("Comment"), ("serial", "scope", "place_id", "building_group", "kind", "topic", "text",
                             "consent", "public_text")),
            (tr("Answer"), ("status", "answer", "answered_at")),
            (tr("Origin"), ("author", "channel", "language", "commented_on", "duplicate_of")),
        ],
        "proposal": [
            (tr("Proposal"), ("title", "body", "consent", "public_text", "scope", "measure", "cost",
                              "expected_effect", "supports")),
            (tr("State and answer"), ("state", "responsible", "responsible_body", "answer", "answered_at",
                                      "merged_into")),
            (tr("Origin"), ("author", "channel")),
        ],
        "community": [
            (tr("Details"), ("name", "street", "district", "founded", "kind", "households", "residents",
                             "seniors", "building_groups", "property_manager", "owners_committee",
                             "party_branch")),
            (tr("Survey and approval"), ("survey_date", "surveyor", "approval_number", "approval_exemption")),
        ],
    }.get(table, [])  # fmt: skip


def lay_out_form(layer: Any, table: Table, relations: Sequence[Any]) -> None:
    """Arrange the form in tabs: what one works on, one tab for each relation, what is kept by us."""
    config = layer.editFormConfig()
    config.setLayout(_tab_layout())
    config.clearTabs()
    root = config.invisibleRootContainer()
    worked_on = tuple(column for column in table.column_names if column not in KEPT_BY_US)
    own = tabs(table.name) or [(tr("Details"), worked_on)]
    for title, columns in own:
        config.addTab(_tab(title, layer, columns, root))
    for relation in relations:
        tab = _empty_tab(relation.name(), root)
        element = QgsAttributeEditorRelation(relation.id(), relation, tab)
        element.setRelationWidgetTypeId("relation_editor")
        tab.addChildElement(element)
        config.addTab(tab)
    placed = {column for _, columns in own for column in columns}
    rest = [column for column in table.column_names if column not in placed]
    config.addTab(_tab(tr("Record"), layer, rest, root))
    for name in KEPT_BY_US.intersection(table.column_names):
        config.setReadOnly(layer.fields().indexOf(name), True)
    layer.setEditFormConfig(config)


def arrange_columns(layer: Any, table: Table) -> None:
    """Show in the attribute table what the form's tabs show, in their order, and hide what is kept by us.

    Columns that somebody arranged already stay as they are.
    """
    arranged = layer.attributeTableConfig()
    arranged.update(layer.fields())
    if not _is_as_qgis_makes_it(arranged, layer.fields().names()):
        return
    worked_on = [column for _, columns in tabs(table.name) for column in columns]
    worked_on += [name for name in table.column_names if name not in KEPT_BY_US and name not in worked_on]
    place = {name: position for position, name in enumerate(worked_on)}
    columns = sorted(arranged.columns(), key=lambda column: place.get(column.name, len(place)))
    arranged.setColumns(columns)
    for position, column in enumerate(columns):
        if column.name:
            arranged.setColumnHidden(position, column.name not in place)
        if column.name in LONG_TEXTS:
            arranged.setColumnWidth(position, _WIDE)
    layer.setAttributeTableConfig(arranged)


def _is_as_qgis_makes_it(arranged: Any, fields: Sequence[str]) -> bool:
    named = [column for column in arranged.columns() if column.name]
    plain = not any(column.hidden or column.width > 0 for column in named)
    return plain and [column.name for column in named] == list(fields)


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


def _widget(table: str, column: Column, language: str, layers: Mapping[str, Any]) -> Any:
    relation = relation_to(table, column.name)
    if relation is not None:
        return QgsEditorWidgetSetup("RelationReference", _REFERENCE | {"Relation": relation})
    if column.name in LOOK_UPS:
        return _look_up_widget(*LOOK_UPS[column.name], layers)
    if column.choices is not None:
        return QgsEditorWidgetSetup("ValueMap", {"map": _value_map(column, language)})
    if column.type == "boolean":
        return QgsEditorWidgetSetup("CheckBox", {})
    return QgsEditorWidgetSetup("TextEdit", {"IsMultiline": column.name in LONG_TEXTS})


def _look_up_widget(table: str, shown: str, layers: Mapping[str, Any]) -> Any:
    target = layers[table]
    options = {
        "Layer": target.id(), "LayerName": target.name(), "LayerSource": target.source(),
        "LayerProviderName": "ogr", "Key": "id", "Value": shown, "AllowNull": True, "OrderByValue": True,
    }  # fmt: skip
    return QgsEditorWidgetSetup("ValueRelation", options)


def _value_map(column: Column, language: str) -> list[dict[str, str]]:
    words = [{str(row[language]): str(row["value"])} for _, row in choices(str(column.choices)).iterrows()]
    return words if column.default else [{"—": _NO_CHOICE}, *words]


def tables_with_forms() -> list[Table]:
    """Return the tables a planner edits by hand."""
    names = ("community", "compound", "entrance", "building", "place", "footprint", "comment", "comment_line",
             "comment_area", "proposal", "proposal_place", "proposal_comment", "attachment")  # fmt: skip
    return [TABLES[name] for name in names]
