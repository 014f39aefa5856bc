"""The table for the notice board when numbers change: which number a place had, which it has now.

It is public: only places that may go public stand in it, masked as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..catalogue import kind_name, terms
from ..publication.allow_list import public_rows
from ..voices.listing import Listing, natural
from .community import Community, Numbering
from .labels import Labels, compound_prefixes
from .preview import CHANGED, GONE, NEW, SAME, changes

_NONE = "–"


def concordance(community: Community, numbering: Numbering, language: str) -> Listing:
    """Return the rows old number → new number: every old number once, then the new places.

    Parameters
    ----------
    community
        The tables from before the run.
    numbering
        Its outcome.
    language
        zh or en.
    """
    words = terms(language)
    told = {
        CHANGED: words["concordance_changed"], SAME: words["concordance_same"],
        NEW: words["concordance_new"], GONE: words["concordance_gone"],
    }  # fmt: skip
    found = changes(community, numbering)
    public = _public(community)
    rows = []
    for place, old, new, change in zip(found.index, found["old"], found["new"], found["change"]):
        if place in public.index:
            row = public.loc[place]
            rows.append(
                [
                    old or _NONE,
                    new or _NONE,
                    _name(row["name"], row["kind"], language, community.kinds),
                    told[change],
                ]
            )
    rows += [[number, _NONE, _NONE, told[GONE]] for number in _deleted(community, numbering)]
    rows.sort(key=lambda row: (row[0] == _NONE, natural(row[1] if row[0] == _NONE else row[0])))
    columns = ("concordance_old", "concordance_now", "concordance_place", "concordance_note")
    return Listing(words["concordance"], tuple(words[column] for column in columns), rows)


def _public(community: Community) -> pd.DataFrame:
    """Return the places that are public, or were so until they were closed or retired."""
    places = community.places.assign(retired_at=None, status="existing")
    kept = public_rows({"compound": community.compounds, "place": places}, community.kinds)
    return kept["place"].set_index("id")


def _deleted(community: Community, numbering: Numbering) -> Iterator[str]:
    """Yield public numbers whose place is no longer in the file, those of the internal series apart."""
    labels = Labels(compound_prefixes(community.compounds), community.settings)
    internal = tuple(labels.head(compound, "internal") for compound in labels.compounds)
    known = set(community.places["id"])
    for number, place in zip(numbering.aliases["old_number"], numbering.aliases["place_id"]):
        if place not in known and not str(number).startswith(internal):
            yield str(number)


def _name(name: Any, kind: Any, language: str, kinds: pd.DataFrame) -> str:
    return name if isinstance(name, str) and name.strip() else kind_name(str(kind), language, kinds)
