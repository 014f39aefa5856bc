"""The order of the compounds, their names and the prefixes of their numbers."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...workspace import site_edits
from ...workspace.held_edits import text_of
from ...workspace.translation import tr
from .map_side import MapSide
from .page import page_head
from .work import Work

_ID = int(Qt.ItemDataRole.UserRole)


class CompoundsPage(QWidget):
    """A list to drag into order, with names and prefixes to type."""

    left = pyqtSignal()
    applied = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("compounds_page")
        self.list = QTreeWidget(self)
        self.list.setObjectName("compounds")
        self.list.setHeaderLabels([tr("Compound"), tr("Prefix of numbers")])
        self.list.setRootIsDecorated(False)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        hint = QLabel(tr("Drag compounds into the order of their numbers; double click to type."), self)
        hint.setWordWrap(True)
        apply = QPushButton(tr("Apply"), self)
        apply.setObjectName("apply_compounds")
        apply.clicked.connect(self.applied)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addLayout(page_head(tr("Compounds"), self, self.left.emit))
        layout.addWidget(hint)
        layout.addWidget(self.list, 1)
        layout.addWidget(apply)

    def show_compounds(self, rows: list[tuple[str, str, str]]) -> None:
        """Show id, name and prefix of each compound, in their order."""
        self.list.clear()
        for identifier, name, prefix in rows:
            item = QTreeWidgetItem([name, prefix])
            item.setData(0, _ID, identifier)
            flags = item.flags() | Qt.ItemFlag.ItemIsEditable
            item.setFlags(flags & ~Qt.ItemFlag.ItemIsDropEnabled)
            self.list.addTopLevelItem(item)
        self.list.resizeColumnToContents(0)

    def rows(self) -> list[tuple[str, str, str]]:
        """Return id, name and prefix of each compound as they stand in the list."""
        items = (self.list.topLevelItem(at) for at in range(self.list.topLevelItemCount()))
        return [(str(item.data(0, _ID)), item.text(0).strip(), item.text(1).strip()) for item in items]


class Compounds(Work):
    """Joins the page and the open community."""

    def __init__(self, side: MapSide, panel: Any, parent: Optional[QObject] = None) -> None:
        self.page = CompoundsPage()
        super().__init__(side, panel, self.page, parent)
        self.page.left.connect(self.leave)
        self.page.applied.connect(self._apply)

    def start(self) -> None:
        """Show the compounds of the open community."""
        layer = self._side.layers().get("compound")
        if layer is None:
            return
        rows = [
            (str(f["id"]), text_of(f["name"]) or "", text_of(f["prefix"]) or "")
            for f in sorted(layer.getFeatures(), key=lambda f: (int(text_of(f["sort_order"]) or 0), f.id()))
        ]
        self.page.show_compounds(rows)
        self._panel.turn_to(self.page)

    def _apply(self) -> None:
        rows = self.page.rows()
        title = tr("Order and prefixes of compounds")
        self._side.edit(lambda layers: site_edits.arrange_compounds(layers, rows, title))
        self.leave()
