"""Signs that lead a reader: "you are here", and the names of neighbouring sheets at the edges of a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from ...community.catalogue import ACCENT
from ...community.placement import boxes, place_labels
from ...workspace.fonts import text_format
from .bands import Rect
from .frame import Array, Paper
from .items import CENTER, Canvas
from .lettering import Wish, box_of
from .paper import Lettering
from .site import Neighbour, Section, Site
from .turning import turn

_NEAR, _MOST = 300.0, 6
"""Ground in m between two that are still neighbours, and how many of them are named."""
_TOUCHING = 0.01
"""Metres between two grounds that touch; where some do, those farther off are not named."""
_BOARDS, _METRES = 3, 10
"""How many notice boards a board's page leads to, and to what their distance is rounded."""
_ARROWS = "↑↗→↘↓↙←↖"
"""From the top on clockwise."""
_BETWEEN = "   "
_POINTER = 2.6
_SLIDES = (0, 1, -1, 2, -2, 3, -3, 4, -4, 6, -6, 8, -8, 11, -11, 14, -14)
_SLIDE = 8.0
_AROUND = np.array([(0, 0), (0, 1.2), (0, -1.2), (0.6, 0), (-0.6, 0), (0.6, 1.2), (-0.6, 1.2)])
"""Where the name of a section may stand, in sizes of it from the middle."""
_AIRY, _LEAST_NAME = 1.3, 0.6
"""Heights of its name that a section has to be high for its page to stand below the name, not beside it;
and how much smaller names may get to stand in their sections."""


@dataclass(frozen=True)
class Callout:
    """A sign that points at a spot of the map, both in mm from its lower left, y upward."""

    text: str
    points: float
    box: tuple[float, float, float, float]
    tip: tuple[float, float]


def callout(text: str, spot: Array, half: float, letters: Lettering, paper: Paper, taken: Array) -> Callout:
    """Return a sign above, below or beside a spot, where it hides least.

    Parameters
    ----------
    text
        What it says.
    spot
        On paper.
    half
        Half the height in mm of what stands at the spot.
    letters, paper
        The map.
    taken
        Boxes that should stay free, n×4, the gravest first: where no place is free it heeds none.
    """
    points = letters.entrance * 1.1
    width, height = box_of(text, points, bold=True)
    width, height = width + 2.4 * letters.unit, height + 1.2 * letters.unit
    across, along = (half + _POINTER * letters.unit + side / 2 for side in (width, height))
    spots = spot + np.array([(0, along), (0, -along), (across, 0), (-across, 0)])
    (found,) = place_labels([spots], np.array([[width, height]]), paper.frame, taken)
    middle = spots[0] if found is None else found
    box = boxes(np.array([middle]), np.array([[width, height]]))[0]
    way = (np.asarray(middle) - spot) / max(float(np.hypot(*(middle - spot))), 1e-9)
    tip = spot + half * way
    left, low, right, high = map(float, box)
    return Callout(text, points, (left, low, right, high), (float(tip[0]), float(tip[1])))


def draw_callout(canvas: Canvas, sign: Callout, around: Rect, letters: Lettering) -> None:
    """Draw a sign on the map that stands `around`."""
    left, low, right, high = sign.box
    x, y = around.x, around.y + around.height
    rect = Rect(x + left, y - high, right - left, high - low)
    middle = np.array([(left + right) / 2, (low + high) / 2])
    way = np.array(sign.tip) - middle
    aside = np.array([-way[1], way[0]]) / max(float(np.hypot(*way)), 1e-9) * 1.6 * letters.unit
    corners = [middle + aside, np.array(sign.tip), middle - aside]
    canvas.polygon([(x + a, y - b) for a, b in corners], ACCENT, ACCENT, 0.1, "you are here pointer")
    canvas.box(rect, "you are here ground", ACCENT, None)
    canvas.label(rect, sign.text, text_format(sign.points, "#FFFFFF", bold=True), "you are here", CENTER)


def neighbours_of(sites: Sequence[Site], i: int, pages: Sequence[int], total: int) -> tuple[Neighbour, ...]:
    """Return the nearest sites to the one at position `i`, with what leads to their pages.

    Parameters
    ----------
    sites
        Of all pages with a map.
    i
        Position of the site.
    pages
        Number of the page of each.
    total
        Number of all pages.
    """
    own = _area(sites[i])
    overviews = {id(section.area): site for site in sites for section in site.sections}
    above = overviews.get(id(sites[i].focus))
    found = []
    for other, page in zip(sites, pages):
        if _shares_ground(other) and _subject(other) != _subject(sites[i]):
            continue
        overview = overviews.get(id(other.focus))
        # Not its own overview; nor sections of another one, to which that leads.
        if other is above or not (overview is None or overview is above):
            continue
        area = _area(other)
        name = other.part if other.focus is not None and other.name == sites[i].name else other.page_name
        apart = shapely.distance(own, area)
        if name and apart <= _NEAR and not shapely.equals(own, area):
            found.append((apart, Neighbour(f"{name} {page}/{total}", area)))
    found.sort(key=lambda pair: pair[0])
    touching = [pair for pair in found if pair[0] <= _TOUCHING]
    return tuple(neighbour for _, neighbour in (touching or found)[:_MOST])


def lead_of(
    sites: Sequence[Site], i: int, pages: Sequence[int], total: int, words: Mapping[str, str], turned: float
) -> str:
    """Return the line that leads on from a page whose ground others show, too; empty for another page.

    A page for a class or a proposal names the ones before and after it; that of a notice board the
    boards nearest to its reader, whichever compound they stand in, and which way to go.

    Parameters
    ----------
    sites, i, pages, total
        As `neighbours_of`.
    words
        Printed words.
    turned
        How far the map is turned, in degrees clockwise.
    """
    site = sites[i]
    if not _shares_ground(site) or site.sections:
        return ""
    if site.here is not None:
        return _to_boards(sites, i, pages, total, words, turned)
    before = [f"{words['sheet_before']} {_page_of(sites[i - 1], site, pages[i - 1], total)}"] if i else []
    after = i + 1 < len(sites)
    beyond = [f"{words['sheet_after']} {_page_of(sites[i + 1], site, pages[i + 1], total)}"] if after else []
    return _BETWEEN.join([*before, *beyond])


def _to_boards(
    sites: Sequence[Site], i: int, pages: Sequence[int], total: int, words: Mapping[str, str], turned: float
) -> str:
    own = sites[i]
    found = []
    for other, page in zip(sites, pages):
        if other is not own:
            way = turn(np.array([[other.here.x - own.here.x, other.here.y - own.here.y]]), turned)[0]
            apart, angle = float(np.hypot(*way)), float(np.degrees(np.arctan2(way[0], way[1])))
            arrow = _ARROWS[round(angle / 45) % 8]
            found.append((apart, f"{arrow} {_page_of(other, own, page, total)}", _rounded(apart)))
    texts = [f"{text} · {metres} m" for _, text, metres in sorted(found)[:_BOARDS]]
    return f"{words['boards_near']} {_BETWEEN.join(texts)}" if texts else ""


def _page_of(other: Site, site: Site, page: int, total: int) -> str:
    name = other.part if other.name == site.name else other.page_name
    return f"{name} {page}/{total}"


def _rounded(metres: float) -> int:
    return max(_METRES, round(metres / _METRES) * _METRES)


def _shares_ground(site: Site) -> bool:
    """Return whether other pages of its kind show the same ground."""
    return bool(site.part) and site.focus is None


def _subject(site: Site) -> str:
    """Return what of its compound a page is for, whether that is divided into sections or not."""
    return site.part.rpartition(" · ")[0] if site.section or site.sections else site.part


def _area(site: Site) -> Any:
    return site.outline if site.focus is None else site.focus


def neighbour_wishes(neighbours: Sequence[Neighbour], paper: Paper, letters: Lettering) -> list[Wish]:
    """Letter the neighbours at the edge of the map beyond which they lie, with an arrow."""
    points = letters.building * 1.1
    middle = np.array([paper.width, paper.height]) / 2
    wishes = []
    for neighbour in neighbours:
        (at,) = paper.points([shapely.centroid(neighbour.area)])
        way = (at - middle) / middle
        side = int(np.argmax(np.abs(way)))
        arrow = ("→" if way[0] > 0 else "←", "↑" if way[1] > 0 else "↓")[side]
        text = f"{arrow} {neighbour.text}" if arrow != "→" else f"{neighbour.text} {arrow}"
        size = np.array(box_of(text, points, bold=True))
        spot = middle + way / max(float(np.abs(way).max()), 1e-9) * (middle - size / 2 - letters.unit * 1.6)
        slide = np.zeros(2)
        slide[1 - side] = _SLIDE * letters.unit
        spots = spot + np.array(_SLIDES)[:, None] * slide
        wishes.append(Wish(text, points, (float(size[0]), float(size[1])), spots))
    return wishes


def section_wishes(sections: Sequence[Section], paper: Paper, letters: Lettering) -> list[Wish]:
    """Letter the sections of an overview, with their pages, all as large as the narrowest allows."""
    points = letters.heading * 1.4
    lettered = []
    for section in sections:
        area = paper.to_paper(section.area)
        wide, high = area.bounds[2] - area.bounds[0], area.bounds[3] - area.bounds[1]
        text = f"{section.letter}\n{section.page}"
        if high < _AIRY * box_of(text, points, bold=True)[1]:
            text = f"{section.letter} {section.page}"
        lettered.append((text, area, 0.9 * wide / box_of(text, points, bold=True)[0]))
    points *= max(_LEAST_NAME, min([1.0, *(part for _, _, part in lettered)]))
    wishes = []
    for text, area, _ in lettered:
        size = np.array(box_of(text, points, bold=True))
        middles = shapely.get_coordinates([shapely.centroid(area), shapely.point_on_surface(area)])
        spots = (middles[:, None] + _AROUND * size).reshape(-1, 2)
        inside = shapely.area(shapely.intersection(shapely.box(*boxes(spots, size).T), area))
        best = np.argsort(-np.round(inside, 1), kind="stable")
        wishes.append(Wish(text, points, (float(size[0]), float(size[1])), spots[best]))
    return wishes
