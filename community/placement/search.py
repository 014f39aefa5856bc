"""The search for spots: better ones while there are, then chains of moves from those in each other's way.

First every block of markers that is in another's way takes a better spot while there is one. Then
chains are followed from those still in each other's way: one moves to its best spot, dearer if need be,
then the one that is now in its way, and so on; as much of a chain stays as makes all of them better.
At last those that had to move come as near to where they belong as they can.
How long it lasts is bounded by moves, never by time: the same input gives the same output.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Optional

import numpy as np

from .blocks import Block
from .boxes import Array, meet, meeting
from .spots import FORCED, TOUCHED, Ground, Spots
from .weighing import CONFLICT, Rays, between

_DESCENT = 2
"""How often on average a block may look for a better spot in one descent."""
_CHAINS = ((TOUCHED, 100, 1500), (CONFLICT, 8, 200))
"""What a block pays that begins a chain, the longest chain, and how many moves there may be in all."""
_HOPELESS = 0.5
"""Part of the blocks that may hide one another for chains to be worth their while."""
_ROUNDS = 2
_SOME = 160
"""How many spots are weighed at a time."""
_BETTER = 1e-6


class Search:
    """Where blocks stand, and what each pays there: by itself, and for being in the way of others.

    Other spots are weighed only for a block whose turn to move it is; most are in nobody's way,
    and never move.

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
        self._at = np.zeros(len(blocks), int)
        self._laid: dict[int, Rays] = {}
        self._in_way = np.zeros(len(blocks))
        for i in np.unique(meeting(self.stand.hull)[0]).tolist():
            self._in_way[i] = self._beside(i, self._near(self.stand.hull[i], i)).sum()

    def paid(self) -> Array:
        """Return what each block costs where it stands: by itself, and in the way of others, n."""
        return np.asarray(self.stand.costs + self._in_way)

    def unhappy(self) -> Array:
        """Tell which blocks are in the way of another one, or of something fixed."""
        return self._in_way_by(CONFLICT)

    def _in_way_by(self, least: float) -> Array:
        """Tell which blocks pay so much for being in the way of others, or stand on something fixed."""
        return np.asarray((self._in_way >= least) | (self.stand.costs >= FORCED))

    def descend(self) -> None:
        """Let the block that pays the most move to a better spot, until none of those unhappy finds one."""
        stuck = np.zeros(len(self._blocks), bool)
        for _ in range(_DESCENT * len(self._blocks)):
            paid = np.where(self.unhappy() & ~stuck, np.round(self.paid(), 6), 0.0)
            i = int(np.argmax(paid))
            if paid[i] <= _BETTER:
                break
            stuck[i] = True
            stuck[self._improve(i)] = False

    def run(self) -> None:
        """Follow chains of moves from the blocks that hide one another, then from those whose lines cross.

        Where too many do, the paper is too full for that, and they stay.
        """
        if self._in_way_by(TOUCHED).mean() > _HOPELESS:
            return
        for least, longest, turns in _CHAINS:
            while turns > 0:
                before = self.paid().sum()
                begun = np.flatnonzero(self._in_way_by(least))
                for i in begun[np.argsort(-np.round(self.paid()[begun], 6), kind="stable")].tolist():
                    if turns > 0 and self._in_way_by(least)[i]:
                        turns -= self._follow(i, least, longest)
                if self.paid().sum() > before - _BETTER:
                    break
        self.descend()
        self._come_nearer()

    def _follow(self, i: int, least: float, longest: int) -> int:
        """Move a block, then one that is in its way, and so on; return how many moves that took.

        A move may be for the worse, and a block does not come back to where it was. What was best stays.
        """
        total, best, kept = 0.0, 0.0, 0
        moves: list[tuple[int, int]] = []
        barred: dict[int, Array] = {}
        moved: Counter[int] = Counter()
        touched: set[int] = set()
        while len(moves) < min(longest, len(self._blocks)):
            left, paid = int(self._at[i]), self.paid()[i] + self._in_way[i]
            barred.setdefault(i, np.zeros(self._spots(i).count, bool))[left] = True
            touched.update(self._move(i, self._best(i, barred[i])[0]).tolist())
            moves.append((i, left))
            moved[i] += 1
            total += self.paid()[i] + self._in_way[i] - paid
            if total < best - _BETTER:
                best, kept = total, len(moves)
            in_way, now = self._in_way_by(least), np.round(self.paid(), 6)
            waiting = [j for j in sorted(touched | {i}) if in_way[j]]
            if not waiting:
                break
            i = min(waiting, key=lambda j: (moved[j], -now[j]))
        for i, k in reversed(moves[kept:]):
            self._move(i, k)
        return len(moves)

    def _come_nearer(self) -> None:
        """Bring those that had to move nearer to where they belong, or off lettering, the farthest first."""
        for _ in range(_ROUNDS):
            away = np.flatnonzero(self.stand.costs > _BETTER)
            away = away[np.argsort(-np.round(self.stand.costs[away], 6), kind="stable")]
            came = [len(self._improve(int(i))) for i in away]
            if not any(came):
                break

    def _improve(self, i: int) -> Array:
        """Let a block take its best spot, if that is better; return the blocks which that touches."""
        k, cost = self._best(i)
        return self._move(i, k) if cost < self.paid()[i] - _BETTER else np.empty(0, int)

    def _spots(self, i: int) -> Rays:
        """Return the spots of a block: where it belongs, then the others from the cheapest on.

        They are laid out when they are first asked for.
        """
        if i not in self._laid:
            spots = self._ground.rings(self._blocks[i])
            order = np.argsort(np.round(spots.costs, 6), kind="stable")
            self._laid[i] = Rays(spots.take(np.concatenate([[0], order[order != 0]])))
        return self._laid[i]

    def _best(self, i: int, barred: Optional[Array] = None) -> tuple[int, float]:
        """Return which spot of a block costs the least while others stay where they are, and how much."""
        laid = self._spots(i)
        alone = laid.spots.costs
        best, least = 0, np.inf
        for begin in range(0, len(alone), _SOME):
            # No spot costs less than it does by itself.
            if begin and alone[begin] >= least:
                break
            some = slice(begin, begin + _SOME)
            near = self._near(laid.reach(some), i)
            others = self.stand.take(near)
            costs = np.round(alone[some] + laid.weigh(some, others, self._ground.side), 6)
            if barred is not None:
                costs[barred[some]] = np.inf
            k = int(np.argmin(costs))
            if costs[k] < least:
                best, least = begin + k, float(costs[k])
        return best, least

    def _near(self, hull: Array, i: int) -> Array:
        """Return the blocks that stand in a box, but for block `i`."""
        near = meet(hull, self.stand.hull)
        near[i] = False
        return np.flatnonzero(near)

    def _move(self, i: int, k: int) -> Array:
        """Let a block stand on another of its spots; return those it was or is in the way of."""
        changed = [self._weigh(i, -1.0)]
        self._at[i] = k
        self.stand.put(i, self._spots(i).spots.take(slice(k, k + 1)))
        changed.append(self._weigh(i, 1.0))
        return np.concatenate(changed)

    def _weigh(self, i: int, sign: float) -> Array:
        """Add what others pay beside block `i` as it stands, and it beside them, or take it off."""
        near = self._near(self.stand.hull[i], i)
        cost = self._beside(i, near)
        self._in_way[near] = np.round(self._in_way[near] + sign * cost, 6)
        self._in_way[i] = round(float(cost.sum()), 6) if sign > 0 else 0.0
        return near[cost > 0]

    def _beside(self, i: int, others: Array) -> Array:
        return between(self.stand.take(slice(i, i + 1)), self.stand.take(others), self._ground.side)
