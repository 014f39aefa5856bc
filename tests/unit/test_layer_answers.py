"""What a planner says of survey layers, read from a text."""

import json

import pytest
from commonplan.community import catalogue
from commonplan.community.errors import InputError
from commonplan.community.places.rules import rules
from commonplan.community.survey.layer_answers import read_layer_answers
from hypothesis import given
from hypothesis import strategies as st

NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).map(str.strip).filter(bool)
ROLES = st.sampled_from(["", *catalogue.choices("layer_role")["value"]])


def test_pairs_are_parted_by_semicolons_and_lines_and_roles_have_titles():
    text = "JZ=building; 道路中心线=道路；管网=Pipes and cables\nA=B=wall"
    assert read_layer_answers(text) == {
        "JZ": "building", "道路中心线": "road", "管网": "utility", "A=B": "wall",
    }  # fmt: skip


@given(st.dictionaries(NAMES, ROLES))
def test_whatever_layers_are_called_json_brings_it_through(answers):
    assert read_layer_answers(json.dumps(answers, ensure_ascii=False)) == answers


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("JZ", "bad_layer_answer"), ("=road", "bad_layer_answer"), ('{"JZ"', "bad_layer_answer"),
        ('{"JZ": 3}', "bad_layer_answer"), ("JZ=castle", "unknown_layer_role"),
    ],
)  # fmt: skip
def test_what_says_nothing_is_refused(text, code):
    with pytest.raises(InputError) as raised:
        read_layer_answers(text)
    assert raised.value.code == code


@given(st.dictionaries(NAMES, ROLES, max_size=5))
def test_the_community_keeps_every_answer(answers):
    stored = catalogue.layers_to_store(answers)
    known = catalogue.layer_roles(stored)
    for name, role in {name.strip().upper(): role for name, role in answers.items()}.items():
        assert known[name] == role
    assert set(catalogue.with_edits(catalogue.kinds(), stored).index) == set(catalogue.kinds().index)
    assert rules(stored).layers == known


def test_an_answer_goes_before_what_ships_and_nonsense_counts_as_none():
    edits = catalogue.layers_to_store({"JMD": "", "jz": "building"})
    edits.loc[len(edits)] = ["layer:DLSS", '{"role": "castle"}']
    edits.loc[len(edits)] = ["layer:TK", "not json"]
    known = catalogue.layer_roles(edits)
    assert (known["JMD"], known["JZ"], known["DLSS"], known["TK"]) == ("", "building", "road", "frame")
