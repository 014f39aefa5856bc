"""Runs inside a real QGIS window: says what layers of the survey are, by keys."""

from hands import (
    LEFT,
    NONE,
    ask,
    close_community,
    expect,
    iface,
    key,
    layers,
    open_community,
    picture,
    play,
    seen,
    settle,
    wait,
    wait_for,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialog, QPushButton, QTableWidget


def dialog():
    return iface.mainWindow().findChildren(QDialog, "survey_layers")[-1]


def table():
    return dialog().findChild(QTableWidget, "survey_layer_table")


def rows():
    return [
        [table().item(row, 0).text(), table().item(row, 1).text(), table().cellWidget(row, 2).currentText(),
         table().item(row, 3).text()]
        for row in range(table().rowCount())
    ]  # fmt: skip


def choose(row, role):
    """Go down the list with the arrow key until the role stands there."""
    box = table().cellWidget(row, 2)
    box.setFocus()
    for _ in range(box.count()):
        if box.currentData() == role:
            return
        key(Qt.Key.Key_Down, box)
    raise LookupError(role)


def look():
    open_community()
    ask("survey_layers")
    expect(lambda: table().rowCount() == 3)
    seen["before"] = rows()
    seen["idle"] = dialog().findChild(QPushButton, "keep_survey_layers").isEnabled()
    picture("layers_before", dialog())


def point_at_the_first():
    item = table().item(0, 0)
    QTest.mouseClick(table().viewport(), LEFT, NONE, table().visualItemRect(item).center())
    wait_for(layers()["survey_area"].selectedFeatureCount)
    seen["selected"] = {
        name: layers()[name].selectedFeatureCount() for name in ("survey_area", "survey_line")
    }


def tell():
    choose(0, "building")
    choose(1, "road")
    picture("layers_told", dialog())
    QTest.mouseClick(dialog().findChild(QPushButton, "keep_survey_layers"), LEFT)
    expect(lambda: rows()[0][3] != "0")
    wait(300)
    seen["after"] = rows()
    seen["kept"] = {f["kind"]: f["overrides"] for f in layers()["catalogue_edit"].getFeatures()}
    picture("layers_kept", dialog())


def close():
    key(Qt.Key.Key_Escape, dialog())
    settle()
    picture("layers_map")
    expression = layers()["survey_area"].renderer().classAttribute()
    seen["drawn"] = "'JZ', 'building'" in expression
    seen["left_selected"] = layers()["survey_area"].selectedFeatureCount()
    seen["closed"] = not dialog().isVisible()


def close_the_community_under_it():
    ask("survey_layers")
    expect(lambda: table().rowCount() == 3)
    close_community()
    seen["closed_with_community"] = not dialog().isVisible()


play(look, point_at_the_first, tell, close, close_the_community_under_it)
