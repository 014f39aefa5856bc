"""Blocks: points with name, rotation, scale and attributes, or exploded into what is drawn in them."""

from __future__ import annotations

import json
from itertools import product

import numpy as np
import pytest
import shapely
from commonplan.community.survey.batches import choose_layers, make_frames
from commonplan.readers.dxf.read import read_dxf
from drawings import new_drawing, save
from ezdxf import path as paths


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


def exploded(drawing, tmp_path):
    data = read_dxf(save(drawing, tmp_path / "drawing.dxf"), explode=True)
    return data, make_frames(data.batches)


def outlines(entity):
    """What ezdxf draws of an exploded entity, in plain segments."""
    return shapely.LineString([(v.x, v.y) for v in paths.make_path(entity).flattening(0.001)])


def leaves(insert):
    """The entities that ezdxf finds in an insert, arrays and nested blocks opened."""
    for copy in insert.multi_insert() if insert.mcount > 1 else (insert,):
        for entity in copy.virtual_entities():
            if entity.dxftype() == "INSERT":
                yield from leaves(entity)
            else:
                yield entity


def nested_drawing(*, array):
    """A house with turned, stretched and mirrored doors, six of them in an array or one by one."""
    drawing = new_drawing("R2010")
    door = drawing.blocks.new("DOOR", base_point=(1, 0.5))
    door.add_line((0, 0), (2, 0))
    door.add_arc((0, 0), 2, 0, 90)
    door.add_lwpolyline([(0, 0, 0.4), (2, 0, 0), (2, 1, 0)], format="xyb")
    house = drawing.blocks.new("HOUSE", base_point=(5, 5))
    house.add_lwpolyline([(0, 0), (20, 0), (20, 12), (0, 12)], close=True)
    house.add_blockref("DOOR", (4, 0), dxfattribs={"rotation": 30, "xscale": 2, "yscale": 1})
    house.add_blockref("DOOR", (16, 12), dxfattribs={"rotation": 180, "xscale": -1})
    if array:
        size = {"column_count": 3, "column_spacing": 4, "row_count": 2, "row_spacing": 3}
        house.add_blockref("DOOR", (0, 6), dxfattribs={"rotation": 90, **size})
    else:
        for row, column in product(range(2), range(3)):
            house.add_blockref("DOOR", (-3 * row, 6 + 4 * column), dxfattribs={"rotation": 90})
    model = drawing.modelspace()
    model.add_blockref("HOUSE", (500, 300), dxfattribs={"rotation": 12})
    model.add_blockref("HOUSE", (700, 300), dxfattribs={"xscale": 8, "yscale": 8, "rotation": -70})
    model.add_blockref("HOUSE", (100, 100), dxfattribs={"extrusion": (0, 0, -1), "rotation": 20})
    model.add_blockref(
        "HOUSE", (0, 0), dxfattribs={"column_count": 2, "column_spacing": 60, "rotation": 45, "yscale": -1}
    )
    return drawing


def test_an_array_within_a_block_is_as_many_blocks(tmp_path):
    one, other = (exploded(nested_drawing(array=array), tmp_path)[1] for array in (True, False))
    for table in ("survey_line", "survey_area"):
        mine, theirs = (shapely.normalize(frames[table].geometry.to_numpy()) for frames in (one, other))
        assert len(mine) == len(theirs)
        assert shapely.equals_exact(mine, theirs, 1e-6).all()


@pytest.mark.parametrize("scale", [(1, 1), (-1, 1), (2, 3)])
@pytest.mark.parametrize("turned", [0, 30])
def test_an_array_seen_from_below_lies_where_an_independent_reader_puts_it(tmp_path, scale, turned):
    def add(model):
        return model.add_blockref(
            "LAMP", (100, 50),
            dxfattribs={"extrusion": (0, 0, -1), "rotation": turned, "xscale": scale[0], "yscale": scale[1],
                        "column_count": 3, "row_count": 2, "column_spacing": 20, "row_spacing": 10},
        )  # fmt: skip

    drawing = new_drawing()
    add(drawing.modelspace())
    points = make_frames(read_dxf(save(drawing, tmp_path / "array.dxf")).batches)["survey_point"]
    copies = add(new_drawing("R2010").modelspace()).multi_insert()
    expected = sorted(tuple(copy.ocs().to_wcs(copy.dxf.insert))[:2] for copy in copies)
    assert np.allclose(sorted(shapely.get_coordinates(points.geometry.to_numpy()).tolist()), expected)
    assert np.allclose(points[["rotation", "scale_x", "scale_y"]], (-turned % 360, -scale[0], scale[1]))


def test_a_constant_attribute_that_stays_in_its_block_is_named(tmp_path):
    drawing = new_drawing()
    drawing.blocks.get("LAMP").add_attdef("CONST", (0, 0), text="常量", dxfattribs={"flags": 2})
    drawing.modelspace().add_blockref("LAMP", (10, 20))
    data, _ = exploded(drawing, tmp_path)
    left = [note for note in data.notes if note["note"] == "left_in_block"]
    assert left == [{"note": "left_in_block", "type": "ATTDEF", "reason": "attribute_template", "count": 1}]


def test_exploded_blocks_lie_where_an_independent_reader_puts_them(tmp_path):
    drawing = nested_drawing(array=False)
    data, frames = exploded(drawing, tmp_path)
    rows = [*frames["survey_line"].itertuples(), *frames["survey_area"].itertuples()]
    compared = 0
    for insert in drawing.modelspace().query("INSERT"):
        mine = [row.geometry for row in rows if row.handle == insert.dxf.handle]
        theirs = [outlines(entity) for entity in leaves(insert)]
        lines = shapely.union_all([g.exterior if g.geom_type == "Polygon" else g for g in mine])
        dense = (shapely.segmentize(g, 0.5) for g in (lines, shapely.union_all(theirs)))
        assert shapely.hausdorff_distance(*dense) < 0.02
        compared += len(mine)
    assert compared == 5 * (1 + 8 * 3)
    assert not len(frames["survey_point"])
    assert not data.skipped
    assert {"note": "exploded", "block": "HOUSE", "inserted": 4, "rows": compared} in data.notes


def test_exploded_pieces_take_layer_and_looks_from_the_insert(tmp_path):
    drawing = new_drawing("R2010")
    drawing.layers.add("WALL", color=1)
    drawing.layers.add("OWN", color=3, linetype="DASHED")
    symbol = drawing.blocks.new("SYMBOL")
    for attributes in (
        {}, {"color": 0, "linetype": "BYBLOCK"}, {"color": 5}, {"layer": "OWN"}, {"layer": "OWN", "color": 0},
    ):  # fmt: skip
        symbol.add_line((0, 0), (1, 0), dxfattribs=attributes)
    drawing.blocks.new("OUTER").add_blockref("SYMBOL", (0, 0), dxfattribs={"color": 0})
    drawing.modelspace().add_blockref(
        "OUTER", (9, 9), dxfattribs={"layer": "WALL", "color": 6, "linetype": "HIDDEN"}
    )
    lines = exploded(drawing, tmp_path)[1]["survey_line"]
    assert lines[["layer", "color", "linetype"]].to_numpy().tolist() == [
        ["WALL", "#ff0000", "Continuous"],
        ["WALL", "#ff00ff", "Continuous"],
        ["WALL", "#0000ff", "Continuous"],
        ["OWN", "#00ff00", "DASHED"],
        ["OWN", "#ff00ff", "DASHED"],
    ]
    assert set(lines["block"]) == {"OUTER"}


def test_a_coded_block_stays_a_point_and_pieces_keep_their_own_codes(tmp_path):
    drawing = new_drawing("R2010")
    symbol = drawing.blocks.new("SYMBOL")
    symbol.add_circle((0, 0), 1).set_xdata("SOUTH", [(1000, "155300")])
    symbol.add_text("井𠮷", dxfattribs={"insert": (0, 2), "height": 1, "rotation": 10})
    symbol.add_attdef("NO", (0, 0))
    model = drawing.modelspace()
    model.add_blockref("SYMBOL", (5, 5, 7)).set_xdata("south", [(1000, "175200")])
    model.add_blockref("SYMBOL", (9, 5), dxfattribs={"yscale": 3, "xscale": 3, "rotation": 80})
    data, frames = exploded(drawing, tmp_path)
    assert frames["survey_point"][["code", "block"]].to_numpy().tolist() == [["175200", "SYMBOL"]]
    assert frames["survey_area"]["code"].tolist() == ["155300", "155300"]
    texts = frames["survey_text"]
    assert texts[["text", "text_height", "rotation"]].round(6).to_numpy().tolist() == [
        ["井𠮷", 1, 10], ["井𠮷", 3, 90],
    ]  # fmt: skip
    assert texts["elevation"].tolist()[0] == 7
    assert not data.skipped


def test_dimensions_and_tables_come_in_by_their_blocks(tmp_path):
    drawing = new_drawing("R2010")
    model = drawing.modelspace()
    model.add_linear_dim(base=(0, 5), p1=(0, 0), p2=(9, 0), dxfattribs={"layer": "标注"}).render()
    data, frames = exploded(drawing, tmp_path)
    assert not data.skipped
    assert "9" in set(frames["survey_text"]["text"])
    assert len(frames["survey_line"]) >= 3


def test_what_cannot_come_out_of_a_block_is_counted(tmp_path):
    drawing = new_drawing("R2010")
    block = drawing.blocks.new("LARGE")
    block.add_xline((0, 0), (1, 0))
    block.add_line((0, 0), (1, 0))
    drawing.modelspace().add_blockref("LARGE", (0, 0))
    drawing.modelspace().add_blockref("LARGE", (5, 0))
    drawing.modelspace().add_blockref("MISSING", (5, 0))
    data, frames = exploded(drawing, tmp_path)
    assert {"note": "left_in_block", "type": "XLINE", "reason": "endless_line", "count": 2} in data.notes
    assert frames["survey_point"]["block"].tolist() == ["MISSING"]
    assert not data.skipped


def test_layers_within_blocks_can_be_chosen(tmp_path):
    drawing = new_drawing("R2010")
    house = drawing.blocks.new("HOUSE")
    house.add_line((0, 0), (9, 0), dxfattribs={"layer": "JMD"})
    house.add_line((0, 0), (0, 9), dxfattribs={"layer": "绿化"})
    drawing.modelspace().add_blockref("HOUSE", (0, 0), dxfattribs={"layer": "TK"})
    data = read_dxf(save(drawing, tmp_path / "drawing.dxf"), explode=True)
    chosen = choose_layers(data, ["绿*"])
    assert make_frames(chosen.batches)["survey_line"]["layer"].tolist() == ["绿化"]
    assert chosen.skipped == {("INSERT", "TK", "layer_not_chosen"): 1}
