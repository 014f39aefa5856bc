"""Kinds, rules and standards as a planner edits them: nothing is lost, and only what differs is kept."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from commonplan.community import catalogue
from commonplan.community.editing.checks import problems
from commonplan.community.editing.sheets import merged, read_sheet
from commonplan.community.editing.tables import TABLES, blank_row, changes, new_key, rows, titles
from commonplan.community.errors import InputError
from commonplan.community.places.rules import rules
from hypothesis import given, settings
from hypothesis import strategies as st

NOTHING = pd.DataFrame({"kind": [], "overrides": []})
KINDS = list(catalogue.kinds().index)
every_table = pytest.mark.parametrize("name", list(TABLES))


def stored(wanted, before=NOTHING):
    """What `catalogue_edit` holds after these changes."""
    kept = dict(zip(before["kind"], before["overrides"]))
    kept.update(wanted)
    kept = {key: text for key, text in kept.items() if text is not None}
    return pd.DataFrame({"kind": list(kept), "overrides": list(kept.values())}, dtype=object)


def edited(table, key, *, applies=True, **values):
    """All rows with one of them changed, and what is stored for it."""
    before = rows(table, NOTHING)
    after = [
        replace(row, cells={**row.cells, **values}, applies=applies) if row.key == key else row
        for row in before
    ]
    assert after != before
    return stored(changes(table, before, after))


def added(table, *new):
    before = rows(table, NOTHING)
    return stored(changes(table, before, [*before, *new]))


def own(table, key, **values):
    row = blank_row(table, key)
    return replace(row, cells={**row.cells, **values})


def survey(code):
    return pd.DataFrame({"code_system": ["SOUTH"], "code": [code]})


@every_table
def test_what_ships_has_no_mistakes_and_titles_in_both_languages(name):
    table = TABLES[name]
    shipped = rows(table, NOTHING)
    assert len(shipped) > 20
    assert {row.state for row in shipped} == {"shipped"}
    assert problems(table, shipped, KINDS) == {}
    for language in ("zh", "en"):
        assert {"", "key", "applies", *table.columns} == set(titles(table, language))


ADDED = {"rules": {"words": "茶室", "kind": "shop"}, "holidays": {"date": "2027-01-01", "name": "元旦"}}


@every_table
@settings(max_examples=40)
@given(data=st.data())
def test_whatever_a_planner_does_is_read_back_as_it_was(name, data):
    table = TABLES[name]
    before = rows(table, NOTHING)
    after = list(before)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(after) - 1))
        action = data.draw(st.sampled_from(["change", "switch", "add", "restore", "remove"]))
        if action == "change":
            column = data.draw(st.sampled_from(table.columns))
            value = data.draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
            after[at] = replace(after[at], cells={**after[at].cells, column: value})
        elif action == "switch":
            after[at] = replace(after[at], applies=not after[at].applies)
        elif action == "restore":
            after[at] = after[at].restored()
        elif action == "remove" and after[at].shipped is None:
            del after[at]
        elif action == "add":
            key = new_key(table, [row.key for row in after])
            after.append(own(table, key, **ADDED.get(name, {"zh": "茶室", "en": "Tea room"})))
    once = stored(changes(table, before, after))
    assert rows(table, once) == after
    assert stored(changes(table, after, before), once).empty


def test_only_what_differs_is_kept():
    kept = edited(TABLES["standards"], "standard:kindergarten", minimum="900")
    assert json.loads(kept["overrides"][0]) == {"minimum": "900"}
    assert catalogue.standards(kept).loc["kindergarten", "minimum"] == 900
    off = edited(TABLES["standards"], "standard:kindergarten", applies=False)
    assert "kindergarten" not in catalogue.standards(off).index


def test_a_code_is_changed_and_switched_off():
    changed = edited(TABLES["rules"], "code:SOUTH:214300", kind="pocket_park", certainty="0.9")
    assert rules(changed).of_codes(survey("214300"))[["kind", "certainty"]].to_numpy().tolist() == [
        ["pocket_park", 0.9]
    ]
    off = edited(TABLES["rules"], "code:SOUTH:214300", applies=False)
    assert rules(off).of_codes(survey("214300"))["kind"].tolist() == [""]
    assert rules(off).of_codes(survey("215400"))["kind"].tolist() == ["green"]


def test_a_kind_that_is_switched_off_is_suggested_by_nothing_and_keeps_its_name():
    off = rules(edited(TABLES["kinds"], "toilet", applies=False))
    assert off.of_codes(survey("158800"))["kind"].tolist() == [""]
    assert off.words.read("公厕") == []
    assert all(kind != "toilet" for _, kind in off.tags())
    assert off.kinds.loc["toilet", ["zh", "applies"]].tolist() == ["公厕", False]
    assert rules().words.read("公厕")[0].kind == "toilet"


def test_a_kind_and_rules_that_a_planner_adds_are_marked():
    tea = own(TABLES["kinds"], "tea_house", zh="茶室", en="Tea house", internal="no", words="茶室|茶社")
    rule = own(TABLES["rules"], "rule:1", system="SOUTH", code="999900", kind="shop", certainty="0.7")
    off = replace(own(TABLES["rules"], "rule:2", words="麻将馆", kind="shop"), applies=False)
    both = pd.concat([added(TABLES["kinds"], tea), added(TABLES["rules"], rule, off)])
    made = rules(both)
    assert made.words.read("茶社")[0].kind == "tea_house"
    assert made.of_codes(survey("999900"))[["kind", "certainty"]].to_numpy().tolist() == [["shop", 0.7]]
    assert made.words.read("麻将馆") == []
    assert not made.kinds.loc["tea_house", "internal"]


@pytest.mark.parametrize(
    ("name", "row", "found"),
    [
        ("kinds", {"key": "茶", "zh": "茶", "en": "Tea"}, {("茶", "key"): "cell_word"}),
        ("kinds", {"key": "tea", "zh": "茶"}, {("tea", "en"): "cell_empty"}),
        ("kinds", {"key": "tea", "zh": "茶", "en": "T", "words": "公厕"}, {("tea", "words"): "cell_taken"}),
        ("kinds", {"key": "tea", "zh": "茶", "en": "T", "osm": "shop"}, {("tea", "osm"): "cell_tag"}),
        ("kinds", {"key": "tea", "zh": "茶", "en": "T", "class": "x"}, {("tea", "class"): "cell_choice"}),
        ("rules", {"key": "rule:1", "kind": "shop"}, {("rule:1", "code"): "rule_of_nothing"}),
        ("rules", {"key": "rule:1", "words": "茶"}, {("rule:1", "kind"): "rule_to_nothing"}),
        ("rules", {"key": "rule:1", "words": "茶", "kind": "tea"}, {("rule:1", "kind"): "cell_kind"}),
        (
            "rules",
            {"key": "rule:1", "words": "茶", "kind": "shop", "certainty": "95", "alone": "x"},
            {("rule:1", "certainty"): "cell_number", ("rule:1", "alone"): "cell_alone"},
        ),
        (
            "standards",
            {"key": "standard:own_1", "zh": "a", "en": "b", "level": "block", "source": "c", "radius": "-3",
             "kinds": "shop|x"},
            {("standard:own_1", "kinds"): "cell_kind", ("standard:own_1", "radius"): "cell_number"},
        ),
        (
            "holidays",
            {"key": "holiday:own_1", "date": "2027-02-30", "day": "maybe"},
            {("holiday:own_1", "date"): "cell_date", ("holiday:own_1", "day"): "cell_choice"},
        ),
        ("holidays", {"key": "holiday:own_1", "date": "2026-01-01", "day": "workday"},
         {("holiday:own_1", "date"): "cell_twice"}),
    ],
)  # fmt: skip
def test_mistakes_are_found_in_their_cell(name, row, found):
    table = TABLES[name]
    key = row.pop("key")
    checked = [*rows(table, NOTHING), own(table, key, **row)]
    assert {where: error.code for where, error in problems(table, checked, KINDS).items()} == found
    off = [*checked[:-1], replace(checked[-1], applies=False)]
    assert problems(table, off, KINDS) == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_table_with_titles_as_headings_is_a_table_of_rules(language):
    table = TABLES["rules"]
    names = titles(table, language)
    answers = {"zh": ["是", "否"], "en": ["yes", "No"]}[language]
    sheet = pd.DataFrame(
        {names["words"]: ["茶社", "棋社"], names["kind"]: ["shop", "便利店"], names["applies"]: answers}
    )
    assert read_sheet(table, sheet, catalogue.kinds()).to_dict("list") == {
        "words": ["茶社", "棋社"], "kind": ["shop", "shop"], "applies": ["yes", "no"],
    }  # fmt: skip
    made = rules(None, sheet)
    assert made.words.read("茶社")[0].kind == "shop"
    assert made.words.read("棋社") == []


def test_what_cannot_be_read_counts_as_no_change():
    edits = pd.DataFrame(
        {"kind": ["toilet", None, "code:SOUTH:1", "rule:7"], "overrides": ["no json", "{}", "{}", "[1]"]}
    )
    assert [row.state for row in rows(TABLES["kinds"], edits) if row.key == "toilet"] == ["shipped"]
    assert len(rows(TABLES["rules"], edits)) == len(rows(TABLES["rules"], NOTHING)) + 1


def test_a_sheet_changes_what_it_names_adds_what_is_new_and_leaves_the_rest():
    table = TABLES["standards"]
    before = rows(table, NOTHING)
    sheet = pd.DataFrame(
        {
            "key": ["standard:kindergarten", None, None],
            "applies": ["yes", "yes", "no"],
            "zh": ["幼儿园", "公共厕所", "茶室"],
            "radius": ["450", "150", None],
        },
        dtype=object,
    )
    after = merged(table, before, sheet)
    changed = {row.key: row for row in after if row not in before}
    assert {key: (row.cells["radius"], row.state) for key, row in changed.items()} == {
        "standard:kindergarten": ("450", "changed"),
        "standard:public_toilet": ("150", "changed"),
        "standard:own_1": ("", "off"),
    }
    assert merged(table, after, sheet) == after


def test_a_sheet_of_something_else_is_refused():
    with pytest.raises(InputError, match="catalogue_columns"):
        merged(TABLES["kinds"], [], pd.DataFrame({"a": ["1"]}))
