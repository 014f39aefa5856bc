"""What a survey suggests as places, row by row, before anything is merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from .rules import PLACELESS_LAYERS, Rules
from .words import normalise

COLUMNS = (
    "row_id", "part", "form", "kind", "certainty", "name", "floor", "evidence", "source_id", "source_ref",
    "alone", "text", "text_height", "rotation",
)  # fmt: skip
"""Columns of candidates beside geometry.

`form` is area, line, point or text; `alone` tells whether the candidate is a place without another.
"""

_LAYER_CERTAINTY = 0.5
_EDGE = 0.01


@dataclass(frozen=True)
class Survey:
    """The survey tables of a community, all in one metric CRS."""

    points: gpd.GeoDataFrame
    lines: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame
    texts: gpd.GeoDataFrame


def symbols(survey: Survey, rules: Rules) -> gpd.GeoDataFrame:
    """Return the candidates that a survey's points, lines and areas suggest by code or layer name."""
    frames = ((survey.areas, "area"), (survey.lines, "line"), (survey.points, "point"))
    return stacked([_symbols(frame, form, rules) for frame, form in frames], survey.texts.crs)


def _symbols(frame: gpd.GeoDataFrame, form: str, rules: Rules) -> gpd.GeoDataFrame:
    frame = frame[_may_hold_places(frame, rules)]
    meaning = rules.of_codes(frame)
    kind, certainty = meaning["kind"], meaning["certainty"]
    coded = kind != ""
    mentions = _by_layer(frame[meaning["role"] == ""], rules)
    kind = kind.where(coded, mentions.map(lambda m: m.kind).reindex(frame.index))
    evidence = frame["code_system"].astype(str) + " " + frame["code"].astype(str)
    found = kind.notna() & (kind != "")
    return candidates(
        frame[found],
        form,
        alone=_alone(frame.geometry[found], meaning["alone"][found]),
        kind=kind[found],
        certainty=certainty.where(coded, _LAYER_CERTAINTY)[found],
        name=meaning["name"].where(coded & (meaning["name"] != ""), None)[found],
        evidence=evidence.where(coded, frame["layer"].astype(str))[found],
    )


def _alone(geometry: gpd.GeoSeries, alone: pd.Series) -> pd.Series:
    """Tell which symbols are places without a text: by their code always, never, or if wide enough."""
    width = pd.to_numeric(alone, errors="coerce")
    wide = ~geometry.buffer(_EDGE - width.fillna(0) / 2).is_empty
    return (alone != "no") & (width.isna() | wide)


def _by_layer(frame: gpd.GeoDataFrame, rules: Rules) -> pd.Series:
    """Return what the names of layers outside of CASS's own say (a layer 公厕 holds toilets)."""
    names = frame.loc[rules.of_layers(frame["layer"]) == "", "layer"].dropna().astype(str)
    mentions = {name: next(iter(rules.words.read(name)), None) for name in names.unique()}
    return names.map(mentions).dropna()


def words(survey: Survey, rules: Rules) -> gpd.GeoDataFrame:
    """Return the candidates that a survey's annotation names; one text may name several.

    Attributes of blocks are read too; each different text is read once.
    """
    frames = [
        frame[_may_hold_places(frame, rules) & frame["text"].notna()]
        for frame in (survey.texts, survey.points)
    ]
    return stacked([_words(frame, rules) for frame in frames], survey.texts.crs)


def _words(frame: gpd.GeoDataFrame, rules: Rules) -> gpd.GeoDataFrame:
    known = {text: rules.words.read(text) for text in frame["text"].unique()}
    mentions = frame["text"].map({text: found for text, found in known.items() if found}).dropna().explode()
    rows = frame.loc[mentions.index]
    found = candidates(
        rows,
        "text",
        kind=mentions.map(lambda m: m.kind),
        certainty=mentions.map(lambda m: m.certainty),
        name=mentions.map(lambda m: m.name),
        floor=mentions.map(lambda m: m.floor),
        evidence=rows["text"].map(lambda text: f"“{normalise(text)}”"),
    )
    extra = rows[["text_height", "rotation"]].reset_index(drop=True)
    return found.assign(text=rows["text"].to_numpy(), **{name: extra[name] for name in extra})


def _may_hold_places(frame: gpd.GeoDataFrame, rules: Rules) -> pd.Series:
    helper = rules.of_layers(frame["layer"]).isin(PLACELESS_LAYERS)
    return ~helper & ~frame["stray"].astype(bool) & frame.geometry.notna() & ~frame.geometry.is_empty


def candidates(rows: gpd.GeoDataFrame, form: str, **columns: pd.Series) -> gpd.GeoDataFrame:
    """Return candidates of `rows`, one for each; the same row a second time is its next part.

    Parameters
    ----------
    rows
        With id, source_id, handle and geometry.
    form
        area, line, point or text.
    columns
        Further columns of candidates, in the order of `rows`.
    """
    values: dict[str, Any] = {name: column.to_numpy() for name, column in columns.items()}
    part = rows.groupby(rows["id"].to_numpy()).cumcount().to_numpy()
    given = {"row_id": rows["id"].to_numpy(), "part": part, "form": form, "floor": None, "alone": True}
    given.update(values)
    given.update(source_id=rows["source_id"].to_numpy(), source_ref=rows["handle"].to_numpy())
    return gpd.GeoDataFrame(given, geometry=rows.geometry.to_numpy(), crs=rows.crs)


def stacked(frames: list[gpd.GeoDataFrame], crs: Any) -> gpd.GeoDataFrame:
    """Put candidates of several sources one below the other, with all columns."""
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return gpd.GeoDataFrame({name: [] for name in COLUMNS}, geometry=[], crs=crs)
    rows = pd.concat(filled, ignore_index=True).reindex(columns=[*COLUMNS, "geometry"])
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=crs)
