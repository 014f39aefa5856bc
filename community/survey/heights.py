"""Heights along a line or ring: the map is flat, so they stand beside the geometry, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Optional

import numpy as np

_DIGITS = 4


def written(heights: Sequence[float]) -> str:
    """Return the heights of the vertices, in their order, as a JSON list; `null` where none is given."""
    rounded = (round(float(height), _DIGITS) if np.isfinite(height) else None for height in heights)
    return json.dumps(list(rounded))


def moved(column: Iterable[Optional[str]], factor: float, shift: float = 0.0) -> Any:
    """Return a column of heights times `factor` plus `shift`; None stays None.

    Parameters
    ----------
    column
        What `written` returns, or None for a line at one height.
    factor
        New units for an old one, such as metres per drawing unit.
    shift
        In the new unit.
    """
    return np.array([None if text is None else _moved(text, factor, shift) for text in column], object)


def _moved(text: str, factor: float, shift: float) -> str:
    heights: list[Optional[float]] = json.loads(text)
    return written([np.nan if height is None else height * factor + shift for height in heights])
