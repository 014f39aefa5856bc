"""The numbers and the ways to them, drawn over the map and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsCoordinateTransform, QgsGeometry, QgsPointXY, QgsProject, QgsWkbTypes
from qgis.gui import QgsMapCanvasItem, QgsRubberBand
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ..map_tools import ACCENT

INK, QUIET, WHITE = QColor("#22262B"), QColor("#5F676E"), QColor("#FFFFFF")
_LINE = QgsWkbTypes.GeometryType.LineGeometry
_POINTS = 9.0


@dataclass(frozen=True)
class Label:
    """A number at its place, in the CRS of the map; `marked` where it is not the one the place had."""

    point: QgsPointXY
    text: str
    marked: bool


class NumbersItem(QgsMapCanvasItem):
    """Paints numbers: red where they change, white where they stay."""

    def __init__(self, canvas: Any) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._labels: Sequence[Label] = ()
        self.setZValue(60)

    def show_labels(self, labels: Sequence[Label]) -> None:
        """Paint these from now on, those that change on top."""
        self._labels = sorted(labels, key=lambda label: label.marked)
        self.updatePosition()
        self.update()

    def updatePosition(self) -> None:
        """Cover the canvas, however it was moved."""
        self.setRect(self._canvas.extent())

    def paint(self, painter: QPainter, _option: Any = None, _widget: Any = None) -> None:
        """Paint every number in view."""
        font = QFont(self._canvas.font())
        font.setPointSizeF(_POINTS)
        font.setBold(True)
        metrics = QFontMetricsF(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        height = metrics.height() * 1.25
        for label in self._labels:
            middle = self.toCanvasCoordinates(label.point) - self.pos()
            width = max(height, metrics.horizontalAdvance(label.text) + height * 0.6)
            box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
            painter.setPen(QPen(WHITE if label.marked else INK, 1.2))
            painter.setBrush(ACCENT if label.marked else WHITE)
            painter.drawRoundedRect(box, height / 2, height / 2)
            painter.setPen(WHITE if label.marked else INK)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label.text)


class Overlay:
    """Numbers, the way taken, the way of the other method, and what the method goes by."""

    def __init__(self, canvas: Any, crs: Any) -> None:
        self._canvas, self._crs = canvas, crs
        self._bands: list[Any] = []
        self._item = NumbersItem(canvas)

    def show(self, preview: Any) -> None:
        """Draw a `community.numbering.preview.Preview`."""
        self._clear_bands()
        transform = QgsCoordinateTransform(
            self._crs, self._canvas.mapSettings().destinationCrs(), QgsProject.instance()
        )
        for comparison in preview.comparisons.values():
            for method, candidate in comparison.candidates.items():
                if method == comparison.taken.method:
                    self._draw(candidate.guide, transform, QUIET, 2, Qt.PenStyle.DotLine)
                    self._draw(candidate.way, transform, ACCENT, 2, Qt.PenStyle.SolidLine)
                elif method == comparison.suggested.method or len(comparison.candidates) == 2:
                    self._draw(candidate.way, transform, QUIET, 1, Qt.PenStyle.DashLine)
        numbered = preview.changes[preview.changes["new"].notna() & preview.changes["geometry"].notna()]
        rows = zip(numbered["geometry"], numbered["new"], numbered["change"])
        self._item.show_labels(
            [
                Label(transform.transform(QgsPointXY(point.x, point.y)), text, change != "same")
                for point, text, change in rows
            ]
        )

    def remove(self) -> None:
        """Take everything off the map."""
        self._clear_bands()
        self._canvas.scene().removeItem(self._item)

    def _draw(self, shape: Any, transform: Any, color: QColor, width: int, style: Any) -> None:
        if shape is None:
            return
        geometry = QgsGeometry()
        geometry.fromWkb(shape.wkb)
        geometry.transform(transform)
        band = QgsRubberBand(self._canvas, _LINE)
        band.setColor(color)
        band.setWidth(width)
        band.setLineStyle(style)
        band.setToGeometry(geometry, None)
        self._bands.append(band)

    def _clear_bands(self) -> None:
        for band in self._bands:
            self._canvas.scene().removeItem(band)
        self._bands.clear()
