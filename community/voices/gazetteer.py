"""Under which words the places and buildings of a community are known: numbers, names, 楼号.

Numbers are the public key of places: `7`, `南-7`, `南里7号`, `7 健身场地`, full-width or not.
An old number leads to the place that bore it when the comment was made.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Optional

import geopandas as gpd
import pandas as pd

from ..catalogue import kind_name
from ..places.marking import compound_of
from ..places.words import NUMERAL, chinese_number

_TOKEN = re.compile(r"[、,;/\n及和与]|(?<=\d)\s+(?=\d)")
_LEADING = re.compile(
    r"(?:第|NO\.?|#|№|编号|地点|场所){0,3}\s*"
    r"((?:[^\W\d_]{1,10}-){0,2}[^\W\d_]{0,10}\d{1,4}(?:-\d{1,3})?)"
    r"(?=$|\W|号(?![楼院房室])|#(?!楼)|(?![号栋幢座楼层单门室房弄路米个点年月日])[^\W\d_])"
)
_BUILDING = re.compile(
    r"(?P<before>[^\W\d_]{0,10}?)(?P<label>[A-Z]?\d{1,4}[A-Z]?|[A-Z]|[一二三四五六七八九十]{1,3})"
    r"\s*-?(?:栋|幢|座|号楼|#楼?|号院|楼(?!组|道|下|上|门))"
)
_BARE_BUILDING = re.compile(r"(?P<before>)(?P<label>[A-Z]?\d{1,4}[A-Z]?)(?:$|-)")


class Gazetteer:
    """All names under which the places and buildings of a community can be meant."""

    def __init__(
        self,
        places: gpd.GeoDataFrame,
        compounds: gpd.GeoDataFrame,
        buildings: gpd.GeoDataFrame,
        aliases: pd.DataFrame,
        kinds: Optional[pd.DataFrame] = None,
    ) -> None:
        places = places[~places["rejected"]].sort_values(["rank", "id"], kind="stable")
        inside = compound_of(places, compounds)
        words = {row["id"]: _compound_words(row) for row in compounds.to_dict("records")}
        present = places[places["retired_at"].isna()]
        self._numbers = _number_keys(present, inside, words)
        self._retired = _number_keys(places[places["retired_at"].notna()], inside, words)
        self._names = _name_keys(present, inside, words, kinds)
        self._buildings = _building_keys(buildings, words)
        self._old = _old_numbers(aliases)
        self._compounds = words

    def compound(self, text: str) -> str:
        """Return the word under which numbers name the compound that a cell means, else empty."""
        plain = _canonical(text)
        for words in self._compounds.values():
            if plain in words or any(len(word) > 1 and word in plain for word in words):
                return words[0]
        return ""

    def places(self, text: str, compound: str = "", day: str = "") -> tuple[list[str], str, str]:
        """Return the ids of the places that a cell names, how, and the code of a problem.

        Parameters
        ----------
        text
            `7`, `南-7`, `7 健身场地`, `7、12`, `居委会`.
        compound
            Name or prefix of the compound, if another cell names it.
        day
            When the comment was made, `YYYY-MM-DD`: numbers retired later meant their old place.
        """
        tokens = [token for token in _TOKEN.split(unicodedata.normalize("NFKC", text)) if token.strip()]
        found: list[str] = []
        how, problem = "", "unknown_place"
        for part in [text] if len(tokens) < 2 or self._exactly(text, compound, day) else tokens:
            ids, found_by, trouble = self._one(part, compound, day)
            found += [i for i in ids if i not in found]
            how = how or found_by
            problem = trouble if trouble == "ambiguous_place" else problem
        return found, how, problem if not found else ""

    def _exactly(self, text: str, compound: str, day: str) -> bool:
        """Tell whether the whole of a text, commas and all, is a number or a name."""
        return any(self._lookup(_canonical(text), compound, day, how) for how in ("number", "name"))

    def _one(self, text: str, compound: str, day: str) -> tuple[list[str], str, str]:
        for key, how in self._keys(text):
            ids = self._lookup(key, compound, day, how)
            if len(ids) == 1:
                return list(ids), how, ""
            if ids:
                return [], "", "ambiguous_place"
        return [], "", "unknown_place"

    def _keys(self, text: str) -> Iterator[tuple[str, str]]:
        plain = _canonical(text)
        yield plain, "number"
        match = _LEADING.match(unicodedata.normalize("NFKC", text).upper().strip())
        if match:
            yield _canonical(match[1]), "number"
        yield plain, "name"

    def _lookup(self, key: str, compound: str, day: str, how: str) -> tuple[str, ...]:
        keys = [_canonical(compound) + key, key] if compound else [key]
        tables: list[Mapping[str, tuple[str, ...]]] = [self._numbers, self._retired]
        if how == "name":
            tables = [self._names]
        for key in keys:
            bearer = self._bearer(key, day) if how == "number" else None
            if bearer:
                return (bearer,)
            for table in tables:
                if key in table:
                    return table[key]
            if how == "number" and key in self._old:
                return (self._old[key][0][0],)
        return ()

    def _bearer(self, key: str, day: str) -> str | None:
        """Return the place that bore a number on a day and lost it since."""
        later = [(until, place) for place, until in self._old.get(key, ()) if day and until > day]
        return min(later)[1] if later else None

    def building(self, text: str, compound: str = "", *, bare: bool = False) -> tuple[str | None, str]:
        """Return the id of the building a text names (`3栋2单元门口`), and the code of a problem.

        Parameters
        ----------
        bare
            Whether a number without 栋 counts too, as in a column of buildings.
        """
        plain = unicodedata.normalize("NFKC", text).upper().strip()
        match = _BUILDING.search(plain) or (_BARE_BUILDING.match(plain) if bare else None)
        if match is None:
            return None, ""
        label = _building_label(match["label"])
        for place in (_canonical(compound), _canonical(match["before"]), ""):
            ids = self._buildings.get(place + label, ())
            if len(ids) == 1:
                return ids[0], ""
        return None, "ambiguous_building" if len(ids) > 1 else "unknown_building"


def _canonical(text: str) -> str:
    """Return a number or name as it is looked up: 南-7, 南7号 and 南 7 are one."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).upper())
    plain = re.sub(r"^(?:第|NO\.?|#|№)(?=\d)", "", plain)
    plain = re.sub(r"(?<=\d)[号#]$", "", plain)
    return re.sub(r"(?<!\d)[-–—_]|[-–—_](?!\d)", "", plain)


def _compound_words(row: Mapping[str, Any]) -> list[str]:
    return [_canonical(row[name]) for name in ("prefix", "name") if isinstance(row[name], str) and row[name]]


def _number_keys(
    places: gpd.GeoDataFrame, inside: pd.Series, words: Mapping[str, list[str]]
) -> dict[str, tuple[str, ...]]:
    """Return key → ids: numbers as they stand, with the compound's name, and alone."""
    exact: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    for place, number, compound in zip(places["id"], places["number"], inside.reindex(places.index)):
        if not isinstance(number, str) or not number:
            continue
        key = _canonical(number)
        exact.setdefault(key, []).append(place)
        prefixes = words.get(compound, [])
        alone = next((key[len(p) :] for p in prefixes if key.startswith(p) and key[len(p) :]), key)
        for other in {alone, *(p + alone for p in prefixes)} - {key}:
            short.setdefault(other, []).append(place)
    return {**_frozen(short), **_frozen(exact)}


def _name_keys(
    places: gpd.GeoDataFrame,
    inside: pd.Series,
    words: Mapping[str, list[str]],
    kinds: Optional[pd.DataFrame],
) -> dict[str, tuple[str, ...]]:
    keys: dict[str, list[str]] = {}
    for place, name, kind, compound in zip(
        places["id"], places["name"], places["kind"], inside.reindex(places.index)
    ):
        called = {_canonical(n) for n in (name, *_kind_names(kind, kinds)) if isinstance(n, str) and n}
        for word in called | {p + w for p in words.get(compound, []) for w in called}:
            keys.setdefault(word, []).append(place)
    return _frozen(keys)


def _kind_names(kind: Any, kinds: Optional[pd.DataFrame]) -> Iterable[str]:
    return [kind_name(kind, language, kinds) for language in ("zh", "en")] if isinstance(kind, str) else ()


def _building_keys(buildings: gpd.GeoDataFrame, words: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    keys: dict[str, list[str]] = {}
    for building, label, compound in zip(buildings["id"], buildings["label"], buildings["compound_id"]):
        if not isinstance(label, str) or not label:
            continue
        match = _BUILDING.fullmatch(_canonical(label))
        key = _building_label(match["label"] if match else label)
        for word in {key, *(p + key for p in words.get(compound, []))}:
            keys.setdefault(word, []).append(building)
    return _frozen(keys)


def _building_label(label: str) -> str:
    """Return what is looked up of 3栋, 3号楼 and 三幢: 3."""
    plain = _canonical(label)
    return str(chinese_number(plain)) if re.fullmatch(NUMERAL, plain) else plain.lstrip("0") or plain


def _old_numbers(aliases: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """Return key → (place, day until which it bore the number), the latest first."""
    old: dict[str, list[tuple[str, str]]] = {}
    for number, place, until in zip(aliases["old_number"], aliases["place_id"], aliases["retired_at"]):
        if isinstance(number, str) and isinstance(place, str):
            day = until[:10] if isinstance(until, str) else ""
            old.setdefault(_canonical(number), []).append((place, day))
    return {key: sorted(entries, key=lambda entry: entry[1], reverse=True) for key, entries in old.items()}


def _frozen(keys: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(dict.fromkeys(ids)) for key, ids in keys.items()}
