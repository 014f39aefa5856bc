"""States of proposals, and sums and counts as people write them."""

import pytest
from commonplan.community.catalogue import choices
from commonplan.community.voices.proposals import NEXT_STATES, PUBLIC_STATES, amount_of, count_of

STATES = set(choices("proposal_state")["value"])


def reached_from(state, without=()):
    """Return all states that a proposal in `state` can come to."""
    seen, queue = set(), [state]
    while queue:
        here = queue.pop()
        for there in NEXT_STATES[here]:
            if there not in seen and there not in without:
                seen.add(there)
                queue.append(there)
    return seen


def test_every_state_of_the_list_has_its_next_ones_and_no_other_is_named():
    assert set(NEXT_STATES) == STATES
    assert {there for states in NEXT_STATES.values() for there in states} <= STATES
    assert all(here not in there for here, there in NEXT_STATES.items())


def test_every_state_is_reached_from_a_draft():
    assert reached_from("draft") == STATES - {"draft"}


def test_what_is_open_can_be_brought_to_an_end():
    ends = {state for state, following in NEXT_STATES.items() if not following}
    assert ends == {"merged", "withdrawn", "closed"}
    assert all(reached_from(state) & ends for state in STATES - ends)


def test_nothing_is_approved_before_a_second_consensus():
    assert "approved" not in reached_from("draft", without=("second_consensus", "on_hold"))


def test_nothing_is_built_before_it_is_approved():
    assert "under_way" not in reached_from("draft", without=("approved", "on_hold"))


def test_residents_see_states_of_comments_only():
    known = set(choices("comment_status")["value"])
    assert set(PUBLIC_STATES.values()) <= known
    assert STATES - set(PUBLIC_STATES) == {"draft", "withdrawn"}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("3万元", 30000),
        ("3.5万", 35000),
        ("30,000", 30000),
        ("￥1200", 1200),
        ("约２万元", 20000),
        ("不清楚", None),
        (None, None),
    ],
)
def test_sums_are_read(text, amount):
    assert amount_of(text) == amount


@pytest.mark.parametrize(
    ("text", "count"), [("12", 12), ("12人", 12), ("３票", 3), ("很多", None), (None, None)]
)
def test_counts_are_read(text, count):
    assert count_of(text) == count
