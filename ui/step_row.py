"""One step in the panel: its mark, title, counts and button."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPainter
from qgis.PyQt.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from .steps import TODO, State, Step
from .widgets import heading, link, paint_mark


class Mark(QWidget):
    """A disc with the step's number, a tick, or an exclamation mark."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._mark = TODO
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """As high as two lines of text would make it."""
        side = int(self.fontMetrics().height() * 1.5)
        return QSize(side, side)

    def show_mark(self, mark: str) -> None:
        """Show how far the step is."""
        self._mark = mark
        self.update()

    def paintEvent(self, _event: Any) -> None:
        """Paint the disc and its sign."""
        painter = QPainter(self)
        paint_mark(painter, QRectF(self.rect()), self._mark, self.font(), str(self._number))
        painter.end()


class StepRow(QFrame):
    """A row; it says which command its button or menu asks for."""

    asked = pyqtSignal(str)

    def __init__(self, number: int, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = step
        self.setObjectName(f"step_{step.key}")
        self._mark = Mark(number, self)
        title = heading(step.title, self)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._warning = link("", self)
        self._warning.clicked.connect(lambda: self.asked.emit(f"look_{step.key}"))
        layout = QGridLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setHorizontalSpacing(10)
        layout.setVerticalSpacing(2)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(self._mark, 0, 0, 3, 1, top)
        layout.addWidget(title, 0, 1)
        layout.addWidget(self._text, 1, 1)
        layout.addWidget(self._warning, 2, 1, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._button(step), 0, 2, 3, 1, top)
        layout.setColumnStretch(1, 1)

    def _button(self, step: Step) -> QToolButton:
        button = QToolButton(self)
        first, *others = step.actions
        button.setText(first.label)
        button.setObjectName(first.command)
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.asked.emit(first.command))
        if others:
            menu = QMenu(button)
            for action in others:
                entry = menu.addAction(action.label)
                entry.setObjectName(action.command)
                entry.triggered.connect(lambda _=False, command=action.command: self.asked.emit(command))
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        return button

    def show_state(self, state: State) -> None:
        """Show the step's counts."""
        self._mark.show_mark(state.mark)
        self._text.setText(state.text)
        self._warning.setText(state.warning)
        self._warning.setVisible(bool(state.warning))
