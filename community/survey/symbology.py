"""How a survey is drawn, as data: which symbol stands for which code, block or layer.

The symbols are rows of `resources/catalogues/symbols.csv`; this says which of them a row of the
survey takes. A code goes before a block, a block before a layer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .. import catalogue


@dataclass(frozen=True)
class Matches:
    """Which symbol a row of one geometry takes.

    Parameters
    ----------
    codes
        `SYSTEM|code` → symbol.
    beginnings
        Length of a code's beginning → `SYSTEM|beginning` → symbol; the longest first.
    blocks, layers
        Name in capitals → symbol.
    """

    codes: Mapping[str, str]
    beginnings: Mapping[int, Mapping[str, str]]
    blocks: Mapping[str, str]
    layers: Mapping[str, str]


def matches(geometry: str, roles: Mapping[str, str]) -> Matches:
    """Return what the catalogues say about the rows of a geometry (point, line, area).

    `roles` says what is drawn on layers, as `catalogue.layer_roles`.
    """
    table = catalogue.symbols()
    table = table[table["geometry"] == geometry]
    by_role, by_kind = _by(table, "roles"), _by(table, "kinds")
    codes: dict[str, str] = {}
    for _, row in catalogue.codes().iterrows():
        symbol = by_kind.get(row["kind"]) or by_role.get(row["role"])
        if symbol:
            codes.setdefault(f"{row['system'].upper()}|{row['code']}", symbol)
    codes.update({_code(name): symbol for name, symbol in _by(table, "codes").items()})
    layers = {name: by_role[role] for name, role in roles.items() if role in by_role}
    layers.update(_by(table, "layers"))
    whole = {code: symbol for code, symbol in codes.items() if not code.endswith("*")}
    return Matches(whole, _beginnings(codes), _capitals(_by(table, "blocks")), _capitals(layers))


def _by(table: pd.DataFrame, column: str) -> dict[str, str]:
    """Return word → symbol; of two symbols that claim a word the first has it."""
    found: dict[str, str] = {}
    for words, symbol in zip(table[column], table["symbol"]):
        for word in _words(words):
            found.setdefault(word, symbol)
    return found


def _words(text: str) -> Iterable[str]:
    return (word.strip() for word in text.split("|") if word.strip())


def _code(text: str) -> str:
    system, _, code = text.partition(":")
    return f"{system.upper()}|{code}"


def _capitals(names: Mapping[str, str]) -> dict[str, str]:
    return {name.upper(): symbol for name, symbol in names.items()}


def _beginnings(codes: Mapping[str, str]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for name, symbol in codes.items():
        if name.endswith("*"):
            beginning = name[:-1]
            found.setdefault(len(beginning.partition("|")[2]), {})[beginning] = symbol
    return dict(sorted(found.items(), reverse=True))


def dashes() -> dict[str, tuple[float, ...]]:
    """Return linetype in capitals → dashes and gaps in mm; empty for a solid line."""
    table: Any = catalogue.linetypes()
    return {
        str(name).upper(): tuple(float(part) for part in str(dash).split())
        for name, dash in zip(table["linetype"], table["dash"])
    }
