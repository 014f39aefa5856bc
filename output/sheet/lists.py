"""Lists that a sheet may show: what is lacking by the standards, and the proposals most supported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ...community.catalogue import choices, flagged_words, standards, terms
from ...community.checks.check import Contents
from ...community.checks.gaps import MISSING, TOO_FAR, Gap, gaps
from ...community.publication.privacy import mask

Rows = tuple[tuple[str, ...], ...]

FEWEST = 5
"""Fewer voices than this are not told apart in public (domain.md, personal data)."""
_MOST = 10
_NOT_SHOWN = ("draft", "merged", "returned", "withdrawn")


def gap_rows(
    tables: Mapping[str, Any], kinds: pd.DataFrame, edits: pd.DataFrame, language: str, *, public: bool
) -> Rows:
    """Return what the community lacks: what, how, and by which standard.

    Parameters
    ----------
    tables
        place, footprint, building, compound: all rows, since a place that is not public serves too.
    kinds
        The catalogue with the planner's edits.
    edits
        Rows of `catalogue_edit`, for the standards.
    language
        zh, en or both.
    public
        Whether sizes stay away: they may be those of a place that is not shown.
    """
    contents = Contents(tables, {}, kinds, standards(edits))
    return tuple(_gap_row(gap, language, public) for gap in gaps(contents))


def _gap_row(gap: Gap, language: str, public: bool) -> tuple[str, str, str]:
    words, said = terms(language), gap.fields
    name: Any = said["what"]
    what = f"{name.zh} {name.en}" if language == "both" else str(getattr(name, language))
    if gap.code == MISSING:
        how = words["gap_missing"]
    elif gap.code == TOO_FAR:
        how = words["gap_far"].format(**said)
    else:
        how = words["gap_small"] if public else words["gap_size"].format(**said)
    source: Any = said["source"]
    if not isinstance(source, str):  # with a note in both languages
        source = source.en if language == "en" else source.zh
    return what, how, source


def proposal_rows(proposals: pd.DataFrame, language: str, *, public: bool) -> Rows:
    """Return the proposals with the most supports: rank, title, supports, state.

    On a public sheet only those whose author agreed, with their titles masked, and none with a word
    that no public map may show; few supports are not told exactly.
    """
    rows = proposals[~proposals["state"].isin(_NOT_SHOWN) & proposals["title"].notna()]
    rows = rows[rows["title"].astype(str).str.strip() != ""]
    if public:
        flagged = rows["title"].astype(str).map(lambda title: any(word in title for word in flagged_words()))
        rows = rows[rows["consent"].eq(True) & ~flagged.astype(bool)]
    counts = pd.to_numeric(rows["supports"], errors="coerce").fillna(0)
    ranked = rows.assign(counted=counts).sort_values(
        ["counted", "title", "id"], ascending=[False, True, True]
    )
    return tuple(_proposal_rows(ranked.head(_MOST), language, public))


def _proposal_rows(ranked: pd.DataFrame, language: str, public: bool) -> Iterator[tuple[str, ...]]:
    states = choices("proposal_state").set_index("value")
    for rank, row in enumerate(ranked.itertuples(), start=1):
        title = mask(row.title).text if public else row.title
        state = ""
        if row.state in states.index:
            both = states.loc[row.state]
            state = f"{both['zh']} {both['en']}" if language == "both" else str(both[language])
        yield str(rank), title.strip(), _supports(int(row.counted), language, public), state


def _supports(count: int, language: str, public: bool) -> str:
    if public and 0 < count < FEWEST:
        return terms(language)["fewer_than"].format(count=FEWEST)
    return str(count) if count else ""


def planned(proposals: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return title and the ids of the places of the proposals that are on the table, the oldest first."""
    shown = proposals[~proposals["state"].isin(_NOT_SHOWN)].sort_values(["created_at", "id"])
    places = links.groupby("proposal_id")["place_id"].agg(set)
    titles = shown["title"].fillna("").astype(str).str.strip()
    return pd.DataFrame({"title": titles, "places": [places.get(i, set()) for i in shown["id"]]})


def masked_groups(buildings: Any) -> Any:
    """Return buildings with the names of their groups masked: the allow-list does not know that column."""
    groups = buildings["building_group"].map(lambda name: mask(name).text, na_action="ignore")
    return buildings.assign(building_group=groups)
