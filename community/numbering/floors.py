"""Floors as people write them, in order from the cellar to the roof."""

from __future__ import annotations

import re

GROUND = 1.0
_PODIUM, _ROOF = 900.0, 1000.0
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMBER = r"\d+|[零一二两三四五六七八九十]+"
_RULES = (
    (re.compile(r"屋顶|天台|顶层|顶楼|\bROOF|^R$|^RF$"), _ROOF),
    (re.compile(r"裙房|PODIUM"), _PODIUM),
    (re.compile(r"夹层|MEZZ|^M$"), 1.5),
    (re.compile(rf"(?:B|地下|负|(?<![\dF])-)第?({_NUMBER})"), -1.0),
    (re.compile(r"LG|地下|地库|BASEMENT|^B$"), -1.0),
    (re.compile(rf"({_NUMBER})"), 1.0),
)


def floor_level(text: object) -> float:
    """Return where a floor stands: B2 −2, B1 −1, 1F 1, 2F 2, podium (裙房) above these, roof last.

    Also reads 二层, 三楼, 地下一层, 负2层, 夹层, 1-2F (its lowest). What says nothing is the ground floor.
    """
    if not isinstance(text, str):
        return GROUND
    written = text.strip().upper()
    for pattern, level in _RULES:
        found = pattern.search(written)
        if found:
            return level * _number(found.group(1)) if pattern.groups else level
    return GROUND


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _DIGITS.get(text, 1)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0)
