"""What lies beneath the survey, from the panel's menu: a light or dark ground, imagery, online base maps."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QObject

from ..workspace import packages
from ..workspace.settings import ONLINE_SERVICE


class Backgrounds(QObject):
    """Carries out the commands of the base map."""

    def __init__(self, iface: Any, session: Any, panel: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._iface = iface
        self._session = session
        self._panel = panel
        self._keys: Any = None
        session.changed.connect(self._show_ground)
        session.changed.connect(self._load_keys)

    def release(self) -> None:
        """Leave QGIS's requests alone again, as unloading must."""
        if self._keys is not None:
            self._keys.release()
            self._keys = None

    def switch_ground(self) -> None:
        """Lay the map on the other ground."""
        from ..workspace.project import ground_of, lay_on

        layers = self._session.layers()
        if layers:
            other = "light" if ground_of(self._session.project) == "dark" else "dark"
            lay_on(self._session.project, layers, other)
            self._iface.mapCanvas().refresh()
        self._show_ground()

    def choose_online_map(self) -> None:
        """Ask for a base map of the web and put it beneath the survey.

        Raises
        ------
        CommonplanError
            `missing_package`, `no_key_store`.
        """
        packages.load()
        from ..community.catalogue import online_maps
        from ..workspace.online_maps import add_online_map, store_key
        from .online_map_dialog import ask_online_map

        answer = ask_online_map(self._iface.mainWindow())
        if answer is None:
            return
        if answer.key:
            store_key(online_maps().loc[answer.chosen, "service"], answer.key)
        add_online_map(self._session.project, answer.chosen)
        self._load_keys()

    def _load_keys(self) -> None:
        """Have the keys at hand that the project's base maps need; most projects need none."""
        layers = self._session.project.mapLayers().values()
        if packages.missing() or not any(layer.customProperty(ONLINE_SERVICE) for layer in layers):
            return
        from ..workspace.online_maps import KeyRing

        if self._keys is None:
            self._keys = KeyRing()
        self._keys.load(self._session.project)

    def _show_ground(self) -> None:
        from ..workspace.project import ground_of

        self._panel.show_ground(ground_of(self._session.project))
