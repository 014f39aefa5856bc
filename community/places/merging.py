"""Which candidates speak of the same place: a symbol and its text, several texts in one area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from . import nearness
from .nearness import pairs_within, same_value_pairs, smallest_container
from .rules import Rules

REACH = 6.0
"""m: how far from its symbol a text is written."""

ROW = 12.0
"""m: texts of a row of shops or of parking bays follow each other at most so far apart."""

SAME_TEXT = 5.0
COINCIDENT = 0.5
SYMBOL_REACH = 5.0
SMALL_AREA = 200.0
DOUBT = 0.7
"""A code that is no surer than this gives way to a text written inside its area."""

Pairs = tuple[Any, Any]


@dataclass(frozen=True)
class Merged:
    """What belongs together, in the order of the candidates.

    Parameters
    ----------
    group
        Smallest position of the candidates that are one place together.
    at
        Where each candidate stands: a point.
    building
        Position of the building it stands in, -1 for none.
    outline
        Position of the uncoded survey area that is its footprint, -1 for none.
    symbol
        Position of the uncoded symbol it is written beside, -1 for none.
    yields
        True for a coded candidate whose kind a text inside it overrides.
    """

    group: Any
    at: Any
    building: Any
    outline: Any
    symbol: Any
    yields: Any


def merge(found: gpd.GeoDataFrame, buildings: Any, outlines: Any, blocks: Any, rules: Rules) -> Merged:
    """Find out which candidates are one place, and where they stand.

    Parameters
    ----------
    found
        Candidates, symbols and texts, one below the other.
    buildings, outlines, blocks
        Arrays of polygons of buildings, of uncoded survey areas, and of points of uncoded block inserts.
    rules
        The catalogue.
    """
    is_text = (found["form"] == "text").to_numpy()
    at, building = _stand(found, is_text, buildings)
    pairs = [_beside_symbols(found, at, building, is_text)]
    pairs.append(_in_same_building(found, building, is_text & ~_linked(pairs, len(found))))
    inside_doubtful = _inside_doubtful(found, at, is_text & ~_linked(pairs, len(found)), rules)
    pairs.append(inside_doubtful)
    free = is_text & ~_linked(pairs, len(found))
    outline, symbol = _shapes_named(found, at, free & (building < 0), outlines, blocks)
    pairs += _same_symbols(found, at, is_text)
    pairs += _same_texts(found, at, free, building, outline, rules)
    yields = np.zeros(len(found), bool)
    yields[inside_doubtful[1]] = True
    left, right = (np.concatenate(side) for side in zip(*pairs))
    return Merged(nearness.components(len(found), left, right), at, building, outline, symbol, yields)


def _linked(pairs: list[Pairs], count: int) -> Any:
    """Tell which texts stand on the left of a pair."""
    linked = np.zeros(count, bool)
    for text, _ in pairs:
        linked[text] = True
    return linked


def _stand(found: gpd.GeoDataFrame, is_text: Any, buildings: Any) -> tuple[Any, Any]:
    """Return the point where each candidate stands, and the building there."""
    at = found.geometry.to_numpy().copy()
    building = np.full(len(found), -1)
    line = shapely.get_dimensions(at) == 1
    at[line] = shapely.line_interpolate_point(at[line], 0.5, normalized=True)
    at[~line] = shapely.point_on_surface(at[~line])
    building[~is_text] = smallest_container(at[~is_text], buildings)
    at[is_text], building[is_text] = nearness.text_positions(found[is_text], buildings)
    return at, building


def _beside_symbols(found: gpd.GeoDataFrame, at: Any, building: Any, is_text: Any) -> Pairs:
    """Link each text to the nearest symbol of its kind within reach; never through a wall outwards."""
    texts, symbols = np.flatnonzero(is_text), np.flatnonzero(~is_text)
    geometry, kind = found.geometry.to_numpy(), found["kind"].to_numpy()
    text, symbol = shapely.STRtree(geometry[symbols]).query(at[texts], "dwithin", REACH)
    text, symbol = texts[text], symbols[symbol]
    kept = (kind[text] == kind[symbol]) & ((building[text] < 0) | (building[text] == building[symbol]))
    text, symbol = text[kept], symbol[kept]
    order = np.lexsort((symbol, shapely.distance(at[text], geometry[symbol]), text))
    text, first = np.unique(text[order], return_index=True)
    return text, symbol[order][first]


def _in_same_building(found: gpd.GeoDataFrame, building: Any, free: Any) -> Pairs:
    """Link each free text in a building to the first symbol of its kind in it."""
    housed = pd.DataFrame({"at": np.arange(len(found)), "building": building, "kind": found["kind"]})
    symbols = housed[(found["form"] != "text").to_numpy() & (building >= 0)]
    symbols = symbols.drop_duplicates(["building", "kind"])
    both = housed[free & (building >= 0)].merge(symbols, on=["building", "kind"])
    return both["at_x"].to_numpy(int), both["at_y"].to_numpy(int)


def _inside_doubtful(found: gpd.GeoDataFrame, at: Any, free: Any, rules: Rules) -> Pairs:
    """Link free texts to the doubtfully coded area they stand in: a lawn called 宅间庭院, a shed for e-bikes.

    Only when all texts in it are of one kind, and of the area's class: else it stays what its code says.
    """
    doubtful = (found["form"] == "area").to_numpy() & (found["certainty"].to_numpy(float) <= DOUBT)
    areas, texts = np.flatnonzero(doubtful), np.flatnonzero(free)
    inside = smallest_container(at[texts], found.geometry.to_numpy()[areas])
    texts, area = texts[inside >= 0], areas[inside[inside >= 0]]
    classes, kind = rules.class_of(found["kind"]).to_numpy(), found["kind"].to_numpy()
    one_kind = pd.Series(kind[texts]).groupby(area).transform("nunique").to_numpy() == 1
    kept = one_kind & (classes[texts] == classes[area])
    return texts[kept], area[kept]


def _shapes_named(found: gpd.GeoDataFrame, at: Any, free: Any, outlines: Any, blocks: Any) -> tuple[Any, Any]:
    """Return the uncoded outline, or else the uncoded symbol, that each free text names.

    The outline it stands in, unless it belongs to a symbol outside of that, where all other texts in
    it are of one kind; else a symbol or a small outline beside it.
    """
    outline, symbol = np.full(len(found), -1), np.full(len(found), -1)
    texts = np.flatnonzero(free)
    inside = smallest_container(at[texts], outlines)
    block = _nearest_symbol(at[texts], blocks, np.arange(len(blocks)))
    inside_too = np.append(smallest_container(blocks, outlines), -1)[block] == inside
    of_block = (block >= 0) & ((inside < 0) | ~inside_too)
    symbol[texts[of_block]] = block[of_block]
    texts, inside = texts[~of_block], inside[~of_block]
    kinds = pd.Series(found["kind"].to_numpy()[texts]).groupby(inside).transform("nunique").to_numpy()
    outline[texts[kinds == 1]] = inside[kinds == 1]
    small = np.flatnonzero(shapely.area(outlines) <= SMALL_AREA)
    alone = texts[inside < 0]
    outline[alone] = _nearest_symbol(at[alone], outlines, small[~np.isin(small, inside)])
    return outline, symbol


def _nearest_symbol(points: Any, symbols: Any, among: Any) -> Any:
    """Return the symbol beside each point, -1 for none: they are each other's nearest, within reach."""
    beside = np.full(len(points), -1)
    here, there, _ = nearness.nearest_within(points, symbols[among], SYMBOL_REACH)
    back, origin, _ = nearness.nearest_within(symbols[among], points, SYMBOL_REACH)
    nearest_point = np.full(len(among), -1)
    nearest_point[back] = origin
    mutual = nearest_point[there] == here
    beside[here[mutual]] = among[there[mutual]]
    return beside


def _same_symbols(found: gpd.GeoDataFrame, at: Any, is_text: Any) -> list[Pairs]:
    """Link symbols of one kind at one spot, and those inside an area of their kind."""
    symbols = np.flatnonzero(~is_text)
    kind, form = found["kind"].to_numpy(), found["form"].to_numpy()
    left, right = (symbols[side] for side in pairs_within(at[symbols], COINCIDENT))
    areas, others = symbols[form[symbols] == "area"], symbols[form[symbols] != "area"]
    inside = smallest_container(at[others], found.geometry.to_numpy()[areas])
    others, area = others[inside >= 0], areas[inside[inside >= 0]]
    same, within = kind[left] == kind[right], kind[others] == kind[area]
    return [(left[same], right[same]), (others[within], area[within])]


def _same_texts(
    found: gpd.GeoDataFrame, at: Any, free: Any, building: Any, outline: Any, rules: Rules
) -> list[Pairs]:
    """Link free texts that say the same: in one outline, in one building, close by, or in a row."""
    texts = np.flatnonzero(free)
    told, house = found.iloc[texts], building[texts]
    says = np.array([f"{kind}\x1f{name}" for kind, name in zip(told["kind"], told["name"])], object)
    where = pd.Series([f"{s}\x1f{f}\x1f{h}" for s, f, h in zip(says, told["floor"], house)], dtype=object)
    pairs = [
        same_value_pairs(where.where(house >= 0)),
        same_value_pairs(pd.Series(outline[texts]).where(outline[texts] >= 0)),
    ]
    grouped = (rules.kinds["numbering"].reindex(told["kind"]) == "grouped").to_numpy()
    for members, distance in ((np.flatnonzero(~grouped), SAME_TEXT), (np.flatnonzero(grouped), ROW)):
        left, right = (members[side] for side in pairs_within(at[texts[members]], distance))
        same = (says[left] == says[right]) & (house[left] == house[right])
        pairs.append((left[same], right[same]))
    return [(texts[left], texts[right]) for left, right in pairs]
