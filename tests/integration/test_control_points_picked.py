"""Control points of a survey picked on its preview, in the dialog of the import."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))
# ruff: noqa: F811 (pytest takes fixtures by name)
from test_survey_import_dialog import (  # noqa: E402, F401
    bring_in,
    dialog,
    load,
    look,
    press,
    pytestmark,
    rows,
    window,
)


def click_on_map(dialog, x, y):
    """Click on the preview where a point of the drawing is shown."""
    from qgis.core import QgsPointXY
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest

    canvas = dialog.prepare.map.canvas
    spot = canvas.getCoordinateTransform().transform(QgsPointXY(x, y))
    QTest.mouseClick(
        canvas.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        spot.toQPointF().toPoint(),
    )


@pytest.fixture
def own_grid(tmp_path):
    """Houses in a grid of their own: 600,000 east and 3,440,000 north of it."""
    import ezdxf

    made = ezdxf.new("R2010", units=6)
    for x, y in ((0, 0), (200, 0), (200, 100), (0, 100)):
        made.modelspace().add_lwpolyline([(x, y), (x + 9, y), (x + 9, y + 9), (x, y + 9)], close=True)
    path = tmp_path / "grid.dxf"
    made.saveas(path)
    return path


def test_control_points_are_picked_on_the_map(dialog, own_grid, community):
    from qgis.PyQt.QtTest import QTest

    (draft,) = look(dialog, own_grid)
    press(dialog, "place", "own_grid")
    form = dialog.prepare.pages.place.pairs
    assert not form.add.isEnabled()
    shown = dialog.prepare.map.canvas.extent()
    for x, y in ((0, 0), (209, 0), (209, 109), (0, 109)):
        form.pick.click()
        click_on_map(dialog, x + 0.3, y - 0.2)  # near a corner: it snaps
        assert not form.pick.isChecked()
        QTest.keyClicks(form._fields["east"], "nonsense")
        form.add.click()
        assert form._said.text() == "Easting and northing must be numbers."
        form._fields["east"].setText(f"{600_000 + x}")
        form._fields["north"].setText(f"{3_440_000 + y}")
        form.add.click()
    assert dialog.prepare.map.canvas.extent() == shown  # nothing was dragged
    fit = load("workspace.survey_answers").fitted(draft.preview, draft.answers)
    assert (len(fit.names), round(fit.rmse, 6), round(fit.scale, 6)) == (4, 0, 1)
    assert dialog.prepare.pages.place.fit.pairs.rowCount() == 4
    form.back.click()
    assert dialog.prepare.pages.place.fit.pairs.rowCount() == 3
    assert dialog.prepare.questions(draft) == []
    bring_in(dialog)
    assert rows(community, "survey_area").total_bounds.tolist() == [600_000, 3_440_000, 600_209, 3_440_109]


PAIRS = [("K1", 0, 0), ("K2", 209, 0), ("K3", 209, 109), ("K4", 0, 109)]


@pytest.fixture
def brought_in(request, run, own_grid, community, tmp_path):
    """A community with a survey that came in by control points, known in a CRS; the survey's report."""
    import json

    control = tmp_path / "control.csv"
    control.write_text("".join(f"{n},{x},{y},{600_000 + x},{3_440_000 + y}\n" for n, x, y in PAIRS))
    given = {"COMMUNITY": str(community), "INPUT": str(own_grid), "CONTROL_POINTS": str(control)}
    outputs = run("importsurvey", **given, CRS=getattr(request, "param", ""))
    return json.loads(outputs["REPORT"])


def test_the_report_keeps_the_pairs(brought_in, community, tmp_path):
    points = brought_in["fit"]["points"]
    assert [(p["name"], p["x"], p["y"], p["easting"]) for p in points] == [
        (name, x, y, 600_000 + x) for name, x, y in PAIRS
    ]
    stored = load("workspace.survey_reports").read_reports(community)
    load("output.tables.survey_report").save_report(stored, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert all(str(value) in page for value in ("K3", 600_209.0, 3_440_109.0))
    shown = load("ui.survey_import.report_view")._pairs(stored[0].report["fit"])
    assert "209.000, 109.000 → 600209.000, 3440109.000" in shown[2]


def test_a_second_file_of_the_grid_takes_the_pairs_of_the_first(brought_in, dialog, own_grid, tmp_path):
    second = tmp_path / "second.dxf"
    second.write_text(own_grid.read_text().replace("\n209.0\n", "\n208.0\n"))
    (draft,) = look(dialog, second)
    press(dialog, "place", "own_grid")
    form = dialog.prepare.pages.place.pairs
    (action,) = form.earlier.menu().actions()
    assert action.text() == "grid.dxf"
    action.trigger()
    assert dialog.prepare.pages.place.fit.pairs.rowCount() == 4
    assert dialog.prepare.questions(draft) == []


UNNAMED = "+proj=tmerc +lat_0=0 +lon_0=117.5 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs"


@pytest.mark.parametrize(
    ("brought_in", "taken"), [("EPSG:4548", "EPSG:4548"), (UNNAMED, None)], indirect=["brought_in"]
)
def test_pairs_of_an_earlier_survey_come_with_their_crs(brought_in, dialog, own_grid, tmp_path, taken):
    second = tmp_path / "second.dxf"
    second.write_text(own_grid.read_text().replace("\n209.0\n", "\n208.0\n"))
    (draft,) = look(dialog, second)
    press(dialog, "place", "own_grid")
    assert draft.answers.crs == "EPSG:4549"
    dialog.prepare.pages.place.pairs.earlier.menu().actions()[0].trigger()
    assert draft.answers.crs == taken
    # A CRS that has no code cannot be found again by its name: it is asked for.
    assert dialog.prepare.questions(draft) == ([] if taken else ["place"])


def test_pairs_are_saved_as_a_file_that_can_be_taken_again(dialog, own_grid, tmp_path, monkeypatch):
    from qgis.PyQt.QtWidgets import QFileDialog

    look(dialog, own_grid)
    press(dialog, "place", "own_grid")
    form = dialog.prepare.pages.place.pairs
    assert not form.save.isEnabled()
    pairs = [(name, float(x), float(y), 600_000.5 + x, 3_440_000.25 + y) for name, x, y in PAIRS]
    form.show_pairs(pairs)
    saved = tmp_path / "pairs"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))
    form.save.click()
    assert form._said.text() == "Saved as pairs.csv."
    assert load("ui.survey_import.place_page")._pairs_in(tmp_path / "pairs.csv") == pairs
    saved = tmp_path / "none" / "pairs.csv"
    form.save.click()
    assert form._said.text().startswith("pairs.csv cannot be written")
