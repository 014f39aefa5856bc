"""Draw roads, water, relief, annotation and survey points around and under the community."""

from __future__ import annotations

import math
from collections.abc import Iterator

from . import scatter
from .canvas import Canvas
from .frame import Point
from .plan import CONTROL_POINTS, NAMES, Shape, box, lane
from .symbols import BLOCK_OF_CODE

_KERBS: tuple[tuple[Shape, float], ...] = (
    (((141, 24), (4, 24), (4, 86.5)), 5),
    (((4, 89.5), (4, 251), (126, 251), (126, 103), (285, 103), (285, 69)), 5),
    (((285, 63), (285, 24), (148, 24)), 5),
    (((65, 29), (9, 29), (9, 246), (65, 246)), 4),
    (((65, 246), (121, 246), (121, 29), (65, 29)), 4),
    (((126, 61.5), (126, 98), (280, 98), (280, 69)), 4),
    (((280, 63), (280, 29), (126, 29), (126, 55.5)), 4),
)
"""Edges of ring and link road, broken at the crossings, with the radius of their corners."""

_ARC = ((1.0, 0.0), (0.924, 0.383), (0.707, 0.707), (0.383, 0.924), (0.0, 1.0))


def draw_ground(canvas: Canvas) -> None:
    """Draw everything that is neither building, boundary nor place."""
    _draw_kerbs(canvas)
    _draw_streets(canvas)
    _draw_water_and_green(canvas)
    _draw_relief(canvas)
    _draw_names(canvas)
    _draw_survey_points(canvas)


def _rounded(line: Shape, radius: float) -> Iterator[Point]:
    """Yield a right-angled line with its corners turned into quarter circles."""
    yield line[0]
    for before, corner, after in zip(line, line[1:], line[2:]):
        into, out = _direction(before, corner), _direction(corner, after)
        for back, side in _ARC:
            x, y = (
                c - radius * (1 - side) * i + radius * (1 - back) * o for c, i, o in zip(corner, into, out)
            )
            yield (round(x, 2), round(y, 2))
    yield line[-1]


def _direction(start: Point, end: Point) -> Point:
    length = math.dist(start, end)
    return ((end[0] - start[0]) / length, (end[1] - start[1]) / length)


def _draw_kerbs(canvas: Canvas) -> None:
    for line, radius in _KERBS:
        canvas.polyline(_rounded(line, radius), "DLSS", "164400")
    for x in (141, 148):
        canvas.line((x, 0), (x, 24), "DLSS", "164400")
    for y in (63, 69):
        canvas.line((285, y), (290, y), "DLSS", "164400")
    for y in (17.5, 22.5):
        canvas.polyline((lane(300, y), lane(8, y)), "DLSS", "164400")


def _draw_streets(canvas: Canvas) -> None:
    for y in (-5.5, -22.5):
        canvas.line((-86, y), (295, y), "DLSS", "164100")
    canvas.line((-86, -14), (295, -14), "DLSS")
    for start, end in ((-108, -22.5), (-5.5, 292)):
        canvas.line((295, start), (295, end), "DLSS", "164100")
    canvas.line((307, -108), (307, 292), "DLSS", "164100")
    for x in (-14, -7):
        canvas.line((x, -5.5), (x, 264), "DLSS", "164300")


def _draw_water_and_green(canvas: Canvas) -> None:
    for y in (271.0, 283.0):
        bank = [(x, round(y + 2.2 * math.sin(x / 37), 3)) for x in range(-74, 296, 36)]
        canvas.spline(bank, "SXSS", "181101")
    canvas.text("和平河", (60, 278.5), 3.0, "SXSS")
    canvas.polyline(box(150, 138, 90, 112), "ZBTZ", closed=True, dashed=True)
    canvas.text("苗圃", (160, 174), 2.5, "ZBTZ")


def _draw_relief(canvas: Canvas) -> None:
    for step in range(6):
        level = 5.0 + 0.5 * step
        line = scatter.contour(level)
        canvas.contour(line, level, "201102" if step in (0, 5) else "201101")
        canvas.text(f"{level:.1f}", line[18], 1.0, "DGX")
    for at in scatter.spot_heights():
        height = scatter.height(at)
        canvas.insert(BLOCK_OF_CODE["202101"], at, "GCD", "202101", elevation=height)
        canvas.text(f"{height:.2f}", (at[0] + 2.4, at[1]), 1.0, "GCD", "202101")


def _draw_names(canvas: Canvas) -> None:
    for x in (10, 230):
        canvas.turned_text("和平路", (x, -10), 4.0, 0)
    for y in (20, 190):
        canvas.turned_text("永安街", (301, y), 4.0, 90)
    canvas.turned_text("西河弄", (-10.5, 150), 2.5, 90)
    for name, at, size in NAMES:
        canvas.text(name, at, size)


def _draw_survey_points(canvas: Canvas) -> None:
    for i, at in enumerate(CONTROL_POINTS):
        height = scatter.height(at)
        values = {"NAME": f"HP{i + 1:02d}", "HEIGHT": f"{height:.3f}"}
        canvas.insert(BLOCK_OF_CODE["131500"], at, "KZD", "131500", elevation=height, values=values)
    for i in range(24):
        at = (8 + 12 * i, -4.9 if i % 2 else 23.2)
        canvas.point(at, "ZDH", scatter.height(at))
        canvas.text(str(101 + i), (at[0] + 1.6, at[1] + 0.5), 0.7, "ZDH")
