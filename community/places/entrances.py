"""Entrances of compounds: from a layer, a point, the gates of a survey, or, when asked to assume, a road."""

from __future__ import annotations

import re
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from .. import catalogue
from ..errors import SiteError
from ..ids import stable_id
from .boundaries import GATES
from .candidates import Survey
from .nearness import components, nearest_within, pairs_within, polygonal
from .rules import PLACELESS_LAYERS, Rules
from .words import normalise

SNAP = 20.0
"""m: an entrance given this near to a boundary is put on it."""

FARTHEST = 100.0
"""m: an entrance farther from every boundary is a mistake, such as a wrong CRS."""

SURE = 0.8
"""Below this certainty a main gate is not taken without asking."""

COLUMNS = ("id", "name", "kind", "is_main", "compound_id")

_AT_BOUNDARY = 5.0
_ONE_GATE = 6.0
_WIDE = 4.0
_BESIDE = 10.0
_GUARDED = 15.0
_MAIN = re.compile(r"主入口|主出入口|正门|大门|主门|MAIN", re.IGNORECASE)
_GATE = re.compile(r"(?:门|入口|弄口|路口|巷口)$")
_TRUE = frozenset(("1", "1.0", "true", "yes", "y", "t", "是", "主", "main"))
_MAINS = ("is_main", "main", "主入口", "是否主入口")
_NAMES = ("name", "名称", "label")
_COMPOUNDS = ("compound", "compound_name", "小区")
_SURE_BY_NAME, _SURE_BY_GATEHOUSE, _SURE_AS_ONLY, _UNSURE = 0.95, 0.9, 0.9, 0.5


def entrances_of_layer(frame: gpd.GeoDataFrame, compounds: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make entrances of a point layer.

    Parameters
    ----------
    frame
        Points in the community's CRS. Read where there: name, kind, is_main (or 主入口) and compound,
        the name of the compound; else an entrance belongs to the compound with the nearest boundary.
    compounds
        With id, name, geometry.

    Returns
    -------
    entrances
        id, name, kind, is_main, compound_id, geometry; what lies within 20 m of the boundary is put on
        it. The only entrance of a compound is its main one; without a column that says so, one named
        正门, 主入口 or the like is.

    Raises
    ------
    SiteError
        `entrance_far`, `main_entrance_unclear` (several, and nothing tells them apart).
    """
    points = shapely.centroid(frame.geometry.to_numpy())
    compound = _compound_positions(points, _text(frame, _COMPOUNDS), compounds)
    names, kinds = _text(frame, _NAMES), _text(frame, ("kind", "type", "类型"))
    known = set(catalogue.choices("entrance_kind")["value"])
    rows = gpd.GeoDataFrame(
        {
            "name": names.to_numpy(),
            "kind": [kind if kind in known else None for kind in kinds],
            "is_main": flagged_as_main(frame),
            "compound_id": compounds["id"].to_numpy()[compound],
        },
        geometry=_on_boundary(points, compound, compounds),
        crs=compounds.crs,
    )
    keys = [f"{at.x:.2f},{at.y:.2f}" for at in rows.geometry]
    rows["id"] = [stable_id("entrance", key) for key in keys]
    return _with_only_ones_main(rows.drop_duplicates("id").reset_index(drop=True))


def _text(frame: gpd.GeoDataFrame, names: tuple[str, ...]) -> pd.Series:
    present = {str(column).lower(): column for column in frame.columns}
    found = next((present[name] for name in names if name in present), None)
    if found is None:
        return pd.Series([None] * len(frame), dtype=object)
    return pd.Series([str(v).strip() or None if v is not None and v == v else None for v in frame[found]])


def flagged_as_main(frame: gpd.GeoDataFrame) -> Any:
    """Tell which entrances of a layer are said to be main ones: by a column is_main, else by name."""
    names = _text(frame, _NAMES)
    flags = _text(frame, _MAINS)
    if flags.notna().any():
        return flags.fillna("").str.lower().isin(_TRUE).to_numpy(bool)
    return names.fillna("").str.contains(_MAIN).to_numpy(bool)


def _with_only_ones_main(entrances: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make the only entrance of a compound its main one."""
    only = entrances.groupby("compound_id")["id"].transform("size") == 1
    return entrances.assign(is_main=entrances["is_main"] | only)[[*COLUMNS, "geometry"]]


def _compound_positions(points: Any, names: pd.Series, compounds: gpd.GeoDataFrame) -> Any:
    """Return the compound of each entrance: the one named, else the one with the nearest boundary."""
    edges = shapely.boundary(polygonal(compounds.geometry.to_numpy()))
    here, nearest, _ = nearest_within(points, edges, FARTHEST)
    position = np.full(len(points), -1)
    position[here] = nearest
    by_name = {name: at for at, name in enumerate(compounds["name"]) if isinstance(name, str)}
    for at, name in enumerate(names):
        if name in by_name and shapely.distance(points[at], edges[by_name[name]]) <= FARTHEST:
            position[at] = by_name[name]
    if (position < 0).any():
        lost = int(np.flatnonzero(position < 0)[0])
        raise SiteError(
            "entrance_far", feature=lost + 1, x=f"{points[lost].x:.1f}", y=f"{points[lost].y:.1f}"
        )
    return position


def _on_boundary(points: Any, compound: Any, compounds: gpd.GeoDataFrame) -> Any:
    edges = shapely.boundary(polygonal(compounds.geometry.to_numpy()))[compound]
    on_edge = shapely.get_point(shapely.shortest_line(edges, points), 0)
    return np.where(shapely.distance(edges, points) <= SNAP, on_edge, points)


def with_main_at(entrances: gpd.GeoDataFrame, point: Any, compounds: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make the entrance at `point` the main one of its compound, adding it when none is there.

    Raises
    ------
    SiteError
        `entrance_far`.
    """
    compound = _compound_positions(np.array([point]), pd.Series([None]), compounds)
    spot = _on_boundary(np.array([point]), compound, compounds)[0]
    compound_id = compounds["id"].to_numpy()[compound[0]]
    own = (entrances["compound_id"] == compound_id).to_numpy()
    main = entrances["is_main"].to_numpy(bool) & ~own
    there = own & (shapely.distance(entrances.geometry.to_numpy(), spot) <= _AT_BOUNDARY)
    if there.any():
        main[np.flatnonzero(there)[0]] = True
        return entrances.assign(is_main=main)
    added = gpd.GeoDataFrame(
        {"id": [stable_id("entrance", f"{spot.x:.2f},{spot.y:.2f}")], "name": [None], "kind": [None],
         "is_main": [True], "compound_id": [compound_id]},
        geometry=[spot], crs=compounds.crs,
    )  # fmt: skip
    rows = [frame for frame in (entrances.assign(is_main=main), added) if len(frame)]
    return gpd.GeoDataFrame(pd.concat(rows, ignore_index=True), crs=compounds.crs)


def entrances_of_survey(
    survey: Survey, compounds: gpd.GeoDataFrame, rules: Rules
) -> tuple[gpd.GeoDataFrame, pd.Series]:
    """Make entrances of the gates of a survey.

    The main one of a compound is its only one; else the one called 正门, 主入口 or the like; else the
    one with a gatehouse or a sentry box beside it; else the widest, which is no more than a guess.

    Returns
    -------
    entrances, certainty
        Entrances as of `entrances_of_layer`, on the boundary; and, by compound id, how sure the main
        one is.
    """
    gates = _gates(survey, rules)
    edges = shapely.boundary(polygonal(compounds.geometry.to_numpy()))
    here, compound, _ = nearest_within(gates["at"].to_numpy(), edges, _AT_BOUNDARY)
    gates, points = gates.iloc[here], gates["at"].to_numpy()[here]
    names = _texts_beside(points, survey.texts, rules)
    guarded = gates["gatehouse"].to_numpy(bool) | _guarded(points, survey, rules)
    called_main = names.fillna("").str.contains(_MAIN).to_numpy(bool)
    rows = gpd.GeoDataFrame(
        {
            "id": [stable_id("entrance", row) for row in gates["id"]],
            "name": names.to_numpy(),
            "kind": np.where(gates["width"] >= _WIDE, "vehicle", "pedestrian"),
            "compound_id": compounds["id"].to_numpy()[compound],
            "score": 4.0 * called_main + 2.0 * guarded + gates["width"].clip(upper=10).to_numpy() / 10,
        },
        geometry=_on_boundary(points, compound, compounds),
        crs=compounds.crs,
    )
    best = rows.sort_values("score", ascending=False, kind="stable").groupby("compound_id").head(1)
    rows["is_main"] = rows.index.isin(best.index)
    lead = rows.groupby("compound_id")["score"].agg(lambda s: s.max() - s.nlargest(2).iloc[-1])
    alone = rows.groupby("compound_id").size() == 1
    score = best.set_index("compound_id")["score"].reindex(lead.index)
    certainty = np.select(
        [(score >= 4) & (lead >= 2), alone, (score >= 2) & (lead >= 1)],
        [_SURE_BY_NAME, _SURE_AS_ONLY, _SURE_BY_GATEHOUSE],
        _UNSURE,
    )
    return rows[[*COLUMNS, "geometry"]], pd.Series(certainty, index=lead.index)


def _gates(survey: Survey, rules: Rules) -> pd.DataFrame:
    """Return id, at, width and gatehouse of each gate, its drawn parts taken together."""
    parts = []
    for frame in (survey.lines, survey.areas, survey.points):
        meaning = rules.of_codes(frame)
        usable = ~rules.of_layers(frame["layer"]).isin(PLACELESS_LAYERS) & ~frame["stray"].astype(bool)
        chosen = meaning["role"].isin(GATES) & usable
        shapes = frame.geometry[chosen].to_numpy()
        line = shapely.get_dimensions(shapes) == 1
        parts.append(
            pd.DataFrame(
                {
                    "id": frame["id"][chosen].to_numpy(),
                    "at": shapely.centroid(shapes),
                    "width": np.where(line, shapely.length(shapes), 0.0),
                    "certainty": meaning["certainty"][chosen].to_numpy(),
                    "gatehouse": (meaning["role"][chosen] == "gatehouse").to_numpy(),
                }
            )
        )
    gates = pd.concat(parts, ignore_index=True)
    gates["group"] = components(len(gates), *pairs_within(gates["at"].to_numpy(), _ONE_GATE))
    surest = gates.sort_values(["group", "certainty", "width"], ascending=[True, False, False], kind="stable")
    groups = surest.groupby("group")
    return groups.first().assign(width=groups["width"].max(), gatehouse=groups["gatehouse"].any())


def _texts_beside(points: Any, texts: gpd.GeoDataFrame, rules: Rules) -> pd.Series:
    """Return the nearest text beside each gate that reads like the name of one."""
    told = texts["text"].fillna("").map(normalise)
    named = texts[told.str.contains(_GATE) & ~rules.of_layers(texts["layer"]).isin(PLACELESS_LAYERS)]
    names = pd.Series([None] * len(points), dtype=object)
    here, there, _ = nearest_within(points, named.geometry.to_numpy(), _BESIDE)
    names.iloc[here] = told[named.index].to_numpy()[there]
    return names


def _guarded(points: Any, survey: Survey, rules: Rules) -> Any:
    """Tell which gates have a sentry box beside them."""
    boxes = [
        frame.geometry[rules.of_codes(frame)["role"] == "guardhouse"].to_numpy()
        for frame in (survey.points, survey.areas, survey.lines)
    ]
    guarded = np.zeros(len(points), bool)
    here, _, _ = nearest_within(points, np.concatenate(boxes), _GUARDED)
    guarded[here] = True
    return guarded


def assumed_entrances(
    compounds: gpd.GeoDataFrame, survey: Optional[Survey], rules: Rules
) -> gpd.GeoDataFrame:
    """Return a main entrance for each compound where its boundary comes nearest to a road.

    Without a road, where the boundary comes nearest to a point due south of its middle.
    """
    roads = np.empty(0, object) if survey is None else _roads(survey, rules)
    spots = []
    for shape in polygonal(compounds.geometry.to_numpy()):
        edge = shapely.boundary(shape)
        _, south, _, north = shape.bounds
        aim: Any = shapely.points(shape.centroid.x, south - (north - south))
        if len(roads):
            aim = roads[shapely.STRtree(roads).query_nearest(edge, all_matches=False)[0]]
        spots.append(shapely.get_point(shapely.shortest_line(edge, aim), 0))
    rows = {
        "id": [stable_id("entrance", "assumed", compound) for compound in compounds["id"]],
        "name": None, "kind": None, "is_main": True, "compound_id": compounds["id"].to_numpy(),
    }  # fmt: skip
    return gpd.GeoDataFrame(rows, geometry=spots, crs=compounds.crs)


def _roads(survey: Survey, rules: Rules) -> Any:
    shapes = []
    for frame in (survey.lines, survey.areas):
        on_layer = rules.of_layers(frame["layer"]) == "road"
        coded = rules.of_codes(frame)["role"].isin(("road", "path"))
        shapes.append(frame.geometry[(on_layer | coded) & ~frame["stray"].astype(bool)].to_numpy())
    return np.concatenate(shapes)


def check_mains(entrances: gpd.GeoDataFrame, compounds: gpd.GeoDataFrame) -> None:
    """Make sure that every compound has exactly one main entrance.

    Raises
    ------
    SiteError
        `no_boundary`, `no_entrance`, `main_entrance_unclear` or `two_main_entrances`, naming the compounds.
    """
    if compounds.empty:
        raise SiteError("no_boundary")
    mains = entrances[entrances["is_main"]].groupby("compound_id").size()
    count = compounds["id"].map(mains).fillna(0)
    some = compounds["id"].isin(entrances["compound_id"])
    for code, wrong in (
        ("no_entrance", (count == 0) & ~some),
        ("main_entrance_unclear", (count == 0) & some),
        ("two_main_entrances", count > 1),
    ):
        if wrong.any():
            names = compounds["name"].fillna("").astype(str)[wrong]
            order = compounds["sort_order"].astype(str)[wrong]
            raise SiteError(code, compounds="、".join(n or f"#{o}" for n, o in zip(names, order)))
