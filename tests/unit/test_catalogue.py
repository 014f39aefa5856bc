"""The catalogues are complete, in both languages, and agree with the schema and with each other."""

import pandas as pd
import pytest
from commonplan.community import catalogue
from commonplan.community.editing.tables import TABLES as EDITABLE
from commonplan.community.schema import TABLES

DOMAIN_COUNTS = {"space": 19, "facility": 34, "unit": 15}


def test_every_kind_of_the_domain_has_its_class():
    assert catalogue.kinds()["class"].value_counts().to_dict() == DOMAIN_COUNTS


def test_kinds_are_words_with_names_in_both_languages():
    kinds = catalogue.kinds()
    assert kinds.index.is_unique
    assert kinds.index.str.fullmatch("[a-z_]+").all()
    assert (kinds[["en", "zh"]] != "").all(axis=None)
    assert set(kinds["numbering"]) == {"each", "grouped", "none"}


@pytest.mark.parametrize("column", ["words", "osm"])
def test_a_word_or_tag_suggests_one_kind_only(column):
    assert catalogue.kinds()[column].explode().dropna().is_unique


def test_every_kind_has_a_word_that_suggests_it():
    assert catalogue.kinds()["words"].map(len).min() > 0


def test_every_code_names_a_kind_or_a_role():
    codes = catalogue.codes()
    assert set(codes["kind"]) - {""} <= set(catalogue.kinds().index)
    assert ((codes["role"] != "place") | (codes["kind"] != "")).all()
    assert codes["certainty"].between(0, 1).all()
    assert not codes.duplicated(["system", "code"]).any()


def test_every_list_of_choices_in_the_schema_is_filled():
    lists = {c.choices for table in TABLES.values() for c in table.columns if c.choices}
    for name in lists:
        values = catalogue.choices(name)
        assert len(values) > 1, name
        assert values["value"].is_unique
        assert (values != "").all(axis=None)


def test_every_table_and_column_has_a_title():
    titles = catalogue.field_titles()
    wanted = {(t.name, "") for t in TABLES.values()}
    wanted |= {(t.name, column) for t in TABLES.values() for column in t.column_names}
    wanted |= {(t.name, column) for t in EDITABLE.values() for column in ("", "key", "applies", *t.columns)}
    assert set(zip(titles["table"], titles["column"])) == wanted
    assert (titles[["en", "zh"]] != "").all(axis=None)


def test_a_term_is_said_once():
    keys = [row["key"] for row in catalogue.rows_of("terms")]
    assert sorted(set(keys)) == sorted(keys)


def test_terms_come_in_the_language_asked_for():
    assert catalogue.terms("zh")["legend"] == "图例"
    assert catalogue.terms("en")["legend"] == "Legend"
    assert catalogue.terms("both")["legend"] == "图例 Legend"
    assert catalogue.terms("both")["continued"] == "（续 cont.）"
    assert catalogue.terms("both")["approval_number"] == "审图号 Map approval no."
    assert all(catalogue.terms("zh").values())
    assert all(catalogue.terms("en").values())


def test_a_kind_is_named_and_an_unknown_one_names_itself():
    assert catalogue.kind_name("toilet", "zh") == "公厕"
    assert catalogue.kind_name("toilet", "both") == "公厕 Public toilet"
    assert catalogue.kind_name("aed", "both") == "AED"
    assert catalogue.kind_name("tea_house", "zh") == "tea_house"


def test_edits_of_a_planner_lie_over_the_kinds():
    edits = pd.DataFrame(
        {
            "kind": ["shop", "tea_house", "toilet", None],
            "overrides": [
                '{"words": "超市|小卖部", "numbering": "each"}',
                '{"zh": "茶室", "class": "unit", "internal": false}',
                "not json",
                '{"zh": "nobody"}',
            ],
        }
    )
    kinds = catalogue.kinds()
    edited = catalogue.with_edits(kinds, edits)
    assert edited.loc["shop", "words"] == ("超市", "小卖部")
    assert edited.loc["shop", "numbering"] == "each"
    assert edited.loc["tea_house", ["class", "zh", "en"]].tolist() == ["unit", "茶室", "tea_house"]
    assert not edited.loc["tea_house", "internal"]
    assert edited.loc["toilet"].equals(kinds.loc["toilet"])
    assert len(edited) == len(kinds) + 1


def test_a_kind_that_a_planner_adds_stays_internal_until_said_otherwise():
    edits = pd.DataFrame({"kind": ["bunker"], "overrides": ['{"class": "palace"}']})
    added = catalogue.with_edits(catalogue.kinds(), edits).loc["bunker"]
    assert added["internal"]
    assert added["class"] == "facility"
