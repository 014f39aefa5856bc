"""Runs inside a QGIS that has no geopandas: notes what the plugin says."""

import json
import os
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QLabel, QTextBrowser
from qgis.utils import iface, plugins

FOLDER = Path(os.environ["COMMONPLAN_SCENARIO"])


def look():
    bar = iface.messageBar()
    texts = [w.text() for w in bar.findChildren(QLabel)]
    texts += [w.toPlainText() for w in bar.findChildren(QTextBrowser)]
    from commonplan.workspace.packages import install_command

    seen = {
        "command": install_command(),
        "loaded": "commonplan" in plugins,
        "algorithms": len(QgsApplication.processingRegistry().providerById("commonplan").algorithms()),
        "message": " ".join(texts),
        "panel": plugins["commonplan"].panel.isVisible(),
    }
    iface.mainWindow().grab().save(str(FOLDER / "missing.png"))
    (FOLDER / "seen.json").write_text(json.dumps(seen, ensure_ascii=False), encoding="utf-8")
    os._exit(0)


QTimer.singleShot(2000, look)
