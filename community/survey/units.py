"""How long a drawing unit is: what the header says, what the drawing's size says."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Optional

from pyproj import CRS

from ..errors import InputError

METRES: dict[str, float] = {
    "m": 1.0, "mm": 0.001, "cm": 0.01, "dm": 0.1, "dam": 10.0, "hm": 100.0, "km": 1000.0, "in": 0.0254,
    "ft": 0.3048, "yd": 0.9144, "mi": 1609.344, "us-in": 100 / 3937, "us-ft": 1200 / 3937,
    "us-yd": 3600 / 3937, "us-mi": 5280 * 1200 / 3937,
}  # fmt: skip
"""Metres per unit; the US survey foot is 1200/3937 m, 2 millionths longer than the foot."""

CHOICES = ("auto", "m", "mm", "cm", "ft", "us-ft")

DECLARED = {
    1: "in", 2: "ft", 3: "mi", 4: "mm", 5: "cm", 6: "m", 7: "km", 10: "yd", 14: "dm", 15: "dam", 16: "hm",
    21: "us-ft", 22: "us-in", 23: "us-yd", 24: "us-mi",
}  # fmt: skip
"""What DXF's `$INSUNITS` means (DXF reference, header variables)."""

_EARTH_RADIUS = 6_371_000.0
_SITE_METRES = (20.0, 20_000.0)
_TEXT_METRES = (0.3, 20.0)


@dataclass(frozen=True)
class Units:
    """The unit taken and why: chosen, declared, undeclared, size (the header is implausible), or crs.

    A CRS in degrees or feet has its own unit, and nothing is scaled.
    """

    unit: str
    declared: str
    reason: str
    plausible: bool

    def at_width(self, width: float) -> Units:
        """Return the same unit, judged by the width of the whole drawing, in units."""
        return replace(self, plausible=_plausible(self.unit, width))

    @property
    def metres(self) -> float:
        """Metres per unit."""
        return METRES[self.unit]

    def report(self) -> dict[str, Any]:
        """Return the choice for the report."""
        return {
            "used": self.unit, "declared": self.declared, "reason": self.reason,
            "plausible": self.plausible,
        }  # fmt: skip


@dataclass(frozen=True)
class UnitSuggestion:
    """A unit a drawing may be in, and what taking it would give.

    Parameters
    ----------
    unit
        A key of `METRES`.
    width, text_height
        Metres the site would be wide and the median text high; NaN when unknown.
    declared
        Whether the header says so.
    plausible
        Whether a site can be so wide.
    readable
        Whether texts are written so high.
    """

    unit: str
    width: float
    text_height: float
    declared: bool
    plausible: bool
    readable: bool

    def report(self) -> dict[str, Any]:
        """Return the suggestion for the report, without what is unknown."""
        sizes = {"width": self.width, "text_height": self.text_height}
        known = {name: round(value, 3) for name, value in sizes.items() if math.isfinite(value)}
        return {
            "unit": self.unit, "declared": self.declared, "plausible": self.plausible,
            "readable": self.readable, **known,
        }  # fmt: skip


def suggest_units(declared: int, width: float, text_height: float) -> list[UnitSuggestion]:
    """Return the units a drawing may be in, the likeliest first: the first is what `auto` takes.

    Parameters
    ----------
    declared, width, text_height
        As in `choose_units`.
    """
    said = DECLARED.get(declared, "")
    taken = choose_units("auto", declared, width, text_height).unit
    units = dict.fromkeys((taken, *((said,) if said else ()), *CHOICES[1:]))
    found = [
        UnitSuggestion(
            unit, width * METRES[unit], text_height * METRES[unit], unit == said,
            _plausible(unit, width), _readable(unit, text_height),
        )
        for unit in units
    ]  # fmt: skip
    return sorted(found, key=lambda s: (s.unit != taken, -(2 * s.plausible + s.readable), not s.declared))


def known_metres(choice: str, crs: Optional[CRS]) -> Optional[float]:
    """Return the metres on the ground for a drawing unit, as far as the planner said; else None.

    Parameters
    ----------
    choice
        One of `CHOICES`.
    crs
        Of the drawing, if named: one in degrees or feet has its own unit.
    """
    if crs is not None and not is_metric(crs):
        return ground_metres(crs)
    return METRES.get(choice)


def is_metric(crs: CRS) -> bool:
    """Tell whether coordinates of a CRS are metres."""
    return all(axis.unit_name == "metre" for axis in crs.axis_info)


def ground_metres(crs: CRS) -> float:
    """Return how many metres on the ground a unit of a CRS is, about; a degree along a meridian."""
    axis = crs.axis_info[0] if crs.axis_info else None
    if axis is None:
        return 1.0
    return float(axis.unit_conversion_factor) * (_EARTH_RADIUS if crs.is_geographic else 1.0)


def choose_units(choice: str, declared: int, width: float, text_height: float) -> Units:
    """Choose the unit of a drawing.

    Programs declare millimetres or inches by default, whatever is drawn: a header that
    would make the site a few metres wide, or 100 km, is not believed when metres would be
    plausible.

    Parameters
    ----------
    choice
        One of `CHOICES`; anything but `auto` wins.
    declared
        The header's `$INSUNITS`, 0 for none.
    width
        Width of the bulk of the drawing, in its units; NaN when it is empty.
    text_height
        Median height of its texts, in its units; NaN when there is none.

    Raises
    ------
    InputError
        `unknown_units`.
    """
    said = DECLARED.get(declared, "")
    if choice != "auto":
        if choice not in METRES:
            raise InputError("unknown_units", units=choice, known=", ".join(CHOICES))
        return Units(choice, said, "chosen", _plausible(choice, width))
    expected = said or "m"
    reason = "declared" if said else "undeclared"
    if expected != "m" and _score("m", width, text_height) > _score(expected, width, text_height):
        return Units("m", said, "size", _plausible("m", width))
    return Units(expected, said, reason, _plausible(expected, width))


def _plausible(unit: str, width: float) -> bool:
    low, high = _SITE_METRES
    return math.isnan(width) or low <= width * METRES[unit] <= high


def _score(unit: str, width: float, text_height: float) -> int:
    return 2 * _plausible(unit, width) + _readable(unit, text_height)


def _readable(unit: str, text_height: float) -> bool:
    low, high = _TEXT_METRES
    return low <= text_height * METRES[unit] <= high
