"""Marking at work: what the tools pick up on the map becomes gestures on the community's layers."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsGeometry, QgsRectangle, QgsWkbTypes
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QObject, Qt

from ...workspace import picking, place_edits, place_joins
from ...workspace.translation import tr
from .map_side import MapSide
from .page import ARRANGE, MARK, MarkingPage
from .tools import ArrangeTool, CutTool, MarkTool, band
from .work import Work

_KEYS = {"delete": "unmark", "k": "change_kind", "m": "merge", "g": "group", "s": "split"}


class Marking(Work):
    """Joins the page, the tools and the open community."""

    def __init__(self, side: MapSide, panel: Any, parent: Optional[QObject] = None) -> None:
        self.page = MarkingPage()
        super().__init__(side, panel, self.page, parent)
        self._tools: dict[str, Any] = {}
        self._place_layer: Any = None
        self._halo: Any = None
        self.page.left.connect(self.leave)
        self.page.mode_asked.connect(self._take_up)
        self.page.asked.connect(self._act)
        self.page.picker.asked.connect(lambda _: self._take_up(MARK))

    def start(self) -> None:
        """Show the page and take up the tool that marks."""
        layers = self._side.layers()
        if not layers:
            return
        self._take_in_kinds(layers, self.page.picker)
        self._follow(layers["place"])
        self._panel.turn_to(self.page)
        self._take_up(MARK)

    def release(self) -> None:
        """Put the tool in use down."""
        canvas = self._side.canvas
        if canvas.mapTool() in self._tools.values():
            canvas.unsetMapTool(canvas.mapTool())
        if self._halo is not None:
            self._halo.reset(QgsWkbTypes.GeometryType.PointGeometry)

    def _follow(self, layer: Any) -> None:
        if layer is not self._place_layer:
            layer.selectionChanged.connect(self._on_selection)
            self._place_layer = layer
        self._on_selection()

    def _on_selection(self, *_: object) -> None:
        places = self._selected()
        self.page.show_selected(len(places))
        if self._halo is None:
            self._halo = band(self._side.canvas, QgsWkbTypes.GeometryType.PointGeometry, 2)
            self._halo.setIcon(QgsRubberBand.IconType.ICON_CIRCLE)
            self._halo.setIconSize(22)
        self._halo.reset(QgsWkbTypes.GeometryType.PointGeometry)
        if self.page.isVisible():
            for place in places:
                self._halo.addPoint(self._side.on_map(place.geometry()).asPoint())

    def _selected(self) -> list[Any]:
        layer = self._side.layers().get("place")
        if layer is None:
            return []
        there = (picking.place_by_id(self._side.layers(), f["id"]) for f in layer.selectedFeatures())
        return [feature for feature in there if feature is not None]

    # tools

    def _take_up(self, mode: str) -> None:
        if mode not in self._tools:
            self._tools[mode] = self._tool(mode)
        self._side.canvas.setMapTool(self._tools[mode])
        self._side.canvas.setFocus()
        if mode in self.page.modes:
            self.page.show_mode(mode)
            self.page.tell(self.page.modes[mode].toolTip())

    def _tool(self, mode: str) -> Any:
        canvas = self._side.canvas
        tool: Any
        if mode == MARK:
            tool = MarkTool(canvas, self._look_to_mark)
            tool.clicked.connect(self._mark_at)
            tool.boxed.connect(self._mark_in)
        elif mode == ARRANGE:
            tool = ArrangeTool(canvas, self._look_for_place, self._pick_up)
            tool.clicked.connect(self._select_at)
            tool.boxed.connect(self._select_in)
            tool.moved.connect(self._move)
            tool.letter.connect(lambda key: self._act(_KEYS[key]) if key in _KEYS else None)
        else:
            tool = CutTool(canvas)
            tool.drawn.connect(self._cut)
            tool.left.connect(lambda: self._take_up(ARRANGE))
            return tool
        tool.left.connect(self.leave)
        tool.digit.connect(self.page.picker.pick_key)
        tool.undo_asked.connect(lambda: self._act("undo"))
        tool.setButton(self.page.modes[mode])
        return tool

    def _reach(self, point: QgsGeometry) -> float:
        return self._side.reach_in_file(point, self._tools[MARK].reach())

    def _place_under(self, point: QgsGeometry) -> Any:
        return picking.place_at(self._side.layers(), self._side.in_file(point), self._reach(point))

    # marking

    def _look_to_mark(self, point: QgsGeometry) -> Optional[QgsGeometry]:
        place = self._place_under(point)
        if place is not None:
            return self._side.on_map(place.geometry())
        thing = self._thing(point)
        return None if thing.form == "ground" else self._side.on_map(thing.geometry)

    def _thing(self, point: QgsGeometry) -> picking.Thing:
        spot = self._side.in_file(point)
        return picking.thing_at(self._side.layers(), spot, self._reach(point), self._rules)

    def _mark_at(self, point: QgsGeometry, _modifiers: Any) -> None:
        kind = self.page.picker.kind()
        if kind is None:
            return
        place = self._place_under(point)
        if place is None:
            self._mark([self._thing(point)], self.page.details())
            self.page.name.clear()
        elif place["kind"] == kind:
            self.page.tell(tr("This is marked as {kind} already.").format(kind=self._name(kind)))
        else:
            self._change_kind([place])

    def _mark_in(self, box: QgsRectangle, _modifiers: Any) -> None:
        kind = self.page.picker.kind()
        if kind is None:
            return
        things = picking.things_in(self._side.layers(), self._side.box_in_file(box), kind, self._rules)
        if things:
            self._mark(things, {"status": self.page.status.currentData()})
        else:
            self.page.tell(tr("Nothing in the box that could be {kind}.").format(kind=self._name(kind)))

    def _mark(self, things: list[picking.Thing], details: dict[str, Any]) -> None:
        kind = str(self.page.picker.kind())
        values = {**details, "kind": kind}
        title = tr("Mark a place")
        ids = self._side.edit(lambda layers: place_edits.mark(layers, things, values, self._rules, title))
        if ids:
            self.page.picker.remember(kind)
            told = tr("Marked as {kind}: {n}").format(kind=self._name(kind), n=len(ids))
            self.page.tell(told)

    def _name(self, kind: str) -> str:
        return self.page.picker.name_of(kind)

    # arranging

    def _look_for_place(self, point: QgsGeometry) -> Optional[QgsGeometry]:
        place = self._place_under(point)
        if place is not None:
            return self._side.on_map(place.geometry())
        place = picking.place_with_footprint_at(self._side.layers(), self._side.in_file(point))
        prints = [] if place is None else place_edits.footprints_of(self._side.layers(), place["id"])
        return self._side.on_map(prints[0].geometry()) if prints else None

    def _pick_up(self, point: QgsGeometry) -> Optional[str]:
        place = self._place_under(point)
        return None if place is None else str(place["id"])

    def _select_at(self, point: QgsGeometry, modifiers: Any) -> None:
        layers = self._side.layers()
        place = self._place_under(point)
        if place is None:
            place = picking.place_with_footprint_at(layers, self._side.in_file(point))
        self._select([] if place is None else [place.id()], modifiers)

    def _select_in(self, box: QgsRectangle, modifiers: Any) -> None:
        self._select(picking.places_in(self._side.layers(), self._side.box_in_file(box)), modifiers)

    def _select(self, ids: list[int], modifiers: Any) -> None:
        layer = self._side.layers()["place"]
        adding = modifiers & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        before = set(layer.selectedFeatureIds()) if adding else set()
        toggled = before.symmetric_difference(ids) if len(ids) == 1 else before.union(ids)
        layer.selectByIds(list(toggled))

    def _move(self, identifier: str, point: QgsGeometry) -> None:
        place = picking.place_by_id(self._side.layers(), identifier)
        if place is not None:
            spot = self._side.in_file(point)
            self._side.edit(lambda layers: place_edits.move(layers, place, spot, tr("Move a place")))

    def _act(self, command: str) -> None:
        if command == "undo":
            self._side.edit(lambda layers: layers["place"].undoStack().undo())
            return
        places = self._selected()
        if not places:
            self.page.tell(tr("Select places on the map first."))
            return
        {
            "change_kind": self._change_kind, "unmark": self._unmark, "merge": self._merge,
            "group": self._group, "split": self._split,
        }[command](places)  # fmt: skip

    def _change_kind(self, places: list[Any]) -> None:
        kind = self.page.picker.kind()
        if kind is None:
            return
        title = tr("Change the kind of places")
        self._side.edit(lambda layers: place_edits.change_kind(layers, places, kind, self._rules, title))
        self.page.picker.remember(kind)
        self.page.tell(tr("Now {kind}: {n}").format(kind=self._name(kind), n=len(places)))

    def _unmark(self, places: list[Any]) -> None:
        self._side.edit(lambda layers: place_edits.unmark(layers, places, tr("Unmark places")))
        self._side.layers()["place"].removeSelection()
        self.page.tell(tr("Taken off the map: {n}").format(n=len(places)))

    def _merge(self, places: list[Any]) -> None:
        kept = self._side.edit(lambda layers: place_joins.merge(layers, places, tr("Merge places")))
        self._show_only(kept, tr("One place of {n}").format(n=len(places)))

    def _group(self, places: list[Any]) -> None:
        name = self._name(str(places[0]["kind"]))
        kept = self._side.edit(lambda layers: place_joins.group(layers, places, name, tr("Group places")))
        self._show_only(kept, tr("One place of {n}").format(n=len(places)))

    def _show_only(self, identifier: Optional[str], told: str) -> None:
        if identifier is None:
            return
        kept = picking.place_by_id(self._side.layers(), identifier)
        if kept is not None:
            self._side.layers()["place"].selectByIds([kept.id()])
        self.page.tell(told)

    def _split(self, places: list[Any]) -> None:
        if place_joins.can_be_parted(self._side.layers(), places[0]):
            self._part(places[0], None)
        else:
            self._take_up("cut")
            self.page.tell(tr("Click where the cut begins and where it ends."))

    def _cut(self, line: QgsGeometry) -> None:
        places = self._selected()
        if len(places) == 1:
            self._part(places[0], self._side.in_file(line))
        self._take_up(ARRANGE)

    def _part(self, place: Any, line: Optional[QgsGeometry]) -> None:
        title = tr("Split a place")
        ids = self._side.edit(lambda layers: place_joins.split(layers, place, line, title))
        if ids:
            self.page.tell(tr("{n} more places").format(n=len(ids)))
