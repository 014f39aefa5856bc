"""How numbers are written: prefix of the compound, prefix of the series, digits, suffix."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Optional

import numpy as np
import pandas as pd

from ..errors import NumberingError

SERIES = ("main", "space", "facility", "unit", "proposed", "internal")
"""All series, in the order in which an index shows them."""

PREFIXES: Mapping[str, str] = {
    "main": "", "space": "S-", "facility": "F-", "unit": "U-", "proposed": "P-", "internal": "N-",
}  # fmt: skip
PREFIX_KEY, WIDTH_KEY = "number_prefix_{}", "number_width_{}"
"""`sheet_setting` keys, with the series filled in: prefix, and digits to fill up to with zeros."""

_WRITTEN = re.compile(r"(\d+)(?:-(\d+))?")
_ANY_DIGITS = re.compile(r"(\d+)(?:-(\d+))?\D*$")
_UNREADABLE = 10**9


@dataclass(frozen=True)
class Labels:
    """The way this community writes its numbers.

    Parameters
    ----------
    compounds
        Compound id → prefix, as `compound_prefixes` makes it.
    settings
        `sheet_setting` values, key → value.
    """

    compounds: Mapping[str, str]
    settings: Mapping[str, str] = field(default_factory=dict)

    def head(self, compound: str, series: str) -> str:
        """Return what stands before the digits: 南-N-."""
        prefix = self.settings.get(PREFIX_KEY.format(series), PREFIXES[series])
        return self.compounds.get(compound, "") + prefix

    def label(self, compound: str, series: str, number: int) -> str:
        """Return a number as it is written."""
        width = self.settings.get(WIDTH_KEY.format(series), "")
        return self.head(compound, series) + str(number).zfill(int(width) if width.isdigit() else 0)

    def parse(self, compound: str, series: str, label: str) -> Optional[tuple[int, int]]:
        """Return digits and suffix (0 for none) of a number written this way, else None."""
        head = self.head(compound, series)
        found = _WRITTEN.fullmatch(label[len(head) :]) if label.startswith(head) else None
        return (int(found.group(1)), int(found.group(2) or 0)) if found else None

    def sort_value(self, compound: str, series: str, label: str) -> tuple[int, int]:
        """Return what a number sorts by in its series; one that a person wrote freely goes by its digits."""
        written = self.parse(compound, series, label)
        if written is not None:
            return written
        found = _ANY_DIGITS.search(label)
        return (int(found.group(1)), int(found.group(2) or 0)) if found else (_UNREADABLE, 0)


def in_order(compounds: pd.DataFrame) -> pd.DataFrame:
    """Return compounds by sort_order, those without one last, then name."""
    order = pd.to_numeric(compounds["sort_order"]).astype("float64").fillna(np.inf)
    names = (name if isinstance(name, str) else "" for name in compounds["name"])
    keys = list(zip(order, names, compounds["id"]))
    return compounds.iloc[sorted(range(len(keys)), key=keys.__getitem__)]


def compound_prefixes(compounds: pd.DataFrame) -> dict[str, str]:
    """Return the prefix of each compound's numbers: 南- where there are several, nothing where one.

    A compound without a prefix gets the shortest beginning that tells its name from the others'
    (北里 and 南里: 北, 南), or a letter.

    Raises
    ------
    NumberingError
        `prefix_twice` when two compounds were given the same.
    """
    ordered = in_order(compounds)
    ids = [str(value) for value in ordered["id"]]
    if len(ids) < 2:
        return dict.fromkeys(ids, "")
    given = [str(p).strip() if isinstance(p, str) else "" for p in ordered["prefix"]]
    doubled = next((p for p in given if p and given.count(p) > 1), None)
    if doubled is not None:
        raise NumberingError("prefix_twice", prefix=doubled)
    suggested = _beginnings([str(n) if isinstance(n, str) else "" for n in ordered["name"]])
    used = {p for p in given if p}
    prefixes = []
    for number, (own, suggestion) in enumerate(zip(given, suggested)):
        suggestion = "" if suggestion in used else suggestion
        prefix = own or suggestion or _letter(number, used)
        used.add(prefix)
        prefixes.append(prefix if not prefix[-1].isalnum() else f"{prefix}-")
    return dict(zip(ids, prefixes))


def _beginnings(names: Sequence[str]) -> list[str]:
    """Return, for each name, the shortest beginning that no other has, behind what all share."""
    shared = next((i for i, letters in enumerate(zip(*names)) if len(set(letters)) > 1), min(map(len, names)))
    tails = [name[shared:].strip() for name in names]
    found = []
    for i, tail in enumerate(tails):
        others = tails[:i] + tails[i + 1 :]
        lengths = range(1, len(tail) + 1)
        length = next((k for k in lengths if all(other[:k] != tail[:k] for other in others)), 0)
        # 1-7 would read as a suffix to number 1.
        found.append("" if tail[:length].isdigit() else tail[:length])
    return found


def _letter(number: int, used: set[str]) -> str:
    letters = [chr(ord("A") + i) for i in range(26)]
    free = [letter for letter in letters[number % 26 :] + letters if letter not in used]
    return free[0] if free else f"C{number + 1}"
