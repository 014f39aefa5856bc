"""Letters of a layout that QGIS read: the plain glyphs of `workspace.fonts`, which no file remembers."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsLayoutItemLabel,
    QgsLayoutItemManualTable,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsTextFormat,
    QgsVectorLayerSimpleLabeling,
)

from ...workspace.fonts import unshaped


def unshape(layout: Any) -> Any:
    """Set all letters of a layout and its maps in glyphs that a PDF can say the characters of; return it."""
    layers: dict[str, Any] = {}
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLabel):
            _unshape_label(item)
        elif isinstance(item, QgsLayoutItemScaleBar):
            item.setTextFormat(_unshaped(item.textFormat()))
        elif isinstance(item, QgsLayoutItemMap):
            layers |= {layer.id(): layer for layer in item.layers()}
    for layer in layers.values():
        _unshape_names(layer)
    for table in layout.multiFrames():
        if isinstance(table, QgsLayoutItemManualTable):
            _unshape_table(table)
    return layout


def _unshape_label(item: Any) -> None:
    if hasattr(item, "setTextFormat"):  # from 3.24 on
        item.setTextFormat(_unshaped(item.textFormat()))
    else:
        item.setFont(unshaped(item.font()))


def _unshape_names(layer: Any) -> None:
    labeling = getattr(layer, "labeling", lambda: None)()
    if isinstance(labeling, QgsVectorLayerSimpleLabeling):
        settings = labeling.settings()
        settings.setFormat(_unshaped(settings.format()))
        layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))


def _unshape_table(table: Any) -> None:
    table.setContentTextFormat(_unshaped(table.contentTextFormat()))
    rows = table.tableContents()
    own = [cell for row in rows for cell in row if cell.textFormat().isValid()]
    for cell in own:
        cell.setTextFormat(_unshaped(cell.textFormat()))
    if own:  # else QGIS would measure the table once more for nothing
        table.setTableContents(rows)


def _unshaped(style: QgsTextFormat) -> QgsTextFormat:
    style.setFont(unshaped(style.font()))
    return style
