"""Check a community file: read its tables, run the checks, put the findings into words."""

from __future__ import annotations

from pathlib import Path

from ..community import catalogue
from ..community.checks.check import READ_PARTLY, TABLES_CHECKED, Contents, run_checks
from ..community.checks.table import CHECKS
from .file import CommunityReader, reading
from .findings import describe


def check_community(path: Path) -> list[dict[str, str]]:
    """Return what is wrong with a community: code, level, table, id, message, remedy; errors first.

    Raises
    ------
    CommunityFileError
        As `workspace.file.reading`.
    """
    with reading(path) as file:
        contents = contents_of(file)
    return check(contents)


def contents_of(file: CommunityReader) -> Contents:
    """Read what the checks look at."""
    tables = {name: file.table(name, READ_PARTLY.get(name)) for name in TABLES_CHECKED}
    edits = file.table("catalogue_edit")
    kinds = catalogue.with_edits(catalogue.kinds(), edits)
    return Contents(tables, file.settings(), kinds, catalogue.standards(edits))


def check(contents: Contents) -> list[dict[str, str]]:
    """Return what is wrong with a community that was read, as `check_community`."""
    return [describe(finding) for finding in run_checks(contents, CHECKS)]
