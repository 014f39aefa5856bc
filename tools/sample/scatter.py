"""What a surveyor finds by the hundred: lamps, hydrants, manholes, trees and spot heights.

Positions follow the roads or a fixed seed, and keep clear of buildings, grounds and lettering.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator
from functools import cache

import shapely

from .frame import Point
from .plan import (
    CARRIAGEWAYS,
    CONTROL_POINTS,
    GATES,
    GROUPS,
    LANE,
    LINK_ROAD,
    NAMES,
    RING_ROAD,
    STREET,
    Shape,
    box,
    lane_box,
    ring,
)
from .things import BUILDINGS, PLACES

SEED = 20260418

_PLANTED = (
    box(-58, -5, 350, 3),
    box(-58, -26, 350, 3),
    box(10, 30, 110, 5),
    box(10, 83, 110, 4),
    box(46, 88, 36, 33),
    box(10, 117, 30, 8),
    box(84, 113, 34, 11),
    box(16, 52, 42, 14),
    box(62, 177, 38, 13),
    box(10, 207, 46, 5),
    box(90, 207, 16, 20),
    box(10, 241, 106, 4),
    box(127, 30, 120, 5),
    box(160, 52, 86, 14),
    box(132, 84, 54, 12),
    box(257, 65, 18, 29),
    box(1, 252, 118, 8),
    box(1, 30, 2.6, 215),
    box(127, 112, 2.6, 140),
    box(286, 5, 3.6, 45),
    box(127, 104, 150, 5.6),
    lane_box(8, 14.5, 282, 2),
    lane_box(8, 24, 282, 3),
    box(106, 2, 3, 15),
    box(70, 1, 5, 20),
    box(150, 140, 90, 30),
    box(-4, 256, 292, 8),
)
"""Verges, lawns and courts, the kindergarten's yard, the nursery outside the inner corner."""

_MOUND = (196.0, 214.0)


def text_width(text: str, size: float) -> float:
    """Estimate a text's width: `size` is a capital's height, a Chinese character is wider than that."""
    return size * sum(1.3 if ord(letter) > 0x2E80 else 0.7 for letter in text)


def letter_box(text: str, at: Point, size: float) -> shapely.Polygon:
    """Return the rectangle that a centred text takes, all its lines together."""
    lines = text.split("\n")
    width = max(text_width(line, size) for line in lines)
    height = size * (1.2 + 1.6 * (len(lines) - 1))
    return shapely.box(at[0] - width / 2, at[1] - height / 2, at[0] + width / 2, at[1] + height / 2)


def _lettering() -> Iterator[shapely.Polygon]:
    for place in PLACES:
        if place.text:
            yield letter_box(place.text, place.text_at, place.text_size)
    for group in GROUPS:
        yield letter_box(group.name, group.at, 2.2)
    for gate in GATES:
        for words, at in gate.words:
            yield letter_box(words, at, 1.5)
    for name, at, size in NAMES:
        yield letter_box(name, at, size)
    for x, y in CONTROL_POINTS:
        yield shapely.box(x - 1, y - 2, x + 7, y + 2)


def _grounds() -> Iterator[shapely.Geometry]:
    for place in PLACES:
        if place.form == "line":
            yield shapely.LineString(place.shape).buffer(0.8)
        elif place.form == "area" and place.layer != "ZBTZ":
            yield shapely.Polygon(place.shape)
        elif place.form in ("circle", "point"):
            yield shapely.Point(place.at).buffer(4.4 if place.form == "circle" else 1.2)


@cache
def _solid() -> shapely.Geometry:
    return shapely.union_all([shapely.Polygon(building.shape) for building in BUILDINGS])


@cache
def _busy() -> shapely.Geometry:
    return shapely.union_all([_solid(), *_grounds(), *_lettering()])


@cache
def _roads() -> shapely.Geometry:
    return shapely.union_all([shapely.Polygon(road) for road in CARRIAGEWAYS])


def _apart(points: Iterable[Point], distance: float, taken: Iterable[Point] = ()) -> list[Point]:
    """Keep, in order, the points that are at least `distance` from all before them."""
    kept: list[Point] = []
    others = list(taken)
    for point in points:
        if all(math.dist(point, other) >= distance for other in (*others, *kept)):
            kept.append(point)
    return kept


def _clear(points: Iterable[Point], obstacle: shapely.Geometry, room: float) -> list[Point]:
    return [point for point in points if obstacle.distance(shapely.Point(point)) >= room]


def _along(line: Shape, step: float, offset: float, start: float) -> Iterator[Point]:
    """Yield points every `step` metres of each straight of a line, `offset` metres to its right."""
    for (x1, y1), (x2, y2) in zip(line, line[1:]):
        length = math.dist((x1, y1), (x2, y2))
        ux, uy = (x2 - x1) / length, (y2 - y1) / length
        for i in range(int((length - start) / step) + 1):
            run = start + i * step
            yield (round(x1 + ux * run + uy * offset, 3), round(y1 + uy * run - ux * offset, 3))


@cache
def lamps() -> list[Point]:
    """Return street lamps on the kerbs of ring, link, lane and street."""
    rows = (
        *_along(ring(RING_ROAD), 27, 3.4, 12),
        *_along(LINK_ROAD, 27, 3.4, 18),
        *_along(LANE, 28, 3.3, 16),
        *_along(STREET, 34, 9.3, 20),
        *_along(STREET, 34, -9.3, 3),
    )
    return _apart(_clear(rows, _busy().union(_roads()), 0.5), 9)


@cache
def hydrants() -> list[Point]:
    """Return fire hydrants, outside the ring and along the lane."""
    rows = (
        *_along(ring(RING_ROAD), 58, -3.2, 24),
        *_along(LINK_ROAD, 40, 3.2, 30),
        *_along(LANE, 85, -3.1, 40),
    )
    return _apart(_clear(rows, _busy().union(_roads()), 0.4), 6, lamps())


def manholes() -> list[tuple[Point, str]]:
    """Return manholes in the roads, with the codes of water, sewage, rain and telecom in turn."""
    lines = ((ring(RING_ROAD), 15, 1.2), (LINK_ROAD, 15, -1.1), (LANE, 17, 1.2), (STREET, 22, -1.1))
    found = [point for line, step, offset in lines for point in _along(line, step, offset, 5)]
    codes = ("174101", "174201", "174301", "174401")
    return [(point, codes[i % len(codes)]) for i, point in enumerate(_apart(found, 4))]


def trees() -> list[tuple[Point, str]]:
    """Return single trees on planted ground, with the code of their kind."""
    chance = random.Random(SEED)
    found: list[Point] = []
    for (x1, y1), _, (x2, y2), _ in _PLANTED:
        for _ in range(int((x2 - x1) * (y2 - y1) / 7)):
            x, y = chance.uniform(x1 + 0.6, x2 - 0.6), chance.uniform(y1 + 0.6, y2 - 0.6)
            found.append((round(x, 2), round(y, 2)))
    free = _clear(_clear(_clear(found, _busy(), 1.2), _solid(), 2.6), _roads(), 1.0)
    kept = _apart(free, 5.2, (*lamps(), *hydrants()))
    codes = ("213801",) * 5 + ("213802", "213804")
    return [(point, codes[i % len(codes)]) for i, point in enumerate(kept)]


def height(point: Point) -> float:
    """Return the ground's height in metres: a flat delta town, with an earth mound outside the corner."""
    x, y = point
    ground = 4.3 + 0.12 * math.sin(x / 47) + 0.1 * math.cos(y / 61)
    mound = 4.2 * max(0.0, 1 - math.dist(point, _MOUND) / 44)
    return round(ground + mound, 2)


def contour(level: float) -> list[Point]:
    """Return the mound's closed contour at a height."""
    radius = 44 * (1 - (level - 4.3) / 4.2)
    return [_on_contour(radius, i) for i in range(24)]


def _on_contour(radius: float, i: int) -> Point:
    reach = radius * (1 + 0.06 * math.sin(i * 1.9))
    angle = math.radians(i * 15)
    return (
        round(_MOUND[0] + reach * math.cos(angle), 2),
        round(_MOUND[1] + 0.8 * reach * math.sin(angle), 2),
    )


def spot_heights() -> list[Point]:
    """Return the points of a wavering grid that lie on open ground."""
    chance = random.Random(SEED + 1)
    found = [
        (round(x + chance.uniform(-5, 5), 2), round(y + chance.uniform(-5, 5), 2))
        for y in range(-96, 290, 19)
        for x in range(-50, 336, 21)
    ]
    return _apart(_clear(_clear(found, _busy(), 2.0), _solid(), 1.0), 9, lamps())
