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
        cells = [cell for cell in row if cell]
        values = [number(cell) for cell in cells[-4:]]
        if len(values) < 4 or not np.isfinite(values).all():
            if place == 0:
                continue
            raise InputError("bad_control_points", file=str(path), row=line)
        drawn.append(values[:2])
        known.append(values[2:])
        names.append(cells[0] if len(cells) > 4 else str(len(names) + 1))
    return np.array(drawn).reshape(-1, 2), np.array(known).reshape(-1, 2), names
