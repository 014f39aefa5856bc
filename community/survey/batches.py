"""What a reader found in a survey file: batches of rows, and what is known of the whole.

A survey may be larger than memory. Rows therefore come some thousand at a time, and may be
asked for again and again; what is kept of all of them at once is small.
"""

from __future__ import annotations

import fnmatch
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from ..errors import InputError
from .shapes import Array, Shapes, geometry_of
from .units import Units

TABLES = ("survey_point", "survey_line", "survey_area", "survey_text")

TEXTS = (
    "layer", "code_system", "code", "text", "color", "linetype", "handle", "block", "attributes", "heights",
    "h_align", "v_align",
)  # fmt: skip
NUMBERS = ("text_height", "rotation", "elevation", "scale_x", "scale_y")

FARTHEST = 1e12
"""What lies farther from the origin, in units, has no position: no grid in millimetres reaches so far."""

_SAMPLE = 100_000

Frames = dict[str, gpd.GeoDataFrame]
Columns = Mapping[str, Any]
Batch = Mapping[str, Columns]
"""Table → columns of equal length: `geometry` in the file's coordinates (`Shapes`, or an array of shapely),
`part` (the row's number in its entity; 0 when left out), any of TEXTS and NUMBERS (array, or one value)."""


@dataclass
class SurveyData:
    """What a reader found in a file, in the file's own coordinates.

    Parameters
    ----------
    format
        Kind and release of the file.
    encoding
        What its texts were decoded with, and the evidence.
    batches
        Its rows in file order; may be gone through again and again.
    found
        (type, layer) → entities in the file.
    skipped
        (type, layer, reason) → entities that became no row.
    notes
        What else is worth saying, each with a `note` and its numbers.
    code_system
        To which the codes belong whose rows do not say so themselves.
    declared_units
        As DXF's `$INSUNITS`; 0 when the file says nothing.
    crs
        Of the coordinates, when the file says so.
    units
        What the reader took for the unit, when it had to know and the planner did not say.
    tolerance
        By which curves leave their straight pieces, in drawing units, when the reader cut them.
    inner_layers
        Layers of what came out of blocks.
    exchanged
        Whether east and north were exchanged since the file was read.
    """

    format: str
    encoding: dict[str, Any]
    batches: Iterable[Batch]
    found: Counter[tuple[str, str]]
    skipped: Counter[tuple[str, str, str]]
    notes: list[dict[str, Any]] = field(default_factory=list)
    code_system: Optional[str] = None
    declared_units: int = 0
    crs: Optional[CRS] = None
    units: Optional[Units] = None
    tolerance: Optional[float] = None
    inner_layers: frozenset[str] = frozenset()
    exchanged: bool = False


def column(columns: Columns, name: str, missing: Any = None) -> Any:
    """Return a column as an array, of what stands for it in every row when it is missing or one value."""
    return np.broadcast_to(columns.get(name, missing), len(columns["geometry"]))


def chosen(columns: Columns, rows: Any) -> Columns:
    """Return some rows of columns: `rows` is a mask, places or a slice."""
    some = {name: column(columns, name)[rows] for name in columns if name != "geometry"}
    return {**some, "geometry": Shapes.of(columns["geometry"])[rows]}


def distinct(columns: Columns, names: Sequence[str]) -> tuple[pd.DataFrame, Any]:
    """Return the combinations of values that occur in some columns, and which one each row has.

    What is decided by these columns alone is decided once for each: thousands of rows share some dozens.
    """
    which, first = np.zeros(len(columns["geometry"]), np.int64), np.zeros(1, np.int64)
    for name in names:
        values, _ = pd.factorize(column(columns, name), use_na_sentinel=False)
        both = which * (int(values.max(initial=0)) + 1) + values
        _, first, which = np.unique(both, return_index=True, return_inverse=True)
    found = {name: column(columns, name)[first] for name in names}
    return pd.DataFrame({name: pd.Series(v, dtype=v.dtype) for name, v in found.items()}), which


def make_frames(batches: Iterable[Batch]) -> Frames:
    """Join batches into one frame a table, all columns there; memory grows with what is joined.

    Returns
    -------
    frames
        All four tables; text columns hold str or None, numbers float64.
    """
    parts: dict[str, list[Columns]] = {table: [] for table in TABLES}
    for batch in batches:
        for table, columns in batch.items():
            parts[table].append(columns)
    return {table: _frame(columns) for table, columns in parts.items()}


def _frame(parts: list[Columns]) -> gpd.GeoDataFrame:
    size = sum(len(part["geometry"]) for part in parts)
    columns: dict[str, Any] = {name: np.full(size, None, object) for name in TEXTS}
    columns.update({name: np.full(size, np.nan) for name in NUMBERS})
    columns["part"] = np.zeros(size, np.int64)
    geometry = np.full(size, None, object)
    start = 0
    for part in parts:
        stop = start + len(part["geometry"])
        geometry[start:stop] = geometry_of(part["geometry"])
        for name, values in part.items():
            if name in columns:
                columns[name][start:stop] = values
        start = stop
    frame = pd.DataFrame({n: pd.Series(v, dtype=object if n in TEXTS else None) for n, v in columns.items()})
    return gpd.GeoDataFrame(frame, geometry=geometry)


def choose_layers(data: SurveyData, wanted: Sequence[str]) -> SurveyData:
    """Keep the layers whose name is wanted (`*` and `?` allowed); what is left out counts as skipped.

    Raises
    ------
    InputError
        `no_such_layer` when no layer of the file has any of these names.
    """
    if not any(name.strip() for name in wanted):
        return data
    names = {layer for _, layer in data.found} | data.inner_layers
    kept = wanted_layers(names, wanted)
    if not kept:
        raise InputError("no_such_layer", layers=", ".join(wanted), present=", ".join(sorted(names)[:20]))
    skipped = Counter({key: count for key, count in data.skipped.items() if key[1] in kept})
    skipped.update({(*key, "layer_not_chosen"): n for key, n in data.found.items() if key[1] not in kept})
    return replace(data, batches=_OfLayers(data.batches, kept), skipped=skipped)


def wanted_layers(names: Iterable[str], wanted: Sequence[str]) -> set[str]:
    """Return the layers whose name is wanted: upper and lower case are one, `*` and `?` allowed."""
    patterns = [name.strip().upper() for name in wanted if name.strip()]
    return {name for name in set(names) if any(fnmatch.fnmatchcase(name.upper(), p) for p in patterns)}


@dataclass(frozen=True)
class _OfLayers:
    """Batches with the rows of some layers only."""

    batches: Iterable[Batch]
    layers: set[str]

    def __iter__(self) -> Iterator[Batch]:
        for batch in self.batches:
            yield {table: self._chosen(columns) for table, columns in batch.items()}

    def _chosen(self, columns: Columns) -> Columns:
        layers = column(columns, "layer").tolist()
        return chosen(columns, np.array([layer in self.layers for layer in layers], bool))


@dataclass(frozen=True)
class Sample:
    """Rows of a survey at even distances, all of them when it is small.

    Parameters
    ----------
    boxes
        Their bounds, shape (n, 4).
    text_height
        Median height of the texts, NaN when there is none.
    """

    boxes: Array
    text_height: float


def take_sample(batches: Iterable[Batch]) -> Sample:
    """Go through a survey once and keep a sample of it, in drawing units."""
    boxes, heights = _Thinned(4), _Thinned(1)
    for batch in batches:
        for columns in batch.values():
            boxes.add(Shapes.of(columns["geometry"]).bounds)
        texts = batch.get("survey_text")
        if texts is not None and "text_height" in texts:
            heights.add(column(texts, "text_height").astype(np.float64).reshape(-1, 1))
    known = heights.rows[np.isfinite(heights.rows)]
    return Sample(boxes.rows, float(np.median(known)) if len(known) else float("nan"))


class _Thinned:
    """Every n-th of many rows: n doubles whenever there are more than the sample holds."""

    def __init__(self, width: int) -> None:
        self.rows: Array = np.zeros((0, width))
        self._step = 1
        self._seen = 0

    def add(self, rows: Array) -> None:
        self.rows = np.concatenate((self.rows, rows[-self._seen % self._step :: self._step]))
        self._seen += len(rows)
        while len(self.rows) > _SAMPLE:
            self.rows = self.rows[::2]
            self._step *= 2
