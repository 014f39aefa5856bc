"""By which of their sides the texts of a drawing are held, as ezdxf says."""

from __future__ import annotations

import numpy as np
import pytest
from commonplan.community.survey.batches import make_frames
from commonplan.readers.surveys import read_survey
from drawings import new_drawing, save
from ezdxf.enums import MTextEntityAlignment, TextEntityAlignment
from ezdxf.math import Vec2
from ezdxf.render import ConnectionSide, TextAlignment

BETWEEN = (TextEntityAlignment.ALIGNED, TextEntityAlignment.FIT)


def texts_of(drawing, path):
    return make_frames(read_survey(save(drawing, path)).batches)["survey_text"].set_index("text")


def held(name):
    """Side and level in our words of a name of ezdxf's such as TOP_LEFT or MIDDLE."""
    if name == "MIDDLE":
        return "center", "middle"
    level, _, side = name.rpartition("_")
    return side.lower(), level.lower() or "baseline"


@pytest.fixture(params=["R12", "R2018"])
def drawing(request):
    return new_drawing(request.param)


@pytest.mark.parametrize("attribute", [False, True])
def test_a_text_is_held_where_it_was_aligned_to(drawing, tmp_path, attribute):
    model = drawing.modelspace()
    expected = {}
    for number, align in enumerate(TextEntityAlignment):
        at = (10.0 * number, 5)
        if attribute:
            insert = model.add_blockref("LAMP", (1, 1))
            text = insert.add_attrib("NO", align.name, (0.5, 0.5))
        else:
            text = model.add_text(align.name, dxfattribs={"insert": (0.5, 0.5), "rotation": 30})
        if align in BETWEEN:
            text.set_placement(at, (at[0] + 3, at[1] + 3), align=align)
            expected[align.name] = ("left", "baseline", at, 45)
        else:
            text.set_placement(at, align=align)
            expected[align.name] = (*held(align.name), at, 0 if attribute else 30)
    texts = texts_of(drawing, tmp_path / "texts.dxf")
    assert len(texts) == len(TextEntityAlignment) == 15
    for name, (side, level, at, turned) in expected.items():
        row = texts.loc[name]
        assert (row["h_align"], row["v_align"]) == (side, level), name
        assert (row["geometry"].x, row["geometry"].y) == at, name
        assert row["rotation"] == pytest.approx(turned), name


def test_a_paragraph_is_held_where_it_is_attached(tmp_path):
    drawing = new_drawing("R2018")
    for align in MTextEntityAlignment:
        drawing.modelspace().add_mtext(align.name, dxfattribs={"insert": (4, 5), "attachment_point": align})
    texts = texts_of(drawing, tmp_path / "paragraphs.dxf")
    assert len(texts) == 9
    for name, row in texts.iterrows():
        level, side = name.lower().split("_")
        assert (row["h_align"], row["v_align"]) == (side, level)
        assert (row["geometry"].x, row["geometry"].y) == (4, 5)


@pytest.mark.parametrize("align", list(TextAlignment))
def test_the_text_of_a_leader_is_held_at_its_top(tmp_path, align):
    drawing = new_drawing("R2018")
    builder = drawing.modelspace().add_multileader_mtext("Standard")
    builder.set_content("树", alignment=align)
    builder.add_leader_line(ConnectionSide.left, [Vec2(-20, 15)])
    builder.build(insert=Vec2(5, 0))
    row = texts_of(drawing, tmp_path / "leader.dxf").loc["树"]
    assert (row["h_align"], row["v_align"]) == (align.name.lower(), "top")


def test_an_unknown_alignment_counts_as_none(tmp_path):
    drawing = new_drawing()
    text = drawing.modelspace().add_text("a", dxfattribs={"insert": (1, 2)})
    text.dxf.halign, text.dxf.valign, text.dxf.align_point = 1, 2, (7, 8)
    path = save(drawing, tmp_path / "odd.dxf")
    path.write_bytes(path.read_bytes().replace(b" 72\n1\n", b" 72\n99\n").replace(b" 73\n2\n", b" 73\n-4\n"))
    [row] = make_frames(read_survey(path).batches)["survey_text"].to_dict("records")
    assert (row["h_align"], row["v_align"]) == ("left", "baseline")


def test_texts_within_blocks_keep_their_alignment(tmp_path):
    drawing = new_drawing()
    block = drawing.blocks.new("SIGN")
    block.add_text("牌", height=1).set_placement((2, 0), align=TextEntityAlignment.MIDDLE_CENTER)
    drawing.modelspace().add_blockref("SIGN", (10, 10), dxfattribs={"rotation": 90, "xscale": 2, "yscale": 2})
    data = read_survey(save(drawing, tmp_path / "block.dxf"), explode=True)
    [row] = make_frames(data.batches)["survey_text"].to_dict("records")
    assert (row["h_align"], row["v_align"], row["text_height"]) == ("center", "middle", 2)
    assert np.allclose((row["geometry"].x, row["geometry"].y, row["rotation"]), (10, 14, 90))


def test_a_text_seen_from_below_is_held_at_its_other_side(tmp_path):
    drawing = new_drawing()
    below = {"extrusion": (0, 0, -1), "rotation": 30}
    drawing.modelspace().add_text("左", dxfattribs=below).set_placement((2, 1))
    drawing.modelspace().add_text("中", dxfattribs=below).set_placement(
        (2, 1), align=TextEntityAlignment.CENTER
    )
    texts = texts_of(drawing, tmp_path / "below.dxf")
    assert texts["h_align"].to_dict() == {"左": "right", "中": "center"}
    assert texts["rotation"].tolist() == [330, 330]
    assert [(point.x, point.y) for point in texts.geometry] == [(-2, 1)] * 2


@pytest.mark.parametrize(
    ("scale", "turned", "side", "level", "angle"),
    [
        ((-1, 1), 0, "right", "baseline", 0),
        ((1, -1), 0, "left", "top", 0),
        ((-1, 1), 180, "left", "top", 0),
        ((-1, -1), 0, "left", "baseline", 180),
    ],
)
def test_texts_of_mirrored_blocks_stay_upright(tmp_path, scale, turned, side, level, angle):
    drawing = new_drawing()
    drawing.blocks.new("SIGN").add_text("牌", height=1).set_placement((2, 1))
    attributes = {"xscale": scale[0], "yscale": scale[1], "rotation": turned}
    drawing.modelspace().add_blockref("SIGN", (10, 10), dxfattribs=attributes)
    data = read_survey(save(drawing, tmp_path / "mirrored.dxf"), explode=True)
    [row] = make_frames(data.batches)["survey_text"].to_dict("records")
    assert (row["h_align"], row["v_align"]) == (side, level)
    assert (row["rotation"] + 1) % 360 == pytest.approx(angle + 1)
