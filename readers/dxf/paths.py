"""Lines, polylines and curves of a drawing as paths in world coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from . import curves
from .entities import Entities, Flags
from .tags import Floats, Ints

_CLOSED, _SPLINE_FRAME, _MESH, _FACES = 1, 16, 16, 64
_POLYLINE_3D = 8
_DEGREES = np.pi / 180


@dataclass(frozen=True)
class Paths:
    """Vertices of many paths: `coordinates[i]` (x, y, z; z NaN when not given) is of `path[i]`.

    `rows[p]` is the entity that path p is of; one entity may have several.
    """

    rows: Ints
    coordinates: Floats
    path: Ints
    closed: Flags

    def __len__(self) -> int:
        return len(self.rows)


def join(parts: Sequence[Paths]) -> Paths:
    """Return several sets of paths as one."""
    offsets = np.cumsum([0, *(len(part) for part in parts)])[:-1]
    return Paths(
        np.concatenate([np.zeros(0, np.int64), *(part.rows for part in parts)]),
        np.concatenate([np.zeros((0, 3)), *(part.coordinates for part in parts)]),
        np.concatenate([np.zeros(0, np.int64), *(part.path + o for part, o in zip(parts, offsets))]),
        np.concatenate([np.zeros(0, bool), *(part.closed for part in parts)]),
    )


def read_paths(entities: Entities) -> Paths:
    """Return the paths of all entities that have some; curves are cut to the drawing's tolerance."""
    readers = (_lines, _light_polylines, _polylines, _circles, _ellipses, _corners, _splines, _vertices)
    return _close_nearly(join([reader(entities) for reader in readers]), entities.tolerance)


def points_of(entities: Entities, rows: Ints, code: int = 10) -> Floats:
    """Return the point under `code`, `code + 10`, `code + 20` of each row, shape (n, 3)."""
    return np.stack([entities.numbers(code + 10 * axis, rows) for axis in range(3)], axis=1)


def to_world(entities: Entities, rows: Ints, coordinates: Floats) -> Floats:
    """Turn object coordinates into world coordinates by the extrusion of `rows`, one per point.

    Source: the "arbitrary axis algorithm" of the DXF reference.
    """
    if not len(rows):
        return coordinates
    normals = np.stack(
        [entities.numbers(code, rows, default) for code, default in ((210, 0.0), (220, 0.0), (230, 1.0))],
        axis=1,
    )
    length = np.sqrt((normals**2).sum(axis=1))
    tilted = np.isfinite(length) & (length > 0)
    tilted &= (np.abs(normals[:, :2]) > 1e-9).any(axis=1) | (normals[:, 2] < 0)
    if not tilted.any():
        return coordinates
    normal = normals[tilted] / length[tilted, None]
    steep = (np.abs(normal[:, :2]) < 1 / 64).all(axis=1)
    x_axis = np.cross(np.where(steep[:, None], (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), normal)
    x_axis /= np.sqrt((x_axis**2).sum(axis=1))[:, None]
    y_axis = np.cross(normal, x_axis)
    x, y, z = (np.nan_to_num(coordinates[tilted, axis])[:, None] for axis in range(3))
    world = coordinates.copy()
    world[tilted] = x * x_axis + y * y_axis + z * normal
    return world


def mirrored(entities: Entities, rows: Ints) -> Flags:
    """Tell which rows are seen from below, so that their angles run clockwise."""
    return entities.numbers(230, rows, 1.0) < 0


def _runs(values: Ints) -> Ints:
    """Return which run of equal values each one is in."""
    if not len(values):
        return values
    return np.concatenate(([0], np.cumsum(values[1:] != values[:-1])))


def _lines(entities: Entities) -> Paths:
    rows = entities.rows("LINE")
    ends = np.stack((points_of(entities, rows, 10), points_of(entities, rows, 11)), axis=1)
    return Paths(rows, ends.reshape(-1, 3), np.repeat(np.arange(len(rows)), 2), np.zeros(len(rows), bool))


def _vertex_list(entities: Entities, rows: Ints, code: int) -> tuple[Floats, Ints, Ints]:
    """Return the points that stand under `code` again and again, their entity, and their tag."""
    tags = entities.all_tags(code, rows)
    columns = [entities.tags.numbers(tags)]
    codes = np.append(entities.tags.codes, [-1, -1])
    for axis in (1, 2):
        follows = codes[tags + axis] == code + 10 * axis
        values = np.full(len(tags), np.nan)
        values[follows] = entities.tags.numbers(tags[follows] + axis)
        columns.append(values)
    return np.stack(columns, axis=1), entities.owner[tags], tags


def _light_polylines(entities: Entities) -> Paths:
    rows = entities.rows("LWPOLYLINE")
    points, owners, tags = _vertex_list(entities, rows, 10)
    bulges = np.zeros(len(points))
    bulge_tags = entities.all_tags(42, rows)
    vertex = np.searchsorted(tags, bulge_tags) - 1
    known = vertex >= 0
    bulges[vertex[known]] = entities.tags.numbers(bulge_tags[known])
    owners_of_path = owners[_starts(owners)]
    points[:, 2] = entities.numbers(38, owners)
    closed = (entities.integers(70)[owners_of_path] & _CLOSED) > 0
    return _bulged(entities, Paths(owners_of_path, points, _runs(owners), closed), bulges)


def _starts(values: Ints) -> Flags:
    starts = np.ones(len(values), bool)
    starts[1:] = values[1:] != values[:-1]
    return starts


def _bulged(entities: Entities, paths: Paths, bulges: Floats) -> Paths:
    """Close what is to be closed, put in the arcs, and turn to world coordinates."""
    starts = np.flatnonzero(_starts(paths.path))
    ends = np.append(starts[1:], len(paths.path))[: len(starts)]
    apart = (paths.coordinates[starts, :2] != paths.coordinates[ends - 1, :2]).any(axis=1)
    ends, again = ends[paths.closed & apart], starts[paths.closed & apart]
    # A closed polyline goes on from its last vertex to its first: write that vertex again, unless it stands
    # there already.
    points = np.insert(paths.coordinates, ends, paths.coordinates[again], axis=0)
    path = np.insert(paths.path, ends, paths.path[again])
    points, path = curves.expand_bulges(points, path, np.insert(bulges, ends, 0.0), entities.tolerance)
    return Paths(paths.rows, to_world(entities, paths.rows[path], points), path, paths.closed)


def is_mesh(entities: Entities) -> Flags:
    """Tell which rows are POLYLINEs that hold a surface, not a line."""
    flags = entities.integers(70)
    surfaces = np.zeros(len(entities), bool)
    rows = entities.rows("POLYLINE")
    surfaces[rows] = (flags[rows] & (_MESH | _FACES)) > 0
    return surfaces


def _polylines(entities: Entities) -> Paths:
    flags, parents = entities.integers(70), entities.parents()
    vertices = entities.rows("VERTEX")
    lines = np.zeros(len(entities) + 1, bool)
    lines[entities.rows("POLYLINE")] = True
    lines[:-1] &= ~is_mesh(entities)
    # Control points of a fitted curve steer it and are not on it.
    vertices = vertices[lines[parents[vertices]] & ((flags[vertices] & _SPLINE_FRAME) == 0)]
    owners = parents[vertices]
    points = points_of(entities, vertices)
    bulges = np.nan_to_num(entities.numbers(42, vertices, 0.0))
    rows = owners[_starts(owners)]
    spatial = (flags[owners] & _POLYLINE_3D) > 0
    points[:, 2] = np.where(spatial, points[:, 2], entities.numbers(30, owners))
    closed = (flags[rows] & _CLOSED) > 0
    return _bulged(entities, Paths(rows, points, _runs(owners), closed), bulges)


def _circles(entities: Entities) -> Paths:
    rows = entities.rows("CIRCLE", "ARC")
    center, radius = points_of(entities, rows), entities.numbers(40, rows)
    whole = entities.are("CIRCLE")[rows]
    start = np.where(whole, 0.0, entities.numbers(50, rows, 0.0) * _DEGREES)
    end = np.where(whole, 2 * np.pi, entities.numbers(51, rows, 360.0) * _DEGREES)
    points, path = curves.arcs(center, radius, start, _counterclockwise(start, end), entities.tolerance)
    return Paths(rows, to_world(entities, rows[path], points), path, whole)


def _counterclockwise(start: Floats, end: Floats) -> Floats:
    sweep = np.mod(end - start, 2 * np.pi)
    return np.where(sweep < 1e-9, 2 * np.pi, sweep)


def _ellipses(entities: Entities) -> Paths:
    rows = entities.rows("ELLIPSE")
    major = np.nan_to_num(points_of(entities, rows, 11))
    normal = np.stack([entities.numbers(c, rows, d) for c, d in ((210, 0), (220, 0), (230, 1))], axis=1)
    minor = np.cross(normal, major) * entities.numbers(40, rows, 1.0)[:, None]
    start, end = entities.numbers(41, rows, 0.0), entities.numbers(42, rows, 2 * np.pi)
    sweep = _counterclockwise(start, end)
    points, path = curves.ellipses(points_of(entities, rows), major, minor, start, sweep, entities.tolerance)
    return Paths(rows, points, path, sweep > 2 * np.pi - 1e-6)


def _corners(entities: Entities) -> Paths:
    """Read SOLID, TRACE and 3DFACE; the first two number their corners crosswise."""
    rows = entities.rows("SOLID", "TRACE", "3DFACE")
    corners = np.stack([points_of(entities, rows, code) for code in (10, 11, 12, 13)], axis=1)
    corners[:, 3] = np.where(np.isnan(corners[:, 3]), corners[:, 2], corners[:, 3])
    flat = ~entities.are("3DFACE")[rows]
    corners[flat] = corners[flat][:, (0, 1, 3, 2)]
    path = np.repeat(np.arange(len(rows)), 5)
    points = corners[:, (0, 1, 2, 3, 0)].reshape(-1, 3)
    tilted = flat[path]
    points[tilted] = to_world(entities, rows[path[tilted]], points[tilted])
    return Paths(rows, points, path, np.ones(len(rows), bool))


def _splines(entities: Entities) -> Paths:
    rows = entities.rows("SPLINE", "HELIX")
    if not len(rows):
        return join([])
    control, control_of, _ = _vertex_list(entities, rows, 10)
    fit, fit_of, _ = _vertex_list(entities, rows, 11)
    knots, weights = entities.all_tags(40, rows), entities.all_tags(41, rows)
    spans = [
        _span(owners, rows) for owners in (control_of, fit_of, *map(entities.owner.take, (knots, weights)))
    ]
    knot_values, weight_values = entities.tags.numbers(knots), entities.tags.numbers(weights)
    degrees, flags = entities.integers(71, 3)[rows], entities.integers(70)[rows]
    tangents = zip(points_of(entities, rows, 12), points_of(entities, rows, 13))
    parts = []
    for row, degree, flag, ends, *own in zip(
        rows.tolist(), degrees.tolist(), flags.tolist(), tangents, *spans
    ):
        steering, fitted, knot, weight = own
        points = curves.spline(
            degree, knot_values[knot], control[steering], weight_values[weight], entities.tolerance
        )
        if points is None and (smooth := curves.through(fit[fitted], *ends)) is not None:
            smooth_knots, bends = smooth
            points = curves.spline(3, smooth_knots.tolist(), bends, np.zeros(0), entities.tolerance)
        if points is None:
            points = fit[fitted] if len(fit[fitted]) else control[steering]
        if len(points):
            parts.append(one_path(row, points, closed=bool(flag & _CLOSED)))
    return join(parts)


def _span(owners: Ints, rows: Ints) -> list[slice]:
    """Return where the values of each row stand, given the ascending rows that own them."""
    return [
        slice(*ends) for ends in zip(np.searchsorted(owners, rows), np.searchsorted(owners, rows, "right"))
    ]


def one_path(row: int, points: Floats, *, closed: bool) -> Paths:
    """Return a single path."""
    return Paths(np.array([row]), points, np.zeros(len(points), np.int64), np.array([closed]))


def _vertices(entities: Entities) -> Paths:
    """Read entities that list their vertices: leaders, and multilines by the line they were drawn along."""
    parts = []
    for name, code in (("LEADER", 10), ("MLINE", 11)):
        points, owners, _ = _vertex_list(entities, entities.rows(name), code)
        rows = owners[_starts(owners)]
        closed = (entities.integers(71)[rows] & 2) > 0 if name == "MLINE" else np.zeros(len(rows), bool)
        parts.append(_bulged(entities, Paths(rows, points, _runs(owners), closed), np.zeros(len(points))))
    return join(parts)


def _close_nearly(paths: Paths, tolerance: float) -> Paths:
    """Close the paths whose ends meet, or nearly do: CASS closes courts by coordinates."""
    if not len(paths):
        return paths
    starts = np.flatnonzero(_starts(paths.path))
    ends = np.append(starts[1:], len(paths.path)) - 1
    gap = np.hypot(*(paths.coordinates[starts, :2] - paths.coordinates[ends, :2]).T)
    met = np.zeros(len(paths), bool)
    met[paths.path[starts]] = (gap <= tolerance) & (ends - starts >= 3)
    closing = met[paths.path[starts]]
    coordinates = paths.coordinates.copy()
    coordinates[ends[closing]] = coordinates[starts[closing]]
    return Paths(paths.rows, coordinates, paths.path, paths.closed | met)
