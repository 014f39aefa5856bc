"""Small surveys, drawn by tests; tables as they read from the file."""

import geopandas as gpd
import numpy as np
import pandas as pd
from commonplan.community.places.candidates import Survey
from commonplan.community.schema import TABLES
from commonplan.community.survey import batches
from commonplan.community.survey.shapes import geometry_of
from shapely import LineString, Point

CRS = "EPSG:4549"


def plain(table, rows):
    """Make a frame of a community's table; columns not given are empty, as the file reads them."""
    columns = TABLES[table].columns
    data = pd.DataFrame(rows, columns=["id", *(c.name for c in columns), "geometry"])
    for column in columns:
        values = data[column.name]
        if column.type == "boolean":
            values = values.map(lambda value, d=column.default == "1": d if pd.isna(value) else bool(value))
            values = values.astype(bool)
        elif column.type in ("real", "integer"):
            values = values.astype("float64" if column.type == "real" else "Int64")
        else:
            values = values.astype(object).where(values.notna(), None)
        data[column.name] = values
    return data.drop(columns="geometry") if TABLES[table].geometry is None else data


def frame(table, rows):
    """Make a frame of a table with geometry."""
    return gpd.GeoDataFrame(plain(table, rows), geometry="geometry", crs=CRS)


class Drawing:
    """A survey being drawn: `area`, `point`, `line`, `text`."""

    def __init__(self):
        self.rows = {"survey_point": [], "survey_line": [], "survey_area": [], "survey_text": []}

    def _add(self, table, geometry, **columns):
        handle = f"{sum(map(len, self.rows.values())):X}"
        system = "SOUTH" if columns.get("code") else None
        row = {"id": f"row-{handle}", "handle": handle, "source_id": "s", "code_system": system, **columns}
        self.rows[table].append({**row, "geometry": geometry})
        return self

    def area(self, geometry, code=None, layer="DLDW", **columns):
        return self._add("survey_area", geometry, code=code, layer=layer, **columns)

    def point(self, x, y, code=None, layer="DLDW", **columns):
        return self._add("survey_point", Point(x, y), code=code, layer=layer, **columns)

    def line(self, coordinates, code=None, layer="DLDW", **columns):
        return self._add("survey_line", LineString(coordinates), code=code, layer=layer, **columns)

    def text(self, x, y, text, layer="ZJ", **columns):
        return self._add("survey_text", Point(x, y), text=text, layer=layer, **columns)

    def survey(self):
        order = ("survey_point", "survey_line", "survey_area", "survey_text")
        return Survey(*(frame(table, self.rows[table]) for table in order))


def joined(parts):
    """Rows that come batch by batch, as one frame a table."""
    tables = {table: [empty.assign(id=None)] for table, empty in batches.make_frames([]).items()}
    for batch in parts:
        for table, columns in batch.items():
            tables[table].append(framed(columns))
    return {table: pd.concat(frames, ignore_index=True) for table, frames in tables.items()}


def framed(columns):
    """The columns of a batch as a frame, those that are missing too."""
    values = {
        name: batches.column(columns, name) for name in (*batches.TEXTS, *columns) if name != "geometry"
    }
    numbers = {name: batches.column(columns, name, np.nan) for name in batches.NUMBERS}
    frame = pd.DataFrame({name: pd.Series(v, dtype=object) for name, v in values.items()}).assign(**numbers)
    return gpd.GeoDataFrame(frame, geometry=geometry_of(columns["geometry"]))
