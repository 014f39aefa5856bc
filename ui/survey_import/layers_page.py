"""Which layers of a drawing come in."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QSortFilterProxyModel, Qt, pyqtSignal
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...workspace.translation import tr
from ..plain_text import tip
from ..widgets import dimmed

_NUMBER = int(Qt.ItemDataRole.UserRole) + 1
_SORT = int(Qt.ItemDataRole.UserRole) + 2
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LayersPage(QWidget):
    """A list with check boxes; says which numbers are wanted, or None for all."""

    chosen = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self._model)
        self._shown.setSortRole(_SORT)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._filter = QLineEdit(self)
        self._filter.setObjectName("layer_filter")
        self._filter.setPlaceholderText(tr("Find layers"))
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._shown.setFilterFixedString)
        self.table = QTableView(self)
        self.table.setObjectName("layer_table")
        self._summary = dimmed("", self)
        self._set_up_table()
        self._lay_out()
        self._model.itemChanged.connect(self._tell)

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self._shown)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().setDefaultSectionSize(int(table.fontMetrics().height() * 1.5))
        table.setAlternatingRowColors(True)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def _lay_out(self) -> None:
        all_, none = QPushButton(tr("All"), self), QPushButton(tr("None"), self)
        all_.setObjectName("layers_all")
        none.setObjectName("layers_none")
        all_.clicked.connect(lambda: self._check_shown(Qt.CheckState.Checked))
        none.clicked.connect(lambda: self._check_shown(Qt.CheckState.Unchecked))
        top = QHBoxLayout()
        for widget in (self._filter, all_, none):
            top.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._summary)

    def show_layers(self, layers: Any, wanted: frozenset[int] | None) -> None:
        """List the layers of a preview."""
        self._model.blockSignals(True)
        self._model.clear()
        self._model.setHorizontalHeaderLabels([tr("Layer"), tr("Objects"), tr("Left out"), tr("State")])
        for number, layer in enumerate(layers):
            self._model.appendRow(_row(number, layer, checked=wanted is None or number in wanted))
        self._model.blockSignals(False)
        self._shown.invalidate()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._summarise()

    def wanted(self) -> frozenset[int] | None:
        """Return the numbers of the layers that are ticked; None when all are."""
        items = [self._model.item(row, 0) for row in range(self._model.rowCount())]
        ticked = {item.data(_NUMBER) for item in items if item.checkState() == Qt.CheckState.Checked}
        return None if len(ticked) == len(items) else frozenset(ticked)

    def _check_shown(self, state: Any) -> None:
        self._model.blockSignals(True)
        for row in range(self._shown.rowCount()):
            index = self._shown.mapToSource(self._shown.index(row, 0))
            self._model.itemFromIndex(index).setCheckState(state)
        self._model.blockSignals(False)
        self.table.viewport().update()
        self._tell()

    def _tell(self, *_: object) -> None:
        self._summarise()
        self.chosen.emit(self.wanted())

    def _summarise(self) -> None:
        wanted, count = self.wanted(), self._model.rowCount()
        chosen = count if wanted is None else len(wanted)
        self._summary.setText(tr("Layers chosen: {n} of {all}").format(n=chosen, all=count))


def _row(number: int, layer: Any, *, checked: bool) -> list[QStandardItem]:
    from ...workspace.survey_words import layer_state

    name = QStandardItem(layer.name)
    name.setCheckable(True)
    name.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
    name.setData(number, _NUMBER)
    name.setData(layer.name.casefold(), _SORT)
    name.setToolTip(tip(layer.name))
    found, skipped = _count(layer.found), _count(layer.skipped)
    state = QStandardItem(layer_state(layer.hidden))
    state.setData(layer.hidden, _SORT)
    return [name, found, skipped, state]


def _count(number: int) -> QStandardItem:
    item = QStandardItem(str(number) if number else "")
    item.setData(number, _SORT)
    item.setTextAlignment(_RIGHT)
    return item
