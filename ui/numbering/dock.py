"""The dock of the numbers: method and options, what changes, Apply."""

from __future__ import annotations

from typing import Any

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...workspace.translation import tr
from .changes import ChangesView, Row
from .options_form import OptionsForm


class NumberingDock(QgsDockWidget):
    """Shows a preview and asks for what comes of it; it computes and writes nothing."""

    apply_asked = pyqtSignal()
    left = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Numbers: preview"), parent)
        self.setObjectName("CommonplanNumbers")
        page = QWidget(self)
        layout = QVBoxLayout(page)
        self.options = OptionsForm(page)
        self.table = ChangesView(page)
        self._headline = QLabel(page)
        self._headline.setObjectName("number_headline")
        self._headline.setWordWrap(True)
        self._headline.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(self.options)
        layout.addWidget(self._headline)
        layout.addWidget(self.table, 1)
        layout.addLayout(self._buttons(page))
        self.setWidget(page)

    def _buttons(self, parent: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        self._apply = QPushButton(tr("Apply"), parent)
        self._apply.setObjectName("apply_numbers")
        self._apply.clicked.connect(self.apply_asked)
        leave = QPushButton(tr("Close"), parent)
        leave.setObjectName("close_numbers")
        leave.clicked.connect(self.close)
        row.addWidget(self._apply)
        row.addWidget(leave)
        return row

    def show_preview(self, rows: list[Row], headline: str, *, can_apply: bool) -> None:
        """Show what changes."""
        self.table.changes.show_rows(rows)
        self._headline.setText(headline)
        self._apply.setEnabled(can_apply)

    def show_problem(self, sentence: str) -> None:
        """Say why there is nothing to preview."""
        self.show_preview([], sentence, can_apply=False)

    def closeEvent(self, event: Any) -> None:
        """Tell that the preview is over."""
        super().closeEvent(event)
        self.left.emit()
