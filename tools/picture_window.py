"""Runs inside QGIS: opens the demo's community and saves pictures of the window and of the panel."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface, plugins

FOLDER = Path(os.environ["COMMONPLAN_SCENARIO"])
COMMUNITY = next((FOLDER / "community").glob("*.gpkg"))
WIDTH, HEIGHT = 1440, 900
PANEL = 340, 1240


def settle(milliseconds: int = 400) -> None:
    """Let QGIS work until the map is drawn."""
    QTest.qWait(milliseconds)
    while iface.mapCanvas().isDrawing():
        QTest.qWait(100)
    QTest.qWait(milliseconds)


def check(panel: Any) -> None:
    """Show in the panel what the check finds."""
    import processing

    found = processing.run("commonplan:checkcommunity", {"COMMUNITY": str(COMMUNITY)})
    panel.show_report(found["REPORT"])


def take_pictures() -> None:
    """Open the community, and save the window, then the panel by itself."""
    window = iface.mainWindow()
    window.setGeometry(0, 0, WIDTH, HEIGHT)
    for name in ("Browser", "Browser2"):
        dock = window.findChild(QDockWidget, name)
        if dock is not None:
            dock.hide()
    plugin = plugins["commonplan"]
    plugin._commands.open(COMMUNITY)
    settle(1500)
    iface.setActiveLayer(plugin._session.layers()["place"])
    settle()
    window.grab().save(str(FOLDER / "window.png"))
    check(plugin.panel)
    plugin.panel.setFloating(True)
    plugin.panel.resize(*PANEL)
    settle()
    plugin.panel.widget().grab().save(str(FOLDER / "panel.png"))


def run() -> None:
    """Take the pictures and leave QGIS, whatever happens."""
    try:
        take_pictures()
    finally:
        os._exit(0)


QTimer.singleShot(1500, run)
