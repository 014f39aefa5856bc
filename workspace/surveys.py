"""Surveys in the community file: stored, and replaced when the same file comes again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from ..community.places.rules import rules
from ..community.survey.report import import_report
from ..community.survey.rows import Box, SurveyData, Wish, place_survey, source_id, survey_rows
from .file import CommunityWriter, writing
from .suggestions import what_is_there


def store_survey(path: Path, data: SurveyData, wish: Wish, *, file: str, sha256: str) -> dict[str, Any]:
    """Bring a survey into a community and return the report of its import.

    The same file (by its hash) replaces its own rows, which keep their ids.

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

    Raises
    ------
    InputError, CommunityFileError
        As `place_survey` and `workspace.file.writing`.
    """
    with writing(path) as community:
        placed = place_survey(data, community.crs, wish)
        known = rules(community.table("catalogue_edit"))
        rows = survey_rows(placed, sha256, known)
        sources = community.table("survey_source")
        source = source_id(sha256)
        others = sources[sources["id"] != source]
        report = import_report(
            placed, rows, file=file, sha256=sha256,
            crs_given=wish.crs is not None or data.crs is not None,
            again=len(others) < len(sources), covered=_boxes(others["report"]),
            present=what_is_there(community, source),
        )  # fmt: skip
        for table, frame in rows.items():
            _replace(community, table, source, frame)
        community.delete("survey_source", [source])
        community.insert("survey_source", _source_row(source, report))
    return report


def _replace(community: CommunityWriter, table: str, source: str, frame: Any) -> None:
    before = community.table(table, columns=["id"], where=f"source_id = '{source}'")
    community.delete(table, list(before["id"]))
    community.insert(table, frame)


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
                "report": json.dumps(report, ensure_ascii=False),
            }
        ]
    )


def _boxes(reports: Iterable[str | None]) -> list[Box]:
    """Return the boxes of earlier surveys from their stored reports."""
    extents = (json.loads(text).get("extent") for text in reports if text)
    return [(box[0], box[1], box[2], box[3]) for box in extents if box]
