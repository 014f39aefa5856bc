"""What the makers of parts look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..content import Content, Edition, Site


@dataclass(frozen=True)
class View:
    """One page with a map, seen by a part.

    Attributes
    ----------
    content, site, edition
        What is shown, and for whom.
    asked
        Whether the planner asked for this very part.
    turned
        How far the map is turned clockwise, in degrees.
    """

    content: Content
    site: Site
    edition: Edition
    asked: bool
    turned: float

    @property
    def words(self) -> Mapping[str, str]:
        """Printed words in the language of the sheet."""
        return self.content.words

    def said(self, key: str) -> str:
        """Return a setting, empty when it is not there."""
        return (self.content.settings.get(key) or "").strip()
