"""Checks of comments: what they speak of, and what of them may be read."""

from __future__ import annotations

import pandas as pd

from ..publication.privacy import mask
from .check import Contents, Found


def _named(comments: pd.DataFrame) -> list[tuple[str, dict[str, object]]]:
    serials = comments["serial"].fillna("").astype(str)
    return [(row, {"serial": serial}) for row, serial in zip(comments["id"], serials)]


def place_missing(contents: Contents) -> Found:
    """Find comments about a place that does not exist."""
    comments = contents.tables["comment"]
    linked = comments["place_id"].notna()
    return _named(comments[linked & ~comments["place_id"].isin(contents.tables["place"]["id"])])


def place_gone(contents: Contents) -> Found:
    """Find comments about a place that was refused or retired."""
    comments, places = contents.tables["comment"], contents.tables["place"]
    gone = places.loc[~places["id"].isin(contents.places["id"]), "id"]
    return _named(comments[comments["place_id"].isin(gone)])


def place_unknown(contents: Contents) -> Found:
    """Find comments about a place that say neither which nor where."""
    comments = contents.tables["comment"]
    shaped = pd.concat([contents.tables[f"comment_{form}"]["comment_id"] for form in ("line", "area")])
    nowhere = (comments.geometry.isna() | comments.geometry.is_empty) & ~comments["id"].isin(shaped)
    about_place = (comments["scope"] == "place") & comments["place_id"].isna()
    return _named(comments[about_place & nowhere & comments["duplicate_of"].isna()])


def personal_data(contents: Contents) -> Found:
    """Find released texts that hold what looks like personal data."""
    comments = contents.tables["comment"]
    released = comments[comments["public_text"].notna()]
    for (row, fields), text in zip(_named(released), released["public_text"]):
        masked = mask(text)
        if masked.text != text:
            yield row, {**fields, "kinds": ", ".join(masked.kinds)}


def without_consent(contents: Contents) -> Found:
    """Find texts released although their author did not agree: they stay unpublished."""
    comments = contents.tables["comment"]
    released = comments["public_text"].fillna("").astype(str).str.strip() != ""
    return _named(comments[released & ~comments["consent"]])
