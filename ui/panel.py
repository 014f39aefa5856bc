"""The dock panel: the community that is open, its steps, and what the check found."""

from __future__ import annotations

import json
from typing import Any

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAction,
    QActionGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..workspace.settings import recent_communities
from ..workspace.translation import tr
from .findings import Findings
from .plain_text import tip
from .search import PlaceSearch
from .step_row import StepRow
from .steps import steps
from .widgets import heading, link


class Panel(QgsDockWidget):
    """Shows the state and asks for commands; it does none of the work itself."""

    asked = pyqtSignal(str)
    open_asked = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Commonplan"), parent)
        self.setObjectName("CommonplanPanel")
        self.findings = Findings(self)
        self.findings.check_asked.connect(lambda: self.asked.emit("checkcommunity"))
        self.search = PlaceSearch(self)
        self._rows: list[StepRow] = []
        self._pages = QStackedWidget(self)
        self._welcome = _welcome_page(self)
        self._pages.addWidget(self._welcome)
        self._pages.addWidget(self._work_page())
        self.setWidget(self._pages)
        self.show_status(None)

    def _work_page(self) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header())
        layout.addWidget(self.search)
        for number, step in enumerate(steps(), 1):
            row = StepRow(number, step, page)
            row.asked.connect(self.asked)
            layout.addWidget(_line(page))
            layout.addWidget(row)
            self._rows.append(row)
        layout.addWidget(_line(page))
        layout.addWidget(self.findings)
        layout.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        # Without a horizontal scroll bar nothing may be narrower than its buttons.
        area.setMinimumWidth(page.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
        return area

    def _header(self) -> QWidget:
        header = QWidget(self)
        layout = QHBoxLayout(header)
        layout.setContentsMargins(10, 10, 10, 10)
        words = QVBoxLayout()
        self._name = heading("", header, 1.35)
        self._name.setWordWrap(True)
        self._summary = QLabel(header)
        self._summary.setWordWrap(True)
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        words.addWidget(self._name)
        words.addWidget(self._summary)
        layout.addLayout(words, 1)
        layout.addWidget(self._menu_button(header), 0, Qt.AlignmentFlag.AlignTop)
        return header

    def _menu_button(self, parent: QWidget) -> QToolButton:
        button = QToolButton(parent)
        button.setText("⋯")
        button.setToolTip(tr("Community"))
        button.setObjectName("community_menu")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for label, command in (
            (tr("Save edits"), "save"),
            (tr("Community profile…"), "show_profile"),
            (tr("Save a copy…"), "save_copy"),
            (tr("Restore a backup…"), "restorebackup"),
            (tr("Imagery beneath the survey…"), "addbackground"),
            (tr("Online base map…"), "online_map"),
            (tr("Help"), "help"),
            (tr("Close community"), "close"),
        ):
            action = menu.addAction(label)
            action.setObjectName(command)
            action.triggered.connect(lambda _=False, command=command: self.asked.emit(command))
        self._dark = menu.addAction(tr("Dark ground"))
        self._dark.setObjectName("dark_ground")
        self._dark.setCheckable(True)
        self._dark.triggered.connect(lambda _=False: self.asked.emit("dark_ground"))
        menu.addMenu(self._state_menu(menu))
        button.setMenu(menu)
        return button

    def _state_menu(self, parent: QMenu) -> QMenu:
        """Return the choice between what exists and what is planned."""
        menu = QMenu(tr("State shown"), parent)
        group = QActionGroup(menu)
        self._states: dict[str, QAction] = {}
        for label, state in (
            (tr("Everything"), "everything"),
            (tr("Existing state"), "existing"),
            (tr("Planned state"), "planned"),
        ):
            action = menu.addAction(label)
            action.setObjectName(f"state_{state}")
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _=False, state=state: self.asked.emit(f"state_{state}"))
            self._states[state] = action
        return menu

    def show_state(self, state: str) -> None:
        """Show in the menu which state the map shows."""
        self._states[state].setChecked(True)

    def show_status(self, status: Any) -> None:
        """Show the counts of the open community, or the welcome page when there is none."""
        if status is None:
            self._fill_recent()
            self._pages.setCurrentIndex(0)
            return
        if self._pages.currentIndex() == 0:
            self._pages.setCurrentIndex(1)
        self._name.setText(status["name"])
        words = [
            tr("compounds: {n}").format(n=status["compounds"]) if status["compounds"] else "",
            tr("households: {n}").format(n=status["households"]) if status["households"] else "",
            status.crs_name,
        ]
        self._summary.setText(" · ".join(word for word in words if word))
        for row in self._rows:
            row.show_state(row.step.state(status))

    def show_ground(self, name: str) -> None:
        """Show in the menu which ground the map is drawn on: light or dark."""
        self._dark.setChecked(name == "dark")

    def add_page(self, page: QWidget) -> None:
        """Take in a page that can stand in the place of the steps."""
        self._pages.addWidget(page)

    def turn_to(self, page: QWidget | None) -> None:
        """Show a page, or the steps again."""
        if page is not None:
            self._pages.setCurrentWidget(page)
            self.show()
        elif self._pages.currentIndex() > 1:
            self._pages.setCurrentIndex(1)

    def show_report(self, report: str) -> None:
        """Show what the check found."""
        self.findings.show_findings(json.loads(report).get("entries", []))

    def _fill_recent(self) -> None:
        layout = self._welcome.recent
        while layout.count():
            layout.takeAt(0).widget().deleteLater()
        for path in recent_communities():
            button = link(path.stem, self._welcome)
            button.setToolTip(tip(str(path)))
            button.clicked.connect(lambda _=False, path=path: self.open_asked.emit(path))
            layout.addWidget(button)


class _Welcome(QWidget):
    """The page without a community: create, open, recent ones."""

    recent: QVBoxLayout


def _welcome_page(panel: Panel) -> _Welcome:
    page = _Welcome(panel)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(16, 16, 16, 16)
    layout.setSpacing(10)
    words = QLabel(
        tr("From a surveyed map to numbered places, residents' voices and a package on public display."), page
    )
    words.setWordWrap(True)
    layout.addWidget(words)
    for label, command in (
        (tr("New community…"), "createcommunity"),
        (tr("Open community…"), "open"),
        (tr("Help"), "help"),
    ):
        button = QPushButton(label, page)
        button.setObjectName(command)
        button.clicked.connect(lambda _=False, command=command: panel.asked.emit(command))
        layout.addWidget(button)
    layout.addWidget(heading(tr("Recent"), page))
    page.recent = QVBoxLayout()
    page.recent.setSpacing(6)
    layout.addLayout(page.recent)
    layout.addStretch(1)
    return page


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Sunken)
    return line
