"""The files of one import: dropped or chosen, each with how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QShortcut,
    QVBoxLayout,
    QWidget,
)

from ...workspace.translation import tr
from ..plain_text import tip
from ..steps import ATTENTION, DONE, TODO
from ..widgets import dimmed, heading, mark_icon
from .drafts import FAILED, READ, READING

_LINES = 2.6


def ask_files(parent: QWidget) -> list[Path]:
    """Ask for survey files."""
    kinds = ";;".join(
        (tr("Surveys (*.dxf *.dwg *.dat *.csv *.txt *.shp *.gpkg *.geojson *.json *.kml *.kmz)"),
         tr("All files (*)"))
    )  # fmt: skip
    names, _ = QFileDialog.getOpenFileNames(parent, tr("Choose survey files"), "", kinds)
    return [Path(name) for name in names]


def dropped_files(mime: Any) -> list[Path]:
    """Return the files that are being dropped."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


class DropPage(QWidget):
    """What the dialog shows before there is a file."""

    chosen = pyqtSignal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = heading(tr("Drop surveyed maps here"), self, 1.4)
        text = dimmed(
            tr(
                "Drawings (DXF, DWG), point lists (CASS .dat, CSV), Shapefile, GeoPackage, GeoJSON. "
                "Nothing is imported before you have seen it."
            ),
            self,
        )
        choose = QPushButton(tr("Choose files…"), self)
        choose.setObjectName("choose_files")
        choose.setDefault(True)
        choose.clicked.connect(lambda: self.chosen.emit(ask_files(self)))
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        for widget in (title, text):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(widget)
        layout.addSpacing(12)
        layout.addWidget(choose, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(3)


class FileList(QWidget):
    """The drafts in a list; which one is looked at, which are to go."""

    selected = pyqtSignal(int)
    added = pyqtSignal(list)
    removed = pyqtSignal(int)
    shared = pyqtSignal()  # the answers of the one looked at are wanted for all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget(self)
        self.list.setObjectName("survey_files")
        self.list.setAccessibleName(tr("Survey files"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(int(self.list.fontMetrics().height() * 2 * _LINES) + 8)
        self.list.currentRowChanged.connect(self.selected)
        self._share = QPushButton(tr("Same answers for all"), self)
        self._share.setObjectName("share_answers")
        self._share.setToolTip(
            tr("Unit, coordinate system and encoding of this file, for all others as well")
        )
        self._share.clicked.connect(self.shared)
        remove = QPushButton(tr("Remove"), self)
        remove.setObjectName("remove_file")
        remove.clicked.connect(self._remove)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list, self._remove)
        add = QPushButton(tr("Add files…"), self)
        add.setObjectName("add_files")
        add.clicked.connect(lambda: self.added.emit(ask_files(self)))
        row = QHBoxLayout()
        row.addWidget(QLabel(tr("Files"), self), 1)
        for button in (self._share, remove, add):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.list)

    def _remove(self) -> None:
        if self.list.currentRow() >= 0:
            self.removed.emit(self.list.currentRow())

    def show_drafts(self, drafts: Sequence[Any], current: int, open_of: Any) -> None:
        """List the drafts; `open_of` tells what a draft still asks."""
        self.list.blockSignals(True)
        while self.list.count() > len(drafts):
            self.list.takeItem(self.list.count() - 1)
        while self.list.count() < len(drafts):
            self.list.addItem(QListWidgetItem())
        for position, draft in enumerate(drafts):
            item = self.list.item(position)
            said, mark = state_of(draft, open_of(draft))
            item.setText(f"{draft.file.name}\n{said}")
            item.setIcon(mark_icon(mark, self.list))
            item.setToolTip(tip(f"{draft.file}\n{said}"))
        self.list.setCurrentRow(current)
        self.list.blockSignals(False)
        self._share.setVisible(len(drafts) > 1)


def state_of(draft: Any, questions: Iterable[str]) -> tuple[str, str]:
    """Return how far a draft is, in words and as a mark."""
    if draft.state == READING:
        return tr("reading… {n} %").format(n=round(100 * draft.share)), TODO
    if draft.state == FAILED:
        return draft.error, ATTENTION
    if draft.state != READ:
        return tr("waiting"), TODO
    asked = [question_title(question) for question in questions]
    if asked:
        return tr("asks: {questions}").format(questions=", ".join(asked)), ATTENTION
    return f"{draft.preview.format} · {tr('ready')}", DONE


def question_title(question: str) -> str:
    """Return what a question is about."""
    titles = {
        "place": tr("Coordinate system"), "units": tr("Units"), "texts": tr("Texts"), "layers": tr("Layers"),
    }  # fmt: skip
    return titles[question]
