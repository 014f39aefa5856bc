"""Room for further parts of a sheet: beside the map, in a corner of it, else on a further page."""

from dataclasses import replace

import pytest
from commonplan.output.sheet.bands import Rect
from commonplan.output.sheet.composition import Subject, choose
from commonplan.output.sheet.parts.part import Part
from commonplan.output.sheet.parts.placing import place_parts
from commonplan.output.sheet.parts.room import Room
from hypothesis import given, settings
from hypothesis import strategies as st
from test_sheet_composition import groups, measure

side = st.integers(1, 40)
rects = st.builds(Rect, st.integers(0, 60), st.integers(0, 60), side, side)


def part(name="figures", widths=(40.0, 60.0), height=30.0, asked=False):
    return Part(name, name, widths, lambda width, letters: height, lambda *_: None, asked)


def composed(count=12, sheet="A3", way="landscape"):
    subject = Subject({0.0: (300, 220)}, groups(count), ("公共区域", "公共设施", "小区边界"))
    page, (composition,) = choose(sheet, way, [subject], measure, "（续）")
    return page, composition


def nowhere(sizes, there):
    return None


def apart(one, other, gap=0.0):
    return (
        one.x + one.width + gap <= other.x + 1e-6
        or other.x + other.width + gap <= one.x + 1e-6
        or one.y + one.height + gap <= other.y + 1e-6
        or other.y + other.height + gap <= one.y + 1e-6
    )


def within(inner, outer):
    return (
        inner.x >= outer.x - 1e-6
        and inner.y >= outer.y - 1e-6
        and inner.x + inner.width <= outer.x + outer.width + 1e-6
        and inner.y + inner.height <= outer.y + outer.height + 1e-6
    )


@settings(max_examples=60)
@given(st.lists(rects, max_size=6), rects)
def test_what_is_free_is_off_what_is_taken_and_no_room_is_lost(taken, probe):
    page = Rect(0, 0, 100, 100)
    room = Room(page, taken, 0.0)
    for free in room.free:
        assert within(free, page)
        assert all(apart(free, each) for each in taken)
    if within(probe, page) and all(apart(probe, each) for each in taken):
        assert any(within(probe, free) for free in room.free)


def test_a_gap_stays_around_what_is_taken():
    room = Room(Rect(0, 0, 100, 100), [Rect(0, 0, 100, 40)], 5.0)
    assert room.free == [Rect(0, 45, 100, 55)]


@pytest.mark.parametrize(("way", "height"), [("landscape", 20.0), ("portrait", 5.0)])
def test_parts_beside_the_map_touch_nothing(way, height):
    page, composition = composed(way=way)
    parts = [part("a", height=height), part("b", height=height * 0.7)]
    placed = place_parts(page, composition, parts, nowhere)
    assert placed.parts
    taken = [composition.map, composition.legend]
    taken += [
        replace(column.rect, height=sum(line.height for line in column.lines))
        for column in composition.columns
    ]
    rects = [stand.rect for stand in placed.parts]
    for i, rect in enumerate(rects):
        assert within(rect, page.body)
        assert all(apart(rect, each, page.gap) for each in [*taken, *rects[:i]])


def test_nothing_is_moved_for_a_part():
    page, composition = composed()
    placed = place_parts(page, composition, [part(asked=True)], nowhere)
    assert replace(placed, parts=()) == composition


def test_a_part_without_room_stays_away_unless_it_was_asked_for():
    page, composition = composed()
    tall = 0.95 * page.body.height
    assert place_parts(page, composition, [part(height=tall)], nowhere).parts == ()
    placed = place_parts(page, composition, [part(height=tall, asked=True)], nowhere)
    (stand,) = placed.parts
    assert stand.page == placed.page_count - 1 == len(composition.pages) + 1


def test_parts_share_a_further_page():
    page, composition = composed()
    tall = 0.8 * page.body.height
    asked = [part(name, height=tall, asked=True) for name in "abc"]
    placed = place_parts(page, composition, asked, nowhere)
    assert {stand.page for stand in placed.parts} == {1}


def test_what_is_larger_than_a_page_has_all_of_one():
    page, composition = composed()
    placed = place_parts(page, composition, [part(height=5000.0, asked=True)], nowhere)
    assert placed.parts[0].rect == page.body


def test_a_part_on_the_map_stands_on_a_plate_with_air_around_it():
    page, composition = composed()
    corner = Rect(composition.map.x + 3, composition.map.y + 3, 0, 0)
    asked = []

    def at_corner(sizes, there):
        asked.extend(sizes)
        return replace(corner, width=sizes[0][0], height=sizes[0][1])

    placed = place_parts(page, composition, [part(height=0.9 * page.body.height)], at_corner)
    (stand,) = placed.parts
    assert within(stand.rect, stand.ground)
    assert stand.ground.width > stand.rect.width
    assert (stand.ground.width, stand.ground.height) == asked[0]
    assert placed.page_count == 1


def test_the_end_of_the_index_leaves_room_to_a_part():
    page, composition = composed(count=160, sheet="A4")
    assert composition.pages
    placed = place_parts(page, composition, [part(height=15.0)], nowhere)
    (stand,) = placed.parts
    assert 0 < stand.page <= len(composition.pages)
    assert all(
        apart(stand.rect, replace(panel.rect, height=sum(line.height for line in panel.lines)))
        for panel in composition.pages[stand.page - 1]
    )
