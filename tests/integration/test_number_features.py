"""numberfeatures on real layers: any source, any output, and errors in one sentence."""

import sqlite3
from contextlib import closing

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime

X, Y = 500_000.0, 3_450_000.0
ENTRANCE = f"{X},{Y} [EPSG:4549]"
SPOTS = [(80, 100), (-80, 100), (5, 190), (-60, 10), (60, 10), (0.5, 30)]
ORDER = ["on the axis", "south-west", "west", "north", "east", "south-east"]
NAMES = ["east", "west", "north", "south-west", "south-east", "on the axis"]


def frame(**columns):
    points = shapely.points([(X + x, Y + y) for x, y in SPOTS])
    return gpd.GeoDataFrame({"name": NAMES, **columns}, geometry=points, crs="EPSG:4549")


def saved(table, path, **options):
    pyogrio.write_dataframe(table, path, **({"VERSION": "1.2"} if path.suffix == ".gpkg" else {}), **options)
    return str(path)


@pytest.fixture
def court(tmp_path):
    return saved(
        gpd.GeoDataFrame(geometry=[shapely.box(X - 100, Y, X + 100, Y + 200)], crs="EPSG:4549"),
        tmp_path / "court.gpkg",
    )


@pytest.fixture
def places(tmp_path):
    return saved(frame(), tmp_path / "places.gpkg")


def result(outputs):
    output = outputs["OUTPUT"]
    if isinstance(output, QgsVectorLayer):
        names = output.fields().names()
        return [dict(zip(names, feature.attributes())) for feature in output.getFeatures()]
    return pyogrio.read_dataframe(output, fid_as_index=True).drop(columns="geometry").to_dict("records")


def in_order(outputs):
    return [row["name"] for row in sorted(result(outputs), key=lambda row: row["rank"])]


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp", ".fgb"])
@pytest.mark.parametrize("target", ["TEMPORARY_OUTPUT", ".gpkg", ".geojson", ".shp"])
def test_any_source_and_any_output_give_the_same_numbers(run, tmp_path, court, suffix, target):
    source = saved(frame(), tmp_path / f"in{suffix}")
    output = target if target == "TEMPORARY_OUTPUT" else str(tmp_path / f"out{target}")
    outputs = run(
        "numberfeatures", INPUT=source, ENTRANCE=ENTRANCE, BOUNDARY=court, METHOD="bearing", OUTPUT=output
    )
    assert in_order(outputs) == ORDER
    assert outputs["NUMBERED"] == 6
    assert sorted(row["number"] for row in result(outputs)) == [1, 2, 3, 4, 5, 6]
    assert not list(tmp_path.glob(".commonplan*"))


def test_file_to_file_keeps_rows_fields_fids_and_crs(run, tmp_path, places, court):
    output = str(tmp_path / "out.gpkg")
    run("numberfeatures", INPUT=places, ENTRANCE=ENTRANCE, BOUNDARY=court, OUTPUT=output)
    before, after = (pyogrio.read_dataframe(path, fid_as_index=True) for path in (places, output))
    assert list(after.columns) == ["name", "number", "rank", "sort_key", "geometry"]
    assert after.index.tolist() == before.index.tolist()
    assert after.geometry.geom_equals(before.geometry).all()
    assert after.crs.to_epsg() == 4549
    assert QgsVectorLayer(output, "x", "ogr").crs().authid() == "EPSG:4549"


def test_quick_and_slow_way_agree_to_the_last_digit(run, tmp_path, places, court):
    asked = {"ENTRANCE": ENTRANCE, "BOUNDARY": court, "METHOD": "boundary"}
    quick = run("numberfeatures", INPUT=places, OUTPUT=str(tmp_path / "a.gpkg"), **asked)
    layer = QgsVectorLayer(places, "places", "ogr")
    layer.setSubsetString("1 = 1")
    slow = run("numberfeatures", INPUT=layer, OUTPUT=str(tmp_path / "b.gpkg"), **asked)
    assert result(quick) == result(slow)


def test_a_filtered_layer_goes_to_a_file_by_a_copy_with_all_that_it_shows(run, tmp_path, court):
    words = [None, "", "北区", "it's", "x", "x"]
    source = saved(frame(note=words, size=[1, 2, None, 4, 5, 6]), tmp_path / "in.gpkg")
    layer = QgsVectorLayer(source, "in", "ogr")
    layer.setSubsetString("name <> 'east'")
    output = str(tmp_path / "out.gpkg")
    run("numberfeatures", INPUT=layer, ENTRANCE=ENTRANCE, BOUNDARY=court, METHOD="bearing", OUTPUT=output)
    before, after = (pyogrio.read_dataframe(path, fid_as_index=True) for path in (source, output))
    assert after.index.tolist() == [2, 3, 4, 5, 6]
    assert after[["name", "note", "size"]].equals(before.loc[2:, ["name", "note", "size"]])
    assert after.sort_values("number")["name"].tolist() == [name for name in ORDER if name != "east"]


def test_types_that_columns_do_not_carry_come_through_all_the_same(run, tmp_path, court):
    layer = QgsVectorLayer("Point?crs=EPSG:4549&field=name:string&field=seen:datetime", "spots", "memory")
    for name, (x, y) in zip(NAMES, SPOTS):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(f"POINT ({X + x} {Y + y})"))
        feature.setAttributes([name, QDateTime(2026, 1, 2, 3, 4, 5)])
        layer.dataProvider().addFeature(feature)
    output = str(tmp_path / "out.gpkg")
    outputs = run(
        "numberfeatures", INPUT=layer, ENTRANCE=ENTRANCE, BOUNDARY=court, METHOD="bearing", OUTPUT=output
    )
    assert in_order(outputs) == ORDER
    seen = {feature["seen"].toString("yyyy-MM-dd HH:mm") for feature in QgsVectorLayer(output).getFeatures()}
    assert seen == {"2026-01-02 03:04"}


@pytest.mark.parametrize("areas", [False, True])
def test_the_index_of_many_features_is_whole_and_stays_so(run, tmp_path, court, monkeypatch, areas):
    monkeypatch.setattr("commonplan.output.columns.WORTH_IT", 1)
    table = frame()
    table["geometry"] = table.buffer(2) if areas else table.geometry
    output = str(tmp_path / "it's 南区.gpkg")
    run(
        "numberfeatures",
        INPUT=saved(table, tmp_path / "in.gpkg"),
        ENTRANCE=ENTRANCE,
        BOUNDARY=court,
        METHOD="bearing",
        OUTPUT=output,
    )
    layer = QgsVectorLayer(output, "out", "ogr")
    assert layer.hasSpatialIndex() == QgsFeatureSource.SpatialIndexPresence.SpatialIndexPresent
    layer.startEditing()
    layer.changeGeometry(1, QgsGeometry.fromWkt(table.geometry[1].wkt))
    layer.deleteFeature(3)
    assert layer.commitChanges(), layer.commitErrors()
    request = QgsFeatureRequest(QgsRectangle(X - 90, Y + 90, X - 70, Y + 110))
    assert sorted(feature["name"] for feature in layer.getFeatures(request)) == ["east", "west"]
    del layer
    with closing(sqlite3.connect(output)) as base:
        index = "rtree_it's 南区_geom"
        assert base.execute("SELECT rtreecheck(?)", [index]).fetchone() == ("ok",)
        assert base.execute(f'SELECT count(*) FROM "{index}"').fetchone() == (5,)
        declared = base.execute("SELECT extension_name FROM gpkg_extensions").fetchall()
        assert declared == [("gpkg_rtree_index",)]


def test_edits_filters_and_selection_count(run, places, court):
    layer = QgsVectorLayer(places, "places", "ogr")
    QgsProject.instance().addMapLayer(layer)
    try:
        asked = {"ENTRANCE": ENTRANCE, "BOUNDARY": court, "OUTPUT": "TEMPORARY_OUTPUT"}
        layer.setSubsetString("name <> 'west'")
        assert in_order(run("numberfeatures", INPUT=layer, **asked)) == [n for n in ORDER if n != "west"]
        layer.setSubsetString("")
        layer.selectByExpression("name in ('west', 'north')")
        selected = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)
        assert in_order(run("numberfeatures", INPUT=selected, **asked)) == ["west", "north"]
        layer.startEditing()
        fid = next(layer.getFeatures("name = 'east'")).id()
        layer.changeAttributeValue(fid, layer.fields().indexOf("name"), "moved")
        layer.changeGeometry(fid, QgsGeometry.fromWkt(f"POINT({X - 90} {Y + 60})"))
        assert in_order(run("numberfeatures", INPUT=layer, **asked))[2] == "moved"
    finally:
        layer.rollBack()
        QgsProject.instance().removeMapLayer(layer)


def test_degrees_are_computed_in_metres_and_the_log_says_where(run, tmp_path, places, court, qgis_processing):
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    source = saved(frame().to_crs(4326), tmp_path / "degrees.gpkg")
    feedback = QgsProcessingFeedback()
    import processing

    asked = {"INPUT": source, "ENTRANCE": ENTRANCE, "BOUNDARY": court, "OUTPUT": str(tmp_path / "out.gpkg")}
    for method, key in (("bearing", 0.02), ("boundary", 0.05)):
        outputs = processing.run(
            "commonplan:numberfeatures",
            {**asked, "METHOD": method},
            context=QgsProcessingContext(),
            feedback=feedback,
        )
        plain = run(
            "numberfeatures", **{**asked, "INPUT": places, "METHOD": method, "OUTPUT": "TEMPORARY_OUTPUT"}
        )
        assert in_order(outputs) == in_order(plain)
        found, wanted = ([row["sort_key"] for row in result(o)] for o in (outputs, plain))
        assert found == pytest.approx(wanted, abs=key)
    assert "transverse Mercator 120°" in feedback.textLog()


def test_groups_have_entrances_and_boundaries_of_their_own(run, tmp_path):
    a, b = frame(group=1), frame(group=2)
    b.geometry = b.geometry.translate(5000, 0)
    table = gpd.GeoDataFrame(gpd.pd.concat([b, a, frame(group=None).iloc[:1]]), crs="EPSG:4549")
    places = saved(table, tmp_path / "in.gpkg")
    gates = gpd.GeoDataFrame(
        {"estate": ["2", "1", "1"], "is_main": [1, 1, 0]},
        geometry=shapely.points([(X + 5000, Y), (X, Y), (X + 100, Y + 50)]),
        crs="EPSG:4549",
    )
    outputs = run(
        "numberfeatures",
        INPUT=places,
        GROUP="group",
        ENTRANCES=saved(gates, tmp_path / "gates.gpkg"),
        ENTRANCE_GROUP="estate",
        METHOD="bearing",
        OUTPUT=str(tmp_path / "out.gpkg"),
    )
    rows = gpd.pd.DataFrame(result(outputs))
    assert outputs["NUMBERED"] == 12
    for group, part in rows.dropna(subset="rank").groupby("group"):
        assert list(part.sort_values("number")["name"]) == ORDER
        assert sorted(part["rank"]) == list(range(1, 7) if str(group)[0] == "1" else range(7, 13))
    assert rows[rows["group"].isna()]["number"].isna().all()


def test_per_class_counts_each_class_in_the_one_sweep(run, tmp_path, court):
    table = frame(type=["unit", "space", "facility", "facility", "space", "space"])
    places = saved(table, tmp_path / "in.gpkg")
    outputs = run(
        "numberfeatures",
        INPUT=places,
        ENTRANCE=ENTRANCE,
        BOUNDARY=court,
        CLASS="type",
        SERIES="per_class",
        METHOD="bearing",
        OUTPUT="TEMPORARY_OUTPUT",
    )
    found = {row["name"]: (row["number"], row["rank"]) for row in result(outputs)}
    assert found == {
        "on the axis": (1, 1),
        "south-west": (1, 2),
        "west": (2, 3),
        "north": (2, 4),
        "east": (1, 5),
        "south-east": (3, 6),
    }


def test_a_prefix_makes_texts(run, places, court, tmp_path):
    for output in ("TEMPORARY_OUTPUT", str(tmp_path / "out.gpkg")):
        outputs = run(
            "numberfeatures", INPUT=places, ENTRANCE=ENTRANCE, PREFIX="南-", METHOD="bearing", OUTPUT=output
        )
        assert {row["name"]: row["number"] for row in result(outputs)}["on the axis"] == "南-1"


def test_polygons_are_numbered_by_their_footprints(run, tmp_path, court):
    shapes = [shapely.box(X + x - 6, Y + y - 6, X + x + 6, Y + y + 6) for x, y in SPOTS]
    shapes[4] = shapely.Polygon([(X + 50, Y + 5), (X + 70, Y + 15), (X + 70, Y + 5), (X + 50, Y + 15)])
    table = frame().set_geometry(shapes, crs="EPSG:4549")
    for suffix in (".gpkg", ".geojson"):
        places = saved(table, tmp_path / f"in{suffix}")
        outputs = run(
            "numberfeatures",
            INPUT=places,
            ENTRANCE=ENTRANCE,
            BOUNDARY=court,
            METHOD="bearing",
            OUTPUT=str(tmp_path / "out.gpkg"),
        )
        assert in_order(outputs) == ORDER


def test_features_without_geometry_keep_their_row(run, tmp_path, court):
    table = frame()
    table.loc[2, "geometry"] = None
    for suffix in (".gpkg", ".geojson"):
        places = saved(table, tmp_path / f"in{suffix}")
        outputs = run("numberfeatures", INPUT=places, ENTRANCE=ENTRANCE, OUTPUT=str(tmp_path / "out.gpkg"))
        rows = result(outputs)
        assert len(rows) == 6
        assert outputs["NUMBERED"] == 5
        assert np.isnan(next(row["number"] for row in rows if row["name"] == "north"))


def test_own_fields_of_that_name_are_kept_and_an_earlier_run_is_replaced(run, tmp_path, court):
    places = saved(frame(Number=[f"{i}号" for i in range(6)]), tmp_path / "in.gpkg")
    for output in ("TEMPORARY_OUTPUT", str(tmp_path / "out.gpkg")):
        first = run("numberfeatures", INPUT=places, ENTRANCE=ENTRANCE, BOUNDARY=court, OUTPUT=output)
        assert {row["Number_1"] for row in result(first)} == {f"{i}号" for i in range(6)}
        again = run(
            "numberfeatures",
            INPUT=first["OUTPUT"],
            ENTRANCE=ENTRANCE,
            BOUNDARY=court,
            OUTPUT="TEMPORARY_OUTPUT",
        )
        keep = ("name", "Number_1", "number", "rank", "sort_key")
        assert [[row[k] for k in keep] for row in result(again)] == [
            [row[k] for k in keep] for row in result(first)
        ]


def test_a_line_to_walk_along(run, tmp_path, places):
    line = gpd.GeoDataFrame(
        geometry=[shapely.LineString([(X + 90, Y), (X + 90, Y + 150), (X - 90, Y + 150)])], crs="EPSG:4549"
    )
    outputs = run(
        "numberfeatures",
        INPUT=places,
        ENTRANCE=ENTRANCE,
        LOOP=saved(line, tmp_path / "l.gpkg"),
        METHOD="loop",
        OUTPUT="TEMPORARY_OUTPUT",
    )
    assert in_order(outputs)[-1] == "west"
    assert outputs["METHOD_USED"] == "loop"


def test_a_point_without_a_crs_is_in_that_of_the_input(run, places):
    outputs = run(
        "numberfeatures", INPUT=places, ENTRANCE=f"{X},{Y}", METHOD="bearing", OUTPUT="TEMPORARY_OUTPUT"
    )
    assert in_order(outputs)[0] == "on the axis"


@pytest.fixture
def broken(tmp_path, places, court):
    """Parameters that fail, by name: what is wrong, and words of the sentence."""
    gates = gpd.GeoDataFrame(
        {"is_main": [1, 1]}, geometry=shapely.points([(X, Y), (X + 9, Y)]), crs="EPSG:4549"
    )
    two = saved(gates, tmp_path / "two.gpkg")
    none = saved(gates.assign(is_main=0), tmp_path / "none.gpkg")
    empty = saved(frame().iloc[:0], tmp_path / "empty.gpkg", geometry_type="Point")
    return {
        "no entrance": ({}, "entrance is missing"),
        "entrance not there": ({"ENTRANCE": ""}, "entrance is missing"),
        "two main": ({"ENTRANCES": two}, "2 main entrances"),
        "no main": ({"ENTRANCES": none}, "0 main entrances"),
        "empty": ({"INPUT": empty, "ENTRANCE": ENTRANCE}, "no feature"),
        "far": ({"ENTRANCE": f"{Y},{X} [EPSG:4549]"}, "check its CRS"),
        "class": ({"ENTRANCE": ENTRANCE, "SERIES": "per_class"}, "needs CLASS"),
        "field": ({"ENTRANCE": ENTRANCE, "CLASS": "nope"}, "nope"),
        "group": ({"ENTRANCE": ENTRANCE, "GROUP": "name"}, "ENTRANCE_GROUP"),
        "loop": ({"ENTRANCE": ENTRANCE, "METHOD": "loop"}, "LOOP"),
        "folder": ({"ENTRANCE": ENTRANCE, "OUTPUT": str(tmp_path / "no" / "out.gpkg")}, "cannot be written"),
        "itself": ({"ENTRANCE": ENTRANCE, "OUTPUT": places}, "another file"),
    }


@pytest.mark.parametrize(
    "case",
    [
        "no entrance",
        "entrance not there",
        "two main",
        "no main",
        "empty",
        "far",
        "class",
        "field",
        "group",
        "loop",
        "folder",
        "itself",
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(run, tmp_path, places, broken, case):
    change, words = broken[case]
    asked = {"INPUT": places, "OUTPUT": str(tmp_path / "out.gpkg"), **change}
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(QgsProcessingException, match=words):
        run("numberfeatures", **asked)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_community_is_not_overwritten(run, places, community):
    with pytest.raises(QgsProcessingException, match="is a community"):
        run("numberfeatures", INPUT=places, ENTRANCE=ENTRANCE, OUTPUT=str(community))


def test_a_layer_without_crs_is_taken_to_be_in_metres(run):
    layer = QgsVectorLayer("Point?field=name:string", "plain", "memory")
    layer.setCrs(QgsCoordinateReferenceSystem())
    for name, (x, y) in zip(NAMES, SPOTS):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([name])
        feature.setGeometry(QgsGeometry.fromWkt(f"POINT({x} {y})"))
        layer.dataProvider().addFeatures([feature])
    outputs = run("numberfeatures", INPUT=layer, ENTRANCE="0,0", METHOD="bearing", OUTPUT="TEMPORARY_OUTPUT")
    assert in_order(outputs)[0] == "on the axis"
