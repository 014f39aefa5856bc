"""The tables of the catalogue that a planner may change: kinds, rules of marking, standards, holidays.

A row is text, as it stands in the CSV files that ship. Changes lie in the community's table
`catalogue_edit`: a key and the columns that differ, as JSON. So an upgrade of what ships reaches
every row and column that nobody changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Optional

import pandas as pd

from .. import catalogue

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Field:
    """A column of a table: its name, and which values it takes.

    Parameters
    ----------
    name
        As in the CSV file; its titles stand in `fields.csv`.
    choices
        A list of `catalogue.choices`; `kind` stands for the kinds of the community.
    several
        Values joined by `|`.
    least, most
        Bounds of a number; None for a text.
    needed
        Whether it may not be empty.
    own_only
        Only rows that a planner added have it.
    """

    name: str
    choices: str = ""
    several: bool = False
    least: Optional[float] = None
    most: float = float("inf")
    needed: bool = False
    own_only: bool = False


@dataclass(frozen=True)
class Editable:
    """A table that a planner may change.

    Parameters
    ----------
    name
        kinds, rules, standards or holidays.
    fields
        Its columns without the key.
    blank
        What a row that is added starts from.
    """

    name: str
    fields: tuple[Field, ...]
    blank: Mapping[str, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns without the key."""
        return tuple(f.name for f in self.fields)


TABLES: Mapping[str, Editable] = MappingProxyType(
    {
        "kinds": Editable("kinds", (
            Field("zh", needed=True), Field("en", needed=True), Field("class", "class", needed=True),
            Field("numbering", "kind_numbering", needed=True), Field("internal", "yes_no", needed=True),
            Field("words", several=True), Field("osm", several=True), Field("pictogram"),
        ), {"class": "facility", "numbering": "each", "internal": YES}),
        "rules": Editable("rules", (
            Field("system"), Field("code"), Field("words", several=True, own_only=True),
            Field("osm", several=True, own_only=True), Field("kind", "kind"), Field("role", "code_role"),
            Field("certainty", least=0, most=1), Field("alone"), Field("name"), Field("note"),
        ), {}),
        "standards": Editable("standards", (
            Field("zh", needed=True), Field("en", needed=True), Field("level", "standard_level", needed=True),
            Field("kinds", "kind", several=True, needed=True), Field("radius", least=0),
            Field("minimum", least=0), Field("of", "standard_of"), Field("source", needed=True),
            Field("checked", "standard_checked"),
        ), {"of": "ground"}),
        "holidays": Editable("holidays", (
            Field("date", needed=True), Field("day", "day_kind", needed=True), Field("name"), Field("source"),
        ), {"day": "holiday"}),
    }
)  # fmt: skip
_PREFIXES: Mapping[str, str] = MappingProxyType(
    {"rules": catalogue.RULE, "standards": catalogue.STANDARD, "holidays": catalogue.HOLIDAY}
)
"""Table → how the key of a row that a planner added begins; a kind's is its word."""


@dataclass(frozen=True)
class Row:
    """A row of a table as a planner sees it.

    Parameters
    ----------
    key
        What an edit of it is called in `catalogue_edit`: the kind's word, `standard:ID`, `holiday:DATE`,
        `code:SYSTEM:CODE` for a code that ships, `rule:NUMBER` for a rule of one's own.
    cells
        Column → text, all columns of the table.
    shipped
        The cells that ship; None for a row that a planner added.
    applies
        False for a row that is switched off.
    """

    key: str
    cells: Mapping[str, str]
    shipped: Optional[Mapping[str, str]] = field(default=None, repr=False)
    applies: bool = True

    @property
    def changed(self) -> tuple[str, ...]:
        """Columns that differ from what ships; none for a row that a planner added."""
        if self.shipped is None:
            return ()
        return tuple(name for name, value in self.cells.items() if value != self.shipped[name])

    @property
    def state(self) -> str:
        """Return `own`, `off`, `changed` or `shipped`."""
        if not self.applies:
            return "off"
        if self.shipped is None:
            return "own"
        return "changed" if self.changed else "shipped"

    def restored(self) -> Row:
        """Return the row as it ships."""
        return self if self.shipped is None else replace(self, cells=self.shipped, applies=True)


def rows(table: Editable, edits: pd.DataFrame) -> list[Row]:
    """Return the rows of a table with a planner's edits, those that ship first.

    Parameters
    ----------
    table
        One of `TABLES`.
    edits
        Rows of `catalogue_edit`: kind, overrides. What is unreadable counts as no change.
    """
    found = {key: Row(key, values, values) for key, values in _shipped(table).items()}
    for key, text in zip(edits["kind"], edits["overrides"]):
        if not isinstance(key, str) or (key not in found and not is_own(table, key)):
            continue
        overrides = catalogue.overrides_of(text)
        row = found.get(key) or _own_row(table, key)
        given = {name: as_text(value) for name, value in overrides.items() if name in table.columns}
        applies = overrides.get("applies", row.applies) is not False
        found[key] = replace(row, cells={**row.cells, **given}, applies=applies)
    return list(found.values())


def blank_row(table: Editable, key: str) -> Row:
    """Return a row to be filled in."""
    return Row(key, {**dict.fromkeys(table.columns, ""), **table.blank})


def _own_row(table: Editable, key: str) -> Row:
    """Return what an edit that adds a row starts from: a kind without a name is called by its word."""
    row = blank_row(table, key)
    return replace(row, cells={**row.cells, "zh": key, "en": key}) if table.name == "kinds" else row


def changes(table: Editable, before: Sequence[Row], after: Sequence[Row]) -> dict[str, Optional[str]]:
    """Return what `catalogue_edit` has to hold: its key → overrides as JSON, None to delete the row.

    Rows that are the same in both are left out: nothing is written anew that nobody changed.
    """
    old = {row.key: row for row in before}
    new = {row.key: row for row in after}
    wanted: dict[str, Optional[str]] = {}
    for key in [*new, *(key for key in old if key not in new)]:
        if new.get(key) != old.get(key):
            wanted[key] = _overrides(table, new[key]) if key in new else None
    return wanted


def new_key(table: Editable, taken: Iterable[str]) -> str:
    """Return a key for a row that is added: a number for a rule, else a word with one."""
    known = set(taken)
    prefix = _PREFIXES.get(table.name, "kind_")
    stem = prefix if table.name in ("kinds", "rules") else f"{prefix}own_"
    return next(key for at in range(1, len(known) + 2) if (key := f"{stem}{at}") not in known)


def as_text(value: object) -> str:
    """Return a value of an edit as a cell shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, (list, tuple)):
        return "|".join(as_text(part) for part in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def titles(table: Editable, language: str) -> dict[str, str]:
    """Return the titles of the columns, that of the key as `key`, of the table itself under an empty name."""
    names = catalogue.field_titles()
    own = names[names["table"] == table.name]
    return {str(column): str(title) for column, title in zip(own["column"], own[language])}


def _shipped(table: Editable) -> dict[str, dict[str, str]]:
    if table.name == "rules":
        keyed = [(f"{catalogue.CODE}{r['system']}:{r['code']}", r) for r in catalogue.rows_of("codes")]
    elif table.name == "standards":
        keyed = [(f"{catalogue.STANDARD}{r['id']}", r) for r in catalogue.rows_of("standards")]
    elif table.name == "holidays":
        keyed = [(f"{catalogue.HOLIDAY}{r['date']}", r) for r in catalogue.rows_of("holidays")]
    else:
        keyed = [(r["kind"], r) for r in catalogue.rows_of("kinds")]
    return {key: {name: row.get(name, "") for name in table.columns} for key, row in keyed}


def is_own(table: Editable, key: str) -> bool:
    """Tell whether an edit adds a row to a table."""
    if table.name == "kinds":
        return bool(key) and not key.startswith(catalogue.NOT_KINDS)
    return key.startswith(_PREFIXES[table.name])


def _overrides(table: Editable, row: Row) -> Optional[str]:
    """Return the JSON of a row's edit: the cells that differ; None when none do of a row that ships."""
    start = row.shipped if row.shipped is not None else _own_row(table, row.key).cells
    wanted: dict[str, object] = {name: text for name, text in row.cells.items() if text != start[name]}
    if not row.applies:
        wanted["applies"] = False
    if row.shipped is not None and not wanted:
        return None
    return json.dumps(wanted, ensure_ascii=False)
