"""A map on a page, with its scale and the arrow to the north."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from qgis.core import QgsLayoutItemMap, QgsLayoutItemScaleBar, QgsRectangle, QgsUnitTypes
from qgis.PyQt.QtGui import QColor

from ...workspace import symbols
from ...workspace.fonts import MM_PER_POINT, text_format, text_width
from .bands import Rect
from .frame import BAR_SEGMENTS, TURNED_ARROW, Bar, Paper
from .items import CENTER, Canvas
from .paper import Lettering
from .turning import turn

_KILOMETRE = 1000


def put_map(canvas: Canvas, layers: Sequence[Any], rect: Rect, paper: Paper, letters: Lettering) -> Any:
    """Put a map of these layers, the topmost first, with its scale bar."""
    under = canvas.below(1)
    item = _map_of(under, layers, rect, paper)
    # A bar asks the layout's map at each of its settings: this one is not there yet.
    with canvas.group("scale and bar"):
        scale_bar(canvas, item, rect, paper.scale, letters)
    return under.put(item, rect, "map")


def map_at(canvas: Canvas, layers: Sequence[Any], rect: Rect, paper: Paper) -> Any:
    """Put a map of these layers, the topmost first."""
    return canvas.put(_map_of(canvas, layers, rect, paper), rect, "map")


def _map_of(canvas: Canvas, layers: Sequence[Any], rect: Rect, paper: Paper) -> Any:
    item = QgsLayoutItemMap(canvas.layout)
    canvas.move(item, rect)
    item.setBackgroundColor(QColor(symbols.GROUND))
    item.setFrameEnabled(True)
    item.setFrameStrokeColor(QColor(symbols.HAIR))
    aim_map(item, layers, paper)
    return item


def aim_map(item: Any, layers: Sequence[Any], paper: Paper) -> None:
    """Let a map show these layers, the topmost first, in this frame."""
    item.setCrs(layers[0].crs())
    item.setLayers(layers)
    item.setKeepLayerSet(True)
    item.setExtent(QgsRectangle(*paper.extent))
    item.setMapRotation(paper.turned)


def scale_bar(canvas: Canvas, item: Any, rect: Rect, scale: int, letters: Lettering) -> None:
    """Draw scale bar and numeric scale in the band at the lower left of the map."""
    plan = Bar.of(scale, letters)
    left, low, right, high = plan.box
    ground = Rect(rect.x + left, rect.y + rect.height - high, right - left, high - low)
    canvas.box(ground, "scale ground", symbols.GROUND, None)
    bar = QgsLayoutItemScaleBar(canvas.layout)
    bar.setStyle("Single Box")
    bar.setLinkedMap(item)
    divide_bar(bar, plan.segment)
    bar.setHeight(1.1 * letters.unit)
    bar.setLabelBarSpace(0.8 * letters.unit)
    bar.setBoxContentSpace(0)
    bar.setBackgroundEnabled(False)
    bar.setTextFormat(text_format(letters.note, symbols.INK))
    bar.update()
    u = letters.unit
    canvas.put(
        bar, Rect(ground.x + 2 * u, ground.y + u, ground.width - 2 * u, ground.height - u), "scale bar"
    )
    style = text_format(letters.index, symbols.INK, bold=True)
    place = Rect(
        ground.x + plan.length + 11 * u, ground.y, ground.width - plan.length - 11 * u, ground.height
    )
    canvas.label(place, f"1:{scale}", style, "scale")


def divide_bar(bar: Any, segment: int) -> None:
    """Divide a scale bar into segments of so many metres; figures in thousands of them would touch."""
    metres, units = segment < _KILOMETRE, QgsUnitTypes.DistanceUnit
    bar.setUnits(units.DistanceMeters if metres else units.DistanceKilometers)
    bar.setUnitLabel("m" if metres else "km")
    bar.setNumberOfSegments(BAR_SEGMENTS)
    bar.setNumberOfSegmentsLeft(0)
    bar.setUnitsPerSegment(segment if metres else segment / _KILOMETRE)


def north_arrow(canvas: Canvas, word: str, rect: Rect, unit: float, turned: float = 0.0) -> None:
    """Draw an arrow to the north, its left half light and its right half dark; the word stays upright.

    Parameters
    ----------
    canvas
        The page.
    word
        For north, beyond the tip.
    rect
        Room of the arrow with its word, in all its ways round if it is turned.
    unit
        As `Lettering.unit`.
    turned
        How far north lies clockwise from the top, in degrees.
    """
    middle = np.array([rect.x + rect.width / 2, rect.y + rect.height / 2])
    length = rect.height * (TURNED_ARROW if turned else 1.0)
    width = length * 9 / 17

    def spot(x: float, y: float) -> tuple[float, float]:
        """Return a point of the page, `x` right of the middle and `y` towards the north."""
        right, up = turn(np.array([[x, y]]), turned)[0]
        return float(middle[0] + right), float(middle[1] - up)

    half, tip, foot = width * 0.36, length * 0.18, -length / 2
    for side, fill in ((-1, "#FFFFFF"), (1, symbols.INK)):
        points = [spot(0, tip), spot(side * half, foot), spot(0, foot + length * 0.14)]
        name = f"north arrow {'left' if side < 0 else 'right'}"
        canvas.polygon(points, fill, symbols.INK, 0.2 * unit, name)
    x, y = spot(0, length * 0.34)
    letters = length * 0.26 / MM_PER_POINT
    # Beside the tip, not above it, a long word would run into the arrow.
    beside, above = abs(np.sin(np.radians(turned))), abs(np.cos(np.radians(turned)))
    reach = text_width(word, letters, bold=True) * beside + letters * MM_PER_POINT * above
    letters *= min(1.0, length * 0.32 / reach)
    style = text_format(letters, symbols.INK, bold=True)
    room = Rect(x - width / 2 - unit, y - length * 0.16, width + 2 * unit, length * 0.32)
    canvas.label(room, word, style, "north", CENTER)
