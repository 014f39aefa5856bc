"""The Python packages that the work needs: loaded at first use, or named when missing."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..community.errors import CommonplanError

# In the order of loading, each with what a version that is new enough has: some builds call their
# version "0+unknown".
_FEATURES: dict[str, Callable[[Any], bool]] = {
    "numpy": lambda package: hasattr(package, "ndarray"),
    "pandas": lambda package: hasattr(package, "array"),
    "shapely": lambda package: hasattr(package, "points"),
    "pyproj": lambda package: hasattr(package, "CRS"),
    "pyogrio": lambda package: hasattr(package, "read_dataframe"),
    "geopandas": lambda package: hasattr(package.GeoSeries, "union_all"),
    "openpyxl": lambda package: hasattr(package, "load_workbook"),
}
_proj_contexts: list[Any] = []
_TO_INSTALL = ("geopandas>=1", "shapely>=2", "pyproj", "pyogrio", "openpyxl")


def missing() -> list[str]:
    """Return the packages that are not installed; nothing is imported."""
    return [name for name in _FEATURES if find_spec(name) is None]


def load() -> None:
    """Import all packages that algorithms and panel use; a second call costs nothing.

    Raises
    ------
    CommonplanError
        `missing_package` with the `package` that is missing or too old, and the `command` that installs it.
    """
    with _own_symbols_first():
        for name, is_new_enough in _FEATURES.items():
            try:
                usable = is_new_enough(import_module(name))
            except ImportError:
                usable = False
            if not usable:
                raise CommonplanError("missing_package", package=name, command=install_command())
    _keep_proj_context()


def _keep_proj_context() -> None:
    """Keep what pyproj made for this thread as long as QGIS runs.

    QGIS's threads are not Python's: pyproj 3.7 frees its context each time Python leaves such a thread, and
    uses the freed one the next time. The second algorithm in the background then crashed QGIS
    (pyproj's issues 1509 and 1622).
    """
    context = import_module("pyproj._context")
    if hasattr(context, "get_context_manager"):
        context._set_context_data_dir()
        manager = context.get_context_manager()
        if manager is not None:
            _proj_contexts.append(manager)


@contextmanager
def _own_symbols_first() -> Iterator[None]:
    """Let a wheel's GDAL, GEOS and PROJ call themselves, not the ones that QGIS has loaded.

    Linux otherwise joins the two: measured on QGIS 3.22, QGIS then crashes when it ends.
    """
    deep = getattr(os, "RTLD_DEEPBIND", 0)
    if not deep:
        yield
        return
    before = sys.getdlopenflags()
    sys.setdlopenflags(before | deep)
    try:
        yield
    finally:
        sys.setdlopenflags(before)


def install_command(names: Sequence[str] = _TO_INSTALL) -> str:
    """Return what the user types to install packages into this QGIS's Python."""
    wanted = list(names)
    if "geopandas>=1" in wanted and _has_numpy_1():
        wanted.append("numpy<2")  # the osgeo of such a QGIS was built for it
    packages = " ".join(f'"{name}"' for name in wanted)
    if sys.platform == "win32":
        return f"python -m pip install {packages} (OSGeo4W Shell)"
    if sys.platform == "darwin":
        return f"{Path(sys.prefix) / 'bin' / 'pip3'} install {packages}"
    managed = Path(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED").exists()
    options = "--user --break-system-packages" if managed else "--user"
    return f"python3 -m pip install {options} {packages}"


def _has_numpy_1() -> bool:
    """Tell of which generation numpy is without importing it: QGIS asks for the command at its start."""
    try:
        return version("numpy").startswith("1.")
    except PackageNotFoundError:
        return False
