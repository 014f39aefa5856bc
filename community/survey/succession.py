"""What a newer survey means for the places: they keep ids, numbers and comments, and some need a look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from .comparison import Comparison

GONE, MOVED, ALTERED = "gone", "moved", "altered"
"""Why a place needs a look, as `survey_change` holds it."""

_STAYED = ""


@dataclass(frozen=True)
class Succession:
    """What changes in the table of places.

    Parameters
    ----------
    linked
        id, source_id, source_ref: all places that came from the survey before.
    looks
        id, survey_change: those that somebody should look at.
    followed
        id, geometry: guesses nobody touched and without a number go where their symbol went.
    entries
        The looks for the report: place, number, name, kind, change, distance.
    """

    linked: pd.DataFrame
    looks: pd.DataFrame
    followed: gpd.GeoDataFrame
    entries: list[dict[str, Any]]


def succeed(
    places: gpd.GeoDataFrame, old: pd.DataFrame, new: pd.DataFrame, comparison: Comparison, source: str
) -> Succession:
    """Link places of the survey before to the rows of the newer one.

    Parameters
    ----------
    places
        Places whose source is the survey before, refused and retired ones included.
    old, new
        Rows of both surveys, as compared.
    comparison
        What became of the rows before.
    source
        Id of the newer survey.

    Returns
    -------
    succession
        A place whose row is gone is linked to the newer survey without a row: marking again removes it
        if it was a mere guess without number or comments. Where the newer survey has nothing, all stays.
    """
    references = places["source_ref"].fillna("")
    fate = _fates(old, new, comparison, references).reindex(references)
    known = fate["change"].notna().to_numpy()
    places, fate = places[known].reset_index(drop=True), fate[known].reset_index(drop=True)
    handle = fate["handle"].where(fate["handle"] != "", None)
    linked = pd.DataFrame({"id": places["id"], "source_id": source, "source_ref": handle})
    present = (~places["rejected"] & places["retired_at"].isna()).to_numpy(bool)
    look = present & (fate["change"] != _STAYED).to_numpy()
    free = (places["decided_by"] == "rule") & ~places["locked"] & places["number"].isna()
    follows = look & (fate["change"] == MOVED).to_numpy() & free.to_numpy(bool)
    shifted = places.loc[follows, ["id", "geometry"]].copy()
    shifted["geometry"] = _shifted(shifted["geometry"].to_numpy(), fate.loc[follows, ["dx", "dy"]])
    return Succession(
        linked=linked,
        looks=pd.DataFrame({"id": places["id"], "survey_change": fate["change"]})[look],
        followed=shifted[shifted["geometry"].notna()],
        entries=_entries(places[look], fate[look]),
    )


def _fates(old: pd.DataFrame, new: pd.DataFrame, comparison: Comparison, wanted: pd.Series) -> pd.DataFrame:
    """Return by handle of the survey before: change, handle, distance, dx, dy; of several rows the worst.

    Only of the handles wanted: a survey has many more rows than places.
    """
    named = old["handle"].isin(wanted).to_numpy()
    pairs = comparison.pairs[named[comparison.pairs["old"]]]
    before, after = old.iloc[pairs["old"]], new.iloc[pairs["new"]]
    stayed = pd.DataFrame({
        "was": before["handle"].to_numpy(), "handle": after["handle"].to_numpy(),
        "change": np.select([pairs["moved"], pairs["altered"] != ""], [MOVED, ALTERED], _STAYED),
        "distance": pairs["distance"].to_numpy(),
        "dx": after["x"].to_numpy() - before["x"].to_numpy(),
        "dy": after["y"].to_numpy() - before["y"].to_numpy(),
    })  # fmt: skip
    missing = comparison.gone[named[comparison.gone]]
    gone = pd.DataFrame({"was": old["handle"].to_numpy()[missing], "handle": "", "change": GONE})
    # A place stays as long as a part of its symbol does.
    rank = {MOVED: 0, ALTERED: 1, _STAYED: 2, GONE: 3}
    fates = pd.concat([stayed, gone], ignore_index=True)
    fates = fates[fates["was"] != ""].assign(rank=lambda rows: rows["change"].map(rank))
    return fates.sort_values("rank", kind="stable").drop_duplicates("was").set_index("was")


def _shifted(points: Any, by: pd.DataFrame) -> Any:
    moved = np.array(points, object)
    there = ~(shapely.is_missing(moved) | shapely.is_empty(moved))
    moved[~there] = None
    steps = by.to_numpy(float)[there]
    moved[there] = shapely.points(shapely.get_coordinates(moved[there]) + steps)
    return moved


def _entries(places: pd.DataFrame, fate: pd.DataFrame) -> list[dict[str, Any]]:
    told = places[["id", "number", "name", "kind"]].astype(object)
    rows = told.where(told.notna(), None).rename(columns={"id": "place"}).to_dict("records")
    return [
        {**row, "change": change, "distance": None if pd.isna(distance) else float(distance)}
        for row, change, distance in zip(rows, fate["change"], fate["distance"])
    ]
