"""Comments and proposals out: XLSX, CSV and GeoJSON, the answer table, the clerks' entry form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import CRS

from ...community.catalogue import kinds, with_edits
from ...community.coordinates import is_local, transform
from ...community.voices.answer_table import answer_table
from ...community.voices.listing import Listing, Voices, plain_listing
from ...workspace.file import CommunityReader, reading
from .entry_form import entry_form
from .listings import check_format, write_listing
from .workbook import write_bytes, write_workbook

FORMATS: Mapping[str, tuple[str, ...]] = {
    "plain": (".xlsx", ".csv", ".geojson"),
    "answer_table": (".xlsx", ".csv"),
    "entry_form": (".xlsx",),
}
"""Template → what the file's name may end in."""


def export_voices(
    path: Path, target: Path, table: str, template: str, language: str = "zh", *, authors: bool = False
) -> int:
    """Write comments or proposals to a file; the same community gives the same bytes.

    Parameters
    ----------
    path
        The community file; it is only read.
    target
        The file; what its name ends in is the format.
    table
        comment or proposal.
    template
        plain (one a row), answer_table (意见采纳情况表) or entry_form (意见录入表, empty).
    language
        zh or en.
    authors
        Whether pseudonyms go along in a plain table.

    Returns
    -------
    rows
        Number of rows written.

    Raises
    ------
    OutputError
        `output_format`; as `draft_of`.
    CommunityFileError
        As `workspace.file.reading`; `not_writable`.
    """
    suffix = check_format(target, FORMATS[template])
    with reading(path) as file:
        voices, crs = _voices(file), file.crs
        title, changed = str(file.community().get("name") or path.stem), file.newest_change()
    if template == "entry_form":
        write_workbook(
            entry_form(voices.places, voices.buildings, voices.kinds, title, language), target, changed
        )
        return 0
    if template == "plain":
        listing = plain_listing(voices, table, language, authors=authors)
    else:
        listing = answer_table(voices, table, language)
    if suffix == ".geojson":
        write_bytes(_geojson(listing, crs), target)
    else:
        write_listing(listing, title, target, changed)
    return len(listing.rows)


def _voices(file: CommunityReader) -> Voices:
    places = file.table("place")
    present = places[~places["rejected"]].sort_values(["rank", "id"], kind="stable")
    return Voices(
        file.table("comment"),
        file.table("proposal"),
        present,
        file.table("building"),
        file.table("proposal_place"),
        file.table("proposal_comment"),
        with_edits(kinds(), file.table("catalogue_edit")),
    )


def _geojson(listing: Listing, crs: CRS) -> bytes:
    """Return features in WGS 84, or in metres where nobody knows where on Earth the community is."""
    points = np.array(listing.points, dtype=object)
    if len(points) and not is_local(crs):
        degrees = CRS.from_epsg(4326)

        def move(corners: Any) -> Any:
            return np.column_stack(transform(corners[:, 0], corners[:, 1], crs, degrees))

        points = shapely.transform(points, move)
    decimals = 3 if is_local(crs) else 7
    features = [
        {
            "type": "Feature",
            "geometry": None if point is None else _point(point, decimals),
            "properties": dict(zip(listing.columns, row)),
        }
        for point, row in zip(points, listing.rows)
    ]
    collection = {"type": "FeatureCollection", "name": listing.title, "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1, default=float).encode()


def _point(point: Any, decimals: int) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(point.x, decimals), round(point.y, decimals)]}
