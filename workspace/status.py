"""How far a community is, in counts: what the panel shows beside each step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import geopackage as gp

# A guess below this certainty is shown to a person (rule of `community.places.marking`).
UNCERTAIN = 0.8

_PRESENT = "retired_at IS NULL AND NOT coalesce(rejected, 0)"
_QUERIES: dict[str, str] = {
    "name": "SELECT coalesce(max(name), '') FROM community",
    "households": "SELECT coalesce(max(households), 0) FROM community",
    "survey_date": "SELECT coalesce(max(survey_date), '') FROM community",
    "entities": (
        "SELECT (SELECT count(*) FROM survey_point) + (SELECT count(*) FROM survey_line)"
        " + (SELECT count(*) FROM survey_area) + (SELECT count(*) FROM survey_text)"
    ),
    "skipped": "SELECT coalesce(sum(skipped), 0) FROM survey_source WHERE superseded_by IS NULL",
    "compounds": "SELECT count(*) FROM compound",
    "buildings": "SELECT count(*) FROM building",
    "entrances": "SELECT count(*) FROM entrance",
    "compounds_with_main": (
        "SELECT count(*) FROM compound WHERE 1 ="
        " (SELECT count(*) FROM entrance WHERE is_main AND compound_id = compound.id)"
    ),
    "places": f"SELECT count(*) FROM place WHERE {_PRESENT}",
    "uncertain": (
        f"SELECT count(*) FROM place WHERE {_PRESENT} AND (survey_change IS NOT NULL OR"
        f" coalesce(decided_by, 'rule') = 'rule' AND certainty < {UNCERTAIN})"
    ),
    "numbered": f"SELECT count(*) FROM place WHERE {_PRESENT} AND number IS NOT NULL",
    "public": f"SELECT count(*) FROM place WHERE {_PRESENT} AND is_public",
    "method": "SELECT coalesce((SELECT method FROM numbering ORDER BY fid DESC LIMIT 1), '')",
    "published_at": "SELECT coalesce(max(published_at), '') FROM numbering",
    "comments": "SELECT count(*) FROM comment WHERE duplicate_of IS NULL",
    "unlinked": (
        "SELECT count(*) FROM comment WHERE duplicate_of IS NULL AND scope = 'place' AND place_id IS NULL"
        " AND geom IS NULL"
    ),
    "unanswered": "SELECT count(*) FROM comment WHERE duplicate_of IS NULL AND answer IS NULL",
    "released": (
        "SELECT count(*) FROM comment WHERE duplicate_of IS NULL AND consent"
        " AND trim(coalesce(public_text, '')) <> ''"
        " AND NOT EXISTS (SELECT 1 FROM place WHERE place.id = comment.place_id AND NOT"
        f" (is_public AND {_PRESENT} AND coalesce(place.status, '') <> 'closed'))"
    ),
    "proposals": "SELECT count(*) FROM proposal",
    "without_responsible": "SELECT count(*) FROM proposal WHERE responsible IS NULL",
}


@dataclass(frozen=True)
class Status:
    """Counts of a community; the names are those of the queries."""

    path: Path
    crs_name: str
    counts: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.counts[name]


def read_status(path: Path) -> Status:
    """Count what is in a community file.

    Raises
    ------
    CommunityFileError
        As `workspace.file.reading`.
    """
    with gp.present_state(path) as dataset:
        counts = {name: gp.value(dataset, query) for name, query in _QUERIES.items()}
        reference = dataset.GetLayerByName("place").GetSpatialRef()
        crs_name = str(reference.GetName()) if reference is not None else ""
        return Status(path, crs_name, counts)
