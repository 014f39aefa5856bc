"""What the scenarios in a real QGIS window share: a pointer, keys, patience, a camera, and an end.

A scenario runs by `qgis --code`, with this folder on its path. What it notes in `seen` is left behind as
`seen.json`.
"""

import json
import os
import sys
import traceback
from pathlib import Path

from qgis.core import QgsApplication, QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QEvent, QPoint, Qt, QTimer
from qgis.PyQt.QtGui import QInputMethodEvent, QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMessageBox
from qgis.utils import iface, plugins

FOLDER = Path(os.environ["COMMONPLAN_SCENARIO"])
COMMUNITY = next((FOLDER / "community").glob("*.gpkg"))
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier
seen = {}


def wait(milliseconds=80):
    QTest.qWait(milliseconds)


def wait_for(condition, milliseconds=10_000):
    for _ in range(milliseconds // 50):
        if condition():
            return True
        wait(50)
    return False


def expect(condition, milliseconds=40_000):
    if not wait_for(condition, milliseconds):
        raise TimeoutError(condition)


def settle():
    """Let what is computed be ready and the map be drawn."""
    wait(250)
    wait_for(lambda: not QgsApplication.taskManager().countActiveTasks())
    wait_for(lambda: not iface.mapCanvas().isDrawing())
    wait(150)


def viewport():
    return iface.mapCanvas().viewport()


def pixel(x, y):
    at = iface.mapCanvas().getCoordinateTransform().transform(QgsPointXY(x, y))
    return QPoint(round(at.x()), round(at.y()))


def click(x, y, modifiers=NONE, button=LEFT):
    """Click where a position of the map is on the screen."""
    QTest.mouseMove(viewport(), pixel(x, y))
    wait(60)
    QTest.mouseClick(viewport(), button, modifiers, pixel(x, y))
    wait()


def drag(start, end, picture_name=None):
    QTest.mousePress(viewport(), LEFT, NONE, pixel(*start))
    for part in (0.3, 0.7, 1.0):
        at = pixel(*(a + (b - a) * part for a, b in zip(start, end)))
        event = QMouseEvent(QEvent.Type.MouseMove, at, viewport().mapToGlobal(at), LEFT, LEFT, NONE)
        QApplication.sendEvent(viewport(), event)
        wait(40)
    if picture_name:
        picture(picture_name)
    QTest.mouseRelease(viewport(), LEFT, NONE, pixel(*end))
    wait()


def key(code, widget=None, modifiers=NONE):
    QTest.keyClick(viewport() if widget is None else widget, code, modifiers)
    wait()


def write(widget, text):
    """Type letters as an input method hands them over, Chinese ones too."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
    wait()


def picture(name, widget=None):
    (iface.mainWindow() if widget is None else widget).grab().save(str(FOLDER / f"{name}.png"))


def plugin():
    return plugins["commonplan"]


def panel():
    return plugin().panel


def layers():
    return plugin()._session.layers()


def ask(command):
    """Ask the panel for a command, as its buttons and menus do."""
    panel().asked.emit(command)
    wait(200)


def open_community():
    plugin()._commands.open(COMMUNITY)
    wait_for(lambda: plugin()._session.path is not None)
    settle()


def close_community():
    """Close it, and agree: the community of a test stands among temporary files, and QGIS asks."""
    QgsProject.instance().setDirty(False)
    QTimer.singleShot(1500, _agree)
    ask("close")
    wait(1000)


def _agree():
    (box,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox)]
    box.button(QMessageBox.StandardButton.Yes).click()


def leave():
    (FOLDER / "seen.json").write_text(json.dumps(seen, ensure_ascii=False, indent=1), encoding="utf-8")
    os._exit(0)


def give_up(kind, error, trace):
    """A slot that fails would open a dialog that nobody closes here."""
    seen["failed"] = "".join(traceback.format_exception(kind, error, trace))
    picture("failed")
    leave()


def play(*steps, width=1400, height=1000):
    """Take the steps one after the other once QGIS's window stands, then end QGIS."""

    def scenario():
        sys.excepthook = give_up
        iface.mainWindow().setGeometry(0, 0, width, height)
        try:
            for step in steps:
                step()
        except Exception:
            give_up(*sys.exc_info())
        leave()

    QTimer.singleShot(1500, scenario)
