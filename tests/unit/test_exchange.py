"""Drawings with north along x, put in order as the planner chooses."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from commonplan.community.survey.batches import make_frames
from commonplan.community.survey.rows import Wish, place_survey
from commonplan.readers.surveys import read_survey
from drawings import new_drawing, save
from pyproj import CRS

COMMUNITY = CRS.from_epsg(4549)


def survey(path, *, north_first):
    """A house, a road, a lamp and two texts, drawn with east or north along x."""
    drawing = new_drawing()
    model = drawing.modelspace()

    def at(*points):
        return [(north, east) if north_first else (east, north) for east, north in points]

    model.add_lwpolyline(at((600_000, 3_450_000), (600_020, 3_450_000), (600_020, 3_450_008)), close=True)
    model.add_line(*at((600_000, 3_450_100), (600_090, 3_450_150)))
    model.add_blockref("LAMP", *at((600_050, 3_450_040)), dxfattribs={"rotation": 0})
    for turned, spot in ((0, (600_001, 3_450_001)), (30, (600_040, 3_450_120))):
        [place] = at(spot)
        degrees = (90 - turned) % 360 if north_first and turned else turned
        model.add_text(f"{turned}", dxfattribs={"insert": place, "height": 2, "rotation": degrees})
    return save(drawing, path)


def test_both_ways_of_drawing_give_the_same_survey(tmp_path):
    straight = read_survey(survey(tmp_path / "straight.dxf", north_first=False))
    turned = read_survey(survey(tmp_path / "turned.dxf", north_first=True), axes="north_east")
    assert (straight.exchanged, turned.exchanged) == (False, True)
    assert {"note": "axes", "order": "north_east", "reason": "chosen"} in turned.notes
    for table, frame in make_frames(straight.batches).items():
        other = make_frames(turned.batches)[table]
        assert shapely.equals(other.geometry.to_numpy(), frame.geometry.to_numpy()).all(), table
        assert np.allclose(other["rotation"], frame["rotation"], equal_nan=True)
        assert other["text"].tolist() == frame["text"].tolist()


def test_by_itself_a_drawing_is_taken_as_it_is_drawn(tmp_path):
    path = survey(tmp_path / "turned.dxf", north_first=True)
    for axes in ("auto", "east_north"):
        data = read_survey(path, axes=axes)
        assert not data.exchanged
        assert make_frames(data.batches)["survey_point"].geometry.iloc[0].x == 3_450_040


def test_two_control_points_of_a_drawing_are_exchanged_with_it(tmp_path):
    path = survey(tmp_path / "turned.dxf", north_first=True)
    drawn = [(3_450_000, 600_000), (3_450_100, 600_090)]
    known = [(400_000, 3_300_000), (400_090, 3_300_100)]
    wish = Wish(crs=COMMUNITY, control=(drawn, known, ["A", "B"]))
    placed = place_survey(read_survey(path, axes="north_east"), COMMUNITY, wish)
    assert placed.fit is not None
    assert placed.fit.scale == pytest.approx(1)
    assert placed.fit.rotation == pytest.approx(0, abs=1e-9)
    [lamp] = make_frames(placed.batches())["survey_point"].geometry
    assert (lamp.x, lamp.y) == pytest.approx((400_050, 3_300_040))


def test_a_fit_that_exchanges_axes_turns_texts_alike(tmp_path):
    pairs = [(600_000, 3_450_000), (600_100, 3_450_000), (600_100, 3_450_100), (600_000, 3_450_100)]
    drawn = [(north, east) for east, north in pairs]
    wish = Wish(crs=COMMUNITY, control=(drawn, pairs, list("ABCD")))
    data = read_survey(survey(tmp_path / "turned.dxf", north_first=True))
    placed = place_survey(data, COMMUNITY, wish)
    assert placed.fit is not None
    assert placed.fit.swapped
    texts = make_frames(placed.batches())["survey_text"]
    assert texts["rotation"].tolist() == pytest.approx([0, 30])
