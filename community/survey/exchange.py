"""Surveys drawn with north along x: their axes put in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .batches import Batch, SurveyData
from .shapes import Shapes


def exchange_axes(data: SurveyData) -> SurveyData:
    """Exchange east and north of a survey, as the planner chose.

    What is drawn upright (rotation 0) stays upright, so that texts and symbols can be read; what is turned
    is turned with the ground.
    """
    notes = [*data.notes, {"note": "axes", "order": "north_east", "reason": "chosen"}]
    return replace(data, batches=Exchanged(data.batches), notes=notes, exchanged=True)


@dataclass(frozen=True)
class Exchanged:
    """Batches with east and north exchanged."""

    batches: Iterable[Batch]

    def __iter__(self) -> Iterator[Batch]:
        for batch in self.batches:
            yield {table: _exchanged(columns) for table, columns in batch.items()}


def _exchanged(columns: Mapping[str, Any]) -> Mapping[str, Any]:
    shapes = Shapes.of(columns["geometry"]).moved(lambda points: points[:, ::-1])
    given = {**columns, "geometry": shapes}
    if "rotation" in columns:
        given["rotation"] = mirrored_rotation(np.asarray(columns["rotation"], np.float64))
    return given


def mirrored_rotation(rotation: Any) -> Any:
    """Return angles (degrees, counterclockwise from east) once east and north are exchanged; 0 stays 0."""
    return np.where(rotation == 0, 0.0, np.mod(90 - rotation, 360))
