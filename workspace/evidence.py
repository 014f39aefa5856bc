"""Why a place was suggested, in words: the evidence that marking noted, read back for people."""

from __future__ import annotations

import re
from typing import Any, Optional

import pandas as pd

from ..community.catalogue import kind_name
from .translation import language, tr

_TEXT = re.compile(r"^“(.*)”$", re.DOTALL)
_CODE = re.compile(r"^(\S+) (\S+)$")
_TAG = re.compile(r"^\S+=\S+$")


def in_words(evidence: Optional[str], rules: Any) -> list[str]:
    """Return what speaks for a guess, a sentence for each thing.

    Parameters
    ----------
    evidence
        As marking writes it: survey codes, texts in “ ”, tags, names of layers, joined by `; `.
    rules
        The community's rules, which know what a code means.
    """
    told = [part for part in (evidence or "").split("; ") if part]
    return [_sentence(part, rules) for part in told] or [tr("Nothing is noted.")]


def _sentence(part: str, rules: Any) -> str:
    written = _TEXT.match(part)
    if written:
        return tr("The map says “{text}”.").format(text=written.group(1))
    coded = _CODE.match(part)
    if coded:
        return _of_code(coded.group(1), coded.group(2), rules)
    if _TAG.match(part):
        return tr("It has the tag {tag}.").format(tag=part)
    return tr("It stands on the layer {layer}.").format(layer=part)


def _of_code(system: str, code: str, rules: Any) -> str:
    asked = pd.DataFrame({"code_system": [system], "code": [code]})
    kind = str(rules.of_codes(asked)["kind"].iloc[0])
    if not kind:
        return tr("It has the survey code {code} ({system}).").format(code=code, system=system)
    name = kind_name(kind, language(), rules.kinds)
    return tr("Its survey code {code} ({system}) stands for {kind}.").format(
        code=code, system=system, kind=name
    )
