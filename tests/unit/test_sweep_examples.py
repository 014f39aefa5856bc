"""The rule of domain.md section 4 told by example: a court of 200 m, entered from the south."""

import numpy as np
import pytest
import shapely
from commonplan.community.numbering.choice import choose
from commonplan.community.numbering.sweep import Places, Site, elongation, sweep

COURT = shapely.box(-100, 0, 100, 200)
SOUTH = np.array([0.0, 0.0])
NOWHERE = np.empty((0, 2))


def site(boundary=COURT, entrance=SOUTH, gates=NOWHERE, loop=None, metre=1.0):
    return Site(boundary, np.asarray(entrance, float), np.asarray(gates, float).reshape(-1, 2), loop, metre)


def ordered(points, method="bearing", where=None, **more):
    """Number named points; a footprint is given as a geometry instead of a point."""
    shapes = {name: point for name, point in points.items() if not isinstance(point, tuple)}
    anchors = [p if isinstance(p, tuple) else p.point_on_surface().coords[0] for p in points.values()]
    prints = np.array([shapes.get(name) for name in points], object) if shapes else None
    places = Places(np.array(anchors, float), footprints=prints, **more)
    names = list(points)
    return [names[i] for i in sweep(where or site(), places, method).order]


@pytest.mark.parametrize("method", ["bearing", "boundary"])
def test_the_sweep_goes_clockwise_from_the_entrance_left_first(method):
    points = {"east": (80, 100), "north": (5, 190), "west": (-80, 100), "south-west": (-60, 10)}
    assert ordered(points, method) == ["south-west", "west", "north", "east"]


@pytest.mark.parametrize("method", ["bearing", "boundary"])
def test_an_entrance_square_right_of_the_axis_is_number_one(method):
    square = shapely.box(-2, 4, 8, 20)
    assert square.point_on_surface().x == 3
    points = {"shop": (-60, 10), "square": square, "kiosk": (60, 10)}
    assert ordered(points, method)[0] == "square"


def test_without_a_footprint_three_metres_right_of_the_axis_is_last():
    assert ordered({"shop": (-60, 10), "post": (3, 20)}) == ["shop", "post"]


def test_of_several_at_the_start_the_nearest_to_the_entrance_comes_first():
    assert ordered({"far": (1, 60), "near": (-1, 20), "west": (-50, 5)}) == ["near", "far", "west"]


def test_just_before_a_full_turn_is_the_start():
    points = {"west": (-90, 100), "almost": (0.006, 0.0), "centre side": (50, 100)}
    found = sweep(site(), Places(np.array(list(points.values()))), "boundary")
    assert found.key[1] == pytest.approx(0.0)


def test_a_key_that_rounds_to_the_whole_ring_is_zero():
    west = np.array([(-100.0, 0.004), (-100.0, 30.0), (-99.0, 0.0)])
    corner = site(entrance=(-100, 0))
    assert sweep(corner, Places(west), "boundary").key[0] == 0.0
    around = sweep(site(entrance=(0, 0)), Places(np.array([(1e-7, -3.0), (5.0, -3.0)])), "bearing")
    assert around.key[0] == 0.0


def test_a_notice_board_at_the_gate_is_at_the_start_and_the_rest_outside_comes_after():
    points = {"bus stop": (-40, -10), "board": (1, -1.5), "east": (80, 20)}
    assert ordered(points) == ["board", "east", "bus stop"]


def test_a_place_in_a_hole_is_outside():
    ring = COURT - shapely.box(-60, 60, 60, 140)
    assert ordered({"hole": (-50, 100), "east": (90, 100)}, where=site(ring)) == ["east", "hole"]


@pytest.mark.parametrize(
    ("gate", "order"), [(None, ["west", "east", "hall"]), ((-100, 190), ["west", "hall", "east"])]
)
def test_what_contains_the_centre_goes_by_its_gate_or_is_last(gate, order):
    hall = shapely.box(-30, 60, 30, 140)
    gates = np.array([(np.nan, np.nan)] * 2 + [gate or (np.nan, np.nan)], float)
    assert ordered({"west": (-80, 100), "east": (80, 100), "hall": hall}, gates=gates) == order


def test_ties_go_by_distance_then_class_then_kind_then_name():
    points = dict.fromkeys(["unit", "facility b", "facility a", "space"], (-50.0, 100.0)) | {
        "near": (-40.0, 100.0)
    }
    found = ordered(
        points,
        classes=np.array([2, 1, 1, 0, 2]),
        kinds=np.array(["clinic", "shop", "shop", "square", "clinic"], object),
        names=np.array(["", "b", "a", "", ""], object),
    )
    assert found == ["near", "space", "facility a", "facility b", "unit"]


def test_outward_shops_come_after_the_courtyard():
    points = {"shop 1": (-50, 1), "court": (-60, 100), "shop 2": (60, 1), "bench": (40, 30)}
    street = np.array([True, False, True, False])
    assert ordered(points, street=street) == ["court", "bench", "shop 1", "shop 2"]
    assert ordered(points) == ["shop 1", "court", "shop 2", "bench"]


def test_the_part_with_the_main_entrance_comes_first_the_others_clockwise_from_their_gates():
    south, west, north = (
        shapely.box(-50, 0, 50, 60),
        shapely.box(-150, 80, -60, 160),
        shapely.box(-40, 180, 60, 260),
    )
    parts = site(shapely.MultiPolygon([north, west, south]), gates=[(-60, 120), (10, 180)])
    points = {
        "n-right": (40, 220),
        "n-left": (-30, 220),
        "w-left": (-100, 90),
        "w-right": (-100, 150),
        "s": (30, 40),
    }
    assert ordered(points, where=parts) == ["s", "w-left", "w-right", "n-left", "n-right"]


def test_neighbours_on_a_lane_differ_by_one_or_two_with_a_loop():
    lane = site(shapely.box(0, -8, 300, 8), (0, 0), loop=shapely.LineString([(0, 0), (300, 0)]))
    houses = {
        f"{'L' if side > 0 else 'R'}{x}": (float(x), 6.0 * side)
        for x in range(10, 290, 10)
        for side in (1, -1)
    }
    order = ordered(houses, "loop", lane)
    rank = {name: i for i, name in enumerate(order)}
    assert order[:4] == ["L10", "R10", "L20", "R20"]
    assert all(abs(rank[f"{s}{x + 10}"] - rank[f"{s}{x}"]) <= 2 for s in "LR" for x in range(10, 280, 10))


def test_a_lane_entered_from_its_other_end_or_middle_is_walked_from_there():
    line = shapely.LineString([(0, 0), (300, 0)])
    houses = {f"{x}": (float(x), 5.0) for x in (20, 100, 180, 280)}
    lane = shapely.box(0, -8, 300, 8)
    assert ordered(houses, "loop", site(lane, (300, 0), loop=line)) == ["280", "180", "100", "20"]
    # From the middle the longer arm comes first.
    assert ordered(houses, "loop", site(lane, (160, -8), loop=line)) == ["100", "20", "180", "280"]
    assert ordered(houses, "loop", site(lane, (120, -8), loop=line)) == ["180", "280", "100", "20"]


def test_a_closed_loop_is_walked_clockwise():
    road = shapely.LineString([(-50, 50), (50, 50), (50, 150), (-50, 150), (-50, 50)])
    points = {"east": (70, 100), "inner": (0, 60), "west": (-70, 100), "north": (0, 170)}
    assert ordered(points, "loop", site(loop=road)) == ["inner", "west", "north", "east"]


def test_a_loop_does_not_matter_to_the_other_methods():
    road = shapely.LineString([(-50, 50), (50, 50), (50, 150)])
    points = {"east": (70, 100), "west": (-70, 100), "north": (10, 170)}
    assert ordered(points, "boundary", site(loop=road)) == ordered(points, "boundary")


def test_tolerances_are_metres_whatever_the_units_of_the_map():
    feet = 1 / 0.3048
    points = {"west": (-60.0 * feet, 10.0 * feet), "on the axis": (1.9 * feet, 20.0 * feet)}
    where = site(shapely.box(-100 * feet, 0, 100 * feet, 200 * feet), metre=feet)
    assert ordered(points, where=where) == ["on the axis", "west"]


def test_boundary_is_taken_when_it_is_a_tenth_shorter():
    assert choose("auto", None, {"bearing": 1000.0, "boundary": 900.0}.get, 1.0).method == "boundary"
    assert choose("auto", None, {"bearing": 1000.0, "boundary": 901.0}.get, 1.0).reason == "bearing_enough"
    assert choose("auto", None, {"bearing": 0.0, "boundary": 0.0}.get, 1.0).method == "bearing"
    assert choose("auto", "loop", dict.get, 1.0).reason == "kept"
    assert choose("boundary", "loop", dict.get, 1.0).reason == "asked"
    assert choose("auto", None, {"bearing": 1.0, "boundary": 1.0}.get, 7.0).try_loop


def test_elongation_is_length_by_width():
    assert elongation(site(shapely.box(0, 0, 300, 40))) == pytest.approx(7.5)
    assert elongation(site(shapely.LineString([(0, 0), (5, 5)]))) == float("inf")
