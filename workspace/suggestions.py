"""What a CRS or a unit would give, in words; and what a community holds to compare a survey with."""

from __future__ import annotations

import math
from typing import Any

from ..community.catalogue import city_name
from ..community.survey.stored import stored_report
from ..community.survey.suggestions import CrsSuggestion
from ..community.survey.units import UnitSuggestion
from .file import CommunityReader
from .translation import language, tr


def what_is_there(community: CommunityReader, besides: str = "") -> Any:
    """Return compounds, entrances and the extents of surveys as one geometry, in the community's CRS.

    Parameters
    ----------
    community
        The community.
    besides
        Id of the survey source that does not count: the one that is imported again.
    """
    import shapely

    shapes = [
        shape
        for table in ("compound", "entrance")
        for shape in community.table(table, ["id"]).geometry.dropna()
        if not shape.is_empty
    ]
    sources = community.table("survey_source", ["report"])
    reports = sources.loc[sources["id"] != besides, "report"].dropna()
    extents = (stored_report(report).get("extent") for report in reports)
    return shapely.geometrycollections([*shapes, *(shapely.box(*box) for box in extents if box)])


def crs_in_words(suggestion: CrsSuggestion) -> str:
    """Return what taking a CRS would give as one sentence, in the language of this moment."""
    return " · ".join([crs_title(suggestion), *crs_gives(suggestion)])


def crs_gives(suggestion: CrsSuggestion) -> list[str]:
    """Return where a CRS would put the survey, and how that fits what is there."""
    words = []
    if math.isfinite(suggestion.lon):
        words.append(_whereabouts(suggestion))
    if suggestion.overlap > 0:
        words.append(tr("overlaps what is there by {n} %").format(n=round(100 * suggestion.overlap)))
    elif math.isfinite(suggestion.distance):
        words.append(tr("{length} from what is there").format(length=_length(suggestion.distance)))
    return words


def crs_title(suggestion: CrsSuggestion) -> str:
    """Return a suggested CRS by its name and code."""
    if not suggestion.crs:
        return tr("a local grid: give control points")
    name = suggestion.name if suggestion.crs == "local" else f"{suggestion.name} ({suggestion.crs})"
    return tr("{crs} with north and east exchanged").format(crs=name) if suggestion.swapped else name


def _whereabouts(suggestion: CrsSuggestion) -> str:
    place = tr("{lat}° N {lon}° E").format(lat=f"{suggestion.lat:.3f}", lon=f"{suggestion.lon:.3f}")
    if not suggestion.city or suggestion.city_km > 1000:
        return place
    return tr("{place} ({km} km from {city})").format(
        place=place, km=round(suggestion.city_km), city=city_name(suggestion.city, language())
    )


def unit_gives(suggestion: UnitSuggestion) -> list[str]:
    """Return how large a unit would make the survey."""
    words = []
    if math.isfinite(suggestion.width):
        words.append(tr("the site is {length} wide").format(length=_length(suggestion.width)))
    if math.isfinite(suggestion.text_height):
        words.append(tr("texts are {length} high").format(length=_length(suggestion.text_height)))
    if suggestion.declared:
        words.append(tr("as the drawing says"))
    return words


def unit_name(unit: str) -> str:
    """Return the name of a unit; one that is hardly met is called by its sign."""
    names = {
        "m": tr("metres"), "dm": tr("decimetres"), "cm": tr("centimetres"), "mm": tr("millimetres"),
        "km": tr("kilometres"), "in": tr("inches"), "ft": tr("feet"), "us-ft": tr("US survey feet"),
    }  # fmt: skip
    return names.get(unit, unit)


def _length(metres: float) -> str:
    if metres >= 10_000:
        return tr("{n} km").format(n=f"{metres / 1000:,.0f}")
    if metres >= 10:
        return tr("{n} m").format(n=f"{metres:,.0f}")
    if metres < 0.1:
        return tr("{n} mm").format(n=f"{1000 * metres:.2g}")
    return tr("{n} m").format(n=f"{metres:.2g}")
