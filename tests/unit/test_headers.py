"""Which column means what, in the forms people have."""

import json
from pathlib import Path

import pandas as pd
import pytest
from commonplan.community.catalogue import headers
from commonplan.community.errors import InputError
from commonplan.community.schema import TABLES
from commonplan.community.voices.headers import override, suggest
from commonplan.readers.tables import read_tables

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "comments"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real exports are not on this machine")


def cells(*headings, **values):
    """Return a table of one row; each cell holds `x` unless a value is given."""
    return pd.DataFrame({h: [values.get(h, "x")] for h in headings}, dtype=object)


def test_a_clerks_form():
    mapping = suggest(
        cells(
            "序号",
            "地点编号",
            "楼号",
            "类别",
            "主题",
            "意见内容",
            "渠道",
            "是否同意公开",
            "公开内容",
            "姓名",
            "联系电话",
        ),
        "comment",
    )
    assert mapping == {
        "serial": "序号",
        "place": "地点编号",
        "building": "楼号",
        "kind": "类别",
        "topic": "主题",
        "text": "意见内容",
        "channel": "渠道",
        "consent": "是否同意公开",
        "public_text": "公开内容",
        "name": "姓名",
        "phone": "联系电话",
    }


def test_a_survey_site_with_numbered_questions():
    mapping = suggest(
        cells(
            "序号",
            "提交答卷时间",
            "来自IP",
            "1、您的姓名：",
            "2、您的手机号(选填)",
            "3、您对小区环境的意见和建议*",
            "4、是否同意公开您的意见?",
        ),
        "comment",
    )
    assert mapping["text"] == "3、您对小区环境的意见和建议*"
    assert mapping["consent"] == "4、是否同意公开您的意见?"
    assert mapping["name"] == "1、您的姓名："
    assert mapping["phone"] == "2、您的手机号(选填)"
    assert mapping["commented_on"] == "提交答卷时间"
    assert mapping["person"] == "来自IP"


def test_a_decidim_export():
    headings = (
        "id",
        "title/zh",
        "title/en",
        "body/zh",
        "body/en",
        "category/name/zh",
        "latitude",
        "longitude",
    )
    mapping = suggest(cells(*headings, "author/name", "address", "state"), "proposal")
    assert (mapping["serial"], mapping["title"], mapping["body"]) == ("id", "title/zh", "body/zh")
    assert (mapping["lat"], mapping["lon"], mapping["name"]) == ("latitude", "longitude", "author/name")
    assert mapping["dwelling"] == "address"


@real
@pytest.mark.parametrize("suffix", ["xml.csv", "labels.csv", "labels.xlsx"])
def test_a_kobotoolbox_form_is_known_by_what_its_cells_hold(suffix):
    (table,) = read_tables(REAL / f"all_geo_types_{suffix}")
    mapping = suggest(table.cells, "comment")
    assert mapping["text"].replace("_", " ") == "Just a regular text question"
    assert mapping["point"] == "Point"
    assert mapping["line"].endswith("Trace")
    assert mapping["area"].endswith("Shape")
    assert mapping["commented_on"] == "end"


def test_a_column_called_category_is_told_by_its_words():
    assert "topic" in suggest(cells("意见", "类别", 类别="停车"), "comment")
    assert "kind" in suggest(cells("意见", "类别", 类别="建议"), "comment")


def test_two_columns_of_prose_are_not_guessed():
    assert "text" not in suggest(cells("How is it?", "And why?"), "comment")


def test_a_mapping_takes_the_place_of_the_suggestion():
    table = cells("意见", "备注", "地点")
    mapping = override(suggest(table, "comment"), json.dumps({"text": "备注", "place": ""}), table, "comment")
    assert mapping == {"text": "备注"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no json", "mapping_unreadable"),
        ("[]", "mapping_unreadable"),
        ('{"text": 1}', "mapping_unreadable"),
        ('{"txt": "意见"}', "mapping_unknown_field"),
        ('{"title": "意见"}', "mapping_unknown_field"),
        ('{"text": "x"}', "mapping_unknown_heading"),
    ],
)
def test_a_mapping_that_cannot_be_followed_is_named(text, code):
    with pytest.raises(InputError) as caught:
        override({}, text, cells("意见"), "comment")
    assert caught.value.code == code


def test_the_fields_of_the_catalogue_are_columns_or_read_by_us():
    known = {"compound", "building", "location", "lon", "lat", "point", "line", "area", "place", "comments"}
    rules = headers()
    for table in ("comment", "proposal"):
        fields = set(rules.loc[rules["table"].isin([table, "both"]), "field"])
        other = {"serial", "building_group", "language", "answer", "answered_at"}
        assert fields - known - other <= set(TABLES[table].column_names)
    assert not rules["headers"].eq("").any()
    assert rules["table"].isin(["both", "comment", "proposal", "private"]).all()
