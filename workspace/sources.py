"""A layer that somebody hands us, as a frame in the community's CRS."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from qgis.core import NULL, QgsFeatureRequest, QgsProcessingFeatureSource, QgsWkbTypes
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ..community.errors import InputError

_GEOMETRIES = {
    "Point": QgsWkbTypes.GeometryType.PointGeometry,
    "LineString": QgsWkbTypes.GeometryType.LineGeometry,
    "Polygon": QgsWkbTypes.GeometryType.PolygonGeometry,
}


def source_frame(source: Any, target: Any, geometries: Collection[str], name: str) -> Any:
    """Read a feature source into a GeoDataFrame.

    Parameters
    ----------
    source
        A QgsFeatureSource, or None when QGIS could not open what was asked for.
    target
        CRS (pyproj) wanted. A source without CRS is taken to be in it.
    geometries
        What the layer may hold: Point, LineString, Polygon.
    name
        The parameter's name, for the error.

    Returns
    -------
    frame
        All columns, values as Python's own (dates as ISO text), 2D geometry without curves; features
        without geometry are left out.

    Raises
    ------
    InputError
        `layer_unreadable`, `wrong_geometry`, `empty_layer`; `crs_not_related` and `outside_crs` when
        the layer cannot be brought into `target`.
    """
    import geopandas as gpd
    import shapely

    if source is None:
        raise InputError("layer_unreadable", parameter=name)
    layer = source.sourceName()
    if source.featureCount() == 0:
        raise InputError("empty_layer", parameter=name, layer=layer)
    kind = QgsWkbTypes.geometryType(source.wkbType())
    if kind not in [_GEOMETRIES[geometry] for geometry in geometries]:
        raise InputError("wrong_geometry", parameter=name, layer=layer)
    columns = [name if name != "geometry" else "geometry_" for name in source.fields().names()]
    rows, shapes = [], []
    for feature in _features(source):
        if feature.hasGeometry() and not feature.geometry().isEmpty():
            rows.append([_plain(value) for value in feature.attributes()])
            shapes.append(_wkb(feature.geometry()))
    if not rows:
        raise InputError("empty_layer", parameter=name, layer=layer)
    geometry = _moved(shapely.force_2d(shapely.from_wkb(shapes)), source.sourceCrs(), target)
    return gpd.GeoDataFrame(dict(zip(columns, zip(*rows))), geometry=geometry, crs=target)


def _features(source: Any) -> Any:
    # QGIS's own check throws through Python's frames, which breaks the interpreter (measured).
    flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    return source.getFeatures(QgsFeatureRequest(), flag)


def _moved(geometry: Any, crs: Any, target: Any) -> Any:
    import numpy as np
    import shapely

    from ..community.coordinates import is_local, transform

    source = crs_of(crs)
    if source is None:
        return geometry
    if is_local(source) and is_local(target):
        return geometry

    def move(xy: Any) -> Any:
        return np.column_stack(transform(xy[:, 0], xy[:, 1], source, target))

    return shapely.transform(geometry, move)


def _wkb(geometry: Any) -> bytes:
    if QgsWkbTypes.isCurvedType(geometry.wkbType()):
        geometry.convertToStraightSegment()
    return bytes(geometry.asWkb())


def _plain(value: Any) -> Any:
    if value is None or value == NULL:
        return None
    if isinstance(value, (QDate, QDateTime, QTime)):
        return value.toString(Qt.DateFormat.ISODate)
    return value


def point_in(point: Any, crs: Any, target: Any) -> Any:
    """Return a QgsPointXY as a shapely point in `target`; one without a valid CRS is in it already."""
    import numpy as np
    import shapely

    return _moved(np.array([shapely.Point(point.x(), point.y())]), crs, target)[0]


def crs_of(crs: Any) -> Any:
    """Return a QgsCoordinateReferenceSystem as pyproj's CRS; None for one that is not valid."""
    from pyproj import CRS

    return CRS.from_user_input(crs_text(crs)) if crs.isValid() else None


def crs_text(crs: Any) -> str:
    """Return an EPSG code, else WKT; empty for a CRS that is not valid.

    QGIS writes WKT without EPSG's order of axes: the code says more.
    """
    return str(crs.authid() if crs.authid().startswith("EPSG:") else crs.toWkt())
