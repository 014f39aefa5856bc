"""What suggests a place: survey codes, words and tags, ours and a planner's own together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Optional

import numpy as np
import pandas as pd

from .. import catalogue
from ..editing.sheets import read_sheet
from ..editing.tables import NO, TABLES
from ..errors import InputError
from .words import Words, words_of

_COLUMNS = ("system", "code", "kind", "words", "osm", "role", "certainty", "alone", "name")
_OWN_CERTAINTY = 0.95
_BETWEEN = "\x1f"
PLACELESS_LAYERS = frozenset(
    ("control", "spot_height", "field_number", "contour", "parcel_corner", "admin_boundary", "frame")
) | {"helper"}


@dataclass(frozen=True)
class Rules:
    """The catalogue as marking needs it.

    Parameters
    ----------
    kinds
        As `catalogue.kinds()`, with a planner's edits.
    codes
        As `catalogue.codes()`; of two rows for one code the first counts.
    words
        Words → kinds.
    layers
        Name of a layer in capitals → what is drawn on it, as `catalogue.layer_roles()`.
    """

    kinds: pd.DataFrame
    codes: pd.DataFrame
    words: Words
    layers: Mapping[str, str]

    def of_codes(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return what the codes of survey rows mean.

        Parameters
        ----------
        frame
            Survey rows with code_system and code.

        Returns
        -------
        meaning
            On the same index: role, kind (both empty where the code says nothing), certainty, alone, name.
        """
        system = frame["code_system"].fillna("").astype(str).str.upper()
        code = frame["code"].fillna("").astype(str).str.strip()
        asked, of_row = np.unique((system + _BETWEEN + code).to_numpy(object), return_inverse=True)
        row = np.array([self._code_keys.row_of(key) for key in asked], np.int64)
        return self._code_keys.meanings.iloc[row[of_row]].set_axis(frame.index)

    def of_layers(self, layer: pd.Series) -> pd.Series:
        """Return what is drawn on each row's layer by its name, empty where nobody knows."""
        return roles_of(layer, self.layers)

    @cached_property
    def _code_keys(self) -> _CodeKeys:
        """Codes to look up, put in order once: the pointer on the map asks at every move."""
        return _code_keys(self.codes)

    def class_of(self, kind: pd.Series) -> pd.Series:
        """Return the class of each kind."""
        return kind.map(self.kinds["class"])

    def tags(self) -> list[tuple[dict[str, str], str]]:
        """Return the tags that suggest a kind, the most particular combinations first."""
        rows = [(_tags(text), str(kind)) for kind, texts in self.kinds["osm"].items() for text in texts]
        return sorted(rows, key=lambda row: -len(row[0]))


def _tags(text: str) -> dict[str, str]:
    """Read `amenity=school+isced:level=2`."""
    return dict(part.split("=", 1) for part in text.split("+") if "=" in part)


@dataclass(frozen=True)
class _CodeKeys:
    """Rows of the codes by system and code, whole or by their beginning (longest first)."""

    whole: Mapping[str, int]
    beginnings: Sequence[tuple[str, int]]
    meanings: pd.DataFrame

    def row_of(self, key: str) -> int:
        """Return the row of a code, -1 for none; a full code goes before a beginning."""
        if key in self.whole:
            return self.whole[key]
        return next((row for beginning, row in self.beginnings if key.startswith(beginning)), -1)


def _code_keys(codes: pd.DataFrame) -> _CodeKeys:
    whole: dict[str, int] = {}
    beginnings = []
    for row, (system, code) in enumerate(zip(codes["system"], codes["code"])):
        key = f"{system.upper()}{_BETWEEN}{code}"
        if key.endswith("*"):
            beginnings.append((key.rstrip("*"), row))
        else:
            whole.setdefault(key, row)
    beginnings.sort(key=lambda entry: -len(entry[0]))
    nothing = pd.DataFrame({"role": [""], "kind": [""], "certainty": [0.0], "alone": [""], "name": [""]})
    return _CodeKeys(whole, beginnings, pd.concat([codes[nothing.columns], nothing]))


def rules(edits: Optional[pd.DataFrame] = None, own: Optional[pd.DataFrame] = None) -> Rules:
    """Put together the catalogue, a planner's edits and a table of the planner's own rules.

    Parameters
    ----------
    edits
        Rows of `catalogue_edit`.
    own
        Rows with a column kind and any of: system and code, words, osm (several separated by `|`),
        role, certainty (0–1), alone, name; titles and names will do (`editing.sheets`). They go before
        ours. Without a kind a row may still give the role of a code (gate, wall, building, …). Without
        them, those kept in the community count.

    Returns
    -------
    rules
        Ready for marking.

    Raises
    ------
    InputError
        `rules_without_kind` when the table has no column kind, `unknown_kind` with the row,
        `bad_certainty` with the row.
    """
    kinds = catalogue.kinds()
    if edits is not None and len(edits):
        kinds = _without_off(catalogue.with_edits(kinds, edits))
        if own is None:
            own = catalogue.stored_rules(edits)
    codes = catalogue.codes(edits)
    codes = codes[~codes["kind"].isin(kinds.index[~kinds["applies"]])]
    words = words_of(kinds["words"].items())
    if own is not None and len(own):
        table = _checked(own, kinds)
        codes = pd.concat([_own_codes(table), codes], ignore_index=True)
        words += words_of(zip(table["kind"], table["words"].str.split("|")))
        kinds = _with_tags(kinds, table)
    known = Words(tuple((w.strip(), k) for w, k in words if w.strip() and k))
    return Rules(kinds, codes, known, catalogue.layer_roles(edits))


def _without_off(kinds: pd.DataFrame) -> pd.DataFrame:
    """Let nothing suggest the kinds that are switched off; what is of such a kind keeps its name."""
    heard = {
        name: [texts if applies else () for texts, applies in zip(kinds[name], kinds["applies"])]
        for name in ("words", "osm")
    }
    return kinds.assign(**heard)


def _checked(own: pd.DataFrame, kinds: pd.DataFrame) -> pd.DataFrame:
    """Return a planner's rules with all columns, as text without gaps, or say what is wrong."""
    own = read_sheet(TABLES["rules"], own, kinds)
    if "applies" in own.columns:
        own = own[own["applies"] != NO]
    if "kind" not in own.columns:
        raise InputError("rules_without_kind", columns=", ".join(map(str, own.columns)))
    table = own.reindex(columns=list(_COLUMNS)).astype(object)
    table = table.where(table.notna(), "").astype(str).apply(lambda column: column.str.strip())
    table["certainty"] = pd.to_numeric(table["certainty"].replace("", str(_OWN_CERTAINTY)), errors="coerce")
    for problem, wrong in (
        ("unknown_kind", ~table["kind"].isin(kinds.index) & ~_only_role(table)),
        ("bad_certainty", ~table["certainty"].between(0, 1)),
    ):
        if wrong.any():
            place = int(np.flatnonzero(wrong)[0])
            raise InputError(problem, row=place + 2, kind=table["kind"].iloc[place])
    return table


def _only_role(table: pd.DataFrame) -> pd.Series:
    """Tell which rules say that a code is something else than a place, such as a gate."""
    return (table["kind"] == "") & (table["code"] != "") & (table["role"] != "")


def _own_codes(table: pd.DataFrame) -> pd.DataFrame:
    coded = table[table["code"] != ""].copy()
    coded["role"] = coded["role"].replace("", "place")
    coded["system"] = coded["system"].replace("", "SOUTH")
    return coded[["system", "code", "role", "kind", "certainty", "alone", "name"]].assign(note="")


def _with_tags(kinds: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Let the planner's tags suggest their kinds, and no longer another one."""
    own = {tag.strip(): kind for kind, text in zip(table["kind"], table["osm"]) for tag in text.split("|")}
    own.pop("", None)
    osm = [
        (*(tag for tag in tags if tag not in own), *(tag for tag, kind in own.items() if kind == word))
        for word, tags in kinds["osm"].items()
    ]
    return kinds.assign(osm=osm)


def roles_of(layer: pd.Series, roles: Mapping[str, str]) -> pd.Series:
    """Return the role of each row's layer, empty where `roles` (`catalogue.layer_roles`) does not name it."""
    codes, names = pd.factorize(layer.to_numpy(object))
    found = [roles.get(str(name).strip().upper(), "") for name in names]
    # A layer that is missing has the code -1, and the role that stands last.
    return pd.Series(np.array([*found, ""], object)[codes], layer.index, dtype=object)
