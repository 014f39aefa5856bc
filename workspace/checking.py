"""Check a community file: read its tables, run the checks, put the findings into words."""

from __future__ import annotations

from pathlib import Path

from ..community import catalogue
from ..community.checks.check import READ_PARTLY, TABLES_CHECKED, Contents, run_checks
from ..community.checks.table import CHECKS
from .file import reading
from .findings import describe


def check_community(path: Path) -> list[dict[str, str]]:
    """Return what is wrong with a community: code, level, table, id, message, remedy; errors first.

    Raises
    ------
    CommunityFileError
        As `workspace.file.reading`.
    """
    with reading(path) as file:
        tables = {name: file.table(name, READ_PARTLY.get(name)) for name in TABLES_CHECKED}
        kinds = catalogue.with_edits(catalogue.kinds(), file.table("catalogue_edit"))
        contents = Contents(tables, file.settings(), kinds)
    return [describe(finding) for finding in run_checks(contents, CHECKS)]
