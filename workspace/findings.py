"""What a finding of `community.checks.check` says: the sentence and the remedy, translated when shown."""

from __future__ import annotations

from collections.abc import Mapping

from ..community.checks.check import Finding, Named, Words
from .translation import language, tr


def describe(finding: Finding) -> dict[str, str]:
    """Return a finding as a row of the report: code, level, table, id, message, remedy."""
    message, remedy = sentence(finding.code, finding.fields)
    return {
        "code": finding.code,
        "level": finding.level,
        "table": finding.table,
        "id": finding.id,
        "message": message,
        "remedy": remedy,
    }


def sentence(code: str, fields: Mapping[str, object]) -> tuple[str, str]:
    """Return message and remedy of a finding, its fields filled in."""
    shown = {name: _shown(value) for name, value in fields.items()}
    message, remedy = sentences()[code]
    return message.format_map(shown), remedy.format_map(shown)


def _shown(value: object) -> object:
    if isinstance(value, Words):
        return getattr(value, language())
    if not isinstance(value, Named):
        return value
    return " ".join(filter(None, (value.number, value.name or getattr(value.kind, language()))))


def sentences() -> dict[str, tuple[str, str]]:
    """Return message and remedy by code, in the language of this moment."""
    return {**_of_site(), **_of_places(), **_of_gaps(), **_of_numbers(), **_of_comments()}


def _of_site() -> dict[str, tuple[str, str]]:
    return {
        "no_boundary": (
            tr("The community has no compound."),
            tr("Give a boundary, or take it from the walls of the survey."),
        ),
        "invalid_boundary": (
            tr("The boundary of {name} is missing or crosses itself."),
            tr("Draw it again."),
        ),
        "compounds_overlap": (
            tr("{name} and {other} overlap by {area} m²."),
            tr("Move one of the boundaries: every place belongs to one compound."),
        ),
        "no_main_entrance": (
            tr("{name} has no main entrance."),
            tr("Set one: numbers run from there."),
        ),
        "two_main_entrances": (
            tr("{name} has {count} main entrances."),
            tr("Leave one of them marked as the main one."),
        ),
        "entrance_without_compound": (
            tr("Entrance {name} belongs to no compound."),
            tr("Choose its compound, or delete it."),
        ),
        "entrance_off_boundary": (
            tr("Entrance {name} stands {distance} m away from its boundary."),
            tr("Move it onto the boundary, or correct the boundary."),
        ),
        "boundary_assumed": (
            tr("The boundary was assumed; the sheet says so."),
            tr("Set the real one, and the stamp goes."),
        ),
        "entrance_assumed": (
            tr("The main entrance was assumed; the sheet says so."),
            tr("Set the real one, and the stamp goes."),
        ),
        "site_too_large": (
            tr("The compounds cover {area} km²; survey maps of more than 25 km² are classified."),
            tr("Publish smaller parts, or ask the surveying authority."),
        ),
        "surveys_too_large": (
            tr("The surveys cover {area} km² without a gap; more than 25 km² are classified."),
            tr("Keep them on a computer that may hold them, or ask the surveying authority."),
        ),
        "survey_undated": (
            tr("The date of the survey is not known."),
            tr("Enter it in the community's profile (⋯): it is printed on the sheet."),
        ),
        "flagged_word": (
            tr("“{text}” holds the word {word}."),
            tr("Change the name, or take it off the map, if it must not be shown."),
        ),
    }


def _of_places() -> dict[str, tuple[str, str]]:
    return {
        "place_without_position": (
            tr("Place {place} has no position."),
            tr("Set it on the map, or delete it."),
        ),
        "unknown_kind": (
            tr("Place {place} is of a kind that is not in the catalogue."),
            tr("Choose another kind, or add this one to the catalogue."),
        ),
        "class_of_another_kind": (
            tr("Place {place} stands in a class that is not its kind's."),
            tr("Choose its kind again."),
        ),
        "footprint_without_place": (
            tr("A footprint belongs to no place."),
            tr("Delete it, or mark its place."),
        ),
        "uncertain_place": (
            tr("Place {place} is a guess that nobody has looked at."),
            tr("Accept, change or reject it."),
        ),
        "place_gone": (
            tr("Place {place} is not in the newer survey."),
            tr("See whether it is still there: retire it, or empty “Change in the newer survey”."),
        ),
        "place_moved": (
            tr("Place {place} stands elsewhere in the newer survey."),
            tr("Move it, if it did move, and empty “Change in the newer survey”."),
        ),
        "place_altered": (
            tr("Place {place} is called otherwise in the newer survey."),
            tr("Correct its name and kind, if they changed, and empty “Change in the newer survey”."),
        ),
        "place_outside": (
            tr("Place {place} lies outside of all compounds."),
            tr("Move it, widen the boundary, or mark it as reached from the street."),
        ),
        "coincident_places": (
            tr("Places {place} and {other} stand at the same spot."),
            tr("Merge them, or move one."),
        ),
        "anchor_outside_footprint": (
            tr("The number of place {place} would stand outside of its footprint."),
            tr("Move its point into the footprint."),
        ),
        "internal_but_public": (
            tr("Place {place} is of an internal kind, but marked public; it is not published."),
            tr("Take the mark off, or release its kind when exporting."),
        ),
        "unnamed_unit": (tr("Unit {place} has no name."), tr("Enter the name of the organisation.")),
    }


def _of_gaps() -> dict[str, tuple[str, str]]:
    return {
        "facility_missing": (
            tr("{what} is missing ({source})."),
            tr("Mark one, propose one, or note where outside of the community it is."),
        ),
        "facility_too_small": (
            tr("{what}: {size} m² at the most, {minimum} m² are asked for ({source})."),
            tr("Check the area entered, or propose more room."),
        ),
        "facility_too_far": (
            tr("{what}: {n} of {all} buildings are more than {radius} m away ({source})."),
            tr("See “What is missing” on the map, and propose a place nearer to them."),
        ),
    }


def _of_numbers() -> dict[str, tuple[str, str]]:
    return {
        "duplicate_number": (
            tr("Number {number} stands for {place} and {other}."),
            tr("Number the places again."),
        ),
        "number_reused": (
            tr("Number {number} denoted another place before."),
            tr("Give the place a number that was never used."),
        ),
        "number_gap": (
            tr("In {name} the numbers {missing} of the series {series} are missing."),
            tr("Number the places again before publishing."),
        ),
        "not_numbered": (tr("Place {place} has no number."), tr("Number the places again.")),
    }


def _of_comments() -> dict[str, tuple[str, str]]:
    return {
        "comment_place_missing": (
            tr("Comment {serial} speaks of a place that does not exist."),
            tr("Choose its place, or make it a comment on the community."),
        ),
        "comment_place_gone": (
            tr("Comment {serial} speaks of a place that was rejected or retired."),
            tr("Choose another place, or make it a comment on the community."),
        ),
        "comment_place_unknown": (
            tr("Comment {serial} is about a place, but does not say which or where."),
            tr("Choose its place, set it on the map, or change its scope."),
        ),
        "personal_data": (
            tr("The released text of comment {serial} holds what looks like personal data ({kinds})."),
            tr("Mask it; it is masked in any case when published."),
        ),
        "comment_without_consent": (
            tr("The text of comment {serial} was released, but its author did not agree to publish it."),
            tr("Ask for consent, or withdraw the text; it is not published."),
        ),
    }
