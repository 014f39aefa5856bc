"""Finding a place in an open community, edits included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import NULL, QgsFeatureRequest

from ..community.numbering.search import Hit, find_places


def find_in_layers(layers: Mapping[str, Any], text: str, language: str) -> list[Hit]:
    """Return the places that a number, an old number or a part of a name means.

    Parameters
    ----------
    layers
        Layers by table: place, number_alias, catalogue_edit.
    text
        As typed.
    language
        zh or en, for the name of the kind where a place has no name of its own.
    """
    from ..community.catalogue import kind_name
    from .held_edits import kinds_of

    kinds = kinds_of(layers)
    places = _rows(layers["place"], "id", "number", "name", "kind", "rejected")
    for row in places:
        row["name"] = row["name"] or kind_name(str(row["kind"]), language, kinds)
    return find_places(text, places, _rows(layers["number_alias"], "old_number", "place_id", "retired_at"))


def _rows(layer: Any, *names: str) -> list[dict[str, Any]]:
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes(list(names), layer.fields())
    return [
        {name: None if feature[name] == NULL else feature[name] for name in names}
        for feature in layer.getFeatures(request)
    ]
