"""Boundaries of compounds: from a layer, from the walls of a survey, or, when asked to assume, its hull."""

from __future__ import annotations

import re
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..errors import SiteError
from ..ids import stable_id
from .candidates import Survey
from .nearness import pairs_within, polygonal, text_positions
from .rules import PLACELESS_LAYERS, Rules
from .words import normalise

SMALLEST_COMPOUND = 1000.0
"""m²: a smaller ring of walls is a yard."""

NEARLY_CLOSED = 2.0
GAP = 6.0
GATE_GAP = 30.0
"""m: how wide an opening in a wall is bridged; the wider one where a gate stands in it."""

_NEAR_GATE = 3.0
_SAME = 0.5
GATES = ("gate", "gatehouse")
_LINES = ("wall", "fence", *GATES)
_NAMES = ("name", "名称", "小区", "compound", "label")
_PREFIXES = ("prefix", "前缀")
_ORDERS = ("sort_order", "order", "顺序")
_NAME = re.compile(r"^[^\d()]{1,8}(里|小区|苑|新村|花园|公寓|家园|坊|庭|府|湾|村|院|社区)$")


def compounds_of_layer(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make compounds of polygons or closed lines.

    Parameters
    ----------
    frame
        Features in the community's CRS; name, prefix and sort_order are read where columns of these
        names (or their Chinese ones) are there.

    Returns
    -------
    compounds
        id, name, prefix, sort_order, geometry (polygons made valid).

    Raises
    ------
    SiteError
        `open_boundary` with the feature and its gap in metres, `invalid_boundary`.
    """
    shapes = [_as_area(shape, row + 1) for row, shape in enumerate(frame.geometry)]
    given = pd.to_numeric(_column(frame, _ORDERS), errors="coerce")
    order = given.where(given.notna(), np.arange(1, len(frame) + 1)).round().astype(int)
    return _rows(_column(frame, _NAMES), _column(frame, _PREFIXES), order, shapes, frame.crs)


def _column(frame: gpd.GeoDataFrame, names: tuple[str, ...]) -> pd.Series:
    present = {str(column).lower(): column for column in frame.columns}
    found = next((present[name] for name in names if name in present), None)
    if found is None:
        return pd.Series(None, index=frame.index, dtype=object)
    values = frame[found].astype(object)
    return values.where(values.notna() & (values != ""), None)


def _as_area(shape: Any, feature: int) -> Any:
    if shapely.get_dimensions(shape) == 1:
        shape = _closed(shape, feature)
    area = polygonal(shape)
    if area.area <= 0:
        raise SiteError("invalid_boundary")
    return area


def _closed(line: Any, feature: int) -> Any:
    """Return the area of a line that ends, about, where it begins, or of pieces that make such a line."""
    merged = shapely.line_merge(shapely.unary_union(line))
    areas = shapely.get_parts(shapely.polygonize(shapely.get_parts(merged)))
    if len(areas):
        return shapely.union_all(areas)
    ends = shapely.get_coordinates(shapely.boundary(merged))
    gap = float(np.hypot(*(ends[0] - ends[-1])))
    if shapely.get_num_geometries(merged) > 1 or gap > NEARLY_CLOSED:
        raise SiteError("open_boundary", feature=feature, gap=f"{gap:.1f}")
    return shapely.polygons(np.vstack([shapely.get_coordinates(merged), ends[:1]]))


def _rows(name: Any, prefix: Any, order: Any, shapes: Any, crs: Any) -> gpd.GeoDataFrame:
    rows = gpd.GeoDataFrame(
        {"name": list(name), "prefix": list(prefix), "sort_order": pd.array(list(order), dtype="Int64")},
        geometry=list(shapes),
        crs=crs,
    )
    keys = [f"{n}" if n else f"{s.centroid.x:.0f},{s.centroid.y:.0f}" for n, s in zip(name, shapes)]
    repeat = pd.Series(keys).groupby(keys).cumcount()
    return rows.assign(id=[stable_id("compound", key, n) for key, n in zip(keys, repeat)])


def keep_ids(compounds: gpd.GeoDataFrame, existing: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give compounds the ids of those that are there, found by name, else by common ground."""
    taken: set[str] = set()
    ids = []
    for name, shape, own in zip(compounds["name"], polygonal(compounds.geometry.to_numpy()), compounds["id"]):
        free = existing[~existing["id"].isin(taken)]
        same = free[(free["name"] == name) & free["name"].notna()]
        if same.empty and len(free):
            there = polygonal(free.geometry.to_numpy())
            common = shapely.area(shapely.intersection(there, shape))
            same = free[common > _SAME * np.maximum(shapely.area(there), shape.area)]
        ids.append(same["id"].iloc[0] if len(same) else own)
        taken.add(ids[-1])
    return compounds.assign(id=ids)


def compounds_of_survey(survey: Survey, rules: Rules) -> gpd.GeoDataFrame:
    """Make compounds of the walls, fences and parcel lines of a survey.

    Openings in a wall are bridged: up to 6 m, or up to 30 m where a gate stands. Rings inside others
    are yards; parcels count where no ring of walls covers them. A compound is named by the largest
    text in it that reads like the name of one. None at all gives an empty table.
    """
    rings = _largest(_rings(survey, rules))
    parcels = survey.areas[_with_role(survey.areas, rules, ("parcel",))].geometry.to_numpy()
    shapes = [*rings, *_largest(_uncovered(polygonal(parcels), rings))]
    shapes.sort(key=lambda shape: (-shape.area, *shape.centroid.coords[0]))
    names = _names_inside(survey.texts, shapes, rules)
    return _rows(names, _initials(names), range(1, len(shapes) + 1), shapes, survey.areas.crs)


def _with_role(frame: gpd.GeoDataFrame, rules: Rules, roles: tuple[str, ...]) -> pd.Series:
    usable = ~rules.of_layers(frame["layer"]).isin(PLACELESS_LAYERS - {"parcel_corner"})
    return rules.of_codes(frame)["role"].isin(roles) & usable & ~frame["stray"].astype(bool)


def _rings(survey: Survey, rules: Rules) -> Any:
    """Return all areas that walls, fences and gates enclose, their openings bridged."""
    lines = survey.lines[_with_role(survey.lines, rules, _LINES)].geometry.to_numpy()
    closed = survey.areas[_with_role(survey.areas, rules, ("wall", "fence"))].geometry.to_numpy()
    drawn = np.concatenate([lines, shapely.boundary(closed)])
    gates = [
        shapely.centroid(frame[_with_role(frame, rules, GATES)].geometry.to_numpy())
        for frame in (survey.points, survey.lines, survey.areas)
    ]
    network = shapely.get_parts(shapely.line_merge(shapely.unary_union(drawn)))
    bridges = _bridges(network, np.concatenate(gates))
    edges = shapely.get_parts(shapely.unary_union(np.concatenate([network, bridges])))
    return shapely.get_parts(shapely.polygonize(edges))


def _bridges(network: Any, gates: Any) -> Any:
    """Return straight lines that join loose ends of walls with each other, the shortest first."""
    ends = shapely.get_parts(shapely.boundary(network))
    left, right = pairs_within(ends, GATE_GAP)
    span = shapely.distance(ends[left], ends[right])
    middles = shapely.centroid(shapely.linestrings(_between(ends[left], ends[right])))
    reach = _NEAR_GATE + span / 2
    gate = shapely.union_all(gates)
    allowed = (span > 0) & ((span <= GAP) | (shapely.distance(middles, gate) <= reach))
    order = np.flatnonzero(allowed)[np.argsort(span[allowed], kind="stable")]
    used: set[int] = set()
    chosen = []
    for pair in order:
        a, b = int(left[pair]), int(right[pair])
        if not {a, b} & used:
            used |= {a, b}
            chosen.append(pair)
    return shapely.linestrings(_between(ends[left[chosen]], ends[right[chosen]]))


def _between(left: Any, right: Any) -> Any:
    return np.stack([shapely.get_coordinates(left), shapely.get_coordinates(right)], axis=1)


def _largest(areas: Any) -> list[Any]:
    """Return the areas without their holes that are large enough and lie in no other."""
    whole = [shapely.polygons(shapely.get_exterior_ring(area)) for area in shapely.get_parts(areas)]
    whole = sorted((a for a in whole if a.area >= SMALLEST_COMPOUND), key=lambda area: -area.area)
    outer: list[Any] = []
    for area in whole:
        if not any(other.covers(area.representative_point()) for other in outer):
            outer.append(area)
    return outer


def _uncovered(parcels: Any, rings: list[Any]) -> Any:
    walled = shapely.union_all(rings)
    covered = shapely.area(shapely.intersection(parcels, walled))
    return parcels[covered < _SAME * shapely.area(parcels)]


def _names_inside(texts: gpd.GeoDataFrame, shapes: list[Any], rules: Rules) -> list[str | None]:
    """Return the largest name written in each compound, where one is."""
    told = texts["text"].fillna("").map(normalise)
    named = texts[told.str.match(_NAME) & ~rules.of_layers(texts["layer"]).isin(PLACELESS_LAYERS)]
    named = named[np.array([not rules.words.read(text) for text in named["text"]], bool)]
    inside = text_positions(named, np.array(shapes, object))[1]
    largest = named.assign(inside=inside).sort_values("text_height", ascending=False, kind="stable")
    names = largest.groupby("inside")["text"].first().map(normalise)
    return [names.get(at) for at in range(len(shapes))]


def _initials(names: list[str | None]) -> list[str | None]:
    """Return the first letters of several names where these tell them apart (南里 → 南)."""
    initials = [name[0] if name else None for name in names]
    if len(names) < 2 or None in initials or len(set(initials)) < len(initials):
        return [None] * len(names)
    return initials


def hull(survey: Survey, rules: Rules) -> gpd.GeoDataFrame:
    """Return one compound around all that was surveyed: an assumption, for want of a boundary.

    Raises
    ------
    SiteError
        `no_boundary` when the survey holds nothing to go by.
    """
    shapes = []
    for frame in (survey.areas, survey.lines, survey.points, survey.texts):
        helper = rules.of_layers(frame["layer"]).isin(PLACELESS_LAYERS)
        shapes.append(frame.geometry[~helper & ~frame["stray"].astype(bool)].to_numpy())
    around = shapely.convex_hull(shapely.union_all(shapely.envelope(np.concatenate(shapes))))
    if around.is_empty or around.area <= 0:
        raise SiteError("no_boundary")
    return _rows([None], [None], [1], [around], survey.areas.crs)
