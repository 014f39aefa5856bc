"""Anchors stand inside their footprint and building, clear of their neighbours and of each other."""

import numpy as np
import pytest
import shapely
from commonplan.community.places.anchors import APART, anchor_of, fanned_out, moved_anchor, pieces
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, affinity, box

FLOORS = st.lists(st.sampled_from(["B2", "B1", "1F", "2F", "裙房", "屋顶", None]), min_size=1, max_size=8)

SIDE, PART = st.floats(2, 60), st.floats(0.2, 0.8)


@settings(max_examples=60)
@given(FLOORS, st.floats(0, 180), SIDE, SIDE, PART, PART)
def test_a_row_stays_in_its_building_in_order_by_floor(floors, turn, width, depth, along, across):
    from commonplan.community.numbering.floors import floor_level

    block = affinity.rotate(box(0, 0, width, depth), turn, origin=(0, 0))
    spot = affinity.rotate(Point(width * along, depth * across), turn, origin=(0, 0))
    points = fanned_out(spot, floors, block)
    assert all(block.buffer(1e-6).covers(point) for point in points)
    levels = [floor_level(floor) for floor in floors]
    order = sorted(range(len(floors)), key=lambda at: (levels[at], at))
    row = [points[at] for at in order]
    steps = [a.distance(b) for a, b in zip(row, row[1:])]
    assert all(step <= APART + 1e-6 for step in steps)
    if steps:
        assert np.ptp(steps) < 1e-6
        assert row[0].distance(row[-1]) == pytest.approx(sum(steps), abs=1e-6)


@settings(max_examples=60)
@given(st.floats(-50, 100), st.floats(-50, 100), st.floats(5, 30), st.floats(5, 30), st.floats(1, 8))
def test_a_moved_anchor_is_on_its_footprint_and_off_its_neighbour(x, y, cx, cy, radius):
    lawn, fountain = box(0, 0, 40, 40), Point(cx, cy).buffer(radius)
    anchor = moved_anchor(Point(x, y), lawn, [fountain])
    assert lawn.covers(anchor)
    assert fountain.distance(anchor) > 0
    assert lawn.covers(anchor_of(lawn, [fountain]))


def test_without_room_the_footprint_itself_is_taken():
    small = box(0, 0, 2, 2)
    assert small.covers(anchor_of(small, [box(-1, -1, 3, 3)]))


def test_pieces_cover_the_footprint():
    whole = box(0, 0, 10, 10).union(box(20, 0, 25, 5))
    assert [part.area for part in pieces(whole)] == [100, 25]
    cut = pieces(box(0, 0, 10, 10), LineString([(3, -1), (3, 11)]))
    assert [part.area for part in cut] == pytest.approx([70, 30])
    assert shapely.union_all(cut).equals(box(0, 0, 10, 10))
