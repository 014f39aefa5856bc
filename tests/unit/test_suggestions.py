"""Which CRS and unit a survey may be in: ranked, with what each would give."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from commonplan.community import catalogue
from commonplan.community.coordinates import parse_crs
from commonplan.community.survey.gridzones import axes_swapped, possible_grids
from commonplan.community.survey.suggestions import suggest_crs
from commonplan.community.survey.units import choose_units, suggest_units
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from shapely import Point, box

COMMUNITY = CRS.from_epsg(4549)
SITE = box(612_000, 3_449_000, 612_400, 3_449_300)
LOCAL = parse_crs("local")


def moved(shape, epsg):
    """The box of a shape of the community, as a survey in another CRS would give it."""
    transformer = Transformer.from_crs(COMMUNITY, epsg, always_xy=True)
    corners = transformer.transform(*shapely.get_coordinates(shape).T)
    return tuple(float(f(axis)) for f in (np.min, np.max) for axis in corners)


@pytest.mark.parametrize("epsg", [4549, 4528, 4499, 2364, 2416, 2385, 2437, 32651, 3857, 4490])
def test_what_lies_on_what_is_there_comes_first(epsg):
    survey = moved(SITE, CRS.from_epsg(epsg))
    first = suggest_crs(survey, COMMUNITY, SITE)[0]
    assert first.overlap > 0.9
    assert first.distance == 0
    assert (first.city, first.likely, first.swapped) == ("shanghai", True, False)
    assert first.lon == pytest.approx(121.18, abs=0.02)
    assert first.lat == pytest.approx(31.16, abs=0.02)
    found = [s.crs for s in suggest_crs(survey, COMMUNITY, SITE)]
    assert f"EPSG:{epsg}" in found
    turned = (survey[1], survey[0], survey[3], survey[2])
    again = [s for s in suggest_crs(turned, COMMUNITY, SITE) if s.crs == f"EPSG:{epsg}" and s.swapped]
    assert epsg == 3857 or again[0].overlap > 0.9


def test_datums_that_differ_by_100_m_are_told_apart_by_a_small_site():
    small = box(612_000, 3_449_000, 612_080, 3_449_080)
    assert suggest_crs(moved(small, 2437), COMMUNITY, small)[0].crs == "EPSG:2437"


@pytest.mark.parametrize("there", [Point(612_200, 3_449_100), shapely.MultiPoint([(612_000, 3_449_000)] * 2)])
def test_an_entrance_alone_is_enough_to_tell(there):
    first = suggest_crs((612_100, 3_449_000, 612_300, 3_449_200), COMMUNITY, there)[0]
    assert first.crs == "EPSG:4549"
    assert first.distance <= 100


@pytest.mark.parametrize(
    ("survey", "first", "reason"),
    [
        ((40_612_000, 3_449_000, 40_612_400, 3_449_300), "EPSG:4528", "zone_40"),
        ((20_612_000, 3_449_000, 20_612_400, 3_449_300), "EPSG:4498", "zone_20"),
        ((612_000, 3_449_000, 612_400, 3_449_300), "EPSG:4549", "community"),
        ((13_489_000, 3_654_000, 13_489_500, 3_654_400), "EPSG:3857", "mercator"),
        ((121.170, 31.150, 121.175, 31.155), "EPSG:4490", "degrees"),
    ],
)
def test_coordinates_alone_suggest_a_crs(survey, first, reason):
    found = suggest_crs(survey, COMMUNITY)
    assert (found[0].crs, found[0].reason) == (first, reason)
    assert found[0].city_km < 200
    assert all(17 < s.lat < 54 and 70 < s.lon < 137 for s in found if s.likely)
    json.dumps([s.report() for s in found], allow_nan=False)


def test_without_a_zone_the_meridians_near_large_cities_come_first():
    found = suggest_crs((612_000, 3_449_000, 612_400, 3_449_300), CRS.from_epsg(3857))
    assert (found[0].crs, found[0].city) == ("EPSG:4549", "shanghai")
    assert {s.city for s in found} > {"chengdu", "wuhan", "nanjing", "lhasa"}


def test_north_before_east_is_said():
    found = suggest_crs((3_449_000, 40_612_000, 3_449_300, 40_612_400), COMMUNITY, SITE)
    assert [s.swapped for s in found] == [True] * len(found)
    assert axes_swapped(3_449_000, 40_612_000)
    assert not axes_swapped(40_612_000, 3_449_000)


def test_a_local_grid_needs_control_points():
    survey = (1000, 2000, 1400, 2300)
    for there in (None, SITE):
        first = suggest_crs(survey, COMMUNITY, there)[0]
        assert (first.crs, first.reason) == ("", "local_grid")
    assert possible_grids(1200, 2150) == []


def test_a_grid_far_from_what_is_there_is_named_but_unlikely():
    found = suggest_crs((20_612_000, 3_449_000, 20_612_400, 3_449_300), COMMUNITY, SITE)
    assert found[0].reason == "local_grid"
    assert (found[1].crs, found[1].likely, found[1].city) == ("EPSG:4498", False, "nanjing")
    assert found[1].distance > 200_000


def test_a_local_community_knows_only_itself():
    there = box(0, 0, 400, 300)
    assert suggest_crs((100, 100, 300, 200), LOCAL, there)[0].report() == {
        "crs": "local", "name": LOCAL.name, "reason": "community", "swapped": False, "city": "",
        "overlap": 1.0, "likely": True, "distance": 0.0,
    }  # fmt: skip
    far = suggest_crs((612_000, 3_449_000, 612_400, 3_449_300), LOCAL, there)
    assert [s.reason for s in far] == ["local_grid", "community"]


def test_the_crs_a_file_names_comes_first():
    found = suggest_crs((612_000, 3_449_000, 612_400, 3_449_300), COMMUNITY, None, CRS.from_epsg(2385))
    assert (found[0].crs, found[0].reason) == ("EPSG:2385", "file")


coordinate = st.floats(-1e9, 1e9) | st.sampled_from([0.0, 91.0, 180.0, 500_000.0, 40_500_000.0])


@settings(max_examples=50)
@given(coordinate, coordinate, st.floats(0, 1e6), st.floats(0, 1e6))
def test_any_coordinates_get_an_answer(x, y, width, height):
    for community in (COMMUNITY, LOCAL):
        found = suggest_crs((x, y, x + width, y + height), community, SITE)
        json.dumps([s.report() for s in found], allow_nan=False)
        assert found


def test_cities_are_named_in_both_languages():
    assert catalogue.city_name("shanghai", "zh") == "上海"
    assert catalogue.city_name("shanghai", "en") == "Shanghai"
    assert len(catalogue.cities()) == 34


@pytest.mark.parametrize(
    ("declared", "width", "height", "first"),
    [
        (6, 500, 2.5, "m"),
        (4, 500_000, 2500, "mm"),
        (4, 2500, 0.5, "m"),
        (21, 1500, 8, "us-ft"),
        (2, 1500, 8, "ft"),
        (10, 500, 2.5, "yd"),
        (0, 300, float("nan"), "m"),
        (0, float("nan"), float("nan"), "m"),
    ],
)
def test_units_are_ranked_with_what_each_would_give(declared, width, height, first):
    found = suggest_units(declared, width, height)
    assert found[0].unit == first == choose_units("auto", declared, width, height).unit
    assert {s.unit for s in found} >= {"m", "mm", "cm", "ft", "us-ft"}
    json.dumps([s.report() for s in found], allow_nan=False)


def test_what_a_unit_would_give():
    millimetres = suggest_units(4, 500_000, 2500)[0].report()
    assert millimetres == {
        "unit": "mm", "declared": True, "plausible": True, "readable": True, "width": 500, "text_height": 2.5,
    }  # fmt: skip
    feet = {s.unit: s.width for s in suggest_units(0, 3_937_000, 1)}
    assert feet["us-ft"] == pytest.approx(1_200_000)
    assert feet["us-ft"] - feet["ft"] == pytest.approx(2.4, abs=0.01)
