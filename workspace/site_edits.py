"""What a planner draws or picks on the map, put into the edit buffers as gestures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from qgis.core import NULL, QgsFeature, QgsFeatureRequest, QgsGeometry, QgsWkbTypes

from ..community.errors import SiteError
from ..community.numbering.floors import floor_level
from .gestures import gesture

# An entrance clicked this near to a boundary (metres) is meant to stand on it.
SNAP_TO_BOUNDARY = 20.0
# One clicked this near to another (metres) is that one.
SAME_GATE = 3.0
# A garage's ramp is at most so far from it (metres).
TO_GARAGE = 150.0
_GARAGE = (
    "\"kind\" IN ('car_parking', 'mechanical_parking') AND NOT coalesce(\"rejected\", false)"
    ' AND "retired_at" IS NULL'
)


def add_compound(layers: Mapping[str, Any], geometry: QgsGeometry, title: str) -> str:
    """Add a compound with this boundary, last in order.

    Raises
    ------
    SiteError
        `invalid_boundary` when the outline crosses itself or holds no area.
    """
    geometry = QgsGeometry(geometry)
    if not geometry.isGeosValid() or geometry.area() <= 0:
        raise SiteError("invalid_boundary")
    geometry.convertToMultiType()
    layer = layers["compound"]
    order = layer.featureCount() + 1
    values = {"id": str(uuid4()), "name": f"{order}", "sort_order": order}
    with gesture(title, [layer]):
        layer.addFeature(feature_of(layer, geometry, values))
    return str(values["id"])


def set_entrance(
    layers: Mapping[str, Any],
    point: QgsGeometry,
    title: str,
    *,
    main: bool,
    name: str | None = None,
    kind: str = "pedestrian",
) -> str:
    """Put an entrance on the boundary near `point`; a new main one demotes the old.

    An entrance that stands there already is taken instead of a second one.

    Parameters
    ----------
    layers
        Layers by table: compound, entrance.
    point
        Where it is, in the community's CRS.
    title
        The gesture's name in the undo panel.
    main
        Whether numbers start from it.
    name, kind
        What it is called, and a value of the list entrance_kind.

    Returns
    -------
    id
        Of the entrance.

    Raises
    ------
    SiteError
        `no_boundary` while there is no compound.
    """
    layer = layers["entrance"]
    compound = _nearest(layers["compound"], point)
    if compound is None:
        raise SiteError("no_boundary")
    spot = _on_boundary(compound.geometry(), point)
    there = _nearest(layer, spot)
    with gesture(title, [layer]):
        if main:
            _demote(layer, compound["id"])
        if there is not None and there.geometry().distance(spot) <= SAME_GATE:
            layer.changeAttributeValue(there.id(), layer.fields().indexOf("is_main"), main)
            return str(there["id"])
        values = {
            "id": str(uuid4()), "compound_id": compound["id"], "is_main": main, "kind": kind, "name": name,
        }  # fmt: skip
        layer.addFeature(feature_of(layer, spot, values))
    return str(values["id"])


def set_ramp(layers: Mapping[str, Any], point: QgsGeometry, title: str) -> str:
    """Put a garage ramp at `point`, and the nearest underground garage without one at its ramp.

    The garage is numbered at its ramp; its anchor moves there, unless it has a footprint elsewhere.

    Parameters
    ----------
    layers
        Layers by table: compound, entrance, place, footprint.
    point
        Where the ramp is, in the community's CRS.
    title
        The gesture's name in the undo panel.

    Returns
    -------
    id
        Of the ramp.

    Raises
    ------
    SiteError
        `no_boundary` while there is no compound.
    """
    compound = _nearest(layers["compound"], point)
    if compound is None:
        raise SiteError("no_boundary")
    garage = _garage_at(layers, point)
    values = {
        "id": str(uuid4()), "compound_id": compound["id"], "is_main": False, "kind": "garage_ramp",
        "place_id": None if garage is None else garage["id"],
    }  # fmt: skip
    with gesture(title, [layers["entrance"], layers["place"]]):
        layers["entrance"].addFeature(feature_of(layers["entrance"], QgsGeometry(point), values))
        if garage is not None and not _ground_elsewhere(layers["footprint"], garage["id"], point):
            layers["place"].changeGeometry(garage.id(), QgsGeometry(point))
    return str(values["id"])


def _garage_at(layers: Mapping[str, Any], point: QgsGeometry) -> QgsFeature | None:
    with_ramp = {f["place_id"] for f in layers["entrance"].getFeatures() if f["kind"] == "garage_ramp"}
    request = QgsFeatureRequest().setFilterExpression(_GARAGE)
    near = [
        (f.geometry().distance(point), f)
        for f in layers["place"].getFeatures(request)
        if f.hasGeometry() and f["id"] not in with_ramp and floor_level(f["floor"]) < 0
    ]
    return min((p for p in near if p[0] <= TO_GARAGE), key=lambda p: p[0], default=(0, None))[1]


def _ground_elsewhere(layer: Any, identifier: str, point: QgsGeometry) -> bool:
    prints = [f.geometry() for f in layer.getFeatures() if f["place_id"] == identifier]
    return bool(prints) and not any(shape.contains(point) for shape in prints)


def arrange_compounds(layers: Mapping[str, Any], rows: Sequence[tuple[str, str, str]], title: str) -> None:
    """Put compounds in an order, with the names and prefixes given.

    Parameters
    ----------
    layers
        Layers by table.
    rows
        id, name, prefix of each compound, in their order; an empty prefix is none.
    title
        The gesture's name in the undo panel.
    """
    layer = layers["compound"]
    there = {feature["id"]: feature for feature in layer.getFeatures()}
    with gesture(title, [layer]):
        for order, (identifier, name, prefix) in enumerate(rows, 1):
            feature = there[identifier]
            for column, value in (("sort_order", order), ("name", name), ("prefix", prefix or None)):
                if (None if feature[column] == NULL else feature[column]) != value:
                    layer.changeAttributeValue(feature.id(), layer.fields().indexOf(column), value)


def surveyed_area(layer: Any, point: QgsGeometry) -> QgsGeometry | None:
    """Return the smallest surveyed area around a point, or None."""
    return _smallest_around(layer, point)


def feature_of(layer: Any, geometry: QgsGeometry | None, values: Mapping[str, Any]) -> QgsFeature:
    """Return a new row of a layer, ready to be added: values given, defaults for the others."""
    feature = QgsFeature(layer.fields())
    for index in range(layer.fields().count()):
        name = layer.fields().at(index).name()
        if name in values:
            feature.setAttribute(index, values[name])
        elif layer.defaultValueDefinition(index).isValid():
            feature.setAttribute(index, layer.defaultValue(index))
    if geometry is not None:
        if QgsWkbTypes.isMultiType(layer.wkbType()):
            geometry.convertToMultiType()
        feature.setGeometry(geometry)
    return feature


def _nearest(layer: Any, point: QgsGeometry) -> QgsFeature | None:
    features = list(layer.getFeatures())
    return min(features, key=lambda feature: feature.geometry().distance(point), default=None)


def _on_boundary(area: QgsGeometry, point: QgsGeometry) -> QgsGeometry:
    edge = QgsGeometry(area.constGet().boundary())
    near = edge.nearestPoint(point)
    return near if near.distance(point) <= SNAP_TO_BOUNDARY else QgsGeometry(point)


def _demote(layer: Any, compound_id: str) -> None:
    column = layer.fields().indexOf("is_main")
    for feature in layer.getFeatures():
        if feature["compound_id"] == compound_id and feature["is_main"]:
            layer.changeAttributeValue(feature.id(), column, False)


def _smallest_around(layer: Any, point: QgsGeometry) -> QgsGeometry | None:
    request = QgsFeatureRequest().setFilterRect(point.boundingBox()).setNoAttributes()
    around = [f.geometry() for f in layer.getFeatures(request) if f.geometry().contains(point)]
    return min(around, key=lambda geometry: geometry.area(), default=None)
