"""The plugin: wires provider and panel into QGIS, and takes both out again."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication

from .processing.provider import CommonplanProvider


class CommonplanPlugin:
    """What QGIS loads and unloads; `unload` mirrors `initGui`."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: Any = None

    def initProcessing(self) -> None:  # noqa: N802 (qgis_process calls this)
        """Register the algorithms; all that qgis_process needs."""
        self.provider = CommonplanProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:  # noqa: N802 (QGIS calls this)
        """Register the algorithms and build the interface."""
        self.initProcessing()

    def unload(self) -> None:
        """Take everything out that `initGui` put in."""
        QgsApplication.processingRegistry().removeProvider(self.provider)
        self.provider = None
