"""Check a community: a table of checks, each a function that returns what it found.

Problems are collected, never raised: somebody walks through the list. `workspace.findings` has the
sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Optional

import geopandas as gpd
import pandas as pd

from .. import catalogue
from ..places.marking import compound_of

Found = Iterable[tuple[str, Mapping[str, object]]]
"""Ids of rows and what the sentence names; an empty id stands for the whole table."""


@dataclass(frozen=True)
class Words:
    """A phrase of a catalogue in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Named:
    """What a sentence calls a place: its number, and its name or else its kind."""

    number: Optional[str]
    name: Optional[str]
    kind: Words


@dataclass(frozen=True)
class Finding:
    """One thing found: how bad, in which row of which table, and what the sentence names."""

    code: str
    level: str
    table: str
    id: str
    fields: Mapping[str, object]


@dataclass(frozen=True)
class Contents:
    """What the checks look at.

    Parameters
    ----------
    tables
        Frames of the community's tables, by name (`TABLES_CHECKED`).
    settings
        Sheet settings, key → value.
    kinds
        The catalogue with the planner's edits.
    standards
        As `catalogue.standards`, with the planner's edits.
    """

    tables: Mapping[str, Any]
    settings: Mapping[str, str]
    kinds: pd.DataFrame
    standards: pd.DataFrame = field(default_factory=catalogue.standards)

    @cached_property
    def gaps(self) -> list[Any]:
        """What the community lacks by the standards (see `gaps.Gap`)."""
        from .gaps import gaps

        return gaps(self)

    @cached_property
    def places(self) -> gpd.GeoDataFrame:
        """Places that are there: neither refused nor retired."""
        places = self.tables["place"]
        return places[~places["rejected"] & places["retired_at"].isna()].reset_index(drop=True)

    @cached_property
    def placed(self) -> gpd.GeoDataFrame:
        """Places that are there and have a position."""
        there = self.places.geometry.notna() & ~self.places.geometry.is_empty
        return self.places[there].reset_index(drop=True)

    @cached_property
    def compound_of_place(self) -> pd.Series:
        """Compound ids of `places`."""
        return compound_of(self.places, self.tables["compound"])

    @property
    def published(self) -> bool:
        """Whether numbers have been published."""
        return bool(self.tables["numbering"]["published_at"].notna().any())

    @cached_property
    def compound_names(self) -> dict[str, str]:
        """Compound id → its name, or its place in the order."""
        compounds = self.tables["compound"]
        shown = compounds["name"].fillna("#" + compounds["sort_order"].astype(str))
        return dict(zip(compounds["id"], shown))


TABLES_CHECKED = (
    "community", "compound", "entrance", "building", "survey_source", "survey_text", "place", "footprint",
    "numbering", "number_alias", "comment", "comment_line", "comment_area",
)  # fmt: skip

READ_PARTLY = {"survey_text": ("text",)}
"""Columns that the checks need of large tables; of the others they take all."""

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Check:
    """A row of the table of checks."""

    code: str
    level: str
    table: str
    find: Callable[[Contents], Found] = field(repr=False)


def run_checks(contents: Contents, checks: Iterable[Check]) -> list[Finding]:
    """Run checks and return what they found, errors first, then in the order of the checks.

    Parameters
    ----------
    contents
        The community.
    checks
        Such as `check_list.CHECKS`.
    """
    findings = [
        Finding(check.code, check.level, check.table, row, fields)
        for check in checks
        for row, fields in check.find(contents)
    ]
    return sorted(findings, key=lambda finding: finding.level != ERROR)
