"""Labels: each takes the first of its places that is free, or stays away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

import numpy as np

from .boxes import Array, Box, boxes, inside, meet, overlap


def place_labels(
    candidates: Sequence[Array], sizes: Array, frame: Box, occupied: Array, tolerance: float = 0.02
) -> list[Optional[Array]]:
    """Choose a place for each label, in order; one that would be hidden everywhere gets None.

    Parameters
    ----------
    candidates
        For each label its possible centres, k×2, the best first.
    sizes
        Width and height of each label, n×2.
    frame
        Box that no label leaves.
    occupied
        Boxes already taken, m×4; labels placed are added as they come.
    tolerance
        Part of a label that may be covered.
    """
    taken = np.vstack([np.asarray(occupied, float).reshape(-1, 4), np.empty((len(sizes), 4))])
    count = len(taken) - len(sizes)
    chosen: list[Optional[Array]] = []
    for places, size in zip(candidates, np.asarray(sizes, float).reshape(-1, 2)):
        places = np.asarray(places, float).reshape(-1, 2)
        around = boxes(places, size)
        reach = np.concatenate([around[:, :2].min(axis=0), around[:, 2:].max(axis=0)])
        near = taken[:count][meet(reach, taken[:count])]
        free = (overlap(around, near).sum(axis=1) <= tolerance) & inside(around, frame)
        if not free.any():
            chosen.append(None)
            continue
        first = int(np.argmax(free))
        chosen.append(places[first])
        taken[count] = around[first]
        count += 1
    return chosen
