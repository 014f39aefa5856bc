"""The drawing for CAD offices, read back by ezdxf: clean, in GBK, a layer for each class, true to 1 mm."""

import re

import ezdxf
import pytest
import shapely
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsProcessingFeedback
from test_draw_layout import X, Y, fill, frame, spots

CLASSES = {
    "公共区域": ("CP_SPACE", "space"),
    "公共设施": ("CP_FACILITY", "facility"),
    "公共单位": ("CP_UNIT", "unit"),
}


@pytest.fixture
def drawing(run, community, tmp_path):
    """Draw a community of twelve places: `drawing(EDITION="internal")` returns the document."""
    places = {
        "p0": {"name": "入口广场%%c^ 𠮷"},
        "p1": {"kind": "electricity", "name": "机密配电房", "number": "N-1"},
    }
    fill(community, 12, **places)
    from commonplan.workspace.file import writing

    with writing(community) as file:
        shape = shapely.MultiPolygon([shapely.box(X + 10.123, Y + 20.456, X + 30, Y + 40)])
        file.insert("footprint", frame([{"place_id": "p0", "geometry": shape}]))

    def draw(name="plan.dxf", **parameters):
        run("drawlayout", COMMUNITY=str(community), OUTPUT_DXF=str(tmp_path / name), **parameters)
        return ezdxf.readfile(tmp_path / name)

    return draw


def on(document, layer, kind):
    return list(document.modelspace().query(f'{kind}[layer=="CP-{layer}"]'))


def attributes(marker):
    return {attribute.dxf.tag: attribute.dxf.text for attribute in marker.attribs}


def test_it_opens_clean_and_in_chinese(drawing, tmp_path):
    document = drawing(EDITION="internal")
    audit = document.audit()
    assert (len(audit.errors), len(audit.fixes)) == (0, 0)
    assert (document.dxfversion, document.encoding) == ("AC1015", "gbk")
    assert document.units == ezdxf.units.M
    data = (tmp_path / "plan.dxf").read_bytes()
    assert b"ANSI_936" in data
    assert "CP-公共设施".encode("gbk") in data
    for name in (table.dxf.name for names in (document.layers, document.blocks) for table in names):
        name.encode("gbk")
    for layer in document.layers:
        assert not re.search(r'[<>/\\":;?*|=`]', layer.dxf.name)
    dataset = gdal.OpenEx(str(tmp_path / "plan.dxf"))
    assert "CP-公共设施" in {feature["Layer"] for feature in dataset.GetLayer(0)}, "in QGIS, too"


def test_each_class_has_its_layer_block_and_numbers(drawing):
    document = drawing(EDITION="internal")
    at = {str(i + 1): (X + x, Y + y) for i, (x, y) in enumerate(spots(12))} | {"N-1": None}
    at["N-1"] = at.pop("2")
    found = {}
    for layer, (block, _) in CLASSES.items():
        for marker in on(document, layer, "INSERT"):
            assert marker.dxf.name == block
            said = attributes(marker)
            found[said["NUMBER"]] = tuple(marker.dxf.insert)[:2]
            assert said["KIND"]
        texts = {text.dxf.text: text for text in on(document, layer, "TEXT")}
        assert set(texts) == {attributes(marker)["NUMBER"] for marker in on(document, layer, "INSERT")}
    assert set(found) == set(at)
    for number, (x, y) in found.items():
        assert (x, y) == pytest.approx(at[number], abs=0.001)


def test_footprints_buildings_and_boundary_are_closed_lines(drawing):
    document = drawing(EDITION="internal")
    (footprint,) = on(document, "公共区域", "LWPOLYLINE")
    assert footprint.closed
    corners = {(round(x, 3), round(y, 3)) for x, y in footprint.get_points("xy")}
    assert (round(X + 10.123, 3), round(Y + 20.456, 3)) in corners
    assert len(corners) == 4
    for layer, count in (("小区边界", 1), ("楼栋", 1)):
        lines = on(document, layer, "LWPOLYLINE")
        assert len(lines) == count
        assert all(line.closed for line in lines)
    assert [text.dxf.text for text in on(document, "楼栋", "TEXT")] == ["3栋"]
    (gate,) = on(document, "主入口", "INSERT")
    assert gate.dxf.name == "CP_MAIN_ENTRANCE"
    assert attributes(gate)["NAME"] == "正门"


def test_a_name_is_text_and_never_a_code(drawing):
    (marker,) = [m for m in on(drawing(), "公共区域", "INSERT") if attributes(m)["NUMBER"] == "1"]
    assert attributes(marker)["NAME"] == "入口广场%%%%%%c^  〓"  # %%% is one per cent sign, 〓 what GBK lacks


def test_what_it_cannot_hold_or_divide_is_said(drawing, community, tmp_path):
    import processing

    drawing()
    feedback = QgsProcessingFeedback(False)
    wish = {"COMMUNITY": str(community), "OUTPUT_DXF": str(tmp_path / "plan.dxf"), "BY": "class"}
    processing.run("commonplan:drawlayout", wish, feedback=feedback)
    said = [line for line in feedback.textLog().splitlines() if "〓" in line]
    assert len(said) == 1
    assert "𠮷" in said[0]
    assert "BY divides the sheet only" in feedback.textLog()


def test_a_public_drawing_has_nothing_internal_and_no_real_coordinates(drawing, tmp_path):
    document = drawing()
    data = (tmp_path / "plan.dxf").read_bytes().decode("gbk")
    for secret in ("机密配电房", "N-1", "612", "3449"):
        assert not re.search(rf"^{secret}", data, re.MULTILINE)
    for entity in document.modelspace().query("INSERT"):
        assert -1 <= entity.dxf.insert.x <= 201
        assert -1 <= entity.dxf.insert.y <= 151
        assert entity.dxf.insert.x * 2 == pytest.approx(round(entity.dxf.insert.x * 2))


def test_state_and_colours_count_as_on_the_sheet(drawing, community):
    from test_draw_series import write

    write(community, "place", id="p3", status="proposed", number="P-1")
    existing = drawing(STATE="existing", COLOURS="planning")
    numbers = {attributes(marker).get("NUMBER") for marker in existing.modelspace().query("INSERT")}
    assert "3" in numbers
    assert "P-1" not in numbers
    plain = drawing("all.dxf")
    numbers = {attributes(marker).get("NUMBER") for marker in plain.modelspace().query("INSERT")}
    assert "P-1" in numbers
    colours = [document.layers.get("CP-公共设施").color for document in (plain, existing)]
    assert colours[0] != colours[1]


def test_the_same_community_gives_the_same_bytes(drawing, tmp_path):
    drawing("one.dxf")
    drawing("two.dxf")
    assert (tmp_path / "one.dxf").read_bytes() == (tmp_path / "two.dxf").read_bytes()


def test_english_layers_and_a_compound_that_is_not_there(drawing):
    assert "CP-Public facilities" in drawing(LANGUAGE="en").layers
    with pytest.raises(QgsProcessingException, match="北里"):
        drawing(COMPOUND="x")


def test_without_ezdxf_it_says_how_to_install_it(drawing, monkeypatch):
    monkeypatch.setattr("commonplan.output.cad.dxf.find_spec", lambda name: None)
    with pytest.raises(QgsProcessingException, match=r"pip install.*ezdxf"):
        drawing()
