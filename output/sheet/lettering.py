"""Lettering of a map: entrances, numbers of buildings, names of roads, texts of the survey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Optional

import numpy as np
import shapely

from ...community.catalogue import terms
from ...community.placement import boxes, place_labels
from ...workspace.fonts import LABEL_LINE, MM_PER_POINT, text_width
from .circles import Circle
from .content import Content
from .frame import Array, Paper
from .paper import Lettering
from .site import Site

_SMALLEST = 0.7
"""A narrow building's number shrinks to this part of its size, not further."""
_STEEP = 60.0
_TEXT_STEPS = (
    (0, 0), (0.5, 0), (-0.5, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (0.5, 1), (-0.5, -1),
    (2, 0), (-2, 0), (3, 0), (-3, 0),
)  # fmt: skip
_ASIDE = {"center": 0.0, "right": -0.5}
_ABOVE = {"middle": 0.0, "top": -0.5}
"""Where the middle of a text is from the point that holds it; others begin there, on their baseline."""
_OFF_RING = 0.5
"""Millimetres between a circle and its label."""
_INSIDE_STEPS = ((0, 0), (0.2, 0), (-0.2, 0), (0.34, 0), (-0.34, 0), (0, 0.25), (0, -0.25))


@dataclass(frozen=True)
class Label:
    """A text on the map: its centre on paper, its size in points, turned anticlockwise by degrees."""

    text: str
    x: float
    y: float
    points: float
    turned: float = 0.0


@dataclass(frozen=True)
class Wish:
    """A text that looks for a place.

    Attributes
    ----------
    text, points, turned
        As in `Label`.
    size
        Width and height of its box, in mm.
    spots
        Centres on paper that would do, k×2, the best first.
    """

    text: str
    points: float
    size: tuple[float, float]
    spots: Array
    turned: float = 0.0


def settle(wishes: Sequence[Wish], paper: Paper, taken: Array) -> tuple[list[Label], Array, int]:
    """Give each wish the first of its spots that is free.

    Returns
    -------
    labels
        Those that found a place.
    taken
        Boxes taken so far, with theirs.
    lost
        How many found none.
    """
    sizes = np.array([wish.size for wish in wishes]).reshape(-1, 2)
    chosen = place_labels([wish.spots for wish in wishes], sizes, paper.frame, taken)
    labels, around = [], [taken]
    for wish, spot in zip(wishes, chosen):
        if spot is not None:
            labels.append(Label(wish.text, float(spot[0]), float(spot[1]), wish.points, wish.turned))
            around.append(boxes(spot[None], np.array(wish.size)))
    return labels, np.vstack(around), len(wishes) - len(labels)


def reserve(wishes: Sequence[Wish], paper: Paper, taken: Array) -> Array:
    """Return the boxes that markers should leave to the wishes, n×4."""
    sizes = np.array([wish.size for wish in wishes]).reshape(-1, 2)
    chosen = place_labels([wish.spots for wish in wishes], sizes, paper.frame, taken)
    spots = [wish.spots[0] if spot is None else spot for wish, spot in zip(wishes, chosen)]
    return boxes(np.array(spots).reshape(-1, 2), sizes)


def entrance_labels(
    content: Content, site: Site, outline: Any, letters: Lettering, paper: Paper, taken: Array
) -> tuple[dict[str, list[Label]], Array]:
    """Letter the entrances, on the outer side of the boundary where there is room; the main one first.

    Parameters
    ----------
    content, site
        What is shown.
    outline
        The compound, on paper.
    letters, paper
        The map.
    taken
        Boxes that stay free, n×4, the entrances' own among them.

    Returns
    -------
    labels
        By role: main_entrance, entrance.
    taken
        With the labels' boxes.
    """
    gates, mains = paper.points(site.entrances.geometry), site.entrances["is_main"].to_numpy(bool)
    signs: dict[str, list[Label]] = {"main_entrance": [], "entrance": []}
    for i in np.argsort(~mains, kind="stable"):
        role = "main_entrance" if mains[i] else "entrance"
        name = site.entrances["name"].iloc[i]
        word = content.words["starting_point" if site.starts[i] else "main_entrance"]
        texts = _entrance_texts(name, word if mains[i] else None)
        points = letters.entrance * (1.1 if mains[i] else 0.9)
        half = letters.marker * (0.62 if mains[i] else 0.33)
        wishes = [_beside_gate(text, points, gates[i], half, outline, bold=mains[i]) for text in texts]
        tried = [outer for outer, _ in wishes if len(outer.spots)] + [wish for _, wish in wishes]
        found = [settle([wish], paper, taken) for wish in tried]
        labels, taken, _ = next((f for f in found if f[0]), ([], taken, 0))
        signs[role].extend(labels)
    return signs, taken


def _entrance_texts(name: object, main: Optional[str]) -> list[str]:
    """Return what an entrance may be lettered with: the main one says that it is, then its own name."""
    own = name.strip() if isinstance(name, str) else ""
    if main is None:
        return [own] if own else []
    plain = own.casefold() in {terms(language)["main_entrance"].casefold() for language in ("zh", "en")}
    # In two languages one stands below the other where there is not more room.
    narrow = main if main.isascii() else main.replace(" ", "\n", 1)
    texts = [main, narrow]
    if not plain and own not in main:
        texts = [f"{main} · {own}", f"{main}\n{own}", f"{narrow}\n{own}", *texts]
    return list(dict.fromkeys(texts))


def _beside_gate(
    text: str, points: float, gate: Array, half: float, outline: Any, *, bold: bool
) -> tuple[Wish, Wish]:
    """Return spots beside a gate: those outside of the compound; all, those the least inside first."""
    size = np.array(box_of(text, points, bold=bold))
    across, along = half + 0.8 + size[0] / 2, half + 0.8 + size[1] / 2
    near = [(0, -along), (0, along), (across, 0), (-across, 0)]
    near += [(x, y) for y in (-along, along) for x in (across, -across)]
    spots = gate + np.array(near)
    covered = shapely.area(shapely.intersection(shapely.box(*boxes(spots, size).T), outline))
    order = np.argsort(np.round(covered, 1), kind="stable")
    anywhere = Wish(text, points, (float(size[0]), float(size[1])), spots[order])
    return replace(anywhere, spots=spots[covered <= 0.02 * size.prod()]), anywhere


def building_wishes(
    content: Content, outline: Any, paper: Paper, letters: Lettering
) -> tuple[list[Wish], list[Wish]]:
    """Letter the buildings in sight; a narrow one gets smaller letters.

    Returns
    -------
    inside
        With spots inside each building, from its middle along its axes.
    all
        The same, and for buildings of the compound also spots beside them.
    """
    shapes, labels = content.buildings.geometry.to_numpy(), content.buildings["label"]
    shown = labels.notna().to_numpy(bool) & shapely.intersects(shapes, paper.window)
    inside, anywhere = [], []
    for text, shape in zip(map(str, labels[shown]), paper.to_paper(shapes[shown])):
        low_x, low_y, high_x, high_y = shape.bounds
        fitting = letters.building * (high_x - low_x) / box_of(text, letters.building)[0]
        points = min(letters.building, max(letters.building * _SMALLEST, fitting))
        size = box_of(text, points)
        spots = _spots_inside(shape)
        inside.append(Wish(text, points, size, spots))
        if outline.intersects(shape):
            across, along = (high_x - low_x + size[0]) / 2, (high_y - low_y + size[1]) / 2
            middle = np.array([(low_x + high_x) / 2, (low_y + high_y) / 2])
            beside = middle + np.array([(0, -along), (0, along), (across, 0), (-across, 0)])
            spots = np.vstack([spots, beside])
        anywhere.append(Wish(text, points, size, spots))
    return inside, anywhere


def _spots_inside(shape: Any) -> Array:
    middle = shape.centroid if shape.contains(shape.centroid) else shape.point_on_surface()
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape))
    center = np.array([middle.x, middle.y])
    if len(corners) < 4:
        return center[None]
    sides = sorted((corners[1] - corners[0], corners[2] - corners[1]), key=lambda side: -np.hypot(*side))
    spots = np.array([center + a * sides[0] + b * sides[1] for a, b in _INSIDE_STEPS])
    inside = shapely.contains_xy(shape, spots[:, 0], spots[:, 1])
    return np.vstack([center[None], spots[inside]])


def text_wishes(texts: Any, paper: Paper, points: float, *, upright: bool = False) -> list[Wish]:
    """Letter texts where they stand in the survey, or a little way along or beside.

    Parameters
    ----------
    texts
        Points with text, rotation (degrees, anticlockwise on the ground), and the side and level the text
        is held at.
    paper
        The map.
    points
        Size of the letters.
    upright
        Whether Chinese on a steep line stands in upright letters, one below the other.
    """
    shapes = texts.geometry.to_numpy()
    shown, wishes = shapely.intersects(shapes, paper.window), []
    turns = texts["rotation"].fillna(0.0) - paper.turned
    columns = (column[shown] for column in (texts["text"], turns, texts["h_align"], texts["v_align"]))
    for spot, text, turned, side, level in zip(paper.points(shapes[shown]), *columns):
        angle = (float(turned) + 90) % 180 - 90
        begin = _middle_of(text, points, spot, float(turned), (_ASIDE.get(side, 0.5), _ABOVE.get(level, 0.5)))
        if upright and abs(angle) > _STEEP and not text.isascii():
            text, angle = "\n".join(text), 0.0
        width, height = box_of(text, points)
        cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        size = (width * abs(cos) + height * abs(sin), width * abs(sin) + height * abs(cos))
        along, aside = np.array([cos, sin]) * width, np.array([-sin, cos]) * height
        spots = begin + np.array([a * along + b * aside for a, b in _TEXT_STEPS])
        wishes.append(Wish(text, points, size, spots, angle))
    return wishes


def _middle_of(text: str, points: float, spot: Array, turned: float, away: tuple[float, float]) -> Array:
    """Return the middle of a text that is held at a point: parts of its width and height away from there."""
    along, aside = np.array(box_of(text, points)) * away
    cos, sin = np.cos(np.radians(turned)), np.sin(np.radians(turned))
    return spot + np.array([cos, sin]) * along + np.array([-sin, cos]) * aside


def box_of(text: str, points: float, *, bold: bool = False) -> tuple[float, float]:
    """Return width and height in mm of a text of one or more lines."""
    lines = text.split("\n")
    width = max(text_width(line, points, bold=bold) for line in lines)
    return width + 0.6, len(lines) * points * MM_PER_POINT * LABEL_LINE


def circle_wishes(circles: Sequence[Circle], points: float, paper: Paper) -> list[Wish]:
    """Letter circles just inside of their rings, or just outside: in the north, else anywhere in sight."""
    wishes = []
    for circle in circles:
        along = shapely.get_coordinates(paper.to_paper(circle.ring))[:-1]
        size = box_of(circle.text, points)
        middle = along.mean(axis=0)
        spokes = along - middle
        radius = np.hypot(*spokes.T)
        # Inside, as far out as all corners of its box allow; a box too large for the ring is in its middle.
        wide = np.abs(spokes / radius[:, None]) @ np.array(size)
        left = (radius - _OFF_RING) ** 2 - np.square(size).sum() / 4
        reach = np.maximum(np.sqrt(np.maximum(wide**2 / 4 + left, 0)) - wide / 2, 0)
        order = np.argsort(np.abs(np.arange(len(along)) - len(along) // 2) * -1, kind="stable")
        beyond = radius + _OFF_RING + wide / 2
        spots = [middle + (spokes * (out / radius)[:, None])[order] for out in (reach, beyond)]
        wishes.append(Wish(circle.text, points, size, np.vstack(spots)))
    return wishes
