"""Personal data in free text: found and masked, or flagged for a person to look at.

Full-width digits, spaces and dashes between digits, invisible characters and Chinese
numerals do not hide a number. The rules prefer masking a harmless number to letting a
phone number through, but leave building numbers, numbers of places, dates, times, prices
and counts alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Optional

from .privacy_rules import GIVEN_LIKE_WORDS, RULES, SALUTATIONS, SURNAMES, TWO_LETTER_SURNAMES

MASK = "***"
PSEUDONYM = re.compile(r"居民-[0-9A-F]{4,}")


@dataclass(frozen=True)
class Finding:
    """What was found, and where in the text as given; `masked` is False for what is only flagged."""

    kind: str
    start: int
    end: int
    masked: bool = True


@dataclass(frozen=True)
class Masked:
    """A text without what was found in it."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of findings, sorted, each once."""
        return tuple(sorted({finding.kind for finding in self.findings}))


@dataclass
class People:
    """Who said what, kept apart from what was said.

    Parameters
    ----------
    authors
        Row → pseudonym; rows without a name or number have none.
    pseudonyms
        Every known name → its pseudonym, under which it stands in texts.
    contacts
        Other known values, such as phone numbers: they are masked in texts.
    """

    authors: Mapping[int, str] = field(default_factory=dict)
    pseudonyms: Mapping[str, str] = field(default_factory=dict)
    contacts: tuple[str, ...] = ()


def mask(text: str, names: Iterable[str] = ()) -> Masked:
    """Replace personal data in a text by `***`.

    Parameters
    ----------
    text
        What somebody wrote.
    names
        Names known to be residents', such as those of an import's name column.

    Returns
    -------
    masked
        The text and the findings: mobile, landline, id_number, long_number, document, email, chat,
        room, plate, name; and, flagged only, salutation (老王, 李阿姨). Masking again changes nothing.
    """
    hidden = _joined(_search(text, names))
    parts, at = [], 0
    for finding in hidden:
        parts += [text[at : finding.start], MASK]
        at = finding.end
    flagged = [f for f in _salutations(text) if not any(f.start < h.end and h.start < f.end for h in hidden)]
    found = sorted([*hidden, *flagged], key=lambda finding: finding.start)
    return Masked("".join([*parts, text[at:]]), tuple(found))


def mask_contacts(text: str) -> str:
    """Replace numbers and addresses that lead to a person by `***`; names stay.

    For title blocks, where those who drew and checked a sheet sign with their names.
    """
    for finding in reversed(_joined(_search(text, ()))):
        if finding.kind != "name":
            text = text[: finding.start] + MASK + text[finding.end :]
    return text


def mask_known(text: str, pseudonyms: Mapping[str, str], contacts: Iterable[str]) -> str:
    """Replace known names by pseudonyms and other known values by `***`, and leave the rest.

    Parameters
    ----------
    pseudonyms
        Name → what stands for it. What does not look like a name is left (see `is_name`).
    contacts
        Phone numbers, addresses of mail and the like, of six letters at least: shorter ones could be
        any word. Spaces and dashes between their letters do not hide them.
    """
    by_name, names, by_value = _known(tuple(pseudonyms.items()), tuple(contacts))
    if by_name is not None:
        text = _replaced(text, by_name, lambda match: names[_close(match.group())])
    return text if by_value is None else _replaced(text, by_value, lambda _: MASK)


@lru_cache(maxsize=4)
def _known(
    pseudonyms: tuple[tuple[str, str], ...], contacts: tuple[str, ...]
) -> tuple[Optional[re.Pattern[str]], dict[str, str], Optional[re.Pattern[str]]]:
    """Return the pattern of all names, what stands for each, and the pattern of all contacts."""
    names = {_close(_plain(name).strip()): pseudonym for name, pseudonym in pseudonyms}
    values = {_plain(value).strip() for value in contacts}
    longest_first = sorted((v for v in values if len(v) >= _LONG_ENOUGH), key=lambda v: (-len(v), v))
    by_value = "|".join(_SPACED.join(map(re.escape, value)) for value in longest_first)
    by_name = _names_pattern(tuple(name for name, _ in pseudonyms))
    return by_name, names, re.compile(by_value, re.IGNORECASE) if by_value else None


def is_name(text: str) -> bool:
    """Tell whether a cell looks like a person's full name, so that masking it hits nobody else's words."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(f"{_HAN}{{2,4}}", plain):
        return plain[:2] in TWO_LETTER_SURNAMES or (plain[0] in SURNAMES and plain not in GIVEN_LIKE_WORDS)
    if re.fullmatch(f"{_HAN}{{1,10}}(?:[·•・]{_HAN}{{1,10}})+", plain):
        return True
    return bool(re.fullmatch(r"[^\W\d_]{2,}(?:[ '.-]{1,2}[^\W\d_]+){1,4}", plain)) and plain.isascii()


def _search(text: str, names: Iterable[str]) -> list[Finding]:
    """Search until nothing more is found, each time without what was found before."""
    pattern = _names_pattern(tuple(names))
    found: list[Finding] = []
    covered = _plain(text)
    while True:
        new = [Finding("name", *match.span()) for match in pattern.finditer(covered)] if pattern else []
        new += _numbers(covered)
        if not new:
            return found
        found += new
        for finding in new:
            length = finding.end - finding.start
            covered = covered[: finding.start] + _COVER * length + covered[finding.end :]


_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_COVER = "\x00"
_NUMERALS = str.maketrans("〇○零一壹幺二贰两三叁四肆五伍六陆七柒八捌九玖", "00011122233445566778899")
_GAP = r"[\s\u200b-\u200f\u2060\ufeff\u00ad·•・]{0,2}"
_LONG_ENOUGH = 6
_SPACED = r"[\s\u200b-\u200f\u2060\ufeff\u00ad\-\u2010-\u2015.·]{0,2}"


def _numbers(covered: str) -> list[Finding]:
    spoken = covered.translate(_NUMERALS)
    return [
        Finding(rule.kind, *match.span("what"))
        for rule in RULES
        for match in rule.pattern.finditer(spoken if rule.spoken else covered)
        if rule.unless is None or not rule.unless(match)
    ]


def _plain(text: str) -> str:
    """Return the text with full-width letters and digits made plain, each letter in its place."""
    return text if text.isascii() else "".join(map(_single, text))


@lru_cache(maxsize=8192)
def _single(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 else letter


@lru_cache(maxsize=8)
def _names_pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    words = sorted({_plain(name).strip() for name in names if is_name(name)}, key=lambda n: (-len(n), n))
    if not words:
        return None
    latin = [rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])" for word in words if word.isascii()]
    # One branch a surname: a town's worth of names is then searched for in no more time.
    given: dict[str, list[str]] = {}
    for word in words:
        if not word.isascii():
            given.setdefault(word[0], []).append(_GAP.join(map(re.escape, word[1:])))
    chinese = [f"{surname}{_GAP}(?:{'|'.join(others)})" for surname, others in given.items()]
    return re.compile("|".join([*chinese, *latin]), re.IGNORECASE)


def _close(name: str) -> str:
    """Return a name as found without what stood between its letters."""
    return name.casefold() if name.isascii() else re.sub(_GAP, "", name).casefold()


def _replaced(text: str, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> str:
    parts, at = [], 0
    for match in pattern.finditer(_plain(text)):
        parts += [text[at : match.start()], replace(match)]
        at = match.end()
    return "".join([*parts, text[at:]])


def _joined(found: Iterable[Finding]) -> list[Finding]:
    """Return findings in order, overlapping ones as one."""
    joined: list[Finding] = []
    for finding in sorted(found, key=lambda f: (f.start, -f.end)):
        if joined and finding.start < joined[-1].end:
            last = joined.pop()
            finding = Finding(last.kind, last.start, max(last.end, finding.end))
        joined.append(finding)
    return joined


def _salutations(text: str) -> Iterator[Finding]:
    for match in SALUTATIONS.finditer(_plain(text)):
        yield Finding("salutation", *match.span(), masked=False)
