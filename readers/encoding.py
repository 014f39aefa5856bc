r"""Which encoding the texts of a survey are in: what the header says, what the bytes say.

Old drawings declare a code page and often lie; newer ones are UTF-8 by rule. Every text
is decoded strictly, so that nothing turns into `?`; what fits no encoding keeps its
bytes visible as `\xB0`, and is counted.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..community.errors import InputError
from .mapped import Buffer, let_go

_CANDIDATES = ("utf-8", "gb18030", "cp950", "cp1251", "cp1252")
_NAMES = {
    "936": "gb18030", "65001": "utf-8", "28591": "latin-1", "GB2312": "gb18030", "GBK": "gb18030",
    "BIG5": "cp950", "KSC5601": "cp949", "JOHAB": "johab", "MAC-ROMAN": "mac_roman",
    "MACINTOSH": "mac_roman", "ISO8859-1": "latin-1", "88591": "latin-1",
}  # fmt: skip
_MOST_KNOWN = 50_000
_CLEARLY_RIGHT, _CLEARLY_BETTER, _HARDLY_TEXT = 0.75, 0.3, 0.15
_CHINESE = ("gb18030", "cp950")
_RATHER_BETTER, _SOME = 0.1, 5
"""Between the two Chinese ones: half of what either writes reads like text under the other (measured)."""

_MEANT = "°±²³ØΦφ℃㎡㎜·×—“”‘’…№砼"
_LIKELY = ((0x2160, 0x2180), (0x2460, 0x2474), (0x3000, 0x3030), (0x3400, 0x4E00), (0xFF01, 0xFF5F))
"""Signs and characters of survey texts: Roman numbers, numbers in circles, punctuation, rare names."""
_SHOWN = 5
_PIECE = 240
_DEBRIS = re.compile("[\x80-\x9f\ue000-\uf8ff\ufffe\uffff]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f]")
_WORD = re.compile(r"[^\W\d_]+")


def codec_of(name: str) -> str | None:
    """Return Python's codec for the name of a code page such as `ANSI_936`; None when unknown."""
    name = name.strip().upper()
    match = re.fullmatch(r"(?:ANSI|OEM|DOS|CP|WINDOWS|IBM)?[ _-]?(\d{3,5})", name)
    wanted = _NAMES.get(match.group(1), f"cp{match.group(1)}") if match else _NAMES.get(name, name)
    try:
        found = codecs.lookup(wanted).name
    except (LookupError, ValueError):
        return None
    # GB18030 reads all of GBK and GB 2312 as they are, and the signs beyond.
    return "gb18030" if found in ("gbk", "gb2312", "cp936") else found


@dataclass
class Decoder:
    """Turns the bytes of one file into text, and remembers what that took.

    Parameters
    ----------
    codec
        Of most of the file.
    declared
        What the file says of itself, as it says it.
    reason
        Why `codec`: given, declared, version, bytes, or ascii.
    scores
        Codec → how much the file's own strings read like text under it, 0…1.
    """

    codec: str
    declared: str = ""
    reason: str = "declared"
    scores: dict[str, float] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    undecodable: int = 0
    undecodable_samples: list[str] = field(default_factory=list)
    samples: list[str] = field(default_factory=list)
    _known: dict[bytes, str] = field(default_factory=dict)

    def text(self, raw: bytes) -> str:
        """Return `raw` as text."""
        if raw.isascii():
            text = raw.decode("ascii")
            return text if text.isprintable() else _CONTROLS.sub("", text)
        known = self._known.get(raw)
        if known is None:
            known = _CONTROLS.sub("", self._decode(raw))
            # What comes later is decoded, and counted, each time: memory stays bounded.
            if len(self._known) < _MOST_KNOWN:
                self._known[raw] = known
        return known

    def _decode(self, raw: bytes) -> str:
        # Bytes that happen to be UTF-8 hardly ever are anything else, whatever signs they hold.
        decode = _valid if self.codec == "utf-8" else _strict
        text, codec = decode(raw, self.codec), self.codec
        if self.reason != "given" and not (text is not None and self.codec == "utf-8"):
            text, codec = self._better(raw, text)
        if text is None:
            text = raw.decode(self.codec, "backslashreplace")
            self.undecodable += 1
            if len(self.undecodable_samples) < _SHOWN and text not in self.undecodable_samples:
                self.undecodable_samples.append(text)
        elif codec != self.codec:
            self.others[codec] += 1
        if len(self.samples) < _SHOWN:
            self.samples.append(text)
        return text

    def _better(self, raw: bytes, text: str | None) -> tuple[str | None, str]:
        """Take another encoding for a string that does not fit the file's: some files mix two."""
        found, least = (text, self.codec), 0.0
        others = {codec: _strict(raw, codec) for codec in ("utf-8", "gb18030") if codec != self.codec}
        fitting = [(other, codec) for codec, other in others.items() if other is not None]
        if text is not None and fitting:
            least = max(likeness(text) + _CLEARLY_BETTER, _CLEARLY_RIGHT)
        for other, codec in fitting:
            if likeness(other) > least:
                found, least = (other, codec), likeness(other)
        return found

    def evidence(self) -> dict[str, Any]:
        """Return what was used and why, for the report."""
        return {
            "declared": self.declared,
            "used": self.codec,
            "reason": self.reason,
            "scores": {name: round(score, 3) for name, score in self.scores.items()},
            "others": dict(sorted(self.others.items())),
            "undecodable": self.undecodable,
            "undecodable_samples": sorted(self.undecodable_samples),
            "samples": self.samples,
        }


def make_decoder(
    samples: Sequence[bytes], declared: str, *, unicode_by_version: bool = False, given: str | None = None
) -> Decoder:
    """Choose the encoding of a file.

    Parameters
    ----------
    samples
        Strings of the file that are not ASCII (others are ignored).
    declared
        Name of the code page in the header, empty when there is none.
    unicode_by_version
        The format's version says UTF-8, whatever the code page (DXF from R2007 on).
    given
        What the planner chose; wins.

    Raises
    ------
    InputError
        `unknown_encoding_name` when `given` is no encoding.
    """
    samples = [raw for raw in samples if not raw.isascii()]
    scores = {codec: _score(samples, codec) for codec in _CANDIDATES} if samples else {}
    if given:
        codec = codec_of(given)
        if codec is None:
            raise InputError("unknown_encoding_name", encoding=given)
        return Decoder(codec, declared, "given", scores)
    page = codec_of(declared)
    expected = "utf-8" if unicode_by_version else page or "gb18030"
    if not samples:
        return Decoder(expected, declared, "ascii", scores)
    if page is not None and page not in scores:
        scores[page] = _score(samples, page)
    if page is None and not unicode_by_version:
        codec = _best(scores) if max(scores.values()) > _HARDLY_TEXT else expected
        return Decoder(codec, declared, "bytes", scores)
    reason = "version" if unicode_by_version else "declared"
    if _contradicted(samples, scores, expected):
        return Decoder(_best(scores), declared, "bytes", scores)
    return Decoder(expected, declared, reason, scores)


def _best(scores: dict[str, float]) -> str:
    # Nearly all Chinese drawings are GBK.
    weighed = {codec: score - _RATHER_BETTER * (codec == "cp950") for codec, score in scores.items()}
    return max(weighed, key=lambda codec: weighed[codec])


def _contradicted(samples: Sequence[bytes], scores: dict[str, float], expected: str) -> bool:
    """Tell whether the bytes speak clearly against what the header says."""
    best = _best(scores)
    if best == "utf-8" != expected and len(samples) >= 3:
        return all(_strict(raw, best) is not None for raw in samples)
    chinese = best in _CHINESE and expected in _CHINESE and len(samples) >= _SOME
    margin = _RATHER_BETTER if chinese else _CLEARLY_BETTER
    return scores[best] >= max(_CLEARLY_RIGHT, scores[expected] + margin)


def _valid(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (UnicodeDecodeError, ValueError):
        return None


def _strict(raw: bytes, codec: str) -> str | None:
    text = _valid(raw, codec)
    return None if text is None or _DEBRIS.search(text) else text


def _score(samples: Iterable[bytes], codec: str) -> float:
    texts = [_read(raw, codec) for raw in samples]
    return sum(likeness(text) if text is not None else 0.0 for text in texts) / max(len(texts), 1)


def _read(raw: bytes, codec: str) -> str | None:
    """Return a sample as text; long ones are pieces of paragraphs, cut in the middle of a sign too."""
    if len(raw) < _PIECE:
        return _strict(raw, codec)
    cuts = (raw, raw[:-1], raw[1:], raw[1:-1])
    return next((text for text in (_strict(cut, codec) for cut in cuts) if text is not None), None)


def likeness(text: str) -> float:
    """Return how much the non-ASCII signs of `text` look meant: 1 for plain Chinese or Russian, 0 for debris.

    Common characters count most: those of the first level of GB 2312 (ordered by use) and of
    Big5. Words of other alphabets count when they are cased as words are.
    """
    weights = [_han(sign) for sign in text if ord(sign) > 127 and not sign.isalpha()]
    for match in _WORD.finditer(text):
        weights += _word("".join(filter(str.isalpha, match.group(0))))
    return sum(weights) / len(weights) if weights else 1.0


def _word(word: str) -> list[float]:
    signs = [sign for sign in word if ord(sign) > 127]
    if any(sign >= "\u2e80" or sign in _MEANT for sign in signs):
        return [_han(sign) for sign in signs]
    cased = word.islower() or word.isupper() or word.istitle()
    scripts = {unicodedata.name(sign, "?").split(" ")[0] for sign in word if sign.isalpha()}
    if not cased or len(scripts) > 1:
        return [0.1] * len(signs)
    foreign = 0.9 if "CYRILLIC" in scripts else 0.6 if len(signs) < len(word) else 0.2
    return [foreign] * len(signs)


def _han(sign: str) -> float:
    code = ord(sign)
    if sign in _MEANT:
        return 0.9
    if "\u4e00" <= sign <= "\u9fff":
        return 1.0 if _is_common(sign) else 0.35
    # Only bytes in a pattern of their own, four to a sign, are the rare ones under GB18030 or UTF-8.
    if code >= 0x20000 or any(first <= code < end for first, end in _LIKELY):
        return 0.9
    return 0.3 if 0x2000 <= code < 0x2700 else 0.1


def _is_common(sign: str) -> bool:
    raw = sign.encode("gb2312", "ignore")
    if raw:
        return 0xB0 <= raw[0] <= 0xD7
    raw = sign.encode("big5", "ignore")
    return bool(raw) and 0xA4 <= raw[0] <= 0xC6


def strings_beyond_ascii(buffer: Buffer, limit: int = 5000, block: int = 4_000_000) -> list[bytes]:
    """Return distinct lines of a file that hold bytes beyond ASCII, the first `limit` of them.

    Parameters
    ----------
    buffer
        bytes or an mmap; lines of it are the values of a drawing, or of a table.
    """
    found: dict[bytes, None] = {}
    for start in range(0, len(buffer), block):
        if len(found) >= limit:
            break
        piece = buffer[start : start + block]
        signs = np.frombuffer(piece, np.uint8)
        beyond, breaks = np.flatnonzero(signs >= 0x80), np.flatnonzero(signs == 0x0A)
        # The line a block begins or ends in may be cut.
        lines = np.unique(np.searchsorted(breaks, beyond))
        lines = lines[(lines > 0) & (lines < len(breaks))]
        for begin, end in zip(breaks[lines - 1].tolist(), breaks[lines].tolist()):
            if len(found) < limit:
                found.setdefault(piece[begin + 1 : end].rstrip(b"\r"))
        let_go(buffer, start)
    return list(found)
