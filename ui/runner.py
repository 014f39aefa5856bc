"""Runs an algorithm of ours for one set of parameters after the other, in the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..workspace.translation import tr


class _Feedback(QgsProcessingFeedback):
    """Keeps what an algorithm says went wrong: QGIS's task only logs it."""

    def __init__(self) -> None:
        super().__init__(False)
        self.problem = ""

    def reportError(self, error: str, fatal: bool = False) -> None:
        self.problem = error
        super().reportError(error, fatal)


class Runner(QObject):
    """A queue of runs; what each came to is told as soon as it is known."""

    progressed = pyqtSignal(int, float)  # position, percent
    finished = pyqtSignal(int, bool, str)  # position, successful, what went wrong
    done = pyqtSignal()

    def __init__(self, algorithm: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._algorithm = algorithm
        self._queue: list[dict[str, Any]] = []
        self._position = -1
        self._running: tuple[Any, ...] = ()
        self._cancelled = False

    @property
    def was_cancelled(self) -> bool:
        """Whether somebody stopped the runs."""
        return self._cancelled

    @property
    def is_running(self) -> bool:
        """Whether one is under way."""
        return bool(self._running)

    def start(self, parameters: Sequence[dict[str, Any]]) -> None:
        """Run with each of these parameters, in order."""
        self._queue, self._position, self._cancelled = list(parameters), -1, False
        self._next()

    def cancel(self) -> None:
        """Stop the run under way and leave out the others."""
        self._cancelled = True
        if self._running:
            self._running[0].cancel()

    def _next(self) -> None:
        self._running = ()
        self._position += 1
        if self._position >= len(self._queue):
            self.done.emit()
            return
        if self._cancelled:
            self.finished.emit(self._position, False, tr("Cancelled; nothing was changed."))
            self._next()
            return
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"commonplan:{self._algorithm}")
        context, feedback = QgsProcessingContext(), _Feedback()
        context.setProject(QgsProject.instance())
        known = {definition.name() for definition in algorithm.parameterDefinitions()}
        given = {name: value for name, value in self._queue[self._position].items() if name in known}
        task = QgsProcessingAlgRunnerTask(algorithm, given, context, feedback)
        position = self._position
        feedback.progressChanged.connect(lambda percent: self.progressed.emit(position, percent))
        task.executed.connect(lambda successful, _results: self._ended(position, successful, feedback))
        # QGIS deletes the task, but it must not outlive context and feedback.
        self._running = (task, algorithm, context, feedback)
        QgsApplication.taskManager().addTask(task)

    def _ended(self, position: int, successful: bool, feedback: Any) -> None:
        problem = "" if successful else feedback.problem or tr("Cancelled; nothing was changed.")
        self.finished.emit(position, successful, problem)
        # The task is still on its way out: the next begins when it is gone.
        QTimer.singleShot(0, self._next)
