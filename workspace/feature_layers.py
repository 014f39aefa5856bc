"""Features of any layer in and out of QGIS: as columns where the file allows it, else one by one."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import numpy as np
import shapely
from qgis.core import (
    NULL,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessingFeatureSource,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..community.errors import CommonplanError, OutputError
from ..readers.columns import POINT_SIZE, SUFFIXES, Columns, plain_points, read_columns

_TOLD_EVERY = 5000
_TYPES = {"integer": "LongLong", "real": "Double", "text": "QString"}


@dataclass(frozen=True)
class FeatureTable:
    """Features read: all points (n, 2), or geometries; ids; columns asked for, as texts or None.

    A column is an array, or reads its rows when they are asked for: `texts[name][index]`.
    """

    points: Optional[np.ndarray[Any, Any]]
    shapes: Optional[np.ndarray[Any, Any]]
    ids: np.ndarray[Any, Any]
    texts: Mapping[str, Any]
    columns: Optional[Columns] = None

    @property
    def bounds(self) -> np.ndarray[Any, Any]:
        """Least x and y, greatest x and y of each feature, shape (n, 4); NaN without geometry."""
        return shapely.bounds(self.shapes) if self.points is None else np.hstack((self.points, self.points))


@dataclass(frozen=True)
class _Column:
    columns: Columns
    name: str

    def __getitem__(self, index: Any) -> np.ndarray[Any, Any]:
        if index is not ...:
            return words(self.columns.values(self.name, index))
        # Features are many, groups and classes few: each value becomes a text once.
        values, row = self.columns.distinct(self.name)
        return words(np.append(values, np.array([None], object)))[row]


def from_file(layer: Any, wanted: Sequence[str]) -> Optional[FeatureTable]:
    """Read a whole layer by its file, where that gives the same as QGIS: no edits, filter, join or formula.

    Returns
    -------
    table
        None where QGIS has to read the layer.
    """
    path = _plain_file(layer)
    return None if path is None else _from_columns(read_columns(*path), wanted)


def from_copy(source: Any, wanted: Sequence[str], feedback: Any) -> Optional[FeatureTable]:
    """Read a feature source from a copy that QGIS makes of it, in half the time of feature by feature.

    The copy is a GeoPackage: what is read is what a GeoPackage holds of the source.

    Returns
    -------
    table
        None where QGIS has to read the source: for types that columns do not carry, or a feature
        that a GeoPackage does not take.

    Raises
    ------
    CommonplanError
        `cancelled`.
    """
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerOptions = ["SPATIAL_INDEX=NO"]
    request = QgsFeatureRequest()
    request.setFeedback(feedback)
    with tempfile.TemporaryDirectory(prefix="commonplan-") as folder:
        path = Path(folder) / "copy.gpkg"
        writer = QgsVectorFileWriter.create(
            str(path),
            source.fields(),
            source.wkbType(),
            source.sourceCrs(),
            QgsCoordinateTransformContext(),
            options,
        )
        written = writer.addFeatures(_features(source, request), QgsFeatureSink.Flag.FastInsert)
        del writer
        if feedback.isCanceled():
            raise CommonplanError("cancelled")
        return _from_columns(read_columns(path, None), wanted) if written else None


def _from_columns(columns: Optional[Columns], wanted: Sequence[str]) -> Optional[FeatureTable]:
    if columns is None or any(name not in columns.table.column_names for name in wanted):
        return None
    points = columns.points()
    shapes = None if points is not None else columns.shapes()
    texts = {name: _Column(columns, name) for name in wanted}
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
    straighten = _may_be_curved(source.wkbType())
    ids, blobs, values = [], [], []
    for number, feature in enumerate(_features(source, request)):
        ids.append(feature.id())
        blobs.append(_wkb(feature, straighten=straighten))
        values.append([feature[position] for position in positions])
        if number % _TOLD_EVERY == 0 and feedback.isCanceled():
            raise CommonplanError("cancelled")
    columns = zip(*values) if values else [[] for _ in wanted]
    texts = {name: words(np.array(column, dtype=object)) for name, column in zip(wanted, columns)}
    points, shapes = _geometry(blobs)
    return FeatureTable(points, shapes, np.array(ids, np.int64), texts)


def _features(source: Any, request: Any) -> Any:
    # Broken geometry is mended, or left without a number; QGIS would stop at it.
    return source.getFeatures(request, QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks)


def _may_be_curved(kind: Any) -> bool:
    flat = QgsWkbTypes.flatType(kind)
    mixed = (QgsWkbTypes.Type.Unknown, QgsWkbTypes.Type.GeometryCollection)
    return QgsWkbTypes.isCurvedType(kind) or flat in mixed


def _wkb(feature: QgsFeature, *, straighten: bool) -> Optional[bytes]:
    geometry = feature.geometry()
    if geometry.isNull():
        return None
    if straighten and QgsWkbTypes.isCurvedType(geometry.wkbType()):
        geometry.convertToStraightSegment()
    return bytes(geometry.asWkb())


def _geometry(
    blobs: list[Optional[bytes]],
) -> tuple[Optional[np.ndarray[Any, Any]], Optional[np.ndarray[Any, Any]]]:
    """Return coordinates (n, 2) when every geometry is a point or missing, else None and the geometries."""
    if blobs and all(blob is not None and len(blob) == POINT_SIZE for blob in blobs):
        points = plain_points(b"".join(blob for blob in blobs if blob))
        if points is not None:
            return points, None
    shapes = np.asarray(shapely.from_wkb(np.array(blobs, dtype=object), on_invalid="ignore"))
    if (shapely.get_type_id(shapes) > 0).any():
        return None, shapes
    return np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)]).astype(np.float64), None


def words(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return values as texts, so that 1, 1.0 and "1" of different layers are one; nothing is None."""
    return np.array([word_of(value) for value in values], dtype=object)


def word_of(value: Any) -> Optional[str]:
    """Return a value as a text that can be compared between layers; None for no value."""
    if type(value) is str:
        return value.strip() or None
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
        result.append(QgsField(new.name, qt_type(new.type)))
    return result


def qt_type(kind: str) -> Any:
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
    dropped = [i for i, field in enumerate(source.fields()) if names.get(field.name(), "") is None]
    count, first = len(fields), len(fields) - len(added)
    positions = range(first, count)
    rows = list(zip(*(column.values for column in added)))
    for number, feature in enumerate(_features(source, QgsFeatureRequest())):
        for position in reversed(dropped):
            feature.deleteAttribute(position)
        # The attributes stay on QGIS's side; to Python and back they would take twice the time.
        feature.resizeAttributes(count)
        row = row_of.get(feature.id())
        if row is not None:
            for position, value in zip(positions, rows[row]):
                feature.setAttribute(position, value)
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise OutputError("feature_refused", feature=feature.id(), problem=sink.lastError())
        if number % _TOLD_EVERY == 0 and not going_on(number):
            raise CommonplanError("cancelled")
