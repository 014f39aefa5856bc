"""What a community lacks by the standards: a facility missing, too small, or too far from the buildings.

The standards are a table (`resources/catalogues/standards.csv`), a planner's changes to it lie in the
community file. Only places that exist count: what is proposed is not there yet, what is closed no longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..places.nearness import polygonal
from .check import Contents, Found, Words

MISSING, TOO_SMALL, TOO_FAR = "facility_missing", "facility_too_small", "facility_too_far"


@dataclass(frozen=True)
class Gap:
    """One thing lacking.

    Parameters
    ----------
    code
        facility_missing, facility_too_small or facility_too_far.
    standard
        Id of the row of the standards.
    place_id
        The place that is too small, else empty.
    fields
        What the sentence names.
    radius
        m around each place that it serves; 0 where the standard names none.
    served
        Points of the places that serve.
    lacking
        Shapes without service: buildings, or compounds where all is missing.
    """

    code: str
    standard: str
    place_id: str
    fields: Mapping[str, object]
    radius: float
    served: Any
    lacking: Any


def gaps(contents: Contents) -> list[Gap]:
    """Return what the community lacks, in the order of the standards; nothing before it has places."""
    if contents.placed.empty or contents.tables["compound"].empty:
        return []
    there = contents.placed[contents.placed["status"].fillna("existing") == "existing"]
    sizes = _sizes(there, contents.tables["footprint"])
    homes, sites = _homes(contents), polygonal(contents.tables["compound"].geometry.to_numpy())
    kinds = set(there["kind"])
    found: list[Gap] = []
    for standard in contents.standards.itertuples():
        # Most standards find nobody who serves, and to choose rows takes long.
        here = not kinds.isdisjoint(standard.kinds)
        serving = there[there["kind"].isin(standard.kinds)] if here else there.iloc[:0]
        found += _gaps(standard, serving, sizes, homes, sites)
    return found


def _gaps(
    standard: Any, serving: gpd.GeoDataFrame, sizes: pd.DataFrame, homes: Any, sites: Any
) -> Iterator[Gap]:
    said = {"what": Words(standard.zh, standard.en), "source": standard.source}
    figures = {**said, "source": _source_of_figures(standard)}
    radius = 0.0 if np.isnan(standard.radius) else float(standard.radius)
    points = serving.geometry.to_numpy()
    if serving.empty:
        yield Gap(MISSING, standard.Index, "", said, radius, points, sites)
        return
    if standard.minimum > 0:
        known = sizes.loc[serving.index, standard.of].dropna()
        # Unless the size of each is known, one of them may be large enough.
        if len(known) == len(serving) and known.max() < standard.minimum:
            at = known.idxmax()
            size = {"size": f"{known[at]:.0f}", "minimum": f"{standard.minimum:.0f}"}
            identifier = str(serving.loc[at, "id"])
            here = np.array([serving.geometry.loc[at]])
            yield Gap(TOO_SMALL, standard.Index, identifier, {**figures, **size}, 0.0, here, here[:0])
    if radius and len(homes):
        # The distance is from the middle of a building, as one draws circles.
        middles = shapely.centroid(homes)
        served = shapely.STRtree(points).query(middles, predicate="dwithin", distance=radius)[0]
        lacking = np.setdiff1d(np.arange(len(homes)), served)
        if len(lacking):
            counts = {"n": len(lacking), "all": len(homes), "radius": f"{radius:.0f}"}
            yield Gap(TOO_FAR, standard.Index, "", {**figures, **counts}, radius, points, homes[lacking])


def _source_of_figures(standard: Any) -> object:
    """Return the source of a radius or size, and that nobody has checked it where that is so."""
    if standard.checked:
        return standard.source
    return Words(f"{standard.source}，数值待核对", f"{standard.source}, figure to be checked")


def _sizes(places: gpd.GeoDataFrame, footprints: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return floor and ground (m²) of each place on its index; NaN where not known."""
    ground = footprints.set_index("place_id").geometry.area.groupby(level=0).sum()
    return pd.DataFrame(
        {
            "floor": places["floor_area"].astype(float).to_numpy(),
            "ground": places["id"].map(ground).astype(float).to_numpy(),
        },
        index=places.index,
    )


def _homes(contents: Contents) -> Any:
    """Return the shapes of the buildings with a number, else of all buildings, inside of the compounds."""
    buildings = contents.tables["building"]
    buildings = buildings[buildings.geometry.notna() & ~buildings.geometry.is_empty]
    inside = buildings[buildings["compound_id"].isin(contents.tables["compound"]["id"])]
    labelled = inside[inside["label"].notna()]
    return polygonal((labelled if len(labelled) else inside).geometry.to_numpy())


def _found(contents: Contents, code: str) -> Found:
    return [(gap.place_id, gap.fields) for gap in contents.gaps if gap.code == code]


def missing(contents: Contents) -> Found:
    """Find facilities that a standard asks for and that are nowhere."""
    return _found(contents, MISSING)


def too_small(contents: Contents) -> Found:
    """Find facilities of which even the largest is smaller than a standard asks."""
    return _found(contents, TOO_SMALL)


def too_far(contents: Contents) -> Found:
    """Find facilities that some buildings have farther away than a standard allows."""
    return _found(contents, TOO_FAR)
