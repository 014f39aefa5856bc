"""Ask which kind of place to mark."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QSortFilterProxyModel, Qt
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QListView, QVBoxLayout, QWidget

from ..workspace.translation import tr

_KIND = int(Qt.ItemDataRole.UserRole) + 1
_CLASS = int(Qt.ItemDataRole.UserRole) + 2
_SEARCH = int(Qt.ItemDataRole.UserRole) + 3


class KindDialog(QDialog):
    """A searchable list of kinds; the name typed is the place's own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Mark a place"))
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(tr("Search kinds"))
        self._name = QLineEdit(self)
        self._name.setPlaceholderText(tr("Name of the place (optional)"))
        self._model = QSortFilterProxyModel(self)
        self._model.setSourceModel(_kinds_model(self))
        self._model.setFilterRole(_SEARCH)
        self._model.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._search.textChanged.connect(self._model.setFilterFixedString)
        self._list = QListView(self)
        self._list.setModel(self._model)
        self._list.setCurrentIndex(self._model.index(0, 0))
        self._list.doubleClicked.connect(self.accept)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self._search, self._list, self._name, buttons):
            layout.addWidget(widget)

    def values(self) -> dict[str, Any] | None:
        """Return class, kind and name as chosen, or None when nothing is."""
        index = self._list.currentIndex()
        if not index.isValid():
            return None
        name = self._name.text().strip() or index.data(Qt.ItemDataRole.DisplayRole)
        return {"class": index.data(_CLASS), "kind": index.data(_KIND), "name": name}


def _kinds_model(parent: QDialog) -> QStandardItemModel:
    from ..community.catalogue import kinds
    from ..workspace.translation import language

    model = QStandardItemModel(parent)
    shown = language()
    for kind, row in kinds().iterrows():
        item = QStandardItem(str(row[shown]))
        item.setEditable(False)
        item.setData(str(kind), _KIND)
        item.setData(str(row["class"]), _CLASS)
        item.setData(" ".join([str(row["zh"]), str(row["en"]), *row["words"]]), _SEARCH)
        model.appendRow(item)
    return model


def ask_kind(parent: QWidget | None) -> dict[str, Any] | None:
    """Ask for a kind; None when the planner gives up."""
    dialog = KindDialog(parent)
    return dialog.values() if dialog.exec() else None
