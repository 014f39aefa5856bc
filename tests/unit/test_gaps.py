"""What a community lacks by the standards: missing, too small, too far; each with its source."""

import json
import sys
from pathlib import Path

import pandas as pd
import pytest
from commonplan.community import catalogue
from commonplan.community.checks.check import TABLES_CHECKED, Contents, Words
from commonplan.community.checks.gaps import gaps
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

sys.path.append(str(Path(__file__).parent))
from small_surveys import frame, plain  # noqa: E402

KINDS = catalogue.kinds()


def edits(**overrides):
    rows = [(f"standard:{name}", json.dumps(value)) for name, value in overrides.items()]
    return pd.DataFrame(rows, columns=["kind", "overrides"])


def only(*names, changes=None):
    table = catalogue.standards(changes)
    return table.loc[list(names)]


def place(name, kind, x, y, **more):
    row = {"id": name, "kind": kind, "class": KINDS.loc[kind, "class"], "status": "existing"}
    return {**row, "geometry": Point(x, y), **more}


def contents(places, standards, footprints=()):
    rows = {
        "place": places,
        "footprint": list(footprints),
        "compound": [{"id": "c", "name": "北里", "geometry": box(0, 0, 1000, 100)}],
        "building": [
            {"id": "near", "label": "1栋", "compound_id": "c", "geometry": box(0, 0, 20, 20)},
            {"id": "far", "label": "2栋", "compound_id": "c", "geometry": box(900, 0, 920, 20)},
            {"id": "shed", "compound_id": "c", "geometry": box(950, 0, 955, 5)},
        ],
    }
    tables = {}
    for name in TABLES_CHECKED:
        make = plain if name in ("community", "survey_source", "numbering", "number_alias") else frame
        tables[name] = make(name, rows.get(name, []))
    return Contents(tables, {}, KINDS, standards)


def codes(*given_contents):
    return [gap.code for gap in gaps(contents(*given_contents))]


def test_every_standard_names_kinds_of_the_catalogue_and_its_source():
    table = catalogue.standards()
    assert set(table["kinds"].explode()) <= set(KINDS.index)
    assert (table["source"].str.len() > 5).all()
    assert (table["zh"] != "").all()
    assert (table["en"] != "").all()
    assert table["minimum"].dropna().gt(0).all()
    assert set(table["radius"].dropna()) <= {70, 300, 500, 800, 1000}
    assert not table.index.duplicated().any()


def test_a_missing_facility_lacks_everywhere():
    (gap,) = gaps(contents([place("x", "green", 5, 5)], only("kindergarten")))
    assert gap.code == "facility_missing"
    assert gap.fields == {
        "what": Words("幼儿园", "Kindergarten"), "source": "GB 50180-2018 附录C 表C.0.2",
    }  # fmt: skip
    assert gap.lacking[0].area == 100_000


@pytest.mark.parametrize("status", ["proposed", "closed"])
def test_what_is_not_there_yet_or_no_longer_does_not_serve(status):
    assert codes([place("k", "kindergarten", 5, 5, status=status)], only("kindergarten")) == [
        "facility_missing"
    ]


def test_numbered_buildings_beyond_the_radius_lack_it():
    (gap,) = gaps(contents([place("k", "kindergarten", 10, 10)], only("kindergarten")))
    assert gap.code == "facility_too_far"
    assert (gap.fields["n"], gap.fields["all"], gap.fields["radius"]) == (1, 2, "300")
    assert gap.lacking[0].equals(box(900, 0, 920, 20))


def test_the_largest_of_known_sizes_counts():
    standard = only("kindergarten", changes=edits(kindergarten={"radius": None}))
    small, large = (place(n, "kindergarten", 10, 10, floor_area=a) for n, a in (("s", 500.0), ("l", 4000.0)))
    assert codes([small], standard) == ["facility_too_small"]
    assert codes([small, large], standard) == []
    assert codes([small, place("u", "kindergarten", 10, 10)], standard) == []


def test_ground_is_measured_on_the_footprint():
    standard = only("ball_court_small", changes=edits(ball_court_small={"radius": None}))
    court = place("b", "ball_court", 10, 10)
    ground = {"id": "f", "place_id": "b", "geometry": box(0, 0, 20, 20)}
    (gap,) = gaps(contents([court], standard, [ground]))
    assert (gap.place_id, gap.fields["size"], gap.fields["minimum"]) == ("b", "400", "770")


def test_a_planner_changes_adds_and_drops_standards():
    table = catalogue.standards(
        edits(
            kindergarten={"minimum": 900},
            toilet_near={
                "kinds": "toilet",
                "radius": 150,
                "zh": "公厕",
                "en": "Toilet",
                "source": "本市导则",
            },
            car_parking={"applies": False},
        )
    )
    assert table.loc["kindergarten", "minimum"] == 900
    assert table.loc["toilet_near", "kinds"] == ("toilet",)
    assert "car_parking" not in table.index
    assert (
        "standard:kindergarten" not in catalogue.with_edits(KINDS, edits(kindergarten={"minimum": 1})).index
    )


def test_without_places_nothing_is_said_to_be_missing():
    assert codes([], catalogue.standards()) == []


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 100)), min_size=2, max_size=6),
    st.floats(10, 1500),
)
def test_one_more_place_never_widens_a_gap(spots, radius):
    standard = only("kindergarten", changes=edits(kindergarten={"radius": radius, "minimum": None}))
    rows = [place(f"k{i}", "kindergarten", x, y) for i, (x, y) in enumerate(spots)]

    def lacking(places):
        return sum(len(gap.lacking) for gap in gaps(contents(places, standard)))

    assert lacking(rows) <= lacking(rows[:-1])


def test_a_figure_that_nobody_checked_says_so():
    site = [place("k", "kindergarten", 10, 10)]
    (gap,) = gaps(contents(site, only("kindergarten")))
    assert gap.code == "facility_too_far"
    assert gap.fields["source"].zh.endswith("数值待核对")
    (gap,) = gaps(contents(site, only("kindergarten", changes=edits(kindergarten={"checked": "text"}))))
    assert gap.fields["source"] == "GB 50180-2018 附录C 表C.0.2"


def test_what_was_checked_names_one_of_the_ways():
    assert set(catalogue.standards()["checked"]) == {"", "quoted"}
