"""The map and the open community as the tools see them: two systems of coordinates, layers, messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import Qgis, QgsCoordinateTransform, QgsGeometry, QgsRectangle

from ...community.errors import CommonplanError
from ...workspace.messages import render
from ..plain_text import push


class MapSide:
    """Carries geometry between the canvas and the community file, and edits to its layers."""

    def __init__(self, iface: Any, session: Any) -> None:
        self.iface = iface
        self._session = session

    @property
    def canvas(self) -> Any:
        """The map canvas."""
        return self.iface.mapCanvas()

    def layers(self) -> dict[str, Any]:
        """Return the layers of the open community by table."""
        layers: dict[str, Any] = self._session.layers()
        return layers

    def in_file(self, geometry: QgsGeometry) -> QgsGeometry:
        """Return a geometry of the canvas in the community's CRS."""
        return self._moved(geometry, backwards=False)

    def on_map(self, geometry: QgsGeometry) -> QgsGeometry:
        """Return a geometry of the community in the canvas's CRS."""
        return self._moved(geometry, backwards=True)

    def box_in_file(self, box: QgsRectangle) -> QgsRectangle:
        """Return a box of the canvas in the community's CRS."""
        return self.in_file(QgsGeometry.fromRect(box)).boundingBox()

    def reach_in_file(self, point: QgsGeometry, reach: float) -> float:
        """Return a distance around a point of the canvas in the community's metres."""
        at = point.asPoint()
        beside = QgsGeometry(point)
        beside.translate(reach, 0)
        return float(self.in_file(point).distance(self.in_file(beside))) if not at.isEmpty() else 0.0

    def _moved(self, geometry: QgsGeometry, *, backwards: bool) -> QgsGeometry:
        layer = self.layers()["place"]
        canvas = self.canvas.mapSettings().destinationCrs()
        ends = (layer.crs(), canvas) if backwards else (canvas, layer.crs())
        moved = QgsGeometry(geometry)
        moved.transform(QgsCoordinateTransform(*ends, layer.transformContext()))
        return moved

    def edit(self, change: Callable[[dict[str, Any]], Any]) -> Any:
        """Make a gesture; an error of ours becomes a message, and the answer is None."""
        try:
            done = change(self.layers())
        except CommonplanError as error:
            self.report(error)
            return None
        self.canvas.refresh()
        return done

    def report(self, error: CommonplanError) -> None:
        """Show an error in QGIS's message bar."""
        self.warn(render(error))

    def warn(self, text: str) -> None:
        """Show what went wrong in QGIS's message bar."""
        push(self.iface.messageBar(), text, Qgis.MessageLevel.Warning, 12)

    def say(self, text: str) -> None:
        """Show a hint in QGIS's message bar."""
        push(self.iface.messageBar(), text, Qgis.MessageLevel.Info, 6)

    def bring_into_view(self, geometry: QgsGeometry, denominator: float) -> None:
        """Show a geometry of the community in the middle of the map, at this scale or a larger one."""
        box = self.on_map(geometry).boundingBox()
        self.canvas.setCenter(box.center())
        if self.canvas.scale() > denominator:
            self.canvas.zoomScale(denominator)
        self.canvas.refresh()
