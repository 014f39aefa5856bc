"""Layout sheets that stay in the project: kept, opened, drawn again."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingException

from ..workspace import packages
from ..workspace.translation import tr
from .marking.map_side import MapSide


class KeptSheets:
    """Carries out what the panel offers for layouts of the project."""

    def __init__(self, side: MapSide, session: Any) -> None:
        self._side = side
        self._session = session

    def name_for_new(self) -> str:
        """Return a name for the next layout to keep, that no other has."""
        taken = {layout.name() for layout in self._session.project.layoutManager().layouts()}
        name = wanted = tr("Layout sheet")
        number = 2
        while name in taken:
            name, number = f"{wanted} {number}", number + 1
        return name

    def open(self, name: str) -> None:
        """Show a layout of the project in QGIS's own window for it, to be edited."""
        layout = self._session.project.layoutManager().layoutByName(name)
        if layout is not None:
            self._side.iface.openLayoutDesigner(layout)

    def redraw(self) -> None:
        """Draw all kept sheets again, each as it was asked for; what a person changed in them stays.

        Raises
        ------
        CommonplanError
            `missing_package`.
        """
        import processing

        packages.load()
        from ..output.kept.keep import kept_layouts

        kept = kept_layouts(self._session.project)
        for name, asked in kept.items():
            given = {**asked, "COMMUNITY": str(self._session.path), "LAYOUT": name}
            try:
                processing.run("commonplan:drawlayout", given)
            except QgsProcessingException as error:
                self._side.warn(f"{name}: {error}")
                return
        if kept:
            self._side.say(tr("Drawn again: {names}").format(names=", ".join(kept)))
        else:
            self._side.say(tr("No layout sheet is kept in this project yet."))
