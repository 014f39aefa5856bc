"""A table of the catalogue for a spreadsheet, with titles and names in the language shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ...community import catalogue
from ...community.editing.tables import NO, YES, Editable, Row, titles
from ...community.voices.listing import Listing
from .listings import check_format, write_listing

_WRITTEN = "2000-01-01T00:00:00Z"  # the same table gives the same bytes


def write_catalogue(
    table: Editable,
    rows: Sequence[Row],
    kinds: Mapping[str, str],
    target: Path,
    *,
    language: str,
    community: str,
) -> None:
    """Write a table of the catalogue; `community.editing.sheets` reads it again.

    Parameters
    ----------
    table, rows
        What to write, rows that are switched off among them.
    kinds
        Kind → its name.
    target
        A .csv or .xlsx.
    language
        zh or en: of titles and names.
    community
        Its name, which stands above the table of a workbook.

    Raises
    ------
    OutputError
        `output_format`; as `write_bytes`.
    """
    check_format(target, (".csv", ".xlsx"))
    names = titles(table, language)
    columns = ["key", "applies", *table.columns]
    named = {
        field.name: kinds if field.choices == "kind" else _names(field.choices, language)
        for field in table.fields
        if field.choices
    }
    cells = [
        [row.key, _names("yes_no", language)[YES if row.applies else NO]]
        + [_called(row.cells[name], named.get(name)) for name in table.columns]
        for row in rows
    ]
    listing = Listing(names[""], tuple(names[column] for column in columns), cells)
    write_listing(listing, community, target, _WRITTEN)


def _names(choices: str, language: str) -> dict[str, str]:
    listed = catalogue.choices(choices)
    return dict(zip(listed["value"], listed[language]))


def _called(text: str, names: Mapping[str, str] | None) -> str:
    if names is None:
        return text
    return "|".join(names.get(part, part) for part in text.split("|"))
