"""The cases that the rule of numbering is known by: each as an example, with a picture to look at.

The pictures are drawn as the preview draws them, on a real map canvas, into build/pictures/numbers.
"""

import os
import sys
from pathlib import Path

import pytest
import shapely
from commonplan.community.numbering.community import Options, number_places
from commonplan.community.numbering.preview import preview
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRectangle,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QImage, QPainter
from qgis.PyQt.QtTest import QTest

sys.path.append(str(Path(__file__).parents[1] / "unit"))
from small_community import after, at, box, changed, community, numbers  # noqa: E402

BUILD = Path(os.environ.get("COMMONPLAN_BUILD", Path(__file__).resolve().parents[2] / "build"))
PICTURES = BUILD / "pictures" / "numbers"
WIDE = 900
QUIET = {"outline_color": "#9aa0a6", "outline_width": "0.3"}
SYMBOLS = {
    "compounds": QgsFillSymbol.createSimple,
    "buildings": QgsFillSymbol.createSimple,
    "footprints": QgsFillSymbol.createSimple,
    "entrances": QgsMarkerSymbol.createSimple,
    "places": QgsMarkerSymbol.createSimple,
}
STYLES = {
    "compounds": {"color": "#f6f4ee", "outline_color": "#22262b", "outline_width": "0.7"},
    "buildings": {"color": "#e3e1da", **QUIET},
    "footprints": {"color": "#cfe8dd", **QUIET},
    "entrances": {"name": "star", "color": "#c8102e", "outline_color": "#ffffff", "size": "7"},
    "places": {"name": "circle", "color": "#0072b2", "size": "1"},
}


def layer_of(table, shapes, names):
    kind = "Polygon" if table in ("compounds", "buildings", "footprints") else "Point"
    layer = QgsVectorLayer(f"{kind}?crs=EPSG:4549&field=name:string", table, "memory")
    features = []
    for shape, name in zip(shapes, names):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(shape.wkt))
        feature.setAttributes([name])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.renderer().setSymbol(SYMBOLS[table](STYLES[table]))
    if table == "places":
        label = QgsPalLayerSettings()
        label.fieldName = "name"
        label.dist = 4.2
        text = QgsTextFormat()
        text.setSize(9)
        text.setColor(QColor("#22262b"))
        halo = QgsTextBufferSettings()
        halo.setEnabled(True)
        text.setBuffer(halo)
        label.setFormat(text)
        layer.setLabeling(QgsVectorLayerSimpleLabeling(label))
        layer.setLabelsEnabled(True)
    return layer


@pytest.fixture
def draw(qgis_canvas):
    """Draw a community with the preview of its numbers: `draw(town, options)` gives an image."""
    from commonplan.ui.numbering.overlay import Overlay

    def draw(town, options):
        names = {"compounds": "name", "buildings": "label", "footprints": "id", "places": "name"}
        tables = {"compounds": None, "buildings": None, "footprints": None, "places": None, "entrances": None}
        for name in tables:
            table = getattr(town, name)
            words = table[names[name]] if name in names else [""] * len(table)
            tables[name] = layer_of(name, table.geometry, words)
        x0, y0, x1, y1 = town.compounds.total_bounds
        margin = max(x1 - x0, y1 - y0) * 0.08
        shown = QgsRectangle(x0 - margin, y0 - margin, x1 + margin, y1 + margin)
        if qgis_canvas.width() != WIDE or qgis_canvas.height() != WIDE:
            qgis_canvas.resize(WIDE, WIDE)
            qgis_canvas.grab()  # a hidden widget learns its size when it is looked at
            QTest.qWait(700)  # a canvas draws anew half a second after it was resized
        qgis_canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4549"))
        qgis_canvas.setLayers(list(reversed(tables.values())))
        qgis_canvas.setExtent(shown)
        overlay = Overlay(qgis_canvas, qgis_canvas.mapSettings().destinationCrs())
        overlay.show(preview(town, options))
        qgis_canvas.refreshAllLayers()
        qgis_canvas.waitWhileRendering()
        high = round(WIDE * shown.height() / shown.width())
        image = qgis_canvas.grab().toImage().copy(0, (WIDE - high) // 2, WIDE, high)
        overlay.remove()
        qgis_canvas.setLayers([])
        return image

    return draw


def keep(name, *images):
    """Save pictures beside each other, and make sure that something is on them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    sheet = QImage(sum(i.width() for i in images), images[0].height(), QImage.Format.Format_RGB32)
    painter = QPainter(sheet)
    left = 0
    for image in images:
        painter.drawImage(left, 0, image)
        left += image.width()
    painter.end()
    assert sheet.save(str(PICTURES / f"{name}.png"))
    seen = {sheet.pixel(x, y) for x in range(0, sheet.width(), 3) for y in range(0, sheet.height(), 3)}
    assert QColor("#c8102e").rgb() in seen
    return sheet


COURT = [
    ("w", "playground", (-80, 100), {"name": "儿童游戏场"}),
    ("n", "toilet", (5, 190), {"name": "公厕"}),
    ("e", "clinic", (80, 100), {"name": "卫生站"}),
]


def test_the_entrance_square_three_metres_right_of_the_axis_is_number_one(draw):
    square = ("s", "square", (3, 14), {"name": "门前广场"})
    town = community(
        [*COURT, square], footprints=[{"id": "f", "place_id": "s", "geometry": box(-6, 4, 12, 24)}]
    )
    assert numbers(town) == {"s": "1", "w": "2", "n": "3", "e": "4"}
    keep("entrance_square", draw(town, Options()))


def test_five_facilities_in_one_block_are_consecutive(draw):
    block = {"id": "b", "label": "3栋", "geometry": box(-85, 60, -30, 140)}
    inside = [
        ("文化站", "culture_room", (-60, 100), "B1"), ("便利店", "shop", (-80, 66), "1F"),
        ("卫生站", "clinic", (-80, 134), "1F"), ("居委会", "residents_committee", (-36, 66), "2F"),
        ("图书室", "library_room", (-36, 134), "3F"),
    ]  # fmt: skip
    rows = [(n, kind, spot, {"building_id": "b", "floor": floor}) for n, kind, spot, floor in inside]
    outside = [
        ("公厕", "toilet", (-93, 62)),
        ("快递柜", "parcels", (-93, 138)),
        ("广场", "square", (40, 150)),
    ]
    town = community([*rows, *outside], buildings=[block])
    found = numbers(town, method="bearing")
    five = [int(found[name]) for name, *_ in inside]
    assert five == list(range(five[0], five[0] + 5))
    keep("five_in_one_block", draw(town, Options(method="bearing")))


def test_outward_shops_come_after_the_courtyard(draw):
    shops = [
        (f"临街{name}", "pharmacy", (-98, y), {"access": "street"})
        for name, y in (("药店", 40), ("花店", 90), ("书店", 140))
    ]
    town = community([*COURT, ("q", "square", (20, 40), {"name": "广场"}), *shops])
    found = list(numbers(town))
    assert found[-3:] == [name for name, *_ in shops]
    keep("outward_shops", draw(town, Options()))


def test_neighbours_on_a_lane_differ_by_one_or_two(draw):
    lane = shapely.LineString([at(0, 0), at(300, 0)])
    rows = [
        (f"{side}{x}", "toilet", (x, 5 if side == "左" else -5), {"name": None})
        for x in range(20, 300, 20)
        for side in ("左", "右")
    ]
    town = community(
        rows,
        compounds=[{"id": "c", "name": "长弄", "geometry": box(0, -8, 300, 8)}],
        entrances=[{"id": "e", "is_main": True, "geometry": at(0, 0)}],
        loops={"c": lane},
    )
    found = {name: int(number) for name, number in numbers(town, method="loop").items()}
    for side in ("左", "右"):
        steps = [found[f"{side}{x + 20}"] - found[f"{side}{x}"] for x in range(20, 280, 20)]
        assert set(steps) <= {1, 2}
    keep("lane", draw(town, Options(method="loop")))


def test_a_reimport_keeps_every_number(draw):
    twins = [(f"t{i}", "toilet", (-50 + 12 * i, 150 + 9 * i), {"name": "公厕"}) for i in range(2)]
    town = community([*COURT, ("q", "square", (20, 40), {"name": "广场"}), *twins])
    first = number_places(town, Options())
    again = town.places.sample(frac=1, random_state=3).reset_index(drop=True)
    again["id"] = [f"new{i}" for i in range(len(again))]
    fresh = changed(town, places=again)
    second = number_places(fresh, Options())
    by_spot = [
        sorted((p.x, p.y, name, number) for p, name, number in zip(t.geometry, t["name"], t["number"]))
        for t in (after(town, first).places, after(fresh, second).places)
    ]
    assert by_spot[0] == by_spot[1]
    keep("reimport", draw(town, Options()), draw(fresh, Options()))
