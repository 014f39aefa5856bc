"""The public package, every member of it decoded and searched for what must not be in it."""

import base64
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from package_contents import PRIVATE, X, decoded, members, page_data
from PIL import Image


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
from commonplan.community.publication.allow_list import Wish
from commonplan.output.package.export import export_package
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
