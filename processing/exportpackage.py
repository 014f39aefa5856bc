"""Export the public package: community → ZIP for public display."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .base import CommonplanAlgorithm, progress_of, tr


class ExportPackage(CommonplanAlgorithm):
    """Pack what may go public, and tell the planner what stays and why."""

    NAME = "exportpackage"
    ON_MAIN_THREAD = True

    def title(self) -> str:
        return tr("Export public package")

    def help_text(self) -> str:
        return tr(
            "Writes a ZIP for public display: one web page that opens by a double click, the public "
            "sheet, a GeoPackage and a manifest. Only listed kinds and columns leave; RELEASE names "
            "further kinds, by their words, separated by commas. Real coordinates need a map approval "
            "number or a recorded exemption. The report says what was left out and why; it is for you."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_community()
        self.add_choice("COMMENTS", tr("Residents' comments"), ["none", "published"], "published")
        self.add_choice("COORDINATES", tr("Coordinates"), ["local", "real"], "local")
        self.add_text("RELEASE", tr("Internal kinds to release"))
        self.add_choice("LANGUAGE", tr("Language of page and sheets"), ["zh", "en", "both"], "both")
        self.add_output_file("OUTPUT", tr("Public package"), "ZIP (*.zip)")
        self.add_report()

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..community.publication.allow_list import Wish
        from ..output.package.export import export_package

        output = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        wish = Wish(
            comments=self.choice(parameters, "COMMENTS", context) == "published",
            real_coordinates=self.choice(parameters, "COORDINATES", context) == "real",
            release=frozenset(_words(parameters.get("RELEASE"))),
        )

        path = self.community_path(parameters, context)
        language = self.choice(parameters, "LANGUAGE", context)
        report = export_package(path, output, wish, language, progress_of(feedback))
        for line in report["sums"]:
            if line["reason"] != "not_listed":
                feedback.pushInfo(tr("{table}: {count} × {reason}").format(**line))
        for sentence in report["sheets"]:
            feedback.pushWarning(sentence)
        return {"OUTPUT": str(output), **self.report(parameters, context, report)}


def _words(value: Any) -> Iterable[str]:
    """Read a list of words, given as a list or as one text."""
    parts = value if isinstance(value, (list, tuple)) else re.split(r"[,,、;;\s]+", str(value or ""))
    return [word for part in parts if (word := str(part).strip())]
