"""Curves as points close enough together: bulges, arcs, ellipses, splines.

Points are so dense that the curve never leaves the straight pieces by more than a
tolerance, which is given in drawing units: `TOLERANCE` metres on the ground.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .tags import Floats, Ints

TOLERANCE = 0.01
"""Metres on the ground by which a curve may leave its straight pieces."""

_MOST_STEPS = 10_000
_FULL_TURN_STEPS = 16
_MOST_POINTS = 4_000_000
_HIGHEST_DEGREE = 25


def steps(radius: Floats, sweep: Floats, tolerance: float) -> Ints:
    """Return into how many straight pieces each arc is cut.

    Parameters
    ----------
    radius
        In drawing units.
    sweep
        In radians, of either sign.
    tolerance
        In drawing units. Many arcs at once share `_MOST_POINTS`, so that no file fills the memory.
    """
    radius, sweep = np.abs(radius), np.abs(sweep)
    with np.errstate(divide="ignore", invalid="ignore"):
        widest = 2 * np.arccos(np.clip(1 - tolerance / radius, -1.0, 1.0))
        wanted = sweep / np.clip(widest, 1e-9, 2 * np.pi / _FULL_TURN_STEPS)
    counts = np.ceil(np.nan_to_num(wanted, nan=1.0, posinf=1.0) - 1e-9)
    most = min(_MOST_STEPS, max(_FULL_TURN_STEPS, _MOST_POINTS // max(len(counts), 1)))
    return np.clip(counts, 1, most).astype(np.int64)


def _spread(counts: Ints) -> tuple[Ints, Ints]:
    """Return for each of `counts.sum()` points the row it is of, and its place in that row."""
    rows = np.repeat(np.arange(len(counts)), counts)
    return rows, np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)


def expand_bulges(coordinates: Floats, path: Ints, bulges: Floats, tolerance: float) -> tuple[Floats, Ints]:
    """Put points along the arcs between vertices.

    Parameters
    ----------
    coordinates
        Vertices, shape (n, 3), path after path.
    path
        Which path each vertex is of, ascending.
    bulges
        Tangent of a quarter of the angle to the next vertex, positive to the left.
    tolerance
        In drawing units.

    Returns
    -------
    coordinates, path
        The same with the new points; the vertices stay as they are.
    """
    curved = np.flatnonzero((bulges[:-1] != 0) & (path[1:] == path[:-1]) & np.isfinite(bulges[:-1]))
    start, end, bulge = coordinates[curved, :2], coordinates[curved + 1, :2], bulges[curved, None]
    chord = end - start
    curved, start, bulge, chord = (a[(chord != 0).any(axis=1)] for a in (curved, start, bulge, chord))
    left = np.stack((-chord[:, 1], chord[:, 0]), axis=1)
    with np.errstate(over="ignore", invalid="ignore"):
        center = start + chord / 2 + left * (1 - bulge**2) / (4 * bulge)
    sweep = 4 * np.arctan(bulge[:, 0])
    radius = np.hypot(*(start - center).T)
    counts = np.ones(len(path), np.int64)
    counts[curved] = steps(radius, sweep, tolerance)
    rows, place = _spread(counts)
    expanded = coordinates[rows]
    arc_of = np.full(len(path), -1)
    arc_of[curved] = np.arange(len(curved))
    between = np.flatnonzero(place > 0)
    arc = arc_of[rows[between]]
    share = place[between] / counts[rows[between]]
    expanded[between, :2] = center[arc] + _turn(start[arc] - center[arc], sweep[arc] * share)
    return expanded, path[rows]


def _turn(vectors: Floats, angles: Floats) -> Floats:
    cos, sin = np.cos(angles), np.sin(angles)
    x, y = vectors[:, 0], vectors[:, 1]
    return np.stack((x * cos - y * sin, x * sin + y * cos), axis=1)


def arcs(
    center: Floats, radius: Floats, start: Floats, sweep: Floats, tolerance: float
) -> tuple[Floats, Ints]:
    """Return the points of circular arcs.

    Parameters
    ----------
    center
        Shape (n, 3).
    radius, start, sweep
        Shape (n,); angles in radians, counterclockwise.
    tolerance
        In drawing units, as the radius.

    Returns
    -------
    coordinates, path
        Points with both ends, shape (m, 3), and the arc each is of.
    """
    zeros = np.zeros_like(radius)
    along = np.stack((radius, zeros, zeros), axis=1)
    across = np.stack((zeros, radius, zeros), axis=1)
    return ellipses(center, along, across, start, sweep, tolerance)


def ellipses(
    center: Floats, major: Floats, minor: Floats, start: Floats, sweep: Floats, tolerance: float
) -> tuple[Floats, Ints]:
    """Return the points of elliptical arcs, given the vectors of both half axes, shape (n, 3)."""
    pieces = steps(np.sqrt((major**2).sum(axis=1)), sweep, tolerance)
    rows, place = _spread(pieces + 1)
    angle = (start[rows] + sweep[rows] * place / pieces[rows])[:, None]
    return center[rows] + major[rows] * np.cos(angle) + minor[rows] * np.sin(angle), rows


def through(points: Floats, start: Floats, end: Floats) -> tuple[Floats, Floats] | None:
    """Return knots and control points of the smooth cubic spline through points; None for fewer than two.

    AutoCAD since 2013 keeps such a spline in a DWG by its points and end tangents alone. Between more
    than two points the parameter goes by the length of the chords.

    Parameters
    ----------
    points
        Shape (n, 3).
    start, end
        Tangents, shape (3,); NaN where none is given.
    """
    if not len(points):
        return None
    points = points[np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))]
    if len(points) < 2 or not np.isfinite(points).all():
        return None
    leaps = np.diff(points, axis=0)
    chords = np.linalg.norm(leaps, axis=1)
    lengths = chords / chords.mean()
    slopes = _slopes(leaps, lengths, start, end)
    third = lengths[:, None] / 3
    bends = (points[:-1] + slopes[:-1] * third, points[1:] - slopes[1:] * third)
    inner = np.stack((*bends, points[1:]), axis=1).reshape(-1, points.shape[1])
    places = np.repeat(np.append(0.0, np.cumsum(lengths)), 3)
    return np.concatenate((places[:1], places, places[-1:])), np.concatenate((points[:1], inner))


def _slopes(leaps: Floats, lengths: Floats, start: Floats, end: Floats) -> Floats:
    """Solve for the slopes at the points under which the curvature has no leap (tridiagonal)."""
    inverse = 1 / lengths
    pull = 3 * leaps * inverse[:, None] ** 2
    below, above = np.append(inverse, 0.0), np.append(0.0, inverse)
    middle = 2 * (below + above)
    right = np.concatenate((pull, np.zeros((1, leaps.shape[1])))) + np.concatenate((pull[:1] * 0, pull))
    upper, lower = below.copy(), above.copy()
    for place, tangent, beside in ((0, start, upper), (-1, end, lower)):
        if np.isfinite(tangent).all():
            middle[place], beside[place], right[place] = 1.0, 0.0, tangent
    for row in range(1, len(middle)):
        factor = lower[row] / middle[row - 1]
        middle[row] -= factor * upper[row - 1]
        right[row] -= factor * right[row - 1]
    right[-1] /= middle[-1]
    for row in range(len(middle) - 2, -1, -1):
        right[row] = (right[row] - upper[row] * right[row + 1]) / middle[row]
    return right


def spline(
    degree: int, knots: Sequence[float], control: Floats, weights: Floats | None, tolerance: float
) -> Floats | None:
    """Return the points of a B-spline, rational when it has weights.

    Parameters
    ----------
    degree, knots
        As the drawing has them; there are `len(control) + degree + 1` knots.
    control
        Control points, shape (n, 3).
    tolerance
        In drawing units.

    Returns
    -------
    coordinates
        Shape (m, 3); None when the numbers make no spline.
    """
    knot = np.asarray(knots, np.float64)
    count = len(control)
    if not 1 <= degree <= _HIGHEST_DEGREE or count <= degree or len(knot) != count + degree + 1:
        return None
    if not np.isfinite(control).all() or not np.isfinite(knot).all() or (np.diff(knot) < 0).any():
        return None
    if weights is None or len(weights) != count:
        weights = np.ones(count)
    if not (weights > 0).all():
        return None
    span = degree + np.flatnonzero(knot[degree + 1 : count + 1] > knot[degree:count])
    if not len(span):
        return None
    pieces = _pieces(degree, knot, control, span, tolerance / (weights.max() / weights.min()))
    rows, place = _spread(pieces)
    width = knot[span + 1] - knot[span]
    at = np.append(knot[span][rows] + width[rows] * place / pieces[rows], knot[span[-1] + 1])
    homogeneous = np.column_stack((control * weights[:, None], weights))
    points = _de_boor(degree, knot, homogeneous, np.append(span[rows], span[-1]), at)
    return points[:, :3] / points[:, 3:]


def _pieces(degree: int, knot: Floats, control: Floats, span: Ints, tolerance: float) -> Ints:
    """Return into how many pieces each span is cut.

    A chord leaves a curve by at most an eighth of the second derivative times the step
    squared; the second derivative of a spline is a spline too, which its own control
    points bound.
    """
    second = control
    for order in (degree, degree - 1):
        if order < 1:
            return np.ones(len(span), np.int64)
        low = degree - order + 1
        below = knot[low + order : low + order + len(second) - 1] - knot[low : low + len(second) - 1]
        with np.errstate(over="ignore"):  # between knots that nearly meet
            second = order * np.diff(second, axis=0) / np.where(below > 0, below, np.inf)[:, None]
    with np.errstate(over="ignore", invalid="ignore"):
        size = np.sqrt((second**2).sum(axis=1))
    # The spans between knots k and k + 1 are steered by the points k - degree … k - 2.
    windows = np.lib.stride_tricks.sliding_window_view(size, degree - 1)
    bend = windows[span - degree].max(axis=1)
    wanted = np.ceil((knot[span + 1] - knot[span]) * np.sqrt(bend / (8 * tolerance)))
    most = min(_MOST_STEPS, max(1, _MOST_POINTS // (10 * len(span))))
    return np.clip(np.nan_to_num(wanted, nan=1.0, posinf=most), 1, most).astype(np.int64)


def _de_boor(degree: int, knot: Floats, control: Floats, span: Ints, at: Floats) -> Floats:
    """Evaluate a spline at parameters, each in the span between knots `span` and `span + 1`."""
    points = [control[span - degree + j] for j in range(degree + 1)]
    for order in range(1, degree + 1):
        for j in range(degree, order - 1, -1):
            low, high = knot[span - degree + j], knot[span + 1 + j - order]
            share = ((at - low) / (high - low))[:, None]
            points[j] = (1 - share) * points[j - 1] + share * points[j]
    return points[degree]
