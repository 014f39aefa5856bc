"""One page's subject: a compound, or a part of it, with the places and entrances that its map shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Optional

import geopandas as gpd

from ...community.catalogue import CLASSES
from .index import Entry, Group

CLASS_WORDS: Mapping[str, str] = {"space": "spaces", "facility": "facilities", "unit": "units"}
"""Class → key of its word for several."""


@dataclass(frozen=True)
class Neighbour:
    """What lies beside a site and has a page of its own: the words that lead there, and its ground."""

    text: str
    area: Any


@dataclass(frozen=True)
class Section:
    """A part of a site with a map of its own: its letter, its ground, the numbers on it, its page."""

    letter: str
    area: Any
    numbers: str
    page: str = ""


@dataclass(frozen=True)
class Site:
    """One compound with what its page shows.

    Attributes
    ----------
    name
        Of the compound; may be empty.
    outline
        Its polygon.
    places
        Columns id, class, kind, number, rank, status, building_id, label (its name in the index),
        kind_label, kind_name; ordered by rank.
    footprints
        With `class`.
    entrances
        With name, kind and is_main.
    part
        What of it the page is for: a building group, a class, a proposal, a notice board; or nothing.
    focus
        The ground that the page is for; None for all of the compound.
    view
        How far the map is turned, in degrees clockwise; None leaves it to the composition.
    here
        Where the reader stands, if that is known.
    buildings
        Those of the building group that the page is for; None for any other page.
    neighbours
        Named at the edges of the map.
    lead
        The line at the foot of the page that leads to the pages beside it.
    sections
        On an overview, those that have a map of their own.
    section
        The letter of such a section, on its own page.
    """

    name: str
    outline: Any
    places: gpd.GeoDataFrame
    footprints: gpd.GeoDataFrame
    entrances: gpd.GeoDataFrame
    part: str = ""
    focus: Any = None
    view: Optional[float] = None
    here: Any = None
    buildings: Optional[gpd.GeoDataFrame] = None
    neighbours: tuple[Neighbour, ...] = ()
    lead: str = ""
    sections: tuple[Section, ...] = ()
    section: str = ""

    @property
    def page_name(self) -> str:
        """The compound and what of it the page is for, as far as they have names."""
        return " · ".join(filter(None, (self.name, self.part)))

    @cached_property
    def shown(self) -> list[Any]:
        """All geometry that the page has to show; a far lamp without a number is not."""
        ground = self.outline if self.focus is None else self.focus
        return [ground, *self.numbered.geometry, *self.entrances.geometry]

    def within(self, window: Any) -> Site:
        """Return the site with the places that a map of this ground shows."""
        return replace(self, places=self.places[self.places.intersects(window)])

    @property
    def starts(self) -> Any:
        """Which entrances are a starting point: numbers start there, and no gate is."""
        return (self.entrances["is_main"] & (self.entrances["kind"] == "start")).to_numpy(bool)

    @cached_property
    def numbered(self) -> gpd.GeoDataFrame:
        """The places that have a number."""
        return self.places[self.places["number"] != ""]

    def groups(self, words: Mapping[str, str]) -> tuple[Group, ...]:
        """Return the index of this page by class, without those that have no numbered place.

        On an overview it tells which numbers are on which section.
        """
        if self.sections:
            rows = tuple(Entry(section.letter, section.numbers) for section in self.sections)
            return (Group("", words["sections"], rows),)
        entries: dict[str, list[Entry]] = {name: [] for name in CLASSES}
        columns = (
            self.numbered[column] for column in ("class", "number", "label", "kind_label", "kind_name")
        )
        for name, *cells in zip(*columns):
            entries[name].append(Entry(*cells))
        return tuple(
            Group(name, words[CLASS_WORDS[name]], tuple(found)) for name, found in entries.items() if found
        )
