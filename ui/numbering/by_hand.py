"""What the planner gives by hand: a line to walk along, an order of places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import Qgis, QgsCoordinateTransform, QgsGeometry, QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...community.errors import CommonplanError
from ...workspace.messages import render
from ...workspace.translation import tr
from ..map_tools import LineTool
from ..plain_text import push
from .tools import OrderTool, PickLineTool

_REACH_PIXELS = 16


class ByHand(QObject):
    """Keeps lines and orders by compound, taken from map tools and from the table.

    `given` tells the method they are for.
    """

    given = pyqtSignal(str)

    def __init__(self, iface: Any, session: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._iface, self._session = iface, session
        self._tool: Any = None
        self._changes: Any = None
        self._picked: list[str] = []
        self._before: list[str] = []
        self.loops: dict[str, Any] = {}
        self.orders: dict[str, tuple[str, ...]] = {}

    def follow(self, changes: Any) -> None:
        """Know the places and their order from the preview shown now."""
        self._changes = changes

    def forget(self) -> None:
        """Put the tool down and give up all that was drawn, picked or dragged."""
        if self._tool is not None:
            self._iface.mapCanvas().unsetMapTool(self._tool)
            self._tool = None
        self.loops, self.orders, self._picked = {}, {}, []

    def take_up(self, tool: str) -> None:
        """Begin to draw_line, pick_line or click_in_turn."""
        canvas = self._iface.mapCanvas()
        tools: dict[str, tuple[Callable[[], Any], str]] = {
            "draw_line": (
                lambda: LineTool(canvas, self._on_line),
                tr("Click the line to walk along, from the entrance on; a right click ends it."),
            ),
            "pick_line": (
                lambda: PickLineTool(canvas, self._on_line),
                tr("Click a line on the map, or the outline of an area."),
            ),
            "click_in_turn": (
                lambda: OrderTool(canvas, self._on_place, self._on_back),
                tr("Click the places in turn; Backspace takes one back, a right click ends."),
            ),
        }
        make, words = tools[tool]
        # What is not clicked, or taken back, stands as it stood before the first click.
        self._picked, self._before = [], self._in_order()
        self._tool = make()
        canvas.setMapTool(self._tool)
        push(self._iface.messageBar(), words, Qgis.MessageLevel.Info, 6)

    def reorder(self, order: list[str], place: str) -> None:
        """Take an order of all places for the compound of one; the other compounds keep theirs."""
        self._set_orders(order, {self._compound_of(place)})

    def _on_line(self, geometry: QgsGeometry, crs: Any = None) -> None:
        from ...workspace.numbering_edits import loops_of

        source = crs or self._iface.mapCanvas().mapSettings().destinationCrs()
        try:
            self.loops.update(loops_of(self._session.layers(), self._to_file(geometry, source)))
        except CommonplanError as error:
            push(self._iface.messageBar(), render(error), Qgis.MessageLevel.Warning, 12)
            return
        self.given.emit("loop")

    def _on_place(self, point: QgsPointXY) -> None:
        place = self._place_at(point)
        if place is not None and place not in self._picked:
            self._picked.append(place)
            self._order_by_picked()

    def _on_back(self) -> None:
        if self._picked:
            compound = self._compound_of(self._picked.pop())
            if any(self._compound_of(place) == compound for place in self._picked):
                self._order_by_picked()
            else:
                self.orders.pop(compound, None)
                self.given.emit("manual")

    def _order_by_picked(self) -> None:
        rest = [place for place in self._before if place not in self._picked]
        self._set_orders([*self._picked, *rest], {self._compound_of(place) for place in self._picked})

    def _set_orders(self, order: list[str], compounds: set[str]) -> None:
        for compound in compounds:
            self.orders[compound] = tuple(p for p in order if self._compound_of(p) == compound)
        self.given.emit("manual")

    def _in_order(self) -> list[str]:
        if self._changes is None:
            return []
        return [str(place) for place in self._changes.index[self._changes["new"].notna()]]

    def _compound_of(self, place: str) -> str:
        return str(self._changes.loc[place, "compound_id"])

    def _place_at(self, point: QgsPointXY) -> str | None:
        """Return the place nearest to a point of the map, within reach of the mouse."""
        if self._changes is None:
            return None
        canvas = self._iface.mapCanvas()
        transform = self._to_map()
        shown = self._changes[self._changes["new"].notna() & self._changes["geometry"].notna()]
        away = {
            str(place): point.distance(transform.transform(QgsPointXY(spot.x, spot.y)))
            for place, spot in zip(shown.index, shown["geometry"])
        }
        nearest = min(away, key=away.__getitem__, default=None)
        reach = canvas.mapUnitsPerPixel() * _REACH_PIXELS
        return nearest if nearest is not None and away[nearest] <= reach else None

    def _to_map(self) -> Any:
        source = self._session.layers()["place"].crs()
        target = self._iface.mapCanvas().mapSettings().destinationCrs()
        return QgsCoordinateTransform(source, target, QgsProject.instance())

    def _to_file(self, geometry: QgsGeometry, source: Any) -> QgsGeometry:
        moved = QgsGeometry(geometry)
        target = self._session.layers()["place"].crs()
        moved.transform(QgsCoordinateTransform(source, target, QgsProject.instance()))
        return moved
