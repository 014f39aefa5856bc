"""Paper: sheet sizes, margins, the ladder of scales, and the lettering of each size of sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SHEETS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"A4": (210, 297), "A3": (297, 420), "A2": (420, 594), "A1": (594, 841), "A0": (841, 1189)}
)
"""Width and height in mm, upright."""

AUTO_SHEETS = ("A3", "A2", "A1")
"""What `auto` chooses from: what an office prints, up to what a print shop around the corner does."""
AUTO_SCALES = (1500, 3000, 6000)
"""Scales that `auto` wishes for, the largest first; where none is reached a larger sheet helps little."""

BINDING = 25.0
MARGIN = 10.0

LADDER = (200, 300, 500, 750, 1000, 1500, 2000, 2500, 3000, 5000, 10000)
_BEYOND = (1.5, 2.0, 2.5, 3.0, 5.0, 10.0)


def ladder_scale(least: float) -> int:
    """Return the denominator of the largest scale of the ladder that is `least` or smaller in scale.

    Past 1:10000 the ladder goes on with 15000, 20000, 25000, 30000, 50000, 100000 and so forth.
    """
    step = LADDER[-1]
    for denominator in LADDER:
        if denominator >= least - 1e-6:
            return denominator
    while True:
        for factor in _BEYOND:
            if step * factor >= least - 1e-6:
                return round(step * factor)
        step *= 10


def page_size(sheet: str, orientation: str) -> tuple[float, float]:
    """Return width and height in mm of a sheet, portrait or landscape."""
    short, long = SHEETS[sheet]
    return (short, long) if orientation == "portrait" else (long, short)


@dataclass(frozen=True)
class Lettering:
    """Sizes on one size of sheet: letters in points, the rest in mm.

    Attributes
    ----------
    unit
        Factor for lengths that grow with the sheet; 1 on A3.
    title, index, kind, heading, note
        Letters of the title, the index's names, its kinds, its headings, and notes.
    building, road, entrance
        Letters on the map.
    marker, least_marker
        Height of a marker; that of the smallest where the map is crowded.
    """

    unit: float
    title: float
    index: float
    kind: float
    heading: float
    note: float
    building: float
    road: float
    entrance: float
    marker: float
    least_marker: float


LETTERING: Mapping[str, Lettering] = MappingProxyType(
    {
        "A4": Lettering(0.8, 20, 10, 8, 8.5, 7, 6.5, 8, 8.5, 5.6, 4.8),
        "A3": Lettering(1.0, 28, 12, 9.5, 10.5, 8, 8.5, 10.5, 10.5, 7.0, 5.6),
        "A2": Lettering(1.3, 40, 15, 12, 13, 10, 10, 13, 13, 8.5, 7.0),
        "A1": Lettering(1.9, 72, 23, 18, 20, 14, 13, 19, 18, 11.0, 8.0),
        "A0": Lettering(2.4, 80, 28, 22, 24, 18, 16, 23, 22, 13.0, 8.0),
    }
)
"""A1 and A0 are read standing: names and markers at least 8 mm, title 25 mm (domain.md section 5)."""
