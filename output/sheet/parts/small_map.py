"""Small maps on a sheet: compounds among buildings and roads, one of them pointed out, north up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import shapely
from qgis.core import QgsCoordinateReferenceSystem, QgsLayoutItemMap, QgsRectangle
from qgis.PyQt.QtGui import QColor

from ....community.placement import boxes
from ....workspace import symbols
from ..bands import Rect, heading_height
from ..circles import Circle
from ..frame import Paper
from ..items import Canvas
from ..layers import Maker, lettering_layer, seen
from ..lettering import Label, Wish, box_of, circle_wishes, settle, text_wishes
from ..paper import Lettering
from .part import Part
from .table import draw_heading
from .view import View

_ROUND = 100
_LETTERS = 0.85
_NAMES = ((0, 0), (0, 1.1), (0, -1.1), (0.6, 0), (-0.6, 0))


@dataclass(frozen=True)
class SmallMap:
    """What a small map shows.

    Attributes
    ----------
    name, title
        Of the part.
    shown
        Box on the ground that has to be seen.
    height
        Of the map, as a part of its width.
    rings
        Drawn quietly on top.
    """

    name: str
    title: str
    shown: Any
    height: float
    rings: Sequence[Circle] = ()


def small_map_part(plan: SmallMap, view: View, widths: tuple[float, float]) -> Part:
    """Return the part that is a small map, between two widths in mm on A3."""

    def height(width: float, letters: Lettering) -> float:
        return heading_height(letters) + width * plan.height

    return Part(plan.name, plan.title, widths, height, partial(_draw, plan, view))


def _draw(plan: SmallMap, view: View, canvas: Canvas, rect: Rect, letters: Lettering) -> None:
    top = draw_heading(canvas, rect, plan.title, plan.name, letters)
    frame = Rect(rect.x, rect.y + top, rect.width, rect.height - top)
    paper = _paper(plan.shown, frame)
    item = QgsLayoutItemMap(canvas.layout)
    canvas.put(item, frame, f"{plan.name} map")
    item.setCrs(QgsCoordinateReferenceSystem.fromWkt(view.content.crs_wkt))
    item.setLayers(_layers(plan, view, canvas.layout.project(), paper, letters))
    item.setKeepLayerSet(True)
    item.setBackgroundColor(QColor(symbols.GROUND))
    item.setFrameEnabled(True)
    item.setFrameStrokeColor(QColor(symbols.HAIR))
    item.setExtent(QgsRectangle(*paper.extent))


def _paper(shown: Any, frame: Rect) -> Paper:
    """Return the frame in which all of a box is seen, in the middle, at a round scale."""
    low_x, low_y, high_x, high_y = shown.bounds
    needed = 1000 * max((high_x - low_x) / frame.width, (high_y - low_y) / frame.height)
    scale = int(np.ceil(needed / _ROUND)) * _ROUND
    x = (low_x + high_x) / 2 - frame.width * scale / 2000
    y = (low_y + high_y) / 2 - frame.height * scale / 2000
    return Paper(frame.width, frame.height, scale, x, y)


def _layers(plan: SmallMap, view: View, project: Any, paper: Paper, letters: Lettering) -> list[Any]:
    """Make the layers, the topmost first."""
    content, site, u = view.content, view.site, letters.unit
    make = Maker(project, content.crs_wkt, f"{plan.name}_")
    compounds = content.compounds.geometry.to_numpy()
    here = site.outline if site.focus is None else site.focus
    others = compounds[~shapely.equals(compounds, here)]
    mains = site.entrances[site.entrances["is_main"]]
    buildings, lines = view.backdrop.within(paper)
    rings = paper.cut_lines(np.array([circle.ring for circle in plan.rings], dtype=object))
    layers = [
        *(lettering_layer(make, paper, role, labels) for role, labels in _names(plan, view, paper, letters)),
        make("Point", mains.geometry, {"is_main:bool": mains["is_main"], "kind:string": mains["kind"]},
             lambda layer: symbols.style_entrances(layer, 0.45 * letters.marker, None), "gates"),
        make("LineString", rings, {}, lambda layer: symbols.style_circles(layer, 0.25 * u), "circles"),
        make("MultiPolygon", seen(np.array([here], dtype=object), paper.window), {},
             lambda layer: symbols.style_here(layer, 0.5 * u), "compounds"),
        make("MultiPolygon", buildings, {},
             lambda layer: symbols.style_buildings(layer, label=None), "buildings"),
        make("MultiLineString", lines, {}, lambda layer: symbols.style_ground(layer, 0.1 * u), "ground"),
        make("MultiPolygon", seen(others, paper.window), {},
             lambda layer: symbols.style_around(layer, 0.2 * u), "neighbours"),
    ]  # fmt: skip
    return [layer for layer in layers if layer is not None]


def _names(plan: SmallMap, view: View, paper: Paper, letters: Lettering) -> list[tuple[str, list[Label]]]:
    """Letter the rings, the compound, its neighbours and the roads, as far as there is room."""
    content, site, points = view.content, view.site, letters.note * _LETTERS
    mains = paper.points(site.entrances.geometry[site.entrances["is_main"]])
    half = 0.35 * letters.marker
    taken = np.hstack([mains - half, mains + half]) if len(mains) else np.empty((0, 4))
    shown = content.compounds[content.compounds.intersects(paper.window)]
    own, name = (site.outline, site.name) if site.focus is None else (site.focus, site.part)
    here = shapely.equals(shown.geometry.to_numpy(), own)
    on_paper = paper.to_paper(own)
    shapely.prepare(on_paper)
    wishes = {
        "circle": _off_first(on_paper, circle_wishes(plan.rings, points, paper)),
        "here": [_wish(name, own, points, paper)] if name else [],
        "compound": [
            _wish(other, outline, points, paper)
            for other, outline in zip(shown["name"][~here], shown.geometry[~here])
            if isinstance(other, str) and other
        ],
        "road": _off(on_paper, text_wishes(content.roads, paper, points, upright=True)),
    }
    found = []
    for role, asked in wishes.items():
        labels, taken, _ = settle(asked, paper, taken)
        if labels:
            found.append((role, _each_once(labels)))
    return found


def _off(outline: Any, wishes: Sequence[Wish]) -> list[Wish]:
    """Return wishes with those of their spots that are off the compound that is pointed out."""
    off = [replace(wish, spots=wish.spots[~_over(outline, wish)]) for wish in wishes]
    return [wish for wish in off if len(wish.spots)]


def _off_first(outline: Any, wishes: Sequence[Wish]) -> list[Wish]:
    """Return wishes with their spots off the compound first: a large one has a small circle within it."""
    orders = (np.argsort(_over(outline, wish), kind="stable") for wish in wishes)
    return [replace(wish, spots=wish.spots[order]) for wish, order in zip(wishes, orders)]


def _over(outline: Any, wish: Wish) -> Any:
    """Tell which of its spots let a wish run over the compound."""
    return shapely.intersects(outline, shapely.box(*boxes(wish.spots, np.array(wish.size)).T))


def _each_once(labels: Sequence[Label]) -> list[Label]:
    """Return labels less those that say again what another one says: there is little room."""
    said: dict[str, Label] = {}
    for label in labels:
        said.setdefault(label.text.replace("\n", ""), label)
    return list(said.values())


def _wish(name: str, outline: Any, points: float, paper: Paper) -> Wish:
    size = box_of(name, points, bold=True)
    middle = shapely.get_coordinates(shapely.point_on_surface(paper.to_paper(outline)))[0]
    return Wish(name, points, size, middle + np.array(_NAMES) * size)
