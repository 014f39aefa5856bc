"""Kept sheets of several maps: a layer for each role, of which every map draws its own rows."""

import re
import shutil
from xml.etree import ElementTree as ET

import pytest
from commonplan.community.errors import CommunityFileError
from commonplan.output.kept import layers as kept_layers
from commonplan.output.kept.keep import Keeping
from commonplan.output.kept.tables import roles_of
from commonplan.output.sheet.draw import SheetWish, draw_layout
from former_sheets import keep_as_former
from osgeo import gdal
from pypdf import PdfReader
from qgis.core import (
    QgsLayoutItemMap,
    QgsLayoutPoint,
    QgsProject,
    QgsRenderContext,
)
from qgis.PyQt.QtGui import QColor
from test_draw_layout import fill

import processing

NAME = "布局图"


@pytest.fixture(scope="module")
def kept_folder(provider, empty_community, tmp_path_factory):
    """A court with a corner so full that A4 has an overview of it, and four sections; its sheet kept."""
    folder = shutil.copytree(empty_community, tmp_path_factory.mktemp("kept") / empty_community.name)
    path = next(folder.glob("*.gpkg"))
    fill(path, 60, at=[(90 + i % 10 * 3, 40 + i // 10 * 3) for i in range(60)])
    for name, layout in (("plain.pdf", ""), ("kept.pdf", NAME)):
        asked = {"COMMUNITY": str(path), "SHEET": "A4", "LAYOUT": layout, "OUTPUT": str(folder / name)}
        processing.run("commonplan:drawlayout", asked)
    return folder


@pytest.fixture
def crowded(kept_folder, tmp_path):
    return next(shutil.copytree(kept_folder, tmp_path / kept_folder.name).glob("*.gpkg"))


@pytest.fixture
def draw(run, crowded, tmp_path, qgis_new_project):
    """Open the community's project; `draw()` draws its sheet again and returns the PDF."""
    assert QgsProject.instance().read(str(crowded.with_suffix(".qgz")))

    def draw(name="again.pdf", **parameters):
        given = {"SHEET": "A4", "OUTPUT": str(tmp_path / name), "LAYOUT": NAME, **parameters}
        run("drawlayout", COMMUNITY=str(crowded), **given)
        return tmp_path / name

    yield draw
    QgsProject.instance().clear()


def sheet_layout(name=NAME):
    return QgsProject.instance().layoutManager().layoutByName(name)


def layers_of(name=NAME):
    """Return the layers in the group of a sheet by their tables."""
    nodes = QgsProject.instance().layerTreeRoot().findGroup(name).findLayers()
    return {node.layer().source().rpartition("=")[2]: node.layer() for node in nodes}


def is_map(item):
    return isinstance(item, QgsLayoutItemMap)


def maps_of(layout):
    """Return the maps of a layout by page, from 1; the small ones not."""
    items = sorted(filter(is_map, layout.items()), key=lambda item: item.page())
    return {item.page() + 1: item for item in items if item.id().rpartition(": ")[2] == "map"}


def page_texts(pdf):
    """Return the characters on each page: what stands beside each other may be read as one word."""
    return ["".join(sorted(page.extract_text())).strip() for page in PdfReader(pdf).pages]


def look_of(layer):
    """Return the style of a layer, without the keys of rules and, in newer QGIS, the ids of symbol layers."""
    return re.sub(r"\{[0-9a-f-]{36}\}", "", ET.tostring(kept_layers._looks(layer), encoding="unicode"))


def fill_color(layer):
    (symbol,) = layer.renderer().symbols(QgsRenderContext())
    return symbol.symbolLayer(0).fillColor().name()


def test_a_kept_page_shows_what_it_would_without_keeping_and_nothing_of_its_neighbours(draw, crowded):
    plain = page_texts(crowded.parent / "plain.pdf")
    assert len(plain) > 3
    assert page_texts(crowded.parent / "kept.pdf") == plain
    assert page_texts(draw()) == plain


def test_all_maps_share_a_layer_for_each_role(draw, crowded):
    layout = sheet_layout()
    maps = maps_of(layout)
    assert len(maps) > 3
    layers = layers_of()
    titles = {layer.name() for layer in layers.values()}
    assert len(titles) == len(layers) < 30
    (file,) = (crowded.parent / "sheets").glob("*.gpkg")
    assert gdal.OpenEx(str(file)).GetLayerCount() == len(titles)
    shown = [{layer.id() for layer in item.layers()} for item in maps.values()]
    assert layers["boundary"].id() in set.intersection(*shown)
    found = [
        list(layers).index(role) for role in ("markers", "leaders", "boundary", "buildings", "compounds")
    ]
    assert found == sorted(found)


def test_layers_of_one_role_look_the_same_on_all_maps(crowded, monkeypatch):
    looks = {}

    def look(_project, _path, drawn, _how):
        roles = roles_of(item.layers() for layout in drawn for item in layout.items() if is_map(item))
        for role, layers in roles.items():
            fields = {tuple(field.name() for field in layer.fields()) for layer in layers.values()}
            looks[role] = len(layers), len(fields), len({look_of(layer) for layer in layers.values()})
        raise CommunityFileError("not_writable", file="")

    monkeypatch.setattr("commonplan.output.sheet.draw.keep", look)
    parts = {"parts": "locator,life_circles,figures"}
    with pytest.raises(CommunityFileError):
        draw_layout(crowded, None, SheetWish(sheet="A4", divide=True, texts=parts, keeping=Keeping("x", {})))
    assert {"markers", "locator_buildings", "life_circles_circles"} <= set(looks)
    assert max(maps for maps, _, _ in looks.values()) > 3
    assert {role for role, (_, *different) in looks.items() if different != [1, 1]} == set()


def test_a_look_that_a_person_gave_holds_on_all_maps(draw):
    layer = layers_of()["buildings"]
    (symbol,) = layer.renderer().symbols(QgsRenderContext())
    symbol.symbolLayer(0).setFillColor(QColor("#123456"))
    texts = page_texts(draw(TITLE="新标题"))
    assert fill_color(layers_of()["buildings"]) == "#123456"
    assert all(set("新标题") <= set(page) for page in texts)
    shown = [item for item in maps_of(sheet_layout()).values() if layers_of()["buildings"] in item.layers()]
    assert len(shown) > 1


@pytest.fixture
def former(draw, monkeypatch):
    """A sheet as 0.6.0 kept it, with what a person changed; returns its name."""
    name = "旧图"
    with monkeypatch.context() as then:
        then.setattr("commonplan.output.sheet.draw.keep", keep_as_former)
        draw(LAYOUT=name)
    sheet_layout(name).itemById("title").attemptMove(QgsLayoutPoint(40, 20))
    buildings = layers_of(name)["3_buildings"]
    buildings.renderer().symbol().symbolLayer(0).setFillColor(QColor("#123456"))
    buildings.setName("我们的楼")
    second = maps_of(sheet_layout(name))[2]
    second.setLayers([layer for layer in second.layers() if not layer.source().endswith("_boundary")])
    project = QgsProject.instance()
    assert project.write()
    assert project.read(project.fileName())
    assert len(layers_of(name)) > 40
    return name


def test_a_sheet_of_a_table_for_each_map_is_drawn_again_with_a_persons_changes(draw, former, crowded):
    plain = page_texts(crowded.parent / "plain.pdf")
    for _ in range(2):
        assert page_texts(draw(LAYOUT=former)) == plain
        layers, layout = layers_of(former), sheet_layout(former)
        assert set(layers) == set(layers_of(NAME))
        assert all(layer.isValid() and layer.featureCount() for layer in layers.values())
        assert fill_color(layers["buildings"]) == "#123456"
        assert layers["buildings"].name() == "我们的楼"
        title = layout.itemById("title").positionWithUnits()
        assert (round(title.x()), round(title.y())) == (40, 20)
        for page, item in maps_of(layout).items():
            assert (layers["boundary"] in item.layers()) == (page != 2)
    assert gdal.OpenEx(str(crowded.parent / "sheets" / f"{former}.gpkg")).GetLayerCount() == len(layers)
