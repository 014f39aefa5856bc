"""Proposals: their states and what may follow, and rows of a table → proposals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import pandas as pd

from ..ids import stable_id
from ..publication.privacy import People, mask_known
from .comments import masked_cell
from .positions import Shapes
from .records import Reading, Record, new_records
from .rows import Identities, plain, says_nothing
from .subjects import Site

_ANYTIME = ("on_hold", "withdrawn")

NEXT_STATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "draft": ("submitted", "withdrawn"),
        "submitted": ("accepted", "merged", "returned", *_ANYTIME),
        "returned": ("submitted", "withdrawn"),
        "accepted": ("building_resolution", "merged", *_ANYTIME),
        "building_resolution": ("responsibility_settled", "reconsideration", "not_selected", *_ANYTIME),
        "responsibility_settled": ("joint_meeting", "selected", "not_selected", *_ANYTIME),
        "joint_meeting": ("selected", "not_selected", "reconsideration", *_ANYTIME),
        "selected": ("design", *_ANYTIME),
        "not_selected": ("reconsideration", "closed"),
        "design": ("public_notice", *_ANYTIME),
        "public_notice": ("second_consensus", "reconsideration", *_ANYTIME),
        "second_consensus": ("approved", "reconsideration", "not_selected", *_ANYTIME),
        "approved": ("under_way", *_ANYTIME),
        "under_way": ("completed", "on_hold"),
        "completed": ("maintenance", "under_way", "closed"),
        "maintenance": ("closed",),
        "reconsideration": (
            "building_resolution", "joint_meeting", "design", "second_consensus", "not_selected", *_ANYTIME,
        ),
        "on_hold": (
            "submitted", "accepted", "building_resolution", "responsibility_settled", "joint_meeting",
            "selected", "design", "public_notice", "second_consensus", "approved", "under_way", "withdrawn",
        ),
        "merged": (),
        "withdrawn": (),
        "closed": (),
    }
)  # fmt: skip
"""State → states that may follow (domain.md section 6); nothing follows merged, withdrawn, closed."""

PUBLIC_STATES: Mapping[str, str] = MappingProxyType(
    {
        "submitted": "received", "returned": "received",
        "accepted": "discussing", "building_resolution": "discussing", "responsibility_settled": "discussing",
        "joint_meeting": "discussing", "reconsideration": "discussing", "on_hold": "discussing",
        "merged": "discussing",
        "selected": "adopted", "design": "adopted", "public_notice": "adopted", "second_consensus": "adopted",
        "approved": "adopted", "under_way": "adopted",
        "not_selected": "not_adopted", "closed": "done", "completed": "done", "maintenance": "done",
    }
)  # fmt: skip
"""State → the one of five that residents see; drafts and withdrawn proposals they do not see."""

_LISTS = {"channel": "channel", "responsible": "responsible", "measure": "measure"}
_AMOUNT = re.compile(r"(?:约|¥|￥)?(\d+(?:\.\d+)?)(亿|万|千|百)?(?:元|圆|块|人民币|rmb|yuan)?", re.IGNORECASE)
_TIMES = {"亿": 1e8, "万": 1e4, "千": 1e3, "百": 1e2, None: 1.0}
_TITLE_LENGTH = 30
_FREE = ("responsible_body", "expected_effect", "answer")


def amount_of(text: str | None) -> float | None:
    """Return a sum of money in yuan: 3万元, 3.5万, 30,000, ¥1200; None for anything else."""
    match = _AMOUNT.fullmatch(plain(text or "").replace(",", ""))
    return float(match[1]) * _TIMES[match[2]] if match else None


def count_of(text: str | None) -> int | None:
    """Return a number of people: 12, 12人, 12票; None for anything else."""
    match = re.fullmatch(r"(\d{1,9})(?:人|票|户|次|个)?", plain(text or ""))
    return int(match[1]) if match else None


def read_proposals(
    given: pd.DataFrame,
    shapes: Shapes,
    site: Site,
    identities: Identities,
    people: People,
    source: str,
    comments: Mapping[str, str],
) -> Reading:
    """Turn rows into proposals; parameters as of `comments.read_comments`.

    Parameters
    ----------
    comments
        Serial → id of the comments that are there, for proposals that name those they grew out of.

    Returns
    -------
    reading
        Records with the columns of `proposal`, `geometry`, `row`, `building`, and the ids of `places`
        and `comments`.
    """
    reading = Reading()
    for record in new_records(given, shapes, identities, ("title", "body"), reading):
        subject = record.subject(site)
        reading.linked += subject.linked
        reading.records.append(
            {
                "row": record.row,
                "id": record.id,
                "source": source,
                "source_ref": record.cells.get("serial") or str(record.row),
                "geometry": record.point,
                "scope": subject.scope,
                "places": subject.places,
                "building": subject.building,
                "comments": _comments(record, comments),
                **_said(record, people),
            }
        )
    return reading


def _said(record: Record, people: People) -> dict[str, Any]:
    cells = record.cells
    title, body = (
        mask_known(cells.get(name) or "", people.pseudonyms, people.contacts) or None
        for name in ("title", "body")
    )
    cost = record.number("cost", amount_of)
    supports = record.number("supports", count_of)
    return {
        "title": title or _shortened(body or ""),
        "body": body or None,
        "author": people.authors.get(record.row),
        "consent": record.consent(),
        **{name: record.word(list_name, name) for name, list_name in _LISTS.items()},
        "state": record.word("proposal_state", "state") or "submitted",
        **{name: masked_cell(record, name, people) for name in _FREE},
        "answered_at": record.day("answered_at"),
        "cost": float("nan") if cost is None else cost,
        "supports": supports,
    }


def _shortened(text: str) -> str:
    line = unicodedata.normalize("NFC", text).split("\n")[0].strip()
    return line if len(line) <= _TITLE_LENGTH else line[: _TITLE_LENGTH - 1] + "…"


def _comments(record: Record, known: Mapping[str, str]) -> list[str]:
    text = record.cells.get("comments")
    if says_nothing(text) or text is None:
        return []
    serials = [plain(part) for part in re.split(r"[、,,;;\s]+", text) if part.strip()]
    missing = [serial for serial in serials if serial not in known]
    if missing:
        record.note("unknown_comments", text=", ".join(missing))
    return [known[serial] for serial in dict.fromkeys(serials) if serial in known]


def frames(records: Iterable[Mapping[str, Any]], crs: str) -> dict[str, Any]:
    """Return proposal and its links as the community file takes them."""
    table = pd.DataFrame(list(records))
    if table.empty:
        return {}
    links = {
        "proposal_place": [(row["id"], place) for row in records for place in row["places"]],
        "proposal_comment": [(row["id"], comment) for row in records for comment in row["comments"]],
    }
    tables: dict[str, Any] = {
        "proposal": gpd.GeoDataFrame(
            table.drop(columns=["row", "places", "building", "comments"]), geometry="geometry", crs=crs
        )
    }
    for name, pairs in links.items():
        other = name.replace("proposal_", "") + "_id"
        ids = [stable_id(name, *pair) for pair in pairs]
        tables[name] = pd.DataFrame(
            {"id": ids, "proposal_id": [p for p, _ in pairs], other: [o for _, o in pairs]}, dtype=object
        )
    built = [row for row in records if row["building"]]
    tables["proposal_feature"] = pd.DataFrame(
        {
            "id": [stable_id("proposal_feature", row["id"], row["building"]) for row in built],
            "proposal_id": [row["id"] for row in built],
            "feature_layer": "building",
            "feature_key_field": "id",
            "feature_key": [row["building"] for row in built],
        },
        dtype=object,
    )
    return tables
