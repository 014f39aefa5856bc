"""Rows of a table → comments: what was said, about what, by which channel, with whose consent.

Nothing is lost: a row without text is rejected, everything else comes in, and what could
not be followed (an unknown number, an unreadable position) is named. Personal columns
never get into a comment: their values go with its id to whoever keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Optional

import geopandas as gpd
import pandas as pd

from ..publication.privacy import People, mask, mask_known
from .positions import Shapes
from .records import Reading, Record, new_records
from .rows import Identities, says_nothing
from .subjects import Site, Subject

_LISTS = {"kind": "comment_kind", "topic": "topic", "channel": "channel"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


def read_comments(
    given: pd.DataFrame, shapes: Shapes, site: Site, identities: Identities, people: People, source: str
) -> Reading:
    """Turn rows into comments.

    Parameters
    ----------
    given, shapes, identities
        As of `records.new_records`.
    site
        What the rows can be about.
    people
        Who wrote the rows, known by their number.
    source
        Name of the file.

    Returns
    -------
    reading
        Records with the columns of `comment`, `geometry`, `line`, `area` and `row`.
    """
    reading = Reading()
    for record in new_records(given, shapes, identities, ("text",), reading):
        subject = record.subject(site)
        if len(subject.places) > 1:
            record.note("several_places", text=record.cells["place"])
        reading.linked += subject.linked
        reading.records.append(
            {
                "row": record.row,
                "id": record.id,
                "source": source,
                "source_ref": str(record.row),
                "geometry": record.point,
                "line": shapes.lines[record.at],
                "area": shapes.areas[record.at],
                "building_group": _group(record.cells, subject, site, people),
                **about(subject),
                **_said(record, people),
            }
        )
    return reading


def about(subject: Subject) -> dict[str, Optional[str]]:
    """Return the columns that say what a comment is about."""
    building = subject.building
    return {
        "scope": subject.scope,
        "place_id": subject.places[0] if subject.places else None,
        "feature_layer": "building" if building else None,
        "feature_key_field": "id" if building else None,
        "feature_key": building,
    }


def _said(record: Record, people: People) -> dict[str, Any]:
    cells = record.cells
    # Values of personal columns stay out of the community file, wherever they stand.
    text = mask_known(cells["text"], people.pseudonyms, people.contacts)
    found = mask(text)
    if found.findings:
        record.note("personal_data", what=", ".join(found.kinds))
    public = mask(cells.get("public_text") or "", people.pseudonyms)
    if any(finding.masked for finding in public.findings):
        record.note("public_text_masked", what=", ".join(public.kinds))
    language = cells.get("language") or ""
    return {
        "serial": mask_known(cells.get("serial") or "", people.pseudonyms, people.contacts) or None,
        **{name: record.word(list_name, name) for name, list_name in _LISTS.items()},
        "status": record.word("comment_status", "status") or "received",
        "language": language if _LANGUAGE.fullmatch(language) else None,
        "answer": masked_cell(record, "answer", people),
        "text": text,
        "public_text": public.text or None,
        "author": people.authors.get(record.row),
        "consent": record.consent(),
        "commented_on": record.day("commented_on"),
        "answered_at": record.day("answered_at"),
    }


def masked_cell(record: Record, name: str, people: People) -> str | None:
    """Return a cell that goes public as it is, such as an official answer, without personal data."""
    masked = mask(record.cells.get(name) or "", people.pseudonyms)
    if any(finding.masked for finding in masked.findings):
        record.note("cell_masked", column=name, what=", ".join(masked.kinds))
    return masked.text or None


def _group(cells: Mapping[str, Any], subject: Subject, site: Site, people: People) -> str | None:
    """Return the building group somebody speaks for: as stated, else that of the building named."""
    stated = cells.get("building_group")
    if not says_nothing(stated):
        return mask(str(stated), people.pseudonyms).text
    return site.group_of.get(subject.building or "")


def frames(records: Iterable[Mapping[str, Any]], crs: str) -> dict[str, gpd.GeoDataFrame]:
    """Return comment, comment_line and comment_area as the community file takes them.

    Parameters
    ----------
    records
        Of a `Reading`.
    crs
        WKT of the community's CRS.
    """
    table = pd.DataFrame(list(records))
    if table.empty:
        return {}
    comments = gpd.GeoDataFrame(table.drop(columns=["row", "line", "area"]), geometry="geometry", crs=crs)
    return {
        "comment": comments,
        "comment_line": _parts(table, "line", crs),
        "comment_area": _parts(table, "area", crs),
    }


def _parts(table: pd.DataFrame, column: str, crs: str) -> gpd.GeoDataFrame:
    parts = gpd.GeoDataFrame({"comment_id": table["id"]}, geometry=table[column].to_numpy(), crs=crs)
    return parts[~parts.geometry.isna()].explode(ignore_index=True)
