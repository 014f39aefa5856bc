"""The cartographic look: one place for the symbols and labels of project, sheet and legend.

A class of places is told by colour and by shape: round for spaces, square for facilities,
triangular for units; the entrance has the only accent; everything else keeps quiet. Sizes
are in millimetres on paper or screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Optional, Union

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsEllipseSymbolLayer,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSimpleFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsSimpleMarkerSymbolLayer,
    QgsSimpleMarkerSymbolLayerBase,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ..community.catalogue import ACCENT, CLASS_STYLE, Style
from .fonts import LABEL_LINE, MM_PER_POINT, text_format

Styles = Mapping[str, Style]
"""Colour and shape of each class."""

INK = "#22262B"
QUIET = "#626A72"
"""Of words that step back: light, and yet 4.5 times as dark as their ground (WCAG 2.1, 1.4.3)."""
HAIR = "#CBD0D4"
GROUND = "#F5F7F6"
BUILDING = "#E6E9EC"
BUILDING_EDGE = "#A9B0B6"
COMMENT = "#CC79A7"
PROPOSAL = "#E69F00"

MARKER = 7.0
"""Height in mm of the marker of a place on A3."""
HALO = 0.5
BOUNDARY = 0.75
_UNNUMBERED, _THIN_HALO = 0.24, 0.3

_SHAPES = {"circle": "Circle", "square": "Rectangle", "triangle": "Triangle"}
# As parts of a marker's size: height, width at least, its letters, the room beside them.
_PARTS = {
    "circle": (1.0, 1.0, 0.52, 0.36),
    "square": (0.94, 0.94, 0.52, 0.26),
    "triangle": (1.10, 1.22, 0.44, 0.92),
}
_LATIN, _WIDE, _LOWER, _SHORT = 0.57, 1.0, 0.17, 0.52
"""The last: letters of one or two digits, which every shape holds; longer ones stand out of a triangle."""


def marker_box(place_class: str, number: str, size: float = MARKER) -> tuple[float, float]:
    """Return width and height in mm of a place's marker with its halo, by the measures of `style_places`."""
    if not number:
        return _UNNUMBERED * size * (1 + _THIN_HALO), _UNNUMBERED * size * (1 + _THIN_HALO)
    height, least, letters, beside = _PARTS[CLASS_STYLE[place_class].shape]
    ems = sum(_LATIN if character.isascii() else _WIDE for character in number)
    return max(least, ems * letters + beside) * size + HALO, height * size + HALO


def number_letters(place_class: str, size: float = MARKER, number: str = "") -> tuple[float, float]:
    """Return the height in mm of the letters in a marker, and how far below its middle they stand."""
    letters = (
        _SHORT if number.isascii() and 0 < len(number) < 3 else _PARTS[CLASS_STYLE[place_class].shape][2]
    )
    return letters * size, size * _LOWER if place_class == "unit" else 0.0


def marker_symbol(
    place_class: str,
    size: float = MARKER,
    *,
    proposed: bool = False,
    numbered: bool = True,
    styles: Styles = CLASS_STYLE,
) -> QgsMarkerSymbol:
    """Return the marker of a class as a legend shows it, without a number."""
    height, width, _, _ = _PARTS[CLASS_STYLE[place_class].shape]
    layer = _ellipse(styles[place_class])
    layer.setSymbolHeight(size * (height if numbered else _UNNUMBERED))
    layer.setSymbolWidth(size * (width if numbered else _UNNUMBERED))
    layer.setStrokeWidth(HALO if numbered else _THIN_HALO * _UNNUMBERED * size)
    if proposed:
        layer.setFillColor(QColor("#FFFFFF"))
        layer.setStrokeColor(QColor(styles[place_class].color))
    return symbol_of(QgsMarkerSymbol, layer)


def style_places(layer: Any, size: Union[float, str] = MARKER, styles: Styles = CLASS_STYLE) -> None:
    """Style places by `class`, their `number` inside; proposed ones hollow, unnumbered ones small.

    Parameters
    ----------
    layer
        Points with the columns class, number, status.
    size
        Height of a marker in mm, or the column that holds it.
    styles
        Colour and shape of each class.
    """
    high, usual = (f'"{size}"', MARKER) if isinstance(size, str) else (f"{size}", size)
    symbols = {name: _place_symbol(name, usual, high, styles) for name in styles}
    categories = [QgsRendererCategory(name, symbol, name) for name, symbol in symbols.items()]
    layer.setRenderer(QgsCategorizedSymbolRenderer("class", categories))
    settings = _over_point("number", text_format(usual * 0.5 / MM_PER_POINT, "#FFFFFF", bold=True))
    colors = _by_class(lambda name: f"'{styles[name].color}'")
    letters = _by_class(lambda name: number_letters(name, 1.0)[0])
    short = f"regexp_match(\"number\", '^[ -~]{{1,2}}$'), {_SHORT}"
    lowered = f"'0,' || round({_LOWER} * {high}, 2)"
    properties = {
        QgsPalLayerSettings.Property.Size: f"round(if({short}, {letters}) * {high} / {MM_PER_POINT}, 2)",
        QgsPalLayerSettings.Property.Color: f"if(\"status\" = 'proposed', {colors}, '#FFFFFF')",
        QgsPalLayerSettings.Property.OffsetXY: f"if(\"class\" = 'unit', {lowered}, '0,0')",
    }
    _define(settings, properties)
    _label(layer, settings)


def _place_symbol(place_class: str, usual: float, high: str, styles: Styles) -> QgsMarkerSymbol:
    """Return the marker of a class as high as an expression says, and wide enough for its number."""
    symbol = marker_symbol(place_class, usual, styles=styles)
    height, least, letters, beside = _PARTS[CLASS_STYLE[place_class].shape]
    wide = "length(regexp_replace(\"number\", '[ -~]', ''))"
    ems = f'{_LATIN} * length("number") + {_WIDE - _LATIN:.2f} * {wide}'
    width = f"{high} * max({least}, ({ems}) * {letters} + {beside})"
    color = styles[place_class].color
    bare = f"if(coalesce(\"number\", '') = '', {_UNNUMBERED} * {high}, {{}})"
    hollow = "if(\"status\" = 'proposed', '{}', '{}')"
    expressions = {
        QgsSymbolLayer.Property.PropertyWidth: bare.format(width),
        QgsSymbolLayer.Property.PropertyHeight: bare.format(f"{height} * {high}"),
        QgsSymbolLayer.Property.PropertyStrokeWidth: f"{_THIN_HALO} * {bare.format(HALO / _THIN_HALO)}",
        QgsSymbolLayer.Property.PropertyFillColor: hollow.format("#FFFFFF", color),
        QgsSymbolLayer.Property.PropertyStrokeColor: hollow.format(color, "#FFFFFF"),
    }
    for key, expression in expressions.items():
        symbol.symbolLayer(0).setDataDefinedProperty(key, QgsProperty.fromExpression(expression))
    return symbol


def _ellipse(style: Style) -> QgsEllipseSymbolLayer:
    layer = QgsEllipseSymbolLayer()
    layer.setShape(getattr(QgsEllipseSymbolLayer.Shape, _SHAPES[style.shape]))
    layer.setFillColor(QColor(style.color))
    layer.setStrokeColor(QColor("#FFFFFF"))
    layer.setStrokeWidth(HALO)
    layer.setPenJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return layer


def _by_class(value: Callable[[str], object]) -> str:
    cases = " ".join(f"WHEN \"class\" = '{name}' THEN {value(name)}" for name in CLASS_STYLE)
    return f"CASE {cases} END"


def footprint_symbol(place_class: str, styles: Styles = CLASS_STYLE) -> QgsFillSymbol:
    """Return the tinted ground of a place of a class."""
    color = styles[place_class].color
    return _fill(tint(color, 0.2), color, 0.2)


def style_footprints(layer: Any, class_of: str = '"class"', styles: Styles = CLASS_STYLE) -> None:
    """Style footprints by the class of their place, which the expression `class_of` yields."""
    categories = [QgsRendererCategory(name, footprint_symbol(name, styles), name) for name in styles]
    layer.setRenderer(QgsCategorizedSymbolRenderer(class_of, categories))


def boundary_symbol(width: float = BOUNDARY) -> QgsLineSymbol:
    """Return the bold dash-dot line of a compound's boundary."""
    return symbol_of(QgsLineSymbol, _dash_dot(width))


def style_compounds(layer: Any, width: float = BOUNDARY) -> None:
    """Style compounds: white inside, a dash-dot boundary `width` mm wide, none when that is 0."""
    symbol = _fill("#FFFFFF", None, 0)
    if width:
        symbol.appendSymbolLayer(_dash_dot(width))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))


def style_boundaries(layer: Any, width: float = BOUNDARY) -> None:
    """Style the outlines of compounds, to lie above what is inside."""
    layer.setRenderer(QgsSingleSymbolRenderer(boundary_symbol(width)))


def _dash_dot(width: float) -> QgsSimpleLineSymbolLayer:
    stroke = QgsSimpleLineSymbolLayer(QColor(INK), width)
    stroke.setUseCustomDashPattern(True)
    stroke.setCustomDashVector([width * part for part in (7.0, 1.8, 1.2, 1.8)])
    stroke.setCustomDashPatternUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    stroke.setPenCapStyle(Qt.PenCapStyle.FlatCap)
    stroke.setPenJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return stroke


def main_entrance_symbol(size: float = MARKER) -> QgsMarkerSymbol:
    """Return the star of the main entrance, the one accent of the map."""
    return symbol_of(QgsMarkerSymbol, _simple_marker("Star", ACCENT, "#FFFFFF", size * 1.35, HALO))


def starting_point_symbol(size: float = MARKER) -> QgsMarkerSymbol:
    """Return the diamond of a starting point, where numbers start and no gate is."""
    return symbol_of(QgsMarkerSymbol, _simple_marker("Diamond", ACCENT, "#FFFFFF", size * 1.2, HALO))


def entrance_symbol(size: float = MARKER) -> QgsMarkerSymbol:
    """Return the open square of any other entrance."""
    return symbol_of(QgsMarkerSymbol, _simple_marker("Square", "#FFFFFF", ACCENT, size * 0.5, size * 0.08))


def style_entrances(layer: Any, size: float = MARKER, label: str | None = "name") -> None:
    """Style entrances by `is_main` and `kind`, labelled by the expression `label` unless it is None."""
    root = QgsRuleBasedRenderer.Rule(None)
    start = "coalesce(\"kind\", '') = 'start'"
    for symbol, rule in (
        (entrance_symbol(size), 'not "is_main"'),
        (main_entrance_symbol(size), f'"is_main" and not ({start})'),
        (starting_point_symbol(size), f'"is_main" and {start}'),
    ):
        root.appendChild(QgsRuleBasedRenderer.Rule(symbol, 0, 0, rule))
    layer.setRenderer(QgsRuleBasedRenderer(root))
    if label is not None:
        text = text_format(size * 0.5 / MM_PER_POINT, ACCENT, bold=True, halo=0.6)
        settings = _settings(label, text)
        settings.placement = QgsPalLayerSettings.Placement.OrderedPositionsAroundPoint
        settings.dist = size * 0.5
        _label(layer, settings)


def building_symbol() -> QgsFillSymbol:
    """Return the light grey of a building."""
    return _fill(BUILDING, BUILDING_EDGE, 0.18)


def style_buildings(layer: Any, points: float = 8.5, label: str | None = "label") -> None:
    """Style buildings, with their 楼号 in letters of `points` unless `label` is None."""
    layer.setRenderer(QgsSingleSymbolRenderer(building_symbol()))
    if label is not None:
        settings = _over_point(label, label_format("building", points))
        _label(layer, settings)


def ground_line_symbol(width: float = 0.12) -> QgsLineSymbol:
    """Return the hair line of the survey."""
    return symbol_of(QgsLineSymbol, QgsSimpleLineSymbolLayer(QColor(HAIR), width))


def style_ground(layer: Any, width: float = 0.12) -> None:
    """Style survey points, lines or areas as a quiet ground."""
    symbols = {
        0: symbol_of(QgsMarkerSymbol, _simple_marker("Circle", HAIR, HAIR, 0.7, 0)),
        1: ground_line_symbol(width),
        2: symbol_of(QgsFillSymbol, QgsSimpleLineSymbolLayer(QColor(HAIR), width)),
    }
    layer.setRenderer(QgsSingleSymbolRenderer(symbols[int(layer.geometryType())]))


def style_texts(layer: Any, points: Union[float, str] = 6.0, label: str = "text", role: str = "text") -> None:
    """Style points that are seen only by their text, turned by their `rotation` (degrees, anticlockwise).

    Parameters
    ----------
    layer
        Points.
    points
        Size of the letters, or the column that holds it.
    label
        Column or expression of the text.
    role
        Which of the looks of `label_format`.
    """
    layer.setRenderer(QgsSingleSymbolRenderer(_invisible()))
    settings = _over_point(label, label_format(role, 6.0 if isinstance(points, str) else points))
    properties = {QgsPalLayerSettings.Property.LabelRotation: '-coalesce("rotation", 0)'}
    if isinstance(points, str):
        properties[QgsPalLayerSettings.Property.Size] = f'"{points}"'
    _define(settings, properties)
    _label(layer, settings)


def label_format(role: str, points: float) -> QgsTextFormat:
    """Return how a label looks.

    Parameters
    ----------
    role
        building, road, main_entrance, entrance, compound, here (the compound that is meant), circle,
        or text of the survey.
    points
        Size of the letters.
    """
    if role == "building":
        return text_format(points, "#4A5056", halo=0.35, halo_color=BUILDING)
    if role == "road":
        return text_format(points, QUIET, serif=True, halo=0.5, halo_color=GROUND, leading=LABEL_LINE)
    if role in ("compound", "circle"):
        return text_format(points, QUIET, halo=0.5)
    colors = {"section": INK, "neighbour": QUIET, "main_entrance": ACCENT, "entrance": ACCENT, "here": ACCENT}
    if role in colors:
        return text_format(points, colors[role], bold=role != "entrance", halo=0.6, leading=LABEL_LINE)
    return text_format(points, "#9AA1A8")


def style_here(layer: Any, width: float = 0.5) -> None:
    """Style the compound that a small map points out among others."""
    layer.setRenderer(QgsSingleSymbolRenderer(_fill(tint(ACCENT, 0.18), ACCENT, width)))


def style_around(layer: Any, width: float = 0.2) -> None:
    """Style the compounds around it."""
    layer.setRenderer(QgsSingleSymbolRenderer(_fill("#FFFFFF", BUILDING_EDGE, width)))


def style_circles(layer: Any, width: float = 0.3) -> None:
    """Style life circles: thin dashes that stay in the background."""
    stroke = QgsSimpleLineSymbolLayer(QColor(QUIET), width)
    stroke.setUseCustomDashPattern(True)
    stroke.setCustomDashVector([width * 6, width * 4])
    stroke.setCustomDashPatternUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    layer.setRenderer(QgsSingleSymbolRenderer(symbol_of(QgsLineSymbol, stroke)))


def style_frames(layer: Any, width: float = 0.5) -> None:
    """Style the frames of the sections on an overview."""
    stroke = QgsSimpleLineSymbolLayer(QColor(INK), width)
    layer.setRenderer(QgsSingleSymbolRenderer(symbol_of(QgsLineSymbol, stroke)))


def leader_symbol() -> QgsLineSymbol:
    """Return the thin line between a marker that had to move and its place."""
    return symbol_of(QgsLineSymbol, QgsSimpleLineSymbolLayer(QColor(INK), 0.2))


def style_leaders(layer: Any) -> None:
    """Style leader lines."""
    layer.setRenderer(QgsSingleSymbolRenderer(leader_symbol()))


def anchor_symbol() -> QgsMarkerSymbol:
    """Return the dot at the end of a leader line."""
    return symbol_of(QgsMarkerSymbol, _simple_marker("Circle", INK, "#FFFFFF", 1.2, 0.2))


def style_anchors(layer: Any) -> None:
    """Style the dots at the ends of leader lines."""
    layer.setRenderer(QgsSingleSymbolRenderer(anchor_symbol()))


def style_voices(layer: Any, color: str = COMMENT) -> None:
    """Style comments or proposals of any geometry: small and of colours never mistaken for places."""
    symbols = {
        0: symbol_of(QgsMarkerSymbol, _simple_marker("Diamond", color, "#FFFFFF", 3.2, 0.3)),
        1: symbol_of(QgsLineSymbol, QgsSimpleLineSymbolLayer(QColor(color), 0.6)),
        2: _fill(tint(color, 0.2), color, 0.4),
    }
    layer.setRenderer(QgsSingleSymbolRenderer(symbols[int(layer.geometryType())]))


def symbol_of(kind: Any, layer: Any) -> Any:
    """Return a symbol with one layer; a list of layers handed to its constructor would be freed twice."""
    symbol = kind()
    symbol.changeSymbolLayer(0, layer)
    return symbol


def tint(color: str, part: float) -> str:
    """Return `color` mixed into white: opaque, so that PDFs need no transparency."""
    mixed = (round(255 - (255 - int(color[i : i + 2], 16)) * part) for i in (1, 3, 5))
    return "#" + "".join(f"{value:02X}" for value in mixed)


def _fill(color: str, edge: Optional[str], width: float) -> QgsFillSymbol:
    layer = QgsSimpleFillSymbolLayer(QColor(color))
    if edge is None:
        layer.setStrokeStyle(Qt.PenStyle.NoPen)
    else:
        layer.setStrokeColor(QColor(edge))
        layer.setStrokeWidth(width)
        layer.setPenJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return symbol_of(QgsFillSymbol, layer)


def _simple_marker(shape: str, fill: str, edge: str, size: float, width: float) -> QgsSimpleMarkerSymbolLayer:
    layer = QgsSimpleMarkerSymbolLayer(getattr(QgsSimpleMarkerSymbolLayerBase.Shape, shape), size)
    layer.setFillColor(QColor(fill))
    layer.setStrokeColor(QColor(edge))
    layer.setStrokeWidth(width)
    layer.setPenJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if not width:
        layer.setStrokeStyle(Qt.PenStyle.NoPen)
    return layer


def _invisible() -> QgsMarkerSymbol:
    layer = _simple_marker("Circle", "#FFFFFF", "#FFFFFF", 0.1, 0)
    layer.setFillColor(QColor(0, 0, 0, 0))
    return symbol_of(QgsMarkerSymbol, layer)


def _settings(field: str, text: QgsTextFormat) -> QgsPalLayerSettings:
    settings = QgsPalLayerSettings()
    settings.fieldName = field
    settings.isExpression = not field.isidentifier()
    settings.setFormat(text)
    return settings


def _over_point(field: str, text: QgsTextFormat) -> QgsPalLayerSettings:
    """Put a label on its point and show it whatever else is there: where it goes was decided before."""
    settings = _settings(field, text)
    settings.placement = QgsPalLayerSettings.Placement.OverPoint
    settings.offsetUnits = QgsUnitTypes.RenderUnit.RenderMillimeters
    settings.displayAll = True
    if hasattr(settings, "placementSettings"):  # from 3.26 on it stands in for displayAll
        placement = settings.placementSettings()
        placement.setOverlapHandling(Qgis.LabelOverlapHandling.AllowOverlapAtNoCost)
        settings.setPlacementSettings(placement)
    # Without it labels of one size are drawn in an order that changes from run to run.
    _define(settings, {QgsPalLayerSettings.Property.ZIndex: "$id"})
    return settings


def _define(settings: QgsPalLayerSettings, expressions: Mapping[Any, str]) -> None:
    properties = settings.dataDefinedProperties()
    for key, expression in expressions.items():
        properties.setProperty(key, QgsProperty.fromExpression(expression))
    settings.setDataDefinedProperties(properties)


def _label(layer: Any, settings: QgsPalLayerSettings) -> None:
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
