"""The public package: what is in it, and that it is the same for the same community."""

import hashlib
import io
import json

import pytest
from commonplan.community.coordinates import LOCAL_WKT
from commonplan.community.schema import TABLES
from osgeo import ogr, osr
from package_contents import ATTACK, X, Y, frame, members, page_data, point, tables
from pypdf import PdfReader
from qgis.core import QgsProcessingException


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


def test_the_panel_counts_the_comments_that_go_along(export, filled):
    import pandas as pd
    from commonplan.workspace.file import writing
    from commonplan.workspace.status import read_status

    with writing(filled) as file:
        first = file.table("comment")["id"].iloc[0]
        released = {"consent": True, "scope": "community"}
        again = {"id": "again", **released, "public_text": "石凳太少", "duplicate_of": first}
        blank = {"id": "blank", **released, "public_text": " "}
        file.insert("comment", pd.DataFrame([again, blank]))
        file.update("place", pd.DataFrame({"id": ["p4"], "is_public": [False]}))  # as marking leaves it
    package, _ = export()
    assert read_status(filled)["released"] == len(page_data(members(package)["index.html"])["voices"]) == 3


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


def test_released_proposals_go_along(export, filled, tmp_path):
    import pandas as pd
    from commonplan.workspace.file import writing

    row = {"id": "q", "title": "张三的主意", "consent": True, "state": "selected", "supports": 4}
    link = {"proposal_id": "q", "place_id": "p1"}
    with writing(filled) as file:
        file.insert("proposal", pd.DataFrame([{**row, "public_text": "多放石桌"}]))
        file.insert("proposal_place", pd.DataFrame([link]))
    package, _ = export()
    found = tables(members(package)["public.gpkg"], tmp_path)
    assert {"proposal", "proposal_place"} <= set(found)
    columns, (proposal,) = found["proposal"]
    assert not {"title", "body", "author", "consent"} & set(columns)
    said = json.loads(proposal)["properties"]
    assert (said["public_text"], said["supports"]) == ("多放石桌", None), "four voices are not told apart"


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


@pytest.mark.long  # only so many places are too many for A1
def test_sheets_too_full_are_divided_and_the_planner_is_told(export, filled):
    from commonplan.workspace.file import writing

    numbers = range(10, 310)
    shapes = [point(60 + 3 * (i % 20), 40 + 3 * (i // 20)) for i in range(300)]
    common = {"class": "space", "kind": "square", "status": "existing", "is_public": True}
    with writing(filled) as file:
        rows = [{**common, "id": f"q{n}", "number": str(n), "rank": n} for n in numbers]
        file.insert("place", frame(*rows, shapes=shapes))
    package, report = export(LANGUAGE="zh")
    files = members(package)
    sheets = [name for name in files if name.endswith(".png")]
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(files["sheet.pdf"])).pages]
    assert len(sheets) == len(pages) > 2
    assert "分幅编号" in pages[0]
    (said,) = [text for text in report["sheets"] if "sections" in text]
    assert "北里" in said


def test_a_folder_that_cannot_be_written_is_one_sentence(export, tmp_path):
    with pytest.raises(QgsProcessingException) as error:
        export("missing/folder/package.zip")
    assert "\n" not in str(error.value)
    (tmp_path / "kept.zip").write_bytes(b"before")
    with pytest.raises(QgsProcessingException):
        export("kept.zip", RELEASE="no_such_kind")
    assert (tmp_path / "kept.zip").read_bytes() == b"before"
    assert not list(tmp_path.glob(".commonplan-*"))
