"""A spatial index packed at once is one that SQLite finds in order, and that finds what is there."""

import sqlite3

import numpy as np
import pytest
from commonplan.workspace.rtree import as_stored, pack


def filled(boxes):
    """An R-tree of SQLite with packed nodes for the boxes, whose ids count from 7 on."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE tree USING rtree(id, minx, maxx, miny, maxy)")
    (size,) = base.execute("SELECT length(data) FROM tree_node").fetchone()
    ids = np.arange(7, 7 + len(boxes))
    for part, columns in pack(ids, as_stored(boxes), size).tables().items():
        base.execute(f"DELETE FROM tree_{part}")
        base.executemany(f"INSERT INTO tree_{part} VALUES (?, ?)", zip(*columns.values()))
    return base


@pytest.mark.parametrize("count", [1, 2, 51, 52, 103, 2601, 2602, 20_000])
def test_a_packed_index_is_one_of_sqlites(count):
    dice = np.random.default_rng(count)
    least = dice.uniform((612_000, 3_449_000), (613_500, 3_450_500), (count, 2))
    boxes = np.hstack((least, least + dice.uniform(0, 9, (count, 2))))
    base = filled(boxes)
    assert base.execute("SELECT rtreecheck('tree')").fetchone() == ("ok",)
    assert base.execute("SELECT count(*) FROM tree").fetchone() == (count,)
    found = base.execute("SELECT id FROM tree WHERE maxx >= 612700 AND minx <= 612800 AND maxy >= 3449500")
    wanted = (boxes[:, 2] >= 612_700) & (boxes[:, 0] <= 612_800) & (boxes[:, 3] >= 3_449_500)
    assert {row for (row,) in found} >= set((np.flatnonzero(wanted) + 7).tolist())
    base.execute("INSERT INTO tree VALUES (1, 0, 1, 0, 1)")
    base.execute("DELETE FROM tree WHERE id % 3 = 0")
    assert base.execute("SELECT rtreecheck('tree')").fetchone() == ("ok",)


def test_a_stored_box_is_never_smaller():
    bounds = np.array([[612_345.678_9, 3_449_000.1, 612_345.679, 3_449_000.2], [-0.1, -1e9, 0.1, 1e9]])
    boxes = as_stored(bounds).astype(np.float64)
    assert (boxes[:, [0, 2]] <= bounds[:, :2]).all()
    assert (boxes[:, [1, 3]] >= bounds[:, 2:]).all()
