"""The report of a survey's import: what came in, what did not and why, and what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from ..coordinates import is_local, transform
from .gridzones import axes_swapped, position_in, suggest_crs
from .rows import Box, Frames, Placed

LARGE_KM2 = 25.0
"""Surveyed maps with continuous coverage beyond this are classified."""

_SUGGESTED = 5


def import_report(
    placed: Placed, rows: Frames, *, file: str, sha256: str, crs_given: bool, again: bool,
    covered: Sequence[Box] = (),
) -> dict[str, Any]:  # fmt: skip
    """Return the report as what JSON can hold.

    Parameters
    ----------
    placed
        The survey in the community's CRS.
    rows
        Its rows by table.
    file, sha256
        The file's name and hash.
    crs_given
        Whether the planner or the file named the CRS.
    again
        Whether the same file was in the community already.
    covered
        Boxes of the surveys that are in the community already.

    Returns
    -------
    report
        `entries` has one item per entity type and layer: found, imported, skipped, reasons.
    """
    data = placed.data
    found, skipped = sum(data.found.values()), sum(data.skipped.values())
    area = _covered_km2(placed.extent, covered)
    crs = _crs(placed, given=crs_given)
    return {
        "file": file,
        "sha256": sha256,
        "format": data.format,
        "again": again,
        "found": found,
        "imported": found - skipped,
        "skipped": skipped,
        "rows": {table: len(frame) for table, frame in rows.items()},
        "codes": sum(int(frame["code"].notna().sum()) for frame in rows.values()),
        "stray": sum(int(frame["stray"].sum()) for frame in rows.values()),
        "encoding": data.encoding,
        "units": placed.units.report(),
        "crs": crs,
        "fit": placed.fit.report() if placed.fit is not None else None,
        "extent": placed.extent,
        "area_km2": round(area, 3),
        "warnings": _warnings(placed, rows, area, crs),
        "notes": data.notes,
        "entries": entries(placed),
    }


def entries(placed: Placed) -> list[dict[str, Any]]:
    """Return what became of the entities, by type and layer."""
    reasons: dict[tuple[str, str], dict[str, int]] = {}
    for (kind, layer, reason), count in placed.data.skipped.items():
        reasons.setdefault((kind, layer), {})[reason] = count
    result = []
    for (kind, layer), found in sorted(placed.data.found.items()):
        why = dict(sorted(reasons.get((kind, layer), {}).items()))
        left = sum(why.values())
        result.append(
            {"type": kind, "layer": layer, "found": found, "imported": found - left, "skipped": left,
             "reasons": why}
        )  # fmt: skip
    return result


def _crs(placed: Placed, *, given: bool) -> dict[str, Any]:
    """Return what CRS was taken, where on Earth that puts the survey, and what else would make sense."""
    crs = placed.crs
    authority = crs.to_authority()
    report: dict[str, Any] = {"used": ":".join(authority) if authority else crs.name, "assumed": not given}
    if placed.extent is None or is_local(crs):
        return {**report, "likely": True, "suggestions": []}
    # The extent is in the community's CRS: the survey's own middle is asked for.
    east, north = (np.array([value]) for value in _middle(placed.extent))
    x, y = np.concatenate(transform(east, north, placed.target, crs)).tolist()
    lon, lat, likely = position_in(crs, x, y)
    suggested = [] if given and likely else suggest_crs(x, y, lon)
    return {
        **report, "likely": likely, "lon": round(lon, 4), "lat": round(lat, 4),
        "suggestions": [suggestion.report() for suggestion in suggested[:_SUGGESTED]],
    }  # fmt: skip


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _covered_km2(extent: Box | None, covered: Sequence[Box]) -> float:
    boxes = [shapely.box(*box) for box in (*covered, *([extent] if extent else []))]
    return float(shapely.union_all(boxes).area) / 1e6


def _warnings(placed: Placed, rows: Frames, area: float, crs: dict[str, Any]) -> list[dict[str, Any]]:
    encoding = placed.data.encoding
    others = encoding.get("others", {})
    flags = placed.fit.report()["flags"] if placed.fit is not None else []
    checks: list[tuple[bool, dict[str, Any]]] = [
        (area > LARGE_KM2, {"code": "large_area", "km2": round(area, 1)}),
        (not placed.units.plausible, {"code": "implausible_size", "unit": placed.units.unit}),
        (not crs["likely"], {"code": "unlikely_crs", "crs": crs["used"]}),
        (placed.units.reason == "size", {"code": "units_not_believed", "declared": placed.units.declared}),
        (encoding.get("reason") == "bytes" and bool(encoding.get("declared")),
         {"code": "encoding_not_believed", **{k: encoding.get(k) for k in ("declared", "used")}}),
        (encoding.get("undecodable", 0) > 0, {"code": "undecodable", "count": encoding.get("undecodable")}),
        (bool(others), {"code": "mixed_encodings", "others": ", ".join(others)}),
        (bool(flags), {"code": "fit", "flags": ", ".join(flags)}),
        (placed.extent is not None and axes_swapped(*_middle(placed.extent)), {"code": "axes_swapped"}),
        (not any(map(len, rows.values())), {"code": "nothing_imported"}),
    ]  # fmt: skip
    stray = sum(int(frame["stray"].sum()) for frame in rows.values())
    checks.append((stray > 0, {"code": "stray", "count": stray}))
    return [warning for applies, warning in checks if applies]
