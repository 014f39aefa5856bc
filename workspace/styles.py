"""How a community's layers look in the working project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def style_layers(layers: Mapping[str, Any], language: str) -> None:
    """Style all layers of a community that have geometry."""
