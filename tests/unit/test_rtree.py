"""A spatial index packed at once is one that SQLite finds in order, and that finds what is there."""

import sqlite3

import numpy as np
import pytest
from commonplan.workspace import rtree
from commonplan.workspace.rtree import Packing, as_stored, cells_of


def empty_tree():
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE tree USING rtree(id, minx, maxx, miny, maxy)")
    return base, *base.execute("SELECT length(data) FROM tree_node").fetchone()


def filled(boxes, step):
    """An R-tree of SQLite with packed nodes for the boxes, whose ids count from 7 on."""
    base, size = empty_tree()
    for part in rtree.PARTS:
        base.execute(f"DELETE FROM tree_{part}")
    packing = Packing(
        size,
        lambda part, rows: base.executemany(f"INSERT INTO tree_{part} VALUES (?, ?)", zip(*rows.values())),
    )
    ids, stored = np.arange(7, 7 + len(boxes)), as_stored(boxes)
    for first in range(0, len(ids), step):
        packing.add(ids[first : first + step], stored[first : first + step])
    packing.finish()
    return base


def some_boxes(count):
    dice = np.random.default_rng(count)
    least = dice.uniform((612_000, 3_449_000), (613_500, 3_450_500), (count, 2))
    return np.hstack((least, least + dice.uniform(0, 9, (count, 2))))


@pytest.mark.parametrize("piece", [200_000, 700])
@pytest.mark.parametrize("count", [0, 1, 2, 51, 52, 103, 700, 701, 2601, 2602, 20_000])
def test_a_packed_index_is_one_of_sqlites(count, piece, monkeypatch):
    monkeypatch.setattr(rtree, "_PIECE", piece)
    boxes = some_boxes(count)
    base = filled(boxes, 333)
    assert base.execute("SELECT rtreecheck('tree')").fetchone() == ("ok",)
    assert base.execute("SELECT count(*) FROM tree").fetchone() == (count,)
    found = base.execute("SELECT id FROM tree WHERE maxx >= 612700 AND minx <= 612800 AND maxy >= 3449500")
    wanted = (boxes[:, 2] >= 612_700) & (boxes[:, 0] <= 612_800) & (boxes[:, 3] >= 3_449_500)
    assert {row for (row,) in found} >= set((np.flatnonzero(wanted) + 7).tolist())
    base.execute("INSERT INTO tree VALUES (1, 0, 1, 0, 1)")
    base.execute("DELETE FROM tree WHERE id % 3 = 0")
    assert base.execute("SELECT rtreecheck('tree')").fetchone() == ("ok",)


def test_what_sqlite_wrote_is_read_back():
    base, _ = empty_tree()
    boxes = as_stored(some_boxes(3000))
    rows = [(n, *box) for n, box in enumerate(boxes.tolist())]
    base.executemany("INSERT INTO tree VALUES (?, ?, ?, ?, ?)", rows)
    base.execute("DELETE FROM tree WHERE id % 7 = 0")
    leaves = base.execute("SELECT data FROM tree_node WHERE nodeno IN (SELECT nodeno FROM tree_rowid)")
    ids, found = cells_of([data for (data,) in leaves])
    order = np.argsort(ids)
    kept = np.flatnonzero(np.arange(3000) % 7)
    assert np.array_equal(ids[order], kept)
    assert np.array_equal(found[order], boxes[kept])


def test_a_stored_box_is_never_smaller():
    bounds = np.array([[612_345.678_9, 3_449_000.1, 612_345.679, 3_449_000.2], [-0.1, -1e9, 0.1, 1e9]])
    boxes = as_stored(bounds).astype(np.float64)
    assert (boxes[:, [0, 2]] <= bounds[:, :2]).all()
    assert (boxes[:, [1, 3]] >= bounds[:, 2:]).all()
