"""What of a survey a planner takes for a place: by a click, or many with a box."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..ids import stable_id
from .marking import LARGEST_AREA
from .rules import PLACELESS_LAYERS, Rules

_NEVER = ("wall", "fence", "gate", "gatehouse", "parcel", "parcel_corner", "control", "spot_height")
_NEVER_ON = PLACELESS_LAYERS | {"wall", "building_group", "frame"}
_BUILDINGS = ("building", "guardhouse")


def place_id_of(row_id: str) -> str:
    """Return the id of the place that a row of the survey's points, lines or areas is by itself.

    Marking by rules gives the same: a later run finds the planner's place instead of adding its own.
    """
    return stable_id("place", row_id, "symbol", 0)


def takeable(rows: pd.DataFrame, rules: Rules) -> pd.Series:
    """Tell which rows of a survey can be a place: no wall, no sheet frame, no helper line, not too large.

    Parameters
    ----------
    rows
        With code_system, code, layer, stray and `size` (m², 0 for points).
    rules
        What codes mean.
    """
    meaning = rules.of_codes(rows)
    plain = ~rules.of_layers(rows["layer"]).isin(_NEVER_ON) & ~meaning["role"].isin(_NEVER)
    return plain & ~rows["stray"].astype(bool) & (rows["size"] <= LARGEST_AREA)


def is_block(rows: pd.DataFrame, rules: Rules) -> pd.Series:
    """Tell which surveyed areas are buildings: places stand in these, rather than being them."""
    meaning = rules.of_codes(rows)
    uncoded = rows["code"].fillna("").astype(str) == ""
    on_layer = uncoded & (rules.of_layers(rows["layer"]) == "building")
    return (meaning["role"].isin(_BUILDINGS) & (meaning["kind"] == "")) | on_layer


def in_box(rows: pd.DataFrame, kind: str, rules: Rules) -> Any:
    """Return the positions of the rows that a box around them means when `kind` is picked.

    Those that the catalogue takes for this kind and those it has no kind for, buildings apart; if
    there are none, the rows with the code that stands most often in the box.

    Parameters
    ----------
    rows
        Takeable rows inside of the box, as for `takeable`.
    kind
        The kind picked.
    rules
        What codes mean.

    Returns
    -------
    positions
        Of the rows taken, in order.
    """
    meaning = rules.of_codes(rows)["kind"].reset_index(drop=True)
    block = is_block(rows, rules).reset_index(drop=True)
    taken = ((meaning == kind) | (meaning == "")) & ~block
    if not taken.any() and len(rows):
        codes = rows["code"].fillna("").astype(str).reset_index(drop=True)
        taken = codes == codes.mode().iloc[0]
    return taken.to_numpy().nonzero()[0]
