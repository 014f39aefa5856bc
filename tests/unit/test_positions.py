"""Positions as forms, map services and people write them."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from commonplan.community.errors import InputError
from commonplan.community.voices.positions import parse_point, read_shapes, to_community
from pyproj import CRS

CGCS = CRS.from_epsg(4549)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("31.2 121.5 4 22", (121.5, 31.2)),
        ("121.5,31.2", (121.5, 31.2)),
        ("31.2, 121.5", (121.5, 31.2)),
        ("121.5，31.2", (121.5, 31.2)),
        ("[31.2, 121.5]", (121.5, 31.2)),
        ("(121.5 , 31.2)", (121.5, 31.2)),
        ("POINT (121.5 31.2)", (121.5, 31.2)),
        ("POINT Z (121.5 31.2 4)", (121.5, 31.2)),
        ("-34.631098 -58.442238 0 0", (-58.442238, -34.631098)),
        ("612345.6,3449123.4", (612345.6, 3449123.4)),
    ],
)
def test_points_are_read(text, wanted):
    point, problem = parse_point(text)
    assert (point.x, point.y) == wanted
    assert problem == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.2,74.5", "ambiguous_position"),
        ("在家附近", "unreadable_position"),
        ("121.5", "unreadable_position"),
        ("3栋2单元", "unreadable_position"),
        ("POINT (x y)", "unreadable_position"),
    ],
)
def test_what_is_no_point_is_named(text, code):
    assert parse_point(text) == (None, code)


def shapes_of(**columns):
    return read_shapes(pd.DataFrame(columns, dtype=object))


def test_positions_off_the_globe_are_named_and_left_out():
    shapes = shapes_of(lon=["999.0", "0", "121.5", "abc", None], lat=["31.2", "0", "31.2", "31", None])
    moved = to_community(shapes, "wgs84", CGCS)
    assert moved.problems == {0: "impossible_position", 1: "impossible_position", 3: "unreadable_position"}
    assert [point is not None for point in moved.points] == [False, False, True, False, False]


def test_lines_and_areas_have_an_anchor():
    trace = "31.2 121.5 0 0;31.2 121.6 0 0;31.3 121.6 0 0"
    shapes = shapes_of(line=[trace, None, "x"], area=[None, f"{trace};31.2 121.5 0 0", None])
    assert shapes.problems == {2: "unreadable_position"}
    one, two, three = shapes.anchors()
    assert shapes.lines[0].distance(one) < 1e-9
    assert shapes.areas[1].contains(two)
    assert three is None


def test_a_projected_layer_needs_no_datum():
    geometry = gpd.GeoSeries([shapely.Point(600000, 3450000), None], crs="EPSG:4550")
    shapes = read_shapes(pd.DataFrame(index=[1, 2]), geometry)
    moved = to_community(shapes, "gcj02", CGCS)
    wanted = geometry.to_crs(4549).iloc[0]
    assert moved.points[0].distance(wanted) < 1e-3
    assert moved.points[1] is None


def test_degrees_cannot_go_into_a_grid_of_unknown_position():
    local = CRS.from_wkt('LOCAL_CS["x",UNIT["metre",1],AXIS["E",EAST],AXIS["N",NORTH]]')
    shapes = shapes_of(lon=["121.5"], lat=["31.2"])
    with pytest.raises(InputError) as caught:
        to_community(shapes, "wgs84", local)
    assert caught.value.code == "crs_not_related"
    assert (
        to_community(shapes_of(lon=["12"], lat=["34"]), "community", local).points[0].wkt == "POINT (12 34)"
    )


def test_geometry_of_several_types_is_sorted():
    shapes = [
        shapely.MultiPoint([(1, 2)]),
        shapely.MultiLineString([[(0, 0), (1, 1)]]),
        shapely.box(0, 0, 1, 1),
        shapely.Point(),
        shapely.GeometryCollection(),
    ]
    read = read_shapes(pd.DataFrame(index=range(5)), gpd.GeoSeries(shapes, crs=4326))
    filled = [[shape is not None for shape in part] for part in (read.points, read.lines, read.areas)]
    assert np.array(filled).sum(axis=1).tolist() == [1, 1, 1]
