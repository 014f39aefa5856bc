"""How much ground surveys cover: what hangs together counts, gaps and strays do not."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from commonplan.community.survey.coverage import Coverage, continuous_km2, of_reports, total_km2
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, box


def spread(box_, step=40.0):
    x, y = np.meshgrid(np.arange(box_[0], box_[2] + 1, step), np.arange(box_[1], box_[3] + 1, step))
    return np.column_stack((x.ravel(), y.ravel()))


def covered(*boxes):
    coverage = Coverage(tuple(shapely.total_bounds([box(*b) for b in boxes]).tolist()))
    for part in boxes:
        coverage.add(spread(part))
    return coverage.shape()


def test_an_l_does_not_cover_the_box_around_it():
    shape = covered((0, 0, 6000, 1000), (0, 0, 1000, 6000))
    assert shape.area / 1e6 == pytest.approx(11, rel=0.1)


def test_what_a_ring_road_surrounds_is_covered():
    coverage = Coverage((0, 0, 2000, 2000))
    ring = LineString([(0, 0), (2000, 0), (2000, 2000), (0, 2000), (0, 0)])
    coverage.add(shapely.get_coordinates(shapely.segmentize(ring, 30)))
    assert coverage.shape().area / 1e6 == pytest.approx(4, rel=0.1)


def test_sheets_that_touch_are_one_and_sites_apart_are_not():
    west, east = covered((0, 0, 4000, 4000)), covered((4100, 0, 8000, 4000))
    assert continuous_km2([west, east]) == pytest.approx(32, rel=0.05)
    far = covered((40_000, 0, 44_000, 4000))
    assert continuous_km2([west, far]) == pytest.approx(16, rel=0.05)
    assert total_km2([west, far]) == pytest.approx(32, rel=0.05)


def test_the_same_ground_twice_counts_once():
    shape = covered((0, 0, 4000, 4000))
    assert continuous_km2([shape, shape]) == pytest.approx(16, rel=0.05)


def test_nothing_covers_nothing():
    assert continuous_km2([]) == 0
    assert Coverage((0, 0, 0, 0)).shape().is_empty


def test_a_country_stays_few_cells():
    coverage = Coverage((0, 0, 5e6, 5e6))
    coverage.add(np.random.default_rng(1).uniform(0, 5e6, (20_000, 2)))
    assert shapely.get_num_coordinates(coverage.shape()) < 400_000


@settings(max_examples=50)
@given(st.integers(0, 10_000), st.integers(1, 9))
def test_batches_add_up_to_the_whole(seed, batches):
    points = np.random.default_rng(seed).uniform(0, 3000, (200, 2))
    whole, parts = Coverage((0, 0, 3000, 3000)), Coverage((0, 0, 3000, 3000))
    whole.add(points)
    for batch in np.array_split(points, batches):
        parts.add(batch)
    assert shapely.equals(whole.shape(), parts.shape())


def test_reports_tell_what_earlier_surveys_cover():
    shape = box(0, 0, 1000, 500)
    texts = [
        json.dumps({"coverage": shape.wkt, "extent": [0, 0, 9, 9]}),
        json.dumps({"extent": [0, 0, 2, 1]}),
    ]
    assert [s.area for s in of_reports([*texts, None, json.dumps({"extent": None})])] == [500_000, 2]
