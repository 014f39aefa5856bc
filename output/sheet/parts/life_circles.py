"""The map of the life circles, which reach far beyond the map of the compound."""

from __future__ import annotations

from typing import Optional

import shapely

from ..circles import LIFE_CIRCLES, circles
from .part import Part
from .small_map import SmallMap, small_map_part
from .view import View

_WIDTHS = (48.0, 66.0)
_AIR = 1.06


def life_circles_part(view: View) -> Optional[Part]:
    """Return the map of the life circles, None without a main entrance."""
    found = circles(view.content, view.site)
    if not found:
        return None
    low_x, low_y, high_x, high_y = found[-1].ring.bounds
    x, y = (_AIR - 1) * (high_x - low_x) / 2, (_AIR - 1) * (high_y - low_y) / 2
    shown = shapely.box(low_x - x, low_y - y, high_x + x, high_y + y)
    heading = view.of_compound(view.words[LIFE_CIRCLES])
    return small_map_part(SmallMap(LIFE_CIRCLES, heading, shown, 1.0, found), view, _WIDTHS)
