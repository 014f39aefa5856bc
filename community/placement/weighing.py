"""Weighing: what blocks cost each other where they stand.

One hides the other, or is too near; a leader line runs through a marker, or through a line.
"""

from __future__ import annotations

from .blocks import GAP
from .boxes import Array, cross, meet, runs_through, shared_area
from .spots import CROSSED, REAL, TOUCHED, Spots, grown

HIDDEN, LINES_CROSSED = 400.0, 8.0


def between(spots: Spots, others: Spots, side: float) -> Array:
    """Return what a block costs beside another one, and that one beside it, by numpy's rules of shapes.

    Parameters
    ----------
    spots
        Where the ones would stand, n or one.
    others
        Where the others stand, n or one.
    side
        Size of a marker, in mm.
    """
    cost = HIDDEN / side**2 * shared_area(spots.around, others.around, GAP)
    cost += TOUCHED * too_near(spots.around, others.around)
    for lines, markers in ((spots, others), (others, spots)):
        if lines.led.any():
            cost += CROSSED * (lines.led & runs_through(lines.start, lines.end, markers.around))
    both = spots.led & others.led
    if both.any():
        cost += LINES_CROSSED * (both & cross(spots.start, spots.end, others.start, others.end))
    return cost


def too_near(around: Array, others: Array) -> Array:
    """Tell which boxes leave less than the gap between them, by numpy's rules of shapes."""
    return meet(grown(around, GAP - REAL), others)
