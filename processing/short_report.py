"""Reports cut to what an output of QGIS can bear, with the count of what was cut."""

from __future__ import annotations

from typing import Any

MOST = 200
"""Items of a list in the output REPORT."""


def shortened(report: dict[str, Any]) -> dict[str, Any]:
    """Return a report whose lists, however deep, have at most `MOST` items.

    Returns
    -------
    short
        With `truncated`, and `more`: where a list was cut (`compared.0.changes`) → how many items are
        missing there.
    """
    more: dict[str, int] = {}
    short = {name: _cut(value, name, more) for name, value in report.items()}
    return {**short, "truncated": bool(more), "more": more}


def _cut(value: Any, where: str, more: dict[str, int]) -> Any:
    if isinstance(value, dict):
        return {name: _cut(inner, f"{where}.{name}", more) for name, inner in value.items()}
    if not isinstance(value, (list, tuple)):
        return value
    if len(value) > MOST:
        more[where] = len(value) - MOST
    return [_cut(inner, f"{where}.{number}", more) for number, inner in enumerate(value[:MOST])]
