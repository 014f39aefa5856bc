"""The sample: always the same bytes, a believable site, and a truth that is true."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import shapely

ezdxf = pytest.importorskip("ezdxf")
openpyxl = pytest.importorskip("openpyxl")

ROOT = Path(__file__).resolve().parents[2]
FILES = (
    "survey.dxf",
    "compounds.geojson",
    "entrances.geojson",
    "comments.xlsx",
    "comments.csv",
    "truth.json",
)


def generate(folder, seed):
    command = [sys.executable, str(ROOT / "tools" / "sample" / "generate.py"), str(folder)]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "1" else "UTC"}
    subprocess.run(command, check=True, capture_output=True, cwd=folder.parent, env=environment)
    return folder


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("sample") / "first", "1")


@pytest.fixture(scope="module")
def truth(sample):
    return json.loads((sample / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def survey(sample):
    return ezdxf.readfile(sample / "survey.dxf")


@pytest.fixture(scope="module")
def table(sample):
    text = (sample / "comments.csv").read_bytes().decode("gb18030")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def compounds(sample):
    features = json.loads((sample / "compounds.geojson").read_text(encoding="utf-8"))["features"]
    return {f["properties"]["name"]: shapely.geometry.shape(f["geometry"]) for f in features}


def outline(building):
    return shapely.Polygon(building["outline"])


def public_rows(truth, table):
    return [(row, cells) for row, cells in zip(truth["comments"], table) if row["public"]]


# --- bytes ---


def test_writes_the_same_bytes_twice(sample, tmp_path):
    again = generate(tmp_path / "second", "2")
    digests = [
        {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
        for folder in (sample, again)
    ]
    assert digests[0] == digests[1]
    assert sorted(path.name for path in sample.iterdir()) == sorted(FILES)


# --- the drawing ---


def test_drawing_is_r2000_in_gbk_and_metres(sample, survey):
    head = (sample / "survey.dxf").read_bytes()[:4000]
    assert b"AC1015" in head
    assert b"ANSI_936" in head
    assert survey.header["$INSUNITS"] == 6
    assert survey.header["$EXTMIN"] == (612_250, 3_449_030, 0)
    assert not survey.audit().errors


def test_drawing_has_what_the_truth_says(survey, truth):
    drawing = truth["drawing"]
    assert Counter(e.dxftype() for e in survey.modelspace()) == drawing["by_type"]
    assert Counter(e.dxf.layer for e in survey.modelspace()) == drawing["by_layer"]
    assert drawing["entities"] >= 900
    assert set(drawing["by_type"]) >= {
        "LINE", "LWPOLYLINE", "POLYLINE", "CIRCLE", "ARC", "ELLIPSE", "SPLINE", "TEXT", "MTEXT", "INSERT",
        "POINT", "HATCH", "DIMENSION",
    }  # fmt: skip


def test_texts_are_gbk_and_whole(sample, survey, truth):
    texts = {e.dxf.text for e in survey.modelspace().query("TEXT")}
    texts |= {e.plain_text() for e in survey.modelspace().query("MTEXT")}
    assert texts == set(truth["drawing"]["texts"])
    assert not [text for text in texts if "?" in text or "�" in text]
    (sample / "survey.dxf").read_bytes().decode("gbk")
    assert {"砼6", "幼儿园", "居委会(2F)", "3栋", "和平路", "永安街", "第一楼组", "主入口"} <= texts


def test_codes_stand_in_xdata_of_south_not_always_first(sample, survey, truth):
    first, lower = 0, 0
    codes = Counter()
    for entity in survey.modelspace():
        applications = list(entity.xdata.data) if entity.xdata else []
        for i, application in enumerate(applications):
            if application.upper() == "SOUTH":
                codes[entity.get_xdata(application)[0].value] += 1
                first += i > 0
                lower += application == "south"
    assert codes == truth["drawing"]["by_code"]
    assert first > 50
    assert lower > 50
    lamps = survey.modelspace().query('INSERT[layer=="DLDW"]')
    assert sum(lamp.dxf.name == "GC_LAMP" for lamp in lamps) == codes["155210"]


def test_contours_and_spot_heights_have_heights(survey):
    levels = [e.dxf.elevation.z for e in survey.modelspace().query("POLYLINE")]
    assert levels == [5.0, 5.5, 6.0, 6.5, 7.0, 7.5]
    assert all(3 < e.dxf.insert.z < 9 for e in survey.modelspace().query('INSERT[layer=="GCD"]'))


def test_gdal_reads_its_texts(sample):
    gdal = pytest.importorskip("osgeo.gdal")
    dataset = gdal.OpenEx(str(sample / "survey.dxf"))
    texts = {feature.GetField("Text") for feature in dataset.GetLayer(0)}
    assert {"图书室(3F)", "第六楼组", "南里弄口", "物业\n服务中心", "HP01"} <= texts


# --- the site ---


def test_north_is_five_hectares_and_l_shaped(compounds):
    north = compounds["北里"]
    assert 45_000 < north.area < 55_000
    assert north.area / north.convex_hull.area < 0.85


def test_south_is_a_lane_of_300_by_40(compounds):
    box = compounds["南里"].minimum_rotated_rectangle
    lengths = sorted(shapely.LineString(box.exterior.coords[i : i + 2]).length for i in range(2))
    assert lengths == pytest.approx([40, 300], abs=0.01)


def test_north_has_18_blocks_in_6_groups(truth):
    north = [b for b in truth["buildings"] if b["label"] and b["compound"] == "北里"]
    assert [b["label"] for b in north] == [f"{i}栋" for i in range(1, 19)]
    assert len(truth["building_groups"]) == 6
    grouped = [label for members in truth["building_groups"].values() for label in members]
    assert sorted(grouped) == sorted(b["label"] for b in north)


def test_blocks_are_of_believable_size(truth):
    for block in (b for b in truth["buildings"] if b["label"]):
        box = outline(block).minimum_rotated_rectangle.exterior.coords
        short, long = sorted(shapely.LineString(box[i : i + 2]).length for i in range(2))
        assert short == pytest.approx(12, abs=0.01)
        assert 40 <= long <= 60.01


def test_nothing_built_overlaps(survey):
    solid = ("141101", "141200", "141500", "155600", "158800", "158302", "171801")
    shapes = [
        shapely.Polygon([p[:2] for p in e.get_points()])
        for e in survey.modelspace().query("LWPOLYLINE")
        if e.closed and code_of(e) in solid
    ]
    assert len(shapes) > 50
    tree = shapely.STRtree(shapes)
    left, right = tree.query(shapes, predicate="intersects")
    pairs = [(i, j) for i, j in zip(left, right) if i < j]
    assert not [(i, j) for i, j in pairs if shapes[i].intersection(shapes[j]).area > 0.01]


def code_of(entity):
    for application in ("SOUTH", "south"):
        if entity.has_xdata(application):
            return entity.get_xdata(application)[0].value
    return ""


def test_wall_is_open_at_the_main_gate_only(survey, truth, compounds):
    handle = truth["compounds"][0]["handles"][0]
    wall = shapely.LineString([p[:2] for p in survey.entitydb[handle].get_points()])
    gap = shapely.Point(wall.coords[0]).distance(shapely.Point(wall.coords[-1]))
    assert 4 < gap < 10
    assert compounds["北里"].exterior.hausdorff_distance(wall) < gap


def test_gates_stand_on_their_boundary(sample, truth, compounds):
    features = json.loads((sample / "entrances.geojson").read_text(encoding="utf-8"))
    assert features["crs"]["properties"]["name"].endswith("EPSG::4549")
    for feature in features["features"]:
        compound = compounds[feature["properties"]["compound"]]
        assert compound.exterior.distance(shapely.geometry.shape(feature["geometry"])) < 0.01
    main = [f["properties"]["compound"] for f in features["features"] if f["properties"]["is_main"]]
    assert sorted(main) == ["北里", "南里"]
    assert [e["is_main"] for e in truth["entrances"] if e["compound"] == "北里"] == [True, False, False]


def test_places_lie_inside_or_on_the_street_front(truth, compounds):
    for place in truth["places"]:
        if place["compound"] is None:
            assert place["kind"] == "street_lamp"
            continue
        distance = compounds[place["compound"]].distance(shapely.Point(place["x"], place["y"]))
        assert distance == 0 or (place["access"] == "street" and distance < 6), place["name"]


def test_street_places_stand_within_four_metres_of_the_boundary(truth, compounds):
    street = [p for p in truth["places"] if p["access"] == "street"]
    assert len(street) >= 12
    for place in street:
        front = compounds[place["compound"]].exterior
        assert front.distance(shapely.Point(place["x"], place["y"])) < 4


def test_places_named_in_a_building_lie_in_it(truth):
    buildings = {b["label"] or b["name"]: outline(b) for b in truth["buildings"] if b["compound"]}
    for place in (p for p in truth["places"] if p["building"]):
        assert buildings[place["building"]].covers(shapely.Point(place["x"], place["y"])), place["name"]
    hall = {p["kind"]: p["floor"] for p in truth["places"] if p["building"] == "社区综合服务楼"}
    assert hall["clinic"] == "1F"
    assert hall["residents_committee"] == "2F"
    assert hall["library_room"] == "3F"


def test_places_are_named_by_kinds_of_the_catalogue(truth):
    path = ROOT / "resources" / "catalogues" / "kinds.csv"
    with path.open(encoding="utf-8", newline="") as file:
        known = {row["kind"]: row["class"] for row in csv.DictReader(file)}
    assert {(p["kind"], p["class"]) for p in truth["places"]} <= set(known.items())
    assert len({p["kind"] for p in truth["places"]}) >= 40


def test_every_place_points_to_its_entities(survey, truth):
    for entry in (*truth["places"], *truth["buildings"], *truth["not_places"]):
        assert entry["handles"]
        assert all(handle in survey.entitydb for handle in entry["handles"])
        if entry["code"]:
            assert entry["code"] in {code_of(survey.entitydb[handle]) for handle in entry["handles"]}


def test_group_outlines_hold_their_blocks(survey, truth):
    outlines = [
        shapely.Polygon([p[:2] for p in e.get_points()])
        for e in survey.modelspace().query('LWPOLYLINE[layer=="LZ"]')
    ]
    labels = {
        e.dxf.text: shapely.Point(e.dxf.insert.x, e.dxf.insert.y)
        for e in survey.modelspace().query('TEXT[layer=="LZ"]')
    }
    blocks = {b["label"]: outline(b) for b in truth["buildings"]}
    for name, members in truth["building_groups"].items():
        around = next(shape for shape in outlines if shape.covers(labels[name]))
        assert all(around.buffer(0.01).covers(blocks[member]) for member in members)


# --- the comments ---


def test_comments_are_160_rows_alike_in_both_files(sample, table):
    sheet = openpyxl.load_workbook(sample / "comments.xlsx").active
    header, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert not (sample / "comments.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert header == list(table[0])
    assert len(rows) == len(table) == 160
    skip = header.index("提交时间")
    for row, cells in zip(rows, table):
        texts = ["" if value is None else str(value) for value in row]
        plain = list(cells.values())
        assert texts[:skip] + texts[skip + 1 :] == plain[:skip] + plain[skip + 1 :]
        assert f"{row[skip]:%H:%M}" == plain[skip].split()[1]


def test_no_cell_is_a_formula(sample):
    sheet = openpyxl.load_workbook(sample / "comments.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert len(cells) == 2
    assert {cell.data_type for cell in cells} == {"s"}


def test_comments_are_of_every_sort(truth, table):
    about = Counter(row["about"] for row in truth["comments"] if row["status"] == "ok")
    assert min(about[scope] for scope in ("place", "building", "position", "community")) >= 20
    reasons = {row["reason"] for row in truth["comments"] if row["status"] != "ok"}
    assert reasons == {
        "same_serial_and_text", "serial_used_twice", "no_text", "unknown_place", "unknown_building",
        "impossible_position", "outside_position",
    }  # fmt: skip
    assert len({cells["意见内容"] for cells in table}) >= 150
    numbers = {r["place_number"] for r in truth["comments"] if r["status"] == "ok" and r["place_number"]}
    assert all(re.fullmatch("[北南]-([1-9]|1[0-2])", number) for number in numbers)


def test_public_texts_hold_the_dangerous_ones(truth, table):
    texts = [cells["公开内容"] for _, cells in public_rows(truth, table)]
    assert 35 <= len(texts) <= 50
    assert "<img src=x onerror=alert(1)>" in texts
    assert any(text.startswith("=HYPERLINK(") for text in texts)


def test_duplicates_repeat_an_earlier_row(truth, table):
    for row in (r for r in truth["comments"] if "same_serial_as_row" in r):
        earlier = table[row["same_serial_as_row"] - 1]
        assert row["same_serial_as_row"] < row["row"]
        assert earlier["序号"] == table[row["row"] - 1]["序号"]
        same = earlier["意见内容"] == table[row["row"] - 1]["意见内容"]
        assert same == (row["status"] == "duplicate")


def test_positions_are_gcj02_hundreds_of_metres_off(truth, table, compounds):
    pyproj = pytest.importorskip("pyproj")
    to_degrees = pyproj.Transformer.from_crs(4549, 4490, always_xy=True)
    geod = pyproj.Geod(ellps="GRS80")
    community = shapely.union_all(list(compounds.values())).buffer(6)
    rows = [r for r in truth["comments"] if r["about"] == "position" and r["status"] == "ok"]
    for row in rows:
        assert community.covers(shapely.Point(row["x"], row["y"]))
        shown = [float(part) for part in table[row["row"] - 1]["位置(经度,纬度)"].split(",")]
        distance = geod.inv(*to_degrees.transform(row["x"], row["y"]), *shown)[2]
        assert 300 < distance < 700


def test_gcj02_agrees_with_a_published_vector(monkeypatch):
    pyproj = pytest.importorskip("pyproj")
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    from sample.frame import to_gcj02

    # eviltransform's own test: the Bund, WGS 84 to GCJ-02
    point = pyproj.Transformer.from_crs(4490, 4549, always_xy=True).transform(121.5272106, 31.1774276)
    assert to_gcj02(point) == pytest.approx((121.531541859215, 31.17530398364597), abs=2e-6)


# --- personal data ---


def test_personal_data_stand_where_the_truth_says(truth, table):
    assert len(truth["personal"]) > 150
    for item in truth["personal"]:
        assert item["value"] in table[item["row"] - 1][item["column"]]
    assert {item["kind"] for item in truth["personal"]} == {
        "name", "nickname", "phone", "landline", "id_number", "wechat", "qq", "email", "plate", "room",
    }  # fmt: skip


def test_clerk_forgot_a_handful_in_public_texts(truth):
    slips = [i for i in truth["personal"] if i["column"] == "公开内容"]
    assert 5 <= len(slips) <= 9
    assert all(item["rule"] == "mask" for item in slips)
    assert {i["row"] for i in slips} == {r["row"] for r in truth["comments"] if r["personal_in_public_text"]}


def test_personal_data_stand_nowhere_else(sample, truth, table):
    values = {item["value"] for item in truth["personal"]}
    slips = {item["row"] for item in truth["personal"] if item["column"] == "公开内容"}
    clean = "\n".join(c["公开内容"] for row, c in public_rows(truth, table) if row["row"] not in slips)
    drawing = (sample / "survey.dxf").read_bytes().decode("gbk")
    layers = (sample / "compounds.geojson").read_text(encoding="utf-8")
    assert not [value for value in values if value in clean or value in drawing or value in layers]


def test_id_number_is_valid_in_form_and_nobodys(truth):
    (number,) = {item["value"] for item in truth["personal"] if item["kind"] == "id_number"}
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(number, weights)) % 11]
    assert number[-1] == check
    assert number[6:10] == "1900"
