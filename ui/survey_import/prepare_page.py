"""The files of one import, looked at and answered for: what has to be known before they come in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ...workspace.translation import tr
from .answer_pages import AnswerPages
from .drafts import FAILED, READ, WAITING, Draft
from .files import FileList
from .map_preview import MapPreview

_SHARED = ("units", "crs", "own_grid", "control_points", "encoding")


class PreparePage(QWidget):
    """Holds the drafts; shows the one chosen on the map and page by page."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drafts: list[Draft] = []
        self._current = -1
        self._around: Any = None
        self.files, self.map, self.pages = FileList(self), MapPreview(self), AnswerPages(self)
        self.files.added.connect(self.add_files)
        self.files.removed.connect(self._remove)
        self.files.selected.connect(self.select)
        self.files.shared.connect(self._share_answers)
        self.pages.answered.connect(self._answer)
        self.pages.layers_shown.connect(self.map.show_layers)
        self.pages.place.picking.connect(self.map.pick_points)
        self.map.picked.connect(self.pages.place.take_spot)
        self._problem = QLabel(self)
        self._problem.setWordWrap(True)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._problem.setMargin(16)
        self._lay_out()

    def _lay_out(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.files)
        column.addWidget(self.map, 1)
        self._right = QStackedWidget(self)
        self._right.addWidget(self.pages)
        self._right.addWidget(self._problem)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self._right)
        splitter.setSizes([375, 745])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    @property
    def draft(self) -> Draft | None:
        """The file that is looked at."""
        return self.drafts[self._current] if 0 <= self._current < len(self.drafts) else None

    def take_surroundings(self, around: Any) -> None:
        """Learn what the surveys come into; only then are they read: packages are loaded by then."""
        self._around = around
        for draft in self.drafts:
            if draft.state == WAITING:
                self._look_at(draft)
        self.refresh()

    # files

    def add_files(self, files: list[Path]) -> None:
        """Look at these files in the background; one that is there already is not taken twice."""
        known = {draft.file for draft in self.drafts}
        new = [file for file in dict.fromkeys(files) if file not in known]
        for file in new:
            draft = Draft(file, self)
            draft.changed.connect(self.refresh)
            draft.looked.connect(lambda draft=draft: self._show_draft(draft))
            self.drafts.append(draft)
            if self._around is not None:
                self._look_at(draft)
        if new:
            self.select(len(self.drafts) - len(new))
        self.refresh()

    def _look_at(self, draft: Draft) -> None:
        from ...workspace.survey_preview import Reading

        draft.look(Reading(systems=self._around.systems))

    def _remove(self, position: int) -> None:
        draft = self.drafts.pop(position)
        draft.cancel()
        draft.deleteLater()
        self._current = -1
        self.select(min(position, len(self.drafts) - 1))

    def clear(self) -> None:
        """Let go of all files."""
        while self.drafts:
            draft = self.drafts.pop()
            draft.cancel()
            draft.deleteLater()
        self._current, self._around = -1, None
        self.map.clear()

    def select(self, position: int) -> None:
        """Look at another file."""
        if position == self._current:
            return
        self._current = position
        if self.draft is not None:
            self._show_draft(self.draft)
        self.refresh()

    def _show_draft(self, draft: Draft) -> None:
        if draft is not self.draft:
            return
        if draft.preview is None:
            self.map.clear()
            return
        self.map.show_preview(draft.preview, draft.features, draft.answers.layers)
        self.pages.show_preview(draft)

    def refresh(self) -> None:
        """Show anew how far all files are, and what the chosen one still asks."""
        self.files.show_drafts(self.drafts, self._current, self.questions)
        draft = self.draft
        answerable = draft is not None and draft.preview is not None and self._around is not None
        self._right.setCurrentWidget(self.pages if answerable else self._problem)
        if draft is not None and answerable:
            self.pages.show_answers(draft, self._around, self.questions(draft))
        elif draft is not None:
            self._problem.setText(draft.error if draft.state == FAILED else tr("The file is being read…"))
        self.changed.emit()

    # answers

    def questions(self, draft: Draft) -> list[str]:
        """Return what a file still asks."""
        if draft.state != READ or self._around is None:
            return []
        from ...workspace.survey_answers import open_questions

        return open_questions(draft.answers, self._around)

    def ready(self) -> list[Draft]:
        """Return the files that can come in, once none asks and none is being read; else nothing."""
        usable = [draft for draft in self.drafts if draft.state == READ]
        reading = any(draft.state not in (READ, FAILED) for draft in self.drafts)
        asking = any(self.questions(draft) for draft in usable)
        return [] if reading or asking or self._around is None else usable

    def first_question(self) -> tuple[int, str] | None:
        """Return the file, by its position, and the question to be answered next."""
        order = [self._current, *range(len(self.drafts))] if self.draft else []
        found = ((place, question) for place in order for question in self.questions(self.drafts[place]))
        return next(found, None)

    def turn_to_next(self) -> None:
        """Bring the next question to the front."""
        first = self.first_question()
        if first is not None:
            self.select(first[0])
            self.pages.turn_to(first[1])

    def known_already(self) -> list[str]:
        """Return the names of files that the community has, to the byte."""
        known = self._around.known if self._around is not None else {}
        return [draft.file.name for draft in self.drafts if draft.preview and draft.preview.sha256 in known]

    def _answer(self, changes: dict[str, Any]) -> None:
        draft = self.draft
        if draft is None or draft.answers is None:
            return
        if "more" in changes:
            changes = {**changes, "more": {**draft.answers.more, **changes["more"]}}
        draft.answer(**changes)

    def _share_answers(self) -> None:
        draft = self.draft
        if draft is None or draft.answers is None:
            return
        shared = {name: getattr(draft.answers, name) for name in _SHARED}
        given = {name: value for name, value in shared.items() if value or name == "own_grid"}
        # Which survey it renews is each file's own affair.
        more = {name: word for name, word in draft.answers.more.items() if name != "REPLACES"}
        for other in self.drafts:
            if other is not draft and other.answers is not None:
                other.answer(**given, more={**other.answers.more, **more})
