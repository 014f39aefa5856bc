"""Rings: the spots around where a block belongs, and what is in the way of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .blocks import Shape
from .boxes import Array, lines_through, way_across, way_to
from .spots import Spots
from .weighing import too_near

_DIRECTIONS, _RINGS, _GROWTH = 24, 13, 1.09
_STEP = 0.34
"""Way from one ring to the next, the first in sizes of a marker; each next way is longer."""
_LEAST_STEP = 1e-9


@dataclass(frozen=True)
class Rings:
    """The spots of a block, whose leader lines all begin at its anchor and go in a few directions.

    Attributes
    ----------
    spots
        The spots, k, first those where the block belongs.
    way
        In which of the directions each spot lies.
    steps
        The directions, as steps of one mm.
    """

    spots: Spots
    way: Array
    steps: Array

    @staticmethod
    def around(shapes: tuple[Shape, ...], pushed: Array, side: float) -> Rings:
        """Return the spots of blocks of some shapes, as seen from their anchor.

        Parameters
        ----------
        shapes
            The shapes, the best first. A block of more shapes has fewer directions.
        pushed
            How far from the anchor the block belongs in each shape, because of the frame.
        side
            Size of a marker, in mm.
        """
        places = [pushed] + [_ring_places(shape, _DIRECTIONS // len(shapes), side) for shape in shapes]
        forms = np.repeat(np.arange(len(shapes)), len(places[1]))
        forms = np.concatenate([np.arange(len(shapes)), forms])
        middles = np.vstack(places)
        sizes = np.array([shape.size for shape in shapes])[forms]
        ends = _nearest_members(shapes, forms, middles)
        turns = np.round(np.arctan2(ends[:, 1], ends[:, 0]), 6)
        turns, way = np.unique(turns, return_inverse=True)
        steps = np.column_stack([np.cos(turns), np.sin(turns)])
        steps[np.abs(steps) < _LEAST_STEP] = _LEAST_STEP
        return Rings(Spots.of(middles, forms, sizes, np.zeros_like(middles), ends, side), way, steps)

    def markers_in_way(self, rows: Array, others: Spots) -> Array:
        """Tell which other markers would hide each spot, or be hidden, or crossed by the line to it, m×k.

        Parameters
        ----------
        rows
            Numbers of the spots, k.
        others
            Where other blocks stand, m.
        """
        hard = too_near(others.around[:, None], self.spots.around[rows])
        start = self.spots.start[0]
        ways = way_to(self.steps, others.around - np.concatenate([start, start]))
        hard |= ways.take(self.way[rows], axis=1) < self.spots.length[rows]
        return hard

    def lines_in_way(self, rows: Array, others: Spots) -> tuple[Array, Array]:
        """Tell which lines of others would run through each spot, m×k, and which the line to it would cross.

        Parameters
        ----------
        rows
            Numbers of the spots, k.
        others
            Where other blocks stand that have lines, m.
        """
        start = self.spots.start[0]
        cut = lines_through(others.start, others.end, self.spots.around[rows])
        ways = way_across(self.steps, others.start - start, others.end - start)
        return cut, ways.take(self.way[rows], axis=1) < self.spots.length[rows]


def _ring_places(shape: Shape, count: int, side: float) -> Array:
    """Return the middles of a block on rings around its anchor."""
    turns = np.arange(count) * 2 * np.pi / count + np.pi / 2
    ring = np.column_stack([np.cos(turns), np.sin(turns)])
    ways = _STEP * side * np.cumsum(_GROWTH ** np.arange(_RINGS))
    # Where the block is wide the first ring is farther out: half its size, and a little.
    farther = np.abs(ring @ (shape.size - shape.size.min())) / 2 * np.minimum(1, ways / side)[:, None]
    return np.asarray((ring * (ways[:, None] + farther)[..., None]).reshape(-1, 2))


def _nearest_members(shapes: tuple[Shape, ...], forms: Array, places: Array) -> Array:
    """Return, for each spot of a block, the middle of the member nearest to its anchor."""
    ends = places.copy()
    for form, shape in enumerate(shapes):
        rows = np.flatnonzero(forms == form)
        middles = places[rows, None] + shape.shifts
        nearest = (middles**2).sum(axis=-1).argmin(axis=1)
        ends[rows] = middles[np.arange(len(rows)), nearest]
    return ends
