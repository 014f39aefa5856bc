"""A table of the catalogue as Qt's views know it: cells to edit, each change one step to undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Optional

from qgis.core import QgsApplication
from qgis.PyQt import QtGui, QtWidgets
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont

from ...community import catalogue
from ...community.editing.checks import KEY, Problems, parts_of, problems
from ...community.editing.tables import NO, YES, Editable, Field, Row, blank_row, new_key, titles
from ...workspace.messages import render
from ...workspace.pictograms import pictogram
from ...workspace.translation import language, tr
from ..plain_text import tip

# Qt 6 moved them.
_undo: Any = QtGui if hasattr(QtGui, "QUndoStack") else QtWidgets
UndoStack: Any = _undo.QUndoStack

ROW = int(Qt.ItemDataRole.UserRole) + 1
FIELD = int(Qt.ItemDataRole.UserRole) + 2
SEARCH = int(Qt.ItemDataRole.UserRole) + 3
STATE = "state"
APPLIES = "applies"
_WRONG = QColor(213, 94, 0, 90)
Kinds = dict[str, tuple[str, str, str]]
"""Kind → class, pictogram, name in the language shown."""


class TableModel(QAbstractTableModel):
    """The rows of one table; what ships stays, what a planner adds can go again."""

    edited = pyqtSignal()

    def __init__(self, table: Editable, stack: Any, parent: Any = None) -> None:
        super().__init__(parent)
        self.table = table
        self.rows: list[Row] = []
        self.problems: Problems = {}
        self._stack = stack
        self._kinds: Kinds = {}
        self._titles = titles(table, language())
        self._fields = {field.name: field for field in table.fields}
        own_words = [KEY] if table.name == "kinds" else []
        self.columns = [APPLIES, STATE, *table.columns, *own_words]
        self._stored_keys: frozenset[str] = frozenset()

    # rows

    def start(self, rows: Sequence[Row]) -> None:
        """Show the rows as they are stored."""
        self._stored_keys = frozenset(row.key for row in rows)
        self._set(list(rows))

    def _set(self, rows: list[Row]) -> None:
        # Rows come and go at the end only; a reset would take away the editor of the cell that changed.
        same = len(rows) == len(self.rows)
        if not same:
            self.beginResetModel()
        self.rows = rows
        self._check()
        if same and rows:
            last = self.index(len(rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        elif not same:
            self.endResetModel()
        self.edited.emit()

    def set_kinds(self, kinds: Kinds) -> None:
        """Tell which kinds there are, those that are not saved yet among them."""
        self._kinds = kinds
        self._check()
        if self.rows:
            last = self.index(len(self.rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _check(self) -> None:
        known = self._kinds if self.table.name != "kinds" else [row.key for row in self.rows]
        self.problems = problems(self.table, self.rows, known)

    def kinds(self) -> Kinds:
        """Return the kinds that cells may name."""
        return self._kinds

    def push(self, title: str, rows: list[Row]) -> None:
        """Make a change of rows one step to undo."""
        if rows != self.rows:
            self._stack.push(_Step(title, self, self.rows, rows))

    def add(self) -> str:
        """Add a row to be filled in; return its key."""
        key = new_key(self.table, [row.key for row in self.rows])
        self.push(tr("Add a row"), [*self.rows, blank_row(self.table, key)])
        return key

    def remove(self, keys: set[str]) -> None:
        """Take rows away that a planner added."""
        kept = [row for row in self.rows if row.key not in keys or row.shipped is not None]
        self.push(tr("Remove rows"), kept)

    def restore(self, keys: set[str]) -> None:
        """Make rows again what they were when they shipped."""
        restored = [row.restored() if row.key in keys else row for row in self.rows]
        self.push(tr("Restore rows"), restored)

    # Qt's side

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Any, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return the title of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            name = self.columns[section]
            return tr("State") if name == STATE else self._titles[name]
        return None

    def flags(self, index: QModelIndex) -> Any:
        """Tell what can be done with a cell."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._is_box(index):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable if self._is_open(index) else flags

    def _is_box(self, index: QModelIndex) -> bool:
        name = self.columns[index.column()]
        return name == APPLIES or (name in self._fields and self._fields[name].choices == "yes_no")

    def _is_open(self, index: QModelIndex) -> bool:
        row, name = self.rows[index.row()], self.columns[index.column()]
        if name == KEY:
            return row.shipped is None and row.key not in self._stored_keys
        if name == STATE:
            return False
        # A code that ships is what its row is about; words and tags of ours stand with the kinds.
        about = self.table.name == "rules" and name in ("system", "code", "words", "osm")
        return row.shipped is None or not about

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a cell shows, holds, or is wrong with it."""
        row, name = self.rows[index.row()], self.columns[index.column()]
        if role == ROW:
            return row
        if role == FIELD:
            return self._fields.get(name)
        if role == SEARCH:
            return " ".join([row.key, *row.cells.values(), *(self._text(row, n) for n in self.columns[1:])])
        if self._is_box(index):
            return self._box(row, name) if role == Qt.ItemDataRole.CheckStateRole else None
        if role == Qt.ItemDataRole.EditRole:
            return row.key if name == KEY else row.cells.get(name, "")
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, name)
        return self._dress(row, name, role)

    def _box(self, row: Row, name: str) -> Any:
        ticked = row.applies if name == APPLIES else row.cells[name] == YES
        return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked

    def _text(self, row: Row, name: str) -> str:
        if name == STATE:
            return _states()[row.state]
        return row.key if name == KEY else self._shown(self._fields[name], row)

    def _shown(self, field: Field, row: Row) -> str:
        """Return a cell as a planner reads it: names instead of words."""
        text = row.cells[field.name]
        if not field.choices:
            return text
        names = {kind: named[2] for kind, named in self._kinds.items()}
        if field.choices != "kind":
            names = choice_names(field.choices)
        return tr(", ").join(names.get(part, part) for part in parts_of(text))

    def _dress(self, row: Row, name: str, role: int) -> Any:
        """Return how a cell looks: what differs is bold, what is off is struck, what is wrong is marked."""
        wrong = self.problems.get((row.key, name))
        if role == Qt.ItemDataRole.BackgroundRole and wrong is not None:
            return _WRONG
        if role == Qt.ItemDataRole.DecorationRole and wrong is not None:
            return QgsApplication.getThemeIcon("/mIconWarning.svg")
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(render(wrong) if wrong is not None else self._text(row, name))
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(name in row.changed or row.state == "own")
            font.setStrikeOut(not row.applies and name != STATE)
            return font
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(row, name)
        return None

    def _picture(self, row: Row, name: str) -> Any:
        if self.table.name == "kinds" and name == "zh" and row.cells["class"] in catalogue.CLASSES:
            return pictogram(row.cells["class"], row.cells["pictogram"])
        if self.table.name == "rules" and name == "kind" and row.cells[name] in self._kinds:
            return pictogram(*self._kinds[row.cells[name]][:2])
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Change a cell; what is typed is kept, and marked when it is not right."""
        row, name = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole:
            ticked = Qt.CheckState(value) == Qt.CheckState.Checked
            changed = (
                replace(row, applies=ticked)
                if name == APPLIES
                else replace(row, cells={**row.cells, name: YES if ticked else NO})
            )
        elif role == Qt.ItemDataRole.EditRole and name == KEY:
            changed = replace(row, key=str(value).strip())
        elif role == Qt.ItemDataRole.EditRole:
            changed = replace(row, cells={**row.cells, name: " ".join(str(value).split())})
        else:
            return False
        rows = [*self.rows]
        rows[index.row()] = changed
        self.push(tr("Change a cell"), rows)
        return True


def choice_names(choices: str) -> dict[str, str]:
    """Return value → name of a list of choices, in the language shown."""
    return _names(choices, language())


@lru_cache(maxsize=32)
def _names(choices: str, shown: str) -> dict[str, str]:
    listed = catalogue.choices(choices)
    return dict(zip(listed["value"], listed[shown]))


def _states() -> dict[str, str]:
    return {"shipped": "", "changed": tr("changed"), "own": tr("own"), "off": tr("switched off")}


class _Step(_undo.QUndoCommand):  # type: ignore[misc]
    """Rows before and after a change; they are never altered, so that both can be kept whole."""

    def __init__(self, title: str, model: TableModel, before: list[Row], after: list[Row]) -> None:
        super().__init__(title)
        self._model = model
        self._before = before
        self._after = after

    def redo(self) -> None:
        """Make the change."""
        self._model._set(self._after)

    def undo(self) -> None:
        """Take the change back."""
        self._model._set(self._before)


def kinds_of(rows: Sequence[Row]) -> Kinds:
    """Return the kinds that rows of the table of kinds hold."""
    shown = language()
    return {
        row.key: (row.cells["class"], row.cells["pictogram"], row.cells[shown] or row.key)
        for row in rows
        if row.cells["class"] in catalogue.CLASSES
    }


def first_problem(model: TableModel) -> Optional[tuple[int, int]]:
    """Return row and column of the first cell that is not right, from the top."""
    columns = {name: at for at, name in enumerate(model.columns)}
    found = [
        (at, columns[name])
        for at, row in enumerate(model.rows)
        for name in model.columns
        if (row.key, name) in model.problems
    ]
    return min(found, default=None)
