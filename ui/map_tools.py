"""Tools on the map canvas: click a point, draw an outline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapTool, QgsRubberBand, QgsSnapIndicator
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

ACCENT = QColor("#C8102E")
_POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry


class PointTool(QgsMapTool):
    """Hands over every point that is clicked, snapped as the project snaps."""

    def __init__(self, canvas: Any, clicked: Callable[[QgsGeometry], None]) -> None:
        super().__init__(canvas)
        self._clicked = clicked
        self._snap = QgsSnapIndicator(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasMoveEvent(self, event: Any) -> None:
        """Show what the point snaps to."""
        event.snapPoint()
        self._snap.setMatch(event.mapPointMatch())

    def canvasReleaseEvent(self, event: Any) -> None:
        """Hand over the point."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._clicked(QgsGeometry.fromPointXY(QgsPointXY(event.snapPoint())))

    def keyPressEvent(self, event: Any) -> None:
        """Put the tool down with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.canvas().unsetMapTool(self)

    def deactivate(self) -> None:
        """Take the snapping mark off the canvas."""
        self._snap.setVisible(False)
        super().deactivate()


class OutlineTool(QgsMapTool):
    """Draws a polygon: click its corners, right click (or Enter) to close, Backspace takes one back."""

    def __init__(self, canvas: Any, closed: Callable[[QgsGeometry], None]) -> None:
        super().__init__(canvas)
        self._closed = closed
        self._corners: list[QgsPointXY] = []
        self._band = QgsRubberBand(canvas, _POLYGON)
        self._band.setStrokeColor(ACCENT)
        self._band.setFillColor(QColor(200, 16, 46, 40))
        self._band.setWidth(2)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasReleaseEvent(self, event: Any) -> None:
        """Add a corner, or close the outline."""
        if event.button() == Qt.MouseButton.RightButton:
            self._close()
        else:
            self._corners.append(QgsPointXY(event.snapPoint()))
            self._show()

    def canvasMoveEvent(self, event: Any) -> None:
        """Show the outline as it would be with the next corner here."""
        if self._corners:
            self._show(QgsPointXY(event.snapPoint()))

    def keyPressEvent(self, event: Any) -> None:
        """Backspace takes a corner back, Enter closes, Escape gives up."""
        key = event.key()
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._corners:
            self._corners.pop()
            self._show()
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._close()
        elif key == Qt.Key.Key_Escape:
            self._reset()
            self.canvas().unsetMapTool(self)

    def deactivate(self) -> None:
        """Forget a half-drawn outline."""
        self._reset()
        super().deactivate()

    def _show(self, next_corner: QgsPointXY | None = None) -> None:
        corners = [*self._corners, *([next_corner] if next_corner is not None else [])]
        self._band.setToGeometry(QgsGeometry.fromPolygonXY([corners]), None)

    def _close(self) -> None:
        corners = list(self._corners)
        self._reset()
        if len(corners) > 2:
            self._closed(QgsGeometry.fromPolygonXY([[*corners, corners[0]]]))

    def _reset(self) -> None:
        self._corners.clear()
        self._band.reset(_POLYGON)
