"""Mark places: from what a survey or a layer suggests to one row for each place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..ids import stable_id
from .anchors import fanned_out, step_aside
from .buildings import is_building
from .candidates import Survey, stacked, symbols, words
from .merging import COINCIDENT, merge
from .nearness import components, pairs_within, polygonal
from .rules import PLACELESS_LAYERS, Rules
from .tags import features

UNCERTAIN = 0.8
"""Below this certainty a guess belongs on the list that somebody walks through."""

LARGEST_AREA = 10_000.0

OUTSIDE = 60.0
"""m: what stands farther out than this is not the community's."""

STREET_FRONT = 4.0
TOUCHES = 0.5

_NO_OUTLINE = PLACELESS_LAYERS | {"wall", "building_group"}
_COLUMNS = (
    "id", "class", "kind", "name", "floor", "access", "building_id", "source_id", "source_ref", "certainty",
    "evidence", "is_public", "status", "decided_by", "rejected",
)  # fmt: skip
_FORMS = {"area": 0, "line": 1, "point": 2, "text": 3}


@dataclass(frozen=True)
class Marking:
    """Places found, their footprints, and how many suggestions lay outside of the community.

    Parameters
    ----------
    places
        Columns of the table place as far as marking knows them, and `members`: the ids that each
        of the rows behind it would have alone.
    footprints
        id, place_id, geometry.
    outside
        Number of places left out because they are too far from every compound.
    """

    places: gpd.GeoDataFrame
    footprints: gpd.GeoDataFrame
    outside: int


def mark_survey(
    survey: Survey,
    buildings: gpd.GeoDataFrame,
    compounds: gpd.GeoDataFrame,
    rules: Rules,
    reach: float = OUTSIDE,
) -> Marking:
    """Mark the places of a survey.

    Parameters
    ----------
    survey
        The survey tables.
    buildings
        Buildings of the community (id, label, geometry), in the same metric CRS.
    compounds
        Compounds (id, geometry); without any, the whole survey counts as inside.
    rules
        What suggests a place.
    reach
        Metres around the compounds that still belong to the community.
    """
    found = stacked([symbols(survey, rules), words(survey, rules)], survey.texts.crs)
    outlines = polygonal(_outlines(survey.areas, rules))
    blocks = _blocks(survey.points, rules)
    return _marking(found, outlines, blocks, buildings, compounds, rules, reach)


def mark_features(
    frame: gpd.GeoDataFrame,
    source: str,
    buildings: gpd.GeoDataFrame,
    compounds: gpd.GeoDataFrame,
    rules: Rules,
    reach: float = OUTSIDE,
) -> Marking:
    """Mark the places of any layer of features, by tags or names; see `mark_survey`.

    Parameters
    ----------
    frame
        Features in the community's CRS (see `tags.features`).
    source
        Name of the layer: part of the ids, so that a second run finds the same places.
    """
    found = features(frame, rules, source)
    nothing = np.empty(0, object)
    return _marking(found, nothing, nothing, buildings, compounds, rules, reach)


def _outlines(areas: gpd.GeoDataFrame, rules: Rules) -> Any:
    """Return the areas that can be the footprint of a text in them: uncoded, no wall, not too large."""
    unknown = (rules.of_codes(areas)["role"] == "") & ~is_building(areas, rules)
    layers = ~rules.of_layers(areas["layer"]).isin(_NO_OUTLINE) & ~areas["stray"].astype(bool)
    return areas.geometry.to_numpy()[(unknown & layers & (areas.area <= LARGEST_AREA)).to_numpy()]


def _blocks(points: gpd.GeoDataFrame, rules: Rules) -> Any:
    unknown = (rules.of_codes(points)["role"] == "") & points["block"].notna()
    layers = ~rules.of_layers(points["layer"]).isin(PLACELESS_LAYERS) & ~points["stray"].astype(bool)
    return points.geometry.to_numpy()[(unknown & layers).to_numpy()]


def _marking(
    found: gpd.GeoDataFrame,
    outlines: Any,
    blocks: Any,
    buildings: gpd.GeoDataFrame,
    compounds: gpd.GeoDataFrame,
    rules: Rules,
    reach: float,
) -> Marking:
    near = _near(found, compounds, reach)
    outside = int((~near).sum())
    found = found[near].reset_index(drop=True)
    if found.empty:
        return _nothing(found.crs, outside)
    walls = polygonal(buildings.geometry.to_numpy())
    merged = merge(found, walls, outlines, blocks, rules)
    members = found.assign(
        group=merged.group, at=merged.at, building=merged.building, outline=merged.outline,
        symbol=merged.symbol, yields=merged.yields, own_id=_own_ids(found),
    )  # fmt: skip
    members = members[members.groupby("group")["alone"].transform("any").astype(bool)]
    if members.empty:
        return _nothing(found.crs, outside)
    places = _places(members, rules)
    places, footprints = _shapes(places, members, outlines, blocks, walls, buildings["label"])
    places["building_id"] = _pick(buildings["id"], places["building"])
    places["access"] = reached_from(
        places.geometry.to_numpy(), places["building"].to_numpy(int), walls, compounds.geometry.to_numpy()
    )
    # A shop front is on the ground floor.
    front = (places["access"] == "street") & (places["building"] >= 0) & places["floor"].isna()
    places.loc[front, "floor"] = "1F"
    return Marking(places[[*_COLUMNS, "members", "geometry"]], footprints, outside)


def _nothing(crs: Any, outside: int) -> Marking:
    places = pd.DataFrame(columns=[*_COLUMNS, "members"], dtype=object)
    prints = pd.DataFrame(columns=["id", "place_id"], dtype=object)
    return Marking(
        gpd.GeoDataFrame(places, geometry=[], crs=crs),
        gpd.GeoDataFrame(prints, geometry=[], crs=crs),
        outside,
    )


def _near(found: gpd.GeoDataFrame, compounds: gpd.GeoDataFrame, reach: float) -> Any:
    if compounds.empty:
        return np.ones(len(found), bool)
    site = shapely.union_all(polygonal(compounds.geometry.to_numpy()))
    shapely.prepare(site)
    return shapely.dwithin(site, found.geometry.to_numpy(), reach)


def _own_ids(found: gpd.GeoDataFrame) -> list[str]:
    """Return the id each row's place has when the row stands alone."""
    kinds_of_part = np.where(found["form"] == "text", "text", "symbol")
    return [stable_id("place", *parts) for parts in zip(found["row_id"], kinds_of_part, found["part"])]


def _places(members: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Return one row for each group; its first symbol, else its first text, stands for it."""
    members = members.assign(rank=members["form"].map(_FORMS)).sort_values(
        ["group", "rank", "certainty"], ascending=[True, True, False], kind="stable"
    )
    groups = members.groupby("group", sort=True)
    speaking = members[~members["yields"]]
    texts = members[members["form"] == "text"]
    places = groups.agg(
        id=("own_id", "first"),
        source_id=("source_id", "first"),
        source_ref=("source_ref", "first"),
        building=("building", "max"),
        outline=("outline", "max"),
        symbol=("symbol", "max"),
        anchor=("at", "first"),
    )
    first = np.flatnonzero(np.diff(members["group"].to_numpy(), prepend=-1))[1:]
    places["members"] = list(map(tuple, np.split(members["own_id"].to_numpy(object), first)))
    told = np.split(members["evidence"].to_numpy(object), first)
    places["evidence"] = ["; ".join(dict.fromkeys(values)) for values in told]
    surest = speaking.sort_values("certainty", ascending=False, kind="stable").groupby("group")
    places["kind"] = surest["kind"].first()
    places["class"] = rules.class_of(places["kind"])
    places["certainty"] = _certainty(speaking, places["kind"])
    places["floor"] = texts.groupby("group")["floor"].first()
    places["name"] = _names(texts, rules).reindex(places.index).fillna(groups["name"].first())
    places["is_public"] = ~rules.kinds["internal"].reindex(places["kind"]).to_numpy(bool)
    text = places[["name", "floor", "source_id", "source_ref"]].astype(object)
    places[text.columns] = text.where(text.notna(), None)
    return places.reset_index(drop=True).assign(status="existing", decided_by="rule", rejected=False)


def _certainty(speaking: pd.DataFrame, kind: pd.Series) -> pd.Series:
    """Return how sure each place is: symbol and text together are surer than each."""
    agreeing = speaking[speaking["kind"] == speaking["group"].map(kind)]
    is_text = (agreeing["form"] == "text").rename("is_text")
    best = agreeing["certainty"].astype(float).groupby([agreeing["group"], is_text]).max()
    return (1 - (1 - best).groupby(level=0).prod()).round(3)


def _names(texts: pd.DataFrame, rules: Rules) -> pd.Series:
    """Return the longest name told of each place; of a row the name with the number of its members."""
    named = texts.dropna(subset=["name"])
    length = named["name"].str.len()
    longest = named.assign(length=length).sort_values("length", ascending=False, kind="stable")
    names = longest.groupby("group")["name"].first()
    kinds = texts.groupby("group")["kind"].first().reindex(names.index)
    rows = rules.kinds["numbering"].reindex(kinds).to_numpy() == "grouped"
    counts = named.groupby("group").size()
    told = [f"{name} ×{n}" if row and n > 1 else name for name, row, n in zip(names, rows, counts)]
    return pd.Series(told, index=names.index, dtype=object)


def _shapes(
    places: pd.DataFrame, members: gpd.GeoDataFrame, outlines: Any, blocks: Any, walls: Any, labels: pd.Series
) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """Give each place its footprint, where it has one, and its anchor."""
    areas = members[members["form"] == "area"].groupby("group")["geometry"].agg(_union)
    group = np.sort(members["group"].unique())
    footprint = areas.reindex(group).to_numpy(dtype=object, copy=True)
    anchor = places["anchor"].to_numpy(dtype=object, copy=True)
    outline, symbol, building = (places[c].to_numpy(int) for c in ("outline", "symbol", "building"))
    bare = np.array([shape is None or pd.isna(shape) for shape in footprint], bool)
    footprint[bare] = None
    footprint[bare & (outline >= 0)] = outlines[outline[bare & (outline >= 0)]]
    whole = bare & _sole_occupants(places, labels)
    shaped = np.array([shape is not None for shape in footprint], bool)
    anchor[shaped] = shapely.point_on_surface(footprint[shaped])
    anchor[symbol >= 0] = blocks[symbol[symbol >= 0]]
    step_aside(anchor, footprint, shaped)
    _fan_out(anchor, places["floor"], np.where(shaped, -2, building), walls)
    footprint[whole] = walls[building[whole]]
    places = gpd.GeoDataFrame(places.drop(columns="anchor"), geometry=anchor, crs=members.crs)
    has = np.flatnonzero([shape is not None for shape in footprint])
    ids = places["id"].to_numpy()[has]
    prints = {"id": [stable_id("footprint", place) for place in ids], "place_id": ids}
    return places, gpd.GeoDataFrame(prints, geometry=list(footprint[has]), crs=members.crs)


def _fan_out(anchor: Any, floors: pd.Series, building: Any, walls: Any) -> None:
    """Set apart the places that one text names, and others at one spot; those with ground (-2) stay."""
    free = np.flatnonzero(building > -2)
    left, right = pairs_within(anchor[free], COINCIDENT)
    same = building[free[left]] == building[free[right]]
    group = components(len(free), left[same], right[same])
    for members in (free[group == first] for first in np.unique(group[left[same]])):
        wall = walls[building[members[0]]] if building[members[0]] >= 0 else None
        points = fanned_out(anchor[members[0]], floors.iloc[members].tolist(), wall)
        anchor[members] = np.array(points, dtype=object)


def _union(shapes: pd.Series) -> Any:
    return shapely.union_all(polygonal(shapes.to_numpy()))


def _sole_occupants(places: pd.DataFrame, labels: pd.Series) -> Any:
    """Tell which places have a building to themselves: no other in it, no number, no floor named."""
    building = places["building"].to_numpy(int)
    alone = places.groupby("building")["id"].transform("size").to_numpy() == 1
    unlabelled = np.array([at >= 0 and pd.isna(labels.iloc[at]) for at in building], bool)
    return (building >= 0) & alone & unlabelled & places["floor"].isna().to_numpy()


def _pick(values: pd.Series, at: pd.Series) -> Any:
    picked = [values.iloc[position] if position >= 0 else None for position in at]
    return pd.Series(picked, index=at.index, dtype=object)


def reached_from(points: Any, building: Any, walls: Any, compounds: Any) -> Any:
    """Return from where places are reached: `inside` or `street`.

    From the street: what stands outside of all compounds, and what is written at the front of a
    building that stands on the compound's boundary.

    Parameters
    ----------
    points
        Array of anchors.
    building
        Position of the building each stands in, -1 for none.
    walls, compounds
        Arrays of polygons; without a compound everything is inside.
    """
    access = np.full(len(points), "inside", dtype=object)
    if not len(compounds):
        return access
    site = shapely.union_all(polygonal(compounds))
    edge = shapely.boundary(site)
    housed = building >= 0
    touching = np.zeros(len(points), bool)
    touching[housed] = shapely.distance(walls[building[housed]], edge) <= TOUCHES
    at_front = touching & (shapely.distance(points, edge) <= STREET_FRONT)
    access[at_front | ~shapely.covers(site, points)] = "street"
    return access


def compound_of(places: gpd.GeoDataFrame, compounds: gpd.GeoDataFrame) -> pd.Series:
    """Return the compound of each place: the one its anchor lies in, else the nearest.

    Parameters
    ----------
    places, compounds
        In one CRS; compounds with `id`.

    Returns
    -------
    compound_id
        On the places' index; None where a place has no position or there is no compound.
    """
    found = pd.Series(None, index=places.index, dtype=object)
    shapes = compounds.geometry.to_numpy()
    usable = np.flatnonzero([shape is not None and not shape.is_empty for shape in shapes])
    points = places.geometry.to_numpy()
    placed = np.flatnonzero([point is not None and not point.is_empty for point in points])
    if not len(usable) or not len(placed):
        return found
    # An inside point is at distance 0, so the nearest compound is the one it lies in.
    here, there = shapely.STRtree(polygonal(shapes[usable])).query_nearest(points[placed])
    here, first = np.unique(here, return_index=True)
    found.iloc[placed[here]] = compounds["id"].to_numpy()[usable[there[first]]]
    return found
