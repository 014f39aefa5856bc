"""What the annotation of a survey says."""

import pytest
from commonplan.community import catalogue
from commonplan.community.places.words import Words, group_of, label_of, structure_of, words_of


@pytest.fixture(scope="module")
def words():
    return Words(words_of(catalogue.kinds()["words"].items()))


@pytest.mark.parametrize(
    ("text", "kind", "name", "floor"),
    [
        ("幼儿园", "kindergarten", "幼儿园", None),
        ("北里幼儿园", "kindergarten", "北里幼儿园", None),
        ("居委会(2F)", "residents_committee", "居委会", "2F"),
        ("居委会（２Ｆ）", "residents_committee", "居委会", "2F"),
        ("地下车库(B1)", "car_parking", "地下车库", "B1"),
        ("负一层停车场", "car_parking", "停车场", "B1"),
        ("地下二层停车库", "car_parking", "停车库", "B2"),
        ("二楼图书室", "library_room", "图书室", "2F"),
        ("十二层活动室", "culture_room", "活动室", "12F"),
        ("1-2F便民服务点", "services", "便民服务点", "1-2F"),
        ("物业\n服务中心", "property_manager", "物业服务中心", None),
        ("幼 儿 园", "kindergarten", "幼儿园", None),
        ("公园管理处", "property_manager", "公园管理处", None),
        ("社区卫生服务中心", "clinic", "社区卫生服务中心", None),
        ("老年活动室", "seniors_daycare", "老年活动室", None),
        ("电动车充电棚", "ebike_charging", "电动车充电棚", None),
        ("自行车棚", "bicycle_shed", "自行车棚", None),
        ("aed", "aed", "aed", None),
        ("KFC 餐厅", "canteen", "KFC餐厅", None),
        ("厕", "toilet", None, None),
        ("公厕(女)", "toilet", "公厕(女)", None),
    ],
)
def test_a_text_names_a_place(words, text, kind, name, floor):
    (mention,) = words.read(text)
    assert (mention.kind, mention.name, mention.floor) == (kind, name, floor)


NO_PLACE = """
砼6 混3 砖 简 砖混5 钢混2 3栋 3号楼 12# 三号楼 A座 第一楼组
公园路 健康路 永安街 幼儿园大门 小学宿舍 12 48.35 门卫室 阳光花园
"""


@pytest.mark.parametrize("text", NO_PLACE.split())
def test_a_text_that_names_no_place(words, text):
    assert words.read(text) == []


def test_a_list_names_several_places(words):
    mentions = words.read("居委会、卫生服务站(2F)")
    assert [m.kind for m in mentions] == ["residents_committee", "clinic"]
    assert {m.floor for m in mentions} == {"2F"}


def test_the_nearer_a_text_is_to_a_word_the_surer_it_is(words):
    exact, ending, within, doubtful = (
        words.read(t)[0].certainty for t in ("停车场", "北里停车场", "停车场A区", "空地")
    )
    assert exact > ending > within > doubtful


@pytest.mark.parametrize(
    ("text", "structure"),
    [
        ("砼6", ("reinforced_concrete", 6)),
        ("混3", ("mixed", 3)),
        ("砖混5", ("mixed", 5)),
        ("砖", ("brick", 1)),
        ("砖木2", ("brick_timber", 2)),
        ("简", ("simple", 1)),
        ("砼12-2", ("reinforced_concrete", 12)),
        ("砼６层", ("reinforced_concrete", 6)),
        ("砼(6)", ("reinforced_concrete", 6)),
        ("钢混18", ("steel_and_concrete", 18)),
        ("建", ("under_construction", 1)),
        ("建国路", None),
        ("土特产", None),
        ("石油公司", None),
        ("3栋", None),
    ],
)
def test_structure_and_storeys(text, structure):
    assert structure_of(text) == structure


@pytest.mark.parametrize("text", ["3栋", "3号楼", "12#", "三号楼", "A座", "5-2幢", "A3栋", "３栋"])
def test_a_building_number(text):
    assert label_of(text) is not None


@pytest.mark.parametrize("text", ["砼6", "48.35", "3", "综合楼", "居委会(2F)", "二楼图书室"])
def test_no_building_number(text):
    assert label_of(text) is None


def test_a_building_group():
    assert group_of("第一楼组") == "第一楼组"
    assert group_of("第一小学") is None
