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
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..errors import NumberingError
from ..places.entrances import check_mains
from .choice import Choice
from .labels import SERIES, Labels, compound_prefixes, in_order
from .locks import add, fill, retired
from .ordering import (
    MANUAL,
    Earlier,
    Walks,
    one_line,
    read_earlier,
    site_of,
    usable_boundary,
)
from .premises import DOOR, RAMP, premises_of, read_rows
from .side_by_side import lead
from .tracks import IntArray


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
    ordered = ordered[lead(ordered, community.footprints, community.entrances, community.kinds, kept.keys())]
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
    rows = zip(places["id"], places["number"], places["locked"].astype(bool), active(places))
    return {
        place: number
        for place, number, locked, is_active in rows
        if is_active and isinstance(number, str) and (locked or state.public.get(number) == place)
    }


@dataclass(frozen=True)
class CompoundWalks:
    """The places to number of one compound, and the ways through them.

    Parameters
    ----------
    compound
        Its id.
    index
        Positions of its places in `Community.places`.
    walks
        Their orders by method.
    wanted, earlier
        Method asked for, and that of an earlier run.
    """

    compound: str
    index: IntArray
    walks: Walks
    wanted: str
    earlier: Optional[str]

    def order(self, method: str) -> IntArray:
        """Return positions in `Community.places`, first to last."""
        return self.index[self.walks.order(method)]


def walks_of(community: Community, options: Options) -> Iterator[CompoundWalks]:
    """Yield the compounds that hold places to number, in their order; raises as `number_places`."""
    state = _state(community.numberings)
    wanted = np.flatnonzero(_to_number(community.places, community.kinds))
    places = community.places.iloc[wanted]
    entrances = community.entrances[community.entrances.geometry.notna()]
    if len(wanted):
        for shape in community.compounds.geometry:
            usable_boundary(shape)
        lived_in = community.compounds["id"].isin(places["compound_id"])
        check_mains(entrances, community.compounds[lived_in])
    is_door = entrances["kind"].isin((DOOR, RAMP)) & ~entrances["is_main"]
    rows = read_rows(places, community.footprints)
    premises = premises_of(rows, entrances[is_door], community.buildings)
    owner = places["compound_id"].to_numpy(object)
    for _, compound in in_order(community.compounds).iterrows():
        mine = np.flatnonzero(owner == compound["id"])
        if not len(mine):
            continue
        key = str(compound["id"])
        earlier = state.settled.get(key, Earlier())
        by_hand = _by_hand(community, key, earlier)
        method = _wanted(community, options, key, by_hand)
        site = site_of(compound, entrances[~is_door], _loop(community, compound, method, earlier))
        walks = Walks(
            rows.take(mine), premises, site, street_after=options.street_side == "after", manual=by_hand
        )
        yield CompoundWalks(key, wanted[mine], walks, method, earlier.method)


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
    orders, choices = [np.empty(0, np.int64)], {}
    for found in walks_of(community, options):
        choice = found.walks.choose(found.wanted, found.earlier)
        choices[found.compound] = choice
        orders.append(found.order(choice.method))
    return community.places.iloc[np.concatenate(orders)].reset_index(drop=True), choices


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


def _series(places: gpd.GeoDataFrame, kinds: pd.DataFrame, series: str) -> list[str]:
    inner_kinds = set(kinds.index[kinds["internal"].eq(True)])

    def series_of(word: Any, kind: Any, status: Any, is_public: bool) -> str:  # noqa: FBT001
        if not is_public or kind in inner_kinds:
            return "internal"
        if status == "proposed":
            return "proposed"
        return str(word) if series == "per_class" and word in SERIES else "main"

    columns = (places[name] for name in ("class", "kind", "status"))
    return [series_of(*row) for row in zip(*columns, places["is_public"].astype(bool))]


def _table(
    community: Community, ordered: gpd.GeoDataFrame, given: Mapping[str, str], labels: Labels
) -> pd.DataFrame:
    """Put together number, series and rank of all places."""
    places = community.places
    counts = Counter(given[place] for place in places["id"] if place in given)
    doubled = next((number for number, count in counts.items() if count > 1), None)
    if doubled is not None:
        raise NumberingError("number_twice", number=doubled)
    swept = dict(zip(ordered["id"], ordered["series"]))

    def series_of(place: str, number: Any, before: Any) -> Optional[str]:
        now = given.get(place)
        if now is None:
            return None
        return str(before) if now == number and before in SERIES else swept.get(place, "main")

    rows = zip(places["id"], places["number"], places["series"])
    series = [series_of(*row) for row in rows]
    index = pd.Index(places["id"], name="id")
    columns = {
        # As objects: a column of texts would make None of what has no number NaN.
        "number": pd.Series([given.get(place) for place in places["id"]], index, dtype=object),
        "series": pd.Series(series, index, dtype=object),
        "rank": pd.Series(_ranks(community, given, series, labels), index),
        "locked": pd.Series(places["locked"].astype(bool).to_numpy(), index),
    }
    return pd.DataFrame(columns)


def _ranks(
    community: Community, given: Mapping[str, str], series: Sequence[Optional[str]], labels: Labels
) -> Any:
    """Return what places with a number are sorted by everywhere: compound, series, digits, suffix."""
    compounds = {compound: i for i, compound in enumerate(in_order(community.compounds)["id"])}
    keys = []
    rows = zip(community.places["id"], community.places["compound_id"], series)
    for at, (place, compound, word) in enumerate(rows):
        if place in given and word is not None:
            number = given[place]
            value = labels.sort_value(compound, word, number)
            keys.append((compounds.get(compound, len(compounds)), SERIES.index(word), value, number, at))
    ranks = pd.array([None] * len(series), dtype="Int64")
    ranks[[key[-1] for key in sorted(keys)]] = range(1, len(keys) + 1)
    return ranks


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
