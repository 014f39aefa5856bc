"""Life circles 生活圈: how far people walk in 5, 10 and 15 minutes, around the main entrance.

The radii are a table, `resources/catalogues/life_circles.csv`, after GB 50180-2018.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from ...community.catalogue import life_circles
from .content import Content
from .site import Site

LIFE_CIRCLES = "life_circles"
_QUARTER = 64
"""Sides of the polygon that stands for a quarter of a circle."""


@dataclass(frozen=True)
class Circle:
    """A ring on the ground that begins in the north, with what is written on it."""

    text: str
    ring: Any


def circles(content: Content, site: Site) -> list[Circle]:
    """Return the circles around the main entrance, the smallest first; none without one."""
    mains = site.entrances[site.entrances["is_main"]]
    if mains.empty:
        return []
    words, center = content.words, mains.geometry.iloc[0]
    return [
        Circle(words["life_circle"].format(minutes=f"{row.minutes:g}", radius=f"{row.radius:g}"),
               _ring(center, row.radius))
        for row in life_circles().itertuples()
    ]  # fmt: skip


def circles_asked_for(content: Content, site: Site) -> list[Circle]:
    """Return the circles if the planner asked for them."""
    return circles(content, site) if LIFE_CIRCLES in content.wished_parts else []


def _ring(center: Any, radius: float) -> Any:
    angles = np.linspace(0, 2 * np.pi, 4 * _QUARTER + 1)
    around = np.column_stack([np.sin(angles), np.cos(angles)])
    return shapely.linestrings(np.array([center.x, center.y]) + radius * around)
