"""Vector data as a survey: Shapefile, GeoPackage, GeoJSON and whatever else OGR reads.

Through osgeo and not pyogrio: the GeoPackage may be one that QGIS has open, and a second
SQLite in the process would drop the first one's locks (measured).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from osgeo import gdal, ogr
from pyproj import CRS

from ..community.coordinates import transform
from ..community.errors import InputError
from ..community.survey.batches import SurveyData
from .encoding import Decoder, make_decoder
from .points import code_system, number
from .spool import Spool

_FIELDS = {
    "layer": ("layer", "图层"),
    "code": ("code", "southcode", "cass", "cass_code", "fcode", "代码", "编码", "要素代码"),
    "text": ("text", "label", "name", "textstring", "txtstring", "注记", "名称", "文字", "标注"),
    "text_height": ("text_height", "textheight", "字高"),
    "rotation": ("rotation", "angle", "角度"),
    "elevation": ("elevation", "elev", "高程"),
    "handle": ("handle", "entityhandle"),
    "block": ("block", "blockname"),
    "color": ("color", "colour"),
    "linetype": ("linetype",),
}
_NUMBERS = ("text_height", "rotation", "elevation")
_TABLE_OF = {0: "survey_point", 1: "survey_line", 2: "survey_line", 3: "survey_area"}
_RECORDS_AT = 8
_BATCH = 5000

Row = dict[str, Any]


def read_vector(
    path: Path, encoding: str | None = None, progress: Callable[[float], None] = lambda _: None
) -> SurveyData:
    """Read every layer of a vector file; geometries of several parts become as many rows.

    Parameters
    ----------
    path
        Columns named layer, code, text or name, … (also in Chinese) go where a drawing's would.
    encoding
        Of a Shapefile's attributes; without it the .cpg says, else the bytes decide.
    progress
        Told the share read, 0…1; may raise to stop.

    Raises
    ------
    InputError
        `not_a_survey` when OGR cannot open it, `broken_survey` when reading stops half way.
    """
    decoder = _decoder(path, encoding)
    options = [f"ENCODING={decoder.codec}"] if decoder is not None else []
    collected = _Collected()
    with _loud(), _heeding_cpg():
        try:
            dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY, open_options=options)
        except RuntimeError as error:
            raise InputError("not_a_survey", file=str(path)) from error
        try:
            for index in range(dataset.GetLayerCount()):
                collected.add(dataset.GetLayer(index), progress)
        except RuntimeError as error:
            raise InputError("broken_survey", file=str(path), problem=str(error)) from error
        driver = dataset.GetDriver().ShortName
    return collected.result(driver, decoder)


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


@contextmanager
def _heeding_cpg() -> Iterator[None]:
    """Let GDAL decode by the .cpg here: QGIS turns that off for its whole process."""
    before = gdal.GetConfigOption("SHAPE_ENCODING")
    gdal.SetConfigOption("SHAPE_ENCODING", None)
    try:
        yield
    finally:
        gdal.SetConfigOption("SHAPE_ENCODING", before)


def _decoder(path: Path, encoding: str | None) -> Decoder | None:
    """Find out the encoding of a Shapefile without .cpg; other formats say it themselves."""
    table = path.with_suffix(".dbf")
    if path.suffix.lower() != ".shp" or not table.is_file():
        return None
    if encoding is None and path.with_suffix(".cpg").is_file():
        return None
    raw = table.read_bytes()
    start = int.from_bytes(raw[_RECORDS_AT : _RECORDS_AT + 2], "little")
    cells = dict.fromkeys(raw[32:].replace(b"\x00", b" ").split() if start else [])
    return make_decoder([cell for cell in cells if not cell.isascii()][:5000], "", given=encoding)


class _Collected:
    """Takes features layer by layer and adds up what became of them."""

    def __init__(self) -> None:
        self.crs: CRS | None = None
        self.batches = Spool()
        self.rows: dict[str, list[Row]] = {}
        self.codes: Counter[str] = Counter()
        self.found: Counter[tuple[str, str]] = Counter()
        self.skipped: Counter[tuple[str, str, str]] = Counter()

    def add(self, layer: Any, progress: Callable[[float], None]) -> None:
        """Take all features of a layer."""
        crs = _crs(layer)
        self.crs = self.crs or crs
        fields = _recognised(layer)
        total = max(layer.GetFeatureCount(), 1)
        for done, feature in enumerate(layer):
            values = {what: _value(feature, index) for what, index in fields.items()}
            values["layer"] = values.get("layer") or layer.GetName()
            values["handle"] = values.get("handle") or str(feature.GetFID())
            self._take(feature.GetGeometryRef(), values, crs)
            if done % _BATCH == 0:
                self._put_by()
                progress(min(done / total, 1.0))
        self._put_by()

    def _put_by(self) -> None:
        self.batches.add({table: _columns(rows) for table, rows in self.rows.items()})
        self.rows = {}

    def _take(self, geometry: Any, values: Row, crs: CRS | None) -> None:
        kind = "NONE" if geometry is None else geometry.GetGeometryName()
        self.found[kind, values["layer"]] += 1
        parts = _parts(geometry)
        if crs is not None and self.crs is not None and crs != self.crs:
            parts = [_moved(part, crs, self.crs) for part in parts]
        if not parts:
            self.skipped[kind, values["layer"], "no_geometry"] += 1
        for number_of_part, part in enumerate(parts):
            table = _TABLE_OF[shapely.get_type_id(part)]
            if table == "survey_point" and values.get("text") and not values.get("code"):
                table = "survey_text"
            height = _lowest(part)
            row = {**values, "geometry": shapely.force_2d(part), "part": number_of_part}
            if np.isfinite(height):
                row["elevation"] = height
            self.rows.setdefault(table, []).append(row)
            self.codes[row.get("code") or ""] += 1

    def result(self, driver: str, decoder: Decoder | None) -> SurveyData:
        """Return everything taken."""
        return SurveyData(
            format=driver,
            encoding=decoder.evidence() if decoder else {"used": "utf-8", "reason": "format"},
            batches=self.batches,
            found=self.found,
            skipped=self.skipped,
            code_system=code_system(self.codes.elements()),
            crs=self.crs,
        )


def _crs(layer: Any) -> CRS | None:
    reference = layer.GetSpatialRef()
    return CRS.from_wkt(reference.ExportToWkt()) if reference is not None else None


def _recognised(layer: Any) -> dict[str, int]:
    """Return which of the layer's fields stand for which survey column."""
    definition = layer.GetLayerDefn()
    names = [definition.GetFieldDefn(i).GetName().lower() for i in range(definition.GetFieldCount())]
    found = {
        what: next((names.index(word) for word in words if word in names), -1)
        for what, words in _FIELDS.items()
    }
    return {what: index for what, index in found.items() if index >= 0}


def _value(feature: Any, field: int) -> str | None:
    if not feature.IsFieldSetAndNotNull(field) or feature.GetFieldType(field) == ogr.OFTBinary:
        return None
    return feature.GetFieldAsString(field).strip() or None


def _parts(geometry: Any) -> list[Any]:
    """Return the single points, lines and polygons of a geometry, curves as lines."""
    if geometry is None or geometry.IsEmpty():
        return []
    whole = shapely.from_wkb(bytes(geometry.GetLinearGeometry().ExportToIsoWkb()), on_invalid="ignore")
    parts = shapely.get_parts([whole])
    while (shapely.get_type_id(parts) > 3).any():
        parts = shapely.get_parts(parts)
    return [part for part in parts if not part.is_empty and np.isfinite(part.bounds).all()]


def _moved(part: Any, source: CRS, target: CRS) -> Any:
    def move(points: Any) -> Any:
        return np.column_stack(transform(points[:, 0], points[:, 1], source, target))

    return shapely.transform(part, move)


def _lowest(part: Any) -> float:
    if not shapely.has_z(part):
        return float("nan")
    heights = shapely.get_coordinates(part, include_z=True)[:, 2]
    return float(np.nanmin(heights)) if np.isfinite(heights).any() else float("nan")


def _columns(rows: list[Row]) -> Row:
    names = {name for row in rows for name in row}
    columns: Row = {}
    for name in names:
        values = [row.get(name) for row in rows]
        if name in _NUMBERS:
            columns[name] = np.array([number(str(value)) for value in values], np.float64)
        else:
            columns[name] = np.array(values, np.int64 if name == "part" else object)
    return columns
