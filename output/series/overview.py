"""The overview of a series: all compounds with the numbers of their sheets, and the roads between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor, log10
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from qgis.core import QgsCoordinateReferenceSystem, QgsPrintLayout, QgsProject

from ...community.placement import boxes, overlap
from ...workspace import symbols
from ...workspace.fonts import MM_PER_POINT, text_format
from ..sheet.bands import Rect
from ..sheet.frame import Array, Bar, Paper, arrow_size
from ..sheet.layers import Maker, lettering_layer
from ..sheet.lettering import Label, Wish, box_of, settle, text_wishes
from ..sheet.map_items import north_arrow, put_map
from ..sheet.paper import LETTERING
from .booklet import HEAD, Entry, begin_page

_LETTERS = LETTERING["A4"]
_NAME_POINTS, _NUMBER_POINTS, _ROAD_POINTS = 9.0, 14.0, 8.0
_APART = 60.0
"""The same name stands again so far away, in mm."""
_AROUND = np.array([(0, 0), (0, 1.1), (0, -1.1), (1.2, 0), (-1.2, 0), (1.2, 1.1), (-1.2, -1.1)])
"""Where the number of a sheet may stand, in sizes of it from the middle of a compound."""
_STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_FINE = 0.1
"""Details of roads smaller than this, in mm, are left out."""


def overview(project: QgsProject, entries: Sequence[Entry], words: Mapping[str, str]) -> Any:
    """Return the layout of the map of all compounds, north up, in the CRS of the first.

    Parameters
    ----------
    entries
        Sheets whose positions on Earth are known, one or more.
    words
        Printed words.
    """
    shapes = compounds(entries)
    low_x, low_y, high_x, high_y = shapes.total_bounds
    orientation = "landscape" if high_x - low_x > high_y - low_y else "portrait"
    project.setCrs(QgsCoordinateReferenceSystem.fromWkt(entries[0].crs_wkt))
    project.setEllipsoid("NONE")
    layout = QgsPrintLayout(project)
    canvas, inner = begin_page(layout, orientation, 0)
    text = text_format(HEAD, symbols.INK, bold=True)
    canvas.label(Rect(inner.x, inner.y, inner.width, 12), words["booklet_overview"], text, "overview title")
    rect = Rect(inner.x, inner.y + 17, inner.width, inner.height - 17)
    least = 1000 * max((high_x - low_x) / (rect.width - 16), (high_y - low_y) / (rect.height - 30))
    scale = _round_scale(max(least, 200))
    paper = Paper.around((low_x, low_y, high_x, high_y), rect, _LETTERS, scale)
    make = Maker(project, entries[0].crs_wkt)
    put_map(canvas, _layers(make, entries, shapes, paper), rect, paper, _LETTERS)
    width, height = arrow_size(_LETTERS)
    arrow = Rect(inner.x + inner.width - width, inner.y, width, height * 0.9)
    north_arrow(canvas, words["north"], arrow, _LETTERS.unit)
    return layout


def _round_scale(least: float) -> int:
    """Return the largest round scale that is `least` or smaller; steps are finer than on sheets."""
    power = 10 ** floor(log10(least))
    return next(round(power * step) for step in _STEPS if power * step >= least - 1e-6)


def compounds(entries: Sequence[Entry]) -> gpd.GeoDataFrame:
    """Return the compounds of all sheets in the CRS of the first: number, name, geometry."""
    frames = []
    for entry in entries:
        names = [name or entry.community for name, _ in entry.outlines]
        shapes = [shape for _, shape in entry.outlines]
        frame = gpd.GeoDataFrame({"number": entry.number, "name": names}, geometry=shapes, crs=entry.crs_wkt)
        frames.append(frame.to_crs(entries[0].crs_wkt))
    joined = pd.concat(frames, ignore_index=True)
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=entries[0].crs_wkt)


def _layers(make: Maker, entries: Sequence[Entry], shapes: gpd.GeoDataFrame, paper: Paper) -> list[Any]:
    """Make the layers: numbers of the sheets in every compound, names where they hide nothing, roads."""
    order = np.argsort(-shapely.area(shapes.geometry.to_numpy()), kind="stable")
    ordered = shapes.iloc[order]
    at = paper.points(shapely.point_on_surface(shapely.make_valid(ordered.geometry.to_numpy())))
    numbers, taken = _numbers(ordered["number"].astype(str), at)
    low = _NUMBER_POINTS * MM_PER_POINT * 0.65
    below = [_below(text, xy - (0, low)) for text, xy in zip(ordered["name"].astype(str), at)]
    names, taken, _ = settle(below, paper, taken)
    taken = np.vstack([taken, Bar.of(paper.scale, _LETTERS).box])
    roads = settle(_road_wishes(entries, paper), paper, taken)[0]
    edges = make(
        "MultiLineString",
        shapely.boundary(shapes.geometry.to_numpy()),
        {},
        lambda layer: symbols.style_boundaries(layer, 0.4),
    )
    ground = make(
        "MultiPolygon", shapes.geometry.to_numpy(), {}, lambda layer: symbols.style_compounds(layer, 0)
    )
    streets = make(
        "MultiLineString", _streets(entries, paper), {}, lambda layer: symbols.style_ground(layer, 0.1)
    )
    lettering = {"main_entrance": numbers, "building": names, "road": roads}
    lettered = (lettering_layer(make, paper, role, labels) for role, labels in lettering.items())
    return [layer for layer in (*lettered, edges, streets, ground) if layer is not None]


def _numbers(numbers: Sequence[str], at: Array) -> tuple[list[Label], Array]:
    """Return the numbers of sheets and their boxes; of compounds close together, a sheet's stands once."""
    labels: list[Label] = []
    taken = np.empty((0, 4))
    for number, (x, y) in zip(numbers, at):
        size = np.array(box_of(number, _NUMBER_POINTS, bold=True))
        around = boxes(np.array([(x, y)]) + _AROUND * size, size)
        over = overlap(around, taken) > 0
        if any(label.text == number for label, hit in zip(labels, over[0]) if hit):
            continue
        k = int(np.argmin(over.sum(axis=1)))
        spot = around[k].reshape(2, 2).mean(axis=0)
        labels.append(Label(number, float(spot[0]), float(spot[1]), _NUMBER_POINTS))
        taken = np.vstack([taken, around[k]])
    return labels, taken


def _below(text: str, spot: Array) -> Wish:
    """Letter a name below a spot."""
    size = box_of(text, _NAME_POINTS)
    return Wish(text, _NAME_POINTS, size, spot[None] - (0, size[1] / 2))


def _streets(entries: Sequence[Entry], paper: Paper) -> list[Any]:
    """Return the edges of roads as far as the map shows them, as fine as it can."""
    lines = [gpd.GeoSeries(entry.streets, crs=entry.crs_wkt) for entry in entries]
    joined = np.concatenate([series.to_crs(entries[0].crs_wkt).to_numpy() for series in lines])
    cut = paper.cut_lines(shapely.simplify(joined, _FINE * paper.scale / 1000))
    return [shapely.multilinestrings(cut)] if len(cut) else []


def _road_wishes(entries: Sequence[Entry], paper: Paper) -> list[Wish]:
    """Letter the roads; one that several communities name stands once in a neighbourhood."""
    kept: list[Wish] = []
    for entry in entries:
        roads = entry.roads.set_crs(entry.crs_wkt, allow_override=True).to_crs(entries[0].crs_wkt)
        for wish in text_wishes(roads, paper, _ROAD_POINTS, upright=True):
            beside = (
                np.hypot(*(wish.spots[0] - other.spots[0])) for other in kept if other.text == wish.text
            )
            if min(beside, default=_APART) >= _APART:
                kept.append(wish)
    return kept
