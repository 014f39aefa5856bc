"""A question with its answers one below the other, and what each of them would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QButtonGroup, QGridLayout, QLabel, QRadioButton, QWidget

from ...workspace.translation import tr
from ..widgets import dimmed


@dataclass(frozen=True)
class Choice:
    """An answer: its key, title, what it would give, and whether it is suggested."""

    key: str
    title: str
    gives: str
    suggested: bool = False


class Choices(QWidget):
    """Radio buttons of which none is taken before the planner does."""

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(0, 1)
        self._group: Any = None
        self._buttons: dict[str, QRadioButton] = {}

    def offer(self, choices: Sequence[Choice], taken: str | None) -> None:
        """Show these answers, the taken one marked."""
        focused = next((key for key, button in self._buttons.items() if button.hasFocus()), None)
        while self._grid.count():
            self._grid.takeAt(0).widget().deleteLater()
        self._group = QButtonGroup(self)
        self._buttons = {}
        for choice in choices:
            self._add(choice, taken=choice.key == taken)
        if focused in self._buttons:
            self._buttons[focused].setFocus()

    def _add(self, choice: Choice, *, taken: bool) -> None:
        button = QRadioButton(choice.title.replace("&", "&&"), self)
        button.setObjectName(f"choice_{choice.key}")
        button.setChecked(taken)
        button.clicked.connect(lambda: self.chosen.emit(choice.key))
        tag = tr("suggested") if choice.suggested else ""
        gives = dimmed(" · ".join(filter(None, (tag, choice.gives))), self)
        gives.setIndent(22)
        gives.setBuddy(button)
        if choice.suggested:
            font = button.font()
            font.setBold(True)
            button.setFont(font)
        self._group.addButton(button)
        self._buttons[choice.key] = button
        for widget in (button, gives):
            self._grid.addWidget(widget, self._grid.rowCount(), 0)

    def button(self, key: str) -> QRadioButton | None:
        """Return the button of an answer."""
        return self._buttons.get(key)


def note(parent: QWidget) -> QLabel:
    """Return a label for a sentence of evidence, wrapped, its text never taken for HTML."""
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
