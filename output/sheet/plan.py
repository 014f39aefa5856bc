"""The plan of a sheet: its page, where everything goes on it, and what found no place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Optional

from ...community.errors import CommonplanError
from ...workspace.fonts import text_width
from .bands import Form, form
from .composition import FURTHER_PAGE, Composition, Subject, carries_north, choose, cost
from .content import Content, Edition
from .frame import paper_of
from .legend import legend_texts
from .parts.backdrop import Backdrop
from .parts.choice import Chosen, choose_parts
from .parts.corners import Corners
from .parts.part import Part
from .parts.placing import place_parts, with_band
from .site import Site
from .turning import turned_bounds, turns


@dataclass(frozen=True)
class TemplateNotes:
    """What a person should know of a sheet drawn on a template.

    Attributes
    ----------
    unsaid
        Names that no item of the template has, for what the sheet has to say.
    small
        Names of items that are too small for what stands there.
    left_out
        What QGIS calls the items that were left out.
    undivided
        Names of the pages whose map is too full for its places, and which is not divided on a template.
    """

    unsaid: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    undivided: tuple[str, ...] = ()

    def findings(self) -> list[CommonplanError]:
        """Return what is to be said: `template_lacks`, `…_small`, `…_left_out`, `…_undivided`."""
        said = {
            "lacks": self.unsaid,
            "small": self.small,
            "left_out": self.left_out,
            "undivided": self.undivided,
        }
        return [
            CommonplanError(f"template_{code}", names=", ".join(names))
            for code, names in said.items()
            if names
        ]

    def lacking(self, name: str) -> TemplateNotes:
        """Return the notes with one more name that no item has."""
        return replace(self, unsaid=(*self.unsaid, name))


@dataclass(frozen=True)
class Plan:
    """A sheet before it is drawn.

    Attributes
    ----------
    form
        The page all share.
    compositions, chosen
        Of each page with a map: where everything goes, and which parts it has.
    notes
        On the template, if there is one.
    """

    form: Form
    compositions: tuple[Composition, ...]
    chosen: tuple[Chosen, ...]
    notes: TemplateNotes = field(default_factory=TemplateNotes)

    @property
    def without_room(self) -> tuple[str, ...]:
        """Titles of the parts that found no room on some page."""
        lost: dict[str, None] = {}
        for parts, composition in zip(self.chosen, self.compositions):
            standing = {stand.part.name for stand in composition.parts}
            lost.update((part.title, None) for part in parts.parts if part.name not in standing)
        return tuple(lost)

    @property
    def put_off(self) -> list[Optional[Part]]:
        """For each page with a map, the part that belongs beside it and stands on a further page."""
        return [
            next((s.part for s in composition.parts if s.part.with_map and s.page), None)
            for composition in self.compositions
        ]

    @property
    def empty(self) -> tuple[str, ...]:
        """Names of the parts that were asked for and have nothing to show on some page."""
        return tuple(dict.fromkeys(name for parts in self.chosen for name in parts.empty))


def subjects_of(content: Content, north: str) -> list[Subject]:
    """Return what the pages with a map have to show; `north` as `turning.turns`."""
    return [
        Subject(_ground_sizes(site, north), site.groups(content.words), legend_texts(content, site))
        for site in content.sites
    ]


def plan_sheet(
    content: Content, edition: Edition, subjects: Sequence[Subject], sheet: str, orientation: str
) -> Plan:
    """Plan a sheet on pages that we rule; sheet and orientation as `composition.choose`.

    A notice that found no room beside the map gets some, unless that costs more than a further page.
    """
    plan = _planned(content, edition, subjects, sheet, orientation)
    put_off = plan.put_off
    if not any(put_off):
        return plan
    wanted = [replace(subject, beside=part) for subject, part in zip(subjects, put_off)]
    other = _planned(content, edition, wanted, plan.form.sheet, orientation)
    dearest, limit = max(map(cost, other.compositions)), max(c.scale for c in plan.compositions)
    better = len(list(filter(None, other.put_off))) < len(list(filter(None, put_off)))
    return other if better and dearest <= FURTHER_PAGE * limit else plan


def _planned(
    content: Content, edition: Edition, subjects: Sequence[Subject], sheet: str, orientation: str
) -> Plan:
    make = _page_maker(content, edition)
    page, plain = choose(sheet, orientation, subjects, measure, content.words["continued"], make)
    page = form(page.sheet, page.orientation)
    chosen = parts_of(content, edition, plain)
    return Plan(page, tuple(_with_parts(content, page, plain, chosen)), chosen)


def parts_of(content: Content, edition: Edition, plain: Iterable[Composition]) -> tuple[Chosen, ...]:
    """Choose the parts of each page with a map."""
    backdrop = Backdrop(content)
    return tuple(
        choose_parts(content, site, edition, composition.turned, backdrop)
        for site, composition in zip(content.sites, plain)
    )


def measure(text: str, points: float, bold: bool) -> float:
    """Return the width in mm of a text, as `index.Measure`."""
    return text_width(text, points, bold=bold)


def _page_maker(content: Content, edition: Edition) -> Callable[[str, str], Form]:
    """Return what makes a page; where room is to be made for parts, one without the band they need."""
    if content.settings.get("parts_room") != "made":
        return form
    parts = choose_parts(content, content.sites[0], edition, 0.0, Backdrop(content)).parts
    asked = [part for part in parts if part.asked]
    return lambda sheet, orientation: with_band(form(sheet, orientation), asked)


def _with_parts(
    content: Content, form: Form, compositions: Iterable[Composition], chosen: Iterable[Chosen]
) -> Iterator[Composition]:
    """Yield the compositions with the parts of their pages put into the room that is left."""
    for site, composition, parts in zip(content.sites, compositions, chosen):
        paper = paper_of(site, composition, form.letters)
        given = content, site.within(paper.window), paper, form.letters, composition.map
        corners = Corners(*given)
        north = [part for part in parts.parts if part.on_map]
        if north:
            bare = Corners(*given, arrow=False)
            placed = place_parts(form, composition, north, bare)
            if carries_north(placed):
                composition, corners = placed, bare
        standing = {stand.part.name for stand in composition.parts}
        rest = (part for part in parts.parts if part.name not in standing)
        yield place_parts(form, composition, rest, corners)


def _ground_sizes(site: Site, north: str) -> dict[float, tuple[float, float]]:
    shown = site.shown
    ways = turns(shown, north) if site.view is None else (site.view,)
    boxes = {turned: turned_bounds(shown, turned) for turned in ways}
    return {turned: (box[2] - box[0], box[3] - box[1]) for turned, box in boxes.items()}
