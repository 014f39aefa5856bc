"""Mark places in a community file: read its tables, ask `community.places.marking`, write what changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import pandas as pd

from ..community.catalogue import RULE, rules_to_store
from ..community.errors import CommonplanError, InputError
from ..community.places import buildings as building_rows
from ..community.places.candidates import Survey
from ..community.places.decisions import Changes, reconcile
from ..community.places.marking import UNCERTAIN, Marking, mark_features, mark_survey
from ..community.places.rules import Rules, rules
from ..community.survey.stored import stored_report
from .file import CommunityReader, CommunityWriter, writing
from .translation import tr


@dataclass(frozen=True)
class Features:
    """A layer to mark places from, in the community's CRS, and what its ids are made of."""

    frame: Any
    source: str


def mark_places(
    path: Path,
    own: Optional[pd.DataFrame],
    features: Any,
    reach: float,
    feedback: Any,
    *,
    keep_rules: bool = False,
) -> dict[str, int]:
    """Mark places and return how many the community has then.

    Parameters
    ----------
    path
        The community file.
    own
        A planner's own rules, or None for those kept in the community.
    features
        Function from the community's CRS to `Features`; None to take the survey.
    reach
        Metres around the compounds that belong to the community.
    feedback
        Takes progress and messages; may be cancelled until writing starts.
    keep_rules
        Keep `own` in the community, in the place of those kept there, for later runs.

    Returns
    -------
    counts
        marked, uncertain, new, changed, removed, kept, outside, buildings; space, facility, unit.

    Raises
    ------
    CommonplanError
        `cancelled`; InputError `no_survey` without features and survey; all of `rules`, `writing`.
    """
    with writing(path) as file:
        catalogue = rules(file.table("catalogue_edit"), own)
        for system in _systems_not_read(file, catalogue) if features is None else ():
            feedback.pushWarning(
                tr(
                    "The survey holds codes of {system}, which was no coding system when it was imported: "
                    "import the survey again to have them read."
                ).format(system=system)
            )
        feedback.setProgress(10)
        survey = None if features is not None else _survey(file)
        added = _new_buildings(file, survey, catalogue)
        feedback.setProgress(30)
        marking = _marking(file, survey, features, added, catalogue, reach)
        feedback.setProgress(80)
        changes = _changes(file, marking, survey)
        if feedback.isCanceled():
            raise CommonplanError("cancelled")
        file.insert("building", added)
        _write(file, changes)
        if keep_rules and own is not None:
            _keep_rules(file, own)
        return _counts(file.table("place"), changes, marking.outside, len(added))


def _systems_not_read(file: CommunityReader, catalogue: Rules) -> list[str]:
    """Return the coding systems of the catalogue whose data the imports of the surveys passed over."""
    known = dict.fromkeys(catalogue.codes["system"].str.upper())
    reports = map(stored_report, file.table("survey_source", ["report"])["report"])
    notes = [note for report in reports for note in report.get("notes", ())]
    passed = {note["application"] for note in notes if note.get("note") == "other_data"}
    return sorted(name for name in passed if name.upper() in known)


def _keep_rules(file: CommunityWriter, own: pd.DataFrame) -> None:
    edits = file.table("catalogue_edit")
    former = edits["kind"].fillna("").astype(str).str.startswith(RULE)
    file.delete("catalogue_edit", list(edits.loc[former, "id"]))
    file.insert("catalogue_edit", rules_to_store(own))


def read_survey(file: CommunityReader) -> Survey:
    """Read the survey tables of a community."""
    return Survey(*(file.table(f"survey_{form}") for form in ("point", "line", "area", "text")))


def _survey(file: CommunityReader) -> Survey:
    survey = read_survey(file)
    if not any(map(len, (survey.points, survey.lines, survey.areas, survey.texts))):
        raise InputError("no_survey", file=str(file.path))
    return survey


def _new_buildings(file: CommunityReader, survey: Optional[Survey], catalogue: Rules) -> Any:
    existing = file.table("building")
    if survey is None:
        return existing.iloc[:0]
    found = building_rows.survey_buildings(survey.areas, survey.texts, catalogue)
    found["compound_id"] = building_rows.compound_within(found, file.table("compound"))
    return building_rows.new_buildings(found, existing)


def _marking(
    file: CommunityReader, survey: Optional[Survey], features: Any, added: Any, catalogue: Rules, reach: float
) -> Marking:
    buildings = file.table("building", ["label"])
    if len(added):
        buildings = pd.concat([buildings, added[buildings.columns]], ignore_index=True)
    compounds = file.table("compound", ["name"])
    if survey is not None:
        return mark_survey(survey, buildings, compounds, catalogue, reach)
    layer = features(file.crs)
    return mark_features(layer.frame, layer.source, buildings, compounds, catalogue, reach)


def _changes(file: CommunityReader, marking: Marking, survey: Optional[Survey]) -> Changes:
    sources: set[str] = set()
    if survey is not None:
        frames = (survey.points, survey.lines, survey.areas, survey.texts)
        sources = set().union(*(frame["source_id"].dropna() for frame in frames))
    in_use = {
        *file.table("comment", ["place_id"])["place_id"].dropna(),
        *file.table("proposal_place")["place_id"].dropna(),
    }
    return reconcile(marking, file.table("place"), file.table("footprint"), sources, in_use)


def _write(file: Any, changes: Changes) -> None:
    file.delete("footprint", changes.gone_footprints)
    file.delete("place", changes.gone)
    file.insert("place", changes.new)
    file.insert("footprint", changes.new_footprints)
    file.update("place", changes.changed)
    file.update("footprint", changes.changed_footprints)


def _counts(existing: Any, changes: Changes, outside: int, buildings: int) -> dict[str, int]:
    """Count the places as they are after writing: the reader still shows the state before."""
    present = existing[~existing["rejected"] & existing["retired_at"].isna()]
    present = present[~present["id"].isin([*changes.gone, *changes.changed["id"]])]
    columns = ["class", "certainty", "decided_by"]
    changed = changes.changed.assign(decided_by="rule")
    after = pd.concat(
        [pd.DataFrame(frame[columns]).astype(object) for frame in (present, changed, changes.new)]
    )
    doubtful = (after["decided_by"] == "rule") & (after["certainty"] < UNCERTAIN)
    return {
        "marked": len(after), "uncertain": int(doubtful.sum()), "new": len(changes.new),
        "changed": len(changes.changed), "removed": len(changes.gone), "kept": changes.kept,
        "outside": outside, "buildings": buildings,
        **{name: int((after["class"] == name).sum()) for name in ("space", "facility", "unit")},
    }  # fmt: skip
