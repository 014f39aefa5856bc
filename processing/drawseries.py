"""Draw the layout sheets of all communities in a folder."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)

from ..community.errors import InputError
from .base import CommonplanAlgorithm, progress_of, tr
from .drawlayout import DIVIDE, NORTHS, ORIENTATIONS, PAGES_BY, SHEETS
from .sheet_forms import add_template, template_of
from .sheet_texts import add_texts, texts_of

# The series gives every sheet its number.
OWN_TEXTS = ("SHEET_NUMBER",)


class DrawSeries(CommonplanAlgorithm):
    """Draw a sheet for each community, a booklet, an index, an overview and what is missing."""

    NAME = "drawseries"
    ON_MAIN_THREAD = True

    def title(self) -> str:
        return tr("Draw the sheets of many communities")

    def help_text(self) -> str:
        series = tr(
            "Draws the layout sheet of every community in a folder and binds them into one booklet with "
            "cover, contents and an overview map; writes the index of all places as a workbook, and a list "
            "of what is missing in each community, which stays with the planner. A community that cannot be "
            "drawn is a line in that list; the others are drawn. Texts given here stand in the title block "
            "of every sheet. When the run is stopped, nothing is written."
        )
        pages = tr(
            "BY, DIVIDE and NORTH mean what they mean for one sheet; a community without a single building "
            "group or notice board to give a page to is a line in the list."
        )
        return f"{series}\n\n{pages}"

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        folder = QgsProcessingParameterFile.Behavior.Folder
        self.addParameter(QgsProcessingParameterFile("FOLDER", tr("Folder with communities"), folder))
        self.add_choice("BY", tr("A page for each"), PAGES_BY, "compound")
        self.add_choice("DIVIDE", tr("Divide a map too full for its places"), DIVIDE, "auto")
        self.add_choice("SHEET", tr("Sheet"), SHEETS, "auto")
        self.add_choice("ORIENTATION", tr("Orientation"), ORIENTATIONS, "auto")
        self.add_choice("NORTH", tr("Where north is"), NORTHS, "up")
        self.add_choice("EDITION", tr("Edition"), ("internal", "public"), "public")
        self.add_choice("LANGUAGE", tr("Language of the sheet"), ("zh", "en", "both"), "zh")
        add_template(self)
        add_texts(self, OWN_TEXTS)
        self.addParameter(QgsProcessingParameterFolderDestination("OUTPUT", tr("Folder for the sheets")))
        self.add_report()
        self.add_numbers({"SHEETS": tr("Communities drawn")})

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..output.series.series import Wish, draw_series

        folder = Path(self.parameterAsFile(parameters, "FOLDER", context))
        if not folder.is_dir():
            raise InputError("no_communities", folder=str(folder))
        output = Path(self.parameterAsString(parameters, "OUTPUT", context))
        wish = Wish(
            by=self.choice(parameters, "BY", context),
            sheet=self.choice(parameters, "SHEET", context),
            orientation=self.choice(parameters, "ORIENTATION", context),
            north=self.choice(parameters, "NORTH", context),
            edition=self.choice(parameters, "EDITION", context),
            language=self.choice(parameters, "LANGUAGE", context),
            texts=texts_of(self, parameters, context, OWN_TEXTS),
            template=template_of(self, parameters, context),
            divide=self.choice(parameters, "DIVIDE", context) == "auto",
            levels={"not_drawn": tr("not drawn"), "error": tr("error"), "warning": tr("warning")},
        )
        done = draw_series(folder, output, wish, progress_of(feedback))
        _tell(done, feedback)
        if done.removed:
            message = tr("Files of an earlier run that no longer belong to the series were deleted: {names}.")
            feedback.pushInfo(message.format(names=", ".join(done.removed)))
        if done.kept:
            message = tr(
                "Files of an earlier run do not belong to the series any more; they were changed or are "
                "open, and stay: {names}."
            )
            feedback.pushWarning(message.format(names=", ".join(done.kept)))
        report = {
            "files": [str(file) for file in done.files],
            "removed": list(done.removed),
            "kept": list(done.kept),
            "entries": list(done.entries),
        }
        return {**self.report(parameters, context, report), "OUTPUT": str(output), "SHEETS": done.sheets}


def _tell(done: Any, feedback: Any) -> None:
    """Say what concerns the sheets, and how much the checks found: all of that is in the list."""
    for entry in done.told:
        text = ": ".join(filter(None, (entry["community"], entry["message"])))
        (feedback.pushWarning if entry["level"] == "not_drawn" else feedback.pushInfo)(text)
    counts = Counter(entry["community"] for entry in done.checked)
    if counts:
        message = tr("What the checks found, each line of it in missing.xlsx: {names}.")
        names = ", ".join(f"{name} ({count})" for name, count in counts.items())
        feedback.pushInfo(message.format(names=names))
