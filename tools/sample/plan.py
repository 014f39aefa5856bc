"""The site: compounds, gates, building groups and roads of 和平社区.

Site metres: x runs along 和平路, y away from it, zero in the south-west corner of 北里;
`frame.to_map` brings them to the map. 北里 is the L between 和平路 and 永安街; 南里 lies across
和平路, opens onto 永安街 with its one gate, and has metres of its own from its lower left corner.
"""

from __future__ import annotations

from dataclasses import dataclass

from .frame import Point

Shape = tuple[Point, ...]

NORTH, SOUTH = "北里", "南里"
_SOUTH_CORNER = (-10.0, -68.0)


def box(x: float, y: float, width: float, depth: float) -> Shape:
    """Return the corners of a rectangle, counter-clockwise from its lower left one."""
    return ((x, y), (x + width, y), (x + width, y + depth), (x, y + depth))


def lane(x: float, y: float) -> Point:
    """Bring a point in the metres of 南里 to site metres."""
    return (x + _SOUTH_CORNER[0], y + _SOUTH_CORNER[1])


def lane_box(x: float, y: float, width: float, depth: float) -> Shape:
    """Return a rectangle given in the metres of 南里."""
    return tuple(lane(*corner) for corner in box(x, y, width, depth))


def middle(shape: Shape) -> Point:
    """Return the middle of a shape's bounding box."""
    xs, ys = zip(*shape)
    return ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)


def ring(shape: Shape) -> Shape:
    """Return the shape with its first corner repeated at the end."""
    return (*shape, shape[0])


@dataclass(frozen=True)
class Compound:
    """A compound: its outline without repeating the first corner, and the prefix of its numbers."""

    name: str
    prefix: str
    order: int
    outline: Shape


@dataclass(frozen=True)
class Gate:
    """A gate: the piers it stands between, its CASS code, and the words beside it."""

    name: str
    kind: str
    is_main: bool
    compound: str
    piers: tuple[Point, Point]
    code: str
    words: tuple[tuple[str, Point], ...]


@dataclass(frozen=True)
class Group:
    """A building group 楼组 of 北里: its outline, and where its name stands."""

    name: str
    outline: Shape
    at: Point


COMPOUNDS = (
    Compound(NORTH, "北", 1, ((0, 0), (290, 0), (290, 110), (130, 110), (130, 260), (0, 260))),
    Compound(SOUTH, "南", 2, lane_box(0, 0, 300, 40)),
)

GATES = (
    Gate(
        "正门",
        "vehicle",
        True,
        NORTH,
        ((140, 0), (149, 0)),
        "143602",
        (("正门", (144.5, -2.1)), ("主入口", (144.5, -4.3))),
    ),
    Gate("东门", "vehicle", False, NORTH, ((290, 63), (290, 69)), "143601", (("东门", (292.6, 66)),)),
    Gate("西门", "pedestrian", False, NORTH, ((0, 86.5), (0, 89.5)), "143601", (("西门", (-2.8, 88)),)),
    Gate(
        "南里弄口",
        "vehicle",
        True,
        SOUTH,
        (lane(300, 17), lane(300, 23)),
        "143601",
        (("南里弄口", (295.6, -50.5)),),
    ),
)

GROUPS = (
    Group("第一楼组", ((3, 0), (72, 0), (72, 31), (119, 31), (119, 50.5), (3, 50.5)), (67, 33)),
    Group("第二楼组", ((3, 51), (119, 51), (119, 86), (3, 86)), (67, 64)),
    Group("第三楼组", ((3, 122), (119, 122), (119, 175.5), (3, 175.5)), (53, 149)),
    Group("第四楼组", ((3, 176), (119, 176), (119, 244), (3, 244)), (54, 216)),
    Group(
        "第五楼组",
        ((130, 31), (178, 31), (178, 0), (242, 0), (242, 31), (254, 31), (254, 50.5), (130, 50.5)),
        (194, 33),
    ),
    Group("第六楼组", ((130, 51), (254, 51), (254, 98), (130, 98)), (160, 90)),
)

VERGES: tuple[Shape, ...] = (
    box(134, 87, 12, 8),
    box(172, 87, 14, 8),
    lane_box(60, 24.4, 20, 2),
    lane_box(180, 15, 20, 2),
)
"""Small lawns without a name: they have a lawn's code, and no planner would number them."""

FLOWER_BEDS: tuple[tuple[Point, float], ...] = (
    ((158, 17.5), 3.4),
    ((170, 17.5), 3.4),
    ((158, 6), 2.6),
    ((170, 6), 2.6),
)
"""Middle and half length of the square's flower beds, which are no places of their own either."""

CONTROL_POINTS: tuple[Point, ...] = ((124, -3.6), (-9, 262), (292.5, 112), (60, -45.4))

NAMES: tuple[tuple[str, Point, float], ...] = ((NORTH, (64, 86), 2.4), (SOUTH, lane(205, 20), 2.4))
"""What the sheet calls the compounds, where, and how high."""

RING_ROAD: Shape = (
    (144.5, 26.5),
    (6.5, 26.5),
    (6.5, 248.5),
    (123.5, 248.5),
    (123.5, 100.5),
    (282.5, 100.5),
    (282.5, 26.5),
)
"""Middle of the closed internal road of 北里, clockwise from the main gate."""

LINK_ROAD: Shape = ((123.5, 29.0), (123.5, 98.0))
LANE: Shape = (lane(300, 20), lane(6, 20))
"""Middle of the lane of 南里, from its gate to the blind end."""

STREET: Shape = ((-86.0, -14.0), (295.0, -14.0))
"""Middle of 和平路, 17 m wide; 永安街 runs across its end, 12 m wide."""

CARRIAGEWAYS: tuple[Shape, ...] = (
    box(4, 24, 281, 5),
    box(4, 29, 5, 222),
    box(4, 246, 122, 5),
    box(121, 24, 5, 227),
    box(126, 98, 159, 5),
    box(280, 24, 5, 79),
    box(141, 0, 7, 24),
    box(285, 63, 5, 6),
    lane_box(6, 17.5, 294, 5),
    box(-86, -22.5, 400, 17),
    box(295, -110, 12, 405),
    box(-14, -6, 7, 275),
)
