"""Pairs of control points: where a survey drew a point, and where it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ..community.errors import InputError
from .point_rows import PointRows
from .points import number


def read_control_points(path: Path) -> tuple[Any, Any, list[str]]:
    """Read pairs of control points: name (optional), x and y in the drawing, easting and northing.

    Remarks behind them are passed over.

    Returns
    -------
    drawn, known, names
        Two arrays of shape (n, 2) and n names.

    Raises
    ------
    InputError
        `missing_file`, `bad_control_points` with the row.
    """
    if not path.is_file():
        raise InputError("missing_file", file=str(path))
    drawn: list[list[float]] = []
    known: list[list[float]] = []
    names: list[str] = []
    rows = (row for chunk, _ in PointRows.of(path).chunks() for row in chunk)
    for place, (line, row) in enumerate(rows):
        cells, values = _numbered([cell for cell in row if cell])
        if place == 0 and not np.isfinite(values).any():
            continue
        # With heights among them nobody could tell which four are meant.
        if len(cells) not in (4, 5) or not np.isfinite(values[-4:]).all():
            raise InputError("bad_control_points", file=str(path), row=line)
        drawn.append(values[-4:-2])
        known.append(values[-2:])
        names.append(cells[0] if len(cells) > 4 else str(len(names) + 1))
    return np.array(drawn).reshape(-1, 2), np.array(known).reshape(-1, 2), names


def _numbered(cells: list[str]) -> tuple[list[str], list[float]]:
    """Return the cells up to the last one that is a number, and all as numbers."""
    values = [number(cell) for cell in cells]
    while values and not np.isfinite(values[-1]):
        values.pop()
    return cells[: len(values)], values
