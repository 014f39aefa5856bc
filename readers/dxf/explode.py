"""Blocks exploded: what is drawn in them, at every place where they are inserted.

Bounded whatever the file says: blocks that hold themselves are left, and only so many rows
and inserts come of a drawing; the rest is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .blocks import Content, Definitions
from .drawing import Drawing
from .entities import Entities
from .instances import Instances, inserted, placed
from .rows import Columns

_MOST_ROWS = 2_000_000
_MOST_INSERTS = 500_000
_DEEPEST = 32
_AT_ONCE = 200_000

Take = Callable[[dict[str, Columns]], None]


class Exploder:
    """Explodes the blocks of one drawing and keeps count of what came of it."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.definitions = Definitions(drawing)
        self.rows: Counter[str] = Counter()
        self.inserts: Counter[str] = Counter()
        self.left: Counter[tuple[str, str]] = Counter()
        self.circular: set[str] = set()
        self.layers: set[str] = set()
        self.placed = self.cut = self.beyond = 0

    def explode(self, entities: Entities, shared: Columns, reasons: list[str], take: Take) -> Any:
        """Hand over what is drawn in the blocks inserted, dimensions and tables too.

        Parameters
        ----------
        entities
            A stretch of the drawing.
        shared, reasons
            Of its rows, as `content.common` and `content.reasons_of` return them.
        take
            Takes rows of the survey tables.

        Returns
        -------
        rows
            The entities of whose block at least one row came.
        """
        instances = inserted(entities, shared, in_paper=[reason == "paper_space" for reason in reasons])
        exploded: set[int] = set()
        for name, own in instances.by_block():
            self.inserts[name] += len(np.unique(own.row))
            before = self.rows[name]
            self._expand(name, own, (), name, take)
            if self.rows[name] > before:
                exploded.update(own.row.tolist())
        return np.array(sorted(exploded), np.int64)

    def _expand(
        self, name: str, instances: Instances, within: tuple[str, ...], outermost: str, take: Take
    ) -> None:
        if name.upper() in within or len(within) >= _DEEPEST:
            self.circular.add(name)
            return
        instances = self._affordable(instances)
        if not len(instances):
            return
        for scale, own in instances.by_scale():
            for content in self.definitions.contents(name, self.drawing.tolerance / scale):
                for kind, reason in content.left:
                    self.left[kind, reason] += len(own)
                self._emit(content, own, outermost, take)
                for inner, nested in content.inserts(own).by_block():
                    self._expand(inner, nested, (*within, name.upper()), outermost, take)

    def _affordable(self, instances: Instances) -> Instances:
        room = max(_MOST_INSERTS - self.placed, 0)
        self.cut += max(len(instances) - room, 0)
        self.placed += min(len(instances), room)
        return instances.first(room)

    def _emit(self, content: Content, instances: Instances, outermost: str, take: Take) -> None:
        size = sum(len(columns["geometry"]) for columns in content.tables.values())
        if not size:
            return
        room = max(_MOST_ROWS - sum(self.rows.values()), 0) // size
        self.cut += max(len(instances) - room, 0)
        for some in _chunks(instances.first(room), max(_AT_ONCE // max(content.vertices, 1), 1)):
            batch = placed(content, some)
            rows = sum(len(columns["geometry"]) for columns in batch.values())
            self.rows[outermost] += rows
            self.beyond += size * len(some) - rows
            self.layers.update(layer for columns in batch.values() for layer in columns["layer"].tolist())
            take(batch)

    def notes(self) -> list[dict[str, Any]]:
        """Return what became of the blocks, for the report."""
        notes: list[dict[str, Any]] = [
            {"note": "exploded", "block": name, "inserted": count, "rows": self.rows[name]}
            for name, count in sorted(self.inserts.items())
        ]
        for name in sorted(self.inserts):
            block = self.drawing.blocks.get(name.upper())
            if block is not None and block.xref:
                notes.append({"note": "xref", "block": name, "xref": block.xref})
        for (kind, reason), count in sorted(self.left.items()):
            notes.append({"note": "left_in_block", "type": kind, "reason": reason, "count": count})
        notes += [{"note": "block_holds_itself", "block": name} for name in sorted(self.circular)]
        notes += [{"note": "beyond", "count": self.beyond}] if self.beyond else []
        return notes + ([{"note": "explode_limit", "count": self.cut}] if self.cut else [])


def _chunks(instances: Instances, size: int) -> Iterator[Instances]:
    for start in range(0, len(instances), size):
        yield instances.of(slice(start, start + size))
