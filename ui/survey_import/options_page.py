"""Further choices of the import algorithm, as far as this version of it has them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QWidget

OFFERED = ("BLOCKS", "AXES", "FIT")


class OptionsPage(QWidget):
    """A box for each choice; the first is what the algorithm does by itself."""

    chosen = pyqtSignal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, QComboBox] = {}
        self._defaults: dict[str, Any] = {}
        form = QFormLayout(self)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        algorithm = QgsApplication.processingRegistry().algorithmById("commonplan:importsurvey")
        for definition in algorithm.parameterDefinitions() if algorithm is not None else ():
            if definition.name() in OFFERED:
                box = self._box(definition)
                self._boxes[definition.name()] = box
                self._defaults[definition.name()] = definition.defaultValue()
                form.addRow(definition.description(), box)

    def _box(self, definition: Any) -> QComboBox:
        from ...workspace.survey_words import option

        box = QComboBox(self)
        box.setObjectName(definition.name().lower())
        for word in definition.options():
            box.addItem(option(word), word)
        box.setCurrentIndex(max(box.findData(definition.defaultValue()), 0))
        box.activated.connect(lambda _: self.chosen.emit(self._values()))
        return box

    def _values(self) -> dict[str, Any]:
        return {name: box.currentData() for name, box in self._boxes.items()}

    def has_any(self) -> bool:
        """Tell whether there is anything to choose."""
        return bool(self._boxes)

    def show_options(self, more: Any, useful: Collection[str]) -> None:
        """Show what was chosen for a file; where nothing was, what the algorithm does by itself.

        Only those that make a difference for this file can be changed.
        """
        for name, box in self._boxes.items():
            box.setEnabled(name in useful)
            box.setCurrentIndex(max(box.findData(more.get(name, self._defaults[name])), 0))
