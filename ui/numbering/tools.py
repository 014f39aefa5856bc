"""Map tools for numbers: a line to walk along, picked; places clicked in turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapTool, QgsMapToolIdentify
from qgis.PyQt.QtCore import Qt

_LINE = QgsWkbTypes.GeometryType.LineGeometry
_POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry


class PickLineTool(QgsMapToolIdentify):
    """Hands over the line that is clicked, or the outline of an area when there is no line."""

    def __init__(self, canvas: Any, picked: Callable[[QgsGeometry, Any], None]) -> None:
        super().__init__(canvas)
        self._picked = picked
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def canvasReleaseEvent(self, event: Any) -> None:
        """Look for a line under the mouse, in every visible layer."""
        mode = QgsMapToolIdentify.IdentifyMode.TopDownAll
        at = event.originalPixelPoint()
        found = self.identify(at.x(), at.y(), [], mode)
        shapes = [(result.mFeature.geometry(), result.mLayer.crs()) for result in found]
        lines = [shape for shape in shapes if shape[0].type() == _LINE]
        areas = [shape for shape in shapes if shape[0].type() == _POLYGON]
        areas.sort(key=lambda shape: shape[0].area())
        for geometry, crs in (lines or areas)[:1]:
            self.canvas().unsetMapTool(self)
            self._picked(geometry, crs)

    def keyPressEvent(self, event: Any) -> None:
        """Put the tool down with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.canvas().unsetMapTool(self)


class OrderTool(QgsMapTool):
    """Hands over clicks on places in turn; Backspace takes one back, right click, Enter or Escape ends."""

    def __init__(self, canvas: Any, clicked: Callable[[QgsPointXY], None], back: Callable[[], None]) -> None:
        super().__init__(canvas)
        self._clicked, self._back = clicked, back
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def canvasReleaseEvent(self, event: Any) -> None:
        """Hand over the point, or end."""
        if event.button() == Qt.MouseButton.RightButton:
            self.canvas().unsetMapTool(self)
        else:
            self._clicked(event.mapPoint())

    def keyPressEvent(self, event: Any) -> None:
        """Take the last click back, or end."""
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._back()
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.canvas().unsetMapTool(self)
