"""What is on a layer of the survey, selected on the map: looked for in the background."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Optional

from qgis.core import Qgis, QgsApplication, QgsMessageLog, QgsTask, QgsVectorLayerFeatureSource
from qgis.PyQt.QtCore import QObject

from ..community.survey.batches import TABLES
from ..workspace.survey_layers import rows_on


class LayerSelection(QObject):
    """Selects the rows of the layer that was asked for last.

    Parameters
    ----------
    layers
        Gives the layers of the open community by table; none once it is closed.
    parent
        Keeps this object.
    """

    def __init__(self, layers: Callable[[], Mapping[str, Any]], parent: QObject) -> None:
        super().__init__(parent)
        self._layers = layers
        self._asked = 0
        self._task: Optional[QgsTask] = None

    def show(self, name: str) -> None:
        """Select what is on the layer with this name; nothing for an empty one."""
        self._asked += 1
        tables = {table: layer for table, layer in self._layers().items() if table in TABLES}
        if not name:
            for layer in tables.values():
                layer.removeSelection()
            return
        sources = {table: QgsVectorLayerFeatureSource(layer) for table, layer in tables.items()}
        # QGIS loses the answer of a task that Python forgot too early.
        self._task = QgsTask.fromFunction(
            "Commonplan", _found, on_finished=partial(self._select, self._asked), sources=sources, name=name
        )
        QgsApplication.taskManager().addTask(self._task)

    def _select(self, asked: int, error: Any, found: Optional[dict[str, list[int]]] = None) -> None:
        if error is not None:
            QgsMessageLog.logMessage(str(error), "Commonplan", Qgis.MessageLevel.Warning)
        if found is None or asked != self._asked:
            return
        layers = self._layers()
        for table in layers.keys() & found:
            layers[table].selectByIds(found[table])


def _found(_task: Any, sources: Mapping[str, Any], name: str) -> dict[str, list[int]]:
    return {table: rows_on(source, name) for table, source in sources.items()}
