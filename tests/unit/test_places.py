"""Marking on small surveys: a symbol and its text are one place, and everything lies where it should."""

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from commonplan.community.errors import InputError
from commonplan.community.places.buildings import new_buildings, survey_buildings
from commonplan.community.places.candidates import Survey
from commonplan.community.places.decisions import reconcile
from commonplan.community.places.marking import compound_of, mark_features, mark_survey
from commonplan.community.places.rules import rules
from shapely import Point, box

sys.path.append(str(Path(__file__).parent))
from small_surveys import CRS, Drawing, frame  # noqa: E402

SITE = box(0, 0, 200, 200)


@pytest.fixture(scope="module")
def catalogue():
    return rules()


def compounds(*shapes):
    return frame("compound", [{"id": f"c{i}", "geometry": shape} for i, shape in enumerate(shapes)])


def mark(drawing, catalogue, site=(SITE,)):
    survey = drawing.survey()
    buildings = survey_buildings(survey.areas, survey.texts, catalogue)
    return mark_survey(survey, buildings, compounds(*site), catalogue)


def only(marking):
    assert len(marking.places) == 1, marking.places[["kind", "evidence"]]
    return marking.places.iloc[0]


def test_an_empty_survey_has_no_places(drawing, catalogue):
    assert mark(drawing, catalogue).places.empty


def test_a_block_and_its_text_are_one_place(drawing, catalogue):
    drawing.point(50, 50, "158800").text(52, 51, "公厕")
    place = only(mark(drawing, catalogue))
    assert place["kind"] == "toilet"
    assert place["class"] == "facility"
    assert place.geometry == Point(50, 50)
    assert place["certainty"] > 0.99
    assert place["evidence"] == "SOUTH 158800; “公厕”"
    assert place["source_ref"] == "0"


def test_two_lamps_side_by_side_stay_two(drawing, catalogue):
    drawing.point(50, 50, "155210").point(53, 50, "155210").point(53, 50, "155210")
    assert mark(drawing, catalogue).places["kind"].tolist() == ["street_lamp", "street_lamp"]


def test_a_code_counts_in_its_system_only(drawing, catalogue):
    drawing.point(50, 50, "158800", code_system="OTHER").point(60, 50, "158800", code_system="south")
    assert only(mark(drawing, catalogue)).geometry == Point(60, 50)


@pytest.mark.parametrize("layer", ["ASSIST", "TK", "KZD", "GCD", "ZDH", "DGX", "JZD", "JJ"])
def test_helper_layers_hold_no_places(drawing, catalogue, layer):
    drawing.point(50, 50, "158800", layer=layer).text(80, 80, "幼儿园", layer=layer)
    drawing.area(box(10, 10, 20, 20), "153500", layer=layer)
    assert mark(drawing, catalogue).places.empty


def test_what_lies_far_from_the_drawing_is_left_out(drawing, catalogue):
    drawing.point(50, 50, "158800", stray=True)
    assert mark(drawing, catalogue).places.empty


def test_texts_of_buildings_are_no_places(drawing, catalogue):
    drawing.area(box(10, 10, 60, 22), "141101", layer="JMD")
    drawing.text(30, 15, "砼6").text(40, 15, "3栋").text(100, 100, "健康路").text(120, 90, "48.35")
    assert mark(drawing, catalogue).places.empty


def test_a_court_and_its_text_give_the_footprint(drawing, catalogue):
    court = box(10, 10, 40, 25)
    drawing.area(court, "153500").text(20, 15, "篮球场")
    marking = mark(drawing, catalogue)
    place = only(marking)
    assert place["name"] == "篮球场"
    assert marking.footprints["place_id"].tolist() == [place["id"]]
    assert shapely.equals(marking.footprints.geometry.iloc[0], court)
    assert court.contains(place.geometry)


def test_the_number_of_a_lawn_steps_aside_for_the_fountain_in_it(drawing, catalogue):
    drawing.area(box(0, 0, 40, 40), "214300", layer="ZBTZ").area(Point(20, 20).buffer(3), "155300")
    marking = mark(drawing, catalogue)
    places = marking.places.set_index("kind").geometry
    assert places["green"].distance(places["water_feature"]) > 5
    assert box(0, 0, 40, 40).contains(places["green"])


def test_a_text_in_an_uncoded_outline_takes_it_as_footprint(drawing, catalogue):
    drawing.area(box(10, 10, 40, 25)).text(20, 15, "儿童游戏场")
    drawing.area(SITE.exterior.buffer(0.1), layer="YZH")
    marking = mark(drawing, catalogue)
    assert only(marking)["kind"] == "playground"
    assert shapely.area(marking.footprints.geometry.iloc[0]) == pytest.approx(450)


def test_places_that_one_text_lists_stand_apart_in_their_building(drawing, catalogue):
    block = box(10, 10, 60, 22)
    drawing.area(block, "141101", layer="JMD").text(30, 15, "居委会、卫生站、图书室", text_height=1.0)
    points = mark(drawing, catalogue).places.geometry.tolist()
    assert len(points) == 3
    assert all(block.contains(point) for point in points)
    gaps = sorted(a.distance(b) for i, a in enumerate(points) for b in points[:i])
    assert gaps == pytest.approx([3, 3, 6])


def test_two_texts_in_one_area_are_one_place(drawing, catalogue):
    drawing.area(box(10, 10, 90, 90)).text(20, 15, "儿童游戏场").text(70, 80, "儿童乐园")
    assert only(mark(drawing, catalogue))["kind"] == "playground"


def test_an_outline_around_two_kinds_is_the_footprint_of_neither(drawing, catalogue):
    drawing.area(box(10, 10, 90, 90)).text(20, 15, "儿童游戏场").text(70, 80, "宠物角")
    marking = mark(drawing, catalogue)
    assert sorted(marking.places["kind"]) == ["pet_corner", "playground"]
    assert marking.footprints.empty


def test_a_name_written_into_a_lawn_says_what_the_lawn_is(drawing, catalogue):
    drawing.area(box(10, 10, 60, 30), "214300", layer="ZBTZ").text(20, 15, "宅间庭院")
    place = only(mark(drawing, catalogue))
    assert place["kind"] == "courtyard"
    assert place["evidence"] == "SOUTH 214300; “宅间庭院”"


def test_a_facility_in_a_lawn_leaves_the_lawn_a_lawn(drawing, catalogue):
    drawing.area(box(10, 10, 60, 30), "214300", layer="ZBTZ").text(20, 15, "公厕")
    assert sorted(mark(drawing, catalogue).places["kind"]) == ["green", "toilet"]


def test_narrow_lawns_and_single_trees_are_no_places_by_themselves(drawing, catalogue):
    drawing.area(box(10, 10, 60, 15), "214300", layer="ZBTZ").point(80, 80, "213801", layer="ZBTZ")
    assert mark(drawing, catalogue).places.empty


def test_a_tree_is_old_when_a_text_says_so(drawing, catalogue):
    drawing.point(80, 80, "213801", layer="ZBTZ").text(82, 81, "古樟")
    place = only(mark(drawing, catalogue))
    assert (place["kind"], place["name"], place.geometry) == ("old_tree", "古樟", Point(80, 80))


def test_a_place_in_a_building_has_building_and_floor(drawing, catalogue):
    drawing.area(box(50, 50, 90, 62), "141101", layer="JMD").text(55, 55, "居委会(2F)").text(
        60, 58, "图书室(3F)"
    )
    marking = mark(drawing, catalogue)
    places = marking.places.set_index("kind")
    assert places["floor"].to_dict() == {"residents_committee": "2F", "library_room": "3F"}
    assert len(set(places["building_id"])) == 1
    assert places["building_id"].notna().all()
    assert (places["access"] == "inside").all()
    assert marking.footprints.empty


def test_a_building_of_one_unit_is_its_footprint(drawing, catalogue):
    drawing.area(box(50, 50, 90, 62), "141101", layer="JMD").text(55, 55, "幼儿园").text(70, 55, "砼3")
    marking = mark(drawing, catalogue)
    assert shapely.area(marking.footprints.geometry.iloc[0]) == pytest.approx(480)
    assert only(marking).geometry == Point(55, 55)


def test_a_numbered_building_is_not_the_footprint_of_a_shop_in_it(drawing, catalogue):
    drawing.area(box(50, 50, 90, 62), "141101", layer="JMD").text(55, 55, "幼儿园").text(70, 55, "3栋")
    assert mark(drawing, catalogue).footprints.empty


def test_a_shop_at_the_street_front_is_reached_from_the_street(drawing, catalogue):
    drawing.area(box(50, 0, 110, 12), "141101", layer="JMD").text(60, 55, "水泵房")
    drawing.text(60, 2, "便利店").text(80, 10, "图书室").text(150, -20, "公交站")
    access = mark(drawing, catalogue).places.set_index("kind")
    assert access["access"].to_dict() == {
        "shop": "street", "library_room": "inside", "bus_stop": "street", "water_pump": "inside",
    }  # fmt: skip
    assert access.loc["shop", "floor"] == "1F"


def test_a_row_of_shops_that_say_the_same_is_one_place(drawing, catalogue):
    drawing.area(box(50, 0, 110, 12), "141101", layer="JMD")
    for x in range(55, 105, 10):
        drawing.text(x, 2, "商铺")
    drawing.text(108, 2, "超市")
    places = mark(drawing, catalogue).places.set_index("kind")
    assert sorted(places["name"]) == ["商铺 ×5", "超市"]


def test_a_garage_has_one_number_at_its_ramp(drawing, catalogue):
    ramp = box(126, 55, 150, 61)
    drawing.area(ramp, "158302", layer="JMD").text(130, 57, "地下车库(B1)")
    place = only(mark(drawing, catalogue))
    assert (place["kind"], place["floor"]) == ("car_parking", "B1")
    assert ramp.contains(place.geometry)


def test_a_clinic_symbol_and_its_text_in_one_building_are_one(drawing, catalogue):
    drawing.area(box(50, 50, 90, 62), "141101", layer="JMD").point(52, 52, "154700").text(
        80, 58, "社区卫生服务站"
    )
    assert only(mark(drawing, catalogue))["kind"] == "clinic"


def test_the_beginning_of_a_long_text_may_lie_outside(drawing, catalogue):
    drawing.area(box(50, 50, 60, 60), "141101", layer="JMD")
    drawing.text(48, 55, "社区卫生服务站", text_height=1.5, rotation=0.0)
    assert only(mark(drawing, catalogue))["building_id"] is not None


def test_internal_kinds_are_not_public(drawing, catalogue):
    drawing.point(50, 50, "171801", layer="GXYZ").point(80, 80, "158800")
    places = mark(drawing, catalogue).places.set_index("kind")
    assert places["is_public"].to_dict() == {"electricity": False, "toilet": True}


def test_places_far_outside_are_counted_and_left_out(drawing, catalogue):
    drawing.point(250, 50, "158800").point(300, 50, "158800")
    marking = mark(drawing, catalogue)
    assert len(marking.places) == 1
    assert marking.outside == 1


def test_without_a_compound_everything_counts(drawing, catalogue):
    drawing.point(2500, 50, "158800")
    assert only(mark(drawing, catalogue, ()))["access"] == "inside"


def test_a_layer_named_by_a_kind_suggests_it(drawing, catalogue):
    drawing.area(box(10, 10, 20, 20), layer="公厕").point(60, 60, layer="0")
    place = only(mark(drawing, catalogue))
    assert (place["kind"], place["certainty"], place["evidence"]) == ("toilet", 0.5, "公厕")


def test_own_rules_come_first(drawing):
    own = pd.DataFrame(
        {"kind": ["pet_corner", None], "words": ["鸟屋|公厕", None], "code": ["153500", "158800"],
         "role": [None, "building"], "certainty": ["0.8", None]}
    )  # fmt: skip
    drawing.area(box(10, 10, 40, 25), "153500").text(80, 80, "鸟屋").text(100, 100, "公厕")
    assert set(mark(drawing, rules(own=own)).places["kind"]) == {"pet_corner"}


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ({"words": ["x"]}, "rules_without_kind"),
        ({"kind": ["palace"], "words": ["宫"]}, "unknown_kind"),
        ({"kind": ["shop"], "words": ["店"], "certainty": ["sure"]}, "bad_certainty"),
    ],
)
def test_own_rules_that_make_no_sense_are_named(own, code):
    with pytest.raises(InputError) as error:
        rules(own=pd.DataFrame(own))
    assert error.value.code == code


def test_tags_suggest_kinds(catalogue):
    features = gpd.GeoDataFrame(
        {
            "osm_id": [1, 2, 3, 4, 5, 6],
            "name": ["好邻居", None, "北里幼儿园", None, None, "第二中学"],
            "amenity": [None, "toilets", None, None, None, "school"],
            "kind": [None, None, None, "traffic_signals", "bus_stop", None],
            "other_tags": ['"shop"=>"convenience"', None, None, None, None, '"isced:level"=>"2"'],
        },
        geometry=[Point(10 * i, 10) for i in range(6)],
        crs=CRS,
    )
    marking = mark_features(features, "poi", frame("building", []), compounds(SITE), catalogue)
    found = marking.places.set_index("source_ref")[["kind", "name", "evidence"]]
    assert found["kind"].to_dict() == {
        "1": "shop", "2": "toilet", "3": "kindergarten", "5": "bus_stop", "6": "secondary_school",
    }  # fmt: skip
    assert found.loc["1"].tolist() == ["shop", "好邻居", "shop=convenience"]


def test_compound_of_is_the_one_around_else_the_nearest():
    places = frame("place", [{"id": "a", "geometry": Point(5, 5)}, {"id": "b", "geometry": Point(18, 5)},
                             {"id": "c", "geometry": None}])  # fmt: skip
    found = compound_of(places, compounds(box(0, 0, 10, 10), box(20, 0, 30, 10)))
    assert found.tolist()[:2] == ["c0", "c1"]
    assert pd.isna(found.iloc[2])
    assert compound_of(places, compounds()).isna().all()


def stored(marking):
    """Return the places and footprints as they read from the file after being inserted."""
    places = frame("place", marking.places.drop(columns="members").to_dict("records"))
    return places, frame("footprint", marking.footprints.to_dict("records"))


def test_running_again_changes_nothing(drawing, catalogue):
    drawing.area(box(10, 10, 40, 25), "153500").text(20, 15, "篮球场").point(80, 80, "158800")
    marking = mark(drawing, catalogue)
    changes = reconcile(mark(drawing, catalogue), *stored(marking), sources={"s"})
    written = (changes.new, changes.new_footprints, changes.changed, changes.changed_footprints, changes.gone)
    assert [len(rows) for rows in written] == [0, 0, 0, 0, 0]


def test_a_newer_survey_finds_the_same_places(catalogue):
    first = Drawing().point(50, 50, "158800").text(80, 80, "幼儿园")
    newer = Drawing().text(80.5, 80, "幼儿园", source_id="t").point(51, 50, "158800", source_id="t")
    newer.point(20, 20, "158800", source_id="t")
    changes = reconcile(mark(newer, catalogue), *stored(mark(first, catalogue)), sources={"t"})
    assert changes.new.geometry.tolist() == [Point(20, 20)]
    assert changes.gone == []


@pytest.mark.parametrize(
    "decision",
    [
        {"decided_by": "person", "kind": "square"},
        {"rejected": True},
        {"retired_at": "2026-01-01T00:00:00Z"},
        {"locked": True},
    ],
)
def test_what_a_person_decided_stands(drawing, catalogue, decision):
    drawing.point(50, 50, "158800")
    places, footprints = stored(mark(drawing, catalogue))
    for column, value in decision.items():
        places[column] = value
    drawing.text(52, 50, "公厕")
    changes = reconcile(mark(drawing, catalogue), places, footprints, sources={"s"})
    assert changes.new.empty
    assert changes.changed.empty
    assert changes.gone == []
    assert changes.kept == 1


def test_a_rule_refreshes_its_own_guess(drawing, catalogue):
    drawing.point(50, 50, "158800")
    places, footprints = stored(mark(drawing, catalogue))
    drawing.text(52, 50, "公厕")
    changes = reconcile(mark(drawing, catalogue), places, footprints, sources={"s"})
    assert changes.changed[["id", "name"]].to_numpy().tolist() == [[places["id"].iloc[0], "公厕"]]
    assert "geometry" not in changes.changed.columns


def test_a_guess_that_nothing_suggests_any_more_goes_unless_somebody_speaks_of_it(drawing, catalogue):
    drawing.point(50, 50, "158800").point(90, 90, "158800").text(120, 120, "公厕")
    places, footprints = stored(mark(drawing, catalogue))
    ids = dict(zip(places["source_ref"], places["id"]))
    changes = reconcile(
        mark(Drawing().point(50, 50, "158800"), catalogue), places, footprints, {"s"}, {ids["1"]}
    )
    assert changes.gone == [ids["2"]]


def test_finding_nothing_is_no_error_and_withdraws_old_guesses(drawing, catalogue):
    nothing = mark(drawing, catalogue)
    assert reconcile(nothing, frame("place", []), frame("footprint", [])).new.empty
    places, footprints = stored(mark(Drawing().area(box(10, 10, 40, 25), "153500"), catalogue))
    changes = reconcile(nothing, places, footprints, {"s"})
    assert changes.gone == places["id"].tolist()
    assert changes.gone_footprints == footprints["id"].tolist()


def test_buildings_know_number_structure_storeys_and_group(drawing, catalogue):
    drawing.area(box(10, 10, 60, 22), "141101", layer="JMD").text(20, 15, "砼6").text(40, 15, "3栋")
    drawing.area(box(10, 40, 60, 52), "141101", layer="JMD").text(20, 45, "砖")
    drawing.area(box(5, 5, 70, 30), layer="LZ").text(65, 28, "第一楼组", layer="LZ")
    survey = drawing.survey()
    found = survey_buildings(survey.areas, survey.texts, catalogue)
    assert found["label"].tolist()[0] == "3栋"
    assert found["building_group"].tolist()[0] == "第一楼组"
    assert found["floors"].tolist() == [6, 1]
    assert found["structure"].tolist() == ["reinforced_concrete", "brick"]
    assert pd.isna(found["label"].iloc[1])
    assert pd.isna(found["building_group"].iloc[1])


def test_buildings_that_are_there_are_not_added_again(drawing, catalogue):
    drawing.area(box(10, 10, 60, 22), "141101", layer="JMD").area(box(80, 10, 90, 22), "141101", layer="JMD")
    survey = drawing.survey()
    found = survey_buildings(survey.areas, survey.texts, catalogue)
    assert new_buildings(found, found).empty
    other_survey = frame("building", [{"id": "drawn", "geometry": box(10, 10.2, 60, 22)}])
    assert new_buildings(found, other_survey).geometry.area.tolist() == [120]


def test_a_large_survey_takes_seconds(drawing, catalogue):
    rng = np.random.default_rng(1)
    words = ["砼6", "公厕", "12.5", "便利店", "幼儿园", "3栋"]
    xy = rng.uniform(0, 2000, (20_000, 2))
    texts = frame("survey_text", [])
    texts = gpd.GeoDataFrame(
        {**dict.fromkeys(texts.columns), "id": [f"t{i}" for i in range(len(xy))], "layer": "ZJ",
         "text": [words[i % len(words)] for i in range(len(xy))], "stray": False, "text_height": 1.0,
         "rotation": 0.0},
        geometry=gpd.points_from_xy(*xy.T), crs=CRS,
    )  # fmt: skip
    survey = drawing.survey()
    marking = mark_survey(Survey(survey.points, survey.lines, survey.areas, texts), frame("building", []),
                          compounds(), catalogue)  # fmt: skip
    assert 9_000 < len(marking.places) <= 10_000


def test_neither_the_order_of_rows_nor_the_place_on_earth_matters(drawing, catalogue):
    drawing.area(box(10, 10, 60, 22), "141101", layer="JMD").text(20, 15, "居委会(2F)").text(30, 12, "图书室")
    drawing.area(box(70, 70, 99, 99), "214300", layer="ZBTZ").text(80, 80, "宅间庭院").point(85, 20, "158800")
    drawing.text(86, 22, "公厕").area(box(120, 20, 150, 50)).text(125, 30, "儿童游戏场").text(
        10, 90, "便利店"
    )
    drawing.point(30, 120, "155210").point(60, 120, "155210").text(61, 121, "路灯")
    survey = drawing.survey()

    def marked(survey, shift=0.0):
        buildings = survey_buildings(survey.areas, survey.texts, catalogue)
        site = compounds(shapely.transform(SITE, lambda xy: xy + shift))
        found = mark_survey(survey, buildings, site, catalogue).places.sort_values("id")
        xy = shapely.get_coordinates(found.geometry.to_numpy()) - shift
        return found.drop(columns=["geometry"]).to_dict("records"), xy

    frames = (survey.points, survey.lines, survey.areas, survey.texts)
    plain_rows, plain_xy = marked(survey)
    for seed in range(3):
        rows, xy = marked(Survey(*(f.sample(frac=1, random_state=seed) for f in frames)))
        assert [{**r, "members": set(r["members"])} for r in rows] == [
            {**r, "members": set(r["members"])} for r in plain_rows
        ]
        assert np.allclose(xy, plain_xy)
    moved = Survey(*(f.set_geometry(f.translate(500_000, 500_000)) for f in frames))
    rows, xy = marked(moved, 500_000.0)
    assert rows == plain_rows
    assert np.allclose(xy, plain_xy)
