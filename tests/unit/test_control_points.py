"""Local grids fitted by control points: exact pairs, a bad one among them, mirrored and swapped drawings."""

from __future__ import annotations

import numpy as np
import pytest
from commonplan.community.errors import InputError
from commonplan.community.survey import fitting
from hypothesis import assume, given, settings
from hypothesis import strategies as st

SQUARE = np.array([(0, 0), (100, 0), (100, 80), (0, 80), (50, 30), (20, 60)], float)
CITY = (612_000, 3_449_000)


def turned(points, angle, scale=1.0, shift=CITY):
    a = np.radians(angle)
    return points @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]) * scale + shift


@pytest.mark.parametrize("count", [2, 3, 6])
def test_exact_control_points_leave_no_residuals(count):
    found = fitting.fit(SQUARE[:count], turned(SQUARE[:count], 30))
    assert found.residuals.max() < 1e-6
    assert found.report()["rotation"] == pytest.approx(30, abs=1e-6)
    assert found.flags == (["unchecked"] if count == 2 else [])
    assert np.allclose(found.apply(SQUARE), turned(SQUARE, 30))


places = st.lists(
    st.tuples(st.floats(-2000, 2000), st.floats(-2000, 2000)), min_size=2, max_size=12, unique=True
).map(np.array)


@settings(max_examples=100)
@given(
    places, st.floats(-180, 180), st.floats(0.999, 1.001),
    st.floats(4e5, 4.5e7), st.floats(2e6, 6e6), st.floats(-1e7, 1e7), st.booleans(),
)  # fmt: skip
def test_exact_pairs_in_the_millions_fit_to_a_millimetre(pairs, angle, scale, east, north, away, mirrored):
    assume(np.ptp(pairs, axis=0).max() > 1)
    known = turned(pairs, angle, scale, (east, north))
    drawn = (pairs[:, ::-1] if mirrored else pairs) + away
    found = fitting.fit(drawn, known)
    if found.known_swapped or (mirrored and len(pairs) == 2):
        return
    assert found.residuals.max() < 0.001
    assert found.left_out is None
    assert "bad_pair" not in found.flags


@settings(max_examples=100)
@given(st.integers(0, 5), st.floats(0.5, 500), st.floats(0, 360), st.floats(-180, 180), st.booleans())
def test_one_bad_pair_out_of_six_is_named(bad, off, direction, angle, mirrored):
    known = turned(SQUARE, angle)
    known[bad] += off * np.array((np.cos(direction), np.sin(direction)))
    drawn = SQUARE[:, ::-1] if mirrored else SQUARE
    found = fitting.fit(drawn, known, "ABCDEF")
    report = found.report()
    assert report["bad_pair"] == "ABCDEF"[bad]
    assert "bad_pair" in report["flags"]
    assert report["rmse"] < 0.001
    assert report["points"][bad] == {
        "name": "ABCDEF"[bad], "residual": pytest.approx(off, abs=0.001), "used": False,
    }  # fmt: skip
    assert np.allclose(found.apply(drawn), turned(SQUARE, angle), atol=1e-4)


@settings(max_examples=100)
@given(st.integers(0, 10_000))
def test_pairs_of_usual_accuracy_are_all_used(seed):
    noise = np.random.default_rng(seed).normal(0, 0.02, SQUARE.shape)
    found = fitting.fit(SQUARE, turned(SQUARE, 12) + noise)
    assert found.left_out is None
    assert found.method == "similarity"


def test_two_pairs_that_contradict_each_other_are_not_explained_away():
    known = turned(SQUARE, 10)
    known[1] += (3, 0)
    known[4] += (0, -8)
    report = fitting.fit(SQUARE, known).report()
    assert report["bad_pair"] is None
    assert "apart" in report["flags"]


def test_of_three_pairs_none_can_be_named():
    known = turned(SQUARE[:3], 10)
    known[2] += (3, 0)
    report = fitting.fit(SQUARE[:3], known).report()
    assert report["bad_pair"] is None
    assert report["flags"] == ["scale", "apart"]


def test_a_scale_is_flagged():
    assert fitting.fit(SQUARE, turned(SQUARE, 0, 1.01)).flags == ["scale"]
    assert fitting.fit(SQUARE, turned(SQUARE, 0, 1.0009)).flags == []


@pytest.mark.parametrize("method", ["similarity", "affine"])
def test_swapped_axes_and_mirrored_drawings_are_told_apart(method):
    swapped = fitting.fit(SQUARE[:, ::-1], turned(SQUARE, 20), method=method)
    assert swapped.flags == ["swapped_axes"]
    assert swapped.rotation == pytest.approx(20)
    assert np.allclose(swapped.apply(SQUARE[:, ::-1]), turned(SQUARE, 20))
    mirrored = fitting.fit(SQUARE * (-1, 1), turned(SQUARE, 20), method=method)
    assert mirrored.flags == ["mirrored"]
    assert np.allclose(mirrored.apply(SQUARE * (-1, 1)), turned(SQUARE, 20))


def test_known_coordinates_with_north_first_are_put_right():
    found = fitting.fit(SQUARE, turned(SQUARE, 5)[:, ::-1])
    assert found.flags == ["known_swapped"]
    assert np.allclose(found.apply(SQUARE), turned(SQUARE, 5))


def test_a_sheared_sheet_takes_an_affine_fit():
    sheared = SQUARE @ np.array([[1, 0.02], [0, 1.01]]) + CITY
    found = fitting.fit(SQUARE, sheared)
    assert (found.method, found.left_out) == ("affine", None)
    assert found.residuals.max() < 1e-6
    assert fitting.fit(SQUARE, sheared, method="similarity").flags == ["scale", "apart"]
    bad = sheared + np.array([(0, 0)] * 5 + [(30, 0)])
    assert fitting.fit(SQUARE, bad, "ABCDEF").report()["bad_pair"] == "F"


def test_three_pairs_make_an_affine_fit_that_nothing_checks():
    found = fitting.fit(SQUARE[:3], turned(SQUARE[:3], 3, 1.0005), method="affine")
    assert found.flags == ["unchecked"]
    assert np.allclose(found.apply(SQUARE), turned(SQUARE, 3, 1.0005))


@pytest.mark.parametrize(
    ("pairs", "method", "code"),
    [
        (SQUARE[:1], "auto", "too_few"),
        (SQUARE[:2], "affine", "too_few"),
        (SQUARE[[0, 0]], "auto", "coincident"),
        (np.array([(0, 0), (1, 1), (3, 3.0)]), "affine", "in_line"),
    ],
)
def test_pairs_that_cannot_carry_a_fit_are_refused(pairs, method, code):
    with pytest.raises(InputError, match=code):
        fitting.fit(pairs, turned(pairs, 0) if code != "coincident" else SQUARE[:2], method=method)


def test_pairs_in_a_line_carry_a_similarity():
    line = np.array([(0, 0), (10, 10), (30, 30), (70, 70.0)])
    found = fitting.fit(line, turned(line, 40))
    assert found.residuals.max() < 1e-6
    assert found.rotation == pytest.approx(40)
