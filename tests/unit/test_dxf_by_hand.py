"""Drawings as other programs, editors and damage leave them, written group code by group code."""

from __future__ import annotations

import pytest
from commonplan.community.coordinates import parse_crs
from commonplan.community.survey.batches import make_frames
from commonplan.community.survey.report import import_report
from commonplan.community.survey.rows import Wish, place_survey
from commonplan.community.survey.tally import Tally
from commonplan.readers.surveys import read_survey


def tags(*pairs):
    return "".join(f"{code}\n{value}\n" for code, value in pairs)


def drawn(entities):
    return tags((0, "SECTION"), (2, "ENTITIES")) + entities + tags((0, "ENDSEC"), (0, "EOF"))


def text(said, layer="注记"):
    return tags((0, "TEXT"), (8, layer), (10, 1), (20, 2), (40, 1), (1, said))


def read(tmp_path, raw):
    path = tmp_path / "drawing.dxf"
    path.write_bytes(raw)
    data = read_survey(path)
    return data, make_frames(data.batches)


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbf" + drawn(text("居委会")).encode(),
        drawn(text("居\0委会")).encode("gbk"),
        drawn(text("居委会")).encode("gbk") + bytes(3000),
        drawn(text("居委会")).replace("\n", "\r").encode("gbk"),
        b"999\nby hand\n" + drawn(text("居委会")).encode("gbk")[:-1],
    ],
    ids=["BOM", "NUL", "NULs behind", "CR", "comment, no last line end"],
)
def test_what_editors_and_disks_do_to_a_drawing(tmp_path, raw):
    _, frames = read(tmp_path, raw)
    assert frames["survey_text"][["layer", "text"]].to_numpy().tolist() == [["注记", "居委会"]]


def test_what_names_no_layer_is_on_layer_0(tmp_path):
    data, frames = read(tmp_path, drawn(tags((0, "POINT"), (10, 1), (20, 1))).encode())
    assert frames["survey_point"]["layer"].tolist() == ["0"]
    assert [*data.found] == [("POINT", "0")]


def test_a_text_without_a_place_is_not_called_empty(tmp_path):
    lost = tags((0, "TEXT"), (8, "0"), (1, "居委会")) + tags(
        (0, "TEXT"), (8, "0"), (10, 1), (20, 1), (1, " ")
    )
    data, _ = read(tmp_path, drawn(lost).encode("gbk"))
    assert data.skipped == {("TEXT", "0", "no_extent"): 1, ("TEXT", "0", "empty_text"): 1}


def test_objects_of_tarch_are_named_as_such(tmp_path):
    walls = tags(
        (0, "TCH_WALL"), (8, "WALL"), (0, "ACAD_PROXY_ENTITY"), (8, "WALL"), (0, "XY_ROAD"), (8, "R")
    )
    data, _ = read(tmp_path, drawn(walls + text("居委会")).encode("gbk"))
    assert data.skipped == {
        ("TCH_WALL", "WALL", "proxy"): 1,
        ("ACAD_PROXY_ENTITY", "WALL", "proxy"): 1,
        ("XY_ROAD", "R", "unknown_type"): 1,
    }
    placed = place_survey(data, parse_crs("EPSG:4549"), Wish())
    report = import_report(placed, Tally(placed.bulk), file="", sha256="", crs_given=True, again=False)
    assert {"code": "foreign_objects", "count": 2} in report["warnings"]


def test_rare_names_alone_are_chinese_without_a_header(tmp_path):
    data, frames = read(tmp_path, drawn(text("𠮷㐀䶮", "𠮷层")).encode("gb18030"))
    assert frames["survey_text"][["layer", "text"]].to_numpy().tolist() == [["𠮷层", "𠮷㐀䶮"]]
    assert data.encoding["used"] == "gb18030"


def test_a_paragraph_cut_within_its_signs_is_read(tmp_path):
    said = ("长x" * 300).encode("gbk")
    pieces = [said[at : at + 251] for at in range(0, len(said), 251)]
    head = tags((0, "MTEXT"), (8, "0"), (10, 1), (20, 1), (40, 1)).encode()
    body = b"".join(b"3\n" + piece + b"\n" for piece in pieces[:-1]) + b"1\n" + pieces[-1] + b"\n"
    start, end = drawn("@").encode().split(b"@")
    data, frames = read(tmp_path, start + head + body + end)
    assert frames["survey_text"]["text"].tolist() == ["长x" * 300]
    assert (data.encoding["used"], data.encoding["undecodable"]) == ("gb18030", 0)


def test_bytes_that_are_no_text_stay_visible(tmp_path):
    raw = drawn(text("@", "0")).encode().replace(b"@", b"\xd6\xd0\xff\xce\xc4")
    data, frames = read(tmp_path, raw)
    assert frames["survey_text"]["text"].tolist() == ["中\\xff文"]
    assert (data.encoding["used"], data.encoding["undecodable"]) == ("gb18030", 1)
