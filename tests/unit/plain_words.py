"""The rule of domain.md section 4 in plain words, for sites of several parts and places with footprints.

Written from the text, not from the code: where each place is reached in the sweep, and whether that hangs on
no rounding, so that an invariant can be asked of it ("apart" in the text).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.polygon import orient
from sweeps import far_apart

NEAR, DOUBT = 2.0, 0.1


@dataclass(frozen=True)
class Told:
    """By place: its part (0 is the main one, then clockwise), whether it waits for the second sweep, whether
    it is at the start, its key, and two masks: what follows the rule beyond doubt, and what is apart besides.
    """

    part: np.ndarray
    later: np.ndarray
    at_start: np.ndarray
    key: np.ndarray
    decided: np.ndarray
    apart: np.ndarray


def told(site, places, method):
    """Say where places are reached; the arguments are those of `sweep`."""
    loop = site.loop if method == "loop" else None
    parts = [site.boundary] if loop is not None else parts_in_order(site)
    count = len(places)
    shapes = np.array([None] * count, object) if places.footprints is None else places.footprints
    points = shapely.points(places.positions)
    prints = [point if shape is None else shape for point, shape in zip(points, shapes)]
    away = np.array([[part.distance(shapely.Point(spot)) for part in parts] for spot in places.anchors])
    away = away.reshape(count, len(parts))
    member = away.argmin(axis=1) if count else np.zeros(0, int)
    clear = np.ones(count, bool)
    if len(parts) > 1:
        clear = np.diff(np.sort(away, axis=1)[:, :2], axis=1)[:, 0] > 1e-3
    street = np.zeros(count, bool) if places.street is None else places.street
    key, at_start, later = np.zeros(count), np.zeros(count, bool), np.zeros(count, bool)
    apart = clear.copy()
    for number, part in enumerate(parts):
        start = shapely.Point(site.entrance if number == 0 else nearest_gate(site, part))
        mine = np.flatnonzero(member == number)
        line = loop if loop is not None else orient(part, -1.0).exterior
        for i in mine:
            key[i], to_start, unlike = reached(method, part, line, start, points[i], prints[i], shapes[i])
            at_start[i] = to_start <= NEAR
            clear[i] &= unlike and abs(to_start - NEAR) > DOUBT
            outside = not site.boundary.covers(points[i]) and not site.boundary.covers(
                shapely.Point(places.anchors[i])
            )
            edge = min(site.boundary.boundary.distance(points[i]), site.boundary.boundary.distance(
                shapely.Point(places.anchors[i])))  # fmt: skip
            clear[i] &= edge > 0.01
            later[i] = (outside and not at_start[i]) or (street[i] and not (outside and at_start[i]))
        span = 360.0 if method == "bearing" else line.length
        apart[mine] &= far_apart(key[mine], span, 0.05) & (key[mine] > 0.05) & (key[mine] < span - 0.05)
        clear[mine] &= (key[mine] > 0.05) & (key[mine] < span - 0.05) | at_start[mine]
    key[at_start] = 0
    return Told(member, later, at_start, key, clear, clear & apart & ~at_start & ~later)


def reached(method, part, line, start, point, footprint, shape):
    """Return the key of a place, how far it is from the start, and whether the key is beyond doubt."""
    if method == "bearing":
        centre = part.centroid
        clock = (bearing(centre, point) - bearing(centre, start)) % 360
        holds_centre = shape is not None and shape.distance(centre) < DOUBT
        axis = shapely.LineString([start, centre])
        return clock, footprint.distance(axis), point.distance(centre) > 1 and not holds_centre
    walked = line.project(point) - line.project(start)
    walked = walked % line.length if line.is_ring else walked
    return walked, footprint.distance(start) - footprint.distance(line), off_axis(line, point)


def bearing(centre, point):
    return np.degrees(np.arctan2(point.x - centre.x, point.y - centre.y))


def off_axis(line, point):
    """Whether a point has one nearest spot on a line, and no other nearly as near."""
    corners, spot = np.array(line.coords), np.array([point.x, point.y])
    start, along = corners[:-1], np.diff(corners, axis=0)
    share = np.clip(np.sum((spot - start) * along, axis=1) / np.sum(along**2, axis=1), 0, 1)
    nearest = start + share[:, None] * along
    away = np.hypot(*(nearest - spot).T)
    as_near = nearest[away <= away.min() + 1e-3]
    return bool((np.hypot(*(as_near - nearest[away.argmin()]).T) < 0.5).all())


def parts_in_order(site):
    """Return the part of the main entrance, then the others clockwise from there."""
    parts = list(shapely.get_parts(site.boundary))
    gate, centre = shapely.Point(site.entrance), site.boundary.centroid
    main = min(range(len(parts)), key=lambda i: (round(parts[i].distance(gate), 3), -parts[i].area))

    def clock(i):
        return round((bearing(centre, parts[i].centroid) - bearing(centre, gate)) % 360, 2) % 360

    others = sorted((i for i in range(len(parts)) if i != main), key=clock)
    return [parts[i] for i in (main, *others)]


def nearest_gate(site, part):
    gates = [site.entrance, *site.gates.reshape(-1, 2)]
    return min(gates, key=lambda gate: part.distance(shapely.Point(gate)))


def by_part(labels, parts):
    """Return labels as runs of one part; a part that comes twice is an error of the order."""
    runs = []
    for label, part in zip(labels, parts):
        if not runs or runs[-1][0] != part:
            runs.append((part, []))
        runs[-1][1].append(label)
    assert len({part for part, _ in runs}) == len(runs)
    return runs


def split(runs):
    """Return the labels of the main part, and those of each other part."""
    main = [label for part, labels in runs for label in labels if part == 0]
    return main, [labels for part, labels in runs if part != 0]


def is_reversed(before, after):
    """Whether the runs of a mirrored site are those of the site, each backwards, the main part first."""
    (main, others), (new_main, new_others) = split(before), split(after)
    return new_main == main[::-1] and new_others == [labels[::-1] for labels in others[::-1]]


def is_shifted(before, after):
    """Whether the runs are those of a site whose entrance moved along the ring of its main part."""
    (main, others), (new_main, new_others) = split(before), split(after)
    return is_rotation(main, new_main) and is_rotation(others, new_others)


def is_rotation(values, others):
    return values == others or any(others[i:] + others[:i] == values for i in range(len(others)))
