"""Blocks: points with name, rotation, scale and attributes, or exploded into what is drawn in them."""

from __future__ import annotations

import json

from commonplan.community.survey.batches import make_frames
from commonplan.readers.dxf.read import read_dxf
from drawings import new_drawing, save


def test_a_block_keeps_its_scale_and_attributes(tmp_path):
    drawing = new_drawing()
    model = drawing.modelspace()
    insert = model.add_blockref("LAMP", (10, 20), dxfattribs={"xscale": -2, "yscale": 0.5})
    for tag, text in (("NO", "灯12"), ("高度", "%%c50"), ("NO", "𠮷")):
        insert.add_attrib(tag, text, (11, 21))
    model.add_blockref("LAMP", (30, 20))
    model.add_point((1, 1))
    points = make_frames(read_dxf(save(drawing, tmp_path / "drawing.dxf")).batches)["survey_point"]
    assert points["scale_x"].tolist()[:2] == [-2, 1]
    assert points["scale_y"].tolist()[:2] == [0.5, 1]
    assert points.loc[2, ["scale_x", "scale_y"]].isna().all()
    assert json.loads(points["attributes"][0]) == {"NO": "灯12", "高度": "Ø50", "NO (2)": "𠮷"}
    assert points["attributes"].tolist()[1:] == [None, None]
