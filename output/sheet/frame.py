"""One map's frame on paper: ground to millimetres, and the furniture that stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import shapely

from ...community.placement import boxes, overlap
from ...workspace.fonts import text_width
from .bands import Rect
from .composition import Composition, map_room
from .paper import Lettering
from .site import Site
from .turning import turn, turned_bounds

Array = np.ndarray[Any, Any]

BAR_SEGMENTS = 4
_BAR_SEGMENT = 14.0
"""Longest segment of the scale bar on A3, in mm."""
_INSET = 0.8
TURNED_ARROW = 0.92
"""Length of a turned north arrow as a part of the side of its square: its corners turn within."""


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
    turned
        How far north lies clockwise from the top, in degrees.
    """

    width: float
    height: float
    scale: int
    x: float
    y: float
    turned: float = 0.0

    @classmethod
    def around(
        cls,
        bounds: tuple[float, float, float, float],
        rect: Rect,
        letters: Lettering,
        scale: int,
        turned: float = 0.0,
    ) -> Paper:
        """Return the frame that shows `bounds` in the middle of the map's room for content.

        Parameters
        ----------
        bounds
            Of the ground as `turn` turns it.
        rect, letters, scale
            The map on its page.
        turned
            In degrees.
        """
        room = map_room(letters, rect)
        metres = scale / 1000
        middle_x = room.x - rect.x + room.width / 2
        middle_y = rect.y + rect.height - room.y - room.height / 2
        x = (bounds[0] + bounds[2]) / 2 - middle_x * metres
        y = (bounds[1] + bounds[3]) / 2 - middle_y * metres
        ground_x, ground_y = turn(np.array([[x, y]]), -turned)[0]
        return cls(rect.width, rect.height, scale, float(ground_x), float(ground_y), turned)

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """The map's own box, a little in from its edge."""
        return _INSET, _INSET, self.width - _INSET, self.height - _INSET

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """The ground that the map would show with north up, about the same middle: QGIS turns that."""
        middle_x, middle_y = self.to_ground(np.array([[self.width / 2, self.height / 2]]))[0]
        half_x, half_y = self.width * self.scale / 2000, self.height * self.scale / 2000
        return middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y

    @property
    def window(self) -> Any:
        """The ground that the map shows, a polygon."""
        corners = [(0, 0), (self.width, 0), (self.width, self.height), (0, self.height)]
        return shapely.polygons(self.to_ground(np.array(corners)))

    def to_paper(self, shapes: Any) -> Any:
        """Move geometry from the ground to paper."""
        return shapely.transform(
            shapes, lambda xy: turn(xy - (self.x, self.y), self.turned) * (1000 / self.scale)
        )

    def cut_lines(self, shapes: Any) -> Any:
        """Return lines on the ground as far as the map shows them, in single parts."""
        if self.turned:
            cut = _clipped(self.to_paper(shapes), (0, 0, self.width, self.height))
            cut = shapely.transform(cut, self.to_ground)
        else:
            cut = _clipped(shapes, self.window.bounds)
        parts = shapely.get_parts(cut)
        return parts[
            (shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(parts)
        ]

    def points(self, geometry: Any) -> Array:
        """Return the coordinates on paper of points on the ground, n×2."""
        moved = self.to_paper(np.array(geometry, dtype=object))
        return np.asarray(shapely.get_coordinates(moved)).reshape(-1, 2)

    def to_ground(self, points: Array) -> Array:
        """Move coordinates from paper to the ground."""
        metres = np.asarray(points, float).reshape(-1, 2) * (self.scale / 1000)
        return np.asarray(turn(metres, -self.turned) + np.array([self.x, self.y]))

    def upward(self, rect: Rect) -> tuple[float, float, float, float]:
        """Turn a rectangle of the map, y downward from its top, into a box with y upward."""
        return rect.x, self.height - rect.y - rect.height, rect.x + rect.width, self.height - rect.y

    def boxes(self, rects: Sequence[Rect], around: Rect) -> Array:
        """Turn rectangles of the page on a map that stands `around` into boxes with y upward, n×4."""
        inside = [Rect(r.x - around.x, r.y - around.y, r.width, r.height) for r in rects]
        return np.array([self.upward(rect) for rect in inside], float).reshape(-1, 4)


def _clipped(shapes: Any, box: tuple[float, float, float, float]) -> Any:
    """Cut lines at a box; those wholly inside, mostly nearly all, are left as they are."""
    low, high = np.split(shapely.bounds(shapes), 2, axis=1)
    near = ((high >= box[:2]) & (low <= box[2:])).all(axis=1)
    inside = ((low > box[:2]) & (high < box[2:])).all(axis=1)
    seen, crossing = shapes[near], ~inside[near]
    seen[crossing] = shapely.clip_by_rect(seen[crossing], *box)
    return seen


def paper_of(site: Site, composition: Composition, letters: Lettering) -> Paper:
    """Return the frame of a site's map as composed."""
    bounds = turned_bounds(site.shown, composition.turned)
    return Paper.around(bounds, composition.map, letters, composition.scale, composition.turned)


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


def arrow_size(letters: Lettering, turned: float = 0.0) -> tuple[float, float]:
    """Return width and height of the north arrow in mm: of all its ways round, if it is turned."""
    length = 17.0 * letters.unit
    return (length / TURNED_ARROW, length / TURNED_ARROW) if turned else (9.0 * letters.unit, length)


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
    width, height = arrow_size(letters, paper.turned)
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
