"""What of a site nobody gave and was derived: kept in a setting, stamped on sheets, found by checks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

SETTING = "assumed"


def assumed(settings: Mapping[str, str]) -> list[str]:
    """Return what was derived: `boundary`, `entrance`; nothing when somebody spoiled the setting."""
    try:
        names = json.loads(settings.get(SETTING) or "[]")
    except ValueError:
        return []
    return [str(name) for name in names] if isinstance(names, list) else []


def as_setting(names: Iterable[str]) -> dict[str, str]:
    """Return the setting that says so."""
    return {SETTING: json.dumps(sorted(set(names)))}
