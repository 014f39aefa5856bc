"""Where marks and lettering stand on one map, and what gives way to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import shapely

from ...community.placement import Placed, boxes, fullness, place_markers
from ...workspace.symbols import marker_box
from .bands import Rect
from .circles import circles_asked_for
from .content import Content
from .frame import Array, Bar, Paper, arrow_place, edge_boxes
from .lettering import Label, building_wishes, circle_wishes, entrance_labels, reserve, settle, text_wishes
from .paper import Lettering
from .signs import Callout, callout, neighbour_wishes, section_wishes
from .site import Site

_MOST_NOTES = 1500
FULLEST = 0.7
"""Part of the paper around them that the least markers may cover before they need more maps than one."""
_ROOMY = 0.55
"""Part that markers may cover before larger ones than the least are not even tried."""
_SLIVER = 1.0
"""Area in m² by which compounds overlap that only touch."""
_NOTE = 0.6
"""Size of the survey's own texts, as a part of that of building numbers."""


@dataclass(frozen=True)
class Marks:
    """All marks and lettering of one map, on paper.

    Attributes
    ----------
    marker
        Height of a marker, in mm.
    centers, roots, led
        Of the markers of `Site.places`, as `placement.Placed`.
    lettering
        Labels by role: main_entrance, entrance, section, neighbour, building, road, circle, text.
    arrow
        Where the north arrow stands on the map; None when no corner is free.
    hidden
        How many building numbers and road names found no free place.
    here
        The sign at the place where the reader stands.
    crowded
        Numbers of markers that another one hides in part, or a leader line runs through.
    """

    marker: float
    centers: Array
    roots: Array
    led: Array
    lettering: Mapping[str, list[Label]]
    arrow: Optional[Rect]
    hidden: int
    crowded: tuple[str, ...]
    here: Optional[Callout] = None


def arrange(content: Content, site: Site, paper: Paper, letters: Lettering, plates: Array) -> Marks:
    """Decide where every marker and label of a map stands.

    Entrances stand first, with their names; then the markers, which keep off the best spots of
    building numbers and road names where a short way is enough; then those numbers and names,
    then other texts. What comes later gives way, or stays away. All keep off the `plates` (boxes,
    n×4), on which parts of the sheet stand.
    """
    sizes = marker_sizes(site, letters.marker)
    anchors = paper.points(site.places.geometry)
    outline = paper.to_paper(site.outline)
    arrow = arrow_place(paper, letters, outline, boxes(anchors, sizes))
    furniture = [Bar.of(paper.scale, letters).box] + ([] if arrow is None else [paper.upward(arrow)])
    fixed = np.vstack([np.array(furniture), plates, _gate_boxes(site, paper, letters)])
    natural = boxes(anchors, sizes)
    here = None if site.here is None else _here(content, site, letters, paper, np.vstack([fixed, natural]))
    if here is not None:
        fixed = np.vstack([fixed, here.box])
    signs, fixed = entrance_labels(content, site, outline, letters, paper, fixed)
    beside = neighbour_wishes(site.neighbours, paper, letters)
    signs["neighbour"], fixed, unnamed = settle(beside, paper, fixed)
    signs["section"], fixed, _ = settle(section_wishes(site.sections, paper, letters), paper, fixed)

    inside, anywhere = building_wishes(content, outline, paper, letters)
    roads = text_wishes(content.roads, paper, letters.road, upright=True)
    edge = edge_boxes(outline)
    natural = np.vstack([fixed, natural])
    kept_free = np.vstack(
        [reserve(inside, paper, natural), reserve(roads, paper, np.vstack([natural, edge]))]
    )
    marker, sizes, placed = _placed(site, paper, letters, fixed, kept_free, _elsewhere(content, site, paper))

    taken = np.vstack([fixed, boxes(placed.centers, sizes)])
    building, taken, lost = settle(anywhere, paper, taken)
    road, taken, unread = settle(roads, paper, np.vstack([taken, edge]))
    notes = text_wishes(content.texts.head(_MOST_NOTES), paper, letters.building * _NOTE)
    circles = circle_wishes(circles_asked_for(content, site), letters.note, paper)
    circle, taken, _ = settle(circles, paper, taken)
    lettering = {**signs, "building": building, "road": road, "circle": circle}
    lettering["text"] = settle(notes, paper, taken)[0]
    numbers = site.places["number"].to_numpy()[placed.crowded]
    hidden = lost + unread + unnamed
    crowded = tuple(number for number in numbers if number)
    return Marks(marker, placed.centers, placed.roots, placed.led, lettering, arrow, hidden, crowded, here)


def marker_sizes(site: Site, marker: float) -> Array:
    """Return width and height in mm of the markers of a site's places, n×2, at a height of markers."""
    numbers = zip(site.places["class"], site.places["number"])
    return np.array([marker_box(c, n, marker) for c, n in numbers]).reshape(-1, 2)


def _placed(
    site: Site, paper: Paper, letters: Lettering, fixed: Array, kept_free: Array, elsewhere: Any
) -> tuple[float, Array, Placed]:
    """Place the markers; where one finds no good spot, all get smaller if that helps, to the least size.

    Returns
    -------
    marker
        Height of a marker, in mm.
    sizes
        Width and height of each, n×2.
    placed
        Where they stand.
    """
    anchors = paper.points(site.places.geometry)
    stacks = [building if isinstance(building, str) else None for building in site.places["building_id"]]
    full, least = letters.marker, letters.least_marker
    best: tuple[float, Array, Placed] | None = None
    for marker in (full, (full + least) / 2, least):
        sizes = marker_sizes(site, marker)
        if marker > least and fullness(anchors, sizes, paper.frame) > _ROOMY:
            continue
        placed = place_markers(anchors, sizes, paper.frame, fixed, stacks, kept_free, elsewhere)
        if best is None or placed.crowded.sum() < best[2].crowded.sum():
            best = marker, sizes, placed
        if not placed.crowded.any():
            break
    assert best is not None
    return best


def _elsewhere(content: Content, site: Site, paper: Paper) -> Any:
    """Return the ground in sight of compounds that the page is not about, on paper; None if there is none."""
    shapes = content.compounds.geometry.to_numpy()
    shapes = shapes[shapely.intersects(shapes, paper.window)]
    others = shapes[shapely.area(shapely.intersection(shapes, site.outline)) <= _SLIVER]
    return paper.to_paper(shapely.union_all(others)) if len(others) else None


def _here(content: Content, site: Site, letters: Lettering, paper: Paper, taken: Array) -> Callout:
    (spot,) = paper.points([site.here])
    at = site.places[site.places.geometry == site.here]
    sizes = [marker_box(c, n, letters.marker)[1] for c, n in zip(at["class"], at["number"])]
    return callout(content.words["you_are_here"], spot, max(sizes, default=0.0) / 2, letters, paper, taken)


def _gate_boxes(site: Site, paper: Paper, letters: Lettering) -> Array:
    sizes = np.where(site.entrances["is_main"].to_numpy(bool), 1.25, 0.65) * letters.marker
    return boxes(paper.points(site.entrances.geometry), np.column_stack([sizes, sizes]))
