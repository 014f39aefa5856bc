"""Lists of a sheet: what is lacking, and which proposals may be told to whom."""

import pandas as pd
import pytest
from commonplan.output.sheet.lists import gap_rows, proposal_rows
from shapely import MultiPolygon, box
from test_gaps import KINDS, contents, edits, only, place


def proposals(*rows):
    frame = pd.DataFrame(list(rows), columns=["title", "consent", "supports", "state"])
    return frame.assign(id=[f"q{i}" for i in range(len(frame))])


FIVE = proposals(
    ("电梯", True, 74, "selected"),
    ("无同意", False, 80, "submitted"),
    ("少人支持", True, 4, "accepted"),
    ("无人支持", True, None, "accepted"),
    ("草稿", True, 99, "draft"),
)


def test_inside_all_but_drafts_are_listed_by_support():
    rows = proposal_rows(FIVE, "zh", public=False)
    assert [row[1] for row in rows] == ["无同意", "电梯", "少人支持", "无人支持"]
    assert [row[2] for row in rows] == ["80", "74", "4", ""]
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]


def test_in_public_only_what_was_agreed_to_and_few_voices_are_not_counted_out():
    rows = proposal_rows(FIVE, "zh", public=True)
    assert [row[1] for row in rows] == ["电梯", "少人支持", "无人支持"]
    assert rows[1][2] == "少于5"


@pytest.mark.parametrize("title", ["找老张 13812345678", "电话１３８１２３４５６７８", "微信号 abc_12345"])
def test_contacts_in_titles_are_masked(title):
    ((_, told, _, _),) = proposal_rows(proposals((title, True, 9, "selected")), "zh", public=True)
    assert told != title
    assert "138" not in told.replace("１３８", "138")


def test_a_title_with_a_word_that_no_map_may_show_stays():
    assert proposal_rows(proposals(("部队大院改造", True, 9, "selected")), "zh", public=True) == ()


def test_ten_are_enough():
    many = proposals(*[(f"提案{i}", True, i, "selected") for i in range(30)])
    assert len(proposal_rows(many, "both", public=True)) == 10


@pytest.mark.parametrize("frame", [proposals(), proposals((None, True, 3, None), ("  ", True, 3, "odd"))])
def test_nothing_to_list_is_an_empty_list(frame):
    assert proposal_rows(frame, "en", public=True) == ()


def listed(language, *, public):
    court = {"place_id": "b", "geometry": MultiPolygon([box(0, 0, 10, 10)])}
    given = contents([place("b", "ball_court", 5, 5)], only("kindergarten"), [court])
    return gap_rows(given.tables, KINDS, edits(), language, public=public)


def test_gaps_say_what_how_and_by_which_standard():
    rows = listed("zh", public=False)
    assert ("幼儿园", "缺", "GB 50180-2018 附录C 表C.0.2") in rows
    court = [how for what, how, _ in rows if what == "小型多功能运动（球类）场地"]
    assert court == ["现100㎡，应有770㎡", "2栋中1栋超出300米"]
    assert "Kindergarten" in {row[0] for row in listed("en", public=False)}


def test_sizes_of_places_stay_inside():
    assert any("100㎡" in row[1] for row in listed("zh", public=False))
    assert not any("㎡" in row[1] for row in listed("zh", public=True))
