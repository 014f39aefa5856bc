"""Spots: where each block may stand, what each of them costs, and which two are in each other's way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .blocks import GAP, Block, Shape
from .boxes import Array, Box, boxes, inside, overlap

_DIRECTIONS, _RINGS, _GROWTH = 24, 13, 1.09
_STEP = 0.34
"""Way from one ring to the next, the first in sizes of a marker; each next way is longer."""
_REAL = 1e-6

# In units of the way a marker's own size long: a hidden marker is worth any detour, a crossed one a long one.
_TOUCHED, _HIDDEN, _CROSSED, _LINES_CROSSED = 30.0, 400.0, 80.0, 8.0
_WALL, _OUTSIDE, _LETTERED, _LETTERS_TOUCHED = 1200.0, 4000.0, 12.0, 1.5
_LED, _SHAPE = 0.8, 0.6

CONFLICT = _LINES_CROSSED
"""Two spots that cost so much together are in each other's way."""
FORCED = 30.0
"""A spot that costs so much by itself is over something fixed."""


class Spots:
    """All spots of all blocks, the place a block belongs to first.

    Attributes
    ----------
    places
        Middle of the block, n×k×2; k is the same for all blocks.
    forms
        Which of its shapes the block has there, n×k.
    around
        Box of the block, n×k×4.
    ends
        Where its leader line ends, the middle of the member nearest to its anchor, n×k×2.
    led
        Whether it needs a leader line, n×k.
    costs
        What the spot itself costs, n×k: how far it is, what fixed or lettered is under it.
    """

    def __init__(
        self, blocks: Sequence[Block], frame: Box, walls: Array, lettered: Array, side: float
    ) -> None:
        self.anchors = np.array([block.anchor for block in blocks])
        self.side = side
        laid = [_spots_of(block, frame, side) for block in blocks]
        self.places = np.array([places for places, _ in laid])
        self.forms = np.array([forms for _, forms in laid])
        sizes = np.array([[shape.size for shape in _three(block)] for block in blocks])
        extent = np.take_along_axis(sizes, self.forms[..., None], axis=1)
        self.around = boxes(self.places.reshape(-1, 2), extent.reshape(-1, 2)).reshape(*self.forms.shape, 4)
        self.led = (np.abs(self.places - self.anchors[:, None]) > extent / 2).any(axis=-1)
        self.ends = self.places.copy()
        for i, block in enumerate(blocks):
            if len(block.members) > 1:
                self.ends[i] = [
                    nearest_member(block, int(form), place)[1]
                    for form, place in zip(self.forms[i], self.places[i])
                ]
        way = np.linalg.norm(self.places - self.anchors[:, None], axis=-1) / side
        self.costs = way + _LED * self.led + _SHAPE * self.forms
        self.costs += _OUTSIDE * ~inside(self.around, frame)
        for i in range(len(blocks)):
            self.costs[i] += self._on_ground(i, walls, lettered)
        lines = _hull(self.around, self.anchors[:, None], self.ends, self.led)
        self._reach = np.concatenate([lines[..., :2].min(axis=1), lines[..., 2:].max(axis=1)], axis=1)
        self._lines = np.ascontiguousarray(lines.transpose(2, 0, 1))

    def _on_ground(self, i: int, walls: Array, lettered: Array) -> Array:
        """Return what is to pay for fixed boxes and lettering under each spot, and for lines across walls."""
        reach = np.concatenate([self.around[i, :, :2].min(axis=0), self.around[i, :, 2:].max(axis=0)])
        walls = walls[_meet(reach, walls)]
        covered = overlap(self.around[i], lettered[_meet(reach, lettered)])
        cost = (_LETTERED * covered + _LETTERS_TOUCHED * (covered > 0)).sum(axis=1)
        hidden = overlap(_grown(self.around[i]), walls)
        cost += (_WALL * hidden + _TOUCHED * (hidden > _REAL)).sum(axis=1)
        crossed = runs_through(self.anchors[i], self.ends[i][:, None], walls) & self.led[i][:, None]
        return np.asarray(cost + _CROSSED * crossed.sum(axis=1))

    def beside(self, i: int, k: int) -> tuple[Array, Array, Array]:
        """Return which spots of other blocks cost more while block `i` stands on its spot `k`.

        Returns
        -------
        others, theirs
            Numbers of the blocks and of their spots.
        costs
            What the two cost together: one marker over the other, lines through markers or lines.
        """
        hull = self._lines[:, i, k]
        near = np.flatnonzero(_meet(hull, self._reach))
        near = near[near != i]
        rows, theirs = np.nonzero(_meet(hull, self._lines[:, near].transpose(1, 2, 0)))
        others = near[rows]
        box, anchor, end = self.around[i, k], self.anchors[i], self.ends[i, k]
        around, starts, ends = self.around[others, theirs], self.anchors[others], self.ends[others, theirs]
        led = self.led[others, theirs]
        wide, high = (
            np.minimum(box[axis + 2] + GAP, around[:, axis + 2])
            - np.maximum(box[axis] - GAP, around[:, axis])
            for axis in range(2)
        )
        shared = np.clip(wide, 0, None) * np.clip(high, 0, None)
        cost = _HIDDEN * shared / self.side**2 + _TOUCHED * (shared > _REAL)
        cost += _CROSSED * (led & runs_through(starts, ends, box))
        if self.led[i, k]:
            cost += _CROSSED * runs_through(anchor, end, around)
            cost += _LINES_CROSSED * (led & cross(anchor, end, starts, ends))
        costly = cost > 0
        return others[costly], theirs[costly], cost[costly]


def nearest_member(block: Block, form: int, place: Array) -> tuple[int, Array]:
    """Return which member of a block that stands on `place` is nearest to its anchor, and its middle."""
    middles = place + block.shapes[form].shifts
    nearest = int(np.argmin(((middles - block.anchor) ** 2).sum(axis=1)))
    return nearest, middles[nearest]


def runs_through(starts: Array, ends: Array, around: Array) -> Array:
    """Tell which lines run through which boxes (Liang–Barsky), by numpy's rules of shapes."""
    enter: Array = np.zeros(())
    leave: Array = np.ones(())
    for axis in range(2):
        start, step = starts[..., axis], ends[..., axis] - starts[..., axis]
        step = np.where(np.abs(step) < 1e-9, 1e-9, step)
        one, two = (around[..., axis] - start) / step, (around[..., axis + 2] - start) / step
        enter = np.maximum(enter, np.minimum(one, two))
        leave = np.minimum(leave, np.maximum(one, two))
    return np.asarray(enter < leave)


def cross(start: Array, end: Array, starts: Array, stops: Array) -> Array:
    """Tell which of the lines `starts`–`stops` the line `start`–`end` crosses."""
    apart = _side(start, end, starts) * _side(start, end, stops) < 0
    return np.asarray(apart & (_side(starts, stops, start) * _side(starts, stops, end) < 0))


def _side(a: Array, b: Array, p: Array) -> Array:
    along, to = b - a, p - a
    return np.asarray(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])


def _three(block: Block) -> list[Shape]:
    return [block.shapes[min(form, len(block.shapes) - 1)] for form in range(3)]


def _spots_of(block: Block, frame: Box, side: float) -> tuple[Array, Array]:
    """Return the spots of a block, and its shape on each: rings around its anchor, in every shape."""
    count = len(block.shapes)
    places, forms = [], []
    for form, shape in enumerate(block.shapes):
        turns = np.arange(_DIRECTIONS // count) * 2 * np.pi / (_DIRECTIONS // count) + np.pi / 2
        ring = np.column_stack([np.cos(turns), np.sin(turns)])
        ways = _STEP * side * np.cumsum(_GROWTH ** np.arange(_RINGS))
        # Where the block is wide the first ring is farther out: half its size, and a little.
        moved = ring * (
            ways[:, None, None]
            + (shape.size - shape.size.min()) / 2 * np.minimum(1, ways / side)[:, None, None]
        )
        low, high = np.array(frame[:2]) + shape.size / 2, np.array(frame[2:]) - shape.size / 2
        home = np.clip(block.anchor, low, np.maximum(low, high))
        places.append(np.vstack([home[None], block.anchor + moved.reshape(-1, 2)]))
        forms.append(np.full(len(places[-1]), form))
    missing = 3 - count
    places.append(np.repeat(places[0][:1], missing, axis=0))
    forms.append(np.zeros(missing, int))
    return np.vstack(places), np.concatenate(forms)


def _hull(around: Array, anchors: Array, ends: Array, led: Array) -> Array:
    """Return the boxes around blocks with the gap they keep, and their leader lines."""
    low = np.where(led[..., None], np.minimum(anchors, ends), around[..., :2])
    high = np.where(led[..., None], np.maximum(anchors, ends), around[..., 2:])
    joined = [np.minimum(low, around[..., :2]) - GAP, np.maximum(high, around[..., 2:]) + GAP]
    return np.concatenate(joined, axis=-1)


def _meet(box: Array, others: Array) -> Array:
    """Tell which boxes meet one; column by column, which numpy does several times faster."""
    low_x, low_y, high_x, high_y = (others[..., i] for i in range(4))
    return np.asarray((low_x < box[2]) & (high_x > box[0]) & (low_y < box[3]) & (high_y > box[1]))


def _grown(around: Array) -> Array:
    return around + np.array([-GAP, -GAP, GAP, GAP])
