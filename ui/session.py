"""The community that is open in QGIS: opened, closed, copied, and its counts kept fresh."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsCoordinateTransform, QgsTask
from qgis.PyQt.QtCore import QFileSystemWatcher, QObject, QTimer, pyqtSignal

from ..community.errors import CommonplanError
from ..workspace import packages
from ..workspace.edits import layers_of
from ..workspace.gestures import LinkedUndo
from ..workspace.settings import remember_community

TABLE = "commonplan/table"
_SETTLE_MS = 400
# A site that takes less of the map's width, or of whose width the map shows less, is not in view.
_SPECK = 0.02


class Session(QObject):
    """Follows QGIS's project: a project with a community's layers is an open community."""

    changed = pyqtSignal()  # another community, or none
    counted = pyqtSignal(object)  # a new Status
    failed = pyqtSignal(object)  # a CommonplanError

    def __init__(self, iface: Any, project: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._iface = iface
        self._project = project
        self.path: Path | None = None
        self._seen = False  # whether the site has been in view
        self.undo = LinkedUndo(self)
        self._floors: Any = None
        self._tasks: list[Any] = []
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.count)
        self._watcher.fileChanged.connect(lambda _: self._settle.start())
        project.readProject.connect(self.attach)
        project.cleared.connect(self.attach)

    @property
    def project(self) -> Any:
        """The project that QGIS shows."""
        return self._project

    def detach(self) -> None:
        """Let go of the project's signals, as unloading must."""
        self._project.readProject.disconnect(self.attach)
        self._project.cleared.disconnect(self.attach)
        self._settle.stop()

    def attach(self, *_: object) -> None:
        """Find the community in the project that QGIS shows now."""
        path = self._community_in_project()
        if path != self.path:
            watched = self._watcher.files()
            if watched:
                self._watcher.removePaths(watched)
            self.path = path
            self._seen = False
        if path is not None:
            self._watcher.addPath(str(path))
            self._take_over(self.layers())
            remember_community(path)
        self.changed.emit()
        self.count()

    def _take_over(self, layers: dict[str, Any]) -> None:
        try:
            packages.load()
        except CommonplanError as error:
            self.failed.emit(error)
            return
        from ..workspace.floors import FloorOrder
        from ..workspace.project import entitle, is_entitled, knows_kinds

        self.undo.watch(list(layers.values()))
        if self._floors is None:
            self._floors = FloorOrder(self.layers, self)
        self._floors.watch(layers["place"])
        if not is_entitled(self._project):
            entitle(self._project, layers)
        elif not knows_kinds(self._project, layers):
            self.name_kinds()

    def name_kinds(self) -> None:
        """Name the kinds of places, after somebody edited them, in forms and on the map."""
        from ..workspace.project import name_kinds

        layers = self.layers()
        name_kinds(self._project, layers)
        layers["place"].triggerRepaint()

    def _community_in_project(self) -> Path | None:
        for layer in self._project.mapLayers().values():
            if layer.customProperty(TABLE) == "community":
                return Path(layer.source().split("|")[0])
        return None

    def layers(self) -> dict[str, Any]:
        """Return the project's layers of this community, by table."""
        if self.path is None:
            return {}
        return {str(layer.customProperty(TABLE)): layer for layer in layers_of(self.path, self._project)}

    def open(self, path: Path) -> None:
        """Open a community's project, building it when it is not there."""
        try:
            # Before anything that needs them: loaded otherwise they call the GEOS and PROJ of QGIS.
            packages.load()
            from ..workspace.project import project_path, write_project

            project = project_path(path)
            if not project.exists():
                write_project(path)
        except CommonplanError as error:
            self.failed.emit(error)
            return
        self._iface.addProject(str(project))

    def close(self) -> None:
        """Close the community; QGIS asks about what is unsaved."""
        self._iface.newProject(True)

    def unsaved(self) -> list[Any]:
        """Return the layers with edits that are not in the file yet."""
        return [layer for layer in self.layers().values() if layer.isEditable() and layer.isModified()]

    def save(self) -> bool:
        """Write all edits into the file; whether all of them went."""
        done = [layer.commitChanges() for layer in self.layers().values() if layer.isEditable()]
        self.count()
        return all(done)

    def count(self) -> None:
        """Count in the background what the community holds."""
        path = self.path
        if path is None:
            self.counted.emit(None)
            return
        task = QgsTask.fromFunction("Commonplan", _count, on_finished=self._counted, path=path)
        # QGIS deletes a finished task, but loses the answer of one that Python forgot too early.
        self._tasks = [*self._tasks[-3:], task]
        QgsApplication.taskManager().addTask(task)

    def _counted(self, error: Any, status: Any = None) -> None:
        if isinstance(error, CommonplanError):
            self.failed.emit(error)
        elif status is not None and status.path == self.path:
            self._show_site_once()
            self.counted.emit(status)

    def _show_site_once(self) -> None:
        """Bring the site into view when it is there for the first time: a new project looks nowhere."""
        from ..workspace.project import site_extent

        layers = self.layers()
        if self._seen or (extent := site_extent(layers)).isEmpty():
            return
        self._seen = True
        canvas = self._iface.mapCanvas()
        transform = QgsCoordinateTransform(
            layers["compound"].crs(), canvas.mapSettings().destinationCrs(), self._project
        )
        shown = transform.transformBoundingBox(extent)
        seen = canvas.extent()
        alike = shown.width() * _SPECK < seen.width() < shown.width() / _SPECK
        if not (alike and seen.intersects(shown)):
            canvas.setExtent(shown)
            canvas.refresh()


def _count(_task: Any, path: Path) -> Any:
    from ..workspace.status import read_status

    return read_status(path)
