"""Maps too full for their places: an overview, and the ground in sections, each on a map of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, product
from string import ascii_uppercase
from typing import Optional

import numpy as np
import shapely

from ...community.placement import fullness
from ...community.places.nearness import polygonal
from .composition import Composition, choose, most_places
from .content import Content, Edition
from .division import part_of
from .frame import Array, paper_of
from .marks import FULLEST, marker_sizes
from .paper import AUTO_SHEETS, LADDER, SHEETS, Lettering
from .plan import Plan, measure, plan_sheet, subjects_of
from .site import Section, Site
from .turning import Bounds, turn, turned_bounds

_FEWEST, _DEEPEST = 8, 6
"""A section of so few places is not cut again, nor one that was cut out so often."""
_MIDDLE = 1 / 3
"""Part of the places in order that lies before, and after, those between which a section is cut."""


@dataclass(frozen=True)
class Room:
    """What was done for places that do not fit on one map.

    Attributes
    ----------
    content, plan
        The sheet that has room for them.
    divided
        Names of the pages that were divided.
    larger
        The smallest sheet that has room for all on one map; empty where none has.
    """

    content: Content
    plan: Plan
    divided: tuple[str, ...] = ()
    larger: str = ""


def make_room(content: Content, edition: Edition, plan: Plan, asked: tuple[str, str], north: str) -> Room:
    """Take a larger sheet where that is left to us, else divide the maps that are too full.

    Parameters
    ----------
    content, edition, plan
        The sheet.
    asked
        Sheet and orientation as they were asked for.
    north
        As `turning.turns`.
    """
    full = _full(content, plan)
    if not any(full):
        return Room(content, plan)
    larger = _holding_all(content, edition, plan, asked[1], north)
    if larger is not None and asked[0] == "auto" and larger.form.sheet in AUTO_SHEETS:
        return Room(content, larger)
    sites: list[Site] = []
    divided: list[str] = []
    for site, composition, is_full in zip(content.sites, plan.compositions, full):
        found = _Cutter(content, site, composition, plan).sections() if is_full else []
        if len(found) > 1:
            sites += [_overview(content, edition, site, found, composition.turned), *found]
            divided.append(site.page_name or content.words["layout_title"])
        else:
            sites.append(site)
    parted, form = replace(content, sites=tuple(sites)), plan.form
    planned = plan_sheet(parted, edition, subjects_of(parted, north), form.sheet, form.orientation)
    return Room(parted, planned, tuple(divided), "" if larger is None else larger.form.sheet)


def note_full(content: Content, plan: Plan) -> Plan:
    """Return a plan that says which of its maps are too full, for one that cannot be divided."""
    pages = zip(content.sites, _full(content, plan))
    names = tuple(site.page_name or content.words["layout_title"] for site, is_full in pages if is_full)
    return replace(plan, notes=replace(plan.notes, undivided=names))


def _holding_all(
    content: Content, edition: Edition, plan: Plan, orientation: str, north: str
) -> Optional[Plan]:
    """Return the smallest larger sheet that has room for all places on one map, None if there is none."""
    subjects, names = subjects_of(content, north), list(SHEETS)
    larger = names[names.index(plan.form.sheet) + 1 :]
    plans = (plan_sheet(content, edition, subjects, name, orientation) for name in larger)
    return next((found for found in plans if not any(_full(content, found))), None)


def _full(content: Content, plan: Plan) -> list[bool]:
    """Tell which maps are too full; those for the reader of a notice board stay as they are."""
    letters = plan.form.letters
    pages = zip(content.sites, plan.compositions)
    return [site.here is None and _is_full(site, composition, letters) for site, composition in pages]


def _is_full(site: Site, composition: Composition, letters: Lettering) -> bool:
    paper = paper_of(site, composition, letters)
    anchors = paper.points(site.places.geometry)
    return fullness(anchors, marker_sizes(site, letters.least_marker), paper.frame) > FULLEST


def _overview(
    content: Content, edition: Edition, site: Site, sections: Sequence[Site], turned: float
) -> Site:
    """Return the page that shows where the sections are, without places, turned as they are."""
    part = " · ".join(filter(None, (site.part, content.words["overview"])))
    position = {number: i for i, number in enumerate(site.numbered["number"])}
    frames = []
    for section in sections:
        numbers = list(section.numbered["number"])
        between = "、" if edition.language == "zh" else ", "
        runs = _runs(numbers, np.array([position[number] for number in numbers], int), between)
        frames.append(Section(section.section, section.focus, runs))
    return replace(site, places=site.places.iloc[:0], part=part, sections=tuple(frames), view=turned)


def _runs(numbers: Sequence[str], positions: Array, between: str = ", ") -> str:
    """Return numbers with those in a row as one: 1–14, 17; positions rise by one within a row."""
    rows = np.split(np.arange(len(numbers)), np.flatnonzero(np.diff(positions) != 1) + 1)
    return between.join(_run(numbers[row[0]], numbers[row[-1]]) for row in rows if len(row))


def _run(first: str, last: str) -> str:
    """Return numbers in a row as one; a prefix that both have is said once: 北-1–14."""
    prefix = first.rstrip("0123456789")
    end = last[len(prefix) :] if last.startswith(prefix) and last[len(prefix) :].isdecimal() else last
    return first if first == last else f"{first}–{end}"


@dataclass(frozen=True)
class _Cutter:
    """Cuts a site into sections whose places fit on a map, each with its index beside it.

    Attributes
    ----------
    content, site
        What is cut.
    whole
        The composition that is too full for it: sections are cut along the edges of its map, and have
        larger scales.
    plan
        The sheet on which all sections come.
    """

    content: Content
    site: Site
    whole: Composition
    plan: Plan

    def sections(self) -> list[Site]:
        """Return the sections, lettered from the top left on."""
        ground = self.site.outline if self.site.focus is None else self.site.focus
        bounds = turned_bounds([ground, *self.site.places.geometry], self.whole.turned)
        cut = list(self._cut(np.arange(len(self.site.places)), bounds, 0))
        return [self._named(section, letter) for section, letter in zip(cut, _letters())]

    def _cut(self, rows: Array, box: Bounds, depth: int) -> Iterator[Site]:
        section = self._section(rows, box)
        if len(rows) <= _FEWEST or depth == _DEEPEST or self._fits(section):
            yield section
            return
        # Ground that is not there any more should not choose the way of the cut.
        box = turned_bounds([section.focus, *section.places.geometry], self.whole.turned)
        spots = turn(shapely.get_coordinates(self.site.places.geometry.to_numpy()[rows]), self.whole.turned)
        axis = int(box[3] - box[1] > box[2] - box[0])
        at = _gap(spots[:, axis])
        # The upper part, and the left one, come first.
        before = spots[:, axis] > at if axis else spots[:, axis] <= at
        first, second = list(box), list(box)
        first[1 if axis else 2] = second[3 if axis else 0] = at
        for some, part in ((before, first), (~before, second)):
            if some.any():
                yield from self._cut(rows[some], (part[0], part[1], part[2], part[3]), depth + 1)

    def _section(self, rows: Array, box: Bounds) -> Site:
        frame = shapely.transform(shapely.box(*box), lambda xy: turn(xy, -self.whole.turned))
        ground = self.site.outline if self.site.focus is None else self.site.focus
        inside = polygonal(shapely.intersection(shapely.make_valid(ground), frame))
        focus = frame if shapely.is_empty(inside) else inside
        return replace(part_of(self.site, self.site.places.iloc[rows], "", focus), view=self.whole.turned)

    def _fits(self, section: Site) -> bool:
        form, words = self.plan.form, self.content.words
        if len(section.numbered) > most_places(form):
            return False
        subjects = subjects_of(replace(self.content, sites=(section,)), "up")
        _, (composition,) = choose(form.sheet, form.orientation, subjects, measure, words["continued"])
        # Nothing is larger than the largest scale there is.
        larger = composition.scale < max(self.whole.scale, LADDER[0] + 1)
        return larger and not composition.pages and not _is_full(section, composition, form.letters)

    def _named(self, section: Site, letter: str) -> Site:
        name = self.content.words["section"].format(letter=letter)
        return replace(section, part=" · ".join(filter(None, (self.site.part, name))), section=letter)


def _gap(along: Array) -> float:
    """Return where to cut between places: in the widest gap near their middle."""
    ordered = np.sort(along)
    low, high = int(len(ordered) * _MIDDLE), int(len(ordered) * (1 - _MIDDLE))
    gaps = np.diff(ordered[low : high + 1])
    widest = low + int(np.argmax(np.round(gaps, 3)))
    return float(ordered[widest] + ordered[widest + 1]) / 2


def _letters() -> Iterator[str]:
    """Yield A to Z, then AA, AB and so forth."""
    for size in count(1):
        for letters in product(ascii_uppercase, repeat=size):
            yield "".join(letters)
