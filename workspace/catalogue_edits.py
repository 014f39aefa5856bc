"""A planner's changes of the catalogue, written into the community file at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional
from uuid import uuid4

from ..community.errors import CommunityFileError
from .gestures import gesture
from .held_edits import text_of
from .site_edits import feature_of


def save_edits(layers: Mapping[str, Any], wanted: Mapping[str, Optional[str]], title: str) -> None:
    """Write changes of the catalogue into the community file, all of them or none.

    Parameters
    ----------
    layers
        Layers of the community by table.
    wanted
        Key of the edit → its overrides as JSON, None to take it away (`community.editing.tables.changes`).
    title
        What the undo panel would show.

    Raises
    ------
    CommunityFileError
        `catalogue_locked` with the reason, when the file takes no changes.
    """
    layer = layers["catalogue_edit"]
    with gesture(title, [layer]):
        _write(layer, wanted)
    if not layer.commitChanges():
        reason = "; ".join(layer.commitErrors())
        layer.undoStack().undo()
        raise CommunityFileError("catalogue_locked", reason=reason)


def _write(layer: Any, wanted: Mapping[str, Optional[str]]) -> None:
    there: dict[str, list[int]] = {}
    for feature in layer.getFeatures():
        there.setdefault(text_of(feature["kind"]) or "", []).append(feature.id())
    column = layer.fields().indexOf("overrides")
    for key, overrides in wanted.items():
        found = there.get(key, [])
        kept = found[:1] if overrides is not None else []
        layer.deleteFeatures(found[len(kept) :])
        if kept:
            layer.changeAttributeValue(kept[0], column, overrides)
        elif overrides is not None:
            values = {"id": str(uuid4()), "kind": key, "overrides": overrides}
            layer.addFeature(feature_of(layer, None, values))
