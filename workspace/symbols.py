"""The cartographic look: one place for the symbols and labels of project, sheet and legend.

A class of places is told by colour and by shape: round for spaces, square for facilities,
triangular for units; the entrance has the only accent; everything else keeps quiet. Sizes
are millimetres on paper or screen. `style_layer` styles a layer of a community's table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsEllipseSymbolLayer,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ..community.catalogue import ACCENT, CLASS_STYLE
from .fonts import MM_PER_POINT, text_format

INK = "#22262B"
QUIET = "#8A9199"
HAIR = "#C9CED2"
GROUND = "#F6F8F7"
BUILDING = "#E7EAED"
BUILDING_EDGE = "#AEB5BA"
COMMENT = "#CC79A7"
PROPOSAL = "#E69F00"

MARKER = 7.0
"""Height in mm of the marker of a place on A3."""
HALO = 0.5
UNNUMBERED = 0.34
"""Part of a marker's height that is left for a place without a number."""

_SHAPES = {"circle": "circle", "square": "rectangle", "triangle": "triangle"}
# height of the marker, of its letters, and room beside the letters, as parts of the size
_PROPORTIONS = {"circle": (1.0, 0.52, 0.36), "square": (0.94, 0.52, 0.26), "triangle": (1.12, 0.44, 0.80)}
_ASCII, _WIDE = 0.57, 1.0


def marker_box(place_class: str, number: str, size: float = MARKER) -> tuple[float, float]:
    """Return width and height in mm of a place's marker with its halo: long numbers widen it.

    The same widths stand as expressions in `marker_symbol`.
    """
    height, letters, beside = _PROPORTIONS[CLASS_STYLE[place_class].shape]
    if not number:
        return UNNUMBERED * size + HALO, UNNUMBERED * size + HALO
    ems = sum(_ASCII if character.isascii() else _WIDE for character in number)
    width = max(height * (1.08 if place_class == "unit" else 1.0), ems * letters + beside)
    return width * size + HALO, height * size + HALO


def marker_symbol(
    place_class: str, size: float = MARKER, *, proposed: bool = False, numbered: bool = True
) -> QgsMarkerSymbol:
    """Return the marker of a class as the legend shows it, without a number."""
    layer = _ellipse(place_class)
    height = _PROPORTIONS[CLASS_STYLE[place_class].shape][0] if numbered else UNNUMBERED
    layer.setSymbolHeight(height * size)
    layer.setSymbolWidth(height * size * (1.08 if place_class == "unit" and numbered else 1.0))
    if proposed:
        layer.setFillColor(QColor("#FFFFFF"))
        layer.setStrokeColor(QColor(CLASS_STYLE[place_class].color))
    return QgsMarkerSymbol([layer])


def style_places(layer: Any, size: float = MARKER) -> None:
    """Style places by `class`, their `number` inside; proposed ones are hollow, unnumbered ones small."""
    categories = [QgsRendererCategory(name, _place_symbol(name, size), name) for name in CLASS_STYLE]
    layer.setRenderer(QgsCategorizedSymbolRenderer("class", categories))
    text = text_format(size * 0.52 / MM_PER_POINT, "#FFFFFF", bold=True)
    settings = _over_point("number", text)
    properties = settings.dataDefinedProperties()
    letters = _by_class(lambda name: _PROPORTIONS[CLASS_STYLE[name].shape][1] * size / MM_PER_POINT)
    properties.setProperty(QgsPalLayerSettings.Property.Size, QgsProperty.fromExpression(letters))
    colors = _by_class(lambda name: f"'{CLASS_STYLE[name].color}'")
    hollow = f"if(\"status\" = 'proposed', {colors}, '#FFFFFF')"
    properties.setProperty(QgsPalLayerSettings.Property.Color, QgsProperty.fromExpression(hollow))
    lower = f"if(\"class\" = 'unit', '0,{size * 0.16:.2f}', '0,0')"
    properties.setProperty(QgsPalLayerSettings.Property.OffsetXY, QgsProperty.fromExpression(lower))
    settings.setDataDefinedProperties(properties)
    _label(layer, settings)


def _place_symbol(place_class: str, size: float) -> QgsMarkerSymbol:
    symbol = marker_symbol(place_class, size)
    layer = symbol.symbolLayer(0)
    height, letters, beside = _PROPORTIONS[CLASS_STYLE[place_class].shape]
    least = height * (1.08 if place_class == "unit" else 1.0)
    ems = (
        f"{_ASCII} * length(\"number\") + {_WIDE - _ASCII} * length(regexp_replace(\"number\", '[ -~]', ''))"
    )
    width = f"max({least}, ({ems}) * {letters} + {beside}) * {size}"
    color = CLASS_STYLE[place_class].color
    for key, numbered, bare in (
        (QgsSymbolLayer.Property.PropertyWidth, width, UNNUMBERED * size),
        (QgsSymbolLayer.Property.PropertyHeight, height * size, UNNUMBERED * size),
    ):
        expression = f"if(coalesce(\"number\", '') = '', {bare}, {numbered})"
        layer.setDataDefinedProperty(key, QgsProperty.fromExpression(expression))
    for key, proposed, present in (
        (QgsSymbolLayer.Property.PropertyFillColor, "#FFFFFF", color),
        (QgsSymbolLayer.Property.PropertyStrokeColor, color, "#FFFFFF"),
    ):
        expression = f"if(\"status\" = 'proposed', '{proposed}', '{present}')"
        layer.setDataDefinedProperty(key, QgsProperty.fromExpression(expression))
    return symbol


def _ellipse(place_class: str) -> QgsEllipseSymbolLayer:
    style = CLASS_STYLE[place_class]
    layer = QgsEllipseSymbolLayer()
    layer.setSymbolName(_SHAPES[style.shape])
    layer.setFillColor(QColor(style.color))
    layer.setStrokeColor(QColor("#FFFFFF"))
    layer.setStrokeWidth(HALO)
    layer.setPenJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return layer


def _by_class(value: Callable[[str], object]) -> str:
    cases = " ".join(f"WHEN \"class\" = '{name}' THEN {value(name)}" for name in CLASS_STYLE)
    return f"CASE {cases} END"


def footprint_symbol(place_class: str) -> QgsFillSymbol:
    """Return the tinted ground of a place of a class."""
    color = CLASS_STYLE[place_class].color
    return _fill(tint(color, 0.22), color, 0.25)


def style_footprints(layer: Any, class_of: str = '"class"') -> None:
    """Style footprints by the class of their place, which the expression `class_of` yields."""
    categories = [QgsRendererCategory(name, footprint_symbol(name), name) for name in CLASS_STYLE]
    layer.setRenderer(QgsCategorizedSymbolRenderer(class_of, categories))


def boundary_symbol(width: float = 0.8) -> QgsLineSymbol:
    """Return the dash-dot line of a compound's boundary."""
    symbol = _line(INK, width)
    stroke = symbol.symbolLayer(0)
    stroke.setUseCustomDashPattern(True)
    stroke.setCustomDashVector([width * part for part in (6.5, 1.8, 1.2, 1.8)])
    stroke.setCustomDashPatternUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    stroke.setPenCapStyle(Qt.PenCapStyle.FlatCap)
    return symbol


def style_compounds(layer: Any, width: float = 0.8) -> None:
    """Style compounds (polygons or their outlines): dash-dot boundary, white inside."""
    if layer.geometryType() == 1:
        layer.setRenderer(QgsSingleSymbolRenderer(boundary_symbol(width)))
        return
    symbol = _fill("#FFFFFF", None, 0)
    edge = QgsOutline(boundary_symbol(width))
    symbol.appendSymbolLayer(edge)
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
