"""What one file leaves open, page by page: where it lies, its unit, its texts, its layers."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QTabWidget, QWidget

from ...workspace.translation import tr
from ..steps import ATTENTION, DONE
from ..widgets import mark_icon
from .earlier_page import EarlierPage
from .files import question_title
from .layers_page import LayersPage
from .options_page import OptionsPage
from .place_page import PlacePage
from .texts_page import TextsPage
from .units_page import UnitsPage


class AnswerPages(QTabWidget):
    """The pages in the order in which they are asked; a mark on each says whether it is answered."""

    answered = pyqtSignal(dict)
    layers_shown = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.place, self.units = PlacePage(self), UnitsPage(self)
        self.texts, self.layers = TextsPage(self), LayersPage(self)
        self._pages: dict[str, QWidget] = {
            "place": self.place, "units": self.units, "texts": self.texts, "layers": self.layers,
        }  # fmt: skip
        for question, page in self._pages.items():
            self.addTab(page, question_title(question))
        self.options = OptionsPage(self)
        if self.options.has_any():
            self.addTab(self.options, tr("Options"))
        self.options.chosen.connect(lambda more: self.answered.emit({"more": more}))
        self.earlier = EarlierPage(self)
        self.addTab(self.earlier, tr("Earlier survey"))
        self.earlier.chosen.connect(lambda wish: self.answered.emit({"more": {"REPLACES": wish}}))
        self.place.answered.connect(self.answered)
        self.units.chosen.connect(lambda unit: self.answered.emit({"units": unit}))
        self.texts.chosen.connect(lambda encoding: self.answered.emit({"encoding": encoding}))
        self.layers.chosen.connect(self._choose_layers)

    def _choose_layers(self, wanted: Any) -> None:
        self.answered.emit({"layers": wanted})
        self.layers_shown.emit(wanted)

    def show_preview(self, draft: Any) -> None:
        """Show a file anew: another one, or one that was read again."""
        self.layers.show_layers(draft.preview.layers, draft.answers.layers)
        self.texts.show_preview(draft.preview, draft.answers.encoding)

    def show_answers(self, draft: Any, around: Any, questions: list[str]) -> None:
        """Show what was answered, and what is still asked."""
        from ...workspace.survey_answers import earlier_here, options_for

        self.place.show_draft(draft, around)
        self.units.show_preview(draft.preview, draft.answers.units)
        self.options.show_options(draft.answers.more, options_for(draft.preview))
        earlier = earlier_here(draft.preview, draft.answers, around)
        self.setTabVisible(self.indexOf(self.earlier), bool(earlier))
        self.earlier.show_earlier(earlier, draft.answers.more.get("REPLACES"))
        self.texts.confirm.setVisible(draft.answers.encoding is None)
        for question, page in self._pages.items():
            mark = ATTENTION if question in questions else DONE
            self.setTabIcon(self.indexOf(page), mark_icon(mark, self))

    def turn_to(self, question: str) -> None:
        """Bring a question's page to the front, ready for the keyboard."""
        page = self._pages[question]
        self.setCurrentWidget(page)
        page.setFocus()
