"""Commonplan (社区共绘): from a surveyed map to numbered places and a public package."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # noqa: N802 (QGIS calls this name)
    """Hand QGIS the plugin; nothing heavy is imported here, QGIS's start stays fast."""
    from .plugin import CommonplanPlugin

    return CommonplanPlugin(iface)
