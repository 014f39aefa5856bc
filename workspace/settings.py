"""What the plugin remembers in the user's profile, declared once with types and defaults."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsSettings

_RECENT = "commonplan/recent"
RECENT_KEPT = 8


def recent_communities() -> list[Path]:
    """Return the communities opened last that are still there, the newest first."""
    stored = QgsSettings().value(_RECENT, [], type=list)
    return [Path(text) for text in stored if Path(text).is_file()]


def remember_community(path: Path) -> None:
    """Put a community first among the recent ones."""
    others = [other for other in recent_communities() if other != path]
    QgsSettings().setValue(_RECENT, [str(p) for p in [path, *others][:RECENT_KEPT]])
