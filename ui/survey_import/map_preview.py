"""The survey on QGIS's own map canvas, before it is in."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapToolEmitPoint, QgsMapToolPan
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ...workspace.translation import tr
from ..widgets import dimmed, is_dark

_ROOM = 1.06
_SNAP = 12  # pixels


class _Picker(QgsMapToolEmitPoint):
    """Tells of a click when the button is let go: by then the next tool may have the map.

    QGIS's own tells on pressing; the tool that drags would take the release for a click of its own, and
    move the map.
    """

    def canvasPressEvent(self, event: Any) -> None:
        """Wait."""

    def canvasReleaseEvent(self, event: Any) -> None:
        """Tell where."""
        self.canvasClicked.emit(self.toMapCoordinates(event.originalPixelPoint()), event.button())


class MapPreview(QWidget):
    """A map to look at, to drag, to zoom and to pick corners on; the project's map is left alone."""

    picked = pyqtSignal(float, float)  # in the drawing's coordinates

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = QgsMapCanvas(self)
        self.canvas.setObjectName("survey_preview")
        self.canvas.setDestinationCrs(QgsCoordinateReferenceSystem())
        self.canvas.enableAntiAliasing(True)
        self.canvas.setCanvasColor(self.palette().color(QPalette.ColorRole.Base))
        self.canvas.setFrameShape(QFrame.Shape.StyledPanel)
        self.canvas.setMinimumSize(280, 200)
        self.canvas.setAccessibleName(tr("Preview of the survey"))
        self._tool = QgsMapToolPan(self.canvas)
        self.canvas.setMapTool(self._tool)
        self._picker = _Picker(self.canvas)
        self._picker.canvasClicked.connect(lambda point, _button: self.picked.emit(*self._snapped(point)))
        self._corners: Any = None
        self._caption = dimmed("", self)
        self._whole = QToolButton(self)
        self._whole.setText(tr("Whole site"))
        self._whole.clicked.connect(self.show_whole)
        foot = QHBoxLayout()
        foot.addWidget(self._caption, 1)
        foot.addWidget(self._whole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas, 1)
        layout.addLayout(foot)
        self._layers: list[Any] = []
        self._box: Any = None
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.canvas.stopRendering()
        self.canvas.setLayers([])
        self._layers, self._box, self._corners = [], None, None
        self._caption.setText("")
        self._whole.setEnabled(False)

    def show_preview(self, preview: Any, features: Any, numbers: frozenset[int] | None) -> None:
        """Show a survey whole."""
        from ...workspace.survey_picture import picture_layers

        self._corners = _corners_of(preview.shapes)
        same = self._box is not None and self._box == preview.box
        self.canvas.setLayers([])
        self._layers = picture_layers(features, dark=is_dark(self))
        self._box = preview.box
        self._whole.setEnabled(preview.box is not None)
        drawn = sum(map(len, features.values()))
        words = tr("{n} objects").format(n=preview.objects)
        if drawn < preview.objects:
            words += " · " + tr("every {n}th is drawn").format(n=-(-preview.objects // drawn))
        self._caption.setText(words)
        self.show_layers(numbers)
        self.canvas.setLayers(self._layers)
        if not same:
            self.show_whole()

    def show_layers(self, numbers: frozenset[int] | None) -> None:
        """Show only the drawing layers with these numbers; None: all."""
        from ...workspace.survey_picture import show_only

        show_only(self._layers, numbers)
        self.canvas.refresh()

    def pick_points(self, on: bool) -> None:
        """Let clicks pick points, or drag the map again."""
        self.canvas.setMapTool(self._picker if on else self._tool)

    def _snapped(self, point: Any) -> tuple[float, float]:
        """Return the corner, text or symbol nearest to a click, or the click itself where none is near."""
        import numpy as np

        spot = np.array([point.x(), point.y()])
        if self._corners is not None and len(self._corners):
            away = np.hypot(*(self._corners - spot).T)
            nearest = int(np.argmin(away))
            if away[nearest] <= _SNAP * self.canvas.mapUnitsPerPixel():
                spot = self._corners[nearest]
        return float(spot[0]), float(spot[1])

    def show_whole(self) -> None:
        """Bring the bulk of the survey into view."""
        if self._box is None:
            return
        extent = QgsRectangle(*self._box)
        if extent.isEmpty():
            extent.grow(10)
        extent.scale(_ROOM)
        self.canvas.setExtent(extent)
        self.canvas.refresh()


def _corners_of(shapes: Any) -> Any:
    import numpy as np
    import shapely

    return np.concatenate([shapely.get_coordinates(frame.geometry.to_numpy()) for frame in shapes.values()])
