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
from ..community.numbering.community import Community, Numbering, Options, number_places
from ..community.places.marking import compound_of
from .file import CommunityReader, CommunityWriter, writing
from .translation import tr

WRITTEN = ("number", "series", "rank", "locked")


@dataclass(frozen=True)
class Numbered:
    """What a run did: see `community.numbering`; and the names of the compounds, in order."""

    result: Numbering
    names: Mapping[str, str]
    without_position: int

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
        result = number_places(community, options)
        feedback.setProgress(80)
        if feedback.isCanceled():
            raise CommonplanError("cancelled")
        names = community.compounds.set_index("id")["name"].fillna("–").astype(str).to_dict()
        lost = community.places.geometry.isna() & ~community.places["rejected"]
        outcome = Numbered(result, names, int(lost.sum()))
        _write(file, community, outcome, options)
    return outcome


def read_community(file: CommunityReader, loops: Any = None) -> Community:
    """Read the tables that numbering needs; entrances and places each with their compound."""
    compounds = file.table("compound")
    places, entrances = file.table("place"), file.table("entrance")
    places["compound_id"] = compound_of(places, compounds)
    entrances["compound_id"] = entrances["compound_id"].fillna(compound_of(entrances, compounds))
    return Community(
        places=places,
        footprints=file.table("footprint"),
        buildings=file.table("building"),
        compounds=compounds,
        entrances=entrances,
        kinds=with_edits(kinds(), file.table("catalogue_edit")),
        numberings=file.table("numbering"),
        aliases=file.table("number_alias"),
        settings=file.settings(),
        loops={} if loops is None else _loops(loops, compounds),
    )


def _loops(lines: Any, compounds: Any) -> dict[str, Any]:
    """Give each compound the lines that run most in it, or nearest to it."""
    drawn = lines.geometry.to_numpy()
    drawn = np.where(shapely.get_dimensions(drawn) == 2, shapely.boundary(drawn), drawn)
    areas = shapely.make_valid(compounds.geometry.to_numpy())
    inside = shapely.length(shapely.intersection(drawn[:, None], areas[None, :]))
    away = shapely.distance(drawn[:, None], areas[None, :])
    best = np.where(inside.max(axis=1) > 0, inside.argmax(axis=1), away.argmin(axis=1))
    owners = compounds["id"].to_numpy(object)[best]
    return {str(owner): shapely.union_all(drawn[owners == owner]) for owner in set(owners)}


def _write(file: CommunityWriter, community: Community, outcome: Numbered, options: Options) -> None:
    before = community.places.set_index("id")[list(WRITTEN)]
    table = outcome.result.places[list(WRITTEN)]
    same = (before == table) | (before.isna() & table.isna())
    changed = table[~same.all(axis=1)]
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    file.update("place", changed.reset_index())
    file.insert("number_alias", outcome.result.aliases.assign(retired_at=now))
    row = _row(outcome, community, options, now, unchanged=changed.empty)
    last = community.numberings.iloc[-1] if len(community.numberings) else None
    settled = [name for name in row if name != "reason" and pd.notna(row[name])]
    if last is None or any(last[name] != row[name] for name in settled):
        file.insert("numbering", pd.DataFrame([row]))


def _row(
    outcome: Numbered, community: Community, options: Options, now: str, *, unchanged: bool
) -> dict[str, Any]:
    """Return the row of `numbering`; what stood in public before and still does keeps its date."""
    dates = community.numberings["published_at"].dropna()
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
            "bearing, easy to explain; the path through all places is {bearing} m, by boundary {boundary} m."
        ),
        "boundary_shorter": tr(
            "boundary, whose path through all places is {boundary} m, at least a tenth shorter than "
            "{bearing} m by bearing."
        ),
    }[choice.reason]
    lengths = {"bearing": f"{choice.bearing or 0:.0f}", "boundary": f"{choice.boundary or 0:.0f}"}
    sentence = told_reason.format(method=choice.method, **lengths)
    if not choice.try_loop:
        return sentence
    return f"{sentence} {tr('The site is long and narrow: a line along its lane (loop) may do better.')}"
