"""How long a drawing unit is: what the header says, what the drawing's size says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from ..errors import InputError

METRES: dict[str, float] = {
    "m": 1.0, "mm": 0.001, "cm": 0.01, "dm": 0.1, "km": 1000.0, "in": 0.0254, "ft": 0.3048,
    "us-ft": 1200 / 3937,
}  # fmt: skip
"""Metres per unit."""

CHOICES = ("auto", "m", "mm", "cm", "ft", "us-ft")

_DECLARED = {1: "in", 2: "ft", 4: "mm", 5: "cm", 6: "m", 7: "km", 14: "dm", 21: "us-ft"}
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
    said = _DECLARED.get(declared, "")
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
    low, high = _TEXT_METRES
    readable = low <= text_height * METRES[unit] <= high
    return 2 * _plausible(unit, width) + readable
