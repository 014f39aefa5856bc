"""Shapefiles as other programs write them, in any encoding."""

from __future__ import annotations

from osgeo import gdal


def save_shapefile(frame, path, encoding):
    """Write a frame as other programs do: QGIS tells its GDAL, which may be pandas' too, not to encode."""
    before = gdal.GetConfigOption("SHAPE_ENCODING")
    gdal.SetConfigOption("SHAPE_ENCODING", None)
    try:
        frame.to_file(path, encoding=encoding)
    finally:
        gdal.SetConfigOption("SHAPE_ENCODING", before)
