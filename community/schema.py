"""The tables of a community file: the one place that names their columns.

Everything that reads or writes the file is driven from `TABLES`. Titles of tables,
columns and choices, in both languages, are data: `resources/catalogues/fields.csv` and
`choices.csv`. A mixed geometry type works badly in QGIS: one table has one type.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Column:
    """A column: name, type (text, integer, real, boolean), list of choices, default as SQL."""

    name: str
    type: str = "text"
    choices: Optional[str] = None
    default: Optional[str] = None


@dataclass(frozen=True)
class Table:
    """A table; every one also has `id`, `created_at` and `updated_at`, kept by triggers."""

    name: str
    geometry: Optional[str]
    columns: tuple[Column, ...]
    history: bool = False

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of all columns but geometry and fid, in file order."""
        return ("id", *(c.name for c in self.columns), "created_at", "updated_at")


def _columns(*specs: str) -> tuple[Column, ...]:
    """Read `name[:type][=choices][?default]` specs; `!` behind a boolean means true by default."""
    columns = []
    for spec in specs:
        rest, _, word = spec.partition("?")
        head, _, choices = rest.partition("=")
        name, _, kind = head.partition(":")
        default = "1" if kind.endswith("!") else "0" if kind == "boolean" else f"'{word}'" if word else None
        columns.append(Column(name, kind.rstrip("!") or "text", choices or None, default))
    return tuple(columns)


_SURVEY = _columns(
    "source_id", "layer", "code_system", "code", "text", "text_height:real", "rotation:real",
    "elevation:real", "color", "linetype", "handle", "block", "scale_x:real", "scale_y:real", "attributes",
    "heights", "is_public:boolean", "stray:boolean",
)  # fmt: skip

_TABLES = (
    Table("community", None, _columns(
        "name", "street", "district", "founded", "kind=community_kind", "households:integer",
        "residents:integer", "seniors:integer", "building_groups:integer", "property_manager",
        "owners_committee", "party_branch", "survey_date", "surveyor", "approval_number",
        "approval_exemption", "schema_version:integer",
    ), history=True),
    Table("compound", "MultiPolygon", _columns("name", "prefix", "sort_order:integer"), history=True),
    Table("entrance", "Point", _columns(
        "name", "kind=entrance_kind", "is_main:boolean", "compound_id", "place_id",
    ), history=True),
    Table("building", "MultiPolygon", _columns(
        "label", "building_group", "households:integer", "floors:integer", "structure=structure",
        "compound_id",
    ), history=True),
    Table("survey_source", None, _columns(
        "file", "sha256", "format", "encoding", "crs", "transform", "imported:integer",
        "skipped:integer", "report", "superseded_by",
    )),
    Table("survey_point", "Point", _SURVEY),
    Table("survey_line", "LineString", _SURVEY),
    Table("survey_area", "Polygon", _SURVEY),
    Table("survey_text", "Point", (*_SURVEY, *_columns("h_align=h_align", "v_align=v_align"))),
    Table("place", "Point", _columns(
        "class=class", "kind=kind", "name", "number", "rank:integer", "series", "locked:boolean",
        "status=place_status?existing", "is_public:boolean!", "building_id", "floor", "address",
        "access=access?inside", "floor_area:real", "operator", "note", "source_id", "source_ref",
        "certainty:real", "evidence", "decided_by=decided_by", "rejected:boolean", "part_of", "retired_at",
        "facing:real",
        "survey_change=survey_change",
    ), history=True),
    Table("footprint", "MultiPolygon", _columns("place_id"), history=True),
    Table("numbering", None, _columns("method", "reason", "parameters", "places:integer", "published_at")),
    Table("number_alias", None, _columns("old_number", "place_id", "retired_at")),
    Table("comment", "Point", _columns(
        "serial", "scope=scope", "place_id", "feature_layer", "feature_key_field", "feature_key",
        "kind=comment_kind", "topic=topic", "text", "public_text", "author", "building_group",
        "channel=channel", "language", "consent:boolean", "commented_on", "status=comment_status?received",
        "answer", "answered_at", "duplicate_of", "parent_id", "source", "source_ref",
    ), history=True),
    Table("comment_line", "LineString", _columns("comment_id")),
    Table("comment_area", "Polygon", _columns("comment_id")),
    Table("proposal", "Point", _columns(
        "title", "body", "author", "consent:boolean", "public_text", "channel=channel", "scope=scope",
        "state=proposal_state?submitted", "responsible=responsible", "responsible_body", "measure=measure",
        "cost:real", "expected_effect", "supports:integer", "answer", "answered_at", "merged_into",
        "source", "source_ref",
    ), history=True),
    Table("proposal_place", None, _columns("proposal_id", "place_id")),
    Table("proposal_comment", None, _columns("proposal_id", "comment_id")),
    Table("proposal_feature", None, _columns(
        "proposal_id", "feature_layer", "feature_key_field", "feature_key",
    )),
    Table("history", None, _columns(
        "table_name", "row_id", "changed_at", "author", "field", "old", "new", "reason",
    )),
    Table("attachment", None, _columns(
        "owner_table", "owner_id", "path", "caption", "taken_at", "is_public:boolean",
        "faces_checked:boolean",
    )),
    Table("sheet_setting", None, _columns("key", "value")),
    Table("catalogue_edit", None, _columns("kind", "overrides")),
)  # fmt: skip

TABLES: dict[str, Table] = {table.name: table for table in _TABLES}
