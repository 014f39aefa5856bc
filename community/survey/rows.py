"""A survey on its way in: from what a reader found to rows of the community's survey tables.

Nothing is lost, nothing is silent: a reader counts every entity it found, by type and
layer, and gives a reason for each that did not become a row.
"""

from __future__ import annotations

import fnmatch
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from ..coordinates import transform
from ..errors import InputError
from ..ids import stable_id
from ..places.rules import Rules
from .fitting import Fit, fit
from .heights import moved
from .units import Units, choose_units
from .visibility import is_public

TABLES = ("survey_point", "survey_line", "survey_area", "survey_text")

_TEXT = ("layer", "code", "text", "color", "linetype", "handle", "block", "attributes", "heights")
_REAL = ("text_height", "rotation", "elevation", "scale_x", "scale_y")
_LENGTHS = ("text_height", "elevation")
_STRAY_SIZES = 2.0
_SMALLEST_SITE = 200.0

Frames = dict[str, gpd.GeoDataFrame]
Box = tuple[float, float, float, float]


@dataclass
class SurveyData:
    """What a reader found in a file, in the file's own coordinates.

    Parameters
    ----------
    format
        Kind and release of the file.
    encoding
        What its texts were decoded with, and the evidence.
    frames
        The four survey tables as `make_frames` makes them.
    found
        (type, layer) → entities in the file.
    skipped
        (type, layer, reason) → entities that became no row.
    notes
        What else is worth saying, each with a `note` and its numbers.
    code_system
        To which the codes belong.
    declared_units
        As DXF's `$INSUNITS`; 0 when the file says nothing.
    crs
        Of the coordinates, when the file says so.
    """

    format: str
    encoding: dict[str, Any]
    frames: Frames
    found: Counter[tuple[str, str]]
    skipped: Counter[tuple[str, str, str]]
    notes: list[dict[str, Any]] = field(default_factory=list)
    code_system: Optional[str] = None
    declared_units: int = 0
    crs: Optional[CRS] = None


@dataclass(frozen=True)
class Wish:
    """What the planner says about a survey.

    Parameters
    ----------
    units
        One of `units.CHOICES`.
    crs
        Of the survey's coordinates; None: the file's, else the community's.
    layers
        Names of the layers wanted, `*` and `?` allowed; empty: all.
    control
        Points in the drawing and in `crs`, each of shape (n, 2), and their names.
    """

    units: str = "auto"
    crs: Optional[CRS] = None
    layers: Sequence[str] = ()
    control: Optional[tuple[Any, Any, Sequence[str]]] = None


@dataclass(frozen=True)
class Placed:
    """A survey in the community's CRS (`target`), and how it got there from its own (`crs`)."""

    data: SurveyData
    units: Units
    fit: Optional[Fit]
    crs: CRS
    target: CRS
    extent: Optional[Box]


def make_frames(parts: Mapping[str, Sequence[Mapping[str, Any]]]) -> Frames:
    """Join what a reader collected into one frame a table.

    Parameters
    ----------
    parts
        Table → batches of columns of equal length: `geometry`, `part` (the row's number within its
        entity) and any of the survey columns.

    Returns
    -------
    frames
        All four tables; text columns hold str or None, numbers float64.
    """
    return {table: _frame(list(parts.get(table, ()))) for table in TABLES}


def _frame(batches: list[Mapping[str, Any]]) -> gpd.GeoDataFrame:
    size = sum(len(batch["geometry"]) for batch in batches)
    columns: dict[str, Any] = {name: np.full(size, None, object) for name in _TEXT}
    columns.update({name: np.full(size, np.nan) for name in _REAL})
    columns["part"] = np.zeros(size, np.int64)
    geometry = np.full(size, None, object)
    start = 0
    for batch in batches:
        stop = start + len(batch["geometry"])
        geometry[start:stop] = batch["geometry"]
        for name, values in batch.items():
            if name in columns:
                columns[name][start:stop] = values
        start = stop
    frame = pd.DataFrame({n: pd.Series(v, dtype=object if n in _TEXT else None) for n, v in columns.items()})
    return gpd.GeoDataFrame(frame, geometry=geometry)


def choose_layers(data: SurveyData, wanted: Sequence[str]) -> SurveyData:
    """Keep the layers whose name is wanted; what is left out counts as skipped.

    Raises
    ------
    InputError
        `no_such_layer` when no layer of the file has any of these names.
    """
    patterns = [name.strip().upper() for name in wanted if name.strip()]
    if not patterns:
        return data
    names = {layer for _, layer in data.found}
    kept = {name for name in names if any(fnmatch.fnmatchcase(name.upper(), p) for p in patterns)}
    if not kept:
        raise InputError("no_such_layer", layers=", ".join(wanted), present=", ".join(sorted(names)[:20]))
    skipped = Counter({key: count for key, count in data.skipped.items() if key[1] in kept})
    skipped.update({(*key, "layer_not_chosen"): n for key, n in data.found.items() if key[1] not in kept})
    frames = {table: frame[frame["layer"].isin(kept)] for table, frame in data.frames.items()}
    return replace(data, frames=frames, skipped=skipped)


def place_survey(data: SurveyData, community_crs: CRS, wish: Wish) -> Placed:
    """Bring a survey into the community's CRS: units, control points, transformation.

    Raises
    ------
    InputError
        `unknown_units`, `no_such_layer`, `crs_not_related`, `outside_crs`, and those of `fitting.fit`.
    """
    data = choose_layers(data, wish.layers)
    box = bulk(data.frames)
    heights = data.frames["survey_text"]["text_height"]
    width = max(box[2] - box[0], box[3] - box[1]) if box else float("nan")
    source = wish.crs or data.crs or community_crs
    if _metric(source):
        units = choose_units(wish.units, data.declared_units, width, float(heights.median()))
    else:
        units = Units("m", "", "crs", True)
    fitted = None
    if wish.control is not None:
        drawn, known, names = wish.control
        fitted = fit(np.asarray(drawn, np.float64) * units.metres, np.asarray(known, np.float64), names)
    frames = {
        table: _placed(frame, units.metres, fitted, source, community_crs)
        for table, frame in data.frames.items()
    }
    box = bulk(frames)
    frames = {table: frame.assign(stray=_strays(frame, box)) for table, frame in frames.items()}
    return Placed(replace(data, frames=frames), units, fitted, source, community_crs, box)


def _metric(crs: CRS) -> bool:
    return all(axis.unit_name == "metre" for axis in crs.axis_info)


def _placed(
    frame: gpd.GeoDataFrame, metres: float, fitted: Optional[Fit], source: CRS, target: CRS
) -> gpd.GeoDataFrame:
    def move(points: Any) -> Any:
        there = points if metres == 1.0 else points * metres
        if fitted is not None:
            there = fitted.apply(there)
        return np.column_stack(transform(there[:, 0], there[:, 1], source, target))

    geometry = frame.geometry.to_numpy()
    changed = metres != 1.0 or fitted is not None or source != target
    if changed and len(frame):
        geometry = shapely.transform(geometry, move)
    columns: dict[str, Any] = {}
    if metres != 1.0:
        columns = {name: frame[name] * metres for name in _LENGTHS}
        columns["heights"] = moved(frame["heights"], metres)
    if fitted is not None:
        columns["rotation"] = np.mod(frame["rotation"] + fitted.rotation, 360)
    return gpd.GeoDataFrame(frame.drop(columns="geometry").assign(**columns), geometry=geometry, crs=target)


def bulk(frames: Mapping[str, gpd.GeoDataFrame]) -> Optional[Box]:
    """Return the box in which most of a survey lies: its middle 90 %, with some room; None when empty."""
    boxes = np.concatenate([shapely.bounds(frame.geometry.to_numpy()) for frame in frames.values()])
    if not len(boxes):
        return None
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    low, high = np.quantile(middle, (0.05, 0.95), axis=0)
    reach = _STRAY_SIZES * max(float((high - low).max()), _SMALLEST_SITE / _STRAY_SIZES)
    near = ((boxes[:, :2] >= low - reach) & (boxes[:, 2:] <= high + reach)).all(axis=1)
    if not near.any():
        return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    least, most = boxes[near, :2].min(axis=0), boxes[near, 2:].max(axis=0)
    return (float(least[0]), float(least[1]), float(most[0]), float(most[1]))


def _strays(frame: gpd.GeoDataFrame, box: Optional[Box]) -> Any:
    """Tell which rows reach far beyond the bulk: a point at 0,0, a copy of the sheet frame."""
    if box is None or not len(frame):
        return np.zeros(len(frame), bool)
    bounds = shapely.bounds(frame.geometry.to_numpy())
    return ~((bounds[:, :2] >= box[:2]) & (bounds[:, 2:] <= box[2:])).all(axis=1)


def survey_rows(placed: Placed, sha256: str, rules: Rules) -> Frames:
    """Return the rows of the four survey tables, with ids that a second import makes again.

    Parameters
    ----------
    placed
        The survey in the community's CRS.
    sha256
        Of the file: it names the source.
    rules
        What codes and layers mean, for `is_public`.
    """
    source = source_id(sha256)
    rows = {}
    for table, frame in placed.data.frames.items():
        has_code = frame["code"].notna()
        full = frame.assign(
            source_id=source,
            code_system=has_code.map({True: placed.data.code_system, False: None}).astype(object),
        )
        full["is_public"] = is_public(table, full, rules)
        full["id"] = _ids(table, full, sha256)
        rows[table] = full.drop(columns="part")
    return rows


def source_id(sha256: str) -> str:
    """Return the id of the file with this hash in `survey_source`."""
    return stable_id(sha256)


def _ids(table: str, frame: gpd.GeoDataFrame, sha256: str) -> list[str]:
    """Name rows by their entity's handle and their number in it; those without one by their order."""
    handle = frame["handle"].fillna("")
    again = frame.groupby([handle, frame["part"]], sort=False).cumcount()
    keys = zip(handle, frame["part"].tolist(), again.tolist())
    return [stable_id(sha256, table, name, part, count) for name, part, count in keys]
