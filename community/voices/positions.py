"""Positions as forms and spreadsheets write them → geometry in the community's CRS.

KoboToolbox and ODK write `lat lon alt accuracy`, map services `lon,lat`, others two
columns; GeoJSON and GeoPackage carry geometry. What cannot be read is named, never moved.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from ..coordinates import to_crs_points, transform

Array = np.ndarray[Any, Any]

_NUMBER = r"[-+]?\d+(?:\.\d+)?"
GEOPOINT = re.compile(r"[-+]?\d{1,2}\.\d+ [-+]?\d{1,3}\.\d+(?: [-+]?\d+(?:\.\d+)?){0,2}")
"""ODK's geopoint: latitude, longitude, altitude and accuracy."""
GEOTRACE = re.compile(rf"{GEOPOINT.pattern}(?:; ?{GEOPOINT.pattern})+;?")
"""ODK's geotrace and geoshape: geopoints joined by semicolons."""


@dataclass
class Shapes:
    """Geometry of the rows of a table.

    Parameters
    ----------
    points, lines, areas
        Arrays of shapely geometries or None, one a row.
    problems
        Place in the arrays → code: `unreadable_position`, `ambiguous_position` or `impossible_position`.
    crs
        Where the coordinates are in a projected CRS that the file names; None for degrees of some
        datum, or for the community's own coordinates.
    """

    points: Array
    lines: Array
    areas: Array
    problems: dict[int, str] = field(default_factory=dict)
    crs: Optional[str] = None

    @property
    def any(self) -> bool:
        """Whether any row has geometry."""
        return any(any(g is not None for g in shapes) for shapes in (self.points, self.lines, self.areas))

    def coordinates(self) -> tuple[Array, Array]:
        """Return x (longitude) and y (latitude) of one point of each row, NaN where there is none."""
        anchors = self.anchors()
        return shapely.get_x(anchors), shapely.get_y(anchors)

    def anchors(self) -> Array:
        """Return the point of each row: its own, else one on its area or in the middle of its line."""
        anchors = self.points.copy()
        for shapes, anchor in ((self.areas, _inside), (self.lines, _middle)):
            missing = shapely.is_missing(anchors) & ~shapely.is_missing(shapes)
            anchors[missing] = anchor(shapes[missing])
        return anchors


def _inside(areas: Array) -> Array:
    return shapely.point_on_surface(shapely.make_valid(areas))


def _middle(lines: Array) -> Array:
    return shapely.line_interpolate_point(shapely.get_geometry(lines, 0), 0.5, normalized=True)


def read_shapes(given: pd.DataFrame, geometry: gpd.GeoSeries | None = None) -> Shapes:
    """Read the geometry of rows from their own geometry, else from text.

    Parameters
    ----------
    given
        Text cells, columns named by field: point, lon and lat, line, area.
    geometry
        Of a table that has it, on the same rows.
    """
    count = len(given)
    points, lines, areas = (np.full(count, None, dtype=object) for _ in range(3))
    shapes = Shapes(points, lines, areas)
    if geometry is not None:
        _from_geometry(geometry, shapes)
    for at, cells in enumerate(given.to_dict("records")):
        _from_text(at, cells, shapes)
    return shapes


def _from_geometry(geometry: gpd.GeoSeries, shapes: Shapes) -> None:
    if geometry.crs is not None and not geometry.crs.is_geographic:
        shapes.crs = geometry.crs.to_wkt()
    values = np.array(geometry.to_numpy(), dtype=object)
    values[shapely.is_empty(values)] = None
    kinds = shapely.get_type_id(values)
    for target, wanted in ((shapes.points, (0,)), (shapes.lines, (1, 5)), (shapes.areas, (3, 6))):
        chosen = np.isin(kinds, wanted)
        target[chosen] = values[chosen]
    several = np.isin(kinds, (4,))
    shapes.points[several] = shapely.get_geometry(values[several], 0)


def _from_text(at: int, cells: dict[str, Any], shapes: Shapes) -> None:
    point, problem = _point(cells)
    if point is not None:
        shapes.points[at] = point
    if problem:
        shapes.problems[at] = problem
    for name, target, make in (("line", shapes.lines, _line), ("area", shapes.areas, _area)):
        text = cells.get(name)
        if text and target[at] is None:
            target[at] = make(text)
            if target[at] is None:
                shapes.problems[at] = "unreadable_position"


def _point(cells: dict[str, Any]) -> tuple[Any, str]:
    """Return the point of a row and what is wrong with it."""
    lon, lat = cells.get("lon"), cells.get("lat")
    if lon or lat:
        numbers = _float(lon), _float(lat)
        if None in numbers:
            return None, "unreadable_position"
        return shapely.Point(numbers), ""
    text = cells.get("point")
    return parse_point(text) if text else (None, "")


def parse_point(text: str) -> tuple[Any, str]:
    """Read a position written in one cell.

    Returns
    -------
    point, problem
        Point (x or longitude first), or None with `unreadable_position`, or `ambiguous_position`
        for a pair with a comma of which either could be the latitude.
    """
    if text.upper().lstrip().startswith("POINT"):
        point = shapely.from_wkt(text, on_invalid="ignore")
        return (shapely.force_2d(point), "") if point is not None else (None, "unreadable_position")
    plain = unicodedata.normalize("NFKC", text).strip(" []()").replace(";", ",")
    numbers = [float(number) for number in re.findall(_NUMBER, plain)]
    if len(numbers) < 2 or re.sub(rf"{_NUMBER}|[\s,]", "", plain):
        return None, "unreadable_position"
    first, second = numbers[:2]
    if text.lstrip().startswith("[") or "," not in plain:
        return shapely.Point(second, first), ""
    if abs(first) > 90 or first == second:
        return shapely.Point(first, second), ""
    if abs(second) > 90:
        return shapely.Point(second, first), ""
    return None, "ambiguous_position"


def _float(text: str | None) -> float | None:
    match = re.fullmatch(rf"({_NUMBER})\s*°?\s*[EN]?", (text or "").strip(), re.IGNORECASE)
    return float(match[1]) if match else None


def _corners(text: str) -> list[tuple[float, float]]:
    pairs = [corner.split()[:2] for corner in text.strip("; ").split(";")]
    return [(float(lon), float(lat)) for lat, lon in pairs]


def _line(text: str) -> Any:
    return shapely.LineString(_corners(text)) if GEOTRACE.fullmatch(text) else None


def _area(text: str) -> Any:
    corners = _corners(text) if GEOTRACE.fullmatch(text) else []
    return shapely.Polygon(corners) if len(corners) > 2 else None


def to_community(shapes: Shapes, datum: str, crs: CRS) -> Shapes:
    """Return the shapes in the community's CRS; positions that cannot be on Earth are named and left out.

    Parameters
    ----------
    datum
        One of `coordinates.DATUMS`; without effect where the file itself names a projected CRS.

    Raises
    ------
    InputError
        `crs_not_related` for degrees and a local CRS.
    """
    if shapes.crs is not None and datum != "community":
        source = CRS.from_wkt(shapes.crs)
        return _moved(shapes, lambda x, y: transform(x, y, source, crs))
    if datum != "community":
        _leave_out_impossible(shapes)
    return _moved(shapes, lambda x, y: to_crs_points(x, y, datum, crs))


def _moved(shapes: Shapes, move: Callable[[Array, Array], tuple[Array, Array]]) -> Shapes:
    def function(corners: Array) -> Array:
        return np.column_stack(move(corners[:, 0], corners[:, 1]))

    points, lines, areas = (
        shapely.transform(part, function) for part in (shapes.points, shapes.lines, shapes.areas)
    )
    return Shapes(points, lines, areas, shapes.problems)


def _leave_out_impossible(shapes: Shapes) -> None:
    """Drop positions off the globe, and (0, 0), which apps write when they have none."""
    for part in (shapes.points, shapes.lines, shapes.areas):
        west, south, east, north = shapely.bounds(part).T
        off = (west < -180) | (east > 180) | (south < -90) | (north > 90)
        nowhere = (west == 0) & (east == 0) & (south == 0) & (north == 0)
        for at in np.flatnonzero(off | nowhere):
            part[at] = None
            shapes.problems[int(at)] = "impossible_position"
