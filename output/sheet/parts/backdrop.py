"""What lies under the small maps of a sheet: buildings and lines of the survey."""

from __future__ import annotations

from typing import Any

import shapely

from ..content import Content
from ..frame import Paper
from ..layers import ground_lines, joined, seen

_LINES_UP_TO = 12_000
"""Smaller scales show no lines of the survey: they would run into one another."""
_FINE = 0.1
"""Details of the survey's lines smaller than this, in mm, are left out."""

Features = list[Any]
"""Geometries in their order, each a feature."""


class Backdrop:
    """Buildings and lines in the frames of small maps, cut out once for all pages that have the same.

    Parameters
    ----------
    content
        Of which it shows a part.
    """

    def __init__(self, content: Content) -> None:
        self._content = content
        self._known: dict[Paper, tuple[Features, Features]] = {}

    def within(self, paper: Paper) -> tuple[Features, Features]:
        """Return buildings and lines that a map of this frame shows."""
        if paper not in self._known:
            self._known[paper] = self._buildings(paper), self._lines(paper)
        return self._known[paper]

    def _buildings(self, paper: Paper) -> Features:
        shown = seen(self._content.buildings.geometry.to_numpy(), paper.window)
        return joined(shapely.get_parts(shown), shapely.multipolygons)

    def _lines(self, paper: Paper) -> Features:
        lines = ground_lines(self._content, paper) if paper.scale <= _LINES_UP_TO else []
        return list(shapely.simplify(lines, _FINE * paper.scale / 1000, preserve_topology=False))
