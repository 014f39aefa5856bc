"""The form in which clerks type in what stands on paper: dropdowns of places, buildings and choices.

`importcomments` reads it again by its headings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import geopandas as gpd
import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ...community.catalogue import choices, kind_name, terms
from ...community.publication.privacy import mask
from ...community.voices.listing import natural, title_of
from .workbook import BORDER, put, put_heading, put_title

ROWS = 300
_HEADING_ROW = 3
_COLUMNS = (
    ("serial", 8),
    ("place_number", 22),
    ("building", 10),
    ("kind", 10),
    ("topic", 12),
    ("text", 56),
    ("channel", 12),
    ("commented_on", 14),
    ("consent", 10),
    ("public_text", 40),
    ("person_name", 12),
    ("person_phone", 16),
)
_WORDS = {"person_name": "voices_person_name", "person_phone": "voices_person_phone"}


def entry_form(
    places: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, kinds: pd.DataFrame, title: str, language: str
) -> Workbook:
    """Return an empty form for a community.

    Parameters
    ----------
    places
        In the order of their numbers; those without a number and those that are gone are left out.
    buildings
        Offered by their labels.
    kinds
        With the planner's edits: a place without a name is called by its kind.
    title
        The community's name.
    language
        zh or en.
    """
    words = terms(language)
    book = Workbook()
    sheet = book.active
    sheet.title = words["entry_form"][:31]
    put_title(sheet["A1"], f"{title} {words['entry_form']}")
    put(sheet["A2"], words["entry_hint"])
    sheet["A2"].font = Font(italic=True)
    lists = book.create_sheet("lists")
    lists.sheet_state = "hidden"
    offered = _offered(places, buildings, kinds, language)
    for at, (name, width) in enumerate(_COLUMNS, start=1):
        put_heading(sheet.cell(_HEADING_ROW, at), _heading(name, language))
        sheet.column_dimensions[get_column_letter(at)].width = width
        _ruled(sheet, at)
        if name in offered:
            _offer(sheet, lists, at, offered[name])
    sheet.freeze_panes = sheet.cell(_HEADING_ROW + 1, 1)
    return book


def _ruled(sheet: Worksheet, column: int) -> None:
    for row in range(_HEADING_ROW + 1, _HEADING_ROW + 1 + ROWS):
        cell = sheet.cell(row, column)
        cell.border = BORDER
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        # As text, a serial 007 and a telephone number stay what they are.
        cell.number_format = "@"


def _offer(sheet: Worksheet, lists: Worksheet, column: int, words: Sequence[str]) -> None:
    """Give a column a dropdown; anything else may be typed all the same."""
    letter = get_column_letter(column)
    for row, word in enumerate(words, start=1):
        put(lists.cell(row, column), word)
    source = f"{lists.title}!${letter}$1:${letter}${len(words)}"
    validation = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
    validation.add(f"{letter}{_HEADING_ROW + 1}:{letter}{_HEADING_ROW + ROWS}")
    sheet.add_data_validation(validation)


def _heading(name: str, language: str) -> str:
    return terms(language)[_WORDS[name]] if name in _WORDS else title_of("comment", name, language)


def _offered(
    places: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, kinds: pd.DataFrame, language: str
) -> dict[str, list[str]]:
    words = terms(language)
    present = places[places["number"].notna() & places["retired_at"].isna()]
    rows = zip(present["number"], present["name"], present["kind"])
    named = [f"{number} {_name(name, kind, language, kinds)}" for number, name, kind in rows]
    labels = sorted({mask(label).text for label in buildings["label"] if isinstance(label, str)}, key=natural)
    same = [words["entry_same"]]
    return {
        "place_number": [words["entry_whole"], *same, *named],
        "building": [*labels, *same],
        "kind": [*_names("comment_kind", language), *same],
        "topic": [*_names("topic", language), *same],
        "channel": [*_names("channel", language), *same],
        "consent": [words["yes"], words["no"]],
    }


def _name(name: object, kind: object, language: str, kinds: pd.DataFrame) -> str:
    return mask(name).text if isinstance(name, str) else kind_name(str(kind), language, kinds)


def _names(list_name: str, language: str) -> Iterable[str]:
    return [str(word) for word in choices(list_name)[language]]
