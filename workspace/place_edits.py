"""A planner's decisions on places, each one gesture: mark, name a kind, accept, reject, unmark, move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, Optional
from uuid import uuid4

import numpy as np
import shapely
from qgis.core import NULL, QgsFeature, QgsFeatureRequest, QgsGeometry

from ..community.places.anchors import APART, anchor_of, fanned_out, moved_anchor
from ..community.places.marking import reached_from
from ..community.places.nearness import components, pairs_within
from ..community.places.rules import Rules
from .gestures import gesture
from .picking import (
    THERE,
    Thing,
    building_at,
    geometry_of,
    place_by_id,
    quoted,
    shape_of,
    text_of,
)
from .site_edits import feature_of

Layers = Mapping[str, Any]
_SAME_GROUND = 0.8
_NEAR = 0.2
_SAME_SPOT = 0.005


def mark(
    layers: Layers, things: Sequence[Thing], values: Mapping[str, Any], catalogue: Rules, title: str
) -> list[str]:
    """Mark things of the survey, or bare ground, as places of one kind, decided by a person.

    What is a place already takes the kind; what was rejected once is a place again.

    Parameters
    ----------
    layers
        Layers of the community by table.
    things
        What was pointed at, in the community's CRS (see `picking`).
    values
        Columns of the places: kind, and any of name, status, floor, address, …
    catalogue
        Tells class and whether a kind is internal.
    title
        The gesture's name in the undo panel.

    Returns
    -------
    ids
        Of the places marked or changed.
    """
    given = {**values, **of_kind(str(values["kind"]), catalogue)}
    ids = []
    with gesture(title, [layers["place"], layers["footprint"]]):
        for thing in things:
            there = _place_of(layers, thing)
            if there is not None:
                again = {"rejected": False, "retired_at": None, "part_of": None}
                set_values(layers["place"], there, {**given, **_decided(), **again})
                ids.append(str(there["id"]))
            else:
                ids.append(_add(layers, thing, given))
    return ids


def of_kind(kind: str, catalogue: Rules) -> dict[str, Any]:
    """Return the columns of a place that follow from its kind."""
    row = catalogue.kinds.loc[kind]
    return {"kind": kind, "class": row["class"], "is_public": not row["internal"]}


def _decided() -> dict[str, Any]:
    return {"decided_by": "person", "certainty": 1.0, "survey_change": None}


def _place_of(layers: Layers, thing: Thing) -> Optional[QgsFeature]:
    """Return the place that a thing is already: the one of its survey row, or one on the same ground."""
    if thing.place_id:
        own = QgsFeatureRequest().setFilterExpression(f"\"id\" = '{quoted(thing.place_id)}'")
        found = next(layers["place"].getFeatures(own), None)
        if found is not None:
            return found
    if thing.form != "area":
        return None
    for footprint in layers["footprint"].getFeatures(QgsFeatureRequest(thing.geometry.boundingBox())):
        common = footprint.geometry().intersection(thing.geometry).area()
        if common > _SAME_GROUND * max(footprint.geometry().area(), thing.geometry.area()):
            found = place_by_id(layers, footprint["place_id"])
            if found is not None:
                return found
    return None


def _add(layers: Layers, thing: Thing, given: Mapping[str, Any]) -> str:
    identifier = thing.place_id or str(uuid4())
    outline = thing.geometry if thing.form == "area" else None
    anchor = _anchor(layers, thing)
    row = {
        "id": identifier, "status": "existing", "source_id": thing.source_id, "source_ref": thing.source_ref,
        **_surroundings(layers, anchor), **given, **_decided(),
    }  # fmt: skip
    if thing.form == "building":
        anchor = _make_room(layers, anchor, row)
    layers["place"].addFeature(feature_of(layers["place"], anchor, row))
    if outline is not None:
        values = {"id": str(uuid4()), "place_id": identifier}
        layers["footprint"].addFeature(feature_of(layers["footprint"], QgsGeometry(outline), values))
    return identifier


def _make_room(layers: Layers, anchor: QgsGeometry, row: Mapping[str, Any]) -> QgsGeometry:
    """Return where a place in a building stands; those at the same spot move aside, in order by floor."""
    building = building_at(layers, anchor)
    if building is None:
        return anchor
    others = _stacked_in(layers, building)
    spot = shape_of(anchor)
    points = np.array([spot, *(shape_of(f.geometry()) for f in others)], dtype=object)
    if len(points) < 2 or np.min(shapely.distance(points[1:], spot)) > APART / 2 + _NEAR:
        return anchor
    # The row that is there already moves up as one.
    beside = [at - 1 for at in _beside(points) if at > 0]
    floors = [row.get("floor"), *(text_of(others[at]["floor"]) for at in beside)]
    placed = _in_a_row(building, [spot, *(points[at + 1] for at in beside)], floors)
    for at, point in zip(beside, placed[1:]):
        layers["place"].changeGeometry(others[at].id(), geometry_of(point))
    return geometry_of(placed[0])


def put_in_order(layers: Layers, place: QgsFeature) -> None:
    """Let the row that a place in a building stands in go by floor again, after its floor was changed."""
    building = building_at(layers, place.geometry())
    if building is None:
        return
    others = [f for f in _stacked_in(layers, building) if f.id() != place.id()]
    row = [place, *others]
    points = np.array([shape_of(f.geometry()) for f in row], dtype=object)
    members = _beside(points)
    if len(members) < 2 or footprints_of(layers, place["id"]):
        return
    floors = [text_of(row[at]["floor"]) for at in members]
    for at, point in zip(members, _in_a_row(building, [points[at] for at in members], floors)):
        if shapely.distance(point, points[at]) > _SAME_SPOT:
            layers["place"].changeGeometry(row[at].id(), geometry_of(point))


def _stacked_in(layers: Layers, building: QgsFeature) -> list[QgsFeature]:
    """Return the places in a building that have no ground of their own."""
    request = QgsFeatureRequest().setFilterExpression(
        f"\"building_id\" = '{quoted(building['id'])}' AND {THERE}"
    )
    there = [f for f in layers["place"].getFeatures(request) if f.hasGeometry()]
    return [f for f in there if not footprints_of(layers, f["id"])]


def _beside(points: Any) -> list[int]:
    """Return which points stand in one row with the first, that one among them."""
    group = components(len(points), *pairs_within(points, APART + _NEAR))
    return [int(at) for at in np.flatnonzero(group == group[0])]


def _in_a_row(building: QgsFeature, points: Sequence[Any], floors: Sequence[object]) -> list[Any]:
    """Return where points of one row stand by floor, about their middle."""
    walls = shape_of(building.geometry())
    middle = shapely.centroid(shapely.multipoints(points))
    return fanned_out(middle if walls.covers(middle) else points[0], floors, walls)


def _anchor(layers: Layers, thing: Thing) -> QgsGeometry:
    if thing.form == "area":
        return geometry_of(anchor_of(shape_of(thing.geometry), smaller_on(layers, thing.geometry)))
    return QgsGeometry(thing.geometry if thing.spot is None else thing.spot)


def smaller_on(layers: Layers, footprint: QgsGeometry, but: str = "") -> list[Any]:
    """Return the shapes of the places that stand on a footprint and are smaller."""
    size = footprint.area()
    near = QgsFeatureRequest(footprint.boundingBox())
    others = [f for f in layers["footprint"].getFeatures(near) if f["place_id"] != but]
    shapes = [f.geometry() for f in others if f.geometry().area() < size]
    shapes += [f.geometry() for f in layers["place"].getFeatures(near) if f["id"] != but]
    return [shape_of(shape) for shape in shapes if shape.intersects(footprint)]


def _surroundings(layers: Layers, anchor: QgsGeometry) -> dict[str, Any]:
    """Return building and access of a place with this anchor."""
    building = building_at(layers, anchor)
    compounds = [shape_of(f.geometry()) for f in layers["compound"].getFeatures() if f.hasGeometry()]
    walls = np.array([shape_of(building.geometry())] if building is not None else [], dtype=object)
    position = np.array([0 if building is not None else -1])
    access = reached_from(np.array([shape_of(anchor)]), position, walls, np.array(compounds, dtype=object))
    return {"building_id": building["id"] if building is not None else None, "access": access[0]}


def change_kind(
    layers: Layers, places: Sequence[QgsFeature], kind: str, catalogue: Rules, title: str
) -> None:
    """Give places another kind; their names stay."""
    _decide(layers, places, {**of_kind(kind, catalogue), **_decided()}, title)


def accept(layers: Layers, places: Sequence[QgsFeature], title: str) -> None:
    """Confirm guesses as they are."""
    _decide(layers, places, {"decided_by": "person"}, title)


def reject(layers: Layers, places: Sequence[QgsFeature], title: str) -> None:
    """Refuse guesses; the rows stay, so that no later run suggests them again. A locked number is retired."""
    with gesture(title, [layers["place"], layers["footprint"]]):
        for place in places:
            if place["locked"] is True:
                take_away(layers, place)
            else:
                values = {"decided_by": "person", "rejected": True, "survey_change": None}
                set_values(layers["place"], place, values)


def _decide(layers: Layers, places: Sequence[QgsFeature], values: Mapping[str, Any], title: str) -> None:
    with gesture(title, [layers["place"]]):
        for place in places:
            set_values(layers["place"], place, {"survey_change": None, **values})


def unmark(layers: Layers, places: Sequence[QgsFeature], title: str) -> None:
    """Take places off the map.

    A place with a locked number is retired, one that rules or the survey speak for is rejected, so
    that it does not come back; one that a person put on bare ground, and nobody speaks of, goes.
    """
    with gesture(title, [layers["place"], layers["footprint"]]):
        for place in places:
            take_away(layers, place)


def take_away(layers: Layers, place: QgsFeature, into: Optional[str] = None) -> None:
    """Take one place off the map inside of a gesture; `into` names the place that stands for it now."""
    values: dict[str, Any] = {"decided_by": "person", "part_of": into, "survey_change": None}
    if place["locked"] is True:
        values["retired_at"] = _now()
    elif into is None and text_of(place["source_ref"]) is None and not spoken_of(layers, place["id"]):
        _delete(layers, place)
        return
    else:
        values.update(rejected=True, number=None)
    set_values(layers["place"], place, values)


def _delete(layers: Layers, place: QgsFeature) -> None:
    prints = footprints_of(layers, place["id"])
    layers["footprint"].deleteFeatures([feature.id() for feature in prints])
    layers["place"].deleteFeature(place.id())


def _now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def footprints_of(layers: Layers, identifier: object) -> list[QgsFeature]:
    """Return the features of a place's footprint."""
    request = QgsFeatureRequest().setFilterExpression(f"\"place_id\" = '{quoted(identifier)}'")
    return list(layers["footprint"].getFeatures(request))


# Where a row names the place it speaks of.
LINKS = (
    ("comment", "place_id"), ("proposal_place", "place_id"), ("entrance", "place_id"),
    ("attachment", "owner_id"), ("number_alias", "place_id"),
)  # fmt: skip


def linked(layers: Layers, identifier: object) -> Iterator[tuple[Any, str, QgsFeature]]:
    """Yield layer, column and feature of all rows that speak of a place."""
    for table, column in LINKS:
        if table in layers:
            request = QgsFeatureRequest().setFilterExpression(f"\"{column}\" = '{quoted(identifier)}'")
            for feature in layers[table].getFeatures(request):
                yield layers[table], column, feature


def spoken_of(layers: Layers, identifier: object) -> bool:
    """Return whether a comment, a proposal, an entrance or a photo belongs to a place."""
    return next(linked(layers, identifier), None) is not None


def move(layers: Layers, place: QgsFeature, point: QgsGeometry, title: str) -> None:
    """Move a place's anchor; it stays on its footprint, and off its neighbours."""
    prints = footprints_of(layers, place["id"])
    target = QgsGeometry(point)
    if prints:
        outline = QgsGeometry.unaryUnion([feature.geometry() for feature in prints])
        smaller = smaller_on(layers, outline, but=str(place["id"]))
        target = geometry_of(moved_anchor(shape_of(point), shape_of(outline), smaller))
    with gesture(title, [layers["place"]]):
        layers["place"].changeGeometry(place.id(), target)
        values = (
            {"decided_by": "person"} if prints else {"decided_by": "person", **_surroundings(layers, target)}
        )
        set_values(layers["place"], place, values)


def set_values(layer: Any, feature: QgsFeature, values: Mapping[str, Any]) -> None:
    """Change the columns of a row that differ; columns the layer lacks are left out."""
    for name, value in values.items():
        index = layer.fields().indexOf(name)
        if index >= 0 and (None if feature[name] == NULL else feature[name]) != value:
            layer.changeAttributeValue(feature.id(), index, NULL if value is None else value)
