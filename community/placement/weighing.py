"""Weighing: what blocks cost each other where they stand, and what every other spot of one would cost.

One hides the other, or is too near; a leader line runs through a marker, or through a line.
"""

from __future__ import annotations

import numpy as np

from .blocks import GAP
from .boxes import Array, cross, runs_through, shared_area, way_across, way_to
from .spots import CROSSED, REAL, TOUCHED, Spots, grown

_HIDDEN, _LINES_CROSSED = 400.0, 8.0

CONFLICT = _LINES_CROSSED
"""Two blocks that cost each other so much are in each other's way."""


def between(spot: Spots, others: Spots, side: float) -> Array:
    """Return what one block costs beside each of others, and each of them beside it, m.

    Parameters
    ----------
    spot
        The one, where it stands.
    others
        The others, m.
    side
        Size of a marker, in mm.
    """
    cost = _hiding(spot.around, others.around, side)
    for line, marker in ((spot, others), (others, spot)):
        cost += CROSSED * (line.led & runs_through(line.start, line.end, marker.around))
    crossed = cross(spot.start, spot.end, others.start, others.end)
    cost += _LINES_CROSSED * (spot.led & others.led & crossed)
    return cost


def _hiding(around: Array, others: Array, side: float) -> Array:
    # Both keep half of the gap: each costs the other the same, so what was added can be taken off.
    shared = shared_area(grown(around, GAP / 2), grown(others, GAP / 2))
    return np.asarray(_HIDDEN / side**2 * shared + TOUCHED * (shared > REAL))


class Rays:
    """The spots of one block, whose leader lines all begin at its anchor.

    On its way from there each of a few rays meets others' markers and lines once: which of them
    the line to a spot runs through is then told by how long it is.

    Parameters
    ----------
    spots
        Of one block, k.
    """

    def __init__(self, spots: Spots) -> None:
        self.spots = spots
        way = spots.end - spots.start
        self._length = np.where(spots.led, np.hypot(*way.T), 0.0)
        turns, self._ray = np.unique(np.round(np.arctan2(way[:, 1], way[:, 0]), 6), return_inverse=True)
        self._steps = np.column_stack([np.cos(turns), np.sin(turns)])

    @property
    def count(self) -> int:
        """How many spots there are."""
        return len(self._ray)

    def reach(self, some: slice) -> Array:
        """Return the box around some of the spots."""
        return self.spots.take(some).reach

    def weigh(self, some: slice, others: Spots, side: float) -> Array:
        """Return what some of the spots cost beside others all together, by `between`."""
        ray, length = self._ray[some], self._length[some, None]
        around = self.spots.around[some, None]
        cost = _hiding(around, others.around, side)
        start, steps = self.spots.start[0], self._steps[:, None]
        cost += CROSSED * (way_to(start, steps, others.around)[ray] < length)
        lines = others.take(np.flatnonzero(others.led))
        ways = way_across(start, steps, lines.start, lines.end)
        crossed = CROSSED * runs_through(lines.start, lines.end, around)
        crossed += _LINES_CROSSED * (ways[ray] < length)
        return np.asarray(cost.sum(axis=1) + crossed.sum(axis=1))
