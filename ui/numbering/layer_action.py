"""Number the active layer from the plugin's menu: ask, compute in the background, write as one step."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsApplication, QgsGeometry, QgsProcessingFeedback, QgsTask, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, Qt
from qgis.utils import OverrideCursor

from ...community.errors import CommonplanError, InputError
from ...workspace import packages
from ...workspace.messages import render
from ...workspace.translation import tr
from ..map_tools import PointTool
from ..plain_text import push
from .layer_dialog import LayerDialog


class LayerNumbering(QObject):
    """One layer at a time: the dialog stays open beside the map until it is told to number."""

    def __init__(self, iface: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._iface = iface
        self._dialog: Any = None
        self._layer: Any = None
        self._tool: Any = None
        self._task: Any = None

    def open(self) -> None:
        """Ask how to number the active layer."""
        layer = self._iface.activeLayer()
        try:
            packages.load()
            if not isinstance(layer, QgsVectorLayer) or not layer.isSpatial():
                raise InputError("no_active_layer")
        except CommonplanError as error:
            self._warn(error)
            return
        self.close()
        self._layer = layer
        self._dialog = LayerDialog(layer, self._iface.mainWindow())
        self._dialog.point_asked.connect(self._click_entrance)
        self._dialog.accepted.connect(self._number)
        self._dialog.finished.connect(self._put_down)
        layer.willBeDeleted.connect(self._dialog.reject)
        self._dialog.show()

    def close(self) -> None:
        """Take the dialog and the map tool away."""
        self._put_down()
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _put_down(self, *_: object) -> None:
        if self._tool is not None:
            self._iface.mapCanvas().unsetMapTool(self._tool)
            self._tool = None

    def _click_entrance(self) -> None:
        canvas = self._iface.mapCanvas()

        def on_click(point: QgsGeometry) -> None:
            self._put_down()
            self._dialog.set_point(point, canvas.mapSettings().destinationCrs())
            self._dialog.raise_()

        self._tool = PointTool(canvas, on_click)
        canvas.setMapTool(self._tool)

    def _number(self) -> None:
        from ...workspace.layer_numbering import prepare_job

        dialog, layer = self._dialog, self._layer
        try:
            job = prepare_job(layer, dialog.site(), dialog.wanted(), selected=dialog.selected)
        except CommonplanError as error:
            self._warn(error)
            return
        field = dialog.field

        def done(error: Any, found: Any = None) -> None:
            if isinstance(error, CommonplanError):
                self._warn(error)
            elif found is not None:
                self._write(layer, field, *found)

        self._task = QgsTask.fromFunction(tr("Number features"), _run, on_finished=done, job=job)
        QgsApplication.taskManager().addTask(self._task)

    def _write(self, layer: Any, field: str, table: Any, result: Any) -> None:
        from ...workspace.layer_numbering import write_numbers

        try:
            with OverrideCursor(Qt.CursorShape.WaitCursor):
                count = write_numbers(layer, field, table, result, tr("Number features"))
        except CommonplanError as error:
            self._warn(error)
            return
        words = [tr("Features with a number: {count}.").format(count=count), result.reason]
        left_out = int(result.missing.sum())
        if left_out:
            words.append(
                tr("Left without a number, for want of geometry or group: {count}.").format(count=left_out)
            )
        push(self._iface.messageBar(), " ".join(words), Qgis.MessageLevel.Success, 12)

    def _warn(self, error: CommonplanError) -> None:
        push(self._iface.messageBar(), render(error), Qgis.MessageLevel.Warning, 12)


class _Feedback(QgsProcessingFeedback):
    """Passes progress on to a task, and stops when the task is cancelled."""

    def __init__(self, task: Any) -> None:
        super().__init__()
        self._task = task

    def setProgress(self, progress: float) -> None:
        self._task.setProgress(progress)

    def isCanceled(self) -> bool:
        return bool(self._task.isCanceled())


def _run(task: Any, job: Any) -> Any:
    return job.run(_Feedback(task))
