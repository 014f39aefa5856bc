"""Gestures on the map: one step to undo, over all layers it touches.

QGIS's undo is per layer. A gesture's commands on several layers carry one mark in their
text; when one of them is undone or redone, whichever layer is active, the others follow.
Transaction groups are no way out: undo on one layer silently reverts another (measured).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import Any

from qgis.PyQt.QtCore import QObject

_MARK = re.compile("\u2060#([0-9]+)$")
_numbers = count(1)
_under_way: list[str] = []


class LinkedUndo(QObject):
    """Keeps the undo stacks of layers together where one gesture touched several."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._positions: dict[str, int] = {}
        self._layers: dict[str, Any] = {}
        self._following = False

    def watch(self, layers: Sequence[Any]) -> None:
        """Follow the undo stacks of these layers from now on."""
        for layer in layers:
            key = layer.id()
            if key in self._layers:
                continue
            self._layers[key] = layer
            self._positions[key] = layer.undoStack().index()
            layer.undoStack().indexChanged.connect(partial(self._moved, key))
            layer.willBeDeleted.connect(partial(self._forget, key))

    def _forget(self, key: str) -> None:
        self._layers.pop(key, None)
        self._positions.pop(key, None)

    def _moved(self, key: str, index: int) -> None:
        before, self._positions[key] = self._positions.get(key, 0), index
        layer = self._layers.get(key)
        if layer is None or self._following or _under_way or not layer.undoStack().count():
            return
        stack = layer.undoStack()
        self._following = True
        try:
            for position in range(min(before, index), min(max(before, index), stack.count())):
                mark = _mark_of(stack, position)
                if mark is not None:
                    self._follow(key, mark, undone=index < before)
        finally:
            self._following = False

    def _follow(self, key: str, mark: str, *, undone: bool) -> None:
        for other, layer in self._layers.items():
            stack = layer.undoStack()
            position = next((i for i in range(stack.count()) if _mark_of(stack, i) == mark), None)
            if other == key or position is None:
                continue
            target = min(stack.index(), position) if undone else max(stack.index(), position + 1)
            if target != stack.index():
                stack.setIndex(target)
                self._positions[other] = stack.index()
                layer.triggerRepaint()


def _mark_of(stack: Any, position: int) -> str | None:
    found = _MARK.search(stack.text(position))
    return found.group(1) if found else None


@contextmanager
def gesture(title: str, layers: Sequence[Any]) -> Iterator[None]:
    """Make all edits on `layers` in this block one step to undo.

    Parameters
    ----------
    title
        What the undo panel shows.
    layers
        The layers touched; each is put into edit mode when it is not.
    """
    marked = f"{title}\u2060#{next(_numbers)}"
    for layer in layers:
        if not layer.isEditable():
            layer.startEditing()
        layer.beginEditCommand(marked)
    _under_way.append(marked)
    try:
        yield
        for layer in layers:
            layer.endEditCommand()
            layer.triggerRepaint()
    except BaseException:
        for layer in layers:
            layer.destroyEditCommand()
        raise
    finally:
        _under_way.remove(marked)
