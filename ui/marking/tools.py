"""Map tools for places: one marks what is clicked or boxed, one selects and moves what is marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

from qgis.core import QgsGeometry, QgsPointXY, QgsRectangle, QgsWkbTypes
from qgis.gui import QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeySequence
from qgis.PyQt.QtWidgets import QApplication

from ..map_tools import ACCENT

_POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry
_POINT = QgsWkbTypes.GeometryType.PointGeometry
_REACH = 8
"""Pixels around the pointer in which a symbol or a marker is meant."""


class _PlaceTool(QgsMapTool):
    """What both tools share: clicks told from boxes, a highlight under the pointer, keys."""

    clicked = pyqtSignal(object, object)  # point (QgsGeometry), modifiers
    boxed = pyqtSignal(object, object)  # QgsRectangle, modifiers
    left = pyqtSignal()  # Escape
    digit = pyqtSignal(int)
    letter = pyqtSignal(str)
    undo_asked = pyqtSignal()

    def __init__(self, canvas: Any, look: Callable[[QgsGeometry], Optional[QgsGeometry]]) -> None:
        super().__init__(canvas)
        self._look = look
        self._pressed: Optional[QPoint] = None
        self._box = band(canvas, _POLYGON, 1)
        self._box.setLineStyle(Qt.PenStyle.DashLine)
        self._glow = band(canvas, _POLYGON, 2)
        self._spot = band(canvas, _POINT, 2)
        self._spot.setIcon(QgsRubberBand.IconType.ICON_CIRCLE)
        self._spot.setIconSize(16)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def reach(self) -> float:
        """Return how far from the pointer something is still meant, in map units."""
        return float(self.canvas().mapUnitsPerPixel() * _REACH)

    def canvasPressEvent(self, event: Any) -> None:
        """Note where a click or a box begins."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.originalPixelPoint()

    def canvasMoveEvent(self, event: Any) -> None:
        """Draw the box, or show what a click would take."""
        if self._dragging(event):
            self._drag(event)
        elif self._pressed is None:
            self._show(self._look(_at(event)))

    def canvasReleaseEvent(self, event: Any) -> None:
        """Hand over the click or the box."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        dragged = self._dragging(event)
        if dragged:
            self._drop(event)
        self._pressed = None
        self._box.reset(_POLYGON)
        if not dragged:
            self.clicked.emit(_at(event), event.modifiers())
            self._show(self._look(_at(event)))

    def keyPressEvent(self, event: Any) -> None:
        """Escape gives up a box, then the tool; digits and letters are short cuts."""
        event.accept()
        if event.key() == Qt.Key.Key_Escape:
            if self._pressed is not None:
                self._pressed = None
                self._box.reset(_POLYGON)
            else:
                self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        elif Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            self.digit.emit(int(event.key()) - int(Qt.Key.Key_0))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.letter.emit("delete")
            event.ignore()  # QGIS deletes what is selected when a tool has taken this key
        elif event.text().strip().isalpha() and not event.modifiers():
            self.letter.emit(event.text().lower())
        else:
            event.ignore()

    def deactivate(self) -> None:
        """Take box and highlight off the canvas."""
        self._pressed = None
        self._box.reset(_POLYGON)
        self._show(None)
        super().deactivate()

    def _dragging(self, event: Any) -> bool:
        if self._pressed is None:
            return False
        return (
            event.originalPixelPoint() - self._pressed
        ).manhattanLength() >= QApplication.startDragDistance()

    def _drag(self, event: Any) -> None:
        self._show(None)
        self._box.setToGeometry(QgsGeometry.fromRect(self._rectangle(event)), None)

    def _drop(self, event: Any) -> None:
        self.boxed.emit(self._rectangle(event), event.modifiers())

    def _rectangle(self, event: Any) -> QgsRectangle:
        return QgsRectangle(
            self.toMapCoordinates(self._pressed), self.toMapCoordinates(event.originalPixelPoint())
        )

    def _show(self, geometry: Optional[QgsGeometry]) -> None:
        self._glow.reset(_POLYGON)
        self._spot.reset(_POINT)
        if geometry is None:
            return
        point = geometry.type() == _POINT
        (self._spot if point else self._glow).setToGeometry(geometry, None)


class MarkTool(_PlaceTool):
    """Marks what is clicked; a box marks many."""


class ArrangeTool(_PlaceTool):
    """Selects places by click or box, and moves the anchor that is dragged."""

    moved = pyqtSignal(object, object)  # what was picked up, where it was dropped (QgsGeometry)

    def __init__(
        self,
        canvas: Any,
        look: Callable[[QgsGeometry], Optional[QgsGeometry]],
        pick_up: Callable[[QgsGeometry], Any],
    ) -> None:
        super().__init__(canvas, look)
        self._pick_up = pick_up
        self._carried: Any = None
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def canvasPressEvent(self, event: Any) -> None:
        """Pick up the place under the pointer."""
        super().canvasPressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._carried = self._pick_up(_at(event))

    def _drag(self, event: Any) -> None:
        if self._carried is None:
            super()._drag(event)
        else:
            self._show(_at(event))

    def _drop(self, event: Any) -> None:
        if self._carried is None:
            super()._drop(event)
        else:
            self.moved.emit(self._carried, _at(event))
            self._show(None)
        self._carried = None


def band(canvas: Any, kind: Any, width: int) -> QgsRubberBand:
    """Return a rubber band in the accent colour."""
    drawn = QgsRubberBand(canvas, kind)
    drawn.setStrokeColor(ACCENT)
    drawn.setFillColor(QColor(200, 16, 46, 50))
    drawn.setWidth(width)
    return drawn


def _at(event: Any) -> QgsGeometry:
    return QgsGeometry.fromPointXY(QgsPointXY(event.mapPoint()))


class CutTool(QgsMapTool):
    """Draws a straight line: one click where it begins, one where it ends."""

    drawn = pyqtSignal(object)
    left = pyqtSignal()

    def __init__(self, canvas: Any) -> None:
        super().__init__(canvas)
        self._start: Optional[QgsPointXY] = None
        self._band = band(canvas, QgsWkbTypes.GeometryType.LineGeometry, 2)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasMoveEvent(self, event: Any) -> None:
        """Show the line as it would be."""
        if self._start is not None:
            self._band.setToGeometry(self._line(event), None)

    def canvasReleaseEvent(self, event: Any) -> None:
        """Begin the line, or hand it over."""
        if self._start is None:
            self._start = QgsPointXY(event.mapPoint())
        else:
            line = self._line(event)
            self._reset()
            self.drawn.emit(line)

    def keyPressEvent(self, event: Any) -> None:
        """Escape gives up."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self._reset()
            self.left.emit()

    def deactivate(self) -> None:
        """Forget a half-drawn line."""
        self._reset()
        super().deactivate()

    def _line(self, event: Any) -> QgsGeometry:
        return QgsGeometry.fromPolylineXY([self._start, QgsPointXY(event.mapPoint())])

    def _reset(self) -> None:
        self._start = None
        self._band.reset(QgsWkbTypes.GeometryType.LineGeometry)
