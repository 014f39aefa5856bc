"""A survey on its way in: from a reader's batches to rows of the community's survey tables.

Nothing is lost, nothing is silent: a reader counts every entity it found, by type and
layer, and gives a reason for each that did not become a row.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Optional

import numpy as np
import pandas as pd
from pyproj import CRS

from ..coordinates import image_of
from ..errors import InputError
from ..ids import RowIds, stable_id
from ..places.rules import Rules
from .batches import TABLES, Batch, Columns, Sample, SurveyData, choose_layers, column, take_sample
from .exchange import mirrored_rotation
from .fitting import Fit, fit
from .heights import moved
from .shapes import Array, Shapes
from .units import Units, choose_units, is_metric
from .visibility import is_public

_LENGTHS = ("text_height", "elevation")
_STRAY_SIZES = 2.0
_SMALLEST_SITE = 200.0
_OUTER, _FAR_SIZES = 0.15, 50

Box = tuple[float, float, float, float]


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
    fitting
        How they are fitted: one of `fitting.METHODS`.
    replaces
        Which earlier surveys this one renews: `auto`, `none`, or names of files or ids with commas between.
    """

    units: str = "auto"
    crs: Optional[CRS] = None
    layers: Sequence[str] = ()
    control: Optional[tuple[Any, Any, Sequence[str]]] = None
    fitting: str = "auto"
    replaces: str = "auto"


@dataclass(frozen=True)
class Bulk:
    """Where most of a survey lies.

    Parameters
    ----------
    extent
        The box of what is no stray.
    reach
        The box beyond which a row is stray: a point at 0,0, a copy of the sheet frame.
    """

    extent: Box
    reach: Box

    def strays(self, shapes: Shapes) -> Any:
        """Tell which shapes reach beyond it."""
        return ~_within(shapes.bounds, self.reach)


@dataclass(frozen=True)
class Placed:
    """How a survey gets from its own CRS (`crs`) into the community's (`target`).

    Parameters
    ----------
    data
        The survey with the layers wanted, still in its own coordinates.
    units, fit
        Scale and local grid: applied before the CRS.
    sample
        Of its rows, in drawing units.
    bulk
        Of the sample, in `target`; None when it is empty.
    control
        The pairs of `fit` as they were given (see `Wish`).
    """

    data: SurveyData
    units: Units
    fit: Optional[Fit]
    crs: CRS
    target: CRS
    sample: Sample
    bulk: Optional[Bulk]
    control: Optional[tuple[Any, Any, Sequence[str]]] = None

    def batches(self) -> Iterator[Batch]:
        """Return the survey batch by batch in the community's CRS, with columns `stray` and `adrift`.

        What has no place in that CRS is adrift: it keeps the coordinates it has, and is stray.
        """
        there = self.units.metres == 1.0 and self.fit is None and self.crs == self.target
        for batch in self.data.batches:
            yield {
                table: self._placed(columns, there=there)
                for table, columns in batch.items()
                if len(columns["geometry"])
            }

    def _placed(self, columns: Columns, *, there: bool) -> Columns:
        shapes, metres = Shapes.of(columns["geometry"]), self.units.metres
        adrift: Any = np.zeros(len(shapes), bool)
        if not there:
            shapes, adrift = self._moved(shapes)
        changed: dict[str, Any] = {"geometry": shapes, "adrift": adrift}
        if metres != 1.0:
            changed.update({name: column(columns, name, np.nan) * metres for name in _LENGTHS})
            changed["heights"] = moved(column(columns, "heights"), metres)
        if self.fit is not None:
            rotation = column(columns, "rotation", np.nan)
            rotation = mirrored_rotation(rotation) if self.fit.swapped else rotation
            changed["rotation"] = np.mod(rotation + self.fit.rotation, 360)
        changed["stray"] = adrift | (self.bulk is not None and self.bulk.strays(shapes))
        return {**columns, **changed}

    def _moved(self, shapes: Shapes) -> tuple[Shapes, Any]:
        """Return shapes in the community's CRS, and which have no place there and stay as they are."""
        moved = shapes.moved(self.move)
        adrift = ~np.isfinite(moved.bounds).all(axis=1)
        if adrift.any():
            lost = shapes.at_vertices(adrift)[:, None]
            moved = shapes.moved(lambda points: np.where(lost, self._fitted(points), moved.coordinates))
        return moved, adrift

    def move(self, points: Array) -> Array:
        """Return points of the drawing, shape (n, 2), in the community's CRS, or infinity if none."""
        there = self._fitted(points)
        return np.column_stack(image_of(there[:, 0], there[:, 1], self.crs, self.target))

    def _fitted(self, points: Array) -> Array:
        there = points if self.units.metres == 1.0 else points * self.units.metres
        return there if self.fit is None else self.fit.apply(there)


def place_survey(data: SurveyData, community_crs: CRS, wish: Wish) -> Placed:
    """Find out how a survey comes into the community's CRS: units, control points, transformation.

    Goes through the survey once, for a sample; the rows are made by `survey_rows`.

    Raises
    ------
    InputError
        `unknown_units`, `no_such_layer`, `crs_not_related`, those of `fitting.fit`; `outside_crs` when
        most of the survey has no place in the community's CRS.
    """
    data = choose_layers(data, wish.layers)
    sample = take_sample(data.batches)
    source = wish.crs or data.crs or community_crs
    if is_metric(source) and wish.units == "auto" and data.units is not None:
        units = data.units.at_width(width_of(sample))
    elif is_metric(source):
        units = choose_units(wish.units, data.declared_units, width_of(sample), sample.text_height)
    else:
        units = Units("m", "", "crs", True)
    fitted = None
    if wish.control is not None:
        drawn, known, names = wish.control
        source_points = np.asarray(drawn, np.float64)[:, :: -1 if data.exchanged else 1]
        pairs = source_points * units.metres, np.asarray(known, np.float64)
        fitted = fit(*pairs, names, wish.fitting)
    placed = Placed(data, units, fitted, source, community_crs, sample, None, wish.control)
    boxes = _moved_boxes(sample.boxes, placed)
    if 2 * len(boxes) < len(sample.boxes):
        raise InputError("outside_crs", source=source.name, target=community_crs.name)
    return replace(placed, bulk=find_bulk(boxes))


def width_of(sample: Sample) -> float:
    """Return the width of the bulk of a drawing, in its units; NaN when it is empty."""
    found = find_bulk(sample.boxes)
    if found is None:
        return float("nan")
    box = found.extent
    return max(box[2] - box[0], box[3] - box[1])


def _moved_boxes(boxes: Array, placed: Placed) -> Array:
    corners = np.stack([placed.move(boxes[:, corner]) for corner in ([0, 1], [2, 1], [2, 3], [0, 3])])
    moved = np.column_stack((corners.min(axis=0), corners.max(axis=0)))
    return moved[np.isfinite(moved).all(axis=1)]


def find_bulk(boxes: Array) -> Optional[Bulk]:
    """Find where most of the boxes lie: their middle 90 %, with some room; None when there are none.

    Where these are far wider than the middle 70 %, some of few boxes are strays: then these 70 % count.

    Parameters
    ----------
    boxes
        Shape (n, 4): least x and y, greatest x and y.
    """
    if not len(boxes):
        return None
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    low, high = np.quantile(middle, (0.05, 0.95), axis=0)
    ordered, outer = np.sort(middle, axis=0), min(math.ceil(_OUTER * (len(boxes) - 1)), (len(boxes) - 1) // 2)
    inner = ordered[outer], ordered[-1 - outer]
    size = max(float((inner[1] - inner[0]).max()), _SMALLEST_SITE)
    if (high - low).max() > _FAR_SIZES * size:
        low, high = inner[0] - size, inner[1] + size
    room = _STRAY_SIZES * max(float((high - low).max()), _SMALLEST_SITE / _STRAY_SIZES)
    reach = _box(low - room, high + room)
    near = _within(boxes, reach)
    if not near.any():
        return Bulk(_box(low, high), reach)
    return Bulk(_box(boxes[near, :2].min(axis=0), boxes[near, 2:].max(axis=0)), reach)


def _box(least: Array, most: Array) -> Box:
    return (float(least[0]), float(least[1]), float(most[0]), float(most[1]))


def _within(boxes: Array, box: Box) -> Any:
    return ((boxes[:, :2] >= box[:2]) & (boxes[:, 2:] <= box[2:])).all(axis=1)


def survey_rows(placed: Placed, sha256: str, rules: Rules) -> Iterator[Batch]:
    """Return the rows of the four survey tables batch by batch, with ids that a second import makes again.

    Parameters
    ----------
    placed
        The survey, and how it comes into the community's CRS.
    sha256
        Of the file: it names the source.
    rules
        What codes and layers mean, for `is_public`.

    Returns
    -------
    batches
        With the columns of the community's tables, geometry as `Shapes` in its CRS.
    """
    source, system = source_id(sha256), placed.data.code_system
    ids = {table: RowIds(sha256, table) for table in TABLES}
    for batch in placed.batches():
        rows: dict[str, Columns] = {}
        for table, columns in batch.items():
            full = {**columns, "source_id": source, "code_system": _code_systems(columns, system)}
            handles = [handle or "" for handle in column(columns, "handle").tolist()]
            full["id"] = ids[table].of(handles, column(columns, "part", 0).tolist())
            full["is_public"] = is_public(table, full, rules)
            rows[table] = {name: values for name, values in full.items() if name != "part"}
        yield rows


def _code_systems(columns: Columns, system: Optional[str]) -> Any:
    """Return to which system each code belongs: what the row says, else the drawing's."""
    systems, coded = column(columns, "code_system").copy(), pd.notna(column(columns, "code"))
    systems[~systems.astype(bool)] = None
    systems[(systems == None) & coded] = system  # noqa: E711 (compared one by one)
    return systems


def source_id(sha256: str) -> str:
    """Return the id of the file with this hash in `survey_source`."""
    return stable_id(sha256)
