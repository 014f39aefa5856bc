"""Set the site of a community: its compounds and their entrances, from layers, a point or the survey."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from ..community.assumptions import as_setting, assumed
from ..community.errors import CommonplanError, SiteError
from ..community.places import boundaries, entrances
from ..community.places.buildings import compound_within
from ..community.places.candidates import Survey
from ..community.places.rules import Rules, rules
from .file import CommunityReader, CommunityWriter, writing
from .marking import read_survey

Layer = Callable[[Any], Any]
"""Gives a layer as a frame in the CRS it is asked for."""


@dataclass(frozen=True)
class SiteSources:
    """Where the site comes from; what is None is kept as it is or taken from the survey.

    Parameters
    ----------
    compounds, entrances
        Layers of polygons or closed lines, and of points.
    main
        Function from the community's CRS to the point of one main entrance.
    assume
        Derive what is missing, and note that it was derived.
    complete
        Insist on exactly one main entrance for each compound.
    """

    compounds: Optional[Layer] = None
    entrances: Optional[Layer] = None
    main: Optional[Callable[[Any], Any]] = None
    assume: bool = False
    complete: bool = True


@dataclass
class Site:
    """Compounds and entrances as they will be, what was assumed, and how sure derived gates are."""

    compounds: Any
    entrances: Any
    assumed: list[str] = field(default_factory=list)
    from_survey: list[str] = field(default_factory=list)


def set_site(path: Path, sources: SiteSources, feedback: Any) -> Site:
    """Set compounds and entrances, replacing those that the sources speak of.

    Without a layer the compounds that are there stay; where there are none, the walls of the survey
    are taken. Compounds without an entrance take the gates of the survey, where the main one is clear.

    Raises
    ------
    SiteError
        `no_boundary`, `no_entrance`, `main_entrance_unclear`, `two_main_entrances`, `entrance_far`,
        `open_boundary`, `invalid_boundary`.
    CommonplanError
        `cancelled`, and all of `writing`.
    """
    with writing(path) as file:
        site = _site(file, sources)
        if feedback.isCanceled():
            raise CommonplanError("cancelled")
        _replace(file, "compound", site.compounds)
        _replace(file, "entrance", site.entrances)
        _reassign_buildings(file, site.compounds)
        file.set_settings(as_setting(site.assumed))
    return site


def _site(file: CommunityReader, sources: SiteSources) -> Site:
    survey, catalogue = read_survey(file), rules(file.table("catalogue_edit"))
    site = Site(file.table("compound"), file.table("entrance"), _still_assumed(file, sources))
    _set_compounds(site, file, sources, survey, catalogue)
    _set_entrances(site, file, sources)
    _fill_entrances(site, sources, survey, catalogue)
    if sources.complete:
        entrances.check_mains(site.entrances, site.compounds)
    return site


def _still_assumed(file: CommunityReader, sources: SiteSources) -> list[str]:
    """Return what was assumed earlier and is not given now."""
    given = {"boundary": sources.compounds, "entrance": sources.entrances or sources.main}
    return [word for word in assumed(file.settings()) if given.get(word) is None]


def _set_compounds(
    site: Site, file: CommunityReader, sources: SiteSources, survey: Survey, catalogue: Rules
) -> None:
    if sources.compounds is not None:
        found = boundaries.compounds_of_layer(sources.compounds(file.crs))
    elif len(site.compounds):
        return
    else:
        found = boundaries.compounds_of_survey(survey, catalogue)
        site.from_survey += ["boundary"] if len(found) else []
    if found.empty and sources.assume:
        found = boundaries.hull(survey, catalogue)
        site.assumed.append("boundary")
    if found.empty and sources.complete:
        raise SiteError("no_boundary")
    if len(found) == 1 and found["name"].isna().all():
        found["name"] = file.community()["name"]
    site.compounds = boundaries.keep_ids(found, site.compounds)


def _set_entrances(site: Site, file: CommunityReader, sources: SiteSources) -> None:
    kept = site.entrances[site.entrances["compound_id"].isin(site.compounds["id"])]
    if site.compounds.empty and (sources.entrances or sources.main):
        raise SiteError("no_boundary")
    if sources.entrances is not None:
        frame = sources.entrances(file.crs)
        kept = entrances.entrances_of_layer(frame, site.compounds)
    if sources.main is not None:
        kept = entrances.with_main_at(kept, sources.main(file.crs), site.compounds)
    site.entrances = kept.reset_index(drop=True)


def _fill_entrances(site: Site, sources: SiteSources, survey: Survey, catalogue: Rules) -> None:
    """Take the gates of the survey for compounds without an entrance, then, if allowed, a guess."""
    bare = site.compounds[~site.compounds["id"].isin(site.entrances["compound_id"])]
    if bare.empty:
        return
    found, certainty = entrances.entrances_of_survey(survey, bare.reset_index(drop=True), catalogue)
    unsure = list(certainty.index[certainty < entrances.SURE])
    if unsure and sources.assume:
        site.assumed.append("entrance")
    elif unsure:
        found.loc[found["compound_id"].isin(unsure), "is_main"] = False
    site.from_survey += ["entrance"] if len(found) else []
    _add(site, found)
    bare = bare[~bare["id"].isin(found["compound_id"])]
    if len(bare) and sources.assume:
        _add(site, entrances.assumed_entrances(bare.reset_index(drop=True), survey, catalogue))
        site.assumed.append("entrance")


def _add(site: Site, found: Any) -> None:
    import pandas as pd

    if len(found):
        rows = [frame for frame in (site.entrances, found) if len(frame)]
        site.entrances = pd.concat(rows, ignore_index=True).set_crs(site.compounds.crs)


def _replace(file: CommunityWriter, table: str, rows: Any) -> None:
    """Make a table hold these rows: same ids are updated, so that what refers to them stays true."""
    there = file.table(table)["id"]
    file.delete(table, list(there[~there.isin(rows["id"])]))
    file.update(table, rows[rows["id"].isin(there)])
    file.insert(table, rows[~rows["id"].isin(there)])


def _reassign_buildings(file: CommunityWriter, compounds: Any) -> None:
    buildings = file.table("building", ["compound_id"])
    buildings["compound_id"] = compound_within(buildings, compounds)
    file.update("building", buildings[["id", "compound_id"]])
