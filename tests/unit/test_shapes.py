"""Geometries as coordinates: nothing of what shapely knows of them is lost, in memory and in the file."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import shapely
from commonplan.community.survey.shapes import Shapes
from commonplan.workspace.blobs import blobs_of, geometry_blobs
from hypothesis import given
from hypothesis import strategies as st


def made(kind, seed, count):
    dice = np.random.default_rng(seed)
    if kind == "point":
        return shapely.points(dice.uniform(-1e6, 4e6, (count, 2)))
    if kind == "line":
        return np.array([shapely.linestrings(dice.uniform(0, 9, (n, 2))) for n in dice.integers(2, 9, count)])
    return np.array([polygon(*dice.uniform(0, 4e6, 2), dice.integers(0, 4)) for _ in range(count)], object)


def polygon(x, y, holes):
    outer = shapely.box(x - 1, y - 1, x + 9, y + 2)
    inner = [shapely.box(x + n, y, x + n + 0.5, y + 1) for n in range(holes)]
    return shapely.Polygon(outer.exterior, [hole.exterior for hole in inner])


KINDS = pytest.mark.parametrize("kind", ["point", "line", "area"])
SEEDS = st.integers(0, 10_000)


@KINDS
@given(seed=SEEDS, count=st.integers(1, 9))
def test_they_come_back_as_they_were(kind, seed, count):
    geometry = made(kind, seed, count)
    shapes = Shapes.of(geometry)
    assert len(shapes) == count
    assert shapely.equals_exact(shapes.geometry(), geometry).all()
    assert (shapes.bounds == shapely.bounds(geometry)).all()
    assert Shapes.of(shapes) is shapes
    again = pickle.loads(pickle.dumps(shapes))
    assert shapely.equals_exact(again.geometry(), geometry).all()


@KINDS
@given(seed=SEEDS)
def test_some_are_chosen_as_of_an_array(kind, seed):
    geometry = made(kind, seed, 7)
    dice = np.random.default_rng(seed)
    shapes = Shapes.of(geometry)
    for chosen in (dice.random(7) < 0.4, dice.permutation(7)[:5], slice(None, None, 3), slice(0, 0)):
        some = shapes[chosen]
        assert len(some) == len(geometry[chosen])
        assert shapely.equals_exact(some.geometry(), geometry[chosen]).all()


@KINDS
@given(seed=SEEDS)
def test_the_file_holds_them_as_it_holds_those_of_shapely(kind, seed):
    geometry = made(kind, seed, 5)
    expected = geometry_blobs(geometry, 100_001)[1]
    assert blobs_of(Shapes.of(geometry), 100_001) == expected


def test_heights_are_left_out_and_all_vertices_move():
    shapes = Shapes.of(shapely.linestrings([[(0, 0, 5), (1, 1, 6)], [(2, 2, 7), (3, 3, 8)]]))
    moved = shapes.moved(lambda points: points + np.array((10, 20)))
    assert moved.coordinates.tolist() == [[10, 20], [11, 21], [12, 22], [13, 23]]


def test_of_none_there_is_none():
    none = Shapes.of(np.empty(0, object))
    assert len(none) == len(none.geometry()) == len(none.bounds) == 0
    assert blobs_of(none, 1) == []
