"""One map's frame on paper: ground to millimetres, and the furniture that stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import shapely

from ...community.placement import boxes, overlap
from ...workspace.fonts import text_width
from .composition import Rect, map_room
from .paper import Lettering

Array = np.ndarray[Any, Any]

BAR_SEGMENTS = 4
_BAR_SEGMENT = 14.0
"""Longest segment of the scale bar on A3, in mm."""
_INSET = 0.8


@dataclass(frozen=True)
class Paper:
    """A map's frame on paper: millimetres from its lower left corner, y upward.

    Attributes
    ----------
    width, height
        Of the map, in mm.
    scale
        Denominator.
    x, y
        Ground coordinates of the lower left corner.
    """

    width: float
    height: float
    scale: int
    x: float
    y: float

    @classmethod
    def around(
        cls, bounds: tuple[float, float, float, float], rect: Rect, letters: Lettering, scale: int
    ) -> Paper:
        """Return the frame that shows `bounds` in the middle of the map's room for content."""
        room = map_room(letters, rect)
        metres = scale / 1000
        middle_x = room.x - rect.x + room.width / 2
        middle_y = rect.y + rect.height - room.y - room.height / 2
        x = (bounds[0] + bounds[2]) / 2 - middle_x * metres
        y = (bounds[1] + bounds[3]) / 2 - middle_y * metres
        return cls(rect.width, rect.height, scale, x, y)

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """The map's own box, a little in from its edge."""
        return _INSET, _INSET, self.width - _INSET, self.height - _INSET

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """The ground that the map shows."""
        metres = self.scale / 1000
        return self.x, self.y, self.x + self.width * metres, self.y + self.height * metres

    def to_paper(self, shapes: Any) -> Any:
        """Move geometry from the ground to paper."""
        return shapely.transform(shapes, lambda xy: (xy - (self.x, self.y)) * (1000 / self.scale))

    def points(self, geometry: Any) -> Array:
        """Return the coordinates on paper of points on the ground, n×2."""
        moved = self.to_paper(np.array(geometry, dtype=object))
        return np.asarray(shapely.get_coordinates(moved)).reshape(-1, 2)

    def to_ground(self, points: Array) -> Array:
        """Move coordinates from paper to the ground."""
        return np.asarray(points, float).reshape(-1, 2) * (self.scale / 1000) + (self.x, self.y)

    def upward(self, rect: Rect) -> tuple[float, float, float, float]:
        """Turn a rectangle of the map, y downward from its top, into a box with y upward."""
        return rect.x, self.height - rect.y - rect.height, rect.x + rect.width, self.height - rect.y


@dataclass(frozen=True)
class Bar:
    """Scale bar and numeric scale.

    Attributes
    ----------
    segment
        1, 2 or 5 times a power of ten, in metres.
    length
        Of all segments, in mm.
    box
        Around bar and numeric scale, from the lower left of the map, y upward.
    """

    segment: int
    length: float
    box: tuple[float, float, float, float]

    @classmethod
    def of(cls, scale: int, letters: Lettering) -> Bar:
        """Return the bar for a scale."""
        u = letters.unit
        steps = [factor * 10**power for power in range(6) for factor in (1, 2, 5)]
        segment = max([step for step in steps if step * 1000 / scale <= _BAR_SEGMENT * u], default=1)
        length = BAR_SEGMENTS * segment * 1000 / scale
        width = length + 14.0 * u + text_width(f"1:{scale}", letters.index, bold=True)
        return cls(segment, length, (1.5 * u, 1.5 * u, 1.5 * u + width, 11.0 * u))


def arrow_size(letters: Lettering) -> tuple[float, float]:
    """Return width and height of the north arrow in mm."""
    return 9.0 * letters.unit, 17.0 * letters.unit


def arrow_place(paper: Paper, letters: Lettering, outline: Any, markers: Array) -> Optional[Rect]:
    """Return the first corner of the map, from its top right on, in which the arrow hides nothing.

    Parameters
    ----------
    paper, letters
        The map.
    outline
        The compound, on paper.
    markers
        Boxes of all markers, n×4.
    """
    width, height = arrow_size(letters)
    inset = 3.0 * letters.unit
    right, low = paper.width - width - inset, paper.height - height - inset
    for x, y in ((right, inset), (inset, inset), (right, low)):
        rect = Rect(x, y, width, height)
        box = np.array(paper.upward(rect))
        if not shapely.box(*box).buffer(1).intersects(outline) and not overlap(box[None], markers).any():
            return rect
    return None


def edge_boxes(outline: Any, step: float = 1.5) -> Array:
    """Return small boxes along a boundary on paper, which no lettering should cross."""
    edge = shapely.get_coordinates(shapely.segmentize(shapely.boundary(outline), step))
    return boxes(edge, np.full_like(edge, step))
