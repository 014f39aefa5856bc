"""Point lists and vector files as surveys."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from commonplan.community.errors import InputError
from commonplan.community.survey.batches import make_frames
from commonplan.readers import samples
from commonplan.readers.control_points import read_control_points
from commonplan.readers.points import read_points
from commonplan.readers.surveys import hash_of, read_survey
from osgeo import gdal
from pyproj import CRS
from shapefiles import save_shapefile
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon, box

CRS_4549 = CRS.from_epsg(4549)


def written(tmp_path, text, name="survey.dat", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


CASS = "1,131500,612000.5,3449000.25,4.31\n2,,612010,3449001,4.30\n灯3,155210,612020,3449002,\n"


def test_a_cass_list_is_number_code_east_north_height(tmp_path):
    data = read_survey(written(tmp_path, CASS, encoding="gbk"))
    points = make_frames(data.batches)["survey_point"]
    assert points.geometry.iloc[0] == Point(612000.5, 3449000.25)
    assert points["code"].tolist() == ["131500", None, "155210"]
    assert points["text"].tolist() == ["1", "2", "灯3"]
    assert points["elevation"].tolist()[:2] == [4.31, 4.30]
    assert np.isnan(points["elevation"].iloc[2])
    assert data.code_system == "SOUTH"
    assert data.found == {("POINT", "survey"): 3}


def test_headings_decide_the_columns(tmp_path):
    text = "点号;北坐标;东坐标;高程;编码\nA;3449000;612000;4.1;\nB;x;612001;4.2;\n"
    data = read_points(written(tmp_path, text, "points.csv"))
    assert [(p.x, p.y) for p in make_frames(data.batches)["survey_point"].geometry] == [(612000, 3449000)]
    assert data.skipped == {("POINT", "points", "no_coordinates"): 1}


def test_north_before_east_is_noticed_and_said(tmp_path):
    data = read_points(written(tmp_path, "1 3449000 612000 4\n2 3449001 612001 4\n", "points.txt"))
    assert make_frames(data.batches)["survey_point"].geometry.iloc[0] == Point(612000, 3449000)
    assert {"note": "axes", "order": "north_east", "reason": "numbers"} in data.notes


@pytest.mark.parametrize(
    ("heading", "axes", "expected", "reason"),
    [
        ("", "auto", Point(20, 10), "habit"),
        ("", "north_east", Point(10, 20), "chosen"),
        ("点号\tX坐标(m)\tY坐标(m)\t高程\n", "auto", Point(20, 10), "habit"),
        ("点号\tX坐标(m)\tY坐标(m)\t高程\n", "north_east", Point(10, 20), "chosen"),
        ("点号\t纵坐标(X)\t横坐标(Y)\t高程\n", "east_north", Point(10, 20), "headings"),
    ],
)
def test_the_order_of_the_axes_is_shown_and_can_be_chosen(tmp_path, heading, axes, expected, reason):
    path = written(tmp_path, heading + "灯1\t20\t10\t4\n", "points.txt", "gbk")
    data = read_survey(path, axes=axes)
    points = make_frames(data.batches)["survey_point"]
    assert (points.geometry.iloc[0], points["text"].iloc[0]) == (expected, "灯1")
    assert [note["reason"] for note in data.notes if note["note"] == "axes"] == [reason]


@pytest.mark.parametrize(
    "text",
    [
        "1;;612000,5;3449000,25;4,31\n", "1\t\t612000.5\t3449000.25\t4.31\n",
        '1,,"612000.5",3449000.25,4.31\n',
        "1,,612000.5,3449000.25,4.31\n", "灯 杆;;612000.5;3449000.25;4.31\n",
    ],
)  # fmt: skip
def test_any_separator_will_do(tmp_path, text):
    points = make_frames(read_points(written(tmp_path, text)).batches)["survey_point"]
    assert (points.geometry.iloc[0], points["elevation"].iloc[0]) == (Point(612000.5, 3449000.25), 4.31)


def test_rows_without_coordinates_are_named(tmp_path):
    data = read_points(written(tmp_path, CASS + "4,,x,y,z\n5,,1,\n"))
    assert {"note": "rows_without_coordinates", "count": 2, "rows": [4, 5]} in data.notes
    with pytest.raises(InputError, match="not_a_point_list") as refused:
        read_points(written(tmp_path, "a,b,c\nd,e,f\n"))
    assert (refused.value.fields["row"], refused.value.fields["text"]) == (1, "a, b, c")


@pytest.mark.parametrize("text", ["hello\nworld\n", "a,b,c\n", "\x00\x00\x01", ",,,\n"])
def test_what_holds_no_coordinates_is_refused(tmp_path, text):
    with pytest.raises(InputError, match="not_a_point_list"):
        read_survey(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "row"),
    [("A,1,2,3\nB,1,2,3,4\n", 1), ("A,1,2,9,3,4,9\n", 1), ("A,1,2,3,4\nB,1,2,x,4\n", 2)],
    ids=["one number short", "heights", "no number"],
)
def test_control_points_that_could_mean_anything_are_refused(tmp_path, text, row):
    path = tmp_path / "control.csv"
    path.write_text(text)
    with pytest.raises(InputError) as refused:
        read_control_points(path)
    assert (refused.value.code, refused.value.fields["row"]) == ("bad_control_points", row)


def test_remarks_behind_control_points_are_passed_over(tmp_path):
    path = tmp_path / "control.csv"
    path.write_text("点名,图上X,图上Y,E,N,备注\nA,1,2,3,4,好\n7,5,6,7,8,\n", encoding="gbk")
    drawn, known, names = read_control_points(path)
    assert (drawn.tolist(), known.tolist(), names) == ([[1, 2], [5, 6]], [[3, 4], [7, 8]], ["A", "7"])


def test_control_points_with_and_without_heading(tmp_path):
    path = written(tmp_path, "name,x,y,east,north\nK1,0,0,612000,3449000\nK2,10,0,612010,3449000\n", "c.csv")
    drawn, known, names = read_control_points(path)
    assert drawn.tolist() == [[0, 0], [10, 0]]
    assert known.tolist() == [[612000, 3449000], [612010, 3449000]]
    assert names == ["K1", "K2"]
    bare = written(tmp_path, "0 0 612000 3449000\n10 0 612010 3449000\n", "d.csv")
    assert read_control_points(bare)[2] == ["1", "2"]
    with pytest.raises(InputError, match="bad_control_points") as refused:
        read_control_points(written(tmp_path, "0,0,1,1\nK2,10,x,612010,3449000\n", "e.csv"))
    assert refused.value.fields["row"] == 2


@pytest.fixture
def frame():
    ring = Polygon(box(0, 0, 9, 9).exterior, [box(3, 3, 5, 5).exterior])
    rows = {
        "layer": ["JMD", "JMD", "DLSS", "ZJ", "KZD", "X"],
        "code": ["141101", "141101", "164400", None, "131500", None],
        "name": [None, None, None, "幼儿园", "K1", None],
        "geometry": [
            ring, MultiPolygon([box(20, 0, 29, 9), box(30, 0, 39, 9)]),
            MultiLineString([[(0, 0), (5, 5)], [(6, 6), (9, 9)]]), Point(4, 4), Point(5, 5), None,
        ],
    }  # fmt: skip
    return gpd.GeoDataFrame(rows, crs=CRS_4549)


def check(data):
    areas, lines = make_frames(data.batches)["survey_area"], make_frames(data.batches)["survey_line"]
    assert areas["part"].tolist() == [0, 0, 1]
    assert areas["handle"].nunique() == 2
    assert areas.geometry.iloc[0].interiors
    assert lines["code"].tolist() == ["164400", "164400"]
    assert make_frames(data.batches)["survey_text"]["text"].tolist() == ["幼儿园"]
    assert make_frames(data.batches)["survey_point"]["text"].tolist() == ["K1"]
    assert sum(data.skipped.values()) == 1
    assert data.code_system == "SOUTH"
    assert data.crs == CRS_4549


@pytest.mark.parametrize("suffix", ["gpkg", "sqlite"])
def test_geopackages_come_in_by_part(tmp_path, frame, suffix):
    path = tmp_path / f"survey.{suffix}"
    frame.to_file(path, driver={"gpkg": "GPKG", "sqlite": "SQLite"}[suffix])
    check(read_survey(path))


def test_geojson_says_its_crs(tmp_path, frame):
    path = tmp_path / "survey.geojson"
    frame.to_crs(4326).to_file(path, driver="GeoJSON")
    data = read_survey(path)
    assert data.crs.is_geographic
    assert len(make_frames(data.batches)["survey_area"]) == 3


@pytest.fixture(params=[None, ""], ids=["outside QGIS", "inside QGIS"])
def told(request):
    """What GDAL is told about the encoding of Shapefiles; QGIS tells it to leave them alone."""
    before = gdal.GetConfigOption("SHAPE_ENCODING")
    gdal.SetConfigOption("SHAPE_ENCODING", request.param)
    yield request.param
    gdal.SetConfigOption("SHAPE_ENCODING", before)


@pytest.mark.parametrize(("encoding", "cpg"), [("UTF-8", True), ("GBK", True), ("GBK", False)])
def test_shapefiles_with_and_without_a_cpg(tmp_path, told, encoding, cpg):
    path = tmp_path / "注记.shp"
    names = ["幼儿园", "居委会", "便利店", "第一楼组", "北里一号路"]
    shapes = [Point(i, i) for i in range(5)]
    save_shapefile(gpd.GeoDataFrame({"名称": names}, geometry=shapes, crs=CRS_4549), path, encoding)
    if not cpg:
        path.with_suffix(".cpg").unlink()
    texts = make_frames(read_survey(path).batches)["survey_text"]
    assert texts["text"].tolist() == names
    assert gdal.GetConfigOption("SHAPE_ENCODING") == told


@pytest.mark.parametrize(
    ("encoding", "cpg"),
    [("GBK", "UTF-8"), ("GBK", "rubbish"), ("UTF-8", "GBK"), ("UTF-8", "ISO-8859-1"), ("GBK", "936")],
)
@pytest.mark.parametrize("capitals", [False, True])
def test_a_cpg_that_lies_is_noticed(tmp_path, encoding, cpg, capitals):
    path = tmp_path / "注记.shp"
    names = ["幼儿园", "居委会", "便利店"]
    shapes = [Point(i, i) for i in range(3)]
    rows = {"名称": names, "备注": names, "geometry": shapes}
    save_shapefile(gpd.GeoDataFrame(rows, crs=CRS_4549), path, encoding)
    path.with_suffix(".cpg").write_text(cpg)
    if capitals:
        for file in list(tmp_path.iterdir()):
            file.rename(file.with_suffix(file.suffix.upper()))
        path = path.with_suffix(".SHP")
    data = read_survey(path)
    assert make_frames(data.batches)["survey_text"]["text"].tolist() == names
    assert {"note": "fields_left", "layer": "注记", "fields": ["备注"]} in data.notes
    assert data.encoding["declared"] == cpg
    assert data.encoding["reason"] == ("declared" if cpg == "936" else "bytes")


def test_bytes_of_a_table_that_are_no_text_are_counted(tmp_path):
    path = tmp_path / "注记.shp"
    rows = {"名称": ["幼儿园", "居委会"], "geometry": [Point(0, 0), Point(1, 1)]}
    save_shapefile(gpd.GeoDataFrame(rows, crs=CRS_4549), path, "GBK")
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace("居委会".encode("gbk"), "居委".encode("gbk") + b"\xbb "))
    data = read_survey(path)
    assert make_frames(data.batches)["survey_text"]["text"].tolist() == ["幼儿园", "居委\\xbb"]
    assert data.encoding["undecodable"] == 1


def test_heights_become_elevations(tmp_path):
    path = tmp_path / "lines.gpkg"
    line = LineString([(0, 0, 5), (1, 1, 4)])
    gpd.GeoDataFrame({"geometry": [line]}, crs=CRS_4549).to_file(path)
    lines = make_frames(read_survey(path).batches)["survey_line"]
    assert lines["elevation"].tolist() == [4]
    assert not lines.geometry.iloc[0].has_z


@pytest.mark.parametrize("name", ["a.gpkg", "a.geojson", "a.shp", "a.png", "a"])
def test_broken_vector_files_are_refused(tmp_path, name):
    with pytest.raises(InputError) as refused:
        read_survey(written(tmp_path, "SQLite format 3\x00 and no more", name))
    assert refused.value.code in ("not_a_survey", "broken_survey")


def test_missing_and_empty_files(tmp_path):
    with pytest.raises(InputError, match="missing_file"):
        read_survey(tmp_path / "none.gpkg")
    with pytest.raises(InputError, match="empty_file"):
        read_survey(written(tmp_path, "", "empty.dat"))


def test_the_hash_is_of_the_bytes(tmp_path):
    path = written(tmp_path, "abc")
    assert hash_of(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_table_of_a_shapefile_is_looked_through_piece_by_piece(tmp_path, monkeypatch):
    path = tmp_path / "注记.shp"
    names = [f"第{n}幼儿园" for n in range(300)]
    frame = gpd.GeoDataFrame({"名称": names}, geometry=[Point(n, n) for n in range(300)], crs=CRS_4549)
    save_shapefile(frame, path, "GBK")
    monkeypatch.setattr(samples, "_BLOCK", 500)
    cells = samples.cells_of_table(path.with_suffix(".dbf"))
    assert [cell.decode("gbk") for cell in cells] == ["名称", *names]
    path.with_suffix(".dbf").write_bytes(b"\x03")
    assert samples.cells_of_table(path.with_suffix(".dbf")) == []
