"""A layer of columns as a new GeoPackage."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyogrio

from .spatial_index import WORTH_IT, add_index


class Layer(Protocol):
    """What a layer calls its geometry (of this type, as OGR names it) and its features' numbers."""

    @property
    def geometry(self) -> str: ...  # noqa: D102

    @property
    def geometry_type(self) -> str: ...  # noqa: D102

    @property
    def fid(self) -> str: ...  # noqa: D102


Added = Mapping[str, np.ndarray[Any, Any]]


def with_columns(table: Any, names: Mapping[str, str | None], added: Added, missing: Any) -> Any:
    """Return a pyarrow table with columns renamed (to None: left out) and others added.

    Parameters
    ----------
    table
        The columns that are there.
    names
        Old name → new name, of those that change.
    added
        New columns by name, in their order.
    missing
        Mask of the rows for which the new columns hold no value.
    """
    import pyarrow as pa

    kept = [name for name in table.column_names if names.get(name, name) is not None]
    table = table.select(kept).rename_columns([names.get(name) or name for name in kept])
    for name, values in added.items():
        table = table.append_column(name, pa.array(values, mask=missing))
    return table


def write_columns(
    table: Any, target: Path, layer: Layer, crs: str, bounds: np.ndarray[Any, Any] | None = None
) -> None:
    """Write a pyarrow table to a GeoPackage 1.2 that nobody has open yet.

    Parameters
    ----------
    table
        Columns, geometry as WKB.
    target
        File to write; nothing may stand there.
    layer
        Names of its geometry and fid columns.
    crs
        EPSG code or WKT; empty for none.
    bounds
        Least x and y, greatest x and y of every feature, when they are known; else GDAL finds them.
    """

    def write(rows: Any, to: Path, *, index: bool) -> None:
        pyogrio.write_arrow(
            rows,
            to,
            layer=target.stem,
            driver="GPKG",
            geometry_name=layer.geometry,
            geometry_type=layer.geometry_type,
            crs=crs or None,
            dataset_options={"VERSION": "1.2"},
            layer_options={
                "FID": layer.fid,
                "GEOMETRY_NAME": layer.geometry,
                "SPATIAL_INDEX": "YES" if index else "NO",
            },
        )

    # pyogrio takes a `!` or `;` in a path for something else: it gets a plain one.
    with tempfile.TemporaryDirectory(prefix="commonplan-") as folder:
        made, pattern = Path(folder) / "columns.gpkg", Path(folder) / "pattern.gpkg"
        known = bounds is not None and np.isfinite(bounds).all()
        packed = bounds if known and table.num_rows >= WORTH_IT else None
        write(table, made, index=packed is None)
        if packed is not None:
            write(table.slice(0, 0), pattern, index=True)
            add_index(made, pattern, table.column(layer.fid).to_numpy(), packed)
        shutil.move(made, target)
