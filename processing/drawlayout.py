"""Draw the layout sheet of a community."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingParameterNumber

from ..community.errors import OutputError
from ..workspace.messages import render
from .base import CommonplanAlgorithm, progress_of, tr
from .sheet_forms import add_forms, draw_for_cad, forms_help, template_of
from .sheet_texts import add_texts, parts_help, texts_of

SHEETS = ("auto", "A4", "A3", "A2", "A1", "A0")
ORIENTATIONS = ("auto", "portrait", "landscape")
NORTHS = ("up", "auto", "turned")
PAGES_BY = ("compound", "building_group", "class", "proposal", "notice_board")
DIVIDE = ("auto", "never")
PROOFS = ("none", "greyscale", "colour_blind")
_PLAIN = (str, int, float, bool, list)
_NOT_ASKED_AGAIN = ("COMMUNITY", "OUTPUT", "OUTPUT_DXF", "LAYOUT")


class DrawLayout(CommonplanAlgorithm):
    """Draw the map with its numbers, index, legend and title block."""

    NAME = "drawlayout"
    ON_MAIN_THREAD = True

    def title(self) -> str:
        return tr("Draw layout sheet")

    def help_text(self) -> str:
        sheet = tr(
            "Draws the facility layout: a map with the number of every place, the index by number, "
            "legend, scale and title block, as PDF, PNG or SVG. Of several compounds each gets a page; "
            "COMPOUND takes one of them, by its name or prefix. SHEET auto takes the smallest of A3, A2, "
            "A1 on which 1:1500 fits, else 1:3000 or 1:6000, else A3. NORTH turned lays the long side of "
            "the site along the page, and the arrow tells where north is; auto does so only where it allows "
            "a larger scale. EDITION public shows only what may go public, internal everything. Texts of "
            "the title block that are given here go before those stored in the community. Further pages "
            "of a picture are files of their own, named with _2, _3, …"
        )
        pages = tr(
            "BY gives a page to each compound, building group (the column of that name of the buildings), "
            "class, proposal, or notice board, turned to where its reader looks."
        )
        divided = tr(
            "A map on which the places find no room even with the smallest markers becomes an overview and "
            "sections, each with its own map and index; the log says which larger sheet would hold them on "
            "one. DIVIDE never keeps them on one map, and names the numbers that hide one another."
        )
        return "\n\n".join((sheet, pages, divided, parts_help(), forms_help(), proof_help()))

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_community()
        self.add_text("COMPOUND", tr("Compound (all of them if empty)"))
        self.add_choice("BY", tr("A page for each"), PAGES_BY, "compound")
        self.add_choice("DIVIDE", tr("Divide a map too full for its places"), DIVIDE, "auto")
        self.add_choice("SHEET", tr("Sheet"), SHEETS, "auto")
        self.add_choice("ORIENTATION", tr("Orientation"), ORIENTATIONS, "auto")
        self.add_choice("NORTH", tr("Where north is"), NORTHS, "up")
        self.add_choice("EDITION", tr("Edition"), ("internal", "public"), "public")
        self.add_choice("LANGUAGE", tr("Language of the sheet"), ("zh", "en", "both"), "zh")
        number = QgsProcessingParameterNumber.Type.Integer
        resolution = tr("Resolution (dots per inch)")
        self.addParameter(QgsProcessingParameterNumber("DPI", resolution, number, 300, True, 36, 1200))
        self.add_choice("PROOF", tr("Proof beside the sheet"), PROOFS, "none")
        add_texts(self)
        add_forms(self)
        self.add_numbers(
            {"SCALE": tr("Scale denominator of the first map"), "PAGES": tr("Pages"), "PLACES": tr("Places")}
        )
        self.add_strings(
            {
                "SHEETS": tr("Each page with a map: compound, page, scale and turn; and all files (JSON)"),
                "LAYOUT": tr("Layout in the project"),
            }
        )

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..output.cad.dxf import require_package
        from ..output.kept.keep import Keeping
        from ..output.sheet.draw import SheetWish, draw_layout

        layout = self.parameterAsString(parameters, "LAYOUT", context).strip()
        if not (layout or self.given(parameters, "OUTPUT") or self.given(parameters, "OUTPUT_DXF")):
            raise OutputError("no_output")
        file = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        wish = SheetWish(
            compound=self.parameterAsString(parameters, "COMPOUND", context) or None,
            by=self.choice(parameters, "BY", context),
            sheet=self.choice(parameters, "SHEET", context),
            orientation=self.choice(parameters, "ORIENTATION", context),
            north=self.choice(parameters, "NORTH", context),
            edition=self.choice(parameters, "EDITION", context),
            language=self.choice(parameters, "LANGUAGE", context),
            proof=self.choice(parameters, "PROOF", context),
            dpi=self.parameterAsInt(parameters, "DPI", context),
            texts=texts_of(self, parameters, context),
            keeping=Keeping(layout, _asked(parameters)) if layout else None,
            template=template_of(self, parameters, context),
            tiles=self.choice(parameters, "TILES", context),
            divide=self.choice(parameters, "DIVIDE", context) == "auto",
            bleed=self.parameterAsDouble(parameters, "BLEED", context),
        )
        if self.given(parameters, "OUTPUT_DXF"):
            require_package()  # before the sheet is drawn for nothing
        output = Path(file) if file else None
        done = draw_layout(self.community_path(parameters, context), output, wish, progress_of(feedback))
        _tell(done, feedback)
        drawing = draw_for_cad(self, parameters, context, wish, feedback)
        sheets = {
            "maps": [asdict(one) for one in done.maps],
            "sheet": done.sheet,
            "orientation": done.orientation,
            "files": [str(file) for file in done.files],
            "crowded": list(done.crowded),
            "divided": list(done.divided),
            "unsaid": list(done.notes.unsaid),
        }
        return {
            "OUTPUT": file,
            "OUTPUT_DXF": drawing,
            "LAYOUT": layout,
            "SCALE": done.scale,
            "PAGES": done.pages,
            "PLACES": done.places,
            "SHEETS": json.dumps(sheets, ensure_ascii=False),
        }


def _asked(parameters: dict[str, Any]) -> dict[str, Any]:
    """Return what was asked for, to draw a kept sheet again with.

    QGIS's dialog hands over every parameter, and nothing as a QVariant, which no file takes.
    """
    return {
        key: value
        for key, value in parameters.items()
        if key not in _NOT_ASKED_AGAIN and isinstance(value, _PLAIN) and value not in ("", [])
    }


def proof_help() -> str:
    """Return the help on proofs."""
    return tr(
        "PROOF writes pictures of the pages beside the sheet: greyscale, as a copier gives them, or "
        "colour_blind, as readers see them who tell red and green, or blue and yellow, badly."
    )


def _tell(done: Any, feedback: Any) -> None:
    way = tr("{sheet}, landscape") if done.orientation == "landscape" else tr("{sheet}, portrait")
    feedback.pushInfo(way.format(sheet=done.sheet))
    for one in done.maps:
        feedback.pushInfo(tr("{page}: 1:{scale}").format(page=one.name or "–", scale=one.scale))
    crowded = [f"{one.name or '–'} ({one.marker:.1f} mm)" for one in done.maps if one.marker < done.usual]
    if crowded:
        message = tr(
            "Crowded maps, with smaller markers than the usual ones of {usual:.1f} mm: {names}. A larger "
            "sheet gives them room."
        )
        feedback.pushInfo(message.format(names=", ".join(crowded), usual=done.usual))
    _tell_files(done.files, feedback)
    if done.hidden:
        message = tr("Building numbers and road names that found no free place on the map: {count}.")
        feedback.pushInfo(message.format(count=done.hidden))
    for names, message, say in _named(done, feedback):
        if names:
            say(message.format(names=", ".join(name or "–" for name in names)))
    for finding in (*done.findings(), *done.notes.findings()):
        feedback.pushWarning(render(finding))
    if not done.chinese:
        feedback.pushWarning(
            tr("No typeface with Chinese characters is installed: Chinese text shows as boxes.")
        )


def _tell_files(files: Sequence[Path], feedback: Any) -> None:
    """Name the files where there are several, and those that look as if they belonged to them."""
    from ..output.sheet.export import pages_left_over

    if len(files) > 1:
        message = tr("Files written: {names}.")
        feedback.pushInfo(message.format(names=", ".join(file.name for file in files)))
    if left := pages_left_over(files):
        message = tr("Pages of an earlier drawing are still there, and are no part of this one: {names}.")
        feedback.pushWarning(message.format(names=", ".join(file.name for file in left)))


def _named(done: Any, feedback: Any) -> Iterator[tuple[Sequence[str], str, Callable[[str], None]]]:
    """Yield what a sheet names, in which words, and how loud that is said."""
    inform, warn = feedback.pushInfo, feedback.pushWarning
    yield (
        done.free,
        tr("Nothing tells where these notice boards face, so north is up: {names}. Give them a direction."),
        warn,
    )
    yield done.kept_changes, tr("Your changes to the layout were kept: {names}."), inform
    yield done.lost_changes, tr("You had changed these items, which the sheet no longer has: {names}."), warn
    no_room = tr("No room on the sheet for: {names}. PARTS brings them on a further page.")
    if len(done.maps) > 1:
        no_room = tr("No room beside some of the maps for: {names}. PARTS brings them on a further page.")
    yield done.no_room, no_room, inform
    yield done.empty, tr("Parts that were asked for and have nothing to show: {names}."), warn
