"""What each row of a table is about: a place, a building, a compound, the whole community."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from .gazetteer import Gazetteer
from .positions import parse_point
from .rows import says_nothing, word_of

REACH = 25.0
"""m: a phone's position is good to about 10 m, and a place is pointed at from beside it."""

_EVERYWHERE = re.compile(
    r"(?:全|整个|整|本|我们)?(?P<scope>社区|小区)(?:整体|全体|内|里|范围)?|全部|整体|所有|不限|通用"
    r"|(?:the )?(?:whole |entire )?(?P<english>community|compound)|all|general"
)


@dataclass(frozen=True)
class Subject:
    """What a row is about, and how that was found.

    Parameters
    ----------
    scope
        place, building, building_group, compound, community.
    places
        Ids of all places named, in the order named.
    building
        Id of the building, where no place was found.
    how
        number, name, building or position; empty when nothing was linked.
    problem
        `unknown_place`, `ambiguous_place`, `unknown_building`, `ambiguous_building`, `no_place_near`.
    """

    scope: str = "community"
    places: tuple[str, ...] = ()
    building: Optional[str] = None
    how: str = ""
    problem: str = ""

    @property
    def linked(self) -> bool:
        """Whether a place or building was found."""
        return bool(self.places or self.building)


class Site:
    """The places and buildings of a community, as far as rows can be about them.

    Parameters
    ----------
    places, footprints, compounds, buildings, aliases
        Tables of the community file.
    reach
        Farthest distance in metres from a position to the place it means.
    kinds
        With the planner's edits: their names mean places too.
    """

    def __init__(
        self,
        places: gpd.GeoDataFrame,
        footprints: gpd.GeoDataFrame,
        compounds: gpd.GeoDataFrame,
        buildings: gpd.GeoDataFrame,
        aliases: pd.DataFrame,
        reach: float = REACH,
        kinds: Optional[pd.DataFrame] = None,
    ) -> None:
        self.names = Gazetteer(places, compounds, buildings, aliases, kinds)
        self.reach = reach
        present = places[~places["rejected"] & places["retired_at"].isna() & ~places.geometry.isna()]
        present = present.sort_values(["rank", "id"], kind="stable")
        self._ids = present["id"].to_numpy()
        self._shapes = _shapes(present, footprints)
        groups = zip(buildings["id"], buildings["building_group"])
        self.group_of = {row: group for row, group in groups if isinstance(group, str) and group}

    def subject(self, cells: Mapping[str, Any], point: Any, day: str | None) -> Subject:
        """Return what a row is about: the number or name it gives, its position, its building.

        Parameters
        ----------
        cells
            Text by field.
        point
            Its position in the community's CRS, or None.
        day
            When it was said.
        """
        stated = word_of("scope", cells.get("scope")) or everywhere(cells.get("scope") or "")
        found = self._named(cells, day or "")
        if not found.places and point is not None:
            near = self.near(point)
            found = near if near.linked or not found.linked else found
        if stated and not found.linked and not found.problem:
            return Subject(stated)
        if stated in ("building_group", "compound", "community") and not found.places:
            return Subject(stated, (), found.building, found.how, found.problem)
        return found

    def near(self, point: Any) -> Subject:
        """Return the place whose footprint holds a position, else the nearest within reach."""
        at = nearest(point, self._shapes, self.reach)
        if at is None:
            return Subject("place", problem="no_place_near")
        return Subject("place", (self._ids[at],), how="position")

    def _named(self, cells: Mapping[str, Any], day: str) -> Subject:
        compound = self.names.compound(cells.get("compound") or "")
        found = Subject("compound") if compound else Subject()
        for reader in (self._by_place, self._by_building, self._by_location):
            subject = reader(cells, compound, day)
            if subject is not None and (subject.linked or subject.scope in ("compound", "community")):
                return subject
            found = subject if subject is not None and not found.problem else found
        return found

    def _by_place(self, cells: Mapping[str, Any], compound: str, day: str) -> Subject | None:
        text = cells.get("place")
        if says_nothing(text) or text is None:
            return None
        scope = everywhere(text)
        if scope:
            return Subject(scope)
        places, how, problem = self.names.places(text, compound, day)
        if places:
            return Subject("place", tuple(places), how=how)
        return self._building(text, compound, bare=False) or Subject("place", problem=problem)

    def _by_building(self, cells: Mapping[str, Any], compound: str, _day: str) -> Subject | None:
        text = cells.get("building")
        if says_nothing(text) or text is None:
            return None
        scope = everywhere(text)
        return Subject(scope) if scope else self._building(text, compound, bare=True)

    def _by_location(self, cells: Mapping[str, Any], compound: str, day: str) -> Subject | None:
        text = cells.get("location")
        if says_nothing(text) or text is None or parse_point(text)[0] is not None:
            return None
        scope = everywhere(text)
        if scope:
            return Subject(scope)
        places, how, _ = self.names.places(text, compound, day)
        if places and how == "name":
            return Subject("place", tuple(places), how=how)
        return self._building(text, compound, bare=False)

    def _building(self, text: str, compound: str, *, bare: bool) -> Subject | None:
        building, problem = self.names.building(text, compound, bare=bare)
        if building is None and not problem:
            return None
        return Subject("building", building=building, how="building" if building else "", problem=problem)


def everywhere(text: str) -> str:
    """Return community or compound when a cell says that the whole of it is meant, else empty."""
    match = _EVERYWHERE.fullmatch(unicodedata.normalize("NFKC", text).casefold().strip())
    if match is None:
        return ""
    return "compound" if match["scope"] == "小区" or match["english"] == "compound" else "community"


def nearest(point: Any, shapes: Any, limit: float) -> int | None:
    """Return where in `shapes` the nearest one within `limit` stands; of several the smallest, the first."""
    distances = shapely.distance(shapes, point)
    within = np.flatnonzero(distances <= limit)
    if not len(within):
        return None
    areas = shapely.area(shapes[within])
    return int(within[np.lexsort((within, areas, distances[within]))[0]])


def _shapes(places: gpd.GeoDataFrame, footprints: gpd.GeoDataFrame) -> Any:
    """Return the footprint of each place, or its anchor."""
    grounds = footprints[footprints["place_id"].isin(places["id"])].dropna(subset=["geometry"])
    parts = grounds.groupby("place_id")["geometry"]
    merged = {place: shapely.union_all(part.to_numpy()) for place, part in parts}
    own = places["id"].map(merged).to_numpy(dtype=object)
    return np.where(shapely.is_geometry(own), own, places.geometry.to_numpy())
