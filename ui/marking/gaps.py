"""What is missing, on the map: circles of what serves, and in red what they leave out."""

from __future__ import annotations

from typing import Any, Optional

import shapely
from qgis.core import QgsGeometry, QgsWkbTypes
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QModelIndex, QObject, QRect, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from ...community.checks.gaps import MISSING, TOO_FAR, Gap
from ...workspace.findings import sentence
from ...workspace.gaps import gaps_in
from ...workspace.picking import geometry_of
from ...workspace.translation import tr
from ..plain_text import tip
from .map_side import MapSide
from .page import page_head
from .work import Work

_SERVED, _LACKING = QColor("#0072B2"), QColor("#D55E00")
_POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry
_POINT = QgsWkbTypes.GeometryType.PointGeometry
_MARKS = {MISSING: "✕", TOO_FAR: "◯"}
_MARGIN = 14
_GAP = int(Qt.ItemDataRole.UserRole)


class GapsPage(QWidget):
    """A list of what is lacking, each with its standard."""

    left = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("gaps_page")
        self._count = QLabel(self)
        self._count.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setObjectName("gaps")
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setItemDelegate(_Sentence(self.list))
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addLayout(page_head(tr("What is missing"), self, self.left.emit))
        layout.addWidget(self._count)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._hint)

    def show_gaps(self, found: list[Gap]) -> None:
        """Show the gaps, in the order of the standards."""
        self.list.clear()
        for position, gap in enumerate(found):
            message, remedy = sentence(gap.code, gap.fields)
            item = QListWidgetItem(f"{_MARKS.get(gap.code, '△')}  {message}")
            item.setData(_GAP, position)
            item.setToolTip(tip(remedy))
            self.list.addItem(item)
        told = tr("Findings by the standards: {n}. A circle shows how far a place serves; orange is in none.")
        none = tr("Nothing is missing by the standards.")
        self._count.setText(told.format(n=len(found)) if found else none)

    def show_remedy(self, text: str) -> None:
        """Say what to do about the gap chosen."""
        self._hint.setText(text)


class _Sentence(QStyledItemDelegate):
    """Gives each row the height of its whole text: where a theme pads rows, Qt's own is a line short."""

    def sizeHint(self, option: Any, index: QModelIndex) -> QSize:
        """As wide as the list, and as high as the text then is."""
        width = self.parent().viewport().width()
        inner = QRect(0, 0, width - 2 * _MARGIN, 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        height = option.fontMetrics.boundingRect(inner, flags, str(index.data())).height()
        return QSize(width, height + _MARGIN)


class Gaps(Work):
    """Joins the page and the open community."""

    def __init__(self, side: MapSide, panel: Any, parent: Optional[QObject] = None) -> None:
        self.page = GapsPage()
        super().__init__(side, panel, self.page, parent)
        self._found: list[Gap] = []
        self._bands: list[QgsRubberBand] = []
        self.page.left.connect(self.leave)
        self.page.list.currentRowChanged.connect(self._show)

    def start(self) -> None:
        """Look for gaps and show the list."""
        layers = self._side.layers()
        if not layers:
            return
        self._found = gaps_in(layers)
        self._panel.turn_to(self.page)
        self.page.show_gaps(self._found)
        self.page.list.setCurrentRow(0)

    def release(self) -> None:
        """Take circles and gaps off the map."""
        for band in self._bands:
            self._side.canvas.scene().removeItem(band)
        self._bands = []

    def _show(self, row: int) -> None:
        self.release()
        if not 0 <= row < len(self._found):
            return
        gap = self._found[row]
        self.page.show_remedy(sentence(gap.code, gap.fields)[1])
        circles = shapely.buffer(gap.served, gap.radius, quad_segs=32) if gap.radius else gap.served[:0]
        for shape in circles:
            self._draw(shape, _SERVED, 22)
        for shape in gap.lacking:
            self._draw(shape, _LACKING, 110)
        for point in gap.served:
            self._draw(point, _SERVED, 255)
        self._bring_into_view([*circles, *gap.lacking, *gap.served])

    def _draw(self, shape: Any, color: QColor, fill: int) -> None:
        geometry = self._side.on_map(geometry_of(shape))
        band = QgsRubberBand(self._side.canvas, geometry.type())
        band.setStrokeColor(color)
        band.setFillColor(QColor(color.red(), color.green(), color.blue(), fill))
        band.setWidth(2)
        if geometry.type() == _POINT:
            band.setIcon(QgsRubberBand.IconType.ICON_CIRCLE)
            band.setIconSize(12)
        band.setToGeometry(geometry, None)
        self._bands.append(band)

    def _bring_into_view(self, shapes: list[Any]) -> None:
        site = [f.geometry() for f in self._side.layers()["compound"].getFeatures() if f.hasGeometry()]
        all_shapes = [*(geometry_of(shape) for shape in shapes), *site]
        box = self._side.on_map(QgsGeometry.collectGeometry(site or all_shapes)).boundingBox()
        box.scale(1.15)
        self._side.canvas.setExtent(box)
        self._side.canvas.refresh()
