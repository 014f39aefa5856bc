"""The places that wait for a person, guesses and what a newer survey changed, as a walk on the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
from qgis.core import QgsFeatureRequest

from ..community.catalogue import choices
from .held_edits import text_of
from .status import UNCERTAIN
from .translation import language

WAITING = (
    f"((coalesce(\"decided_by\", 'rule') = 'rule' AND \"certainty\" < {UNCERTAIN}) "
    'OR "survey_change" IS NOT NULL) AND NOT coalesce("rejected", false) AND "retired_at" IS NULL'
)


@dataclass(frozen=True)
class Guess:
    """A place that rules suggest or a newer survey changed, and nobody has looked at since."""

    id: str
    kind: str
    name: Optional[str]
    certainty: float
    evidence: Optional[str]
    survey_change: Optional[str] = None


def guesses(layers: Mapping[str, Any]) -> list[Guess]:
    """Return the guesses below `marking.UNCERTAIN`, unsaved decisions heeded, each near the one before."""
    request = QgsFeatureRequest().setFilterExpression(WAITING)
    features = [f for f in layers["place"].getFeatures(request) if f.hasGeometry()]
    points = np.array([[f.geometry().asPoint().x(), f.geometry().asPoint().y()] for f in features])
    return [_guess(features[at]) for at in _walk(points)]


def change_in_words(change: str) -> str:
    """Return what a newer survey changed, such as that the place is gone, in the language of this moment."""
    names = choices("survey_change").set_index("value")
    return str(names.loc[change, language()]) if change in names.index else change


def _guess(feature: Any) -> Guess:
    return Guess(
        str(feature["id"]),
        str(feature["kind"]),
        text_of(feature["name"]),
        float(text_of(feature["certainty"]) or 1.0),
        text_of(feature["evidence"]),
        text_of(feature["survey_change"]),
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
