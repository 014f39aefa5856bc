"""Numbers into the edit buffers: everything a run changes, as one step to undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.core import NULL, QgsGeometry

from ..community.errors import SiteError
from ..community.numbering.community import Community, Options, is_published, read_parameters
from .gestures import gesture
from .layer_frames import FID, frame_of, frames_of
from .numbering import (
    NUMBERING_READS,
    WRITTEN,
    Numbered,
    community_from,
    loops_by_compound,
    to_write,
)
from .site_edits import feature_of


def read_layers(
    layers: Mapping[str, Any],
    loops: Optional[Mapping[str, Any]] = None,
    orders: Optional[Mapping[str, tuple[str, ...]]] = None,
) -> Community:
    """Read what numbering needs from the layers of an open community, edits included.

    Parameters
    ----------
    layers
        Layers by table.
    loops, orders
        Lines and orders given now, by compound id.
    """
    tables = frames_of(layers, *NUMBERING_READS, "sheet_setting")
    rows = tables["sheet_setting"]
    settings = {str(key): str(value) for key, value in zip(rows["key"], rows["value"]) if value is not None}
    return community_from(tables, settings, loops, orders)


def last_settings(layers: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return the options that the last run settled, and whether the numbers are published."""
    runs = frame_of(layers["numbering"], "numbering")
    stored = runs["parameters"].iloc[-1] if len(runs) else None
    return read_parameters(stored), is_published(runs)


def loops_of(layers: Mapping[str, Any], drawn: QgsGeometry) -> dict[str, Any]:
    """Return a line as the loop of the compounds it belongs to, compound id → geometry.

    Parameters
    ----------
    layers
        Layers by table.
    drawn
        Line, or area whose outline is meant, in the community's CRS.
    """
    import geopandas as gpd
    import shapely

    straight = QgsGeometry(drawn)
    straight.convertToStraightSegment()
    line = shapely.force_2d(shapely.from_wkb(bytes(straight.asWkb())))
    compounds = frame_of(layers["compound"], "compound")
    if not len(compounds):
        raise SiteError("no_boundary")
    return loops_by_compound(gpd.GeoDataFrame(geometry=[line]), compounds)


def apply_numbering(layers: Mapping[str, Any], outcome: Numbered, options: Options, title: str) -> int:
    """Put numbers, aliases and the record of the run into the edit buffers.

    Parameters
    ----------
    layers
        Layers by table: place, number_alias, numbering.
    outcome
        The result for what `read_layers` gave.
    options
        How it was numbered.
    title
        The step's name in the undo panel.

    Returns
    -------
    changed
        Number of places that changed; without a change there is no step either.
    """
    changes = to_write(outcome, options)
    if changes.places.empty and changes.numbering is None and changes.aliases.empty:
        return 0
    place, alias, numbering = layers["place"], layers["number_alias"], layers["numbering"]
    places = outcome.community.places
    row_of = dict(zip(places["id"], places[FID]))
    with gesture(title, [place, alias, numbering]):
        columns = {name: place.fields().indexOf(name) for name in ("id", *WRITTEN)}
        for values in changes.places.reset_index().to_dict("records"):
            # A row that was never saved may have no id yet: it gets the one the result goes by.
            wanted = values if row_of[values["id"]] < 0 else {k: v for k, v in values.items() if k != "id"}
            new = {columns[name]: _stored(value) for name, value in wanted.items()}
            place.changeAttributeValues(row_of[values["id"]], new)
        for values in changes.aliases.to_dict("records"):
            alias.addFeature(feature_of(alias, None, values))
        if changes.numbering is not None:
            row = {name: _stored(value) for name, value in changes.numbering.items()}
            numbering.addFeature(feature_of(numbering, None, row))
    return len(changes.places)


def _stored(value: Any) -> Any:
    """Return a value as Qt takes it: NULL for what is missing, Python's own numbers."""
    if value is None or value != value or str(value) == "<NA>":
        return NULL
    return value.item() if hasattr(value, "item") else value
