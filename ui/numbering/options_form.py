"""What to number by: the methods beside each other with the length of their ways, and the options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...workspace.translation import tr

METHODS = ("auto", "bearing", "boundary", "loop", "manual")


@dataclass(frozen=True)
class Wishes:
    """The options as chosen; the words are those of `numberplaces`."""

    method: str
    series: str
    street_side: str
    new_places: str
    publish: bool


class OptionsForm(QWidget):
    """Every change is told at once; the tools of a method are asked for by name."""

    changed = pyqtSignal()
    tool_asked = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._methods = QButtonGroup(self)
        self._lengths: dict[str, QLabel] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._method_grid())
        self._why = QLabel(self)
        self._why.setObjectName("number_reason")
        self._why.setWordWrap(True)
        self._why.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(self._why)
        layout.addLayout(self._choices())
        self._methods.buttonToggled.connect(lambda _button, on: self.changed.emit() if on else None)

    def _method_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        titles = {
            "auto": tr("Suggested"), "bearing": tr("Clock hand"), "boundary": tr("Along the boundary"),
            "loop": tr("Along a line"), "manual": tr("In an order of your own"),
        }  # fmt: skip
        tools = {
            "loop": ((tr("Draw"), "draw_line"), (tr("Pick"), "pick_line")),
            "manual": ((tr("Click in turn"), "click_in_turn"),),
        }
        for row, method in enumerate(METHODS):
            button = QRadioButton(titles[method], self)
            button.setObjectName(f"method_{method}")
            self._methods.addButton(button, row)
            grid.addWidget(button, row, 0)
            beside = QHBoxLayout()
            grid.addLayout(beside, row, 1)
            for label, tool in tools.get(method, ()):
                asking = QToolButton(self)
                asking.setText(label)
                asking.setObjectName(tool)
                asking.clicked.connect(lambda _=False, tool=tool: self.tool_asked.emit(tool))
                beside.addWidget(asking)
            self._lengths[method] = QLabel(self)
            grid.addWidget(self._lengths[method], row, 2, Qt.AlignmentFlag.AlignRight)
        self._methods.button(0).setChecked(True)
        return grid

    def _choices(self) -> QFormLayout:
        form = QFormLayout()
        self._series = self._combo(
            "number_series", (tr("One"), "one"), (tr("One for each class"), "per_class")
        )
        self._street = self._combo(
            "number_street", (tr("After the courtyard"), "after"), (tr("Mixed in"), "mixed")
        )
        self._new = self._combo(
            "number_new",
            (tr("With a suffix (7-1)"), "suffix"), (tr("The next free number"), "append"),
            (tr("Renumber everything"), "renumber"),
        )  # fmt: skip
        self._publish = QCheckBox(tr("Publish: lock all numbers"), self)
        self._publish.setObjectName("number_publish")
        self._publish.toggled.connect(self.changed)
        form.addRow(tr("Series"), self._series)
        form.addRow(tr("Reached from the street"), self._street)
        form.addRow(tr("Places added later"), self._new)
        form.addRow(self._publish)
        return form

    def _combo(self, name: str, *entries: tuple[str, str]) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        for label, word in entries:
            combo.addItem(label, word)
        combo.currentIndexChanged.connect(self.changed)
        return combo

    def wishes(self) -> Wishes:
        """Return the options as chosen."""
        series, street, new = (str(c.currentData()) for c in (self._series, self._street, self._new))
        return Wishes(METHODS[self._methods.checkedId()], series, street, new, self._publish.isChecked())

    def choose_method(self, method: str) -> None:
        """Choose a method as if it had been clicked."""
        self._methods.button(METHODS.index(method)).setChecked(True)

    def start_with(self, stored: Mapping[str, Any], *, published: bool) -> None:
        """Begin with what the last run settled, without telling of it as a change."""
        self.blockSignals(True)
        self._methods.button(0).setChecked(True)
        for combo, key in ((self._series, "series"), (self._street, "street_side")):
            combo.setCurrentIndex(max(combo.findData(stored.get(key)), 0))
        self._new.setCurrentIndex(0)
        self._publish.setChecked(False)
        self.show_published(published)
        self.blockSignals(False)

    def show_published(self, published: bool) -> None:  # noqa: FBT001 (a state, not an option)
        """Offer what is to be done with new places only where numbers are locked."""
        self._new.setEnabled(published)
        self._publish.setVisible(not published)

    def show_lengths(self, lengths: Mapping[str, float], why: str, taken: str) -> None:
        """Show the lengths of the ways by method in metres, why this method, and how `auto` came to it."""
        for method, label in self._lengths.items():
            label.setText(tr("{n} m").format(n=f"{lengths[method]:.0f}") if method in lengths else "")
        words = {"kept": tr("As before"), "suggested": tr("Suggested")}
        self._methods.button(0).setText(words.get(taken, tr("Suggested")))
        self._why.setText(why)
