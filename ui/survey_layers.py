"""What is drawn on each layer of the survey: a list to fill in for names that nobody else can know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Optional

from qgis.core import Qgis, QgsApplication, QgsTask
from qgis.gui import QgsGui, QgsMessageBar
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHeaderView,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..community.catalogue import choices
from ..community.errors import CommonplanError
from ..workspace.messages import render
from ..workspace.survey_layers import SurveyLayer, survey_layers
from ..workspace.translation import language, tr
from .plain_text import push, tip
from .runner import Runner
from .widgets import dimmed, save_and_close

_NAME, _OBJECTS, _ROLE, _PUBLIC = range(4)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SurveyLayers(QDialog):
    """Lists the layers, and lets `setlayers` keep what is chosen."""

    kept = pyqtSignal()
    layer_asked = pyqtSignal(str)  # name, to be shown on the map

    def __init__(self, community: Path, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("survey_layers")
        self.setWindowTitle(tr("What survey layers are"))
        QgsGui.enableAutoGeometryRestore(self)
        self._community = community
        self._layers: list[SurveyLayer] = []
        self.bar = QgsMessageBar(self)
        self.table = QTableWidget(self)
        self.table.setObjectName("survey_layer_table")
        self._set_up_table()
        self._progress = QProgressBar(self)
        self._progress.hide()
        self._buttons, self._save = save_and_close(self, "keep_survey_layers", self.keep)
        self._runner = Runner("setlayers", self)
        self._runner.progressed.connect(lambda _, percent: self._progress.setValue(int(percent)))
        self._runner.finished.connect(self._ended)
        layout = QVBoxLayout(self)
        layout.addWidget(self.bar)
        layout.addWidget(dimmed(_hint(), self))
        layout.addWidget(self.table, 1)
        layout.addWidget(self._progress)
        layout.addWidget(self._buttons)
        self.resize(720, 560)
        self._look()

    def _set_up_table(self) -> None:
        table = self.table
        table.setColumnCount(4)
        table.setHorizontalHeaderLabels([tr("Layer"), tr("Objects"), tr("Drawn on it"), tr("May go public")])
        table.verticalHeader().hide()
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.itemSelectionChanged.connect(self._show_on_map)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)

    def _look(self) -> None:
        """Count in the background what is on the layers."""
        self.table.setEnabled(False)
        # QGIS loses the answer of a task that Python forgot too early.
        self._task = QgsTask.fromFunction(
            "Commonplan", _layers_of, on_finished=self._looked, community=self._community
        )
        QgsApplication.taskManager().addTask(self._task)

    def _looked(self, error: Any, layers: Optional[list[SurveyLayer]] = None) -> None:
        self.table.setEnabled(True)
        if layers is None:
            said = render(error) if isinstance(error, CommonplanError) else str(error)
            push(self.bar, said, Qgis.MessageLevel.Warning, 12)
        elif not layers:
            push(self.bar, tr("No survey has been imported yet."), Qgis.MessageLevel.Info, 12)
        self._show(layers or [])

    def _show(self, layers: list[SurveyLayer]) -> None:
        self._layers = layers
        self.table.setRowCount(len(self._layers))
        roles = [("", tr("not known")), *choices("layer_role")[["value", language()]].itertuples(index=False)]
        for row, layer in enumerate(self._layers):
            name = QTableWidgetItem(layer.name or tr("(without a name)"))
            name.setToolTip(tip(layer.name))
            self.table.setItem(row, _NAME, name)
            self.table.setItem(row, _OBJECTS, _count(layer.objects))
            self.table.setItem(row, _PUBLIC, _count(layer.public))
            self.table.setCellWidget(row, _ROLE, self._choice(layer, roles))
        self._save.setEnabled(False)

    def _show_on_map(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        self.layer_asked.emit(self._layers[rows[0].row()].name if rows else "")

    def _choice(self, layer: SurveyLayer, roles: list[Any]) -> QComboBox:
        box = _Choice(self.table)
        for value, title in roles:
            box.addItem(title, value)
        if layer.by_code == layer.objects:
            box.setItemText(0, tr("as its codes say"))
        box.setCurrentIndex(box.findData(layer.role))
        box.currentIndexChanged.connect(lambda _: self._save.setEnabled(bool(self.answers())))
        return box

    def answers(self) -> dict[str, str]:
        """Return of which layers something else is said than before: name → role."""
        said = [self.table.cellWidget(row, _ROLE).currentData() for row in range(len(self._layers))]
        return {layer.name: role for layer, role in zip(self._layers, said) if role != layer.role}

    def keep(self) -> None:
        """Keep the answers in the community, in the background."""
        answers = self.answers()
        if answers and not self._runner.is_running:
            self._show_running(True)
            told = json.dumps(answers, ensure_ascii=False)
            self._runner.start([{"COMMUNITY": str(self._community), "LAYERS": told}])

    def _ended(self, _: int, successful: bool, problem: str) -> None:
        self._show_running(False)
        self.bar.clearWidgets()
        if not successful:
            push(self.bar, problem, Qgis.MessageLevel.Warning, 12)
            return
        self._look()
        said = tr("Kept. “Mark…” takes over what are buildings now.")
        push(self.bar, said, Qgis.MessageLevel.Success, 8)
        self.kept.emit()

    def _show_running(self, running: bool) -> None:
        self.table.setEnabled(not running)
        self._save.setEnabled(not running and bool(self.answers()))
        self._progress.setVisible(running)

    def reject(self) -> None:
        """Close; a run under way is stopped, and changes nothing."""
        self._runner.cancel()
        self.layer_asked.emit("")
        super().reject()


class _Choice(QComboBox):
    """A choice that the wheel passes by: scrolling the list changes nothing under the pointer."""

    def wheelEvent(self, event: Any) -> None:
        event.ignore()


def _layers_of(_task: Any, community: Path) -> list[SurveyLayer]:
    return survey_layers(community)


def _hint() -> str:
    return tr(
        "Say what is drawn on layers with names of your own, those that are not known come first; a click on "
        "a row selects what is on it on the map. Buildings, "
        "walls, roads, water and planting may then be shown in public; of all else nothing goes public. "
        "The community remembers the answers for later surveys."
    )


def _count(number: int) -> QTableWidgetItem:
    item = QTableWidgetItem(str(number))
    item.setTextAlignment(_RIGHT)
    return item
