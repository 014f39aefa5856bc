"""The invariants of domain.md section 4, as far as they speak of one sweep."""

import dataclasses
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
import shapely.geometry.polygon
from commonplan.community.numbering.features import Features, number_features
from commonplan.community.numbering.sweep import Places, Site, path_length, sweep
from commonplan.community.numbering.tracks import locate, track
from hypothesis import assume, given, settings
from hypothesis import strategies as st

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1])]
import oracle  # noqa: E402
from plain_words import by_part, is_reversed, is_shifted, off_axis, parts_in_order, told  # noqa: E402
from sweeps import ALL, CONVEX, far_apart, moved_by, sites, situations  # noqa: E402

METHODS = pytest.mark.parametrize("method", ["bearing", "boundary"])
fast = settings(max_examples=60, derandomize=True)


def taken(places, index):
    return Places(
        places.anchors[index],
        classes=places.classes[index],
        kinds=places.kinds[index],
        names=places.names[index],
    )


def names_in_order(site, places, method):
    return list(places.names[sweep(site, places, method).order])


@METHODS
@fast
@given(
    situation=situations(names=("square", "strip", "lane", "L", "U", "ring", "bent", "hull"), inside=False)
)
def test_the_order_is_that_of_the_rule_in_plain_words(method, situation):
    site, places = situation
    points = [spot for spot in places.anchors if not on_the_edge(site, spot)]
    _, first = np.unique(np.round(points, 3), axis=0, return_index=True) if points else ([], [])
    points = np.array(points).reshape(-1, 2)[first]
    found = sweep(site, Places(points), method)
    assert list(found.order) == oracle.order(site.boundary, site.entrance, points, method)


def on_the_edge(site, spot):
    """Whether a place hangs on a decision that rounding could turn: inside or outside, which side is near."""
    point = shapely.Point(spot)
    ring = site.boundary.exterior
    holes = [shapely.Polygon(hole).exterior for hole in site.boundary.interiors]
    near_edge = min(point.distance(line) for line in (ring, *holes)) < 0.01
    return near_edge or not off_axis(ring, point)


@METHODS
@fast
@given(situation=situations(), series=st.sampled_from(["one", "per_class"]))
def test_1_places_and_numbers_are_a_bijection_without_gaps(method, situation, series):
    site, places = situation
    words = np.array(["space", "facility", "unit"], object)[places.classes]
    features = Features(places.anchors, None, np.zeros(len(places), np.int64), words)
    found = number_features(features, lambda group, index: site, method, series, lambda share: True)
    assert sorted(found.rank) == list(range(1, len(places) + 1))
    for word in {*words} if series == "per_class" else {None}:
        numbers = found.number[words == word] if word else found.number
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


@METHODS
@fast
@given(situation=situations())
def test_2_rounded_keys_never_decrease(method, situation):
    found = sweep(*situation, method)
    assert (np.diff(found.sort_key[found.order]) >= 0).all()


@METHODS
@fast
@given(
    situation=situations(),
    angle=st.integers(0, 359),
    scale=st.sampled_from([0.25, 1.0, 3.2808]),
    shift=st.tuples(st.integers(-400_000, 400_000), st.integers(-3_000_000, 3_000_000)),
)
def test_3_translation_rotation_and_scale_change_nothing(method, situation, angle, scale, shift):
    site, places = situation
    turn = np.radians(angle)
    matrix = scale * np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    other, others = moved_by(site, places, lambda p: (p - site.entrance) @ matrix + site.entrance + shift)
    other = dataclasses.replace(other, metre=scale)
    assume(apart_from_edges(site, places, method))
    assert names_in_order(site, places, method) == names_in_order(other, others, method)


def apart_from_edges(site, places, method):
    """Whether no two places are alike but for coordinates or hang on the edge of a decision."""
    found = sweep(site, places, method)
    nudged = Places(places.anchors + 1e-5, classes=places.classes, kinds=places.kinds, names=places.names)
    again = sweep(site, nudged, method)
    return np.array_equal(found.order, again.order)


@METHODS
@fast
@given(situation=situations(least=2), seed=st.integers(0, 99))
def test_3_input_order_changes_nothing(method, situation, seed):
    site, places = situation
    shuffled = np.random.default_rng(seed).permutation(len(places))
    assert names_in_order(site, places, method) == names_in_order(site, taken(places, shuffled), method)


@METHODS
@fast
@given(situation=situations(), start=st.integers(1, 11), turned=st.booleans())
def test_3_ring_direction_and_first_vertex_change_nothing(method, situation, start, turned):
    site, places = situation
    parts = []
    for part in shapely.get_parts(site.boundary):
        corners = list(part.exterior.coords)[:-1]
        corners = corners[start % len(corners) :] + corners[: start % len(corners)]
        parts.append(shapely.Polygon(corners[::-1] if turned else corners, part.interiors))
    boundary = shapely.MultiPolygon(parts[::-1]) if len(parts) > 1 else parts[0]
    other = dataclasses.replace(site, boundary=boundary)
    assert names_in_order(site, places, method) == names_in_order(other, places, method)


NOT_STACKED = situations(names=(*ALL, "parts", "strip", "lane"), least=3, most=20, inside=True)


@METHODS
@fast
@given(situation=NOT_STACKED)
def test_4_mirroring_reverses_the_order(method, situation):
    site, places = situation
    mirrored, others = moved_by(site, places, lambda p: p * [-1, 1])
    apart = told(site, places, method).apart & told(mirrored, others, method).apart
    assert is_reversed(runs(site, places, method, apart), runs(mirrored, others, method, apart))


@METHODS
@fast
@given(situation=NOT_STACKED, share=st.floats(0, 1))
def test_5_moving_the_entrance_shifts_the_order_around(method, situation, share):
    site, places = situation
    elsewhere = parts_in_order(site)[0].exterior.interpolate(share, normalized=True)
    other = dataclasses.replace(site, entrance=np.array(elsewhere.coords[0]))
    apart = told(site, places, method).apart & told(other, places, method).apart
    assert is_shifted(runs(site, places, method, apart), runs(other, places, method, apart))


def runs(site, places, method, wanted):
    """Return the names of some places in their order, as runs of one part."""
    order = sweep(site, places, method).order
    order = order[wanted[order]]
    return by_part(places.names[order], told(site, places, method).part[order])


def plain(site, places, method):
    """Which places are far from the start, from each other's keys, and from the medial axis."""
    axis = shapely.LineString([site.entrance, site.boundary.centroid.coords[0]])
    ring = site.boundary.exterior
    points = shapely.points(places.anchors)
    found = sweep(site, places, method)
    if method == "bearing":
        to_centre = shapely.distance(points, site.boundary.centroid)
        return (
            (shapely.distance(points, axis) > 2.1)
            & (to_centre > 1)
            & far_apart(found.key, 360, 0.05)
            & (np.abs(found.key - 180) < 179.9)
        )
    to_entrance = shapely.distance(points, shapely.Point(site.entrance))
    inside = far_apart(found.key, ring.length, 0.05) & (found.key > 0.05) & (found.key < ring.length - 0.05)
    return (
        inside
        & (to_entrance > shapely.distance(points, ring) + 2.1)
        & np.array([off_axis(ring, point) for point in points], bool)
    )


@METHODS
@fast
@given(situation=situations())
def test_6_running_again_changes_nothing(method, situation):
    site, places = situation
    order = sweep(site, places, method).order
    assert names_in_order(site, taken(places, order), method) == list(places.names[order])


@METHODS
@fast
@given(situation=situations(names=CONVEX, least=2, inside=True))
def test_8_the_first_place_is_on_the_left_of_who_enters(method, situation):
    site, places = situation
    places = taken(places, np.flatnonzero(plain(site, places, method)))
    ahead = np.array(site.boundary.centroid.coords[0]) - site.entrance
    if method == "bearing":
        spots = places.anchors
    else:
        ring = site.boundary.exterior
        spots = shapely.get_coordinates(ring.interpolate(ring.project(shapely.points(places.anchors))))
    offset = spots - site.entrance
    is_left = ahead[0] * offset[:, 1] - ahead[1] * offset[:, 0] > 0
    assume(is_left.any())
    assert is_left[sweep(site, places, method).order[0]]


@METHODS
@fast
@given(situation=situations(), part=st.integers(0, 2))
def test_9_the_order_of_a_class_is_the_whole_order_restricted(method, situation, part):
    site, places = situation
    order = sweep(site, places, method).order
    mine = np.flatnonzero(places.classes == part)
    assert list(places.names[[i for i in order if i in mine]]) == names_in_order(
        site, taken(places, mine), method
    )


@METHODS
@pytest.mark.parametrize("name", ["square", "strip", "L", "U", "ring", "bent"])
def test_10_another_conformal_crs_gives_the_same_order(method, name):
    from commonplan.community.numbering.metric import way_between
    from pyproj import CRS
    from sweeps import SHAPES, place_on_grid, xy

    shape = place_on_grid(SHAPES[name], 17)
    entrance = xy([shapely.get_parts(shape)[0].exterior.interpolate(0.13, normalized=True)])[0]
    site = Site(shape, entrance, np.empty((0, 2)))
    x0, y0, x1, y1 = shape.bounds
    points = np.random.default_rng(3).uniform([x0, y0], [x1, y1], (60, 2))
    points = points[shapely.contains_xy(shape, *points.T)]
    names = np.arange(len(points)).astype(str).astype(object)
    places = Places(points, classes=np.zeros(len(points), np.int64), kinds=names, names=names)
    places = taken(places, np.flatnonzero(plain(site, places, method)))
    assert len(places) > 8
    gauss, utm = CRS.from_epsg(4549), CRS.from_epsg(32650)
    other = moved_by(site, places, way_between(gauss, utm))
    assert names_in_order(site, places, method) == names_in_order(*other, method)


@METHODS
@pytest.mark.parametrize(
    "points",
    [
        [],
        [(10.0, 10.0)],
        [(10.0, 10.0)] * 5,
        [(0.0, 0.0), (200.0, 0.0), (200.0, 200.0)],
        [(100.0, 100.0)],
        [(-500.0, 90.0), (900.0, 90.0)],
    ],
    ids=["none", "one", "coincident", "corners", "centroid", "outside"],
)
def test_11_degenerate_places_are_ordered(method, points):
    site = Site(shapely.box(0, 0, 200, 200), np.array([100.0, 0.0]), np.empty((0, 2)))
    found = sweep(site, Places(np.array(points).reshape(-1, 2)), method)
    assert sorted(found.order) == list(range(len(points)))
    assert np.isfinite(found.sort_key).all()


@METHODS
@pytest.mark.parametrize(
    "boundary",
    [shapely.Point(5, 5), shapely.LineString([(0, 0), (30, 40)]), shapely.box(0, 0, 1e-3, 1e-3)],
    ids=["point", "line", "speck"],
)
def test_11_degenerate_hulls_are_swept(method, boundary):
    points = np.array([(5.0, 5.0), (30.0, 40.0), (0.0, 0.0), (5.0, 5.0)])
    site = Site(boundary, np.array([0.0, 0.0]), np.empty((0, 2)))
    found = sweep(site, Places(points), method)
    assert sorted(found.order) == [0, 1, 2, 3]
    assert path_length(site, Places(points), found.order) > 0


@settings(fast, max_examples=15)
@given(site=sites(), seed=st.integers(0, 99))
def test_tracks_agree_with_geos_for_few_and_many_points(site, seed):
    ring = shapely.get_parts(site.boundary)[0].exterior
    way = track(ring, closed=True)
    clockwise = shapely.geometry.polygon.orient(shapely.Polygon(ring), -1).exterior
    x0, y0, x1, y1 = ring.bounds
    points = np.random.default_rng(seed).uniform([x0 - 20, y0 - 20], [x1 + 20, y1 + 20], (50, 2))
    found = locate(way, points)
    assert found.walked == pytest.approx(clockwise.project(shapely.points(points)), abs=1e-5)
    assert found.distance == pytest.approx(shapely.distance(ring, shapely.points(points)), abs=1e-6)
    many = np.tile(points, (2000, 1))
    dense = locate(way, many)
    assert np.array_equal(dense.walked[:50], dense.walked[-50:])
    assert dense.walked[:50] == pytest.approx(found.walked, abs=1e-9)
