"""The plugin: wires provider and panel into QGIS, and takes both out again."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from .community.errors import CommonplanError
from .processing.provider import ICON, CommonplanProvider
from .workspace import packages
from .workspace.messages import render
from .workspace.translation import install_translator, tr

MENU = "Commonplan 社区共绘"


class CommonplanPlugin:
    """What QGIS loads and unloads; `unload` mirrors `initGui`."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: Any = None
        self.panel: Any = None
        self._session: Any = None
        self._commands: Any = None
        self._action: Any = None
        self._layer_action: Any = None
        self._layer_numbering: Any = None
        self._translator = install_translator()

    def initProcessing(self) -> None:  # noqa: N802 (qgis_process calls this)
        """Register the algorithms; all that qgis_process needs."""
        self.provider = CommonplanProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:  # noqa: N802 (QGIS calls this)
        """Register the algorithms, add the panel with its button and menu entry."""
        self.initProcessing()
        self._say_what_is_missing()
        self._build_panel()
        self._action = QAction(QIcon(str(ICON)), MENU, self.iface.mainWindow())
        self._action.setObjectName("CommonplanAction")
        self._action.setCheckable(True)
        self.panel.setToggleVisibilityAction(self._action)
        self.iface.addToolBarIcon(self._action)
        self.iface.addPluginToMenu(MENU, self._action)
        self._layer_action = QAction(tr("Number the active layer…"), self.iface.mainWindow())
        self._layer_action.setObjectName("CommonplanNumberLayerAction")
        self._layer_action.triggered.connect(self._layer_numbering.open)
        self.iface.addPluginToMenu(MENU, self._layer_action)
        self._session.attach()

    def _build_panel(self) -> None:
        from .ui.commands import Commands
        from .ui.numbering.layer_action import LayerNumbering
        from .ui.panel import Panel
        from .ui.session import Session

        window = self.iface.mainWindow()
        self._session = Session(self.iface, QgsProject.instance(), window)
        self.panel = Panel(window)
        self._commands = Commands(self.iface, self._session, self.panel, window)
        self._layer_numbering = LayerNumbering(self.iface, window)
        self.panel.asked.connect(self._commands.carry_out)
        self.panel.open_asked.connect(self._commands.open)
        self.panel.findings.feature_asked.connect(self._commands.show_feature)
        self.panel.search.asked.connect(self._commands.find_place)
        self.panel.search.chosen.connect(lambda place: self._commands.show_feature("place", place))
        self._session.counted.connect(self.panel.show_status)
        self._session.failed.connect(self._commands.report)
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.panel)

    def _say_what_is_missing(self) -> None:
        from .ui.plain_text import push

        absent = packages.missing()
        if absent:
            error = CommonplanError(
                "missing_package", package=", ".join(absent), command=packages.install_command()
            )
            push(self.iface.messageBar(), render(error), Qgis.MessageLevel.Warning, 0)

    def unload(self) -> None:
        """Take everything out that `initGui` put in."""
        self._commands.detach()
        self._layer_numbering.close()
        self._session.detach()
        self.iface.removePluginMenu(MENU, self._action)
        self.iface.removePluginMenu(MENU, self._layer_action)
        self.iface.removeToolBarIcon(self._action)
        self.iface.removeDockWidget(self.panel)
        for thing in (
            self._action, self._layer_action, self._layer_numbering, self.panel, self._commands,
            self._session,
        ):  # fmt: skip
            thing.deleteLater()
        QgsApplication.processingRegistry().removeProvider(self.provider)
        self.provider = self.panel = self._session = self._commands = self._action = None
        self._layer_action = self._layer_numbering = None
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
