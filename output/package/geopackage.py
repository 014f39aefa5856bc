"""The public GeoPackage: the published tables and nothing else, the same bytes for the same content."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from ...community.schema import TABLES

_LAYERS: Mapping[str, str] = {
    "community": "community",
    "compound": "compound",
    "entrance": "entrance",
    "building": "building",
    "place": "place",
    "footprint": "footprint",
    "comment": "comment",
    "proposal": "proposal",
    "proposal_place": "proposal_place",
    "survey_area": "ground_area",
    "survey_line": "ground_line",
    "survey_text": "ground_text",
}
"""Published tables that go in, and what they are called there."""

_WITHOUT_GEOMETRY = {"comment", "proposal"}
_ONLY_FILLED = {"proposal", "proposal_place"}
"""Tables that many communities have nothing for."""


def write_public_geopackage(tables: Mapping[str, pd.DataFrame], target: Path, changed: str) -> None:
    """Write the public tables to a new GeoPackage 1.2.

    Nobody has the file open yet, so it may be written past QGIS's own SQLite.

    Parameters
    ----------
    tables
        Frames by table, as `community.publication.allow_list.publish` returns them.
    target
        File to write; nothing may stand there.
    changed
        Time of the last change, `YYYY-MM-DDTHH:MM:SSZ`: the only time the file carries.
    """
    # pyogrio takes a `!` or `;` in a path for something else: it gets a plain one.
    with _fixed_time(changed), tempfile.TemporaryDirectory(prefix="commonplan-") as folder:
        made = Path(folder) / "public.gpkg"
        for name, layer in _LAYERS.items():
            if name in _ONLY_FILLED and tables[name].empty:
                continue
            _append(tables[name], name, made, layer)
        shutil.move(made, target)


def _append(rows: pd.DataFrame, name: str, target: Path, layer: str) -> None:
    frame = _writable(rows)
    kind = None if name in _WITHOUT_GEOMETRY else TABLES[name].geometry
    options = {"geometry_type": kind} if kind else {}
    if isinstance(frame, gpd.GeoDataFrame) and kind and kind.startswith("Multi"):
        frame = frame.set_geometry(_as_multi(frame.geometry))
    pyogrio.write_dataframe(
        frame, target, layer=layer, driver="GPKG", append=target.exists(),
        dataset_options={"VERSION": "1.2"}, **options,
    )  # fmt: skip


@contextmanager
def _fixed_time(changed: str) -> Iterator[None]:
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": changed.replace("Z", ".000Z")})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _writable(frame: pd.DataFrame) -> pd.DataFrame:
    """Give columns of text that hold nothing their type: GDAL would guess another one."""
    texts = {name: frame[name].astype(object) for name in frame if frame[name].dtype == object}
    return frame.assign(**{name: text.where(text.notna(), None) for name, text in texts.items()})


def _as_multi(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    values = np.array(shapes.to_numpy(), dtype=object)
    single = shapely.get_type_id(values) == shapely.GeometryType.POLYGON
    values[single] = shapely.multipolygons(values[single], indices=np.arange(single.sum()))
    return gpd.GeoSeries(values, index=shapes.index, crs=shapes.crs)
