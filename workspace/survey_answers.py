"""What only the planner can say about a survey: what is answered, what is open, what each answer gives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Optional

import numpy as np
import shapely
from pyproj import CRS

from ..community.coordinates import is_local, parse_survey_crs, transform
from ..community.errors import InputError
from ..community.survey.coverage import overlap
from ..community.survey.fitting import Fit, fit
from ..community.survey.rows import Box
from ..community.survey.suggestions import CrsSuggestion, look_at_crs, suggest_crs
from ..community.survey.units import METRES, Units, UnitSuggestion, choose_units, is_metric, suggest_units
from ..readers.control_points import read_control_points
from ..readers.encoding import codec_of
from ..readers.points import POINT_LIST
from .survey_preview import Earlier, Preview, Reading, Surroundings

ENCODINGS = ("gb18030", "utf-8", "cp950", "cp1251", "cp1252", "cp949", "cp932")
UNITS = ("m", "mm", "cm", "ft", "us-ft")
TEXTS, UNIT, PLACE, LAYERS = "texts", "units", "place", "layers"
NORTH_FIRST = "north_east"
QUESTIONS = (PLACE, UNIT, TEXTS, LAYERS)
"""In the order in which they are asked."""
MOST_CRS = 6

_CERTAIN = ("declared", "version", "ascii", "format", "given")
_SAME_GROUND = 0.2
_NO_PATTERN = re.compile(r"[*?\[\],;]|^\s|\s$")


@dataclass(frozen=True)
class Answers:
    """What is known about one file; None where nobody has answered.

    Parameters
    ----------
    encoding
        Of its texts; empty when the file's own word is taken.
    units
        One of `UNITS`; empty when the word of the drawing or of its CRS is taken.
    crs
        As the algorithm's CRS parameter; empty when the file's own is taken.
    own_grid
        The survey is in a grid of a city's own, which control points tie to `crs`.
    control_points
        CSV with their pairs.
    layers
        Positions of the layers wanted; None: all.
    more
        Further parameters of the algorithm.
    """

    encoding: Optional[str] = None
    units: Optional[str] = None
    crs: Optional[str] = None
    own_grid: bool = False
    control_points: Optional[Path] = None
    layers: Optional[frozenset[int]] = None
    more: Mapping[str, Any] = field(default_factory=dict)


def first_answers(preview: Preview) -> Answers:
    """Return what a file says of itself beyond doubt; the rest is left to the planner."""
    evidence = preview.encoding
    sure = evidence.get("reason") in _CERTAIN and not evidence.get("others")
    doubtful = evidence.get("undecodable", 0) > 0 or not sure
    units = suggested_units(preview)
    return Answers(
        encoding=None if doubtful else "",
        units="" if settles_units(units) else None,
        crs="" if preview.crs is not None else None,
    )


def settles_units(units: Units) -> bool:
    """Tell whether a drawing's header says its unit and its size agrees."""
    return units.reason in ("declared", "crs") and units.plausible


def suggested_units(preview: Preview) -> Units:
    """Return the unit that header and size of a survey speak for."""
    if preview.crs is not None and not is_metric(CRS.from_wkt(preview.crs)):
        return Units("m", "", "crs", True)
    return choose_units("auto", preview.declared_units, preview.width, preview.text_height)


def unit_choices(preview: Preview) -> list[UnitSuggestion]:
    """Return what each unit would give, the likeliest first."""
    return suggest_units(preview.declared_units, preview.width, preview.text_height)


def crs_choices(preview: Preview, units: Optional[str], around: Surroundings) -> list[CrsSuggestion]:
    """Return the CRS in which the survey makes sense, the likeliest first; at most `MOST_CRS`."""
    return [found for found in _suggested(preview, units, around) if found.crs and not found.swapped][
        :MOST_CRS
    ]


def crs_when_exchanged(
    preview: Preview, units: Optional[str], around: Surroundings
) -> Optional[CrsSuggestion]:
    """Return the likeliest CRS if north stands before east, when only then the coordinates make sense."""
    found = [suggestion for suggestion in _suggested(preview, units, around) if suggestion.likely]
    return found[0] if found and all(suggestion.swapped for suggestion in found) else None


def _suggested(preview: Preview, units: Optional[str], around: Surroundings) -> list[CrsSuggestion]:
    box = _metres(preview, units)
    return [] if box is None else suggest_crs(box, CRS.from_wkt(around.crs_wkt), around.present)


def fitted(preview: Preview, answers: Answers) -> Optional[Fit]:
    """Return the fit to the control points; None when none are given.

    Raises
    ------
    InputError
        As `read_control_points` and `fit`.
    """
    if not answers.own_grid or answers.control_points is None:
        return None
    drawn, known, names = read_control_points(answers.control_points)
    method = answers.more.get("FIT", "auto")
    if preview.exchanged:
        drawn = drawn[:, ::-1]
    return fit(drawn * metres_of(preview, answers.units), known, names, method)


def options_for(preview: Preview) -> frozenset[str]:
    """Return the further choices of the import that make a difference for a file of this kind."""
    if preview.format == POINT_LIST:
        return frozenset(("AXES", "FIT"))
    drawing = any(word in preview.format for word in ("DXF", "DWG"))
    return frozenset(("BLOCKS", "AXES", "FIT") if drawing else ("AXES", "FIT"))


def reading_of(preview: Preview, answers: Answers) -> Reading:
    """Return how a file has to be read to be seen as it was answered for."""
    encoding = answers.encoding or None
    if encoding is not None and codec_of(encoding) == preview.encoding.get("used"):
        encoding = preview.read.encoding
    explode, axes = answers.more.get("BLOCKS") == "explode", answers.more.get("AXES", "auto")
    return replace(preview.read, encoding=encoding, explode=explode, axes=axes)


def carried_over(answers: Answers, before: Preview, after: Preview) -> Answers:
    """Return the answers for a file that was read again: layers that were left out stay so."""
    if answers.layers is None:
        return answers
    layers = frozenset(range(len(after.layers))) - (frozenset(range(len(before.layers))) - answers.layers)
    return replace(answers, layers=None if len(layers) == len(after.layers) else layers)


def metres_of(preview: Preview, units: Optional[str]) -> float:
    """Return the metres of a drawing unit, as answered, else as suggested."""
    return METRES[units or suggested_units(preview).unit]


def open_questions(answers: Answers, around: Surroundings) -> list[str]:
    """Return what must still be answered before a file can come in, in the order of `QUESTIONS`."""
    # A grid of unknown position comes into a community on Earth by control points only.
    homeless = answers.crs == "local" and not is_local_community(around)
    missing = {
        PLACE: answers.crs is None or homeless or (answers.own_grid and answers.control_points is None),
        UNIT: answers.units is None,
        TEXTS: answers.encoding is None,
        LAYERS: answers.layers is not None and not answers.layers,
    }
    return [question for question in QUESTIONS if missing[question]]


def parameters(preview: Preview, answers: Answers, community: Path) -> dict[str, Any]:
    """Return the parameters with which `importsurvey` brings a file in as answered."""
    given: dict[str, Any] = {"COMMUNITY": str(community), "INPUT": str(preview.file), **dict(answers.more)}
    if answers.encoding:
        given["ENCODING"] = answers.encoding
    if answers.units:
        given["UNITS"] = answers.units
    if answers.crs:
        given["CRS"] = answers.crs
    if answers.own_grid:
        given["CONTROL_POINTS"] = str(answers.control_points)
    if answers.layers is not None:
        given["LAYERS"] = layer_filter([preview.layers[index].name for index in sorted(answers.layers)])
    return given


def layer_filter(names: Sequence[str]) -> str:
    """Return names as the LAYERS parameter takes them: signs that mean something there become `?`."""
    return ",".join(_NO_PATTERN.sub("?", name) for name in names)


def is_local_community(around: Surroundings) -> bool:
    """Tell whether nobody knows where on Earth the community is."""
    return is_local(CRS.from_wkt(around.crs_wkt))


def crs_chosen(preview: Preview, answers: Answers, around: Surroundings) -> Optional[CrsSuggestion]:
    """Return where the CRS that was named would put the survey; None when that cannot be told."""
    box = _metres(preview, answers.units)
    if box is None or not answers.crs:
        return None
    return look_at_crs(parse_survey_crs(answers.crs), box, CRS.from_wkt(around.crs_wkt), around.present)


def earlier_here(preview: Preview, answers: Answers, around: Surroundings) -> list[tuple[Earlier, float]]:
    """Return the community's surveys of the same ground, with the share in common, the largest first.

    Nothing before it is known where the file lies; the file itself, imported before, is none of them.
    """
    ground = _ground(preview, answers, around)
    if ground is None:
        return []
    others = [earlier for earlier in around.earlier if earlier.sha256 != preview.sha256]
    shares = [(earlier, overlap(ground, earlier.ground)) for earlier in others]
    return sorted((met for met in shares if met[1] >= _SAME_GROUND), key=lambda met: -met[1])


def _ground(preview: Preview, answers: Answers, around: Surroundings) -> Any:
    """Return the box of a survey in the community's CRS; None where that cannot be told."""
    box, community = _metres(preview, answers.units), CRS.from_wkt(around.crs_wkt)
    if box is None or answers.crs is None:
        return None
    corners = shapely.get_coordinates(shapely.box(*box))
    try:
        fit = fitted(preview, answers)
        corners = corners if fit is None else fit.apply(corners)
        crs = parse_survey_crs(answers.crs) if answers.crs else CRS.from_wkt(preview.crs or around.crs_wkt)
        there = np.column_stack(transform(corners[:, 0], corners[:, 1], crs, community))
    except InputError:
        return None
    ground = shapely.polygons(there)
    return ground if np.isfinite(there).all() and ground.area else None


def _metres(preview: Preview, units: Optional[str]) -> Optional[Box]:
    if preview.box is None:
        return None
    metres = metres_of(preview, units)
    west, south, east, north = (value * metres for value in preview.box)
    return west, south, east, north
