"""Runs inside a real QGIS window: every page of the survey import, by mouse, then by keys alone."""

import json
import os
import sys
import traceback
from pathlib import Path

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QRadioButton
from qgis.utils import iface, plugins

FOLDER = Path(os.environ["COMMONPLAN_SCENARIO"])
LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
KNOWN = (600_000, 3_440_000)
seen = {}


def wait_for(condition, milliseconds=40_000):
    for _ in range(milliseconds // 50):
        if condition():
            return
        QTest.qWait(50)
    raise TimeoutError(condition)


def picture(widget, name):
    QTest.qWait(600)
    widget.grab().save(str(FOLDER / f"{name}.png"))


def dialog():
    return plugins["commonplan"]._commands._dialog


def look(name):
    """Add a file and wait until it is read."""
    dialog().add_files([FOLDER / name])
    wait_for(lambda: dialog().prepare.drafts and dialog().prepare.drafts[-1].state in ("read", "failed"))
    wait_for(lambda: dialog().prepare._around is not None)
    return dialog().prepare.drafts[-1]


def choose(question, key):
    """Click on a radio button, after bringing it into view."""
    page = getattr(dialog().prepare.pages, question)
    dialog().prepare.pages.setCurrentWidget(page)
    button = page.findChild(QRadioButton, f"choice_{key}")
    if hasattr(page, "ensureWidgetVisible"):
        page.ensureWidgetVisible(button)
    QTest.mouseClick(button, LEFT, NO_KEYS, QPoint(8, button.height() // 2))
    QTest.qWait(100)


def click(widget):
    QTest.mouseClick(widget, LEFT)
    QTest.qWait(50)


def bring_in():
    click(dialog().go)
    wait_for(lambda: dialog()._stack.currentWidget() is dialog().reports)


def by_control_points():
    """A drawing in a grid of its own: four corners clicked on the map, one of them given wrongly."""
    draft = look("grid.dxf")
    choose("place", "own_grid")
    form, canvas = dialog().prepare.pages.place.pairs, dialog().prepare.map.canvas
    QTest.qWait(500)
    for number, (x, y) in enumerate(((0, 0), (209, 0), (209, 109), (0, 109), (209, 9))):
        click(form.pick)
        spot = canvas.getCoordinateTransform().transform(QgsPointXY(x, y)).toQPointF().toPoint()
        QTest.mouseClick(canvas.viewport(), LEFT, NO_KEYS, spot + QPoint(2, -2))
        wrong = 5 if number == 4 else 0
        for field, known in (("east", KNOWN[0] + x + wrong), ("north", KNOWN[1] + y)):
            QTest.mouseClick(form._fields[field], LEFT)
            QTest.keyClicks(form._fields[field], str(known))
        click(form.add)
        if number == 1:
            picture(dialog(), "control_two")
    pairs = dialog().prepare.pages.place.fit.pairs
    seen["residuals"] = [pairs.item(row, 1).text() for row in range(pairs.rowCount())]
    picture(dialog(), "control_bad")
    bring_in()
    seen["fit"] = draft.outcome[1].report["fit"]
    picture(dialog(), "control_report")


def by_one_click():
    """A drawing with north along x."""
    click(dialog().more)
    draft = look("swapped.dxf")
    picture(dialog(), "swapped_asks")
    choose("place", "exchanged EPSG:4549")
    wait_for(lambda: draft.state == "read")
    picture(dialog(), "swapped_answered")
    seen["exchanged"] = [draft.preview.exchanged, draft.answers.crs]
    dialog().prepare.clear()


def a_newer_one():
    """The survey, then the same a year later."""
    dialog()._start_over()
    look("survey.dxf")
    choose("place", "EPSG:4549")
    bring_in()
    click(dialog().more)
    look("newer.dxf")
    choose("place", "EPSG:4549")
    pages = dialog().prepare.pages
    for number in range(pages.count()):
        if pages.isTabVisible(number):
            pages.setCurrentIndex(number)
            picture(dialog(), f"page{number}")
    choose("earlier", "auto")
    bring_in()
    tabs = dialog().reports.view.tabs
    seen["tabs"] = [tabs.tabText(number) for number in range(tabs.count()) if tabs.isTabVisible(number)]
    for number in range(tabs.count()):
        if tabs.isTabVisible(number) and tabs.isTabEnabled(number):
            tabs.setCurrentIndex(number)
            picture(dialog(), f"report{number}")


def by_keys_alone():
    """From the question to the report without the mouse."""
    click(dialog().more)
    look("keys.dxf")
    dialog().activateWindow()
    dialog().setFocus()
    QTest.qWait(200)
    seen["walked"] = []
    walk_to(lambda widget: widget is dialog()._next)
    press(Qt.Key.Key_Space)  # to the question
    walk_to(lambda widget: isinstance(widget, QRadioButton))
    for _ in range(12):
        if dialog().prepare.drafts[0].answers.crs == "EPSG:4549":
            break
        if QApplication.focusWidget().objectName() == "choice_EPSG:4549":
            press(Qt.Key.Key_Space)
        else:
            press(Qt.Key.Key_Down)
    seen["answered"] = dialog().prepare.drafts[0].answers.crs
    wait_for(lambda: dialog().go.isEnabled())
    walk_to(lambda widget: widget is dialog().go)
    picture(dialog(), "keys")
    press(Qt.Key.Key_Space)
    wait_for(lambda: dialog()._stack.currentWidget() is dialog().reports)
    seen["by_keys"] = dialog()._running[0].outcome[1] is not None
    press(Qt.Key.Key_Escape)
    seen["closed"] = not dialog().isVisible()


def press(key):
    QTest.keyClick(QApplication.focusWidget() or dialog(), key)
    QTest.qWait(60)


def walk_to(wanted):
    for _ in range(60):
        widget = QApplication.focusWidget()
        if widget is not None and wanted(widget):
            return
        press(Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        seen["walked"].append(widget.objectName() or type(widget).__name__ if widget is not None else None)
    raise TimeoutError(seen["walked"])


def scenario():
    iface.mainWindow().setGeometry(0, 0, 1280, 720)
    plugin = plugins["commonplan"]
    try:
        plugin._commands.open(next((FOLDER / "community").glob("*.gpkg")))
        wait_for(lambda: plugin._session.path is not None)
        plugin.panel.asked.emit("importsurvey")
        picture(dialog(), "start")
        for part in (by_control_points, by_one_click, a_newer_one, by_keys_alone):
            part()
    except Exception:
        seen["failed"] = traceback.format_exc()
        picture(dialog(), "failed")
    leave()


def leave():
    (FOLDER / "seen.json").write_text(json.dumps(seen, ensure_ascii=False), encoding="utf-8")
    os._exit(0)


def give_up(kind, error, trace):
    seen["failed"] = "".join(traceback.format_exception(kind, error, trace))
    leave()


sys.excepthook = give_up
QTimer.singleShot(1500, scenario)
