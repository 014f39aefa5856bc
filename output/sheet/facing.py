"""Where somebody looks who reads a notice board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import shapely

from .content import Content
from .site import Site

_REACH = 10.0
"""A board farther from every wall, in m, stands free: nothing tells which way it faces."""
_STEP, _BEHIND = 0.05, 0.3


@dataclass(frozen=True)
class Walls:
    """What a notice board may hang on: outlines of buildings, walls and fences, the boundary.

    Attributes
    ----------
    lines
        Linestrings.
    solid
        The building of each, or the ground outside of the compound; None for a wall.
    """

    lines: Any
    solid: Any


def walls_of(content: Content, site: Site) -> Walls:
    """Return what the notice boards of a site may hang on."""
    outside = shapely.difference(shapely.buffer(site.outline, 4 * _REACH), site.outline)
    near = content.buildings[content.buildings.intersects(site.outline)].geometry.to_numpy()
    solids = [*shapely.make_valid(near), outside]
    lines = [(line, solid) for solid in solids for line in shapely.get_parts(shapely.boundary(solid))]
    lines += [(line, None) for line in content.walls[shapely.intersects(content.walls, site.outline)]]
    return Walls(
        np.array([line for line, _ in lines], dtype=object), np.array([s for _, s in lines], dtype=object)
    )


def turn_for_reader(point: Any, facing: Optional[float], walls: Walls) -> Optional[float]:
    """Return how far a map is turned (degrees clockwise) so that its top lies where the reader looks.

    Parameters
    ----------
    point
        The notice board.
    facing
        Where its front looks, in degrees clockwise from north; when None it looks away from the
        nearest building, wall or boundary within 10 m.
    walls
        What it may hang on.

    Returns
    -------
    turned
        Between -180 and 180; None when nothing tells.
    """
    if facing is not None and np.isfinite(facing):
        return _normal(-(facing + 180))
    distances = shapely.distance(walls.lines, point)
    i = int(np.argmin(distances))
    if not distances[i] <= _REACH:
        return None
    line, solid = walls.lines[i], walls.solid[i]
    at = line.project(point)
    begin, end = line.interpolate(max(at - _STEP, 0)), line.interpolate(min(at + _STEP, line.length))
    along = np.array([end.x - begin.x, end.y - begin.y])
    normal = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-9)
    foot = line.interpolate(at)
    towards = np.array([foot.x - point.x, foot.y - point.y])
    if solid is not None:
        behind = shapely.Point(foot.x + _BEHIND * normal[0], foot.y + _BEHIND * normal[1])
        view = normal if solid.contains(behind) else -normal
    else:
        view = normal if normal @ towards >= 0 else -normal
    return _normal(-float(np.degrees(np.arctan2(view[0], view[1]))))


def _normal(degrees: float) -> float:
    return round((degrees + 180) % 360 - 180, 1) + 0.0
