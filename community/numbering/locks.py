"""Numbers that stay: what is kept, what a new place gets, what is never used again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Optional

import pandas as pd

from .labels import Labels


def fill(new: pd.DataFrame, labels: Labels, taken: Iterable[str]) -> pd.Series:
    """Give places the numbers 1, 2, 3 … in each compound and series, passing over numbers that are taken.

    Parameters
    ----------
    new
        Places in order: compound_id, series.
    labels
        How numbers are written.
    taken
        Numbers that others keep.

    Returns
    -------
    numbers
        On the index of `new`.
    """
    kept = set(taken)
    numbers = pd.Series(index=new.index, dtype=object)
    for (compound, series), rows in new.groupby(["compound_id", "series"], sort=False):
        wanted = len(rows) + len(kept)
        free = [label for label in _labels(labels, compound, series, wanted) if label not in kept]
        numbers[rows.index] = free[: len(rows)]
    return numbers


def _labels(labels: Labels, compound: str, series: str, count: int) -> list[str]:
    return [labels.label(compound, series, number) for number in range(1, count + 1)]


def add(
    ordered: pd.DataFrame, kept: Mapping[str, str], labels: Labels, reserved: Iterable[str], *, suffix: bool
) -> pd.Series:
    """Give numbers to new places beside those that keep theirs.

    Parameters
    ----------
    ordered
        All places in order, old and new: id, compound_id, series.
    kept
        Place id → number that stays.
    labels
        How numbers are written.
    reserved
        Numbers that may not be given again: those kept, published before, or retired.
    suffix
        Give a suffix to the number of the place before (7-1); a place that has none before it in its
        series, and every place when false, gets the next free number.

    Returns
    -------
    numbers
        Of the new places, on their index in `ordered`.
    """
    used = set(reserved) | set(kept.values())
    found: dict[Any, str] = {}
    for (compound, series), rows in ordered.groupby(["compound_id", "series"], sort=False):
        before: Optional[str] = None
        for index, place in zip(rows.index, rows["id"]):
            if place in kept:
                before = kept[place]
                continue
            base = labels.parse(compound, series, before) if before and suffix else None
            label = (
                _next_suffix(labels.label(compound, series, base[0]), used)
                if base
                else _next_number(labels, compound, series, used)
            )
            used.add(label)
            found[index] = label
    return pd.Series(found, dtype=object)


def _next_suffix(label: str, used: set[str]) -> str:
    suffix = 1
    while f"{label}-{suffix}" in used:
        suffix += 1
    return f"{label}-{suffix}"


def _next_number(labels: Labels, compound: str, series: str, used: set[str]) -> str:
    written = (labels.parse(compound, series, label) for label in used)
    return labels.label(compound, series, max((w[0] for w in written if w), default=0) + 1)


def retired(published: Mapping[str, str], numbers: Mapping[str, Any], aliases: pd.DataFrame) -> pd.DataFrame:
    """Return the published numbers that their places no longer have, as new rows of `number_alias`.

    Parameters
    ----------
    published
        Number → place id, as it stood in public.
    numbers
        Place id → number now.
    aliases
        Rows that are there already.

    Returns
    -------
    rows
        old_number, place_id.
    """
    known = set(zip(aliases["old_number"], aliases["place_id"]))
    rows = [pair for pair in published.items() if numbers.get(pair[1]) != pair[0] and pair not in known]
    return pd.DataFrame(rows, columns=["old_number", "place_id"], dtype=object)
