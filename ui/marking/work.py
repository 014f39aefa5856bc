"""What the pages of the panel that work on the map have in common: shown, left, cleaned up after."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

from ...workspace import picking
from .map_side import MapSide


class Work(QObject):
    """Joins a page of the panel and the open community."""

    def __init__(self, side: MapSide, panel: Any, page: QWidget, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._side = side
        self._panel = panel
        self._rules: Any = None
        panel.add_page(page)

    def leave(self) -> None:
        """Go back to the steps."""
        self.release()
        self._panel.turn_to(None)

    def release(self) -> None:
        """Take off the map what the page put there."""

    def _take_in_kinds(self, layers: dict[str, Any], picker: Any) -> None:
        """Offer the kinds of the community, and let what QGIS undoes be what is done to places."""
        self._rules = picking.rules_of(layers)
        picker.set_kinds(self._rules.kinds)
        self._side.iface.setActiveLayer(layers["place"])
