"""Features of a layer some thousand at a time, as columns: by Arrow where GDAL and pyarrow have it.

Measured on 200,000 features of a GeoPackage on a busy machine: a loop over OGR's features 6.6 s, the
same by Arrow 0.7 s.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Optional, Union

from osgeo import ogr

SIZE = 20_000
"""Features of a chunk."""

Decode = Callable[[bytes], str]

_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN = (ogr.OFTString, ogr.OFTInteger, ogr.OFTInteger64, ogr.OFTReal)


@dataclass(frozen=True)
class Chunk:
    """Consecutive features: ids, geometries as WKB, and the fields asked for as text."""

    ids: list[int]
    shapes: list[Optional[bytes]]
    fields: dict[str, list[Optional[str]]]


def name_of(definition: Any, field: int, decode: Decode) -> str:
    """Return the name of a field, whatever bytes it is made of."""
    return decode(_bytes(definition.GetFieldDefn(field).GetName()))


def chunks(layer: Any, fields: Mapping[str, int], decode: Decode) -> Iterator[Chunk]:
    """Read a layer.

    Parameters
    ----------
    layer
        Of osgeo, which raises.
    fields
        Name under which a field is wanted → its number in the layer; others are not read.
    decode
        Makes text of the bytes of a cell, which may be anything in a broken file.

    Raises
    ------
    RuntimeError
        What GDAL says about a broken file.
    """
    definition = layer.GetLayerDefn()
    read = list(range(definition.GetFieldCount()))
    if layer.TestCapability(ogr.OLCIgnoreFields):
        names = [name_of(definition, i, _escaped) for i in read]
        unwanted = _ignorable(names, set(fields.values()))
        layer.SetIgnoredFields([*unwanted.values(), "OGR_STYLE"])
        read = [i for i in read if i not in unwanted]
    plain = all(definition.GetFieldDefn(i).GetType() in _PLAIN for i in read)
    stream = _stream(layer) if plain else None
    if stream is None:
        yield from _one_by_one(layer, fields, decode)
    else:
        geometry = layer.GetGeometryColumn() or "wkb_geometry"
        for batch in stream:
            # The id stands first, whatever it is called; names may be no text.
            cells = {name: _texts(batch.field(1 + read.index(i)), decode) for name, i in fields.items()}
            yield Chunk(batch.field(0).to_pylist(), batch.field(geometry).to_pylist(), cells)


def _ignorable(names: list[str], wanted: set[int]) -> dict[int, str]:
    """Return the fields that GDAL, which goes by name in any case, can be told to leave alone."""
    small = Counter(name.lower() for name in names)
    return {
        i: name
        for i, name in enumerate(names)
        if i not in wanted and small[name.lower()] == 1 and not _SURROGATE.search(name)
    }


def _stream(layer: Any) -> Any:
    """Return the layer's Arrow stream, None when GDAL is too old for it or pyarrow is missing.

    Nor is there one where arcs may be: newer GDALs hand them over as lines, without a word.
    """
    if layer.GetLayerDefn().GetGeomFieldCount() != 1 or not hasattr(layer, "GetArrowStreamAsPyArrow"):
        return None
    if find_spec("pyarrow") is None or _may_hold_arcs(layer):
        return None
    return layer.GetArrowStreamAsPyArrow(["INCLUDE_FID=YES", f"MAX_FEATURES_IN_BATCH={SIZE}"])


def _may_hold_arcs(layer: Any) -> bool:
    kind = layer.GetGeomType()
    any_kind = ogr.GT_Flatten(kind) in (ogr.wkbUnknown, ogr.wkbGeometryCollection)
    return bool(layer.TestCapability(ogr.OLCCurveGeometries) and (any_kind or ogr.GT_IsNonLinear(kind)))


def _texts(column: Any, decode: Decode) -> list[Optional[str]]:
    import pyarrow as pa

    if pa.types.is_string(column.type):
        return [None if cell is None else decode(cell) for cell in column.cast(pa.binary()).to_pylist()]
    return [None if value is None else f"{value:.15g}" for value in column.to_pylist()]


def _one_by_one(layer: Any, fields: Mapping[str, int], decode: Decode) -> Iterator[Chunk]:
    ids: list[int] = []
    shapes: list[Optional[bytes]] = []
    columns: dict[str, list[Optional[str]]] = {name: [] for name in fields}
    for feature in layer:
        geometry = feature.GetGeometryRef()
        ids.append(feature.GetFID())
        shapes.append(None if geometry is None else bytes(geometry.ExportToIsoWkb()))
        for name, field in fields.items():
            columns[name].append(_text(feature, field, decode))
        if len(ids) == SIZE:
            yield Chunk(ids, shapes, columns)
            ids, shapes, columns = [], [], {name: [] for name in fields}
    if ids:
        yield Chunk(ids, shapes, columns)


def _text(feature: Any, field: int, decode: Decode) -> Optional[str]:
    if not feature.IsFieldSetAndNotNull(field) or feature.GetFieldType(field) == ogr.OFTBinary:
        return None
    return decode(_bytes(feature.GetFieldAsString(field)))


def _escaped(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _bytes(text: Union[str, bytes]) -> bytes:
    """Return what osgeo made text of, or, in some releases, did not."""
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
