"""Editors for the cells of the catalogue: a list to choose from, a list to tick, or a line to type."""

from __future__ import annotations

from typing import Any

from qgis.gui import QgsCheckableComboBox
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QComboBox, QCompleter, QStyledItemDelegate, QWidget

from ...community.editing.checks import parts_of
from ...workspace.pictograms import pictogram
from .model import FIELD, Kinds, choice_names


class Cells(QStyledItemDelegate):
    """Makes the editor that fits a cell."""

    def createEditor(self, parent: QWidget, option: Any, index: QModelIndex) -> QWidget:
        """Return the editor of a cell."""
        field = index.data(FIELD)
        if field is None or not field.choices:
            return super().createEditor(parent, option, index)
        kinds = _source(index).kinds()
        editor = QgsCheckableComboBox(parent) if field.several else _Choice(parent)
        if not field.needed and not field.several:
            editor.addItem("—", "")
        for value, name, icon in _choices(field.choices, kinds):
            if field.several:
                editor.addItemWithCheckState(name, Qt.CheckState.Unchecked, value)
                editor.setItemIcon(editor.count() - 1, icon)
            else:
                editor.addItem(icon, name, value)
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex) -> None:
        """Show in the editor what the cell holds."""
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QgsCheckableComboBox):
            held = set(parts_of(text))
            for at in range(editor.count()):
                ticked = editor.itemData(at) in held
                state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
                editor.setItemCheckState(at, state)
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(text), 0))
            if editor.isEditable():
                editor.lineEdit().selectAll()
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: Any, index: QModelIndex) -> None:
        """Put into the cell what the editor holds."""
        if isinstance(editor, QgsCheckableComboBox):
            held = parts_of(str(index.data(Qt.ItemDataRole.EditRole)))
            ticked = [str(value) for value in editor.checkedItemsData()]
            # The first kind is the one meant most: ticking others does not change the order.
            ordered = [part for part in held if part in ticked]
            ordered += [value for value in ticked if value not in held]
            model.setData(index, "|".join(ordered))
        elif isinstance(editor, QComboBox):
            at = editor.findText(editor.currentText(), Qt.MatchFlag.MatchFixedString)
            if at >= 0:
                model.setData(index, editor.itemData(at))
        else:
            super().setModelData(editor, model, index)


class _Choice(QComboBox):
    """A list in which one finds an entry by typing any part of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.completer().setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.completer().setFilterMode(Qt.MatchFlag.MatchContains)


def _source(index: QModelIndex) -> Any:
    """Return the model of the table behind a filtered view."""
    model = index.model()
    return model.sourceModel() if hasattr(model, "sourceModel") else model


def _choices(choices: str, kinds: Kinds) -> list[tuple[str, str, QIcon]]:
    """Return value, name and icon of what a cell can hold."""
    if choices == "kind":
        return [(kind, name, pictogram(of, drawing)) for kind, (of, drawing, name) in kinds.items()]
    return [(value, name, QIcon()) for value, name in choice_names(choices).items()]
