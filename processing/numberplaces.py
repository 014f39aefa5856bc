"""Number the places of a community."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessing, QgsProcessingParameterFileDestination

from .base import CommonplanAlgorithm, tr
from .inputs import layer_reader

METHODS = ("auto", "bearing", "boundary", "loop")
SERIES = ("one", "per_class")


class NumberPlaces(CommonplanAlgorithm):
    """Number places clockwise from the main entrance, compound by compound."""

    NAME = "numberplaces"

    def title(self) -> str:
        return tr("Number places")

    def help_text(self) -> str:
        return tr(
            "Numbers the places of each compound clockwise from its main entrance. METHOD bearing goes "
            "like the hand of a clock around the middle, boundary follows the outline, loop a line you "
            "drew (a closed road inside, or an open lane); auto takes bearing unless boundary makes the "
            "walk at least a tenth shorter, keeps what an earlier run took, and follows a LOOP where one "
            "is given. PUBLISH locks the numbers: from then on new places get a suffix (7-1) or the next "
            "free number, and old numbers are never given again. Renumbering a published community needs "
            "CONFIRM_PUBLISHED, and writes the table of old and new numbers for the notice board: to "
            "CONCORDANCE, or beside the community file."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_community()
        self.add_choice("METHOD", tr("Method"), METHODS, "auto")
        lines = [QgsProcessing.SourceType.TypeVectorLine, QgsProcessing.SourceType.TypeVectorPolygon]
        self.add_layer("LOOP", tr("Lines to walk along"), lines, optional=True)
        self.add_choice("SERIES", tr("Series"), SERIES, "one")
        self.add_choice("STREET_SIDE", tr("Places reached from the street"), ("after", "mixed"), "after")
        modes = ("suffix", "append", "renumber")
        self.add_choice("NEW_PLACES", tr("New places, once published"), modes, "suffix")
        self.add_flag("PUBLISH", tr("Publish: lock all numbers"))
        self.add_flag("CONFIRM_PUBLISHED", tr("Yes, renumber although published"))
        self.addParameter(
            QgsProcessingParameterFileDestination(
                "CONCORDANCE",
                tr("Table of old and new numbers"),
                "XLSX (*.xlsx);;CSV (*.csv);;PDF (*.pdf)",
                optional=True,
                createByDefault=False,
            )
        )
        self.add_numbers({"NUMBERED": tr("Places with a number")})
        self.add_strings(
            {
                "METHOD_USED": tr("Method taken"),
                "REASON": tr("Why this method"),
                "CHANGES": tr("Old → new numbers (JSON)"),
            }
        )

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..community.numbering.community import Options
        from ..output.tables.concordance import place_beside, write_concordance
        from ..workspace.file import name_of, newest_change
        from ..workspace.numbering import number_community
        from ..workspace.translation import language

        options = Options(
            method=self.choice(parameters, "METHOD", context),
            series=self.choice(parameters, "SERIES", context),
            street_side=self.choice(parameters, "STREET_SIDE", context),
            new_places=self.choice(parameters, "NEW_PLACES", context),
            publish=self.parameterAsBool(parameters, "PUBLISH", context),
            confirm_published=self.parameterAsBool(parameters, "CONFIRM_PUBLISHED", context),
        )
        loops = layer_reader(self, parameters, "LOOP", context, ("LineString", "Polygon"))
        if loops is not None and options.method not in ("auto", "loop"):
            feedback.pushWarning(tr("LOOP is used with METHOD loop and auto only."))
        path = self.community_path(parameters, context)
        target = self._concordance(parameters, context)
        done = number_community(path, options, loops, feedback)
        self._tell(done, feedback)
        if target is None and done.renumbered:
            target = place_beside(path)
        outputs = {}
        if target is not None:
            write_concordance(
                done.community, done.result, name_of(path), target, language(), newest_change(path)
            )
            outputs["CONCORDANCE"] = str(target)
            feedback.pushInfo(tr("Old and new numbers: {file}").format(file=target))
        return {
            **outputs,
            "NUMBERED": done.count,
            "METHOD_USED": done.method,
            "REASON": done.reason,
            "CHANGES": json.dumps(done.result.changes, ensure_ascii=False),
        }

    def _concordance(self, parameters: dict[str, Any], context: Any) -> Path | None:
        from ..output.tables.concordance import FORMATS
        from ..output.tables.listings import check_format

        if not self.given(parameters, "CONCORDANCE"):
            return None
        target = Path(self.parameterAsFileOutput(parameters, "CONCORDANCE", context))
        check_format(target, FORMATS)
        return target

    def _tell(self, done: Any, feedback: Any) -> None:
        feedback.pushInfo(tr("Places with a number: {count}.").format(count=done.count))
        feedback.pushInfo(done.reason)
        if not done.count:
            feedback.pushWarning(tr("There was no place to number; mark places first."))
        if done.without_position:
            feedback.pushWarning(
                tr("Left without a number, for want of a position: {count}.").format(
                    count=done.without_position
                )
            )
