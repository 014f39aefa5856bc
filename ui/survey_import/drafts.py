"""A file on its way in: looked at in the background, then answered for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...community.errors import CommonplanError
from ...workspace import packages
from ...workspace.messages import render
from ...workspace.translation import tr

WAITING, READING, READ, FAILED = "waiting", "reading", "read", "failed"


class Draft(QObject):
    """One survey file: its preview, the planner's answers, and what became of it."""

    changed = pyqtSignal()
    looked = pyqtSignal()  # a new preview is there

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.file = file
        self.state = WAITING
        self.share = 0.0
        self.error = ""
        self.preview: Any = None
        self.features: Any = None
        self.answers: Any = None
        self.outcome: Any = None
        self._read: Any = None
        self._task: Any = None
        self._kept: list[Any] = []

    def look(self, read: Any) -> None:
        """Read the file in the background, as `read` says; what was answered is kept."""
        self.cancel()
        self._read = read
        self.state, self.share, self.error = READING, 0.0, ""
        task: Any = QgsTask.fromFunction(
            tr("Look at {file}").format(file=self.file.name), _look,
            on_finished=lambda error, found=None: self._looked(task, error, found),
            file=self.file, read=read,
        )  # fmt: skip
        task.progressChanged.connect(self._progressed)
        # QGIS deletes a finished task, but loses the answer of one that Python forgot too early.
        self._task, self._kept = task, [*self._kept[-3:], task]
        QgsApplication.taskManager().addTask(task)
        self.changed.emit()

    def cancel(self) -> None:
        """Stop reading."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def answer(self, **changes: Any) -> None:
        """Take an answer of the planner; the file is read again when it looks otherwise now."""
        if self.answers is None:
            return
        from ...workspace.survey_answers import reading_of

        self.answers = replace(self.answers, **changes)
        read = reading_of(self.preview, self.answers)
        if read != self._read:
            self.look(read)
        else:
            self.changed.emit()

    def _progressed(self, percent: float) -> None:
        if self.state == READING:
            self.share = percent / 100
            self.changed.emit()

    def _looked(self, task: Any, error: Any, found: Any) -> None:
        if task is not self._task:
            return
        self._task = None
        if error is None and found is not None:
            self._take(*found)
            return
        self.state = FAILED
        self.error = render(error) if isinstance(error, CommonplanError) else str(error or tr("Cancelled."))
        self.changed.emit()

    def _take(self, preview: Any, features: Any) -> None:
        from ...workspace.survey_answers import carried_over, first_answers

        if self.answers is None:
            self.answers = first_answers(preview)
        else:
            self.answers = carried_over(self.answers, self.preview, preview)
        self.state, self.preview, self.features = READ, preview, features
        self.looked.emit()
        self.changed.emit()


def _look(task: Any, file: Path, read: Any) -> Any:
    packages.load()
    from ...workspace.survey_picture import picture_features
    from ...workspace.survey_preview import read_preview

    def progress(share: float) -> None:
        task.setProgress(min(100 * share, 99))
        if task.isCanceled():
            raise CommonplanError("cancelled")

    preview = read_preview(file, read, progress)
    progress(1.0)
    numbers = {layer.name: number for number, layer in enumerate(preview.layers)}
    return preview, picture_features(preview.shapes, numbers)
