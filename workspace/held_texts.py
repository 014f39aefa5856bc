"""Texts of a survey held as in the drawing: by their left end or their middle, on the baseline or the top."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsPalLayerSettings, QgsProperty, QgsUnitTypes
from qgis.PyQt.QtGui import QFontMetricsF

from .fonts import font

# QGIS counts the eight sides and the middle row by row, from the upper left.
_QUADRANT = (
    "coalesce(map_get(map('middle', 3, 'top', 6), \"v_align\"), 0)"
    " + coalesce(map_get(map('center', 1, 'right', 0), \"h_align\"), 2)"
)
_MEASURED_AT = 100


def hold_texts(settings: Any, height: str) -> None:
    """Place labels so that each is held at its point by the columns `h_align` and `v_align`.

    Parameters
    ----------
    settings
        Of labels over points, in map units, turned by `rotation` (degrees, anticlockwise).
    height
        Expression of the size of the letters.
    """
    settings.placement = QgsPalLayerSettings.Placement.OverPoint
    settings.offsetUnits = QgsUnitTypes.RenderUnit.RenderMapUnits
    properties = settings.dataDefinedProperties()
    for key, expression in (
        (QgsPalLayerSettings.Property.OffsetQuad, _QUADRANT),
        (QgsPalLayerSettings.Property.OffsetXY, _offset(height)),
        (QgsPalLayerSettings.Property.MultiLineAlignment, "coalesce(\"h_align\", 'left')"),
    ):
        properties.setProperty(key, QgsProperty.fromExpression(expression))
    settings.setDataDefinedProperties(properties)


def _offset(height: str) -> str:
    """Return the expression of how far a label moves so that its letters, not its box, meet the point.

    The box is as high as the typeface ever gets; drawings hold capitals and Chinese by their feet, the
    middle or the top of a capital. Whatever the label is turned by, QGIS moves it along the screen.
    """
    letters = font(10)
    letters.setPixelSize(_MEASURED_AT)
    metrics = QFontMetricsF(letters)
    foot, top = metrics.descent(), metrics.descent() + metrics.capHeight()
    size = metrics.ascent() + metrics.descent()
    pixels = {"baseline": -foot, "middle": (size - foot - top) / 2, "top": size - top}
    upward = {level: part / _MEASURED_AT for level, part in pixels.items()}
    known = ", ".join(f"'{level}', {part:.4f}" for level, part in upward.items())
    moved = f"coalesce(map_get(map({known}), coalesce(\"v_align\", 'baseline')), 0) * {height}"
    turned = 'radians(coalesce("rotation", 0))'
    return f"with_variable('up', {moved}, array(-@up * sin({turned}), -@up * cos({turned})))"
