"""Rings, lines and the texts on areas, counted in a drawing by ezdxf and in the survey by us."""

from __future__ import annotations

import ezdxf
import numpy as np
import pytest
import shapely
from commonplan.community.survey.batches import make_frames
from commonplan.readers.surveys import read_survey
from drawings import SHARED, new_drawing, save
from ezdxf.enums import TextEntityAlignment
from test_dxf import FILES

GAP = 0.01


def crowded(path, version):
    """Rings closed, nearly closed and open, lines of several pieces, and texts strewn over them."""
    drawing, chance = new_drawing(version), np.random.default_rng(7)
    model = drawing.modelspace()
    add = model.add_polyline2d if version == "R12" else model.add_lwpolyline
    for number in range(90):
        x, y = (20.0 * part for part in divmod(number, 10))
        side = chance.uniform(4, 18)
        ring = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
        kind = number % 3
        ends = {0: [], 1: [(x + GAP / 2, y)], 2: [(x + 1, y)]}[kind]
        add(ring + ends, close=kind == 0, dxfattribs={"layer": f"形{kind}"})
    for at in chance.uniform(0, 190, (300, 2)).tolist():
        model.add_text("砼6", height=1).set_placement(at, align=TextEntityAlignment.MIDDLE_CENTER)
    return save(drawing, path)


def read_independently(path):
    """Areas, open lines and points of texts as ezdxf and shapely see them."""
    areas, lines, texts = [], [], []
    for entity in ezdxf.readfile(path, encoding="gbk").modelspace():
        if entity.dxftype() == "TEXT":
            texts.append(shapely.Point(entity.get_placement()[1]))
            continue
        is_old = entity.dxftype() == "POLYLINE"
        points = [v.dxf.location.vec2 for v in entity.vertices] if is_old else entity.get_points("xy")
        closed = entity.is_closed if is_old else entity.closed
        if closed or np.hypot(*np.subtract(points[0], points[-1])) <= GAP:
            areas.append(shapely.Polygon(points))
        else:
            lines.append(shapely.LineString(points))
    return areas, lines, texts


@pytest.mark.parametrize("version", ["R12", "R2004", "R2018"])
def test_as_many_on_both_sides(tmp_path, version):
    path = crowded(tmp_path / "crowded.dxf", version)
    areas, lines, texts = read_independently(path)
    frames = make_frames(read_survey(path).batches)
    assert (len(areas), len(lines), len(texts)) == (60, 30, 300)
    assert len(frames["survey_area"]) == len(areas)
    assert len(frames["survey_line"]) == len(lines)
    assert len(frames["survey_text"]) == len(texts)
    on = shapely.STRtree(areas).query(texts, predicate="within").shape[1]
    ours = shapely.STRtree(frames["survey_area"].geometry.to_numpy())
    assert ours.query(frames["survey_text"].geometry.to_numpy(), predicate="within").shape[1] == on > 50


@pytest.mark.skipif(not SHARED.exists(), reason="the real surveys are not on this machine")
def test_no_file_of_the_samples_is_forgotten():
    """DXF are counted in test_dxf; DWG in test_dwg, against the twin that is counted there."""
    drawings = {path.name for path in SHARED.iterdir()}
    assert drawings == {*FILES, "mixed_entities_r2004.dwg", "mixed_entities_r2018.dwg"}
