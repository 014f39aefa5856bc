"""Runs inside a real QGIS window: brings a survey in by the panel's dialog, notes what it saw."""

import json
import os
import sys
import traceback
from pathlib import Path

from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QRadioButton
from qgis.utils import iface, plugins

FOLDER = Path(os.environ["COMMONPLAN_SCENARIO"])
seen = {}


def wait_for(condition, milliseconds=40_000):
    for _ in range(milliseconds // 50):
        if condition():
            return
        QTest.qWait(50)
    raise TimeoutError(condition)


def picture(widget, name):
    QTest.qWait(800)
    widget.grab().save(str(FOLDER / f"{name}.png"))


def bring_in():
    plugin = plugins["commonplan"]
    plugin._commands.open(next((FOLDER / "community").glob("*.gpkg")))
    wait_for(lambda: plugin._session.path is not None)
    plugin.panel.asked.emit("importsurvey")
    dialog = plugin._commands._dialog
    dialog.add_files([FOLDER / "survey.dxf", FOLDER / "broken.dxf"])
    drafts = dialog.prepare.drafts
    wait_for(lambda: all(draft.state in ("read", "failed") for draft in drafts))
    picture(dialog, "survey_asks")
    seen["fits"] = [dialog.width() <= 1280, dialog.height() <= 690]
    seen["asked"] = dialog.prepare.questions(drafts[0])
    dialog.prepare.pages.place.findChild(QRadioButton, "choice_EPSG:4549").click()
    for page in range(dialog.prepare.pages.count()):
        dialog.prepare.pages.setCurrentIndex(page)
        picture(dialog, f"survey_page{page}")
    dialog.go.click()
    wait_for(lambda: dialog._stack.currentWidget() is dialog.reports)
    picture(dialog, "survey_report")
    seen["outcomes"] = [[name, bool(stored), problem] for name, stored, problem in drafts_outcomes(dialog)]
    seen["shown"] = plugin._session.layers()["survey_text"].featureCount()
    # A second run in the same thread of QGIS, by the same file.
    dialog.more.click()
    dialog.add_files([FOLDER / "survey.dxf"])
    wait_for(lambda: dialog.prepare.drafts[0].state == "read" and bool(dialog.prepare.known_already()))
    dialog.prepare.pages.place.findChild(QRadioButton, "choice_EPSG:4549").click()
    dialog.go.click()
    wait_for(lambda: dialog._stack.currentWidget() is dialog.reports)
    seen["again"] = dialog._running[0].outcome[1].report["again"]


def drafts_outcomes(dialog):
    return [draft.outcome for draft in dialog._running] + dialog._failed


def scenario():
    iface.mainWindow().setGeometry(0, 0, 1280, 720)
    try:
        bring_in()
    except Exception:
        seen["failed"] = traceback.format_exc()
    leave()


def leave():
    (FOLDER / "seen.json").write_text(json.dumps(seen, ensure_ascii=False), encoding="utf-8")
    os._exit(0)


def give_up(kind, error, trace):
    seen["failed"] = "".join(traceback.format_exception(kind, error, trace))
    leave()


sys.excepthook = give_up
QTimer.singleShot(1500, scenario)
