"""Rings: the spots around where a block belongs, and what is in the way of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .blocks import GAP, Shape
from .boxes import Array, lines_through, meet, way_across, way_to
from .spots import Spots, grown

_DIRECTIONS, _RINGS, _GROWTH = 24, 13, 1.09
_STEP = 0.34
"""Way from one ring to the next, the first in sizes of a marker; each next way is longer."""


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
        return Rings(Spots.of(middles, forms, sizes, np.zeros_like(middles), ends, side), way, steps)

    def in_way(self, rows: slice, others: Spots) -> tuple[Array, Array]:
        """Return what is in the way of some of the spots.

        Parameters
        ----------
        rows
            The spots, k.
        others
            Where other blocks stand, m.

        Returns
        -------
        hard
            Whether one of both would hide the other, or its line run through it, m×k.
        crossed
            How many lines the line to each spot would cross, but for those of blocks in its way, k.
        """
        box, theirs, way = self.spots.around[rows], others.around, self.way[rows]
        anchor, length = self.spots.start[0], self.spots.length[rows]
        hard = meet(grown(theirs, GAP)[:, None], box)
        hard |= way_to(self.steps, theirs - np.tile(anchor, 2)).take(way, axis=1) < length
        led = np.flatnonzero(others.led)
        begins, ends = others.start[led], others.end[led]
        hard[led] |= lines_through(begins, ends, box)
        ways = way_across(self.steps, begins - anchor, ends - anchor).take(way, axis=1)
        return hard, np.ones(len(led)) @ ((ways < length) & ~hard[led])


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
