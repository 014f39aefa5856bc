"""Checks of places: where they are, what they are, and their numbers."""

from __future__ import annotations

import pandas as pd
import shapely

from ..catalogue import kind_name
from ..places.marking import UNCERTAIN
from ..places.nearness import pairs_within, polygonal
from .check import Contents, Found, Named, Words

_COINCIDENT = 0.5


def _named(contents: Contents, places: pd.DataFrame) -> list[tuple[str, dict[str, object]]]:
    """Return ids, and what the sentence calls each place."""
    if places.empty:
        return []
    text = places[["number", "name", "kind"]].astype(object)
    text = text.where(text.notna(), None)
    words = {kind: _words(kind, contents.kinds) for kind in text["kind"].unique()}
    told = text.itertuples(index=False)
    return [
        (row, {"place": Named(number, name, words[kind])})
        for row, (number, name, kind) in zip(places["id"], told)
    ]


def _words(kind: object, kinds: pd.DataFrame) -> Words:
    return Words(kind_name(str(kind), "zh", kinds), kind_name(str(kind), "en", kinds))


def without_position(contents: Contents) -> Found:
    """Find places that are nowhere on the map."""
    return _named(contents, contents.places[~contents.places["id"].isin(contents.placed["id"])])


def unknown_kind(contents: Contents) -> Found:
    """Find places whose kind is not in the catalogue."""
    return _named(contents, contents.places[~contents.places["kind"].isin(contents.kinds.index)])


def class_of_another_kind(contents: Contents) -> Found:
    """Find places whose class is not that of their kind."""
    kind_class = contents.places["kind"].map(contents.kinds["class"])
    return _named(contents, contents.places[kind_class.notna() & (kind_class != contents.places["class"])])


def internal_but_public(contents: Contents) -> Found:
    """Find internal places, such as transformers, that are marked public."""
    internal = contents.kinds.index[contents.kinds["internal"].astype(bool)]
    return _named(
        contents, contents.places[contents.places["kind"].isin(internal) & contents.places["is_public"]]
    )


def outside(contents: Contents) -> Found:
    """Find places in no compound that are not reached from the street either."""
    if contents.tables["compound"].empty:
        return []
    site = shapely.union_all(polygonal(contents.tables["compound"].geometry.to_numpy()))
    far = ~shapely.covers(site, contents.placed.geometry.to_numpy())
    return _named(contents, contents.placed[far & (contents.placed["access"] != "street").to_numpy()])


def coincident(contents: Contents) -> Found:
    """Find pairs of places at one spot, apart from those stacked in a building."""
    places = contents.placed
    left, right = pairs_within(places.geometry.to_numpy(), _COINCIDENT)
    building = places["building_id"].fillna("").to_numpy()
    apart = (building[left] != building[right]) | (building[left] == "")
    firsts, others = (_named(contents, places.iloc[side[apart]]) for side in (left, right))
    for (row, fields), (_, other) in zip(firsts, others):
        yield row, {**fields, "other": other["place"]}


def anchor_outside_footprint(contents: Contents) -> Found:
    """Find places whose number would stand outside of their own footprint."""
    prints = contents.tables["footprint"].drop_duplicates("place_id").set_index("place_id").geometry
    places = contents.placed[contents.placed["id"].isin(prints.index)]
    shapes = polygonal(prints.reindex(places["id"]).to_numpy())
    gap = shapely.distance(shapes, places.geometry.to_numpy())
    return _named(contents, places[gap > _COINCIDENT])


def footprint_without_place(contents: Contents) -> Found:
    """Find footprints of places that do not exist."""
    prints = contents.tables["footprint"]
    return [(row, {}) for row in prints.loc[~prints["place_id"].isin(contents.tables["place"]["id"]), "id"]]


def unnamed_unit(contents: Contents) -> Found:
    """Find organisations without a name."""
    places = contents.places
    return _named(contents, places[(places["class"] == "unit") & places["name"].isna()])


def uncertain(contents: Contents) -> Found:
    """Find guesses that somebody should look at."""
    places = contents.places
    return _named(contents, places[(places["decided_by"] == "rule") & (places["certainty"] < UNCERTAIN)])


def changed_in_survey(change: str, contents: Contents) -> Found:
    """Find places that a newer survey shows elsewhere, otherwise or not at all."""
    places = contents.places
    return _named(contents, places[places["survey_change"] == change])


def duplicate_number(contents: Contents) -> Found:
    """Find numbers that stand for two places, in one compound or, without a prefix, in two."""
    numbers = contents.places["number"]
    places = contents.places[numbers.notna() & numbers.duplicated(keep=False)]
    for number, same in places.groupby("number", sort=False):
        first, *others = _named(contents, same)
        yield first[0], {**first[1], "number": number, "other": others[0][1]["place"]}


def number_gap(contents: Contents) -> Found:
    """Find series with numbers missing; after publication gaps are what retired numbers leave."""
    if contents.published:
        return
    places = contents.places.assign(compound=contents.compound_of_place)
    places = places[places["number"].notna()]
    value = pd.to_numeric(places["number"].str.extract(r"(\d+)$")[0])
    key = [places["compound"].fillna(""), places["series"].fillna("")]
    for (compound, series), numbers in value.groupby(key):
        missing = sorted(set(range(1, int(numbers.max()) + 1)) - set(numbers.astype(int)))
        if missing:
            listed = ", ".join(map(str, missing[:10]))
            name = contents.compound_names.get(compound, "")
            yield compound, {"name": name, "series": series, "missing": listed}


def not_numbered(contents: Contents) -> Found:
    """Find places left without a number while others have theirs."""
    places = contents.places
    if places["number"].isna().all():
        return []
    numbering = places["kind"].map(contents.kinds["numbering"])
    bare = places["number"].isna() & (places["status"] != "closed") & (numbering != "none")
    # Of a row of shops or parking bays the first carries the number of all.
    led = (
        places["number"].notna().groupby([places["kind"], places["building_id"].fillna("")]).transform("any")
    )
    return _named(contents, places[bare & ~((numbering == "grouped") & led)])


def number_reused(contents: Contents) -> Found:
    """Find former numbers that today denote another place."""
    aliases, places = contents.tables["number_alias"], contents.places
    both = aliases.merge(
        places[["id", "number"]], left_on="old_number", right_on="number", suffixes=("", "_now")
    )
    for row, number, place, now in zip(both["id"], both["old_number"], both["place_id"], both["id_now"]):
        if place != now:
            yield row, {"number": number}
