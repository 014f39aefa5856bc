"""How the tables point to one another, as the project's relations; links use `id`, never fid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qgis.core import QgsRelation, QgsRelationContext

# parent → children with the column that points to the parent
RELATIONS: tuple[tuple[str, str, str], ...] = (
    ("place", "footprint", "place_id"),
    ("place", "comment", "place_id"),
    ("place", "proposal_place", "place_id"),
    ("place", "number_alias", "place_id"),
    ("building", "place", "building_id"),
    ("compound", "building", "compound_id"),
    ("compound", "entrance", "compound_id"),
    ("comment", "comment_line", "comment_id"),
    ("comment", "comment_area", "comment_id"),
    ("comment", "proposal_comment", "comment_id"),
    ("proposal", "proposal_place", "proposal_id"),
    ("proposal", "proposal_comment", "proposal_id"),
    ("comment", "attachment", "owner_id"),
    ("proposal", "attachment", "owner_id"),
)
# How a row is called where another one points to it: expressions over its own columns.
NAMES: Mapping[str, str] = {
    "place": "trim(coalesce(\"number\", '') || ' ' || coalesce(nullif(\"name\", ''), "
    "represent_value(\"kind\"), ''))",
    "building": 'coalesce("label", "building_group", "id")',
    "compound": 'coalesce("name", "id")',
    "comment": "coalesce(\"serial\" || ': ', '') || left(coalesce(\"text\", ''), 30)",
    "proposal": 'coalesce("title", "id")',
}


def relation_id(parent: str, child: str, column: str) -> str:
    """Return the id of a relation in the project."""
    return f"{parent}_{child}_{column}"


def relation_to(table: str, column: str) -> str | None:
    """Return the id of the only relation by which a column points to another table."""
    found = [relation_id(*row) for row in RELATIONS if row[1:] == (table, column)]
    return found[0] if len(found) == 1 else None


def relate(project: Any, layers: Mapping[str, Any]) -> None:
    """Put the relations into a project, named like the tables they lead to; present ones are replaced."""
    for relation in _relations(layers, QgsRelationContext(project)):
        project.relationManager().addRelation(relation)
    for table, expression in NAMES.items():
        layers[table].setDisplayExpression(expression)


def relations_of(project: Any, table: str) -> list[Any]:
    """Return the relations from a table to its children."""
    manager = project.relationManager()
    return [manager.relation(relation_id(*row)) for row in RELATIONS if row[0] == table]


def _relations(layers: Mapping[str, Any], context: Any) -> Iterator[Any]:
    for parent, child, column in RELATIONS:
        relation = QgsRelation(context)
        relation.setId(relation_id(parent, child, column))
        relation.setName(layers[child].name())
        relation.setReferencedLayer(layers[parent].id())
        relation.setReferencingLayer(layers[child].id())
        relation.addFieldPair(column, "id")
        yield relation
