"""How long a unit of a drawing is, judged before its geometry is read.

Curves and gaps are measured on the ground, so the unit must be known when they are cut. What
the header declares is weighed against the size of the drawing, of which some windows are read.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...community.survey.units import Units, choose_units
from ..encoding import Decoder
from ..mapped import Buffer
from .entities import Entities
from .tags import batches, cut

_METRES = (0, 6)
_WINDOWS, _WINDOW = 24, 100_000


def units_of(buffer: Buffer, spans: list[tuple[int, int]], declared: int) -> Units:
    """Return the unit of a drawing: the declared one, unless the drawing's size speaks against it.

    Parameters
    ----------
    buffer, spans
        The file, and where its entities stand.
    declared
        The header's `$INSUNITS`; metres or none needs no look at the drawing.
    """
    if declared in _METRES:
        return choose_units("auto", declared, float("nan"), float("nan"))
    middles, heights = [np.zeros((0, 2))], [np.zeros(0)]
    for start, stop in _windows(buffer, spans):
        for tags in batches(buffer, [(start, stop)], []):
            entities = Entities(tags, Decoder("latin-1"))
            rows = np.arange(len(entities))
            middles.append(np.stack([entities.numbers(code, rows) for code in (10, 20)], axis=1))
            heights.append(entities.numbers(40, entities.rows("TEXT", "MTEXT")))
    points, sizes = np.concatenate(middles), np.concatenate(heights)
    points, sizes = points[np.isfinite(points).all(axis=1)], sizes[np.isfinite(sizes)]
    low, high = np.quantile(points, (0.05, 0.95), axis=0) if len(points) else (np.nan, np.nan)
    height = float(np.median(sizes)) if len(sizes) else float("nan")
    return choose_units("auto", declared, float(np.max(high - low)), height)


def _windows(buffer: Buffer, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Return where whole entities stand in some stretches of the spans, all of a small file."""
    for first, last in spans:
        step = max((last - first) // _WINDOWS, _WINDOW)
        for begin in range(first, last, step):
            start = first if begin == first else cut(buffer, first, last, begin - first)
            if start < last:
                yield start, cut(buffer, start, last, _WINDOW)
