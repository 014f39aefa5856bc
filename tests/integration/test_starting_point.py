"""Where a compound has no gate, numbers start at a point of the planner's: sheet and page call it that."""

import json
import re
import zipfile

import pytest
from test_draw_layout import fill, text_of
from test_sheet_parts import drawn_maps

START = {"kind": "start", "name": None, "is_main": True}
GATE = {"kind": "pedestrian", "name": None, "is_main": True}


def with_entrance(path, **values):
    from commonplan.workspace.file import writing

    if not path.with_name("filled").exists():
        fill(path, 5)
        path.with_name("filled").touch()
    with writing(path) as file:
        entrances = file.table("entrance")
        file.update("entrance", entrances.assign(**values))
    return path


@pytest.mark.parametrize(
    ("values", "language", "there", "absent"),
    [
        (START, "zh", ["起点", "从起点起顺时针编号"], ["主入口"]),
        (START, "en", ["Starting point"], ["Main entrance", "main entrance"]),
        (GATE, "zh", ["主入口", "从主入口起顺时针编号"], ["起点"]),
    ],
)
def test_the_sheet_calls_a_starting_point_so(run, community, tmp_path, values, language, there, absent):
    with_entrance(community, **values)
    output = tmp_path / "sheet.pdf"
    run("drawlayout", COMMUNITY=str(community), OUTPUT=str(output), SHEET="A3", LANGUAGE=language)
    text = text_of(output)
    assert [word for word in there if word not in text] == []
    assert [word for word in absent if word in text] == []
    assert text.count(there[0]) >= 2  # beside its sign, and in the legend


def test_its_sign_is_another_one_than_that_of_a_gate(run, community, tmp_path):
    from PIL import Image, ImageChops

    pictures = []
    for values in (START, GATE):
        with_entrance(community, **values)
        output = tmp_path / f"{values['kind']}.png"
        run("drawlayout", COMMUNITY=str(community), OUTPUT=str(output), SHEET="A4", LANGUAGE="en", DPI=60)
        pictures.append(Image.open(output).convert("RGB"))
    assert ImageChops.difference(*pictures).getbbox() is not None


@pytest.mark.parametrize(("kind", "sign"), [("start", "diamond"), ("pedestrian", "star")])
def test_the_locator_map_draws_a_starting_point_as_one(community, kind, sign):
    from qgis.core import QgsRenderContext

    with_entrance(community, kind=kind)
    _layout, maps = drawn_maps(community, parts="locator")
    (gates,) = [layer for layer in maps["locator map"].layers() if layer.fields().indexOf("is_main") >= 0]
    renderer, context = gates.renderer().clone(), QgsRenderContext()
    context.setExpressionContext(gates.createExpressionContext())
    renderer.startRender(context, gates.fields())
    drawn = []
    for feature in gates.getFeatures():
        context.expressionContext().setFeature(feature)
        (symbol,) = renderer.originalSymbolsForFeature(feature, context)
        drawn.append(symbol.symbolLayer(0).properties()["name"])
    renderer.stopRender(context)
    assert drawn
    assert set(drawn) == {sign}


def test_the_page_knows_which_entrance_is_a_starting_point(run, community, tmp_path):
    with_entrance(community, **START)
    output = tmp_path / "package.zip"
    run("exportpackage", COMMUNITY=str(community), OUTPUT=str(output), LANGUAGE="both")
    with zipfile.ZipFile(output) as package:
        name = next(n for n in package.namelist() if n.endswith(".html"))
        page = package.read(name).decode()
    data = json.loads(
        re.search(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)[1]
    )
    assert [(e["main"], e["start"], e["name"]) for e in data["entrances"]] == [(True, True, "")]
    assert data["words"]["zh"]["starting_point"] == "起点"
    assert data["words"]["en"]["starting_point"] == "Starting point"
