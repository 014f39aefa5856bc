"""Surveys in the community file: stored, and replaced when the same file or a newer one comes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from ..community.places.rules import rules
from ..community.survey.batches import TABLES, SurveyData
from ..community.survey.comparison import Digest
from ..community.survey.coverage import of_reports
from ..community.survey.report import import_report, layers_to_explain
from ..community.survey.rows import Wish, place_survey, source_id, survey_rows
from ..community.survey.tally import Tally
from . import geopackage as gp
from .file import writing
from .held_edits import edits_in
from .resurvey import AUTO, earlier_sources, replace_earlier, warnings_of
from .suggestions import what_is_there

_PLACED = 0.4
_STRAYS = 200


def store_survey(
    path: Path, data: SurveyData, wish: Wish, *, file: str, sha256: str,
    progress: Callable[[float], None] = lambda _: None,
) -> dict[str, Any]:  # fmt: skip
    """Bring a survey into a community and return the report of its import.

    The same file (by its hash) replaces its own rows, which keep their ids. A newer survey of a site
    replaces the one before (see `resurvey.replace_earlier`).

    Parameters
    ----------
    path
        The community file.
    data
        What a reader found.
    wish
        What the planner says about it.
    file, sha256
        The file's name and hash.
    progress
        Told the share done, 0…1; may raise to stop, and then the community is as before.

    Raises
    ------
    InputError, CommunityFileError
        As `place_survey` and `workspace.file.writing`.
    """
    with writing(path, progress=lambda share: progress(_PLACED + (1 - _PLACED) * share)) as community:
        placed = place_survey(data, community.crs, wish)
        sources = community.table("survey_source")
        source, tally = source_id(sha256), Tally(placed.bulk)
        others = sources[sources["id"] != source]
        earlier, digest = earlier_sources(others, wish.replaces), Digest()
        for table in TABLES if len(others) < len(sources) else ():
            own = community.table(table, ["id"], where=f"source_id = '{source}'")
            community.delete(table, own["id"])
        known, total = rules(community.table("catalogue_edit")), sum(data.found.values()) or 1
        for batch in survey_rows(placed, sha256, known):
            tally.add(batch)
            if len(earlier):
                digest.add(batch)
            for table, columns in batch.items():
                community.insert_columns(table, columns)
            progress(min(_PLACED * sum(tally.rows.values()) / total, _PLACED))
        report = import_report(
            placed, tally, file=file, sha256=sha256,
            crs_given=wish.crs is not None or data.crs is not None,
            again=len(others) < len(sources), covered=of_reports(others["report"]),
            present=what_is_there(community, source),
        )  # fmt: skip
        comparisons = replace_earlier(
            community, earlier, digest, tally.coverage(), source,
            asked=wish.replaces != AUTO, layers=wish.layers,
        )  # fmt: skip
        report["warnings"] += [*layers_to_explain(placed, tally, known.layers), *warnings_of(comparisons)]
        community.delete("survey_source", [source])
        report["compared"] = comparisons
        community.insert("survey_source", _source_row(source, report))
    return report


def coding_systems(path: Path) -> tuple[str, ...]:
    """Return the coding systems that the community's catalogue knows, a planner's own first.

    Raises
    ------
    InputError, CommunityFileError
        As `rules` and `workspace.geopackage.present_state`.
    """
    with gp.present_state(path) as dataset:
        known = rules(edits_in(dataset))
    return tuple(dict.fromkeys(known.codes["system"]))


def _source_row(source: str, report: dict[str, Any]) -> pd.DataFrame:
    how = {name: report[name] for name in ("units", "fit", "crs")}
    return pd.DataFrame(
        [
            {
                "id": source,
                "file": report["file"],
                "sha256": report["sha256"],
                "format": report["format"],
                "encoding": report["encoding"].get("used"),
                "crs": report["crs"]["used"],
                "transform": json.dumps(how, ensure_ascii=False),
                "imported": report["imported"],
                "skipped": report["skipped"],
                # What lies far from the rest can be found by its mark among the rows.
                "report": json.dumps({**report, "strays": report["strays"][:_STRAYS]}, ensure_ascii=False),
            }
        ]
    )
