"""Where markers and labels stand on paper: none hides another, the entrance stays free.

Everything here is plain geometry on a sheet in millimetres: boxes are (xmin, ymin, xmax,
ymax), sizes are (width, height). The same input gives the same output.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

Array = np.ndarray[Any, Any]

GAP = 0.4
"""Least distance in mm between two markers."""

_DIRECTIONS = 24
_RINGS, _NEAR = 15, 5
_SWEEPS = 5
# Costs: a hidden marker is never worth a shorter leader line; crossed lines are worth a detour.
_COST_HIDDEN, _COST_OUTSIDE, _COST_CROSSED, _COST_COVERED, _COST_FAR = 400.0, 4000.0, 30.0, 12.0, 1.0
_COST_LETTERED, _COST_TOUCHED, _COST_SHAPE = 12.0, 1.5, 0.6
_COST_SPLIT, _SPLITS = 15.0, 2
_COST_GOOD, _COST_UNHAPPY = 2.0, 40.0
_LONGEST_ROW = 8


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
    """

    centers: Array
    roots: Array
    led: Array


@dataclass(frozen=True)
class _Surroundings:
    """What is on the sheet beside the markers: its frame, what stays free, what better stays legible."""

    frame: tuple[float, float, float, float]
    walls: Array
    lettered: Array


@dataclass(frozen=True)
class _Shape:
    """A way in which the markers of a block stand together: their centres around its middle, its size."""

    shifts: Array
    size: Array


@dataclass(frozen=True)
class _Block:
    """Markers that move together: one, or those that stand on the same spot of a building."""

    members: Array
    anchor: Array
    shapes: tuple[_Shape, ...]


def place_markers(
    anchors: Array,
    sizes: Array,
    frame: tuple[float, float, float, float],
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
        Centres, beginnings of leader lines, and which need one.
    """
    anchors, sizes = np.asarray(anchors, float).reshape(-1, 2), np.asarray(sizes, float).reshape(-1, 2)
    walls, soft = (
        np.empty((0, 4)) if given is None else np.asarray(given, float).reshape(-1, 4)
        for given in (fixed, lettered)
    )
    blocks = _blocks(anchors, sizes, stacks or [None] * len(anchors))
    around = _Surroundings(frame, walls, soft)
    spots, shapes, costs = _settle(blocks, around)
    for _ in range(_SPLITS):
        parts = [part for b, cost in zip(blocks, costs) for part in _halves(b, cost, anchors, sizes)]
        if len(parts) == len(blocks):
            break
        blocks = parts
        spots, shapes, costs = _settle(blocks, around)
    centers, roots, led = anchors.copy(), anchors.copy(), np.zeros(len(anchors), bool)
    for block, spot, shape in zip(blocks, spots, shapes):
        centers[block.members] = spot + shape.shifts
        roots[block.members] = block.anchor
        # One line leads to a row: to the member nearest to where it belongs.
        nearest = np.argmin(((spot + shape.shifts - block.anchor) ** 2).sum(axis=1))
        led[block.members[nearest]] = bool((np.abs(spot - block.anchor) > shape.size / 2).any())
    return Placed(centers, roots, led)


def boxes(centers: Array, sizes: Array) -> Array:
    """Return the boxes around `centers`, n×4."""
    half = np.asarray(sizes, float) / 2
    return np.hstack([np.asarray(centers, float) - half, np.asarray(centers, float) + half])


def overlap(box: Array, others: Array) -> Array:
    """Return the part of each `box` (…×4) that each of `others` (m×4) covers, …×m."""
    low = np.maximum(box[..., None, :2], others[:, :2])
    high = np.minimum(box[..., None, 2:], others[:, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=-1)
    return np.asarray(shared / np.clip((box[..., 2:] - box[..., :2]).prod(axis=-1), 1e-9, None)[..., None])


def place_labels(
    candidates: Sequence[Array],
    sizes: Array,
    frame: tuple[float, float, float, float],
    occupied: Array,
    tolerance: float = 0.02,
) -> list[Optional[Array]]:
    """Choose a place for each label, in order; one that would be hidden everywhere gets None.

    Parameters
    ----------
    candidates
        For each label its possible centres, k×2, the best first.
    sizes
        Width and height of each label, n×2.
    frame
        Box that no label leaves.
    occupied
        Boxes already taken, m×4; labels placed are added as they come.
    tolerance
        Part of a label that may be covered.
    """
    taken = [np.asarray(occupied, float).reshape(-1, 4)]
    chosen: list[Optional[Array]] = []
    for places, size in zip(candidates, np.asarray(sizes, float).reshape(-1, 2)):
        places = np.asarray(places, float).reshape(-1, 2)
        around = boxes(places, size)
        free = (overlap(around, np.vstack(taken)).sum(axis=1) <= tolerance) & _inside(around, frame)
        if not free.any():
            chosen.append(None)
            continue
        first = int(np.argmax(free))
        chosen.append(places[first])
        taken.append(around[first : first + 1])
    return chosen


def _inside(around: Array, frame: tuple[float, float, float, float]) -> Array:
    low = (around[..., :2] >= np.array(frame[:2]) - 1e-9).all(axis=-1)
    return np.asarray(low & (around[..., 2:] <= np.array(frame[2:]) + 1e-9).all(axis=-1))


def _blocks(anchors: Array, sizes: Array, stacks: Sequence[Optional[str]]) -> list[_Block]:
    groups: list[list[int]] = []
    of_stack: dict[str, list[list[int]]] = {}
    for i, stack in enumerate(stacks):
        rows = of_stack.setdefault(stack, []) if stack is not None else []
        row = next((row for row in rows if _touches(row, i, anchors, sizes)), None)
        if row is None:
            row = []
            rows.append(row)
            groups.append(row)
        row.append(i)
    return [_block(np.array(group), anchors, sizes) for group in groups]


def _touches(row: Sequence[int], i: int, anchors: Array, sizes: Array) -> bool:
    near = np.abs(anchors[list(row)] - anchors[i]) < (sizes[list(row)] + sizes[i]) / 2
    return bool(near.all(axis=1).any())


def _halves(block: _Block, cost: float, anchors: Array, sizes: Array) -> list[_Block]:
    """Split a block that found no good spot; its halves find one more easily."""
    if cost <= _COST_SPLIT or len(block.members) == 1:
        return [block]
    middle = (len(block.members) + 1) // 2
    return [_block(part, anchors, sizes) for part in (block.members[:middle], block.members[middle:])]


def _block(members: Array, anchors: Array, sizes: Array) -> _Block:
    """Let a block stand as a row, or, where that finds no room, in two rows or a column."""
    count = len(members)
    lengths = [min(length, _LONGEST_ROW) for length in (count, (count + 1) // 2, 1)]
    shapes = tuple(_rows(sizes[members], length) for length in dict.fromkeys(lengths))
    return _Block(members, anchors[members].mean(axis=0), shapes)


def _rows(sizes: Array, length: int) -> _Shape:
    """Set markers in rows of at most `length`, to be read from the left and from the top."""
    rows = [sizes[i : i + length] for i in range(0, len(sizes), length)]
    heights = np.array([row[:, 1].max() + GAP for row in rows])
    widths = [row[:, 0] + GAP for row in rows]
    tops = heights.sum() / 2 - (np.cumsum(heights) - heights / 2)
    shifts = [
        np.column_stack([np.cumsum(width) - width / 2 - width.sum() / 2, np.full(len(width), top)])
        for width, top in zip(widths, tops)
    ]
    whole = np.array([max(width.sum() for width in widths), heights.sum()]) - GAP
    return _Shape(np.vstack(shifts), whole)


def _settle(blocks: Sequence[_Block], around: _Surroundings) -> tuple[Array, list[_Shape], Array]:
    """Return centre, shape and cost per block: those in nobody's way stay, others look for a free spot.

    Large blocks choose first: they find room less easily.
    """
    shapes = [block.shapes[0] for block in blocks]
    sizes = np.array([shape.size for shape in shapes]).reshape(-1, 2)
    anchors = np.array([block.anchor for block in blocks]).reshape(-1, 2)
    spots = _into(anchors, sizes, around.frame)
    crowd = _conflicts(spots, sizes, np.vstack([around.walls, around.lettered]))
    members = np.array([len(block.members) for block in blocks])
    order = [int(i) for i in np.lexsort((np.arange(len(blocks)), crowd, -members)) if crowd[i]]
    settled, costs = crowd == 0, np.zeros(len(blocks))
    for _ in range(_SWEEPS):
        for i in order:
            if settled[i] and costs[i] <= _COST_GOOD:
                continue
            others = settled.copy()
            others[i] = False
            waiting = np.flatnonzero(~settled & (np.arange(len(blocks)) != i))
            ahead = _Neighbours(anchors, spots, sizes, np.flatnonzero(others), waiting)
            costs[i], spots[i], shapes[i] = _best_spot(blocks[i], ahead, around)
            sizes[i] = shapes[i].size
            settled[i] = True
            if costs[i] > _COST_UNHAPPY:
                # Nothing better was free: those it now hides look again in the next sweep.
                hidden = overlap(boxes(spots[i], sizes[i])[None], boxes(spots, sizes))[0] > 0
                costs[hidden & (crowd > 0)] = _COST_HIDDEN
    return spots, shapes, costs


def _into(anchors: Array, sizes: Array, frame: tuple[float, float, float, float]) -> Array:
    low, high = np.array(frame[:2]) + sizes / 2, np.array(frame[2:]) - sizes / 2
    return np.clip(anchors, low, np.maximum(low, high))


def _conflicts(spots: Array, sizes: Array, walls: Array) -> Array:
    """Count, for each block, what it would hide or be hidden by."""
    around = boxes(spots, sizes + GAP)
    counts = (overlap(around, walls) > 0).sum(axis=1) if len(walls) else np.zeros(len(spots), int)
    for i in range(0, len(spots), 512):
        counts[i : i + 512] += (overlap(around[i : i + 512], around) > 0).sum(axis=1) - 1
    return counts


@dataclass(frozen=True)
class _Neighbours:
    """The other blocks as one block finds them: settled ones where they stand, waiting ones at home."""

    anchors: Array
    spots: Array
    sizes: Array
    settled: Array
    waiting: Array


def _best_spot(block: _Block, others: _Neighbours, around: _Surroundings) -> tuple[float, Array, _Shape]:
    best: tuple[float, Array, _Shape] | None = None
    for i, shape in enumerate(block.shapes):
        for candidates in _candidates(block.anchor, shape.size):
            nearest = _COST_FAR * np.linalg.norm(candidates[0] - block.anchor) / shape.size.min()
            if best is not None and best[0] <= nearest + _COST_SHAPE * i:
                break
            cost = _costs(block.anchor, candidates, shape.size, others, around) + _COST_SHAPE * i
            at = int(np.argmin(np.round(cost, 6)))
            if best is None or cost[at] < best[0] - 1e-6:
                best = (float(cost[at]), candidates[at], shape)
    assert best is not None
    return best


def _costs(
    anchor: Array, candidates: Array, size: Array, others: _Neighbours, surroundings: _Surroundings
) -> Array:
    """Return what each candidate costs: what it hides, what its leader line crosses, how far it is."""
    around = boxes(candidates, size + GAP)
    reach = boxes(anchor, 2 * np.abs(candidates - anchor).max(axis=0) + size)
    settled, waiting = others.settled, others.waiting
    near = overlap(reach[None], boxes(others.spots[settled], others.sizes[settled]))[0] > 0
    settled = settled[near]
    taken = np.vstack([boxes(others.spots[settled], others.sizes[settled]), surroundings.walls])
    cost = _COST_FAR * np.linalg.norm(candidates - anchor, axis=1) / size.min()
    cost += _COST_HIDDEN * _hidden(around, taken)
    cost += _COST_OUTSIDE * ~_inside(boxes(candidates, size), surroundings.frame)
    covered = overlap(around, surroundings.lettered)
    cost += (_COST_LETTERED * covered + _COST_TOUCHED * (covered > 0)).sum(axis=1)
    homes = boxes(others.anchors[waiting], others.sizes[waiting])
    homes = homes[overlap(reach[None], homes)[0] > 0]
    if len(homes):
        cost += _COST_COVERED * overlap(around, homes).sum(axis=1)
    cost += _COST_CROSSED * _crossed_boxes(anchor, candidates, taken)
    lines = others.anchors[settled], others.spots[settled]
    return np.asarray(cost + _COST_CROSSED * _crossed_lines(anchor, candidates, *lines))


def _hidden(around: Array, taken: Array) -> Array:
    """Return how much of each candidate is taken; touching at all counts for something."""
    shared = overlap(around, taken)
    return np.asarray((shared + 0.1 * (shared > 1e-9)).sum(axis=1))


def _candidates(anchor: Array, size: Array) -> Iterator[Array]:
    """Yield the spot itself with the rings next to it, then farther rings; above and below come first."""
    turns = np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS + np.pi / 2
    ring = np.column_stack([np.cos(turns), np.sin(turns)]) * (1 + (size / size.min() - 1) * 0.5)
    radii = (0.45 + 0.3 * np.arange(_RINGS)) * size.min()
    moved = anchor + radii[:, None, None] * ring
    yield np.vstack([anchor[None], moved[:_NEAR].reshape(-1, 2)])
    for begin in range(_NEAR, _RINGS, _NEAR):
        yield moved[begin : begin + _NEAR].reshape(-1, 2)


def _crossed_boxes(start: Array, ends: Array, taken: Array) -> Array:
    """Count the boxes that the line from `start` to each of `ends` runs through (Liang–Barsky)."""
    if not len(taken):
        return np.zeros(len(ends))
    step = (ends - start)[:, None, :]
    step = np.where(np.abs(step) < 1e-9, 1e-9, step)
    one, two = (taken[None, :, :2] - start) / step, (taken[None, :, 2:] - start) / step
    enter = np.minimum(one, two).max(axis=-1).clip(0, None)
    leave = np.maximum(one, two).min(axis=-1).clip(None, 1)
    return np.asarray((enter < leave).sum(axis=1), float)


def _crossed_lines(start: Array, ends: Array, starts: Array, stops: Array) -> Array:
    """Count the lines `starts`–`stops` that the line from `start` to each of `ends` crosses."""
    if not len(starts):
        return np.zeros(len(ends))
    end = ends[:, None, :]
    apart = _side(start, end, starts) * _side(start, end, stops) < 0
    crossed = apart & (_side(starts, stops, start) * _side(starts, stops, end) < 0)
    return np.asarray(crossed.sum(axis=1), float)


def _side(a: Array, b: Array, p: Array) -> Array:
    along, to = b - a, p - a
    return np.asarray(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])
