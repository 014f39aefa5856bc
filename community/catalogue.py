"""The catalogues: kinds of places, survey codes, layers, choices, titles and printed words.

They are CSV files in `resources/catalogues`, so that a user can read and extend them; a
planner's own changes live in the community file (`catalogue_edit`) and are laid over the
kinds by `with_edits`, so that an upgrade does not overwrite them.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Optional

import pandas as pd

from .errors import InputError

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "catalogues"
CLASSES = ("space", "facility", "unit")
ACCENT = "#C8102E"
STANDARD, RULE, CODE, LAYER, HOLIDAY = "standard:", "rule:", "code:", "layer:", "holiday:"
"""How an edit is called that is about a standard, a planner's own rule, a code of ours, a layer, a day."""
NOT_KINDS = (STANDARD, RULE, CODE, LAYER, HOLIDAY)
"""Any other edit is about a kind."""
_STANDARD_COLUMNS = ("level", "kinds", "en", "zh", "radius", "minimum", "of", "source", "checked")
LANGUAGES = ("zh", "en", "both")
_TWO_PAIRS = re.compile(r"）\s*\(([^()]*)\)$")
"""Brackets around the Chinese, and again around the English."""


@dataclass(frozen=True)
class Style:
    """How a class is drawn: a colour safe for colour-blind readers, doubled by a shape."""

    color: str
    shape: str


CLASS_STYLE: Mapping[str, Style] = MappingProxyType(
    {
        "space": Style("#009E73", "circle"),
        "facility": Style("#0072B2", "square"),
        "unit": Style("#D55E00", "triangle"),
    }
)


PLAIN_COLOURS = "okabe_ito"


def class_styles(colours: str = PLAIN_COLOURS) -> Mapping[str, Style]:
    """Return how the classes are drawn in a scheme of colours (`resources/catalogues/colours.csv`).

    Raises
    ------
    InputError
        `unknown_choice`.
    """
    if colours == PLAIN_COLOURS:
        return CLASS_STYLE
    rows = [row for row in rows_of("colours") if row["scheme"] == colours]
    if not rows:
        known = dict.fromkeys([PLAIN_COLOURS, *(row["scheme"] for row in rows_of("colours"))])
        raise InputError("unknown_choice", text=colours, choices=", ".join(known))
    colour = {row["class"]: row["color"] for row in rows}
    return {name: replace(style, color=colour.get(name, style.color)) for name, style in CLASS_STYLE.items()}


def kinds() -> pd.DataFrame:
    """Return the kinds of places that ship with the plugin.

    Returns
    -------
    kinds
        Indexed by the kind's word, in catalogue order: class, en, zh, pictogram (path below
        QGIS's own svg folder), numbering (each, grouped, none), internal (bool), words (a doubtful
        one ends in `?`) and osm (tuples), applies (False for one that is switched off). Source of classes
        and defaults: domain.md section 3; the words are general professional knowledge.
    """
    return _kinds().copy()


def codes(edits: Optional[pd.DataFrame] = None) -> pd.DataFrame:
    """Return what feature codes of surveys mean: system, code, role, kind, certainty, alone, name, note.

    Parameters
    ----------
    edits
        Rows of `catalogue_edit`; those of the kind `code:SYSTEM:CODE` change a row: a JSON object of
        columns, or `{"applies": false}`.

    Returns
    -------
    codes
        A `code` that ends in `*` stands for all codes with that beginning; a full code goes before
        it. `role` says what the thing is (place, gate, wall, building, control, …); `kind` is empty
        unless it suggests a place; `alone` says when it does so without a text beside it: always
        (empty), `no`, or from so many metres of width. The same code means other things in other
        systems.
    """
    rows: dict[str, dict[str, object]] = {
        f"{CODE}{row['system']}:{row['code']}": dict(row) for row in rows_of("codes")
    }
    for key, text in zip(edits["kind"], edits["overrides"]) if edits is not None else ():
        if key in rows:
            overrides = overrides_of(text)
            rows[key].update({name: overrides[name] for name in overrides.keys() & rows[key].keys()})
            if overrides.get("applies") is False:
                del rows[key]
    table = pd.DataFrame(list(rows.values()), columns=list(rows_of("codes")[0]))
    certainty = pd.to_numeric(table["certainty"], errors="coerce").fillna(0.0).clip(0, 1)
    return table.fillna("").astype(str).assign(certainty=certainty)


def layer_roles(edits: Optional[pd.DataFrame] = None) -> Mapping[str, str]:
    """Return what is drawn on layers of surveys: name in capitals → one of the choices `layer_role`.

    Known are CASS's layers and plain words that mean nothing else; a name alone proves nothing.

    Parameters
    ----------
    edits
        Rows of `catalogue_edit`; those of the kind `layer:NAME` say what a planner knows of a layer: a
        JSON object with its `role`, empty for none.
    """
    roles = {row["layer"].upper(): row["role"] for row in rows_of("layers")}
    known = {row["value"] for row in rows_of("choices") if row["list"] == "layer_role"} | {""}
    for key, text in zip(edits["kind"], edits["overrides"]) if edits is not None else ():
        if isinstance(key, str) and key.startswith(LAYER):
            role = overrides_of(text).get("role")
            roles.update({key[len(LAYER) :]: str(role)} if role in known else {})
    return roles


def layers_to_store(roles: Mapping[str, str]) -> pd.DataFrame:
    """Return what a planner says of layers as rows of `catalogue_edit`, for `layer_roles` to read back."""
    return pd.DataFrame(
        {
            "kind": [f"{LAYER}{name.strip().upper()}" for name in roles],
            "overrides": [json.dumps({"role": role}) for role in roles.values()],
        }
    )


def symbols() -> pd.DataFrame:
    """Return how a survey is drawn: a row per symbol and geometry (point, line, area), all columns as text.

    Returns
    -------
    symbols
        symbol, geometry, en, zh; color (for a light ground), width (mm), dash (mm, by spaces), marker
        (a drawing of `resources/icons/survey` for points and fills, a simple shape of QGIS along
        lines), size and interval (mm on a map of 1:500), fill (tone, hatch, solid), nearer (the scale
        from which it is drawn, or its details are); then what it stands for, several joined by `|`:
        codes (`SYSTEM:code`, `*` at the end for any continuation), roles, kinds, blocks, layers.
        Source of the shapes: GB/T 20257.1, in spirit.
    """
    return _read("symbols")


def linetypes() -> pd.DataFrame:
    """Return which linetypes of drawings are dashed how: linetype, dash (mm, by spaces; empty: solid)."""
    return _read("linetypes")


def online_maps() -> pd.DataFrame:
    """Return the base maps of the web that are offered, all columns as text.

    Returns
    -------
    maps
        Indexed by the map's word: en, zh, url (tiles in web mercator with `{x}`, `{y}`, `{z}`), nearest (the
        last zoom level), key_parameter (empty: none is asked for), service (maps that share a key),
        attribution.
    """
    return _read("online_maps").set_index("map")


def structures() -> pd.DataFrame:
    """Return how buildings are built: structure, words (a tuple: how surveys write it), en, zh.

    Source: the annotation of buildings in GB/T 20257.1, and what CASS drawings hold beside it.
    """
    table = _read("structures")
    return table.assign(words=table["words"].map(_split))


def choices(list_name: str) -> pd.DataFrame:
    """Return the values of a choices list of `schema`: value, en, zh, in the order to show them.

    Parameters
    ----------
    list_name
        A name that stands as `choices` in a column of `schema.TABLES`; `kind` and `structure` come
        from the catalogues of these.
    """
    if list_name == "structure":
        return structures().rename(columns={"structure": "value"})[["value", "en", "zh"]]
    if list_name == "kind":
        return _kinds().rename_axis("value").reset_index()[["value", "en", "zh"]]
    table = _read("choices")
    return table.loc[table["list"] == list_name, ["value", "en", "zh"]].reset_index(drop=True)


def field_titles() -> pd.DataFrame:
    """Return table, column, en, zh; an empty column is the title of the table itself."""
    return _read("fields")


def headers() -> pd.DataFrame:
    """Return which column headings of comments and proposals mean what: table, field, headers, within.

    `headers` are whole headings and `within` words that may stand anywhere in one, both joined by
    `|`, the better first; table `private` holds the fields that never enter the community file.
    """
    return _read("headers")


def cities() -> pd.DataFrame:
    """Return the capitals of the provinces, which tell a planner where a position is: en, zh, lon, lat."""
    table = _read("cities").set_index("city")
    return table.assign(lon=table["lon"].astype(float), lat=table["lat"].astype(float))


def city_name(city: str, language: str) -> str:
    """Return the name of a city of the catalogue."""
    return _in_language(cities().loc[city], language)


def flagged_words() -> tuple[str, ...]:
    """Return words that may stand on no public map: what carries one stays with the planner."""
    return tuple(row["word"] for row in rows_of("flagged_words"))


def standards(edits: Optional[pd.DataFrame] = None) -> pd.DataFrame:
    """Return what standards of planning ask of a community, with a planner's edits.

    Parameters
    ----------
    edits
        Rows of `catalogue_edit`; those of the kind `standard:ID` change a row, or add one: a JSON
        object of columns, `{"minimum": 200}`, or `{"applies": false}`.

    Returns
    -------
    standards
        Indexed by id: level (block, 5min, 10min, 15min, community), kinds (tuple), en, zh, radius
        (m, NaN for none), minimum (m², NaN for none), of (floor or ground: what the minimum is of),
        source (the standard and its table), checked (`text`: the figures were read in the standard;
        `quoted`: they agree with a public quotation of it; empty: they are general professional
        knowledge, to be read again in the text of the standard where they matter).
    """
    rows: dict[str, dict[str, object]] = {row["id"]: dict(row) for row in rows_of("standards")}
    for kind, text in zip(edits["kind"], edits["overrides"]) if edits is not None else ():
        identifier = kind[len(STANDARD) :] if isinstance(kind, str) and kind.startswith(STANDARD) else ""
        overrides = overrides_of(text)
        if identifier and overrides.get("applies") is False:
            rows.pop(identifier, None)
        elif identifier:
            rows[identifier] = {**rows.get(identifier, {"id": identifier}), **overrides}
    table = pd.DataFrame(list(rows.values()), columns=["id", *_STANDARD_COLUMNS]).set_index("id")
    text = table[["level", "kinds", "en", "zh", "of", "source", "checked"]].fillna("").astype(str)
    numbers = table[["radius", "minimum"]].apply(pd.to_numeric, errors="coerce").astype(float)
    table = pd.concat([text, numbers], axis=1)[list(_STANDARD_COLUMNS)]
    of = table["of"].where(table["of"].isin(("floor", "ground")), "ground")
    return table.assign(kinds=table["kinds"].map(_split), of=of)


def life_circles() -> pd.DataFrame:
    """Return how far people walk in some minutes: minutes, radius (m), source; the smallest first."""
    table = _read("life_circles")
    numbers = table[["minutes", "radius"]].astype(float)
    return numbers.assign(source=table["source"]).sort_values("radius", ignore_index=True)


def holidays(edits: Optional[pd.DataFrame] = None) -> dict[str, bool]:
    """Return the days that are not what their day of the week says: `YYYY-MM-DD` → whether it is worked.

    Source: the State Council's notices on holidays, year by year (`resources/catalogues/holidays.csv`).

    Parameters
    ----------
    edits
        Rows of `catalogue_edit`; those of the kind `holiday:DATE` change a day, others of `holiday:` add
        one: a JSON object of columns, `{"date": "2027-01-01", "day": "holiday"}`, or `{"applies": false}`.
    """
    rows: dict[str, dict[str, object]] = {f"{HOLIDAY}{row['date']}": dict(row) for row in rows_of("holidays")}
    for key, text in zip(edits["kind"], edits["overrides"]) if edits is not None else ():
        if isinstance(key, str) and key.startswith(HOLIDAY):
            rows[key] = {**rows.get(key, {}), **overrides_of(text)}
    applying = [row for row in rows.values() if row.get("applies") is not False and row.get("date")]
    return {str(row["date"]): row.get("day") == "workday" for row in applying}


@lru_cache(maxsize=3)
def terms(language: str) -> Mapping[str, str]:
    """Return the words printed on sheets and pages, by key.

    Parameters
    ----------
    language
        zh, en, or both: Chinese and English joined by a space, what stands in brackets in one pair of them.
    """
    return MappingProxyType({str(row["key"]): _in_language(row, language) for row in rows_of("terms")})


def kind_name(kind: str, language: str, known: Optional[pd.DataFrame] = None) -> str:
    """Return the name of a kind; a word that is in no catalogue is its own name.

    `known` are the kinds with a planner's edits; without them only those that ship count.
    """
    table = _kinds() if known is None else known
    if kind not in table.index:
        return kind
    return _in_language(table.loc[kind], language)


def with_edits(table: pd.DataFrame, edits: pd.DataFrame) -> pd.DataFrame:
    """Lay a planner's changes over the kinds.

    Parameters
    ----------
    table
        Kinds as of `kinds()`.
    edits
        Rows of `catalogue_edit`: kind, overrides (a JSON object of column → value, or
        `{"applies": false}`). A kind that is not in the catalogue is added; unknown columns and
        unreadable rows are left out, and so are the rows for standards, codes, layers and rules of marking.

    Returns
    -------
    kinds
        A new table with the same columns.
    """
    own = [
        (kind, overrides_of(overrides))
        for kind, overrides in zip(edits["kind"], edits["overrides"])
        if isinstance(kind, str) and kind and not kind.startswith(NOT_KINDS)
    ]
    if not own:
        return table.copy()
    rows = {str(kind): dict(row) for kind, row in table.to_dict("index").items()}
    for kind, overrides in own:
        rows.setdefault(kind, _new_kind(kind)).update(_known(overrides, table.columns))
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(table.columns)).rename_axis("kind")


def stored_rules(edits: pd.DataFrame) -> pd.DataFrame:
    """Return the rules of marking that a planner keeps in a community.

    Parameters
    ----------
    edits
        Rows of `catalogue_edit`; those of the kind `rule:NUMBER` hold a rule each, as JSON. One that is
        switched off is left out.

    Returns
    -------
    rules
        A row for each, with whatever columns they have; see `places.rules.rules`.
    """
    chosen = edits["kind"].map(lambda kind: isinstance(kind, str) and kind.startswith(RULE)).astype(bool)
    found = [overrides_of(text) for text in edits.loc[chosen, "overrides"]]
    return pd.DataFrame([row for row in found if row.get("applies") is not False], dtype=object)


def rules_to_store(own: pd.DataFrame) -> pd.DataFrame:
    """Return a planner's rules as rows of `catalogue_edit`, for `stored_rules` to read back."""
    table = own.astype(object).where(own.notna(), "").astype(str)
    rows = [{key: value for key, value in row.items() if value.strip()} for row in table.to_dict("records")]
    texts = [json.dumps(row, ensure_ascii=False) for row in rows]
    return pd.DataFrame({"kind": [f"{RULE}{at}" for at in range(1, len(rows) + 1)], "overrides": texts})


def _new_kind(kind: str) -> dict[str, object]:
    """Return a kind that a planner adds, before the overrides say more."""
    return _typed(
        {"class": "facility", "en": kind, "zh": kind, "pictogram": "", "numbering": "each",
         "internal": "yes", "words": "", "osm": ""}
    )  # fmt: skip


def overrides_of(text: object) -> dict[str, object]:
    """Read the JSON object of an edit; anything else counts as no change."""
    try:
        value = json.loads(text) if isinstance(text, str) else {}
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _known(overrides: dict[str, object], columns: pd.Index) -> dict[str, object]:
    """Keep the overrides of known columns, with lists as tuples and classes checked."""
    known = {key: value for key, value in overrides.items() if key in columns}
    if known.get("class", CLASSES[0]) not in CLASSES:
        del known["class"]
    for key in {"words", "osm"} & known.keys():
        value = known[key]
        known[key] = tuple(str(v) for v in value) if isinstance(value, list) else _split(str(value))
    for key in {"internal", "applies"} & known.keys():
        known[key] = known[key] in (True, "yes", "true", 1)
    return known


def _in_language(row: Any, language: str) -> str:
    if language != "both":
        return str(row[language])
    chinese, english = str(row["zh"]), str(row["en"])
    return chinese if chinese == english else _TWO_PAIRS.sub(r" \1）", f"{chinese} {english}")


def _typed(row: Mapping[str, str]) -> dict[str, object]:
    return {
        **row,
        "internal": row["internal"] == "yes",
        "applies": True,
        "words": _split(row["words"]),
        "osm": _split(row["osm"]),
    }


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


@lru_cache(maxsize=1)
def _kinds() -> pd.DataFrame:
    return pd.DataFrame([_typed(row) for row in rows_of("kinds")]).set_index("kind")


def _read(name: str) -> pd.DataFrame:
    return _table(name).copy()


@lru_cache(maxsize=16)
def _table(name: str) -> pd.DataFrame:
    return pd.DataFrame(list(rows_of(name)))


@lru_cache(maxsize=16)
def rows_of(name: str) -> tuple[Mapping[str, str], ...]:
    """Read a catalogue; missing cells are empty texts."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return tuple({k: v or "" for k, v in row.items()} for row in csv.DictReader(stream))
