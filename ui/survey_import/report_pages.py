"""Reports of several files side by side, to be looked through and saved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ...community.errors import CommonplanError
from ...workspace.messages import render
from ...workspace.translation import tr
from ..plain_text import tip
from ..widgets import dimmed
from .report_view import ReportView


class ReportPages(QWidget):
    """A list of files, and the report of the one chosen."""

    feature_asked = pyqtSignal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored: list[Any] = []
        self.files = QListWidget(self)
        self.files.setObjectName("report_files")
        self.files.setMinimumWidth(150)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.files.currentRowChanged.connect(self._show)
        self.view = ReportView(self)
        self.view.feature_asked.connect(self.feature_asked)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.problem.setMargin(8)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.problem)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.files)
        self.splitter.addWidget(self._stack)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([200, 760])
        self.splitter.setChildrenCollapsible(False)
        self._said = dimmed("", self)
        self.save = QPushButton(tr("Save report…"), self)
        self.save.setObjectName("save_report")
        self.save.clicked.connect(self._ask_where)
        foot = QHBoxLayout()
        foot.addWidget(self._said, 1)
        foot.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter, 1)
        layout.addLayout(foot)

    def show_reports(self, outcomes: Sequence[tuple[str, Any, str]]) -> None:
        """Show what became of files: name, stored report or None, and what went wrong."""
        self._stored = [(stored, problem) for _, stored, problem in outcomes]
        self.files.clear()
        for name, stored, problem in outcomes:
            self.files.addItem(_item(name, stored, problem))
        self.files.setVisible(len(outcomes) > 1)
        self.files.setCurrentRow(0)
        self.save.setEnabled(any(stored for stored, _ in self._stored))

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._stored):
            return
        stored, problem = self._stored[row]
        if stored is None:
            self.problem.setText(problem)
            self._stack.setCurrentWidget(self.problem)
        else:
            self.view.show_report(stored)
            self._stack.setCurrentWidget(self.view)

    def _ask_where(self) -> None:
        kinds = tr("Page to read (*.html);;Workbook (*.xlsx);;Table (*.csv)")
        name, chosen = QFileDialog.getSaveFileName(self, tr("Save report"), "", kinds)
        if name:
            suffix = chosen[chosen.rfind("*") + 1 : chosen.rfind(")")]
            self.save_to(Path(name) if Path(name).suffix else Path(name + suffix))

    def save_to(self, target: Path) -> None:
        """Write all reports shown into one file."""
        from ...output.tables.survey_report import save_report

        try:
            save_report([stored for stored, _ in self._stored if stored is not None], target)
        except CommonplanError as error:
            self._said.setText(render(error))
            return
        self._said.setText(tr("Saved as {file}").format(file=target))


def _item(name: str, stored: Any, problem: str) -> QListWidgetItem:
    if stored is None:
        said = problem if len(problem) <= 60 else tr("not imported")
    else:
        counts = {key: stored.report.get(key, 0) for key in ("imported", "skipped")}
        said = tr("{imported} in, {skipped} left out").format(**counts)
    item = QListWidgetItem(f"{name}\n{said}")
    item.setToolTip(tip(f"{name}\n{problem}" if problem else name))
    return item


class ReportDialog(QDialog):
    """The reports of a community's surveys, opened at any time."""

    feature_asked = pyqtSignal(str, str)

    def __init__(self, stored: Sequence[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Survey reports"))
        self.setObjectName("survey_reports")
        self.pages = ReportPages(self)
        self.pages.show_reports([(one.file, one, "") for one in stored])
        self.pages.feature_asked.connect(self.feature_asked)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.pages, 1)
        layout.addWidget(buttons)
        self.resize(980, 600)
