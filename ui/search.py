"""The search box of the panel: a place by its number, by a number it had before, or by its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ..workspace.translation import tr

_PLACE = int(Qt.ItemDataRole.UserRole)
_ROWS_SHOWN = 6


class PlaceSearch(QWidget):
    """Asks for what is typed and shows what was found; Enter or a click chooses."""

    asked = pyqtSignal(str)
    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = QLineEdit(self)
        self._field.setObjectName("search_places")
        self._field.setPlaceholderText(tr("Find a place: number, old number, name"))
        self._field.setClearButtonEnabled(True)
        self._field.textChanged.connect(self.asked)
        self._field.returnPressed.connect(self._choose_first)
        self._list = QListWidget(self)
        self._list.setObjectName("found_places")
        self._list.setVisible(False)
        self._list.itemClicked.connect(self._choose)
        self._list.itemActivated.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 0, 10, 8)
        layout.setSpacing(2)
        layout.addWidget(self._field)
        layout.addWidget(self._list)

    def show_hits(self, hits: Sequence[Any]) -> None:
        """Show what was found, `community.numbering.search.Hit` each."""
        self._list.clear()
        for hit in hits:
            item = QListWidgetItem(_words(hit))
            item.setData(_PLACE, hit.place_id if hit.is_there else None)
            self._list.addItem(item)
        if not hits and self._field.text().strip():
            nothing = QListWidgetItem(tr("No place has or had this number or name."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(nothing)
        count = self._list.count()
        if count:
            height = self._list.sizeHintForRow(0) * min(count, _ROWS_SHOWN) + 2 * self._list.frameWidth()
            self._list.setFixedHeight(height)
        self._list.setVisible(bool(count))

    def _choose_first(self) -> None:
        if self._list.count():
            self._choose(self._list.item(0))

    def _choose(self, item: QListWidgetItem) -> None:
        place = item.data(_PLACE)
        if place is not None:
            self.chosen.emit(place)


def _words(hit: Any) -> str:
    """Return a line for a place found: 7 Library, or what became of an old number."""
    now = " ".join(word for word in (hit.number, hit.name) if word)
    if hit.by != "old_number":
        return now
    since = (hit.until or "")[:10]
    if not hit.is_there:
        return tr("{old}: given up {day}, its place is gone").format(old=hit.asked, day=since)
    if hit.number is None:
        return tr("{old}: given up {day}, was {place}").format(old=hit.asked, day=since, place=now)
    return tr("{old} until {day}: now {place}").format(old=hit.asked, day=since, place=now)
