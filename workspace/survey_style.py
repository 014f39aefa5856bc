"""The base map: the survey drawn as surveyed maps are, for a screen on which one zooms.

One lookup per row decides on its symbol (`_class_expression`): the tables of codes, blocks and layers
stand as constants in the expression, so that 200,000 rows stay fast and a project shows the same
where the plugin is not installed. Drawings of symbols are embedded for the same reason.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMapUnitScale,
    QgsMarkerLineSymbolLayer,
    QgsMarkerSymbol,
    QgsPointPatternFillSymbolLayer,
    QgsProperty,
    QgsRendererCategory,
    QgsSimpleFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsSimpleMarkerSymbolLayer,
    QgsSimpleMarkerSymbolLayerBase,
    QgsSvgMarkerSymbolLayer,
    QgsSymbolLayer,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ..community import catalogue
from ..community.survey.symbology import dashes, matches
from .ground import Ground
from .symbols import symbol_of
from .translation import tr

GEOMETRY = {"survey_point": "point", "survey_line": "line", "survey_area": "area"}
ICONS = Path(__file__).parents[1] / "resources" / "icons" / "survey"
_METRES = 0.5
"""Metres on the ground of a millimetre on a map of 1:500."""
_OTHER, _STRAY, _HIDDEN = "", "stray", ("helper",)
_BY_CLASS = f"CASE WHEN \"stray\" THEN '{_STRAY}'"
_UNKNOWN_DASH = "4;1"
_TONE = {"tone": 26, "hatch": 18, "solid": 150}
_DETAILS = 2500
_Property = QgsSymbolLayer.Property


def style_survey(layer: Any, table: str, ground: Ground, roles: Mapping[str, str]) -> None:
    """Style the survey's points, lines or areas for a ground.

    Parameters
    ----------
    layer
        A layer of one of the tables in `GEOMETRY`.
    table
        Which one.
    ground
        What it is drawn on.
    roles
        What is drawn on the survey's layers, as `catalogue.layer_roles`.
    """
    geometry = GEOMETRY[table]
    rows = catalogue.symbols()
    rows = rows[rows["geometry"] == geometry]
    scaled = layer.fields().indexOf("scale_x") >= 0
    makers: dict[str, Callable[[Mapping[str, str], Ground], Any]] = {
        "point": partial(_point, scaled=scaled), "line": _line, "area": _area,
    }  # fmt: skip
    make = makers[geometry]
    categories = [_category(row, make(row, ground)) for row in rows.to_dict("records")]
    categories.append(QgsRendererCategory(_STRAY, make(_plain(geometry), ground), ""))
    categories.append(QgsRendererCategory(_OTHER, _other(make(_plain(geometry), ground), ground), ""))
    layer.setRenderer(QgsCategorizedSymbolRenderer(_class_expression(geometry, roles), categories))
    if geometry == "point":
        layer.setScaleBasedVisibility(True)
        layer.setMinimumScale(_DETAILS)


def title_survey(layer: Any, table: str, language: str) -> None:
    """Name the symbols in the legend in a language (zh, en)."""
    rows = catalogue.symbols()
    rows = rows[rows["geometry"] == GEOMETRY[table]]
    words = dict(zip(rows["symbol"], rows[language]))
    words[_STRAY], words[_OTHER] = tr("Far from the rest"), tr("Other, in the drawing's colours")
    renderer = layer.renderer()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):  # a planner chose another
        return
    renderer = renderer.clone()
    for position, category in enumerate(renderer.categories()):
        if category.value() in words:
            renderer.updateCategoryLabel(position, words[category.value()])
    layer.setRenderer(renderer)


def color_expression(ground: Ground, most: float) -> str:
    """Return the expression of a row's own colour as the ground bears it, at most so saturated."""
    colors = constant_map({color: ground.toned(color, most) for color in _cad_colors()})
    low, high = (round(100 * part) for part in ground.lightness)
    part = "color_part(\"color\", '{}')".format
    own = f"color_hsl({part('hsl_hue')}, min({part('hsl_saturation')}, {round(100 * most)}), "
    own += f"max({low}, min({high}, {part('lightness')})))"
    return (
        f"CASE WHEN \"color\" IS NULL THEN '{ground.ink}' "
        f'WHEN map_exist({colors}, lower("color")) THEN map_get({colors}, lower("color")) ELSE {own} END'
    )


def constant_map(words: Mapping[str, str]) -> str:
    """Return an expression of a map of texts, which QGIS evaluates once."""
    pairs = ", ".join(f"{_text(key)}, {_text(value)}" for key, value in words.items())
    return f"map({pairs})"


def _text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _cad_colors() -> Iterable[str]:
    from ..readers.dxf.palette import aci_color

    return dict.fromkeys([*(aci_color(index) for index in range(1, 256)), "#ffffff"])


def reread_layers(layer: Any, table: str, roles: Mapping[str, str]) -> None:
    """Let the survey take other symbols once somebody has said what is drawn on its layers."""
    renderer = layer.renderer()
    ours = isinstance(renderer, QgsCategorizedSymbolRenderer) and renderer.classAttribute().startswith(
        _BY_CLASS
    )
    if ours:  # else a planner chose another
        renderer = renderer.clone()
        renderer.setClassAttribute(_class_expression(GEOMETRY[table], roles))
        layer.setRenderer(renderer)


def _class_expression(geometry: str, roles: Mapping[str, str]) -> str:
    """Return the expression of a row's symbol: by code, else by block, else by layer, else empty."""
    found = matches(geometry, roles)
    code = 'upper("code_system") || \'|\' || "code"'
    lookups = [f"map_get({constant_map(found.codes)}, {code})"] if found.codes else []
    for length, beginnings in found.beginnings.items():
        start = f'upper("code_system") || \'|\' || left("code", {length})'
        lookups.append(f"map_get({constant_map(beginnings)}, {start})")
    for column, names in (("block", found.blocks), ("layer", found.layers)):
        if names:
            lookups.append(f'map_get({constant_map(names)}, upper("{column}"))')
    return f"{_BY_CLASS} ELSE coalesce({', '.join(lookups)}, '{_OTHER}') END"


def _category(row: Mapping[str, str], symbol: Any) -> QgsRendererCategory:
    return QgsRendererCategory(row["symbol"], symbol, row["en"], row["symbol"] not in _HIDDEN)


def _plain(geometry: str) -> dict[str, str]:
    """Return a row of the catalogue for what it says nothing about."""
    row = dict.fromkeys(catalogue.symbols().columns, "")
    return {**row, "geometry": geometry, "color": "#9AA1A8", "width": "0.15", "marker": "dot", "size": "0.7"}


def _other(symbol: Any, ground: Ground) -> Any:
    """Draw what no table knows in the colours of the drawing."""
    for layer in symbol.symbolLayers():
        layer.setDataDefinedProperty(
            _Property.PropertyStrokeColor,
            QgsProperty.fromExpression(color_expression(ground, ground.in_lines)),
        )
    return symbol


def _color(row: Mapping[str, str], ground: Ground) -> QColor:
    return QColor(row["color"] if ground.name == "light" else ground.toned(row["color"], ground.in_lines))


def _point(row: Mapping[str, str], ground: Ground, *, scaled: bool) -> QgsMarkerSymbol:
    """Draw an object: as large as on a map of 1:500, turned and enlarged as its block is."""
    marker = QgsSvgMarkerSymbolLayer(_embedded(row["marker"]))
    marker.setStrokeColor(_color(row, ground))
    marker.setFillColor(QColor(ground.color))
    size = float(row["size"])
    marker.setSize(size * _METRES)
    marker.setSizeUnit(QgsUnitTypes.RenderUnit.RenderMapUnits)
    marker.setSizeMapUnitScale(_between(0.6 * size, 2 * size))
    _define(marker, _Property.PropertyAngle, '-coalesce("rotation", 0)')
    if scaled:
        _define(marker, _Property.PropertySize, f"{size * _METRES} * {_block_scale()}")
    _show_from(marker, row)
    return symbol_of(QgsMarkerSymbol, marker)


def _block_scale() -> str:
    """Return how much larger than usual a block was set: CASS sets a block of 1 mm with 0.5 on 1:500."""
    usual = "if(\"code_system\" = 'SOUTH', 0.5, 1)"
    return f'min(4, max(0.4, abs(coalesce("scale_x", {usual})) / {usual}))'


def _line(row: Mapping[str, str], ground: Ground) -> QgsLineSymbol:
    symbol = symbol_of(QgsLineSymbol, _stroke(row, ground))
    if row["interval"]:
        symbol.appendSymbolLayer(_ticks(row, ground))
    return symbol


def _area(row: Mapping[str, str], ground: Ground) -> QgsFillSymbol:
    """Draw an area: its outline above a fill that lets what lies below shine through."""
    symbol = symbol_of(QgsFillSymbol, _stroke(row, ground))
    if row["interval"] and row["fill"] == "":
        symbol.appendSymbolLayer(_ticks(row, ground))
    if row["fill"]:
        symbol.insertSymbolLayer(0, _tone(row, ground))
    if row["fill"] == "hatch":
        symbol.insertSymbolLayer(1, _hatch(row, ground))
    if row["fill"] and row["marker"]:
        symbol.insertSymbolLayer(1, _pattern(row, ground))
    return symbol


def _stroke(row: Mapping[str, str], ground: Ground) -> QgsSimpleLineSymbolLayer:
    stroke = QgsSimpleLineSymbolLayer(_color(row, ground), float(row["width"]))
    stroke.setPenJoinStyle(Qt.PenJoinStyle.MiterJoin)
    stroke.setPenCapStyle(Qt.PenCapStyle.FlatCap)
    if row["dash"]:
        stroke.setUseCustomDashPattern(True)
        stroke.setCustomDashVector([float(part) for part in row["dash"].split()])
        stroke.setCustomDashPatternUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    elif not row["interval"]:
        _define(stroke, _Property.PropertyCustomDash, dash_expression())
    return stroke


def dash_expression() -> str:
    """Return the expression of a row's dashes in mm by its linetype; NULL for a solid line."""
    known = {name: ";".join(f"{part:g}" for part in dash) for name, dash in dashes().items()}
    solid = ", ".join(_text(name) for name, dash in known.items() if not dash)
    dashed = constant_map({name: dash for name, dash in known.items() if dash})
    name = 'upper("linetype")'
    return (
        f'CASE WHEN "linetype" IS NULL OR {name} IN ({solid}) THEN NULL '
        f"ELSE coalesce(map_get({dashed}, {name}), '{_UNKNOWN_DASH}') END"
    )


def _ticks(row: Mapping[str, str], ground: Ground) -> QgsMarkerLineSymbolLayer:
    """Draw the ticks that tell walls, fences and slopes; too dense from afar, they wait for the scale."""
    shape = QgsSimpleMarkerSymbolLayerBase.decodeShape(row["marker"])[0]
    mark = QgsSimpleMarkerSymbolLayer(shape, float(row["size"]))
    mark.setColor(_color(row, ground))
    mark.setStrokeColor(_color(row, ground))
    mark.setStrokeWidth(float(row["width"]))
    if row["marker"] == "circle":
        mark.setFillColor(QColor(ground.color))
    ticks = QgsMarkerLineSymbolLayer(True, float(row["interval"]))
    ticks.setSubSymbol(symbol_of(QgsMarkerSymbol, mark))
    _in_metres(ticks, row)
    _show_from(ticks, {**row, "nearer": row["nearer"] or str(_DETAILS)})
    return ticks


def _in_metres(ticks: QgsMarkerLineSymbolLayer, row: Mapping[str, str]) -> None:
    """Space ticks as on a map of 1:500, neither crowded from afar nor lost close by."""
    interval = float(row["interval"])
    ticks.setInterval(interval * _METRES)
    ticks.setIntervalUnit(QgsUnitTypes.RenderUnit.RenderMapUnits)
    ticks.setIntervalMapUnitScale(_between(0.6 * interval, 3 * interval))
    size = float(row["size"])
    mark = ticks.subSymbol().symbolLayer(0)
    mark.setSize(size * _METRES)
    mark.setSizeUnit(QgsUnitTypes.RenderUnit.RenderMapUnits)
    mark.setSizeMapUnitScale(_between(0.6 * size, 2 * size))


def _tone(row: Mapping[str, str], ground: Ground) -> QgsSimpleFillSymbolLayer:
    color = _color(row, ground)
    color.setAlpha(_TONE[row["fill"]])
    tone = QgsSimpleFillSymbolLayer(color)
    tone.setStrokeStyle(Qt.PenStyle.NoPen)
    return tone


def _hatch(row: Mapping[str, str], ground: Ground) -> QgsLinePatternFillSymbolLayer:
    color = _color(row, ground)
    color.setAlpha(70)
    hatch = QgsLinePatternFillSymbolLayer()
    hatch.setSubSymbol(symbol_of(QgsLineSymbol, QgsSimpleLineSymbolLayer(color, 0.1)))
    hatch.setLineAngle(45)
    hatch.setDistance(float(row["size"]))
    _show_from(hatch, {**row, "nearer": str(_DETAILS)})
    return hatch


def _pattern(row: Mapping[str, str], ground: Ground) -> QgsPointPatternFillSymbolLayer:
    """Strew a small drawing over an area, row by row as on surveyed maps."""
    drawing = QgsSvgMarkerSymbolLayer(_embedded(row["marker"]), float(row["size"]))
    drawing.setStrokeColor(_color(row, ground))
    drawing.setFillColor(QColor(ground.color))
    pattern = QgsPointPatternFillSymbolLayer()
    pattern.setSubSymbol(symbol_of(QgsMarkerSymbol, drawing))
    distance = float(row["interval"])
    pattern.setDistanceX(distance)
    pattern.setDistanceY(distance)
    pattern.setDisplacementX(distance / 2)
    _show_from(pattern, {**row, "nearer": row["nearer"] or "1500"})
    return pattern


def _between(least: float, most: float) -> QgsMapUnitScale:
    """Keep a size in map units within millimetres on the screen."""
    scale = QgsMapUnitScale()
    scale.minSizeMMEnabled, scale.minSizeMM = True, least
    scale.maxSizeMMEnabled, scale.maxSizeMM = True, most
    return scale


def _show_from(layer: Any, row: Mapping[str, str]) -> None:
    if row["nearer"]:
        _define(layer, _Property.PropertyLayerEnabled, f"@map_scale <= {int(row['nearer'])}")


def _define(layer: Any, key: Any, expression: str) -> None:
    layer.setDataDefinedProperty(key, QgsProperty.fromExpression(expression))


def _embedded(name: str) -> str:
    """Return a drawing as QGIS embeds it: a project shows it where the plugin is not installed."""
    path = Path(name) if name.endswith(".svg") else ICONS / f"{name}.svg"
    return "base64:" + base64.b64encode(path.read_bytes()).decode("ascii")
