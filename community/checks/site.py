"""Checks of compounds, entrances, survey and the community's own facts."""

from __future__ import annotations

import numpy as np
import shapely

from .. import assumptions, catalogue
from ..places.entrances import SNAP
from ..places.nearness import polygonal
from ..survey.coverage import LARGE_KM2, continuous_km2, of_reports
from .check import Contents, Found

_OVERLAP = 1.0


def no_boundary(contents: Contents) -> Found:
    """Find a community without any compound."""
    return [("", {})] if contents.tables["compound"].empty else []


def invalid_boundary(contents: Contents) -> Found:
    """Find compounds whose outline is missing or crosses itself."""
    compounds = contents.tables["compound"]
    wrong = compounds[compounds.geometry.isna() | compounds.geometry.is_empty | ~compounds.is_valid]
    return [(row, {"name": contents.compound_names[row]}) for row in wrong["id"]]


def compounds_overlap(contents: Contents) -> Found:
    """Find pairs of compounds that share more than a square metre."""
    compounds = contents.tables["compound"]
    shapes = polygonal(compounds.geometry.to_numpy())
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = left < right
    left, right = left[pairs], right[pairs]
    common = shapely.area(shapely.intersection(shapes[left], shapes[right]))
    ids = compounds["id"].to_numpy()
    names = contents.compound_names
    return [
        (ids[a], {"name": names[ids[a]], "other": names[ids[b]], "area": f"{area:.0f}"})
        for a, b, area in zip(left, right, common)
        if area > _OVERLAP
    ]


def _mains(contents: Contents) -> dict[str, int]:
    entrances = contents.tables["entrance"]
    counts = entrances[entrances["is_main"]].groupby("compound_id").size()
    return {row: int(counts.get(row, 0)) for row in contents.tables["compound"]["id"]}


def no_main_entrance(contents: Contents) -> Found:
    """Find compounds from where numbering cannot start."""
    names = contents.compound_names
    return [(row, {"name": names[row]}) for row, count in _mains(contents).items() if count == 0]


def two_main_entrances(contents: Contents) -> Found:
    """Find compounds with more than one start."""
    names = contents.compound_names
    return [
        (row, {"name": names[row], "count": count}) for row, count in _mains(contents).items() if count > 1
    ]


def entrance_without_compound(contents: Contents) -> Found:
    """Find entrances that belong to no compound that is there."""
    entrances = contents.tables["entrance"]
    lost = entrances[~entrances["compound_id"].isin(contents.tables["compound"]["id"])]
    return [(row, {"name": name or ""}) for row, name in zip(lost["id"], lost["name"])]


def entrance_off_boundary(contents: Contents) -> Found:
    """Find entrances that stand away from their compound's boundary."""
    compounds = contents.tables["compound"].set_index("id").geometry
    entrances = contents.tables["entrance"]
    entrances = entrances[entrances["compound_id"].isin(compounds.index) & entrances.geometry.notna()]
    edges = shapely.boundary(polygonal(compounds.reindex(entrances["compound_id"]).to_numpy()))
    gap = shapely.distance(edges, entrances.geometry.to_numpy())
    return [
        (row, {"name": name or "", "distance": f"{metres:.0f}"})
        for row, name, metres in zip(entrances["id"], entrances["name"], gap)
        if metres > SNAP
    ]


def assumed(what: str, contents: Contents) -> Found:
    """Find what was derived without anybody having given it: `boundary` or `entrance`."""
    return [("", {})] if what in assumptions.assumed(contents.settings) else []


def site_too_large(contents: Contents) -> Found:
    """Find a site so large that a survey of it is classified."""
    square_km = float(np.sum(shapely.area(contents.tables["compound"].geometry.to_numpy()))) / 1e6
    return [("", {"area": f"{square_km:.1f}"})] if square_km > LARGE_KM2 else []


def surveys_too_large(contents: Contents) -> Found:
    """Find surveys that together cover so much ground that they are classified."""
    square_km = continuous_km2(of_reports(contents.tables["survey_source"]["report"]))
    return [("", {"area": f"{square_km:.1f}"})] if square_km > LARGE_KM2 else []


def survey_undated(contents: Contents) -> Found:
    """Find a survey whose date nobody entered: sheets print it."""
    dated = contents.tables["community"]["survey_date"].notna().any()
    return [("", {})] if len(contents.tables["survey_source"]) and not dated else []


def flagged_words(table: str, column: str, contents: Contents) -> Found:
    """Find words, such as 部队, that a map should not show without somebody having thought about it."""
    words = catalogue.flagged_words()
    rows = contents.places if table == "place" else contents.tables[table]
    for row, text in zip(rows["id"], rows[column]):
        found = [word for word in words if isinstance(text, str) and word in text]
        if found:
            yield row, {"text": text, "word": "、".join(found)}
