"""What the rows of a survey come to, added up batch by batch."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import pandas as pd
import shapely

from .batches import TABLES, Batch, Columns, chosen, column, distinct
from .coverage import Coverage
from .rows import Box, Bulk
from .visibility import flagged

_LISTED = 100_000
_DRAWN = ("survey_line", "survey_area")


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
    adrift
        Rows that have no place in the community's CRS.
    public
        Lines and areas that may go public.
    extent
        The box of what is no stray.
    """

    def __init__(self, bulk: Optional[Bulk] = None) -> None:
        self.rows = dict.fromkeys(TABLES, 0)
        self.codes = 0
        self.stray = self.adrift = 0
        self.public = 0
        self.strays: list[dict[str, Any]] = []
        self.flagged: dict[str, int] = {}
        self.extent: Optional[Box] = None
        self._coverage = Coverage(bulk.extent if bulk is not None else (0.0, 0.0, 0.0, 0.0))

    def add(self, batch: Batch) -> None:
        """Count the rows of a batch, and widen the extent to what is no stray."""
        for table, columns in batch.items():
            self.rows[table] += len(columns["geometry"])
            self.codes += int(pd.notna(column(columns, "code")).sum())
            if table in _DRAWN:
                self.public += int(np.count_nonzero(column(columns, "is_public").astype(bool)))
            self.adrift += int(np.count_nonzero(column(columns, "adrift", False)))
            stray = column(columns, "stray")
            self._set_apart(table, chosen(columns, stray))
            self._flag(columns)
            near = columns["geometry"][~stray] if stray.any() else columns["geometry"]
            if len(near):
                self._widen([*near.bounds[:, :2].min(axis=0), *near.bounds[:, 2:].max(axis=0)])
                self._coverage.add(near.coordinates)

    def coverage(self) -> Any:
        """Return the ground covered, as a shape."""
        return self._coverage.shape()

    def _set_apart(self, table: str, strays: Columns) -> None:
        self.stray += len(strays["geometry"])
        listed = chosen(strays, slice(0, _LISTED - len(self.strays)))
        middles = shapely.get_coordinates(shapely.centroid(listed["geometry"].geometry())).round(3).tolist()
        cells = zip(*(column(listed, name).tolist() for name in ("layer", "handle", "text")), middles)
        self.strays += [
            {"table": table, "layer": layer, "handle": handle, "text": text, "x": x, "y": y}
            for layer, handle, text, (x, y) in cells
        ]

    def _flag(self, columns: Columns) -> None:
        for name in ("text", "layer"):
            values, which = distinct(columns, [name])
            for word, holding in flagged(values[name]).items():
                self.flagged[word] = self.flagged.get(word, 0) + int(np.count_nonzero(holding[which]))

    def _widen(self, box: list[float]) -> None:
        now = self.extent or (box[0], box[1], box[2], box[3])
        self.extent = (min(now[0], box[0]), min(now[1], box[1]), max(now[2], box[2]), max(now[3], box[3]))
