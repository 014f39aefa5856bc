"""Numbers for a whole community, told by example."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from commonplan.community.errors import CommonplanError
from commonplan.community.numbering.community import Options, number_places

sys.path.append(str(Path(__file__).parent))
from small_community import after, at, box, changed, community, numbers, settled  # noqa: E402

ROUND = [("w", "square", (-80, 100)), ("n", "toilet", (5, 190)), ("e", "clinic", (80, 100))]


def test_public_places_are_numbered_one_to_n():
    assert numbers(community(ROUND)) == {"w": "1", "n": "2", "e": "3"}


def test_five_facilities_in_one_block_are_consecutive_by_floor():
    block = {"id": "b", "label": "3栋", "geometry": box(-90, 60, -30, 140)}
    inside = [
        ("library", "library_room", (-40, 130), {"floor": "3F"}),
        ("committee", "residents_committee", (-40, 62), {"floor": "2F"}),
        ("clinic", "clinic", (-88, 139), {"floor": "1F"}),
        ("shop", "shop", (-88, 61), {"floor": "1F"}),
        ("store", "culture_room", (-60, 100), {"floor": "B1"}),
    ]
    rows = [(n, k, s, {**m, "building_id": "b"}) for n, k, s, m in inside]
    around = [("a", "toilet", (-95, 70)), ("z", "toilet", (-95, 135)), ("q", "toilet", (-20, 135))]
    order = list(numbers(community([*rows, *around], buildings=[block]), method="bearing"))
    assert order == ["a", "store", "shop", "clinic", "committee", "library", "z", "q"]


def test_a_building_stands_at_its_door():
    block = {"id": "b", "geometry": box(-90, 60, -30, 140)}
    rows = [("in", "clinic", (-60, 100), {"building_id": "b"}), ("x", "toilet", (-60, 170))]
    door = {"id": "d", "kind": "unit_gate", "geometry": at(-40, 141)}
    assert list(numbers(community(rows, buildings=[block]), method="bearing")) == ["in", "x"]
    town = community([*rows[:1], ("x", "toilet", (-60, 130))], buildings=[block], entrances=[door])
    assert list(numbers(town, method="bearing")) == ["x", "in"]


def test_a_garage_has_one_number_at_its_main_ramp():
    rows = [
        ("garage", "car_parking", (-60, 150), {"building_id": "b", "floor": "B1"}),
        ("w", "toilet", (-80, 100)),
        ("e", "toilet", (80, 60)),
    ]
    ramps = [
        {"id": "r1", "kind": "garage_ramp", "place_id": "garage", "geometry": at(60, 40)},
        {"id": "r2", "kind": "garage_ramp", "place_id": "garage", "geometry": at(-60, 150)},
    ]
    block = {"id": "b", "geometry": box(-90, 60, -30, 160)}
    town = community(rows, entrances=ramps, buildings=[block])
    assert numbers(town, method="bearing") == {"w": "1", "e": "2", "garage": "3"}


def test_outward_shops_come_after_the_courtyard_or_mixed_in():
    rows = [("shop", "pharmacy", (-90, 100), {"access": "street"}), *ROUND]
    assert list(numbers(community(rows))) == ["w", "n", "e", "shop"]
    assert list(numbers(community(rows), street_side="mixed")) == ["w", "shop", "n", "e"]


def test_internal_proposed_closed_and_uncounted_places_leave_no_gap():
    rows = [
        ("power", "electricity", (-90, 50)), ("lamp", "street_lamp", (-90, 60)), *ROUND,
        ("plan", "playground", (-85, 120), {"status": "proposed"}),
        ("old", "toilet", (-85, 90), {"status": "closed"}),
        ("secret", "toilet", (85, 90), {"is_public": False}), ("no", "toilet", (1, 1), {"rejected": True}),
        ("gone", "toilet", (1, 2), {"retired_at": "2026-01-01T00:00:00Z"}),
    ]  # fmt: skip
    found = number_places(community(rows), Options())
    assert numbers(community(rows)) == {
        "w": "1", "n": "2", "e": "3", "plan": "P-1", "power": "N-1", "secret": "N-2",
    }  # fmt: skip
    assert found.places.loc["power", "series"] == "internal"
    assert pd.isna(found.places.loc["lamp", "rank"])


def test_per_class_series_restrict_the_one_sweep():
    town = community([*ROUND, ("w2", "square", (-80, 120))])
    assert numbers(town, series="per_class") == {"w": "S-1", "w2": "S-2", "n": "F-1", "e": "U-1"}
    own = changed(town, settings={"number_prefix_space": "空", "number_width_space": "2"})
    assert numbers(own, series="per_class")["w2"] == "空02"


def test_a_row_of_shops_has_one_number_and_shops_elsewhere_another():
    block = {"id": "b", "geometry": box(-90, 60, -30, 140)}
    front = {"building_id": "b", "access": "street", "name": "商铺"}
    shops = [(f"s{i}", "shop", (-85 + 5 * i, 62), front) for i in range(12)]
    rows = [
        *shops,
        *ROUND,
        ("kiosk", "shop", (50, 50), {"name": "商铺"}),
        ("stand", "shop", (55, 50), {"name": "商铺"}),
        ("far", "shop", (90, 50), {"name": "商铺"}),
    ]
    found = numbers(community(rows, buildings=[block]))
    assert len(found) == 3 + 1 + 2
    assert {k for k in found if k[0] == "s" and k != "stand"} == {"s11"}
    assert "far" in found
    assert len({"kiosk", "stand"} & set(found)) == 1


def test_shops_with_names_of_their_own_keep_their_own_numbers():
    rows = [
        ("fruit", "shop", (50, 50), {"name": "水果店"}),
        ("chemist", "shop", (54, 50), {"name": "药店"}),
        *ROUND,
    ]
    assert {"fruit", "chemist"} <= set(numbers(community(rows)))


TWO = [
    {"id": "s", "name": "南里", "sort_order": 2, "geometry": box(-100, -200, 100, -10)},
    {"id": "n", "name": "北里", "sort_order": 1, "geometry": box(-100, 0, 100, 200)},
]
GATES = [
    {"id": "es", "is_main": True, "compound_id": "s", "geometry": at(0, -10)},
    {"id": "en", "is_main": True, "compound_id": "n", "geometry": at(0, 0)},
]


def test_several_compounds_have_prefixes_and_an_order():
    rows = [*ROUND, ("s1", "toilet", (60, -100)), ("s2", "electricity", (-60, -100))]
    town = community(rows, compounds=TWO, entrances=GATES)
    assert numbers(town) == {"w": "北-1", "n": "北-2", "e": "北-3", "s1": "南-1", "s2": "南-N-1"}
    named = community(rows, compounds=[{**TWO[0], "prefix": "S"}, {**TWO[1], "prefix": "N"}], entrances=GATES)
    assert numbers(named)["s1"] == "S-1"
    with pytest.raises(CommonplanError, match="prefix_twice"):
        numbers(community(rows, compounds=[{**c, "prefix": "X"} for c in TWO], entrances=GATES))


@pytest.mark.parametrize(
    ("compounds", "entrances", "code"),
    [
        (TWO, [{**GATES[1]}], "no_entrance"),
        (TWO, [*GATES, {**GATES[0], "id": "again"}], "two_main_entrances"),
        (
            [{**TWO[1], "geometry": shapely.Polygon([at(0, 0), at(1, 1), at(2, 2)])}],
            GATES[1:],
            "invalid_boundary",
        ),
    ],
)
def test_a_site_that_cannot_be_swept_is_named(compounds, entrances, code):
    rows = [*ROUND, ("s1", "toilet", (60, -100))]
    with pytest.raises(CommonplanError, match=code):
        numbers(community(rows, compounds=compounds, entrances=entrances))


def test_nothing_to_number_is_no_error():
    town = community([])
    assert len(number_places(town, Options()).places) == 0
    empty = changed(town, compounds=town.compounds.iloc[:0], entrances=town.entrances.iloc[:0])
    assert number_places(empty, Options()).choices == {}


def test_a_self_crossing_boundary_is_mended():
    bow = shapely.Polygon([at(-100, 0), at(100, 0), at(-100, 200), at(100, 200)])
    town = community(ROUND, compounds=[{"id": "c", "name": "x", "geometry": bow}])
    assert sorted(numbers(town).values()) == ["1", "2", "3"]


def test_the_method_taken_is_kept():
    town = community(ROUND)
    first = number_places(town, Options(method="boundary"))
    again = number_places(after(town, first), Options())
    assert settled(first)["c"]["method"] == "boundary"
    assert again.choices["c"].reason == "kept"
    assert again.choices["c"].method == "boundary"


def test_a_loop_is_remembered_and_missed():
    lane = shapely.LineString([at(0, 0), at(0, 200)])
    town = community(ROUND, loops={"c": lane})
    first = number_places(town, Options(method="loop"))
    later = changed(after(town, first), loops={})
    assert number_places(later, Options()).places["number"].to_dict() == first.places["number"].to_dict()
    with pytest.raises(CommonplanError, match="no_loop"):
        number_places(community(ROUND), Options(method="loop"))
    pieces = shapely.MultiLineString([[at(0, 0), at(0, 50)], [at(0, 90), at(0, 200)]])
    with pytest.raises(CommonplanError, match="loop_not_one_line"):
        number_places(community(ROUND, loops={"c": pieces}), Options(method="loop"))


def test_a_manual_order_is_kept_and_new_places_follow_their_neighbour():
    town = community([*ROUND, ("new", "toilet", (40, 190))])
    stored = '{"compounds": {"c": {"method": "manual", "order": ["e", "n", "w"]}}}'
    town = changed(
        town, numberings=pd.DataFrame([{"parameters": stored, "published_at": None}], dtype=object)
    )
    found = number_places(town, Options())
    assert list(numbers(town)) == ["e", "n", "new", "w"]
    assert found.choices["c"].method == "manual"
    assert settled(found)["c"]["order"] == ["e", "n", "w"]


def test_a_reimport_keeps_every_number():
    town = community([*ROUND, ("twin 1", "toilet", (5, 190)), ("twin 2", "toilet", (5, 190))])
    again = town.places.sample(frac=1, random_state=1).reset_index(drop=True)
    again["id"] = [f"x{i}" for i in range(len(again))]
    before = number_places(town, Options()).places["number"]
    later = number_places(changed(town, places=again), Options()).places["number"]
    assert dict(zip(town.places["name"], before)) == dict(zip(again["name"], later.reindex(again["id"])))


def test_running_again_changes_nothing():
    town = community(ROUND)
    first = number_places(town, Options())
    second = number_places(after(town, first), Options())
    pd.testing.assert_frame_equal(first.places, second.places)
    assert second.changes == {}
    assert second.parameters == first.parameters


def test_an_unpublished_lock_is_respected_and_passed_over():
    locked = ("n", "toilet", (5, 190), {"number": "1", "locked": True})
    town = community([ROUND[0], locked, ROUND[2]])
    assert numbers(town) == {"n": "1", "w": "2", "e": "3"}


@pytest.mark.parametrize("seed", range(3))
def test_many_places_in_buildings_agree_with_one_by_one(seed):
    """Every building's places are consecutive, whatever the method."""
    dice = np.random.default_rng(seed)
    blocks = [{"id": f"b{i}", "geometry": box(-90 + 40 * i, 30, -65 + 40 * i, 150)} for i in range(4)]
    rows = []
    for i in range(60):
        x, y = dice.uniform(-100, 100), dice.uniform(0, 200)
        inside = next((b["id"] for b in blocks if b["geometry"].contains(at(x, y))), None)
        rows.append((f"p{i}", "toilet", (x, y), {"building_id": inside, "floor": f"{dice.integers(1, 4)}F"}))
    town = community(rows, buildings=blocks)
    for method in ("bearing", "boundary"):
        order = list(numbers(town, method=method))
        house = town.places.set_index("id")["building_id"]
        for block in blocks:
            at_rank = [i for i, p in enumerate(order) if house[p] == block["id"]]
            assert at_rank == list(range(at_rank[0], at_rank[0] + len(at_rank))) if at_rank else True
