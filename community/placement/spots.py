"""Spots: where blocks may stand, and what each spot costs by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import shapely

from .blocks import GAP, Block
from .boxes import Array, Box, area, boxes, inside, meet, runs_through, shared_area

REAL = 1e-6

# In units of the way a marker's own size long: a hidden marker is worth any detour, a crossed one a long one.
TOUCHED, CROSSED = 30.0, 80.0
_WALL, _OUTSIDE, _LETTERED, _LETTERS_TOUCHED = 1200.0, 4000.0, 12.0, 1.5
_LED, _SHAPE, _ASTRAY = 0.8, 0.6, 8.0

FORCED = 30.0
"""A spot that costs so much by itself is over something fixed."""

ROWS, _POINTS = 19, 14
"""Rows of a table of spots; the first are coordinates, x and y in turn."""


@dataclass(frozen=True)
class Spots:
    """Some spots, n, in one table with a column for each: taking and moving them is one step for numpy.

    Attributes
    ----------
    table
        `ROWS`×n, of which each property shows some rows.
    """

    table: Array

    @staticmethod
    def of(places: Array, forms: Array, sizes: Array, start: Array, end: Array, side: float) -> Spots:
        """Return spots with what each costs for how far it is from where the block belongs.

        Parameters
        ----------
        places, forms, sizes
            Middle of the block, n×2, which of its shapes it has there, and the size of that, n×2.
        start, end
            Of its leader line, n×2.
        side
            Size of a marker, in mm.
        """
        around = boxes(places, sizes)
        led = (np.abs(places - start) > sizes / 2).any(axis=-1)
        length = np.hypot(*(end - start).T) * led
        low = np.where(led[:, None], np.minimum(start, end), places)
        high = np.where(led[:, None], np.maximum(start, end), places)
        hull = [np.minimum(low, around[:, :2]) - GAP, np.maximum(high, around[:, 2:]) + GAP]
        costs = np.linalg.norm(places - start, axis=-1) / side + _LED * led + _SHAPE * forms
        plain = np.column_stack([places, around, start, end, *hull, forms, length, costs, sizes / 2])
        return Spots(np.ascontiguousarray(plain.T))

    @property
    def places(self) -> Array:
        """Middle of the block, n×2."""
        return self.table[:2].T

    @property
    def around(self) -> Array:
        """Box of the block, n×4."""
        return self.table[2:6].T

    @property
    def start(self) -> Array:
        """Where its leader line begins, n×2: at its anchor."""
        return self.table[6:8].T

    @property
    def end(self) -> Array:
        """Where its leader line ends, n×2: in the middle of the member nearest to the anchor."""
        return self.table[8:10].T

    @property
    def hull(self) -> Array:
        """Box around the block and its line with the gap they keep, n×4."""
        return self.table[10:_POINTS].T

    @property
    def forms(self) -> Array:
        """Which of its shapes the block has there."""
        return self.table[_POINTS]

    @property
    def led(self) -> Array:
        """Whether the line is drawn."""
        return self.length > 0

    @property
    def length(self) -> Array:
        """How long its leader line is, in mm; nothing where none is drawn."""
        return self.table[_POINTS + 1]

    @property
    def costs(self) -> Array:
        """What the spot itself costs: how far it is, what fixed or lettered is under it."""
        return self.table[_POINTS + 2]

    @property
    def halves(self) -> Array:
        """Half of width and height of the block, n×2."""
        return self.table[_POINTS + 3 :].T

    @property
    def reach(self) -> Array:
        """The box around all of them."""
        return np.concatenate([self.hull[:, :2].min(axis=0), self.hull[:, 2:].max(axis=0)])

    def take(self, index: Any) -> Spots:
        """Return the spots of some numbers."""
        return Spots(self.table.take(index, axis=1))

    def moved(self, way: Array) -> Spots:
        """Return the spots some way off."""
        table = self.table.copy()
        table[:_POINTS] += np.tile(way, _POINTS // 2)[:, None]
        return Spots(table)


@dataclass(frozen=True)
class Ground:
    """What is on the paper already.

    Attributes
    ----------
    frame
        Of the map.
    walls, lettered
        Boxes that stay free, and boxes of lettering.
    side
        Size of a marker.
    elsewhere
        The ground of others, where a number would seem to be theirs.
    """

    frame: Box
    walls: Array
    lettered: Array
    side: float
    elsewhere: Optional[Any] = None

    def home(self, blocks: Sequence[Block]) -> Spots:
        """Return the spot where each block belongs, n."""
        anchors = np.array([block.anchor for block in blocks])
        sizes = np.array([block.shapes[0].size for block in blocks])
        places = anchors + self.pushed(anchors, sizes)
        ends = [nearest_member(block, 0, place)[1] for block, place in zip(blocks, places)]
        return self.priced(Spots.of(places, np.zeros(len(blocks)), sizes, anchors, np.array(ends), self.side))

    def pushed(self, anchors: Array, sizes: Array) -> Array:
        """Return how far boxes around anchors must move to stand in the frame, n×2."""
        low, high = np.array(self.frame[:2]) + sizes / 2, np.array(self.frame[2:]) - sizes / 2
        return np.asarray(np.clip(anchors, low, np.maximum(low, high)) - anchors)

    def priced(self, spots: Spots) -> Spots:
        """Add to the costs of spots what is to pay for the edge, and for what is under them on the paper."""
        spots.costs[:] += _OUTSIDE * ~inside(spots.around, self.frame)
        if self.elsewhere is not None:
            spots.costs[:] += _ASTRAY * _part_in(spots, self.elsewhere)
        for others, paid in ((self.lettered, _paid_for_letters), (self.walls, _paid_for_walls)):
            i, under = _over(spots, others)
            if len(i):
                spots.costs[:] += np.bincount(i, paid(spots.take(i), under), len(spots.costs))
        return spots


def _part_in(spots: Spots, ground: Any) -> Array:
    """Return how much of each spot is in a polygon, by its middle and both of its ends."""
    x, y = spots.places.T
    aside = np.array([[0.0], [-1.0], [1.0]]) * spots.halves[:, 0]
    return np.asarray(shapely.contains_xy(ground, x + aside, np.broadcast_to(y, aside.shape)).mean(axis=0))


def _paid_for_letters(spots: Spots, letters: Array) -> Array:
    covered = shared_area(spots.around, letters) / area(spots.around)
    return np.asarray(_LETTERED * covered + _LETTERS_TOUCHED * (covered > 0))


def _paid_for_walls(spots: Spots, walls: Array) -> Array:
    around = grown(spots.around, GAP)
    hidden = shared_area(around, walls) / area(around)
    crossed = spots.led & runs_through(spots.start, spots.end, walls)
    return np.asarray(_WALL * hidden + TOUCHED * (hidden > REAL) + CROSSED * crossed)


def _over(spots: Spots, others: Array) -> tuple[Array, Array]:
    """Return pairs of spots and boxes that meet: numbers of the spots, and the boxes."""
    near = others[meet(spots.reach, others)]
    j, i = np.nonzero(meet(near[:, None], spots.hull))
    return i, near[j]


def nearest_member(block: Block, form: int, place: Array) -> tuple[int, Array]:
    """Return which member of a block that stands on `place` is nearest to its anchor, and its middle."""
    middles = place + block.shapes[form].shifts
    nearest = int(np.argmin(((middles - block.anchor) ** 2).sum(axis=1)))
    return nearest, middles[nearest]


def grown(around: Array, gap: float) -> Array:
    """Return boxes with a gap around them."""
    return around + np.array([-gap, -gap, gap, gap])
