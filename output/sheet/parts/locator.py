"""The locator map 区位图: where the compound lies in its community and among its streets."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import shapely

from .part import Part
from .small_map import SmallMap, small_map_part
from .view import View

NAME = "locator"
_WIDTHS = (44.0, 66.0)
_HEIGHT = 0.72
_WIDER = 1.7
"""How much more ground than the compound's own it shows at least, in each direction."""
_AIR = 1.12


def locator_part(view: View) -> Optional[Part]:
    """Return the locator map; None when there is nothing around the compound that it could show."""
    content, site = view.content, view.site
    alone = len(content.compounds) < 2 and not len(content.roads) and site.focus is None
    if alone and not view.asked:
        return None
    shown = _ground(content.compounds.geometry.to_numpy(), site.outline)
    return small_map_part(SmallMap(NAME, view.words["locator"], shown, _HEIGHT), view, _WIDTHS)


def _ground(compounds: Any, outline: Any) -> Any:
    """Return the box to show: all compounds, and around this one more than the sheet's own map has."""
    low_x, low_y, high_x, high_y = shapely.total_bounds(np.append(compounds, outline))
    x, y = (low_x + high_x) / 2, (low_y + high_y) / 2
    own = outline.bounds
    side = max(own[2] - own[0], own[3] - own[1]) * _WIDER
    width = max((high_x - low_x) * _AIR, side)
    height = max((high_y - low_y) * _AIR, side * _HEIGHT)
    return shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
