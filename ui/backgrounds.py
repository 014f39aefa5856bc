"""What lies beneath the survey, from the panel's menu: a light or dark ground, imagery, online base maps."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QObject


class Backgrounds(QObject):
    """Carries out the commands of the base map."""

    def __init__(self, iface: Any, session: Any, panel: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._iface = iface
        self._session = session
        self._panel = panel
        session.changed.connect(self._show_ground)

    def switch_ground(self) -> None:
        """Lay the map on the other ground."""
        from ..workspace.project import ground_of, lay_on

        layers = self._session.layers()
        if layers:
            other = "light" if ground_of(self._session.project) == "dark" else "dark"
            lay_on(self._session.project, layers, other)
            self._iface.mapCanvas().refresh()
        self._show_ground()

    def _show_ground(self) -> None:
        from ..workspace.project import ground_of

        self._panel.show_ground(ground_of(self._session.project))
