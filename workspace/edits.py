"""Edits in QGIS: what is unsaved, what to reload, and gestures over several layers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsProviderRegistry

from ..community.errors import CommunityFileError


def layers_of(path: Path, project: Any = None) -> list[Any]:
    """Return the layers of the open project that stand on the community file at `path`."""
    registry = QgsProviderRegistry.instance()
    found = []
    for layer in (project or QgsProject.instance()).mapLayers().values():
        if layer.providerType() != "ogr":
            continue
        source = registry.decodeUri("ogr", layer.source()).get("path", "")
        if source and Path(source).resolve() == path.resolve():
            found.append(layer)
    return found


def refuse_unsaved_edits(path: Path) -> None:
    """Raise while a layer of the file has unsaved edits.

    A write under an open edit buffer is silently overwritten when the buffer is saved (measured).

    Raises
    ------
    CommunityFileError
        `unsaved_edits`, naming the layers.
    """
    names = sorted(layer.name() for layer in layers_of(path) if layer.isEditable() and layer.isModified())
    if names:
        raise CommunityFileError("unsaved_edits", file=str(path), layers=", ".join(names))


def reload_layers(path: Path) -> None:
    """Show what another writer, such as an algorithm, changed in the file."""
    for layer in layers_of(path):
        layer.dataProvider().reloadData()
        layer.reload()
        layer.triggerRepaint()
