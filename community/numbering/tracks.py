"""Positions along a ring or a line, for very many points at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# Two segments this near to a point are equally near: farther than rounding noise of
# coordinates in the tens of millions, nearer than anybody can survey.
TIE = 1e-6
# Near a corner, spots this close together are all but equally near: that is no tie.
ELSEWHERE = 0.1
_PAIRS = 2_000_000
_ACROSS = 128


@dataclass(frozen=True)
class Track:
    """A line to walk along: a ring, oriented clockwise, or an open line.

    Parameters
    ----------
    starts, ends
        Corners of its segments, shape (segments, 2).
    offsets
        Length of the track before each segment.
    closed
        Whether walking on from the end leads to the start.
    """

    starts: FloatArray
    ends: FloatArray
    offsets: FloatArray
    closed: bool

    @property
    def length(self) -> float:
        """Length in map units."""
        return float(np.hypot(*(self.ends - self.starts).T).sum())


@dataclass(frozen=True)
class Located:
    """Where points stand along a track: distance walked from its origin, distance to it, side.

    `side` is −1 left of the walking direction, 0 on the track and 1 right of it.
    """

    walked: FloatArray
    distance: FloatArray
    side: IntArray


def track(line: Any, closed: bool | None = None) -> Track:
    """Make a track of a line or of the outer ring of a polygon.

    Parameters
    ----------
    line
        LineString, LinearRing or Polygon; of a degenerate site also a Point.
    closed
        Whether the way is a ring; by default when it ends where it starts. An open line that is to
        be walked as a ring goes there and back.
    """
    if line.geom_type == "Polygon":
        line = line.exterior
    points = shapely.get_coordinates(line)
    returns = len(points) > 2 and bool(np.array_equal(points[0], points[-1]))
    closed = returns if closed is None else closed
    if closed and not returns:
        points = np.concatenate([points, points[-2::-1]])
    if closed and _signed_area(points) > 0:
        points = points[::-1]
    steps = np.hypot(*np.diff(points, axis=0).T)
    keep = np.append(True, steps > 0)
    points = points[keep]
    if len(points) == 1:
        points = np.repeat(points, 2, axis=0)
    lengths = np.hypot(*np.diff(points, axis=0).T)
    return Track(points[:-1], points[1:], np.append(0.0, np.cumsum(lengths)[:-1]), closed)


def _signed_area(points: FloatArray) -> float:
    x, y = (points - points[0]).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def locate(way: Track, points: FloatArray, origin: float = 0.0) -> Located:
    """Find where points stand along a track, walking on from `origin`.

    On a ring, a point's place is its nearest one, and of equally near ones (on the medial axis)
    the one reached first; so neither the ring's first vertex nor its direction matters. An
    open line is walked from `origin` to its end, and then from `origin` back to its start.

    Parameters
    ----------
    points
        Shape (n, 2), finite.
    origin
        Position on the track, as `walked` with origin 0 gives it.
    """
    found = Located(np.zeros(len(points)), np.zeros(len(points)), np.zeros(len(points), np.int64))
    for part, point, segment in _candidates(way, points):
        walked, distance, side = _project(way, points[point], segment)
        walked = _walk_from(origin, walked, way)
        first = np.flatnonzero(np.diff(point, prepend=-1))
        counts = np.diff(np.append(first, len(point)))
        run = np.repeat(np.arange(len(first)), counts)
        nearest = np.minimum.reduceat(distance, first)
        chosen = _first_true(distance == nearest[run], run)
        elsewhere = np.abs(walked - walked[chosen][run]) > ELSEWHERE
        tied = (distance <= nearest[run] + TIE) & elsewhere
        if tied.any():
            tied[chosen] = True
            earliest = np.minimum.reduceat(np.where(tied, walked, np.inf), first)
            chosen = _first_true(tied & (walked == earliest[run]), run)
        found.walked[part], found.distance[part] = walked[chosen], nearest
        found.side[part] = side[chosen]
    return found


def _first_true(mask: NDArray[np.bool_], run: IntArray) -> IntArray:
    """Return the first index of each run at which `mask` holds; every run has one."""
    hits = np.flatnonzero(mask)
    return hits[np.flatnonzero(np.diff(run[hits], prepend=-1))]


def _walk_from(origin: float, position: FloatArray, way: Track) -> FloatArray:
    if way.closed:
        return np.mod(position - origin, way.length) if way.length else np.zeros_like(position)
    ahead = position - origin
    return np.where(ahead >= 0, ahead, way.length - origin - ahead)


def _project(way: Track, points: FloatArray, segment: IntArray) -> tuple[FloatArray, FloatArray, IntArray]:
    """Project point i onto segment i: position along the track, distance, side."""
    along = way.ends - way.starts
    lengths = np.hypot(*along.T)
    ahead_x, ahead_y = (along / np.where(lengths, lengths, 1.0)[:, None]).T
    # Column by column: rows of two take numpy twice the time.
    unit_x, unit_y = ahead_x[segment], ahead_y[segment]
    x, y = points[:, 0] - way.starts[segment, 0], points[:, 1] - way.starts[segment, 1]
    share = np.clip(x * unit_x + y * unit_y, 0.0, lengths[segment])
    distance = np.hypot(x - share * unit_x, y - share * unit_y)
    cross = unit_x * y - unit_y * x
    side = np.where(np.abs(cross) <= TIE, 0, -np.sign(cross)).astype(np.int64)
    return way.offsets[segment] + share, distance, side


def _candidates(way: Track, points: FloatArray) -> Iterator[tuple[IntArray, IntArray, IntArray]]:
    """Yield chunks of points with the segments that could be nearest to each.

    Few points meet every segment. Many are put into the cells of a grid, and each cell meets
    those segments that are nearest to some spot in it: the work then grows with the number
    of points, not with points × segments.
    """
    count, segments = len(points), len(way.starts)
    if count * segments <= _PAIRS:
        yield from _chunks(np.arange(count), np.zeros(count, np.int64), np.array([0, segments]),
                           np.arange(segments))  # fmt: skip
        return
    cell, centres, reach = _grid(points)
    first, segment = _cells_segments(way, centres, reach)
    order = np.argsort(cell, kind="stable")
    yield from _chunks(order, cell[order], first, segment)


def _chunks(
    order: IntArray, cell: NDArray[np.integer[Any]], first: IntArray, segment: IntArray
) -> Iterator[tuple[IntArray, IntArray, IntArray]]:
    counts = np.diff(first)[cell]
    total = np.cumsum(counts)
    for part in np.split(np.arange(len(order)), np.flatnonzero(np.diff(total // _PAIRS)) + 1):
        if not len(part):
            continue
        size = counts[part]
        begins = np.cumsum(size) - size
        step = np.arange(size.sum()) - np.repeat(begins, size)
        pairs = segment[np.repeat(first[cell[part]], size) + step]
        yield order[part], np.repeat(order[part], size), pairs


def _grid(points: FloatArray) -> tuple[NDArray[np.int16], FloatArray, float]:
    """Put points into square cells: number of the cell of each, centres, half a diagonal."""
    low, high = points.min(axis=0), points.max(axis=0)
    side = float(max((high - low).max() / 64.0, TIE))
    column, row = ((points - low) // side).astype(np.int64).T
    spot = row * _ACROSS + column
    count = np.bincount(spot, minlength=_ACROSS * _ACROSS)
    used = np.flatnonzero(count)
    centres = low + (np.column_stack([used % _ACROSS, used // _ACROSS]) + 0.5) * side
    # Of small numbers numpy sorts a million in a hundredth of a second.
    cell = np.asarray(np.cumsum(count > 0) - 1, np.int16)[spot]
    return cell, centres, side * 0.7072


def _cells_segments(way: Track, centres: FloatArray, reach: float) -> tuple[IntArray, IntArray]:
    """List, per cell, the segments that can be nearest to a point in it: first index, segments."""
    counts, found = [], []
    every = np.arange(len(way.starts))
    step = max(1, _PAIRS // len(every))
    for begin in range(0, len(centres), step):
        some = centres[begin : begin + step]
        pairs = np.repeat(some, len(every), axis=0)
        distance = _project(way, pairs, np.tile(every, len(some)))[1].reshape(len(some), -1)
        near = distance <= distance.min(axis=1, keepdims=True) + 2 * reach + TIE
        counts.append(near.sum(axis=1))
        found.append(np.nonzero(near)[1])
    return np.append(0, np.cumsum(np.concatenate(counts))), np.concatenate(found)
