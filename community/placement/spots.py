"""Spots: where blocks may stand, and what each spot costs by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from .blocks import GAP, MOST_SHAPES, Block
from .boxes import Array, Box, area, boxes, inside, meet, runs_through, shared_area

_DIRECTIONS, _RINGS, _GROWTH = 24, 13, 1.09
_STEP = 0.34
"""Way from one ring to the next, the first in sizes of a marker; each next way is longer."""
REAL = 1e-6

# In units of the way a marker's own size long: a hidden marker is worth any detour, a crossed one a long one.
TOUCHED, CROSSED = 30.0, 80.0
_WALL, _OUTSIDE, _LETTERED, _LETTERS_TOUCHED = 1200.0, 4000.0, 12.0, 1.5
_LED, _SHAPE = 0.8, 0.6

FORCED = 30.0
"""A spot that costs so much by itself is over something fixed."""


@dataclass(frozen=True)
class Spots:
    """Some spots, n, in arrays whose coordinates lie side by side, which numpy goes through faster.

    Attributes
    ----------
    places
        Middle of the block, n×2.
    forms
        Which of its shapes the block has there.
    around
        Box of the block, n×4.
    start, end
        Of its leader line, n×2: its anchor, and the middle of the member nearest to it.
    led
        Whether the line is drawn.
    hull
        Box around all of that with the gap it keeps, n×4.
    costs
        What the spot itself costs: how far it is, what fixed or lettered is under it.
    """

    places: Array
    forms: Array
    around: Array
    start: Array
    end: Array
    led: Array
    hull: Array
    costs: Array

    def take(self, index: Any) -> Spots:
        """Return some of the spots."""
        return Spots(*(getattr(self, field.name).T[..., index].T for field in fields(self)))

    def put(self, i: int, spot: Spots) -> None:
        """Let block `i` stand on another spot, the one in `spot`."""
        for field in fields(self):
            getattr(self, field.name)[i] = getattr(spot, field.name)[0]

    @property
    def reach(self) -> Array:
        """The box around all of them."""
        return np.concatenate([self.hull[:, :2].min(axis=0), self.hull[:, 2:].max(axis=0)])


@dataclass(frozen=True)
class Ground:
    """What is on the paper already: its frame, boxes that stay free, boxes of lettering; a marker's size."""

    frame: Box
    walls: Array
    lettered: Array
    side: float

    def home(self, blocks: Sequence[Block]) -> Spots:
        """Return the spot where each block belongs, n."""
        anchors = np.array([block.anchor for block in blocks])
        sizes = np.array([block.shapes[0].size for block in blocks])
        places = _into(anchors, sizes, self.frame)
        ends = [nearest_member(block, 0, place)[1] for block, place in zip(blocks, places)]
        return self._spots(anchors, places, np.zeros(len(blocks), int), sizes, np.array(ends))

    def rings(self, block: Block) -> Spots:
        """Return the spots of a block: where it belongs, and rings around that, in every shape."""
        offsets, forms = _offsets(tuple(map(tuple, block.sizes.tolist())), self.side)
        sizes, places = block.sizes[forms], block.anchor + offsets
        homes = slice(0, MOST_SHAPES)
        places[homes] = _into(places[homes], sizes[homes], self.frame)
        start = np.broadcast_to(block.anchor, places.shape)
        return self._spots(start, places, forms, sizes, _nearest_middles(block, forms, places))

    def _spots(self, start: Array, places: Array, forms: Array, sizes: Array, end: Array) -> Spots:
        """Return spots with what each costs by itself."""
        around = boxes(places, sizes)
        led = (np.abs(places - start) > sizes / 2).any(axis=-1)
        hull = _hull(around, start, end, led)
        costs = np.linalg.norm(places - start, axis=-1) / self.side + _LED * led + _SHAPE * forms
        costs += _OUTSIDE * ~inside(around, self.frame)
        plain = (places, forms, around, start, end, led, hull, costs)
        spots = Spots(*map(np.asfortranarray, plain))
        spots.costs[:] += self._under(spots)
        return spots

    def _under(self, spots: Spots) -> Array:
        """Return what is to pay for fixed boxes and lettering under spots, and for lines across walls."""
        count = len(spots.costs)
        i, letters = _over(spots, self.lettered)
        covered = shared_area(spots.around[i], letters) / area(spots.around[i])
        cost = np.bincount(i, _LETTERED * covered + _LETTERS_TOUCHED * (covered > 0), count)
        i, walls = _over(spots, self.walls)
        hidden = shared_area(grown(spots.around[i], GAP), walls) / area(grown(spots.around[i], GAP))
        crossed = spots.led[i] & runs_through(spots.start[i], spots.end[i], walls)
        paid = _WALL * hidden + TOUCHED * (hidden > REAL) + CROSSED * crossed
        return np.asarray(cost + np.bincount(i, paid, count))


def _over(spots: Spots, others: Array) -> tuple[Array, Array]:
    """Return pairs of spots and boxes that meet: numbers of the spots, and the boxes."""
    near = others[meet(spots.reach, others)]
    i, j = np.nonzero(meet(spots.hull[:, None], near))
    return i, near[j]


def nearest_member(block: Block, form: int, place: Array) -> tuple[int, Array]:
    """Return which member of a block that stands on `place` is nearest to its anchor, and its middle."""
    middles = place + block.shapes[form].shifts
    nearest = int(np.argmin(((middles - block.anchor) ** 2).sum(axis=1)))
    return nearest, middles[nearest]


def _nearest_middles(block: Block, forms: Array, places: Array) -> Array:
    """Return, for each spot of a block, the middle of the member nearest to its anchor."""
    ends = places.copy()
    for form in np.unique(forms).tolist():
        rows = np.flatnonzero(forms == form)
        middles = places[rows, None] + block.shapes[form].shifts
        nearest = ((middles - block.anchor) ** 2).sum(axis=-1).argmin(axis=1)
        ends[rows] = middles[np.arange(len(rows)), nearest]
    return ends


def _into(places: Array, sizes: Array, frame: Box) -> Array:
    """Return the middles nearest to `places` whose boxes stand in a frame."""
    low, high = np.array(frame[:2]) + sizes / 2, np.array(frame[2:]) - sizes / 2
    return np.asarray(np.clip(places, low, np.maximum(low, high)))


def _offsets(sizes: tuple[tuple[float, float], ...], side: float) -> tuple[Array, Array]:
    """Return where the spots of a block lie from its anchor, and its shape on each.

    First its home in every shape, then the rings; a block of fewer shapes has more directions.
    """
    shapes = list(dict.fromkeys(sizes))
    count = _DIRECTIONS // len(shapes)
    turns = np.arange(count) * 2 * np.pi / count + np.pi / 2
    ring = np.column_stack([np.cos(turns), np.sin(turns)])
    ways = _STEP * side * np.cumsum(_GROWTH ** np.arange(_RINGS))
    places = [np.zeros((MOST_SHAPES, 2))]
    forms = [np.array([sizes.index(size) for size in sizes])]
    for size in shapes:
        # Where the block is wide the first ring is farther out: half its size, and a little.
        farther = np.abs(ring @ (np.array(size) - min(size))) / 2 * np.minimum(1, ways / side)[:, None]
        places.append((ring * (ways[:, None] + farther)[..., None]).reshape(-1, 2))
        forms.append(np.full(len(places[-1]), sizes.index(size)))
    return np.vstack(places), np.concatenate(forms)


def _hull(around: Array, start: Array, end: Array, led: Array) -> Array:
    """Return the boxes around blocks with the gap they keep, and their leader lines."""
    low = np.where(led[..., None], np.minimum(start, end), around[..., :2])
    high = np.where(led[..., None], np.maximum(start, end), around[..., 2:])
    joined = [np.minimum(low, around[..., :2]) - GAP, np.maximum(high, around[..., 2:]) + GAP]
    return np.concatenate(joined, axis=-1)


def grown(around: Array, gap: float) -> Array:
    """Return boxes with a gap around them."""
    return around + np.array([-gap, -gap, gap, gap])
