"""Names of building groups 楼组 as far as a public page may print them.

They are a planner's own words, or a survey's, and the name of a courtyard may be that of the family
that lives there (张三家院). So only a name of an allowed form is printed: numbers, and words for
buildings, groups and directions. Any other is replaced by a neutral one; who wants it on a public page
gives the group a name of that form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from .privacy import mask

_WORDS = (
    "第|楼组|小组|组|号楼|楼栋|楼|栋|幢|号|座|片区|片|区|网格|单元|大院|院|门|至|到|及|和|与|[东西南北中上下前后]"
    r"|[0-9]+|[一二三四五六七八九十百零〇两甲乙丙丁]+|[-–—~、,/()#.·+&\s]"
    r"|(?<![a-z])(?:[a-z]|buildings?|groups?|blocks?|no|north|south|east|west|grid|area|unit)(?![a-z])"
)


def public_group_names(names: Iterable[Any], known: Iterable[Any], word: str) -> dict[str, str]:
    """Return what a public page calls each building group.

    Parameters
    ----------
    names
        Of the groups; what is no text, or blank, is no name.
    known
        Names that are public themselves, of compounds: a group may be called after one.
    word
        For a building group; a number follows where a name stays away.

    Returns
    -------
    names
        Name → the same name, or the neutral one.
    """
    given = sorted({name.strip() for name in names if isinstance(name, str) and name.strip()})
    places = sorted({name.strip() for name in known if isinstance(name, str) and name.strip()}, key=len)
    allowed = re.compile("|".join([*map(re.escape, reversed(places)), _WORDS]), re.IGNORECASE)
    shown = {name: name for name in given if _is_neutral(name, allowed)}
    number = 0
    for name in given:
        if name not in shown:
            number += 1
            while f"{word} {number}" in given:
                number += 1
            shown[name] = f"{word} {number}"
    return shown


def _is_neutral(name: str, allowed: re.Pattern[str]) -> bool:
    plain = unicodedata.normalize("NFKC", name)
    return not allowed.sub("", plain) and mask(plain).text == plain
