"""Sentences for what can go wrong with the site, with places, and with the catalogue that finds them."""

from __future__ import annotations

from .translation import tr


def site_sentences() -> dict[str, str]:
    """Return the sentences about boundaries, entrances and places, in the language of this moment."""
    return {
        "cancelled": tr("Cancelled; nothing was changed."),
        "layer_unreadable": tr(
            "The layer given as {parameter} cannot be opened; choose one that QGIS can show."
        ),
        "bad_point": tr("{parameter} is not a position; write it as “x,y [EPSG:…]”."),
        "wrong_geometry": tr(
            "The layer {layer} holds the wrong kind of geometry for {parameter}; choose another layer."
        ),
        "empty_layer": tr("The layer {layer} given as {parameter} holds no features; choose another layer."),
        "no_boundary": tr(
            "The boundary is missing: give COMPOUNDS, import a survey with walls, or draw it on the map."
        ),
        "open_boundary": tr(
            "The line of feature {feature} in COMPOUNDS does not close, {gap} m are missing; close it first."
        ),
        "no_entrance": tr("{compounds} has no entrance: give ENTRANCES or ENTRANCE, or set one on the map."),
        "two_main_entrances": tr("{compounds} has more than one main entrance; leave one of them marked."),
        "main_entrance_unclear": tr(
            "No entrance of {compounds} is marked as the main one; set ENTRANCE, or is_main in ENTRANCES."
        ),
        "entrance_far": tr(
            "Entrance {feature} ({x}, {y}) is more than 100 m from every boundary; check its CRS."
        ),
        "one_place": tr("Select two or more places on the map first."),
        "nothing_to_split": tr(
            "Nothing is cut: draw the line right across the footprint of the place selected."
        ),
        "no_survey": tr("{file} holds no survey yet; import one first, or give a layer as INPUT."),
        "unknown_layer_role": tr("What is drawn on the layer {layer}, “{text}”, is none of: {choices}."),
        "bad_layer_answer": tr("“{text}” does not say what is drawn on a layer; write name=building."),
        "unknown_survey_layer": tr("The survey has no layer {layer}; correct the name."),
        "rules_without_kind": tr("RULES needs a column kind; its columns are: {columns}."),
        "unknown_kind": tr(
            "Row {row} of RULES has the kind “{kind}”, which is not in the catalogue; correct it."
        ),
        "bad_certainty": tr("Row {row} of RULES has a certainty that is not between 0 and 1; correct it."),
    }


def catalogue_sentences() -> dict[str, str]:
    """Return the sentences about the tables of the catalogue that a planner edits."""
    return {
        "cell_empty": tr("This may not be empty."),
        "cell_choice": tr("“{value}” is none of the values for this column; choose one from the list."),
        "cell_number": tr("“{value}” is no number from {least} to {most}."),
        "cell_kind": tr("There is no kind “{value}”; choose one from the list, or add it to the kinds."),
        "cell_date": tr("“{value}” is no day; write it as 2027-01-01."),
        "cell_tag": tr("“{value}” is no tag; write it as key=value, several joined by |."),
        "cell_taken": tr(
            "“{value}” suggests {zh} ({en}) already; a word or tag suggests one kind only: take it out there."
        ),
        "cell_word": tr("“{value}” is no word for a kind: small letters a–z, digits and _ only."),
        "cell_twice": tr("There is another row “{value}”; choose another word."),
        "cell_alone": tr("“{value}” is neither empty, “no”, nor a width in metres."),
        "rule_of_nothing": tr("A rule needs a code, a word or a tag that it is about."),
        "rule_to_nothing": tr("A rule needs the kind it suggests; for a code the role is enough."),
        "catalogue_mistakes": tr("Cells not right yet: {n}; the first one is shown. Nothing was saved."),
        "catalogue_columns": tr(
            "{file} has none of the columns of this table; export it first, and edit that file."
        ),
        "catalogue_locked": tr(
            "The community file did not take the changes ({reason}); nothing was saved, nothing is lost here."
        ),
    }
