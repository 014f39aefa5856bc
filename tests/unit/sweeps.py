"""Sites and places for the tests of the sweep: as hypothesis strategies, and by hand."""

from __future__ import annotations

import numpy as np
import shapely
import shapely.ops
from commonplan.community.numbering.sweep import Places, Site
from hypothesis import strategies as st
from shapely import affinity

SHAPES = {
    "square": shapely.box(0, 0, 200, 200),
    "strip": shapely.box(0, 0, 400, 60),
    "lane": shapely.box(0, 0, 300, 16),
    "L": shapely.Polygon([(0, 0), (250, 0), (250, 90), (80, 90), (80, 260), (0, 260)]),
    "U": shapely.Polygon(
        [(0, 0), (240, 0), (240, 200), (180, 200), (180, 60), (60, 60), (60, 200), (0, 200)]
    ),
    "ring": shapely.box(0, 0, 200, 160) - shapely.box(70, 50, 140, 110),
    "parts": shapely.MultiPolygon(
        [shapely.box(0, 0, 120, 90), shapely.box(150, 10, 260, 100), shapely.box(20, 130, 110, 210)]
    ),
    "bent": shapely.Polygon([(0, 0), (90, -20), (210, 15), (260, 120), (180, 140), (100, 70), (30, 120)]),
}
CONVEX = ("square", "strip", "lane", "hull")
ALL = (*SHAPES, "hull")

# Whole centimetres: no key then lies on the edge between two rounded ones but by rare chance.
centimetres = st.integers(-3000, 30000).map(lambda n: n / 100)
spots = st.tuples(centimetres, centimetres)


@st.composite
def boundaries(draw, names=ALL):
    name = draw(st.sampled_from(names))
    if name == "hull":
        points = draw(st.lists(spots, min_size=4, max_size=9, unique=True))
        shape = shapely.convex_hull(shapely.multipoints(points))
        return shape if shape.area > 400 else SHAPES["square"]
    return SHAPES[name]


@st.composite
def sites(draw, names=ALL, turned=True):
    """A site somewhere on the national grid, entrance on its outer ring: corners and long sides too."""
    shape = draw(boundaries(names))
    part = draw(st.sampled_from(list(shapely.get_parts(shape))))
    ring = part.exterior
    corner = draw(st.booleans())
    share = draw(st.integers(0, len(ring.coords) - 2)) if corner else draw(st.integers(0, 999))
    entrance = (
        shapely.Point(ring.coords[share]) if corner else ring.interpolate(share / 1000, normalized=True)
    )
    gates = [ring.interpolate(draw(st.floats(0, 1)), normalized=True) for ring in rings(shape)]
    angle = draw(st.integers(0, 359)) if turned else 0
    moved = [place_on_grid(g, angle) for g in (shape, entrance, *gates)]
    return Site(moved[0], xy(moved[1:2])[0], xy(moved[2:]))


@st.composite
def situations(draw, names=ALL, least=0, most=14, inside=False):
    """A site with places: inside and outside, on the boundary, on the centroid, on top of each other."""
    site = draw(sites(names))
    count = draw(st.integers(least, most))
    points = [draw(points_of(site, inside=inside)) for _ in range(count)]
    if points and not inside and draw(st.booleans()):
        points.append(points[draw(st.integers(0, len(points) - 1))])
    classes = draw(st.lists(st.integers(0, 2), min_size=len(points), max_size=len(points)))
    names = draw(st.lists(st.sampled_from("甲乙丙"), min_size=len(points), max_size=len(points)))
    return site, Places(
        np.array(points).reshape(-1, 2),
        classes=np.array(classes, np.int64),
        kinds=np.array(["shop"] * len(points), object),
        names=np.array([f"{name}{i}" for i, name in enumerate(names)], object),
    )


@st.composite
def points_of(draw, site, inside=False):
    part = draw(st.sampled_from(list(shapely.get_parts(site.boundary))))
    where = draw(st.sampled_from(["in", "in", "in", "on", "centre", "out"]))
    if inside or where == "in":
        x0, y0, x1, y1 = part.bounds
        point = (
            x0 + draw(st.floats(0.001, 0.999)) * (x1 - x0),
            y0 + draw(st.floats(0.001, 0.999)) * (y1 - y0),
        )
        inner = part.intersection(part.buffer(-0.5)) if inside else part
        return tuple(shapely.get_coordinates(shapely.ops.nearest_points(inner, shapely.Point(point))[0])[0])
    if where == "on":
        return tuple(part.exterior.interpolate(draw(st.floats(0, 1)), normalized=True).coords[0])
    if where == "centre":
        return tuple(shapely.get_coordinates(part.centroid)[0])
    return tuple(site.entrance + np.array(draw(spots)) / 3)


def rings(shape):
    return [part.exterior for part in shapely.get_parts(shape)]


def place_on_grid(geometry, angle):
    turned = affinity.rotate(geometry, angle, origin=(0, 0))
    return affinity.translate(turned, 500_000.0, 3_450_000.0)


def xy(points):
    return np.array([point.coords[0] for point in points], float).reshape(-1, 2)


def moved_by(site, places, change):
    """Apply a change of coordinates to a site and its places."""

    def points(values):
        return None if values is None else change(values)

    boundary = shapely.transform(site.boundary, change)
    loop = None if site.loop is None else shapely.transform(site.loop, change)
    prints = None if places.footprints is None else shapely.transform(places.footprints, change)
    return (
        Site(boundary, change(site.entrance[None])[0], change(site.gates.reshape(-1, 2)), loop, site.metre),
        Places(
            points(places.anchors), points(places.gates), prints, places.street, places.classes, places.kinds,
            places.names,
        ),
    )  # fmt: skip


def far_apart(values, span, gap):
    """Which of some keys on a circle of `span` are farther than `gap` from all others."""
    order = np.argsort(values)
    ahead = (
        np.diff(np.append(values[order], values[order][0] + span)) if len(values) > 1 else np.array([span])
    )
    result = np.empty(len(values), bool)
    result[order] = (ahead > gap) & (np.roll(ahead, 1) > gap)
    return result
