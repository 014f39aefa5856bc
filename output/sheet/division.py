"""Which pages a document has: one for each compound, building group, class, proposal or notice board.

QGIS's atlas is not used: it repeats one layout, while here every page has a sheet way round, a
scale, a turn and an index of its own, which may go on to further pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import shapely

from ...community.catalogue import CLASSES
from ...community.errors import InputError
from ...community.places.words import NUMERAL, chinese_number
from .content import Content
from .facing import turn_for_reader, walls_of
from .site import CLASS_WORDS, Site

_GATHERED, _AIR = 14.0, 5.0
"""Metres: buildings of a group closer than twice the one stand on one ground, with the other around it."""


def divide(content: Content, by: str) -> Content:
    """Return the content with the pages asked for.

    Parameters
    ----------
    content
        With a site for each compound.
    by
        compound; building_group, by the column of that name of the buildings: a place belongs to the
        group of the nearest building; class; proposal, of those that name a place; notice_board, the
        places of this kind, turned to whoever
        reads them where that is known.

    Raises
    ------
    InputError
        `no_pages_by_building_group`, `…_class`, `…_proposal`, `…_notice_board` when there is none.
    """
    pages = {
        "compound": lambda: iter(content.sites),
        "building_group": lambda: _groups(content),
        "class": lambda: _classes(content),
        "proposal": lambda: _proposals(content),
        "notice_board": lambda: _boards(content),
    }
    sites = tuple(pages[by]())
    if not sites:
        raise InputError(f"no_pages_by_{by}")
    return replace(content, sites=sites)


def _groups(content: Content) -> Iterator[Site]:
    """Yield a page for each building group of each compound."""
    named = content.buildings[content.buildings.geometry.notna()]
    group = named["building_group"].fillna("").astype(str).str.strip()
    named = named.assign(group=group)[group != ""]
    middles = shapely.point_on_surface(shapely.make_valid(named.geometry.to_numpy()))
    for site in content.sites:
        own = named[shapely.intersects(middles, site.outline)]
        if own.empty:
            continue
        shapes = own.geometry.to_numpy()
        nearest = shapely.STRtree(shapes).nearest(site.places.geometry.to_numpy())
        group_of = own["group"].to_numpy()[nearest] if len(site.places) else np.array([], dtype=object)
        for name in sorted(own["group"].unique(), key=_natural):
            places = site.places[group_of == name]
            buildings = own[own["group"] == name]
            ground = _ground_of(buildings.geometry.to_numpy(), site.outline)
            yield replace(part_of(site, places, name, ground), buildings=buildings)


def _ground_of(shapes: Any, outline: Any) -> Any:
    """Return the ground around the buildings of a group, within its compound."""
    near = shapely.union_all(shapely.buffer(shapely.make_valid(shapes), _GATHERED, join_style="mitre"))
    ground = shapely.buffer(near, _AIR - _GATHERED, join_style="mitre")
    return shapely.intersection(ground, shapely.make_valid(outline))


def _natural(text: str) -> list[tuple[int, str]]:
    """Return a key by which group 10 follows group 9, and 第三楼组 follows 第二楼组."""
    return [_part_of_key(part) for part in re.split(rf"(\d+|{NUMERAL})", text)]


def _part_of_key(part: str) -> tuple[int, str]:
    if re.fullmatch(NUMERAL, part):
        return chinese_number(part), ""
    return (int(part), "") if part.isdecimal() else (-1, part)


def _classes(content: Content) -> Iterator[Site]:
    """Yield a page for each class that has a numbered place, without the places of others."""
    for site in content.sites:
        for name in CLASSES:
            places = site.numbered[site.numbered["class"] == name]
            if len(places):
                yield part_of(site, places, content.words[CLASS_WORDS[name]])


def _proposals(content: Content) -> Iterator[Site]:
    """Yield a page for each proposal and compound in which it names a place, without other places."""
    for row in content.planned.itertuples(index=False):
        for site in content.sites:
            places = site.places[site.places["id"].isin(row.places)]
            if len(places):
                yield part_of(site, places, row.title)


def _boards(content: Content) -> Iterator[Site]:
    """Yield the whole site for each of its notice boards, turned to the reader."""
    for site in content.sites:
        boards = site.places[site.places["kind"] == "notice_board"]
        if boards.empty:
            continue
        walls = walls_of(content, site)
        for board in boards.itertuples(index=False):
            facing = float(board.facing) if pd.notna(board.facing) else None
            name = f"{board.number} {board.label}".strip()
            view = turn_for_reader(board.geometry, facing, walls)
            yield replace(site, part=name, view=view, here=board.geometry)


def part_of(site: Site, places: Any, name: str, focus: Any = None) -> Site:
    """Return the page for some places of a site; on a ground of its own, with the entrances near that."""
    footprints = site.footprints[site.footprints["place_id"].isin(places["id"])]
    gates = site.entrances
    if focus is not None:
        gates = gates[gates.distance(focus) <= _GATHERED]
    return replace(site, places=places, footprints=footprints, entrances=gates, part=name, focus=focus)
