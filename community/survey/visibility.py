"""Which rows of a survey may go public: an allow-list by what they are.

Source: what a public copy must leave out (control points, spot heights, contours, parcel
corners, utilities, sheet frames, texts and blocks other than building numbers and road names;
and nothing that carries a word such as 部队 in its text or layer).
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from .. import catalogue
from ..places.rules import PLACELESS_LAYERS, Rules
from ..places.words import label_of
from .batches import Columns, distinct

_PUBLIC_ROLES = frozenset(
    ("building", "guardhouse", "wall", "fence", "gate", "gatehouse", "road", "path", "water", "vegetation")
)
_ROAD_NAME = re.compile(
    r"[^\d\W]{1,8}(?:路|街|巷|弄|道|胡同|大街|大道)|(?:ул|пр|пер)\.? [^\d]{2,40}"
    r"|[^\d]{2,40} (?:road|street|avenue|lane|rd|st|ave)\.?",
    re.IGNORECASE,
)


def is_road_name(text: str) -> bool:
    """Tell whether an annotation is the name of a road."""
    return _ROAD_NAME.fullmatch(text.strip()) is not None


def roles(frame: pd.DataFrame, rules: Rules) -> pd.Series:
    """Return what each survey row is: by its code, else by its layer, else empty.

    Parameters
    ----------
    frame
        Survey rows with layer, code_system and code.
    rules
        As `rules.rules` makes them.
    """
    meaning = rules.of_codes(frame)
    internal = meaning["kind"].map(rules.kinds["internal"]).eq(True)
    role = meaning["role"].where(~internal, "internal")
    return role.where(role != "", rules.of_layers(frame["layer"]))


def is_public(table: str, columns: Columns, rules: Rules) -> Any:
    """Tell which rows of a survey table may go public, as an array of booleans.

    Parameters
    ----------
    table
        Its name: of survey_text only building numbers and road names, of survey_point
        (blocks, spot heights, control points) nothing.
    columns
        Its rows, with `stray`: what lies far from the rest stays inside.
    rules
        As `rules.rules` makes them.
    """
    if table == "survey_point":
        return np.zeros(len(columns["geometry"]), bool)
    kinds, kind_of = distinct(columns, ("stray", "text", "layer", "code_system", "code"))
    return _is_public(table, kinds, rules)[kind_of]


def _is_public(table: str, frame: pd.DataFrame, rules: Rules) -> Any:
    hidden = frame["stray"].to_numpy(bool)
    for rows in (*flagged(frame["text"]).values(), *flagged(frame["layer"]).values()):
        hidden = hidden | rows
    if table == "survey_text":
        texts = frame["text"].fillna("")
        named = {text: label_of(text) is not None or is_road_name(text) for text in texts.unique()}
        shown = texts.map(named).astype(bool) & ~rules.of_layers(frame["layer"]).isin(PLACELESS_LAYERS)
    else:
        shown = roles(frame, rules).isin(_PUBLIC_ROLES | {"place"})
    return shown.to_numpy(bool) & ~hidden


def flagged(texts: pd.Series) -> dict[str, Any]:
    """Return which rows hold each of the catalogue's words that no public map should show unthought of.

    Returns
    -------
    rows
        Word → array of booleans; only words that occur.
    """
    distinct = texts.dropna().unique()
    found = {}
    for word in catalogue.flagged_words():
        holding = [text for text in distinct if word in str(text)]
        if holding:
            found[word] = texts.isin(holding).to_numpy(bool)
    return found
