"""Texts of a survey drawn where the drawing holds them, as QGIS renders them."""

from __future__ import annotations

import math
from itertools import product

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from commonplan.workspace.file import writing
from qgis.core import QgsMapRendererSequentialJob, QgsMapSettings, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

SIDES, LEVELS = ("left", "center", "right"), ("baseline", "bottom", "middle", "top")
SPACING, HEIGHT, PIXELS = 100.0, 10.0, 10
WEST, SOUTH = 612_000.0, 3_449_000.0
TURNED = (0.0, 90.0)


@pytest.fixture
def drawn(community):
    """The ink of each text around the point that holds it, in metres along and above its baseline."""
    from commonplan.workspace.project import fill_project

    rows = [(side, level, turned) for side, level, turned in product(SIDES, LEVELS, TURNED)]
    spots = [(WEST + SPACING * (i % 4), SOUTH + SPACING * (i // 4)) for i in range(len(rows))]
    frame = pd.DataFrame(rows, columns=["h_align", "v_align", "rotation"])
    frame = frame.assign(text="HHH", text_height=HEIGHT, geometry=shapely.points(spots), layer="注记")
    with writing(community) as file:
        file.insert("survey_text", frame)
    project = QgsProject()
    layer = fill_project(project, community)["survey_text"]
    ink = {row: ink_around(layer, *spot) for row, spot in zip(rows, spots)}
    yield ink
    project.clear()


def ink_around(layer, x, y):
    half = SPACING / 2 - 1
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(QgsRectangle(x - half, y - half, x + half, y + half))
    settings.setOutputSize(QSize(int(2 * half * PIXELS), int(2 * half * PIXELS)))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage().convertToFormat(QImage.Format.Format_Grayscale8)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    pixels = np.frombuffer(bits, np.uint8).reshape(image.height(), image.bytesPerLine())
    row, column = np.nonzero(pixels[:, : image.width()] < 160)
    assert len(row)
    return column / PIXELS - half, half - row / PIXELS


def test_letters_meet_the_point_by_the_side_that_holds_them(drawn):
    for (side, level, turned), (east, north) in drawn.items():
        cos, sin = math.cos(math.radians(turned)), math.sin(math.radians(turned))
        along, above = east * cos + north * sin, north * cos - east * sin
        width, height = np.ptp(along), np.ptp(above)
        assert width > 2 * height > HEIGHT
        start = {"left": 0.0, "center": -width / 2, "right": -width}[side]
        foot = {"baseline": 0.0, "bottom": 0.0, "middle": -height / 2, "top": -height}[level]
        assert along.min() == pytest.approx(start, abs=0.15 * HEIGHT)
        # Held by the bottom, letters stand above what hangs below the baseline in any typeface.
        most = (0.4 if level == "bottom" else 0.1) * HEIGHT
        assert -0.1 * HEIGHT < above.min() - foot < most


@pytest.mark.parametrize("turned", TURNED)
@pytest.mark.parametrize(("side", "level", "away"), [("left", "bottom", 0.5), ("right", "top", -0.5)])
def test_a_sheet_letters_texts_from_where_they_are_held(provider, side, level, away, turned):
    from commonplan.output.sheet.frame import Paper
    from commonplan.output.sheet.lettering import box_of, text_wishes

    paper = Paper(200, 200, 500, 0, 0)
    columns = {"text": "学校", "rotation": turned, "h_align": [side, "center"], "v_align": [level, "middle"]}
    texts = gpd.GeoDataFrame(columns, geometry=shapely.points([(50, 50), (50, 50)]))
    held, centred = text_wishes(texts, paper, 10)
    at = paper.points(texts.geometry)[1]
    assert centred.spots[0] == pytest.approx(at)
    width, height = np.array(box_of("学校", 10)) * away
    moved = (width, height) if turned == 0 else (-height, width)
    assert held.spots[0] - at == pytest.approx(moved)
