"""Runs inside a real QGIS window: works the plugin with mouse and keys, notes what it saw."""

from hands import (
    RIGHT,
    ask,
    click,
    iface,
    layers,
    open_community,
    panel,
    picture,
    play,
    plugin,
    seen,
    wait,
    write,
)  # fmt: skip
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget, QLineEdit, QWidget
from qgis.utils import loadPlugin, startPlugin, unloadPlugin


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


def load_and_unload():
    seen["loaded"] = traces()
    unloadPlugin("commonplan")
    wait(300)
    seen["unloaded"] = traces()
    loadPlugin("commonplan")
    startPlugin("commonplan")
    wait(300)
    seen["loaded_again"] = traces()


def open_from_the_panel():
    picture("welcome")
    open_community()
    wait(1000)
    seen["opened"] = str(plugin()._session.path)
    seen["title"] = panel()._name.text()
    surveyed = layers()["survey_area"].extent()
    seen["in_view"] = iface.mapCanvas().extent().contains(surveyed)


def switch_the_ground():
    """Dark and back again: the map follows, and the menu shows which it is."""
    menu = panel().findChild(QAction, "dark_ground")
    seen["grounds"] = []
    for name in ("dark", "light"):
        menu.trigger()
        wait(600)
        color = iface.mapCanvas().canvasColor().name()
        seen["grounds"].append([color, menu.isChecked()])
        picture(f"ground_{name}")


def draw_site():
    tables = layers()
    canvas = iface.mapCanvas()
    canvas.zoomToFeatureExtent(tables["survey_area"].extent())
    canvas.refresh()
    wait(1500)
    ask("draw_boundary")
    for corner in ((0, 0), (100, 0), (100, 80), (0, 80)):
        click(*corner)
    picture("drawing")
    click(50, 50, button=RIGHT)
    seen["compounds"] = tables["compound"].featureCount()
    ask("set_main_entrance")
    click(50, 1)
    ask("set_main_entrance")
    click(20, 1)
    ask("add_side_entrance")
    click(99, 40)
    seen["entrances"] = [
        [f["is_main"], round(f.geometry().asPoint().x()), round(f.geometry().asPoint().y(), 1)]
        for f in tables["entrance"].getFeatures()
    ]


def mark_and_undo():
    tables = layers()
    place, footprint = tables["place"], tables["footprint"]
    ask("mark_place")
    page = panel().findChild(QWidget, "marking_page")
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


def in_the_profile(act):
    """Do something in the form of the community, which waits for it."""

    def find_and_act():
        found = [
            w for w in QApplication.topLevelWidgets() if w.metaObject().className() == "QgsAttributeDialog"
        ]
        act(*found)

    QTimer.singleShot(800, find_and_act)
    ask("show_profile")


def fill_in_the_profile():
    in_the_profile(lambda dialog: dialog.reject())
    seen["edited_after_cancelling"] = layers()["community"].isEditable()

    def fill_in(dialog):
        street = dialog.findChild(QLineEdit, "street")
        street.selectAll()
        write(street, "和平街道")
        picture("profile", dialog)
        dialog.accept()

    in_the_profile(fill_in)
    seen["edited_after_filling_in"] = layers()["community"].isEditable()


def save_and_look():
    ask("save")
    wait(2500)
    picture("panel_window")
    picture("panel", panel())
    seen["rows"] = {row.step.key: row._text.text() for row in panel()._rows}


def show_a_form():
    layer = layers()["place"]
    form = iface.getFeatureForm(layer, next(layer.getFeatures()))
    form.resize(700, 620)
    form.show()
    wait(800)
    picture("form", form)
    form.close()


play(
    load_and_unload, open_from_the_panel, switch_the_ground, draw_site, mark_and_undo, fill_in_the_profile,
    save_and_look, show_a_form,
)  # fmt: skip
