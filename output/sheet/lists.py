"""Lists that a sheet may show: what is lacking by the standards, and proposals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ...community.catalogue import choices, standards, terms
from ...community.checks.check import Contents
from ...community.checks.gaps import MISSING, TOO_FAR, Gap, gaps
from ...community.publication.allow_list import FEWEST, OFF_THE_TABLE
from ...community.voices.proposals import PUBLIC_STATES

Rows = tuple[tuple[str, ...], ...]

_MOST = 10


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
    """Return the proposals with the most supports: rank, name, supports, state.

    Parameters
    ----------
    proposals
        With `name`, as `on_the_table`.
    language
        zh, en or both.
    public
        Whether few supports are not told exactly.
    """
    rows = proposals[proposals["name"] != ""]
    counts = pd.to_numeric(rows["supports"], errors="coerce").fillna(0)
    ranked = rows.assign(counted=counts).sort_values(["counted", "name", "id"], ascending=[False, True, True])
    return tuple(_proposal_rows(ranked.head(_MOST), language, public))


def _proposal_rows(ranked: pd.DataFrame, language: str, public: bool) -> Iterator[tuple[str, ...]]:
    states = state_words(language, public=public)
    for rank, row in enumerate(ranked.itertuples(), start=1):
        yield str(rank), row.name, _supports(int(row.counted), language, public), states.get(row.state, "")


def state_words(language: str, *, public: bool) -> dict[str, str]:
    """Return state of a proposal → its words; for the public, those of the five that residents see."""
    table = choices("comment_status" if public else "proposal_state").set_index("value")
    both = table["zh"] + " " + table["en"]
    words: dict[str, str] = (both if language == "both" else table[language]).to_dict()
    return {state: words[seen] for state, seen in PUBLIC_STATES.items()} if public else words


def _supports(count: int, language: str, public: bool) -> str:
    if public and 0 < count < FEWEST:
        return terms(language)["fewer_than"].format(count=FEWEST)
    return str(count) if count else ""


def on_the_table(proposals: pd.DataFrame, *, public: bool) -> pd.DataFrame:
    """Return the proposals that a sheet or card may name, the oldest first, with that `name`.

    Parameters
    ----------
    proposals
        All; for the public those that `allow_list.public_rows` let through.
    public
        Whether the released text is the name, else the title.
    """
    shown = proposals[~proposals["state"].isin(OFF_THE_TABLE)].sort_values(["created_at", "id"])
    names = shown["public_text" if public else "title"].fillna("")
    return shown.assign(name=[" ".join(str(name).split()) for name in names])


def planned(proposals: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return title and the ids of the places of proposals, as `on_the_table` gives them."""
    places: dict[str, set[str]] = {proposal: set() for proposal in proposals["id"]}
    for proposal, place in zip(links["proposal_id"], links["place_id"]):
        places.get(proposal, set()).add(place)
    return pd.DataFrame(
        {"title": proposals["name"].to_numpy(), "places": [places[i] for i in proposals["id"]]}
    )
