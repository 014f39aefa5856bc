"""The communities of a folder, and what only all of them together show."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from ...community.checks.check import Contents
from ...community.errors import CommonplanError, InputError
from ...community.survey.coverage import LARGE_KM2, continuous_km2, of_reports
from ...workspace.checking import check, contents_of
from ...workspace.edits import refuse_unsaved_edits
from ...workspace.file import reading
from ...workspace.messages import render

_OURS = ("backups", "media")
_CLOCKWISE = frozenset(("bearing", "boundary"))
LEVELS = ("not_drawn", "error", "warning")
"""The gravest first, in which order the list stands."""

Entry = dict[str, Any]
"""A line of the list: community, file, level, code, message, remedy."""


@dataclass(frozen=True)
class Member:
    """A community of the series, as far as it can be read.

    Attributes
    ----------
    path
        Its file.
    name
        Its name, or that of its file.
    crs_wkt
        CRS of its geometry.
    covered
        Ground that its surveys cover.
    numbering, methods, own_kinds
        How its places were numbered, by which methods, and its own changes to the catalogue.
    """

    path: Path
    name: str
    crs_wkt: str
    covered: tuple[Any, ...]
    numbering: str
    methods: frozenset[str]
    own_kinds: str


def find_communities(folder: Path) -> list[Path]:
    """Return the GeoPackages in a folder and those below it, copies and media left out, in order of name.

    Raises
    ------
    InputError
        `no_communities`.
    """
    found = [
        path
        for path in folder.rglob("*.gpkg")
        if path.is_file() and not _set_aside(path.relative_to(folder).parts)
    ]
    if not found:
        raise InputError("no_communities", folder=str(folder))
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _set_aside(parts: Sequence[str]) -> bool:
    return any(part in _OURS or part.startswith(".") for part in parts)


def read_member(path: Path) -> tuple[Member, Contents]:
    """Read what the series needs to know of a community, and what the checks look at.

    Raises
    ------
    CommunityFileError
        As `workspace.file.reading`; `unsaved_edits`: the sheet would not show them.
    """
    refuse_unsaved_edits(path)
    with reading(path) as file:
        contents, edits = contents_of(file), file.table("catalogue_edit")
        name, crs_wkt = file.community()["name"], file.crs_wkt
    reports = contents.tables["survey_source"]["report"]
    member = Member(
        path=path,
        name=name if isinstance(name, str) and name.strip() else path.stem,
        crs_wkt=crs_wkt,
        covered=tuple(of_reports(reports.dropna())),
        **_policy(contents.tables["numbering"]),
        own_kinds=_own_kinds(edits),
    )
    return member, contents


def _policy(runs: pd.DataFrame) -> dict[str, Any]:
    """Return by which rules the last run numbered, and by which methods; compounds are each one's own."""
    try:
        said = json.loads(runs["parameters"].iloc[-1]) if len(runs) else {}
        methods = frozenset(str(one.get("method", "")) for one in said.get("compounds", {}).values())
        rules = {key: said[key] for key in ("series", "street_side") if key in said}
    except (ValueError, TypeError, AttributeError):
        rules, methods = {"unreadable": True}, frozenset()
    return {"numbering": json.dumps(rules, sort_keys=True) if len(runs) else "", "methods": methods - {""}}


def _own_kinds(edits: pd.DataFrame) -> str:
    columns = [name for name in edits.columns if name not in ("fid", "id", "created_at", "updated_at")]
    return "\n".join(sorted(map(str, edits[columns].itertuples(index=False, name=None))))


def findings(member: Member, contents: Contents) -> list[Entry]:
    """Return what the checks find missing in a community."""
    return [line(member.name, member.path, found) for found in check(contents)]


def line(name: str, path: Path | None, found: dict[str, str]) -> Entry:
    """Return a line of the list from a finding."""
    return {
        "community": name,
        "file": str(path or ""),
        "level": found["level"],
        "code": found["code"],
        "message": found["message"],
        "remedy": found.get("remedy", ""),
    }


def not_drawn(name: str, path: Path, error: CommonplanError) -> Entry:
    """Return the one line of a community of which there is no sheet."""
    return line(name, path, {"level": LEVELS[0], "code": error.code, "message": render(error)})


def together(members: Iterable[Member]) -> list[Entry]:
    """Return what only all communities together show: ground covered, catalogue, way of numbering."""
    members = list(members)
    entries = []
    km2 = covered_km2(members)
    if km2 > LARGE_KM2:
        found = InputError("series_too_large", km2=f"{km2:.1f}")
        entries.append(line("", None, {"level": "warning", "code": found.code, "message": render(found)}))
    # One that is not numbered yet does nothing else.
    entries += _unlike([m for m in members if m.numbering], attrgetter("numbering"), "other_numbering")
    entries += _unlike(members, attrgetter("own_kinds"), "other_catalogue")
    return entries


def policy_notes(members: Sequence[Member], words: Mapping[str, str]) -> list[str]:
    """Return what holds for all communities: how numbers run, and that they share one catalogue."""
    numbered = [member for member in members if member.numbering]
    alike = len({member.numbering for member in numbered}) == 1
    notes = []
    if alike and frozenset().union(*(member.methods for member in numbered)) <= _CLOCKWISE:
        notes.append(words["booklet_policy_numbers"])
    if len({member.own_kinds for member in members}) == 1:
        notes.append(words["booklet_policy_kinds"])
    return notes


def _unlike(members: Sequence[Member], trait: Callable[[Member], str], code: str) -> list[Entry]:
    """Return a line for each member that does otherwise than most."""
    counts = Counter(map(trait, members))
    usual = max(sorted(counts), key=counts.__getitem__, default="")
    found = {"level": "warning", "code": code, "message": render(InputError(code))}
    return [line(member.name, member.path, found) for member in members if trait(member) != usual]


def covered_km2(members: Iterable[Member]) -> float:
    """Return the largest continuous ground, in km², that the surveys of all members cover together."""
    placed, alone = [], [0.0]
    target = None
    for member in members:
        crs = CRS.from_user_input(member.crs_wkt)
        if is_placed(crs):
            target = target or crs
            placed += list(gpd.GeoSeries(list(member.covered), crs=crs).to_crs(target))
        else:
            alone.append(continuous_km2(member.covered))
    return max(continuous_km2(placed), *alone)


def is_placed(crs: CRS) -> bool:
    """Return whether positions in a CRS are known on Earth; local ones are not."""
    return bool(crs.is_projected or crs.is_geographic)
