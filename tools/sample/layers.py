"""The two layers a planner would bring along: compounds and entrances, in the drawing's CRS."""

from __future__ import annotations

from .frame import EPSG, to_map
from .plan import COMPOUNDS, GATES, middle, ring

Collection = dict[str, object]


def compounds() -> Collection:
    """Return the compounds as GeoJSON polygons: name, prefix, sort_order."""
    features = []
    for compound in COMPOUNDS:
        outline = [list(to_map(p)) for p in ring(compound.outline)]
        traits = {"name": compound.name, "prefix": compound.prefix, "sort_order": compound.order}
        features.append(_feature("Polygon", [outline], traits))
    return _collection("compounds", features)


def entrances() -> Collection:
    """Return the gates as GeoJSON points: name, kind, is_main, compound."""
    features = []
    for gate in GATES:
        traits = {"name": gate.name, "kind": gate.kind, "is_main": gate.is_main, "compound": gate.compound}
        features.append(_feature("Point", list(to_map(middle(gate.piers))), traits))
    return _collection("entrances", features)


def _feature(kind: str, coordinates: object, traits: dict[str, object]) -> Collection:
    return {
        "type": "Feature",
        "properties": traits,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _collection(name: str, features: list[Collection]) -> Collection:
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{EPSG}"}}
    return {"type": "FeatureCollection", "name": name, "crs": crs, "features": features}
