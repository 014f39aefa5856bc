"""Ground to paper and back when the map is turned, and how far it may be turned."""

import numpy as np
import pytest
import shapely
from commonplan.output.sheet.bands import Rect
from commonplan.output.sheet.frame import Paper
from commonplan.output.sheet.paper import LETTERING
from commonplan.output.sheet.turning import turn, turned_bounds, turns
from hypothesis import given
from hypothesis import strategies as st

X, Y = 612_360.0, 3_449_160.0
ANGLES = st.integers(-180, 180)


def block(width, height, anticlockwise):
    return shapely.affinity.rotate(shapely.box(X, Y, X + width, Y + height), anticlockwise, origin=(X, Y))


def paper_around(shape, turned, scale=1000):
    return Paper.around(turned_bounds([shape], turned), Rect(0, 0, 300, 200), LETTERING["A3"], scale, turned)


def test_a_quarter_turn_has_north_at_the_right():
    assert turn(np.array([[0.0, 1.0]]), 90) == pytest.approx(np.array([[1.0, 0.0]]), abs=1e-12)


@given(turned=ANGLES, x=st.floats(0, 300), y=st.floats(0, 200))
def test_paper_leads_to_the_ground_and_back(turned, x, y):
    paper = paper_around(block(180, 60, 20), turned)
    ground = paper.to_ground(np.array([[x, y]]))
    assert paper.points(shapely.points(ground)) == pytest.approx(np.array([[x, y]]), abs=1e-5)
    assert paper.window.buffer(1e-3).covers(shapely.points(ground)[0])


@given(turned=ANGLES)
def test_a_turn_keeps_lengths_and_shows_everything_in_the_middle(turned):
    shape = block(100, 60, 20)
    paper = paper_around(shape, turned, 750)
    drawn = paper.to_paper(shape)
    assert drawn.length == pytest.approx(shape.length * 1000 / 750, abs=1e-4)
    low_x, low_y, high_x, high_y = drawn.bounds
    assert low_x == pytest.approx(300 - high_x, abs=1e-4)
    assert low_y > 0
    assert high_y < 200
    assert paper.window.contains(shape)


@given(turned=ANGLES, lay=st.integers(0, 179))
def test_lines_end_at_the_frame_however_the_map_lies(turned, lay):
    paper = paper_around(block(200, 120, 0), turned)
    across = shapely.LineString([(X - 900, Y + 60), (X + 1100, Y + 60)])
    line = shapely.affinity.rotate(across, lay)
    (cut,) = paper.cut_lines(np.array([line]))
    expected = shapely.intersection(line, paper.window)
    assert cut.length == pytest.approx(expected.length, abs=1e-3)
    assert cut.hausdorff_distance(expected) < 1e-3


@given(lay=st.integers(0, 179))
def test_a_turned_site_lies_along_the_page(lay):
    shape = block(200, 50, lay)
    ways = turns([shape], "turned")
    sizes = {tuple(np.round(np.diff(np.reshape(turned_bounds([shape], w), (2, 2)), axis=0)[0])) for w in ways}
    assert sizes <= {(200, 50), (50, 200), (201, 50), (50, 201), (200, 51), (51, 200)}
    assert all(-90 <= way <= 90 for way in ways)
    assert list(ways) == sorted(ways, key=abs)
    assert turns([shape], "auto") == (0.0, *ways)
    assert turns([shape], "up") == (0.0,)


def test_nothing_but_one_spot_is_not_turned():
    assert turns([shapely.Point(X, Y)], "turned") == (0.0,)
