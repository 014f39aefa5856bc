"""Which method is taken, and why: data, told in words elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional

SHORTER_BY = 0.10
LONG_AND_NARROW = 6.0


@dataclass(frozen=True)
class Choice:
    """The method taken for one compound.

    Parameters
    ----------
    method
        bearing, boundary, loop or manual.
    reason
        asked: the caller named it; kept: an earlier run took it; boundary_shorter, bearing_enough:
        the two paths were compared.
    bearing, boundary
        Lengths of the compared paths entrance → places → entrance, in metres; else None.
    try_loop
        Whether the site is so long and narrow that a line along its lane would do better.
    """

    method: str
    reason: str
    bearing: Optional[float] = None
    boundary: Optional[float] = None
    try_loop: bool = False


def choose(wanted: str, earlier: str | None, length: Callable[[str], float], elongation: float) -> Choice:
    """Take the method asked for, else the one of an earlier run, else the better of two.

    `bearing`, which is easy to explain, is taken unless the path in the order of `boundary` is at
    least 10 % shorter (domain.md section 4).

    Parameters
    ----------
    wanted
        auto or a method.
    earlier
        Method that an earlier run took.
    length
        Returns the length of the path in the order of a method.
    elongation
        Length ÷ width of the site.
    """
    if wanted != "auto":
        return Choice(wanted, "asked")
    if earlier:
        return Choice(earlier, "kept")
    bearing, boundary = length("bearing"), length("boundary")
    better = boundary <= (1 - SHORTER_BY) * bearing and boundary < bearing
    method, reason = ("boundary", "boundary_shorter") if better else ("bearing", "bearing_enough")
    return Choice(method, reason, bearing, boundary, elongation > LONG_AND_NARROW)
