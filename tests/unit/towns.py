"""Random communities for the tests: sites of every shape, with buildings, doors, streets and gardens."""

from __future__ import annotations

import numpy as np
import shapely
from commonplan.community.numbering.sweep import Places, Site
from hypothesis import strategies as st
from small_community import X, Y, community
from sweeps import SHAPES, xy

KINDS = ("square", "playground", "toilet", "pharmacy", "clinic", "property_manager", "car_parking")
FLOORS = ("B1", "1F", "2F", "3F", None)


def on_grid(geometry):
    return shapely.transform(geometry, lambda xy: xy + np.array([X, Y]))


def spot_in(draw, shape):
    """A spot in a shape, in whole centimetres but for the last step inside."""
    x0, y0, x1, y1 = shape.bounds
    x, y = (draw(st.integers(0, 9999)) / 10_000 for _ in "xy")
    point = shapely.Point(round(x0 + x * (x1 - x0), 2), round(y0 + y * (y1 - y0), 2))
    return point if shape.covers(point) else shape.representative_point()


@st.composite
def towns(draw, names=tuple(SHAPES), least=0, most=14):
    """A community on one site: inside, on the boundary, outside, stacked in buildings, coincident."""
    name = draw(st.sampled_from(names))
    shape = SHAPES[name]
    part = draw(st.sampled_from(list(shapely.get_parts(shape))))
    if draw(st.booleans()):
        corners = part.exterior.coords
        gate = shapely.Point(corners[draw(st.integers(0, len(corners) - 2))])
    else:
        gate = part.exterior.interpolate(draw(st.integers(0, 999)) / 1000, normalized=True)
    buildings = draw(blocks(shape))
    rows = [draw(places(shape, buildings, number)) for number in range(draw(st.integers(least, most)))]
    if rows and draw(st.booleans()):
        twin = rows[draw(st.integers(0, len(rows) - 1))]
        rows.append((f"p{len(rows)}", *twin[1:3], {**twin[3], "name": f"双{len(rows)}"}))
    entrances = [{"id": "e", "is_main": True, "geometry": on_grid(gate)}]
    entrances += draw(doors(shape, buildings, rows))
    return community(
        rows,
        compounds=[{"id": "c", "name": name, "geometry": on_grid(shape)}],
        buildings=[{**block, "geometry": on_grid(block["geometry"])} for block in buildings],
        entrances=entrances,
        footprints=[
            {"id": f"f{name}", "place_id": name, "geometry": on_grid(shapely.Point(spot).buffer(3))}
            for name, _, spot, _ in rows
            if draw(st.integers(0, 3)) == 0
        ],
    )


@st.composite
def blocks(draw, shape):
    made = []
    for number in range(draw(st.integers(0, 3))):
        spot = spot_in(draw, shape)
        width, depth = draw(st.integers(6, 30)), draw(st.integers(6, 15))
        area = shapely.box(spot.x, spot.y, spot.x + width, spot.y + depth)
        made.append({"id": f"b{number}", "label": f"{number}栋", "geometry": area})
    return made


@st.composite
def places(draw, shape, buildings, number):
    where = draw(st.sampled_from(["in", "in", "house", "on", "out"]))
    more = {
        "name": f"甲{number}",
        "access": draw(st.sampled_from(["inside", "inside", "street"])),
        "is_public": draw(st.integers(0, 5)) > 0,
        "status": draw(st.sampled_from(["existing", "existing", "existing", "proposed", "closed"])),
    }
    if where == "house" and buildings:
        block = draw(st.sampled_from(buildings))
        spot = spot_in(draw, block["geometry"])
        more |= {"building_id": block["id"], "floor": draw(st.sampled_from(FLOORS))}
    elif where == "on":
        spot = shapely.get_parts(shape)[0].exterior.interpolate(draw(st.integers(0, 99)) / 100, True)
    elif where == "out":
        x0, y0, *_ = shape.bounds
        spot = shapely.Point(x0 - draw(st.integers(1, 40)), y0 - draw(st.integers(1, 40)))
    else:
        spot = spot_in(draw, shape)
    return f"p{number}", draw(st.sampled_from(KINDS)), (spot.x, spot.y), more


@st.composite
def doors(draw, shape, buildings, rows):
    """Gates of further parts, doors of buildings, ramps of garages."""
    found = []
    for number, block in enumerate(buildings):
        if draw(st.booleans()):
            at = block["geometry"].exterior.interpolate(draw(st.integers(0, 9)) / 10, True)
            found.append({"id": f"d{number}", "kind": "unit_gate", "geometry": on_grid(at)})
    for number, part in enumerate(shapely.get_parts(shape)):
        at = part.exterior.interpolate(draw(st.integers(0, 9)) / 10, True)
        found.append({"id": f"g{number}", "kind": "vehicle", "geometry": on_grid(at)})
    garages = [name for name, kind, _, _ in rows if kind == "car_parking"]
    if garages:
        at = on_grid(spot_in(draw, shape))
        found.append({"id": "r", "kind": "garage_ramp", "place_id": garages[0], "geometry": at})
    return found


def moved(town, change):
    """Apply a change of coordinates, shape (n, 2) → (n, 2), to everything in a community."""
    import dataclasses

    def frame(table):
        shapes = shapely.transform(np.asarray(table.geometry, object), change)
        return table.assign(geometry=shapes) if len(table) else table

    tables = ("places", "footprints", "buildings", "compounds", "entrances")
    return dataclasses.replace(town, **{name: frame(getattr(town, name)) for name in tables})


def stops_in_words(town):
    """Gather the places of a town into what a sweep stops at, as domain.md section 4 says it.

    Returns
    -------
    site, stops
        For `plain_words.told`.
    labels
        What stands at each stop: a place, or the side (yard or street) of a building.
    label_of
        Place id → label of its stop.
    unclear
        Labels of buildings whose door could be another's.
    """
    doors, ramps, gates = (
        town.entrances[town.entrances["kind"] == kind] for kind in ("unit_gate", "garage_ramp", "vehicle")
    )
    walls = dict(zip(town.buildings["id"], town.buildings.geometry))
    own_doors, unclear = {house: [] for house in walls}, set()
    for door in doors.geometry:
        near = [house for house, wall in walls.items() if wall.distance(door) <= 2.5]
        own_doors[near[0]].append(door)
        unclear |= set(near) if len(near) > 1 else set()
    entrance = town.entrances.geometry[town.entrances["is_main"]].iloc[0]
    site = Site(town.compounds.geometry.iloc[0], xy([entrance])[0], xy(list(gates.geometry)))
    prints = dict(zip(town.footprints["place_id"], town.footprints.geometry))
    ramp_of = dict(zip(ramps["place_id"], ramps.geometry))
    found, label_of = {}, {}
    for place in town.places[town.places["status"] != "closed"].itertuples():
        street = place.access == "street"
        label_of[place.id] = label = place.id
        anchor, area, gate = place.geometry, prints.get(place.id), ramp_of.get(place.id)
        if place.building_id in walls and place.id not in ramp_of:
            area = walls[place.building_id]
            anchor = area.point_on_surface()
            gate = min(own_doors[place.building_id], key=entrance.distance, default=None)
            label_of[place.id] = label = f"{place.building_id} {'street' if street else 'yard'}"
        found[label] = (anchor, gate or shapely.Point(np.nan, np.nan), area, street)
    anchors, gates, areas, streets = zip(*found.values()) if found else ((), (), (), ())
    footprints = np.empty(len(found), object)
    footprints[:] = areas
    corners = [np.array([[p.x, p.y] for p in points]).reshape(-1, 2) for points in (anchors, gates)]
    stops = Places(*corners, footprints, np.array(streets, bool))
    labels = np.array(list(found), object)
    return (
        site,
        stops,
        labels,
        label_of,
        {f"{house} {side}" for house in unclear for side in ("yard", "street")},
    )
