"""The table of figures 指标表: what is known of the community in numbers, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Optional

import numpy as np
import pandas as pd

from .part import Part
from .table import Table, table_part
from .view import View

_WIDTHS = (44.0, 66.0)
_COUNTS = ("households", "residents", "building_groups")
_SETTINGS = ("plot_ratio", "green_ratio", "parking_spaces")
_HECTARE = 10_000.0


def figures_part(view: View) -> Optional[Part]:
    """Return the table of figures, None when nothing is known."""
    rows = tuple(_rows(view))
    if not rows:
        return None
    return table_part(Table("figures", view.words["figures"], rows, (0.62, 0.38), last_right=True), _WIDTHS)


def _rows(view: View) -> Iterator[tuple[str, str]]:
    """Yield what is known: of what the page is for, of the compound, of the community, set for the sheet.

    On a public sheet the figures of the community, which no public table holds, stand only when
    the planner asked for this part.
    """
    words = view.words
    if view.partial:
        yield from _of_part(view)
    if "boundary" not in view.said("assumed"):
        if view.partial:
            yield words["figures_compound"], ""
        yield words["figures_area"], f"{_area(view.site.outline.area)} {words['figures_hectares']}"
    if view.asked or not view.edition.public:
        rows = list(_of_community(view))
        if rows and (len(view.content.compounds) > 1 or view.partial):
            yield words["figures_whole"], ""
        yield from rows
    for key in _SETTINGS:
        if view.said(key):
            yield words[f"figures_{key}"], view.said(key)


def _of_part(view: View) -> Iterator[tuple[str, str]]:
    """Yield the figures of the building group that the page is for; the places are in its index."""
    words, site = view.words, view.site
    if site.buildings is None:
        return
    yield site.part, ""
    yield words["figures_buildings"], words["figures_buildings_count"].format(count=len(site.buildings))
    households = pd.to_numeric(site.buildings["households"], errors="coerce")
    if (view.asked or not view.edition.public) and (households > 0).all():
        yield words["figures_households"], f"{int(households.sum()):,}"


def _of_community(view: View) -> Iterator[tuple[str, str]]:
    words, community = view.words, view.content.community
    for column in _COUNTS:
        count = _count(community.get(column))
        if count:
            yield words[f"figures_{column}"], f"{count:,}"
    seniors, residents = _count(community.get("seniors")), _count(community.get("residents"))
    if seniors and residents and seniors <= residents:
        yield words["figures_seniors"], f"{100 * seniors / residents:.1f} %"


def _area(square_metres: float) -> str:
    hectares = square_metres / _HECTARE
    return f"{hectares:.2f}" if hectares < 10 else f"{hectares:.1f}"


def _count(value: object) -> int:
    """Return a number of the community's row, 0 where it is not known or makes no sense."""
    if isinstance(value, (int, float, np.number)) and np.isfinite(float(value)) and value > 0:
        return int(value)
    return 0
