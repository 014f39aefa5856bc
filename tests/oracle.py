"""The rule of domain.md section 4 in a few plain lines: one compound, one part, points without footprints."""

from __future__ import annotations

from math import atan2, degrees

from shapely.geometry import LineString, Point
from shapely.geometry.polygon import orient


def order(polygon, entrance, points, method):
    """Return the indices of `points` in order; ties are broken by distance to the entrance only."""
    e, c = Point(entrance), polygon.centroid
    ring = orient(polygon, -1.0).exterior

    def bearing(p):
        return degrees(atan2(p.x - c.x, p.y - c.y))

    def place(index):
        p = Point(points[index])
        if method == "bearing":
            key = round((bearing(p) - bearing(e)) % 360, 2) % 360
            at_start = p.distance(LineString([e, c])) <= 2
        else:
            key = round((ring.project(p) - ring.project(e)) % ring.length, 2)
            key = 0 if key >= round(ring.length, 2) else key
            at_start = p.distance(e) <= p.distance(ring) + 2
        outside = not at_start and not polygon.covers(p)
        return outside, 0 if at_start else key, p.distance(e)

    return sorted(range(len(points)), key=place)
