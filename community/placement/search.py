"""The search for spots: blocks come one by one, and one that finds no room turns others out.

Those in nobody's way stand where they belong. Each other one takes the cheapest spot where it is in
nobody's way, and its leader line crosses none. Where there is none, it turns others out, those first
that have always found room, and they look again. The dearer a block is to turn out that found no room
itself, the farther away room is made, where there is some. One that finds none several times may cross
lines; one that finds none too often is parted, if it is a row, or comes last, and stands where it hides
the least. Then those that had to move come as near to where they belong as they can. How long it lasts
is bounded by turns, never by time: the same input gives the same output.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np

from .blocks import Block
from .boxes import Array, meet, meeting
from .rings import SOME, Rings
from .spots import CROSSED, FORCED, ROWS, TOUCHED, Ground, Spots
from .weighing import LINES_CROSSED, between

_TURNED_OUT = 4.0
"""What it costs to turn a block out, in sizes of a marker, and again each time it found no room itself."""
_TRIES = 16
"""How often a block may find no room before it is parted, or comes last."""
_UNCROSSED, _DEARLY = 4, 9
"""How often a block may find no room before its line may cross others, and before it may do so cheaply."""
_DEAR = 28.0
"""What it costs to cross a line at first, in sizes of a marker: more than the way to the farthest spot."""
_TURNS = 6
"""How many turns there are for each block that is in another's way."""
_ROUNDS = 2
"""How often those that had to move try to come nearer."""
_FEWEST = 24
"""So many spots are left to a block that has none but over something fixed."""
_BETTER = 1e-6


class Search:
    """Blocks looking for spots.

    Parameters
    ----------
    blocks
        The blocks.
    ground
        What is on the paper already.
    anchors, sizes
        Of the markers of the blocks, n×2.

    Attributes
    ----------
    blocks
        The blocks, of which rows may have been parted.
    """

    def __init__(self, blocks: Sequence[Block], ground: Ground, anchors: Array, sizes: Array) -> None:
        self.blocks = list(blocks)
        self._ground, self._anchors, self._sizes = ground, anchors, sizes
        self._points = np.asfortranarray(np.hstack([anchors, anchors]))
        # Each parting adds a block, until each marker is one. Nobody meets one that stands nowhere.
        self._stand = Spots(np.full((ROWS, len(anchors)), np.nan))
        self._at = np.full(len(anchors), -1)
        self._failed = np.ones(len(anchors))
        self._rings: dict[bytes, Rings] = {}
        self._laid: dict[int, Rings] = {}
        # Which change of all put each block where it stands, and what was seen then from the spots of others.
        self._since = np.zeros(len(anchors), int)
        self._changes = 0
        self._seen: dict[tuple[int, int], tuple[Array, Array, Array, Array]] = {}
        home = ground.home(self.blocks)
        one, other = meeting(home.hull)
        hard = between(home.take(one), home.take(other), ground.side) >= TOUCHED
        stays = home.costs < FORCED
        stays[one[hard]] = False
        self._stand.table[:, np.flatnonzero(stays)] = home.table[:, stays]
        # Where it is most crowded they look first, while there is room.
        near = np.bincount(one, minlength=len(stays))
        self._waiting = deque(sorted(np.flatnonzero(~stays).tolist(), key=lambda i: -near[i]))
        self._left: list[int] = []

    @property
    def stand(self) -> Spots:
        """Where the blocks stand."""
        return Spots(self._stand.table[:, : len(self.blocks)])

    def run(self) -> None:
        """Find a spot for each block that is in another's way."""
        self._settle(_TURNS * len(self._waiting))
        for i in self._left:
            self._put(i, self._least_hiding(i))
        self._come_nearer()

    def _settle(self, turns: int) -> None:
        """Let those that wait take a spot, and those wait that they turn out."""
        while self._waiting:
            i = self._waiting.popleft()
            spot, out = self._best(i, _TURNED_OUT * self._failed, _crossing(self._failed[i]))
            turns -= 1
            self._failed[i] += len(out) > 0
            hopeless = self._failed[i] > _TRIES or (len(out) and turns < 0)
            if hopeless or self._spots(i).spots.costs[spot] >= FORCED:
                self._give_up(i)
                continue
            for j in out.tolist():
                self._lift(j)
                self._waiting.append(j)
            self._put(i, spot)

    def _give_up(self, i: int) -> None:
        """Part a row, whose halves find room more easily; a single marker waits for the end."""
        parts = self.blocks[i].halves(self._anchors, self._sizes)
        if len(parts) == 1:
            self._left.append(i)
            return
        self._laid.pop(i)
        self._seen = {key: seen for key, seen in self._seen.items() if key[0] != i}
        self._at[i] = -1
        self._failed[i] = 1
        self.blocks[i] = parts[0]
        self.blocks.append(parts[1])
        self._waiting += [i, len(self.blocks) - 1]

    def _come_nearer(self) -> None:
        """Bring those that had to move nearer, or off lettering, the dearest first."""
        prices = np.full(len(self._failed), CROSSED)
        vacated: list[Array] = []
        looked: dict[int, int] = {}
        for _ in range(_ROUNDS):
            costs = np.round(self.stand.costs, 6)
            away = np.flatnonzero((costs > _BETTER) & (self._at[: len(costs)] != 0))
            for i in away[np.argsort(-costs[away], kind="stable")].tolist():
                # Who looked before finds something better only where others have left since.
                if i in looked and not self._nearer(i, vacated[looked[i] :]):
                    continue
                at, stood = self._at[i], self._stand.hull[i].copy()
                self._lift(i)
                spot, hiding = self._best(i, prices, _DEAR)
                self._put(i, self._least_hiding(i) if len(hiding) else spot)
                if self._at[i] != at:
                    vacated.append(stood)
                looked[i] = len(vacated)

    def _nearer(self, i: int, vacated: Sequence[Array]) -> bool:
        """Tell if spots that others left reach those that are cheaper for a block than where it stands."""
        cheaper = Spots(self._spots(i).spots.table[:, : self._at[i] + 1])
        return len(vacated) > 0 and bool(meet(cheaper.reach, np.array(vacated)).any())

    def _lift(self, i: int) -> None:
        self._stand.table[:, i] = np.nan

    def _put(self, i: int, spot: int) -> None:
        if self._at[i] != spot:
            self._changes += 1
            self._since[i] = self._changes
        self._at[i] = spot
        self._stand.table[:, i] = self._spots(i).spots.table[:, spot]

    def _best(self, i: int, prices: Array, crossing: float) -> tuple[int, Array]:
        """Return the cheapest spot of a block, and the blocks that are in its way there.

        Parameters
        ----------
        i
            The block.
        prices
            What it costs to be in the way of each of the others.
        crossing
            What it costs to cross a line; where it is infinite, those crossed are in the way, too.
        """
        rings = self._spots(i)
        alone = rings.spots.costs
        best, least, out = 0, np.inf, np.empty(0, int)
        for begin in range(0, len(alone), SOME):
            # No spot costs less than it does by itself, and the cheapest come first.
            if alone[begin] >= least:
                break
            some = slice(begin, begin + SOME)
            near, hard, crossed = self._in_way(i, some)
            if crossing == np.inf:
                hard, crossed = hard | crossed, crossed[:0]
            costs: Array = alone[some] + _sum(prices[near], hard)
            if len(crossed):
                costs += crossing * crossed.sum(axis=0)
            costs = np.round(costs, 6)
            k = int(np.argmin(costs))
            if costs[k] < least:
                best, least, out = begin + k, float(costs[k]), near[hard[:, k]]
        return best, out

    def _in_way(self, i: int, some: slice) -> tuple[Array, Array, Array]:
        """Return who stands near some spots of a block, and what `Rings.in_way` tells of them.

        It is looked up for those who have not moved since it was last asked: most have not.
        """
        rings = self._spots(i)
        near = self._near(rings.reaches[some.start // SOME])
        since = self._since[near]
        hard, crossed = np.empty((2, len(near), len(rings.way[some])), bool)
        known = np.zeros(len(near), bool)
        if (i, some.start) in self._seen:
            who, when, *told = self._seen[i, some.start]
            at = np.minimum(np.searchsorted(who, near), len(who) - 1)
            known = (who[at] == near) & (when[at] == since)
            hard[known], crossed[known] = (one[at[known]] for one in told)
        fresh = np.flatnonzero(~known)
        if len(fresh):
            hard[fresh], crossed[fresh] = rings.in_way(some, self._stand.take(near[fresh]))
        if len(near):
            self._seen[i, some.start] = near, since, hard, crossed
        return near, hard, crossed

    def _least_hiding(self, i: int) -> int:
        """Return the spot of a block where it hides the least of others, and they of it."""
        spots = self._spots(i).spots
        others = self._stand.take(self._near(spots.reach))
        one, other = np.nonzero(meet(spots.hull[:, None], others.hull))
        beside = between(spots.take(one), others.take(other), self._ground.side)
        costs = spots.costs + np.bincount(one, beside, len(spots.costs))
        return int(np.argmin(np.round(costs, 6)))

    def _near(self, box: Array) -> Array:
        """Return the blocks that stand in a box."""
        low, high = self._stand.hull[:, :2].T, self._stand.hull[:, 2:].T
        found = (low < box[2:, None]) & (high > box[:2, None])
        return np.asarray((found[0] & found[1]).nonzero()[0])

    def _spots(self, i: int) -> Rings:
        """Return the spots of a block, the cheapest first; they are laid out when first asked for."""
        if i not in self._laid:
            block = self.blocks[i]
            rings = self._rings_of(block)
            spots = self._ground.priced(rings.spots.moved(block.anchor))
            # A line leads to each marker that is not where it belongs: that must not be covered by another.
            near = meet(spots.reach, self._points)
            near[block.members] = False
            points = self._points[near]
            spots.costs[:] += TOUCHED * meet(points[:, None], spots.around).sum(axis=0)
            order = np.argsort(np.round(spots.costs, 6), kind="stable")
            order = order[: np.count_nonzero(spots.costs < FORCED) or _FEWEST]
            self._laid[i] = Rings(spots.take(order), rings.way[order], rings.steps)
        return self._laid[i]

    def _rings_of(self, block: Block) -> Rings:
        """Return the spots of a block as seen from its anchor; blocks of the same shapes share them."""
        shapes = block.shapes
        pushed = np.vstack([self._ground.pushed(block.anchor, shape.size) for shape in shapes])
        key = b"".join(array.tobytes() for s in shapes for array in (s.shifts, s.size)) + pushed.tobytes()
        if key not in self._rings:
            self._rings[key] = Rings.around(shapes, pushed, self._ground.side)
        return self._rings[key]


def _crossing(failed: float) -> float:
    """Return what it costs a block to cross a line, by how often it found no room."""
    if failed <= _UNCROSSED:
        return np.inf
    return _DEAR if failed <= _DEARLY else LINES_CROSSED


def _sum(prices: Array, hard: Array) -> Array:
    """Return what is to pay for each spot, k, by what is in its way, m×k."""
    # A product of matrices would wake a second thread for this, which costs more than it saves.
    return np.asarray(np.einsum("i,ij->j", prices, hard))
