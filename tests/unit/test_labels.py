"""How numbers are written, and floors read."""

import pandas as pd
import pytest
from commonplan.community.numbering.floors import floor_level
from commonplan.community.numbering.labels import Labels, compound_prefixes


@pytest.mark.parametrize(
    ("lower", "upper"),
    [("B2", "B1"), ("B1", "1F"), ("B1", None), ("地下一层", "首层"), ("1F", "夹层"), ("夹层", "2F"),
     ("2F", "10F"), ("一层", "二楼"), ("九层", "十层"), ("十层", "十二层"), ("12F", "podium"),
     ("12F", "裙房"), ("裙房", "屋顶"), ("负二层", "负1层"), ("1-2F", "2F"), ("1F-2F", "2F"), ("-1", "1"),
     ("地下车库", "G"), ("20F", "RF")],
)  # fmt: skip
def test_floors_go_up(lower, upper):
    assert floor_level(lower) < floor_level(upper)


@pytest.mark.parametrize(
    ("one", "other"), [("1F", "一层"), ("1F", None), ("2F", "二楼"), ("B1", "地下1层"), ("?", "1")]
)
def test_floors_have_several_names(one, other):
    assert floor_level(one) == floor_level(other)


def compounds(*names, prefixes=None):
    prefixes = prefixes or [None] * len(names)
    return pd.DataFrame({"id": list(names), "name": list(names), "prefix": prefixes, "sort_order": None})


@pytest.mark.parametrize(
    "prefixes",
    [
        {"北里": ""},
        {"北里": "北-", "南里": "南-"},
        {"阳光南苑": "南-", "阳光北苑": "北-"},
        {"一期": "一-", "1": "A-", "2": "B-"},
        {"阳光": "A-", "阳光二村": "二-"},
    ],
)
def test_prefixes_tell_compounds_apart(prefixes):
    assert compound_prefixes(compounds(*prefixes)) == prefixes


def test_a_prefix_that_was_given_is_taken():
    assert compound_prefixes(compounds("甲", "乙", prefixes=["东", "西区·"])) == {"甲": "东-", "乙": "西区·"}


@pytest.mark.parametrize(
    ("series", "label", "value"),
    [
        ("main", "南-7", (7, 0)),
        ("main", "南-7-2", (7, 2)),
        ("internal", "南-N-12", (12, 0)),
        ("main", "南-N-1", None),
    ],
)
def test_numbers_are_read_as_they_are_written(series, label, value):
    assert Labels({"s": "南-"}).parse("s", series, label) == value


def test_what_a_person_wrote_sorts_by_its_digits():
    assert Labels({}).sort_value("s", "main", "甲12") == (12, 0)
    assert Labels({}).sort_value("s", "main", "甲") > (10**6, 0)
