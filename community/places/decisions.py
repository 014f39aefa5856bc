"""What marking may change in a community that has places already: decisions of people stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from .marking import Marking
from .nearness import nearest_within, polygonal

SAME_SPOT = 3.0
"""m: a place of one kind found this near to one that is there already is that one."""

SAME_GROUND = 0.8
"""Part of the larger of two footprints that both cover when they are one place's."""

_REFRESHED = ("class", "kind", "name", "floor", "access", "building_id", "certainty", "evidence", "is_public")


@dataclass(frozen=True)
class Changes:
    """What a run of marking writes.

    Parameters
    ----------
    new, new_footprints
        Rows to insert.
    changed, changed_footprints
        Rows to update, by id: only rows that rules made and nobody touched, and only those that differ.
    gone, gone_footprints
        Ids to delete: guesses of earlier runs that nothing suggests any more, and their outlines.
    kept
        Number of places found that somebody had decided on, and that stay as they are.
    """

    new: gpd.GeoDataFrame
    new_footprints: gpd.GeoDataFrame
    changed: gpd.GeoDataFrame
    changed_footprints: gpd.GeoDataFrame
    gone: list[str]
    gone_footprints: list[str]
    kept: int


def reconcile(
    marking: Marking,
    existing: gpd.GeoDataFrame,
    footprints: gpd.GeoDataFrame,
    sources: Collection[str] = (),
    in_use: Collection[str] = (),
) -> Changes:
    """Compare what was found with the places that are there.

    A place found is one that is there when an id of it, or of anything merged into it, is there, or
    when a person has decided what its ground is, or when one of its kind stands at the same spot, as
    after importing a newer survey. What a person decided, refused, retired or published is left alone.

    Parameters
    ----------
    marking
        Places found.
    existing, footprints
        Tables of the community, rejected and retired places included.
    sources
        Survey sources this run has looked at: a guess from one of them that was not found again goes.
    in_use
        Ids of places that comments or proposals speak of; these never go.
    """
    found = marking.places
    match = _matches(marking, existing, footprints)
    open_to_rules = _open_to_rules(existing)
    known = match >= 0
    refresh = np.flatnonzero(known)[open_to_rules[match[known]]]
    ids = found["id"].to_numpy(dtype=object, copy=True)
    ids[known] = existing["id"].to_numpy()[match[known]]
    named = found.drop(columns="members").assign(id=ids)
    changed = _differing(named.iloc[refresh], existing)
    new = named[~known]
    prints = marking.footprints.assign(place_id=_renamed(marking.footprints["place_id"], found["id"], ids))
    stale = open_to_rules & existing["source_id"].isin(list(sources)).to_numpy() & existing["number"].isna()
    stale[match[known]] = False
    gone = existing.loc[stale & ~existing["id"].isin(list(in_use)), "id"]
    refreshed = prints[prints["place_id"].isin(ids[refresh])]
    return Changes(
        new=new,
        new_footprints=_unprinted(prints[prints["place_id"].isin(new["id"])], footprints),
        changed=changed,
        changed_footprints=_changed_prints(refreshed, footprints),
        gone=list(gone),
        gone_footprints=list(footprints.loc[footprints["place_id"].isin(gone), "id"]),
        kept=int(known.sum() - len(refresh)),
    )


def _open_to_rules(existing: gpd.GeoDataFrame) -> Any:
    untouched = (existing["decided_by"] == "rule") & ~existing["rejected"] & ~existing["locked"]
    return (untouched & existing["retired_at"].isna()).to_numpy(bool)


def _matches(marking: Marking, existing: gpd.GeoDataFrame, footprints: gpd.GeoDataFrame) -> Any:
    """Return the position of the existing row that each place found is, -1 for none; each row once."""
    found = marking.places
    match = np.full(len(found), -1)
    members = found["members"].reset_index(drop=True).explode().dropna()
    at = pd.Series(np.arange(len(existing)), index=existing["id"])
    by_id = members.map(at[~at.index.duplicated()]).dropna().groupby(level=0).first().astype(int)
    match[by_id.index.to_numpy(int)] = by_id.to_numpy()
    for at_found, at_existing in _on_decided_ground(marking, existing, footprints):
        if match[at_found] < 0 and at_existing not in match:
            match[at_found] = at_existing
    for keys in (["source_id", "source_ref", "kind"], ["source_id", "source_ref"]):
        _match_by(keys, found, existing, match)
    taken = np.isin(np.arange(len(existing)), match)
    usable = ~taken & existing.geometry.notna().to_numpy()
    for kind in found["kind"][match < 0].unique():
        here = np.flatnonzero((found["kind"] == kind).to_numpy() & (match < 0))
        there = np.flatnonzero((existing["kind"] == kind).to_numpy() & usable)
        near, other, gap = nearest_within(
            found.geometry.to_numpy()[here], existing.geometry.to_numpy()[there], SAME_SPOT
        )
        order = np.lexsort((near, gap))
        first = order[np.unique(other[order], return_index=True)[1]]
        match[here[near[first]]] = there[other[first]]
    return match


def _on_decided_ground(
    marking: Marking, existing: gpd.GeoDataFrame, footprints: gpd.GeoDataFrame
) -> list[tuple[int, int]]:
    """Return pairs of a place found and an existing one, decided by a person, with the same footprint."""
    decided = existing.loc[(existing["decided_by"] == "person").to_numpy(), "id"]
    theirs = footprints[footprints["place_id"].isin(decided) & footprints.geometry.notna()]
    ours = marking.footprints
    if ours.empty or theirs.empty:
        return []
    shapes, others = (polygonal(frame.geometry.to_numpy()) for frame in (ours, theirs))
    here, there = shapely.STRtree(others).query(shapes, predicate="intersects")
    common = shapely.area(shapely.intersection(shapes[here], others[there]))
    larger = np.maximum(shapely.area(shapes[here]), shapely.area(others[there]))
    same = common > SAME_GROUND * larger
    found_at = pd.Series(np.arange(len(marking.places)), index=marking.places["id"])
    known_at = pd.Series(np.arange(len(existing)), index=existing["id"])
    known_at = known_at[~known_at.index.duplicated()]
    left = ours["place_id"].to_numpy()[here[same]]
    right = theirs["place_id"].to_numpy()[there[same]]
    return list(zip(found_at.loc[left].to_list(), known_at.loc[right].to_list()))


def _match_by(keys: list[str], found: gpd.GeoDataFrame, existing: gpd.GeoDataFrame, match: Any) -> None:
    """Match, in place, what alone came from a row of a survey: after a newer one came in."""
    here, there = np.flatnonzero(match < 0), np.setdiff1d(np.arange(len(existing)), match)
    sides = []
    for frame, rows in ((found, here), (existing, there)):
        side = pd.DataFrame(frame[keys].iloc[rows]).reset_index(drop=True).assign(at=rows)
        sides.append(side.dropna().drop_duplicates(keys, keep=False))
    both = sides[0].merge(sides[1], on=keys, suffixes=("_here", "_there"))
    match[both["at_here"].to_numpy(int)] = both["at_there"].to_numpy(int)


def _differing(found: gpd.GeoDataFrame, existing: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows whose refreshed columns differ; a number's place stays where it is."""
    columns = ["id", *_REFRESHED]
    there = existing.set_index("id").loc[found["id"], list(_REFRESHED)].astype(object)
    here = found.set_index("id")[list(_REFRESHED)].astype(object)
    same = (there.eq(here) | (there.isna() & here.isna())).all(axis=1)
    return found.loc[~same.to_numpy(), columns]


def _renamed(values: pd.Series, before: pd.Series, after: Any) -> pd.Series:
    return values.map(dict(zip(before, after))).astype(object)


def _unprinted(prints: gpd.GeoDataFrame, footprints: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return prints[~prints["place_id"].isin(footprints["place_id"])]


def _changed_prints(prints: gpd.GeoDataFrame, footprints: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the footprints whose outline differs from the one there, under the ids there."""
    both = prints.merge(
        footprints.drop_duplicates("place_id")[["id", "place_id", "geometry"]],
        on="place_id",
        suffixes=("", "_is"),
    )
    moved = ~shapely.equals(both.geometry.to_numpy(), both["geometry_is"].to_numpy())
    return both.loc[moved, ["id_is", "geometry"]].rename(columns={"id_is": "id"})
