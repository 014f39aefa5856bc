"""Free corners of a map, in which a part hides nothing of the compound and little of what is around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, Optional

import numpy as np
import shapely

from ....community.placement import boxes, overlap
from ....workspace.symbols import marker_box
from ..bands import Rect
from ..content import Content
from ..frame import Array, Bar, Paper, arrow_place
from ..paper import Lettering
from ..site import Site

INSET = 3.0
"""How far a part stays off the map's frame and off other furniture, in mm on A3."""
_GATE = (30.0, 16.0)
"""Room around an entrance for its name, in mm on A3."""
_ROAD, _BUILDING = 3.0, 1.0
"""What it costs to hide the name of a road, or a building around."""
_CROWDED = 0.35
"""From this part of a compound covered by markers on, they need the map around it for themselves."""
_NARROWER = 1.0
"""What it costs to be a step narrower than the part would like."""


class Corners:
    """The map of a site, seen as room for parts.

    Parameters
    ----------
    content, site
        What is shown.
    paper, letters
        The map.
    rect
        Where it stands on the page.
    arrow
        Whether the north arrow needs a corner of its own.
    """

    def __init__(
        self,
        content: Content,
        site: Site,
        paper: Paper,
        letters: Lettering,
        rect: Rect,
        *,
        arrow: bool = True,
    ) -> None:
        self._paper, self._rect = paper, rect
        self._inset = INSET * letters.unit
        outline = paper.to_paper(site.outline)
        anchors = paper.points(site.places.geometry)
        numbers = zip(site.places["class"], site.places["number"])
        sizes = np.array([marker_box(c, n, letters.marker) for c, n in numbers]).reshape(-1, 2)
        markers = boxes(anchors, sizes)
        gates = paper.points(site.entrances.geometry)
        room = np.full_like(gates, 1.0) * np.array(_GATE) * letters.unit
        place = arrow_place(paper, letters, outline, markers) if arrow else None
        furniture = [Bar.of(paper.scale, letters).box] + ([] if place is None else [paper.upward(place)])
        self._furniture = np.array(furniture)
        self._taken = np.vstack([markers, boxes(gates, room)])
        self._crowded = float((sizes[:, 0] * sizes[:, 1]).sum()) > _CROWDED * shapely.area(outline)
        self._outline = shapely.buffer(outline, self._inset / 2)
        self._around = self._costs(content, site)

    def _costs(self, content: Content, site: Site) -> list[tuple[shapely.STRtree, float]]:
        """Return what lies around the compound, with what it costs to hide one of each."""
        shown = self._paper.window
        around = content.compounds.geometry.to_numpy()
        around = around[~shapely.equals(around, site.outline)]
        things = ((content.roads, _ROAD), (content.buildings, _BUILDING))
        found = [(table.geometry[table.intersects(shown)].to_numpy(), cost) for table, cost in things]
        found.append((around[shapely.intersects(around, shown)], _BUILDING))
        return [(shapely.STRtree(self._paper.to_paper(shapes)), cost) for shapes, cost in found]

    def __call__(self, sizes: Sequence[tuple[float, float]], there: Sequence[Rect]) -> Optional[Rect]:
        """Return a rectangle of the page at an edge of the map, the one that hides least.

        None on a map whose markers need all of it.

        Parameters
        ----------
        sizes
            Width and height that the part may have, in mm, the best first.
        there
            Plates that stand on the map already; the part stands near them if it may.
        """
        if self._crowded:
            return None
        plates = self._paper.boxes(there, self._rect)
        furniture = np.vstack([self._furniture, plates])
        best, least = None, (np.inf, np.inf)
        for number, (width, height) in enumerate(sizes):
            for x, y in self._spots(width, height, furniture):
                box = np.array([x, y, x + width, y + height])
                if not self._is_free(box, furniture):
                    continue
                cost = (self._cost(box) + number * _NARROWER, _distance(box, plates))
                if cost < least:
                    best, least = box, cost
        return None if best is None else self._down(best)

    def _spots(self, width: float, height: float, furniture: Array) -> Iterator[tuple[float, float]]:
        """Yield lower left corners along the edges of the map, the corners first."""
        gap, paper, near = self._inset, self._paper, furniture
        xs = [paper.width - gap - width, gap, *(near[:, 0] - gap - width), *(near[:, 2] + gap)]
        ys = [paper.height - gap - height, gap, *(near[:, 1] - gap - height), *(near[:, 3] + gap)]
        xs += [*near[:, 0], *(near[:, 2] - width)]
        ys += [*near[:, 1], *(near[:, 3] - height)]
        under = [*(near[:, 3] + gap), *(near[:, 1] - gap - height)]
        for (i, x), (j, y) in sorted(product(enumerate(xs), enumerate(ys)), key=lambda p: p[0][0] + p[1][0]):
            inside = gap <= x <= paper.width - gap - width and gap <= y <= paper.height - gap - height
            if inside and (i < 2 or j < 2 or y in under):
                yield float(x), float(y)

    def _is_free(self, box: Array, furniture: Array) -> bool:
        grown = box + np.array([-1, -1, 1, 1]) * self._inset * 0.9
        if overlap(grown[None], furniture).any() or overlap(box[None], self._taken).any():
            return False
        return not shapely.box(*box).intersects(self._outline)

    def _cost(self, box: Array) -> float:
        return sum(len(tree.query(shapely.box(*box), "intersects")) * cost for tree, cost in self._around)

    def _down(self, box: Any) -> Rect:
        left, low, right, high = map(float, box)
        top = self._rect.y + self._paper.height - high
        return Rect(self._rect.x + left, top, right - left, high - low)


def _distance(box: Array, plates: Array) -> float:
    """Return how far the corners of a box are from those of the nearest plate, in whole mm; 0 without any."""
    if not len(plates):
        return 0.0
    apart = np.abs(plates - box)
    nearest = np.minimum(apart[:, 0], apart[:, 2]) + np.minimum(apart[:, 1], apart[:, 3])
    return float(np.round(nearest.min()))
