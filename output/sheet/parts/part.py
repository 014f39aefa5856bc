"""A part of a sheet, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Optional

from ..bands import Rect
from ..paper import Lettering


@dataclass(frozen=True)
class Part:
    """Something that stands on a sheet where room is left: a locator map, a table, a notice.

    Attributes
    ----------
    name
        Begins the ids of its items.
    title
        What it is called in print.
    widths
        How wide it is at least and at most, in mm on A3.
    height
        Its height in mm at a width in mm, in the lettering of the sheet.
    draw
        Draws it on a canvas, into a rectangle, in the lettering of the sheet.
    asked
        Whether it goes on to a further page when no room is left; else it stays away.
    framed
        Whether it has a frame of its own.
    on_map
        Whether it belongs on the map, if there is room, and tells where north is.
    with_map
        Whether it hangs with the map on one page: room is made for it, if need be by an index that goes
        on to a further page.
    """

    name: str
    title: str
    widths: tuple[float, float]
    height: Callable[[float, Lettering], float]
    draw: Callable[[Any, Rect, Lettering], None]
    asked: bool = False
    framed: bool = False
    on_map: bool = False
    with_map: bool = False


@dataclass(frozen=True)
class Stand:
    """Where a part stands.

    Attributes
    ----------
    part
        What stands there.
    page
        Of the pages of its site, from 0.
    rect
        Where on it.
    ground
        The plate under a part that stands on the map, a little larger; None beside it.
    """

    part: Part
    page: int
    rect: Rect
    ground: Optional[Rect] = None
