"""Places by what a resident says: a number, an old number, a name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Optional

NUMBER, OLD_NUMBER, NAME = "number", "old_number", "name"
_MOST = 20


@dataclass(frozen=True)
class Hit:
    """A place found.

    Parameters
    ----------
    place_id
        Of the place.
    by
        `NUMBER`, `OLD_NUMBER` (one it had before) or `NAME`.
    number, name
        Of the place now; None where it has none, or is no longer in the file.
    asked
        The number or name that was found.
    until
        When an old number was given up.
    """

    place_id: str
    by: str
    number: Optional[str]
    name: Optional[str]
    asked: str
    until: Optional[str] = None

    @property
    def is_there(self) -> bool:
        """Whether the place is still in the file."""
        return self.name is not None or self.number is not None


def find_places(
    text: str, places: Iterable[Mapping[str, Any]], aliases: Iterable[Mapping[str, Any]]
) -> list[Hit]:
    """Return at most 20 places: by number, by old number (the youngest first), by part of the name.

    Parameters
    ----------
    text
        As typed; full-width digits and capitals do not matter.
    places
        Rows of `place`: id, number, name, rejected.
    aliases
        Rows of `number_alias`: old_number, place_id, retired_at.
    """
    wanted = _plain(text)
    if not wanted:
        return []
    present = {row["id"]: row for row in places if not row["rejected"]}
    hits = [_hit(row, NUMBER, row["number"]) for row in present.values() if _plain(row["number"]) == wanted]
    old = [row for row in aliases if _plain(row["old_number"]) == wanted]
    for row in sorted(old, key=lambda row: str(row["retired_at"] or ""), reverse=True):
        place = present.get(row["place_id"], {"id": row["place_id"], "number": None, "name": None})
        hits.append(_hit(place, OLD_NUMBER, row["old_number"], row["retired_at"]))
    named = [row for row in present.values() if wanted in _plain(row["name"])]
    hits += [_hit(row, NAME, row["name"]) for row in sorted(named, key=lambda row: len(row["name"]))]
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.place_id, hit)
    return list(first.values())[:_MOST]


def _hit(row: Mapping[str, Any], by: str, asked: Any, until: Any = None) -> Hit:
    return Hit(row["id"], by, row["number"] or None, row["name"] or None, str(asked), until or None)


def _plain(text: Any) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold() if isinstance(text, str) else ""
