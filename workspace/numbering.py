"""Number the places of a community file: read its tables, ask `community.numbering`, write what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Optional

import numpy as np
import pandas as pd
import shapely

from ..community.catalogue import kinds, with_edits
from ..community.errors import CommonplanError
from ..community.numbering.choice import Choice
from ..community.numbering.community import Community, Numbering, Options, is_published, number_places
from ..community.places.marking import compound_of
from .file import CommunityReader, CommunityWriter, writing
from .translation import tr

WRITTEN = ("number", "series", "rank", "locked")
NUMBERING_READS = (
    "place", "footprint", "building", "compound", "entrance", "catalogue_edit", "numbering", "number_alias",
)  # fmt: skip


@dataclass(frozen=True)
class Numbered:
    """What a run does: the tables from before it, and the result (see `community.numbering`)."""

    community: Community
    result: Numbering

    @property
    def names(self) -> Mapping[str, str]:
        """Name of each compound by its id."""
        named = self.community.compounds.set_index("id")["name"].fillna("–").astype(str).to_dict()
        return {str(key): name for key, name in named.items()}

    @property
    def without_position(self) -> int:
        """Number of places that can have no number, for want of a position."""
        places = self.community.places
        return int((places.geometry.isna() & ~places["rejected"]).sum())

    @property
    def was_published(self) -> bool:
        """Whether the numbers were published before."""
        return is_published(self.community.numberings)

    @property
    def renumbered(self) -> bool:
        """Whether a place that had a number in public has another one now."""
        now = self.result.aliases["place_id"].map(self.result.places["number"])
        return bool(now.notna().any())

    @property
    def count(self) -> int:
        """Number of places that have a number now."""
        return int(self.result.places["number"].notna().sum())

    @property
    def method(self) -> str:
        """The method taken, where compounds differ with their names: 北里: boundary, 南里: loop."""
        return methods_of(self.result.choices, self.names)

    @property
    def reason(self) -> str:
        """Why, in a sentence for each compound."""
        choices = self.result.choices.items()
        return " ".join(f"{self.names[key]}: {told(choice)}" for key, choice in choices)


def number_community(
    path: Path, options: Options, loops: Optional[Callable[[Any], Any]], feedback: Any
) -> Numbered:
    """Give numbers to the places of a community; a run that changes nothing writes nothing.

    Parameters
    ----------
    path
        The community file.
    options
        How to number.
    loops
        Function from the community's CRS to a frame of lines, for method loop; or None.
    feedback
        Takes progress; may be cancelled until writing starts.

    Raises
    ------
    CommonplanError
        `cancelled`, all of `community.numbering.community.number_places`, all of `writing`.
    """
    with writing(path) as file:
        community = read_community(file, None if loops is None else loops(file.crs))
        feedback.setProgress(20)
        outcome = Numbered(community, number_places(community, options))
        feedback.setProgress(80)
        if feedback.isCanceled():
            raise CommonplanError("cancelled")
        _write(file, to_write(outcome, options))
    return outcome


def read_community(file: CommunityReader, loops: Any = None) -> Community:
    """Read the tables that numbering needs; entrances and places each with their compound."""
    tables = {name: file.table(name) for name in NUMBERING_READS}
    settings = file.settings()
    return community_from(
        tables, settings, None if loops is None else loops_by_compound(loops, tables["compound"])
    )


def community_from(
    tables: Mapping[str, Any],
    settings: Mapping[str, str],
    loops: Optional[Mapping[str, Any]] = None,
    orders: Optional[Mapping[str, tuple[str, ...]]] = None,
) -> Community:
    """Put the tables of `NUMBERING_READS` together.

    Parameters
    ----------
    tables
        Frames by name.
    settings
        `sheet_setting`, key → value.
    loops, orders
        Lines and orders given now, by compound id.
    """
    compounds, places, entrances = tables["compound"], tables["place"], tables["entrance"]
    return Community(
        places=places.assign(compound_id=compound_of(places, compounds)),
        footprints=tables["footprint"],
        buildings=tables["building"],
        compounds=compounds,
        entrances=entrances.assign(
            compound_id=entrances["compound_id"].fillna(compound_of(entrances, compounds))
        ),
        kinds=with_edits(kinds(), tables["catalogue_edit"]),
        numberings=tables["numbering"],
        aliases=tables["number_alias"],
        settings=settings,
        loops=loops or {},
        orders=orders or {},
    )


def loops_by_compound(lines: Any, compounds: Any) -> dict[str, Any]:
    """Give each compound the lines that run most in it, or nearest to it."""
    drawn = lines.geometry.to_numpy()
    drawn = np.where(shapely.get_dimensions(drawn) == 2, shapely.boundary(drawn), drawn)
    areas = shapely.make_valid(compounds.geometry.to_numpy())
    inside = shapely.length(shapely.intersection(drawn[:, None], areas[None, :]))
    away = shapely.distance(drawn[:, None], areas[None, :])
    best = np.where(inside.max(axis=1) > 0, inside.argmax(axis=1), away.argmin(axis=1))
    owners = compounds["id"].to_numpy(object)[best]
    return {str(owner): shapely.union_all(drawn[owners == owner]) for owner in set(owners)}


@dataclass(frozen=True)
class ToWrite:
    """What a run changes: rows by table.

    Parameters
    ----------
    places
        Indexed by place id: the columns `WRITTEN` of the places where one of them changes.
    aliases
        New rows of `number_alias`.
    numbering
        The new row of `numbering`, or None where it would say what the last one says.
    """

    places: pd.DataFrame
    aliases: pd.DataFrame
    numbering: Optional[dict[str, Any]]


def to_write(outcome: Numbered, options: Options) -> ToWrite:
    """Return what a run has to write; of a run that changes nothing, nothing."""
    community = outcome.community
    before = community.places.set_index("id")[list(WRITTEN)]
    table = outcome.result.places[list(WRITTEN)]
    same = (before == table) | (before.isna() & table.isna())
    changed = table[~same.all(axis=1)]
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    row = _row(outcome, options, now, unchanged=changed.empty)
    last = community.numberings.iloc[-1] if len(community.numberings) else None
    settled = [name for name in row if name != "reason" and pd.notna(row[name])]
    is_new = last is None or any(last[name] != row[name] for name in settled)
    return ToWrite(changed, outcome.result.aliases.assign(retired_at=now), row if is_new else None)


def _write(file: CommunityWriter, changes: ToWrite) -> None:
    file.update("place", changes.places.reset_index())
    file.insert("number_alias", changes.aliases)
    if changes.numbering is not None:
        file.insert("numbering", pd.DataFrame([changes.numbering]))


def _row(outcome: Numbered, options: Options, now: str, *, unchanged: bool) -> dict[str, Any]:
    """Return the row of `numbering`; what stood in public before and still does keeps its date."""
    dates = outcome.community.numberings["published_at"].dropna()
    since = dates.iloc[-1] if len(dates) and (unchanged or not options.publish) else now
    return {
        "method": outcome.method,
        "reason": ";".join(choice.reason for choice in outcome.result.choices.values()),
        "parameters": outcome.result.parameters,
        "places": outcome.count,
        "published_at": since if outcome.result.published else None,
    }


def methods_of(choices: Mapping[Any, Choice], names: Mapping[Any, str]) -> str:
    """Return the one method of all, or each with the name of whom it is for."""
    methods = {choice.method for choice in choices.values()}
    if len(methods) < 2:
        return "".join(methods)
    return ", ".join(f"{names[key]}: {choice.method}" for key, choice in choices.items())


def told(choice: Choice) -> str:
    """Say which method was taken and why, in the language of this moment."""
    told_reason = {
        "asked": tr("{method}, as asked."),
        "kept": tr("{method}, as in the run before."),
        "bearing_enough": tr(
            "Clock hand, easy to explain; the path through all places is {bearing} m, along the boundary "
            "{boundary} m."
        ),
        "boundary_shorter": tr(
            "Along the boundary; the path through all places is {boundary} m, at least a tenth shorter than "
            "{bearing} m by clock hand."
        ),
    }[choice.reason]
    lengths = {"bearing": f"{choice.bearing or 0:.0f}", "boundary": f"{choice.boundary or 0:.0f}"}
    words = {
        "bearing": tr("Clock hand"), "boundary": tr("Along the boundary"), "loop": tr("Along a line"),
        "manual": tr("In an order of your own"),
    }  # fmt: skip
    sentence = told_reason.format(method=words[choice.method], **lengths)
    if not choice.try_loop:
        return sentence
    return f"{sentence} {tr('The site is long and narrow: a line along its lane (loop) may do better.')}"
