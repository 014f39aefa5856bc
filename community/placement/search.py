"""The search for spots: better ones while there are, then dearer ones for those in each other's way.

A search with a memory (F. Glover's tabu search). First every block of markers takes a better spot
while there is one. Then those still in each other's way move to the spot that costs the least,
dearer than their own if need be, and may not come back for a while; what was best of all stays.
How long it lasts is bounded by moves, never by time: the same input gives the same output.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .blocks import Block
from .boxes import Array, meet, meeting
from .spots import CONFLICT, FORCED, Ground, Spots

_MOVES, _PATIENCE = 4000, 1000
_BARRED, _ROUND = 5, 20
_DESCENT = 4
"""How often on average a block may move in one descent."""
_HOPELESS = 0.3
"""Part of the blocks that may be in each other's way for a search with a memory to be worth its while."""
_FEW = 24
_MANY = 0.25
_BETTER = 1e-6
_PAIRS = 200


class Search:
    """Where blocks stand, and what each other spot would cost those that are not alone.

    Only blocks that pay something where they belong take part; the others stay there, and take
    part from the moment on when one comes in their way.

    Parameters
    ----------
    blocks
        The blocks.
    ground
        What is on the paper already.

    Attributes
    ----------
    stand
        The spot of each block, n.
    """

    def __init__(self, blocks: Sequence[Block], ground: Ground) -> None:
        self._blocks, self._ground = blocks, ground
        self.stand: Spots = ground.home(blocks)
        self._row = np.full(len(blocks), -1)
        self._taking = np.empty(0, int)
        self._at = np.empty(0, int)
        self._spots = ground.rings(blocks[:1]).take(np.empty(0, int))
        self._costs, self._best = self._spots.costs, np.empty(0)
        one, other = meeting(self.stand.hull)
        paying = self.stand.costs > _BETTER
        paying[one[ground.between(self.stand, (one,), self.stand, (other,)) > 0]] = True
        # Where many have to move, most of the others will be in somebody's way sooner or later.
        self._join(np.flatnonzero(paying if paying.mean() < _MANY else np.ones_like(paying)))

    def paid(self) -> Array:
        """Return what each block costs where it stands: by itself, and in the way of others, n."""
        paid = self.stand.costs.copy()
        paid[self._taking] = self._now()
        return paid

    def unhappy(self) -> Array:
        """Tell which blocks are in the way of another one, or of something fixed."""
        own = self.stand.costs
        return np.asarray((self.paid() - own >= CONFLICT) | (own >= FORCED))

    def descend(self) -> None:
        """Move the block that gains the most, until none gains."""
        for _ in range(_DESCENT * len(self._blocks)):
            gain = np.round(self._now() - self._best, 6)
            i = int(np.argmax(gain)) if len(gain) else -1
            if i < 0 or gain[i] <= _BETTER:
                break
            self._move(i, int(np.argmin(np.round(self._costs[i], 6))))

    def run(self) -> None:
        """Search until no block is in another's way, or until a long search finds nothing better."""
        if self.unhappy().sum() > max(_HOPELESS * len(self._blocks), _FEW):
            return
        total, best, found = 0.0, 0.0, 0
        kept = self._at.copy()
        barred: dict[tuple[int, int], int] = {}
        moved = np.zeros(len(self._blocks), int)
        for turn in range(1, _MOVES + 1):
            unhappy = self._row[self.unhappy()]
            if not len(unhappy) or turn - found > _PATIENCE:
                break
            # The one that moved longest ago, of these the one in most others' way, so that all take part.
            i = int(unhappy[np.lexsort((-np.round(self._now()[unhappy], 6), moved[unhappy] // _ROUND))[0]])
            change = self._costs[i] - self._costs[i, self._at[i]]
            # Back to where it was is barred for a while, unless that is better than all so far.
            for k in range(len(change)):
                if barred.get((i, k), 0) > turn and total + change[k] >= best - _BETTER:
                    change[k] = np.inf
            change[self._at[i]] = np.inf
            k = int(np.argmin(np.round(change, 6)))
            barred[i, int(self._at[i])] = turn + _BARRED * len(unhappy)
            moved[i] = turn
            total += float(change[k])
            self._move(i, k)
            if total < best - _BETTER:
                best, kept, found = total, self._at.copy(), turn
        kept = np.concatenate([kept, np.zeros(len(self._at) - len(kept), int)])
        for i in np.flatnonzero(kept != self._at).tolist():
            self._move(i, int(kept[i]))
        self.descend()

    def _now(self) -> Array:
        return np.asarray(self._costs[np.arange(len(self._at)), self._at])

    def _move(self, i: int, k: int) -> None:
        """Let a block that takes part stand on another of its spots; who is in its way now takes part too."""
        self._weigh(i, -1.0)
        self._at[i] = k
        block, spot = self._taking[i], self._spots.take(np.array([i]), np.array([k]))
        self.stand.put(block, spot)
        self._weigh(i, 1.0)
        near = np.flatnonzero(meet(spot.hull[0], self.stand.hull) & (self._row < 0))
        if len(near):
            costs = self._ground.between(self.stand, (np.array([block]),), self.stand, (near,))
            self._join(near[costs > 0])

    def _join(self, blocks: Array) -> None:
        """Let blocks take part from now on: lay out their spots, and weigh each beside those near."""
        if not len(blocks):
            return
        spots = self._ground.rings([self._blocks[i] for i in blocks])
        before = len(self._taking)
        self._row[blocks] = np.arange(before, before + len(blocks))
        self._taking = np.concatenate([self._taking, blocks])
        self._at = np.concatenate([self._at, np.zeros(len(blocks), int)])
        self._spots = self._spots.with_more(spots)
        self._lines = np.ascontiguousarray(np.moveaxis(self._spots.hull, -1, 0))
        low, high = self._lines[:2].min(axis=-1), self._lines[2:].max(axis=-1)
        self._reach = np.vstack([low, high]).T
        costs = spots.costs.copy()
        rows, others = meeting(self._reach[before:], self.stand.hull)
        for begin in range(0, len(rows), _PAIRS):
            some = slice(begin, begin + _PAIRS)
            row, other = rows[some], others[some]
            row, other = row[blocks[row] != other], other[blocks[row] != other]
            pair, k = np.nonzero(meet(spots.hull[row], self.stand.hull[other][:, None]))
            cost = self._ground.between(spots, (row[pair], k), self.stand, (other[pair],))
            np.add.at(costs, (row[pair], k), cost)
        self._costs = np.vstack([self._costs, costs])
        self._best = self._costs.min(axis=1)
        self._kept: dict[tuple[int, int], tuple[Array, Array, Array]] = {}

    def _weigh(self, i: int, sign: float) -> None:
        """Add to others' spots what they cost beside block `i` as it stands, or take it off."""
        key = (i, int(self._at[i]))
        if key not in self._kept:
            self._kept[key] = self._beside(*key)
        others, theirs, costs = self._kept[key]
        self._costs[others, theirs] += sign * costs
        touched = np.unique(others)
        self._best[touched] = self._costs[touched].min(axis=1)

    def _beside(self, i: int, k: int) -> tuple[Array, Array, Array]:
        """Return which spots of others cost more while block `i` stands on spot `k`: rows, spots, costs."""
        hull = self._lines[:, i, k]
        near = np.flatnonzero(meet(hull, self._reach))
        near = near[near != i]
        rows, theirs = np.nonzero(meet(hull, np.moveaxis(self._lines[:, near], 0, -1)))
        others = near[rows]
        spot = (np.array([i]), np.array([k]))
        costs = self._ground.between(self._spots, spot, self._spots, (others, theirs))
        costly = costs > 0
        return others[costly], theirs[costly], costs[costly]
