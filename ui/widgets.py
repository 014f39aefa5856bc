"""Small widgets that look the same all over the panel."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QWidget

_LINK = "QPushButton { color: palette(link); border: none; padding: 0; text-align: left; }"


def heading(text: str, parent: QWidget, larger: float = 1.0) -> QLabel:
    """Return a bold label, `larger` times as high as plain text."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    font = QFont(label.font())
    font.setBold(True)
    font.setPointSizeF(font.pointSizeF() * larger)
    label.setFont(font)
    return label


def link(text: str, parent: QWidget) -> QPushButton:
    """Return a button that looks like a link, in the colour the theme has for links."""
    button = QPushButton(text, parent)
    button.setFlat(True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setStyleSheet(_LINK)
    return button
