"""What is wrong in the tables that a planner edits, cell by cell, before anything is saved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from math import inf, isinf

from .. import catalogue
from ..errors import InputError
from .tables import Editable, Field, Row

KEY = "key"
Problems = dict[tuple[str, str], InputError]
"""(key of the row, column) → what is wrong with the cell."""

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_TAG = re.compile(r"[^=+|\s][^=+|]*=[^=+|]+(\+[^=+|]+=[^=+|]+)*")


def problems(table: Editable, rows: Sequence[Row], kinds: Collection[str]) -> Problems:
    """Return what is wrong with the rows of a table that apply.

    Parameters
    ----------
    table
        One of `tables.TABLES`.
    rows
        All rows, as a planner left them.
    kinds
        The kinds there are, those that are not saved yet among them.

    Returns
    -------
    problems
        The first one of each cell: `cell_empty`, `cell_choice`, `cell_number`, `cell_kind`, `cell_tag`,
        `cell_taken` (another kind has the word or tag), `cell_word`, `cell_twice`, `rule_of_nothing`,
        `rule_to_nothing`, `cell_alone`, `cell_date`.
    """
    found: Problems = {}
    applying = [row for row in rows if row.applies]
    for row in applying:
        for field in table.fields:
            for error in _in_cell(field, row, kinds):
                found.setdefault((row.key, field.name), error)
    for key, column, error in _between(table, applying):
        found.setdefault((key, column), error)
    return found


def _in_cell(field: Field, row: Row, kinds: Collection[str]) -> Iterator[InputError]:
    text = row.cells[field.name].strip()
    if not text:
        if field.needed:
            yield InputError("cell_empty")
        return
    parts = parts_of(text) if field.several else [text]
    if field.choices:
        known = kinds if field.choices == "kind" else _values_of(field.choices)
        code = "cell_kind" if field.choices == "kind" else "cell_choice"
        yield from (InputError(code, value=part) for part in parts if part not in known)
    if field.least is not None and not _is_number(text, field.least, field.most):
        most = "∞" if isinf(field.most) else f"{field.most:g}"
        yield InputError("cell_number", value=text, least=f"{field.least:g}", most=most)
    if field.name == "osm":
        yield from (InputError("cell_tag", value=part) for part in parts if not _TAG.fullmatch(part))
    if field.name == "date" and not _is_day(text):
        yield InputError("cell_date", value=text)
    if field.name == "alone" and text != "no" and not _is_number(text, 0, inf):
        yield InputError("cell_alone", value=text)


@lru_cache(maxsize=16)
def _values_of(choices: str) -> frozenset[str]:
    return frozenset(catalogue.choices(choices)["value"])


def parts_of(text: str) -> list[str]:
    """Return the values of a cell that holds several."""
    return [part.strip() for part in text.split("|") if part.strip()]


def _is_number(text: str, least: float, most: float) -> bool:
    try:
        return least <= float(text) <= most
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _between(table: Editable, rows: Sequence[Row]) -> Iterator[tuple[str, str, InputError]]:
    """Yield what is wrong with a row as a whole, or with two rows together."""
    if table.name == "kinds":
        yield from _of_keys(rows)
        yield from _taken(rows, "words")
        yield from _taken(rows, "osm")
    elif table.name == "holidays":
        days = Counter(row.cells["date"].strip() for row in rows)
        for row in rows:
            day = row.cells["date"].strip()
            if days[day] > 1 and row.shipped is None:
                yield row.key, "date", InputError("cell_twice", value=day)
    elif table.name == "rules":
        for row in rows:
            if not any(row.cells[name].strip() for name in ("code", "words", "osm")):
                yield row.key, "code", InputError("rule_of_nothing")
            elif not row.cells["kind"] and not (row.cells["code"] and row.cells["role"]):
                yield row.key, "kind", InputError("rule_to_nothing")


def _of_keys(rows: Sequence[Row]) -> Iterator[tuple[str, str, InputError]]:
    count = Counter(row.key for row in rows)
    for row in rows:
        if row.shipped is None and not _WORD.fullmatch(row.key):
            yield row.key, KEY, InputError("cell_word", value=row.key)
        if count[row.key] > 1:
            yield row.key, KEY, InputError("cell_twice", value=row.key)


def _taken(rows: Sequence[Row], column: str) -> Iterator[tuple[str, str, InputError]]:
    """Yield the cells of kinds with a word or tag that an earlier kind has: it can suggest one only."""
    owner: dict[str, Row] = {}
    ordered = sorted(rows, key=lambda row: column in row.changed or row.shipped is None)
    for row in ordered:
        for part in parts_of(row.cells[column]):
            other = owner.setdefault(part.rstrip("?"), row)
            if other is not row:
                yield row.key, column, InputError("cell_taken", value=part, **_named(other.cells))


def _named(values: Mapping[str, str]) -> dict[str, object]:
    return {"zh": values["zh"], "en": values["en"]}
