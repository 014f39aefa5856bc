"""Spots: where blocks may stand, what each spot costs, and what two blocks cost each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from .blocks import GAP, MOST_SHAPES, Block
from .boxes import Array, Box, area, boxes, cross, inside, meeting, runs_through, shared_area

_DIRECTIONS, _RINGS, _GROWTH = 24, 13, 1.09
_STEP = 0.34
"""Way from one ring to the next, the first in sizes of a marker; each next way is longer."""
_REAL = 1e-6

# In units of the way a marker's own size long: a hidden marker is worth any detour, a crossed one a long one.
_TOUCHED, _HIDDEN, _CROSSED, _LINES_CROSSED = 30.0, 400.0, 80.0, 8.0
_WALL, _OUTSIDE, _LETTERED, _LETTERS_TOUCHED = 1200.0, 4000.0, 12.0, 1.5
_LED, _SHAPE = 0.8, 0.6

Index = tuple[Array, ...]

CONFLICT = _LINES_CROSSED
"""Two blocks that cost each other so much are in each other's way."""
FORCED = 30.0
"""A spot that costs so much by itself is over something fixed."""


@dataclass(frozen=True)
class Spots:
    """Spots of blocks, in arrays of one shape: n blocks, or n blocks of k spots each.

    Attributes
    ----------
    places
        Middle of the block, …×2.
    forms
        Which of its shapes the block has there.
    around
        Box of the block, …×4.
    start, end
        Of its leader line, …×2: its anchor, and the middle of the member nearest to it.
    led
        Whether the line is drawn.
    hull
        Box around all of that with the gap it keeps, …×4.
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

    def take(self, *index: Array) -> Spots:
        """Return some of the spots."""
        return Spots(*(getattr(self, field.name)[index] for field in fields(self)))

    def put(self, i: int, spot: Spots) -> None:
        """Let block `i` stand on another spot, the one in `spot`."""
        for field in fields(self):
            getattr(self, field.name)[i] = getattr(spot, field.name)[0]

    def with_more(self, more: Spots) -> Spots:
        """Return the spots with those of more blocks after them."""
        parts = ((getattr(self, field.name), getattr(more, field.name)) for field in fields(self))
        return Spots(*(np.concatenate(pair) for pair in parts))


@dataclass(frozen=True)
class Ground:
    """What is on the paper already: its frame, boxes that stay free, boxes of lettering; a marker's size."""

    frame: Box
    walls: Array
    lettered: Array
    side: float

    def home(self, blocks: Sequence[Block]) -> Spots:
        """Return the spot where each block belongs, n."""
        spots = self.rings(blocks, rings=0)
        return spots.take(np.arange(len(blocks)), np.zeros(len(blocks), int))

    def rings(self, blocks: Sequence[Block], rings: int = _RINGS) -> Spots:
        """Return the spots of blocks, n×k: where they belong, and rings around that, in every shape."""
        anchors = np.array([block.anchor for block in blocks])
        laid = [_offsets(tuple(map(tuple, block.sizes.tolist())), self.side, rings) for block in blocks]
        forms = np.array([form for _, form in laid])
        sizes = np.take_along_axis(np.array([block.sizes for block in blocks]), forms[..., None], axis=1)
        places = anchors[:, None] + np.array([offsets for offsets, _ in laid])
        homes = slice(0, MOST_SHAPES)
        places[:, homes] = _into(places[:, homes], sizes[:, homes], self.frame)
        start = np.broadcast_to(anchors[:, None], places.shape)
        around = boxes(places.reshape(-1, 2), sizes.reshape(-1, 2)).reshape(*forms.shape, 4)
        led = (np.abs(places - start) > sizes / 2).any(axis=-1)
        end = places.copy()
        for i, block in enumerate(blocks):
            if len(block.members) > 1:
                end[i] = _nearest_middles(block, forms[i], places[i])
        hull = _hull(around, start, end, led)
        costs = np.linalg.norm(places - start, axis=-1) / self.side + _LED * led + _SHAPE * forms
        costs += _OUTSIDE * ~inside(around, self.frame)
        spots = Spots(places, forms, around, start, end, led, hull, costs)
        return Spots(places, forms, around, start, end, led, hull, costs + self._under(spots))

    def _under(self, spots: Spots) -> Array:
        """Return what is to pay for fixed boxes and lettering under spots, and for lines across walls."""
        cost = np.zeros(spots.led.shape)
        reach = np.concatenate([spots.hull[..., :2].min(axis=1), spots.hull[..., 2:].max(axis=1)], axis=1)
        i, j = meeting(reach, self.lettered)
        around, letters = spots.around[i], self.lettered[j, None]
        covered = shared_area(around, letters) / area(around)
        np.add.at(cost, i, _LETTERED * covered + _LETTERS_TOUCHED * (covered > 0))
        i, j = meeting(reach, self.walls)
        around, walls = _grown(spots.around[i], GAP), self.walls[j, None]
        hidden = shared_area(around, walls) / area(around)
        crossed = spots.led[i] & runs_through(spots.start[i], spots.end[i], walls)
        np.add.at(cost, i, _WALL * hidden + _TOUCHED * (hidden > _REAL) + _CROSSED * crossed)
        return cost

    def between(self, one: Spots, i: Index, other: Spots, j: Index) -> Array:
        """Return what spots `i` of one cost beside spots `j` of another, pair by pair or one against many.

        One hides the other, or is too near; a leader line runs through a marker, or through a line.
        """
        shape = np.broadcast_shapes(np.shape(i[0]), np.shape(j[0]))
        box, theirs = one.around[i], other.around[j]
        # Both keep half of the gap: each costs the other the same, so what was added can be taken off.
        shared = shared_area(_grown(box, GAP / 2), _grown(theirs, GAP / 2))
        cost = np.broadcast_to(_HIDDEN / self.side**2 * shared + _TOUCHED * (shared > _REAL), shape).copy()
        led, drawn = (np.broadcast_to(part, shape) for part in (one.led[i], other.led[j]))
        for line, lines, at, around in ((led, one, i, theirs), (drawn, other, j, box)):
            rows = np.flatnonzero(line)
            at, around = _some(at, rows), around if len(around) == 1 else around[rows]
            cost[rows] += _CROSSED * runs_through(lines.start[at], lines.end[at], around)
        rows = np.flatnonzero(led & drawn)
        i, j = _some(i, rows), _some(j, rows)
        crossed = cross(one.start[i], one.end[i], other.start[j], other.end[j])
        cost[rows] += _LINES_CROSSED * crossed
        return cost


def _some(index: Index, rows: Array) -> Index:
    """Return some of the spots an index names; one that stands against many stays."""
    return tuple(part if len(part) == 1 else part[rows] for part in index)


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


def _offsets(sizes: tuple[tuple[float, float], ...], side: float, rings: int) -> tuple[Array, Array]:
    """Return where the spots of a block lie from its anchor, and its shape on each.

    First its home in every shape, then the rings; a block of fewer shapes has more directions.
    """
    shapes = list(dict.fromkeys(sizes))
    count = _DIRECTIONS // len(shapes)
    turns = np.arange(count) * 2 * np.pi / count + np.pi / 2
    ring = np.column_stack([np.cos(turns), np.sin(turns)])
    ways = _STEP * side * np.cumsum(_GROWTH ** np.arange(rings))
    places = [np.zeros((MOST_SHAPES, 2))]
    forms = [np.array([sizes.index(size) for size in sizes])]
    for size in shapes:
        # Where the block is wide the first ring is farther out: half its size, and a little.
        farther = (np.array(size) - min(size)) / 2 * np.minimum(1, ways / side)[:, None, None]
        places.append((ring * (ways[:, None, None] + farther)).reshape(-1, 2))
        forms.append(np.full(len(places[-1]), sizes.index(size)))
    return np.vstack(places), np.concatenate(forms)


def _hull(around: Array, start: Array, end: Array, led: Array) -> Array:
    """Return the boxes around blocks with the gap they keep, and their leader lines."""
    low = np.where(led[..., None], np.minimum(start, end), around[..., :2])
    high = np.where(led[..., None], np.maximum(start, end), around[..., 2:])
    joined = [np.minimum(low, around[..., :2]) - GAP, np.maximum(high, around[..., 2:]) + GAP]
    return np.concatenate(joined, axis=-1)


def _grown(around: Array, gap: float) -> Array:
    return around + np.array([-gap, -gap, gap, gap])
