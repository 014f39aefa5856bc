"""Places of a building that stand in a row keep in order by floor when somebody changes a floor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from qgis.PyQt.QtCore import QObject

from .place_edits import put_in_order


class FloorOrder(QObject):
    """Follows the floors of places: in a form, in the attribute table, in a gesture.

    The row is put in order inside of the command that changed the floor: both are one step to undo.
    """

    def __init__(self, layers: Callable[[], Mapping[str, Any]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layers = layers
        self._watched: set[str] = set()
        self._at_work = False

    def watch(self, layer: Any) -> None:
        """Follow the layer of the places from now on."""
        if layer.id() not in self._watched:
            self._watched.add(layer.id())
            layer.attributeValueChanged.connect(partial(self._changed, layer))

    def _changed(self, layer: Any, feature_id: int, column: int, _value: Any) -> None:
        # Without a command it is an undo or a redo, which bring the places back by themselves.
        if self._at_work or not layer.isEditCommandActive() or column != layer.fields().indexOf("floor"):
            return
        self._at_work = True
        try:
            place = layer.getFeature(feature_id)
            if place.isValid() and place.hasGeometry():
                put_in_order(self._layers(), place)
        finally:
            self._at_work = False
