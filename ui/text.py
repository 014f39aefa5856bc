"""Translation of the interface's texts."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication


def tr(text: str) -> str:
    """Translate a text of the interface."""
    return QCoreApplication.translate("ui", text)
