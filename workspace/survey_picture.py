"""A survey that is not in yet as layers to look at: in memory, in the drawing's own coordinates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import shapely
from qgis.core import (
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ..community.survey.batches import Frames
from .fonts import font
from .held_texts import hold_texts

# Drawn from bottom to top.
_KINDS = (
    ("survey_area", "Polygon"), ("survey_line", "LineString"), ("survey_point", "Point"),
    ("survey_text", "Point"),
)  # fmt: skip
_FIELDS = "&".join(
    ("field=layer:integer", "field=light:string(9)", "field=dark:string(9)", "field=text:string",
     "field=height:double", "field=rotation:double", "field=h_align:string", "field=v_align:string")
)  # fmt: skip
_COLUMNS = ("layer", "color", "text", "text_height", "rotation", "h_align", "v_align")
_LEAST_LETTERS = 6  # pixels

Features = dict[str, list[Any]]


def toned(color: str | None, *, dark: bool) -> str:
    """Return a CAD colour toned down, so that it can be told on a light or a dark ground."""
    shade = QColor(color or "#000000")
    if not shade.isValid():
        shade = QColor("#000000")
    hue, saturation, lightness = shade.hslHueF(), shade.hslSaturationF(), shade.lightnessF()
    low, high = (0.58, 0.76) if dark else (0.34, 0.55)
    if saturation == 0 and not dark and lightness > high:
        lightness = 0.62
    shade.setHslF(max(hue, 0.0), saturation * 0.5, min(max(lightness, low), max(high, lightness * 0.7)))
    return str(shade.name())


def picture_features(shapes: Frames, layers: Mapping[str, int]) -> Features:
    """Make the features of the preview's layers; may run in the background.

    Parameters
    ----------
    shapes
        Rows of the survey tables, in drawing units.
    layers
        Name of a layer → its number, by which it is shown and hidden.
    """
    tones: dict[Any, tuple[str, str]] = {}
    features: Features = {}
    for table, _ in _KINDS:
        frame = shapes[table]
        wkb = shapely.to_wkb(frame.geometry.to_numpy(), output_dimension=2)
        columns = (frame[name].tolist() for name in _COLUMNS)
        made: list[Any] = []
        for shape, layer, color, text, *held in zip(wkb, *columns):
            if color not in tones:
                tones[color] = toned(color, dark=False), toned(color, dark=True)
            feature = QgsFeature()
            geometry = QgsGeometry()
            geometry.fromWkb(shape)
            feature.setGeometry(geometry)
            feature.setAttributes([layers.get(layer, -1), *tones[color], text or "", *held])
            made.append(feature)
        features[table] = made
    return features


def picture_layers(features: Features, *, dark: bool) -> list[Any]:
    """Make the layers of a preview, top first."""
    made: list[Any] = []
    options = QgsVectorLayer.LayerOptions()
    options.skipCrsValidation = True  # a drawing has none, and nobody is to be asked for it here
    for table, geometry in _KINDS:
        layer = QgsVectorLayer(f"{geometry}?{_FIELDS}", table, "memory", options)
        layer.dataProvider().addFeatures(features[table])
        layer.updateExtents()
        _style(layer, table, "dark" if dark else "light")
        made.insert(0, layer)
    return made


def show_only(layers: list[Any], numbers: frozenset[int] | None) -> None:
    """Show the objects of these drawing layers only; None: of all."""
    wanted = ", ".join(map(str, sorted(numbers or ()))) or "-1"
    for layer in layers:
        layer.setSubsetString("" if numbers is None else f'"layer" IN ({wanted})')


def _style(layer: Any, table: str, tone: str) -> None:
    if table == "survey_area":
        symbol = QgsFillSymbol.createSimple({"outline_width": "0.2", "color": "0,0,0,0"})
        keys = [QgsSymbolLayer.Property.PropertyStrokeColor]
        faint = QgsProperty.fromExpression(f"set_color_part(\"{tone}\", 'alpha', 26)")
        symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertyFillColor, faint)
    elif table == "survey_line":
        symbol = QgsLineSymbol.createSimple({"line_width": "0.2"})
        keys = [QgsSymbolLayer.Property.PropertyStrokeColor]
    else:
        size = "0.8" if table == "survey_point" else "0"
        symbol = QgsMarkerSymbol.createSimple({"name": "circle", "size": size, "outline_style": "no"})
        keys = [QgsSymbolLayer.Property.PropertyFillColor]
    for key in keys:
        symbol.symbolLayer(0).setDataDefinedProperty(key, QgsProperty.fromField(tone))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    if table == "survey_text":
        _label(layer, tone)


def _label(layer: Any, tone: str) -> None:
    """Write the texts as high as they are drawn, once they can be read."""
    text = QgsTextFormat()
    text.setFont(font(8))
    text.setSizeUnit(QgsUnitTypes.RenderUnit.RenderMapUnits)
    settings = QgsPalLayerSettings()
    settings.fieldName = "text"
    settings.setFormat(text)
    settings.fontLimitPixelSize = True
    settings.fontMinPixelSize = _LEAST_LETTERS
    height = 'coalesce(nullif("height", 0), 1)'
    properties = settings.dataDefinedProperties()
    for key, expression in (
        (QgsPalLayerSettings.Property.Size, height),
        (QgsPalLayerSettings.Property.Color, f'"{tone}"'),
        (QgsPalLayerSettings.Property.LabelRotation, '-coalesce("rotation", 0)'),
    ):
        properties.setProperty(key, QgsProperty.fromExpression(expression))
    settings.setDataDefinedProperties(properties)
    hold_texts(settings, height)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
