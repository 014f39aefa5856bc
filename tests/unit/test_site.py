"""Boundaries and entrances: from layers, from the walls and gates of a survey, and assumed."""

import geopandas as gpd
import pytest
import shapely
from commonplan.community.errors import SiteError
from commonplan.community.places import boundaries, entrances
from commonplan.community.places.rules import rules
from shapely import LineString, MultiLineString, Point, Polygon, box

CRS = "EPSG:4549"
L_SHAPE = Polygon([(0, 0), (290, 0), (290, 110), (130, 110), (130, 260), (0, 260)])


@pytest.fixture(scope="module")
def catalogue():
    return rules()


def layer(shapes, **columns):
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS)


def walled(drawing, shape, *openings, code="144301"):
    """Draw the ring of `shape` as a wall with openings (from, to) in metres along it."""
    ring = LineString(shape.exterior)
    cuts = [0, *(at for opening in openings for at in opening), ring.length]
    for start, end in zip(cuts[::2], cuts[1::2]):
        if end > start:
            drawing.line(shapely.ops.substring(ring, start, end).coords, code, "YZH")
    return drawing


def code_of(error):
    return error.value.code


def test_polygons_become_compounds_with_their_names():
    found = boundaries.compounds_of_layer(
        layer([box(0, 0, 10, 10), box(20, 0, 30, 10)], 名称=["北里", "南里"], PREFIX=["北", None])
    )
    assert found["name"].tolist() == ["北里", "南里"]
    assert found["prefix"].tolist()[0] == "北"
    assert found["sort_order"].tolist() == [1, 2]
    assert found["id"].is_unique


def test_closed_and_nearly_closed_lines_become_compounds():
    ring = list(L_SHAPE.exterior.coords)
    pieces = MultiLineString([ring[:4], ring[3:]])
    nearly = LineString([*ring[:-1], (0, 1)])
    for line in (LineString(ring), pieces, nearly):
        (shape,) = boundaries.compounds_of_layer(layer([line])).geometry
        assert shape.area == pytest.approx(L_SHAPE.area, rel=0.01)


def test_an_open_line_is_refused_with_its_gap():
    with pytest.raises(SiteError) as error:
        boundaries.compounds_of_layer(layer([LineString([(0, 0), (100, 0), (100, 100)])]))
    assert code_of(error) == "open_boundary"
    assert error.value.fields == {"feature": 1, "gap": "141.4"}


def test_a_polygon_that_crosses_itself_is_mended_and_an_empty_one_refused():
    bow_tie = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    assert boundaries.compounds_of_layer(layer([bow_tie])).geometry.is_valid.all()
    with pytest.raises(SiteError) as error:
        boundaries.compounds_of_layer(layer([Polygon([(0, 0), (5, 5), (10, 10)])]))
    assert code_of(error) == "invalid_boundary"


def test_compounds_keep_their_ids_by_name_or_ground():
    first = boundaries.compounds_of_layer(layer([box(0, 0, 10, 10), box(20, 0, 30, 10)], name=["A", "B"]))
    again = boundaries.compounds_of_layer(layer([box(20, 0, 31, 10), box(100, 0, 110, 10)], name=["C", "A"]))
    assert boundaries.keep_ids(again, first)["id"].tolist() == first["id"].tolist()[::-1]


def test_a_wall_with_a_gate_gap_closes(drawing, catalogue):
    walled(drawing, L_SHAPE, (140, 149), (400, 404)).point(144.5, 0, "143602", "YZH")
    drawing.text(60, 60, "北里", text_height=3.0).text(70, 90, "健康里", text_height=1.0)
    found = boundaries.compounds_of_survey(drawing.survey(), catalogue)
    assert found.geometry.iloc[0].area == pytest.approx(L_SHAPE.area)
    assert found["name"].tolist() == ["北里"]


def test_a_wide_opening_without_a_gate_stays_open(drawing, catalogue):
    walled(drawing, L_SHAPE, (140, 170))
    assert boundaries.compounds_of_survey(drawing.survey(), catalogue).empty


def test_a_yard_in_a_compound_is_no_compound(drawing, catalogue):
    walled(drawing, box(0, 0, 200, 200))
    walled(drawing, box(50, 50, 100, 100), code="144400")
    found = boundaries.compounds_of_survey(drawing.survey(), catalogue)
    assert found.geometry.area.tolist() == pytest.approx([40_000])


def test_compounds_that_share_a_wall_stay_two_and_get_prefixes(drawing, catalogue):
    walled(drawing, box(0, 0, 100, 100))
    drawing.line([(100, 0), (200, 0), (200, 90), (100, 90)], "144301", "YZH")
    drawing.text(50, 50, "北里").text(150, 50, "南里")
    found = boundaries.compounds_of_survey(drawing.survey(), catalogue)
    assert found["name"].tolist() == ["北里", "南里"]
    assert found["prefix"].tolist() == ["北", "南"]


def test_a_parcel_counts_where_there_is_no_wall(drawing, catalogue):
    walled(drawing, box(0, 0, 100, 100))
    drawing.area(box(0, 0, 101, 101), "300000", "JZD").area(box(200, 0, 300, 40), "300000", "JZD")
    found = boundaries.compounds_of_survey(drawing.survey(), catalogue)
    assert found.geometry.area.tolist() == pytest.approx([10_000, 4_000])


def test_the_hull_leaves_frame_and_strays_out(drawing):
    drawing.area(box(0, 0, 10, 10)).point(50, 50).area(box(-99, -99, 99, 99), layer="TK")
    drawing.point(9999, 9999, stray=True)
    assert boundaries.hull(drawing.survey(), rules()).total_bounds.tolist() == [0, 0, 50, 50]


def test_no_hull_of_nothing(drawing):
    with pytest.raises(SiteError) as error:
        boundaries.hull(drawing.survey(), rules())
    assert code_of(error) == "no_boundary"


SITE = boundaries.compounds_of_layer(
    layer([box(0, 0, 100, 100), box(200, 0, 300, 100)], name=["北里", "南里"])
)


def test_entrances_go_to_the_nearest_boundary_and_onto_it():
    points = [Point(50, 3), Point(100, 50), Point(200, 50)]
    found = entrances.entrances_of_layer(
        layer(points, name=["正门", "东门", None], kind=["vehicle", "door", None]), SITE
    )
    assert found["is_main"].tolist() == [True, False, True]
    assert found["compound_id"].map(SITE.set_index("id")["name"]).tolist() == ["北里", "北里", "南里"]
    assert found.geometry.tolist() == [Point(50, 0), Point(100, 50), Point(200, 50)]
    assert found["kind"].tolist()[0] == "vehicle"
    entrances.check_mains(found, SITE)


def test_an_entrance_goes_to_the_compound_it_names():
    found = entrances.entrances_of_layer(layer([Point(160, 50)], compound=["北里"]), SITE)
    assert found["compound_id"].tolist() == [SITE["id"].iloc[0]]


@pytest.mark.parametrize("flags", [[True, False, True], ["是", "否", "是"], [1, 0, 1], ["main", None, "yes"]])
def test_flags_say_which_entrance_is_the_main_one(flags):
    points = [Point(50, 0), Point(100, 50), Point(200, 50)]
    found = entrances.entrances_of_layer(layer(points, is_main=flags), SITE)
    assert found["is_main"].tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("points", "flags", "code", "named"),
    [
        ([(50, 0), (100, 50)], [True, True], "no_entrance", "南里"),
        ([(50, 0), (100, 50), (200, 50)], [True, True, True], "two_main_entrances", "北里"),
        ([(50, 0), (100, 50), (200, 50)], [False, False, True], "main_entrance_unclear", "北里"),
    ],
)
def test_each_compound_needs_exactly_one_main_entrance(points, flags, code, named):
    found = entrances.entrances_of_layer(layer([Point(p) for p in points], is_main=flags), SITE)
    with pytest.raises(SiteError) as error:
        entrances.check_mains(found, SITE)
    assert code_of(error) == code
    assert error.value.fields == {"compounds": named}


def test_an_entrance_far_from_everything_is_refused():
    with pytest.raises(SiteError) as error:
        entrances.entrances_of_layer(layer([Point(5000, 0)]), SITE)
    assert code_of(error) == "entrance_far"


def test_a_point_becomes_the_main_entrance_or_promotes_one():
    given = entrances.entrances_of_layer(layer([Point(50, 0), Point(100, 50)], is_main=[True, False]), SITE)
    promoted = entrances.with_main_at(given, Point(101, 51), SITE)
    assert promoted["is_main"].tolist() == [False, True]
    added = entrances.with_main_at(given, Point(0, 50), SITE)
    assert added["is_main"].tolist() == [False, False, True]
    other = entrances.with_main_at(given, Point(200, 50), SITE)
    assert other["is_main"].tolist() == [True, False, True]


def gates(drawing, catalogue, site=None):
    site = SITE if site is None else site
    return entrances.entrances_of_survey(drawing.survey(), site, catalogue)


def test_the_gate_called_main_is_the_main_one(drawing, catalogue):
    drawing.line([(45, 0), (50, 0)], "143601", "YZH").line([(100, 40), (100, 50)], "143601", "YZH")
    drawing.text(46, -3, "正门").text(103, 45, "东门")
    found, certainty = gates(drawing, catalogue)
    assert found["name"].tolist() == ["正门", "东门"]
    assert found["is_main"].tolist() == [True, False]
    assert certainty.tolist() == [0.95]


def test_a_gatehouse_tells_the_main_gate(drawing, catalogue):
    drawing.line([(45, 0), (50, 0)], "143602", "YZH").line([(100, 40), (100, 50)], "143601", "YZH")
    found, certainty = gates(drawing, catalogue)
    assert found["is_main"].tolist() == [True, False]
    assert certainty.iloc[0] >= entrances.SURE


def test_without_a_sign_the_widest_gate_is_only_a_guess(drawing, catalogue):
    drawing.line([(45, 0), (48, 0)], "143601", "YZH").line([(100, 40), (100, 48)], "143601", "YZH")
    found, certainty = gates(drawing, catalogue)
    assert found["is_main"].tolist() == [False, True]
    assert found["kind"].tolist() == ["pedestrian", "vehicle"]
    assert certainty.iloc[0] < entrances.SURE


def test_the_piers_of_a_gate_belong_to_it_and_gates_inside_are_none(drawing, catalogue):
    drawing.line([(45, 0), (50, 0)], "143601", "YZH").point(45, 0, "143701", "YZH").point(
        50, 0, "143701", "YZH"
    )
    drawing.line([(50, 50), (53, 50)], "143601", "YZH")
    found, certainty = gates(drawing, catalogue)
    assert len(found) == 1
    assert certainty.iloc[0] >= entrances.SURE


def test_an_assumed_entrance_is_where_the_road_comes_nearest(drawing, catalogue):
    drawing.line([(-50, 30), (-5, 30)], "164400", "DLSS")
    found = entrances.assumed_entrances(SITE.iloc[:1], drawing.survey(), catalogue)
    assert found.geometry.tolist() == [Point(0, 30)]
    assert found["is_main"].all()


def test_without_a_road_the_entrance_is_assumed_in_the_south(catalogue):
    assert entrances.assumed_entrances(SITE.iloc[:1], None, catalogue).geometry.tolist() == [Point(50, 0)]
