"""The catalogue of a community in tables: kinds of places, rules of marking, standards, holidays."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import Qgis
from qgis.gui import QgsGui, QgsMessageBar
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...community.editing.tables import TABLES, changes, rows, titles
from ...community.errors import CommonplanError, InputError
from ...workspace.catalogue_edits import save_edits
from ...workspace.held_edits import edits_of, text_of
from ...workspace.messages import render
from ...workspace.translation import language, tr
from ..plain_text import push
from ..widgets import save_and_close
from .model import TableModel, UndoStack, first_problem, kinds_of
from .page import TablePage


class CatalogueDialog(QDialog):
    """Shows the tables, and saves what was changed into the community file."""

    saved = pyqtSignal()

    def __init__(self, layers: dict[str, Any], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("catalogue_dialog")
        self.setWindowTitle(tr("Kinds, rules, standards and holidays"))
        QgsGui.enableAutoGeometryRestore(self)
        self._layers = layers
        self.stack = UndoStack(self)
        self.bar = QgsMessageBar(self)
        self.tabs = QTabWidget(self)
        self.pages: dict[str, TablePage] = {}
        hints = _hints()
        for name, table in TABLES.items():
            page = TablePage(TableModel(table, self.stack, self), hints[name], self)
            self.tabs.addTab(page, titles(table, language())[""])
            self.pages[name] = page
        self._buttons, self._save = save_and_close(self, "save_catalogue", self.save)
        layout = QVBoxLayout(self)
        layout.addWidget(self.bar)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(self._bottom())
        self.pages["kinds"].model.edited.connect(self._tell_kinds)
        self.stack.cleanChanged.connect(lambda clean: self._save.setEnabled(not clean))
        self._read()
        self.resize(1080, 680)

    def _bottom(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for action, word in (
            (self.stack.createUndoAction(self, tr("Undo")), "undo"),
            (self.stack.createRedoAction(self, tr("Redo")), "redo"),
        ):
            keys = {"undo": "Ctrl+Z", "redo": "Ctrl+Shift+Z"}
            action.setShortcut(keys[word])
            self.addAction(action)
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setObjectName(f"{word}_catalogue")
            row.addWidget(button)
        for word, label, hint, act in (
            ("export", tr("Export…"), tr("Write this table for Excel or WPS"), self._ask_where_to),
            (
                "import",
                tr("Import…"),
                tr("Take in a table that was edited"),
                self._ask_where_from,
            ),
        ):
            button = QPushButton(label, self)
            button.setObjectName(f"{word}_catalogue")
            button.setToolTip(hint)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._buttons)
        return row

    def _read(self) -> None:
        edits = edits_of(self._layers)
        for name, page in self.pages.items():
            page.model.start(rows(TABLES[name], edits))
        self._tell_kinds()
        for page in self.pages.values():
            page.fit()
        self.stack.clear()

    def _tell_kinds(self) -> None:
        kinds = kinds_of(self.pages["kinds"].model.rows)
        for name in ("rules", "standards"):
            self.pages[name].model.set_kinds(kinds)

    # saving

    def save(self) -> bool:
        """Write what was changed into the community file; whether it was written."""
        try:
            self._refuse_mistakes()
            edits = edits_of(self._layers)
            wanted: dict[str, Optional[str]] = {}
            for name, page in self.pages.items():
                wanted.update(changes(TABLES[name], rows(TABLES[name], edits), page.model.rows))
            save_edits(self._layers, wanted, tr("Kinds, rules, standards and holidays"))
        except CommonplanError as error:
            self._warn(error)
            return False
        self.bar.clearWidgets()
        push(
            self.bar,
            tr("Saved in the community: {n} changes.").format(n=len(wanted)),
            Qgis.MessageLevel.Success,
            6,
        )
        self._read()
        self.saved.emit()
        return True

    def _refuse_mistakes(self) -> None:
        count = sum(len(page.model.problems) for page in self.pages.values())
        for page in self.pages.values():
            cell = first_problem(page.model)
            if cell is not None:
                self.tabs.setCurrentWidget(page)
                page.go_to(*cell)
                raise InputError("catalogue_mistakes", n=count)

    def _warn(self, error: CommonplanError) -> None:
        self.bar.clearWidgets()
        push(self.bar, render(error), Qgis.MessageLevel.Warning, 12)

    def reject(self) -> None:
        """Close, and ask first about what is not saved."""
        if not self.stack.isClean():
            buttons = QMessageBox.StandardButton
            answer = QMessageBox.question(
                self, self.windowTitle(), tr("There are changes that are not saved. Save them now?"),
                buttons.Save | buttons.Discard | buttons.Cancel,
            )  # fmt: skip
            if answer == buttons.Cancel or (answer == buttons.Save and not self.save()):
                return
        super().reject()

    # sheets

    def _page(self) -> TablePage:
        page: TablePage = self.tabs.currentWidget()
        return page

    def _ask_where_to(self) -> None:
        name = self.tabs.tabText(self.tabs.currentIndex())
        target, _ = QFileDialog.getSaveFileName(
            self, tr("Export…"), f"{name}.csv", tr("Tables (*.csv *.xlsx)")
        )
        if target:
            self.export_table(Path(target))

    def export_table(self, target: Path) -> None:
        """Write the table shown, whatever is being searched for."""
        from ...output.tables.catalogue import write_catalogue

        page = self._page()
        kinds = {kind: named[2] for kind, named in kinds_of(self.pages["kinds"].model.rows).items()}
        try:
            write_catalogue(
                page.model.table, page.model.rows, kinds, target,
                language=language(), community=self._community(),
            )  # fmt: skip
        except CommonplanError as error:
            self._warn(error)
            return
        push(self.bar, tr("Written to {file}").format(file=target), Qgis.MessageLevel.Success, 6)

    def _community(self) -> str:
        features = self._layers["community"].getFeatures()
        return next((text_of(f["name"]) or "" for f in features), "")

    def _ask_where_from(self) -> None:
        source, _ = QFileDialog.getOpenFileName(
            self, tr("Import…"), "", tr("Tables (*.csv *.txt *.xlsx *.ods)")
        )
        if source:
            self.import_table(Path(source))

    def import_table(self, source: Path) -> None:
        """Take in a table for the one shown, as one step to undo."""
        from ...community.editing.sheets import kinds_frame, merged, read_sheet
        from ...readers.tables import read_tables

        model = self._page().model
        try:
            cells = read_tables(source)[0].cells
            sheet = read_sheet(model.table, cells, kinds_frame(self.pages["kinds"].model.rows))
            after = merged(model.table, model.rows, sheet)
        except CommonplanError as error:
            self._warn(type(error)(error.code, **{"file": str(source), **error.fields}))
            return
        touched = sum(row not in model.rows for row in after)
        model.push(tr("Import…"), after)
        told = tr("Rows changed or added: {n}. Look at them, then save.").format(n=touched)
        push(self.bar, told, Qgis.MessageLevel.Info, 8)


def _hints() -> dict[str, str]:
    """Return what each table is for."""
    return {
        "kinds": tr(
            "What places are called, counted and found by. A word that ends in ? is doubtful; several words "
            "or tags are parted by |. Double click a cell to change it."
        ),
        "rules": tr(
            "Which codes of surveys suggest which kind, and rules of your own by code, word or tag, which go "
            "before ours. They count from the next marking on."
        ),
        "standards": tr(
            "What is asked of a community: which kinds serve, how near, how large. Switch off what does not "
            "apply here, and add what your city asks."
        ),
        "holidays": tr(
            "Days that the State Council's yearly notice makes holidays, or workdays of weekends; the last "
            "day of a public notice counted in working days depends on them. Add a year when its notice is "
            "out."
        ),
    }
