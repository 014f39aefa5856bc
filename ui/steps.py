"""The steps from survey to package: what each shows of its state and what it offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..workspace.translation import tr

TODO, ATTENTION, DONE = "todo", "attention", "done"


@dataclass(frozen=True)
class State:
    """How far a step is: its mark, the counts in words, and what asks for a look."""

    mark: str
    text: str
    warning: str = ""


@dataclass(frozen=True)
class Action:
    """Something a step offers: its label and the name of the command behind it."""

    label: str
    command: str


@dataclass(frozen=True)
class Step:
    """One row of the panel; the first action is its button, the others its menu."""

    key: str
    title: str
    actions: tuple[Action, ...]
    state: Callable[[Any], State]


def steps() -> list[Step]:
    """Return the steps in their order, in the language of this moment."""
    return [
        Step("survey", tr("Survey map"), (
            Action(tr("Import…"), "importsurvey"),
            Action(tr("Reports of imports…"), "survey_reports"),
            Action(tr("What survey layers are…"), "survey_layers"),
        ), _survey),
        Step("site", tr("Boundary and entrances"), (
            Action(tr("Draw boundary"), "draw_boundary"),
            Action(tr("Pick boundary from the survey"), "pick_boundary"),
            Action(tr("Set main entrance"), "set_main_entrance"),
            Action(tr("Add side entrance"), "add_side_entrance"),
            Action(tr("Add garage ramp"), "add_garage_ramp"),
            Action(tr("Set starting point (no gate)"), "set_starting_point"),
            Action(tr("Order and prefixes of compounds"), "arrange_compounds"),
            Action(tr("From layers or survey…"), "setsite"),
        ), _site),
        Step("places", tr("Spaces, facilities, units"), (
            Action(tr("Mark…"), "markplaces"),
            Action(tr("Mark one on the map"), "mark_place"),
            Action(tr("Look at uncertain ones"), "show_uncertain"),
            Action(tr("What is missing"), "show_gaps"),
            Action(tr("Kinds, rules, standards and holidays…"), "edit_catalogue"),
        ), _places),
        Step("numbers", tr("Numbers"), (
            Action(tr("Preview…"), "preview_numbers"),
            Action(tr("Number without a preview…"), "numberplaces"),
        ), _numbers),
        Step("comments", tr("Residents' comments"), (
            Action(tr("Import…"), "importcomments"),
            Action(tr("Export…"), "exportcomments"),
            Action(tr("Look at comments without a place"), "show_unlinked"),
        ), _comments),
        Step("proposals", tr("Proposals"), (
            Action(tr("New"), "new_proposal"),
            Action(tr("All proposals"), "show_proposals"),
        ), _proposals),
        Step("sheet", tr("Layout sheet"), (
            Action(tr("Draw…"), "drawlayout"),
            Action(tr("Keep as a layout of the project…"), "keep_layout"),
            Action(tr("Draw the project's layouts again"), "redraw_layouts"),
            Action(tr("Place cards…"), "drawcards"),
            Action(tr("Index in large print…"), "drawindex"),
            Action(tr("Sheets of many communities…"), "drawseries"),
        ), _sheet),
        Step("package", tr("Public package"), (Action(tr("Export…"), "exportpackage"),), _package),
    ]  # fmt: skip


def _survey(s: Any) -> State:
    if not s["entities"]:
        return State(TODO, tr("no survey yet"))
    words = [tr("features: {n}").format(n=s["entities"]), s["survey_date"]]
    skipped = tr("{n} not imported").format(n=s["skipped"]) if s["skipped"] else ""
    return State(DONE, _join(words), skipped)


def _site(s: Any) -> State:
    if not s["compounds"]:
        return State(TODO, tr("no boundary yet"))
    words = tr("compounds: {n}").format(n=s["compounds"]), tr("entrances: {n}").format(n=s["entrances"])
    missing = s["compounds"] - s["compounds_with_main"]
    if missing:
        return State(ATTENTION, _join(words), tr("{n} without one main entrance").format(n=missing))
    return State(DONE, _join(words))


def _places(s: Any) -> State:
    if not s["places"]:
        return State(TODO, tr("no places yet"))
    sure = tr("{n} confirmed").format(n=s["places"] - s["uncertain"])
    if s["uncertain"]:
        return State(ATTENTION, sure, tr("{n} to check").format(n=s["uncertain"]))
    return State(DONE, sure)


def _numbers(s: Any) -> State:
    if not s["numbered"]:
        return State(TODO, tr("not numbered yet"))
    methods = {
        "bearing": tr("clockwise, clock hand"), "boundary": tr("clockwise, along the boundary"),
        "loop": tr("along the drawn line"), "manual": tr("in an order of your own"),
    }  # fmt: skip
    published = tr("published") if s["published_at"] else tr("not published")
    numbered = tr("{n} numbered").format(n=s["numbered"])
    method = methods.get(s["method"], tr("clockwise, each compound by a method of its own"))
    return State(DONE, _join([numbered, method, published]))


def _comments(s: Any) -> State:
    if not s["comments"]:
        return State(TODO, tr("no comments yet"))
    words = tr("comments: {n}").format(n=s["comments"]), tr("{n} unanswered").format(n=s["unanswered"])
    if s["unlinked"]:
        return State(ATTENTION, _join(words), tr("{n} without a place").format(n=s["unlinked"]))
    return State(DONE, _join(words))


def _proposals(s: Any) -> State:
    if not s["proposals"]:
        return State(TODO, tr("no proposals yet"))
    words = tr("proposals: {n}").format(n=s["proposals"])
    if s["without_responsible"]:
        waiting = tr("{n} without a responsible party").format(n=s["without_responsible"])
        return State(ATTENTION, words, waiting)
    return State(DONE, words)


def _sheet(s: Any) -> State:
    return State(TODO, tr("numbered places: {n}").format(n=s["numbered"]))


def _package(s: Any) -> State:
    kept = s["places"] - s["public"]
    words = tr("public: {n}").format(n=s["public"]), tr("internal: {n}").format(n=kept)
    return State(TODO, _join([*words, tr("released comments: {n}").format(n=s["released"])]))


def _join(words: Any) -> str:
    return " · ".join(word for word in words if word)
