"""The forms in which a sheet leaves, as parameters of the algorithm that draws it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
)

from .base import CommonplanAlgorithm, tr

TEMPLATE = "TEMPLATE"
TILES = ("none", "A4", "A3")
_REAL = QgsProcessingParameterNumber.Type.Double


def add_forms(algorithm: CommonplanAlgorithm) -> None:
    """Declare the forms: a layout of the project, a file, a drawing for CAD."""
    algorithm.add_text("LAYOUT", tr("Keep as a layout of the project, by this name"))
    add_template(algorithm)
    formats = "PDF (*.pdf);;PNG (*.png);;SVG (*.svg)"
    algorithm.add_output_file("OUTPUT", tr("Layout sheet"), formats, optional=True)
    algorithm.add_choice("TILES", tr("Cut a PDF onto smaller paper as well"), TILES, "none")
    bleed = QgsProcessingParameterNumber("BLEED", tr("Bleed of a PDF (mm)"), _REAL, 0.0, True, 0.0, 50.0)
    bleed.setFlags(bleed.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    algorithm.addParameter(bleed)
    algorithm.add_side_file("OUTPUT_DXF", tr("Drawing for CAD offices"), "DXF (*.dxf)")


def add_template(algorithm: CommonplanAlgorithm) -> None:
    """Declare the template, optional."""
    behavior = QgsProcessingParameterFile.Behavior.File
    title = tr("Own layout template")
    algorithm.addParameter(QgsProcessingParameterFile(TEMPLATE, title, behavior, "qpt", optional=True))


def template_of(algorithm: CommonplanAlgorithm, parameters: dict[str, Any], context: Any) -> Path | None:
    """Return the template asked for, if there is one."""
    if not algorithm.given(parameters, TEMPLATE):
        return None
    return Path(algorithm.parameterAsFile(parameters, TEMPLATE, context))


def template_help() -> str:
    """Return the help on templates."""
    return tr(
        "TEMPLATE draws the sheet on a layout template of your own (.qpt), in its size: items with the id "
        "map, title, subtitle, index 1, index 2, legend, scale bar, scale, north arrow, block or stamps, or "
        "with the name of a part such as locator or notice, are filled; so are labels with the id project, "
        "drawn_by, date, survey and others, see the help. All else stays. What the sheet has to say and no "
        "item is there for is said in the log."
    )


def forms_help() -> str:
    """Return the help on the forms."""
    layout = tr(
        "LAYOUT keeps the sheet as an ordinary layout of the project, too. Drawn again by the same name, all "
        "is renewed but what you changed there: places, sizes, letters, texts, colours, what you hid, "
        "deleted or added."
    )
    paper = tr(
        "TILES cuts a PDF onto pages of A4 or A3, in a file of its own beside it: a picture of how they go "
        "together, then the pages at full size, with an overlap, marks to cut at, names by row and column. "
        "BLEED makes the pages of a PDF larger, with crop marks, and says in it where sheet and bleed end."
    )
    drawing = tr(
        "OUTPUT_DXF draws numbers, footprints, buildings, boundaries and entrances for CAD, in metres, as "
        "R2000 in GBK, a layer for each class; markers are blocks with number, name and kind as attributes. "
        "The internal edition has the survey's coordinates, the public one counts from a corner of the site."
    )
    honoured = tr(
        "COMPOUND, EDITION, LANGUAGE, STATE and COLOURS count for the drawing as for the sheet, in the "
        "nearest of AutoCAD's 255 colours. BY does not: it is one drawing with all places, whose layers can "
        "be turned off."
    )
    return "\n\n".join((layout, template_help(), paper, drawing, honoured))


def draw_for_cad(
    algorithm: CommonplanAlgorithm, parameters: dict[str, Any], context: Any, wish: Any, feedback: Any
) -> str:
    """Draw what the sheet shows for a CAD office, if that is asked for; return the file."""
    if not algorithm.given(parameters, "OUTPUT_DXF"):
        return ""
    from ..output.cad.dxf import draw_dxf

    file = str(algorithm.parameterAsFileOutput(parameters, "OUTPUT_DXF", context))
    community, public = algorithm.community_path(parameters, context), wish.edition == "public"
    unsaid = draw_dxf(community, Path(file), wish.compound, wish.language, wish.texts, public=public)
    if unsaid:
        message = tr("Characters that no drawing for CAD can hold stand as 〓 in: {names}.")
        feedback.pushWarning(message.format(names=", ".join(unsaid)))
    if wish.by != "compound":
        feedback.pushInfo(tr("The drawing for CAD holds all places at once; BY divides the sheet only."))
    return file
