"""A survey with layer names of an office's own: the planner says what is drawn on them."""

import json

import ezdxf
import pytest
from commonplan.community.errors import InputError
from commonplan.workspace.file import reading, writing
from commonplan.workspace.survey_layers import set_layers, survey_layers

X, Y = 500_000.0, 3_450_000.0


def drawing(path, shift=0.0):
    """A court of two buildings and a road, and a pipe, all without codes."""
    doc = ezdxf.new("R2010")
    space = doc.modelspace()
    for at in (10, 50):
        corners = [(X + at + dx + shift, Y + 20 + dy) for dx, dy in ((0, 0), (30, 0), (30, 12), (0, 12))]
        space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "jz"})
    space.add_text("3栋", height=2, dxfattribs={"layer": "ZJ", "insert": (X + 24, Y + 25)})
    space.add_lwpolyline([(X, Y + 5), (X + 100, Y + 5)], dxfattribs={"layer": "中心线"})
    space.add_lwpolyline([(X, Y + 8), (X + 100, Y + 8)], dxfattribs={"layer": "管"})
    space.add_lwpolyline([(X, Y), (X + 100, Y), (X + 100, Y + 60)], dxfattribs={"layer": "部队道路"})
    doc.saveas(path)
    return path


@pytest.fixture
def surveyed(run, community, tmp_path):
    run("importsurvey", COMMUNITY=str(community), INPUT=str(drawing(tmp_path / "a.dxf")), CRS="EPSG:4549")
    return community


def public(path):
    """Layers of which something may go public, by table."""
    with reading(path) as file:
        tables = {name: file.table(name) for name in ("survey_area", "survey_line", "survey_text")}
    return {name: set(t.loc[t["is_public"].astype(bool), "layer"]) for name, t in tables.items()}


def test_layers_that_nobody_knows_come_first_and_nothing_of_them_is_public(surveyed):
    layers = survey_layers(surveyed)
    assert [(layer.name, layer.objects, layer.role) for layer in layers] == [
        ("jz", 2, ""), ("中心线", 1, ""), ("管", 1, ""), ("部队道路", 1, ""), ("ZJ", 1, "annotation"),
    ]  # fmt: skip
    assert public(surveyed) == {"survey_area": set(), "survey_line": set(), "survey_text": {"ZJ"}}


def test_an_import_of_which_nothing_can_be_shown_says_so(run, community, tmp_path):
    doc = ezdxf.new("R2010")
    for layer in ("中心线", "管", "0"):
        doc.modelspace().add_lwpolyline([(X, Y), (X + 9, Y)], dxfattribs={"layer": layer})
    # The number of a building may be shown; a sheet with nothing else is empty all the same.
    doc.modelspace().add_text("3栋", height=2, dxfattribs={"layer": "ZJ", "insert": (X, Y)})
    doc.saveas(tmp_path / "b.dxf")
    given = {"COMMUNITY": str(community), "INPUT": str(tmp_path / "b.dxf"), "CRS": "EPSG:4549"}
    report = json.loads(run("importsurvey", **given)["REPORT"])
    codes = {warning["code"]: warning for warning in report["warnings"]}
    assert codes["layers_to_explain"] == {"code": "layers_to_explain", "count": 3, "names": "0、中心线、管"}
    run("setlayers", COMMUNITY=str(community), LAYERS="中心线=road")
    report = json.loads(run("importsurvey", **given)["REPORT"])
    assert "layers_to_explain" not in {warning["code"] for warning in report["warnings"]}


def test_what_the_planner_says_is_kept_and_public_rows_are_marked_anew(run, surveyed):
    outputs = run(
        "setlayers", COMMUNITY=str(surveyed), LAYERS="JZ=房屋; 中心线=road; 管=utility; 部队道路=road"
    )
    assert (outputs["CHANGED"], outputs["PUBLIC"]) == (3, 3)
    # A word that no public map should show keeps its layer back, whatever is drawn on it.
    assert public(surveyed) == {"survey_area": {"jz"}, "survey_line": {"中心线"}, "survey_text": {"ZJ"}}
    assert {layer.name: layer.role for layer in survey_layers(surveyed)}["jz"] == "building"
    again = run("setlayers", COMMUNITY=str(surveyed), LAYERS="JZ=building")
    assert again["CHANGED"] == 0
    run("setlayers", COMMUNITY=str(surveyed), LAYERS="JZ=")
    assert public(surveyed)["survey_area"] == set()


def test_buildings_are_found_on_the_layer_told(run, surveyed):
    run("setsite", COMMUNITY=str(surveyed), ASSUME=True)
    run("markplaces", COMMUNITY=str(surveyed))
    with reading(surveyed) as file:
        assert file.table("building").empty
    run("setlayers", COMMUNITY=str(surveyed), LAYERS="jz=building")
    run("markplaces", COMMUNITY=str(surveyed))
    with reading(surveyed) as file:
        assert sorted(file.table("building")["label"].fillna("")) == ["", "3栋"]


def test_a_later_survey_is_read_by_the_same_answers(run, surveyed, tmp_path):
    run("setlayers", COMMUNITY=str(surveyed), LAYERS="jz=building; 中心线=road")
    newer = drawing(tmp_path / "b.dxf", shift=1.0)
    run("importsurvey", COMMUNITY=str(surveyed), INPUT=str(newer), CRS="EPSG:4549")
    assert public(surveyed)["survey_area"] == {"jz"}


def test_what_was_ticked_by_hand_stays_where_nothing_new_is_said(run, surveyed):
    with writing(surveyed) as file:
        file.run("UPDATE survey_line SET is_public = 1 WHERE layer = '管'")
    run("setlayers", COMMUNITY=str(surveyed), LAYERS="jz=building; 管=")
    assert public(surveyed)["survey_line"] == {"管"}


def test_the_base_map_takes_the_symbols_of_the_layers_told(run, surveyed, qgis_new_project):
    from commonplan.workspace.project import fill_project, knows_kinds, name_kinds
    from qgis.core import QgsExpression, QgsExpressionContext, QgsFeatureRequest, QgsProject

    project = QgsProject.instance()
    layers = fill_project(project, surveyed)

    def symbol():
        layer, value = layers["survey_area"], QgsExpressionContext()
        feature = next(layer.getFeatures(QgsFeatureRequest().setFilterExpression("layer = 'jz'")))
        value.setFeature(feature)
        return QgsExpression(layer.renderer().classAttribute()).evaluate(value)

    assert symbol() == ""
    run("setlayers", COMMUNITY=str(surveyed), LAYERS="jz=building")
    assert not knows_kinds(project, layers)
    name_kinds(project, layers)
    assert symbol() == "building"


def test_the_layer_asked_for_last_is_selected(surveyed, qgis_new_project):
    from commonplan.ui.layer_selection import LayerSelection
    from commonplan.workspace.project import fill_project
    from qgis.core import QgsApplication, QgsProject
    from qgis.PyQt.QtCore import QObject
    from qgis.PyQt.QtTest import QTest

    def wait_until(condition):
        for _ in range(200):
            if condition():
                return
            QTest.qWait(20)
        raise AssertionError(selected())

    layers, parent = fill_project(QgsProject.instance(), surveyed), QObject()
    selection = LayerSelection(lambda: layers, parent)

    def selected():
        found = {table: layer.selectedFeatureCount() for table, layer in layers.items()}
        return {table: count for table, count in found.items() if count}

    for asked in ("中心线", "管", " JZ "):
        selection.show(asked)
    wait_until(lambda: selected() == {"survey_area": 2})
    selection.show("管")
    selection.show("")
    assert selected() == {}
    wait_until(lambda: QgsApplication.taskManager().countActiveTasks() == 0)
    assert selected() == {}


def test_a_layer_that_is_not_there_changes_nothing(surveyed):
    before = survey_layers(surveyed)
    with pytest.raises(InputError) as raised:
        set_layers(surveyed, {"jz": "building", "不存在": "road"})
    assert raised.value.code == "unknown_survey_layer"
    assert survey_layers(surveyed) == before
