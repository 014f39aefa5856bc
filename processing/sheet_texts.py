"""Texts and parts of a sheet, as parameters of the algorithms that draw sheets."""

from __future__ import annotations

from typing import Any

from .base import CommonplanAlgorithm, tr

PARTS = (
    "auto", "none", "notice", "locator", "figures", "qr", "wind", "life_circles", "gaps", "proposals", "seal",
)  # fmt: skip
CHOICES = {
    "STATE": ("state", ("all", "existing", "planned")),
    "COLOURS": ("colours", ("okabe_ito", "planning")),
    "PARTS_ROOM": ("parts_room", ("left", "made")),
    "NOTICE_COUNT": ("notice_count", ("calendar", "working")),
}
"""Optional parameter → key of the stored setting that it goes before, and what may be chosen."""

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
    "NOTICE": "notice",
    "NOTICE_TITLE": "notice_title",
    "NOTICE_BY": "notice_by",
    "NOTICE_FROM": "notice_from",
    "NOTICE_DAYS": "notice_days",
    "NOTICE_UNTIL": "notice_until",
    "NOTICE_CONTACT": "notice_contact",
    "NOTICE_PHONE": "notice_phone",
    "NOTICE_ADDRESS": "notice_address",
    "NOTICE_SUPERVISION": "notice_supervision",
    "NOTICE_OBJECTION": "notice_objection",
    "NOTICE_SIGNED": "notice_signed",
    "PUBLIC_ADDRESS": "public_address",
    "WIND": "wind",
    "WIND_SOURCE": "wind_source",
    "COORDINATE_SYSTEM": "coordinate_system",
    "HEIGHT_SYSTEM": "height_system",
}

_USUAL = frozenset(
    (
        "TITLE", "PROJECT", "SHEET_NUMBER", "VERSION", "DRAWN_BY", "COMMISSIONED_BY", "SURVEYED_BY",
        "CHECKED_BY", "APPROVED_BY", "DATE", "STATE", "COLOURS",
    )
)  # fmt: skip
"""The others are folded away in the dialog."""

_SEVERAL_LINES = ("NOTICE",)


def parts_help() -> str:
    """Return the help on the further parts of a sheet."""
    return tr(
        "PARTS names what else is to stand on the sheet; auto, also when nothing is chosen, stands for all "
        "that has something to say and finds room beside the map or in a free corner of it, none for nothing "
        "else. A part that is named goes on to a further page when there is no room; the map gets smaller "
        "for it only with PARTS_ROOM made. A notice hangs beside the map: for it the map gets a little "
        "smaller, or the index goes on to a further page."
    )


def add_texts(algorithm: CommonplanAlgorithm, without: tuple[str, ...] = ()) -> None:
    """Declare parts and texts, all optional, the rare ones among the advanced parameters."""
    algorithm.add_choices("PARTS", tr("Further parts (auto if none is chosen)"), PARTS)
    for name, (_, options) in CHOICES.items():
        algorithm.add_optional_choice(name, choice_descriptions()[name], options, advanced=name not in _USUAL)
    for name, description in text_descriptions().items():
        if name not in without:
            advanced, multiline = name not in _USUAL, name in _SEVERAL_LINES
            algorithm.add_text(name, description, advanced=advanced, multiline=multiline)


def texts_of(
    algorithm: CommonplanAlgorithm, parameters: dict[str, Any], context: Any, without: tuple[str, ...] = ()
) -> dict[str, str]:
    """Return what was given, by the keys of the stored settings; empty where the stored one counts."""
    texts = {
        key: algorithm.parameterAsString(parameters, name, context)
        for name, key in TEXTS.items()
        if name not in without
    }
    for name, (key, _) in CHOICES.items():
        if algorithm.given(parameters, name):
            texts[key] = algorithm.parameterAsEnumString(parameters, name, context)
    if parameters.get("PARTS"):
        texts["parts"] = ",".join(algorithm.parameterAsEnumStrings(parameters, "PARTS", context))
    return texts


def choice_descriptions() -> dict[str, str]:
    """Return what the optional choices are called, in the language of this moment."""
    return {
        "STATE": tr("State that is drawn"),
        "COLOURS": tr("Colours of the classes"),
        "PARTS_ROOM": tr("Room for the parts that are named: what is left, or made by a smaller map"),
        "NOTICE_COUNT": tr("Public notice: how its days are counted"),
    }


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
        "NOTICE": tr("Public notice: what is announced, and why"),
        "NOTICE_TITLE": tr("Public notice: title"),
        "NOTICE_BY": tr("Public notice: who announces and signs"),
        "NOTICE_FROM": tr("Public notice: first day, such as 2026-11-27"),
        "NOTICE_DAYS": tr("Public notice: number of days, the first one included"),
        "NOTICE_UNTIL": tr("Public notice: last day, instead of a number of days"),
        "NOTICE_CONTACT": tr("Public notice: contact in the office (is printed)"),
        "NOTICE_PHONE": tr("Public notice: telephone of the office (is printed)"),
        "NOTICE_ADDRESS": tr("Public notice: address of the office (is printed)"),
        "NOTICE_SUPERVISION": tr("Public notice: telephone of the supervision (is printed)"),
        "NOTICE_OBJECTION": tr("Public notice: how to object"),
        "NOTICE_SIGNED": tr("Public notice: day of the signature (the first day if empty)"),
        "PUBLIC_ADDRESS": tr("Address of the public page, for a QR code"),
        "WIND": tr("Wind frequencies in per cent, 8 or 16 from the north on, clockwise"),
        "WIND_SOURCE": tr("Wind frequencies: station and years"),
        "COORDINATE_SYSTEM": tr("Coordinate system (internal edition; the community's if empty)"),
        "HEIGHT_SYSTEM": tr("Height system (internal edition)"),
    }
