"""What the plugin remembers in the user's profile, declared once with types and defaults."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsSettings

_RECENT = "commonplan/recent"
RECENT_KEPT = 8
_KINDS = "commonplan/recent_kinds"
KINDS_KEPT = 9  # as many as there are keys for
ONLINE_SERVICE = "commonplan/online_service"
"""Custom property of a layer from the web: the service whose key its requests need."""


def recent_communities() -> list[Path]:
    """Return the communities opened last that are still there, the newest first."""
    stored = QgsSettings().value(_RECENT, [], type=list)
    return [Path(text) for text in stored if Path(text).is_file()]


def remember_community(path: Path) -> None:
    """Put a community first among the recent ones."""
    others = [other for other in recent_communities() if other != path]
    QgsSettings().setValue(_RECENT, [str(p) for p in [path, *others][:RECENT_KEPT]])


def recent_kinds() -> list[str]:
    """Return the kinds of places marked last, the newest first."""
    return [str(kind) for kind in QgsSettings().value(_KINDS, [], type=list)]


def remember_kind(kind: str) -> None:
    """Put a kind first among the recent ones."""
    others = [other for other in recent_kinds() if other != kind]
    QgsSettings().setValue(_KINDS, [kind, *others][:KINDS_KEPT])
