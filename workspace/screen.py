"""The look of the working project: the sheet's symbols, made for a screen on which one zooms.

What a planner needs close by, and would only be clutter from afar, appears with the scale: names,
spot heights, lamps. Places that were rejected or retired are not drawn.

No expression here may look into another layer: while QGIS draws in the background such a one waits
for the main thread, and QGIS hangs when that waits for the drawing. Footprints have a join instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from qgis.core import (
    Qgis,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsFontMarkerSymbolLayer,
    QgsPalLayerSettings,
    QgsProperty,
    QgsSimpleLineSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsUnitTypes,
    QgsVectorLayerJoinInfo,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QPointF, Qt
from qgis.PyQt.QtGui import QColor, QFontMetricsF

from ..community.catalogue import CLASS_STYLE, layer_roles
from . import symbols
from .fonts import family, font, text_format
from .ground import LIGHT, Ground
from .held_edits import edits_of
from .held_texts import hold_texts
from .states import absent
from .survey_style import GEOMETRY, color_expression, style_survey

PLACE = 4.8
"""Height in mm of the marker of a place on the screen."""
WAITING = 0.55
"""Part of a marker's size that a place has which is to be numbered and is not yet."""
ENTRANCE = 6.0
NEAR = 1000
"""Scale denominator up to which unnumbered furniture is shown."""
NAMES = 750
BUILDING_NUMBERS = 3000
_LEAST_LETTERS = 6  # pixels, about 1.5 mm, below which a text of the survey is left out
_BAND, _BAND_ALPHA = 1.8, 70  # millimetres, of 255
_TINT_ALPHA = 51
TONED = ("compound", "building", "survey_text", "survey_point", "survey_line", "survey_area")
"""The tables whose look depends on the ground: the base map. All others stand out from any."""
_GONE = f'"rejected" OR "retired_at" IS NOT NULL OR {absent()}'
_BEFORE_STATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "place": ('if("rejected" OR "retired_at" IS NOT NULL, NULL, "class")',),
        "footprint": ('if("place_rejected" OR "place_retired_at" IS NOT NULL, NULL, "place_class")',),
    }
)
"""What decided on the class drawn before a project could show one state."""
_UNNUMBERED = "commonplan_unnumbered"
_FURNITURE = f"coalesce(array_contains(string_to_array(coalesce(@{_UNNUMBERED}, '')), \"kind\"), false)"
"""Whether a place is of a kind without numbers: lamps and the like, and what a planner made one."""
_PLACE_STATUS = '"place_status"'
_OWN_NAME = "coalesce(nullif(trim(\"name\"), ''), "
_NAME = 'coalesce(nullif(trim("name"), \'\'), represent_value("kind"))'


def style_for_screen(layers: Mapping[str, Any], table: str, ground: Ground = LIGHT) -> None:
    """Style the layer of one of a community's tables for the working project.

    Parameters
    ----------
    layers
        All layers of the project by table: footprints take their class from places.
    table
        Which one to style; one without geometry is left as it is.
    ground
        What the map is drawn on.
    """
    if table == "footprint":
        _style_footprints(layers[table], layers["place"])
    elif table == "compound":
        _style_compounds(layers[table], ground)
    elif table == "building":
        _style_buildings(layers[table], ground)
    elif table == "survey_text":
        _style_survey_texts(layers[table], layers["building"], ground)
    elif table in GEOMETRY:
        style_survey(layers[table], table, ground, layer_roles(edits_of(layers)))
    elif table in _STYLES:
        _STYLES[table](layers[table])


def tell_furniture(layer: Any, kinds: Any) -> None:
    """Tell the style of `place` which kinds get no number.

    Parameters
    ----------
    layer
        The layer.
    kinds
        As `catalogue.kinds()`, with a planner's edits.
    """
    words = ",".join(kinds.index[kinds["numbering"] == "none"])
    QgsExpressionContextUtils.setLayerVariable(layer, _UNNUMBERED, words)


def _style_places(layer: Any) -> None:
    symbols.style_places(layer, PLACE)
    renderer = layer.renderer().clone()
    renderer.setClassAttribute(_shown_class("place"))
    for position, category in enumerate(renderer.categories()):
        renderer.updateCategorySymbol(position, _numbered(category.symbol().clone(), category.value()))
    # The first number lies on top of the others, what has none below them all.
    order = QgsFeatureRequest.OrderByClause('"rank"', False, True)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([order]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)


def _numbered(symbol: Any, place_class: str) -> Any:
    """Write the number into the symbol, not as a label: markers that overlap then hide one another whole."""
    size = {
        QgsSymbolLayer.Property.PropertyWidth: PLACE * WAITING,
        QgsSymbolLayer.Property.PropertyHeight: PLACE * WAITING,
    }
    for key, waiting in size.items():
        given = symbol.symbolLayer(0).dataDefinedProperties().property(key).expressionString()
        text = f"if(coalesce(\"number\", '') = '' AND NOT {_FURNITURE}, {waiting}, {given})"
        symbol.symbolLayer(0).setDataDefinedProperty(key, QgsProperty.fromExpression(text))
    far = f"coalesce(\"number\", '') = '' AND {_FURNITURE} AND @map_scale > {NEAR}"
    enabled = QgsSymbolLayer.Property.PropertyLayerEnabled
    symbol.symbolLayer(0).setDataDefinedProperty(enabled, QgsProperty.fromExpression(f"NOT ({far})"))
    symbol.symbolLayer(0).setStrokeWidth(symbols.HALO * PLACE / symbols.MARKER)
    symbol.appendSymbolLayer(_letters(place_class))
    return symbol


def _letters(place_class: str) -> QgsFontMarkerSymbolLayer:
    height, lowered = symbols.number_letters(place_class, PLACE)
    metrics = QFontMetricsF(font(100, bold=True))
    # QGIS centres a font marker by its ascent, which CJK typefaces have high above the digits.
    raised = (metrics.ascent() - metrics.capHeight()) / 2 / metrics.ascent() * height
    letters = QgsFontMarkerSymbolLayer(family(), "1", height, QColor("#FFFFFF"))
    letters.setFontStyle("Bold")
    letters.setOffset(QPointF(0, lowered - raised))
    color = CLASS_STYLE[place_class].color
    properties = {
        QgsSymbolLayer.Property.PropertyCharacter: "coalesce(\"number\", '')",
        QgsSymbolLayer.Property.PropertyFillColor: f"if(\"status\" = 'proposed', '{color}', '#FFFFFF')",
    }
    for key, expression in properties.items():
        letters.setDataDefinedProperty(key, QgsProperty.fromExpression(expression))
    return letters


def name_places(layer: Any, names: Mapping[str, str]) -> None:
    """Write the names of places beside their markers, seen close by; a planner's own labels stay.

    Parameters
    ----------
    layer
        Of the places.
    names
        Kind → what a place without a name is called.
    """
    words = ", ".join(f"'{kind}', '{quoted(name)}'" for kind, name in names.items())
    name = f'{_OWN_NAME}map_get(map({words}), "kind"))'
    text = f"if({_GONE} OR coalesce(\"number\", '') = '', '', {name})"
    if _has_labels(layer):
        if _is_named_by_us(layer):
            settings = _settings(layer)
            settings.fieldName = text
            layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
        return
    settings = QgsPalLayerSettings()
    settings.fieldName = text
    settings.isExpression = True
    settings.setFormat(text_format(8, symbols.INK, halo=0.5))
    settings.placement = QgsPalLayerSettings.Placement.OrderedPositionsAroundPoint
    settings.offsetType = QgsPalLayerSettings.OffsetType.FromSymbolBounds
    settings.dist = 0.3
    order = QgsPalLayerSettings.Property.PredefinedPositionOrder
    settings.setDataDefinedProperties(_with(settings, order, "'R,L,B,T,BR,BL,TR,TL'"))
    _show_from(settings, NAMES)
    _label(layer, settings)


def _has_labels(layer: Any) -> bool:
    """Tell whether somebody chose labels: not those of a new layer, nor the sheet's."""
    simple = isinstance(layer.labeling(), QgsVectorLayerSimpleLabeling)
    return layer.labeling() is not None and not (simple and _settings(layer).fieldName == "number")


def _is_named_by_us(layer: Any) -> bool:
    simple = isinstance(layer.labeling(), QgsVectorLayerSimpleLabeling)
    return simple and _OWN_NAME in _settings(layer).fieldName


def tone_names(layer: Any, before: Ground, ground: Ground) -> None:
    """Give the names of places the colours of a ground, unless a planner gave them others."""
    if not isinstance(layer.labeling(), QgsVectorLayerSimpleLabeling):
        return
    settings = _settings(layer)
    text = settings.format()
    if text.color() == QColor(before.boundary):
        text.setColor(QColor(ground.boundary))
        halo = text.buffer()
        halo.setColor(QColor(ground.color))
        text.setBuffer(halo)
        settings.setFormat(text)
        _label(layer, settings)


def _style_footprints(layer: Any, places: Any) -> None:
    _join_places(layer, places)
    symbols.style_footprints(layer, _shown_class("footprint"))
    renderer = layer.renderer().clone()
    for position, category in enumerate(renderer.categories()):
        symbol = category.symbol().clone()
        color = QColor(CLASS_STYLE[category.value()].color)
        color.setAlpha(_TINT_ALPHA)  # on a screen the tint bears any ground
        symbol.setColor(color)
        renderer.updateCategorySymbol(position, symbol)
    layer.setRenderer(renderer)


def _join_places(layer: Any, places: Any) -> None:
    # A cache would not notice what algorithms write.
    _join(layer, "place_id", places, "id", ["class", "rejected", "retired_at", "status"], cached=False)


def _shown_class(table: str) -> str:
    """Return the expression by which places or footprints are drawn: their class, NULL for none."""
    if table == "place":
        return f'if({_GONE}, NULL, "class")'
    gone = f'"place_rejected" OR "place_retired_at" IS NOT NULL OR {absent(_PLACE_STATUS)}'
    return f'if({gone}, NULL, "place_class")'


def show_states(layers: Mapping[str, Any]) -> None:
    """Let a project from before there were states (see `states`) leave out what is not in the one shown.

    Symbols stay as a planner has made them; a layer drawn by something else than its class is left alone.
    """
    for table in ("place", "footprint"):
        layer = layers[table]
        drawn = getattr(layer.renderer(), "classAttribute", str)()
        if drawn not in _BEFORE_STATES[table]:
            continue
        if table == "footprint":
            layer.removeJoin(layers["place"].id())
            _join_places(layer, layers["place"])
        renderer = layer.renderer().clone()
        renderer.setClassAttribute(_shown_class(table))
        layer.setRenderer(renderer)


def _join(layer: Any, column: str, other: Any, other_column: str, wanted: list[str], *, cached: bool) -> None:
    """Join columns of another table, under its name, and keep them out of the attribute table."""
    prefix = f"{other.customProperty('commonplan/table')}_"
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(other)
    join.setJoinFieldName(other_column)
    join.setTargetFieldName(column)
    join.setPrefix(prefix)
    join.setJoinFieldNamesSubset(wanted)
    join.setUsingMemoryCache(cached)
    layer.addJoin(join)
    table = layer.attributeTableConfig()
    table.update(layer.fields())
    joined = {f"{prefix}{name}" for name in wanted}
    for position, shown in enumerate(table.columns()):
        table.setColumnHidden(position, shown.name in joined)
    layer.setAttributeTableConfig(table)


def _style_compounds(layer: Any, ground: Ground) -> None:
    """Draw the boundary as a band: a wall that stands on it keeps its ticks, and imagery may lie below."""
    color = QColor(ground.ink)
    color.setAlpha(_BAND_ALPHA)
    band = QgsSimpleLineSymbolLayer(color, _BAND)
    band.setPenJoinStyle(Qt.PenJoinStyle.MiterJoin)
    layer.setRenderer(QgsSingleSymbolRenderer(symbols.symbol_of(QgsFillSymbol, band)))


def _style_buildings(layer: Any, ground: Ground) -> None:
    symbols.style_buildings(layer, 8)
    symbol = layer.renderer().symbol().clone()
    symbol.setColor(QColor(ground.building))
    symbol.symbolLayer(0).setStrokeColor(QColor(ground.building_edge))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    settings = _settings(layer)
    text = settings.format()
    text.setColor(QColor(ground.building_label))
    halo = text.buffer()
    halo.setColor(QColor(ground.building))
    text.setBuffer(halo)
    settings.setFormat(text)
    settings.placement = QgsPalLayerSettings.Placement.Horizontal
    _let_give_way(settings, priority=6)
    _show_from(settings, BUILDING_NUMBERS)
    _label(layer, settings)


def _style_survey_texts(layer: Any, buildings: Any, ground: Ground) -> None:
    """Set each text as high as it was drawn, and leave it out while it is too small to read.

    The number of a building is not written twice.
    """
    if not layer.vectorJoins():
        _join(layer, "text", buildings, "label", ["id"], cached=True)
    symbols.style_texts(layer, "text_height", label='if("building_id" IS NULL, "text", \'\')')
    settings = _settings(layer)
    text = settings.format()
    text.setSizeUnit(QgsUnitTypes.RenderUnit.RenderMapUnits)
    settings.setFormat(text)
    height = 'coalesce(nullif("text_height", 0), 1.5)'
    settings.setDataDefinedProperties(_with(settings, QgsPalLayerSettings.Property.Size, height))
    hold_texts(settings, height)
    settings.setDataDefinedProperties(
        _with(settings, QgsPalLayerSettings.Property.Color, color_expression(ground, ground.in_texts))
    )
    settings.fontLimitPixelSize = True
    settings.fontMinPixelSize = _LEAST_LETTERS
    _let_give_way(settings, priority=0)
    _label(layer, settings)


def quoted(text: Any) -> str:
    """Return a text as it stands between the quotes of an expression."""
    return str(text).replace("'", "''")


def _settings(layer: Any) -> QgsPalLayerSettings:
    return QgsPalLayerSettings(layer.labeling().settings())


def _label(layer: Any, settings: QgsPalLayerSettings) -> None:
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def _with(settings: QgsPalLayerSettings, key: Any, expression: str) -> Any:
    properties = settings.dataDefinedProperties()
    properties.setProperty(key, QgsProperty.fromExpression(expression))
    return properties


def _show_from(settings: QgsPalLayerSettings, denominator: int) -> None:
    settings.scaleVisibility = True
    settings.minimumScale = denominator


def _let_give_way(settings: QgsPalLayerSettings, priority: int) -> None:
    """Leave a label out where another one of more weight stands."""
    settings.displayAll = False
    settings.priority = priority
    if hasattr(settings, "placementSettings"):  # from 3.26 on it stands in for displayAll
        placement = settings.placementSettings()
        placement.setOverlapHandling(Qgis.LabelOverlapHandling.PreventOverlap)
        settings.setPlacementSettings(placement)


_STYLES: Mapping[str, Callable[[Any], None]] = MappingProxyType(
    {
        "entrance": lambda layer: symbols.style_entrances(layer, ENTRANCE),
        "place": _style_places,
        "comment": symbols.style_voices,
        "comment_line": symbols.style_voices,
        "comment_area": symbols.style_voices,
        "proposal": lambda layer: symbols.style_voices(layer, symbols.PROPOSAL),
    }
)
