"""What the choices of algorithms are called in dialogs; scripts and models go by the words themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..workspace.translation import tr


def choice_titles(parameter: str, options: Sequence[str]) -> list[str]:
    """Return what a dialog shows for the options of a parameter, in the language of this moment.

    The word stands behind its title: help texts, scripts and `qgis_process` name it.
    """
    titles = _titles().get(parameter, {})
    shown = tr("{title} ({word})")
    return [shown.format(title=titles[word], word=word) if word in titles else word for word in options]


def _titles() -> Mapping[str, Mapping[str, str]]:
    return {**_of_surveys(), **_of_numbers(), **_of_voices(), **_of_sheets(), **_of_parts(), **_of_packages()}


def _of_surveys() -> Mapping[str, Mapping[str, str]]:
    return {
        "UNITS": {
            "auto": tr("Found out"), "m": tr("Metres"), "mm": tr("Millimetres"),
            "cm": tr("Centimetres"), "ft": tr("Feet"), "us-ft": tr("US survey feet"),
        },
        "AXES": {
            "auto": tr("Found out"), "east_north": tr("East, then north"),
            "north_east": tr("North, then east"),
        },
        "BLOCKS": {"points": tr("Points"), "explode": tr("What is drawn in them")},
        "FIT": {
            "auto": tr("Chosen to fit"), "similarity": tr("Shifted, turned and scaled"),
            "affine": tr("Affine"),
        },
        "STORE": {"link": tr("Link"), "copy": tr("Copy")},
    }  # fmt: skip


def _of_numbers() -> Mapping[str, Mapping[str, str]]:
    return {
        "METHOD": {
            "auto": tr("Suggested"), "bearing": tr("Clock hand"), "boundary": tr("Along the boundary"),
            "loop": tr("Along a line"),
        },
        "SERIES": {"one": tr("One"), "per_class": tr("One for each class")},
        "STREET_SIDE": {"after": tr("After the courtyard"), "mixed": tr("Mixed in")},
        "NEW_PLACES": {
            "suffix": tr("With a suffix (7-1)"), "append": tr("The next free number"),
            "renumber": tr("Renumber everything"),
        },
    }  # fmt: skip


def _of_voices() -> Mapping[str, Mapping[str, str]]:
    return {
        "AS": {"comments": tr("Comments"), "proposals": tr("Proposals")},
        "TEMPLATE": {
            "plain": tr("One a row"), "entry_form": tr("Empty form to type in"),
            "answer_table": tr("What became of them"),
        },
        "DATUM": {
            "ask": tr("Ask if the file does not say"), "wgs84": tr("WGS 84: GPS, ODK"),
            "gcj02": tr("GCJ-02: Amap, Tencent, WeChat"), "bd09": tr("BD-09: Baidu"),
            "community": tr("That of the community"),
        },
        "LANGUAGE": {"zh": tr("Chinese"), "en": tr("English"), "both": tr("Both")},
    }  # fmt: skip


def _of_sheets() -> Mapping[str, Mapping[str, str]]:
    return {
        "BY": {
            "compound": tr("Compound"), "building_group": tr("Building group"), "class": tr("Class"),
            "proposal": tr("Proposal"), "notice_board": tr("Notice board"),
        },
        "DIVIDE": {"auto": tr("If need be"), "never": tr("Never")},
        "SHEET": {"auto": tr("Chosen to fit")},
        "ORIENTATION": {
            "auto": tr("Chosen to fit"), "portrait": tr("Portrait"), "landscape": tr("Landscape"),
        },
        "NORTH": {
            "up": tr("Up"), "auto": tr("Turned where that is larger"), "turned": tr("Turned"),
        },
        "EDITION": {"internal": tr("Internal"), "public": tr("Public")},
        "PROOF": {
            "none": tr("None"), "greyscale": tr("Greyscale"), "colour_blind": tr("For colour-blind readers"),
        },
        "TILES": {"none": tr("No")},
        "STATE": {"all": tr("Everything"), "existing": tr("Existing state"), "planned": tr("Planned state")},
        "COLOURS": {"okabe_ito": tr("Safe for colour-blind readers"), "planning": tr("Planning colours")},
        "PARTS_ROOM": {"left": tr("What is left"), "made": tr("A smaller map")},
        "NOTICE_COUNT": {"calendar": tr("Calendar days"), "working": tr("Working days")},
    }  # fmt: skip


def _of_parts() -> Mapping[str, Mapping[str, str]]:
    return {
        "PARTS": {
            "auto": tr("What finds room"), "none": tr("Nothing else"), "notice": tr("Public notice"),
            "locator": tr("Locator map"), "figures": tr("Table of figures"), "qr": tr("QR code"),
            "wind": tr("Wind rose"), "life_circles": tr("Life circles"), "gaps": tr("Facility gaps"),
            "proposals": tr("Proposals"), "seal": tr("Space for a seal"),
        },
    }  # fmt: skip


def _of_packages() -> Mapping[str, Mapping[str, str]]:
    return {
        "COMMENTS": {"none": tr("None"), "published": tr("Those released")},
        "COORDINATES": {"local": tr("Removed"), "real": tr("Real")},
    }
