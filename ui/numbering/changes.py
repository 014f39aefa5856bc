"""The table old → new: changed rows marked, rows to be dragged into another order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QMimeData, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from ...workspace.translation import tr
from ..plain_text import tip

_MIME = "application/x-commonplan-rows"
_TINT = QColor(200, 16, 46, 46)
_MARKS = {"changed": "→", "new": "+", "gone": "✕", "same": ""}
OLD, MARK, NEW, NAME = range(4)


@dataclass(frozen=True)
class Row:
    """A place in the table: its id, numbers, name, and what becomes of its number."""

    place: str
    old: str
    new: str
    name: str
    change: str


class ChangesModel(QAbstractTableModel):
    """Rows in the order of the new numbers; `moved` tells the ids in the order a person dragged them to."""

    moved = pyqtSignal(list, str)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Of a flat table."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, _parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Old number, mark, new number, name."""
        return 4

    def headerData(self, section: int, orientation: Any, role: int = 0) -> Any:
        """Name the columns."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (tr("Old number"), "", tr("Now"), tr("Place"))[section]

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        """Show a row, tinted and bold where its number changes."""
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = (row.old, _MARKS[row.change], row.new, row.name)[index.column()]
            return text if role == Qt.ItemDataRole.DisplayRole else tip(text)
        if row.change == "same":
            return None
        if role == Qt.ItemDataRole.BackgroundRole:
            return _TINT
        if role == Qt.ItemDataRole.FontRole and index.column() != OLD:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def flags(self, index: QModelIndex) -> Any:
        """Let rows with a number be dragged between others."""
        plain = super().flags(index)
        if not index.isValid():
            return plain | Qt.ItemFlag.ItemIsDropEnabled
        return plain | Qt.ItemFlag.ItemIsDragEnabled if self.rows[index.row()].new else plain

    def supportedDropActions(self) -> Any:
        """Move, never copy."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Rows of this table only."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Take the rows along by their places in the table."""
        data = QMimeData()
        rows = sorted({index.row() for index in indexes})
        data.setData(_MIME, ",".join(map(str, rows)).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, _action: Any, row: int, _column: int, parent: QModelIndex
    ) -> bool:
        """Tell the new order; the rows themselves come anew with the preview that follows."""
        if not data.hasFormat(_MIME):
            return False
        taken = [int(word) for word in bytes(data.data(_MIME)).decode().split(",")]
        target = parent.row() if parent.isValid() else row if row >= 0 else len(self.rows)
        numbered = [row for row in self.rows if row.new]
        before = [i for i in range(min(target, len(numbered))) if i not in taken]
        after = [i for i in range(target, len(numbered)) if i not in taken]
        order = [numbered[i].place for i in (*before, *taken, *after)]
        if order != [row.place for row in numbered]:
            self.moved.emit(order, numbered[taken[0]].place)
        # False: the view must not take the dragged rows away.
        return False


class ChangesView(QTreeView):
    """Shows the table; a click tells which place was meant."""

    place_chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changes = ChangesModel(self)
        self.setModel(self.changes)
        self.setObjectName("number_changes")
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setToolTip(tr("Drag rows to make an order of your own."))
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(True)
        self.clicked.connect(lambda index: self.place_chosen.emit(self.changes.rows[index.row()].place))
