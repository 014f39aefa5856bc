"""Numbers for the places of a whole community.

Decided here, where domain.md section 4 leaves it open:

- Public numbers stay gap-free: what is internal by its kind, or not public itself, goes to the
  internal series; closed places and kinds without numbers get none.
- Of places of a *grouped* kind and one name that adjoin each other (one building, floor and access;
  in the open within 10 m), the first carries the number of them all: a number denotes one place.
- `rank` follows the numbers: compounds in their order; in each the public series, the proposed
  one, the internal one; 7 before 7-1 before 8.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..errors import NumberingError
from ..places.entrances import check_mains
from ..places.nearness import components, pairs_within
from .choice import Choice
from .floors import floor_level
from .labels import SERIES, Labels, compound_prefixes, in_order
from .locks import add, fill, retired
from .ordering import (
    DOOR,
    MANUAL,
    RAMP,
    Earlier,
    Surroundings,
    Walks,
    one_line,
    read_earlier,
    site_of,
    usable_boundary,
)

ROW_GAP = 10.0


@dataclass(frozen=True)
class Options:
    """How to number; the words are those of the algorithm's parameters."""

    method: str = "auto"
    series: str = "one"
    street_side: str = "after"
    new_places: str = "suffix"
    publish: bool = False
    confirm_published: bool = False


@dataclass(frozen=True)
class Community:
    """The tables of a community that numbering reads, in one metric CRS.

    Parameters
    ----------
    places
        `place`, with the compound of each as column compound_id.
    footprints, buildings, compounds, entrances
        Tables of those names; every entrance with its compound_id.
    kinds
        The catalogue with the planner's edits: numbering and internal by kind.
    numberings, aliases
        Tables `numbering`, the last run last, and `number_alias`.
    settings
        `sheet_setting` values: prefixes and widths of the series, see `labels`.
    loops
        Lines drawn for method loop, compound id → geometry.
    orders
        Orders the planner gave, compound id → place ids; such a compound is numbered by hand.
    """

    places: gpd.GeoDataFrame
    footprints: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    compounds: gpd.GeoDataFrame
    entrances: gpd.GeoDataFrame
    kinds: pd.DataFrame
    numberings: pd.DataFrame
    aliases: pd.DataFrame
    settings: Mapping[str, str] = field(default_factory=dict)
    loops: Mapping[str, Any] = field(default_factory=dict)
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Numbering:
    """The outcome: what every place is to have, and what a run leaves behind.

    Parameters
    ----------
    places
        Indexed by place id, one row for every place: number, series, rank, locked.
    choices
        Compound id → method taken and why; compounds without a place to number are left out.
    changes
        Old number → new number, of the places that had another one; None where there is none now.
    aliases
        Rows to add to `number_alias`: old_number, place_id.
    parameters
        JSON for `numbering.parameters`, from which the next run knows what was settled.
    published
        Whether the numbers are published after this run.
    """

    places: pd.DataFrame
    choices: Mapping[str, Choice]
    changes: Mapping[str, Optional[str]]
    aliases: pd.DataFrame
    parameters: str
    published: bool


@dataclass(frozen=True)
class _State:
    """What earlier runs left: settled methods, and the numbers that stand in public (number → place)."""

    settled: Mapping[str, Earlier]
    is_published: bool
    public: Mapping[str, str]


def number_places(community: Community, options: Options) -> Numbering:
    """Give numbers to the places of a community.

    Raises
    ------
    SiteError
        `no_boundary`, `invalid_boundary`, and what `entrances.check_mains` raises.
    NumberingError
        `confirm_published`, `no_loop`, `loop_not_one_line`, `prefix_twice`, `number_twice`.
    """
    places, state = community.places, _state(community.numberings)
    if state.is_published and options.new_places == "renumber" and not options.confirm_published:
        raise NumberingError("confirm_published")
    afresh = not state.is_published or options.new_places == "renumber"
    kept = _kept(places, state, afresh=afresh)
    ordered, choices = _ordered(community, options)
    ordered["series"] = _series(ordered, community.kinds, options.series)
    ordered = ordered[_leads(ordered, community, kept)]
    labels = Labels(compound_prefixes(community.compounds), community.settings)
    new = ordered[~ordered["id"].isin(kept.keys())]
    if afresh:
        numbers = fill(new, labels, kept.values())
    else:
        reserved = [*state.public, *community.aliases["old_number"]]
        numbers = add(ordered, kept, labels, reserved, suffix=options.new_places == "suffix")
    given = {**kept, **dict(zip(new["id"], numbers.reindex(new.index)))}
    table = _table(community, ordered, given, labels)
    published = options.publish or state.is_published
    everything = options.publish or (state.is_published and afresh)
    table["locked"] = table["number"].notna() & (everything | table["locked"])
    aliases = retired(state.public, table["number"].to_dict(), community.aliases)
    public = _public(state, table, published=published, everything=everything)
    return Numbering(
        table,
        choices,
        _changes(places, table),
        aliases,
        _parameters(community, options, state, choices, public),
        published,
    )


def _state(numberings: pd.DataFrame) -> _State:
    stored = read_parameters(numberings["parameters"].iloc[-1]) if len(numberings) else {}
    return _State(read_earlier(stored), is_published(numberings), stored.get("public", {}))


def read_parameters(text: Any) -> dict[str, Any]:
    """Return what a run stored in `numbering.parameters`; of a text that is no such thing, nothing."""
    try:
        stored = json.loads(text or "{}")
    except ValueError:
        return {}
    return stored if isinstance(stored, dict) else {}


def is_published(numberings: pd.DataFrame) -> bool:
    """Return whether the numbers of the last run are published."""
    return bool(len(numberings)) and bool(pd.notna(numberings["published_at"].iloc[-1]))


def active(places: gpd.GeoDataFrame) -> pd.Series:
    """Tell which rows of `place` are places: neither refused guesses nor retired."""
    return ~places["rejected"].astype(bool) & places["retired_at"].isna()


def _to_number(places: gpd.GeoDataFrame, kinds: pd.DataFrame) -> pd.Series:
    counted = places["kind"].map(kinds["numbering"]).fillna("each") != "none"
    shape = places.geometry
    return active(places) & (places["status"] != "closed") & counted & shape.notna() & ~shape.is_empty


def _kept(places: gpd.GeoDataFrame, state: _State, *, afresh: bool) -> dict[str, str]:
    """Return the numbers that stay, by place id: locked ones, and those that stand in public."""
    if afresh and state.is_published:
        return {}
    numbered = places[active(places) & places["number"].notna()]
    public = pd.Series([state.public.get(number) for number in numbered["number"]], numbered.index, object)
    stays = numbered[numbered["locked"].astype(bool) | (public == numbered["id"])]
    return dict(zip(stays["id"], stays["number"]))


@dataclass(frozen=True)
class CompoundWalks:
    """The places to number of one compound, and the ways through them.

    Parameters
    ----------
    compound
        Its id.
    places
        Rows of `place`.
    walks
        Their orders by method.
    wanted, earlier
        Method asked for, and that of an earlier run.
    """

    compound: str
    places: gpd.GeoDataFrame
    walks: Walks
    wanted: str
    earlier: Optional[str]


def walks_of(community: Community, options: Options) -> Iterator[CompoundWalks]:
    """Yield the compounds that hold places to number, in their order; raises as `number_places`."""
    state = _state(community.numberings)
    wanted = community.places[_to_number(community.places, community.kinds)]
    entrances = community.entrances[community.entrances.geometry.notna()]
    if len(wanted):
        for shape in community.compounds.geometry:
            usable_boundary(shape)
        lived_in = community.compounds["id"].isin(wanted["compound_id"])
        check_mains(entrances, community.compounds[lived_in])
    is_door = entrances["kind"].isin((DOOR, RAMP)) & ~entrances["is_main"]
    for _, compound in in_order(community.compounds).iterrows():
        mine = wanted[wanted["compound_id"] == compound["id"]].reset_index(drop=True)
        if not len(mine):
            continue
        key = str(compound["id"])
        earlier = state.settled.get(key, Earlier())
        by_hand = _by_hand(community, key, earlier)
        method = _wanted(community, options, key, by_hand)
        around = Surroundings(
            site_of(compound, entrances[~is_door], _loop(community, compound, method, earlier)),
            entrances[is_door],
            community.buildings,
            community.footprints,
            options.street_side == "after",
        )
        yield CompoundWalks(key, mine, Walks(mine, around, by_hand), method, earlier.method)


def _by_hand(community: Community, compound: str, earlier: Earlier) -> tuple[str, ...]:
    return tuple(community.orders.get(compound, earlier.order))


def _wanted(community: Community, options: Options, compound: str, by_hand: tuple[str, ...]) -> str:
    """Return the method asked for in one compound: what was drawn or ordered there goes before `auto`."""
    if compound in community.orders or (options.method == MANUAL and by_hand):
        return MANUAL
    if options.method == "auto" and compound in community.loops:
        return "loop"
    return "auto" if options.method == MANUAL else options.method


def _ordered(community: Community, options: Options) -> tuple[gpd.GeoDataFrame, dict[str, Choice]]:
    """Return the places to number in order, compound by compound, and the method of each compound."""
    frames, choices = [], {}
    for found in walks_of(community, options):
        choice = found.walks.choose(found.wanted, found.earlier)
        choices[found.compound] = choice
        frames.append(found.places.iloc[found.walks.order(choice.method)])
    if frames:
        return pd.concat(frames, ignore_index=True), choices
    return community.places[_to_number(community.places, community.kinds)].copy(), choices


def _loop(community: Community, compound: Any, method: str, earlier: Earlier) -> Any:
    """Return the line to walk along: the one drawn now, else that of an earlier run."""
    drawn = community.loops.get(str(compound["id"]))
    if method != "loop" and (method != "auto" or (drawn is None and earlier.method != "loop")):
        return None
    line = one_line(drawn, compound["name"]) if drawn is not None else None
    if line is None and earlier.loop:
        line = shapely.from_wkt(earlier.loop)
    if line is None:
        raise NumberingError("no_loop", compound=compound["name"])
    return line


def _series(places: gpd.GeoDataFrame, kinds: pd.DataFrame, series: str) -> Any:
    by_kind = places["kind"].map(kinds["internal"]).eq(True)
    public = places["class"] if series == "per_class" else pd.Series("main", places.index)
    known = public.where(public.isin(SERIES), "main")
    proposed = known.where(places["status"] != "proposed", "proposed")
    return proposed.where(places["is_public"].astype(bool) & ~by_kind, "internal")


def _leads(ordered: gpd.GeoDataFrame, community: Community, kept: Mapping[str, str]) -> Any:
    """Tell which places carry a number: of a row of a grouped kind the first, or one that keeps its own."""
    rows = rows_of(ordered, community.footprints, community.entrances, community.kinds)
    stays = ordered["id"].isin(kept.keys())
    first = rows[(~stays).sort_values(kind="stable").index].drop_duplicates()
    lead = pd.Series(False, ordered.index)
    lead[first.index] = True
    return lead | stays


def rows_of(
    places: gpd.GeoDataFrame, footprints: gpd.GeoDataFrame, entrances: gpd.GeoDataFrame, kinds: pd.DataFrame
) -> pd.Series:
    """Return a number for each place, the same for places of one row: a row of shops, of parking.

    Places of one grouped kind, name, series, floor and access make a row when they are in one building or,
    in the open, within 10 m of the next: 商铺 beside 商铺, but a fruit shop beside a chemist keeps a number
    that residents find in the index. A place with a gate or ramp of its own stands alone.

    Parameters
    ----------
    places
        `place` with compound_id and series.
    footprints, entrances
        Tables of those names.
    kinds
        The catalogue: numbering by kind.
    """
    grouped = (places["kind"].map(kinds["numbering"]) == "grouped") & ~places["id"].isin(
        entrances["place_id"]
    )
    alike = places[["compound_id", "series", "kind", "name", "access", "building_id"]].fillna("")
    alike = alike.assign(floor=places["floor"].map(floor_level))
    codes = alike.groupby(list(alike.columns), sort=False).ngroup().to_numpy()
    shapes = footprints.drop_duplicates("place_id").set_index("place_id").geometry.reindex(places["id"])
    shapes = np.where(shapely.is_missing(shapes.to_numpy()), places.geometry.to_numpy(), shapes.to_numpy())
    open_air = np.flatnonzero(grouped & places["building_id"].isna())
    left, right = pairs_within(shapes[open_air], ROW_GAP)
    left, right = open_air[left], open_air[right]
    same = codes[left] == codes[right]
    cluster = components(len(places), left[same], right[same])
    indoors = np.flatnonzero(grouped & places["building_id"].notna())
    first = pd.Series(indoors).groupby(codes[indoors]).transform("min").to_numpy()
    cluster[indoors] = first
    return pd.Series(cluster, places.index)


def _table(
    community: Community, ordered: gpd.GeoDataFrame, given: Mapping[str, str], labels: Labels
) -> pd.DataFrame:
    """Put together number, series and rank of all places."""
    places = community.places
    table = pd.DataFrame({"id": places["id"], "compound_id": places["compound_id"]}).set_index("id")
    table["number"] = pd.Series(given, dtype=object).reindex(table.index)
    table["number"] = table["number"].where(table["number"].notna(), None)
    table["locked"] = places["locked"].astype(bool).to_numpy()
    doubled = table["number"].dropna().duplicated()
    if doubled.any():
        raise NumberingError("number_twice", number=table["number"].dropna()[doubled].iloc[0])
    before = pd.Series(places["series"].to_numpy(object), table.index)
    unchanged = table["number"] == pd.Series(places["number"].to_numpy(object), table.index)
    swept = ordered.set_index("id")["series"].reindex(table.index)
    series = before.where(unchanged & before.isin(SERIES), swept).fillna("main")
    table["series"] = series.astype(object).where(table["number"].notna(), None)
    table["rank"] = _ranks(table, list(in_order(community.compounds)["id"]), labels)
    return table[["number", "series", "rank", "locked"]]


def _ranks(table: pd.DataFrame, compounds: list[str], labels: Labels) -> pd.Series:
    numbered = table[table["number"].notna()]
    rows = zip(numbered["compound_id"], numbered["series"], numbered["number"])
    values = [labels.sort_value(*row) for row in rows]
    keys = pd.DataFrame(values, numbered.index, columns=["base", "suffix"])
    keys["compound"] = numbered["compound_id"].map({c: i for i, c in enumerate(compounds)})
    keys["series"] = numbered["series"].map({s: i for i, s in enumerate(SERIES)})
    keys["number"] = numbered["number"]
    order = keys.sort_values(["compound", "series", "base", "suffix", "number"], kind="stable").index
    return pd.Series(range(1, len(order) + 1), order, dtype="Int64").reindex(table.index)


def _public(state: _State, table: pd.DataFrame, *, published: bool, everything: bool) -> dict[str, str]:
    if not published:
        return {}
    numbers = table["number"].dropna()
    now = dict(zip(numbers, numbers.index))
    return now if everything else {n: p for n, p in now.items() if state.public.get(n) == p}


def _changes(places: gpd.GeoDataFrame, table: pd.DataFrame) -> dict[str, Optional[str]]:
    pairs = zip(places["number"], table["number"].reindex(places["id"]))
    return {old: new for old, new in pairs if isinstance(old, str) and old != new}


def _parameters(
    community: Community,
    options: Options,
    state: _State,
    choices: Mapping[str, Choice],
    public: Mapping[str, str],
) -> str:
    compounds: dict[str, dict[str, Any]] = {}
    for compound in community.compounds["id"]:
        earlier = state.settled.get(compound, Earlier())
        method = choices[compound].method if compound in choices else earlier.method
        entry: dict[str, Any] = {"method": method} if method else {}
        if method == "loop":
            line = _loop(community, {"id": compound, "name": compound}, "loop", earlier)
            entry["loop"] = shapely.to_wkt(line, rounding_precision=3)
        if method == MANUAL:
            entry["order"] = list(_by_hand(community, str(compound), earlier))
        compounds[str(compound)] = entry
    stored = {"compounds": compounds, "series": options.series, "street_side": options.street_side}
    return json.dumps({**stored, "public": dict(public)}, ensure_ascii=False, sort_keys=True)
