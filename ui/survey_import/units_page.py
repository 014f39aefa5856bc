"""How long the drawing's unit is, and what each unit would give."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...workspace.translation import tr
from .choices import Choice, Choices, note


class UnitsPage(QWidget):
    """Units with the width of the site and the height of its texts in each."""

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evidence = note(self)
        self.choices = Choices(self)
        self.choices.chosen.connect(self.chosen)
        layout = QVBoxLayout(self)
        layout.addWidget(self._evidence)
        layout.addSpacing(6)
        layout.addWidget(self.choices)
        layout.addStretch(1)

    def show_preview(self, preview: Any, unit: str | None) -> None:
        """Show what is known of a file's unit, and what was answered."""
        from ...workspace.suggestions import unit_gives, unit_name
        from ...workspace.survey_answers import suggested_units, unit_choices
        from ...workspace.survey_words import unit_reason

        found = suggested_units(preview)
        self._evidence.setText(unit_reason(found.reason, found.declared))
        offered = [
            Choice(
                choice.unit,
                f"{unit_name(choice.unit)} ({choice.unit})",
                " · ".join(unit_gives(choice) + ([] if choice.plausible else [tr("no plausible size")])),
                suggested=choice.unit == found.unit,
            )
            for choice in unit_choices(preview)
        ]
        taken = found.unit if unit == "" else unit
        self.choices.offer([] if found.reason == "crs" else offered, taken)
