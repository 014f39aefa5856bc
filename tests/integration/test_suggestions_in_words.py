"""Suggestions of CRS and units as the planner reads them, from a real community."""

from __future__ import annotations

from commonplan.community.survey.suggestions import suggest_crs
from commonplan.community.survey.units import suggest_units
from commonplan.workspace.file import reading
from commonplan.workspace.suggestions import crs_in_words, unit_gives, unit_name, what_is_there


def test_what_each_crs_would_give_is_told(filled):
    with reading(filled) as file:
        there = what_is_there(file)
        crs = file.crs
    west, south, east, north = there.bounds
    zone = suggest_crs((west + 40_000_000, south, east + 40_000_000, north), crs, there)[0]
    assert zone.crs == "EPSG:4528"
    words = crs_in_words(zone)
    assert "CGCS2000 / 3-degree Gauss-Kruger zone 40 (EPSG:4528)" in words
    assert "km from Shanghai" in words
    assert "overlaps what is there by 100 %" in words
    assert "exchanged" in crs_in_words(suggest_crs((south, west, north, east), crs, there)[0])
    local, *far = suggest_crs((0, 0, 300, 300), crs, there)
    assert crs_in_words(local) == "a local grid: give control points"
    assert all(" km from what is there" in crs_in_words(suggestion) for suggestion in far)


def test_an_empty_community_has_nothing_to_compare_with(community):
    with reading(community) as file:
        assert what_is_there(file).is_empty


def test_what_each_unit_would_give_is_told():
    words = {unit_name(one.unit): unit_gives(one) for one in suggest_units(4, 500_000, 2500)}
    millimetres = ["the site is 500 m wide", "texts are 2.5 m high", "as the drawing says"]
    assert next(iter(words.items())) == ("millimetres", millimetres)
    assert words["metres"] == ["the site is 500 km wide", "texts are 2,500 m high"]
