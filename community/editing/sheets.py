"""Tables of the catalogue as sheets: exported, edited in a spreadsheet, and taken in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from .. import catalogue
from ..errors import InputError
from .tables import NO, Editable, Field, Row, blank_row, is_own, new_key, titles


def read_sheet(table: Editable, frame: pd.DataFrame, kinds: pd.DataFrame) -> pd.DataFrame:
    """Return a table that somebody wrote or exported as ours are: plain headings, words for names.

    Parameters
    ----------
    table
        One of `TABLES`.
    frame
        Cells of text or None. Headings may be titles in either language, values of a list of choices
        and kinds may be called by their names.
    kinds
        Names en and zh by kind, as in `catalogue.kinds()` with the planner's edits.

    Returns
    -------
    sheet
        Columns called as in `table`, `key` and `applies` as far as there are; others as they were.
    """
    names: dict[str, str] = {}
    for language in ("en", "zh"):
        names.update({title.casefold(): name for name, title in titles(table, language).items()})
    names.pop("", None)
    names.update({name: name for name in ("key", "applies", *table.columns)})
    sheet = frame.rename(columns=lambda heading: names.get(str(heading).strip().casefold(), heading))
    for column in (Field("applies", "yes_no"), *table.fields):
        if column.choices and column.name in sheet.columns:
            values = _values_by_name(column.choices, kinds)
            sheet[column.name] = sheet[column.name].map(lambda text, v=values: _called(text, v))
    return sheet


def kinds_frame(rows: Sequence[Row]) -> pd.DataFrame:
    """Return the names of kinds, en and zh, as `read_sheet` takes them, from rows of their table."""
    cells = {row.key: row.cells for row in rows}
    return pd.DataFrame.from_dict(cells, orient="index", columns=["en", "zh"])


def _values_by_name(choices: str, kinds: pd.DataFrame) -> dict[str, str]:
    own = kinds.rename_axis("value").reset_index()
    listed = own if choices == "kind" else catalogue.choices(choices)
    return {
        str(name).casefold(): str(value)
        for column in ("en", "zh", "value")
        for name, value in zip(listed[column], listed["value"])
    }


def _called(text: object, values: Mapping[str, str]) -> object:
    if not isinstance(text, str):
        return text
    return "|".join(values.get(part.strip().casefold(), part.strip()) for part in text.split("|"))


def merged(table: Editable, before: Sequence[Row], sheet: pd.DataFrame) -> list[Row]:
    """Return the rows of a table with what a sheet says; rows that the sheet lacks stay as they are.

    A row of the sheet without a key that is known is the one that has the same name (of rules: is about
    the same code, words and tags; of holidays: is the same day), else a new one.

    Raises
    ------
    InputError
        `catalogue_columns` when the sheet has no column of this table.
    """
    present = [name for name in table.columns if name in sheet.columns]
    if not present:
        raise InputError("catalogue_columns")
    after = {row.key: row for row in before}
    alike = {_likeness(table, row): row.key for row in reversed(before)}
    for record in sheet.to_dict("records"):
        given = {name: _plain_cell(record[name]) for name in present}
        if not any(given.values()):
            continue
        key = _plain_cell(record.get("key"))
        if key not in after:
            fresh = key if is_own(table, key) else new_key(table, after)
            blank = blank_row(table, fresh)
            written = replace(blank, cells={**blank.cells, **{k: v for k, v in given.items() if v}})
            key = alike.get(_likeness(table, written), fresh)
            after.setdefault(key, written)
            alike.setdefault(_likeness(table, written), key)
        row = after[key]
        applies = _plain_cell(record["applies"]) != NO if "applies" in sheet.columns else row.applies
        after[key] = replace(row, cells={**row.cells, **given}, applies=applies)
    return list(after.values())


def _plain_cell(value: object) -> str:
    """Return a cell's text; the apostrophe that kept it from being a formula goes."""
    text = value.strip() if isinstance(value, str) else ""
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


def _likeness(table: Editable, row: Row) -> tuple[str, ...]:
    about = {"rules": ("system", "code", "words", "osm"), "holidays": ("date",)}
    return tuple(row.cells[name] for name in about.get(table.name, ("zh",)))
