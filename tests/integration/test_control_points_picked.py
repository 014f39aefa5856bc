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
