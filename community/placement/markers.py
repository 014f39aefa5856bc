"""Markers: those in nobody's way stay, others move to the nearest spot that hides nothing.

A search with a memory (F. Glover's tabu search). First every block of markers takes a better spot
while there is one. Then those still in each other's way move to the spot that costs the least,
dearer than their own if need be, and may not come back for a while; what was best of all stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .blocks import Block, make_blocks
from .boxes import Array, Box, boxes, overlap
from .spots import CONFLICT, FORCED, Spots, nearest_member, runs_through

HIDDEN = 0.1
"""Part of a marker that may be under another one."""
_SPLITS = 2
_MOVES, _PATIENCE = 2000, 500
_BARRED, _ROUND = 5, 20
_BETTER = 1e-6


@dataclass(frozen=True)
class Placed:
    """Where markers stand.

    Attributes
    ----------
    centers
        Centre of each marker, n×2.
    roots
        Where the leader line of each marker begins, n×2: its anchor, or that of its row.
    led
        Whether a leader line is drawn.
    crowded
        Whether the paper was too full for it: another marker hides more than a tenth of it, or a
        leader line runs through it.
    """

    centers: Array
    roots: Array
    led: Array
    crowded: Array


def place_markers(
    anchors: Array,
    sizes: Array,
    frame: Box,
    fixed: Optional[Array] = None,
    stacks: Optional[Sequence[Optional[str]]] = None,
    lettered: Optional[Array] = None,
) -> Placed:
    """Move markers that hide one another, or something fixed, to the nearest free spot.

    Markers of one stack (a building) that overlap become a row. Those in nobody's way stay.

    Parameters
    ----------
    anchors
        Where each marker belongs, n×2, y upward.
    sizes
        Width and height of each, n×2.
    frame
        Box that no marker leaves.
    fixed
        Boxes that stay free, m×4: the entrance, arrow and bar.
    stacks
        A name per marker, or None for those that stand alone.
    lettered
        Boxes of labels, k×4, which markers keep off where a short way is enough.

    Returns
    -------
    placed
        Centres, beginnings of leader lines, which need one, and which found no good spot.
    """
    anchors, sizes = np.asarray(anchors, float).reshape(-1, 2), np.asarray(sizes, float).reshape(-1, 2)
    walls, soft = (
        np.empty((0, 4)) if given is None else np.asarray(given, float).reshape(-1, 4)
        for given in (fixed, lettered)
    )
    if not len(anchors):
        return Placed(anchors, anchors.copy(), np.zeros(0, bool), np.zeros(0, bool))
    blocks = make_blocks(anchors, sizes, stacks or [None] * len(anchors))
    side = float(sizes.min())
    search = _Search(Spots(blocks, frame, walls, soft, side))
    for _ in range(_SPLITS):
        search.descend()
        # Rows that found no good spot find one more easily in two halves.
        parts = [
            part
            for block, unhappy in zip(blocks, search.unhappy())
            for part in (block.halves(anchors, sizes) if unhappy else [block])
        ]
        if len(parts) == len(blocks):
            break
        blocks = parts
        search = _Search(Spots(blocks, frame, walls, soft, side))
    search.run()
    return _placed(blocks, search, anchors, sizes)


def _placed(blocks: Sequence[Block], search: _Search, anchors: Array, sizes: Array) -> Placed:
    centers, roots, led = anchors.copy(), anchors.copy(), np.zeros(len(anchors), bool)
    for i, (block, k) in enumerate(zip(blocks, search.chosen)):
        place, form = search.spots.places[i, k], int(search.spots.forms[i, k])
        centers[block.members] = place + block.shapes[form].shifts
        roots[block.members] = block.anchor
        # One line leads to a row: to the member nearest to where it belongs.
        led[block.members[nearest_member(block, form, place)[0]]] = search.spots.led[i, k]
    return Placed(centers, roots, led, _crowded(centers, roots, led, sizes))


def _crowded(centers: Array, roots: Array, led: Array, sizes: Array) -> Array:
    """Tell which markers another one hides by more than a tenth, or a leader line runs through."""
    around = boxes(centers, sizes)
    crowded = np.zeros(len(centers), bool)
    lines = np.flatnonzero(led)
    for i, box in enumerate(around):
        hidden = overlap(box, around)
        hidden[i] = 0.0
        others = lines[lines != i]
        crowded[i] = hidden.max() > HIDDEN or runs_through(roots[others], centers[others], box).any()
    return crowded


class _Search:
    """A choice of a spot for every block, and what each other choice would cost."""

    def __init__(self, spots: Spots) -> None:
        self.spots = spots
        count = len(spots.anchors)
        self.chosen = np.zeros(count, int)
        self._costs = spots.costs.copy()
        self._rows: dict[tuple[int, int], tuple[Array, Array, Array]] = {}
        self._best = np.zeros(count)
        for i in range(count):
            self._weigh(i, 1.0)
        self._best = self._costs.min(axis=1)

    def run(self) -> None:
        """Search until no block is in another's way, or until a long search finds nothing better."""
        self.descend()
        total, best, kept, found = 0.0, 0.0, self.chosen.copy(), 0
        barred, moved = np.zeros(self._costs.shape, int), np.zeros(len(self.chosen), int)
        for turn in range(1, _MOVES + 1):
            unhappy = np.flatnonzero(self.unhappy())
            if not len(unhappy) or turn - found > _PATIENCE:
                break
            # The one that moved longest ago, of these the one in most others' way, so that all take part.
            i = int(unhappy[np.lexsort((-np.round(self._now()[unhappy], 6), moved[unhappy] // _ROUND))[0]])
            change = self._costs[i] - self._costs[i, self.chosen[i]]
            # Back to where it was is barred for a while, unless that is better than all so far.
            change[(barred[i] > turn) & (total + change >= best - _BETTER)] = np.inf
            change[self.chosen[i]] = np.inf
            k = int(np.argmin(np.round(change, 6)))
            barred[i, self.chosen[i]] = turn + _BARRED * len(unhappy)
            moved[i] = turn
            total += float(change[k])
            self._move(i, k)
            if total < best - _BETTER:
                best, kept, found = total, self.chosen.copy(), turn
        for i in np.flatnonzero(kept != self.chosen).tolist():
            self._move(i, int(kept[i]))
        self.descend()

    def unhappy(self) -> Array:
        """Tell which blocks are in the way of another one, or of something fixed."""
        own = self.spots.costs[np.arange(len(self.chosen)), self.chosen]
        return np.asarray((self._now() - own >= CONFLICT) | (own >= FORCED))

    def descend(self) -> None:
        """Move the block that gains the most, until none gains."""
        while True:
            gain = self._now() - self._best
            i = int(np.argmax(np.round(gain, 6)))
            if gain[i] <= _BETTER:
                break
            self._move(i, int(np.argmin(np.round(self._costs[i], 6))))

    def _now(self) -> Array:
        return np.asarray(self._costs[np.arange(len(self.chosen)), self.chosen])

    def _move(self, i: int, k: int) -> None:
        self._weigh(i, -1.0)
        self.chosen[i] = k
        self._weigh(i, 1.0)

    def _weigh(self, i: int, sign: float) -> None:
        """Add to others' spots what they cost beside block `i` as it stands, or take it off."""
        key = (i, int(self.chosen[i]))
        if key not in self._rows:
            self._rows[key] = self.spots.beside(*key)
        others, theirs, costs = self._rows[key]
        self._costs[others, theirs] += sign * costs
        touched = np.unique(others)
        self._best[touched] = self._costs[touched].min(axis=1)
