"""A newer survey compared with the one before, row by row."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from commonplan.community.survey.comparison import Digest, changes, compare
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box

EVERYWHERE = box(-1e9, -1e9, 1e9, 1e9)
RNG = np.random.default_rng


def frame(rows):
    names = ["id", "handle", "layer", "code", "text", "block", "geometry"]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=names), geometry="geometry")


def digest(**tables):
    made = Digest()
    made.add({f"survey_{name}": frame(rows) for name, rows in tables.items()})
    return made.rows()


def lamp(handle, x, y, **columns):
    row = {"id": f"{handle}-{x}-{y}", "handle": handle, "layer": "DLDW", "code": "155210"}
    return {**row, "geometry": Point(x, y), **columns}


def lamps(**columns):
    return [lamp(f"{n:X}", 20.0 * n, 7.0 * (n % 5), **columns) for n in range(12)]


def told(comparison, old, new):
    return [(c["change"], c["handle"], c.get("distance")) for c in changes(comparison, old, new)]


def test_the_same_survey_has_not_changed():
    rows = digest(point=lamps())
    found = compare(rows, rows, EVERYWHERE)
    assert found.counts == {
        "unchanged": 12, "moved": 0, "altered": 0, "gone": 0, "added": 0, "uncovered": 0,
    }  # fmt: skip
    assert found.share == 1
    assert found.by_handle


def test_added_gone_moved_and_altered_are_told():
    old = digest(point=lamps())
    rows = lamps()
    rows[2] = lamp("2", 43.0, 18.0)
    rows[3]["code"] = "158800"
    rows[4]["geometry"] = Point(80.02, 28.0)  # a drawing that was rounded
    del rows[7]
    rows.append(lamp("FF", 5, 200))
    new = digest(point=rows)
    found = compare(old, new, EVERYWHERE)
    assert told(found, old, new) == [
        ("gone", "7", None), ("moved", "2", 5.0), ("altered", "3", 0.0), ("added", "FF", None),
    ]  # fmt: skip
    assert list(changes(found, old, new))[2]["altered"] == "code"
    assert found.counts["unchanged"] == 9


def test_a_drawing_made_anew_is_matched_by_place():
    old = digest(point=lamps(), text=[lamp("T1", 1, 1, code=None, text="公厕")])
    rows = [{**row, "handle": f"A{n}"} for n, row in enumerate(reversed(lamps()))]
    rows[0]["geometry"] = Point(223, 9)
    new = digest(point=rows, text=[lamp("B7", 1, 1, code=None, text="公共厕所")])
    found = compare(old, new, EVERYWHERE)
    assert not found.by_handle
    assert told(found, old, new) == [("moved", "A0", 3.606), ("altered", "B7", 0.0)]


def test_handles_that_mean_nothing_are_not_believed():
    old = digest(point=lamps())
    shuffled = [row["handle"] for row in lamps()][::-1]
    new = digest(point=[{**row, "handle": handle} for row, handle in zip(lamps(), shuffled)])
    found = compare(old, new, EVERYWHERE)
    assert not found.by_handle
    assert found.counts["unchanged"] == 12


def test_what_the_newer_survey_does_not_cover_is_not_gone():
    old = digest(point=lamps())
    new = digest(point=lamps()[:5])
    found = compare(old, new, box(-50, -50, 130, 100))
    assert found.counts["gone"] == 2
    assert found.counts["uncovered"] == 5
    assert found.share == pytest.approx(5 / 7)


def test_an_outline_that_changed_its_shape_has_moved():
    house = lamp("H", 0, 0, layer="JMD", code="141101", geometry=box(0, 0, 10, 10))
    wider = {**house, "geometry": box(0, 0, 13, 10)}
    notched = {**house, "geometry": box(0, 0, 10, 10).difference(box(4, 4, 6, 10))}
    old = digest(area=[house], point=lamps())
    for changed in (wider, notched):
        new = digest(area=[changed], point=lamps())
        assert [change[:2] for change in told(compare(old, new, EVERYWHERE), old, new)] == [("moved", "H")]


def test_another_drawing_of_the_same_ground_shares_nothing():
    old = digest(point=lamps())
    pipes = [
        lamp(f"{n:X}", 0, 0, layer="GXYZ", code="174100", geometry=LineString([(20 * n, 1), (20 * n, 9)]))
        for n in range(12)
    ]
    assert compare(old, digest(line=pipes), EVERYWHERE).share == 0


def test_nothing_compares_with_nothing():
    empty = digest()
    assert compare(empty, empty, EVERYWHERE).counts["unchanged"] == 0
    assert compare(digest(point=lamps()), empty, EVERYWHERE).counts["gone"] == 12
    assert compare(empty, digest(point=lamps()), EVERYWHERE).counts["added"] == 12
    assert compare(empty, empty, EVERYWHERE).share == 0


row = st.tuples(
    st.sampled_from(["", "1", "2", "3F"]), st.sampled_from(["JMD", "DLDW"]), st.sampled_from(["", "155210"]),
    st.sampled_from([None, "公厕"]), st.floats(0, 30), st.floats(0, 30),
)  # fmt: skip


@settings(max_examples=50)
@given(st.lists(row, max_size=15), st.lists(row, max_size=15))
def test_every_row_is_told_once(before, after):
    old, new = (
        digest(point=[lamp(h, x, y, id=str(n), layer=layer, code=code, text=text)
                      for n, (h, layer, code, text, x, y) in enumerate(rows)])
        for rows in (before, after)
    )  # fmt: skip
    found = compare(old, new, box(0, 0, 15, 30))
    left = sorted([*found.pairs["old"], *found.gone, *found.uncovered])
    right = sorted([*found.pairs["new"], *found.added])
    assert left == list(range(len(before)))
    assert right == list(range(len(after)))


def test_a_hundred_thousand_rows():
    at = RNG(1).uniform(0, 1500, (100_000, 2))
    base = pd.DataFrame({
        "id": np.arange(len(at)).astype(str), "handle": [f"{n:X}" for n in range(len(at))],
        "layer": "DLDW", "code": "155210", "text": None, "block": None,
    })  # fmt: skip
    moved = at.copy()
    moved[:1000] += (3.0, 0)
    sides = []
    for coordinates, handles in ((at, base["handle"]), (moved, "X" + base["handle"])):
        part = gpd.GeoDataFrame(base.assign(handle=handles), geometry=shapely.points(coordinates))
        made = Digest()
        made.add({"survey_point": part})
        sides.append(made.rows())
    found = compare(*sides, box(0, 0, 2000, 2000))
    assert found.counts["unchanged"] == 99_000
    assert found.counts["moved"] > 900
