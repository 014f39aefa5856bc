"""Read the annotation of surveys: which texts name a place, and which only describe a building.

Chinese names have their head at the end (公园管理处 is an office, not a park), so a word that ends
a text counts more than one in the middle of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

from .. import catalogue

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_ONE_TO_NINE = "[一二三四五六七八九]"
NUMERAL = f"(?:{_ONE_TO_NINE}?十{_ONE_TO_NINE}?|{_ONE_TO_NINE}{{1,3}})"
"""Pattern of what `chinese_number` reads."""
_FLOOR = re.compile(
    rf"\(?(?<![A-Za-z])(B\d{{1,2}}F?|(?:负|地下)(?:\d{{1,2}}|{NUMERAL})[层楼]"
    rf"|(?:\d{{1,2}}(?:[-~]\d{{1,2}})?|(?<!第){NUMERAL})(?:F|层|楼(?!组|栋)))\)?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"^第?([A-Z]?\d{{1,4}}(?:-\d{{1,3}})?[A-Z]?|[A-Z]|{NUMERAL})(栋|幢|座|号楼|#楼|#|楼)$",
    re.IGNORECASE,
)
_GROUP = re.compile(r"楼组$")
_SPACE_IN_CHINESE = re.compile(r"(?<![ -~]) | (?![ -~])")
_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_SEPARATORS = re.compile(r"[、,，/·•;；+&]")
_ELSEWHERE = re.compile(
    r"(路|街|巷|弄|道|桥|胡同|门|门口|口|墙|宿舍|家属楼|家属院|大楼|大厦|方向|旁|对面|小区|新村)$"
)

EXACT, ENDING, WITHIN, ONE_LETTER, DOUBTFUL = 0.95, 0.9, 0.6, 0.75, 0.5


@dataclass(frozen=True)
class Mention:
    """A place that a text names: its kind, how sure that is, and what the text says about it."""

    kind: str
    certainty: float
    name: Optional[str]
    floor: Optional[str]


@dataclass(frozen=True)
class Words:
    """The words that suggest kinds, ready to be looked for in texts.

    Parameters
    ----------
    pairs
        (word, kind); a word that ends in `?` is doubtful. A later pair overrides an earlier one.
    """

    pairs: tuple[tuple[str, str], ...]

    def read(self, text: str) -> list[Mention]:
        """Return the places that a text names; more than one when it lists them (居委会、卫生站)."""
        plain = normalise(text)
        floor, rest = split_floor(plain)
        parts = [part for part in _SEPARATORS.split(rest) if part]
        mentions = [self._mention(part, floor) for part in parts]
        if len(parts) > 1 and all(m is not None for m in mentions):
            return [m for m in mentions if m is not None]
        whole = self._mention(rest, floor)
        return [whole] if whole is not None else []

    def _mention(self, text: str, floor: Optional[str]) -> Optional[Mention]:
        found = _find(self, _BRACKETS.sub("", text) or text)
        if found is None:
            return None
        kind, certainty = found
        return Mention(kind, certainty, text if len(text) > 1 else None, floor)


@lru_cache(maxsize=4)
def _lookup(words: Words) -> tuple[dict[str, tuple[str, float]], re.Pattern[str]]:
    """Return word → (kind, certainty when exact), and a pattern of the words of two letters and more."""
    table: dict[str, tuple[str, float]] = {}
    for word, kind in words.pairs:
        plain = normalise(word.rstrip("?")).upper()
        table[plain] = (kind, DOUBTFUL if word.endswith("?") else ONE_LETTER if len(plain) < 2 else EXACT)
    longest_first = sorted((w for w in table if len(w) > 1), key=lambda w: (-len(w), w))
    return table, re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def _find(words: Words, text: str) -> Optional[tuple[str, float]]:
    table, pattern = _lookup(words)
    text = text.upper()
    if text in table:
        return table[text]
    ending = next((text[i:] for i in range(1, len(text) - 1) if text[i:] in table), None)
    if ending is not None:
        kind, certainty = table[ending]
        return kind, min(certainty, ENDING)
    within = pattern.findall(text)
    if not within or _ELSEWHERE.search(text) or is_building_text(text):
        return None
    kind, certainty = table[max(within, key=len)]
    return kind, min(certainty, WITHIN)


def normalise(text: str) -> str:
    """Return a text with full-width letters, digits and brackets made plain, and no space in Chinese."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return _SPACE_IN_CHINESE.sub("", plain)


def split_floor(text: str) -> tuple[Optional[str], str]:
    """Take the floor out of a normalised text.

    Returns
    -------
    floor, rest
        `2F`, `1-3F`, `B1`, or None where none is named; the text without it.
    """
    match = _FLOOR.search(text)
    if match is None or is_building_text(text):
        return None, text
    rest = (text[: match.start()] + text[match.end() :]).strip("-·,、:")
    return _floor(match.group(1)), rest


def _floor(words: str) -> str:
    number = re.sub(r"^(B|负|地下)|[F层楼]$", "", words.upper()).replace("~", "-")
    if re.fullmatch(NUMERAL, number):
        number = str(chinese_number(number))
    return f"B{number}" if words[0] in "Bb负地" else f"{number}F"


def chinese_number(numeral: str) -> int:
    """Return the value of 一 … 九十九, or of digits read one by one: 一二三 is 123."""
    if "十" not in numeral:
        return int("".join(str(_DIGITS[c]) for c in numeral))
    tens, _, ones = numeral.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def structure_of(text: str) -> Optional[tuple[str, int]]:
    """Return structure and storeys of a building's annotation, or None.

    砼6 and 砼6层 are (reinforced_concrete, 6), 砼12-2 has two more below ground, and without a number
    (砖, 简) it is one storey. The words are those of the catalogue of structures.
    """
    structures, pattern = _structures()
    match = pattern.match(normalise(text))
    if match is None:
        return None
    return structures[match.group(1)], int(match.group(2) or 1)


@lru_cache(maxsize=1)
def _structures() -> tuple[dict[str, str], re.Pattern[str]]:
    """Return word → structure, and the pattern of an annotation, longer words first."""
    table = catalogue.structures()
    words = {word: row.structure for row in table.itertuples() for word in row.words}
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    # 砼6, 砼(6), 砼6层, 砼12-2, 砼6/-1: storeys, then what is below ground.
    return words, re.compile(rf"^({longest_first})\(?(\d{{1,3}})?\)?[层F]?(?:[-/].*)?$", re.IGNORECASE)


def label_of(text: str) -> Optional[str]:
    """Return the building number of a text (3栋, 3号楼, 3#), as written but without spaces, or None."""
    plain = normalise(text)
    return plain if _LABEL.match(plain) else None


def group_of(text: str) -> Optional[str]:
    """Return the name of a building group (第一楼组), or None."""
    plain = normalise(text)
    return plain if _GROUP.search(plain) else None


def is_building_text(text: str) -> bool:
    """Tell whether a text is a building's number, structure or group: it never names a place."""
    return any(reads(text) is not None for reads in (label_of, structure_of, group_of))


def words_of(kinds: Iterable[tuple[str, Iterable[str]]]) -> tuple[tuple[str, str], ...]:
    """Return the (word, kind) pairs of kinds with their words, for `Words`."""
    return tuple((word, kind) for kind, words in kinds for word in words)
