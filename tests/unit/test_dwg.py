"""DWG drawings, against DXF twins that AutoCAD and we wrote."""

from __future__ import annotations

import sys
import time
from collections import Counter

import numpy as np
import pytest
import shapely
from commonplan.community.errors import InputError
from commonplan.community.survey.batches import make_frames
from commonplan.readers.dwg import process
from commonplan.readers.dwg import read as dwg
from commonplan.readers.surveys import read_survey
from drawings import SHARED, by_type, new_drawing, save
from dwg_files import as_dwg, spoil
from ezdxf.enums import TextEntityAlignment

pytest.importorskip("acadsharp_native", reason="no DWG reader is installed")

TWIN = SHARED / "mixed_entities_r2018.dxf"
TABLES = ("survey_point", "survey_line", "survey_area", "survey_text")
# The drawing of 2004 was saved with layers that AutoCAD renamed.
RENAMED = {"0 @ 1": "0", "Layer_color_80 @ 1": "Layer_color_80"}
# What AutoCAD or the library keeps otherwise: a leader without its hook.
OTHERWISE = {"512"}
# The value of this attribute differs between the files themselves.
NOT_ALIKE = {"79D"}
RELEASES = {
    "AC1014": "R14", "AC1015": "2000", "AC1018": "2004", "AC1024": "2010", "AC1027": "2013", "AC1032": "2018",
}  # fmt: skip
EQUAL = ("text", "block", "color", "code", "h_align", "v_align")
# What the library reads, but cannot write as DWG.
UNWRITTEN = ("ACAD_TABLE", "3DSOLID", "SHAPE", "REGION")
# A spline through points, which the library writes as DWG without any.
EMPTIED = "434"
twins = pytest.mark.skipif(not TWIN.is_file(), reason="the drawings of the samples are not here")


def kinds(counted):
    merged = Counter()
    for (kind, layer, *why), count in counted.items():
        merged[(kind, RENAMED.get(layer, layer), *why)] += count
    return merged


def rows(frame):
    """The rows of a table in an order of their own: by handle and part."""
    frame = frame[~frame["handle"].isin(NOT_ALIKE)]
    order = sorted(range(len(frame)), key=lambda i: (frame["handle"].iloc[i], frame["part"].iloc[i]))
    return frame.iloc[order]


@twins
@pytest.mark.parametrize("name", ["r2004.dwg", "r2018.dwg", "r2018_binary.dxf"])
def test_a_drawing_is_the_same_in_every_format(name):
    data, twin = read_survey(SHARED / f"mixed_entities_{name}"), read_survey(TWIN)
    assert kinds(data.found) == kinds(twin.found)
    attribute = ("ATTRIB", "0", "empty_text")
    assert kinds({**data.skipped, attribute: 1}) == kinds({**twin.skipped, attribute: 1})
    assert data.declared_units == twin.declared_units
    assert_alike(data, twin)


@twins
@pytest.mark.parametrize("version", ["AC1014", "AC1015"])
def test_a_drawing_is_the_same_saved_as_an_old_release(tmp_path, version):
    saved = as_dwg(SHARED / "mixed_entities_r2018.dwg", version, tmp_path / "old.dwg")
    data, twin = read_survey(saved), read_survey(TWIN)
    for theirs in (twin.found, twin.skipped):
        for key in [key for key in theirs if key[0] in UNWRITTEN]:
            del theirs[key]
    assert data.found == twin.found
    attribute, spline = ("ATTRIB", "0", "empty_text"), ("SPLINE", "0", "no_extent")
    assert {**data.skipped, attribute: 1} == {**twin.skipped, attribute: 1, spline: 1}
    # Before 2004 there were only the colours of AutoCAD's index.
    assert_alike(data, twin, but=[EMPTIED], columns=set(EQUAL) - {"color"})


def assert_alike(data, twin, but=(), columns=EQUAL):
    """Compare what came in, row by row."""
    for table in TABLES:
        own, other = rows(make_frames(data.batches)[table]), rows(make_frames(twin.batches)[table])
        other = other[~other["handle"].isin(but)]
        assert own["handle"].tolist() == other["handle"].tolist()
        assert own["layer"].replace(RENAMED).tolist() == other["layer"].tolist()
        for column in columns:
            assert own[column].tolist() == other[column].tolist()
        for column in ("text_height", "rotation"):
            assert np.allclose(own[column], other[column], atol=1e-6, equal_nan=True)
        away = shapely.hausdorff_distance(own.geometry.to_numpy(), other.geometry.to_numpy())
        assert set(own["handle"][away > 0.001]) <= OTHERWISE


@twins
@pytest.mark.parametrize("name", ["r2004.dwg", "r2018.dwg"])
def test_what_is_drawn_in_blocks_is_the_same(name):
    own, twin = (read_survey(p, explode=True) for p in (SHARED / f"mixed_entities_{name}", TWIN))
    # The library hands over no tables: they are named.
    assert by_type(own.skipped)["ACAD_TABLE"] == 2
    drawn = [make_frames(data.batches) for data in (own, twin)]
    for table in TABLES:
        ours, theirs = (inside(frames[table]) for frames in drawn)
        assert len(ours) == len(theirs) > 10
        for column in ("block", "text", "h_align", "v_align"):
            assert ours[column].tolist() == theirs[column].tolist()
        assert ours["layer"].replace(RENAMED).tolist() == theirs["layer"].tolist()
        away = shapely.hausdorff_distance(ours.geometry.to_numpy(), theirs.geometry.to_numpy())
        assert away.max() < 0.001


def inside(frame):
    """What came out of blocks other than tables, in an order of its own."""
    frame = frame[frame["block"].notna() & ~frame["block"].fillna("").str.startswith("*T")]
    frame = frame[~frame["handle"].isin(NOT_ALIKE)]
    spots = frame.geometry.centroid
    order = np.lexsort((spots.y.round(3), spots.x.round(3), frame["block"].astype(str)))
    return frame.iloc[order]


@pytest.mark.parametrize("version", RELEASES)
def test_texts_codes_and_blocks_of_a_chinese_survey_come_in(tmp_path, version):
    made = new_drawing("R2018" if version > "AC1021" else "R2000")
    made.header["$DIMSTYLE"] = "Standard"
    model = made.modelspace()
    wall = model.add_lwpolyline([(0, 0), (9, 0), (9, 9)], close=True, dxfattribs={"layer": "JMD"})
    wall.set_xdata("SOUTH", [(1000, "141101")])
    text = model.add_text("幼儿园砼6", height=1.5, dxfattribs={"rotation": 30, "layer": "注记"})
    text.set_placement((1, 2), align=TextEntityAlignment.TOP_CENTER)
    paragraph = {"insert": (3, 4), "layer": "注记", "attachment_point": 9}
    model.add_mtext("{\\fSimSun;北里}\\P路", dxfattribs=paragraph)
    model.add_blockref("LAMP", (5, 6), dxfattribs={"layer": "DLDW"}).set_xdata("SOUTH", [(1000, "155210")])
    drawing = save(made, tmp_path / "survey.dxf")
    data = read_survey(as_dwg(drawing, version))
    assert data.format == f"DWG {RELEASES[version]}"
    assert not data.skipped
    frames = make_frames(data.batches)
    assert frames["survey_area"][["layer", "code"]].values.tolist() == [["JMD", "141101"]]
    assert frames["survey_point"][["block", "code"]].values.tolist() == [["LAMP", "155210"]]
    texts = frames["survey_text"]
    assert texts["text"].tolist() == ["幼儿园砼6", "北里\n路"]
    assert texts["layer"].tolist() == ["注记", "注记"]
    assert texts["text_height"].iloc[0] == 1.5
    assert round(texts["rotation"].iloc[0]) == 30
    assert texts[["h_align", "v_align"]].values.tolist() == [["center", "top"], ["right", "bottom"]]
    assert [(p.x, p.y) for p in texts.geometry] == [(1, 2), (3, 4)]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"AC1009", "dwg_release"),
        (b"AC1012", "dwg_release"),
        (b"AC1014", "damaged_dwg"),
        (b"AC1032", "damaged_dwg"),
    ],
)
def test_a_broken_or_old_drawing_is_refused(tmp_path, head, code):
    path = tmp_path / "survey.dwg"
    path.write_bytes(head + bytes(range(256)) * 20)
    with pytest.raises(InputError, match=code):
        read_survey(path)


@pytest.mark.parametrize("version", ["AC1014", "AC1015"])
def test_what_hangs_behind_a_damaged_entity_is_named(tmp_path, version):
    made = new_drawing("R2000")
    made.header["$DIMSTYLE"] = "Standard"
    for x in range(5):
        made.modelspace().add_line((x, 0), (x, 1), dxfattribs={"layer": "JMD"})
    for x in range(3):
        made.blocks["LAMP"].add_arc((x, 0), 1, 0, 90)
    path = as_dwg(save(made, tmp_path / "survey.dxf"), version)
    whole = read_survey(path)
    assert (whole.found, whole.skipped) == ({("LINE", "JMD"): 5}, {})
    spoil(path, "LINE", which=2)
    spoil(path, "ARC", which=0)
    data = read_survey(path)
    assert len(make_frames(data.batches)["survey_line"]) == 2
    # Of the damaged ones themselves, not even the type is known.
    assert data.found == {("LINE", "JMD"): 4}
    assert data.skipped == {("LINE", "JMD", "unread"): 2}
    notes = {note["note"]: note for note in data.notes}
    assert notes["lost_in_dwg"]["count"] == 4
    assert notes["left_in_block"] == {"note": "left_in_block", "type": "ARC", "reason": "unread", "count": 2}


@pytest.fixture
def drawing(tmp_path):
    made = new_drawing("R2000")
    made.header["$DIMSTYLE"] = "Standard"
    made.modelspace().add_line((0, 0), (1, 1))
    return as_dwg(save(made, tmp_path / "survey.dxf"), "AC1015")


def test_a_drawing_may_have_any_name(drawing):
    renamed = drawing.rename(drawing.with_name("测绘 图.txt"))
    assert len(make_frames(read_survey(renamed).batches)["survey_line"]) == 1


def test_time_and_memory_have_limits(drawing, monkeypatch):
    monkeypatch.setattr(process, "_MEMORY", 1_000_000)
    with pytest.raises(InputError, match=r"dwg_too_large|damaged_dwg"):
        read_survey(drawing)
    monkeypatch.setattr(process, "_SECONDS", -1)
    with pytest.raises(InputError, match="dwg_too_slow"):
        read_survey(drawing)


def test_a_crash_of_the_library_is_an_error_like_any_other(drawing, monkeypatch, tmp_path):
    crash = tmp_path / "crash.py"
    crash.write_text("import os; os.abort()")
    monkeypatch.setattr(dwg, "_PROGRAM", crash)
    with pytest.raises(InputError, match="damaged_dwg"):
        read_survey(drawing)


@pytest.mark.parametrize(
    ("program", "note"),
    [("raise ValueError", "uncounted_dwg"), ("print('{\"lost\": []}')", None), (None, "unchecked_dwg")],
)
def test_a_drawing_that_cannot_be_counted_comes_in_and_says_so(drawing, monkeypatch, tmp_path, program, note):
    counter = tmp_path / "counter.py"
    counter.write_text(program or "")
    monkeypatch.setattr(dwg, "_COUNTER", counter)
    if program is None:
        monkeypatch.setattr(dwg, "COUNTER", "no_such_package")
    data = read_survey(drawing)
    assert len(make_frames(data.batches)["survey_line"]) == 1
    assert [n["note"] for n in data.notes if n["note"] in ("uncounted_dwg", "unchecked_dwg")] == [note][
        : bool(note)
    ]


def test_a_cancelled_conversion_ends_its_process(drawing, monkeypatch, tmp_path):
    endless, trace = tmp_path / "endless.py", tmp_path / "still running"
    endless.write_text(f"import time; time.sleep(1.5); open({str(trace)!r}, 'w')")
    monkeypatch.setattr(dwg, "_PROGRAM", endless)

    def cancel(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read_survey(drawing, None, cancel)
    time.sleep(2)
    assert not trace.exists()


def test_without_the_library_the_error_names_it(drawing, monkeypatch):
    monkeypatch.setattr(process, "find_spec", lambda name: None)
    with pytest.raises(InputError, match="dwg_reader_missing") as refused:
        read_survey(drawing)
    assert refused.value.fields["package"] == dwg.PACKAGES
    monkeypatch.setattr(dwg, "_PYTHON_SINCE", (9, 0))
    with pytest.raises(InputError, match="python_too_old"):
        read_survey(drawing)


def test_python_is_found_where_the_program_is_qgis(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/usr/bin/qgis")
    assert process._interpreter().stem.startswith("python")
    monkeypatch.setattr(sys, "base_exec_prefix", "/nowhere")
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(InputError, match="no_python"):
        process._interpreter()
