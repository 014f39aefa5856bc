"""Import residents' comments or proposals from a spreadsheet, a form's export or a layer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingParameterNumber

from .base import CommonplanAlgorithm, tr

_TABLES = {"comments": "comment", "proposals": "proposal"}
_DATUMS = ("ask", "wgs84", "gcj02", "bd09", "community")


class ImportComments(CommonplanAlgorithm):
    """Take voices in and link them to places and buildings; a second import adds nothing."""

    NAME = "importcomments"

    def title(self) -> str:
        return tr("Import comments")

    def help_text(self) -> str:
        return tr(
            "Reads comments or proposals from CSV, XLSX, ODS, GeoJSON or GeoPackage: our entry form, exports "
            "of survey sites, KoboToolbox, ODK and Decidim. Each is linked to its place by number, name or "
            "position, or to its building. Names and contact data stay in a private file of this user; the "
            "community file only gets pseudonyms. MAPPING says which column is what where the headings do "
            'not: {"text": "heading", "place": "heading"}. Phones give positions in different datums: DATUM '
            "must say which."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_community()
        self.add_file("INPUT", tr("File with comments"))
        self.add_choice("AS", tr("Import as"), list(_TABLES), "comments")
        self.add_text("MAPPING", tr("Columns, as JSON: field → heading"))
        self.add_choice("DATUM", tr("Datum of positions"), _DATUMS, "ask")
        self.add_text("SHEET", tr("Sheet or layer"))
        self.add_text("ENCODING", tr("Encoding of a text file"))
        reach = QgsProcessingParameterNumber(
            "DISTANCE", tr("Metres from a position to its place, at most"), defaultValue=25.0, optional=True
        )
        reach.setMinimum(0)
        self.addParameter(reach)
        self.add_numbers(
            {
                "IMPORTED": tr("Imported"),
                "DUPLICATES": tr("There already"),
                "REJECTED": tr("Rejected"),
                "LINKED": tr("Linked to a place or building"),
            }
        )
        self.add_report()

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..workspace.voices import Request, import_voices

        def text(name: str) -> str | None:
            given = self.given(parameters, name)
            return self.parameterAsString(parameters, name, context) if given else None

        request = Request(
            Path(self.parameterAsFile(parameters, "INPUT", context)),
            _TABLES[self.choice(parameters, "AS", context)],
            text("MAPPING"),
            self.choice(parameters, "DATUM", context),
            text("SHEET"),
            text("ENCODING"),
            self.parameterAsDouble(parameters, "DISTANCE", context),
        )
        report = import_voices(self.community_path(parameters, context), request, feedback)
        feedback.pushInfo(
            tr(
                "{imported} imported, {duplicates} there already, {rejected} rejected, {linked} linked."
            ).format(**report)
        )
        counts = {name.upper(): report[name] for name in ("imported", "duplicates", "rejected", "linked")}
        return {**counts, **self.report(parameters, context, report)}
