"""The list of what the check found: errors bold and first, a way to each, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ..workspace.translation import tr
from .widgets import dimmed, heading, link

SHOWN = 30


class Findings(QWidget):
    """Findings of `checkcommunity`; a click asks to see the feature."""

    check_asked = pyqtSignal()
    feature_asked = pyqtSignal(str, str)  # table, id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        head = QHBoxLayout()
        self._title = heading(tr("Check"), self)
        button = QPushButton(tr("Check now"), self)
        button.setObjectName("checkcommunity")
        button.clicked.connect(self.check_asked)
        head.addWidget(self._title, 1)
        head.addWidget(button)
        layout.addLayout(head)
        self._list = QVBoxLayout()
        layout.addLayout(self._list)

    def show_findings(self, findings: Sequence[dict[str, Any]]) -> None:
        """Show the findings, errors first."""
        while self._list.count():
            self._list.takeAt(0).widget().deleteLater()
        self._title.setText(tr("Findings: {n}").format(n=len(findings)))
        ordered = sorted(findings, key=lambda finding: finding.get("level") != "error")
        shown = ordered[:SHOWN]
        for finding, follower in zip(shown, [*shown[1:], {}]):
            self._list.addWidget(self._row(finding))
            remedy = str(finding.get("remedy", ""))
            if remedy and remedy != follower.get("remedy"):
                self._list.addWidget(dimmed(f"→ {remedy}", self))  # once for all that it mends
        if len(ordered) > SHOWN:
            self._list.addWidget(QLabel(tr("and {n} more").format(n=len(ordered) - SHOWN), self))

    def _row(self, finding: dict[str, Any]) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 2, 0, 2)
        text = QLabel(str(finding.get("message", finding.get("code", ""))), row)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        if finding.get("level") == "error":
            font = text.font()
            font.setBold(True)
            text.setFont(font)
        layout.addWidget(text, 1)
        table, identifier = finding.get("table"), finding.get("id")
        if table and identifier:
            show = link(tr("Show"), row)
            show.clicked.connect(lambda: self.feature_asked.emit(str(table), str(identifier)))
            layout.addWidget(show, 0, Qt.AlignmentFlag.AlignTop)
        return row
