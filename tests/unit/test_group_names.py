"""What a public page calls a building group."""

import pytest
from commonplan.community.publication.group_names import public_group_names


@pytest.mark.parametrize(
    "name",
    [
        "第9楼组",
        "３组",
        "1–5号楼",
        "A区",
        "东院",
        "第十二片区",
        "1、3、5栋",
        "北里一组",
        "Group 3",
        "North block",
    ],
)
def test_a_name_of_numbers_and_words_for_buildings_is_printed(name):
    assert public_group_names([name], ["北里"], "楼组") == {name: name}


@pytest.mark.parametrize(
    "name",
    ["张三家院", "陈桂芳组", "王家大院", "3-2-502", "13812345678", "Zhang's yard", "李阿姨楼组", "组<b>"],
)
def test_any_other_is_replaced(name):
    assert public_group_names([name], ["北里"], "楼组") == {name: "楼组 1"}


def test_a_neutral_name_is_nobody_elses():
    names = ["楼组 1", "张三家院", "李四家院", None, " ", float("nan")]
    assert public_group_names(names, [], "楼组") == {
        "楼组 1": "楼组 1", "张三家院": "楼组 2", "李四家院": "楼组 3",
    }  # fmt: skip
