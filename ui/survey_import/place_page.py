"""Where on Earth a survey lies: CRS with what each would give, or a grid of its own with control points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem
from qgis.gui import QgsFileWidget, QgsProjectionSelectionWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ...community.errors import CommonplanError
from ...workspace.messages import render
from ...workspace.translation import tr
from .choices import Choice, Choices, note
from .fit_table import FitTable
from .pair_form import PairForm

OTHER, OWN_GRID, LOCAL, OF_FILE = "other", "own_grid", "local", "file"
EXCHANGED = "exchanged "
"""Before a CRS in which the survey only makes sense with north and east exchanged."""


class PlacePage(QScrollArea):
    """Asks for the CRS; what is answered goes out as changes of the answers."""

    answered = pyqtSignal(dict)
    picking = pyqtSignal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Any = None
        self._around: Any = None
        self._taken: str | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        inside = QWidget(self)
        self._evidence = note(inside)
        self.choices = Choices(inside)
        self.choices.chosen.connect(self._choose)
        self.other = QgsProjectionSelectionWidget(inside)
        self.other.setObjectName("other_crs")
        self.other.crsChanged.connect(self._choose_other)
        self.control = QgsFileWidget(inside)
        self.control.setObjectName("control_points")
        self.control.setFilter(tr("Control points (*.csv *.txt *.dat)"))
        self.control.setDialogTitle(tr("Control points (CSV: name, x, y, easting, northing)"))
        self.control.fileChanged.connect(self._choose_control)
        self._control_note = note(inside)
        self._control_note.setText(
            tr(
                "At least two pairs, better four: from a CSV (name, x and y in the drawing, easting, "
                "northing), or picked on the map."
            )
        )
        self._other_note = note(inside)
        self.pairs = PairForm(inside)
        self.pairs.picking.connect(self.picking)
        self.pairs.changed.connect(self._take_pairs)
        self.pairs.known_in.connect(self._take_known_side)
        self.fit = FitTable(inside)
        layout = QVBoxLayout(inside)
        for widget in (
            self._evidence, self.choices, self._control_note, self.control, self.pairs, self.fit, self.other,
            self._other_note,
        ):  # fmt: skip
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setWidget(inside)

    def show_draft(self, draft: Any, around: Any) -> None:
        """Show what is known of where a file lies, and what was answered."""
        if draft is not self._draft:
            self._draft, self._taken = draft, None
            self._show_control(draft.answers.control_points)
            self.verticalScrollBar().setValue(0)  # where the page of the file before was left
        if around is not self._around:
            self.pairs.offer(around.pairs)
        self._around = around
        answers = draft.answers
        choices = self._offered()
        taken = self._taken or self._key_of(answers, {choice.key for choice in choices})
        self.choices.offer(choices, taken)
        self._taken = taken
        for widget in (self._control_note, self.control, self.pairs, self.fit):
            widget.setVisible(taken == OWN_GRID)
        if taken != OWN_GRID:
            self.pairs.pick.setChecked(False)
        for widget in (self.other, self._other_note):
            widget.setVisible(taken in (OTHER, OWN_GRID))
        self._show_fit()

    def _key_of(self, answers: Any, offered: set[str]) -> str | None:
        if answers.own_grid:
            return OWN_GRID
        if answers.crs is None:
            return None
        if answers.crs == "":
            return OF_FILE
        return answers.crs if answers.crs in offered else OTHER

    def _offered(self) -> list[Choice]:
        from ...workspace.suggestions import crs_title
        from ...workspace.survey_answers import crs_choices, crs_when_exchanged, is_local_community

        preview, answers = self._draft.preview, self._draft.answers
        own = Choice(
            OWN_GRID, tr("A grid of the city's own, tied by control points"),
            tr("residuals, scale and rotation are shown"),
        )  # fmt: skip
        if preview.crs is not None:
            self._evidence.setText(tr("The file says its coordinate system."))
            return [
                Choice(
                    OF_FILE,
                    QgsCoordinateReferenceSystem.fromWkt(preview.crs).description(),
                    tr("as the file says"),
                    suggested=True,
                )
            ]
        if is_local_community(self._around):
            self._evidence.setText(
                tr("The community is in local metres: the survey must be in the same grid, or tied to it.")
            )
            return [Choice(LOCAL, tr("Local metres, as the community"), "", suggested=True), own]
        sites = crs_choices(preview, answers.units, self._around)
        exchanged = crs_when_exchanged(preview, answers.units, self._around)
        self._evidence.setText(_evidence(preview, sites, exchanged))
        offered = [
            Choice(site.crs, crs_title(site), _gives(site), suggested=site.likely and position == 0)
            for position, site in enumerate(sites)
        ]
        if exchanged is not None:
            key = EXCHANGED + exchanged.crs
            gives = " · ".join((tr("with north and east exchanged"), _gives(exchanged)))
            title = crs_title(replace(exchanged, swapped=False))
            offered.insert(0, Choice(key, title, gives, suggested=True))
        other = Choice(OTHER, tr("Another coordinate system"), "")
        return [*offered, own, other]

    def _choose(self, key: str) -> None:
        exchanged = key.startswith(EXCHANGED)
        key = key[len(EXCHANGED) :] if exchanged else key
        self._taken = key
        if exchanged:
            self.answered.emit({"own_grid": False, "crs": key, "more": {"AXES": "north_east"}})
        elif key == OWN_GRID:
            self._offer_known_side()
            self.answered.emit({"own_grid": True, "crs": self._other_code()})
        elif key == OTHER:
            self.answered.emit({"own_grid": False, "crs": self._other_code()})
        else:
            crs = "" if key == OF_FILE else key
            self.answered.emit({"own_grid": False, "crs": crs})

    def _offer_known_side(self) -> None:
        """Take the community's CRS for the known side of control points until another is named."""
        if not self.other.crs().isValid():
            self.other.setCrs(QgsCoordinateReferenceSystem.fromWkt(self._around.crs_wkt))

    def _other_code(self) -> str | None:
        from ...workspace.survey_answers import is_local_community

        crs = self.other.crs()
        if self._taken == OWN_GRID and is_local_community(self._around):
            return "local"
        if not crs.isValid():
            return None
        return crs.authid() or crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT2_2019)

    def _choose_other(self, *_: object) -> None:
        if self._draft is not None and self._taken in (OTHER, OWN_GRID):
            self.answered.emit({"crs": self._other_code()})

    def _choose_control(self, text: str) -> None:
        if self._draft is not None and self._taken == OWN_GRID:
            path = Path(text) if text.strip() else None
            self.pairs.show_pairs(_pairs_in(path))
            self.answered.emit({"control_points": path})

    def _show_control(self, path: Path | None) -> None:
        self.control.blockSignals(True)
        self.control.setFilePath(str(path or ""))
        self.control.blockSignals(False)
        self.pairs.show_pairs(_pairs_in(path))

    def _take_known_side(self, crs: str) -> None:
        """Take the CRS that the pairs of an earlier survey are known in; one without a code must be named."""
        self.other.setCrs(QgsCoordinateReferenceSystem(crs))

    def _take_pairs(self, path: Path | None) -> None:
        self.control.blockSignals(True)
        self.control.setFilePath("")  # the pairs are ours now, not those of a file
        self.control.blockSignals(False)
        self.answered.emit({"control_points": path})

    def take_spot(self, x: float, y: float) -> None:
        """Take a point picked on the map of the file that is looked at."""
        self.pairs.take_spot(*((y, x) if self._draft.preview.exchanged else (x, y)))

    def _show_fit(self) -> None:
        from ...workspace.survey_answers import crs_chosen, fitted

        self._other_note.setText("")
        answers = self._draft.answers
        if self._taken == OWN_GRID:
            self._other_note.setText(tr("The known side of the control points is in this system."))
            try:
                self.fit.show_fit(fitted(self._draft.preview, answers))
            except CommonplanError as error:
                self.fit.show_problem(render(error))
        elif self._taken == OTHER and answers.crs:
            site = crs_chosen(self._draft.preview, answers, self._around)
            self._other_note.setText(_gives(site) if site else tr("This system puts the survey nowhere."))


def _pairs_in(path: Path | None) -> list[Any]:
    """Return the pairs of a file as far as they can be read: what is wrong with it, the fit says."""
    from ...readers.control_points import read_control_points

    if path is None:
        return []
    try:
        drawn, known, names = read_control_points(path)
    except CommonplanError:
        return []
    return [(name, *a, *b) for name, a, b in zip(names, drawn.tolist(), known.tolist())]


def _gives(site: Any) -> str:
    """Return where a CRS would put the survey, and what speaks for and against it."""
    from ...workspace.suggestions import crs_gives
    from ...workspace.survey_words import crs_reason

    against = "" if site.likely else tr("not likely there")
    return " · ".join(filter(None, [*crs_gives(site), against, crs_reason(site.reason)]))


def _evidence(preview: Any, sites: Sequence[Any], exchanged: Any) -> str:
    from ...workspace.suggestions import crs_in_words
    from ...workspace.survey_answers import NORTH_FIRST

    said = [tr("The file does not say its coordinate system.")]
    if preview.read.axes == NORTH_FIRST:
        said.append(tr("North and east are exchanged, as you chose; Options takes that back."))
    if exchanged is not None:
        said.append(
            tr("Only with north and east exchanged would its coordinates make sense: {crs}.").format(
                crs=crs_in_words(exchanged)
            )
        )
    elif any(site.likely for site in sites):
        said.append(tr("These would make sense of its coordinates:"))
    else:
        said.append(
            tr("None that is known makes sense of its coordinates: it may be a grid of the city's own.")
        )
    return " ".join(said)
