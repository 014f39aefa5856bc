"""The panel's page for marking: kinds to pick from, what the next place is called, what to do with some."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...workspace.translation import tr
from ..widgets import heading
from .kinds import KindPicker

MARK, ARRANGE = "mark", "arrange"


def page_head(title: str, page: QWidget, back: Any) -> QHBoxLayout:
    """Return the head of a page of the panel: a way back to the steps, and its title."""
    row = QHBoxLayout()
    button = QToolButton(page)
    button.setText("‹")
    button.setObjectName("back")
    button.setAutoRaise(True)
    button.setToolTip(tr("Back to the steps"))
    button.clicked.connect(back)
    row.addWidget(button)
    row.addWidget(heading(title, page, 1.2), 1)
    return row


class MarkingPage(QWidget):
    """Shows and asks; `marking` does the work."""

    left = pyqtSignal()
    mode_asked = pyqtSignal(str)
    asked = pyqtSignal(str)  # change_kind, unmark, merge, group, split, undo

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("marking_page")
        self.picker = KindPicker(self)
        self.name = QLineEdit(self)
        self.name.setObjectName("place_name")
        self.floor = QLineEdit(self)
        self.floor.setPlaceholderText("1F, 2F, B1")
        self.address = QLineEdit(self)
        self.status = QComboBox(self)
        self.status.addItem(tr("Existing"), "existing")
        self.status.addItem(tr("Proposed"), "proposed")
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addLayout(page_head(tr("Places on the map"), self, self.left.emit))
        layout.addLayout(self._modes())
        layout.addWidget(self.picker, 1)
        layout.addLayout(self._next_place())
        layout.addLayout(self._actions())
        layout.addWidget(self._told)

    def _modes(self) -> QHBoxLayout:
        row = QHBoxLayout()
        group = QButtonGroup(self)
        self.modes: dict[str, QPushButton] = {}
        for mode, label, hint in (
            (MARK, tr("Mark"), tr("Click surveyed areas, symbols or bare ground; drag a box for many.")),
            (ARRANGE, tr("Select and move"), tr("Click or box places to select them; drag one to move it.")),
        ):
            button = QPushButton(label, self)
            button.setCheckable(True)
            button.setToolTip(hint)
            button.setObjectName(f"mode_{mode}")
            button.clicked.connect(lambda _=False, mode=mode: self.mode_asked.emit(mode))
            group.addButton(button)
            row.addWidget(button)
            self.modes[mode] = button
        return row

    def _next_place(self) -> QFormLayout:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.addRow(tr("Name of the next"), self.name)
        form.addRow(tr("Floor"), self.floor)
        form.addRow(tr("Address"), self.address)
        form.addRow(tr("State"), self.status)
        return form

    def _actions(self) -> QGridLayout:
        grid = QGridLayout()
        self._buttons: dict[str, QPushButton] = {}
        for position, (command, label, hint) in enumerate(
            (
                ("change_kind", tr("Give this kind"), tr("Make the places selected of the kind picked (K)")),
                ("unmark", tr("Unmark"), tr("Take the places selected off the map (Delete)")),
                ("merge", tr("Merge"), tr("Make duplicates one place (M)")),
                ("group", tr("Group"), tr("Make a row one place with its count (G)")),
                ("split", tr("Split"), tr("Make one place several: as it was joined, or along a line (S)")),
                ("undo", tr("Undo"), tr("Take the last step back (Ctrl+Z)")),
            )
        ):
            button = QPushButton(label, self)
            button.setObjectName(command)
            button.setToolTip(hint)
            button.clicked.connect(lambda _=False, command=command: self.asked.emit(command))
            grid.addWidget(button, position // 3, position % 3)
            self._buttons[command] = button
        return grid

    def show_selected(self, count: int) -> None:
        """Offer what can be done with so many places selected."""
        least = {"change_kind": 1, "unmark": 1, "merge": 2, "group": 2}
        for command, needed in least.items():
            self._buttons[command].setEnabled(count >= needed)
        self._buttons["split"].setEnabled(count == 1)

    def show_mode(self, mode: str) -> None:
        """Show which tool is in hand."""
        self.modes[mode].setChecked(True)

    def tell(self, text: str) -> None:
        """Say what was done last."""
        self._told.setText(text)

    def details(self) -> dict[str, Any]:
        """Return what the next place is to have beside its kind."""
        written = {"name": self.name, "floor": self.floor, "address": self.address}
        given = {column: field.text().strip() for column, field in written.items()}
        return {**{k: v for k, v in given.items() if v}, "status": self.status.currentData()}
