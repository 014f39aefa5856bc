"""Markers off one another, off the entrance, on the map; labels where there is room."""

import numpy as np
import pytest
import shapely
from commonplan.community.placement import boxes, overlap, place_labels, place_markers
from commonplan.community.placement.blocks import make_blocks
from commonplan.community.placement.rings import Rings
from commonplan.community.placement.search import Search
from commonplan.community.placement.spots import TOUCHED, Ground, Spots
from commonplan.community.placement.weighing import between
from hypothesis import example, given, settings
from hypothesis import strategies as st

FRAME = (0.0, 0.0, 200.0, 150.0)
ENTRANCE = np.array([[95.0, 0.0, 105.0, 10.0]])


def sizes(count, side=7.0):
    return np.full((count, 2), side)


def hidden(centers, extent):
    """Return the largest part of a marker that another one covers."""
    around = boxes(centers, extent)
    shared = overlap(around, around)
    np.fill_diagonal(shared, 0)
    return shared.max(initial=0.0)


def test_markers_in_nobodys_way_stay():
    anchors = np.array([[20.0, 20.0], [60.0, 20.0], [20.0, 90.0]])
    placed = place_markers(anchors, sizes(3), FRAME, ENTRANCE)
    assert np.array_equal(placed.centers, anchors)
    assert not placed.led.any()


def test_markers_on_one_spot_part_and_are_led_back():
    anchors = np.array([[50.0, 50.0], [50.0, 50.0], [51.0, 50.0]])
    placed = place_markers(anchors, sizes(3), FRAME)
    assert hidden(placed.centers, sizes(3)) == 0
    assert placed.led.sum() >= 2
    assert np.array_equal(placed.roots, anchors)
    assert np.abs(placed.centers - anchors).max() < 20


def test_the_entrance_stays_free():
    placed = place_markers(np.array([[100.0, 5.0]]), sizes(1), FRAME, ENTRANCE)
    assert overlap(boxes(placed.centers, sizes(1)), ENTRANCE).max() == 0
    assert placed.led.all()


def test_markers_of_one_building_stand_in_a_row():
    anchors = np.array([[50.0, 50.0], [51.0, 50.5], [50.0, 51.0]])
    placed = place_markers(anchors, sizes(3), FRAME, stacks=["3栋"] * 3)
    assert np.allclose(placed.centers[:, 1], placed.centers[0, 1])
    assert (np.diff(placed.centers[:, 0]) >= 7).all()
    assert np.allclose(placed.centers.mean(axis=0), anchors.mean(axis=0))
    assert not placed.led.any()


def test_places_of_one_building_that_stand_apart_stay_apart():
    anchors = np.array([[20.0, 50.0], [120.0, 50.0]])
    placed = place_markers(anchors, sizes(2), FRAME, stacks=["3栋"] * 2)
    assert np.array_equal(placed.centers, anchors)


def test_a_short_way_leaves_the_number_of_a_building_to_be_read():
    anchors = np.array([[50.0, 50.0]])
    label = boxes(anchors, np.array([[6.0, 3.0]]))
    placed = place_markers(anchors, sizes(1), FRAME, lettered=label)
    assert overlap(boxes(placed.centers, sizes(1)), label).max() == 0
    assert np.abs(placed.centers - anchors).max() < 10


def test_a_row_stands_on_the_ground_of_others_only_where_it_must():
    anchors, street = np.tile([[100.0, 75.0]], (4, 1)), np.array([[60.0, 70.0, 140.0, 95.0]])

    def placed(beyond):
        return place_markers(anchors, sizes(4), FRAME, street, ["3栋"] * 4, elsewhere=beyond).centers[:, 1]

    below, everywhere = shapely.box(0, 0, 200, 70), shapely.box(*FRAME)
    assert (placed(None) < 70).all()
    assert (placed(below) > 95).all()
    assert (placed(everywhere) < 70).all()


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(0, 60))
def test_none_hides_another_nor_leaves_the_map(seed, count):
    anchors = np.random.default_rng(seed).random((count, 2)) * [200, 150]
    wide = sizes(count) + np.random.default_rng(seed).choice([0, 4], (count, 1)) * [1, 0]
    placed = place_markers(anchors, wide, FRAME, ENTRANCE)
    around = boxes(placed.centers, wide)
    assert hidden(placed.centers, wide) < 0.1
    assert (around[:, :2] >= -1e-6).all()
    assert (around[:, 2:] <= np.array([200, 150]) + 1e-6).all()
    assert overlap(around, ENTRANCE).max(initial=0) < 0.1
    again = place_markers(anchors, wide, FRAME, ENTRANCE)
    assert np.array_equal(placed.centers, again.centers)


@settings(max_examples=40)
@given(st.integers(0, 2**31), st.integers(2, 30))
@example(1131, 30)
def test_what_is_in_the_way_of_a_spot_is_what_costs_once_a_marker_stands_there(seed, count):
    """Large markers and the dots of what has no number, at home and anywhere on their rings."""
    random = np.random.default_rng(seed)
    anchors = random.uniform(60, 100, (count, 2))
    extent = np.where(random.random((count, 1)) < 0.5, random.uniform(3, 12, (count, 2)), [[1.5, 1.5]])
    laid = []
    for block in make_blocks(anchors, extent, [None] * count):
        rings = Rings.around(block.shapes, np.zeros((1, 2)), float(extent.min()))
        laid.append(Rings(rings.spots.moved(block.anchor), rings.way, rings.steps))
    first, *others = laid
    stand = Spots(np.hstack([rings.spots.take([random.integers(80)]).table for rings in others]))
    hard, crossed = first.in_way(slice(None), stand)
    for k in range(len(first.spots.costs)):
        paid = between(first.spots.take([k]), stand, 1.0)
        assert np.array_equal(hard[:, k], paid >= TOUCHED)
        assert np.array_equal(crossed[:, k], (paid > 0) & (paid < TOUCHED) & stand.led)


class Forgetful(Search):
    """A search that looks at all others again each time, also at those that have not moved."""

    def _in_way(self, i, some):
        self._seen.clear()
        return super()._in_way(i, some)


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.integers(2, 80), st.booleans())
def test_what_was_seen_before_is_what_would_be_seen_now(seed, count, rows):
    """Single markers, and rows that are parted."""
    anchors, extent = crowd(seed, count, max(1, count // 20), 5.0, (200, 150)), sizes(count)
    ground = Ground(FRAME, ENTRANCE, ENTRANCE + 20.0, 7.0)
    blocks = make_blocks(anchors, extent, [str(i // 6) if rows else None for i in range(count)])
    found = []
    for kind in (Search, Forgetful):
        search = kind(blocks, ground, anchors, extent)
        search.run()
        found.append(search.stand.table)
    assert np.array_equal(*found)


def test_a_marker_turns_out_another_that_finds_room_elsewhere():
    """Walls leave one spot for the first; the other one, which stands there, has more."""
    anchors = np.array([[20.0, 75.0], [31.0, 75.0]])
    walls = np.array([[0.0, 0.0, 16.0, 150.0], [0.0, 0.0, 200.0, 71.0], [0.0, 79.0, 25.0, 150.0]])
    placed = place_markers(anchors, sizes(2, 7.5), FRAME, walls)
    assert hidden(placed.centers, sizes(2, 7.5)) == 0
    assert not placed.crowded.any()
    assert overlap(boxes(placed.centers, sizes(2, 7.5)), walls).max() == 0


def test_many_in_one_building_stand_together_in_short_rows():
    anchors = np.tile([[100.0, 75.0]], (20, 1))
    placed = place_markers(anchors, sizes(20), FRAME, stacks=["商场"] * 20)
    assert hidden(placed.centers, sizes(20)) == 0
    assert np.ptp(placed.centers[:, 0]) < 8 * 8


@pytest.mark.parametrize("count", [8, 24])
def test_a_row_that_finds_no_room_is_parted_again_and_again(count):
    """A frame with walls that leave room for single markers only."""
    anchors = np.tile([[100.0, 75.0]], (count, 1))
    walls = np.array([[x, 0.0, x + 12.0, 150.0] for x in range(0, 200, 20)])
    placed = place_markers(anchors, sizes(count), FRAME, walls, stacks=["商场"] * count)
    assert len(placed.centers) == count
    assert overlap(boxes(placed.centers, sizes(count)), walls).max() < 0.1


def test_labels_take_the_first_free_place():
    candidates = [np.array([[10.0, 10.0], [10.0, 30.0]]), np.array([[10.0, 30.0], [60.0, 60.0]])]
    taken = np.array([[5.0, 5.0, 15.0, 15.0]])
    first, second = place_labels(candidates, np.array([[10.0, 4.0]] * 2), FRAME, taken)
    assert first.tolist() == [10.0, 30.0]
    assert second.tolist() == [60.0, 60.0]


def test_a_label_that_would_be_hidden_or_cut_off_is_left_out():
    taken = np.array([[5.0, 5.0, 15.0, 15.0]])
    candidates = [np.array([[10.0, 10.0], [1.0, 50.0]])]
    assert place_labels(candidates, np.array([[10.0, 4.0]]), FRAME, taken) == [None]


@pytest.mark.parametrize("count", [0, 1])
def test_few_or_none(count):
    placed = place_markers(np.full((count, 2), 50.0), sizes(count), FRAME)
    assert placed.centers.shape == (count, 2)


def crossings(placed, extent):
    """Return pairs of a leader line and another marker that it runs through."""
    lines = shapely.linestrings(np.stack([placed.roots, placed.centers], axis=1))
    inner = shapely.box(*boxes(placed.centers, np.asarray(extent) - 0.02).T)
    found = shapely.intersects(lines[:, None], inner) & placed.led[:, None]
    return [(i, j) for i, j in zip(*np.nonzero(found)) if i != j]


def crowd(seed, count, clusters, spread, room):
    """Return anchors, half of them in clusters, the others anywhere in a room."""
    random = np.random.default_rng(seed)
    middles = random.uniform(40, np.array(room) - 40, (clusters, 2))
    near = np.repeat(middles, count // 2 // clusters, axis=0)
    near = near + random.normal(0, spread, near.shape)
    return np.vstack([near, random.uniform(10, np.array(room) - 10, (count - len(near), 2))])


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(2, 60))
def test_no_leader_line_runs_through_a_marker(seed, count):
    anchors = crowd(seed, count, max(1, count // 12), 5.0, (200, 150))
    placed = place_markers(anchors, sizes(count), FRAME, ENTRANCE)
    assert crossings(placed, sizes(count)) == []
    assert not placed.crowded.any()


def crossed_lines(placed):
    """Return how many pairs of leader lines cross."""
    lines = shapely.linestrings(np.stack([placed.roots, placed.centers], axis=1)[placed.led])
    return len(shapely.STRtree(lines).query(lines, predicate="crosses").T) // 2


def check_crowd(seed, count, clusters, side, most, crossed):
    """At most a few find no good spot, and are told; all others hide nothing; twice the same."""
    extent, frame = np.full((count, 2), [12.0, 11.0]), (0, 0, side, side)
    anchors = crowd(seed, count, clusters, 10.0, (side, side))
    placed = place_markers(anchors, extent, frame)
    assert placed.crowded.sum() <= most
    good = ~placed.crowded
    assert hidden(placed.centers[good], extent[good]) <= 0.1
    assert all(placed.crowded[j] for _, j in crossings(placed, extent))
    assert crossed_lines(placed) <= crossed
    again = place_markers(anchors, extent, frame)
    assert np.array_equal(placed.centers, again.centers)


def test_a_hundred_crowded_places_hide_nothing():
    check_crowd(4_711, 100, 8, 240.0, most=0, crossed=0)


MORE = [pytest.param(seed, 24, marks=pytest.mark.long) for seed in range(1_000, 1_024)]
SEEDS = [(900, 1), (901, 8), *MORE]


@pytest.mark.parametrize(("seed", "crossed"), SEEDS)
def test_four_hundred_crowded_places_hide_next_to_nothing(seed, crossed):
    # 5 ha at 1:500 on A1: markers cover a quarter of the map, half of them in heaps.
    check_crowd(seed, 400, 30, 447.0, most=4, crossed=crossed)


def test_of_many_places_only_those_in_the_way_move():
    grid = np.stack(np.meshgrid(np.arange(50) * 18.0 + 10, np.arange(60) * 18.0 + 10), axis=-1)
    anchors = np.vstack([grid.reshape(-1, 2), [[10.0, 10.0], [190.0, 190.0]]])
    placed = place_markers(anchors, sizes(len(anchors)), (0, 0, 920, 1100))
    there = (anchors == [10.0, 10.0]).all(axis=1) | (anchors == [190.0, 190.0]).all(axis=1)
    assert np.array_equal(placed.centers[~there], anchors[~there])
    assert hidden(placed.centers[there], sizes(4)) == 0
    assert not placed.crowded.any()


def test_paper_too_full_is_said():
    frame = (0.0, 0.0, 20.0, 20.0)
    placed = place_markers(np.full((12, 2), 10.0), sizes(12), frame)
    around = boxes(placed.centers, sizes(12))
    shared = overlap(around, around)
    np.fill_diagonal(shared, 0)
    assert placed.crowded[shared.max(axis=1) > 0.1].all()
    assert placed.crowded.any()
