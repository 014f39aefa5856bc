"""Pictograms of kinds: QGIS's own drawings, white on the colour and shape of the class."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPixmap, QPolygonF

from ..community.catalogue import CLASS_STYLE

SIDE = 22
_RATIO = 2  # sharp on screens of high resolution too
_INNER = {"circle": 0.58, "square": 0.66, "triangle": 0.40}


@lru_cache(maxsize=256)
def pictogram(place_class: str, drawing: str) -> QIcon:
    """Return the icon of a kind.

    Parameters
    ----------
    place_class
        space, facility or unit.
    drawing
        Path below QGIS's svg folder; without one, or where it is not there, the bare shape.
    """
    pixels = QPixmap(SIDE * _RATIO, SIDE * _RATIO)
    pixels.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixels)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole = QRectF(0, 0, pixels.width(), pixels.height())
    style = CLASS_STYLE[place_class]
    _draw_shape(painter, style.shape, QColor(style.color), whole.adjusted(1, 1, -1, -1))
    path = _found(drawing)
    if path is not None:
        _draw_inside(painter, path, style.shape, whole)
    painter.end()
    pixels.setDevicePixelRatio(_RATIO)
    return QIcon(pixels)


def _draw_shape(painter: QPainter, shape: str, color: QColor, box: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if shape == "circle":
        painter.drawEllipse(box)
    elif shape == "square":
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
    else:
        top = QPointF(box.center().x(), box.top())
        painter.drawPolygon(QPolygonF([top, box.bottomRight(), box.bottomLeft()]))


def _draw_inside(painter: QPainter, path: str, shape: str, whole: QRectF) -> None:
    side = whole.width() * _INNER[shape]
    white = QColor("#FFFFFF")
    image, _ = QgsApplication.svgCache().svgAsImage(path, side, white, white, 0.2, 1.0)
    centre = whole.center() + QPointF(0, whole.height() * (0.14 if shape == "triangle" else 0))
    painter.drawImage(QPointF(centre.x() - image.width() / 2, centre.y() - image.height() / 2), image)


def _found(drawing: str) -> Optional[str]:
    if not drawing:
        return None
    folders = [Path(folder) for folder in QgsApplication.svgPaths()]
    return next((str(folder / drawing) for folder in folders if (folder / drawing).is_file()), None)
