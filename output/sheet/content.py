"""What stands on the sheets of a community: read once, filtered by edition, divided by compound."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ...community.catalogue import (
    CLASSES,
    PLAIN_COLOURS,
    Style,
    choices,
    class_styles,
    holidays,
    kinds,
    layer_roles,
    terms,
    with_edits,
)
from ...community.errors import InputError, SiteError
from ...community.places.marking import compound_of
from ...community.places.nearness import polygonal
from ...community.places.rules import PLACELESS_LAYERS, roles_of
from ...community.publication.allow_list import public_rows
from ...community.publication.group_names import public_group_names
from ...community.publication.privacy import mask_contacts
from ...workspace.file import CommunityReader, reading
from .lists import Rows, gap_rows, on_the_table, planned, proposal_rows
from .site import Site

_COLUMNS: Mapping[str, Optional[list[str]]] = {
    "community": None,
    "compound": None,
    "entrance": None,
    "building": ["label", "compound_id", "building_group", "households"],
    "place": None,
    "footprint": None,
    "proposal": None,
    "proposal_place": None,
    "survey_line": ["layer", "is_public", "stray"],
    "survey_area": ["layer", "is_public", "stray"],
    "survey_text": [
        "layer",
        "text",
        "text_height",
        "rotation",
        "h_align",
        "v_align",
        "is_public",
        "stray",
    ],
}

_NAMES: Mapping[str, str] = {
    "community": "name", "compound": "name", "entrance": "name", "building": "label",
}  # fmt: skip
"""Columns printed on one line; `described` sees to those of places."""
_ROAD = re.compile(
    r"^[^\d\W]{1,8}(路|街|巷|弄|胡同|(?<![步坡通车跑轨管楼过行隧廊])道)$|\b(road|street|avenue|lane|rd|st|ave)\.?$|^(ул|пр|пер)\b",
    re.IGNORECASE,
)
_WIDE_GAP = re.compile(r"(?<![ -~])\s+|\s+(?![ -~])")
"""Blanks beside a Chinese character, by which surveys space it out."""
_HEIGHT = re.compile(r"[\d.]+")
_NO_GROUND = ("frame", "helper")
"""Roles of layers that hold nothing of the ground."""
STATES = ("all", "existing", "planned")
OFFICE_CONTACTS = frozenset(
    ("notice_contact", "notice_phone", "notice_address", "notice_supervision", "public_address")
)
"""Settings in which the planner gives contacts of an office on purpose, so that they are printed."""
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)")
_NUMBERS = frozenset(("wind",))
"""Settings that are read as numbers, and never printed as they stand."""


@dataclass(frozen=True)
class Edition:
    """For whom a sheet is drawn.

    Attributes
    ----------
    public
        Whether only what may be shown is on it.
    language
        zh, en or both, of the printed words.
    release
        Kinds that are internal by default and shown all the same.
    """

    public: bool
    language: str
    release: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """All that the sheets of one document show.

    Attributes
    ----------
    sites
        One for each page with a map.
    compounds, buildings
        Of the whole community, as context.
    lines, areas
        Geometries of the survey, the quiet ground.
    walls, streets
        Those of the lines that are walls or fences, and those that are edges of roads.
    roads, texts
        Names of roads; other texts of the survey, none in a public edition. With text and rotation.
    planned
        Proposals by title, with the ids of their `places`.
    withheld
        Names of building groups that a public edition does not print.
    settings
        What the title block says, by key.
    community
        The community's own row.
    gaps, proposals
        Rows of the lists of what is lacking by the standards and of proposals, as `lists`; empty
        unless they were asked for.
    holidays
        Days that are not what their day of the week says, as `catalogue.holidays`.
    words
        Printed words in the language asked for.
    changed
        When the community last changed.
    crs_wkt
        CRS of all geometry.
    """

    sites: tuple[Site, ...]
    compounds: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    lines: Any
    areas: Any
    walls: Any
    streets: Any
    roads: gpd.GeoDataFrame
    texts: gpd.GeoDataFrame
    planned: pd.DataFrame
    withheld: tuple[str, ...]
    settings: Mapping[str, str]
    community: Mapping[str, Any]
    gaps: Rows
    proposals: Rows
    holidays: Mapping[str, bool]
    words: Mapping[str, str]
    changed: str
    crs_wkt: str

    @property
    def wished_parts(self) -> frozenset[str]:
        """What the setting `parts` names, separated by commas; auto when it is not set."""
        return _wished_parts(self.settings)

    @property
    def mobiles(self) -> tuple[str, ...]:
        """Mobile numbers among the contacts of the notice's office: they are mostly a person's."""
        texts = " ".join(self.settings.get(key, "") for key in sorted(OFFICE_CONTACTS))
        return tuple(_MOBILE.findall(texts))

    @property
    def styles(self) -> Mapping[str, Style]:
        """How the classes are drawn: in the colours that the setting `colours` names."""
        return class_styles(self.settings.get("colours") or PLAIN_COLOURS)


def read_content(
    path: Path, compound: str | None, edition: Edition, texts: Mapping[str, str], parts: Iterable[str] = ()
) -> Content:
    """Read what the sheets show.

    Parameters
    ----------
    path
        The community file.
    compound
        Name, prefix or id of the one compound to draw; all of them when None.
    edition
        For whom, and in which language.
    texts
        Title-block texts that go before the stored ones.
    parts
        Parts that are asked for besides those that the settings name.

    Raises
    ------
    SiteError
        `no_boundary` when the community has no compound with an area.
    InputError
        `unknown_compound`.
    """
    with reading(path) as file:
        tables, edits = _tables(file), file.table("catalogue_edit")
        settings = _said(file.settings(), texts, parts)
        crs_wkt, changed = file.crs_wkt, file.newest_change()
    catalogue = with_edits(kinds(), edits)
    shown = public_rows(tables, catalogue, edition.release) if edition.public else _internal_rows(tables)
    places = described(in_state(shown["place"], settings.get("state")), catalogue, edition.language)
    wished, language = _wished_parts(settings), edition.language
    proposals = on_the_table(shown["proposal"], public=edition.public)
    groups = _group_names(shown, terms(language)["building_group"]) if edition.public else {}
    return Content(
        sites=_sites(compounds_asked_for(shown["compound"], compound), shown, places),
        compounds=shown["compound"],
        buildings=_called(shown["building"], groups) if edition.public else shown["building"],
        **_ground(shown, layer_roles(edits), public=edition.public),
        planned=planned(proposals, shown["proposal_place"]),
        withheld=tuple(name for name, shown_name in groups.items() if name != shown_name),
        settings=_public_settings(settings) if edition.public else settings,
        community=_community(shown["community"], edition),
        gaps=gap_rows(tables, catalogue, edits, language, public=edition.public) if "gaps" in wished else (),
        proposals=(
            proposal_rows(proposals, language, public=edition.public) if "proposals" in wished else ()
        ),
        holidays=holidays(edits),
        words=terms(edition.language),
        changed=changed,
        crs_wkt=crs_wkt,
    )


def _tables(file: CommunityReader) -> dict[str, Any]:
    tables = {name: file.table(name, columns) for name, columns in _COLUMNS.items()}
    for name in ("compound", "building", "footprint"):
        tables[name] = _mended(tables[name])
    tables["compound"] = tables["compound"][tables["compound"].area > 0]
    if tables["compound"].empty:
        raise SiteError("no_boundary")
    for name, column in _NAMES.items():
        # A break or a tab in a name would be cut off.
        lines = [" ".join(text.split()) if isinstance(text, str) else text for text in tables[name][column]]
        tables[name] = tables[name].assign(**{column: pd.Series(lines, tables[name].index, dtype=object)})
    return tables


def _mended(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return areas of which none crosses itself: drawn by hand, some do, and cannot be cut."""
    shapes = areas.geometry.to_numpy().copy()
    broken = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    if not broken.any():
        return areas
    shapes[broken] = polygonal(np.asarray(shapes[broken]))
    return areas.set_geometry(gpd.GeoSeries(shapes, areas.index, crs=areas.crs))


def _said(stored: Mapping[str, str], texts: Mapping[str, str], parts: Iterable[str]) -> dict[str, str]:
    """Return the stored settings with the texts given before them, and further parts asked for."""
    said = {**stored, **{key: text for key, text in texts.items() if text}}
    return {**said, "parts": ",".join(sorted({*_wished_parts(said), *parts}))}


def _group_names(shown: Mapping[str, Any], word: str) -> dict[str, str]:
    """Return what a public sheet calls each building group."""
    known = [*shown["compound"]["name"], *shown["community"]["name"]]
    return public_group_names(shown["building"]["building_group"], known, word)


def _called(buildings: gpd.GeoDataFrame, names: Mapping[str, str]) -> gpd.GeoDataFrame:
    stripped = buildings["building_group"].astype("string").str.strip()
    return buildings.assign(building_group=stripped.map(names).astype(object))


def _wished_parts(settings: Mapping[str, str]) -> frozenset[str]:
    named = (name.strip() for name in settings.get("parts", "").split(","))
    return frozenset(name for name in named if name) or frozenset(("auto",))


def _community(rows: pd.DataFrame, edition: Edition) -> dict[str, Any]:
    """Return the community's row; on a public sheet with no contact of a person in any of its texts."""
    row: dict[str, Any] = rows.iloc[0].to_dict() if len(rows) else {}
    if edition.public:
        row = {key: mask_contacts(value) if isinstance(value, str) else value for key, value in row.items()}
    return row


def in_state(places: gpd.GeoDataFrame, state: Optional[str]) -> gpd.GeoDataFrame:
    """Return the places of a state: existing leaves out what is proposed, planned what is closed.

    Raises
    ------
    InputError
        `unknown_choice`.
    """
    gone = {"existing": "proposed", "planned": "closed", "": "", "all": ""}
    if (state or "") not in gone:
        raise InputError("unknown_choice", text=state, choices=", ".join(STATES))
    return places[places["status"] != gone[state or ""]] if gone[state or ""] else places


def _public_settings(settings: Mapping[str, str]) -> dict[str, str]:
    """Mask contacts of persons wherever they stand but in the fields that are for those of an office."""
    return {k: v if k in OFFICE_CONTACTS | _NUMBERS else mask_contacts(v) for k, v in settings.items()}


def _internal_rows(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Keep everything but refused guesses, places that are gone, and entities far off the site."""
    places = tables["place"]
    shown = dict(tables)
    shown["place"] = places[~places["rejected"] & places["retired_at"].isna()]
    for name in ("survey_line", "survey_area", "survey_text"):
        shown[name] = tables[name][~tables[name]["stray"]]
    return shown


def compounds_asked_for(compounds: gpd.GeoDataFrame, compound: str | None) -> gpd.GeoDataFrame:
    """Return the compound of a name, prefix or id, or all in their order.

    Raises
    ------
    SiteError
        `no_boundary` when there is none at all.
    InputError
        `unknown_compound`.
    """
    if compounds.empty:
        raise SiteError("no_boundary")
    order = pd.to_numeric(compounds["sort_order"]).astype("float64").fillna(np.inf)
    ordered = compounds.assign(_order=order).sort_values(["_order", "name", "id"], kind="stable")
    if not compound:
        return ordered
    for column in ("id", "name", "prefix"):
        match = ordered[ordered[column].fillna("").astype(str) == compound]
        if len(match):
            return match
    known = "、".join(str(name) for name in ordered["name"].fillna("") if name)
    raise InputError("unknown_compound", compound=compound, known=known)


def _sites(asked: gpd.GeoDataFrame, shown: Mapping[str, Any], places: gpd.GeoDataFrame) -> tuple[Site, ...]:
    compounds, entrances, footprints = shown["compound"], shown["entrance"], shown["footprint"]
    home = compound_of(places, compounds)
    stray = ~entrances["compound_id"].isin(compounds["id"])
    gates = entrances["compound_id"].where(~stray, compound_of(entrances, compounds))
    classes = dict(zip(places["id"], places["class"]))
    sites = []
    for row in asked.itertuples():
        here = places[home == row.id]
        own = footprints[footprints["place_id"].isin(here["id"]) & footprints.geometry.notna()]
        own = own.assign(**{"class": own["place_id"].map(classes)})
        there = entrances[(gates == row.id) & entrances.geometry.notna()]
        name = row.name if isinstance(row.name, str) else ""
        sites.append(Site(name, row.geometry, here, own, there))
    return tuple(sites)


def described(places: gpd.GeoDataFrame, catalogue: pd.DataFrame, language: str) -> gpd.GeoDataFrame:
    """Add what the index says of each place: name and floor, its kind unless that is the name, its kind."""
    located = places[places.geometry.notna() & places["class"].isin(CLASSES)]
    names = {kind: _kind_names(str(kind), catalogue) for kind in located["kind"].dropna().unique()}
    rows = zip(located["name"], located["kind"], located["floor"])
    labels = [_labels(name, names.get(kind, ("", "")), floor, language) for name, kind, floor in rows]
    closed = located["status"] == "closed"
    note = f" · {_closed(language)}" if closed.any() else ""
    columns = {
        "label": [label for label, _ in labels],
        "kind_label": [
            f"{kind}{note}".removeprefix(" · ") if gone else kind for (_, kind), gone in zip(labels, closed)
        ],
        "kind_name": [
            " ".join(dict.fromkeys(_said_in(language, names.get(kind, ("", ""))))) + note * bool(gone)
            for kind, gone in zip(located["kind"], closed)
        ],
        "number": [str(number or "") for number in located["number"]],
    }
    described = located.assign(
        **{name: pd.Series(texts, located.index, dtype=object) for name, texts in columns.items()},
        _order=located["rank"].to_numpy(float, na_value=np.inf),
    )
    return described.sort_values(["_order", "number", "id"], kind="stable")


def _labels(name: object, kind: tuple[str, str], floor: object, language: str) -> tuple[str, str]:
    """Return what the index says of a place: name with floor, and its kind unless the name says it."""
    wanted = _said_in(language, kind)
    own = " ".join(name.split()) if isinstance(name, str) else ""
    label = own or wanted[0]
    rest = [word for word in dict.fromkeys(wanted) if word and word != label]
    if isinstance(floor, str) and floor.strip():
        label = f"{label} {' '.join(floor.split())}"
    return label, " ".join(rest)


def _said_in(language: str, kind: tuple[str, str]) -> tuple[str, ...]:
    return {"zh": kind[:1], "en": kind[1:], "both": kind}[language]


def _closed(language: str) -> str:
    words = choices("place_status").set_index("value").loc["closed"]
    return f"{words['zh']} {words['en']}" if language == "both" else str(words[language])


def _kind_names(kind: str, catalogue: pd.DataFrame) -> tuple[str, str]:
    """Return a kind's Chinese and English name; a word that is in no catalogue is its own name."""
    if kind not in catalogue.index:
        return kind, kind
    return str(catalogue.loc[kind, "zh"]), str(catalogue.loc[kind, "en"])


def _ground(shown: Mapping[str, Any], on: Mapping[str, str], *, public: bool) -> dict[str, Any]:
    """Return what the survey gives to a sheet, as `Content` names it."""
    lines, areas = shown["survey_line"], shown["survey_area"]
    of_lines, of_areas = roles_of(lines["layer"], on), roles_of(areas["layer"], on)
    roads, notes = _texts(shown["survey_text"], set(shown["building"]["label"]), on)
    return {
        "lines": _shapes(lines, ~of_lines.isin(_NO_GROUND)),
        "areas": _shapes(areas, ~of_areas.isin(_NO_GROUND)),
        "walls": _shapes(lines, of_lines == "wall"),
        "streets": _shapes(lines, of_lines == "road"),
        "roads": roads,
        "texts": notes.iloc[:0] if public else notes,
    }


def _texts(
    texts: gpd.GeoDataFrame, labels: set[object], on: Mapping[str, str]
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Divide the survey's texts into road names and the rest, less heights and what is lettered anyway."""
    placeless = roles_of(texts["layer"], on).isin(PLACELESS_LAYERS)
    given = texts[texts["text"].notna() & texts.geometry.notna() & ~placeless]
    said = [_WIDE_GAP.sub("", str(text)).strip() for text in given["text"]]
    road = np.array([bool(_ROAD.search(text)) for text in said], bool)
    other = [bool(text) and text not in labels and not _HEIGHT.fullmatch(text) for text in said]
    given = given.assign(text=said)
    return given[road], given[~road & np.array(other, bool)]


def _shapes(frame: gpd.GeoDataFrame, wanted: pd.Series) -> Any:
    shapes = frame.geometry.to_numpy()[wanted.to_numpy(bool)]
    return shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
