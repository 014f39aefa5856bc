"""A newer survey takes the place of the one before in a community file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..community.errors import InputError
from ..community.survey.batches import TABLES, wanted_layers
from ..community.survey.comparison import SAME_SURVEY, TOLERANCE, Comparison, Digest, changes, compare
from ..community.survey.coverage import of_reports, overlap
from ..community.survey.succession import succeed
from .file import CommunityWriter

AUTO, NONE = "auto", "none"

_COLUMNS = ("handle", "layer", "code", "text", "block")
_PLACE = (
    "number", "name", "kind", "source_id", "source_ref", "decided_by", "locked", "rejected", "retired_at",
)  # fmt: skip
_HINT = 0.1


def earlier_sources(others: pd.DataFrame, wish: str) -> pd.DataFrame:
    """Return the surveys that a new one may replace.

    Parameters
    ----------
    others
        Rows of `survey_source`.
    wish
        `auto`: all, to be judged by what they share; `none`; or names of files or ids with commas between.

    Raises
    ------
    InputError
        `no_such_source`.
    """
    if wish in (AUTO, NONE):
        return others if wish == AUTO else others.iloc[:0]
    names = [name.strip() for name in wish.split(",") if name.strip()]
    unknown = [name for name in names if name not in {*others["id"], *others["file"]}]
    if unknown:
        present = ", ".join(others["file"].fillna("")) or "–"
        raise InputError("no_such_source", names=", ".join(unknown), present=present)
    return others[others["id"].isin(names) | others["file"].isin(names)]


def replace_earlier(
    community: CommunityWriter, earlier: pd.DataFrame, digest: Digest, ground: Any, source: str,
    *, asked: bool, layers: Sequence[str] = (),
) -> list[dict[str, Any]]:  # fmt: skip
    """Compare a new survey with earlier ones of its site, and let it take the place of those it renews.

    Rows of a survey before go where the newer one has them or covers their place; elsewhere they stay.
    Places are linked to the new rows.

    Parameters
    ----------
    community
        The community, being written.
    earlier
        Surveys it may replace.
    digest
        Its rows.
    ground
        What it covers.
    source
        Its id.
    asked
        Whether the planner named the earlier ones; else the ground and the rows in common decide.
    layers
        Names of the layers imported, if not all: rows on others are left alone.

    Returns
    -------
    comparisons
        For the report, one for each survey compared: source, file, replaced, share, tolerance,
        by_handle, counts, changes (what differs), looks (places that need a look).
    """
    found = []
    new = digest.rows()
    for row in earlier.to_dict("records"):
        grounds = of_reports([row["report"]])
        if not asked and (not grounds or overlap(grounds[0], ground) < SAME_SURVEY):
            continue
        old = _stored(community, row["id"], layers)
        if not len(old):
            continue
        comparison = compare(old, new, ground)
        replaced = asked or comparison.share >= SAME_SURVEY
        if not replaced and comparison.share < _HINT:
            continue
        looks = _succeed(community, row["id"], source, old, new, comparison) if replaced else []
        found.append({
            "source": row["id"], "file": row["file"], "replaced": replaced,
            "share": round(comparison.share, 3), "tolerance": TOLERANCE, "by_handle": comparison.by_handle,
            **comparison.counts, "looks": looks,
            "changes": list(changes(comparison, old, new)) if replaced else [],
        })  # fmt: skip
    return found


def warnings_of(comparisons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what a person should see at once."""
    told = []
    for comparison in comparisons:
        fields = {name: comparison[name] for name in ("file", "added", "gone", "moved", "altered")}
        share = round(100 * comparison["share"])
        if comparison["replaced"]:
            told.append({"code": "survey_replaced", **fields, "looks": len(comparison["looks"])})
        else:
            told.append({"code": "survey_alike", "file": comparison["file"], "share": share})
    return told


def _stored(community: CommunityWriter, source: str, layers: Sequence[str]) -> pd.DataFrame:
    digest = Digest(ids=True)
    for table in TABLES:
        for frame in community.pieces(table, _COLUMNS, where=f"source_id = '{source}'"):
            digest.add({table: frame[frame["geometry"].notna()]})
    rows = digest.rows()
    if not layers:
        return rows
    return rows[rows["layer"].isin(wanted_layers(rows["layer"], layers))].reset_index(drop=True)


def _succeed(
    community: CommunityWriter, before: str, source: str, old: pd.DataFrame, new: pd.DataFrame,
    comparison: Comparison,
) -> list[dict[str, Any]]:  # fmt: skip
    replaced = old[["table", "id"]].iloc[np.concatenate((comparison.pairs["old"], comparison.gone))]
    for table, rows in replaced.groupby("table"):
        community.delete(str(table), list(rows["id"]))
    places = community.table("place", _PLACE, where=f"source_id = '{before}'")
    succession = succeed(places, old, new, comparison, source)
    community.update("place", succession.linked)
    community.update("place", succession.looks)
    community.update("place", succession.followed)
    community.update("survey_source", pd.DataFrame({"id": [before], "superseded_by": [source]}))
    return succession.entries
