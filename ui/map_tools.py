"""Tools on the map canvas: click a point, draw an outline or a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapTool, QgsRubberBand, QgsSnapIndicator
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

ACCENT = QColor("#C8102E")


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


class CornersTool(QgsMapTool):
    """Draws by corners: click them, right click (or Enter) to end, Backspace takes one back, Escape gives up.

    Whoever takes it up is handed what was drawn; the tool is put down before.
    """

    _kind: Any
    _fewest: int

    def __init__(self, canvas: Any, drawn: Callable[[QgsGeometry], None]) -> None:
        super().__init__(canvas)
        self._drawn = drawn
        self._corners: list[QgsPointXY] = []
        self._band = QgsRubberBand(canvas, self._kind)
        self._band.setStrokeColor(ACCENT)
        self._band.setFillColor(QColor(200, 16, 46, 40))
        self._band.setWidth(2)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasReleaseEvent(self, event: Any) -> None:
        """Add a corner, or end."""
        if event.button() == Qt.MouseButton.RightButton:
            self._end()
        else:
            self._corners.append(QgsPointXY(event.snapPoint()))
            self._show()

    def canvasMoveEvent(self, event: Any) -> None:
        """Show it as it would be with the next corner here."""
        if self._corners:
            self._show(QgsPointXY(event.snapPoint()))

    def keyPressEvent(self, event: Any) -> None:
        """Backspace takes a corner back, Enter ends, Escape gives up."""
        key = event.key()
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._corners:
            self._corners.pop()
            self._show()
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end()
        elif key == Qt.Key.Key_Escape:
            self.canvas().unsetMapTool(self)

    def deactivate(self) -> None:
        """Forget what is half drawn."""
        self._corners.clear()
        self._band.reset(self._kind)
        super().deactivate()

    def _shape(self, corners: list[QgsPointXY]) -> QgsGeometry:
        raise NotImplementedError

    def _show(self, *next_corner: QgsPointXY) -> None:
        self._band.setToGeometry(self._shape([*self._corners, *next_corner]), None)

    def _end(self) -> None:
        corners = list(self._corners)
        self.canvas().unsetMapTool(self)
        if len(corners) >= self._fewest:
            self._drawn(self._shape(corners))


class OutlineTool(CornersTool):
    """Draws a polygon."""

    _kind = QgsWkbTypes.GeometryType.PolygonGeometry
    _fewest = 3

    def _shape(self, corners: list[QgsPointXY]) -> QgsGeometry:
        return QgsGeometry.fromPolygonXY([[*corners, *corners[:1]]])


class LineTool(CornersTool):
    """Draws a line."""

    _kind = QgsWkbTypes.GeometryType.LineGeometry
    _fewest = 2

    def _shape(self, corners: list[QgsPointXY]) -> QgsGeometry:
        return QgsGeometry.fromPolylineXY(corners)
