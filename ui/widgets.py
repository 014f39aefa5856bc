"""Small widgets that look the same all over the panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QWidget

from ..workspace.translation import tr
from .steps import ATTENTION, DONE, TODO

# Okabe–Ito green and orange: told apart by colour-blind readers, and by their signs.
_MARKS = {DONE: QColor("#009E73"), ATTENTION: QColor("#E69F00"), TODO: QColor("#8A9096")}
_SIGNS = {DONE: "✓", ATTENTION: "!"}
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


def save_and_close(dialog: QDialog, saving: str, save: Callable[[], object]) -> tuple[Any, QPushButton]:
    """Return the buttons of a dialog that saves without closing, and the one that saves, named `saving`."""
    box = QDialogButtonBox(dialog)
    button = box.addButton(QDialogButtonBox.StandardButton.Save)
    button.setText(tr("Save"))
    button.setObjectName(saving)
    button.setEnabled(False)
    button.clicked.connect(lambda _=False: save())
    close = box.addButton(QDialogButtonBox.StandardButton.Close)
    close.setText(tr("Close"))
    close.setObjectName("close")
    box.rejected.connect(dialog.reject)
    return box, button


def dimmed(text: str, parent: QWidget) -> QLabel:
    """Return a label in the theme's quieter colour of text, wrapped, never taken for HTML."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, quiet(palette))
    label.setPalette(palette)
    return label


def quiet(palette: QPalette) -> QColor:
    """Return a colour between that of text and that of the ground, in any theme."""
    text, ground = (
        palette.color(role) for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window)
    )
    parts = ((3 * a + 2 * b) // 5 for a, b in zip(text.getRgb()[:3], ground.getRgb()[:3]))
    return QColor(*parts)


def is_dark(widget: QWidget) -> bool:
    """Tell whether a widget stands on a dark ground."""
    return bool(widget.palette().color(QPalette.ColorRole.Base).lightness() < 128)


def mark_icon(mark: str, widget: QWidget) -> QIcon:
    """Return a disc in the colour of a mark with its sign, as high as a line of the widget's text."""
    side = int(widget.fontMetrics().height() * 1.1)
    ratio = widget.devicePixelRatioF()
    pixmap = QPixmap(int(side * ratio), int(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    paint_mark(painter, QRectF(0, 0, side, side), mark, widget.font(), "")
    painter.end()
    return QIcon(pixmap)


def paint_mark(painter: QPainter, place: QRectF, mark: str, font: QFont, otherwise: str) -> None:
    """Paint a mark's disc with its sign, or with what stands `otherwise`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_MARKS[mark])
    disc = place.adjusted(1, 1, -1, -1)
    painter.drawEllipse(disc)
    bold = QFont(font)
    bold.setBold(True)
    painter.setFont(bold)
    painter.setPen(QColor("white"))
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, _SIGNS.get(mark, otherwise))
