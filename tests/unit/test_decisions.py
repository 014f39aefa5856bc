"""Whatever people decide, a later run of marking neither doubles nor overwrites it."""

import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from commonplan.community.places.buildings import survey_buildings
from commonplan.community.places.decisions import SAME_SPOT, reconcile
from commonplan.community.places.marking import mark_survey
from commonplan.community.places.picking import place_id_of
from commonplan.community.places.rules import rules
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

sys.path.append(str(Path(__file__).parent))
from small_surveys import CRS, Drawing, frame  # noqa: E402

RULES = rules()
SITE = frame("compound", [{"id": "c", "geometry": box(-50, -50, 450, 450)}])
CELLS = [(x * 40.0 + 10, y * 40.0 + 10) for x in range(10) for y in range(10)]
THINGS = ("lamp", "toilet", "court", "lawn", "words", "outline", "both")
DECISIONS = ("accept", "kind", "name", "reject", "retire", "move", "lock")


def draw(things):
    drawing = Drawing()
    for (x, y), thing in things:
        if thing in ("lamp", "both"):
            drawing.point(x, y, "155210", block="LAMP")
        if thing == "toilet":
            drawing.point(x, y, "158800", block="WC").text(x + 2, y, "公厕")
        if thing in ("court", "lawn"):
            drawing.area(box(x, y, x + 20, y + 20), "153500" if thing == "court" else "214300")
        if thing in ("words", "both"):
            drawing.text(x + 6, y + 6, "幼儿园")
        if thing == "outline":
            drawing.area(box(x, y, x + 20, y + 20)).text(x + 8, y + 8, "儿童游戏场")
    return drawing


def mark(things):
    survey = draw(things).survey()
    return mark_survey(survey, survey_buildings(survey.areas, survey.texts, RULES), SITE, RULES)


def applied(changes, places, footprints):
    """The tables after a run wrote its changes."""
    new = frame("place", changes.new.drop(columns="members", errors="ignore").to_dict("records"))
    kept = places[~places["id"].isin(changes.gone)].set_index("id")
    for row in changes.changed.set_index("id").itertuples():
        for column in changes.changed.columns.drop("id"):
            kept.loc[row.Index, column] = changes.changed.set_index("id").loc[row.Index, column]
    rows = [part for part in (kept.reset_index(), new) if len(part)]
    whole = pd.concat(rows, ignore_index=True) if rows else places
    prints = footprints[~footprints["id"].isin(changes.gone_footprints)]
    parts = [p for p in (prints, frame("footprint", changes.new_footprints.to_dict("records"))) if len(p)]
    grounds = pd.concat(parts, ignore_index=True) if parts else footprints
    return gpd.GeoDataFrame(whole, crs=CRS), gpd.GeoDataFrame(grounds, crs=CRS)


def decide(places, at, what):
    row = places.index[at % len(places)]
    places.loc[row, "decided_by"] = "person"
    if what == "kind":
        places.loc[row, ["kind", "class"]] = ["heritage", "space"]
    elif what == "name":
        places.loc[row, "name"] = "老地方"
    elif what == "reject":
        places.loc[row, "rejected"] = True
    elif what == "retire":
        places.loc[row, "retired_at"] = "2026-01-01T00:00:00Z"
    elif what == "move":
        places.loc[[row], "geometry"] = shapely.transform(places.geometry[row], lambda xy: xy + 15)
    elif what == "lock":
        places.loc[row, "locked"] = True


def decided(places):
    rows = places[places["decided_by"] == "person"].set_index("id").sort_index()
    return rows.drop(columns="geometry").astype(str), rows.geometry.to_wkt().to_dict()


sites = st.lists(
    st.tuples(st.sampled_from(CELLS), st.sampled_from(THINGS)),
    min_size=1,
    max_size=12,
    unique_by=lambda t: t[0],
)


@settings(max_examples=40)
@given(sites, sites, st.lists(st.tuples(st.integers(0, 30), st.sampled_from(DECISIONS)), max_size=6))
def test_decisions_stand_and_nothing_is_doubled(first, more, made):
    nothing = frame("place", []), frame("footprint", [])
    places, prints = applied(reconcile(mark(first), *nothing, {"s"}), *nothing)
    for at, what in made:
        decide(places, at, what)
    before = decided(places)
    taken = {spot for spot, _ in first}
    later = mark([*first, *(thing for thing in more if thing[0] not in taken)])
    places, prints = applied(reconcile(later, places, prints, {"s"}), places, prints)
    table, shapes = decided(places)
    assert table.equals(before[0])
    assert shapes == before[1]
    assert places["id"].is_unique
    assert prints["place_id"].is_unique
    untouched = places[places["decided_by"] == "rule"]
    for _, same in untouched.groupby("kind"):
        points = same.geometry.to_numpy()
        left, right = shapely.STRtree(points).query(points, "dwithin", SAME_SPOT / 2)
        assert (left == right).all()
    again = reconcile(later, places, prints, {"s"})
    assert (len(again.new), len(again.changed), len(again.gone)) == (0, 0, 0)


def test_an_outline_that_a_person_named_is_not_named_again_by_the_text_in_it():
    drawing = draw([((10.0, 10.0), "outline")])
    marking = mark([((10.0, 10.0), "outline")])
    row = drawing.rows["survey_area"][0]
    own = {"id": place_id_of(row["id"]), "kind": "square", "class": "space", "decided_by": "person"}
    places = frame("place", [{**own, "geometry": Point(12, 12)}])
    prints = frame("footprint", [{"id": "f", "place_id": own["id"], "geometry": row["geometry"]}])
    changes = reconcile(marking, places, prints, {"s"})
    assert len(marking.places) == 1
    assert changes.new.empty
    assert changes.kept == 1


@pytest.mark.parametrize("form", ["point", "area"])
def test_a_click_and_a_rule_give_one_survey_row_one_id(form):
    thing = {"point": "lamp", "area": "court"}[form]
    drawing = draw([((10.0, 10.0), thing)])
    (row,) = drawing.rows[f"survey_{form}"]
    assert mark([((10.0, 10.0), thing)]).places["id"].tolist() == [place_id_of(row["id"])]
