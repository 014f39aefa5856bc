"""The entities of a drawing as columns: one row per entity, group codes as columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..encoding import Decoder
from .cadtext import plain_name
from .curves import TOLERANCE
from .tags import Floats, Ints, Tags

Flags = np.ndarray[Any, np.dtype[np.bool_]]

_PARTS = ("VERTEX", "SEQEND", "ATTRIB")
_EMBEDDED = 101
_EXTENDED = 1000
_APPLICATION, _STRING, _BRACE = 1001, 1000, 1002


class Entities:
    """Rows are entities in file order; a column is made the first time it is asked for.

    Extended data (from code 1000) and embedded objects (behind code 101) are kept apart
    from the entity's own codes. `tolerance` is what counts as no distance, in drawing units.
    """

    def __init__(self, tags: Tags, decoder: Decoder, tolerance: float = TOLERANCE) -> None:
        self.tags = tags
        self.decoder = decoder
        self.tolerance = tolerance
        is_head = tags.codes == 0
        self.heads: Ints = np.flatnonzero(is_head)
        self.owner: Ints = np.cumsum(is_head) - 1
        self.types = _of_distinct(_type, tags.values(self.heads))
        self._own = (tags.codes < _EXTENDED) & (self.owner >= 0)
        self._present = set(np.unique(tags.codes).tolist())
        self._first: dict[int, Ints] = {}
        type_of, names = pd.factorize(np.array(self.types, object))
        ordered = np.argsort(type_of, kind="stable")
        ends = np.cumsum(np.bincount(type_of, minlength=len(names)))[:-1]
        self._rows = dict(zip(names.tolist(), np.split(ordered, ends)))
        embedded = self.first(_EMBEDDED)
        if (embedded >= 0).any():
            limit = np.where(embedded >= 0, embedded, len(tags))
            self._own &= np.arange(len(tags)) < limit[self.owner]
            self._first.clear()

    def __len__(self) -> int:
        return len(self.heads)

    def rows(self, *types: str) -> Ints:
        """Return the rows of these types, in file order."""
        found = [self._rows[name] for name in types if name in self._rows]
        if not found:
            return np.zeros(0, np.int64)
        return found[0] if len(found) == 1 else np.sort(np.concatenate(found))

    def are(self, *types: str) -> Flags:
        """Tell which rows are of these types."""
        mask = np.zeros(len(self), bool)
        for name in types:
            mask[self._rows.get(name, [])] = True
        return mask

    @property
    def is_part(self) -> Flags:
        """Tell which rows belong to the entity before them: vertices, attributes, their end."""
        return self.are(*_PARTS)

    def parents(self) -> Ints:
        """Return the row each row belongs to: itself when it stands alone, -1 when its owner is missing."""
        own = np.where(self.is_part, -1, np.arange(len(self)))
        parents: Ints = np.maximum.accumulate(own)
        return parents

    def all_tags(self, code: int, rows: Ints) -> Ints:
        """Return every tag of `code` in `rows`, in file order."""
        wanted = np.zeros(len(self), bool)
        wanted[rows] = True
        found = np.flatnonzero((self.tags.codes == code) & self._own)
        return found[wanted[self.owner[found]]]

    def first(self, code: int) -> Ints:
        """Return the first tag of `code` of each entity, -1 where it has none."""
        if code not in self._present:
            return np.full(len(self), -1, np.int64)
        if code not in self._first:
            found = np.flatnonzero((self.tags.codes == code) & self._own)
            owners = self.owner[found]
            first = np.ones(len(found), bool)
            first[1:] = owners[1:] != owners[:-1]
            tags = np.full(len(self), -1, np.int64)
            tags[owners[first]] = found[first]
            self._first[code] = tags
        return self._first[code]

    def numbers(self, code: int, rows: Ints, default: float = float("nan")) -> Floats:
        """Return the numbers of `code` in `rows`."""
        tags = self.first(code)[rows]
        values = np.full(len(rows), float(default))
        values[tags >= 0] = self.tags.numbers(tags[tags >= 0])
        return values

    def integers(self, code: int, default: int = 0) -> Ints:
        """Return the whole numbers of `code` in all rows; what is no number is `default`."""
        values = self.numbers(code, np.arange(len(self)), default)
        return np.where(np.isfinite(values) & (np.abs(values) < 2**53), values, default).astype(np.int64)

    def texts(self, code: int, rows: Ints) -> list[str]:
        """Return the texts of `code` in `rows`, decoded and stripped; empty where there is none."""
        tags = self.first(code)[rows]
        texts = np.full(len(rows), "", object)
        texts[tags >= 0] = self._decoded(self.tags.values(tags[tags >= 0]))
        found: list[str] = texts.tolist()
        return found

    def _decoded(self, values: list[bytes]) -> list[str]:
        """Return what stands in values, stripped: handles all at once, names each once."""
        whole = b"\n".join(values)
        if whole.isascii() and b"\\" not in whole:
            lines = whole.decode("ascii").split("\n")
            if "".join(lines).isprintable():
                return [line.strip() for line in lines] if values else []
        return _of_distinct(self._name, values)

    def _name(self, value: bytes) -> str:
        return plain_name(self.decoder.text(value)).strip()

    def text(self, code: int, row: int) -> str:
        """Return one text."""
        return self.texts(code, np.array([row]))[0]

    def layers(self) -> list[str]:
        """Return the layer of each row; what names none is on layer 0."""
        return [name or "0" for name in self.texts(8, np.arange(len(self)))]

    def applications(self) -> list[str]:
        """Return the application of every piece of extended data."""
        names = self.tags.values(np.flatnonzero(self.tags.codes == _APPLICATION))
        return _of_distinct(self._name, names)

    def extended_values(self) -> Counter[str]:
        """Return by application, in capitals, how many values its extended data holds."""
        codes = self.tags.codes
        names = np.flatnonzero(codes == _APPLICATION)
        values = np.flatnonzero((codes >= _EXTENDED) & (codes != _APPLICATION) & (codes != _BRACE))
        counts = np.diff(np.searchsorted(values, np.append(names, len(codes))))
        found: Counter[str] = Counter()
        for application, count in zip(self.applications(), counts.tolist()):
            found[application.upper()] += count
        return found

    def codes(self, applications: Sequence[str]) -> tuple[Any, Any]:
        """Return for each row an application and the first string (group 1000) in its data there, or None.

        Applications are found by name, in any case and at any position; of several that have
        a string, the first of `applications` counts.
        """
        systems, codes = (np.full(len(self), None, object) for _ in range(2))
        names = np.array([name.upper() for name in self.applications()], object)
        present = set(names)
        for application in reversed(applications):
            if application.upper() in present:
                rows, texts = self._codes_of(names == application.upper())
                # Of several strings the first one counts: it is put in last.
                systems[rows], codes[rows[::-1]] = application, texts[::-1]
        return systems, codes

    def _codes_of(self, named: Flags) -> tuple[Ints, list[str]]:
        """Return rows and strings of extended data, of the pieces that are `named`."""
        names = np.flatnonzero(self.tags.codes == _APPLICATION)
        said = self.tags.ends > self.tags.starts
        strings = np.flatnonzero((self.tags.codes == _STRING) & said)
        following = np.append(names[1:], len(self.tags))[named]
        place = np.searchsorted(strings, names[named])
        found = np.append(strings, len(self.tags))[place]
        rows = self.owner[names[named]]
        inside = (found < following) & (self.owner[np.minimum(found, len(self.tags) - 1)] == rows)
        texts = np.array(_of_distinct(self._name, self.tags.values(found[inside])), object)
        return rows[inside][texts != ""], texts[texts != ""].tolist()


def _type(value: bytes) -> str:
    return value.strip().decode("ascii", "replace")


def _of_distinct(read: Callable[[bytes], str], values: list[bytes]) -> list[str]:
    """Read values, each that occurs once: thousands of entities share a few names."""
    known = {value: read(value) for value in dict.fromkeys(values)}
    return [known[value] for value in values]
