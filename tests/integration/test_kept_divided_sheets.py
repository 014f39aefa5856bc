"""Kept sheets of several maps: a layer for each role, of which every map draws its own rows."""

import re
from xml.etree import ElementTree as ET

import pytest
from commonplan.output.kept import layers as kept_layers
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

NAME = "布局图"


@pytest.fixture
def crowded(community):
    """A court with a corner so full that A4 has an overview of it, and four sections."""
    fill(community, 60, at=[(90 + i % 10 * 3, 40 + i // 10 * 3) for i in range(60)])
    return community


@pytest.fixture
def draw(run, crowded, tmp_path, qgis_new_project):
    """Open the community's project; `draw()` keeps its sheet in it and returns the PDF."""
    assert QgsProject.instance().read(str(crowded.with_suffix(".qgz")))

    def draw(name="sheet.pdf", **parameters):
        given = {"SHEET": "A4", "OUTPUT": str(tmp_path / name), **parameters}
        run("drawlayout", COMMUNITY=str(crowded), **given)
        return tmp_path / name

    yield draw
    QgsProject.instance().clear()


def sheet_layout():
    return QgsProject.instance().layoutManager().layoutByName(NAME)


def maps_of(layout):
    """Return the maps of a layout by page, from 1; the small ones not."""
    items = sorted((i for i in layout.items() if isinstance(i, QgsLayoutItemMap)), key=lambda i: i.page())
    return {item.page() + 1: item for item in items if item.id().rpartition(": ")[2] == "map"}


def layer_of(role):
    shown = {layer.source().rpartition("=")[2]: layer for layer in QgsProject.instance().mapLayers().values()}
    return shown[role]


def page_texts(pdf):
    """Return the characters on each page: what stands beside each other may be read as one word."""
    return ["".join(sorted(page.extract_text())).strip() for page in PdfReader(pdf).pages]


def look_of(layer):
    """Return the style of a layer; QGIS gives each rule a key of its own."""
    return re.sub(r'key="[^"]*"', "", ET.tostring(kept_layers._looks(layer), encoding="unicode"))


def fill_color(layer):
    (symbol,) = layer.renderer().symbols(QgsRenderContext())
    return symbol.symbolLayer(0).fillColor().name()


def test_a_kept_page_shows_what_it_would_without_keeping_and_nothing_of_its_neighbours(draw):
    plain = page_texts(draw("plain.pdf"))
    assert len(plain) > 3
    assert page_texts(draw("kept.pdf", LAYOUT=NAME)) == plain
    project = QgsProject.instance()
    assert project.write()
    assert project.read(project.fileName())
    assert page_texts(draw("again.pdf", LAYOUT=NAME)) == plain


def test_all_maps_share_a_layer_for_each_role(draw, crowded):
    draw(LAYOUT=NAME)
    layout = sheet_layout()
    maps = maps_of(layout)
    assert len(maps) > 3
    group = QgsProject.instance().layerTreeRoot().findGroup(NAME)
    titles = [node.name() for node in group.findLayers()]
    assert len(set(titles)) == len(titles) < 30
    (file,) = (crowded.parent / "sheets").glob("*.gpkg")
    assert gdal.OpenEx(str(file)).GetLayerCount() == len(titles)
    shown = [{layer.id() for layer in item.layers()} for item in maps.values()]
    assert layer_of("boundary").id() in set.intersection(*shown)
    order = [node.layer().source().rpartition("=")[2] for node in group.findLayers()]
    found = [order.index(role) for role in ("markers", "leaders", "boundary", "buildings", "compounds")]
    assert found == sorted(found)


def test_layers_of_one_role_look_the_same_on_all_maps(draw, monkeypatch):
    looks = {}

    def look(roles):
        for role, layers in roles.items():
            fields = {tuple(field.name() for field in layer.fields()) for layer in layers.values()}
            styles = {look_of(layer) for layer in layers.values()}
            looks[role] = len(layers), len(fields), len(styles)

    write = kept_layers.write_tables
    monkeypatch.setattr(kept_layers, "write_tables", lambda file, roles: (look(roles), write(file, roles)))
    draw(LAYOUT=NAME, PARTS=["locator", "life_circles", "figures"])
    assert max(maps for maps, _, _ in looks.values()) > 3
    assert {role for role, (_, *different) in looks.items() if different != [1, 1]} == set()


def test_a_look_that_a_person_gave_holds_on_all_maps(draw):
    draw(LAYOUT=NAME)
    layer = layer_of("buildings")
    (symbol,) = layer.renderer().symbols(QgsRenderContext())
    symbol.symbolLayer(0).setFillColor(QColor("#123456"))
    texts = page_texts(draw("again.pdf", LAYOUT=NAME, TITLE="新标题"))
    assert fill_color(layer_of("buildings")) == "#123456"
    assert all(set("新标题") <= set(page) for page in texts)
    shown = [item for item in maps_of(sheet_layout()).values() if layer_of("buildings") in item.layers()]
    assert len(shown) > 1


@pytest.fixture
def former(draw, monkeypatch):
    """The sheet as 0.6.0 kept it, with what a person changed."""
    with monkeypatch.context() as then:
        then.setattr("commonplan.output.sheet.draw.keep", keep_as_former)
        draw(LAYOUT=NAME)
    layout = sheet_layout()
    layout.itemById("title").attemptMove(QgsLayoutPoint(40, 20))
    buildings = layer_of("3_buildings")
    buildings.renderer().symbol().symbolLayer(0).setFillColor(QColor("#123456"))
    buildings.setName("我们的楼")
    second = maps_of(layout)[2]
    second.setLayers([layer for layer in second.layers() if not layer.source().endswith("_boundary")])
    project = QgsProject.instance()
    assert project.write()
    assert project.read(project.fileName())
    assert len(project.mapLayers()) > 60
    return layout


def test_a_sheet_of_a_table_for_each_map_is_drawn_again_with_a_persons_changes(draw, former, crowded):
    plain = page_texts(draw("plain.pdf"))
    for again in ("again.pdf", "and_again.pdf"):
        assert page_texts(draw(again, LAYOUT=NAME)) == plain
        group = QgsProject.instance().layerTreeRoot().findGroup(NAME)
        layers = [node.layer() for node in group.findLayers()]
        assert all(layer.isValid() and layer.featureCount() for layer in layers)
        assert len(layers) < 30
        assert fill_color(layer_of("buildings")) == "#123456"
        assert layer_of("buildings").name() == "我们的楼"
        layout = sheet_layout()
        title = layout.itemById("title").positionWithUnits()
        assert (round(title.x()), round(title.y())) == (40, 20)
        for page, item in maps_of(layout).items():
            assert (layer_of("boundary") in item.layers()) == (page != 2)
    (file,) = (crowded.parent / "sheets").glob("*.gpkg")
    assert gdal.OpenEx(str(file)).GetLayerCount() == len(layers)
