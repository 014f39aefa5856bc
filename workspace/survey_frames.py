"""The survey of the open community as frames, taken from its layers: what gates and walls need of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from qgis.core import NULL, QgsFeatureRequest

from ..community.places.boundaries import compounds_of_survey
from ..community.places.candidates import Survey
from ..community.places.entrances import entrances_of_survey
from ..community.places.rules import Rules
from .picking import quoted

_ROLES = ("gate", "gatehouse", "guardhouse", "wall", "fence", "parcel")
_NAMED = '"text" IS NOT NULL'


def gates_of(layers: Mapping[str, Any], rules: Rules) -> gpd.GeoDataFrame:
    """Return the gates of the survey as entrances that somebody may take.

    Returns
    -------
    gates
        As `entrances.entrances_of_survey`, with `certainty`: how sure its compound's main one is.
    """
    compounds = frame_of(layers["compound"])
    if compounds.empty:
        return gpd.GeoDataFrame({"name": [], "kind": [], "is_main": [], "certainty": []}, geometry=[])
    found, certainty = entrances_of_survey(survey_of(layers, rules), compounds, rules)
    return found.assign(certainty=found["compound_id"].map(certainty))


def walled_in(layers: Mapping[str, Any], rules: Rules) -> gpd.GeoDataFrame:
    """Return the compounds that walls, fences and parcel lines of the survey enclose."""
    return compounds_of_survey(survey_of(layers, rules), rules)


def survey_of(layers: Mapping[str, Any], rules: Rules) -> Survey:
    """Return the rows of the survey that tell of walls and gates, and all its texts."""
    codes = rules.codes.loc[rules.codes["role"].isin(_ROLES), "code"]
    exact = ", ".join(f"'{quoted(code)}'" for code in codes if not code.endswith("*"))
    begun = [f"\"code\" LIKE '{quoted(code[:-1])}%'" for code in codes if code.endswith("*")]
    asked = " OR ".join([f'trim("code") IN ({exact})', *begun])
    points, lines, areas = (frame_of(layers[f"survey_{form}"], asked) for form in ("point", "line", "area"))
    return Survey(points, lines, areas, frame_of(layers["survey_text"], _NAMED))


def frame_of(layer: Any, expression: str = "") -> gpd.GeoDataFrame:
    """Return the rows of a layer with geometry, unsaved edits heeded, in the layer's CRS.

    Parameters
    ----------
    layer
        A layer of the community.
    expression
        Which rows; all without one. Never text that a user typed.
    """
    request = QgsFeatureRequest().setFilterExpression(expression) if expression else QgsFeatureRequest()
    features = [feature for feature in layer.getFeatures(request) if feature.hasGeometry()]
    names = layer.fields().names()
    rows = [[None if value == NULL else value for value in feature.attributes()] for feature in features]
    shapes = shapely.from_wkb(np.array([bytes(f.geometry().asWkb()) for f in features], dtype=object))
    table = pd.DataFrame(rows, columns=names, dtype=object)
    for name in {"stray", "is_main"} & set(names):
        table[name] = table[name].eq(True)
    return gpd.GeoDataFrame(table, geometry=shapely.force_2d(shapes))
