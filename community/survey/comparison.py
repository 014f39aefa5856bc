"""A newer survey compared with the one before: what stayed, was added, is gone, moved, or altered.

Rows are matched by handle where the two drawings share their handles (one is an edited copy of the
other), then by what they are and where they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from .batches import TABLES, Batch, Columns, column
from .shapes import Shapes

TOLERANCE = 0.05
"""m: what differs by less has not moved; drawings are rounded and transformed."""

REACH = 10.0
"""m: without a common handle, what is of one layer, code, text and shape this near is the same, moved."""

SAME_SURVEY = 0.5
"""From this share of common rows on, a survey is a newer one of the same site and not another drawing."""

_TRUSTED_WITHIN = 1.0
_KEYS = ["table", "layer", "code", "text", "block"]
_BOX = ["west", "south", "east", "north"]
_SIZE = 0.1


@dataclass(frozen=True)
class Comparison:
    """What became of the rows of the survey before.

    Parameters
    ----------
    pairs
        old, new (positions of rows), distance (m), moved, and altered: which of layer, code, text and
        block differ, joined by commas.
    gone
        Positions of rows before that have no counterpart although the newer survey covers their place.
    added
        Positions of new rows without a counterpart.
    uncovered
        Positions of rows before where the newer survey has nothing drawn around.
    by_handle
        Whether the two drawings share their handles.
    """

    pairs: pd.DataFrame
    gone: Any
    added: Any
    uncovered: Any
    by_handle: bool

    @property
    def share(self) -> float:
        """Share of the rows before, where the newer survey covers them, that it has too."""
        compared = len(self.pairs) + len(self.gone)
        return len(self.pairs) / compared if compared else 0.0

    @property
    def counts(self) -> dict[str, int]:
        """How many rows stayed, moved, say something else, are gone, were added, lie elsewhere."""
        moved, altered = self.pairs["moved"], self.pairs["altered"] != ""
        return {
            "unchanged": int((~moved & ~altered).sum()), "moved": int(moved.sum()),
            "altered": int((altered & ~moved).sum()), "gone": len(self.gone), "added": len(self.added),
            "uncovered": len(self.uncovered),
        }  # fmt: skip


class Digest:
    """What comparing needs of the rows of a survey, collected batch by batch: no geometry is kept.

    Parameters
    ----------
    ids
        Whether to keep the ids of the rows too.
    """

    def __init__(self, *, ids: bool = False) -> None:
        self._texts = ("id", *_TEXTS) if ids else _TEXTS
        self._parts: list[pd.DataFrame] = []

    def add(self, batch: Batch) -> None:
        """Take the rows of a batch, all with a geometry."""
        self._parts += [
            _digest(table, columns, self._texts)
            for table, columns in batch.items()
            if len(columns["geometry"])
        ]

    def rows(self) -> pd.DataFrame:
        """Return one row for each: handle, table, layer, code, text, block, box, x, y, length, and its id."""
        parts = self._parts or [_digest(TABLES[0], _NOTHING, self._texts)]
        # Not held twice.
        self._parts = [pd.concat(parts, ignore_index=True)]
        return self._parts[0]


_TEXTS = ("handle", "layer", "code", "text", "block")
_NOTHING = {"geometry": np.empty(0, object)}


def _digest(table: str, columns: Columns, names: Sequence[str]) -> pd.DataFrame:
    shapes = Shapes.of(columns["geometry"])
    rows = pd.DataFrame({name: _each_held_once(column(columns, name)) for name in names}, dtype=object)
    rows["table"] = table
    rows[_BOX] = shapes.bounds
    if shapes.kind == shapely.GeometryType.POINT:
        rows[["x", "y"]] = shapes.coordinates
        return rows.assign(length=0.0)
    geometry = shapes.geometry()
    rows[["x", "y"]] = shapely.get_coordinates(shapely.centroid(geometry))
    return rows.assign(length=shapely.length(geometry))


def _each_held_once(texts: Any) -> Any:
    """Return texts, empty for missing ones: those that are alike are one object in memory."""
    which, distinct = pd.factorize(np.asarray(texts, object))
    return np.append(np.asarray(distinct, object), "")[which]


def compare(old: pd.DataFrame, new: pd.DataFrame, covered: Any) -> Comparison:
    """Compare two surveys of one site.

    Parameters
    ----------
    old, new
        As `Digest.rows` returns them, in one metric CRS.
    covered
        Ground that the newer survey covers: what stood elsewhere is not gone.
    """
    pairs, by_handle = _pairs_by_handle(old, new)
    for match in (_identical, _at_one_spot, _moved_a_little):
        free_old = np.setdiff1d(np.arange(len(old)), pairs["old"])
        free_new = np.setdiff1d(np.arange(len(new)), pairs["new"])
        found = match(old.iloc[free_old], new.iloc[free_new])
        more = pd.DataFrame({"old": free_old[found["old"]], "new": free_new[found["new"]]})
        pairs = pd.concat([pairs, more], ignore_index=True)
    pairs = _judged(pairs.sort_values("old", ignore_index=True), old, new)
    left = np.setdiff1d(np.arange(len(old)), pairs["old"])
    shapely.prepare(covered)
    inside = shapely.intersects_xy(covered, old["x"].to_numpy()[left], old["y"].to_numpy()[left])
    added = np.setdiff1d(np.arange(len(new)), pairs["new"])
    return Comparison(pairs, left[inside], added, left[~inside], by_handle)


def _pairs_by_handle(old: pd.DataFrame, new: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """Match rows of one handle, unless most of these lie apart: then the handles mean nothing."""
    named = [np.flatnonzero(rows["handle"] != "") for rows in (old, new)]
    handle, table = (
        pd.factorize(np.concatenate([rows[key].to_numpy(object)[at] for rows, at in zip((old, new), named)]))[
            0
        ]
        for key in ("handle", "table")
    )
    codes = handle * len(TABLES) + table
    sides = [
        pd.DataFrame({"code": code, "at": at}).assign(again=lambda side: side.groupby("code").cumcount())
        for code, at in zip(np.split(codes, [len(named[0])]), named)
    ]
    both = sides[0].merge(sides[1], on=["code", "again"], suffixes=("_old", "_new"))
    pairs = both[["at_old", "at_new"]].set_axis(["old", "new"], axis=1)
    distance = _distance(old, new, pairs)
    same_layer = old["layer"].to_numpy()[pairs["old"]] == new["layer"].to_numpy()[pairs["new"]]
    trusted = bool(len(pairs)) and np.mean(same_layer & (distance <= _TRUSTED_WITHIN)) >= SAME_SURVEY
    # A handle given to another thing meanwhile: elsewhere and on another layer.
    sensible = same_layer | (distance <= REACH)
    return (pairs[sensible] if trusted else pairs[:0]).reset_index(drop=True), bool(trusted)


def _identical(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Match rows that are equal to the millimetre, the first with the first: no search among copies."""
    sides = []
    for rows in (old, new):
        key = rows[_KEYS].copy()
        key[["x", "y", "length"]] = rows[["x", "y", "length"]].round(3)
        key["again"] = key.groupby(list(key.columns)).cumcount()
        sides.append(key.assign(at=np.arange(len(rows))))
    names = [name for name in sides[0].columns if name != "at"]
    both = sides[0].merge(sides[1], on=names, suffixes=("_old", "_new"))
    return both[["at_old", "at_new"]].set_axis(["old", "new"], axis=1)


def _at_one_spot(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Match rows of one layer and shape within the tolerance, whatever they say."""
    pairs = _near(old, new, TOLERANCE, ["table", "layer"])
    before, after = old.iloc[pairs["old"]], new.iloc[pairs["new"]]
    pairs["rank"] = sum((before[k].to_numpy() != after[k].to_numpy()).astype(int) for k in _KEYS)
    pairs["gap"] = _distance(old, new, pairs)
    return _each_once(pairs[pairs["gap"] <= TOLERANCE])


def _moved_a_little(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Match rows with a code, text or block that are alike in everything but their place, within reach."""
    pairs = _near(old, new, REACH, _KEYS)
    before, after = old.iloc[pairs["old"]], new.iloc[pairs["new"]]
    known = (before[["code", "text", "block"]] != "").any(axis=1).to_numpy()
    sizes = [
        np.column_stack((rows["east"] - rows["west"], rows["north"] - rows["south"], rows["length"] / 2))
        for rows in (before, after)
    ]
    alike = (np.abs(sizes[0] - sizes[1]) <= _SIZE + 0.01 * sizes[0]).all(axis=1)
    pairs["rank"] = 0
    pairs["gap"] = _distance(old, new, pairs)
    return _each_once(pairs[known & alike])


def _near(old: pd.DataFrame, new: pd.DataFrame, reach: float, keys: list[str]) -> pd.DataFrame:
    """Return the pairs whose middles are within reach and whose keys agree."""
    if not (len(old) and len(new)):
        return pd.DataFrame({"old": np.empty(0, int), "new": np.empty(0, int)})
    groups = [pd.MultiIndex.from_frame(rows[keys]) for rows in (old, new)]
    codes, _ = pd.factorize(groups[0].append(groups[1]))
    of_old, of_new = codes[: len(old)], codes[len(old) :]
    # Each group is drawn on a sheet of its own beside the others: in a crowd a row meets its own only.
    least = min(old["x"].min(), new["x"].min())
    sheet = max(old["x"].max(), new["x"].max()) - least + 2 * reach + 1
    tree = shapely.STRtree(_middles(new, of_new * sheet - least))
    left, right = tree.query(_middles(old, of_old * sheet - least), "dwithin", reach)
    return pd.DataFrame({"old": left, "new": right})


def _middles(rows: pd.DataFrame, shift: Any) -> Any:
    return shapely.points(rows["x"].to_numpy(float) + shift, rows["y"].to_numpy(float))


def _each_once(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the best pairs so that every row stands in one at most."""
    pairs = pairs.sort_values(["rank", "gap", "old", "new"], ignore_index=True)
    kept = []
    while len(pairs):
        best = ~pairs.duplicated("old") & ~pairs.duplicated("new")
        kept.append(pairs[best])
        taken_old, taken_new = pairs.loc[best, "old"], pairs.loc[best, "new"]
        pairs = pairs[~pairs["old"].isin(taken_old) & ~pairs["new"].isin(taken_new)]
    return pd.concat(kept)[["old", "new"]] if kept else pairs[["old", "new"]]


def _distance(old: pd.DataFrame, new: pd.DataFrame, pairs: pd.DataFrame) -> Any:
    """Return how far the two of each pair are apart, in metres: middle, corners of the box, or outline."""

    def change(name: str) -> Any:
        return new[name].to_numpy(float)[pairs["new"]] - old[name].to_numpy(float)[pairs["old"]]

    steps = [np.hypot(change(x), change(y)) for x, y in (("x", "y"), _BOX[:2], _BOX[2:])]
    return np.maximum.reduce([*steps, np.abs(change("length")) / 4])


def _judged(pairs: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    pairs["distance"] = _distance(old, new, pairs).round(3)
    pairs["moved"] = pairs["distance"] > TOLERANCE
    altered = np.full(len(pairs), "", object)
    for name in _KEYS[1:]:
        differs = old[name].to_numpy()[pairs["old"]] != new[name].to_numpy()[pairs["new"]]
        altered[differs] = [f"{told},{name}" if told else name for told in altered[differs]]
    return pairs.assign(altered=altered)


def changes(comparison: Comparison, old: pd.DataFrame, new: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Return what differs, for the report: change, table, layer, code, text, handle, x, y, distance.

    Gone rows first, then moved, altered, added ones; position and handle are the new ones where there
    are any.
    """
    for at in comparison.gone.tolist():
        yield {"change": "gone", **_told(old, at)}
    different = comparison.pairs[comparison.pairs["moved"] | (comparison.pairs["altered"] != "")]
    for pair in different.sort_values(["moved", "old"], ascending=[False, True]).itertuples():
        told = {"change": "moved" if pair.moved else "altered", **_told(new, pair.new)}
        yield {**told, "distance": pair.distance, "altered": pair.altered, "was": _text(old, pair.old)}
    for at in comparison.added.tolist():
        yield {"change": "added", **_told(new, at)}


def _told(rows: pd.DataFrame, at: int) -> dict[str, Any]:
    row = rows.iloc[at]
    place = {"x": round(float(row["x"]), 3), "y": round(float(row["y"]), 3)}
    return {name: row[name] for name in ("table", "layer", "code", "text", "handle")} | place


def _text(rows: pd.DataFrame, at: int) -> str:
    return str(rows["text"].iloc[at])
