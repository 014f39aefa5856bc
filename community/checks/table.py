"""The table of checks: code, how bad, in which table, and who looks."""

from __future__ import annotations

from functools import partial

from ..survey.succession import ALTERED, GONE, MOVED
from . import gaps, places, site, voices
from .check import ERROR, WARNING, Check

_SHOWN_TEXTS = (
    ("compound", "name"),
    ("entrance", "name"),
    ("building", "label"),
    ("place", "name"),
    ("survey_text", "text"),
)

CHECKS: tuple[Check, ...] = (
    Check("no_boundary", ERROR, "compound", site.no_boundary),
    Check("invalid_boundary", ERROR, "compound", site.invalid_boundary),
    Check("no_main_entrance", ERROR, "compound", site.no_main_entrance),
    Check("two_main_entrances", ERROR, "compound", site.two_main_entrances),
    Check("entrance_without_compound", ERROR, "entrance", site.entrance_without_compound),
    Check("place_without_position", ERROR, "place", places.without_position),
    Check("unknown_kind", ERROR, "place", places.unknown_kind),
    Check("class_of_another_kind", ERROR, "place", places.class_of_another_kind),
    Check("duplicate_number", ERROR, "place", places.duplicate_number),
    Check("number_reused", ERROR, "number_alias", places.number_reused),
    Check("footprint_without_place", ERROR, "footprint", places.footprint_without_place),
    Check("comment_place_missing", ERROR, "comment", voices.place_missing),
    Check("personal_data", ERROR, "comment", voices.personal_data),
    Check("compounds_overlap", WARNING, "compound", site.compounds_overlap),
    Check("entrance_off_boundary", WARNING, "entrance", site.entrance_off_boundary),
    Check("boundary_assumed", WARNING, "compound", partial(site.assumed, "boundary")),
    Check("entrance_assumed", WARNING, "entrance", partial(site.assumed, "entrance")),
    Check("site_too_large", WARNING, "compound", site.site_too_large),
    Check("surveys_too_large", WARNING, "survey_source", site.surveys_too_large),
    Check("survey_undated", WARNING, "community", site.survey_undated),
    *(
        Check("flagged_word", WARNING, table, partial(site.flagged_words, table, column))
        for table, column in _SHOWN_TEXTS
    ),
    Check("uncertain_place", WARNING, "place", places.uncertain),
    *(
        Check(f"place_{change}", WARNING, "place", partial(places.changed_in_survey, change))
        for change in (GONE, MOVED, ALTERED)
    ),
    Check("place_outside", WARNING, "place", places.outside),
    Check("coincident_places", WARNING, "place", places.coincident),
    Check("anchor_outside_footprint", WARNING, "place", places.anchor_outside_footprint),
    Check("internal_but_public", WARNING, "place", places.internal_but_public),
    Check("unnamed_unit", WARNING, "place", places.unnamed_unit),
    Check("not_numbered", WARNING, "place", places.not_numbered),
    Check("number_gap", WARNING, "compound", places.number_gap),
    Check("facility_missing", WARNING, "community", gaps.missing),
    Check("facility_too_small", WARNING, "place", gaps.too_small),
    Check("facility_too_far", WARNING, "community", gaps.too_far),
    Check("comment_place_gone", WARNING, "comment", voices.place_gone),
    Check("comment_place_unknown", WARNING, "comment", voices.place_unknown),
    Check("comment_without_consent", WARNING, "comment", voices.without_consent),
)
