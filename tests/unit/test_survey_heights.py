"""Heights of sloping lines stay with them, in metres."""

from __future__ import annotations

import json

import pytest
from commonplan.community.coordinates import parse_crs
from commonplan.community.survey.rows import Wish, place_survey
from commonplan.readers.dxf.read import read_dxf
from drawings import new_drawing, save
from small_surveys import joined


def test_the_map_is_flat_and_the_heights_of_its_lines_are_kept(tmp_path):
    drawing = new_drawing("R2010")
    drawing.header["$INSUNITS"] = 4
    model = drawing.modelspace()
    model.add_line((0, 0, 1000), (300_000, 400_000, 2500))
    model.add_line((0, 0, 7000), (300_000, 0, 7000))
    model.add_polyline3d([(0, 0, 1), (90_000, 0, 2000), (90_000, 90_000, 3000)], close=True)
    model.add_lwpolyline([(0, 0), (9000, 0), (9000, 9000)], dxfattribs={"elevation": 4000})
    placed = place_survey(
        read_dxf(save(drawing, tmp_path / "drawing.dxf")), parse_crs("EPSG:4549"), Wish(units="mm")
    )
    lines, areas = (joined(placed.batches())[f"survey_{kind}"] for kind in ("line", "area"))
    assert not lines.geometry.has_z.any()
    assert lines["elevation"].tolist() == pytest.approx([1, 7, 4])
    assert [text and json.loads(text) for text in lines["heights"]] == [[1, 2.5], None, None]
    assert json.loads(areas["heights"][0]) == [0.001, 2, 3, 0.001]
    assert {"note": "sloping", "count": 2} in placed.data.notes
