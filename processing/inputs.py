"""Layers and points as parameters: how to read them, once it is known in which CRS they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Collection
from math import isfinite
from typing import Any, Optional

from qgis.core import QgsCoordinateReferenceSystem

from ..community.errors import InputError
from .base import CommonplanAlgorithm, tr

Reader = Callable[[Any], Any]
"""From the CRS wanted (pyproj) to the frame or point in it."""


def layer_reader(
    algorithm: CommonplanAlgorithm,
    parameters: dict[str, Any],
    name: str,
    context: Any,
    geometries: Collection[str],
) -> Optional[Reader]:
    """Return how to read a layer; None when it was not given."""
    from ..workspace.sources import source_frame

    if not algorithm.given(parameters, name):
        return None
    source = algorithm.parameterAsSource(parameters, name, context)
    return lambda crs: source_frame(source, crs, geometries, name)


def point_reader(
    algorithm: CommonplanAlgorithm, parameters: dict[str, Any], name: str, context: Any, feedback: Any
) -> Optional[Reader]:
    """Return how to read a point; one without a CRS is in the CRS wanted, and the log says so.

    Raises
    ------
    InputError
        `bad_point`; `crs_unreadable`, which QGIS would take for no CRS.
    """
    from ..workspace.sources import point_in

    if not algorithm.given(parameters, name):
        return None
    point = algorithm.parameterAsPoint(parameters, name, context)
    crs = algorithm.parameterAsPointCrs(parameters, name, context)
    if not (isfinite(point.x()) and isfinite(point.y())):
        raise InputError("bad_point", parameter=name)
    if isinstance(parameters[name], str) and _names_crs(parameters[name]) and not crs.isValid():
        raise InputError("crs_unreadable", crs=parameters[name].partition("[")[2].rstrip(" )]"))

    def read(target: Any) -> Any:
        if _names_crs(parameters[name]):
            return point_in(point, crs, target)
        feedback.pushInfo(
            tr("{parameter} has no CRS: taken to be in {crs}.").format(parameter=name, crs=target.name)
        )
        return point_in(point, QgsCoordinateReferenceSystem(), target)

    return read


def _names_crs(value: Any) -> bool:
    """Tell whether a point given as a parameter says in which CRS it is."""
    if isinstance(value, str):
        return "[" in value
    return hasattr(value, "crs")
