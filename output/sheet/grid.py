"""What surveyors call the grid of a community's coordinates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NATIONAL = re.compile(
    r"(?P<datum>CGCS2000|Xian 1980|Beijing 1954) / (?P<degrees>3-degree )?Gauss-Kruger "
    r"(?:zone (?P<zone>\d+)|CM (?P<meridian>\d+)E)"
)
_LOCAL = "Local grid, metres"


def grid_name(crs: Any, words: Mapping[str, str]) -> str:
    """Return the name of a CRS, in the words of the sheet where it is a national or a local grid.

    Parameters
    ----------
    crs
        A `QgsCoordinateReferenceSystem`.
    words
        Printed words.
    """
    name, code = str(crs.description()), str(crs.authid())
    national = _NATIONAL.fullmatch(name)
    if national:
        width = 3 if national["degrees"] else 6
        meridian = national["meridian"] or _meridian(int(national["zone"]), width)
        datum = words["grid_" + national["datum"].lower().replace(" ", "_")]
        name = f"{datum} {words['grid_zone'].format(width=width, meridian=meridian)}"
    elif name == _LOCAL:
        name = words["grid_local"]
    return f"{name} ({code})" if code else name


def _meridian(zone: int, width: int) -> int:
    """Return the central meridian of a Gauss-Kruger zone, 3° or 6° wide."""
    return 3 * zone if width == 3 else 6 * zone - 3
