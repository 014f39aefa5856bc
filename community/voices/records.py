"""From the rows of a table to records: which are new, and what is left open about each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from .headers import private_fields
from .positions import Shapes
from .rows import Identities, Note, agrees, day_of, says_nothing, word_of
from .subjects import Site, Subject


@dataclass
class Reading:
    """What a table came to.

    Parameters
    ----------
    records
        New rows, a dict each: columns of the community file, `geometry`, and `row`.
    duplicates, rejected
        Notes of the rows that did not come in, each with its code.
    notes
        Notes of rows that came in with something left open.
    linked
        Number of new rows that a place or building was found for.
    """

    records: list[dict[str, Any]] = field(default_factory=list)
    duplicates: list[Note] = field(default_factory=list)
    rejected: list[Note] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    linked: int = 0


class Record:
    """A row on its way into the community, with somewhere to note what is left open.

    Parameters
    ----------
    row
        Its number in the file.
    at
        Its place in the table's arrays.
    cells
        Text by field.
    point
        Its position in the community's CRS, or None.
    problem
        Code of what is wrong with its position, or None.
    """

    def __init__(
        self, row: int, at: int, cells: Mapping[str, Any], point: Any, problem: str | None, notes: list[Note]
    ) -> None:
        self.row = row
        self.at = at
        self.cells = cells
        self.point = point
        self.problem = problem
        self.id = ""
        self._notes = notes

    def note(self, code: str, **fields: object) -> None:
        """Add to the report of this row."""
        self._notes.append(Note(self.row, code, fields))

    def word(self, list_name: str, name: str) -> str | None:
        """Return the list's value that a cell means; a word that is in no list is noted."""
        text = self.cells.get(name)
        value = word_of(list_name, text)
        if value is None and not says_nothing(text):
            self.note("unknown_word", column=name, word=text)
        return value

    def day(self, name: str) -> str | None:
        """Return the date in a cell; an unreadable one is noted."""
        return self.number(name, day_of)

    def number(self, name: str, reader: Callable[[str | None], Any]) -> Any:
        """Return what `reader` makes of a cell; what it makes nothing of is noted."""
        text = self.cells.get(name)
        value = reader(text)
        if value is None and not says_nothing(text):
            self.note("unknown_word", column=name, word=text)
        return value

    def consent(self) -> bool:
        """Return whether the cell agrees to publication; what is neither yes nor no is noted and no."""
        return bool(self.number("consent", agrees))

    def subject(self, site: Site) -> Subject:
        """Return what the row is about; what could not be followed is noted."""
        if self.problem:
            self.note(self.problem, text=self.cells.get("point") or "")
        subject = site.subject(self.cells, self.point, day_of(self.cells.get("commented_on")))
        if subject.problem:
            named = next((self.cells[n] for n in ("place", "building", "location") if self.cells.get(n)), "")
            self.note(subject.problem, text=named, reach=f"{site.reach:g}")
        return Subject("place") if self.problem and subject == Subject() else subject


def new_records(
    given: pd.DataFrame, shapes: Shapes, identities: Identities, text_fields: Sequence[str], reading: Reading
) -> Iterator[Record]:
    """Yield the rows that are new; the others are noted as duplicates or, without text, as rejected.

    Parameters
    ----------
    given
        Text cells, columns named by field (see `headers`), and `geometry` as WKT where the file has
        it; the index is the row's number.
    shapes
        Geometry of the rows, in the community's CRS.
    identities
        Knows what is there.
    text_fields
        Where the text stands; the first one filled counts.
    """
    anchors = shapes.anchors()
    for at, (row, cells) in enumerate(zip(given.index, given.to_dict("records"))):
        text = next((cells[name] for name in text_fields if cells.get(name) is not None), None)
        if text is None:
            reading.rejected.append(Note(int(row), "no_text"))
            continue
        record = Record(int(row), at, cells, anchors[at], shapes.problems.get(at), reading.notes)
        record.id, code = identities.find(text, cells.get("serial"), _content(record), cells.get("id"))
        if code in ("", "serial_used_twice"):
            if code:
                record.note(code, serial=cells["serial"])
            yield record
        else:
            reading.duplicates.append(Note(int(row), code))


def _content(record: Record) -> str:
    """Return a digest of all that a row says, without its personal columns."""
    private = {*private_fields(), "id"}
    said = [f"{name}={text}" for name, text in sorted(record.cells.items()) if text and name not in private]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()
