"""Reports of surveys that are in a community: kept with each source, read again at any time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..community import catalogue
from ..community.survey.batches import TABLES
from ..community.survey.rows import source_id
from ..community.survey.stored import stored_report
from .file import reading
from .translation import language

_COLUMNS = ("id", "layer", "handle", "text")


@dataclass(frozen=True)
class StoredReport:
    """What became of one file.

    Parameters
    ----------
    file, imported_at
        Its name, and when it came in (`YYYY-MM-DDTHH:MM:SSZ`).
    report
        As `community.survey.report.import_report` made it.
    strays
        Objects far from the rest: all of them: table, id, layer, handle, text, x, y.
    kinds
        What the kinds of the community are called in the language of this moment.
    """

    file: str
    imported_at: str
    report: Mapping[str, Any]
    strays: list[dict[str, Any]] = field(default_factory=list)
    kinds: Mapping[str, str] = field(default_factory=dict)


def read_reports(path: Path, sha256: str | None = None) -> list[StoredReport]:
    """Read the reports of a community's surveys, the newest first.

    Parameters
    ----------
    path
        The community file.
    sha256
        Of one file wanted; None: all.

    Raises
    ------
    CommunityFileError
        As `workspace.file.reading`.
    """
    with reading(path) as community:
        sources = community.table("survey_source")
        if sha256 is not None:
            sources = sources[sources["id"] == source_id(sha256)]
        sources = sources.sort_values("created_at", ascending=False, kind="stable")
        strays, kinds = _strays(community), _names_of_kinds(community)
    reports = []
    for source in sources.to_dict("records"):
        report, own = stored_report(source["report"]), strays.get(source["id"], [])
        reports.append(StoredReport(str(source["file"]), str(source["created_at"] or ""), report, own, kinds))
    return reports


def _names_of_kinds(community: Any) -> dict[str, str]:
    table = catalogue.with_edits(catalogue.kinds(), community.table("catalogue_edit"))
    return dict(zip(table.index, table[language()]))


def _strays(community: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the objects set apart, by the source they came from."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in TABLES:
        rows = community.table(table, columns=["source_id", *_COLUMNS], where="stray")
        rows = rows[rows.geometry.notna()]
        points = rows.geometry.representative_point()
        values = rows.drop(columns=rows.geometry.name).to_dict("records")
        for row, x, y in zip(values, points.x, points.y):
            own = found.setdefault(row.pop("source_id"), [])
            own.append({"table": table, **row, "x": float(x), "y": float(y)})
    return found
