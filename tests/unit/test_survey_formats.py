"""Vector files in company: FileGDB, KML and KMZ, archives, Shapefiles with parts missing."""

from __future__ import annotations

import json
import shutil
import zipfile

import geopandas as gpd
import numpy as np
import pytest
import shapely
from commonplan.community.errors import InputError
from commonplan.community.survey.batches import make_frames
from commonplan.processing import importsurvey
from commonplan.readers import chunks
from commonplan.readers.points import AXES
from commonplan.readers.surveys import hash_of, read_survey
from osgeo import gdal, ogr
from shapefiles import save_shapefile
from shapely import LineString, MultiPolygon, Point, Polygon, box

CRS = "EPSG:4549"

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>北里</name>
<Style id="s"><LineStyle><color>ff0000ff</color></LineStyle></Style>
<Folder><name>建筑</name>
 <Placemark><name>1号楼</name><styleUrl>#s</styleUrl>
  <ExtendedData><Data name="楼层"><value>6</value></Data></ExtendedData>
  <Polygon><outerBoundaryIs><LinearRing><coordinates>
   121,31,3 121.001,31,3 121.001,31.001,3 121,31,3</coordinates></LinearRing></outerBoundaryIs></Polygon>
 </Placemark></Folder>
<Folder><name>路灯</name>
 <Placemark><name>灯𠮷</name><Point><coordinates>121.0005,31.0005</coordinates></Point></Placemark>
 <Placemark><name>无</name></Placemark>
 <GroundOverlay><Icon><href>photo.png</href></Icon></GroundOverlay>
</Folder></Document></kml>"""


def frames(path, **wishes):
    return make_frames(read_survey(path, **wishes).batches)


@pytest.fixture
def frame():
    shapes = [
        Polygon(box(0, 0, 9, 9).exterior, [box(2, 2, 4, 4).exterior]),
        MultiPolygon([box(20, 0, 29, 9), box(30, 0, 39, 9)]),
        LineString([(0, 0, 5), (5, 5, 6)]), Point(4, 4, 3), None,
    ]  # fmt: skip
    rows = {
        "layer": list("ABCDE"),
        "code": ["141101", None, "1", "", None],
        "name": [None, "北里", "路", "灯", "无"],
    }
    rows["身份证"] = list("vwxyz")
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=CRS)


def same(one, other):
    for table, left in one.items():
        right = other[table]
        assert left.drop(columns="geometry").equals(right.drop(columns="geometry"))
        assert left.geometry.geom_equals_exact(right.geometry, 0).all()


def test_arrow_and_features_give_the_same_rows(tmp_path, frame, monkeypatch):
    path = tmp_path / "survey.gpkg"
    frame.to_file(path)
    monkeypatch.setattr(chunks, "SIZE", 2)
    fast = frames(path)
    monkeypatch.setattr(chunks, "find_spec", lambda name: None)
    same(fast, frames(path))
    assert fast["survey_line"]["heights"].tolist() == ["[5.0, 6.0]"]
    assert fast["survey_area"]["part"].tolist() == [0, 0, 1]
    assert fast["survey_text"]["text"].tolist() == ["灯"]


def test_fields_that_stay_out_are_named_and_not_read(tmp_path, frame):
    path = tmp_path / "survey.gpkg"
    frame.to_file(path)
    data = read_survey(path)
    assert {"note": "fields_left", "layer": "survey", "fields": ["身份证"]} in data.notes
    assert data.skipped == {("NONE", "E", "no_geometry"): 1}


def test_curves_come_as_lines(tmp_path):
    path = tmp_path / "curves.gpkg"
    driver = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = driver.CreateLayer("arcs", geom_type=ogr.wkbUnknown)
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkt("CIRCULARSTRING (0 0, 5 5, 10 0)"))
    layer.CreateFeature(feature)
    del feature, layer, driver
    data = read_survey(path)
    assert data.found == {("CIRCULARSTRING", "arcs"): 1}
    assert make_frames(data.batches)["survey_line"].geometry.iloc[0].length == pytest.approx(15.7, abs=0.01)


def layer_of(path, shapes, crs=None):
    """A GeoPackage's layer of any geometries, given as WKT."""
    database = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = database.CreateLayer("shapes", crs, ogr.wkbUnknown)
    for shape in shapes:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
        layer.CreateFeature(feature)
    return path


def test_wide_arcs_keep_to_a_centimetre(tmp_path):
    circles = ["CIRCULARSTRING (0 0, 500 500, 1000 0)", "CURVEPOLYGON (CIRCULARSTRING (0 0, 1000 0, 0 0))"]
    data = read_survey(layer_of(tmp_path / "arcs.gpkg", circles))
    assert data.tolerance == 0.01
    tables = make_frames(data.batches)
    for shape in (tables["survey_line"].geometry.iloc[0], tables["survey_area"].geometry.iloc[0].exterior):
        corners = shapely.get_coordinates(shape)
        middles = (corners[1:] + corners[:-1]) / 2
        off = np.abs(np.hypot(middles[:, 0] - 500, middles[:, 1]) - 500)
        assert 0.005 < off.max() <= 0.01


def test_a_geometry_of_no_known_type_is_named_or_refused(tmp_path):
    path = layer_of(tmp_path / "broken.gpkg", ["POINT (1 1)", "POINT (2 2)"])
    whole = ogr.CreateGeometryFromWkt("POINT (2 2)").ExportToWkb(ogr.wkbNDR)
    raw = path.read_bytes()
    assert raw.count(whole) == 1
    path.write_bytes(raw.replace(whole, whole[:1] + b"\x92\x03\xf9\xee" + whole[5:]))
    assert outcome(path) in ((1, 1), "broken_survey")  # newer GDALs break off there


def outcome(path):
    """How many points come in and how many things stay out, or why nothing does."""
    try:
        data = read_survey(path)
    except InputError as error:
        return error.code
    return len(make_frames(data.batches)["survey_point"]), sum(data.skipped.values())


def test_surfaces_come_as_areas(tmp_path):
    surfaces = [
        "TIN Z (((0 0 0,0 1 1,1 1 0,0 0 0)),((0 0 0,1 0 0,1 1 0,0 0 0)))",
        "TRIANGLE ((0 0,0 1,1 1,0 0))",
        "POLYHEDRALSURFACE Z (((0 0 0,0 1 0,1 1 0,1 0 0,0 0 0)))",
    ]
    data = read_survey(layer_of(tmp_path / "surfaces.gpkg", surfaces))
    areas = make_frames(data.batches)["survey_area"]
    assert areas.geometry.area.tolist() == [0.5, 0.5, 0.5, 1]
    assert areas["handle"].tolist() == ["1", "1", "2", "3"]
    assert not data.skipped


def test_a_layer_that_knows_no_crs_is_not_in_degrees(tmp_path):
    data = read_survey(layer_of(tmp_path / "nowhere.gpkg", ["POINT (612400 3449200)"]))
    assert data.crs is None
    assert make_frames(data.batches)["survey_point"].geometry.iloc[0].x == 612400


@pytest.mark.parametrize("key", ["name", "名称"])
@pytest.mark.parametrize("plain", [True, False])
def test_a_geojson_in_gbk_is_read_and_named(tmp_path, key, plain):
    path = tmp_path / "北里.geojson"
    other = 1 if plain else {"nested": 1}
    feature = {"type": "Feature", "properties": {key: "居委会", "备注": other}, "geometry": None}
    feature["geometry"] = {"type": "Point", "coordinates": [121, 31]}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)
    path.write_bytes(text.encode("gbk"))
    data = read_survey(path)
    assert make_frames(data.batches)["survey_text"]["text"].tolist() == ["居委会"]
    assert data.encoding["others"] == {"gb18030": 3 if key == "名称" else 2}
    assert {"note": "fields_left", "layer": "北里", "fields": ["备注"]} in data.notes


@pytest.mark.parametrize("archived", [False, True], ids=["kml", "kmz"])
def test_kml_comes_by_folder_and_names_what_stays_out(tmp_path, archived):
    path = tmp_path / "北里.kml"
    path.write_text(KML, encoding="utf-8")
    if archived:
        path = tmp_path / "北里.kmz"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("doc.kml", KML)
            archive.writestr("photo.png", b"\x89PNG")
    data = read_survey(path)
    tables = make_frames(data.batches)
    assert tables["survey_area"][["layer", "text", "elevation"]].values.tolist() == [["建筑", "1号楼", 3.0]]
    assert tables["survey_text"][["layer", "text"]].values.tolist() == [["路灯", "灯𠮷"]]
    left = {(kind, why): n for (kind, _, why), n in data.skipped.items()}
    # The overlay is one of the two.
    expected = {("NONE", "no_geometry"): 2}
    assert {"note": "not_a_feature", "kind": "GroundOverlay", "count": 1} in data.notes
    if archived:
        expected["FILE", "picture"] = 1
    assert left == expected
    # GDAL's KML driver writes letters beyond ASCII in names of fields as underscores.
    named = [note["fields"] for note in data.notes if note["note"] == "fields_left"]
    assert any(len(fields) == 2 and "description" in fields for fields in named)
    assert data.crs.to_epsg() == 4326


def test_a_filegdb_is_a_folder_or_any_file_in_it(tmp_path, frame):
    path = tmp_path / "survey.gdb"
    frame[3:4].to_file(path, driver="OpenFileGDB", layer="地物")
    inside = next(path.glob("*.gdbtable"))
    for given in (path, inside):
        data = read_survey(given)
        assert make_frames(data.batches)["survey_text"]["text"].tolist() == ["灯"]
        assert data.format == "OpenFileGDB"
    assert hash_of(path) == hash_of(inside)
    before = hash_of(path)
    shutil.copyfile(inside, path / "more.gdbtable")
    assert hash_of(path) != before


@pytest.fixture
def shapefile(tmp_path):
    path = tmp_path / "注记.shp"
    rows = {"name": ["幼儿园", "居委会", "便利店"], "geometry": [Point(i, i) for i in range(3)]}
    save_shapefile(gpd.GeoDataFrame(rows, crs=CRS), path, "GBK")
    path.with_suffix(".cpg").unlink()
    return path


@pytest.mark.parametrize("suffix", [".shx", ".dbf", ".prj"])
def test_a_shapefile_with_a_part_missing(shapefile, suffix):
    shapefile.with_suffix(suffix).unlink()
    before = sorted(file.name for file in shapefile.parent.iterdir())
    data = read_survey(shapefile)
    tables = make_frames(data.batches)
    texts = [] if suffix == ".dbf" else ["幼儿园", "居委会", "便利店"]
    assert tables["survey_text"]["text"].tolist() == texts
    assert len(tables["survey_point"]) == 3 - len(texts)
    assert {"note": "parts_missing", "parts": [suffix]} in data.notes
    assert (data.crs is None) == (suffix == ".prj")
    assert sorted(file.name for file in shapefile.parent.iterdir()) == before
    assert gdal.GetConfigOption("SHAPE_RESTORE_SHX") is None


def packed(path, files, encoding="utf-8"):
    with zipfile.ZipFile(path, "w") as archive:
        for file in files:
            member = zipfile.ZipInfo(file.name)
            archive.writestr(member, file.read_bytes())
    return path


def test_a_zipped_shapefile(tmp_path, shapefile):
    files = [file for file in tmp_path.iterdir() if file.is_file()]
    path = packed(tmp_path / "survey.zip", files)
    assert frames(path)["survey_text"]["text"].tolist() == ["幼儿园", "居委会", "便利店"]


def test_an_archive_holds_one_survey_and_writes_nowhere_else(tmp_path):
    path, outside = tmp_path / "survey.zip", tmp_path.parent / "out.dat"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../out.dat", "1,,1,2,3\n")
    assert len(frames(path)["survey_point"]) == 1
    assert not outside.exists()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("b.dat", "1,,1,2,3\n")
    with pytest.raises(InputError, match="not_one_survey") as refused:
        read_survey(path)
    assert refused.value.fields["found"] == "b.dat, out.dat"
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(InputError, match="broken_survey"):
        read_survey(path)


def test_the_algorithm_offers_what_the_reader_knows():
    assert importsurvey.AXES == AXES
