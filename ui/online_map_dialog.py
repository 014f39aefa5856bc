"""Ask for a base map of the web, and for the key of its service when none is kept yet."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ..workspace.translation import tr

_NOTE = 60  # characters


class OnlineMapDialog(QDialog):
    """A list of maps; the key is asked for where it is needed, and written nowhere but into QGIS's store."""

    def __init__(self, parent: QWidget | None = None) -> None:
        from ..community.catalogue import online_maps
        from ..workspace.translation import language

        super().__init__(parent)
        self.setObjectName("online_map_dialog")
        self.setWindowTitle(tr("Online base map"))
        self._maps = QComboBox(self)
        for name, row in online_maps().iterrows():
            self._maps.addItem(str(row[language()]), str(name))
        self._key = QLineEdit(self)
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key_label = QLabel(tr("Key (tk)"), self)
        self._key_label.setBuddy(self._key)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(tr("Map"), self._maps)
        form.addRow(self._key_label, self._key)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(_note(self))
        layout.addWidget(self._buttons)
        self._maps.currentIndexChanged.connect(lambda _: self._ask_for_key())
        self._key.textChanged.connect(lambda _: self._allow())
        self._ask_for_key()

    @property
    def chosen(self) -> str:
        """The map's word in the catalogue."""
        return str(self._maps.currentData())

    @property
    def key(self) -> str:
        """The key typed, empty when none was asked for."""
        return self._key.text().strip() if self._needs_key else ""

    def _ask_for_key(self) -> None:
        from ..workspace.online_maps import needs_key

        self._needs_key = needs_key(self.chosen)
        self._key.setVisible(self._needs_key)
        self._key_label.setVisible(self._needs_key)
        self._allow()

    def _allow(self) -> None:
        ready = not self._needs_key or bool(self._key.text().strip())
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(ready)


def _note(parent: QWidget) -> QLabel:
    note = QLabel(
        tr(
            "In mainland China show only map services that are approved there, such as Tianditu; its key is "
            "given out at console.tianditu.gov.cn and kept encrypted by QGIS, never in the project. "
            "The map is for your eyes: no sheet and no package shows it. It needs a network; without one "
            "it stays empty."
        ),
        parent,
    )
    note.setWordWrap(True)
    note.setTextFormat(Qt.TextFormat.PlainText)
    width = _NOTE * note.fontMetrics().averageCharWidth()
    note.setMinimumSize(
        width, note.heightForWidth(width)
    )  # a dialog does not ask wrapped text for its height
    return note


def ask_online_map(parent: QWidget | None) -> Any:
    """Ask for a map; the dialog with what was chosen, None when the planner gives up."""
    dialog = OnlineMapDialog(parent)
    return dialog if dialog.exec() else None
