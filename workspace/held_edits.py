"""The planner's changes of the catalogue as the open project's layers hold them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

import pandas as pd
from qgis.core import NULL


def edits_of(layers: Mapping[str, Any]) -> pd.DataFrame:
    """Return the planner's changes of the catalogue: kind, overrides."""
    rows = [(text_of(f["kind"]), text_of(f["overrides"])) for f in layers["catalogue_edit"].getFeatures()]
    return pd.DataFrame(rows, columns=["kind", "overrides"])


def text_of(value: Any) -> Optional[str]:
    """Return an attribute as text; None for NULL."""
    return None if value is None or value == NULL else str(value)
