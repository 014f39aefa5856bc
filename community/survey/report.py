"""The report of a survey's import: what came in, what did not and why, and what to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from pyproj import CRS

from ..coordinates import is_local, transform
from .coverage import LARGE_KM2, continuous_km2, total_km2
from .fitting import Fit
from .gridzones import axes_swapped, position_in
from .rows import Box, Placed, width_of
from .suggestions import suggest_crs
from .tally import Tally
from .units import DECLARED, ground_metres, is_metric, suggest_units

_SUGGESTED = 5
_NAMED = 5


def import_report(
    placed: Placed, tally: Tally, *, file: str, sha256: str, crs_given: bool, again: bool,
    covered: Sequence[Any] = (), present: Any = None,
) -> dict[str, Any]:  # fmt: skip
    """Return the report as what JSON can hold.

    Parameters
    ----------
    placed
        The survey, and how it came into the community's CRS.
    tally
        Its rows, added up.
    file, sha256
        The file's name and hash.
    crs_given
        Whether the planner or the file named the CRS.
    again
        Whether the same file was in the community already.
    covered
        Ground that the surveys in the community already cover, as shapes.
    present
        What else is there, as `suggestions.suggest_crs` asks for it.

    Returns
    -------
    report
        `entries` has one item per entity type and layer: found, imported, skipped, reasons;
        `curves_m` is how far curves may be from their straight pieces on the ground; `coverage` is
        WKT; `area_km2` and `continuous_km2` are of all surveys together.
    """
    data = placed.data
    found, skipped = sum(data.found.values()), sum(data.skipped.values())
    extent = tally.extent or (placed.bulk.extent if placed.bulk is not None else None)
    ground = _ground(tally, covered)
    crs = crs_report(placed, extent, present, given=crs_given)
    return {
        "file": file,
        "sha256": sha256,
        "format": data.format,
        "again": again,
        "found": found,
        "imported": found - skipped,
        "skipped": skipped,
        **_contents(tally),
        "encoding": data.encoding,
        "units": {**placed.units.report(), "suggestions": _units(placed)},
        "curves_m": _tolerance(placed),
        "crs": crs,
        "fit": _fit(placed),
        "extent": extent,
        **ground,
        "warnings": _warnings(placed, tally, extent, ground["continuous_km2"], crs),
        "notes": data.notes,
        "entries": entries(placed),
    }


def _fit(placed: Placed) -> dict[str, Any] | None:
    """Return the fit with its pairs as they were given, so that another file of the grid can have them."""
    if placed.fit is None or placed.control is None:
        return None
    report, (drawn, known, _) = placed.fit.report(), placed.control
    for point, (x, y), (easting, northing) in zip(report["points"], np.asarray(drawn), np.asarray(known)):
        point.update(x=float(x), y=float(y), easting=float(easting), northing=float(northing))
    return report


def _contents(tally: Tally) -> dict[str, Any]:
    return {name: getattr(tally, name) for name in ("rows", "codes", "stray", "strays", "flagged")}


def _ground(tally: Tally, covered: Sequence[Any]) -> dict[str, Any]:
    """Return the ground this survey covers, and the area of all surveys together."""
    shape = tally.coverage()
    return {
        "coverage": shape.wkt if not shape.is_empty else None,
        "area_km2": round(total_km2([shape, *covered]), 3),
        "continuous_km2": round(continuous_km2([shape, *covered]), 3),
    }


def _tolerance(placed: Placed) -> float | None:
    """Return by how many metres on the ground curves may leave their straight pieces."""
    if placed.data.tolerance is None:
        return None
    unit = placed.units.metres if is_metric(placed.crs) else ground_metres(placed.crs)
    return round(placed.data.tolerance * unit, 4)


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


def _units(placed: Placed) -> list[dict[str, Any]]:
    """Return what each unit would give, where the one taken is in doubt."""
    units = placed.units
    if placed.bulk is None or placed.fit is not None or (units.plausible and units.reason != "size"):
        return []
    declared = next((code for code, unit in DECLARED.items() if unit == units.declared), 0)
    suggested = suggest_units(declared, width_of(placed.sample), placed.sample.text_height)
    return [suggestion.report() for suggestion in suggested]


def crs_report(placed: Placed, extent: Box | None, present: Any, *, given: bool) -> dict[str, Any]:
    """Return what CRS was taken, where on Earth that puts the survey, and what else would make sense.

    Parameters
    ----------
    placed
        How the survey comes into the community's CRS.
    extent
        Of its bulk, there.
    present
        What is in the community already (see `suggestions.suggest_crs`).
    given
        Whether the planner or the file named the CRS.
    """
    crs = placed.crs
    authority = crs.to_authority()
    report: dict[str, Any] = {"used": ":".join(authority) if authority else crs.name, "assumed": not given}
    if extent is None or is_local(crs):
        return {**report, "likely": True, "suggestions": []}
    box = _moved_back(extent, placed.target, crs)
    lon, lat, likely = position_in(crs, *_middle(box))
    # Of points fitted by control points the file's own coordinates say nothing.
    asked = placed.fit is None and not (given and likely)
    suggested = suggest_crs(box, placed.target, present, placed.data.crs) if asked else []
    return {
        **report, "likely": likely, "lon": round(lon, 4), "lat": round(lat, 4),
        "suggestions": [suggestion.report() for suggestion in suggested[:_SUGGESTED]],
    }  # fmt: skip


def _moved_back(box: Box, source: CRS, target: CRS) -> Box:
    """Return a box of the community's CRS in the survey's own."""
    east, north = transform(np.array(box[::2]), np.array(box[1::2]), source, target)
    return (float(east[0]), float(north[0]), float(east[1]), float(north[1]))


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _warnings(
    placed: Placed, tally: Tally, extent: Box | None, continuous: float, crs: dict[str, Any]
) -> list[dict[str, Any]]:
    encoding = placed.data.encoding
    foreign = sum(count for (*_, reason), count in placed.data.skipped.items() if reason == "proxy")
    others = encoding.get("others", {})
    checks: list[tuple[bool, dict[str, Any]]] = [
        (continuous > LARGE_KM2, {"code": "large_area", "km2": round(continuous, 1)}),
        (not placed.units.plausible, {"code": "implausible_size", "unit": placed.units.unit}),
        (not crs["likely"], {"code": "unlikely_crs", "crs": crs["used"]}),
        (placed.units.reason == "size", {"code": "units_not_believed", "declared": placed.units.declared}),
        (encoding.get("reason") == "bytes" and bool(encoding.get("declared")),
         {"code": "encoding_not_believed", **{k: encoding.get(k) for k in ("declared", "used")}}),
        (encoding.get("undecodable", 0) > 0, {"code": "undecodable", "count": encoding.get("undecodable")}),
        (bool(others), {"code": "mixed_encodings", "others": ", ".join(others)}),
        (extent is not None and axes_swapped(*_middle(extent)), {"code": "axes_swapped"}),
        (not any(tally.rows.values()), {"code": "nothing_imported"}),
        (foreign > 0, {"code": "foreign_objects", "count": foreign}),
        (tally.stray > 0, {"code": "stray", "count": tally.stray}),
        (tally.adrift > 0, {"code": "adrift", "count": tally.adrift}),
        (bool(tally.flagged),
         {"code": "flagged_texts", "count": sum(tally.flagged.values()), "words": "、".join(tally.flagged)}),
    ]  # fmt: skip
    fitted = fit_warnings(placed.fit) if placed.fit is not None else []
    return [*(warning for applies, warning in checks if applies), *fitted]


def layers_to_explain(placed: Placed, tally: Tally, roles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Warn when nothing of a survey may go public because nobody knows what is drawn on its layers.

    Parameters
    ----------
    placed, tally
        The survey and its rows; feature codes would say more than layers.
    roles
        As `catalogue.layer_roles`.
    """
    unknown = {layer for _, layer in placed.data.found if not roles.get(layer.strip().upper())}
    drawn = tally.rows["survey_line"] + tally.rows["survey_area"]
    if not drawn or not unknown or tally.public or tally.codes:
        return []
    return [
        {"code": "layers_to_explain", "count": len(unknown), "names": "、".join(sorted(unknown)[:_NAMED])}
    ]


def fit_warnings(fit: Fit) -> list[dict[str, Any]]:
    """Return what looks wrong with a fit to control points, with the numbers its sentence names."""
    left_out = fit.left_out or 0
    worst = int(np.argmax(fit.residuals))
    fields: dict[str, dict[str, Any]] = {
        "scale": {"scale": f"{fit.scale:.6g}", "rotation": f"{fit.rotation:.3f}"},
        "mirrored": {"rotation": f"{fit.rotation:.3f}"},
        "bad_pair": {"name": fit.names[left_out], "off": f"{fit.residuals[left_out]:.2f}"},
        "apart": {"rmse": f"{fit.rmse:.2f}", "name": fit.names[worst], "off": f"{fit.residuals[worst]:.2f}"},
        "unchecked": {"count": len(fit.names)},
    }
    return [{"code": f"fit_{flag}", **fields.get(flag, {})} for flag in fit.flags]
