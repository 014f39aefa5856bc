"""Buildings of a survey: outlines with their number, structure, storeys and building group."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..ids import stable_id
from .nearness import polygonal, smallest_container, text_positions
from .rules import PLACELESS_LAYERS, Rules
from .words import group_of, label_of, structure_of

SMALLEST = 10.0
"""m²: what is drawn smaller on the buildings' layer, and without a code, is a stair or a shaft."""

_ROLES = ("building", "guardhouse")
_GROUP_LAYER = "building_group"
_SAME = 0.6


def is_building(areas: gpd.GeoDataFrame, rules: Rules) -> pd.Series:
    """Tell which survey areas are buildings: by code, or by layer in a survey that codes none.

    An outline whose code suggests a place of its own (a shed, a public toilet) is left to that place.
    """
    meaning = rules.of_codes(areas)
    uncoded = areas["code"].fillna("").astype(str).str.strip() == ""
    drawn = uncoded & (rules.of_layers(areas["layer"]) == "building") & (areas.area >= SMALLEST)
    coded = meaning["role"].isin(_ROLES) & (meaning["kind"] == "")
    drawn &= ~coded.groupby(areas["source_id"].fillna("")).transform("any")
    return (coded | drawn) & ~areas["stray"].astype(bool)


def survey_buildings(areas: gpd.GeoDataFrame, texts: gpd.GeoDataFrame, rules: Rules) -> gpd.GeoDataFrame:
    """Make building rows of a survey's areas and the texts in them.

    Parameters
    ----------
    areas, texts
        Survey tables in one metric CRS.
    rules
        What codes mean.

    Returns
    -------
    buildings
        id (the same for the same survey row), label (3栋), building_group, floors, structure (of the
        catalogue of structures), geometry.
        A building with two numbers has both, joined by 、.
    """
    outlines = areas[is_building(areas, rules)].reset_index(drop=True)
    polygons = polygonal(outlines.geometry.to_numpy())
    inner = texts[texts["text"].notna() & ~rules.of_layers(texts["layer"]).isin(PLACELESS_LAYERS)]
    inside = text_positions(inner, polygons)[1]
    inner, inside = inner[inside >= 0], inside[inside >= 0]
    labels = inner["text"].map(label_of)
    structures = inner["text"].map(structure_of)
    rows = pd.RangeIndex(len(outlines))
    return gpd.GeoDataFrame(
        {
            "id": [stable_id("building", row) for row in outlines["id"]],
            "label": _joined(labels, inside).reindex(rows).to_numpy(),
            "building_group": _groups(polygons, areas, texts, rules),
            "floors": _first(structures.str[1], inside).reindex(rows).astype("Int64").to_numpy(),
            "structure": _first(structures.str[0], inside).reindex(rows).to_numpy(),
        },
        geometry=polygons,
        crs=areas.crs,
    )


def _joined(values: pd.Series, inside: object) -> pd.Series:
    found = pd.Series(values.to_numpy(), index=inside).dropna()
    return found.groupby(level=0).agg(lambda texts: "、".join(dict.fromkeys(texts)))


def _first(values: pd.Series, inside: object) -> pd.Series:
    return pd.Series(values.to_numpy(), index=inside).dropna().groupby(level=0).first()


def _groups(polygons: object, areas: gpd.GeoDataFrame, texts: gpd.GeoDataFrame, rules: Rules) -> list[object]:
    """Return the building group of each building: the name written in the outline it stands in."""
    outlines = areas[rules.of_layers(areas["layer"]) == _GROUP_LAYER].geometry.to_numpy()
    names = texts["text"].map(group_of, na_action="ignore")
    named = texts[names.notna()]
    inside = text_positions(named, outlines)[1]
    of_outline = _first(names[names.notna()], inside)
    where = smallest_container(shapely.point_on_surface(polygons), outlines)
    return [of_outline.get(at) if at >= 0 else None for at in where]


def compound_within(buildings: gpd.GeoDataFrame, compounds: gpd.GeoDataFrame) -> pd.Series:
    """Return the compound that each building stands in with its middle; None for one outside of all."""
    points = shapely.point_on_surface(buildings.geometry.to_numpy())
    inside = smallest_container(points, polygonal(compounds.geometry.to_numpy()))
    ids = [compounds["id"].iloc[at] if at >= 0 else None for at in inside]
    return pd.Series(ids, index=buildings.index, dtype=object)


def new_buildings(found: gpd.GeoDataFrame, existing: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the buildings found that are not in the community yet, by id or by outline."""
    found = found[~found["id"].isin(existing["id"])].reset_index(drop=True)
    there = existing.geometry.to_numpy()[existing.geometry.notna().to_numpy()]
    if not len(found) or not len(there):
        return found
    here, other = shapely.STRtree(there).query(found.geometry.to_numpy(), predicate="intersects")
    outlines, others = found.geometry.to_numpy()[here], there[other]
    common = shapely.area(shapely.intersection(outlines, polygonal(others)))
    same = common > _SAME * np.maximum(shapely.area(outlines), shapely.area(others))
    return found.drop(index=np.unique(here[same])).reset_index(drop=True)
