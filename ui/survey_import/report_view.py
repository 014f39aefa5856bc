"""The report of one survey: what came in, what did not and why, how it was read, what lies far away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QSortFilterProxyModel, Qt, pyqtSignal
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ...workspace.translation import tr
from ..plain_text import tip
from ..widgets import dimmed, heading

_SORT = int(Qt.ItemDataRole.UserRole) + 1
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT_OUT = 4
MOST_SHOWN = 5000
"""Rows of a table on the screen; a report may have hundreds of thousands."""


class SearchableTable(QWidget):
    """A table to sort and to search in; numbers sort as numbers."""

    activated = pyqtSignal(int)  # number of the row as it was given

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self.shown = QSortFilterProxyModel(self)
        self.shown.setSourceModel(self._model)
        self.shown.setSortRole(_SORT)
        self.shown.setFilterKeyColumn(-1)
        self.shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = QLineEdit(self)
        self.search.setObjectName(f"{name}_search")
        self.search.setPlaceholderText(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.shown.setFilterFixedString)
        self.table = QTableView(self)
        self.table.setObjectName(name)
        self.table.setModel(self.shown)
        self.table.setSortingEnabled(True)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(int(self.table.fontMetrics().height() * 1.5))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.activated.connect(self._activate)
        self.bar = QHBoxLayout()
        self.bar.addWidget(self.search, 1)
        layout = QVBoxLayout(self)
        self.more = dimmed("", self)
        layout.addLayout(self.bar)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.more)

    def fill(self, headings: Sequence[str], rows: Sequence[Sequence[Any]], *, widest: int) -> None:
        """Show these rows, at most `MOST_SHOWN`; the column `widest` takes what room is left."""
        self._model.clear()
        self._model.setHorizontalHeaderLabels(list(headings))
        for row in rows[:MOST_SHOWN]:
            self._model.appendRow([_cell(value) for value in row])
        left = len(rows) - MOST_SHOWN
        self.more.setVisible(left > 0)
        self.more.setText(tr("{n} more are not shown here; the saved report has all of them.").format(n=left))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)

    def _activate(self, index: Any) -> None:
        self.activated.emit(self.shown.mapToSource(index).row())


def _cell(value: Any) -> QStandardItem:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    item = QStandardItem("" if value is None else str(value))
    item.setData(value if number else str(value or "").casefold(), _SORT)
    item.setToolTip(tip(item.text()))
    if number:
        item.setTextAlignment(_RIGHT)
    return item


class ReportView(QWidget):
    """Shows a stored report; a stray object can be asked for on the map."""

    feature_asked = pyqtSignal(str, str)  # table, id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strays: list[dict[str, Any]] = []
        self._rows: list[list[Any]] = []
        self._headings: list[str] = []
        self.title = heading("", self, 1.2)
        self.title.setWordWrap(True)
        self._result = dimmed("", self)
        self.entries = SearchableTable("report_entries", self)
        self._only = QCheckBox(tr("Only what was left out"), self)
        self._only.setObjectName("only_left_out")
        self._only.toggled.connect(self._fill_entries)
        self.entries.bar.addWidget(self._only)
        self.remarks = _sentences("report_remarks", self)
        self.facts = _sentences("report_facts", self)
        self.strays = SearchableTable("report_strays", self)
        self.strays.activated.connect(self._ask)
        self.looks = SearchableTable("report_looks", self)
        self.changes = SearchableTable("report_changes", self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for page in (self.entries, self.remarks, self.facts, self.strays, self.looks, self.changes):
            self.tabs.addTab(page, "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addWidget(self._result)
        layout.addWidget(self.tabs, 1)

    def show_report(self, stored: Any) -> None:
        """Show a report."""
        from ...output.tables import survey_report as tables
        from ...workspace.survey_words import facts, remarks

        self.title.setText(stored.file)
        (_, result), *others = facts(stored.report)
        self._result.setText(" · ".join(filter(None, (result, stored.imported_at[:10]))))
        self._headings, self._rows = tables.entry_headings(), tables.entry_rows(stored.report)
        self._fill_entries()
        said = remarks(stored.report)
        _say(self.remarks, said)
        _say(self.facts, [f"{head}: {text}" for head, text in others] + _pairs(stored.report.get("fit")))
        self._strays = stored.strays
        self.strays.fill(
            tables.stray_headings(),
            [[s["layer"], s["handle"], s["text"], round(s["x"], 2), round(s["y"], 2)] for s in self._strays],
            widest=2,
        )
        compared = stored.report.get("compared", ())
        looks = [row for comparison in compared for row in tables.look_rows(comparison, stored.kinds)]
        changes = tables.change_rows(compared)
        self.looks.fill(tables.look_headings(), looks, widest=1)
        self.changes.fill(tables.change_headings(), changes, widest=3)
        for page, text in (
            (self.looks, tr("Places to look at ({n})").format(n=len(looks))),
            (self.changes, tr("Since the survey before ({n})").format(n=len(changes))),
            (self.entries, tr("What came in")),
            (self.remarks, tr("Look at this ({n})").format(n=len(said))),
            (self.facts, tr("How it was read")),
            (self.strays, tr("Far from the rest ({n})").format(n=len(self._strays))),
        ):
            self.tabs.setTabText(self.tabs.indexOf(page), text)
        self.tabs.setTabEnabled(self.tabs.indexOf(self.remarks), bool(said))
        self.tabs.setTabEnabled(self.tabs.indexOf(self.strays), bool(self._strays))
        # Only a second survey has something to be compared with.
        self.tabs.setTabVisible(self.tabs.indexOf(self.looks), bool(looks))
        self.tabs.setTabVisible(self.tabs.indexOf(self.changes), bool(changes))

    def _fill_entries(self, *_: object) -> None:
        only = self._only.isChecked()
        rows = sorted(
            (row for row in self._rows if row[_LEFT_OUT] or not only),
            key=lambda r: (-r[_LEFT_OUT], r[0], r[1]),
        )
        self.entries.fill(self._headings, rows, widest=len(self._headings) - 1)
        # What was left out first, layer by layer, until a heading is clicked.
        self.entries.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _ask(self, row: int) -> None:
        stray = self._strays[row]
        self.feature_asked.emit(stray["table"], str(stray["id"]))


def _pairs(fit: Any) -> list[str]:
    said = tr("Control point {name}: residual {residual:.3f} m")
    whole = tr(
        "Control point {name}: {x:.3f}, {y:.3f} → {easting:.3f}, {northing:.3f}; residual {residual:.3f} m"
    )
    return [(whole if "x" in point else said).format(**point) for point in (fit or {}).get("points", ())]


def _sentences(name: str, parent: QWidget) -> QListWidget:
    sentences = QListWidget(parent)
    sentences.setObjectName(name)
    sentences.setWordWrap(True)
    sentences.setSpacing(2)
    sentences.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    sentences.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    return sentences


def _say(shown: QListWidget, texts: Sequence[str]) -> None:
    shown.clear()
    shown.addItems(list(texts))
