"""The public package, every member of it decoded and searched for what must not be in it."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from commonplan.community.coordinates import LOCAL_WKT
from commonplan.community.schema import TABLES
from osgeo import ogr, osr
from PIL import Image
from pypdf import PdfReader
from qgis.core import QgsProcessingException

X, Y = 612_360.0, 3_449_160.0
PRIVATE = ("刘丽华", "13912345678", "居民-A1B2", "9-1-203", "配电房", "私下的话", "高压电缆", "武警中队")
ATTACK = "<img src=x onerror=alert(1)>"


def frame(*rows, shapes=None):
    if shapes is None:
        return pd.DataFrame(rows)
    return gpd.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4549")


def box(x, y, width, height):
    return shapely.MultiPolygon([shapely.box(X + x, Y + y, X + x + width, Y + y + height)])


def point(x, y):
    return shapely.Point(X + x, Y + y)


def fill(path):
    """Write a small community with something private in every corner."""
    from commonplan.workspace.file import writing

    said = {
        "consent": True,
        "status": "received",
        "scope": "place",
        "text": "我是刘丽华 13912345678",
        "author": "居民-A1B2",
    }
    with writing(path) as file:
        file.insert(
            "compound", frame({"id": "k", "name": "北里", "sort_order": 1}, shapes=[box(0, 0, 200, 150)])
        )
        file.insert(
            "entrance",
            frame(
                {"id": "e1", "name": "正门", "is_main": True, "compound_id": "k"},
                {"id": "e2", "name": "东门", "is_main": False, "compound_id": "k"},
                shapes=[point(100, 0), point(200, 80)],
            ),
        )
        file.insert(
            "building",
            frame(
                {"id": "b1", "label": "1栋", "compound_id": "k", "households": 3},
                {"id": "b2", "label": "2栋", "compound_id": "k"},
                shapes=[box(20, 60, 50, 12), box(20, 90, 50, 12)],
            ),
        )
        place = {
            "status": "existing",
            "is_public": True,
            "series": "main",
            "note": "私下的话",
            "operator": "刘丽华",
        }
        file.insert(
            "place",
            frame(
                {
                    **place,
                    "id": "p1",
                    "class": "space",
                    "kind": "square",
                    "name": "入口广场",
                    "number": "1",
                    "rank": 1,
                },
                {
                    **place,
                    "id": "p2",
                    "class": "facility",
                    "kind": "shop",
                    "name": "刘记便利店 13912345678",
                    "number": "2",
                    "rank": 2,
                    "building_id": "b1",
                    "floor": "1F",
                },
                {
                    **place,
                    "id": "p3",
                    "class": "unit",
                    "kind": "clinic",
                    "name": None,
                    "number": "3",
                    "rank": 3,
                },
                {
                    **place,
                    "id": "p4",
                    "class": "facility",
                    "kind": "electricity",
                    "name": "配电房",
                    "number": "N-1",
                    "rank": 4,
                },
                {
                    **place,
                    "id": "p5",
                    "class": "unit",
                    "kind": "other_unit",
                    "name": "武警中队",
                    "number": "4",
                    "rank": 5,
                },
                shapes=[point(100, 20), point(45, 66), point(150, 100), point(10, 140), point(180, 20)],
            ),
        )
        file.insert("footprint", frame({"id": "f1", "place_id": "p1"}, shapes=[box(85, 8, 30, 24)]))
        file.insert(
            "comment",
            gpd.GeoDataFrame(
                [
                    {
                        **said,
                        "id": "m1",
                        "place_id": "p1",
                        "public_text": "石凳太少",
                        "kind": "problem",
                        "topic": "seniors",
                        "status": "adopted",
                        "answer": "年底前加四张",
                        "answered_at": "2026-10-02",
                    },
                    {**said, "id": "m2", "place_id": "p1", "public_text": ATTACK},
                    {**said, "id": "m3", "public_text": "我住9-1-203,请回电13912345678"},
                    {**said, "id": "m4", "public_text": "没有同意公开", "consent": False},
                    {**said, "id": "m5", "place_id": "p4", "public_text": "配电房太吵"},
                ],
                geometry=[None] * 5,
                crs="EPSG:4549",
            ),
        )
        survey = {"is_public": True, "layer": "DLSS"}
        file.insert(
            "survey_line",
            frame(
                {**survey, "id": "l1"},
                {"id": "l2", "layer": "GXYZ", "is_public": False},
                shapes=[
                    shapely.LineString([(X - 30, Y - 12), (X + 230, Y - 12)]),
                    shapely.LineString([(X, Y), (X + 90, Y + 90)]),
                ],
            ),
        )
        file.insert("survey_text", frame(
            {**survey, "id": "t1", "text": "和平路", "rotation": 0.0},
            {"id": "t2", "layer": "GXYZ", "text": "高压电缆"},
            shapes=[point(100, -18), point(60, 40)]))  # fmt: skip


@pytest.fixture
def filled(community):
    fill(community)
    return community


@pytest.fixture
def export(run, filled, tmp_path):
    def export(name="package.zip", **parameters):
        outputs = run("exportpackage", COMMUNITY=str(filled), OUTPUT=str(tmp_path / name), **parameters)
        return Path(outputs["OUTPUT"]), json.loads(outputs["REPORT"])

    return export


def members(package):
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def tables(content, tmp_path):
    """Return layer → (column names, rows as text) of a GeoPackage."""
    copy = tmp_path / f"{hashlib.sha256(content).hexdigest()[:8]}.gpkg"
    copy.write_bytes(content)
    dataset = ogr.Open(str(copy))
    found = {}
    for layer in dataset:
        definition = layer.GetLayerDefn()
        columns = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
        found[layer.GetName()] = (columns, [feature.ExportToJson() for feature in layer])
    return found


def decoded(content, name, tmp_path):
    """Yield every text that can be read out of a member, however it is packed."""
    yield content.decode("utf-8", "replace")
    yield content.decode("utf-16-be", "replace")
    if name.endswith(".gpkg"):
        for layer, (columns, rows) in tables(content, tmp_path).items():
            yield from (layer, *columns, *(json.dumps(json.loads(row), ensure_ascii=False) for row in rows))
    if name.endswith(".pdf"):
        reader = PdfReader(io.BytesIO(content))
        yield str(reader.metadata)
        yield from (page.extract_text() for page in reader.pages)
        for raw in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(raw).decode("latin-1")
    if name.endswith(".png"):
        image = Image.open(io.BytesIO(content))
        image.load()
        yield str(image.info) + str(getattr(image, "text", ""))
    if name.endswith(".html"):
        yield str(page_data(content))


def page_data(content):
    block = re.search(
        r'<script type="application/json" id="data">(.*?)</script>', content.decode(), re.DOTALL
    )
    return json.loads(block[1])


def test_the_package_holds_what_it_lists(export):
    package, report = export()
    files = members(package)
    assert sorted(files) == [
        "README.txt",
        "index.html",
        "manifest.json",
        "public.gpkg",
        "sheet.pdf",
        "sheet.png",
    ]
    manifest = json.loads(files["manifest.json"])
    assert {entry["path"] for entry in manifest["files"]} == set(files) - {"manifest.json"}
    for entry in manifest["files"]:
        assert entry["sha256"] == hashlib.sha256(files[entry["path"]]).hexdigest()
        assert entry["size"] == len(files[entry["path"]])
        assert entry["time"] == manifest["time"]
    assert report["files"] == manifest["files"]


def test_nothing_private_is_in_any_byte(export, filled, tmp_path):
    package, _ = export()
    names = [*PRIVATE, str(filled.parent), str(tmp_path), str(X), "612360", "3449160"]
    for member, content in {"zip": package.read_bytes(), **members(package)}.items():
        for text in decoded(content, member, tmp_path):
            for name in names:
                assert name not in text, (member, name)


def test_the_report_says_what_stayed_and_names_nobody(export):
    _, report = export()
    reasons = {
        (e["table"], e["id"]): e["reason"] for e in report["entries"] if e["id"] and e["reason"] != "masked"
    }
    assert reasons == {
        ("place", "p4"): "internal_kind", ("place", "p5"): "flagged_word",
        ("comment", "m4"): "no_consent", ("comment", "m5"): "place_not_public",
    }  # fmt: skip
    masked = {(e["id"], e["detail"]) for e in report["entries"] if e["reason"] == "masked"}
    assert {("p2", "name: mobile"), ("m3", "public_text: mobile"), ("m3", "public_text: room")} <= masked
    assert not [name for name in PRIVATE if name in json.dumps(report, ensure_ascii=False)]


def test_the_page_shows_the_public_places_and_their_comments(export):
    package, _ = export(LANGUAGE="zh")
    data = page_data(members(package)["index.html"])
    assert data["languages"] == ["zh"]
    assert [place["number"] for place in data["places"]] == ["1", "2", "3"]
    assert data["places"][1]["building"] == "1栋"
    assert "***" in data["places"][1]["name"]
    voices = {voice["text"]: voice for voice in data["voices"]}
    assert set(voices) == {"石凳太少", ATTACK, "我住***,请回电***"}
    assert voices["石凳太少"]["place"] == 0
    assert voices["石凳太少"]["state"] == "adopted"
    assert [text["text"] for text in data["ground"]["texts"]] == ["和平路"]
    assert len(data["ground"]["lines"]) == 1


def test_comments_can_stay_at_home(export):
    package, _ = export(COMMENTS="none")
    files = members(package)
    assert page_data(files["index.html"])["voices"] == []
    assert "石凳太少" not in files["index.html"].decode()


def test_a_released_kind_is_on_page_and_sheet(export):
    package, _ = export(RELEASE="electricity")
    files = members(package)
    assert [place["number"] for place in page_data(files["index.html"])["places"]] == ["1", "2", "3", "N-1"]
    assert "配电房" in "".join(p.extract_text() for p in PdfReader(io.BytesIO(files["sheet.pdf"])).pages)


def test_local_geopackage_has_no_place_on_earth(export, tmp_path):
    package, _ = export()
    content = members(package)["public.gpkg"]
    found = tables(content, tmp_path)
    assert set(found) == {
        "community", "compound", "entrance", "building", "place", "footprint", "comment",
        "ground_area", "ground_line", "ground_text",
    }  # fmt: skip
    assert [len(found[name][1]) for name in ("place", "comment", "compound")] == [3, 3, 1]
    private = set(TABLES["comment"].column_names) & {"author", "text", "serial", "consent", "created_at"}
    assert not private & set(found["comment"][0])
    copy = next(tmp_path.glob("*.gpkg"))
    dataset = ogr.Open(str(copy))
    layer = dataset.GetLayerByName("compound")
    assert layer.GetSpatialRef().IsLocal()
    assert layer.GetExtent() == (0, 200, 0, 150)
    assert osr.SpatialReference(LOCAL_WKT).IsSame(layer.GetSpatialRef())


def test_real_coordinates_only_with_an_approval(export, filled, tmp_path):
    with pytest.raises(QgsProcessingException, match="approval"):
        export(COORDINATES="real")
    assert not list(tmp_path.glob("*.zip"))
    from commonplan.workspace.file import writing

    with writing(filled) as file:
        row = file.table("community")[["id"]]
        file.update("community", row.assign(approval_number="沪S(2026)001号"))
    package, _ = export(COORDINATES="real")
    files = members(package)
    copy = tmp_path / "real.gpkg"
    copy.write_bytes(files["public.gpkg"])
    dataset = ogr.Open(str(copy))
    assert dataset.GetLayerByName("compound").GetExtent() == (X, X + 200, Y, Y + 150)
    assert page_data(files["index.html"])["compounds"][0]["area"] == [[[200, 0, 200, 150, 0, 150, 0, 0]]]
    assert page_data(files["index.html"])["approval"] == "沪S(2026)001号"


def test_the_same_community_gives_the_same_bytes(export, filled):
    first, _ = export("a.zip")
    second, _ = export("b.zip")
    one, other = members(first), members(second)
    assert [name for name in one if one[name] != other[name]] == []
    assert first.read_bytes() == second.read_bytes()


def test_a_folder_that_cannot_be_written_is_one_sentence(export, tmp_path):
    with pytest.raises(QgsProcessingException) as error:
        export("missing/folder/package.zip")
    assert "\n" not in str(error.value)
    (tmp_path / "kept.zip").write_bytes(b"before")
    with pytest.raises(QgsProcessingException):
        export("kept.zip", RELEASE="no_such_kind")
    assert (tmp_path / "kept.zip").read_bytes() == b"before"
    assert not list(tmp_path.glob(".commonplan-*"))


def test_a_picture_leaves_without_what_its_camera_wrote(export, filled):
    from commonplan.workspace.file import writing

    (filled.parent / "media").mkdir(exist_ok=True)
    exif = Image.Exif()
    exif[0x013B] = "Liu Lihua"
    exif[0x0112] = 6
    Image.new("RGB", (1600, 800), "green").save(
        filled.parent / "media" / "1.jpg", exif=exif, comment=b"Liu Lihua"
    )
    with writing(filled) as file:
        row = {"owner_table": "place", "owner_id": "p1", "is_public": True, "faces_checked": True}
        file.insert(
            "attachment", pd.DataFrame([{**row, "path": "media/1.jpg"}, {**row, "path": "media/gone.jpg"}])
        )
    package, report = export()
    (photo,) = page_data(members(package)["index.html"])["places"][0]["photos"]
    import base64

    content = base64.b64decode(photo["image"].partition(",")[2])
    assert b"Liu" not in content
    image = Image.open(io.BytesIO(content))
    assert image.size == (640, 1280)
    assert not image.getexif()
    assert [e["detail"] for e in report["entries"] if e["reason"] == "unreadable"] == ["media/gone.jpg"]


def test_the_operating_system_user_leaves_no_trace(filled, tmp_path):
    """Export in a process of a distinctive user, and look for the name."""
    user = "zz_distinctive_user"
    home = tmp_path / user
    home.mkdir()
    target = tmp_path / "user.zip"
    code = f"""
import importlib.util, os, sys
from pathlib import Path
from qgis.core import QgsApplication
app = QgsApplication([], False); app.initQgis()
root = {str(Path(__file__).resolve().parents[2])!r}
init, where = root + "/__init__.py", [root]
spec = importlib.util.spec_from_file_location("commonplan", init, submodule_search_locations=where)
sys.modules["commonplan"] = module = importlib.util.module_from_spec(spec); spec.loader.exec_module(module)
from commonplan.community.publication import Wish
from commonplan.output.package import export_package
export_package(Path({str(filled)!r}), Path({str(target)!r}), Wish(), "both")
sys.stdout.flush(); os._exit(0)
"""
    names = dict.fromkeys(("USER", "LOGNAME", "USERNAME"), user)
    environment = {
        **os.environ,
        **names,
        "HOME": str(home),
        "USER_FULL_NAME": user,
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, cwd=home
    )
    assert done.returncode == 0, done.stderr
    for member, content in members(target).items():
        for text in decoded(content, member, tmp_path):
            assert user not in text, member
        for key in (b"/Author", b"<dc:creator", b"/PTEX"):
            assert key not in content, member


@pytest.fixture
def sample_community(run, community, sample):
    """The made-up sample from its drawing to its comments, every comment released as it stands."""
    from commonplan.workspace.file import writing

    path = str(community)
    run("importsurvey", COMMUNITY=path, INPUT=str(sample / "survey.dxf"))
    compounds, entrances = str(sample / "compounds.geojson"), str(sample / "entrances.geojson")
    run("setsite", COMMUNITY=path, COMPOUNDS=compounds, ENTRANCES=entrances)
    run("markplaces", COMMUNITY=path)
    run("numberplaces", COMMUNITY=path)
    run("importcomments", COMMUNITY=path, INPUT=str(sample / "comments.xlsx"), DATUM="gcj02")
    with writing(community) as file:
        comments = pd.DataFrame(file.table("comment", ["text", "public_text"]).drop(columns="geometry"))
        released = comments["public_text"].fillna(comments["text"])
        file.update("comment", comments[["id"]].assign(public_text=released, consent=True))
    return community


def test_no_personal_datum_of_the_sample_is_in_any_byte(run, sample_community, sample, tmp_path):
    target = tmp_path / "sample.zip"
    outputs = run("exportpackage", COMMUNITY=str(sample_community), OUTPUT=str(target))
    truth = json.loads((sample / "truth.json").read_text(encoding="utf-8"))
    personal = {entry["value"] for entry in truth["personal"] if entry["rule"] == "mask"}
    assert len(personal) > 100
    found = members(target)
    data = page_data(found["index.html"])
    assert len(data["places"]) > 50
    assert len(data["voices"]) > 100
    for member, content in {**found, "REPORT": outputs["REPORT"].encode()}.items():
        for text in decoded(content, member, tmp_path):
            assert {value for value in personal if value in text} == set(), member
    stayed = {e["detail"] for e in json.loads(outputs["REPORT"])["entries"] if e["reason"] == "not_released"}
    assert {"GXYZ", "DGX", "TK", "JZD"} <= stayed
