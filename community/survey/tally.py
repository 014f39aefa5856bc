"""What the rows of a survey come to, added up batch by batch."""

from __future__ import annotations

from typing import Any, Optional

import geopandas as gpd
import numpy as np
import shapely

from .batches import TABLES, Frames
from .coverage import Coverage
from .rows import Box, Bulk
from .visibility import flagged

_LISTED = 100_000


class Tally:
    """Rows, codes, strays, flagged words, and the ground covered.

    Parameters
    ----------
    bulk
        Where most of the survey lies; None when it is empty.

    Attributes
    ----------
    strays
        What lies far from the rest, at most 100,000: table, layer, handle, text, x, y.
    flagged
        Words no public map should show → number of rows that hold them, in text or name of the layer.
    extent
        The box of what is no stray.
    """

    def __init__(self, bulk: Optional[Bulk] = None) -> None:
        self.rows = dict.fromkeys(TABLES, 0)
        self.codes = 0
        self.stray = 0
        self.strays: list[dict[str, Any]] = []
        self.flagged: dict[str, int] = {}
        self.extent: Optional[Box] = None
        self._coverage = Coverage(bulk.extent if bulk is not None else (0.0, 0.0, 0.0, 0.0))

    def add(self, frames: Frames) -> None:
        """Count the rows of a batch, and widen the extent to what is no stray."""
        for table, frame in frames.items():
            self.rows[table] += len(frame)
            self.codes += int(frame["code"].notna().sum())
            stray = frame["stray"].to_numpy(bool)
            self._set_apart(table, frame[stray])
            self._flag(frame)
            near = frame.geometry.to_numpy()[~stray]
            if len(near):
                self._widen(shapely.total_bounds(near).tolist())
                self._coverage.add(near)

    def coverage(self) -> Any:
        """Return the ground covered, as a shape."""
        return self._coverage.shape()

    def _set_apart(self, table: str, strays: gpd.GeoDataFrame) -> None:
        self.stray += len(strays)
        listed = strays[: _LISTED - len(self.strays)]
        middles = shapely.get_coordinates(shapely.centroid(listed.geometry.to_numpy())).round(3).tolist()
        cells = zip(listed["layer"], listed["handle"], listed["text"], middles)
        self.strays += [
            {"table": table, "layer": layer, "handle": handle, "text": text, "x": x, "y": y}
            for layer, handle, text, (x, y) in cells
        ]

    def _flag(self, frame: gpd.GeoDataFrame) -> None:
        for column in ("text", "layer"):
            for word, rows in flagged(frame[column]).items():
                self.flagged[word] = self.flagged.get(word, 0) + int(np.count_nonzero(rows))

    def _widen(self, box: list[float]) -> None:
        now = self.extent or (box[0], box[1], box[2], box[3])
        self.extent = (min(now[0], box[0]), min(now[1], box[1]), max(now[2], box[2]), max(now[3], box[3]))
