"""What the makers of parts look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..content import Content, Edition
from ..site import Site
from .backdrop import Backdrop


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
    backdrop
        Of the small maps of all pages.
    """

    content: Content
    site: Site
    edition: Edition
    asked: bool
    turned: float
    backdrop: Backdrop

    @property
    def words(self) -> Mapping[str, str]:
        """Printed words in the language of the sheet."""
        return self.content.words

    @property
    def partial(self) -> bool:
        """Whether the page is for less than the compound: a notice board's shows it all."""
        return bool(self.site.part) and self.site.here is None

    def of_compound(self, heading: str) -> str:
        """Return the heading of what is about all of the compound, on a page for a part of it."""
        return f"{heading} · {self.words['figures_compound']}" if self.partial else heading

    def of_community(self, heading: str) -> str:
        """Return the heading of what is about all of the community, on a page for less than that."""
        less = self.partial or len(self.content.compounds) > 1
        return f"{heading} · {self.words['figures_whole']}" if less else heading

    def said(self, key: str) -> str:
        """Return a setting, empty when it is not there."""
        return (self.content.settings.get(key) or "").strip()
