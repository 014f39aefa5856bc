"""Curves as points close enough together: bulges, arcs, ellipses, splines.

Points are so dense that the curve never leaves the straight pieces by more than
`TOLERANCE` drawing units: 1 cm in a drawing in metres, less in smaller units.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .tags import Floats, Ints

TOLERANCE = 0.01
_MOST_STEPS = 720
_FULL_TURN_STEPS = 16


def steps(radius: Floats, sweep: Floats) -> Ints:
    """Return into how many straight pieces each arc is cut.

    Parameters
    ----------
    radius
        In drawing units.
    sweep
        In radians, of either sign.
    """
    radius, sweep = np.abs(radius), np.abs(sweep)
    with np.errstate(divide="ignore", invalid="ignore"):
        widest = 2 * np.arccos(np.clip(1 - TOLERANCE / radius, -1.0, 1.0))
        wanted = sweep / np.clip(widest, 1e-9, 2 * np.pi / _FULL_TURN_STEPS)
    counts = np.ceil(np.nan_to_num(wanted, nan=1.0, posinf=1.0) - 1e-9)
    return np.clip(counts, 1, _MOST_STEPS).astype(np.int64)


def _spread(counts: Ints) -> tuple[Ints, Ints]:
    """Return for each of `counts.sum()` points the row it is of, and its place in that row."""
    rows = np.repeat(np.arange(len(counts)), counts)
    return rows, np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)


def expand_bulges(coordinates: Floats, path: Ints, bulges: Floats) -> tuple[Floats, Ints]:
    """Put points along the arcs between vertices.

    Parameters
    ----------
    coordinates
        Vertices, shape (n, 3), path after path.
    path
        Which path each vertex is of, ascending.
    bulges
        Tangent of a quarter of the angle to the next vertex, positive to the left.

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
    center = start + chord / 2 + left * (1 - bulge**2) / (4 * bulge)
    sweep = 4 * np.arctan(bulge[:, 0])
    radius = np.hypot(*(start - center).T)
    counts = np.ones(len(path), np.int64)
    counts[curved] = steps(radius, sweep)
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


def arcs(center: Floats, radius: Floats, start: Floats, sweep: Floats) -> tuple[Floats, Ints]:
    """Return the points of circular arcs.

    Parameters
    ----------
    center
        Shape (n, 3).
    radius, start, sweep
        Shape (n,); angles in radians, counterclockwise.

    Returns
    -------
    coordinates, path
        Points with both ends, shape (m, 3), and the arc each is of.
    """
    zeros = np.zeros_like(radius)
    along = np.stack((radius, zeros, zeros), axis=1)
    across = np.stack((zeros, radius, zeros), axis=1)
    return ellipses(center, along, across, start, sweep)


def ellipses(
    center: Floats, major: Floats, minor: Floats, start: Floats, sweep: Floats
) -> tuple[Floats, Ints]:
    """Return the points of elliptical arcs, given the vectors of both half axes, shape (n, 3)."""
    pieces = steps(np.sqrt((major**2).sum(axis=1)), sweep)
    rows, place = _spread(pieces + 1)
    angle = (start[rows] + sweep[rows] * place / pieces[rows])[:, None]
    return center[rows] + major[rows] * np.cos(angle) + minor[rows] * np.sin(angle), rows


def spline(degree: int, knots: Sequence[float], control: Floats, weights: Floats | None) -> Floats | None:
    """Return the points of a B-spline, rational when it has weights.

    Parameters
    ----------
    degree, knots
        As the drawing has them; there are `len(control) + degree + 1` knots.
    control
        Control points, shape (n, 3).

    Returns
    -------
    coordinates
        Shape (m, 3); None when the numbers make no spline.
    """
    knot = np.asarray(knots, np.float64)
    count = len(control)
    if degree < 1 or count <= degree or len(knot) != count + degree + 1 or (np.diff(knot) < 0).any():
        return None
    spans = np.unique(knot[degree : count + 1])
    if len(spans) < 2 or not np.isfinite(control).all() or not np.isfinite(knot).all():
        return None
    bend = np.abs(np.diff(control, 2, axis=0)).max(initial=0.0)
    pieces = int(np.clip(np.ceil(np.sqrt(degree * (degree - 1) * bend / (8 * TOLERANCE))), 1, 100))
    shares = np.arange(pieces) / pieces
    at = np.append((spans[:-1, None] + np.diff(spans)[:, None] * shares).ravel(), spans[-1])
    basis = _basis(degree, knot, count, at)
    if weights is None or len(weights) != count:
        return basis @ control
    weighted = basis * weights
    total = weighted.sum(axis=1, keepdims=True)
    return (weighted @ control) / total if bool((total > 0).all()) else None


def _basis(degree: int, knot: Floats, count: int, at: Floats) -> Floats:
    """Evaluate all basis functions at all parameters (Cox and de Boor)."""
    last = np.searchsorted(knot, knot[count], side="left") - 1
    cell = np.clip(np.searchsorted(knot, at, side="right") - 1, degree, max(last, degree))
    values: Any = np.zeros((len(at), len(knot) - 1))
    values[np.arange(len(at)), cell] = 1.0
    for order in range(1, degree + 1):
        width = len(knot) - 1 - order
        low, high = knot[:width], knot[order + 1 : order + 1 + width]
        rising = _ratio(at[:, None] - low, knot[order : order + width] - low)
        falling = _ratio(high - at[:, None], high - knot[1 : width + 1])
        values = rising * values[:, :width] + falling * values[:, 1 : width + 1]
    basis: Floats = values
    return basis


def _ratio(above: Any, below: Any) -> Any:
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), 0.0)
