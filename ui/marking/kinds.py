"""Kinds of places to pick from: found by name or word, with pictograms, the ones used last first."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QModelIndex, QSize, QSortFilterProxyModel, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPainter, QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import QLineEdit, QListView, QStyle, QStyledItemDelegate, QVBoxLayout, QWidget

from ...workspace.pictograms import SIDE, pictogram
from ...workspace.settings import KINDS_KEPT, recent_kinds, remember_kind
from ...workspace.translation import language, tr
from ..plain_text import tip
from ..widgets import quiet

_KIND = int(Qt.ItemDataRole.UserRole) + 1
_SEARCH = int(Qt.ItemDataRole.UserRole) + 2
_KEY = int(Qt.ItemDataRole.UserRole) + 3


class KindPicker(QWidget):
    """A searchable list of kinds; the nine used last answer to the keys 1 to 9."""

    picked = pyqtSignal(str)
    asked = pyqtSignal(str)  # a double click, or Enter: use it now

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._kinds: Any = None
        self.search = QLineEdit(self)
        self.search.setObjectName("search_kinds")
        self.search.setPlaceholderText(tr("Search kinds"))
        self.search.setClearButtonEnabled(True)
        self._model = QStandardItemModel(self)
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self._model)
        self._shown.setFilterRole(_SEARCH)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.list = QListView(self)
        self.list.setObjectName("kinds")
        self.list.setModel(self._shown)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setIconSize(QSize(SIDE, SIDE))
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self._ask)
        self.list.activated.connect(lambda _: self._ask())
        self.list.selectionModel().currentChanged.connect(self._on_current)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)

    def set_kinds(self, kinds: Any) -> None:
        """Show these kinds, as of `catalogue.kinds()` with the planner's edits; none that is switched off."""
        chosen = self.kind()
        self._kinds = kinds
        kinds = kinds[kinds["applies"]]
        self._model.clear()
        shown = language()
        recent = self._recent()
        if recent:
            self._model.appendRow(_heading(tr("Used last")))
        for position, kind in enumerate(recent[:KINDS_KEPT], 1):
            self._model.appendRow(_item(kind, kinds.loc[kind], shown, str(position)))
        for place_class, title in (
            ("space", tr("Public spaces")),
            ("facility", tr("Public facilities")),
            ("unit", tr("Public units")),
        ):
            self._model.appendRow(_heading(title))
            for kind, row in kinds[(kinds["class"] == place_class) & ~kinds.index.isin(recent)].iterrows():
                self._model.appendRow(_item(str(kind), row, shown))
        self.pick(chosen or (recent[0] if recent else str(kinds.index[0])))

    def kind(self) -> Optional[str]:
        """Return the kind picked."""
        index = self.list.currentIndex()
        return str(index.data(_KIND)) if index.isValid() and index.data(_KIND) else None

    def name_of(self, kind: str) -> str:
        """Return what a kind is called in the language shown."""
        return str(self._kinds.loc[kind, language()]) if kind in self._kinds.index else kind

    def pick(self, kind: str) -> None:
        """Pick a kind, whatever is being searched for."""
        if not self._row_of(kind).isValid():
            self.search.clear()
        index = self._row_of(kind)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    def pick_key(self, digit: int) -> bool:
        """Pick the kind behind a key, 1 to 9; whether there is one."""
        recent = self._recent()
        if not 1 <= digit <= len(recent):
            return False
        self.pick(recent[digit - 1])
        return True

    def _recent(self) -> list[str]:
        offered = self._kinds.index[self._kinds["applies"]]
        return [kind for kind in recent_kinds() if kind in offered]

    def remember(self, kind: str) -> None:
        """Put a kind among those used last; the keys of the others stay while it is one of them."""
        if kind not in recent_kinds():
            remember_kind(kind)
            self.set_kinds(self._kinds)

    def _row_of(self, kind: str) -> QModelIndex:
        for row in range(self._shown.rowCount()):
            index = self._shown.index(row, 0)
            if index.data(_KIND) == kind:
                return index
        return QModelIndex()

    def _find(self, text: str) -> None:
        self._shown.setFilterFixedString(text.strip())
        rows = [self._shown.index(row, 0) for row in range(self._shown.rowCount())]
        kinds = [index for index in rows if index.data(_KIND)]
        if kinds and (text.strip() or self.kind() is None):
            self.list.setCurrentIndex(min(kinds, key=lambda index: _distance(index, text.strip().lower())))

    def _ask(self) -> None:
        kind = self.kind()
        if kind is not None:
            self.asked.emit(kind)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and current.data(_KIND):
            self.picked.emit(str(current.data(_KIND)))


def _distance(index: QModelIndex, text: str) -> int:
    """Return how far a row is from what is searched: its name, within its name, only by a word."""
    name = str(index.data()).lower()
    return 0 if name == text else 1 if text in name else 2


def _item(kind: str, row: Any, shown: str, key: str = "") -> QStandardItem:
    item = QStandardItem(pictogram(str(row["class"]), str(row["pictogram"])), str(row[shown]))
    item.setData(kind, _KIND)
    item.setData(" ".join([str(row["zh"]), str(row["en"]), kind, *row["words"]]), _SEARCH)
    item.setData(key, _KEY)
    item.setToolTip(tip(f"{row['zh']} · {row['en']}"))
    return item


def _heading(title: str) -> QStandardItem:
    item = QStandardItem(title)
    font = item.font()
    font.setBold(True)
    item.setFont(font)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    item.setData("", _SEARCH)
    return item


class _Row(QStyledItemDelegate):
    """Writes the key of a kind at the end of its row."""

    def sizeHint(self, option: Any, index: QModelIndex) -> QSize:
        """As high as the pictogram with a little room."""
        return QSize(super().sizeHint(option, index).width(), SIDE + 6)

    def paint(self, painter: QPainter, option: Any, index: QModelIndex) -> None:
        """Paint the row, then its key."""
        super().paint(painter, option, index)
        key = index.data(_KEY)
        if key:
            painter.save()
            roles = option.palette.ColorRole
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            ink = option.palette.color(roles.HighlightedText) if is_chosen else quiet(option.palette)
            painter.setPen(ink)
            box = option.rect.adjusted(0, 0, -8, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(key))
            painter.restore()
