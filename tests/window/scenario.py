"""Runs inside a real QGIS window: works the plugin with mouse and keys, notes what it saw.

Called by `qgis --code`; the folder to write to stands in COMMONPLAN_SCENARIO, where
`community` links to a community made before and `seen.json` is left behind.
"""

import json
import os
import sys
import traceback
from pathlib import Path

from qgis.core import QgsApplication, QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QWidget
from qgis.utils import iface, loadPlugin, plugins, startPlugin, unloadPlugin

FOLDER = Path(os.environ["COMMONPLAN_SCENARIO"])
COMMUNITY = next((FOLDER / "community").glob("*.gpkg"))
seen = {}


def wait(milliseconds):
    QTest.qWait(milliseconds)


def wait_for(condition, milliseconds=8000):
    for _ in range(milliseconds // 50):
        if condition():
            return True
        wait(50)
    return False


def traces():
    """What a plugin can leave behind in QGIS."""
    window = iface.mainWindow()
    return {
        "docks": sum(dock.objectName() == "CommonplanPanel" for dock in window.findChildren(QDockWidget)),
        "actions": sum(action.objectName() == "CommonplanAction" for action in window.findChildren(QAction)),
        "menus": sum("Commonplan" in action.text() for action in iface.pluginMenu().actions()),
        "buttons": sum(
            action.objectName() == "CommonplanAction" for action in iface.pluginToolBar().actions()
        ),
        "providers": sum(p.id() == "commonplan" for p in QgsApplication.processingRegistry().providers()),
        "listeners": QgsProject.instance().receivers(QgsProject.instance().readProject),
    }


def click(x, y, button=Qt.MouseButton.LeftButton):
    canvas = iface.mapCanvas()
    pixel = canvas.getCoordinateTransform().transform(QgsPointXY(x, y))
    position = QPoint(round(pixel.x()), round(pixel.y()))
    QTest.mouseMove(canvas.viewport(), position)
    wait(30)
    QTest.mouseClick(canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, position)
    wait(60)


def press(command):
    plugins["commonplan"].panel.asked.emit(command)
    wait(150)


def picture(name):
    iface.mainWindow().grab().save(str(FOLDER / f"{name}.png"))


def load_and_unload():
    seen["loaded"] = traces()
    unloadPlugin("commonplan")
    wait(300)
    seen["unloaded"] = traces()
    loadPlugin("commonplan")
    startPlugin("commonplan")
    wait(300)
    seen["loaded_again"] = traces()


def open_community():
    plugin = plugins["commonplan"]
    picture("welcome")
    plugin._commands.open(COMMUNITY)
    wait_for(lambda: plugin._session.path is not None)
    wait(1500)
    seen["opened"] = str(plugin._session.path)
    seen["title"] = plugin.panel._name.text()
    surveyed = plugin._session.layers()["survey_area"].extent()
    seen["in_view"] = iface.mapCanvas().extent().contains(surveyed)


def switch_the_ground():
    """Dark and back again: the map follows, and the menu shows which it is."""
    menu = plugins["commonplan"].panel.findChild(QAction, "dark_ground")
    seen["grounds"] = []
    for name in ("dark", "light"):
        menu.trigger()
        wait(600)
        color = iface.mapCanvas().canvasColor().name()
        seen["grounds"].append([color, menu.isChecked()])
        picture(f"ground_{name}")


def draw_site():
    layers = plugins["commonplan"]._session.layers()
    canvas = iface.mapCanvas()
    canvas.zoomToFeatureExtent(layers["survey_area"].extent())
    canvas.refresh()
    wait(1500)
    press("draw_boundary")
    for corner in ((0, 0), (100, 0), (100, 80), (0, 80)):
        click(*corner)
    picture("drawing")
    click(50, 50, Qt.MouseButton.RightButton)
    seen["compounds"] = layers["compound"].featureCount()
    press("set_main_entrance")
    click(50, 1)
    press("set_main_entrance")
    click(20, 1)
    press("add_side_entrance")
    click(99, 40)
    seen["entrances"] = [
        [f["is_main"], round(f.geometry().asPoint().x()), round(f.geometry().asPoint().y(), 1)]
        for f in layers["entrance"].getFeatures()
    ]


def mark_and_undo():
    layers = plugins["commonplan"]._session.layers()
    place, footprint = layers["place"], layers["footprint"]
    press("mark_place")
    page = plugins["commonplan"].panel.findChild(QWidget, "marking_page")
    page.picker.search.setText("凉亭")
    page.name.setText("六角亭")
    click(30, 30)
    seen["marked"] = [place.featureCount(), footprint.featureCount()]
    for name, active in (("place", place), ("footprint", footprint)):
        iface.setActiveLayer(active)
        wait(100)
        undo = iface.mainWindow().findChild(QAction, "mActionUndo")
        undo.trigger()
        wait(100)
        seen[f"undone_from_{name}"] = [place.featureCount(), footprint.featureCount()]
        iface.mainWindow().findChild(QAction, "mActionRedo").trigger()
        wait(100)
        seen[f"redone_from_{name}"] = [place.featureCount(), footprint.featureCount()]
    QTest.keyClick(iface.mapCanvas().viewport(), Qt.Key.Key_Escape)


def save_and_look():
    press("save")
    panel = plugins["commonplan"].panel
    wait(2500)
    picture("panel_window")
    panel.grab().save(str(FOLDER / "panel.png"))
    seen["rows"] = {row.step.key: row._text.text() for row in panel._rows}


def show_a_form():
    layer = plugins["commonplan"]._session.layers()["place"]
    form = iface.getFeatureForm(layer, next(layer.getFeatures()))
    form.resize(700, 620)
    form.show()
    wait(800)
    form.grab().save(str(FOLDER / "form.png"))
    form.close()


def leave():
    (FOLDER / "seen.json").write_text(json.dumps(seen, ensure_ascii=False, indent=1), encoding="utf-8")
    os._exit(0)


def give_up(kind, error, trace):
    """A slot that fails would open a dialog that nobody closes here."""
    seen["failed"] = "".join(traceback.format_exception(kind, error, trace))
    leave()


def scenario():
    sys.excepthook = give_up
    iface.mainWindow().setGeometry(0, 0, 1400, 1000)
    try:
        for step in (
            load_and_unload,
            open_community,
            switch_the_ground,
            draw_site,
            mark_and_undo,
            save_and_look,
            show_a_form,
        ):
            step()
    except Exception:
        seen["failed"] = traceback.format_exc()
    leave()


QTimer.singleShot(1500, scenario)
