"""Places that share one number: a row of shops, a row of parking."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..places.nearness import components, pairs_within
from .floors import floor_level

ROW_GAP = 10.0


def lead(
    places: gpd.GeoDataFrame,
    footprints: gpd.GeoDataFrame,
    entrances: gpd.GeoDataFrame,
    kinds: pd.DataFrame,
    kept: Container[str],
) -> Any:
    """Tell which places carry a number: of a row of a grouped kind the first, or one that keeps its own.

    Places of one grouped kind, name, series, floor and access make a row when they are in one building or,
    in the open, within 10 m of the next: 商铺 beside 商铺, but a fruit shop beside a chemist keeps a number
    that residents find in the index. A place with a gate or ramp of its own stands alone.

    Parameters
    ----------
    places
        Rows of `place` in their order, with compound_id and series.
    footprints, entrances
        Tables of those names.
    kinds
        The catalogue: numbering by kind.
    kept
        Ids of the places that keep their number.

    Returns
    -------
    mask
        One truth value a place.
    """
    stays = np.array([place in kept for place in places["id"]], bool)
    grouped_kinds = set(kinds.index[kinds["numbering"] == "grouped"])
    gated = set(entrances["place_id"].dropna())
    grouped = np.array(
        [k in grouped_kinds and i not in gated for k, i in zip(places["kind"], places["id"])], bool
    )
    if not grouped.any():
        return np.ones(len(places), bool)
    row = _rows(places, footprints, grouped)
    first = np.lexsort((np.arange(len(row)), ~stays, row))
    leads = stays.copy()
    leads[first[np.flatnonzero(np.diff(row[first], prepend=-1))]] = True
    return leads


def _rows(places: gpd.GeoDataFrame, footprints: gpd.GeoDataFrame, grouped: Any) -> Any:
    """Return a number for each place, the same for places of one row."""
    alike = places[["compound_id", "series", "kind", "name", "access", "building_id"]].fillna("")
    alike = alike.assign(floor=places["floor"].map(floor_level))
    codes = alike.groupby(list(alike.columns), sort=False).ngroup().to_numpy()
    shapes = footprints.drop_duplicates("place_id").set_index("place_id").geometry.reindex(places["id"])
    shapes = np.where(shapely.is_missing(shapes.to_numpy()), places.geometry.to_numpy(), shapes.to_numpy())
    indoors = places["building_id"].notna().to_numpy()
    open_air = np.flatnonzero(grouped & ~indoors)
    left, right = pairs_within(shapes[open_air], ROW_GAP)
    left, right = open_air[left], open_air[right]
    same = codes[left] == codes[right]
    cluster = components(len(places), left[same], right[same])
    housed = np.flatnonzero(grouped & indoors)
    cluster[housed] = pd.Series(housed).groupby(codes[housed]).transform("min").to_numpy()
    return cluster
