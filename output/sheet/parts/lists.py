"""Tables of what is lacking by the standards, and of the proposals with the most supports."""

from __future__ import annotations

from typing import Optional

from .part import Part
from .table import Table, table_part
from .view import View

GAPS, PROPOSALS = "gaps", "proposals"
_WIDTHS = (62.0, 110.0)


def gaps_part(view: View) -> Optional[Part]:
    """Return the table of what is lacking, None when nothing is."""
    if not view.content.gaps:
        return None
    words = view.words
    head = (words["gap_what"], words["gap_how"], words["gap_source"])
    table = Table(
        GAPS, view.of_community(words[GAPS]), (head, *view.content.gaps), (0.3, 0.34, 0.36), head=True
    )
    return table_part(table, _WIDTHS)


def proposals_part(view: View) -> Optional[Part]:
    """Return the table of proposals, None when there is none to show."""
    if not view.content.proposals:
        return None
    words = view.words
    head = ("", words["proposal_title"], words["proposal_supports"], words["proposal_state"])
    heading, rows = view.of_community(words["top_proposals"]), (head, *view.content.proposals)
    table = Table(PROPOSALS, heading, rows, (0.07, 0.55, 0.19, 0.19), head=True)
    return table_part(table, _WIDTHS)
