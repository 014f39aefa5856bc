"""Cells of voices, and who is whom when a table comes again."""

import pandas as pd
import pytest
from commonplan.community.catalogue import choices
from commonplan.community.voices.rows import Identities, agrees, cells_by_field, day_of, says_nothing, word_of
from hypothesis import given, settings
from hypothesis import strategies as st


def test_same_as_above_takes_what_stands_above():
    table = pd.DataFrame(
        {"地点": ["北-1", "同上", None, "〃"], "意见": ["甲", "乙", "同上", "丁"]}, dtype=object
    )
    given_cells = cells_by_field(table, {"place": "地点", "text": "意见"})
    assert list(given_cells["place"]) == ["北-1", "北-1", None, None]
    assert list(given_cells["text"]) == ["甲", "乙", "乙", "丁"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-05", "2026-03-05"),
        ("2026/3/5 11:07", "2026-03-05"),
        ("2026年3月5日", "2026-03-05"),
        ("2019-07-19T18:42:37.313-04:00", "2019-07-19"),
        ("2019/07/19 18:42:37.313-04", "2019-07-19"),
        ("20260305", "2026-03-05"),
        ("2026-13-05", None),
        ("2026-02-30", None),
        ("五月", None),
        (None, None),
    ],
)
def test_dates_are_read_as_people_write_them(text, day):
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("是", True),
        ("同意", True),
        ("√", True),
        ("YES", True),
        ("不同意", False),
        ("否", False),
        ("看情况", None),
    ],
)
def test_consent_is_what_was_said(text, answer):
    assert agrees(text) is answer


@pytest.mark.parametrize(
    "list_name", ["comment_kind", "topic", "channel", "comment_status", "proposal_state"]
)
def test_words_are_known_by_value_and_both_names(list_name):
    for _, row in choices(list_name).iterrows():
        for name in ("value", "en", "zh"):
            assert word_of(list_name, row[name]) == row["value"]
    assert word_of(list_name, "没有这个词") is None


@pytest.mark.parametrize("text", [None, "", " ", "无", "—", "N/A", "(跳过)"])
def test_no_answer_is_none(text):
    assert says_nothing(text)


ROWS = st.lists(
    st.tuples(
        st.sampled_from([None, "1", "2", "３"]),
        st.sampled_from(["多种树", "修路灯", "停车太乱", "加扶手", ""]),
    ),
    max_size=12,
)


def taken(identities, rows):
    """Return the ids of the new rows, and how many were there already."""
    new, old = [], 0
    for serial, text in rows:
        row_id, code = identities.find(text, serial, f"{serial}{text}")
        if code in ("", "serial_used_twice"):
            new.append((row_id, serial, text))
        else:
            old += 1
    return new, old


@settings(max_examples=100)
@given(ROWS, ROWS)
def test_a_second_import_adds_nothing_and_ids_are_unique(first, second):
    rows, _ = taken(Identities("comment"), first)
    assert len({row_id for row_id, _, _ in rows}) == len(rows)
    again = Identities("comment")
    again.know(*zip(*rows)) if rows else None
    new, old = taken(again, first)
    assert (new, old) == ([], len(first))
    later = Identities("comment")
    later.know(*zip(*rows)) if rows else None
    more, _ = taken(later, second)
    assert not {row_id for row_id, _, _ in more} & {row_id for row_id, _, _ in rows}


def test_what_was_erased_stays_erased():
    identities = Identities("comment")
    identities.know(["a"], ["7"], [None])
    assert identities.find("我又来了", "７", "x") == ("a", "already_imported")
