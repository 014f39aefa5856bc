"""The invariants of domain.md section 4 over whole communities: buildings, floors, doors, streets, series."""

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from commonplan.community.errors import CommonplanError
from commonplan.community.numbering.community import Options, number_places, walks_of
from commonplan.community.numbering.floors import floor_level
from commonplan.community.numbering.metric import way_between
from commonplan.community.numbering.sweep import Places, Site, sweep
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import CRS

sys.path.append(str(Path(__file__).parent))
from small_community import X, Y, after, changed, community, with_place  # noqa: E402
from sweeps import SHAPES  # noqa: E402
from towns import moved, on_grid, towns  # noqa: E402

METHODS = pytest.mark.parametrize("method", ["bearing", "boundary", "loop"])
some = settings(max_examples=25, derandomize=True)


def walked(town, method):
    """Give a community a line to walk along where the method wants one: through its middle, from the gate."""
    if method != "loop":
        return town
    gate = town.entrances.geometry.iloc[0]
    middle = shapely.get_parts(town.compounds.geometry.iloc[0])[0].centroid
    far = shapely.Point(2 * middle.x - gate.x, 2 * middle.y - gate.y)
    return changed(town, loops={"c": shapely.LineString([gate, middle, far])})


def numbered(town, method="bearing", **options):
    return number_places(walked(town, method), Options(method=method, **options))


def order(town, method):
    """Place ids in their order, numbers apart: that is what most invariants speak of, and quicker."""
    ways = walks_of(walked(town, method), Options(method=method))
    return [place for way in ways for place in town.places["id"].to_numpy(object)[way.order(method)]]


@METHODS
@some
@given(town=towns(), series=st.sampled_from(["one", "per_class"]))
def test_1_numbers_are_a_bijection_and_each_series_is_gap_free(town, method, series):
    table = numbered(town, method, series=series).places.dropna(subset=["number"])
    assert table["number"].is_unique
    assert sorted(table["rank"]) == list(range(1, len(table) + 1))
    for _, rows in table.groupby("series"):
        digits = sorted(int(number.rpartition("-")[2]) for number in rows["number"])
        assert digits == list(range(1, len(rows) + 1))


@METHODS
@some
@given(town=towns(least=2), seed=st.integers(0, 99))
def test_3_the_order_of_the_rows_changes_nothing(town, method, seed):
    shuffled = {
        name: getattr(town, name).sample(frac=1, random_state=seed).reset_index(drop=True)
        for name in ("places", "buildings", "footprints")
    }
    assert order(changed(town, **shuffled), method) == order(town, method)


@METHODS
@some
@given(
    town=towns(),
    angle=st.integers(1, 359),
    shift=st.tuples(st.integers(-400_000, 400_000), st.integers(-3_000_000, 900_000)),
)
def test_3_translation_and_rotation_change_nothing(town, method, angle, shift):
    turn = np.radians(angle)
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    assume(is_stable(town, method))
    other = moved(town, lambda xy: (xy - [X, Y]) @ matrix + [X, Y] + shift)
    assert order(other, method) == order(town, method)


def is_stable(town, method):
    """Whether a hundredth of a millimetre changes nothing: no decision hangs on rounding."""
    kept = order(town, method)
    for nudge in (1e-5, -1e-5):
        places = town.places.assign(geometry=town.places.geometry.translate(nudge, nudge / 2))
        if order(changed(town, places=places), method) != kept:
            return False
    return twins_apart(town)


def twins_apart(town):
    """Whether no two places are alike but for their coordinates, which decide last and turn with the map."""
    alike = town.places[["kind", "name", "building_id", "floor"]].fillna("")
    return not alike.duplicated().any()


@METHODS
@some
@given(town=towns())
def test_6_running_again_changes_nothing(town, method):
    first = numbered(town, method)
    second = number_places(after(town, first), Options())
    assert second.changes == {}
    pd.testing.assert_frame_equal(first.places, second.places)


@METHODS
@some
@given(town=towns(least=1), seed=st.integers(0, 9999), mode=st.sampled_from(["suffix", "append"]))
def test_7_adding_a_place_never_changes_a_locked_number(town, method, seed, mode):
    first = numbered(town, method, publish=True)
    public = first.places["number"].dropna()
    x0, y0, x1, y1 = town.compounds.total_bounds
    spot = np.random.default_rng(seed).uniform([x0 - 20, y0 - 20], [x1 + 20, y1 + 20]) - [X, Y]
    wider = with_place(after(town, first), "added", "toilet", tuple(spot))
    later = number_places(wider, Options(new_places=mode)).places["number"]
    assert later[public.index].to_dict() == public.to_dict()
    assert later["added"] not in set(public)


@METHODS
@some
@given(town=towns(least=1))
def test_9_a_class_is_the_whole_restricted(town, method):
    one, by_class = (numbered(town, method, series=series).places for series in ("one", "per_class"))
    for word in ("space", "facility", "unit"):
        mine = by_class[by_class["series"] == word].sort_values("rank").index
        kept = one.loc[mine].sort_values("rank").index
        assert list(mine) == list(kept)


@METHODS
@some
@given(town=towns(least=2))
def test_places_of_one_building_are_consecutive_and_go_up(town, method):
    for found in walks_of(walked(town, method), Options(method=method)):
        rows = town.places.iloc[found.order(method)].reset_index(drop=True)
        ramp = town.entrances.loc[town.entrances["kind"] == "garage_ramp", "place_id"]
        indoors = rows[rows["building_id"].notna() & ~rows["id"].isin(ramp)]
        for _, stack in indoors.groupby([indoors["building_id"], indoors["access"] == "street"]):
            assert list(stack.index) == list(range(stack.index[0], stack.index[0] + len(stack)))
            assert stack["floor"].map(floor_level).is_monotonic_increasing


@METHODS
@some
@given(town=towns(least=2))
def test_street_side_comes_after_unless_mixed_in(town, method):
    start = shapely.get_coordinates(town.entrances.geometry.iloc[0])[0]
    for found in walks_of(walked(town, method), Options(method=method)):
        rows = town.places.iloc[found.order(method)]
        away = np.hypot(*(shapely.get_coordinates(rows.geometry.to_numpy()) - start).T)
        area = town.compounds.geometry.iloc[0]
        inner = shapely.covers(area, rows.geometry.to_numpy()) & (away > 60) & rows["building_id"].isna()
        street = (rows["access"] == "street").to_numpy()
        plain = inner.to_numpy() & ~rows["id"].isin(town.footprints["place_id"]).to_numpy()
        last_inner = np.flatnonzero(plain & ~street)
        first_street = np.flatnonzero(plain & street)
        gated = set(town.entrances["place_id"].dropna())
        if len(last_inner) and len(first_street) and not gated:
            assert last_inner.max() < first_street.min()


@pytest.mark.parametrize("name", sorted(SHAPES))
@pytest.mark.parametrize("method", ["bearing", "boundary"])
def test_10_another_conformal_crs_numbers_alike(name, method):
    dice = np.random.default_rng(7)
    x0, y0, x1, y1 = SHAPES[name].bounds
    spots = dice.uniform([x0, y0], [x1, y1], (40, 2))
    spots = spots[shapely.contains_xy(SHAPES[name].buffer(-1), *spots.T)]
    gate = shapely.get_parts(SHAPES[name])[0].exterior.interpolate(0.31, normalized=True)
    site = Site(SHAPES[name], np.array(gate.coords[0]), np.empty((0, 2)))
    spots = spots[[is_apart(site, spots, i, method) for i in range(len(spots))]]
    assert len(spots) > 5
    town = community(
        [(f"p{i}", "toilet", tuple(spot)) for i, spot in enumerate(spots)],
        compounds=[{"id": "c", "name": name, "geometry": on_grid(SHAPES[name])}],
        entrances=[{"id": "e", "is_main": True, "geometry": on_grid(gate)}],
    )
    other = moved(town, way_between(CRS.from_epsg(4549), CRS.from_epsg(32651)))
    assert order(other, method) == order(town, method)


def is_apart(site, spots, index, method):
    """Whether a place keeps its rank when it is moved by a few centimetres."""
    ranks = sweep(site, Places(spots), method).order
    for nudge in (0.1, -0.1):
        elsewhere = spots.copy()
        elsewhere[index] += nudge
        if not np.array_equal(sweep(site, Places(elsewhere), method).order, ranks):
            return False
    return True


BROKEN = {
    "no boundary": lambda town: changed(town, compounds=town.compounds.iloc[:0]),
    "empty boundary": lambda town: changed(
        town, compounds=town.compounds.assign(geometry=[shapely.Polygon()])
    ),
    "flat boundary": lambda town: changed(
        town,
        compounds=town.compounds.assign(geometry=[on_grid(shapely.Polygon([(0, 0), (9, 9), (5, 5)]))]),
    ),
    "bow tie": lambda town: changed(
        town,
        compounds=town.compounds.assign(
            geometry=[on_grid(shapely.Polygon([(0, 0), (200, 0), (0, 200), (200, 200)]))]
        ),
    ),
    "no entrance": lambda town: changed(town, entrances=town.entrances.iloc[:0]),
    "two mains": lambda town: changed(
        town,
        entrances=gpd.GeoDataFrame(
            pd.concat([town.entrances.iloc[:1], town.entrances.iloc[:1].assign(id="e2")], ignore_index=True),
            crs=town.entrances.crs,
        ),
    ),
    "entrance without a position": lambda town: changed(
        town, entrances=town.entrances.assign(geometry=[None] * len(town.entrances))
    ),
    "footprints that cross themselves": lambda town: changed(
        town,
        footprints=gpd.GeoDataFrame(
            {"id": town.places["id"], "place_id": town.places["id"]},
            geometry=[on_grid(shapely.Polygon([(0, 0), (9, 9), (9, 0), (0, 9)]))] * len(town.places),
            crs=town.places.crs,
        ),
    ),
    "places without a position": lambda town: changed(
        town, places=town.places.assign(geometry=[None] * len(town.places))
    ),
}


@METHODS
@pytest.mark.parametrize("name", sorted(BROKEN))
@settings(max_examples=3, derandomize=True)
@given(town=towns())
def test_11_what_is_broken_is_named_or_numbered_and_never_crashes(town, method, name):
    try:
        numbers = number_places(BROKEN[name](walked(town, method)), Options(method=method)).places["number"]
    except CommonplanError:
        return
    assert numbers.dropna().is_unique
