"""A survey on its way in: units, place on Earth, strays, what may go public, ids, report."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest
import shapely
from commonplan.community import coordinates
from commonplan.community.errors import InputError
from commonplan.community.places.rules import rules
from commonplan.community.survey import report as survey_report
from commonplan.community.survey import units
from commonplan.community.survey.batches import SurveyData, make_frames
from commonplan.community.survey.rows import Wish, place_survey, survey_rows
from commonplan.community.survey.tally import Tally
from commonplan.community.survey.visibility import is_road_name
from pyproj import CRS
from shapely import Point, Polygon, box
from small_surveys import joined

CRS_4549 = CRS.from_epsg(4549)
SHA = "0" * 64


def column(values, kind=object):
    return np.array(values, kind)


def points(places, **columns):
    return {
        "geometry": shapely.points(np.array(places, float)),
        "layer": "GCD",
        "handle": column([f"{number:X}" for number in range(len(places))]),
        "elevation": np.arange(len(places), dtype=float),
        **columns,
    }


def survey(parts, **fields):
    batches = [{table: columns} for table, some in parts.items() for columns in some]
    frames = make_frames(batches)
    found = Counter(
        {("ANY", layer): int(n) for f in frames.values() for layer, n in f["layer"].value_counts().items()}
    )
    data = {"format": "DXF", "encoding": {}, "found": found, "skipped": Counter(), "code_system": "SOUTH"}
    return SurveyData(batches=batches, **{**data, **fields})


@pytest.fixture
def grid():
    """A survey of points over 300 m by 200 m."""
    x, y = np.meshgrid(np.arange(0, 301, 20.0), np.arange(0, 201, 20.0))
    return np.column_stack((x.ravel() + 500_000, y.ravel() + 3_400_000))


@pytest.mark.parametrize(
    ("declared", "width", "height", "unit", "reason"),
    [
        (6, 500, 2.5, "m", "declared"),
        (0, 500, 2.5, "m", "undeclared"),
        (4, 500_000, 2500, "mm", "declared"),
        (4, 2500, 0.05, "m", "size"),  # a real survey: millimetres in the header, metres in the drawing
        (1, 2500, 2.5, "m", "size"),
        (2, 1500, 8, "ft", "declared"),
        (21, 1500, 8, "us-ft", "declared"),
        (5, 40_000, 250, "cm", "declared"),
        (6, float("nan"), float("nan"), "m", "declared"),
    ],
)
def test_units_are_believed_only_when_plausible(declared, width, height, unit, reason):
    chosen = units.choose_units("auto", declared, width, height)
    assert (chosen.unit, chosen.reason, chosen.plausible) == (unit, reason, True)


def test_a_chosen_unit_wins():
    assert units.choose_units("mm", 6, 500, 2).metres == 0.001
    assert not units.choose_units("mm", 6, 500, 2).plausible
    with pytest.raises(InputError, match="unknown_units"):
        units.choose_units("yards", 6, 500, 2)


def test_millimetres_become_metres(grid):
    data = survey({"survey_point": [points(grid * 1000)]}, declared_units=4)
    placed = place_survey(data, CRS_4549, Wish())
    assert placed.units.unit == "mm"
    moved = joined(placed.batches())["survey_point"]
    assert np.allclose(shapely.get_coordinates(moved.geometry.to_numpy()), grid)
    assert moved["elevation"].iloc[5] == pytest.approx(0.005)
    assert placed.target == CRS_4549


def test_another_crs_is_transformed(grid):
    zone = grid + np.array((40_000_000, 0))
    placed = place_survey(survey({"survey_point": [points(zone)]}), CRS_4549, Wish(crs=CRS.from_epsg(4528)))
    moved = joined(placed.batches())["survey_point"].geometry.to_numpy()
    assert np.allclose(shapely.get_coordinates(moved), grid, atol=1e-6)
    with pytest.raises(InputError, match="crs_not_related"):
        place_survey(
            survey({"survey_point": [points(grid)]}), coordinates.parse_crs("local"), Wish(crs=CRS_4549)
        )


def test_local_stays_local(grid):
    local = coordinates.parse_crs("local")
    placed = place_survey(survey({"survey_point": [points(grid)]}), local, Wish(crs=local))
    moved = joined(placed.batches())["survey_point"].geometry.to_numpy()
    assert np.array_equal(shapely.get_coordinates(moved), grid)


def test_strays_are_set_apart(grid):
    places = np.vstack((grid, [(0, 0), (503_000, 3_400_000)]))
    placed = place_survey(survey({"survey_point": [points(places)]}), CRS_4549, Wish())
    assert joined(placed.batches())["survey_point"]["stray"].sum() == 2
    assert placed.bulk.extent == (500_000, 3_400_000, 500_300, 3_400_200)


def test_only_the_layers_wanted(grid):
    data = survey({
        "survey_point": [
            points(grid, layer="GCD"), points(grid[:3], layer="GXYZ-电"), points(grid[:2], layer="KZD"),
        ],
    })  # fmt: skip
    placed = place_survey(data, CRS_4549, Wish(layers=["gxyz*", "kzd"]))
    assert len(joined(placed.batches())["survey_point"]) == 5
    assert placed.data.skipped == {("ANY", "GCD", "layer_not_chosen"): len(grid)}
    with pytest.raises(InputError, match="no_such_layer"):
        place_survey(data, CRS_4549, Wish(layers=["nothing"]))


def test_control_points_place_a_local_survey(grid):
    drawn = grid - (500_000, 3_400_000)
    cos, sin = np.cos(np.radians(15)), np.sin(np.radians(15))
    known = drawn @ np.array([[cos, sin], [-sin, cos]]) + (612_000, 3_449_000)
    control = (drawn[[0, 5, 60]], known[[0, 5, 60]], ["1", "2", "3"])
    texts = points(drawn, text=column(["1栋"] * len(drawn)), rotation=np.zeros(len(drawn)))
    placed = place_survey(survey({"survey_text": [texts]}), CRS_4549, Wish(control=control))
    moved = joined(placed.batches())["survey_text"]
    assert np.allclose(shapely.get_coordinates(moved.geometry.to_numpy()), known, atol=1e-6)
    assert moved["rotation"].iloc[0] == pytest.approx(15)


def test_only_listed_things_may_go_public():
    square = box(0, 0, 10, 10)
    areas = {
        "geometry": column([square] * 5), "layer": column(["JMD", "DGX", "GXYZ", "X", "DLDW"]),
        "code": column(["141101", None, None, None, "171801"]), "handle": column(list("ABCDE")),
    }  # fmt: skip
    texts = {
        "geometry": shapely.points(np.zeros((6, 2))), "handle": column(list("ABCDEF")),
        "layer": column(["ZJ", "ZJ", "ZJ", "JMD", "GCD", "TK"]),
        "text": column(["3栋", "北里一号路", "配电室", "砼6", "12.34", "建设路"]),
    }  # fmt: skip
    data = survey({"survey_area": [areas], "survey_text": [texts], "survey_point": [points([(1, 1)])]})
    rows = joined(survey_rows(place_survey(data, CRS_4549, Wish()), SHA, rules()))
    assert rows["survey_area"]["is_public"].tolist() == [True, False, False, False, False]
    assert rows["survey_text"]["is_public"].tolist() == [True, True, False, False, False, False]
    assert not rows["survey_point"]["is_public"].any()


@pytest.mark.parametrize("name", ["北里一号路", "解放大道", "三里弄", "Main Street", "ул. Ленина"])
def test_road_names(name):
    assert is_road_name(name)
    assert not is_road_name(f"{name} 12.5")


def test_ids_are_the_same_again_and_never_shared(grid):
    ring = Polygon([(0, 0), (9, 0), (9, 9)])
    part = {"geometry": column([ring, ring]), "layer": "JMD", "handle": column(["2F", "2F"])}
    unnamed = {"geometry": shapely.points(grid), "layer": "GCD"}
    parts = {"survey_area": [part], "survey_point": [unnamed]}
    first, again = (
        joined(survey_rows(place_survey(survey(parts), CRS_4549, Wish()), SHA, rules())) for _ in range(2)
    )
    ids = [row for frame in first.values() for row in frame["id"]]
    assert len(set(ids)) == len(ids) == len(grid) + 2
    assert ids == [row for frame in again.values() for row in frame["id"]]
    other = joined(survey_rows(place_survey(survey(parts), CRS_4549, Wish()), "1" * 64, rules()))
    assert not set(ids) & {row for frame in other.values() for row in frame["id"]}


def report_of(data, **options):
    placed = place_survey(data, CRS_4549, Wish())
    tally = Tally(placed.bulk)
    for frames in survey_rows(placed, SHA, rules()):
        tally.add(frames)
    fields = {"file": "a.dxf", "sha256": SHA, "crs_given": False, "again": False, **options}
    return survey_report.import_report(placed, tally, **fields)


def test_the_report_adds_up_and_is_json(grid):
    data = survey({"survey_point": [points(grid)]})
    data.found["VIEWPORT", "0"] = 2
    data.skipped["VIEWPORT", "0", "viewport"] = 2
    report = json.loads(json.dumps(report_of(data)))
    assert report["found"] == report["imported"] + report["skipped"] == len(grid) + 2
    assert {"type": "VIEWPORT", "layer": "0", "found": 2, "imported": 0, "skipped": 2,
            "reasons": {"viewport": 2}} in report["entries"]  # fmt: skip
    assert sum(entry["imported"] for entry in report["entries"]) == report["imported"]
    assert report["crs"]["assumed"]
    assert report["crs"]["likely"]
    assert report["crs"]["suggestions"][0]["crs"] == "EPSG:4549"


def test_surveys_beyond_25_km2_together_warn(grid):
    data = survey({"survey_point": [points(grid)]})
    alone = report_of(data)
    assert alone["warnings"] == []
    assert alone["continuous_km2"] == pytest.approx(0.07, abs=0.03)
    beside = report_of(data, covered=[box(500_300, 3_400_000, 505_300, 3_405_000)])
    assert [w["code"] for w in beside["warnings"]] == ["large_area"]
    apart = report_of(data, covered=[box(510_000, 3_400_000, 515_000, 3_404_990)])
    assert apart["warnings"] == []
    assert apart["area_km2"] > 25


def placed_rows(data, wish):
    placed = place_survey(data, CRS_4549, wish)
    tally = Tally(placed.bulk)
    batches = list(survey_rows(placed, SHA, rules()))
    for batch in batches:
        tally.add(batch)
    return tally, joined(batches)


@pytest.mark.parametrize("count", [3, 5, 15, 30])
def test_a_point_at_the_origin_does_not_ruin_a_short_list(count):
    places = [(612_400.0 + 7 * n, 3_449_200.0 + 3 * n) for n in range(count - 1)] + [(0.0, 0.0)]
    tally, rows = placed_rows(survey({"survey_point": [points(places)]}), Wish())
    assert rows["survey_point"]["stray"].tolist() == [False] * (count - 1) + [True]
    assert tally.extent[0] == 612_400


def test_what_has_no_place_in_the_crs_is_set_apart_and_kept(grid):
    shapes = {"geometry": np.array([box(1e8, 1e8, 2e8, 2e8)], object), "layer": "TK"}
    data = survey({"survey_point": [points([*grid, (9e8, 5.0)])], "survey_area": [shapes]})
    tally, rows = placed_rows(data, Wish(crs=CRS.from_epsg(4548)))
    assert np.isfinite(shapely.bounds(rows["survey_point"].geometry.to_numpy())).all()
    assert rows["survey_point"]["stray"].tolist() == [False] * len(grid) + [True]
    assert (tally.stray, tally.adrift) == (2, 2)
    assert rows["survey_area"].geometry.iloc[0].bounds == (1e8, 1e8, 2e8, 2e8)
    with pytest.raises(InputError) as refused:
        place_survey(survey({"survey_point": [points(grid + 1e8)]}), CRS_4549, Wish(crs=CRS.from_epsg(4548)))
    assert refused.value.code == "outside_crs"


def test_strays_are_listed_and_leave_the_extent_alone(grid):
    far = points([(0, 0), (503_000, 3_400_000)], layer="TK", handle=column(["F1", "F2"]))
    frame = {"geometry": column([box(900_000, 0, 900_400, 300)]), "layer": "TK", "handle": column(["F3"])}
    report = report_of(survey({"survey_point": [points(grid), far], "survey_area": [frame]}))
    assert report["extent"] == (500_000, 3_400_000, 500_300, 3_400_200)
    assert report["continuous_km2"] < 0.1
    assert report["stray"] == 3
    assert report["strays"] == [
        {"table": "survey_point", "layer": "TK", "handle": "F1", "text": None, "x": 0, "y": 0},
        {"table": "survey_point", "layer": "TK", "handle": "F2", "text": None, "x": 503_000, "y": 3_400_000},
        {"table": "survey_area", "layer": "TK", "handle": "F3", "text": None, "x": 900_200, "y": 150},
    ]
    assert [w["code"] for w in report["warnings"]] == ["stray"]


def test_words_for_no_public_map_are_marked_on_arrival(grid):
    texts = points(grid[:4], layer=column(["ZJ", "ZJ", "ZJ", "武警营区"]),
                   text=column(["部队路", "某部队", "北里路", "3栋"]))  # fmt: skip
    areas = {"geometry": column([box(0, 0, 9, 9)] * 2), "layer": column(["JMD", "JMD-部队"]),
             "code": column(["141101"] * 2), "handle": column(list("AB"))}  # fmt: skip
    data = survey({"survey_text": [texts], "survey_area": [areas], "survey_point": [points(grid)]})
    rows = joined(survey_rows(place_survey(data, CRS_4549, Wish()), SHA, rules()))
    assert rows["survey_text"]["is_public"].tolist() == [False, False, True, False]
    report = report_of(data)
    assert report["flagged"] == {"部队": 3, "武警": 1}
    assert {"code": "flagged_texts", "count": 4, "words": "部队、武警"} in report["warnings"]


LEFT_OUT = {
    "KZD": "131100", "GCD": None, "DGX": None, "JZD": "301000", "GXYZ": "174100", "TK": None, "ZDH": None,
    "JJ": None, "DMTZ": None, "ASSIST": None, "LZ": None, "未知": None, "DLDW": "171801",
}  # fmt: skip


@pytest.mark.parametrize("layer", list(LEFT_OUT))
@pytest.mark.parametrize("coded", [True, False])
def test_what_a_public_copy_leaves_out_is_marked_so(layer, coded):
    code = LEFT_OUT[layer] if coded else None
    shape = {"layer": layer, "code": column([code]), "handle": column(["A"])}
    parts = {
        "survey_area": [{**shape, "geometry": column([box(0, 0, 9, 9)])}],
        "survey_line": [{**shape, "geometry": column([shapely.LineString([(0, 0), (9, 9)])])}],
        "survey_point": [{**shape, "geometry": column([Point(1, 1)])}],
        "survey_text": [{**shape, "geometry": column([Point(1, 1)]), "text": column(["12.34"])}],
    }
    rows = joined(survey_rows(place_survey(survey(parts), CRS_4549, Wish()), SHA, rules()))
    assert not any(frame["is_public"].any() for frame in rows.values())


def test_a_zone_in_the_easting_contradicts_a_crs_without(grid):
    report = report_of(survey({"survey_point": [points(grid + np.array((40_000_000, 0)))]}))
    assert {"code": "unlikely_crs", "crs": "EPSG:4549"} in report["warnings"]
    assert report["crs"]["suggestions"][0]["crs"] == "EPSG:4528"


def test_an_empty_survey_says_so():
    report = report_of(survey({}))
    assert report["warnings"] == [{"code": "nothing_imported"}]
    assert report["extent"] is None


def test_a_point_alone_is_no_stray():
    placed = place_survey(survey({"survey_point": [points([(5.0, 5.0)])]}), CRS_4549, Wish())
    assert not joined(placed.batches())["survey_point"]["stray"].any()
    assert joined(placed.batches())["survey_point"].geometry.iloc[0] == Point(5, 5)
