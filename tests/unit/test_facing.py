"""Where the reader of a notice board looks, and which way its map is turned."""

import numpy as np
import pytest
import shapely
from commonplan.output.sheet.division import _natural
from commonplan.output.sheet.facing import Walls, turn_for_reader
from hypothesis import given
from hypothesis import strategies as st

HOUSE = shapely.box(0, 0, 40, 10)


def walls(*solids, fences=()):
    lines = [(shapely.boundary(solid), solid) for solid in solids] + [(fence, None) for fence in fences]
    return Walls(np.array([line for line, _ in lines]), np.array([solid for _, solid in lines], dtype=object))


@pytest.mark.parametrize(("facing", "turned"), [(0, -180), (90, 90), (180, 0), (270, -90), (225, -45)])
def test_the_top_is_where_the_reader_looks(facing, turned):
    # A board that faces south is read by somebody looking north.
    assert turn_for_reader(shapely.Point(0, 0), facing, walls(HOUSE)) == turned


@pytest.mark.parametrize(
    ("x", "y", "turned"),
    [(20, -2, 0), (20, 12, -180), (-2, 5, -90), (42, 5, 90), (20, 0, 0), (20, 10, -180), (20, 1, 0)],
)
def test_a_board_at_a_house_is_read_looking_at_the_house(x, y, turned):
    assert turn_for_reader(shapely.Point(x, y), None, walls(HOUSE)) == turned


def test_a_board_before_a_fence_is_read_looking_at_the_fence():
    fence = shapely.LineString([(0, 50), (100, 50)])
    assert turn_for_reader(shapely.Point(30, 47), None, walls(HOUSE, fences=[fence])) == 0
    assert turn_for_reader(shapely.Point(30, 53), None, walls(HOUSE, fences=[fence])) == -180


def test_nothing_tells_how_a_free_board_stands():
    assert turn_for_reader(shapely.Point(20, -11), None, walls(HOUSE)) is None
    assert turn_for_reader(shapely.Point(20, -9), float("nan"), walls(HOUSE)) == 0


@given(lay=st.integers(-179, 179))
def test_the_map_turns_with_the_ground(lay):
    house, board = (
        shapely.affinity.rotate(shape, lay, origin=(0, 0)) for shape in (HOUSE, shapely.Point(17, -3))
    )
    turned = turn_for_reader(board, None, walls(house))
    assert (turned - lay + 180) % 360 - 180 == pytest.approx(0, abs=0.11)


def test_group_10_follows_group_9():
    assert sorted(["第10组", "第9组", "10", "组"], key=_natural) == ["10", "第9组", "第10组", "组"]


def test_numerals_of_groups_count():
    names = [f"第{numeral}楼组" for numeral in ("一", "二", "三", "九", "十", "十一", "二十", "二十三")]
    assert sorted(sorted(names), key=_natural) == names
