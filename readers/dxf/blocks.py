"""The definitions of a drawing's blocks: where they stand in the file, and what is drawn in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from .cadtext import plain_name
from .content import common, reasons_of, rows_of, why_empty
from .drawing import Drawing
from .entities import Entities
from .instances import BY_BLOCK, BY_LAYER, INSERTS, OWN, Instances, matrices
from .rows import Columns
from .tags import Floats, batches, cut, number

_BEGIN = re.compile(rb"\n[ \t]*0[ \t]*\r?\n[ \t]*BLOCK[ \t]*\r?\n")
_KEPT_BYTES = 200_000
_MOST_KEPT = 2_000
_CONSTANT = 2
_NOT_DRAWN = ("BLOCK", "ENDBLK", "ENDSEC", "ATTDEF", "SEQEND", "VERTEX")


@dataclass(frozen=True)
class Content:
    """What is drawn in a block, or a stretch of it, from its base point.

    Parameters
    ----------
    tables
        Survey table → columns, with `on_zero`, `color_from` and `linetype_from`: whether layer,
        colour and line type come from the insert.
    left
        (type, reason) of every entity that becomes no row.
    vertices
        Of all its geometry.
    names, matrix, shared
        Of the blocks inserted in it: name, place (shape (n, 3, 4)), and what they inherit or not.
    """

    tables: dict[str, Columns]
    left: list[tuple[str, str]]
    vertices: int
    names: Any
    matrix: Floats
    shared: Columns

    def inserts(self, outer: Instances) -> Instances:
        """Return the blocks inserted in this one, at each of its instances."""
        inner, times = len(self.names), len(outer)
        of, which = np.repeat(np.arange(times), inner), np.tile(np.arange(inner), times)
        above, below = outer.matrix[of], self.matrix[which]
        matrix = above[:, :, :3] @ below
        matrix[:, :, 3] += above[:, :, 3]
        columns = {name: np.asarray(values)[which] for name, values in self.shared.items()}
        given = outer.of(of)
        zero = columns.pop("on_zero")
        result = {"layer": np.where(zero, given.layer, columns["layer"])}
        for name in ("color", "linetype"):
            source = columns[f"{name}_from"]
            of_layer = np.where(zero, getattr(given, f"layer_{name}"), columns[f"layer_{name}"])
            own = np.where(source == BY_BLOCK, getattr(given, name), columns[name])
            result[name] = np.where(source == BY_LAYER, of_layer, own)
            result[f"layer_{name}"] = of_layer
        return Instances(
            row=given.row, name=self.names[which], matrix=matrix, handle=given.handle, block=given.block,
            **result,
        )  # fmt: skip


class Definitions:
    """The blocks of a drawing by name, read when they are asked for; small ones are kept."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self._spans = self._find()
        self._kept: dict[tuple[str, float], list[Content]] = {}

    def _find(self) -> dict[str, tuple[int, int, Floats]]:
        """Return where each block's content stands, and its base point."""
        buffer = self.drawing.buffer
        found: dict[str, tuple[int, int, Floats]] = {}
        for first, last in self.drawing.spans.get("BLOCKS", []):
            starts = [match.start() + 1 for match in _BEGIN.finditer(buffer, max(first - 1, 0), last)]
            for start, stop in zip(starts, [*starts[1:], last]):
                begin = cut(buffer, start, stop, 1)
                head = _head(buffer[start:begin])
                name = plain_name(self.drawing.decoder.text(head.get(2, b"").strip()))
                base = np.nan_to_num([number(head.get(code, b"0")) for code in (10, 20, 30)])
                found.setdefault(name.upper(), (begin, stop, base))
        return found

    def contents(self, name: str, tolerance: float) -> Iterator[Content]:
        """Return what is drawn in a block, stretch by stretch; `tolerance` is in its own units."""
        span = self._spans.get(name.upper())
        if span is None:
            return
        key = (name.upper(), tolerance)
        if key in self._kept:
            yield from self._kept[key]
        elif span[1] - span[0] <= _KEPT_BYTES and len(self._kept) < _MOST_KEPT:
            self._kept[key] = list(self._read(*span, tolerance))
            yield from self._kept[key]
        else:
            yield from self._read(*span, tolerance)

    def _read(self, start: int, stop: int, base: Floats, tolerance: float) -> Iterator[Content]:
        for tags in batches(self.drawing.buffer, [(start, stop)], []):
            entities = Entities(tags, self.drawing.decoder, tolerance)
            if len(entities):
                yield _content(entities, self.drawing, base)


def _head(raw: bytes) -> dict[int, bytes]:
    """Return the first value of each group code of a block's own record."""
    lines = [line.strip() for line in raw.split(b"\n")]
    values: dict[int, bytes] = {}
    for code, value in zip(lines[::2], lines[1::2]):
        if code.isdigit():
            values.setdefault(int(code), value)
    return values


def _content(entities: Entities, drawing: Drawing, base: Floats) -> Content:
    shared, reasons = common(entities, drawing), reasons_of(entities)
    shared.update(_sources(entities, shared))
    found, _ = rows_of(entities)
    coded = np.array([code is not None for code in shared["code"]], bool)
    is_insert = entities.are(*INSERTS)
    taken = np.zeros(len(entities), bool)
    tables: dict[str, Columns] = {}
    for table, columns in found.items():
        rows = columns["row"]
        wanted = np.array([not reasons[row] for row in rows.tolist()], bool) & (~is_insert | coded)[rows]
        own = {name: values[wanted] for name, values in columns.items() if name not in ("row", "part")}
        given = {name: shared[name][rows[wanted]] for name in _OF_ROWS if name not in own}
        own["geometry"] = shapely.transform(own["geometry"], lambda points: points - base[:2])
        own["elevation"] = own["elevation"] - base[2]
        taken[rows[wanted]] = True
        tables[table] = {**given, **own, "part": np.arange(len(own["geometry"]))}
    inserts = np.flatnonzero(is_insert)
    place, matrix = matrices(entities, inserts)
    matrix[:, :, 3] -= base
    names = np.array(entities.texts(2, inserts), object)[place]
    # A constant attribute is drawn; all others are where the block is inserted.
    constant = entities.are("ATTDEF") & ((entities.integers(70) & _CONSTANT) > 0)
    taken |= is_insert | entities.are(*_NOT_DRAWN) & ~constant
    left = [
        (entities.types[row], reasons[row] or why_empty(entities.types[row], entities.text(1, row)))
        for row in np.flatnonzero(~taken).tolist()
    ]
    vertices = sum(int(shapely.get_num_coordinates(t["geometry"]).sum()) for t in tables.values())
    inherited = {name: shared[name][inserts[place]] for name in _OF_INSERTS}
    return Content(tables, left, vertices, names, matrix, inherited)


_OF_ROWS = ("layer", "color", "linetype", "code_system", "code", "on_zero", "color_from", "linetype_from")
_OF_INSERTS = (
    "layer", "color", "linetype", "on_zero", "color_from", "linetype_from", "layer_color", "layer_linetype",
)  # fmt: skip


def _sources(entities: Entities, shared: Columns) -> Columns:
    """Return whether layer, colour and line type come from the insert or the layer."""
    rows = np.arange(len(entities))
    index, true = entities.integers(62, 256), entities.integers(420, -1)
    colors = np.where(true >= 0, OWN, np.where(index == 256, BY_LAYER, np.where(index == 0, BY_BLOCK, OWN)))
    said = {"": BY_LAYER, "BYLAYER": BY_LAYER, "BYBLOCK": BY_BLOCK}
    linetypes = np.array([said.get(name.upper(), OWN) for name in entities.texts(6, rows)], np.int64)
    return {
        "on_zero": np.asarray(shared["layer"]) == "0", "color_from": colors, "linetype_from": linetypes,
    }  # fmt: skip
