"""Each check finds what it is for, and nothing in a community that is in order."""

import json

import pytest
from commonplan.community import catalogue
from commonplan.community.checks.check import TABLES_CHECKED, Contents, run_checks
from commonplan.community.checks.table import CHECKS
from shapely import Point, Polygon, box
from small_surveys import frame, plain

GATE = {"id": "e1", "name": "正门", "is_main": True, "compound_id": "c1", "geometry": Point(50, 0)}


def place(row, x, y, **columns):
    number = columns.pop("number", row.lstrip("p"))
    return {
        "id": row, "class": "facility", "kind": "toilet", "number": number, "series": "main",
        "status": "existing", "is_public": True, "access": "inside", "decided_by": "person",
        "certainty": 1.0, "geometry": Point(x, y), **columns,
    }  # fmt: skip


def comment(row, **columns):
    return {"id": row, "serial": row, "scope": "community", "geometry": None, **columns}


@pytest.fixture
def rows():
    """A community in order, as rows by table; a test spoils one thing."""
    return {
        "community": [{"id": "x", "survey_date": "2026-05"}],
        "survey_source": [{"id": "s"}],
        "compound": [{"id": "c1", "name": "北里", "sort_order": 1, "geometry": box(0, 0, 100, 100)}],
        "entrance": [dict(GATE)],
        "place": [place("p1", 20, 20), place("p2", 60, 60), place("p3", 80, 20)],
        "footprint": [{"id": "f1", "place_id": "p1", "geometry": box(15, 15, 25, 25)}],
        "comment": [comment("k1", consent=True, public_text="路灯坏了", place_id="p1", scope="place")],
    }


def findings(rows, settings=None):
    tables = {}
    for name in TABLES_CHECKED:
        make = plain if name in ("community", "survey_source", "numbering", "number_alias") else frame
        tables[name] = make(name, rows.get(name, []))
    no_standards = catalogue.standards().iloc[:0]  # these have their own tests, in test_gaps.py
    contents = Contents(tables, settings or {}, catalogue.kinds(), no_standards)
    return [(f.code, f.table, f.id) for f in run_checks(contents, CHECKS)]


def test_a_community_in_order_has_no_findings(rows):
    assert findings(rows) == []


def test_an_empty_community_lacks_its_boundary_only():
    assert findings({"community": [{"id": "x"}]}) == [("no_boundary", "compound", "")]


BOW_TIE = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])

SPOILED = [
    ("invalid_boundary", "compound", 0, {"geometry": BOW_TIE}, "c1"),
    ("no_main_entrance", "entrance", 0, {"is_main": False}, "c1"),
    ("entrance_off_boundary", "entrance", 0, {"geometry": Point(50, 30)}, "e1"),
    ("survey_undated", "community", 0, {"survey_date": None}, ""),
    ("flagged_word", "place", 0, {"name": "部队大院"}, "p1"),
    ("flagged_word", "compound", 0, {"name": "武警小区"}, "c1"),
    ("place_without_position", "place", 1, {"geometry": None}, "p2"),
    ("unknown_kind", "place", 1, {"kind": "palace"}, "p2"),
    ("class_of_another_kind", "place", 1, {"class": "unit", "name": "公厕"}, "p2"),
    ("duplicate_number", "place", 2, {"number": "2"}, "p2"),
    ("number_gap", "place", 2, {"number": "7"}, "c1"),
    ("not_numbered", "place", 2, {"number": None}, "p3"),
    ("place_gone", "place", 0, {"survey_change": "gone"}, "p1"),
    ("place_moved", "place", 1, {"survey_change": "moved"}, "p2"),
    ("place_altered", "place", 1, {"survey_change": "altered"}, "p2"),
    ("uncertain_place", "place", 0, {"decided_by": "rule", "certainty": 0.5}, "p1"),
    ("place_outside", "place", 1, {"geometry": Point(130, 50)}, "p2"),
    ("coincident_places", "place", 1, {"geometry": Point(80, 20.3)}, "p2"),
    ("anchor_outside_footprint", "place", 0, {"geometry": Point(30, 30)}, "p1"),
    ("internal_but_public", "place", 0, {"kind": "electricity"}, "p1"),
    ("unnamed_unit", "place", 0, {"kind": "clinic", "class": "unit"}, "p1"),
    ("footprint_without_place", "footprint", 0, {"place_id": "gone"}, "f1"),
    ("comment_place_missing", "comment", 0, {"place_id": "gone"}, "k1"),
    ("comment_place_unknown", "comment", 0, {"place_id": None}, "k1"),
    ("personal_data", "comment", 0, {"public_text": "请打 13800138000"}, "k1"),
    ("comment_without_consent", "comment", 0, {"consent": False}, "k1"),
]


@pytest.mark.parametrize(("code", "table", "row", "spoiled", "named"), SPOILED)
def test_a_check_finds_what_it_is_for(rows, code, table, row, spoiled, named):
    rows[table][row].update(spoiled)
    assert (code, named) in [(found, row_id) for found, _, row_id in findings(rows)]


def test_two_main_entrances(rows):
    rows["entrance"].append({**GATE, "id": "e2", "geometry": Point(0, 50)})
    assert findings(rows) == [("two_main_entrances", "compound", "c1")]


def test_an_entrance_of_no_compound(rows):
    rows["entrance"].append({**GATE, "id": "e2", "compound_id": "gone"})
    assert findings(rows) == [("entrance_without_compound", "entrance", "e2")]


def test_compounds_that_overlap(rows):
    rows["compound"].append({"id": "c2", "name": "南里", "geometry": box(90, 0, 190, 100)})
    rows["entrance"].append({**GATE, "id": "e2", "compound_id": "c2", "geometry": Point(150, 0)})
    assert findings(rows) == [("compounds_overlap", "compound", "c1")]


def test_surveys_that_together_cover_a_town(rows):
    west, east = (json.dumps({"extent": [x, 0, x + 4000, 4000]}) for x in (0, 4000))
    rows["survey_source"] = [{"id": "s1", "report": west}]
    assert ("surveys_too_large", "survey_source", "") not in findings(rows)
    rows["survey_source"].append({"id": "s2", "report": east})
    assert ("surveys_too_large", "survey_source", "") in findings(rows)


def test_a_survey_text_with_a_word_for_no_public_map(rows):
    rows["survey_text"] = [{"id": "t1", "text": "某部队", "geometry": Point(1, 1)}]
    assert ("flagged_word", "survey_text", "t1") in findings(rows)


def test_a_site_as_large_as_a_town(rows):
    rows["compound"][0]["geometry"] = box(0, 0, 6000, 5000)
    assert ("site_too_large", "compound", "") in findings(rows)


def test_what_was_assumed(rows):
    found = findings(rows, {"assumed": '["boundary", "entrance"]'})
    assert found == [("boundary_assumed", "compound", ""), ("entrance_assumed", "entrance", "")]


@pytest.mark.parametrize("spoiled", ["", "no list", "{}", "7", '"boundary', "null"])
def test_a_spoiled_setting_says_nothing_was_assumed(rows, spoiled):
    assert findings(rows, {"assumed": spoiled}) == []


def test_a_number_that_meant_another_place(rows):
    rows["number_alias"] = [{"id": "a1", "old_number": "2", "place_id": "p9"}]
    assert findings(rows) == [("number_reused", "number_alias", "a1")]


def test_gaps_are_allowed_after_publication(rows):
    rows["numbering"] = [{"id": "n1", "published_at": "2026-06-01T00:00:00Z"}]
    rows["place"][2]["number"] = "7"
    assert findings(rows) == []


def test_refused_and_retired_places_do_not_count_but_comments_on_them_do(rows):
    rows["place"] += [
        place("p4", 20, 20, number="1", rejected=True, kind="palace"),
        place("p5", 20, 20, number="1", retired_at="2026-06-01T00:00:00Z"),
    ]
    rows["comment"].append(comment("k2", place_id="p5", scope="place"))
    assert findings(rows) == [("comment_place_gone", "comment", "k2")]


def test_places_stacked_in_a_building_may_share_a_spot(rows):
    for at in (0, 2):
        rows["place"][at].update(geometry=Point(20, 20), building_id="b1")
    assert findings(rows) == []


def test_places_reached_from_the_street_may_lie_outside(rows):
    rows["place"][1].update(geometry=Point(130, 50), access="street")
    assert findings(rows) == []


def test_every_check_is_tried():
    tried = {code for code, *_ in SPOILED}
    tried |= {"no_boundary", "two_main_entrances", "entrance_without_compound", "compounds_overlap"}
    tried |= {"site_too_large", "surveys_too_large"}
    tried |= {"boundary_assumed", "entrance_assumed", "number_reused", "comment_place_gone"}
    tried |= {"facility_missing", "facility_too_small", "facility_too_far"}  # in test_gaps.py
    assert {check.code for check in CHECKS} == tried
