"""Drawings come in whole: counts, texts, codes and geometry against ezdxf, an independent reader."""

from __future__ import annotations

from collections import Counter
from itertools import product

import ezdxf
import numpy as np
import pandas as pd
import pytest
import shapely
from commonplan.community.errors import InputError
from commonplan.community.survey.batches import make_frames
from commonplan.readers.dxf import tags
from commonplan.readers.dxf.read import read_dxf
from drawings import SHARED, by_type, counted, new_drawing, save
from ezdxf.math import BSpline

FILES = (
    "mixed_entities_r12.dxf", "mixed_entities_r2018.dxf", "mixed_entities_r2018_binary.dxf",
    "topographic_survey_cp1251.dxf", "damaged_recoverable.dxf",
)  # fmt: skip
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the real surveys are not on this machine")


def rows_of(data):
    """(type of table, handle) of every row."""
    return {(table, h) for table, frame in make_frames(data.batches).items() for h in frame["handle"]}


@needs_shared
@pytest.mark.parametrize("name", FILES)
def test_every_entity_is_imported_or_named(name):
    path = SHARED / name
    data = read_dxf(path)
    twin = SHARED / name.replace("_binary", "")
    assert by_type(data.found) == counted(twin)
    assert all(data.skipped[key] <= data.found[key[:2]] for key in data.skipped)
    if name != "damaged_recoverable.dxf" and "r12" not in name:
        handles = {handle for _, handle in rows_of(data)}
        assert len(handles) == sum(data.found.values()) - sum(data.skipped.values())


@needs_shared
def test_binary_and_text_are_the_same_drawing():
    text, binary = (read_dxf(SHARED / f"mixed_entities_r2018{kind}.dxf") for kind in ("", "_binary"))
    assert text.found == binary.found
    assert text.skipped == binary.skipped
    for table, frame in make_frames(text.batches).items():
        other = make_frames(binary.batches)[table]
        pd.testing.assert_frame_equal(frame.drop(columns="geometry"), other.drop(columns="geometry"))
        assert shapely.equals_exact(frame.geometry.to_numpy(), other.geometry.to_numpy(), 1e-9).all()


@needs_shared
def test_a_damaged_drawing_is_recovered():
    data = read_dxf(SHARED / "damaged_recoverable.dxf")
    assert by_type(data.found) == {"TEXT": 63, "LINE": 1441}
    assert {"note": "no_end_mark"} in data.notes
    assert "London Engineers Limited" in set(make_frames(data.batches)["survey_text"]["text"])


@needs_shared
def test_cyrillic_names_and_texts():
    data = read_dxf(SHARED / "topographic_survey_cp1251.dxf")
    drawing = ezdxf.readfile(SHARED / "topographic_survey_cp1251.dxf")
    layers = {layer for _, layer in data.found}
    assert layers == {entity.dxf.layer for entity in drawing.modelspace()}
    assert "10_Границы покрытий и угодий" in layers
    texts = Counter(make_frames(data.batches)["survey_text"]["text"])
    assert all(texts[e.plain_text()] for e in drawing.modelspace().query("TEXT") if e.dxf.text.strip())
    assert data.encoding["undecodable"] == 0


VERSIONS = ("R12", "R2000", "R2004", "R2007", "R2018")
ALPHABETS = {
    "gbk": ("JMD层", "幼儿园砼6，±0.00℃"),
    "gb18030": ("绿化𠮷", "𠮷野家㐂"),
    "cp1251": ("Здания", "кирп. жилой №5"),
    "cp950": ("建築", "圖書館與學校"),
    "cp1252": ("Bâtiments", "clôture à 3 m"),
}


@pytest.mark.parametrize(("version", "encoding"), list(product(VERSIONS, ALPHABETS)))
def test_texts_come_back_to_the_last_character(tmp_path, version, encoding):
    layer, text = ALPHABETS[encoding]
    if encoding == "gb18030" and version < "R2007":
        drawing = new_drawing(version, "gbk")
        drawing.encoding = "gb18030"
    else:
        drawing = new_drawing(version, encoding)
    model = drawing.modelspace()
    for number in range(5):
        model.add_text(text, dxfattribs={"layer": layer, "insert": (number, 1), "height": 2, "rotation": 30})
    if version != "R12":
        model.add_mtext(f"{{\\fSimSun|b0;{text}}}\\P第二\\~行", dxfattribs={"layer": layer, "char_height": 3})
    path = tmp_path / "drawing.dxf"
    try:
        save(drawing, path)
    except UnicodeEncodeError:
        pytest.skip("ezdxf cannot write these signs in this encoding")
    texts = make_frames(read_dxf(path).batches)["survey_text"]
    assert set(texts["layer"]) == {layer}
    lines = texts[texts["text_height"] == 2]
    assert lines["text"].tolist() == [text] * 5
    assert lines["rotation"].tolist() == [30.0] * 5


def rewritten(path, header, encoding):
    """Write the file again with another header and bytes."""
    text = path.read_text(encoding="gb18030")
    path.write_bytes(text.replace("ANSI_936", header).encode(encoding))
    return path


@pytest.mark.parametrize(
    ("header", "encoding"), [("ANSI_936", "utf-8"), ("ANSI_1252", "gb18030"), ("ANSI_1251", "gb18030")]
)
def test_a_wrong_header_is_noticed(tmp_path, header, encoding):
    drawing = new_drawing()
    names = ["幼儿园", "居委会", "砼6", "北里一号路", "便利店", "第一楼组"]
    for name in names:
        drawing.modelspace().add_text(name, dxfattribs={"layer": "注记", "insert": (1, 1)})
    path = rewritten(save(drawing, tmp_path / "drawing.dxf"), header, encoding)
    data = read_dxf(path)
    assert make_frames(data.batches)["survey_text"]["text"].tolist() == names
    assert set(make_frames(data.batches)["survey_text"]["layer"]) == {"注记"}
    assert data.encoding["reason"] == "bytes"
    assert data.encoding["used"] == encoding


def test_a_mixture_of_encodings_is_read_and_reported(tmp_path):
    drawing = new_drawing()
    names = ["幼儿园", "居委会", "北里一号路", "便利店", "卫生服务站"]
    for name in names:
        drawing.modelspace().add_text(name, dxfattribs={"insert": (1, 1)})
    path = save(drawing, tmp_path / "drawing.dxf")
    raw = path.read_bytes()
    path.write_bytes(raw.replace("卫生服务站".encode("gbk"), "卫生服务站".encode()))
    data = read_dxf(path)
    assert make_frames(data.batches)["survey_text"]["text"].tolist() == names
    assert data.encoding["others"] == {"utf-8": 1}


def test_the_planners_encoding_wins_and_nothing_becomes_a_question_mark(tmp_path):
    drawing = new_drawing()
    drawing.modelspace().add_text("幼儿园", dxfattribs={"insert": (1, 1)})
    path = save(drawing, tmp_path / "drawing.dxf")
    data = read_dxf(path, "utf-8")
    text = make_frames(data.batches)["survey_text"]["text"].iloc[0]
    assert "?" not in text
    assert "�" not in text
    assert text.startswith("\\x")
    assert data.encoding["reason"] == "given"
    assert data.encoding["undecodable"] == 1
    with pytest.raises(InputError, match="unknown_encoding_name"):
        read_dxf(path, "klingon")


def test_codes_are_found_by_application_in_any_case_and_place(tmp_path):
    drawing = new_drawing()
    model = drawing.modelspace()
    plain = model.add_lwpolyline([(0, 0), (9, 0), (9, 9), (0, 9)], close=True)
    plain.set_xdata("SOUTH", [(1000, "141101"), (1000, "other")])
    late = model.add_point((1, 1))
    late.set_xdata("ACAD_X", [(1000, "999999"), (1070, 1)])
    late.set_xdata("south", [(1070, 5), (1000, "175200")])
    bare = model.add_point((2, 2))
    bare.set_xdata("ACAD_X", [(1000, "888888")])
    data = read_dxf(save(drawing, tmp_path / "drawing.dxf"))
    assert make_frames(data.batches)["survey_area"]["code"].tolist() == ["141101"]
    assert make_frames(data.batches)["survey_point"]["code"].tolist() == ["175200", None]
    assert data.code_system == "SOUTH"


def geometry(tmp_path, add, table, version="R2010"):
    drawing = new_drawing(version)
    add(drawing.modelspace())
    return make_frames(read_dxf(save(drawing, tmp_path / "drawing.dxf")).batches)[table]


def test_closed_and_nearly_closed_polylines_are_areas(tmp_path):
    def add(model):
        model.add_lwpolyline([(0, 0), (9, 0), (9, 9)], close=True, dxfattribs={"elevation": 3.5})
        model.add_lwpolyline([(0, 0), (9, 0), (9, 9), (0, 0)])
        model.add_lwpolyline([(0, 0), (9, 0), (9, 9), (0, 0.005)])
        model.add_polyline2d([(0, 0), (9, 0), (9, 9)], close=True)
        model.add_polyline3d([(0, 0, 7), (9, 0, 7), (9, 9, 7)], close=True)

    areas = geometry(tmp_path, add, "survey_area")
    assert areas.geometry.area.round(1).tolist() == [40.5] * 5
    assert areas["elevation"].tolist()[0] == 3.5
    assert areas["elevation"].tolist()[-1] == 7


def test_open_and_flat_polylines_stay_lines(tmp_path):
    def add(model):
        model.add_lwpolyline([(0, 0), (9, 0), (9, 9), (0, 0.5)])
        model.add_lwpolyline([(0, 0), (9, 0)], close=True)
        model.add_line((0, 0, 1), (3, 4, 2))

    lines = geometry(tmp_path, add, "survey_line")
    assert lines.geometry.length.round(3).tolist() == [30.379, 18.0, 5.0]
    assert lines["elevation"].tolist()[2] == 1


def test_bulges_and_circles_keep_to_the_tolerance(tmp_path):
    def add(model):
        model.add_lwpolyline([(0, 0, 1), (10, 0, 1)], format="xyb", close=True)
        model.add_circle((100, 100), 250)
        model.add_lwpolyline([(0, 0, 0.3), (10, 0, 0), (10, 10, 0.5)], format="xyb", close=True)

    areas = geometry(tmp_path, add, "survey_area").geometry.to_numpy()
    ring = shapely.get_coordinates(areas[0])
    assert np.allclose(np.hypot(ring[:, 0] - 5, ring[:, 1]), 5, atol=1e-9)
    assert shapely.hausdorff_distance(areas[0], shapely.Point(5, 0).buffer(5, 400)) < 0.01
    assert shapely.hausdorff_distance(areas[1], shapely.Point(100, 100).buffer(250, 4000)) < 0.01
    assert areas[2].is_valid
    assert areas[2].bounds[1] == pytest.approx(-1.5, abs=0.01)


def test_arcs_ellipses_and_splines_follow_the_curve(tmp_path):
    control = [(0, 0), (5, 12), (11, -4), (20, 6), (25, 0)]

    def add(model):
        model.add_arc((0, 0), 10, 350, 80)
        model.add_ellipse((0, 0), (10, 0), 0.4, 0, np.pi)
        model.add_open_spline(control)

    lines = geometry(tmp_path, add, "survey_line").geometry.to_numpy()
    assert lines[0].length == pytest.approx(np.radians(90) * 10, abs=0.02)
    assert lines[1].bounds == pytest.approx((-10, 0, 10, 4), abs=0.01)
    curve = BSpline(control, order=4)
    exact = shapely.LineString([(p.x, p.y) for p in curve.points(np.linspace(0, curve.max_t, 3000))])
    assert shapely.hausdorff_distance(lines[2], exact) < 0.01


def test_a_full_ellipse_and_a_solid_are_areas(tmp_path):
    def add(model):
        model.add_ellipse((0, 0), (10, 0), 0.5)
        model.add_solid([(0, 0), (4, 0), (0, 4), (4, 4)])
        model.add_3dface([(0, 0, 1), (4, 0, 1), (4, 4, 1), (0, 4, 1)])

    areas = geometry(tmp_path, add, "survey_area").geometry
    assert areas.area.round(0).tolist() == [157, 16, 16]


def test_hatches_are_areas_with_holes_and_parts(tmp_path):
    def add(model):
        hatch = model.add_hatch()
        hatch.paths.add_polyline_path([(0, 0), (30, 0), (30, 30), (0, 30)], is_closed=True)
        hatch.paths.add_polyline_path([(10, 10), (20, 10), (20, 20), (10, 20)], is_closed=True, flags=16)
        hatch.paths.add_polyline_path([(50, 0), (60, 0), (60, 10), (50, 10)], is_closed=True)
        edges = model.add_hatch().paths.add_edge_path()
        edges.add_arc((0, 0), 10, 0, 180)
        edges.add_line((-10, 0), (10, 0))

    areas = geometry(tmp_path, add, "survey_area")
    assert sorted(areas.geometry.area.round(0)) == [100, 157, 800]
    assert sorted(areas["part"]) == [0, 0, 1]
    assert len(set(areas["handle"])) == 2


def test_blocks_are_points_with_their_attributes(tmp_path):
    def add(model):
        insert = model.add_blockref("LAMP", (10, 20, 3), dxfattribs={"rotation": 90, "layer": "DLDW"})
        insert.add_attrib("NO", "灯12", (11, 21), dxfattribs={"height": 1.5})

    points = geometry(tmp_path, add, "survey_point")
    assert points[["block", "layer", "rotation", "elevation"]].to_numpy().tolist() == [
        ["LAMP", "DLDW", 90, 3]
    ]
    drawing = new_drawing()
    add(drawing.modelspace())
    data = read_dxf(save(drawing, tmp_path / "again.dxf"))
    texts = make_frames(data.batches)["survey_text"]
    assert texts[["text", "block", "text_height"]].to_numpy().tolist() == [["灯12", "LAMP", 1.5]]
    assert not data.notes


def test_a_block_that_holds_a_drawing_is_named(tmp_path):
    drawing = new_drawing()
    pasted = drawing.blocks.new("A$C1234")
    for number in range(40):
        pasted.add_line((number, 0), (number, 5))
    drawing.modelspace().add_blockref("A$C1234", (0, 0))
    data = read_dxf(save(drawing, tmp_path / "drawing.dxf"))
    assert data.notes == [{"note": "block", "block": "A$C1234", "inserted": 1, "holds": 40}]


def test_an_array_of_blocks_is_as_many_points(tmp_path):
    def add(model):
        model.add_blockref(
            "LAMP", (10, 10),
            dxfattribs={"rotation": 90, "column_count": 3, "row_count": 2,
                        "column_spacing": 5, "row_spacing": 7},
        )  # fmt: skip

    points = geometry(tmp_path, add, "survey_point")
    found = {tuple(xy) for xy in shapely.get_coordinates(points.geometry.to_numpy()).round(6)}
    assert found == {(10 - 7.0 * j, 10 + 5.0 * i) for i in range(3) for j in range(2)}
    assert sorted(points["part"]) == list(range(6))


def test_what_is_seen_from_below_is_mirrored(tmp_path):
    def add(model):
        below = {"extrusion": (0, 0, -1)}
        model.add_circle((5, 6), 1, dxfattribs=below)
        model.add_lwpolyline([(1, 1), (4, 1), (4, 3)], close=True, dxfattribs=below)

    areas = geometry(tmp_path, add, "survey_area").geometry.to_numpy()
    assert areas[0].bounds == pytest.approx((-6, 5, -4, 7), abs=0.01)
    assert areas[1].bounds == (-4, 1, -1, 3)


def test_leaders_multilines_and_multileaders(tmp_path):
    def add(model):
        model.add_leader([(0, 0), (5, 5), (9, 5)])
        model.add_mline([(0, 0), (10, 0), (10, 10)])
        builder = model.add_multileader_mtext("Standard")
        builder.set_content("说明文字")
        builder.add_leader_line(ezdxf.render.ConnectionSide.left, [ezdxf.math.Vec2(-20, 15)])
        builder.build(insert=ezdxf.math.Vec2(5, 0))

    drawing = new_drawing("R2010")
    add(drawing.modelspace())
    data = read_dxf(save(drawing, tmp_path / "drawing.dxf"))
    assert len(make_frames(data.batches)["survey_line"]) >= 3
    assert make_frames(data.batches)["survey_text"]["text"].tolist() == ["说明文字"]
    assert not data.skipped


def test_colour_and_linetype_come_from_the_layer_unless_set(tmp_path):
    drawing = new_drawing("R2010")
    drawing.layers.add("WALL", color=1, linetype="CONTINUOUS")
    off = drawing.layers.add("HIDDEN", color=3)
    off.off()
    model = drawing.modelspace()
    for attributes in ({}, {"color": 5}, {"true_color": ezdxf.colors.rgb2int((1, 2, 3))}, {"color": 0}):
        model.add_line((0, 0), (1, 1), dxfattribs={"layer": "WALL", **attributes})
    model.add_line((0, 0), (1, 1), dxfattribs={"layer": "HIDDEN"})
    data = read_dxf(save(drawing, tmp_path / "drawing.dxf"))
    assert make_frames(data.batches)["survey_line"]["color"].tolist() == [
        "#ff0000", "#0000ff", "#010203", "#ff0000", "#00ff00",
    ]  # fmt: skip
    assert {"note": "layer_off", "count": 1} in data.notes
    assert {"note": "hidden_layer", "layer": "HIDDEN", "state": "off", "count": 1} in data.notes


def test_left_out_kinds_are_named_by_type_layer_and_reason(tmp_path):
    drawing = new_drawing("R2010")
    model = drawing.modelspace()
    model.add_xline((0, 0), (1, 0), dxfattribs={"layer": "辅助"})
    model.add_linear_dim(base=(0, 5), p1=(0, 0), p2=(9, 0), dxfattribs={"layer": "标注"}).render()
    model.add_text("  ", dxfattribs={"layer": "注记"})
    model.add_line((1, 1), (1, 1), dxfattribs={"layer": "0"})
    drawing.layout("Layout1").add_text("图纸", dxfattribs={"layer": "TK"})
    data = read_dxf(save(drawing, tmp_path / "drawing.dxf"))
    assert data.skipped == {
        ("XLINE", "辅助", "endless_line"): 1,
        ("DIMENSION", "标注", "dimension"): 1,
        ("TEXT", "注记", "empty_text"): 1,
        ("LINE", "0", "no_extent"): 1,
        ("TEXT", "TK", "paper_space"): 1,
    }


def test_small_batches_give_the_same_result(tmp_path, monkeypatch):
    drawing = new_drawing()
    model = drawing.modelspace()
    for number in range(200):
        insert = model.add_blockref("LAMP", (number, 0))
        insert.add_attrib("NO", f"灯{number}", (number, 1))
        model.add_polyline2d([(number, 0), (number + 5, 0), (number, 5)], close=True)
        model.add_text(f"砼{number}", dxfattribs={"insert": (number, 3)})
    path = save(drawing, tmp_path / "drawing.dxf")
    whole = read_dxf(path)
    monkeypatch.setattr(tags.batches, "__defaults__", (1500,))
    small = read_dxf(path)
    assert whole.found == small.found
    assert not small.skipped
    for table, frame in make_frames(whole.batches).items():
        assert frame.drop(columns="geometry").equals(
            make_frames(small.batches)[table].drop(columns="geometry")
        )


def test_pairs_out_of_step_are_found_again(tmp_path):
    drawing = new_drawing()
    for number in range(20):
        drawing.modelspace().add_line((number, 0), (number, 9))
    path = save(drawing, tmp_path / "drawing.dxf")
    lines = path.read_bytes().split(b"\n")
    entities = lines.index(next(line for line in lines if line.strip() == b"ENTITIES"))
    del lines[entities + 12]
    path.write_bytes(b"\n".join(lines))
    data = read_dxf(path)
    assert any(note["note"] == "recovered" for note in data.notes)
    assert len(make_frames(data.batches)["survey_line"]) >= 19


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n \n", "empty_file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(900), "not_a_drawing"),
        (b"%PDF-1.4 something", "not_a_drawing"),
        (b"AC1032" + bytes(200), "dwg_not_read"),
        (b"hello\nworld\n" * 90, "not_a_drawing"),
        (b"  0\nSECTION\n  2\nHEADER\n  9\n$ACADVER\n", "truncated_drawing"),
        (b"  0\nSECTION\n  2\nENTITIES\n  0\nLINE\n  8\n0\n 10\n1.0", "truncated_drawing"),
        (b"  0\nSECTION\n  2\nHEADER\n  0\nENDSEC\n  0\nEOF\n", "drawing_without_entities"),
        (b"AutoCAD Binary DXF\r\n\x1a\x00\x00SECTION\x00\x02HEADER", "truncated_drawing"),
    ],
)
def test_what_is_no_whole_drawing_is_refused(tmp_path, content, code):
    path = tmp_path / "drawing.dxf"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_dxf(path)
    assert refused.value.code == code


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="missing_file"):
        read_dxf(tmp_path / "none.dxf")


def test_a_drawing_cut_anywhere_is_refused_or_whole(tmp_path):
    drawing = new_drawing()
    for number in range(50):
        drawing.modelspace().add_line((number, 0), (number, 9))
    whole = save(drawing, tmp_path / "whole.dxf").read_bytes()
    path = tmp_path / "cut.dxf"
    outcomes = set()
    for share in np.linspace(0.02, 0.98, 25):
        path.write_bytes(whole[: int(len(whole) * share)])
        try:
            outcomes.add(sum(read_dxf(path).found.values()))
        except InputError as error:
            outcomes.add(error.code)
    # Behind the entities stand only objects, of which nothing is drawn.
    assert outcomes <= {"truncated_drawing", "not_a_drawing", 50}
