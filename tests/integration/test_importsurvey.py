"""Surveys into a community: the sample whole, a real survey in Cyrillic, what is refused."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import ezdxf
import pytest
from commonplan.workspace.file import reading
from qgis.core import QgsFeatureRequest, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
TABLES = ("survey_point", "survey_line", "survey_area", "survey_text")


def tables(community):
    with reading(community) as file:
        return {name: file.table(name) for name in (*TABLES, "survey_source")}


def imported(run, community, path, **parameters):
    outputs = run("importsurvey", COMMUNITY=str(community), INPUT=str(path), **parameters)
    return outputs, json.loads(outputs["REPORT"])


@pytest.fixture
def truth(sample):
    return json.loads((sample / "truth.json").read_text(encoding="utf-8"))["drawing"]


def test_the_sample_comes_in_whole(run, community, sample, truth):
    outputs, report = imported(run, community, sample / "survey.dxf", CRS="EPSG:4549")
    rows = tables(community)
    counts, skipped = Counter(), Counter()
    for entry in report["entries"]:
        counts[entry["type"]] += entry["found"]
        skipped[entry["type"]] += sum(entry["reasons"].values()) - entry["reasons"].get("paper_space", 0)
        if "paper_space" in entry["reasons"]:
            counts[entry["type"]] -= entry["reasons"]["paper_space"]
    attributes = counts.pop("ATTRIB", 0)
    assert +counts == truth["by_type"]
    assert attributes == truth.get("attributes", 0)
    assert outputs["IMPORTED"] + outputs["SKIPPED"] == report["found"]
    assert set(+skipped) <= {"DIMENSION"}
    texts = {text for name in ("survey_text",) for text in rows[name]["text"]}
    assert set(truth["texts"]) <= texts
    assert not [text for text in texts if "?" in text or "�" in text or "\\x" in text]
    codes = Counter()
    for name in TABLES:
        entities = rows[name].dropna(subset=["code"]).drop_duplicates("handle")
        codes.update(entities["code"])
    assert codes == truth["by_code"]
    assert rows["survey_area"]["code_system"].dropna().unique().tolist() == ["SOUTH"]
    assert report["encoding"]["used"] == "gb18030"
    assert (report["crs"]["used"], report["crs"]["likely"]) == ("EPSG:4549", True)
    assert not report["crs"]["suggestions"]


def test_a_drawing_in_metres_is_not_taken_for_degrees(run, community, sample):
    with pytest.raises(QgsProcessingException, match="have no place"):
        imported(run, community, sample / "survey.dxf", CRS="EPSG:4490")


def test_the_same_file_again_replaces_its_rows(run, community, sample):
    _, first = imported(run, community, sample / "survey.dxf")
    before = tables(community)
    _, again = imported(run, community, sample / "survey.dxf")
    after = tables(community)
    assert (first["again"], again["again"]) == (False, True)
    for name, frame in before.items():
        assert sorted(frame["id"]) == sorted(after[name]["id"])
    _, part = imported(run, community, sample / "survey.dxf", LAYERS="JMD, YZH")
    assert {layer for name in TABLES for layer in tables(community)[name]["layer"]} == {"JMD", "YZH"}
    assert part["skipped"] > first["skipped"]


def test_two_files_stand_side_by_side(run, community, sample, tmp_path):
    imported(run, community, sample / "survey.dxf")
    points = tmp_path / "更多.dat"
    points.write_text("1,155210,612400,3449200,4.2\n", encoding="gbk")
    outputs, _ = imported(run, community, points)
    assert outputs["IMPORTED"] == 1
    sources = tables(community)["survey_source"]
    assert sorted(sources["file"]) == ["survey.dxf", "更多.dat"]


def test_a_crs_not_given_is_the_communitys_and_said(run, community, sample):
    feedback = QgsProcessingFeedback()
    from qgis import processing

    processing.run(
        "commonplan:importsurvey",
        {"COMMUNITY": str(community), "INPUT": str(sample / "survey.dxf")},
        feedback=feedback,
    )
    assert "EPSG:4549" in feedback.textLog()


@pytest.mark.skipif(not SHARED.exists(), reason="the real surveys are not on this machine")
def test_a_real_survey_in_a_local_grid(run, tmp_path):
    created = run("createcommunity", NAME="Завод", CRS="local", FOLDER=str(tmp_path / "Завод"))
    path = SHARED / "survey" / "topographic_survey_cp1251.dxf"
    outputs, report = imported(run, created["COMMUNITY"], path, CRS="local")
    rows = tables(Path(created["COMMUNITY"]))
    assert outputs["IMPORTED"] == 3583
    assert "10_Границы покрытий и угодий" in {e["layer"] for e in report["entries"]}
    assert rows["survey_text"]["text"].str.fullmatch(r"ст\.219").any()
    assert report["units"]["used"] == "m"
    assert "units_not_believed" in {warning["code"] for warning in report["warnings"]}
    width = report["extent"][2] - report["extent"][0]
    assert 500 < width < 10_000


def test_another_crs_is_transformed(run, community, tmp_path):
    points = tmp_path / "p.dat"
    points.write_text("1,,40612400,3449200,4\n2,,40612500,3449300,4\n")
    imported(run, community, points, CRS="EPSG:4528")
    geometry = tables(community)["survey_point"].geometry
    assert geometry.iloc[0].distance(geometry.iloc[1]) == pytest.approx(141.42, abs=0.01)
    assert 612_000 < geometry.x.min() < 613_000


def test_control_points_are_fitted_and_reported(run, community, tmp_path):
    points, control = tmp_path / "p.dat", tmp_path / "control.csv"
    points.write_text("1,,0,0,4\n2,,100,0,4\n3,,100,100,4\n4,,0,100,4\n")
    control.write_text("A,0,0,612000,3449000\nB,100,0,612100,3449000\nC,100,100,612100,3449100\n")
    _, report = imported(run, community, points, CONTROL_POINTS=str(control))
    assert report["fit"]["rmse"] < 0.001
    assert [point["name"] for point in report["fit"]["points"]] == ["A", "B", "C"]
    assert tables(community)["survey_point"].geometry.x.max() == pytest.approx(612_100)


BAD = {
    "empty.dxf": (b"", "is empty"),
    "picture.dxf": (b"\x89PNG\r\n\x1a\n" + bytes(500), "no DXF drawing"),
    "cut.dxf": (b"  0\nSECTION\n  2\nENTITIES\n  0\nLINE\n 10\n1", "breaks off"),
    "plan.dwg": (b"AC1032" + bytes(500), "DWG"),
    "list.dat": (b"no,numbers,here\n", "no coordinates"),
    "file.gpkg": (b"SQLite format 3\x00", "cannot be read as a survey"),
}


@pytest.mark.parametrize("name", list(BAD))
def test_broken_files_are_refused_and_leave_no_trace(run, community, tmp_path, name):
    content, words = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    before = community.stat().st_mtime_ns
    with pytest.raises(QgsProcessingException, match=words):
        imported(run, community, path)
    assert community.stat().st_mtime_ns == before
    assert tables(community)["survey_source"].empty


def test_a_dwg_without_its_reader_says_how_to_install_it(run, community, tmp_path, monkeypatch):
    from commonplan.readers.dwg import process, read

    monkeypatch.setattr(process, "find_spec", lambda name: None)
    monkeypatch.setattr(read, "_PYTHON_SINCE", (3, 0))
    path = tmp_path / "plan.dwg"
    path.write_bytes(b"AC1032" + bytes(500))
    with pytest.raises(QgsProcessingException, match=r'pip install .*"acadsharp-native" "ezdwg"'):
        imported(run, community, path)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"CRS": "EPSG:999999"}, "no CRS"),
        ({"CRS": "local"}, "CONTROL_POINTS"),
        ({"ENCODING": "klingon"}, "no encoding"),
        ({"LAYERS": "nothing"}, "no layer"),
        ({"CONTROL_POINTS": "/nowhere.csv"}, "no file"),
    ],
)
def test_wrong_wishes_are_refused(run, community, sample, parameters, words):
    with pytest.raises(QgsProcessingException, match=words):
        imported(run, community, sample / "survey.dxf", **parameters)
    assert tables(community)["survey_source"].empty


def test_a_cancelled_import_changes_nothing(provider, community, sample):
    from qgis import processing

    feedback = QgsProcessingFeedback()
    feedback.cancel()
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        processing.run(
            "commonplan:importsurvey",
            {"COMMUNITY": str(community), "INPUT": str(sample / "survey.dxf")},
            feedback=feedback,
        )
    assert tables(community)["survey_source"].empty


def test_blocks_come_in_as_points_or_as_what_is_drawn_in_them(run, community, tmp_path):
    drawing = ezdxf.new("R2010", units=6)
    house = drawing.blocks.new("HOUSE")
    house.add_lwpolyline([(0, 0), (20, 0), (20, 10), (0, 10)], close=True)
    insert = drawing.modelspace().add_blockref("HOUSE", (500, 300), dxfattribs={"xscale": 2, "layer": "JMD"})
    insert.add_attrib("NO", "3栋", (505, 305))
    path = tmp_path / "blocks.dxf"
    drawing.saveas(path)
    _, report = imported(run, community, path)
    assert report["rows"] == {"survey_point": 1, "survey_line": 0, "survey_area": 0, "survey_text": 1}
    point = tables(community)["survey_point"].iloc[0]
    assert (point["scale_x"], point["scale_y"], json.loads(point["attributes"])) == (2, 1, {"NO": "3栋"})
    outputs, report = imported(run, community, path, BLOCKS="explode")
    assert outputs["SKIPPED"] == 0
    assert report["rows"] == {"survey_point": 0, "survey_line": 0, "survey_area": 1, "survey_text": 1}
    area = tables(community)["survey_area"].iloc[0]
    assert (area["layer"], area.geometry.area, area["block"]) == ("JMD", 400, "HOUSE")


@pytest.mark.parametrize("percent", [1, 39, 41, 63, 80])
def test_an_import_cancelled_at_any_moment_changes_nothing(provider, community, sample, percent):
    from qgis import processing

    feedback, seen = QgsProcessingFeedback(), []
    feedback.progressChanged.connect(seen.append)
    feedback.progressChanged.connect(lambda share: feedback.cancel() if share >= percent else None)
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        processing.run(
            "commonplan:importsurvey",
            {"COMMUNITY": str(community), "INPUT": str(sample / "survey.dxf")},
            feedback=feedback,
        )
    assert seen == sorted(seen)
    assert tables(community)["survey_source"].empty
    assert not any(len(tables(community)[name]) for name in TABLES)
    assert not (community.parent / "backups").exists()


def test_a_large_survey_goes_in_with_its_index_packed_and_a_second_one_beside(
    run, community, sample, tmp_path, monkeypatch
):
    monkeypatch.setattr("commonplan.workspace.file._ROWS_AT_ONCE", 20)
    second = tmp_path / "again.dxf"
    second.write_bytes((sample / "survey.dxf").read_bytes() + b"\n")
    for files in (1, 2):
        imported(run, community, sample / "survey.dxf" if files == 1 else second)
        layer = QgsVectorLayer(f"{community}|layername=survey_line", "lines", "ogr")
        everything = [feature.geometry() for feature in layer.getFeatures()]
        assert len(everything) == layer.featureCount() > 20 * files
        box = everything[len(everything) // 2].boundingBox()
        box.grow(5)
        found = sum(1 for _ in layer.getFeatures(QgsFeatureRequest(box)))
        assert found == sum(geometry.intersects(box) for geometry in everything) > 0
        assert layer.dataProvider().hasSpatialIndex()
