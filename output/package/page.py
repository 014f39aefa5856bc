"""The public page: one file that holds its script, its style and what was published.

The template is built from `viewer/`; here only the language, the title and the data are filled
in. Data go in as a JSON block that no browser runs, with everything escaped that could end it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from ...community import catalogue
from ...community.errors import OutputError
from ...community.places.words import label_of
from ...community.publication.allow_list import Publication

TEMPLATE = Path(__file__).resolve().parents[2] / "resources" / "viewer" / "page.html"
LANGUAGES: Mapping[str, tuple[str, ...]] = {"zh": ("zh",), "en": ("en",), "both": ("zh", "en")}

_SHARED_WORDS = ("main_entrance", "starting_point", "disclaimer")
_CHOICES = ("class", "comment_kind", "topic", "comment_status")
_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


@dataclass(frozen=True)
class PageOptions:
    """What the page needs beside the public tables.

    Parameters
    ----------
    language
        zh, en, or both: then readers switch.
    updated
        Date of the last change, `YYYY-MM-DD`.
    photos
        Pictures as `data:` addresses by the path of their attachment.
    """

    language: str
    updated: str
    photos: Mapping[str, str] = field(default_factory=dict)


def render(data: Mapping[str, Any], template: Path = TEMPLATE) -> str:
    """Return the page as HTML.

    Raises
    ------
    OutputError
        `viewer_not_built` when the plugin was taken from source and its page is not built yet.
    """
    if not template.is_file():
        raise OutputError("viewer_not_built", file=str(template))
    language = "zh-CN" if data["languages"][0] == "zh" else "en"
    fills = {"language": language, "title": html.escape(data["title"]), "data": as_script(data)}
    return re.sub(r"\{\{(language|title|data)\}\}", lambda m: fills[m[1]], template.read_text("utf-8"))


def as_script(data: Mapping[str, Any]) -> str:
    """Return JSON that may stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES)


def page_data(publication: Publication, kinds: pd.DataFrame, options: PageOptions) -> dict[str, Any]:
    """Return what the page shows, in the format that `viewer/src/data.ts` describes.

    Parameters
    ----------
    publication
        Public tables; the page draws on local metres whatever their CRS.
    kinds
        The catalogue with the planner's edits.
    options
        Language, date and pictures.
    """
    tables = {name: _shifted(frame, publication) for name, frame in publication.tables.items()}
    community = tables["community"].iloc[0]
    compounds = tables["compound"].sort_values(["sort_order", "name"], kind="stable")
    index = {row_id: i for i, row_id in enumerate(compounds["id"])}
    places = _in_order(tables["place"], index)
    languages = LANGUAGES[options.language]
    return {
        "format": 1,
        "languages": list(languages),
        "words": {language: _words(language) for language in languages},
        "kinds": {kind: _names(kinds.loc[kind]) for kind in sorted(set(places["kind"]) & set(kinds.index))},
        "choices": {name: _choices(name) for name in _CHOICES},
        "title": _text(community["name"]),
        "subtitle": " ".join(filter(None, (_text(community["district"]), _text(community["street"])))),
        "updated": options.updated,
        "surveyed": _text(community["survey_date"]),
        "approval": _text(community["approval_number"]) or _text(community["approval_exemption"]),
        "compounds": _compounds(compounds),
        "entrances": _entrances(tables["entrance"], index),
        "buildings": [
            {"label": _text(row.label), "area": _area(row.geometry)} for row in _rows(tables["building"])
        ],
        "ground": _ground(tables),
        "places": _places(places, tables, index, options.photos),
        "voices": _voices(tables["comment"], places, tables["building"]),
    }


def _shifted(frame: pd.DataFrame, publication: Publication) -> pd.DataFrame:
    """Move geometry to the corner of the compounds: page coordinates are small whatever is published."""
    if "geometry" not in frame:
        return frame
    left, bottom, _, _ = publication.tables["compound"].total_bounds
    moved = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy - (left, bottom))
    return pd.DataFrame(frame).assign(geometry=moved)


def _in_order(places: pd.DataFrame, compounds: Mapping[str, int]) -> pd.DataFrame:
    order = places.assign(_compound=places["compound_id"].map(compounds))
    return order.sort_values(["_compound", "rank", "id"], kind="stable", na_position="last")


def _words(language: str) -> dict[str, str]:
    return {k: v for k, v in catalogue.terms(language).items() if k.startswith("page_") or k in _SHARED_WORDS}


def _names(row: Any) -> dict[str, str]:
    return {"zh": str(row["zh"]), "en": str(row["en"])}


def _choices(name: str) -> dict[str, dict[str, str]]:
    return {str(row["value"]): _names(row) for _, row in catalogue.choices(name).iterrows()}


def _rows(frame: pd.DataFrame) -> Iterable[Any]:
    # A column called `name` would be the row's own name.
    return frame.rename(columns={"name": "name_", "class": "class_"}).itertuples(index=False)


def _compounds(compounds: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {"name": _text(row.name_), "prefix": _text(row.prefix), "area": _area(row.geometry)}
        for row in _rows(compounds)
    ]


def _entrances(entrances: pd.DataFrame, compounds: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "name": _text(row.name_),
            "main": bool(row.is_main),
            "start": row.kind == "start",
            "compound": compounds.get(row.compound_id, 0),
            "at": _point(row.geometry),
        }
        for row in _rows(entrances)
    ]


def _places(
    places: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    compounds: Mapping[str, int],
    photos: Mapping[str, str],
) -> list[dict[str, Any]]:
    footprints = tables["footprint"].set_index("place_id")["geometry"].groupby(level=0).agg(list)
    labels = tables["building"].set_index("id")["label"]
    pictures = _pictures(tables["attachment"], photos)
    return [
        {
            "number": _text(row.number),
            "class": row.class_,
            "kind": _text(row.kind),
            "name": _text(row.name_),
            "floor": _text(row.floor),
            "building": _text(labels.get(row.building_id)),
            "compound": compounds.get(row.compound_id, 0),
            "proposed": row.status == "proposed",
            "at": _point(row.geometry),
            "area": [polygon for shape in footprints.get(row.id, []) for polygon in _area(shape)],
            "photos": pictures.get(row.id, []),
        }
        for row in _rows(places)
    ]


def _pictures(attachments: pd.DataFrame, photos: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    pictures: dict[str, list[dict[str, str]]] = {}
    for row in attachments.sort_values("path").itertuples(index=False):
        if row.path in photos:
            picture = {"image": photos[str(row.path)], "caption": _text(row.caption)}
            pictures.setdefault(str(row.owner_id), []).append(picture)
    return pictures


def _voices(comments: pd.DataFrame, places: pd.DataFrame, buildings: pd.DataFrame) -> list[dict[str, Any]]:
    index = {row_id: i for i, row_id in enumerate(places["id"])}
    labels = buildings.set_index("id")["label"]
    voices: list[dict[str, Any]] = [
        {
            "place": index.get(row.place_id),
            "building": _text(labels.get(row.building_id)),
            "community": row.scope == "community",
            "kind": _text(row.kind),
            "topic": _text(row.topic),
            "text": _text(row.public_text),
            "state": _text(row.status) or "received",
            "answer": _text(row.answer),
            "answered": _text(row.answered_at)[:10],
        }
        for row in comments.sort_values("id").itertuples(index=False)
    ]
    return sorted(voices, key=lambda voice: -1 if voice["place"] is None else voice["place"])


def _ground(tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    lines = tables["survey_line"]["geometry"]
    return {
        "areas": [_area(shape) for shape in tables["survey_area"]["geometry"]],
        "lines": [_ring(part) for shape in lines for part in shapely.get_parts(shape)],
        "texts": [
            {
                "text": _text(row.text),
                "at": _point(row.geometry),
                "rotation": 0.0 if pd.isna(row.rotation) else round(float(np.radians(row.rotation)), 3),
            }
            for row in tables["survey_text"].itertuples(index=False)
            # Buildings carry their numbers already.
            if label_of(_text(row.text)) is None
        ],
    }


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _point(shape: Any) -> list[float]:
    return [_metres(shape.x), _metres(shape.y)]


def _area(shape: Any) -> list[list[list[float]]]:
    polygons = [p for p in shapely.get_parts(shape) if shapely.get_dimensions(p) == 2]
    return [[_ring(p.exterior), *(_ring(hole) for hole in p.interiors)] for p in polygons]


def _ring(line: Any) -> list[float]:
    """Return x, y, x, y, …, without the point that closes a ring."""
    xy = shapely.get_coordinates(line)
    closed = len(xy) > 2 and (xy[0] == xy[-1]).all() and line.geom_type == "LinearRing"
    return [_metres(v) for v in (xy[:-1] if closed else xy).ravel()]


def _metres(value: float) -> float:
    rounded = round(float(value), 2)
    return int(rounded) if rounded.is_integer() else rounded
