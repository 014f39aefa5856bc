"""Features of a layer some thousand at a time, as columns: by Arrow where GDAL and pyarrow have it.

Measured on 200,000 features of a GeoPackage on a busy machine: a loop over OGR's features 6.6 s, the
same by Arrow 0.7 s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Optional

from osgeo import ogr

SIZE = 20_000
"""Features of a chunk."""

_PLAIN = (ogr.OFTString, ogr.OFTInteger, ogr.OFTInteger64, ogr.OFTReal)


@dataclass(frozen=True)
class Chunk:
    """Consecutive features: ids, geometries as WKB, and the fields asked for as text."""

    ids: list[int]
    shapes: list[Optional[bytes]]
    fields: dict[str, list[Optional[str]]]


def chunks(layer: Any, fields: Mapping[str, int]) -> Iterator[Chunk]:
    """Read a layer.

    Parameters
    ----------
    layer
        Of osgeo, which raises.
    fields
        Name under which a field is wanted → its number in the layer; others are not read.

    Raises
    ------
    RuntimeError
        What GDAL says about a broken file.
    """
    definition = layer.GetLayerDefn()
    if layer.TestCapability(ogr.OLCIgnoreFields):
        every = range(definition.GetFieldCount())
        unwanted = [definition.GetFieldDefn(i).GetName() for i in every if i not in fields.values()]
        layer.SetIgnoredFields([*unwanted, "OGR_STYLE"])
    plain = all(definition.GetFieldDefn(i).GetType() in _PLAIN for i in fields.values())
    names = {definition.GetFieldDefn(i).GetName() for i in fields.values()}
    stream = _stream(layer) if plain and len(names) == len(set(fields.values())) else None
    if stream is None:
        yield from _one_by_one(layer, fields)
    else:
        geometry = layer.GetGeometryColumn() or "wkb_geometry"
        for batch in stream:
            yield _chunk(
                batch, geometry, {n: definition.GetFieldDefn(i).GetName() for n, i in fields.items()}
            )


def _stream(layer: Any) -> Any:
    """Return the layer's Arrow stream, None when GDAL is too old for it or pyarrow is missing."""
    if layer.GetLayerDefn().GetGeomFieldCount() != 1 or not hasattr(layer, "GetArrowStreamAsPyArrow"):
        return None
    if find_spec("pyarrow") is None:
        return None
    return layer.GetArrowStreamAsPyArrow(["INCLUDE_FID=YES", f"MAX_FEATURES_IN_BATCH={SIZE}"])


def _chunk(batch: Any, geometry: str, fields: Mapping[str, str]) -> Chunk:
    # The id stands first, whatever it is called.
    ids = batch.field(0).to_pylist()
    return Chunk(
        ids, batch.field(geometry).to_pylist(), {n: _texts(batch.field(f)) for n, f in fields.items()}
    )


def _texts(column: Any) -> list[Optional[str]]:
    import pyarrow as pa

    if pa.types.is_string(column.type):
        # Broken files hold bytes that are no UTF-8.
        cells = column.cast(pa.binary()).to_pylist()
        return [None if cell is None else cell.decode("utf-8", "replace") for cell in cells]
    return [None if value is None else f"{value:.15g}" for value in column.to_pylist()]


def _one_by_one(layer: Any, fields: Mapping[str, int]) -> Iterator[Chunk]:
    ids: list[int] = []
    shapes: list[Optional[bytes]] = []
    columns: dict[str, list[Optional[str]]] = {name: [] for name in fields}
    for feature in layer:
        geometry = feature.GetGeometryRef()
        ids.append(feature.GetFID())
        shapes.append(None if geometry is None else bytes(geometry.ExportToIsoWkb()))
        for name, field in fields.items():
            columns[name].append(_text(feature, field))
        if len(ids) == SIZE:
            yield Chunk(ids, shapes, columns)
            ids, shapes, columns = [], [], {name: [] for name in fields}
    if ids:
        yield Chunk(ids, shapes, columns)


def _text(feature: Any, field: int) -> Optional[str]:
    if not feature.IsFieldSetAndNotNull(field) or feature.GetFieldType(field) == ogr.OFTBinary:
        return None
    text: str = feature.GetFieldAsString(field)
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
