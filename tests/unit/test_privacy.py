"""Personal data in free text: what must go, what must stay."""

import time

import pytest
from commonplan.community.publication.privacy import MASK, is_name, mask, mask_contacts
from hypothesis import given, settings
from hypothesis import strategies as st

HOSTILE = {
    "mobile": [
        "电话13800138000",
        "手机 138-0013-8000请联系",
        "138 0013 8000",
        "1 3 8 0 0 1 3 8 0 0 0",
        "１３８００１３８０００",
        "一三八零零一三八零零零",
        "幺三八零零幺三八零零零",
        "+86 13800138000",
        "0086-138-0013-8000",
        "138\u200b0013\u200b8000",
        "138.0013.8000",
        "(138)00138000",
        "135 1234 5678",
    ],
    "landline": [
        "021-62345678",
        "02162345678",
        "(021)6234 5678",
        "0512-66123456-801",
        "请拨62345678",
        "400-820-8820",
    ],
    "id_number": [
        "310104199001011234",
        "31010419900101123X",
        "310104 19900101 123X",
        "３１０１０４１９９００１０１１２３４",
    ],
    "long_number": ["卡号6222 0212 3456 7890 123"],
    "document": ["护照E12345678"],
    "email": ["zhang.san@qq.com", "zhang（at）qq.com", "zhang at qq dot com", "ｚｈａｎｇ＠ｑｑ．ｃｏｍ"],
    "chat": [
        "微信号abc_12345",
        "加我微信：zhangsan99",
        "VX zhangsan888",
        "QQ 123456789",
        "qq群：876543210",
        "微信号：heping",
    ],
    "room": [
        "我住3-2-502",
        "3－2－502",
        "3栋2单元502室",
        "502房",
        "五零二室",
        "3号楼2门402漏水",
        "3#502",
        "3-502",
        "昌平路123弄45号602室",
    ],
    "plate": ["沪A12345", "沪AD12345新能源", "京A·12345", "沪a１２３４５"],
    "name": ["我叫张三丰，", "姓名：李四", "陈桂芳带的队", "户名钱秀珍，在"],
}

HARMLESS = [
    "3栋2单元门口",
    "3栋、5栋、18栋",
    "13栋14栋15栋16栋",
    "第3号楼",
    "三栋二单元",
    "3栋100人",
    "3号1000多人",
    "2026年3月5日",
    "2026-03-05",
    "2026-03-05 - 2026-03-06",
    "2026-03-05 2026-03-06",
    "20260305",
    "二〇二六年三月五日",
    "2020-2026年",
    "60年代",
    "一九八六年刚交房",
    "北-7号",
    "南-12",
    "7-1",
    "北-7-1",
    "P-1",
    "N-12",
    "1、3、5、7、9、11、13、15",
    "1 3 5 7 9 11 13 15栋",
    "1380元",
    "价格12800000元",
    "2000-3000元",
    "约2000户居民",
    "100-200户",
    "一百二十户",
    "10000000",
    "500-1000元",
    "10-100米",
    "50-110厘米",
    "长1.38米宽0013",
    "500平方米",
    "面积约50000平米",
    "1:500",
    "18:00-20:30",
    "0830-1030",
    "2130-2230",
    "8点30",
    "15-20分钟",
    "12345热线",
    "110、119、120",
    "502路公交",
    "K123路",
    "120间房",
    "两室一厅",
    "室内活动室300平",
    "2026房屋维修",
    "GB 50180-2018",
    "第一楼组",
    "白玉兰开了",
    "每周文娱活动",
    "微信群里说过",
    "wechat group said so",
    "允许建立小组",
    "<img src=x onerror=alert(1)>",
    "🍅",
    "",
]


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in HOSTILE.items() for text in texts]
)
def test_personal_data_is_masked_however_it_is_written(kind, text):
    masked = mask(text)
    assert kind.split()[0] in masked.kinds
    assert MASK in masked.text


@pytest.mark.parametrize("text", [t for texts in (HOSTILE["mobile"], HOSTILE["id_number"]) for t in texts])
def test_no_digit_of_a_number_is_left(text):
    assert not any(letter.isdigit() or letter in "零一三八" for letter in mask(text).text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_personal_datum_stays(text):
    assert mask(text).text == text


@pytest.mark.parametrize("text", ["老王上回摔了", "保洁李阿姨", "居委会小张", "王主任说过", "张先生家"])
def test_salutations_are_flagged_and_stay(text):
    masked = mask(text)
    assert masked.text == text
    assert masked.kinds == ("salutation",)


@pytest.mark.parametrize("text", ["小区很好", "小黄车", "老小区", "小路", "小高层"])
def test_everyday_words_are_not_flagged(text):
    assert mask(text).findings == ()


def test_known_names_are_masked_with_spaces_in_them_too():
    assert mask("张 三和张三说，ＺＨＡＮＧ　Ｗｅｉ也说", ["张三", "Zhang Wei"]).text == "***和***说，***也说"


def test_a_cell_of_the_name_column_that_is_no_name_masks_nothing():
    assert (
        mask("居民都说小区好，匿名也行", ["居民", "匿名", "小区", "无", "好", ""]).text
        == "居民都说小区好，匿名也行"
    )


@pytest.mark.parametrize("name", ["张三", "欧阳修", "王小明", "刘𬀩", "阿依古丽·买买提", "Zhang Wei"])
def test_names_are_recognised(name):
    assert is_name(name)


def test_findings_point_into_the_text_as_given():
    text = "电话１３８００１３８０００，老王"
    phone, salutation = mask(text).findings
    assert text[phone.start : phone.end] == "１３８００１３８０００"
    assert text[salutation.start : salutation.end] == "老王"
    assert not salutation.masked


LETTERS = st.text(
    st.sampled_from("0123456789０１一三八零-－ .()/栋室房号楼年月元张三王@qQaA沪·:：电话微信,，*\u200b\n"),
    max_size=40,
)


@settings(max_examples=100)
@given(LETTERS)
def test_masking_again_changes_nothing(text):
    once = mask(text, ["张三"])
    assert mask(once.text, ["张三"]).text == once.text


@settings(max_examples=100)
@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["", " ", "-", "－", ".", "\u200b", " - "]),
)
def test_a_mobile_number_never_gets_through(number, gap):
    assert not any(letter.isdigit() for letter in mask(f"找我{gap.join(number)}谢谢").text)


@pytest.mark.parametrize("text", ["a", "1", "1-", "a.b", " at ", "9-1-", "138 0013 8000 ", "@", "张"])
def test_a_long_text_takes_no_long_time(text):
    started = time.perf_counter()
    mask(text * 5000, ["张三"])
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("text", ["我是卜霜雪", "我是卜霜雪,住在三楼", "大家好,我是汤小阳。"])
def test_who_introduces_themselves_is_masked(text):
    assert MASK in mask(text).text


@pytest.mark.parametrize("text", ["我是业主", "我是这里的老住户", "我是三栋的"])
def test_who_says_what_they_are_is_not(text):
    assert mask(text).text == text


def test_a_title_block_keeps_who_signed_and_not_how_to_reach_them():
    assert mask_contacts("审核 王建国 13800138000") == f"审核 王建国 {MASK}"
