"""What a planner says is drawn on the layers of a survey, read from a text."""

from __future__ import annotations

import json
import re

from ..catalogue import choices
from ..errors import InputError


def read_layer_answers(text: str) -> dict[str, str]:
    """Read what is drawn on layers, as name → role.

    Parameters
    ----------
    text
        `JZ=building; DL=road`, parted by semicolons or lines, or a JSON object. A role is a value of the
        choices `layer_role`, or its title in either language; nothing behind the sign takes one back.

    Raises
    ------
    InputError
        `bad_layer_answer` with the part that is no pair, `unknown_layer_role`.
    """
    named = _named_roles()
    answers = {}
    for name, word in _pairs(text):
        if word.casefold() not in named:
            raise InputError("unknown_layer_role", layer=name, text=word, choices=_choices())
        answers[name] = named[word.casefold()]
    return answers


def _pairs(text: str) -> list[tuple[str, str]]:
    if text.lstrip().startswith("{"):
        return _json_pairs(text)
    pairs = []
    for part in filter(str.strip, re.split(r"[;；\n]", text)):
        name, sign, word = part.rpartition("=")
        if not sign or not name.strip():
            raise InputError("bad_layer_answer", text=part.strip())
        pairs.append((name.strip(), word.strip()))
    return pairs


def _json_pairs(text: str) -> list[tuple[str, str]]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise InputError("bad_layer_answer", text=text[:60]) from error
    wrong = [str(name) for name, word in found.items() if not isinstance(word, str)]
    if wrong:
        raise InputError("bad_layer_answer", text=wrong[0])
    return [(name, word.strip()) for name, word in found.items()]


def _named_roles() -> dict[str, str]:
    table = choices("layer_role")
    named = {"": ""}
    for column in ("zh", "en", "value"):
        named.update(zip(table[column].str.casefold(), table["value"]))
    return named


def _choices() -> str:
    return ", ".join(choices("layer_role")["value"])
