"""Say what is what: places, buildings, gates, comments and personal data, with their entities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import shapely
from ezdxf.entities import DXFGraphic

from . import scatter
from .canvas import LAYERS, Canvas
from .comments import Row
from .drawing import Handles
from .frame import EPSG, Point, to_map
from .plan import COMPOUNDS, FLOWER_BEDS, GATES, GROUPS, LANE, RING_ROAD, VERGES, middle, ring
from .things import BUILDINGS, PLACES

Entry = dict[str, object]


def describe(canvas: Canvas, handles: Handles, rows: Sequence[Row]) -> Entry:
    """Return the truth as plain data."""
    return {
        "community": "和平社区",
        "crs": f"EPSG:{EPSG}",
        "drawing": _drawing(canvas),
        "compounds": _compounds(handles),
        "entrances": _entrances(handles),
        "building_groups": {g.name: [b.label for b in BUILDINGS if b.group == g.name] for g in GROUPS},
        "buildings": _buildings(handles),
        "places": [*_places(handles), *_equipment(handles)],
        "not_places": _decoys(handles),
        "loops": {"北里": _line(ring(RING_ROAD)), "南里": _line(LANE)},
        "comments": [row.truth for row in rows],
        "personal": [_personal(row, item) for row in rows for item in row.personal],
    }


def _line(points: Sequence[Point]) -> list[list[float]]:
    return [list(to_map(point)) for point in points]


def _drawing(canvas: Canvas) -> Entry:
    """Count what is in model space, and list its codes and words."""
    entities = list(canvas.msp)
    types = Counter(entity.dxftype() for entity in entities)
    layers = Counter(entity.dxf.layer for entity in entities)
    codes = Counter(code for code in map(_code, entities) if code)
    return {
        "entities": len(entities),
        "by_type": dict(sorted(types.items())),
        "by_layer": {name: layers[name] for name in LAYERS if layers[name]},
        "by_code": dict(sorted(codes.items())),
        "texts": sorted({text for text in map(_text, entities) if text}),
        "attributes": sum(len(insert.attribs) for insert in canvas.msp.query("INSERT")),
        "paper_space": len(canvas.doc.layout("Layout1")),
    }


def _code(entity: DXFGraphic) -> str:
    for application in ("SOUTH", "south"):
        if entity.has_xdata(application):
            return next(str(tag.value) for tag in entity.get_xdata(application) if tag.code == 1000)
    return ""


def _text(entity: DXFGraphic) -> str:
    if entity.dxftype() == "TEXT":
        return str(entity.dxf.text)
    return str(entity.plain_text()) if entity.dxftype() == "MTEXT" else ""  # type: ignore[attr-defined]


def _compounds(handles: Handles) -> list[Entry]:
    return [
        {
            "name": compound.name,
            "prefix": compound.prefix,
            "sort_order": compound.order,
            "handles": handles["compound", i],
            "outline": _line(ring(compound.outline)),
        }
        for i, compound in enumerate(COMPOUNDS)
    ]


def _at(point: Point) -> Entry:
    x, y = to_map(point)
    return {"x": x, "y": y}


def _entrances(handles: Handles) -> list[Entry]:
    return [
        {
            "name": gate.name,
            "kind": gate.kind,
            "is_main": gate.is_main,
            "compound": gate.compound,
            "code": gate.code,
            **_at(middle(gate.piers)),
            "handles": handles["entrance", i],
        }
        for i, gate in enumerate(GATES)
    ]


STRUCTURES = {"砼": "reinforced_concrete", "混": "mixed", "砖": "brick", "简": "simple", "": None}
"""How the drawing writes a structure → the word for it."""


def _buildings(handles: Handles) -> list[Entry]:
    return [
        {
            "label": building.label,
            "name": building.name,
            "group": building.group,
            "compound": building.compound or None,
            "structure": STRUCTURES[building.structure],
            "floors": building.floors,
            "code": building.code,
            "outline": _line(ring(building.shape)),
            "handles": handles["building", i],
        }
        for i, building in enumerate(BUILDINGS)
    ]


def _places(handles: Handles) -> list[Entry]:
    return [
        {
            "name": place.name,
            "kind": place.kind,
            "class": place.klass,
            "compound": place.compound,
            "building": place.building,
            "floor": place.floor,
            "access": place.access,
            **_at(place.at),
            "form": place.form,
            "code": place.code,
            "text": place.text,
            "layer": place.layer,
            "handles": handles["place", i],
        }
        for i, place in enumerate(PLACES)
    ]


def _equipment(handles: Handles) -> list[Entry]:
    """List lamps and hydrants: places without a number; those of the street belong to no compound."""
    lamps = [("street_lamp", "155210", "DLDW", i, at) for i, at in enumerate(scatter.lamps())]
    hydrants = [("hydrant", "175200", "GXYZ", i, at) for i, at in enumerate(scatter.hydrants())]
    return [
        {
            "name": "",
            "kind": kind,
            "class": "facility",
            "compound": _compound_at(at),
            "building": "",
            "floor": "",
            "access": "inside",
            **_at(at),
            "form": "point",
            "code": code,
            "text": "",
            "layer": layer,
            "handles": handles[kind, i],
        }
        for kind, code, layer, i, at in (*lamps, *hydrants)
    ]


def _decoys(handles: Handles) -> list[Entry]:
    """List verges and flower beds: their code suggests a place, a planner would refuse it."""
    verges = [("verge", "214300", i, middle(shape)) for i, shape in enumerate(VERGES)]
    beds = [("flower_bed", "215400", i, centre) for i, (centre, _) in enumerate(FLOWER_BEDS)]
    return [
        {"what": what, "code": code, **_at(at), "handles": handles[what, i]}
        for what, code, i, at in (*verges, *beds)
    ]


def _compound_at(at: Point) -> str | None:
    inside = (c.name for c in COMPOUNDS if shapely.Polygon(c.outline).covers(shapely.Point(at)))
    return next(inside, None)


def _personal(row: Row, item: dict[str, str]) -> Entry:
    """Describe a personal datum; a form of address such as 老王 is only flagged, all else is masked."""
    rule = "flag" if item["kind"] == "nickname" else "mask"
    return {"row": row.truth["row"], "serial": row.truth["serial"], **item, "rule": rule}
