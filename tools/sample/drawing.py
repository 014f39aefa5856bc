"""Draw the community: buildings, walls, gates and places; remember which entities show what."""

from __future__ import annotations

from collections import defaultdict

from . import scatter
from .canvas import Canvas
from .ground import draw_ground
from .plan import COMPOUNDS, FLOWER_BEDS, GATES, GROUPS, LANE, RING_ROAD, VERGES, box, lane
from .sheet import draw_sheet
from .symbols import BLOCK_OF_CODE, add_symbols
from .things import BUILDINGS, PLACES, Building, Place

Handles = dict[tuple[str, int], list[str]]
"""(what, index in its list) → the entities that show it."""

_PARTITIONS = (20, 32, 44, 56, 192, 204, 216, 228)
_PARKING_BAYS = tuple(round(200.6 + 2.6 * i, 1) for i in range(19))
_COURT_ENDS = ((87, 270, 90), (115, 90, 270))
_GREEN_PATHS = (
    ((46, 104.5), (60, 104.5)),
    ((68, 104.5), (82, 104.5)),
    ((64, 108.5), (64, 121)),
)
_SECOND_WALL_LINE = (
    (149, 0.35),
    (289.65, 0.35),
    (289.65, 109.65),
    (129.65, 109.65),
    (129.65, 259.65),
    (0.35, 259.65),
    (0.35, 0.35),
    (140, 0.35),
)
_YARD_FENCE = ((256, 64), (276, 64), (276, 95), (256, 95), (256, 64))


def draw() -> tuple[Canvas, Handles]:
    """Draw the community and its surroundings."""
    canvas = Canvas()
    add_symbols(canvas.doc)
    handles: Handles = defaultdict(list)
    _draw_lawns(canvas, handles)
    _draw_buildings(canvas, handles)
    _draw_boundaries(canvas, handles)
    _draw_gates(canvas, handles)
    _draw_places(canvas, handles)
    _draw_fittings(canvas)
    _draw_equipment(canvas, handles)
    draw_ground(canvas)
    _draw_helpers(canvas)
    draw_sheet(canvas)
    return canvas, handles


def _draw_buildings(canvas: Canvas, handles: Handles) -> None:
    for i, building in enumerate(BUILDINGS):
        extra = [(1000, building.structure), (1070, building.floors)] if building.label else []
        outline = canvas.polyline(building.shape, "JMD", building.code, closed=True, extra=extra)
        handles["building", i] += [outline, *_building_words(canvas, building)]
        if building.label:
            _draw_canopies(canvas, building)
    for group in GROUPS:
        canvas.polyline(group.outline, "LZ", closed=True, dashed=True)
        canvas.text(group.name, group.at, 2.2, "LZ")


def _building_words(canvas: Canvas, building: Building) -> list[str]:
    x, y = building.mark_at
    if building.label:
        mark = canvas.text(building.mark, (x + 6, y), 2.0, "JMD", "140001")
        return [mark, canvas.text(building.label, (x - 5, y), 2.4)]
    size = 0.9 if building.floors == 1 and building.compound else 1.3
    return [canvas.text(building.mark, (x, y), size, "JMD", "140001")]


def _draw_canopies(canvas: Canvas, building: Building) -> None:
    """Draw a canopy over each unit's door, on the north side; in 南里 towards the lane."""
    (x1, y1), _, (x2, y2), _ = building.shape
    units = 3 if x2 - x1 > 45 else 2
    y, depth = (y1, -1.2) if building.compound == "南里" and y1 > -45 else (y2, 1.2)
    for unit in range(units):
        x = round(x1 + (x2 - x1) * (unit + 0.5) / units, 2)
        corners = ((x - 1.3, y), (x - 1.3, y + depth), (x + 1.3, y + depth), (x + 1.3, y))
        canvas.polyline(corners, "JMD")


def _draw_boundaries(canvas: Canvas, handles: Handles) -> None:
    """Draw the wall of 北里, open at its main gate only, and the parcel and walls of 南里."""
    north, south = COMPOUNDS
    west_pier, east_pier = GATES[0].piers
    wall = (east_pier, *north.outline[1:], north.outline[0], west_pier)
    handles["compound", 0].append(canvas.polyline(wall, "YZH", "144301"))
    handles["compound", 1].append(canvas.polyline(south.outline, "JZD", "300000", closed=True))
    canvas.polyline((lane(300, 0), lane(0, 0), lane(0, 40)), "YZH", "144301")
    for corner in (*north.outline, *south.outline):
        canvas.insert(BLOCK_OF_CODE["301000"], corner, "JZD", "301000")


def _draw_gates(canvas: Canvas, handles: Handles) -> None:
    for i, gate in enumerate(GATES):
        handles["entrance", i].append(canvas.line(*gate.piers, "YZH", gate.code))
        handles["entrance", i] += [canvas.text(words, at, 1.5) for words, at in gate.words]
        for pier in gate.piers:
            canvas.circle(pier, 0.4, "YZH", "143701")


def _draw_places(canvas: Canvas, handles: Handles) -> None:
    for i, place in enumerate(PLACES):
        shown = handles["place", i]
        if place.form != "text":
            shown.append(_draw_place(canvas, place))
        if place.text:
            write = canvas.note if "\n" in place.text else canvas.text
            shown.append(write(place.text, place.text_at, place.text_size))


def _draw_place(canvas: Canvas, place: Place) -> str:
    if place.form == "area":
        return canvas.polyline(place.shape, place.layer, place.code, closed=True)
    if place.form == "circle":
        radius = 4.0 if place.kind == "water_feature" else 0.8
        return canvas.circle(place.at, radius, place.layer, place.code)
    if place.form == "line":
        draw_line = canvas.spline if place.kind == "footpath" else canvas.polyline
        return draw_line(place.shape, place.layer, place.code)
    block = BLOCK_OF_CODE.get(place.code, "GC_POINT")
    return canvas.insert(block, place.at, place.layer, place.code)


def _draw_fittings(canvas: Canvas) -> None:
    """Draw what makes a ground look like what it is: court lines, bays, shop walls, paths."""
    for x, start, end in _COURT_ENDS:
        canvas.arc((x, 103.5), 5.8, start, end, "DLDW")
    canvas.line((101, 96), (101, 111), "DLDW")
    canvas.circle((101, 103.5), 1.8, "DLDW")
    for x in _PARKING_BAYS:
        canvas.line((x, 86), (x, 91), "DLSS")
    for x in _PARTITIONS:
        canvas.line((x, 0), (x, 4.6), "JMD")
    for x in (8, 180):
        canvas.line((x, 4.6), (x + 60, 4.6), "JMD")
    for start, end in _GREEN_PATHS:
        canvas.line(start, end, "DLSS", "164300")
    for start, end in zip(_YARD_FENCE, _YARD_FENCE[1:]):
        canvas.line(start, end, "YZH", "144400")


def _draw_lawns(canvas: Canvas, handles: Handles) -> None:
    """Tint the greens, and draw verges and flower beds that are no places."""
    for place in (place for place in PLACES if place.kind in ("green", "pocket_park")):
        canvas.hatch(place.shape, "ZBTZ", 254)
    for i, verge in enumerate(VERGES):
        handles["verge", i].append(canvas.polyline(verge, "ZBTZ", "214300", closed=True))
    for i, (centre, half) in enumerate(FLOWER_BEDS):
        handles["flower_bed", i].append(canvas.ellipse(centre, half, 0.45, "ZBTZ", "215400"))


def _draw_equipment(canvas: Canvas, handles: Handles) -> None:
    for i, at in enumerate(scatter.lamps()):
        handles["street_lamp", i].append(canvas.insert(BLOCK_OF_CODE["155210"], at, "DLDW", "155210"))
    for i, at in enumerate(scatter.hydrants()):
        handles["hydrant", i].append(canvas.insert(BLOCK_OF_CODE["175200"], at, "GXYZ", "175200"))
    for at, code in scatter.manholes():
        canvas.insert(BLOCK_OF_CODE[code], at, "GXYZ", code)
    for at, code in scatter.trees():
        canvas.insert(BLOCK_OF_CODE[code], at, "ZBTZ", code)


def _draw_helpers(canvas: Canvas) -> None:
    """Draw lines that never are places: road axes, the garage below, the wall's second line."""
    canvas.polyline(RING_ROAD, "ASSIST", closed=True, dashed=True)
    canvas.polyline(LANE, "ASSIST", dashed=True)
    canvas.polyline(box(150, 50, 100, 18), "ASSIST", closed=True, dashed=True)
    canvas.polyline(_SECOND_WALL_LINE, "ASSIST")
