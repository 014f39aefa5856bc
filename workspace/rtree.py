"""A spatial index packed at once: SQLite's own way, box by box, takes half the time of a large import.

Source: "The R*Tree Module" of SQLite's documentation, on shadow tables; GDAL packs the
indexes of its new files in the same way, from 3.7 on. The order is "sort, tile, recursive"
(Leutenegger and others, 1997), piece by piece, so that memory does not grow with the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

Ints = np.ndarray[Any, np.dtype[np.int64]]
Boxes = np.ndarray[Any, np.dtype[np.float32]]

PARTS = ("node", "parent", "rowid")
"""The shadow tables of an R-tree."""

_PIECE = 200_000
_HEAD = 4
_CELL = np.dtype([("id", ">i8"), ("box", ">f4", (4,))])
_ROOT = 1


def as_stored(bounds: Any) -> Boxes:
    """Return bounds (least x and y, greatest x and y) as an R-tree has them, never smaller.

    Returns
    -------
    boxes
        Least and greatest x, least and greatest y, in 32 bits.
    """
    with np.errstate(over="ignore"):
        boxes = bounds[:, [0, 2, 1, 3]].astype(np.float32)
    given = bounds[:, [0, 2, 1, 3]]
    for column, outward in enumerate((-np.inf, np.inf, -np.inf, np.inf)):
        inside = boxes[:, column] > given[:, column] if outward < 0 else boxes[:, column] < given[:, column]
        boxes[inside, column] = np.nextafter(boxes[inside, column], np.float32(outward))
    stored: Boxes = boxes
    return stored


def cells_of(leaves: Sequence[bytes]) -> tuple[Ints, Boxes]:
    """Return ids and boxes that leaf nodes of an R-tree hold.

    Raises
    ------
    ValueError
        When the nodes are not all of one size.
    """
    size = len(leaves[0])
    raw = np.frombuffer(b"".join(leaves), np.uint8).reshape(len(leaves), size)
    counts = raw[:, 2:_HEAD].copy().view(">u2")[:, 0]
    capacity = (size - _HEAD) // _CELL.itemsize
    cells = raw[:, _HEAD : _HEAD + capacity * _CELL.itemsize].reshape(len(leaves), capacity, _CELL.itemsize)
    held = cells[np.arange(capacity) < counts[:, None]].view(_CELL)[:, 0]
    return held["id"].astype(np.int64), held["box"].astype(np.float32)


class Packing:
    """An R-tree in the making.

    Parameters
    ----------
    node_size
        Bytes of a node, as SQLite chose it for the file.
    write
        Takes rows of one of `PARTS`: its name, and column → values.
    """

    def __init__(self, node_size: int, write: Callable[[str, Mapping[str, Sequence[Any]]], None]) -> None:
        self._node_size = node_size
        self._capacity = (node_size - _HEAD) // _CELL.itemsize
        self._write = write
        self._waiting: list[tuple[Ints, Boxes]] = []
        self._held = 0
        self._leaves: list[tuple[Ints, Boxes]] = []
        self._next = _ROOT + 1

    def add(self, ids: Ints, boxes: Boxes) -> None:
        """Take boxes of features, as `as_stored` makes them."""
        self._waiting.append((ids, boxes))
        self._held += len(ids)
        if self._held >= _PIECE:
            self._pack_waiting()

    def finish(self) -> None:
        """Write what is left, and the levels above the leaves."""
        if self._held <= self._capacity and not self._leaves:
            self._nodes(*_joined(self._waiting), depth=0, root=True)
            return
        if self._held:
            self._pack_waiting()
        (members, boxes), depth, root = _joined(self._leaves), 0, False
        while not root:
            depth, root = depth + 1, len(members) <= self._capacity
            members, boxes = self._nodes(members, boxes, depth=depth, root=root)

    def _pack_waiting(self) -> None:
        self._leaves.append(self._nodes(*_joined(self._waiting), depth=0, root=False))
        self._waiting, self._held = [], 0

    def _nodes(self, members: Ints, boxes: Boxes, *, depth: int, root: bool) -> tuple[Ints, Boxes]:
        """Write the nodes of a level, and return their numbers and boxes."""
        order, node = _tiled(boxes, self._capacity)
        count = int(node[-1]) + 1 if len(node) else 1
        own = np.array([_ROOT]) if root else np.arange(self._next, self._next + count)
        self._next += count
        members, inner = members[order], boxes[order]
        nodes = _written(members, inner, node, count, self._node_size, depth if root else 0)
        self._write("node", {"nodeno": own.tolist(), "data": [row.tobytes() for row in nodes]})
        part, member, above = ("parent", "nodeno", "parentnode") if depth else ("rowid", "rowid", "nodeno")
        # A B-tree takes keys in their order four times as fast.
        in_order = np.argsort(members)
        self._write(part, {member: members[in_order].tolist(), above: own[node][in_order].tolist()})
        outer = np.empty((count if len(node) else 0, 4), np.float32)
        starts = np.searchsorted(node, np.arange(len(outer)))
        if len(outer):
            outer[:, 0::2] = np.minimum.reduceat(inner[:, 0::2], starts)
            outer[:, 1::2] = np.maximum.reduceat(inner[:, 1::2], starts)
        return own, outer


def _joined(parts: Sequence[tuple[Ints, Boxes]]) -> tuple[Ints, Boxes]:
    ids, boxes = zip(*parts) if parts else ((), ())
    none = np.zeros(0, np.int64), np.zeros((0, 4), np.float32)
    return np.concatenate([none[0], *ids]), np.concatenate([none[1], *boxes])


def _tiled(boxes: Boxes, capacity: int) -> tuple[Ints, Ints]:
    """Return an order of the boxes, and in it which node each one is in."""
    size = len(boxes)
    count = -(-size // capacity)
    slices = int(np.ceil(np.sqrt(count)))
    x, y = (boxes[:, i].astype(np.float64) + boxes[:, i + 1] for i in (0, 2))
    by_x = np.argsort(x, kind="stable")
    slice_of = np.empty(size, np.int64)
    slice_of[by_x] = np.arange(size) * slices // max(size, 1)
    order = np.lexsort((y, slice_of))
    return order, np.arange(size) * count // max(size, 1)


def _written(ids: Ints, boxes: Boxes, node: Ints, count: int, node_size: int, depth: int) -> Any:
    """Return nodes as bytes, one a row: depth of the tree (of its root), number of cells, cells."""
    counts = np.bincount(node, minlength=count)
    cells = np.empty(len(ids), _CELL)
    cells["id"], cells["box"] = ids, boxes
    raw = np.zeros((count, (node_size - _HEAD) // _CELL.itemsize, _CELL.itemsize), np.uint8)
    place = np.arange(len(ids)) - (np.cumsum(counts) - counts)[node]
    raw[node, place] = cells.view(np.uint8).reshape(-1, _CELL.itemsize)
    size = raw[0].size
    whole = np.zeros((count, node_size), np.uint8)
    whole[:, _HEAD : _HEAD + size] = raw.reshape(count, size)
    whole[:, :_HEAD] = np.column_stack((np.full(count, depth), counts)).astype(">u2").view(np.uint8)
    return whole
