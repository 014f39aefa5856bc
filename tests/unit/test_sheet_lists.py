"""Lists of a sheet: what is lacking, and which proposals may be told to whom."""

import pandas as pd
import pytest
from commonplan.output.sheet.lists import gap_rows, on_the_table, planned, proposal_rows
from shapely import MultiPolygon, box
from test_gaps import KINDS, contents, edits, only, place


def proposals(*rows):
    frame = pd.DataFrame(list(rows), columns=["title", "public_text", "supports", "state"])
    ids = [f"q{i}" for i in range(len(frame))]
    return frame.assign(id=ids, created_at=[f"2026-01-{i + 1:02}T00:00:00Z" for i in range(len(frame))])


def listed_of(*rows, language="zh", public=False):
    return proposal_rows(on_the_table(proposals(*rows), public=public), language, public=public)


FIVE = (
    ("张三要电梯", "加装 电梯\n两部", 74, "selected"),
    ("养狗", "宠物角", 80, "submitted"),
    ("少人支持", "少人支持", 4, "accepted"),
    ("无人支持", "无人支持", None, "accepted"),
    ("草稿", "草稿", 99, "draft"),
    ("退回", "退回", 99, "returned"),
)


def test_inside_titles_are_listed_by_support_but_nothing_off_the_table():
    rows = listed_of(*FIVE)
    assert [row[1] for row in rows] == ["养狗", "张三要电梯", "少人支持", "无人支持"]
    assert [row[2] for row in rows] == ["80", "74", "4", ""]
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert rows[1][3] == "入选"


def test_in_public_the_released_text_is_the_name_and_few_voices_are_not_counted_out():
    rows = listed_of(*FIVE, public=True)
    assert [row[1] for row in rows] == ["宠物角", "加装 电梯 两部", "少人支持", "无人支持"]
    assert rows[2][2] == "少于5"
    assert [row[3] for row in rows] == ["已收到", "已采纳", "讨论中", "讨论中"]


def test_ten_are_enough():
    assert len(listed_of(*((f"提案{i}", "", i, "selected") for i in range(28)), language="both")) == 10


@pytest.mark.parametrize("rows", [(), ((None, " ", 3, None), ("  ", None, 3, "odd"))])
def test_nothing_to_list_is_an_empty_list(rows):
    assert listed_of(*rows, language="en") == ()
    assert listed_of(*rows, language="en", public=True) == ()


def test_places_of_proposals_are_found_by_link():
    links = pd.DataFrame({"proposal_id": ["q1", "q1", "q4"], "place_id": ["a", "b", "c"]})
    found = planned(on_the_table(proposals(*FIVE), public=False), links)
    assert dict(zip(found["title"], found["places"]))["养狗"] == {"a", "b"}
    assert "草稿" not in set(found["title"])


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
