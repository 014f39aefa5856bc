"""Reports of imports as they are stored with each survey."""

from __future__ import annotations

import json
from typing import Any


def stored_report(text: object) -> dict[str, Any]:
    """Return a report from its JSON; empty when there is none, or somebody spoiled it."""
    try:
        report = json.loads(text) if isinstance(text, str) and text else {}
    except ValueError:
        return {}
    return report if isinstance(report, dict) else {}
