"""Ids that a second import of the same file makes again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha1
from typing import Any
from uuid import UUID, uuid5

import numpy as np

Ints = np.ndarray[Any, np.dtype[np.int64]]

_NAMESPACE = UUID("6f1f3c52-7d0a-5c1e-9a55-1b6a0a7c1c01")
_BETWEEN = "\x1f"
_DASHES = (8, 13, 18, 23)
_SIGNS = np.delete(np.arange(36), _DASHES)


def stable_id(*parts: object) -> str:
    """Return the UUIDv5 of `parts`, such as a source's hash and an entity's handle.

    Parameters
    ----------
    parts
        Values whose text identifies the row; their order counts.

    Returns
    -------
    id
        The same text for the same parts, on every machine.
    """
    return str(uuid5(_NAMESPACE, _BETWEEN.join(str(part) for part in parts)))


class RowIds:
    """Names the rows of a table, batch after batch, by their entity's handle and their number in it.

    Those that share both are told apart by their order: `stable_id(sha256, table, handle, part, again)`
    with `again` 0 for the first. Eight bytes are kept of each row.
    """

    def __init__(self, sha256: str, table: str) -> None:
        self._begin = (sha256, table)
        self._seen = _Seen()
        self._again: Counter[int] = Counter()

    def of(self, handles: Sequence[str], parts: Sequence[int]) -> list[str]:
        """Return the ids of the next rows."""
        names = [f"{handle}{_BETWEEN}{part}{_BETWEEN}" for handle, part in zip(handles, parts)]
        digests = self._digests(name + "0" for name in names)
        keys = digests[:, :8].copy().view(np.int64).ravel()
        distinct, key_of, counts = np.unique(keys, return_inverse=True, return_counts=True)
        before = self._seen.has(distinct)
        others: dict[int, str] = {}
        for row in np.flatnonzero((before | (counts > 1))[key_of]).tolist():
            key = int(keys[row])
            self._again[key] += 1 if key in self._again or before[key_of[row]] else 0
            if self._again[key]:
                others[row] = f"{names[row]}{self._again[key]}"
        digests[list(others)] = self._digests(others.values())
        self._seen.add(distinct[~before])
        return _texts(digests)

    def _digests(self, names: Iterable[str]) -> Any:
        """Return the bytes of version 5 UUIDs, shape (n, 16)."""
        begin = sha1(_NAMESPACE.bytes, usedforsecurity=False)
        begin.update("".join(part + _BETWEEN for part in self._begin).encode())
        found = bytearray()
        for name in names:
            whole = begin.copy()
            whole.update(name.encode())
            found += whole.digest()[:16]
        digests = np.frombuffer(found, np.uint8).reshape(-1, 16).copy()
        digests[:, 6] = digests[:, 6] & 0x0F | 0x50
        digests[:, 8] = digests[:, 8] & 0x3F | 0x80
        return digests


class _Seen:
    """Numbers met before, in sorted runs, each at least twice as long as the next one: adding stays cheap."""

    def __init__(self) -> None:
        self._runs: list[Ints] = []

    def has(self, numbers: Ints) -> Any:
        """Tell which of some ascending numbers are here."""
        found = np.zeros(len(numbers), bool)
        for run in self._runs:
            found |= run[np.minimum(np.searchsorted(run, numbers), len(run) - 1)] == numbers
        return found

    def add(self, numbers: Ints) -> None:
        """Take ascending numbers that are not here."""
        self._runs += [numbers] if len(numbers) else []
        while len(self._runs) > 1 and len(self._runs[-2]) < 2 * len(self._runs[-1]):
            self._runs[-2:] = [np.sort(np.concatenate(self._runs[-2:]), kind="stable")]


def _texts(digests: Any) -> list[str]:
    text = np.full((len(digests), 36), ord("-"), np.uint8)
    text[:, _SIGNS] = np.frombuffer(digests.tobytes().hex().encode(), np.uint8).reshape(-1, 32)
    whole = text.tobytes().decode("ascii")
    return [whole[start : start + 36] for start in range(0, len(whole), 36)]
