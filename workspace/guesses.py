"""The guesses that wait for a person, in an order to walk through on the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
from qgis.core import QgsFeatureRequest

from .picking import text_of
from .status import UNCERTAIN

WAITING = (
    f"coalesce(\"decided_by\", 'rule') = 'rule' AND \"certainty\" < {UNCERTAIN} "
    'AND NOT coalesce("rejected", false) AND "retired_at" IS NULL'
)


@dataclass(frozen=True)
class Guess:
    """A place that rules suggest and nobody has looked at."""

    id: str
    kind: str
    name: Optional[str]
    certainty: float
    evidence: Optional[str]


def guesses(layers: Mapping[str, Any]) -> list[Guess]:
    """Return the guesses below `marking.UNCERTAIN`, unsaved decisions heeded, each near the one before."""
    request = QgsFeatureRequest().setFilterExpression(WAITING)
    features = [f for f in layers["place"].getFeatures(request) if f.hasGeometry()]
    points = np.array([[f.geometry().asPoint().x(), f.geometry().asPoint().y()] for f in features])
    return [_guess(features[at]) for at in _walk(points)]


def _guess(feature: Any) -> Guess:
    return Guess(
        str(feature["id"]),
        str(feature["kind"]),
        text_of(feature["name"]),
        float(feature["certainty"]),
        text_of(feature["evidence"]),
    )


def _walk(points: Any) -> list[int]:
    """Return the order of a walk from the north-west corner, always on to the nearest that is left."""
    if not len(points):
        return []
    left = np.ones(len(points), bool)
    at = int(np.argmin(points[:, 0] - points[:, 1]))
    order = []
    for _ in range(len(points)):
        order.append(at)
        left[at] = False
        gap = np.where(left, np.hypot(*(points - points[at]).T), np.inf)
        at = int(np.argmin(gap))
    return order
