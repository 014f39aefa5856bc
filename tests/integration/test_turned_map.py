"""Turned maps read back: scale, numbers, upright letters, the arrow, and when the map is turned at all."""

import json
import math
import re

import numpy as np
import pytest
from pypdf import PdfReader
from qgis.core import QgsPrintLayout, QgsProject
from test_draw_layout import draw, numbers, words  # noqa: F401
from test_legibility import boxes_of, over_one_another

LAIN = 35.0
"""How the court of the tests lies, in degrees anticlockwise."""


def map_of(outputs):
    return json.loads(outputs["SHEETS"])["maps"][0]


def directions(pdf):
    """Return each text of the first page with the direction it is read in, degrees anticlockwise."""
    found = []

    def visit(text, cm, tm, *_):
        x, y = tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]
        if text.strip():
            found.append((text.strip(), math.degrees(math.atan2(y, x))))

    PdfReader(pdf).pages[0].extract_text(visitor_text=visit)
    return found


@pytest.fixture
def turned(draw):  # noqa: F811
    """Draw the court turned along the page: `turned()` returns the file and the outputs."""

    def turned(**parameters):
        wish = {"SHEET": "A3", "NORTH": "turned", "ORIENTATION": "landscape", **parameters}
        return draw(turned=LAIN, **wish)

    return turned


def test_distances_are_true(turned):
    pdf, outputs = turned(places={"at": [(20, 40), (180, 40), (20, 130), (180, 130)]})
    on_map, _ = numbers(pdf)
    scale = outputs["SCALE"] / 1000
    assert map_of(outputs)["turned"] == LAIN
    # Numbers of one length in markers of one height begin equally far from the middle of theirs.
    assert on_map["2"].x - on_map["1"].x == pytest.approx(160 / scale, abs=0.3)
    assert abs(on_map["2"].y - on_map["1"].y) < 0.3
    assert on_map["4"].y - on_map["2"].y == pytest.approx(90 / scale, abs=0.3)
    assert abs(on_map["4"].x - on_map["2"].x) < 0.3


def test_the_bar_is_true(turned):
    pdf, outputs = turned()
    (said, around), *_ = boxes_of(pdf)
    low = {word: box for word, box in zip(said, around) if box[1] > 230 and re.fullmatch(r"\d+", word)}
    middle = {int(word): (box[0] + box[2]) / 2 for word, box in low.items()}
    metres = max(n for n in middle if n)
    assert 0 in middle
    assert middle[metres] - middle[0] == pytest.approx(1000 * metres / outputs["SCALE"], abs=0.3)


def test_everything_on_it_can_be_read(turned):
    pdf, _ = turned(count=50)
    (said, around), *_ = boxes_of(pdf)
    assert over_one_another(said, around) == []
    assert (around[:, 0] > 25).all()
    assert (around[:, 2] < 410).all()
    assert (around[:, 1] > 9.5).all()
    assert (around[:, 3] < 287.5).all()
    on_map, listed = numbers(pdf)
    assert sorted(on_map) == sorted(listed) == sorted(str(n + 1) for n in range(50))
    ways = directions(pdf)
    assert {text for text, way in ways if abs(way) > 0.01} == {"和平路"}
    assert dict(ways)["和平路"] == pytest.approx(4.0, abs=0.1)


def test_markers_of_one_spot_are_led_out(turned):
    pdf, outputs = turned(places={"at": [(100, 60)] * 6})
    # A crowd makes all markers of a map smaller; their numbers are half as high.
    points = 0.5 * map_of(outputs)["marker"] / 25.4 * 72
    found = [w for w in words(pdf) if w.text in "123456" and abs(w.points - points) < 0.2 * points]
    assert sorted(word.text for word in found) == list("123456")
    spots = np.array([(word.x, word.y) for word in found])
    apart = np.abs(spots[:, None] - spots[None]).max(axis=-1)[~np.eye(6, dtype=bool)]
    assert apart.min() > 0.7 * map_of(outputs)["marker"]


@pytest.mark.parametrize("word_for_north", ["北", "N", "北 N"])
@pytest.mark.parametrize("angle", [0, 35, -90, 180])
def test_the_arrow_leads_to_the_word_for_north(qgis_app, angle, word_for_north):
    from commonplan.output.sheet.bands import Rect
    from commonplan.output.sheet.items import Canvas
    from commonplan.output.sheet.map_items import north_arrow
    from commonplan.workspace.fonts import text_width

    project = QgsProject()
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    north_arrow(Canvas(layout, 0, ""), word_for_north, Rect(100, 80, 17, 17), 1.0, angle)
    left, right, word = (layout.itemById(n) for n in ("north arrow left", "north arrow right", "north"))
    tip, _, notch = (left.mapToScene(point) for point in left.nodes())
    way = math.degrees(math.atan2(tip.x() - notch.x(), notch.y() - tip.y()))
    assert (way - angle + 180) % 360 - 180 == pytest.approx(0, abs=0.01)
    middle = word.mapRectToScene(word.rect()).center()
    if abs(angle) == 90:
        points = word.textFormat().size() if hasattr(word, "textFormat") else word.font().pointSizeF()
        assert abs(tip.x() - middle.x()) >= text_width(word_for_north, points, bold=True) / 2 - 1e-6
    beyond = math.degrees(math.atan2(middle.x() - tip.x(), tip.y() - middle.y()))
    assert (beyond - angle + 180) % 360 - 180 == pytest.approx(0, abs=0.5)
    for item in (left, right):
        for point in map(item.mapToScene, item.nodes()):
            assert 100 - 1e-6 <= point.x() <= 117 + 1e-6
            assert 80 - 1e-6 <= point.y() <= 97 + 1e-6


@pytest.mark.parametrize(
    ("north", "lain", "turned_by"), [("up", LAIN, 0), ("auto", LAIN, LAIN), ("auto", 0, 0)]
)
def test_a_map_is_turned_where_that_shows_more(draw, north, lain, turned_by):  # noqa: F811
    _, outputs = draw(turned=lain, SHEET="A3", ORIENTATION="landscape", NORTH=north)
    assert map_of(outputs)["turned"] == turned_by
    _, plain = draw(again=True, SHEET="A3", ORIENTATION="landscape")
    assert (outputs["SCALE"] < plain["SCALE"]) == (turned_by != 0)


def outside_of_the_frame(svg):
    """Return the colours that an A3 landscape sheet has beside its frame."""
    from qgis.PyQt.QtGui import QImage, QPainter
    from qgis.PyQt.QtSvg import QSvgRenderer

    picture = QImage(840, 594, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    return {picture.pixel(x, y) for x in (*range(48), *range(823, 840)) for y in range(594)}


def test_a_turned_picture_ends_at_its_frame(turned):
    svg, _ = turned(name="sheet.svg")
    assert outside_of_the_frame(svg) == {0xFFFFFFFF}
