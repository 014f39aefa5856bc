"""Texts and parts of a sheet, as parameters of the algorithms that draw sheets."""

from __future__ import annotations

from typing import Any

from .base import CommonplanAlgorithm, tr

PARTS = ("auto", "none", "locator", "figures", "life_circles")

# Optional parameter → key of the stored setting that it goes before.
TEXTS = {
    "TITLE": "title",
    "SUBTITLE": "subtitle",
    "PROJECT": "project",
    "SHEET_NUMBER": "sheet_number",
    "VERSION": "version",
    "DRAWN_BY": "drawn_by",
    "COMMISSIONED_BY": "commissioned_by",
    "SURVEYED_BY": "surveyed_by",
    "CHECKED_BY": "checked_by",
    "APPROVED_BY": "approved_by",
    "DATE": "date",
    "SCALE_SOURCE": "scale_source",
    "DISCLAIMER": "disclaimer",
    "PLOT_RATIO": "plot_ratio",
    "GREEN_RATIO": "green_ratio",
    "PARKING_SPACES": "parking_spaces",
}

_RARE = frozenset(("SUBTITLE", "SCALE_SOURCE", "DISCLAIMER", "PLOT_RATIO", "GREEN_RATIO", "PARKING_SPACES"))


def parts_help() -> str:
    """Return the help on the further parts of a sheet."""
    return tr(
        "PARTS names what else is to stand on the sheet; auto, also when nothing is chosen, stands for all "
        "that has something to say and finds room beside the map or in a free corner of it, none for nothing "
        "else. A part that is named goes on to a further page when there is no room; the map never gets "
        "smaller for it."
    )


def add_texts(algorithm: CommonplanAlgorithm, without: tuple[str, ...] = ()) -> None:
    """Declare parts and texts, all optional, the rare ones among the advanced parameters."""
    algorithm.add_choices("PARTS", tr("Further parts (auto if none is chosen)"), PARTS)
    for name, description in text_descriptions().items():
        if name not in without:
            algorithm.add_text(name, description, advanced=name in _RARE)


def texts_of(
    algorithm: CommonplanAlgorithm, parameters: dict[str, Any], context: Any, without: tuple[str, ...] = ()
) -> dict[str, str]:
    """Return what was given, by the keys of the stored settings; empty where the stored one counts."""
    texts = {
        key: algorithm.parameterAsString(parameters, name, context)
        for name, key in TEXTS.items()
        if name not in without
    }
    if parameters.get("PARTS"):
        texts["parts"] = ",".join(algorithm.parameterAsEnumStrings(parameters, "PARTS", context))
    return texts


def text_descriptions() -> dict[str, str]:
    """Return what the parameters of the title block are called, in the language of this moment."""
    return {
        "TITLE": tr("Title"),
        "SUBTITLE": tr("Subtitle"),
        "PROJECT": tr("Project"),
        "SHEET_NUMBER": tr("Sheet number"),
        "VERSION": tr("Version"),
        "DRAWN_BY": tr("Drawn by"),
        "COMMISSIONED_BY": tr("Commissioned by"),
        "SURVEYED_BY": tr("Surveyed by"),
        "CHECKED_BY": tr("Checked by"),
        "APPROVED_BY": tr("Approved by"),
        "DATE": tr("Date"),
        "SCALE_SOURCE": tr("Scale of the survey"),
        "DISCLAIMER": tr("Disclaimer"),
        "PLOT_RATIO": tr("Plot ratio (table of figures)"),
        "GREEN_RATIO": tr("Green space ratio (table of figures)"),
        "PARKING_SPACES": tr("Parking spaces (table of figures)"),
    }
