"""Import a survey: drawing, vector data or point list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .base import CommonplanAlgorithm, progress_of, tr

AXES = ("auto", "east_north", "north_east")
UNITS = ("auto", "m", "mm", "cm", "ft", "us-ft")
BLOCKS = ("points", "explode")
FITTINGS = ("auto", "similarity", "affine")

_READ = 40


class ImportSurvey(CommonplanAlgorithm):
    """Bring a surveyed map into the community, whole, with a report of what did not come in."""

    NAME = "importsurvey"

    def title(self) -> str:
        return tr("Import a survey")

    def help_text(self) -> str:
        return tr(
            "Reads a DXF or DWG drawing, a point list (CASS .dat or CSV) or vector data into the survey "
            "tables: layers, feature codes, texts, blocks as points, closed lines as areas. Exploded blocks "
            "come in as what is drawn in them; one with a feature code stays a point too. Without CRS the "
            "file's own counts, else the community's. The report says by layer and entity type what came in, "
            "what did not and why, in which encoding and units it was read. The same file imported again "
            "replaces what it brought before; a newer survey of the same site replaces the one before: "
            "places keep their numbers and comments, and those that moved or are gone are listed."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_community()
        self.add_file("INPUT", tr("Survey file"))
        self.add_text("CRS", tr("Coordinate reference system of the survey (EPSG code or “local”)"))
        self.add_text("ENCODING", tr("Encoding of its texts, such as GB18030 (else found out)"))
        self.add_choice("UNITS", tr("Unit of the drawing"), UNITS, "auto")
        self.add_file(
            "CONTROL_POINTS", tr("Control points (CSV: name, x, y, easting, northing)"), optional=True
        )
        self.add_choice("AXES", tr("Order of the coordinates in a drawing or a point list"), AXES, "auto")
        self.add_text("LAYERS", tr("Only these layers (names with commas between, * and ? allowed)"))
        self.add_choice(
            "BLOCKS", tr("Blocks of a drawing: points, or what is drawn in them"), BLOCKS, "points"
        )
        self.add_choice("FIT", tr("How control points are fitted"), FITTINGS, "auto")
        self.add_text(
            "REPLACES",
            tr("Earlier surveys that this one renews (auto, none, or file names with commas between)"),
            default="auto",
        )
        self.add_numbers({"IMPORTED": tr("Entities imported"), "SKIPPED": tr("Entities skipped")})
        self.add_report()

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..community.survey.units import known_metres
        from ..readers.containers import database_of
        from ..readers.surveys import hash_of, read_survey
        from ..workspace.surveys import coding_systems, store_survey

        community = self.community_path(parameters, context)
        file = database_of(Path(self.parameterAsFile(parameters, "INPUT", context)))
        wish = self._wish(parameters, context)
        encoding = self.parameterAsString(parameters, "ENCODING", context).strip() or None
        metres = known_metres(wish.units, wish.crs)
        data = read_survey(
            file, encoding, progress_of(feedback, 0, _READ), metres=metres,
            explode=self.choice(parameters, "BLOCKS", context) == "explode",
            axes=self.choice(parameters, "AXES", context), systems=coding_systems(community),
        )  # fmt: skip
        report = store_survey(
            community, data, wish, file=file.name, sha256=hash_of(file),
            progress=progress_of(feedback, _READ, 100),
        )  # fmt: skip
        _tell(report, feedback)
        outputs = {"IMPORTED": report["imported"], "SKIPPED": report["skipped"]}
        return {**outputs, **self.report(parameters, context, report)}

    def _wish(self, parameters: dict[str, Any], context: Any) -> Any:
        from ..community.coordinates import parse_survey_crs
        from ..community.survey.rows import Wish
        from ..readers.control_points import read_control_points

        control = None
        if self.given(parameters, "CONTROL_POINTS"):
            control = read_control_points(Path(self.parameterAsFile(parameters, "CONTROL_POINTS", context)))
        text = self.parameterAsString(parameters, "CRS", context)
        layers = self.parameterAsString(parameters, "LAYERS", context).replace(";", ",").split(",")
        return Wish(
            units=self.choice(parameters, "UNITS", context),
            crs=parse_survey_crs(text) if text.strip() else None,
            layers=[name for name in layers if name.strip()],
            control=control,
            fitting=self.choice(parameters, "FIT", context),
            replaces=self.parameterAsString(parameters, "REPLACES", context).strip() or "auto",
        )


def _orders() -> dict[str, str]:
    return {
        "east_north": tr("Of the coordinates, east was taken to come first; AXES changes that."),
        "north_east": tr("Of the coordinates, north was taken to come first; AXES changes that."),
    }


def _tell(report: dict[str, Any], feedback: Any) -> None:
    """Put what a person should see at once into the log."""
    from ..workspace.survey_words import warning as in_words

    feedback.pushInfo(
        tr("{imported} of {found} entities imported; {skipped} left out, as the report says.").format(
            **report
        )
    )
    if report["again"]:
        feedback.pushInfo(tr("The same file was in the community already: its rows were replaced."))
    if report["crs"]["assumed"]:
        used = report["crs"]["used"]
        feedback.pushInfo(tr("No CRS was given: the survey is taken to be in {crs}.").format(crs=used))
    for note in report["notes"]:
        if note["note"] == "axes":
            feedback.pushInfo(_orders()[note["order"]])
    for warning in report["warnings"]:
        feedback.pushWarning(in_words(warning))
