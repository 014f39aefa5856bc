"""The planner's changes of the catalogue, read where they are: in the open project, or in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

import pandas as pd
from qgis.core import NULL

from ..community.catalogue import kinds, with_edits
from . import geopackage as gp


def edits_of(layers: Mapping[str, Any]) -> pd.DataFrame:
    """Return the planner's changes of the catalogue: kind, overrides."""
    rows = [(text_of(f["kind"]), text_of(f["overrides"])) for f in layers["catalogue_edit"].getFeatures()]
    return pd.DataFrame(rows, columns=["kind", "overrides"])


def edits_in(dataset: Any) -> pd.DataFrame:
    """Return the changes that a community file holds, opened by `geopackage.present_state`."""
    found = gp.rows(dataset, "SELECT kind, overrides FROM catalogue_edit")
    return pd.DataFrame(found, columns=["kind", "overrides"])


def kinds_of(layers: Mapping[str, Any]) -> pd.DataFrame:
    """Return the kinds of places with the edits of the open community."""
    return with_edits(kinds(), edits_of(layers))


def text_of(value: Any) -> Optional[str]:
    """Return an attribute as text; None for NULL."""
    return None if value is None or value == NULL else str(value)
