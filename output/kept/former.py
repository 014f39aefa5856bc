"""Sheets kept until 0.6.0, when each layer of each map had a table of its own, named `3_buildings`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from .layers import TABLE
from .layout import layer_ids


def former_roles(project: Any, base: Element, maps: Mapping[str, Any]) -> dict[str, str]:
    """Return which roles the layers of a former sheet play, by the ids of the layers.

    Parameters
    ----------
    project
        The community's.
    base
        The sheet's layout as drawn last.
    maps
        Its maps as they would be drawn now, by their keys.
    """
    found = {}
    for key, ids in layer_ids(base).items():
        roles = [] if key not in maps else [layer.name() for layer in maps[key].layers()]
        for layer_id in ids:
            layer = project.mapLayer(layer_id)
            table = None if layer is None else layer.customProperty(TABLE)
            role = _role(table, roles) if isinstance(table, str) and table[:1].isdigit() else None
            if role is not None:
                found[layer_id] = role
    return found


def _role(table: str, roles: Iterable[str]) -> str | None:
    """Return which of the roles on its map a table is for; those of small maps have a name before them."""
    name = table.partition("_")[2].rstrip("_")
    return next((role for role in roles if role == name or role.endswith(f"_{name}")), None)
