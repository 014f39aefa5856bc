"""Blocks: markers that move together, because they stand on the same spot of a building."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .boxes import Array

GAP = 0.4
"""Least distance in mm between two markers."""

_LONGEST_ROW = 8


@dataclass(frozen=True)
class Shape:
    """A way in which the markers of a block stand together: their centres around its middle, its size."""

    shifts: Array
    size: Array


@dataclass(frozen=True)
class Block:
    """One marker, or several, with where they belong and the shapes they may take, the best first."""

    members: Array
    anchor: Array
    shapes: tuple[Shape, ...]

    def halves(self, anchors: Array, sizes: Array) -> list[Block]:
        """Return the block in two parts, which find room more easily; a single marker stays whole."""
        if len(self.members) == 1:
            return [self]
        middle = (len(self.members) + 1) // 2
        return [_block(part, anchors, sizes) for part in (self.members[:middle], self.members[middle:])]


def make_blocks(anchors: Array, sizes: Array, stacks: Sequence[Optional[str]]) -> list[Block]:
    """Join the markers of one stack that touch; every other one is a block of its own."""
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


def _block(members: Array, anchors: Array, sizes: Array) -> Block:
    """Let a block stand as a row, or, where that finds no room, in two or three rows.

    In a longer column, markers would stand far off their building, on another one or beyond the boundary.
    """
    count = len(members)
    if count == 1:
        return Block(members, anchors[members[0]], (Shape(np.zeros((1, 2)), sizes[members[0]]),))
    lengths = [min(length, _LONGEST_ROW) for length in (count, (count + 1) // 2, (count + 2) // 3)]
    shapes = tuple(_rows(sizes[members], length) for length in dict.fromkeys(lengths))
    return Block(members, anchors[members].mean(axis=0), shapes)


def _rows(sizes: Array, length: int) -> Shape:
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
    return Shape(np.vstack(shifts), whole)
