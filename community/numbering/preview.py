"""Numbers before they are written: both candidate methods beside each other, and what would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Optional

import pandas as pd

from .choice import Choice
from .community import Community, Numbering, Options, number_places, walks_of

COMPARED = ("bearing", "boundary")

CHANGED, SAME, NEW, GONE = "changed", "same", "new", "gone"
"""What becomes of a number: another one, the same, one where there was none, none any more."""


@dataclass(frozen=True)
class Candidate:
    """A method for one compound.

    Parameters
    ----------
    length
        Of the way entrance → all places in order → entrance, in metres.
    way
        That way, a LineString in the community's CRS.
    guide
        What the method goes by: clock hand, outer ring, drawn loop; None for an order by hand.
    """

    length: float
    way: Any
    guide: Optional[Any]


@dataclass(frozen=True)
class Comparison:
    """The candidates of one compound by method, the method taken always among them; and the suggestion."""

    candidates: Mapping[str, Candidate]
    suggested: Choice
    taken: Choice


@dataclass(frozen=True)
class Preview:
    """What `number_places` would do, and by which ways; nothing is written."""

    numbering: Numbering
    comparisons: Mapping[str, Comparison]
    changes: pd.DataFrame


def preview(community: Community, options: Options) -> Preview:
    """Find what numbering would do, without asking or writing; raises as `number_places`.

    Parameters
    ----------
    community
        As it stands, edits that are not saved included.
    options
        How to number. That published numbers may change need not be confirmed yet.
    """
    numbering = number_places(community, replace(options, confirm_published=True))
    comparisons = {}
    for found in walks_of(community, options):
        taken = numbering.choices[found.compound]
        methods = dict.fromkeys((*COMPARED, taken.method))
        comparisons[found.compound] = Comparison(
            {
                method: Candidate(
                    found.walks.length(method), found.walks.way(method), found.walks.guide(method)
                )
                for method in methods
            },
            found.walks.choose("auto", None),
            taken,
        )
    return Preview(numbering, comparisons, changes(community, numbering))


def changes(community: Community, numbering: Numbering) -> pd.DataFrame:
    """Return old and new numbers, in the order of the new ones; numbers that go come last.

    Returns
    -------
    changes
        Indexed by place id: old, new (text or None), change (one of `CHANGED`, `SAME`, `NEW`, `GONE`),
        name, kind, class, compound_id, rank, geometry; places that neither have nor had a number are
        left out.
    """
    places = community.places.set_index("id")
    table = numbering.places.reindex(places.index)
    old, new = (
        numbers.astype(object).where(numbers.notna(), None) for numbers in (places["number"], table["number"])
    )
    found = pd.DataFrame({"old": old, "new": new})
    had, has = found["old"].notna(), found["new"].notna()
    found["change"] = SAME
    found.loc[had & has & (found["old"] != found["new"]), "change"] = CHANGED
    found.loc[~had & has, "change"] = NEW
    found.loc[had & ~has, "change"] = GONE
    for column in ("name", "kind", "class", "compound_id", "geometry"):
        found[column] = places[column]
    found["rank"] = table["rank"]
    return found[had | has].sort_values(["rank", "old"], na_position="last", kind="stable")
