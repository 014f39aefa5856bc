"""Comments and proposals as tables that leave the community: allow-listed columns, masked texts.

What somebody wrote is masked always; pseudonyms go only where they are asked for. Columns
that are not listed here stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import geopandas as gpd
import pandas as pd

from ..catalogue import choices, field_titles, kind_name, terms
from ..publication.privacy import MASK, PSEUDONYM, mask
from ..schema import TABLES

_PLAIN: Mapping[str, tuple[str, ...]] = {
    "comment": (
        "serial", "place_number", "place_name", "building", "scope", "kind", "topic", "text", "public_text",
        "building_group", "channel", "consent", "commented_on", "status", "answer", "answered_at", "author",
        "id",
    ),
    "proposal": (
        "source_ref", "title", "body", "place_number", "scope", "responsible", "responsible_body", "measure",
        "cost", "expected_effect", "supports", "channel", "consent", "state", "answer", "answered_at",
        "author", "id",
    ),
}  # fmt: skip
"""Columns that leave, in their order; `author` only where pseudonyms were asked for."""

_WRITTEN = (
    "serial", "source_ref", "title", "body", "text", "public_text", "expected_effect", "answer",
    "responsible_body", "place_name", "building", "building_group",
)  # fmt: skip
_TITLES = {
    "place_number": "voices_place_number",
    "place_name": "voices_place_name",
    "building": "voices_building",
    "text": "voices_text",
    "source_ref": "voices_serial",
    "body": "voices_body",
}


@dataclass(frozen=True)
class Listing:
    """A table ready to be written.

    Parameters
    ----------
    title
        Printed above it.
    columns
        Headings.
    rows
        Text, number or None for each heading.
    points
        Where each row is, in the community's CRS, or None; empty where that is not told.
    """

    title: str
    columns: tuple[str, ...]
    rows: list[list[Any]]
    points: Sequence[Any] = ()


@dataclass(frozen=True)
class Voices:
    """The tables of a community that listings are made from, and its kinds of places."""

    comments: gpd.GeoDataFrame
    proposals: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    proposal_places: pd.DataFrame
    proposal_comments: pd.DataFrame
    kinds: pd.DataFrame


def plain_listing(voices: Voices, table: str, language: str, *, authors: bool) -> Listing:
    """List all comments or proposals, one a row.

    Parameters
    ----------
    table
        comment or proposal.
    language
        zh or en.
    authors
        Whether pseudonyms go along, in their column and in texts.

    Returns
    -------
    listing
        Ordered by serial; points are those of places and buildings: a comment's own position may be
        somebody's window.
    """
    rows = with_subjects(voices, table, language)
    columns = [name for name in _PLAIN[table] if authors or name != "author"]
    shown = {name: _shown(rows, table, name, language, authors=authors) for name in columns}
    return Listing(
        title_of(table, None, language),
        tuple(title_of(table, name, language) for name in columns),
        [list(row) for row in zip(*shown.values())],
        list(rows["point"]),
    )


def with_subjects(voices: Voices, table: str, language: str) -> pd.DataFrame:
    """Return comments or proposals, by serial, with place_number, place_name, building and point."""
    rows = pd.DataFrame(voices.comments if table == "comment" else voices.proposals).copy()
    serial = "serial" if table == "comment" else "source_ref"
    keys = [(natural(text), row_id) for text, row_id in zip(rows[serial], rows["id"])]
    rows = rows.iloc[sorted(range(len(rows)), key=keys.__getitem__)].reset_index(drop=True)
    places = voices.places.set_index("id")
    about = _places_of(voices, rows, table)
    labels = voices.buildings.set_index("id")
    built = [key if layer == "building" and key in labels.index else None for layer, key in _features(rows)]
    texts = {
        "place_number": ["、".join(filled(places["number"].reindex(ids))) or None for ids in about],
        "place_name": [
            "、".join(_names(places.reindex(ids), language, voices.kinds)) or None for ids in about
        ],
        "building": [labels["label"].get(key) for key in built],
    }
    # As objects: pandas 3 would turn the None of a column of texts into NaN.
    rows = rows.assign(**{name: pd.Series(values, dtype=object) for name, values in texts.items()})
    rows["place_rank"] = [
        int(places["rank"].reindex(ids[:1]).fillna(10**9).sum()) if ids else 10**9 for ids in about
    ]
    rows["point"] = [_point(places, labels, ids, key) for ids, key in zip(about, built)]
    return rows


def _features(rows: pd.DataFrame) -> Iterable[tuple[Any, Any]]:
    if "feature_layer" not in rows:
        return [(None, None)] * len(rows)
    return zip(rows["feature_layer"], rows["feature_key"])


def _places_of(voices: Voices, rows: pd.DataFrame, table: str) -> list[list[str]]:
    known = set(voices.places["id"])
    if table == "comment":
        return [[place] if place in known else [] for place in rows["place_id"]]
    links = voices.proposal_places[voices.proposal_places["place_id"].isin(known)]
    by_proposal = links.groupby("proposal_id", sort=False)["place_id"].agg(list)
    return [list(by_proposal.get(row_id, [])) for row_id in rows["id"]]


def _names(places: pd.DataFrame, language: str, kinds: pd.DataFrame) -> list[str]:
    pairs = zip(places["name"], places["kind"])
    return [name if isinstance(name, str) else kind_name(str(kind), language, kinds) for name, kind in pairs]


def _point(places: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, ids: Sequence[str], key: Any) -> Any:
    if ids:
        return places.geometry.loc[ids[0]]
    shape = buildings.geometry.loc[key] if key is not None else None
    return shape.representative_point() if shape is not None else None


def filled(values: Iterable[Any]) -> list[str]:
    """Return the texts among values."""
    return [value for value in values if isinstance(value, str) and value]


def natural(text: Any) -> tuple[Any, ...]:
    """Return what sorts A-2 before A-10, and rows without a text last."""
    if not isinstance(text, str):
        return ((2, 0, ""),)
    parts = re.findall(r"\d+|\D+", unicodedata.normalize("NFKC", text))
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def title_of(table: str, column: Optional[str], language: str) -> str:
    """Return the title of a table, or of one of its columns."""
    if column in _TITLES:
        return terms(language)[_TITLES[column]]
    titles = field_titles()
    found = titles[(titles["table"] == table) & (titles["column"] == (column or ""))]
    return str(found[language].iloc[0])


def word(list_name: str, value: Any, language: str) -> str | None:
    """Return the name of a choice; a value that is in no list is its own name."""
    if not isinstance(value, str):
        return None
    table = choices(list_name).set_index("value")
    return str(table.loc[value, language]) if value in table.index else value


def written(text: Any, *, authors: bool) -> str | None:
    """Return what somebody wrote as it may leave: masked, and without pseudonyms unless asked for."""
    if not isinstance(text, str):
        return None
    masked = mask(text).text
    return masked if authors else PSEUDONYM.sub(MASK, masked)


def _shown(rows: pd.DataFrame, table: str, name: str, language: str, *, authors: bool) -> list[Any]:
    lists = {column.name: column.choices for column in TABLES[table].columns if column.choices}
    if name in lists:
        return [word(str(lists[name]), value, language) for value in rows[name]]
    if name in _WRITTEN:
        return [written(text, authors=authors) for text in rows[name]]
    if name == "consent":
        answers = terms(language)["no"], terms(language)["yes"]
        return [answers[bool(value)] for value in rows[name]]
    return [None if pd.isna(value) else value for value in rows[name]]
