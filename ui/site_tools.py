"""Boundary and entrances on the map: drawn, picked from the survey, offered from its gates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsGeometry, QgsWkbTypes
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QToolTip

from ..workspace import packages, site_edits
from ..workspace.translation import language, tr
from .map_tools import ACCENT, OutlineTool, PointTool
from .marking.map_side import MapSide
from .plain_text import tip

_POINT = QgsWkbTypes.GeometryType.PointGeometry
_REACH = 12


@dataclass(frozen=True)
class Gate:
    """A gate of the survey on the canvas; `is_main` is the likeliest of its compound."""

    at: QgsGeometry
    name: str | None
    kind: str
    is_main: bool


class GateTool(PointTool):
    """A point tool that shows the gates of the survey; a click near one means that gate."""

    def __init__(self, canvas: Any, clicked: Callable[[QgsGeometry], None], gates: list[Any]) -> None:
        super().__init__(canvas, clicked)
        self._gates = gates
        self._bands = [self._band(gate) for gate in gates]

    def canvasMoveEvent(self, event: Any) -> None:
        """Name the gate under the pointer."""
        super().canvasMoveEvent(event)
        gate = self.gate_at(QgsGeometry.fromPointXY(event.mapPoint()))
        at = self.canvas().mapToGlobal(event.originalPixelPoint())
        name = "" if gate is None else gate.name or tr("Gate of the survey")
        QToolTip.showText(at, tip(name), self.canvas())

    def gate_at(self, point: QgsGeometry) -> Any:
        """Return the gate that a point of the map means, or None."""
        reach = self.canvas().mapUnitsPerPixel() * _REACH
        near = [(gate.at.distance(point), gate) for gate in self._gates]
        return min((p for p in near if p[0] <= reach), key=lambda p: p[0], default=(0, None))[1]

    def deactivate(self) -> None:
        """Take the gates off the map."""
        for band in self._bands:
            self.canvas().scene().removeItem(band)
        self._bands = []
        super().deactivate()

    def _band(self, gate: Any) -> QgsRubberBand:
        band = QgsRubberBand(self.canvas(), _POINT)
        band.setIcon(QgsRubberBand.IconType.ICON_FULL_DIAMOND)
        band.setIconSize(22 if gate.is_main else 15)
        band.setStrokeColor(QColor("#FFFFFF"))
        band.setFillColor(ACCENT if gate.is_main else QColor("#E69F00"))
        band.setToGeometry(gate.at, None)
        return band


class SiteTools:
    """The tools for the site of the open community."""

    def __init__(self, side: MapSide) -> None:
        self._side = side
        self._tool: Any = None

    def release(self) -> None:
        """Put down the tool in use."""
        if self._tool is not None:
            self._side.canvas.unsetMapTool(self._tool)
            self._tool = None

    def _take_up(self, tool: Any, table: str) -> None:
        self._tool = tool
        # QGIS's undo is that of the active layer: let it be the one that this tool changes.
        self._side.iface.setActiveLayer(self._side.layers()[table])
        self._side.canvas.setMapTool(tool)

    # boundary

    def draw_boundary(self) -> None:
        """Let the planner draw the outline of a compound."""
        self._take_up(OutlineTool(self._side.canvas, self._on_outline), "compound")
        self._side.say(tr("Click the corners of the boundary; a right click closes it."))

    def _on_outline(self, outline: QgsGeometry) -> None:
        self._add_compound(self._side.in_file(outline), tr("Draw boundary"))

    def _add_compound(self, area: QgsGeometry, title: str) -> None:
        self._side.edit(lambda layers: site_edits.add_compound(layers, area, title))
        self.release()

    def pick_boundary(self) -> None:
        """Let the planner pick an outline of the survey, or the walls around a point."""
        self._take_up(PointTool(self._side.canvas, self._on_boundary_picked), "compound")
        self._side.say(tr("Click into the surveyed outline, or between the walls, that are the boundary."))

    def _on_boundary_picked(self, point: QgsGeometry) -> None:
        packages.load()
        area = self._around(self._side.in_file(point))
        if area is None:
            self._side.say(tr("No closed outline is surveyed around here; draw the boundary."))
            return
        self._add_compound(area, tr("Pick boundary"))

    def _around(self, spot: QgsGeometry) -> QgsGeometry | None:
        """Return the compound that walls enclose around a spot, else the smallest surveyed area."""
        from ..workspace.picking import geometry_of, rules_of, shape_of
        from ..workspace.survey_frames import walled_in

        layers = self._side.layers()
        walled = walled_in(layers, rules_of(layers)).geometry
        around = walled[walled.contains(shape_of(spot))]
        if len(around):
            return geometry_of(around.iloc[around.area.argmin()])
        return site_edits.surveyed_area(layers["survey_area"], spot)

    # entrances

    def set_entrance(self, what: str) -> None:
        """Let the planner set an entrance: `main`, `side`, a garage `ramp`, or `start`, where no gate is."""
        packages.load()
        gates = self._gates() if what in ("main", "side") else []
        tool: Any = None

        def on_click(point: QgsGeometry) -> None:
            self._set(what, point, tool.gate_at(point))

        tool = GateTool(self._side.canvas, on_click, gates)
        self._take_up(tool, "entrance")
        self._side.say(self._hint(what, gates))

    def _gates(self) -> list[Gate]:
        from ..workspace.picking import geometry_of, rules_of
        from ..workspace.survey_frames import gates_of

        layers = self._side.layers()
        found = gates_of(layers, rules_of(layers))
        points = [self._side.on_map(geometry_of(shape)) for shape in found.geometry]
        rows = zip(points, found["name"], found["kind"], found["is_main"])
        return [Gate(at, name or None, str(kind), bool(main)) for at, name, kind, main in rows]

    def _hint(self, what: str, gates: list[Gate]) -> str:
        if what == "start":
            return tr("Click where numbers are to start: it is labelled as the starting point.")
        if what == "ramp":
            return tr("Click the ramp; the nearest underground garage is numbered there.")
        if not gates:
            return tr("Click the entrance on the boundary.")
        likely = [gate.name or tr("Gate of the survey") for gate in gates if gate.is_main]
        told = tr("Gates surveyed: {n}; likely the main one: {names}. Click one.")
        return told.format(n=len(gates), names="、".join(likely))

    def _set(self, what: str, point: QgsGeometry, gate: Gate | None) -> None:
        titles = {
            "main": tr("Set main entrance"),
            "side": tr("Add side entrance"),
            "start": tr("Set starting point"),
            "ramp": tr("Add garage ramp"),
        }
        at = self._side.in_file(point if gate is None else gate.at)
        if what == "ramp":
            self._side.edit(lambda layers: site_edits.set_ramp(layers, at, titles[what]))
            self.release()
            return
        given: dict[str, Any] = {}
        if gate is not None:
            given = {"name": gate.name, "kind": gate.kind}
        elif what == "start":
            from ..community.catalogue import terms

            given = {"name": terms(language())["starting_point"], "kind": "start"}
        self._side.edit(
            lambda layers: site_edits.set_entrance(layers, at, titles[what], main=what != "side", **given)
        )
        self.release()
