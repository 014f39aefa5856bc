"""What the open community lacks by the standards, unsaved edits heeded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from ..community import catalogue
from ..community.checks.check import Contents
from ..community.checks.gaps import Gap, gaps
from .held_edits import edits_of, kinds_of
from .survey_frames import frame_of

_TABLES = ("place", "footprint", "building", "compound")
_BOOLEANS = ("rejected", "is_public", "locked")


def gaps_in(layers: Mapping[str, Any]) -> list[Gap]:
    """Return what the community of these layers lacks (see `community.checks.gaps`)."""
    tables: dict[str, gpd.GeoDataFrame] = {name: frame_of(layers[name]) for name in _TABLES}
    places = tables["place"]
    places[list(_BOOLEANS)] = places[list(_BOOLEANS)].eq(True)
    places["floor_area"] = pd.to_numeric(places["floor_area"], errors="coerce")
    edits = edits_of(layers)
    return gaps(Contents(tables, {}, kinds_of(layers), catalogue.standards(edits)))
