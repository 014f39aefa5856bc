"""Whether a survey renews one of its site that the community has already."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ...workspace.translation import tr
from .choices import Choice, Choices, note

AUTO, NONE = "auto", "none"


class EarlierPage(QScrollArea):
    """Surveys of the same ground, and what becomes of each when this one renews it."""

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        inside = QWidget(self)
        self._evidence, self._means = note(inside), note(inside)
        self._means.setText(
            tr(
                "A survey that is renewed gives up the objects that the new one has too, or whose ground it "
                "covers. Places keep their numbers and comments; those whose object moved, changed or "
                "is gone are listed in the report and marked for a look."
            )
        )
        self.choices = Choices(inside)
        self.choices.chosen.connect(self.chosen)
        layout = QVBoxLayout(inside)
        layout.addWidget(self._evidence)
        layout.addSpacing(6)
        layout.addWidget(self.choices)
        layout.addSpacing(6)
        layout.addWidget(self._means)
        layout.addStretch(1)
        self.setWidget(inside)

    def show_earlier(self, found: Any, taken: str | None) -> None:
        """Show the surveys met, each with the share of ground in common, and what was chosen."""
        self._evidence.setText(
            tr("The community has a survey of this ground already.")
            if len(found) == 1
            else tr("The community has {n} surveys of this ground already.").format(n=len(found))
        )
        self.choices.offer(_offered(found), taken or AUTO)


def _offered(found: Any) -> list[Choice]:
    compared = Choice(
        AUTO, tr("Compare, and renew what is the same survey"),
        tr("one is renewed when half of its objects or more are in this one too"), suggested=True,
    )  # fmt: skip
    named = [
        Choice(
            earlier.id, tr("It renews {file}").format(file=earlier.file),
            tr("imported on {day}, {n} % of the ground in common").format(
                day=earlier.day, n=round(100 * share)
            ),
        )
        for earlier, share in found
    ]  # fmt: skip
    if len(found) > 1:
        every = ",".join(earlier.id for earlier, _ in found)
        named.append(Choice(every, tr("It renews all of them"), ""))
    beside = Choice(NONE, tr("It is another drawing: keep both"), tr("nothing is compared or taken away"))
    return [compared, *named, beside]
