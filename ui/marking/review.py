"""The list of guesses: walk through them on the map, accept, change or reject each; keys too."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsWkbTypes
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QObject, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...workspace import picking, place_edits
from ...workspace.evidence import in_words
from ...workspace.guesses import Guess, change_in_words, guesses
from ...workspace.pictograms import SIDE, pictogram
from ...workspace.translation import tr
from .kinds import KindPicker
from .map_side import MapSide
from .page import page_head
from .tools import band
from .work import Work

_ID = int(Qt.ItemDataRole.UserRole)
_CLOSE = 500
_KEYS = {
    Qt.Key.Key_A: "accept", Qt.Key.Key_Return: "accept", Qt.Key.Key_Enter: "accept",
    Qt.Key.Key_R: "reject", Qt.Key.Key_Delete: "reject", Qt.Key.Key_C: "change", Qt.Key.Key_Z: "undo",
    Qt.Key.Key_Escape: "leave",
}  # fmt: skip


class _List(QListWidget):
    """A list whose keys are decisions."""

    decided = pyqtSignal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand a decision over; everything else moves in the list."""
        decision = _KEYS.get(event.key())
        if decision is None:
            super().keyPressEvent(event)
        else:
            event.accept()
            self.decided.emit(decision)


class ReviewPage(QWidget):
    """Shows the guesses and asks; `Review` does the work."""

    asked = pyqtSignal(str)  # accept, change, reject, undo, leave

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_page")
        self.list = _List(self)
        self.list.setObjectName("guesses")
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setIconSize(QSize(SIDE, SIDE))
        self.list.decided.connect(self.asked)
        self._count = QLabel(self)
        self._evidence = QLabel(self)
        self._evidence.setObjectName("evidence")
        self._evidence.setWordWrap(True)
        self._evidence.setTextFormat(Qt.TextFormat.PlainText)
        self.picker = KindPicker(self)
        self.picker.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addLayout(page_head(tr("Uncertain places"), self, lambda: self.asked.emit("leave")))
        layout.addWidget(self._count)
        layout.addWidget(self.list, 2)
        layout.addWidget(self._evidence)
        layout.addLayout(self._buttons())
        layout.addWidget(self.picker, 3)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for command, label, hint in (
            ("accept", tr("Accept"), tr("It is what it says (A or Enter)")),
            ("change", tr("Change…"), tr("It is of another kind (C)")),
            ("reject", tr("Reject"), tr("It is no place; later runs remember that (R or Delete)")),
            ("undo", tr("Undo"), tr("Take the last step back (Z)")),
        ):
            button = QPushButton(label, self)
            button.setObjectName(command)
            button.setToolTip(hint)
            button.clicked.connect(lambda _=False, command=command: self.asked.emit(command))
            row.addWidget(button)
        return row

    def show_guesses(self, found: list[Guess], rules: Any) -> None:
        """Show the guesses, staying where one was in the list."""
        row = max(self.list.currentRow(), 0)
        self.list.clear()
        for guess in found:
            self.list.addItem(_item(guess, rules, self.picker))
        self._count.setText(tr("{n} to check").format(n=len(found)) if found else tr("All are decided."))
        if found:
            self.list.setCurrentRow(min(row, len(found) - 1))

    def show_evidence(self, guess: Optional[Guess], rules: Any) -> None:
        """Say in words what speaks for a guess."""
        told = [] if guess is None else in_words(guess.evidence, rules)
        if guess is not None and guess.survey_change is not None:
            told.insert(0, change_in_words(guess.survey_change))
        if guess is not None:
            told.append(tr("Certainty: {n} %").format(n=round(guess.certainty * 100)))
        self._evidence.setText("\n".join(told))

    def chosen(self) -> list[str]:
        """Return the ids of the guesses selected."""
        return [str(item.data(_ID)) for item in self.list.selectedItems()]


def _item(guess: Guess, rules: Any, picker: KindPicker) -> QListWidgetItem:
    kind = picker.name_of(guess.kind)
    named = guess.name and guess.name != kind
    item = QListWidgetItem(f"{guess.name} · {kind}" if named else kind)
    if guess.kind in rules.kinds.index:
        row = rules.kinds.loc[guess.kind]
        item.setIcon(pictogram(str(row["class"]), str(row["pictogram"])))
    item.setData(_ID, guess.id)
    return item


class Review(Work):
    """Joins the page and the open community."""

    def __init__(self, side: MapSide, panel: Any, parent: Optional[QObject] = None) -> None:
        self.page = ReviewPage()
        super().__init__(side, panel, self.page, parent)
        self._found: dict[str, Guess] = {}
        self._bands: list[QgsRubberBand] = []
        self._stack: Any = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._refresh)
        self.page.asked.connect(self._act)
        self.page.list.currentItemChanged.connect(lambda *_: self._show_current())
        self.page.picker.asked.connect(self._change)

    def start(self) -> None:
        """Show the page, and the first guess on the map."""
        layers = self._side.layers()
        if not layers:
            return
        self._take_in_kinds(layers, self.page.picker)
        stack = layers["place"].undoStack()
        if stack is not self._stack:
            stack.indexChanged.connect(lambda _: self._later.start(0))
            self._stack = stack
        self._panel.turn_to(self.page)
        self._refresh()
        self.page.list.setFocus()

    def release(self) -> None:
        """Take the highlight off the map."""
        for drawn in self._bands:
            self._side.canvas.scene().removeItem(drawn)
        self._bands = []

    def _refresh(self) -> None:
        layers = self._side.layers()
        if not self.page.isVisible() or not layers:
            return
        found = guesses(layers)
        self._found = {guess.id: guess for guess in found}
        self.page.show_guesses(found, self._rules)
        if not found:
            self._show_current()

    def _show_current(self) -> None:
        self.release()
        item = self.page.list.currentItem()
        guess = None if item is None else self._found.get(str(item.data(_ID)))
        self.page.show_evidence(guess, self._rules)
        place = None if guess is None else picking.place_by_id(self._side.layers(), guess.id)
        if place is None:
            return
        prints = place_edits.footprints_of(self._side.layers(), place["id"])
        shapes = [f.geometry() for f in prints] or [place.geometry()]
        self._bands = [self._band(shape) for shape in [place.geometry(), *shapes]]
        self._side.bring_into_view(place.geometry(), _CLOSE)

    def _band(self, shape: Any) -> QgsRubberBand:
        drawn = band(self._side.canvas, shape.type(), 3)
        if shape.type() == QgsWkbTypes.GeometryType.PointGeometry:
            drawn.setIcon(QgsRubberBand.IconType.ICON_CIRCLE)
            drawn.setIconSize(26)
        drawn.setToGeometry(self._side.on_map(shape), None)
        return drawn

    def _act(self, command: str) -> None:
        if command == "leave":
            self.leave()
        elif command == "undo":
            self._side.edit(lambda layers: layers["place"].undoStack().undo())
        elif command == "change":
            self.page.picker.setVisible(not self.page.picker.isVisible())
            self.page.picker.search.setFocus()
        else:
            self._decide(command)

    def _chosen(self) -> list[Any]:
        layers = self._side.layers()
        found = (picking.place_by_id(layers, identifier) for identifier in self.page.chosen())
        return [place for place in found if place is not None]

    def _decide(self, command: str) -> None:
        places = self._chosen()
        if not places:
            return
        if command == "accept":
            self._side.edit(lambda layers: place_edits.accept(layers, places, tr("Accept places")))
        else:
            self._side.edit(lambda layers: place_edits.reject(layers, places, tr("Reject places")))

    def _change(self, kind: str) -> None:
        places = self._chosen()
        if not places:
            return
        title = tr("Change the kind of places")
        self._side.edit(lambda layers: place_edits.change_kind(layers, places, kind, self._rules, title))
        self.page.picker.hide()
        self.page.list.setFocus()
