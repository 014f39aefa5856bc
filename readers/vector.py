"""Vector data as a survey: Shapefile, GeoPackage, GeoJSON and whatever else OGR reads.

Through osgeo and not pyogrio: the GeoPackage may be one that QGIS has open, and a second
SQLite in the process would drop the first one's locks (measured).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import numpy as np
import shapely
from osgeo import gdal, ogr
from pyproj import CRS

from ..community.coordinates import transform
from ..community.errors import InputError
from ..community.survey.batches import FARTHEST, SurveyData
from ..community.survey.heights import written
from ..community.survey.units import ground_metres, is_metric
from .arcs import arc_step
from .chunks import Chunk, chunks, name_of
from .containers import not_features, opened_up, sister
from .dxf.curves import TOLERANCE
from .encoding import Decoder, make_decoder
from .points import CodesSeen, number
from .samples import cells_of_table
from .spool import Spool

_FIELDS = {
    "layer": ("layer", "图层"),
    "code": ("code", "southcode", "cass", "cass_code", "fcode", "代码", "编码", "要素代码"),
    "text": ("text", "label", "name", "textstring", "txtstring", "注记", "名称", "文字", "标注"),
    "text_height": ("text_height", "textheight", "字高"),
    "rotation": ("rotation", "angle", "角度"),
    "elevation": ("elevation", "elev", "ele", "高程"),
    "handle": ("handle", "entityhandle"),
    "block": ("block", "blockname"),
    "color": ("color", "colour"),
    "linetype": ("linetype",),
}
# Which GDAL gives every layer of a KML, filled or not.
_ALWAYS_IN_KML = (
    "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon",
    "snippet",
)  # fmt: skip
_NUMBERS = ("text_height", "rotation", "elevation")
# By shapely's number of the type.
_TABLE_OF = np.array(["survey_point", "survey_line", "survey_line", "survey_area"], object)
_POLYGON = 3
_LEVEL = 0.001
_WKB_HEAD = 5
_LONGEST_NAME = 40
_SURFACES = (ogr.wkbTIN, ogr.wkbPolyhedralSurface, ogr.wkbTriangle)


def read_vector(
    path: Path, encoding: str | None = None, progress: Callable[[float], None] = lambda _: None
) -> SurveyData:
    """Read every layer of a vector file; geometries of several parts become as many rows.

    Parameters
    ----------
    path
        Columns named layer, code, text or name, … (also in Chinese) go where a drawing's would.
    encoding
        Of a Shapefile's attributes; without it the .cpg says, unless the bytes say otherwise.
    progress
        Told the share read, 0…1; may raise to stop.

    Raises
    ------
    InputError
        `not_a_survey` when OGR cannot open it, `broken_survey` when reading stops half way.
    """
    with opened_up(path) as (source, notes):
        table = sister(source, ".dbf") if source.suffix.lower() == ".shp" else None
        decoder = _decoder(source, table, encoding)
        # A Shapefile's bytes are decoded here: GDAL drops what does not fit without a word.
        options = ["ENCODING="] if table is not None else []
        collected = _Collected(notes, decoder)
        with _loud():
            try:
                dataset = gdal.OpenEx(str(source), gdal.OF_VECTOR | gdal.OF_READONLY, open_options=options)
            except RuntimeError as error:
                raise InputError("not_a_survey", file=str(path)) from error
            try:
                for index in range(dataset.GetLayerCount()):
                    collected.add(dataset.GetLayer(index), progress)
            except RuntimeError as error:
                raise InputError("broken_survey", file=str(path), problem=str(error)) from error
            driver = dataset.GetDriver().ShortName
            del dataset
        collected.leave(*not_features(source))
    return collected.result(driver)


@contextmanager
def _loud() -> Iterator[None]:
    """Let GDAL raise here only: other plugins in the process may count on its silence."""
    before = gdal.GetUseExceptions()
    gdal.UseExceptions()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()
        if not before:
            gdal.DontUseExceptions()


def _decoder(path: Path, table: Path | None, encoding: str | None) -> Decoder:
    """Find out the encoding of a Shapefile by its .cpg and its table; all other formats have one."""
    if table is None:
        return Decoder("utf-8", reason="format")
    told = sister(path, ".cpg")
    declared = b"" if told is None else told.read_bytes()[:_LONGEST_NAME]
    return make_decoder(cells_of_table(table), declared.decode("ascii", "replace").strip(), given=encoding)


class _Collected:
    """Takes features layer by layer and adds up what became of them."""

    def __init__(self, notes: list[dict[str, Any]], decoder: Decoder) -> None:
        self.decoder = decoder
        self.crs: CRS | None = None
        self.tolerance: float | None = None
        self.batches = Spool()
        self.codes = CodesSeen()
        self.found: Counter[tuple[str, str]] = Counter()
        self.skipped: Counter[tuple[str, str, str]] = Counter()
        self.notes = notes

    def add(self, layer: Any, progress: Callable[[float], None]) -> None:
        """Take all features of a layer."""
        crs, name = _crs(layer), layer.GetName()
        self.crs = self.crs or crs
        tolerance = TOLERANCE / ground_metres(crs) if crs is not None and not is_metric(crs) else TOLERANCE
        fields, others = _recognised(layer, self.decoder)
        if others:
            self.notes.append({"note": "fields_left", "layer": name, "fields": others})
        announced, done = layer.GetFeatureCount(), 0
        for chunk in chunks(layer, fields, self.decoder.text):
            self._take(chunk, name, crs, tolerance)
            done += len(chunk.ids)
            progress(min(done / max(announced, 1), 1.0))
        if done < announced:
            self.notes.append({"note": "features_missing", "layer": name, "count": announced - done})

    def _take(self, chunk: Chunk, layer: str, crs: CRS | None, tolerance: float) -> None:
        values = {what: _stripped(texts) for what, texts in chunk.fields.items()}
        values["layer"] = _filled(values.get("layer"), [layer] * len(chunk.ids))
        values["handle"] = _filled(values.get("handle"), [str(number) for number in chunk.ids])
        codes = [_code(shape) for shape in chunk.shapes]
        names = {code: _kind(code) for code in set(codes)}
        if any(map(ogr.GT_IsNonLinear, names)):
            self.tolerance = tolerance
        kinds = [names[code] for code in codes]
        self.found.update(zip(kinds, values["layer"]))
        shapes, unreadable = _read(chunk.shapes, codes, tolerance)
        parts, owner = _parts(shapes)
        held = ~(shapely.is_empty(shapes) | shapely.is_missing(shapes))
        if crs is not None and self.crs is not None and crs != self.crs:
            parts = shapely.transform(parts, _mover(crs, self.crs))
        empty = np.bincount(owner, minlength=len(kinds)) == 0
        for row in np.flatnonzero(empty).tolist():
            why = "unreadable_geometry" if unreadable[row] else "no_extent" if held[row] else "no_geometry"
            self.skipped[kinds[row], values["layer"][row], why] += 1
        self._put_by(parts, owner, values)

    def _put_by(self, parts: Any, owner: Any, values: dict[str, Any]) -> None:
        columns = {name: column[owner] for name, column in values.items()}
        for name in _NUMBERS:
            if name in columns:
                columns[name] = np.array([number(str(text)) for text in columns[name]], np.float64)
        lowest = _lowest(parts)
        columns["elevation"] = np.where(np.isnan(lowest), columns.get("elevation", np.nan), lowest)
        columns["heights"] = _heights(parts)
        columns["part"] = np.arange(len(owner)) - np.searchsorted(owner, owner)
        columns["geometry"] = shapely.force_2d(parts)
        table = _TABLE_OF[shapely.get_type_id(parts)]
        if "text" in columns:
            codes = columns.get("code", np.full(len(owner), None, object))
            label = columns["text"].astype(bool) & ~codes.astype(bool)
            table = np.where((table == "survey_point") & label, "survey_text", table)
        self.codes.add(columns.get("code", ()))
        self.batches.add(
            {kind: {name: column[table == kind] for name, column in columns.items()} for kind in set(table)}
        )

    def leave(self, files: list[str], notes: list[dict[str, Any]]) -> None:
        """Name what came with the features."""
        self.found.update(("FILE", name) for name in files)
        self.skipped.update(("FILE", name, "picture") for name in files)
        self.notes += notes

    def result(self, driver: str) -> SurveyData:
        """Return everything taken."""
        return SurveyData(
            format=driver,
            encoding=self.decoder.evidence(),
            batches=self.batches,
            found=self.found,
            skipped=self.skipped,
            notes=self.notes,
            code_system=self.codes.system,
            crs=self.crs,
            tolerance=self.tolerance,
        )


def _crs(layer: Any) -> CRS | None:
    reference = layer.GetSpatialRef()
    # A GeoPackage has names for knowing none.
    if reference is None or str(reference.GetName()).startswith("Undefined"):
        return None
    return CRS.from_wkt(reference.ExportToWkt())


def _recognised(layer: Any, decoder: Decoder) -> tuple[dict[str, int], list[str]]:
    """Return which of the layer's fields stand for which survey column, and the names of the others."""
    definition = layer.GetLayerDefn()
    names = [name_of(definition, i, decoder.text) for i in range(definition.GetFieldCount())]
    small = [name.lower() for name in names]
    found = {
        what: next((small.index(word) for word in words if word in small), -1)
        for what, words in _FIELDS.items()
    }
    found = {what: index for what, index in found.items() if index >= 0}
    others = [name for index, name in enumerate(names) if index not in found.values()]
    return found, [name for name in others if name not in _ALWAYS_IN_KML]


def _stripped(texts: list[str | None]) -> Any:
    return np.array([(text or "").strip() or None for text in texts], object)


def _filled(values: Any, others: list[str]) -> Any:
    return np.array(others if values is None else [v or o for v, o in zip(values, others)], object)


def _code(shape: bytes | None) -> int:
    """Return the number of a WKB's type without Z and M, -1 when there is none."""
    if shape is None or len(shape) < _WKB_HEAD:
        return -1
    order: Literal["little", "big"] = "little" if shape[0] else "big"
    return int(ogr.GT_Flatten(int.from_bytes(shape[1:_WKB_HEAD], order, signed=True)))


def _kind(code: int) -> str:
    return "NONE" if code < 0 else str(ogr.GeometryTypeToName(code)).upper().replace(" ", "")


def _read(shapes: list[bytes | None], codes: list[int], tolerance: float) -> tuple[Any, Any]:
    """Return geometries, curves as lines, surfaces as polygons, and which could not be read."""
    odd = {c for c in set(codes) if ogr.GT_IsNonLinear(c) or c in (ogr.wkbGeometryCollection, *_SURFACES)}
    flat = [_plain(shape, tolerance) if code in odd else shape for shape, code in zip(shapes, codes)]
    geometries = np.asarray(shapely.from_wkb(np.array(flat, object), on_invalid="ignore"))
    return geometries, shapely.is_missing(geometries) & (np.array(codes) >= 0)


def _plain(shape: bytes | None, tolerance: float) -> bytes | None:
    try:
        geometry = ogr.CreateGeometryFromWkb(shape)
        if ogr.GT_Flatten(geometry.GetGeometryType()) in _SURFACES:
            geometry = ogr.ForceToMultiPolygon(geometry)
        return bytes(geometry.GetLinearGeometry(arc_step(geometry, tolerance)).ExportToIsoWkb())
    except (RuntimeError, AttributeError):
        return None


def _parts(geometries: Any) -> tuple[Any, Any]:
    """Return the single points, lines and polygons, and of which geometry each is a part."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    while (shapely.get_type_id(parts) > _POLYGON).any():
        parts, again = shapely.get_parts(parts, return_index=True)
        owner = owner[again]
    good = ~shapely.is_empty(parts) & (np.abs(shapely.bounds(parts)) < FARTHEST).all(axis=1)
    return parts[good], owner[good]


def _mover(source: CRS, target: CRS) -> Callable[[Any], Any]:
    return lambda points: np.column_stack(transform(points[:, 0], points[:, 1], source, target))


def _lowest(parts: Any) -> Any:
    """Return the lowest height of each geometry, NaN where none is given."""
    points, owner = shapely.get_coordinates(parts, include_z=True, return_index=True)
    lowest = np.full(len(parts), np.inf)
    given = np.isfinite(points[:, 2])
    np.minimum.at(lowest, owner[given], points[given, 2])
    return np.where(np.isfinite(lowest), lowest, np.nan)


def _heights(parts: Any) -> Any:
    """Return the heights along sloping lines and rings, None for the level ones and for points."""
    result = np.full(len(parts), None, object)
    points, owner = shapely.get_coordinates(parts, include_z=True, return_index=True)
    lowest = _lowest(parts)
    sloping = np.unique(owner[np.nan_to_num(points[:, 2] - lowest[owner]) > _LEVEL])
    for row in sloping.tolist():
        first, last = np.searchsorted(owner, [row, row + 1])
        result[row] = written(points[first:last, 2].tolist())
    return result
