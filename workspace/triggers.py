"""SQL that a community file carries itself, so that edits in QGIS, QField or ogr2ogr count too."""

from __future__ import annotations

from ..community.schema import TABLES, Table

NOW = "strftime('%Y-%m-%dT%H:%M:%SZ','now')"

REMOVAL_NOTED = f"UPDATE community SET updated_at = {NOW}"
"""What a removal from a table without history does: it is a change of the community at this time."""

_UUID = (
    "lower(hex(randomblob(4)))||'-'||lower(hex(randomblob(2)))||'-4'||substr(lower(hex(randomblob(2))),2)"
    "||'-'||substr('89ab',1+(random()&3),1)||substr(lower(hex(randomblob(2))),2)||'-'||lower(hex(randomblob(6)))"
)


def trigger_names(table: Table) -> list[str]:
    """Return the names of all triggers we put on `table`."""
    events = ("new", "changed", "gone", "history") if table.history else ("new", "changed", "gone")
    return [f"cp_{table.name}_{event}" for event in events]


def removal_trigger(table: Table) -> str:
    """Return the name of the trigger that records removals from `table`."""
    return f"cp_{table.name}_gone"


def drop_triggers() -> list[str]:
    """Return the statements that take our triggers off, as restoring a copy needs."""
    return [f'DROP TRIGGER IF EXISTS "{name}"' for table in TABLES.values() for name in trigger_names(table)]


def create_triggers() -> list[str]:
    """Return the statements that put all triggers on all tables."""
    statements = []
    for table in TABLES.values():
        statements += [_fill_new(table), _stamp_change(table), _note_removal(table)]
        if table.history:
            statements.append(_record_changes(table))
    return statements


def _fill_new(table: Table) -> str:
    return (
        f'CREATE TRIGGER "cp_{table.name}_new" AFTER INSERT ON "{table.name}" '
        "WHEN NEW.id IS NULL OR NEW.id = '' OR NEW.created_at IS NULL OR NEW.updated_at IS NULL BEGIN "
        f"UPDATE \"{table.name}\" SET id = coalesce(nullif(NEW.id, ''), {_UUID}), "
        f"created_at = coalesce(NEW.created_at, {NOW}), updated_at = coalesce(NEW.updated_at, {NOW}) "
        "WHERE fid = NEW.fid; END"
    )


def _stamp_change(table: Table) -> str:
    columns = [column.name for column in table.columns]
    if table.geometry is not None:
        columns.append("geom")
    changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in columns)
    return (
        f'CREATE TRIGGER "cp_{table.name}_changed" AFTER UPDATE OF {_quoted(columns)} ON "{table.name}" '
        f'WHEN {changed} BEGIN UPDATE "{table.name}" SET updated_at = {NOW} WHERE fid = NEW.fid; END'
    )


def _record_changes(table: Table) -> str:
    columns = [column.name for column in table.columns]
    inserts = " ".join(
        "INSERT INTO history (table_name, row_id, changed_at, field, old, new) "
        f"SELECT '{table.name}', NEW.id, {NOW}, '{name}', OLD.\"{name}\", NEW.\"{name}\" "
        f'WHERE OLD."{name}" IS NOT NEW."{name}";'
        for name in columns
    )
    return (
        f'CREATE TRIGGER "cp_{table.name}_history" AFTER UPDATE OF {_quoted(columns)} ON "{table.name}" '
        f"BEGIN {inserts} END"
    )


def _note_removal(table: Table) -> str:
    """Record a removal."""
    note = (
        "INSERT INTO history (table_name, row_id, changed_at, field) "
        f"VALUES ('{table.name}', OLD.id, {NOW}, 'deleted')"
        if table.history
        else REMOVAL_NOTED
    )
    return f'CREATE TRIGGER "{removal_trigger(table)}" AFTER DELETE ON "{table.name}" BEGIN {note}; END'


def _quoted(columns: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
