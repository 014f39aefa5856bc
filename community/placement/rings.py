"""Rings: the spots around where a block belongs, and what is in the way of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .blocks import GAP, Shape
from .boxes import Array, lines_through, side_by_side, way_across, way_to
from .spots import REAL, Spots

_DIRECTIONS, _RINGS, _GROWTH = 48, 13, 1.09
_STEP = 0.34
"""Way from one ring to the next, the first in sizes of a marker; each next way is longer."""
_LEAST_STEP = 1e-9
SOME = 192
"""How many spots are looked at at a time."""


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

    @cached_property
    def reaches(self) -> list[Array]:
        """The boxes around the first `SOME` spots, the next, and so on."""
        hull = self.spots.hull
        starts = range(0, len(hull), SOME)
        low, high = np.minimum.reduceat(hull[:, :2], starts), np.maximum.reduceat(hull[:, 2:], starts)
        return list(np.hstack([low, high]))

    def in_way(self, some: slice, others: Spots) -> tuple[Array, Array]:
        """Tell who would be in the way of each spot, m×k, and whose lines the line to it would cross, m×k.

        Others are in the way where one marker would hide the other, or a line run through one. Of those,
        crossed lines are not told.

        Parameters
        ----------
        some
            Numbers of the spots, k.
        others
            Where other blocks stand, m.
        """
        places, halves = self.spots.places[some], self.spots.halves[some]
        way, length, start = self.way[some], self.spots.length[some], self.spots.start[0]
        hard = side_by_side(places, halves + (GAP - REAL), others.places, others.halves)
        ways = way_to(self.steps, others.around - np.concatenate([start, start]))
        hard |= ways.take(way, axis=1) < length
        crossed = np.zeros(hard.shape, bool)
        led = others.led.nonzero()[0]
        if len(led):
            lines = others.take(led)
            cut = lines_through(lines.start, lines.end, places, halves)
            cut |= hard[led]
            ways = way_across(self.steps, lines.start - start, lines.end - start)
            hard[led], crossed[led] = cut, (ways.take(way, axis=1) < length) & ~cut
        return hard, crossed


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
