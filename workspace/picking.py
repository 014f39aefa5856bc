"""What stands at a spot of the map, or in a box: a place, surveyed areas, symbols, buildings, bare ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

import pandas as pd
import shapely
from qgis.core import QgsFeatureRequest, QgsGeometry, QgsRectangle

from ..community.places.picking import in_box, is_block, place_id_of, takeable
from ..community.places.rules import Rules, rules
from .held_edits import edits_of, text_of

_COLUMNS = ("id", "source_id", "layer", "code_system", "code", "handle", "stray", "block")
THERE = 'NOT coalesce("rejected", false) AND "retired_at" IS NULL'


@dataclass(frozen=True)
class Thing:
    """What a planner points at.

    Parameters
    ----------
    form
        area, symbol, building or ground.
    geometry
        Its outline, or its point.
    spot
        Where it was pointed at, for what has no place of its own there: a building, bare ground.
    place_id
        Id of the place that it is by itself; empty for a building and for bare ground.
    source_id, source_ref
        Survey source and handle; None for bare ground.
    """

    form: str
    geometry: QgsGeometry
    spot: Optional[QgsGeometry] = None
    place_id: str = ""
    source_id: Optional[str] = None
    source_ref: Optional[str] = None


def rules_of(layers: Mapping[str, Any]) -> Rules:
    """Return the catalogue with the edits of the open community."""
    return rules(edits_of(layers))


def place_at(layers: Mapping[str, Any], spot: QgsGeometry, reach: float) -> Optional[Any]:
    """Return the feature of the place whose anchor is nearest to a spot, within reach; None for none."""
    near = QgsFeatureRequest(_square(spot, reach))
    near.setFilterExpression(THERE)
    found = [(f.geometry().distance(spot), f) for f in layers["place"].getFeatures(near)]
    return min((pair for pair in found if pair[0] <= reach), key=lambda pair: pair[0], default=(0, None))[1]


def place_with_footprint_at(layers: Mapping[str, Any], spot: QgsGeometry) -> Optional[Any]:
    """Return the feature of the place with the smallest footprint around a spot; None for none."""
    request = QgsFeatureRequest(_square(spot, 0.01))
    around = [f for f in layers["footprint"].getFeatures(request) if f.geometry().contains(spot)]
    for footprint in sorted(around, key=lambda f: f.geometry().area()):
        place = place_by_id(layers, footprint["place_id"])
        if place is not None:
            return place
    return None


def place_by_id(layers: Mapping[str, Any], identifier: object) -> Optional[Any]:
    """Return the feature of a place that is there, neither rejected nor retired; None for none."""
    asked = f"\"id\" = '{quoted(identifier)}' AND {THERE}"
    return next(layers["place"].getFeatures(QgsFeatureRequest().setFilterExpression(asked)), None)


def places_in(layers: Mapping[str, Any], box: QgsRectangle) -> list[int]:
    """Return the feature ids of the places whose anchors lie in a box."""
    request = QgsFeatureRequest(box).setFilterExpression(THERE)
    return [feature.id() for feature in layers["place"].getFeatures(request)]


def thing_at(layers: Mapping[str, Any], spot: QgsGeometry, reach: float, catalogue: Rules) -> Thing:
    """Return what of the survey stands at a spot: the nearest symbol within reach, else the smallest area."""
    near = _rows(layers["survey_point"], QgsFeatureRequest(_square(spot, reach)))
    near = near[near["block"].notna() | (near["code"].fillna("") != "")]
    near = near.assign(gap=[shape.distance(spot) for shape in near["shape"]])
    near = near[takeable(near, catalogue) & (near["gap"] <= reach)]
    if len(near):
        return _thing(near.sort_values("gap", kind="stable").iloc[0], "symbol")
    around = _rows(layers["survey_area"], QgsFeatureRequest(_square(spot, 0.01)))
    around = around[[shape.contains(spot) for shape in around["shape"]]]
    around = around[takeable(around, catalogue)].sort_values("size", kind="stable")
    if len(around) and not is_block(around.iloc[:1], catalogue).iloc[0]:
        return _thing(around.iloc[0], "area")
    building = building_at(layers, spot)
    if building is not None:
        return Thing("building", building.geometry(), QgsGeometry(spot))
    if len(around):
        return Thing("building", QgsGeometry(around.iloc[0]["shape"]), QgsGeometry(spot))
    return Thing("ground", QgsGeometry(spot), QgsGeometry(spot))


def things_in(layers: Mapping[str, Any], box: QgsRectangle, kind: str, catalogue: Rules) -> list[Thing]:
    """Return the surveyed areas and symbols inside of a box that are meant when `kind` is picked."""
    request = QgsFeatureRequest(box)
    areas = _rows(layers["survey_area"], request).assign(form="area")
    points = _rows(layers["survey_point"], request).assign(form="symbol")
    points = points[points["block"].notna() | (points["code"].fillna("") != "")]
    rows = pd.concat([areas, points], ignore_index=True)
    inside = [box.contains(shape.boundingBox()) for shape in rows["shape"]]
    rows = rows[inside].reset_index(drop=True)
    rows = rows[takeable(rows, catalogue)].reset_index(drop=True)
    return [_thing(rows.iloc[at], rows["form"].iloc[at]) for at in in_box(rows, kind, catalogue)]


def building_at(layers: Mapping[str, Any], spot: QgsGeometry) -> Optional[Any]:
    """Return the feature of the building around a spot; None for none."""
    request = QgsFeatureRequest(_square(spot, 0.01))
    return next((f for f in layers["building"].getFeatures(request) if f.geometry().contains(spot)), None)


def shape_of(geometry: QgsGeometry) -> Any:
    """Return a geometry of QGIS as shapely's."""
    return shapely.from_wkb(bytes(geometry.asWkb()))


def geometry_of(shape: Any) -> QgsGeometry:
    """Return a geometry of shapely as QGIS's."""
    geometry = QgsGeometry()
    # Inside QGIS its own GEOS may answer, which knows no more dimensions than these.
    geometry.fromWkb(shapely.to_wkb(shape, output_dimension=3))
    return geometry


def quoted(text: object) -> str:
    """Return a text as it stands between the quotes of an expression."""
    return str(text).replace("'", "''")


def _square(spot: QgsGeometry, reach: float) -> QgsRectangle:
    box = spot.boundingBox()
    box.grow(reach)
    return box


def _rows(layer: Any, request: QgsFeatureRequest) -> pd.DataFrame:
    names = [name for name in _COLUMNS if layer.fields().indexOf(name) >= 0]
    request.setSubsetOfAttributes(names, layer.fields())
    features = [f for f in layer.getFeatures(request) if f.hasGeometry()]
    rows = pd.DataFrame(
        [[text_of(f[name]) if name != "stray" else f[name] is True for name in names] for f in features],
        columns=names,
        dtype=object,
    )
    shapes = pd.Series([f.geometry() for f in features], dtype=object)
    return rows.assign(shape=shapes, size=[shape.area() for shape in shapes])


def _thing(row: pd.Series, form: str) -> Thing:
    own = place_id_of(str(row["id"]))
    return Thing(form, QgsGeometry(row["shape"]), None, own, row["source_id"], row["handle"])
