"""Comments and proposals as tables that leave the community."""

import csv
import hashlib
import io
import json
import zipfile

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely
from commonplan.workspace import private
from commonplan.workspace.file import reading, writing
from qgis.core import QgsProcessingException

CRS = "EPSG:4549"
FORMULA = '=HYPERLINK("http://example.com","x")'
COMMENTS = {
    "serial": ["2", "10", "1", "3", "4", "5", "6", "7", "8"],
    "scope": ["place"] * 8 + ["building"],
    "place_id": ["p1"] * 8 + [None],
    "feature_layer": [None] * 8 + ["building"],
    "feature_key": [None] * 8 + ["b3"],
    "kind": ["problem"] * 9,
    "topic": ["safety"] * 9,
    "text": [FORMULA, "我是居民-7F3A,电话13800138000", "-1", "@a", *["加扶手"] * 4, "漏水\x07"],
    "public_text": [FORMULA, "电话13800138000,<b>修</b>", None, *["加扶手"] * 5, None],
    "author": ["居民-7F3A"] * 9,
    "consent": [True] * 8 + [False],
    "channel": ["paper", "online", *["online"] * 7],
    "status": ["received", "adopted", "not_adopted", *["adopted"] * 5, "received"],
    "answer": [None, "已修,联系13900139000", "没有预算", *["已装"] * 5, None],
}


@pytest.fixture
def voices(community):
    """A community with two places, a building, nine comments and a proposal."""
    points = [shapely.Point(600000, 3450000), shapely.Point(600100, 3450000)]
    places = {"id": ["p1", "p2"], "class": "space", "kind": ["square", "green"], "name": ["入口广场", None]}
    places.update({"number": ["北-1", "北-2"], "rank": [1, 2]})
    comments = pd.DataFrame(COMMENTS)
    comments["id"] = [f"c{i}" for i in range(len(comments))]
    proposal = {
        "id": "q",
        "title": "装扶手,找13800138000",
        "source_ref": "T1",
        "consent": True,
        "state": "selected",
    }
    proposal.update({"responsible": "property_manager", "supports": 3, "author": "居民-7F3A"})
    own = [shapely.Point(600001, 3450001)] * len(comments)
    block = shapely.box(600000, 3450100, 600020, 3450110)
    with writing(community) as file:
        file.insert("place", gpd.GeoDataFrame(places, geometry=points, crs=CRS))
        file.insert("building", gpd.GeoDataFrame({"id": ["b3"], "label": ["3栋"]}, geometry=[block], crs=CRS))
        file.insert("comment", gpd.GeoDataFrame(comments, geometry=own, crs=CRS))
        file.insert("proposal", gpd.GeoDataFrame([proposal], geometry=[None], crs=CRS))
        file.insert("proposal_place", pd.DataFrame({"proposal_id": ["q", "q"], "place_id": ["p2", "p1"]}))
        file.insert("proposal_comment", pd.DataFrame({"proposal_id": ["q"], "comment_id": ["c3"]}))
    return community


def exported(run, path, target, **parameters):
    assert run("exportcomments", COMMUNITY=str(path), OUTPUT=str(target), **parameters)["OUTPUT"] == str(
        target
    )
    return target


def rows_of(target):
    """Return the rows of a table, each a dict by heading."""
    if target.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(target.read_bytes().decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(target).active
    _, heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row)) for row in rows]


def everything(target):
    """Return all bytes of a file, archives unpacked."""
    if not zipfile.is_zipfile(target):
        return target.read_bytes()
    with zipfile.ZipFile(target) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".geojson"])
def test_the_same_community_gives_the_same_bytes(run, voices, tmp_path, suffix):
    one = exported(run, voices, tmp_path / f"a{suffix}")
    two = exported(run, voices, tmp_path / f"b{suffix}")
    assert hashlib.sha256(one.read_bytes()).digest() == hashlib.sha256(two.read_bytes()).digest()


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".geojson"])
@pytest.mark.parametrize("table", ["comments", "proposals"])
def test_personal_data_are_masked_and_nobody_is_named(run, voices, tmp_path, suffix, table):
    data = everything(exported(run, voices, tmp_path / f"a{suffix}", AS=table)).decode()
    assert "13800138000" not in data
    assert "居民-7F3A" not in data
    assert "***" in data


def test_pseudonyms_go_along_only_when_asked_for(run, voices, tmp_path):
    rows = rows_of(exported(run, voices, tmp_path / "a.csv", AUTHORS=True))
    assert {row["作者（化名）"] for row in rows} == {"居民-7F3A"}


def test_a_plain_table_is_ordered_and_tells_place_and_words(run, voices, tmp_path):
    rows = rows_of(exported(run, voices, tmp_path / "a.csv"))
    assert [row["序号"] for row in rows] == ["1", "2", "3", "4", "5", "6", "7", "8", "10"]
    assert (rows[0]["地点编号"], rows[0]["地点名称"], rows[0]["办理状态"]) == ("北-1", "入口广场", "未采纳")
    assert rows[7]["楼号"] == "3栋"
    english = rows_of(exported(run, voices, tmp_path / "b.csv", LANGUAGE="en"))
    assert (english[0]["Place number"], english[0]["Topic"]) == ("北-1", "Safety")


def test_a_formula_stays_text(run, voices, tmp_path):
    cells = openpyxl.load_workbook(exported(run, voices, tmp_path / "a.xlsx")).active
    found = [
        c for row in cells.iter_rows() for c in row if isinstance(c.value, str) and c.value[:1] in "=+-@"
    ]
    assert {cell.value for cell in found} == {FORMULA, "-1", "@a"}
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in found)
    rows = rows_of(exported(run, voices, tmp_path / "a.csv"))
    assert {row["意见内容"] for row in rows} >= {f"'{FORMULA}", "'-1", "'@a"}


def test_geojson_points_are_those_of_places_and_buildings(run, voices, tmp_path):
    features = json.loads(exported(run, voices, tmp_path / "a.geojson").read_text("utf-8"))["features"]
    longitude, latitude = features[0]["geometry"]["coordinates"]
    place = gpd.GeoSeries([shapely.Point(600000, 3450000)], crs=CRS).to_crs(4326).iloc[0]
    assert (longitude, latitude) == pytest.approx((place.x, place.y), abs=1e-6)
    assert features[7]["properties"]["楼号"] == "3栋"


def test_no_time_and_no_user_stand_in_a_workbook(run, voices, tmp_path):
    target = exported(run, voices, tmp_path / "a.xlsx")
    with reading(voices) as file:
        newest = max(file.table(name)["updated_at"].max() for name in ("comment", "proposal", "place"))
    with zipfile.ZipFile(target) as archive:
        core = archive.read("docProps/core.xml").decode()
        stamps = {member.date_time for member in archive.infolist()}
    assert core.count(newest) == 2
    assert len(stamps) == 1
    assert "openpyxl" not in core


def test_the_answer_table_counts_what_is_the_same_and_hides_small_counts(run, voices, tmp_path):
    rows = rows_of(exported(run, voices, tmp_path / "a.xlsx", TEMPLATE="answer_table"))
    by_opinion = {row["意见"]: row for row in rows}
    assert by_opinion["加扶手"]["人次"] == 5
    assert by_opinion["加扶手"]["责任单位"] == "物业"
    assert by_opinion["加扶手"]["采纳情况"] == "已采纳"
    assert {row["人次"] for row in rows if row["意见"] != "加扶手"} == {"少于5"}
    unreleased = {row["地点"]: row["理由与答复"] for row in rows if "（文字未公开）" in row["意见"]}
    assert unreleased == {"北-1 入口广场": "没有预算", "3栋": None}
    assert [row["序号"] for row in rows] == list(range(1, len(rows) + 1))
    assert "漏水" not in everything(tmp_path / "a.xlsx").decode()


def test_duplicates_count_with_what_they_repeat(run, voices, tmp_path):
    with writing(voices) as file:
        file.update("comment", pd.DataFrame({"id": ["c2"], "duplicate_of": ["c3"]}))
    rows = rows_of(exported(run, voices, tmp_path / "a.csv", TEMPLATE="answer_table"))
    assert {row["意见"]: row["人次"] for row in rows}["加扶手"] == "6"


def test_the_answer_table_of_proposals(run, voices, tmp_path):
    (row,) = rows_of(exported(run, voices, tmp_path / "a.csv", TEMPLATE="answer_table", AS="proposals"))
    assert (row["意见"], row["人次"], row["采纳情况"]) == ("装扶手,找***", "少于5", "已采纳")
    assert row["责任单位"] == "物业"


@pytest.fixture
def profile(tmp_path, monkeypatch):
    monkeypatch.setattr(private, "private_folder", lambda: tmp_path / "profile")


def test_a_filled_entry_form_is_read_again(run, voices, tmp_path, profile):
    form = exported(run, voices, tmp_path / "意见录入表.xlsx", TEMPLATE="entry_form")
    book = openpyxl.load_workbook(form)
    sheet = book.active
    heading = [cell.value for cell in sheet[3]]
    validations = {v.formula1: str(v.sqref) for v in sheet.data_validations.dataValidation}
    assert len(validations) == 6
    places = [row[0] for row in book["lists"].iter_rows(min_col=2, max_col=2, values_only=True) if row[0]]
    assert places == ["全社区", "同上", "北-1 入口广场", "北-2 集中绿地"]
    filled = [
        {
            "序号": "101",
            "地点编号": places[2],
            "意见类型": "建议",
            "意见内容": "加灯",
            "同意公开": "是",
            "渠道": "入户",
        },
        {"序号": "101", "地点编号": "同上", "意见类型": "同上", "意见内容": "加凳子", "渠道": "同上"},
        {
            "序号": "102",
            "地点编号": places[0],
            "意见内容": "文明养犬",
            "姓名": "王秀英",
            "电话": "13800001001",
        },
        {"序号": "103", "楼号": "3栋", "意见内容": "电梯", "公开文字": "要电梯"},
    ]
    for number, row in enumerate(filled, start=4):
        for name, value in row.items():
            sheet.cell(number, heading.index(name) + 1).value = value
    book.save(form)
    result = run("importcomments", COMMUNITY=str(voices), INPUT=str(form))
    assert (result["IMPORTED"], result["REJECTED"], result["LINKED"]) == (4, 0, 3)
    with reading(voices) as file:
        comments = file.table("comment")
    new = comments[comments["source"] == form.name]
    assert list(new["place_id"]) == ["p1", "p1", None, None]
    assert list(new["scope"]) == ["place", "place", "community", "building"]
    assert list(new["kind"][:2]) == ["suggestion", "suggestion"]
    again = run("importcomments", COMMUNITY=str(voices), INPUT=str(form))
    assert (again["IMPORTED"], again["DUPLICATES"]) == (0, 4)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".geojson"])
def test_a_plain_table_read_again_adds_nothing(run, voices, tmp_path, suffix, profile):
    with writing(voices) as file:
        file.delete("comment", [f"c{i}" for i in range(9)])
    source = tmp_path / "a.csv"
    source.write_text("意见,地点编号\n加灯,北-1\n=1+1,北-2\n加灯,北-1\n", encoding="utf-8")
    assert run("importcomments", COMMUNITY=str(voices), INPUT=str(source))["IMPORTED"] == 3
    target = exported(run, voices, tmp_path / f"b{suffix}")
    result = run("importcomments", COMMUNITY=str(voices), INPUT=str(target), DATUM="wgs84")
    assert (result["IMPORTED"], result["DUPLICATES"]) == (0, 3)


@pytest.mark.parametrize(
    ("name", "template"),
    [("a.pdf", "plain"), ("a.csv", "entry_form"), ("a.geojson", "answer_table"), ("a", "plain")],
)
def test_a_form_that_cannot_be_written_is_named(run, voices, tmp_path, name, template):
    with pytest.raises(QgsProcessingException, match="xlsx"):
        run("exportcomments", COMMUNITY=str(voices), OUTPUT=str(tmp_path / name), TEMPLATE=template)
    assert not (tmp_path / name).exists()


def test_a_folder_that_is_not_there_is_named(run, voices, tmp_path):
    with pytest.raises(QgsProcessingException, match="cannot be written"):
        run("exportcomments", COMMUNITY=str(voices), OUTPUT=str(tmp_path / "none" / "a.xlsx"))


def test_an_export_needs_no_private_file(run, voices, tmp_path, monkeypatch):
    locked = tmp_path / "locked"
    locked.write_text("no folder")
    monkeypatch.setattr(private, "private_folder", lambda: locked)
    exported(run, voices, tmp_path / "a.csv")


def test_an_empty_community_gives_an_empty_table(run, community, tmp_path):
    assert rows_of(exported(run, community, tmp_path / "a.csv")) == []
    assert rows_of(exported(run, community, tmp_path / "b.xlsx", TEMPLATE="answer_table")) == []
    features = json.loads(exported(run, community, tmp_path / "c.geojson").read_text("utf-8"))
    assert features["features"] == []
    exported(run, community, tmp_path / "d.xlsx", TEMPLATE="entry_form")


def test_the_sample_leaves_without_any_personal_datum(run, community, sample, tmp_path, profile):
    truth = json.loads((sample / "truth.json").read_text("utf-8"))
    labels = sorted({building["label"] for building in truth["buildings"] if building["label"]})
    blocks = gpd.GeoDataFrame({"label": labels}, geometry=[shapely.box(0, 0, 1, 1)] * len(labels), crs=CRS)
    with writing(community) as file:
        file.insert("building", blocks)
    run("importcomments", COMMUNITY=str(community), INPUT=str(sample / "comments.xlsx"), DATUM="gcj02")
    for name, options in (
        ("a.xlsx", {}),
        ("b.csv", {"AUTHORS": True}),
        ("c.geojson", {}),
        ("d.xlsx", {"TEMPLATE": "answer_table"}),
    ):
        data = everything(exported(run, community, tmp_path / name, **options)).decode("utf-8", "replace")
        for datum in truth["personal"]:
            assert datum["rule"] == "flag" or datum["value"] not in data, (name, datum)
