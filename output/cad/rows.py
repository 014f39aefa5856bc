"""What a drawing for a CAD office shows: read once, filtered by edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd

from ...community.catalogue import PLAIN_COLOURS, Style, class_styles, kinds, terms, with_edits
from ...community.places.marking import compound_of
from ...community.publication.allow_list import PUBLIC, Wish, columns_to_read, publish
from ...workspace.file import reading
from ..sheet.content import compounds_asked_for, described, in_state


@dataclass(frozen=True)
class Rows:
    """What is drawn, all in one CRS in metres.

    Attributes
    ----------
    places
        As `site.Site.places`.
    footprints
        With `class`.
    entrances
        With name, is_main.
    buildings
        With label.
    compounds
        Polygons.
    words
        Printed words in the language asked for.
    styles
        How the classes look: their colours.
    """

    places: gpd.GeoDataFrame
    footprints: gpd.GeoDataFrame
    entrances: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    compounds: gpd.GeoDataFrame
    words: Mapping[str, str]
    styles: Mapping[str, Style]


def read_rows(
    path: Path, compound: str | None, language: str, texts: Mapping[str, str], *, public: bool
) -> Rows:
    """Read what may be drawn.

    A public drawing has what the public package has: its rows, its columns, its coordinates, which
    are rounded and count from a corner of the site.

    Parameters
    ----------
    path
        The community file; it is only read.
    compound
        Name, prefix or id of the one to draw; all when None.
    language
        zh, en or both, of kinds and layers.
    texts
        Of them `state` and `colours` count, before the stored ones, as on the sheet.
    public
        For whom.

    Raises
    ------
    CommunityFileError, SiteError, InputError
        As `content.read_content`.
    """
    with reading(path) as file:
        tables = {name: file.table(name, columns_to_read(name)) for name in PUBLIC}
        catalogue = with_edits(kinds(), file.table("catalogue_edit"))
        settings = {**file.settings(), **{key: text for key, text in texts.items() if text}}
    asked = compounds_asked_for(tables["compound"], compound)
    if public:
        shown = dict(publish(tables, Wish(comments=False), catalogue).tables)
    else:
        places = tables["place"]
        there = places[~places["rejected"] & places["retired_at"].isna()]
        shown = {**tables, "place": there.assign(compound_id=compound_of(there, tables["compound"]))}
    places = described(in_state(shown["place"], settings.get("state")), catalogue, language)
    styles = class_styles(settings.get("colours") or PLAIN_COLOURS)
    return _of(shown, asked["id"], places, terms(language), styles)


def _of(
    tables: Mapping[str, Any],
    asked: Any,
    places: Any,
    words: Mapping[str, str],
    styles: Mapping[str, Style],
) -> Rows:
    """Keep what belongs to the compounds asked for; what belongs to none goes with all."""
    known = tables["compound"]["id"]

    def own(frame: Any, homes: Any) -> Any:
        return frame[(homes.isin(asked) | ~homes.isin(known)) & frame.geometry.notna()]

    here = own(places, places["compound_id"])
    classes = here.set_index("id")["class"]
    footprints = tables["footprint"].assign(**{"class": tables["footprint"]["place_id"].map(classes)})
    compounds = tables["compound"]
    return Rows(
        places=here,
        footprints=footprints[footprints["class"].notna() & footprints.geometry.notna()],
        entrances=own(tables["entrance"], tables["entrance"]["compound_id"]),
        buildings=own(tables["building"], tables["building"]["compound_id"]),
        compounds=compounds[compounds["id"].isin(asked)],
        words=words,
        styles=styles,
    )
