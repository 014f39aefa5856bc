"""The layers of one map: plain memory layers, styled by `workspace.symbols`, drawn by QGIS."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional

import numpy as np
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)

from ...community.places.nearness import polygonal
from ...workspace import symbols
from .circles import circles_asked_for
from .content import Content
from .frame import Paper
from .lettering import Label
from .marks import Marks
from .paper import Lettering
from .site import Site

_CHUNK = 5000
_ON_BOUNDARY = 0.2
"""Metres from the boundary within which an edge runs along it."""
FOCUS = 0.35
"""Width of the line around the ground that a page is for, on A3."""


def map_layers(
    project: QgsProject, content: Content, site: Site, paper: Paper, marks: Marks, letters: Lettering
) -> list[QgsVectorLayer]:
    """Make the layers of a map and add them to the project.

    Returns
    -------
    layers
        The topmost first, each named by what it shows.
    """
    make = Maker(project, content.crs_wkt)
    window = paper.window
    size, u = letters.marker, letters.unit
    compounds = content.compounds.geometry.to_numpy()
    others = compounds[~shapely.equals(compounds, site.outline)]
    footprints = _cut(site.footprints.geometry.to_numpy(), window)
    there = ~shapely.is_empty(footprints)
    rings = np.array([circle.ring for circle in circles_asked_for(content, site)], dtype=object)
    layers = [
        *(lettering_layer(make, paper, role, labels) for role, labels in marks.lettering.items()),
        make("Point", site.entrances.geometry,
             {"is_main:bool": site.entrances["is_main"], "kind:string": site.entrances["kind"]},
             lambda layer: symbols.style_entrances(layer, size, None), "gates"),
        *_markers(make, site, paper, marks, content.styles),
        make("MultiLineString", _outline(site, paper), {},
             lambda layer: symbols.style_boundaries(layer, 0.75 * u), "boundary"),
        make("MultiLineString", _seams(site), {},
             lambda layer: symbols.style_frames(layer, 0.4 * u), "sections"),
        make("LineString", paper.cut_lines(rings), {}, lambda layer: symbols.style_circles(layer, 0.3 * u),
             "circles"),
        make("MultiPolygon", footprints[there],
             {"class:string": site.footprints["class"].to_numpy()[there]},
             lambda layer: symbols.style_footprints(layer, styles=content.styles), "footprints"),
        make("MultiPolygon", seen(content.buildings.geometry.to_numpy(), window), {},
             lambda layer: symbols.style_buildings(layer, label=None), "buildings"),
        make("MultiLineString", ground_lines(content, paper), {},
             lambda layer: symbols.style_ground(layer, 0.12 * u), "ground"),
        make("LineString", paper.cut_lines(shapely.boundary(others)), {},
             lambda layer: symbols.style_boundaries(layer, 0.3 * u), "neighbours"),
        make("MultiPolygon", [] if site.focus is None else [site.focus], {},
             lambda layer: symbols.style_compounds(layer, FOCUS * u), "focus"),
        make("MultiPolygon", [*([site.outline] if site.focus is None else []), *seen(others, window)], {},
             lambda layer: symbols.style_compounds(layer, 0), "compounds"),
    ]  # fmt: skip
    return [layer for layer in layers if layer is not None]


class Maker:
    """Makes memory layers of a project in one CRS, whose names all begin with `prefix`.

    Layers of the same name look the same on all maps of a sheet.
    """

    def __init__(self, project: QgsProject, crs_wkt: str, prefix: str = "") -> None:
        self._project = project
        self._prefix = prefix
        self._crs = QgsCoordinateReferenceSystem.fromWkt(crs_wkt)

    def __call__(
        self, kind: str, shapes: Any, columns: Mapping[str, Any], style: Callable[[Any], None], name: str = ""
    ) -> Optional[QgsVectorLayer]:
        """Make a layer of a geometry type, none without shapes; keys of `columns` are `name:type`."""
        if not len(shapes):
            return None
        described = "".join(f"&field={column}" for column in columns)
        layer = QgsVectorLayer(f"{kind}?index=yes{described}", self._prefix + (name or kind), "memory")
        layer.setCrs(self._crs)
        fields = layer.fields()
        rows = list(zip(*(_plain(values) for values in columns.values()))) or [()] * len(shapes)
        features = []
        for wkb, row in zip(shapely.to_wkb(np.asarray(shapes, object), output_dimension=2).tolist(), rows):
            feature, geometry = QgsFeature(fields), QgsGeometry()
            geometry.fromWkb(wkb)
            feature.setGeometry(geometry)
            feature.setAttributes(list(row))
            features.append(feature)
        layer.dataProvider().addFeatures(features)
        layer.updateExtents()
        style(layer)
        self._project.addMapLayer(layer, False)
        return layer


def _plain(values: Any) -> list[Any]:
    """Return values that QGIS takes: Python's own, None where one is missing."""
    return [value.item() if isinstance(value, np.generic) else value for value in values]


def lettering_layer(
    make: Maker, paper: Paper, role: str, labels: Sequence[Label]
) -> Optional[QgsVectorLayer]:
    """Make the layer of labels of one role, which stand where they were placed."""
    points = shapely.points(paper.to_ground(np.array([(label.x, label.y) for label in labels])))
    columns = {
        "text:string": [label.text for label in labels],
        # QGIS turns a label that has a rotation with its map.
        "rotation:double": [label.turned + paper.turned for label in labels],
        "points:double": [label.points for label in labels],
    }
    return make(
        "Point",
        points,
        columns,
        lambda layer: symbols.style_texts(layer, "points", role=role),
        f"names_{role}",
    )


def _markers(
    make: Maker, site: Site, paper: Paper, marks: Marks, styles: symbols.Styles
) -> list[Optional[QgsVectorLayer]]:
    """Make the markers, under them the dots and lines that lead from those that had to move."""
    columns = {
        "class:string": site.places["class"],
        "number:string": site.places["number"],
        "status:string": site.places["status"],
        "size:double": [marks.marker] * len(site.places),
    }
    centers = shapely.points(paper.to_ground(marks.centers))
    roots = paper.to_ground(marks.roots)[marks.led]
    ends = paper.to_ground(marks.centers)[marks.led]
    leaders = shapely.linestrings(np.stack([roots, ends], axis=1)) if len(roots) else []
    return [
        make(
            "Point",
            centers,
            columns,
            lambda layer: symbols.style_places(layer, "size", styles),
            "markers",
        ),
        make("Point", shapely.points(roots), {}, symbols.style_anchors, "anchors"),
        make("LineString", leaders, {}, symbols.style_leaders, "leaders"),
    ]


def _outline(site: Site, paper: Paper) -> Any:
    """Return the boundary of the compound, as far as a map shows it that is for a part of it."""
    if site.focus is None:
        return [_rings(site.outline)]
    return paper.cut_lines(np.array([shapely.boundary(site.outline)]))


def _seams(site: Site) -> Any:
    """Return the lines between the sections of an overview: the boundary itself is drawn as one."""
    edges = shapely.boundary([section.area for section in site.sections])
    seams = shapely.difference(edges, shapely.buffer(shapely.boundary(site.outline), _ON_BOUNDARY))
    return seams[~shapely.is_empty(seams)]


def _rings(outline: Any) -> Any:
    """Return the outline of a compound as lines that begin at its north-west: dashes never jump."""
    return shapely.boundary(shapely.normalize(outline))


def _cut(shapes: Any, window: Any) -> Any:
    """Return polygons as far as the map shows them: an SVG has no frame that would cut them off."""
    shapely.prepare(window)
    over = ~shapely.covers(window, shapely.box(*shapely.bounds(shapes).T))
    shown = shapes.copy()
    shown[over] = shapely.intersection(shapely.make_valid(shapes[over]), window)
    return polygonal(shown)


def seen(shapes: Any, window: Any) -> Any:
    """Return the polygons that the map shows, cut at its frame."""
    cut = _cut(shapes[shapely.intersects(shapes, window)], window)
    return cut[~shapely.is_empty(cut)]


def ground_lines(content: Content, paper: Paper) -> list[Any]:
    """Return the survey's lines and outlines, joined."""
    parts = paper.cut_lines(np.concatenate([content.lines, shapely.boundary(content.areas)]))
    return joined(parts, shapely.multilinestrings)


def joined(parts: Any, collect: Callable[[Any], Any]) -> list[Any]:
    """Join lines or polygons that all look the same into a few features, which QGIS draws faster."""
    return [collect(parts[i : i + _CHUNK]) for i in range(0, len(parts), _CHUNK)]
