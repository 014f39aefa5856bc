"""Export comments or proposals: a table, the answer table, or the clerks' entry form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .base import CommonplanAlgorithm, tr

_TABLES = {"comments": "comment", "proposals": "proposal"}


class ExportComments(CommonplanAlgorithm):
    """Write voices for others to work with, without anything personal in them."""

    NAME = "exportcomments"

    def title(self) -> str:
        return tr("Export comments")

    def help_text(self) -> str:
        return tr(
            "Writes comments or proposals as XLSX, CSV or GeoJSON. “plain” has one a row; “answer_table” is "
            "the table of what became of them, identical ones counted; “entry_form” is an empty form with "
            "dropdowns for typing in what came on paper, to be imported again. Personal data in texts are "
            "masked, and people are named by pseudonyms or not at all."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_community()
        self.add_choice("AS", tr("Export"), list(_TABLES), "comments")
        self.add_flag("AUTHORS", tr("With pseudonyms of authors"))
        self.add_choice("TEMPLATE", tr("Template"), ["plain", "entry_form", "answer_table"], "plain")
        self.add_choice("LANGUAGE", tr("Language"), ["zh", "en"], "zh")
        self.add_output_file("OUTPUT", tr("Table"), "XLSX (*.xlsx);;CSV (*.csv);;GeoJSON (*.geojson)")

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..output.tables.export import export_voices

        target = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        rows = export_voices(
            self.community_path(parameters, context),
            target,
            _TABLES[self.choice(parameters, "AS", context)],
            self.choice(parameters, "TEMPLATE", context),
            self.choice(parameters, "LANGUAGE", context),
            authors=self.parameterAsBool(parameters, "AUTHORS", context),
        )
        feedback.pushInfo(tr("Rows written: {rows}.").format(rows=rows))
        return {"OUTPUT": str(target)}
