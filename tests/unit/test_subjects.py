"""What a row is about, as people write it."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from commonplan.community.voices.subjects import Site, Subject, everywhere

CRS = "EPSG:4549"


def site(numbers, names=None, retired=None, **options):
    """Return a site of two compounds, 北里 to the west and 南里 to the east, places 20 m apart."""
    count = len(numbers)
    x = [10 + 20 * i if not str(n).startswith("南") else 1010 + 20 * i for i, n in enumerate(numbers)]
    places = gpd.GeoDataFrame(
        {
            "id": [f"p{n}" for n in numbers],
            "number": numbers,
            "name": names or [None] * count,
            "kind": ["square"] * count,
            "rank": pd.array(range(count), dtype="Int64"),
            "rejected": [False] * count,
            "retired_at": retired or [None] * count,
        },
        geometry=gpd.points_from_xy(x, [10] * count),
        crs=CRS,
    )
    footprints = gpd.GeoDataFrame({"place_id": ["p北-1"]}, geometry=[shapely.box(0, 0, 60, 20)], crs=CRS)
    compounds = gpd.GeoDataFrame(
        {"id": ["n", "s"], "name": ["北里", "南里"], "prefix": ["北", "南"]},
        geometry=[shapely.box(0, 0, 900, 100), shapely.box(1000, 0, 1900, 100)],
        crs=CRS,
    )
    labels = ["3栋", "12号楼", "A座", "3栋"]
    buildings = gpd.GeoDataFrame(
        {
            "id": ["b3", "b12", "bA", "s3"],
            "label": labels,
            "building_group": ["第一楼组", None, None, None],
            "compound_id": ["n", "n", "n", "s"],
        },
        geometry=[shapely.box(0, 50, 9, 60)] * 4,
        crs=CRS,
    )
    aliases = pd.DataFrame({"old_number": [], "place_id": [], "retired_at": []}, dtype=object)
    return Site(places, footprints, compounds, buildings, options.get("aliases", aliases))


TWO = site(
    ["北-1", "北-2", "北-12", "北-7-1", "N-1", "P-2", "南-2"],
    ["入口广场", "居委会", "公厕", None, None, None, "公厕"],
)


def about(where=TWO, point=None, day=None, **cells):
    return where.subject(cells, point, day)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("北-1", "北-1"),
        ("北－1", "北-1"),
        ("北１", "北-1"),
        ("北 1 号", "北-1"),
        ("北里1号", "北-1"),
        ("第12号", "北-12"),
        ("12", "北-12"),
        ("No.12", "北-12"),
        ("#12", "北-12"),
        ("12 公厕", "北-12"),
        ("12号公厕门口", "北-12"),
        ("7-1", "北-7-1"),
        ("北-7-1", "北-7-1"),
        ("n-1", "N-1"),
        ("P2", "P-2"),
        ("南里2", "南-2"),
        ("居委会", "北-2"),
        ("南里公厕", "南-2"),
        ("地点12", "北-12"),
    ],
)
def test_numbers_and_names_find_their_place(text, number):
    assert about(place=text).places == (f"p{number}",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2", "ambiguous_place"),
        ("公厕", "ambiguous_place"),
        ("99", "unknown_place"),
        ("东-1", "unknown_place"),
        ("12米处", "unknown_place"),
    ],
)
def test_what_is_not_one_place_is_left_open(text, problem):
    assert about(place=text) == Subject("place", problem=problem)


def test_another_cell_may_name_the_compound():
    assert about(place="2", compound="南里小区").places == ("p南-2",)
    assert about(place="2", compound="北").places == ("p北-2",)


def test_several_places_are_all_found():
    assert about(place="北-1、12，南-2").places == ("p北-1", "p北-12", "p南-2")


@pytest.mark.parametrize(
    ("column", "text", "building"),
    [
        ("building", "12号楼", "b12"),
        ("building", "12", "b12"),
        ("building", "12-2-502", "b12"),
        ("building", "十二栋", "b12"),
        ("building", "北里3栋", "b3"),
        ("building", "南里3号楼2单元", "s3"),
        ("building", "A座1201", "bA"),
        ("place", "12栋2单元门口", "b12"),
        ("location", "12幢楼下", "b12"),
    ],
)
def test_buildings_are_found_however_they_are_written(column, text, building):
    found = about(**{column: text})
    assert (found.scope, found.building) == ("building", building)


@pytest.mark.parametrize(("text", "problem"), [("3栋", "ambiguous_building"), ("99栋", "unknown_building")])
def test_what_is_not_one_building_is_left_open(text, problem):
    assert about(building=text) == Subject("building", problem=problem)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("全社区", "community"),
        ("整个小区", "compound"),
        ("所有", "community"),
        ("Whole community", "community"),
        ("3栋", ""),
    ],
)
def test_the_whole_of_it_can_be_meant(text, scope):
    assert everywhere(text) == scope
    if scope:
        assert about(place=text) == Subject(scope)


def test_nothing_said_is_about_the_community():
    assert about(place="无", building=None) == Subject("community")


def test_a_position_goes_to_the_footprint_around_it_before_a_nearer_anchor():
    assert about(point=shapely.Point(31, 10)).places == ("p北-1",)
    assert about(point=shapely.Point(1128, 12)).places == ("p南-2",)
    assert about(point=shapely.Point(500, 500)) == Subject("place", problem="no_place_near")


def test_a_number_goes_before_a_position_and_a_position_before_a_building():
    point = shapely.Point(1130, 12)
    assert about(place="北-1", point=point).places == ("p北-1",)
    assert about(building="12栋", point=point).places == ("p南-2",)
    assert about(building="12栋", point=shapely.Point(500, 500)).building == "b12"


def test_an_old_number_means_the_place_that_bore_it_then():
    aliases = pd.DataFrame(
        {
            "old_number": ["北-2", "北-2", "北-50"],
            "place_id": ["pA", "pB", "pC"],
            "retired_at": ["2026-02-01T00:00:00Z", "2026-04-01T00:00:00Z", None],
        }
    )
    renumbered = site(["北-1", "北-2"], aliases=aliases)
    days = {"2026-01-15": "pA", "2026-03-15": "pB", "2026-05-01": "p北-2", None: "p北-2"}
    for day, place in days.items():
        assert about(renumbered, day=day, place="北-2").places == (place,)
    assert about(renumbered, place="北-50").places == ("pC",)


def test_a_place_that_is_gone_is_found_by_the_number_nobody_else_has():
    gone = site(["北-1", "北-2"], retired=[None, "2026-01-01T00:00:00Z"])
    assert about(gone, place="北-2").places == ("p北-2",)


@pytest.mark.parametrize("text", ["甲" * 20000, "北-" * 5000, "1" * 20000, "1、" * 2000])
def test_a_long_cell_takes_no_long_time(text):
    about(place=text, building=text, location=text)
