"""A drawing with every kind of entity that ezdxf can write in a release, in any alphabet."""

from __future__ import annotations

from drawings import new_drawing
from ezdxf.math import Vec2
from ezdxf.render import ConnectionSide

WORDS = {
    "gbk": ("JMD居民地", "幼儿园砼6，±0.00℃ 𠮷野家㐂"),
    "utf-8": ("JMD居民地", "幼儿园砼6，±0.00℃ 𠮷野家㐂 é"),
    "cp1251": ("10_Здания", "кирп. жилой №5 𠮷"),
    "cp950": ("建築物", "圖書館與學校 𠮷野家"),
}


def every_entity(version, encoding):
    """Draw one of each kind; layer, texts, codes, tags and names hold the words of the alphabet."""
    layer, text = WORDS[encoding]
    drawing = new_drawing(version, encoding)
    if encoding == "utf-8":
        drawing.header["$DWGCODEPAGE"] = "UTF-8"
    drawing.layers.add(layer, color=1)
    symbol = drawing.blocks.new(f"块{layer}")
    symbol.add_line((0, 0), (1, 1))
    symbol.add_text(text, dxfattribs={"height": 1})
    model = drawing.modelspace()
    _old_kinds(drawing, model, layer, text)
    if version > "R12":
        _new_kinds(drawing, model, text)
    for number, entity in enumerate(list(model)):
        entity.dxf.layer = layer
        entity.set_xdata("SOUTH", [(1000, f"14{number:04}{layer[:2]}𠮷")])
    drawing.layout().add_text(text, dxfattribs={"layer": layer})
    return drawing


def _old_kinds(drawing, model, layer, text):
    insert = model.add_blockref(
        f"块{layer}", (10, 10, 3), dxfattribs={"xscale": 2, "yscale": 3, "rotation": 40}
    )
    insert.add_attrib("编号𠮷"[: 2 if layer[0] == "1" else 3], text, (11, 11), dxfattribs={"layer": layer})
    model.add_blockref(f"块{layer}", (90, 10), dxfattribs={"column_count": 3, "column_spacing": 5})
    model.add_line((0, 0, 1), (30, 40, 2))
    model.add_point((5, 5, 7))
    model.add_circle((50, 50), 10)
    model.add_arc((50, 50), 12, 10, 200)
    model.add_text(text, dxfattribs={"insert": (3, 4), "height": 2.5, "rotation": 30})
    model.add_polyline2d([(0, 0), (9, 0), (9, 9)], close=True)
    model.add_polyline2d([(0, 0), (9, 0), (9, 9), (0, 9.5)])
    model.add_polyline3d([(0, 0, 1), (9, 0, 2), (9, 9, 3)])
    model.add_polymesh((3, 3))
    model.add_polyface().append_face([(0, 0, 0), (1, 0, 0), (1, 1, 0)])
    model.add_solid([(0, 0), (4, 0), (0, 4), (4, 4)])
    model.add_trace([(0, 0), (4, 0), (0, 4), (4, 4)])
    model.add_3dface([(0, 0, 1), (4, 0, 1), (4, 4, 1), (0, 4, 1)])
    model.add_shape("SYMBOL", (1, 1), 2)
    model.add_linear_dim(base=(0, 5), p1=(0, 0), p2=(9, 0)).render()


def _new_kinds(drawing, model, text):
    model.add_lwpolyline([(0, 0, 0.4), (9, 0, 0), (9, 9, 0)], format="xyb", close=True)
    model.add_lwpolyline([(20, 0), (29, 0), (29, 9), (20, 0.004)])
    model.add_lwpolyline([(0, 0), (9, 0), (9, 9)])
    model.add_ellipse((0, 0), (10, 0), 0.4)
    model.add_ellipse((0, 0), (10, 0), 0.4, 0, 2)
    model.add_open_spline([(0, 0), (5, 12), (11, -4), (20, 6)])
    model.add_helix(5, 3, 2)
    model.add_ray((0, 0), (1, 0))
    model.add_xline((0, 0), (1, 0))
    model.add_mtext(f"{{\\fSimSun|b0;{text}}}", dxfattribs={"insert": (7, 7), "char_height": 3})
    hatch = model.add_hatch()
    hatch.paths.add_polyline_path([(0, 0), (30, 0), (30, 30), (0, 30)], is_closed=True)
    hatch.paths.add_polyline_path([(10, 10), (20, 10), (20, 20), (10, 20)], is_closed=True, flags=16)
    model.add_mpolygon().paths.add_polyline_path([(40, 0), (60, 0), (60, 20)], is_closed=True)
    model.add_leader([(0, 0), (5, 5), (9, 5)])
    model.add_mline([(0, 0), (10, 0), (10, 10)])
    model.add_mesh()
    solids = ["3dsolid", "region", "body"]
    if drawing.dxfversion >= "AC1021":
        solids += [f"{kind}surface" for kind in ("", "extruded_", "lofted_", "revolved_", "swept_")]
    for kind in solids:
        getattr(model, f"add_{kind}")()
    image = drawing.add_image_def("photo.png", (640, 360))
    model.add_image(image, (0, 0), (16, 9))
    model.add_wipeout([(0, 0), (10, 10)])
    for kind in ("pdf", "dwf", "dgn"):
        underlay = drawing.add_underlay_def(f"plan.{kind}", kind)
        model.add_underlay(underlay)
    model.new_entity("TOLERANCE", {"content": text})
    builder = model.add_multileader_mtext("Standard")
    builder.set_content(text)
    builder.add_leader_line(ConnectionSide.left, [Vec2(-20, 15)])
    builder.build(insert=Vec2(5, 0))
