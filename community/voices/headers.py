"""Which column of a table means what: suggested from its headings, overridden by the user.

The words are data (`resources/catalogues/headers.csv`), Chinese and English, of clerks'
forms, 问卷星, KoboToolbox/ODK and Decidim exports. A heading is first looked up whole, then
searched for the words that may stand anywhere in it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from ..catalogue import choices, headers
from ..errors import InputError
from .positions import GEOPOINT, GEOTRACE

_NUMBERED = re.compile(r"^(?:q|第)?\s*\d{1,3}\s*(?:题)?\s*[.、,,:：)]\s*", re.IGNORECASE)
_REMARK = re.compile(r"[((\[【][^))\]】]*[))\]】]")
_NOT_PROSE = re.compile(r"[-+\d\s.,:;/TZ%]*|(uuid:)?[0-9a-fA-F-]{32,36}|https?://\S+|[\w.+-]+@[\w.-]+")
_MACHINE = re.compile(
    r"^_|^(start|end|today|deviceid|subscriberid|simserial|phonenumber|username|instance\w*)$"
)


@lru_cache(maxsize=1)
def private_fields() -> tuple[str, ...]:
    """Return the fields whose values never enter the community file."""
    rules = headers()
    return tuple(rules.loc[rules["table"] == "private", "field"])


def suggest(cells: pd.DataFrame, table: str) -> dict[str, str]:
    """Return field → heading, as far as the headings (and for positions the cells) tell.

    Parameters
    ----------
    cells
        Text cells of a table.
    table
        comment or proposal.

    Returns
    -------
    mapping
        Fields of `headers.csv`; each heading at most once. For comments whose text no heading
        names, the only column of prose is taken.
    """
    rules = headers()
    rules = rules[rules["table"].isin([table, "both", "private"])]
    mapping = _whole(rules, cells.columns)
    _within(rules, cells.columns, mapping)
    _by_content(cells, mapping, table)
    if table == "comment":
        _tell_kind_from_topic(cells, mapping)
        prose = _prose_columns(cells, mapping)
        if "text" not in mapping and len(prose) == 1:
            mapping["text"] = prose[0]
    return mapping


def override(mapping: Mapping[str, str], text: str, cells: pd.DataFrame, table: str) -> dict[str, str]:
    """Lay the user's MAPPING over the suggested one.

    Parameters
    ----------
    text
        JSON object field → heading (or heading → field); an empty heading leaves the field unread.

    Raises
    ------
    InputError
        `mapping_unreadable`, `mapping_unknown_field`, `mapping_unknown_heading`.
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("mapping_unreadable", problem=str(error)) from error
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise InputError("mapping_unreadable", problem="not an object of texts")
    rules = headers()
    fields = set(rules.loc[rules["table"].isin([table, "both", "private"]), "field"])
    if not set(given) <= fields and set(given.values()) <= fields:
        given = {field: heading for heading, field in given.items()}
    for field, heading in given.items():
        if field not in fields:
            raise InputError("mapping_unknown_field", field=field, known=", ".join(sorted(fields)))
        if heading and heading not in cells.columns:
            raise InputError("mapping_unknown_heading", heading=heading, known=", ".join(cells.columns))
    taken = set(given.values())
    kept = {
        field: heading for field, heading in mapping.items() if heading not in taken and field not in given
    }
    return {**kept, **{field: heading for field, heading in given.items() if heading}}


def _plain(heading: str) -> str:
    """Return a heading as it is looked up: `1、您的姓名(必填):` is 您的姓名."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = _NUMBERED.sub("", text)
    return " ".join(_REMARK.sub("", text).strip(" *:?。").split()) or text


def _forms(heading: str) -> list[str]:
    """Return what a heading may be looked up as; Kobo writes `group/question`."""
    text = _plain(heading)
    whole = " ".join(unicodedata.normalize("NFKC", heading).casefold().split())
    return list(dict.fromkeys([whole, text, text.rpartition("/")[2]]))


def _whole(rules: pd.DataFrame, headings: Iterable[str]) -> dict[str, str]:
    forms = {heading: _forms(heading) for heading in headings}
    mapping: dict[str, str] = {}
    for field, words in zip(rules["field"], rules["headers"]):
        for word in words.split("|"):
            found = [h for h in forms if word in forms[h] and h not in mapping.values()]
            if found and field not in mapping:
                mapping[field] = found[0]
    return mapping


def _within(rules: pd.DataFrame, headings: Iterable[str], mapping: dict[str, str]) -> None:
    for field, words in zip(rules["field"], rules["within"]):
        if field in mapping or not words:
            continue
        for heading in headings:
            if heading not in mapping.values() and any(word in _plain(heading) for word in words.split("|")):
                mapping[field] = heading
                break


def _by_content(cells: pd.DataFrame, mapping: dict[str, str], table: str) -> None:
    """Find columns of ODK positions, whatever the form calls them."""
    if "point" not in mapping and not {"lon", "lat"} <= mapping.keys():
        _take(cells, mapping, "point", lambda text: bool(GEOPOINT.fullmatch(text)))
    if table == "comment":
        _take(cells, mapping, "area", lambda text: _is_trace(text, closed=True))
        _take(cells, mapping, "line", lambda text: _is_trace(text, closed=False))


def _take(cells: pd.DataFrame, mapping: dict[str, str], field: str, fits: Any) -> None:
    if field in mapping:
        return
    for heading in cells.columns:
        values = cells[heading].dropna()
        if heading not in mapping.values() and len(values) and values.map(fits).all():
            mapping[field] = heading
            return


def _is_trace(text: str, *, closed: bool) -> bool:
    if not GEOTRACE.fullmatch(text):
        return False
    corners = [" ".join(corner.split()[:2]) for corner in text.strip("; ").split(";")]
    return (len(corners) > 3 and corners[0] == corners[-1]) is closed


def _tell_kind_from_topic(cells: pd.DataFrame, mapping: dict[str, str]) -> None:
    """Decide by its words whether a column called 类别 holds kinds or topics."""
    fields = [field for field in ("kind", "topic") if field in mapping]
    if len(fields) != 1:
        return
    heading = mapping[fields[0]]
    values = set(cells[heading].dropna().str.casefold())
    known = {
        field: len(values & _words(list_name))
        for field, list_name in (("kind", "comment_kind"), ("topic", "topic"))
    }
    better = max(known, key=lambda field: (known[field], field == fields[0]))
    del mapping[fields[0]]
    mapping[better] = heading


def _words(list_name: str) -> set[str]:
    table = choices(list_name)
    return {str(word).casefold() for column in ("value", "en", "zh") for word in table[column]}


def _prose_columns(cells: pd.DataFrame, mapping: Mapping[str, str]) -> list[str]:
    """Return the columns, not mapped yet, in which people wrote: no numbers, times, keys or links."""
    return [
        heading
        for heading in cells.columns
        if heading not in mapping.values()
        and not _MACHINE.search(_plain(heading))
        and _is_prose(cells[heading])
    ]


def _is_prose(column: pd.Series) -> bool:
    values = column.dropna()
    return bool(len(values)) and not values.map(lambda text: bool(_NOT_PROSE.fullmatch(text))).any()
