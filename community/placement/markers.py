"""Markers: those in nobody's way stay, others move to the nearest spot that hides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import shapely

from .blocks import Block, make_blocks
from .boxes import Array, Box, area, boxes, held, meeting, runs_through, shared_area
from .search import Search
from .spots import Ground, Spots, nearest_member

HIDDEN = 0.1
"""Part of a marker that may be under another one."""
_HOPELESS = 1.0
"""Where markers would cover more than all of the paper around them, no search finds room for them."""
_AROUND = 4.0
"""How far around a marker the paper counts for how full it is, in sizes of a marker."""


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
    elsewhere: Optional[Any] = None,
) -> Placed:
    """Move markers that hide one another, or something fixed, to the nearest free spot.

    Markers of one stack (a building) that overlap become a row. Those in nobody's way stay; so do all
    where they would cover more than the paper around them.

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
    elsewhere
        A polygon that markers keep out of where they can: on the ground of others a number seems theirs.

    Returns
    -------
    placed
        Centres, beginnings of leader lines, which need one, and which found no good spot.
    """
    anchors, sizes = np.asarray(anchors, float).reshape(-1, 2), np.asarray(sizes, float).reshape(-1, 2)
    if not len(anchors):
        return Placed(anchors, anchors.copy(), np.zeros(0, bool), np.zeros(0, bool))
    walls, soft = (
        np.empty((0, 4)) if given is None else np.asarray(given, float).reshape(-1, 4)
        for given in (fixed, lettered)
    )
    if elsewhere is not None:
        shapely.prepare(elsewhere)
    ground = Ground(frame, walls, soft, float(sizes.min()), elsewhere)
    blocks = make_blocks(anchors, sizes, stacks or [None] * len(anchors))
    if fullness(anchors, sizes, frame) > _HOPELESS:
        return _placed(blocks, ground.home(blocks), anchors, sizes)
    search = Search(blocks, ground, anchors, sizes)
    search.run()
    return _placed(search.blocks, search.stand, anchors, sizes)


def fullness(anchors: Array, sizes: Array, frame: Box) -> float:
    """Return how much of the paper around them markers would cover, where it is fullest but for a tenth.

    Parameters
    ----------
    anchors, sizes, frame
        As `place_markers`.
    """
    anchors, sizes = np.asarray(anchors, float).reshape(-1, 2), np.asarray(sizes, float).reshape(-1, 2)
    if not len(anchors):
        return 0.0
    covered = sizes.prod(axis=1)
    around = boxes(anchors, np.full(2, 2 * _AROUND * np.sqrt(covered.mean())))
    paper = np.minimum(around[:, 2:], frame[2:]) - np.maximum(around[:, :2], frame[:2])
    full = held(around, anchors, covered) / np.maximum(paper, 1.0).prod(axis=1)
    return float(np.quantile(full, 0.9))


def _placed(blocks: Sequence[Block], stand: Spots, anchors: Array, sizes: Array) -> Placed:
    centers, roots, led = anchors.copy(), anchors.copy(), np.zeros(len(anchors), bool)
    for i, block in enumerate(blocks):
        place, form = stand.places[i], int(stand.forms[i])
        centers[block.members] = place + block.shapes[form].shifts
        roots[block.members] = block.anchor
        # One line leads to a row: to the member nearest to where it belongs.
        led[block.members[nearest_member(block, form, place)[0]]] = stand.led[i]
    return Placed(centers, roots, led, _crowded(centers, roots, led, sizes))


def _crowded(centers: Array, roots: Array, led: Array, sizes: Array) -> Array:
    """Tell which markers another one hides by more than a tenth, or a leader line runs through."""
    around = boxes(centers, sizes)
    crowded = np.zeros(len(centers), bool)
    one, other = meeting(around)
    crowded[one[shared_area(around[one], around[other]) / area(around[one]) > HIDDEN]] = True
    lines = np.flatnonzero(led)
    stretched = np.hstack([np.minimum(roots, centers), np.maximum(roots, centers)])
    line, other = meeting(stretched[lines], around)
    line = lines[line]
    crossed = runs_through(roots[line], centers[line], around[other])
    crowded[other[crossed & (line != other)]] = True
    return crowded
