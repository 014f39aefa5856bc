"""Rows of a table of voices: cells by field, words of lists, days, and who is whom on a second import."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Optional
from uuid import UUID

import pandas as pd

from ..catalogue import choices
from ..ids import stable_id

_DITTO = {"同上", "同前", "〃", "″", '"', "“", "same as above", "ditto"}
_YES = {
    "是",
    "同意",
    "愿意",
    "可以",
    "可",
    "公开",
    "√",
    "✓",
    "✔",
    "对",
    "yes",
    "y",
    "true",
    "1",
    "ok",
    "agree",
    "agreed",
}
_NO = {"否", "不", "不同意", "不愿意", "不可以", "不公开", "×", "✗", "x", "no", "n", "false", "0", "disagree"}
_NOTHING = {
    "",
    "无",
    "没有",
    "不详",
    "未填",
    "-",
    "—",
    "/",
    "N/A",
    "NA",
    "NONE",
    "NULL",
    "NAN",
    "(空)",
    "(跳过)",
}
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
_COMPACT_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_SAME_ENOUGH = 0.6


def cells_by_field(cells: pd.DataFrame, mapping: Mapping[str, str]) -> pd.DataFrame:
    """Return the mapped columns under their fields; 同上 takes what stands above it."""
    given = pd.DataFrame({name: cells[heading] for name, heading in mapping.items()}, index=cells.index)
    given = given.astype(object).where(given.notna(), None)
    for name in given.columns:
        above = None
        filled = []
        for text in given[name]:
            above = above if text is not None and text.casefold() in _DITTO else text
            filled.append(above)
        given[name] = pd.Series(filled, index=given.index, dtype=object)
    return given


def plain(text: str) -> str:
    """Return a text as it is compared: full-width made plain, without case and spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).casefold())


def says_nothing(text: str | None) -> bool:
    """Tell whether a cell stands for no answer: empty, 无, —, N/A."""
    return text is None or unicodedata.normalize("NFKC", text).strip().upper() in _NOTHING


def word_of(list_name: str, text: str | None) -> str | None:
    """Return the value of a choices list that a cell means, by value, English or Chinese name."""
    return None if text is None else _words(list_name).get(plain(text))


@lru_cache(maxsize=32)
def _words(list_name: str) -> dict[str, str]:
    table = choices(list_name)
    words = {
        plain(row[column]): row["value"] for column in ("zh", "en", "value") for _, row in table.iterrows()
    }
    return {**words, **{f"{word}类": value for word, value in words.items()}}


def agrees(text: str | None) -> bool | None:
    """Return whether a cell says yes or no; None when it says neither."""
    word = plain(text or "")
    return True if word in _YES else False if word in _NO else None


def day_of(text: str | None) -> str | None:
    """Return the first date in a cell as `YYYY-MM-DD`: 2026/3/5, 2026年3月5日, 2026-03-05T10:00, 20260305."""
    match = _DAY.search(text or "") or _COMPACT_DAY.search(text or "")
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return pd.Timestamp(year, month, day).strftime("%Y-%m-%d")
    except ValueError:
        return None


@dataclass
class Identities:
    """Ids of rows that stay the same when a table is imported again.

    A serial makes an id, and so does a row without one by all it says. A serial may come twice:
    several opinions stand on one paper, and two clerks may both start at 1. Then the text decides:
    the same text is the same comment, on a later import also one that was mended a little.

    Parameters
    ----------
    table
        comment or proposal.
    """

    table: str
    _texts: dict[str, str] = field(default_factory=dict)
    _by_serial: dict[str, list[str]] = field(default_factory=dict)
    _before: set[str] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=dict)

    def know(self, ids: Iterable[str], serials: Iterable[Any], texts: Iterable[Any]) -> None:
        """Take note of the rows that the community holds already."""
        for row_id, serial, text in zip(ids, serials, texts):
            self._before.add(row_id)
            self._note(row_id, plain(serial) if isinstance(serial, str) else "", text)

    def find(self, text: str, serial: str | None, content: str, own_id: str | None = None) -> tuple[str, str]:
        """Return the id of a row, and a code when it is not new.

        Parameters
        ----------
        text
            What was said.
        serial
            As it stands on the paper or in the export.
        content
            All that the row says, without personal data: what tells rows without serial apart.
        own_id
            The id under which a community of ours once gave the row away.

        Returns
        -------
        id, code
            Code `already_imported`, `already_imported_changed` or `repeated_row` for a row that is
            there already; `serial_used_twice` for a new one under a known serial; else empty.
        """
        if own_id is not None and _is_uuid(own_id):
            found = own_id, "already_imported" if own_id in self._before else ""
        elif serial is not None:
            found = self._by_paper(text, plain(serial))
        else:
            found = self._by_content(content)
        row_id, code = found
        if row_id in self._texts and not code:
            return row_id, "repeated_row"
        if code in ("", "serial_used_twice"):
            self._note(row_id, plain(serial) if serial else "", text)
        return row_id, code

    def _by_paper(self, text: str, serial: str) -> tuple[str, str]:
        known = self._by_serial.get(serial, [])
        for row_id in known:
            if self._texts[row_id] in ("", plain(text)):
                return row_id, "already_imported" if row_id in self._before else "repeated_row"
        for row_id in known:
            if row_id in self._before and _similar(self._texts[row_id], plain(text)):
                return row_id, "already_imported_changed"
        row_id = stable_id(self.table, serial, self._count(serial))
        if row_id in self._texts:
            row_id = stable_id(self.table, serial, plain(text))
        return row_id, "serial_used_twice" if known else ""

    def _by_content(self, content: str) -> tuple[str, str]:
        row_id = stable_id(self.table, content, self._count(content))
        return row_id, "already_imported" if row_id in self._before else ""

    def _count(self, key: str) -> int:
        self._counts[key] = self._counts.get(key, 0) + 1
        return self._counts[key]

    def _note(self, row_id: str, serial: str, text: Any) -> None:
        self._texts[row_id] = plain(text) if isinstance(text, str) else ""
        if serial:
            self._by_serial.setdefault(serial, []).append(row_id)


def _similar(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SAME_ENOUGH


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


@dataclass(frozen=True)
class Note:
    """What the report says about a row: its number, a code and what the sentence names."""

    row: int
    code: str
    fields: Optional[Mapping[str, object]] = None
