"""One table of the catalogue: found by a word, changed in its cells, rows added, removed and restored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QModelIndex, QSortFilterProxyModel, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...community.editing.tables import Row
from ...workspace.translation import tr
from .cells import Cells
from .model import ROW, SEARCH, TableModel

_WIDEST, _WIDEST_LIST = 22, 36  # letters


class _Shown(QSortFilterProxyModel):
    """The rows that hold what is searched for; on request those only that differ from what ships."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self._changed_only = False
        self.setDynamicSortFilter(False)

    def find(self, text: str, *, changed_only: bool) -> None:
        """Show rows that hold all words of a text."""
        self._words = text.casefold().split()
        self._changed_only = changed_only
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        """Tell whether a row is shown."""
        index = self.sourceModel().index(row, 0, parent)
        if self._changed_only and index.data(ROW).state == "shipped":
            return False
        text = str(index.data(SEARCH)).casefold() if self._words else ""
        return all(word in text for word in self._words)


class TablePage(QWidget):
    """A table with its search and its buttons."""

    def __init__(self, model: TableModel, hint: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        name = model.table.name
        self.setObjectName(f"{name}_page")
        self.model = model
        self._shown = _Shown(self)
        self._shown.setSourceModel(model)
        self.search = QgsFilterLineEdit(self)
        self.search.setObjectName(f"search_{name}")
        self.search.setPlaceholderText(tr("Find by name, word, code or source"))
        self.search.setShowSearchIcon(True)
        self.changed_only = QCheckBox(tr("Only what was changed"), self)
        self.changed_only.setObjectName(f"changed_{name}")
        self.table = QTableView(self)
        self.table.setObjectName(f"table_{name}")
        self._hint = QLabel(hint, self)
        self._hint.setWordWrap(True)
        self._count = QLabel(self)
        self._buttons: dict[str, QPushButton] = {}
        self._set_up_table()
        self._lay_out()
        self.search.textChanged.connect(self._find)
        self.changed_only.toggled.connect(self._find)
        self.table.selectionModel().selectionChanged.connect(self._follow)
        model.edited.connect(self._follow)

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self._shown)
        table.setItemDelegate(Cells(table))
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.setSortingEnabled(True)
        table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        triggers = QAbstractItemView.EditTrigger
        table.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(int(table.fontMetrics().height() * 1.9))
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.changed_only)
        row = QHBoxLayout()
        for word, label, hint, act in (
            ("add", tr("Add"), tr("Add a row of your own"), self._add),
            ("remove", tr("Remove"), tr("Take rows of your own away; switch off what ships"), self._remove),
            ("restore", tr("Restore"), tr("Make the rows selected what they were when they shipped"),
             self._restore),
        ):  # fmt: skip
            row.addWidget(self._button(word, label, hint, act))
        row.addWidget(self._count, 1, Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.addWidget(self._hint)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)

    def _button(self, word: str, label: str, hint: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(label, self)
        button.setObjectName(f"{word}_{self.model.table.name}")
        button.setToolTip(hint)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: act())
        self._buttons[word] = button
        return button

    def fit(self) -> None:
        """Make columns as wide as what they hold, long ones narrower."""
        header = self.table.horizontalHeader()
        self.table.resizeColumnsToContents()
        letter = self.table.fontMetrics().averageCharWidth()
        lists = {field.name for field in self.model.table.fields if field.several}
        for column, name in enumerate(self.model.columns):
            widest = letter * (_WIDEST_LIST if name in lists else _WIDEST)
            wanted = min(header.sectionSize(column), widest)
            header.resizeSection(column, max(wanted, header.sectionSizeHint(column)) + 6)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        self._follow()

    def selected(self) -> list[Row]:
        """Return the rows selected."""
        return [index.data(ROW) for index in self.table.selectionModel().selectedRows()]

    def _find(self, *_: object) -> None:
        self._shown.find(self.search.text(), changed_only=self.changed_only.isChecked())
        self._follow()

    def _follow(self, *_: object) -> None:
        chosen = self.selected()
        self._buttons["remove"].setEnabled(any(row.shipped is None for row in chosen))
        self._buttons["restore"].setEnabled(any(row != row.restored() for row in chosen))
        shown, whole = self._shown.rowCount(), self.model.rowCount()
        self._count.setText(tr("{n} of {all} rows").format(n=shown, all=whole))

    def _add(self) -> None:
        self.search.clear()
        self.changed_only.setChecked(False)
        key = self.model.add()
        row = next(at for at, row in enumerate(self.model.rows) if row.key == key)
        self.go_to(row, self.model.columns.index(self.model.table.columns[0]))
        self.table.edit(self.table.currentIndex())

    def _remove(self) -> None:
        self.model.remove({row.key for row in self.selected()})

    def _restore(self) -> None:
        self.model.restore({row.key for row in self.selected()})

    def go_to(self, row: int, column: int) -> None:
        """Show a cell of the table, whatever is being searched for."""
        index = self._shown.mapFromSource(self.model.index(row, column))
        if not index.isValid():
            self.search.clear()
            self.changed_only.setChecked(False)
            index = self._shown.mapFromSource(self.model.index(row, column))
        self.table.setFocus()
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)
