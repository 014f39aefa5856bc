"""A coding system that only the planner knows: named in the catalogue editor, read, and marked by."""

from pathlib import Path

import ezdxf
import pytest
from commonplan.community.editing.tables import TABLES, blank_row, changes, rows
from commonplan.workspace.catalogue_edits import save_edits
from commonplan.workspace.file import reading
from qgis.core import QgsProcessingFeedback, QgsVectorLayer


@pytest.fixture
def drawing(tmp_path):
    """Two points and an area coded by an application that is called 绘图宝, and one by CASS."""
    made = ezdxf.new("R2000", units=6)
    made.appids.add("绘图宝")
    made.appids.add("SOUTH")
    model = made.modelspace()
    things = [model.add_point((500_010 + 20 * i, 3_450_010)) for i in range(2)]
    things.append(
        model.add_lwpolyline(
            [(500_050, 3_450_000), (500_060, 3_450_000), (500_060, 3_450_012), (500_050, 3_450_012)],
            close=True,
        )
    )
    for thing, code in zip(things, ("3103010", "9999", "4105*1")):
        thing.set_xdata("绘图宝", [(1000, code)])
    model.add_point((500_100, 3_450_010)).set_xdata("SOUTH", [(1000, "155210")])
    path = tmp_path / "survey.dxf"
    made.saveas(path)
    return str(path)


def add_rules(community):
    """Save two rules as the catalogue editor does, one for codes that begin alike."""
    table = TABLES["rules"]
    with reading(community) as file:
        before = rows(table, file.table("catalogue_edit"))
    new = [blank_row(table, f"rule:{number}") for number in (1, 2)]
    for row, (code, kind) in zip(new, (("3103010", "toilet"), ("4105*", "shop"))):
        row.cells.update({"system": "绘图宝", "code": code, "kind": kind})
    layer = QgsVectorLayer(f"{community}|layername=catalogue_edit", "catalogue_edit", "ogr")
    save_edits({"catalogue_edit": layer}, changes(table, before, [*before, *new]), "rules")


def kinds_of(community):
    with reading(community) as file:
        places = file.table("place")
    return sorted(places.loc[places["evidence"].str.contains("绘图宝"), "kind"])


class Heard(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.warnings = []

    def pushWarning(self, warning):
        self.warnings.append(warning)


def test_codes_of_a_system_of_the_planners_own_are_read_and_marked_by(run, community, drawing):
    add_rules(community)
    run("importsurvey", COMMUNITY=str(community), INPUT=drawing, CRS="EPSG:4549")
    run("markplaces", COMMUNITY=str(community))
    assert kinds_of(community) == ["shop", "toilet"]


def test_a_survey_imported_before_is_asked_for_again(run, community, drawing):
    heard = Heard()
    run("importsurvey", COMMUNITY=str(community), INPUT=drawing, CRS="EPSG:4549")
    add_rules(community)
    run("markplaces", heard, COMMUNITY=str(community))
    assert kinds_of(community) == []
    assert [warning for warning in heard.warnings if "绘图宝" in warning]
    run("importsurvey", COMMUNITY=str(community), INPUT=drawing, CRS="EPSG:4549")
    heard = Heard()
    run("markplaces", heard, COMMUNITY=str(community))
    assert kinds_of(community) == ["shop", "toilet"]
    assert not heard.warnings


def test_the_preview_knows_the_systems_of_the_planners_own(community, drawing):
    from commonplan.workspace.survey_preview import Reading, read_preview, read_surroundings

    def unknown():
        read = Reading(systems=read_surroundings(community).systems)
        notes = read_preview(Path(drawing), read).notes
        return [note["application"] for note in notes if note["note"] == "other_data"]

    assert unknown() == ["绘图宝"]
    add_rules(community)
    assert unknown() == []
