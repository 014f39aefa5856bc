"""Places made one, and one made several: merge duplicates, group a row, split; each one gesture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Optional
from uuid import uuid4

from qgis.core import NULL, QgsFeature, QgsFeatureRequest, QgsGeometry

from ..community.errors import SiteError
from ..community.places.anchors import anchor_of, pieces
from .gestures import gesture
from .held_edits import text_of
from .picking import geometry_of, quoted, shape_of
from .place_edits import Layers, footprints_of, linked, set_values, smaller_on, take_away
from .site_edits import feature_of

_TIMES = re.compile(r" ×(\d+)$")
_COPIED = (
    "class", "kind", "name", "status", "is_public", "building_id", "floor", "address", "access", "operator",
)  # fmt: skip


def merge(layers: Layers, places: Sequence[QgsFeature], title: str) -> str:
    """Make duplicates one place: the one with a number, else the one decided by a person, else the first.

    It takes over ground, name, evidence, comments, proposals, entrances and photos of the others,
    which stay as rejected rows that say what they are part of: no later run finds them again.

    Returns
    -------
    id
        Of the place that is left.

    Raises
    ------
    SiteError
        `one_place` when fewer than two were given.
    """
    kept, others = _kept(places)
    with gesture(title, [layers[table] for table in _touched(layers, others)]):
        _join(layers, kept, others, _longest_name([kept, *others]))
    return str(kept["id"])


def group(layers: Layers, places: Sequence[QgsFeature], name: str, title: str) -> str:
    """Make a row of places one, named with their count: 商铺 ×12.

    Parameters
    ----------
    layers, places, title
        As for `merge`.
    name
        What the row is called where its places have no name in common.

    Returns
    -------
    id
        Of the place that is left.
    """
    kept, others = _kept(places)
    told = [_name(place) for place in places]
    names = {_TIMES.sub("", text) for text in told if text}
    count = sum(int(found.group(1)) if (found := _TIMES.search(text or "")) else 1 for text in told)
    with gesture(title, [layers[table] for table in _touched(layers, others)]):
        _join(layers, kept, others, f"{names.pop() if len(names) == 1 else name} ×{count}")
    return str(kept["id"])


def _kept(places: Sequence[QgsFeature]) -> tuple[QgsFeature, list[QgsFeature]]:
    if len(places) < 2:
        raise SiteError("one_place")

    def weight(place: QgsFeature) -> tuple[bool, bool, bool, bool, int]:
        by_rule, fresh = place["decided_by"] != "person", place.id() < 0
        # What is not saved yet counts down from -1.
        return place["locked"] is not True, place["number"] == NULL, by_rule, fresh, abs(place.id())

    first, *others = sorted(places, key=weight)
    return first, others


def _touched(layers: Layers, others: Sequence[QgsFeature]) -> list[str]:
    """Return the tables that joining changes; an entrance's or a comment's only when one speaks of these."""
    spoken = {id(layer) for place in others for layer, _, _ in linked(layers, place["id"])}
    return ["place", "footprint", *(name for name, layer in layers.items() if id(layer) in spoken)]


def _join(layers: Layers, kept: QgsFeature, others: Sequence[QgsFeature], name: Optional[str]) -> None:
    _join_ground(layers, kept, others)
    evidence = dict.fromkeys(text for place in [kept, *others] if (text := text_of(place["evidence"])))
    set_values(
        layers["place"],
        kept,
        {"name": name, "evidence": "; ".join(evidence) or None, "decided_by": "person", "certainty": 1.0},
    )
    for place in others:
        for layer, column, row in list(linked(layers, place["id"])):
            set_values(layer, row, {column: str(kept["id"])})
        take_away(layers, place, into=str(kept["id"]))


def _join_ground(layers: Layers, kept: QgsFeature, others: Sequence[QgsFeature]) -> None:
    """Give the place that is left the footprints of all; the others keep theirs, which nobody draws."""
    own = footprints_of(layers, kept["id"])
    added = [f.geometry() for place in others for f in footprints_of(layers, place["id"])]
    if not added:
        return
    whole = QgsGeometry.unaryUnion([*(f.geometry() for f in own), *added])
    _set_footprint(layers, kept, whole, own)
    if not whole.contains(kept.geometry()):
        anchor = anchor_of(shape_of(whole), [s for s in smaller_on(layers, whole) if s.area > 0])
        layers["place"].changeGeometry(kept.id(), geometry_of(anchor))


def _set_footprint(layers: Layers, place: QgsFeature, ground: QgsGeometry, own: Sequence[QgsFeature]) -> None:
    layer = layers["footprint"]
    ground.convertToMultiType()
    if not own:
        values = {"id": str(uuid4()), "place_id": str(place["id"])}
        layer.addFeature(feature_of(layer, ground, values))
        return
    layer.changeGeometry(own[0].id(), ground)
    layer.deleteFeatures([feature.id() for feature in own[1:]])


def _name(place: QgsFeature) -> Optional[str]:
    return (text_of(place["name"]) or "").strip() or None


def _longest_name(places: Sequence[QgsFeature]) -> Optional[str]:
    own = _name(places[0])
    return own or max((name for place in places if (name := _name(place))), key=len, default=None)


def parts_of(layers: Layers, place: QgsFeature) -> list[QgsFeature]:
    """Return the places that were merged or grouped into a place."""
    if layers["place"].fields().indexOf("part_of") < 0:
        return []
    request = QgsFeatureRequest().setFilterExpression(f"\"part_of\" = '{quoted(place['id'])}'")
    return list(layers["place"].getFeatures(request))


def can_be_parted(layers: Layers, place: QgsFeature) -> bool:
    """Return whether a place splits without a line: it was joined, or its footprint has several parts."""
    return bool(parts_of(layers, place)) or len(_pieces(layers, place, None)) > 1


def split(layers: Layers, place: QgsFeature, line: Optional[QgsGeometry], title: str) -> list[str]:
    """Make one place several: those it was joined of, the parts of its footprint, or as a line cuts it.

    The piece with the anchor keeps id, number and whatever was said about the place.

    Parameters
    ----------
    layers
        Layers of the community by table.
    place
        The place to split.
    line
        Where to cut its footprint, in the community's CRS; None for the parts there are.
    title
        The gesture's name in the undo panel.

    Returns
    -------
    ids
        Of the other places.

    Raises
    ------
    SiteError
        `nothing_to_split` when the line does not cut the footprint, or there is none.
    """
    parts = parts_of(layers, place) if line is None else []
    cut = [] if parts else _pieces(layers, place, line)
    if not parts and len(cut) < 2:
        raise SiteError("nothing_to_split")
    with gesture(title, [layers["place"], layers["footprint"]]):
        return _bring_back(layers, place, parts) if parts else _cut(layers, place, cut)


def _pieces(layers: Layers, place: QgsFeature, line: Optional[QgsGeometry]) -> list[Any]:
    prints = [feature.geometry() for feature in footprints_of(layers, place["id"])]
    if not prints:
        return []
    return pieces(shape_of(QgsGeometry.unaryUnion(prints)), None if line is None else shape_of(line))


def _bring_back(layers: Layers, place: QgsFeature, parts: Sequence[QgsFeature]) -> list[str]:
    own = footprints_of(layers, place["id"])
    taken = [f.geometry() for part in parts for f in footprints_of(layers, part["id"])]
    if own and taken:
        left = own[0].geometry().difference(QgsGeometry.unaryUnion(taken))
        if not left.isEmpty() and left.area() > 0:
            _set_footprint(layers, place, left, own)
    for part in parts:
        set_values(layers["place"], part, {"part_of": None, "rejected": False, "retired_at": None})
    set_values(layers["place"], place, {"name": _TIMES.sub("", _name(place) or "") or None})
    return [str(part["id"]) for part in parts]


def _cut(layers: Layers, place: QgsFeature, cut: Sequence[Any]) -> list[str]:
    anchor = shape_of(place.geometry())
    stays = min(cut, key=lambda piece: piece.distance(anchor))
    _set_footprint(layers, place, geometry_of(stays), footprints_of(layers, place["id"]))
    if not stays.covers(anchor):
        layers["place"].changeGeometry(place.id(), geometry_of(anchor_of(stays)))
    name = _TIMES.sub("", _name(place) or "") or None
    set_values(layers["place"], place, {"decided_by": "person", "name": name})
    ids = []
    for piece in (piece for piece in cut if piece is not stays):
        identifier = str(uuid4())
        values = {column: place[column] for column in _COPIED if place.fields().indexOf(column) >= 0}
        values.update(id=identifier, decided_by="person", certainty=1.0, name=name)
        point = geometry_of(anchor_of(piece))
        layers["place"].addFeature(feature_of(layers["place"], point, values))
        ground = {"id": str(uuid4()), "place_id": identifier}
        layers["footprint"].addFeature(feature_of(layers["footprint"], geometry_of(piece), ground))
        ids.append(identifier)
    return ids
