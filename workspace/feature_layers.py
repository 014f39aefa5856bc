"""Features of any layer in and out of QGIS: as columns where the file allows it, else one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import numpy as np
import shapely
from qgis.core import (
    NULL,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessingFeatureSource,
    QgsProviderRegistry,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..community.errors import CommonplanError, OutputError
from ..readers.columns import SUFFIXES, Columns, read_columns

_TOLD_EVERY = 5000
_TYPES = {"integer": "LongLong", "real": "Double", "text": "QString"}


@dataclass(frozen=True)
class FeatureTable:
    """Features read: all points (n, 2), or geometries; ids; columns asked for, as texts or None."""

    points: Optional[np.ndarray[Any, Any]]
    shapes: Optional[np.ndarray[Any, Any]]
    ids: np.ndarray[Any, Any]
    texts: Mapping[str, np.ndarray[Any, Any]]
    columns: Optional[Columns] = None


def from_file(layer: Any, wanted: Sequence[str]) -> Optional[FeatureTable]:
    """Read a whole layer by its file, where that gives the same as QGIS: no edits, filter, join or formula.

    Returns
    -------
    table
        None where QGIS has to read the layer.
    """
    path = _plain_file(layer)
    if path is None:
        return None
    columns = read_columns(*path)
    if columns is None or any(name not in columns.table.column_names for name in wanted):
        return None
    points = columns.points()
    shapes = None if points is not None else columns.shapes()
    texts = {name: words(columns.texts(name)) for name in wanted}
    ids = columns.table.column(columns.fid).to_numpy()
    return FeatureTable(points, shapes, ids, texts, columns)


def _plain_file(layer: Any) -> Optional[tuple[Path, Optional[str]]]:
    """Return file and layer name of a layer that shows its file as it is."""
    if layer is None or layer.providerType() != "ogr" or layer.isModified() or layer.subsetString():
        return None
    if layer.fields().count() != layer.dataProvider().fields().count():
        return None
    source = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = Path(source.get("path") or "")
    plain = {key for key, value in source.items() if value not in (None, "", [], {})}
    named = source.get("layerName") or (None if layer.dataProvider().subLayerCount() < 2 else "")
    if plain - {"path", "layerName"} or path.suffix.lower() not in SUFFIXES or named == "":
        return None
    return path, named


def from_source(source: Any, wanted: Sequence[str], feedback: Any) -> FeatureTable:
    """Read geometry and some columns of a feature source, feature by feature."""
    request = QgsFeatureRequest()
    request.setSubsetOfAttributes(list(wanted), source.fields())
    positions = [source.fields().indexOf(name) for name in wanted]
    ids, blobs, values = [], [], []
    for number, feature in enumerate(_features(source, request)):
        ids.append(feature.id())
        blobs.append(_wkb(feature))
        values.append([feature[position] for position in positions])
        if number % _TOLD_EVERY == 0 and feedback.isCanceled():
            raise CommonplanError("cancelled")
    columns = zip(*values) if values else [[] for _ in wanted]
    texts = {name: words(np.array(column, dtype=object)) for name, column in zip(wanted, columns)}
    shapes = np.asarray(shapely.from_wkb(np.array(blobs, dtype=object), on_invalid="ignore"))
    points = _all_points(shapes)
    return FeatureTable(points, None if points is not None else shapes, np.array(ids, np.int64), texts)


def _features(source: Any, request: Any) -> Any:
    # Broken geometry is mended, or left without a number; QGIS would stop at it.
    return source.getFeatures(request, QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks)


def _wkb(feature: QgsFeature) -> Optional[bytes]:
    if not feature.hasGeometry():
        return None
    geometry = feature.geometry()
    if QgsWkbTypes.isCurvedType(geometry.wkbType()):
        geometry.convertToStraightSegment()
    return bytes(geometry.asWkb())


def _all_points(shapes: np.ndarray[Any, Any]) -> Optional[np.ndarray[Any, Any]]:
    """Return coordinates when every geometry is a point or missing, else None."""
    if not (np.isin(shapely.get_type_id(shapes), (-1, 0))).all():
        return None
    return np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)]).astype(np.float64)


def words(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return values as texts, so that 1, 1.0 and "1" of different layers are one; nothing is None."""
    return np.array([word_of(value) for value in values], dtype=object)


def word_of(value: Any) -> Optional[str]:
    """Return a value as a text that can be compared between layers; None for no value."""
    if value is None or value == NULL or value != value:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


@dataclass(frozen=True)
class NewField:
    """A field to add: name, type (integer, real, text), values, None where there is none."""

    name: str
    type: str
    values: Sequence[Any]


def fields_with(
    fields: QgsFields, names: Mapping[str, Optional[str]], added: Sequence[NewField]
) -> QgsFields:
    """Return fields with some renamed (to None: left out) and others added."""
    result = QgsFields()
    for field in fields:
        name = names.get(field.name(), field.name())
        if name is not None:
            copy = QgsField(field)
            copy.setName(name)
            result.append(copy)
    for new in added:
        result.append(QgsField(new.name, _qt_type(new.type)))
    return result


def _qt_type(kind: str) -> Any:
    """Return a field's type: QGIS knows QMetaType from 3.38 on, and on Qt 6 nothing else."""
    name = _TYPES[kind]
    if hasattr(QVariant, "LongLong"):
        return getattr(QVariant, {"QString": "String"}.get(name, name))
    from qgis.PyQt.QtCore import QMetaType

    return getattr(QMetaType.Type, name)


def copy_features(
    source: Any,
    sink: Any,
    fields: QgsFields,
    names: Mapping[str, Optional[str]],
    ids: np.ndarray[Any, Any],
    added: Sequence[NewField],
    going_on: Callable[[int], bool],
) -> None:
    """Write all features of a source with the new fields.

    Raises
    ------
    CommonplanError
        `cancelled`.
    OutputError
        `feature_refused` when the format cannot hold a feature.
    """
    row_of = {identifier: row for row, identifier in enumerate(ids.tolist())}
    kept = [i for i, field in enumerate(source.fields()) if names.get(field.name(), "") is not None]
    for number, feature in enumerate(_features(source, QgsFeatureRequest())):
        row = row_of.get(feature.id())
        values = feature.attributes()
        new = QgsFeature(fields)
        new.setGeometry(feature.geometry())
        extra = [None if row is None else column.values[row] for column in added]
        new.setAttributes([*(values[i] for i in kept), *extra])
        if not sink.addFeature(new, QgsFeatureSink.Flag.FastInsert):
            raise OutputError("feature_refused", feature=feature.id(), problem=sink.lastError())
        if number % _TOLD_EVERY == 0 and not going_on(number):
            raise CommonplanError("cancelled")
