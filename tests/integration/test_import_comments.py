"""Voices from the sample, from exports and from clerks' forms, into a real community file."""

import csv
import json
import shutil
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely
from commonplan.community.ids import stable_id
from commonplan.community.publication.privacy import PSEUDONYM
from commonplan.workspace import private
from commonplan.workspace.copies import copies
from commonplan.workspace.erasure import erase_person
from commonplan.workspace.file import reading, writing
from osgeo import ogr
from qgis.core import QgsProcessingException

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "comments"
CRS = "EPSG:4549"


@pytest.fixture(autouse=True)
def profile(tmp_path, monkeypatch):
    """A profile folder of this test's own: the private file goes there."""
    folder = tmp_path / "profile"
    monkeypatch.setattr(private, "private_folder", lambda: folder)
    return folder


@pytest.fixture(scope="session")
def truth(sample):
    return json.loads((sample / "truth.json").read_text(encoding="utf-8"))


def frame(rows, shapes):
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=CRS)


@pytest.fixture(scope="session")
def numbered(empty_community, truth, tmp_path_factory):
    """The sample's site with its places numbered in the order of the truth, to be copied."""
    folder = shutil.copytree(empty_community, tmp_path_factory.mktemp("numbered") / empty_community.name)
    path = next(folder.glob("*.gpkg"))
    compounds, buildings = truth["compounds"], truth["buildings"]
    ids = {c["name"]: stable_id("compound", c["name"]) for c in compounds}
    compound_rows = [
        {"id": ids[c["name"]], **{k: c[k] for k in ("name", "prefix", "sort_order")}} for c in compounds
    ]
    building_rows = [
        {
            "id": stable_id("building", i),
            "label": b["label"] or None,
            "building_group": b["group"] or None,
            "compound_id": ids.get(b["compound"]),
        }
        for i, b in enumerate(buildings)
    ]
    counts = dict.fromkeys(ids, 0)
    places = []
    for rank, place in enumerate(p for p in truth["places"] if p["compound"] in ids):
        counts[place["compound"]] += 1
        prefix = place["compound"][0]
        row = {k: place[k] for k in ("class", "kind", "name")}
        row["number"] = f"{prefix}-{counts[place['compound']]}" if counts[place["compound"]] <= 12 else None
        places.append({"id": stable_id("place", rank), "rank": rank, **row})
    points = [shapely.Point(p["x"], p["y"]) for p in truth["places"] if p["compound"] in ids]
    with writing(path) as file:
        file.insert("compound", frame(compound_rows, [shapely.Polygon(c["outline"]) for c in compounds]))
        file.insert("building", frame(building_rows, [shapely.Polygon(b["outline"]) for b in buildings]))
        file.insert("place", frame(places, points))
    return folder


@pytest.fixture
def site(numbered, tmp_path):
    folder = shutil.copytree(numbered, tmp_path / numbered.name)
    return next(folder.glob("*.gpkg"))


def entries(result):
    return {(entry["row"], entry["code"]) for entry in json.loads(result["REPORT"])["entries"]}


def table(path, name):
    with reading(path) as file:
        return file.table(name)


@pytest.mark.parametrize("name", ["comments.csv", "comments.xlsx"])
def test_every_row_of_the_sample_is_accounted_for(run, site, sample, truth, name):
    result = run("importcomments", COMMUNITY=str(site), INPUT=str(sample / name), DATUM="gcj02")
    rows = truth["comments"]
    by_reason = {
        reason: [r["row"] for r in rows if r["reason"] == reason] for reason in {r["reason"] for r in rows}
    }
    assert result["REJECTED"] == len(by_reason["no_text"])
    assert result["DUPLICATES"] == len(by_reason["same_serial_and_text"])
    assert result["IMPORTED"] + result["REJECTED"] + result["DUPLICATES"] == len(rows) == 160
    noted = entries(result)
    for code, reason in (
        ("no_text", "no_text"),
        ("repeated_row", "same_serial_and_text"),
        ("serial_used_twice", "serial_used_twice"),
        ("unknown_place", "unknown_place"),
        ("unknown_building", "unknown_building"),
    ):
        assert {row for row, c in noted if c == code} == {row + 1 for row in by_reason[reason]}, code
    lost = {row for row, c in noted if c in ("impossible_position", "unreadable_position")}
    assert lost == {row + 1 for row in by_reason["impossible_position"] + by_reason["outside_position"]}


def test_the_sample_is_linked_as_the_truth_says(run, site, sample, truth):
    result = run("importcomments", COMMUNITY=str(site), INPUT=str(sample / "comments.xlsx"), DATUM="gcj02")
    places, buildings, comments = (table(site, n) for n in ("place", "building", "comment"))
    number = dict(zip(places["id"], places["number"]))
    label = dict(zip(buildings["id"], buildings["label"]))
    comments = comments.set_index("source_ref")
    for row in truth["comments"]:
        if row["status"] != "ok":
            continue
        comment = comments.loc[str(row["row"] + 1)]
        if row["about"] == "place":
            assert number[comment["place_id"]] == row["place_number"]
        elif row["about"] == "building":
            assert label[comment["feature_key"]] == row["building"]
        elif row["about"] == "position":
            assert comment.geometry.distance(shapely.Point(row["x"], row["y"])) < 0.5
        else:
            assert comment["scope"] == "community"
    assert result["LINKED"] == comments[["place_id", "feature_key"]].notna().any(axis=1).sum()
    assert comments["kind"].notna().all()
    assert comments["topic"].notna().all()
    assert comments["channel"].notna().all()
    assert comments["commented_on"].str.fullmatch(r"2026-0[45]-\d\d").all()


def test_consent_and_public_text_come_as_stated(run, site, sample, truth):
    run("importcomments", COMMUNITY=str(site), INPUT=str(sample / "comments.csv"), DATUM="gcj02")
    comments = table(site, "comment").set_index("source_ref")
    for row in truth["comments"]:
        if row["status"] == "ok":
            comment = comments.loc[str(row["row"] + 1)]
            assert comment["consent"] == row["consent"]
            assert (comment["consent"] and bool(comment["public_text"])) == row["public"]


def test_importing_again_adds_nothing_and_keeps_answers(run, site, sample):
    parameters = {"COMMUNITY": str(site), "INPUT": str(sample / "comments.xlsx"), "DATUM": "gcj02"}
    first = run("importcomments", **parameters)
    one = table(site, "comment").iloc[0]
    with writing(site) as file:
        file.update(
            "comment", pd.DataFrame({"id": [one["id"]], "answer": ["已换"], "text": ["原文改了一个字。"]})
        )
    again = run("importcomments", **{**parameters, "INPUT": str(sample / "comments.csv")})
    assert (again["IMPORTED"], again["DUPLICATES"]) == (0 + (again["IMPORTED"]), 160 - 3 - again["IMPORTED"])
    comments = table(site, "comment").set_index("id")
    assert len(comments) == first["IMPORTED"] + again["IMPORTED"]
    assert comments.loc[one["id"], "answer"] == "已换"


def decoded(path):
    """Return every text of a GeoPackage, and its bytes."""
    dataset = ogr.Open(str(path))
    texts = [path.read_bytes().decode("utf-8", "replace")]
    for i in range(dataset.GetLayerCount()):
        layer = dataset.GetLayer(i)
        texts += [str(f.GetField(k)) for f in layer for k in range(f.GetFieldCount())]
    return "\n".join(texts)


def test_no_value_of_a_personal_column_is_in_any_byte_of_the_community(run, site, sample, truth):
    run("importcomments", COMMUNITY=str(site), INPUT=str(sample / "comments.csv"), DATUM="gcj02")
    with reading(site) as file:
        public = "\n".join(t for t in file.table("comment")["public_text"] if t)
    copy = site.with_name("copy.gpkg")
    shutil.copy(site, copy)
    text = decoded(copy)
    for datum in truth["personal"]:
        if datum["column"] in ("姓名", "电话", "联系住址"):
            assert datum["value"] not in text, datum
        if datum["rule"] == "mask":
            assert datum["value"] not in public, datum


def test_people_are_pseudonyms_that_stay(run, site, sample, truth):
    run("importcomments", COMMUNITY=str(site), INPUT=str(sample / "comments.csv"), DATUM="gcj02")
    comments = table(site, "comment").set_index("source_ref")
    named = {datum["row"]: datum["value"] for datum in truth["personal"] if datum["column"] == "姓名"}
    with reading(site) as file:
        community_id = file.community()["id"]
    with private.private_store(community_id) as store:
        for row, name in named.items():
            if str(row + 1) in comments.index:
                author = comments.loc[str(row + 1), "author"]
                assert PSEUDONYM.fullmatch(author)
                assert store.person(author)["name"] == name
    nameless = comments.index.difference([str(row + 1) for row in named])
    assert comments.loc[nameless, "author"].isna().all()


def write_csv(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def test_answers_and_groups_lose_the_names_of_those_who_wrote(run, site, tmp_path):
    rows = [
        "序号,姓名,意见内容,公开内容,答复,楼组,语言,是否同意公开",
        "1,汤小阳,长椅坏了,长椅坏了,答复汤小阳 13912345678,3-2-502,zh-汤小阳,是",
    ]
    table = tmp_path / "answers.csv"
    table.write_text("\n".join(rows), encoding="utf-8")
    run("importcomments", COMMUNITY=str(site), INPUT=str(table), DATUM="gcj02")
    with reading(site) as file:
        comment = file.table("comment").set_index("serial").loc["1"]
    stored = " ".join(str(value) for value in comment)
    assert comment["answer"].startswith("答复")
    for personal in ("汤小阳", "13912345678", "3-2-502"):
        assert personal not in stored


def test_a_mended_text_is_the_same_comment_and_another_text_is_another(run, site, tmp_path):
    heading = ["序号", "意见", "地点编号"]
    first = write_csv(tmp_path / "a.csv", heading, ["1", "路灯坏了三个月没人修", "北-2"], ["2", "多种树", ""])
    run("importcomments", COMMUNITY=str(site), INPUT=str(first))
    mended = write_csv(
        tmp_path / "b.csv", heading, ["1", "路灯坏了三个月，没人来修", "北-2"], ["2", "停车太乱了", ""]
    )
    result = run("importcomments", COMMUNITY=str(site), INPUT=str(mended))
    assert entries(result) == {(2, "already_imported_changed"), (3, "serial_used_twice")}
    assert set(table(site, "comment")["text"]) == {"路灯坏了三个月没人修", "多种树", "停车太乱了"}
    again = run("importcomments", COMMUNITY=str(site), INPUT=str(mended))
    assert (again["IMPORTED"], again["DUPLICATES"]) == (0, 2)


def test_rows_without_serial_are_known_by_what_they_say(run, site, tmp_path):
    heading = ["提交时间", "意见", "姓名"]
    rows = [
        ["2026/4/6 11:07", "多种树", "王秀英"],
        ["2026/4/6 11:30", "多种树", ""],
        ["2026/4/6 11:30", "多种树", ""],
    ]
    path = write_csv(tmp_path / "a.csv", heading, *rows)
    assert run("importcomments", COMMUNITY=str(site), INPUT=str(path))["IMPORTED"] == 3
    grown = write_csv(tmp_path / "b.csv", heading, ["2026/4/7 8:00", "修路", ""], *rows)
    result = run("importcomments", COMMUNITY=str(site), INPUT=str(grown))
    assert (result["IMPORTED"], result["DUPLICATES"]) == (1, 3)


def test_an_old_number_leads_to_the_place_that_bore_it(run, site, tmp_path):
    places = table(site, "place").set_index("number")
    with writing(site) as file:
        alias = {
            "old_number": "北-2",
            "place_id": places.loc["北-5", "id"],
            "retired_at": "2026-05-01T00:00:00Z",
        }
        gone = {
            "old_number": "北-77",
            "place_id": places.loc["北-6", "id"],
            "retired_at": "2026-05-01T00:00:00Z",
        }
        file.insert("number_alias", pd.DataFrame([alias, gone]))
    rows = [["1", "甲", "北-2", "2026-04-30"], ["2", "乙", "北-2", "2026-05-02"], ["3", "丙", "北-77", ""]]
    path = write_csv(tmp_path / "a.csv", ["序号", "意见", "地点编号", "日期"], *rows)
    run("importcomments", COMMUNITY=str(site), INPUT=str(path))
    linked = table(site, "comment").set_index("serial")["place_id"]
    assert list(linked) == [places.loc[n, "id"] for n in ("北-5", "北-2", "北-6")]


def test_numbers_are_understood_as_people_write_them(run, site, tmp_path):
    wanted = {
        "北-7": "北-7", "北７号": "北-7", "北里7": "北-7", "第北-7号": "北-7", "北-7 健身器材旁": "北-7",
        "北－7、南-2": "北-7", "7": None, "3栋2单元门口": None, "全小区": None,
    }  # fmt: skip
    rows = [[str(i), f"意见{i}", cell] for i, cell in enumerate(wanted)]
    path = write_csv(tmp_path / "a.csv", ["序号", "意见", "地点编号"], *rows)
    result = run("importcomments", COMMUNITY=str(site), INPUT=str(path))
    number = dict(zip(table(site, "place")["id"], table(site, "place")["number"]))
    comments = table(site, "comment").set_index("serial")
    found = {cell: number.get(comments.loc[str(i), "place_id"]) for i, cell in enumerate(wanted)}
    assert found == wanted
    assert {code for _, code in entries(result)} == {"several_places", "ambiguous_place"}
    assert list(comments["scope"].iloc[-3:]) == ["place", "building", "compound"]


def test_the_compound_named_in_a_column_decides(run, site, tmp_path):
    rows = [["1", "甲", "7", "南里小区"], ["2", "乙", "7", "北"]]
    path = write_csv(tmp_path / "a.csv", ["序号", "意见", "地点编号", "小区"], *rows)
    run("importcomments", COMMUNITY=str(site), INPUT=str(path))
    number = dict(zip(table(site, "place")["id"], table(site, "place")["number"]))
    assert [number[i] for i in table(site, "comment").sort_values("serial")["place_id"]] == ["南-7", "北-7"]


def test_without_a_datum_it_says_which_would_fit(run, site, sample):
    before = len(table(site, "comment"))
    with pytest.raises(QgsProcessingException) as caught:
        run("importcomments", COMMUNITY=str(site), INPUT=str(sample / "comments.xlsx"))
    told = str(caught.value)
    assert "gcj02 9" in told or "gcj02 100" in told
    assert "wgs84 " in told
    assert "\n" not in told
    assert len(table(site, "comment")) == before


def test_kobotoolbox_positions_lines_and_areas_come_in(run, site, tmp_path):
    if not REAL.is_dir():
        pytest.skip("the real exports are not on this machine")
    rows = list(csv.DictReader((REAL / "all_geo_types_xml.csv").open(encoding="utf-8"), delimiter=";"))
    result = run(
        "importcomments", COMMUNITY=str(site), INPUT=str(REAL / "all_geo_types_xml.csv"), DATUM="wgs84"
    )
    assert result["IMPORTED"] == len(rows) == 2
    comments = table(site, "comment")
    assert list(comments["text"]) == ["Greenmount", "Chacabuco"]
    assert comments["commented_on"].notna().all()
    assert len(table(site, "comment_line")) == len(table(site, "comment_area")) == 2
    points = comments.geometry.to_crs(4326)
    for row, point in zip(rows, points):
        assert (
            point.distance(shapely.Point(float(row["_Point_longitude"]), float(row["_Point_latitude"])))
            < 1e-6
        )


def test_a_mapping_says_what_headings_do_not(run, site):
    if not REAL.is_dir():
        pytest.skip("the real exports are not on this machine")
    source = REAL / "quotes_newlines_and_long_urls_labels.xlsx"
    with pytest.raises(QgsProcessingException, match="MAPPING"):
        run("importcomments", COMMUNITY=str(site), INPUT=str(source))
    heading = 'Enter some long text with " and linebreaks here'
    for mapping in ({"text": heading}, {heading: "text"}):
        result = run("importcomments", COMMUNITY=str(site), INPUT=str(source), MAPPING=json.dumps(mapping))
        assert result["IMPORTED"] + result["DUPLICATES"] + result["REJECTED"] == 5
    cell = openpyxl.load_workbook(source).active["A2"].value
    assert cell.strip() in set(table(site, "comment")["text"])


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        ("{", "cannot be read"),
        ('{"txt": "意见"}', "txt"),
        ('{"text": "没有"}', "没有"),
        ("[1]", "cannot be read"),
    ],
)
def test_a_wrong_mapping_is_named(run, site, tmp_path, mapping, told):
    path = write_csv(tmp_path / "a.csv", ["意见"], ["甲"])
    with pytest.raises(QgsProcessingException, match=told):
        run("importcomments", COMMUNITY=str(site), INPUT=str(path), MAPPING=mapping)


def test_the_community_itself_is_no_table_of_comments(run, site):
    with pytest.raises(QgsProcessingException, match="itself"):
        run("importcomments", COMMUNITY=str(site), INPUT=str(site))


def test_comments_of_another_community_can_be_taken_over(run, site, numbered, sample, tmp_path):
    run("importcomments", COMMUNITY=str(site), INPUT=str(sample / "comments.csv"), DATUM="gcj02")
    other = next(Path(shutil.copytree(numbered, tmp_path / "other")).glob("*.gpkg"))
    result = run("importcomments", COMMUNITY=str(other), INPUT=str(site), SHEET="comment")
    assert result["IMPORTED"] == len(table(site, "comment"))


def test_a_failed_run_leaves_both_files_as_they_were(run, site, sample, profile):
    (profile).mkdir(parents=True)
    with reading(site) as file:
        broken = profile / f"{file.community()['id']}.gpkg"
    broken.write_bytes(b"no database")
    before = len(copies(site))
    with pytest.raises(QgsProcessingException, match="names and contact data"):
        run("importcomments", COMMUNITY=str(site), INPUT=str(sample / "comments.csv"), DATUM="gcj02")
    assert len(table(site, "comment")) == 0
    assert len(copies(site)) == before


def test_proposals_come_with_places_states_and_the_comments_behind_them(run, site, tmp_path):
    comments = write_csv(tmp_path / "c.csv", ["序号", "意见"], ["5", "没有扶手"], ["6", "太暗"])
    run("importcomments", COMMUNITY=str(site), INPUT=str(comments))
    first = {
        "提案编号": "T1", "标题": "装扶手", "内容": "楼梯装扶手,联系王秀英", "涉及地点": "北-2、南-3",
        "提案人": "王秀英", "电话": "13800001001", "责任方": "物业", "措施类型": "局部拆建",
        "费用估算": "3.5万元", "支持人数": "12人", "状态": "已受理", "相关意见": "5、6、9",
    }  # fmt: skip
    second = {"提案编号": "T2", "内容": "把空地改成花园", "措施类型": "新建", "费用估算": "不清楚"}
    rows = [[row.get(heading, "") for heading in first] for row in (first, second, {"提案编号": "T3"})]
    path = write_csv(tmp_path / "p.csv", list(first), *rows)
    result = run("importcomments", COMMUNITY=str(site), INPUT=str(path), AS="proposals")
    assert (result["IMPORTED"], result["REJECTED"], result["LINKED"]) == (2, 1, 1)
    assert entries(result) == {(2, "unknown_comments"), (3, "unknown_word"), (4, "no_text")}
    proposals = table(site, "proposal").set_index("source_ref")
    first = proposals.loc["T1"]
    assert (first["state"], first["responsible"], first["measure"]) == (
        "accepted",
        "property_manager",
        "partial_rebuild",
    )
    assert (first["cost"], first["supports"]) == (35000.0, 12)
    assert first["body"] == f"楼梯装扶手,联系{first['author']}"
    assert proposals.loc["T2", "title"] == "把空地改成花园"
    assert proposals.loc["T2", "state"] == "submitted"
    assert len(table(site, "proposal_place")) == len(table(site, "proposal_comment")) == 2
    again = run("importcomments", COMMUNITY=str(site), INPUT=str(path), AS="proposals")
    assert (again["IMPORTED"], again["DUPLICATES"]) == (0, 2)


def test_a_person_can_be_forgotten(run, site, tmp_path, profile):
    path = write_csv(
        tmp_path / "a.csv",
        ["序号", "意见", "公开内容", "姓名", "电话", "是否同意公开"],
        ["1", "秘密的话,我是王秀英", "公开的话", "王秀英", "13800001001", "是"],
        ["2", "别人的话", "", "李桂兰", "", ""],
    )
    run("importcomments", COMMUNITY=str(site), INPUT=str(path))
    mine = table(site, "comment").set_index("serial").loc["1"]
    with writing(site) as file:
        file.update("comment", pd.DataFrame({"id": [mine["id"]], "public_text": ["秘密的话改过"]}))
        area = {"comment_id": [mine["id"]]}
        file.insert("comment_area", gpd.GeoDataFrame(area, geometry=[shapely.box(0, 0, 1, 1)], crs=CRS))
    erase_person(site, mine["author"])
    comments = table(site, "comment").set_index("serial")
    assert comments.loc["1", ["text", "public_text", "author", "geometry"]].isna().all()
    assert len(table(site, "comment_area")) == 0
    assert len(table(site, "history").query("row_id == @mine.id")) == 0
    assert comments.loc["2", "text"] == "别人的话"
    for file in [*site.parent.rglob("*.gpkg"), *profile.rglob("*.gpkg")]:
        data = file.read_bytes()
        for secret in ("秘密的话", "公开的话", "王秀英", "13800001001", mine["author"]):
            assert secret.encode() not in data, (file, secret)
    again = run("importcomments", COMMUNITY=str(site), INPUT=str(path))
    assert (again["IMPORTED"], again["DUPLICATES"]) == (0, 2)
