"""The widget of a choice in QGIS's dialogs: titles in the planner's language, words as the values.

Only dialogs load it, by its name in the metadata of a parameter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from processing.gui.wrappers import dialogTypes
from qgis.gui import (
    QgsAbstractProcessingParameterWidgetWrapper,
    QgsCheckableComboBox,
    QgsGui,
    QgsProcessingGui,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QWidget

from ..workspace.translation import tr
from .choice_words import choice_titles

_CHECK = Qt.ItemDataRole.CheckStateRole


class ChoiceWidget:
    """What QGIS makes for a parameter: ours in dialogs, its own in the model designer.

    There a value may also come from an input of the model or from an expression, which QGIS's widget offers.
    """

    def __new__(cls, parameter: Any, dialog: Any, _row: int = 0, _column: int = 0) -> Any:
        """Return the wrapper for the kind of dialog."""
        kind = dialogTypes.get(type(dialog).__name__, QgsProcessingGui.WidgetType.Standard)
        if kind == QgsProcessingGui.WidgetType.Modeler:
            registry = QgsGui.processingGuiRegistry()
            made = registry.createModelerParameterWidget(
                dialog.model, dialog.childId, parameter, dialog.context
            )
            made.setDialog(dialog)
            return made
        several = parameter.allowMultiple()
        return (SeveralChoicesWrapper if several else ChoiceWrapper)(parameter, kind)


class ChoiceWrapper(QgsAbstractProcessingParameterWidgetWrapper):
    """One of several words, or none where the parameter has no default."""

    def createWidget(self) -> QWidget:  # noqa: D102
        box = QComboBox()
        if self.parameterDefinition().defaultValue() is None:
            box.addItem(tr("As stored in the community"), None)
        for word, title in _titled(self.parameterDefinition()):
            box.addItem(title, word)
        box.currentIndexChanged.connect(lambda _: self.widgetValueHasChanged.emit(self))
        return box

    # The widget is QGIS's once it is made: what Python held of it is not to be used again.

    def setWidgetValue(self, value: Any, context: Any) -> None:  # noqa: D102
        box = self.wrappedWidget()
        box.setCurrentIndex(max(box.findData(value), 0) if isinstance(value, str) else 0)

    def widgetValue(self) -> Any:  # noqa: D102
        return self.wrappedWidget().currentData()


class SeveralChoicesWrapper(QgsAbstractProcessingParameterWidgetWrapper):
    """Any number of words."""

    def createWidget(self) -> QWidget:  # noqa: D102
        box = QgsCheckableComboBox()
        box.setSeparator(tr(", "))
        for word, title in _titled(self.parameterDefinition()):
            box.addItemWithCheckState(title, Qt.CheckState.Unchecked, word)
        box.checkedItemsChanged.connect(lambda _: self.widgetValueHasChanged.emit(self))
        return box

    def setWidgetValue(self, value: Any, context: Any) -> None:  # noqa: D102
        box = self.wrappedWidget()
        chosen = value.split(",") if isinstance(value, str) else value or []
        for at in range(box.count()):
            ticked = box.itemData(at) in chosen
            box.setItemData(at, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked, _CHECK)

    def widgetValue(self) -> Any:  # noqa: D102
        box = self.wrappedWidget()
        states = (Qt.CheckState(box.itemData(at, _CHECK)) for at in range(box.count()))
        return [box.itemData(at) for at, state in enumerate(states) if state == Qt.CheckState.Checked]


def _titled(parameter: Any) -> Iterator[tuple[str, str]]:
    """Return the words of a parameter, each with its title."""
    return zip(parameter.options(), choice_titles(parameter.name(), parameter.options()))
