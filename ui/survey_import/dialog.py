"""The window in which surveys come in: files and answers; then progress; then the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ...community.errors import CommonplanError
from ...workspace import packages
from ...workspace.messages import render
from ...workspace.translation import tr
from ..runner import Runner
from ..widgets import dimmed, link
from .drafts import FAILED, Draft
from .files import DropPage, dropped_files, question_title
from .prepare_page import PreparePage
from .report_pages import ReportPages


class SurveyImport(QDialog):
    """Takes files, asks what they leave open, imports them, shows the report.

    Parameters
    ----------
    community
        The community file.
    settle
        Asks to save the edits that are not in the file yet; whether none are left.
    """

    imported = pyqtSignal()
    feature_asked = pyqtSignal(str, str)

    def __init__(self, community: Path, settle: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._community = community
        self._settle = settle
        self._running: list[Draft] = []
        self._failed: list[tuple[str, Any, str]] = []
        self.runner = Runner("importsurvey", self)
        self.runner.progressed.connect(self._show_progress)
        self.runner.finished.connect(self._take_outcome)
        self.runner.done.connect(self._show_outcomes)
        self.setObjectName("survey_import")
        self.setWindowTitle(tr("Import surveys"))
        self.setWindowFlags(self.windowFlags() | Qt.WindowType.WindowMaximizeButtonHint)
        self.setAcceptDrops(True)
        self._lay_out()
        self.resize(1120, 640)
        self._look_around()

    # what it is made of

    def _lay_out(self) -> None:
        self.start = DropPage(self)
        self.start.chosen.connect(self.add_files)
        self.prepare = PreparePage(self)
        self.prepare.changed.connect(self._show_readiness)
        self.progress = _ProgressPage(self)
        self.reports = ReportPages(self)
        self.reports.feature_asked.connect(self.feature_asked)
        self._stack = QStackedWidget(self)
        for page in (self.start, self.prepare, self.progress, self.reports):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.addWidget(self._stack, 1)
        layout.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        self._said = dimmed("", self)
        self._next = link("", self)
        self._next.setObjectName("next_question")
        self._next.clicked.connect(self.prepare.turn_to_next)
        self.go = QPushButton(tr("Import"), self)
        self.go.setObjectName("import")
        self.go.setDefault(True)
        self.go.clicked.connect(self._import)
        self.more = QPushButton(tr("Import more…"), self)
        self.more.setObjectName("import_more")
        self.more.clicked.connect(self._start_over)
        self.stop = QPushButton(tr("Close"), self)
        self.stop.setObjectName("close")
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._said, 1)
        for widget in (self._next, self.more, self.go, self.stop):
            foot.addWidget(widget)
        return foot

    # files

    def dragEnterEvent(self, event: Any) -> None:
        """Take files, nothing else."""
        if dropped_files(event.mimeData()) and not self.runner.is_running:
            event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:
        """Look at what is dropped."""
        event.acceptProposedAction()
        self.add_files(dropped_files(event.mimeData()))

    def add_files(self, files: list[Path]) -> None:
        """Look at these files in the background."""
        if self._stack.currentWidget() is self.reports:
            self._start_over()
        self.prepare.add_files(files)

    def _look_around(self) -> None:
        # QGIS loses the answer of a task that Python forgot too early.
        self._task = QgsTask.fromFunction(
            "Commonplan", _surroundings, on_finished=self._looked_around, path=self._community
        )
        QgsApplication.taskManager().addTask(self._task)
        self._show_readiness()

    def _looked_around(self, error: Any, around: Any = None) -> None:
        if around is not None:
            self.prepare.take_surroundings(around)
        elif error is not None:
            self._said.setText(render(error) if isinstance(error, CommonplanError) else str(error))

    def _show_readiness(self) -> None:
        self._stack.setCurrentWidget(self.prepare if self.prepare.drafts else self.start)
        ready = self.prepare.ready()
        self.more.hide()
        self.go.setVisible(bool(self.prepare.drafts))
        self.go.setEnabled(bool(ready))
        self.go.setText(tr("Import") if len(ready) < 2 else tr("Import {n} files").format(n=len(ready)))
        self.stop.setText(tr("Close"))
        first = self.prepare.first_question()
        self._next.setVisible(first is not None)
        if first is not None:
            self._next.setText(tr("Still to answer: {question}").format(question=question_title(first[1])))
        self._said.setText(self._remark() if ready else "")

    def _remark(self) -> str:
        again = self.prepare.known_already()
        if not again:
            return ""
        return tr("Already in the community, its rows will be replaced: {files}").format(
            files=", ".join(again)
        )

    # the import

    def _import(self) -> None:
        if not self._settle():
            return
        from ...workspace.survey_answers import parameters

        self._running = self.prepare.ready()
        drafts = self.prepare.drafts
        self._failed = [(draft.file.name, None, draft.error) for draft in drafts if draft.state == FAILED]
        self._stack.setCurrentWidget(self.progress)
        self.progress.begin(len(self._running))
        self._show_progress(0, 0)
        self.go.hide()
        self._next.hide()
        self._said.setText("")
        self.stop.setText(tr("Cancel"))
        self.runner.start([parameters(d.preview, d.answers, self._community) for d in self._running])

    def _show_progress(self, position: int, percent: float) -> None:
        self.progress.show_share(position, percent, self._running[position].file.name)

    def _take_outcome(self, position: int, successful: bool, problem: str) -> None:
        from ...workspace.survey_reports import read_reports

        draft, stored = self._running[position], None
        if successful:
            try:
                stored = next(iter(read_reports(self._community, draft.preview.sha256)), None)
            except CommonplanError as error:
                problem = render(error)
        draft.outcome = (draft.file.name, stored, problem)

    def _show_outcomes(self) -> None:
        if self.runner.was_cancelled and not any(draft.outcome[1] for draft in self._running):
            # The answers are still there: one of them may be why it was cancelled.
            self._running = []
            self._show_readiness()
            self._said.setText(tr("Cancelled; nothing was changed."))
            return
        outcomes = [draft.outcome for draft in self._running] + self._failed
        self._stack.setCurrentWidget(self.reports)
        self.reports.show_reports(outcomes)
        done = sum(stored is not None for _, stored, _ in outcomes)
        self._said.setText(tr("Imported: {n} of {all} files").format(n=done, all=len(outcomes)))
        self.more.show()
        self.stop.setText(tr("Close"))
        self.imported.emit()

    def _start_over(self) -> None:
        self.prepare.clear()
        self._running = []
        self._look_around()

    def reject(self) -> None:
        """Close; an import under way is cancelled first and shows what it came to."""
        if self.runner.is_running:
            self.runner.cancel()
            return
        self.prepare.clear()
        super().reject()


class _ProgressPage(QWidget):
    """Which file is under way, and how far all of them are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._doing = QLabel(self)
        self._doing.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("import_progress")
        self._count = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(80, 0, 80, 0)
        layout.addStretch(2)
        layout.addWidget(self._doing)
        layout.addWidget(self._bar)
        layout.addStretch(3)

    def begin(self, count: int) -> None:
        """Start with so many files."""
        self._count = count
        self._bar.setRange(0, 100 * count)
        self._bar.setValue(0)

    def show_share(self, position: int, percent: float, name: str) -> None:
        """Show that so much of a file is done."""
        self._bar.setValue(int(100 * position + percent))
        self._doing.setText(
            tr("Importing {file} ({n} of {all})").format(file=name, n=position + 1, all=self._count)
        )


def _surroundings(_task: Any, path: Path) -> Any:
    packages.load()
    from ...workspace.survey_preview import read_surroundings

    return read_surroundings(path)
