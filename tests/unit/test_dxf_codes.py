"""Feature codes: by the applications that the catalogue of codes knows, and no others."""

from __future__ import annotations

import pytest
from commonplan.community.coordinates import parse_crs
from commonplan.community.places.rules import rules
from commonplan.community.survey.batches import make_frames
from commonplan.community.survey.rows import Wish, place_survey, survey_rows
from commonplan.readers.dxf.read import read_dxf
from drawings import new_drawing, save
from small_surveys import joined, plain


@pytest.fixture
def drawing():
    drawing = new_drawing()
    drawing.appids.add("清华山维")
    drawing.appids.add("OTHER")
    model = drawing.modelspace()
    for x, data in enumerate(
        (
            {"OTHER": "1", "south": "175200"},
            {"清华山维": "3103010", "OTHER": "2"},
            {"清华山维": "3103010", "SOUTH": "155210"},
            {"OTHER": "3"},
        )
    ):
        point = model.add_point((x, 0))
        for application, code in data.items():
            point.set_xdata(application, [(1070, 7), (1000, code)])
    return drawing


def test_a_code_is_kept_with_the_system_it_is_of(drawing, tmp_path):
    data = read_dxf(save(drawing, tmp_path / "drawing.dxf"), systems=("SOUTH", "清华山维"))
    placed = place_survey(data, parse_crs("EPSG:4549"), Wish())
    points = joined(survey_rows(placed, "0" * 64, rules(plain("catalogue_edit", []))))["survey_point"]
    assert points[["code_system", "code"]].to_numpy().tolist() == [
        ["SOUTH", "175200"], ["清华山维", "3103010"], ["SOUTH", "155210"], [None, None],
    ]  # fmt: skip


def test_a_code_is_the_first_string_that_says_something(tmp_path):
    drawing = new_drawing()
    for x, data in enumerate(
        (
            [(1000, ""), (1000, "144301")],
            [(1000, "")],
            [(1071, 7)],
            [(1000, "141101"), (1000, "甲"), (1070, 1)],
        )
    ):
        drawing.modelspace().add_point((x, 0)).set_xdata("SOUTH", data)
    data = read_dxf(save(drawing, tmp_path / "drawing.dxf"))
    points = make_frames(data.batches)["survey_point"]
    assert points["code"].tolist() == ["144301", None, None, "141101"]
    assert points["code_system"].tolist() == ["SOUTH", None, None, "SOUTH"]
    assert data.notes == [{"note": "more_data", "application": "SOUTH", "count": 5}]


def test_data_of_applications_that_no_catalogue_knows_is_named(drawing, tmp_path):
    data = read_dxf(save(drawing, tmp_path / "drawing.dxf"))
    codes = make_frames(data.batches)["survey_point"]["code"]
    assert codes.tolist() == ["175200", None, "155210", None]
    notes = [note for note in data.notes if note["note"] == "other_data"]
    assert [(note["application"], note["count"]) for note in notes] == [("OTHER", 3), ("清华山维", 2)]
