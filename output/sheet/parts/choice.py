"""Which parts a sheet has: those asked for, and by itself those that have something to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Optional

from ..circles import LIFE_CIRCLES
from ..content import Content, Edition
from ..site import Site
from .backdrop import Backdrop
from .figures import figures_part
from .life_circles import life_circles_part
from .lists import GAPS, PROPOSALS, gaps_part, proposals_part
from .locator import locator_part
from .notice import notice_part
from .part import Part
from .qr import qr_part
from .seal import seal_part
from .view import View
from .wind import wind_part

AUTO = "auto"

Maker = Callable[[View], Optional[Part]]
"""Makes a part of a page, None when there is nothing that it could show."""

_MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "notice": notice_part,
        "locator": locator_part,
        "figures": figures_part,
        "qr": qr_part,
        "wind": wind_part,
        LIFE_CIRCLES: life_circles_part,
        GAPS: gaps_part,
        PROPOSALS: proposals_part,
        "seal": seal_part,
    }
)
"""The most important first."""

_BY_THEMSELVES = frozenset({"locator", "figures", "qr", "wind"})
"""Parts that need not be asked for; they stand only where room is left."""

_ASKED_BY_THEIR_TEXT = frozenset({"notice"})
"""Parts that are asked for by giving them their text."""

PARTS = tuple(_MAKERS)


@dataclass(frozen=True)
class Chosen:
    """The parts of a page, and the names of those that were asked for and have nothing to show."""

    parts: tuple[Part, ...]
    empty: tuple[str, ...]


def choose_parts(content: Content, site: Site, edition: Edition, turned: float, backdrop: Backdrop) -> Chosen:
    """Return the parts of a page whose map is turned so far, the most important first.

    `Content.wished_parts` names them; auto stands for those that show themselves where room is left.
    """
    wished = content.wished_parts
    parts, empty = [], []
    for name, make in _MAKERS.items():
        asked = name in wished or (AUTO in wished and name in _ASKED_BY_THEIR_TEXT)
        if not asked and not (AUTO in wished and name in _BY_THEMSELVES):
            continue
        part = make(View(content, site, edition, asked, turned, backdrop))
        if part is not None and part.with_map and site.section:
            continue  # it hangs with the overview
        if part is not None:
            parts.append(replace(part, asked=asked))
        elif name in wished:
            empty.append(name)
    return Chosen(tuple(parts), tuple(empty))
