"""Rows of the survey tables made of a drawing's entities.

Each function returns columns of equal length: `row` is the entity, `part` its number
among the entity's rows, `geometry` in drawing units.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import numpy as np
import shapely

from ...community.survey.batches import FARTHEST
from ...community.survey.heights import written
from .annotation import ALIGNMENT, Texts
from .cadtext import plain_text
from .entities import Entities
from .paths import Flags, Paths, mirrored, points_of, to_world
from .tags import Floats, Ints

Columns = dict[str, Any]

_LEVEL = 0.1
"""In tolerances of the drawing: a millimetre on the ground."""

_MOST_COPIES = 10_000


def _usable(coordinates: Floats) -> Flags:
    usable: Flags = (np.abs(coordinates[:, :2]) < FARTHEST).all(axis=1)
    return usable


def point_rows(entities: Entities) -> Columns:
    """Return points and block inserts; an array of inserts is as many points."""
    rows = entities.rows("POINT", "INSERT")
    coordinates = points_of(entities, rows)
    inserts = entities.are("INSERT")[rows]
    rotation = np.where(inserts, entities.numbers(50, rows, 0.0), np.nan)
    rows_copied, part, shift = copies(entities, rows, inserts)
    coordinates = coordinates[rows_copied] + _turned(shift, rotation[rows_copied])
    own = rows[rows_copied]
    flat = inserts[rows_copied]
    coordinates[flat] = to_world(entities, own[flat], coordinates[flat])
    # What is seen from below is mirrored left to right: so it stays upright.
    side = np.where(mirrored(entities, own), -1.0, 1.0)
    good = _usable(coordinates)
    return {
        "row": own[good],
        "geometry": shapely.points(coordinates[good, :2]),
        "elevation": coordinates[good, 2],
        "rotation": np.mod((side * rotation[rows_copied])[good], 360),
        "scale_x": (side * _scale(entities, own, 41))[good],
        "scale_y": _scale(entities, own, 42)[good],
        "attributes": _attributes(entities)[own][good],
        "part": part[good],
    }


def _scale(entities: Entities, rows: Ints, code: int) -> Floats:
    """Return the scale of inserts along an axis of the block, 1 when not given; NaN for points."""
    inserts = entities.are("INSERT")[rows]
    return np.where(inserts, entities.numbers(code, rows, 1.0), np.nan)


def _attributes(entities: Entities) -> Any:
    """Return the attributes of each row as a JSON object of tag → text; None where there are none."""
    rows = entities.rows("ATTRIB")
    found: dict[int, dict[str, str]] = {}
    seen: Counter[tuple[int, str]] = Counter()
    parents = entities.parents()[rows].tolist()
    for parent, tag, text in zip(parents, entities.texts(2, rows), entities.texts(1, rows)):
        seen[parent, tag] += 1
        name = tag if seen[parent, tag] == 1 else f"{tag} ({seen[parent, tag]})"
        found.setdefault(parent, {})[name] = plain_text(text)
    found.pop(-1, None)
    result = np.full(len(entities), None, object)
    for row, own in found.items():
        result[row] = json.dumps(own, ensure_ascii=False)
    return result


def arrays_cut(entities: Entities) -> int:
    """Count the arrays of inserts that have too many copies, of which only the first is taken."""
    columns, lines = _array_size(entities, entities.rows("INSERT"))
    return int((columns * lines > _MOST_COPIES).sum())


def _array_size(entities: Entities, rows: Ints) -> tuple[Ints, Ints]:
    most = _MOST_COPIES + 1
    columns, lines = (np.clip(entities.integers(code, 1)[rows], 1, most) for code in (70, 71))
    return columns, lines


def copies(entities: Entities, rows: Ints, inserts: Flags) -> tuple[Ints, Ints, Floats]:
    """Return for every copy the place of its row, its number, and how far it is shifted before it is turned.

    Rows that are no `inserts`, and arrays with too many copies, have one.
    """
    columns, lines = _array_size(entities, rows)
    count = np.where(inserts, columns * lines, 1)
    count = np.where(count > _MOST_COPIES, 1, count)
    place = np.repeat(np.arange(len(rows)), count)
    part = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
    step = np.stack([entities.numbers(code, rows, 0.0) for code in (44, 45)], axis=1)
    cell = np.stack((part % columns[place], part // columns[place]), axis=1)
    shift = np.where((count > 1)[place, None], cell * step[place], 0.0)
    return place, part, np.column_stack((shift, np.zeros(len(place))))


def _turned(shift: Floats, degrees: Floats) -> Floats:
    angle = np.radians(np.nan_to_num(degrees))
    x, y = shift[:, 0], shift[:, 1]
    turned = (x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle), shift[:, 2])
    return np.stack(turned, axis=1)


def text_rows(texts: Texts) -> Columns:
    """Return texts where they are written; one without a position drops out."""
    good = _usable(texts.coordinates)
    return {
        "row": texts.rows[good],
        "geometry": shapely.points(texts.coordinates[good, :2]),
        "elevation": texts.coordinates[good, 2],
        "text": np.array(texts.texts, object)[good],
        "text_height": texts.height[good],
        "rotation": texts.rotation[good],
        **{name: getattr(texts, name)[good] for name in ALIGNMENT},
        "part": np.zeros(int(good.sum()), np.int64),
    }


def path_rows(paths: Paths, tolerance: float) -> tuple[Columns, Columns]:
    """Return open paths as lines and closed ones as areas; what has no extent drops out.

    A closed line inside of another is an area of its own, and no hole of the outer one: surveys draw
    houses inside of walls, towers on podiums, beds in lawns, each closed and with its own code. Holes come
    from what says so: hatches and MPOLYGON. GDAL's `DXF_CLOSED_LINE_AS_POLYGON` takes them alike.
    """
    lengths = np.bincount(paths.path, minlength=len(paths))
    broken = np.bincount(paths.path, weights=~_usable(paths.coordinates), minlength=len(paths)) > 0
    plane = paths.coordinates[:, :2]
    ring = paths.closed & (lengths >= 4) & ~broken
    areas = _polygons(plane, paths.path, ring)
    ring &= np.array([area is not None for area in areas], bool)
    line = ~ring & (lengths >= 2) & ~broken
    lines = _lines(plane, paths.path, line)
    line &= np.array([geometry is not None for geometry in lines], bool)
    every = {
        "row": paths.rows, "elevation": _heights(paths), "heights": _along(paths, tolerance),
        "part": _part_numbers(paths.rows),
    }  # fmt: skip
    of_lines = {name: values[line] for name, values in every.items()}
    of_areas = {name: values[ring] for name, values in every.items()}
    return (
        in_file_order([{**of_lines, "geometry": lines[line]}]),
        {**of_areas, "geometry": areas[ring]},
    )


def in_file_order(parts: list[Columns]) -> Columns:
    """Join columns and sort them as the entities stand in the file, which is the order of drawing."""
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(joined["row"], kind="stable")
    return {name: values[order] for name, values in joined.items()}


def _polygons(plane: Floats, path: Ints, wanted: Flags) -> Any:
    """Return polygons of the wanted paths; None for the others and for rings without area."""
    result = np.full(len(wanted), None, object)
    own = wanted[path]
    if own.any():
        rings = shapely.linearrings(plane[own], indices=np.cumsum(wanted)[path[own]] - 1)
        polygons = shapely.polygons(rings)
        polygons[shapely.area(polygons) == 0] = None
        result[wanted] = polygons
    return result


def _lines(plane: Floats, path: Ints, wanted: Flags) -> Any:
    result = np.full(len(wanted), None, object)
    own = wanted[path]
    if own.any():
        lines = shapely.linestrings(plane[own], indices=np.cumsum(wanted)[path[own]] - 1)
        lines[shapely.length(lines) == 0] = None
        result[wanted] = lines
    return result


def _heights(paths: Paths) -> Floats:
    """Return the lowest height of each path, NaN where none is given."""
    lowest = np.full(len(paths), np.inf)
    heights = paths.coordinates[:, 2]
    given = np.isfinite(heights)
    np.minimum.at(lowest, paths.path[given], heights[given])
    return np.where(np.isfinite(lowest), lowest, np.nan)


def sloping(paths: Paths, tolerance: float) -> Ints:
    """Return the paths whose height changes along the way."""
    above = np.nan_to_num(paths.coordinates[:, 2] - _heights(paths)[paths.path]) > _LEVEL * tolerance
    return np.unique(paths.path[above])


def _along(paths: Paths, tolerance: float) -> Any:
    """Return the heights of the vertices of paths that slope, None for the level ones."""
    result = np.full(len(paths), None, object)
    starts = np.searchsorted(paths.path, np.arange(len(paths) + 1))
    for path in sloping(paths, tolerance).tolist():
        result[path] = written(paths.coordinates[starts[path] : starts[path + 1], 2].tolist())
    return result


def _part_numbers(rows: Ints) -> Ints:
    """Count the rows of each entity from 0 on."""
    order = np.argsort(rows, kind="stable")
    ordered = rows[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(rows) else rows
    numbers = np.empty(len(rows), np.int64)
    numbers[order] = np.arange(len(rows)) - np.repeat(starts, np.diff(np.append(starts, len(rows))))
    return numbers


def hatch_rows(entities: Entities, hatches: list[tuple[int, Any]]) -> Columns:
    """Return the areas of hatches, as `read_hatches` finds them, a row for each part."""
    rows = np.array([row for row, _ in hatches], np.int64)
    parts, index = shapely.get_parts(np.array([g for _, g in hatches], object), return_index=True)
    good = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) > 0)
    owner = rows[index][good]
    side = np.where(mirrored(entities, owner), -1.0, 1.0)
    return {
        "row": owner,
        "geometry": parts[good],
        "elevation": side * entities.numbers(30, owner),
        "heights": np.full(len(owner), None, object),
        "part": _part_numbers(owner),
    }
