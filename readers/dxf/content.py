"""What a stretch of a drawing holds: rows of the survey tables, and what stays out and why."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from ...community import catalogue
from .annotation import read_leaders, read_texts
from .cadtext import plain_text
from .drawing import Drawing, Layer
from .entities import Entities
from .hatches import read_hatches
from .palette import aci_color, true_color
from .paths import Paths, is_mesh, join, read_paths
from .rows import Columns, hatch_rows, in_file_order, path_rows, point_rows, text_rows

CODE_SYSTEM = "SOUTH"
"""The application under which CASS keeps its feature codes."""


@lru_cache(maxsize=1)
def shipped_systems() -> tuple[str, ...]:
    """Return the applications whose extended data holds feature codes: the systems of our catalogue."""
    return tuple(dict.fromkeys((CODE_SYSTEM, *catalogue.codes()["system"])))


LEFT_OUT = {
    "DIMENSION": "dimension", "ARC_DIMENSION": "dimension", "LARGE_RADIAL_DIMENSION": "dimension",
    "TOLERANCE": "dimension", "VIEWPORT": "viewport", "RAY": "endless_line", "XLINE": "endless_line",
    "3DSOLID": "solid", "REGION": "solid", "BODY": "solid", "SURFACE": "solid", "MESH": "mesh",
    "EXTRUDEDSURFACE": "solid", "LOFTEDSURFACE": "solid", "REVOLVEDSURFACE": "solid",
    "SWEPTSURFACE": "solid", "PLANESURFACE": "solid", "NURBSURFACE": "solid",
    "IMAGE": "picture", "WIPEOUT": "picture", "OLE2FRAME": "picture", "OLEFRAME": "picture",
    "PDFUNDERLAY": "picture", "DWFUNDERLAY": "picture", "DGNUNDERLAY": "picture",
    "ACAD_TABLE": "table", "SHAPE": "font_shape", "ACAD_PROXY_ENTITY": "proxy",
    "ATTDEF": "attribute_template", "VERTEX": "lost_part", "SEQEND": "lost_part",
}  # fmt: skip
"""Types that become no row → the reason."""

_TAKEN = (
    "POINT", "INSERT", "TEXT", "MTEXT", "ATTRIB", "MULTILEADER", "MLEADER", "LINE", "LWPOLYLINE",
    "POLYLINE", "CIRCLE", "ARC", "ELLIPSE", "SOLID", "TRACE", "3DFACE", "SPLINE", "HELIX", "LEADER",
    "MLINE", "HATCH", "MPOLYGON",
)  # fmt: skip
_OF_TARCH = "TCH_"
_BY_LAYER, _BY_BLOCK = 256, 0
_BY = ("", "BYLAYER", "BYBLOCK")


INHERITED = ("layer", "color", "linetype", "handle", "code_system", "code", "block")
"""Columns that every row of an entity has."""


def rows_of(entities: Entities) -> tuple[dict[str, Columns], Paths]:
    """Return the rows of each survey table, as `rows` makes them, and the paths they were made of."""
    paths = join([read_paths(entities), read_leaders(entities)])
    lines, areas = path_rows(paths, entities.tolerance)
    tables = {
        "survey_point": point_rows(entities),
        "survey_line": lines,
        "survey_area": in_file_order([areas, hatch_rows(entities, read_hatches(entities))]),
        "survey_text": in_file_order([text_rows(read_texts(entities))]),
    }
    return tables, paths


def common(entities: Entities, drawing: Drawing) -> Columns:
    """Return what every entity has, inherited from its layer where it says so, and what that has."""
    rows = np.arange(len(entities))
    names = np.array(entities.layers(), object)
    layer_of = {name: drawing.layers.get(name.upper(), Layer()) for name in set(names)}
    layers = [layer_of[name] for name in names.tolist()]
    layer_colors = np.array([layer.color for layer in layers], object)
    layer_linetypes = np.array([layer.linetype for layer in layers], object)
    linetypes = np.array(entities.texts(6, rows), object)
    inherited = np.isin(linetypes, [name for name in set(linetypes) if name.upper() in _BY])
    systems, codes = entities.codes(drawing.systems)
    return {
        "layer": names,
        "color": _colors(entities, layer_colors),
        "linetype": np.where(inherited, layer_linetypes, linetypes),
        "layer_color": layer_colors,
        "layer_linetype": layer_linetypes,
        "handle": np.array(entities.texts(5, rows), object),
        "code_system": systems,
        "code": codes,
        "block": np.array(_block_names(entities), object),
    }


def _colors(entities: Entities, layer_colors: Any) -> Any:
    """Return the true colour of each entity, else that of its index, else its layer's."""
    colors, index, true = layer_colors.copy(), entities.integers(62, _BY_LAYER), entities.integers(420, -1)
    own = ~np.isin(index, (_BY_LAYER, _BY_BLOCK))
    for wanted, numbers, color in ((own, np.abs(index), aci_color), (true >= 0, true, true_color)):
        distinct, which = np.unique(numbers[wanted], return_inverse=True)
        colors[wanted] = np.array([color(number) for number in distinct.tolist()], object)[which]
    return colors


def _block_names(entities: Entities) -> list[str | None]:
    """Return the block of each insert, and of the attributes behind it."""
    names: list[str | None] = [None] * len(entities)
    inserts = entities.rows("INSERT")
    for row, name in zip(inserts.tolist(), entities.texts(2, inserts)):
        names[row] = name
    attributes = entities.rows("ATTRIB")
    for row, parent in zip(attributes.tolist(), entities.parents()[attributes].tolist()):
        names[row] = names[parent] if parent >= 0 else None
    return names


def reasons_of(entities: Entities) -> list[str]:
    """Return why each entity stays out before its geometry is looked at; empty when it does not."""
    known = {name: _reason(name) for name in set(entities.types)}
    reasons = [known[name] for name in entities.types]
    for row in np.flatnonzero(is_mesh(entities)).tolist():
        reasons[row] = "mesh"
    for row in np.flatnonzero(entities.integers(67) == 1).tolist():
        reasons[row] = "paper_space"
    return reasons


def _reason(kind: str) -> str:
    if kind in _TAKEN:
        return ""
    return LEFT_OUT.get(kind, "proxy" if kind.startswith(_OF_TARCH) else "unknown_type")


def why_empty(kind: str, text: str = "") -> str:
    """Return why an entity of a kind that is taken, and which says `text`, became no row."""
    if kind in ("TEXT", "ATTRIB") and plain_text(text).strip():
        return "no_extent"
    if kind in ("TEXT", "MTEXT", "ATTRIB", "MULTILEADER", "MLEADER"):
        return "empty_text"
    return "no_boundary" if kind in ("HATCH", "MPOLYGON") else "no_extent"
