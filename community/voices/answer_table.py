"""The table that practice expects after a round of comments: what was said, by how many, what came of it.

意见采纳情况表: 序号 · 地点 · 意见 · 人次 · 渠道 · 采纳情况 · 理由 · 责任单位 · 时限. Identical
opinions are one row; counts under five are not told; words nobody released are not shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..catalogue import terms
from .listing import Listing, Voices, filled, natural, with_subjects, word, written
from .proposals import PUBLIC_STATES
from .rows import plain

FEWEST = 5
"""Voices below which a count could point at somebody."""

_COLUMNS = ("row", "place", "opinion", "count", "channel", "result", "reason", "responsible", "due")


def answer_table(voices: Voices, table: str, language: str) -> Listing:
    """Return the answer table of comments or proposals.

    Parameters
    ----------
    table
        comment or proposal.
    language
        zh or en.
    """
    rows = with_subjects(voices, table, language)
    if table == "proposal":
        rows = rows[~rows["state"].isin(["draft", "withdrawn"])]
        opinions = [_proposal(row, language) for row in rows.to_dict("records")]
    else:
        opinions = _grouped(rows, _responsible(voices, language), language)
    # A stable sort: within a place or building they stay in the order of their serials.
    opinions.sort(key=lambda opinion: opinion["order"])
    words = terms(language)
    numbered = [{**opinion, "row": number} for number, opinion in enumerate(opinions, start=1)]
    return Listing(
        words["answer_table"],
        tuple(words[f"answer_{name}"] for name in _COLUMNS),
        [[opinion.get(name) for name in _COLUMNS] for opinion in numbered],
    )


def told_count(count: int, language: str) -> Any:
    """Return a count as a public table shows it."""
    return count if count >= FEWEST else terms(language)["fewer_than"].format(count=FEWEST)


def _grouped(rows: pd.DataFrame, responsible: Mapping[str, str], language: str) -> list[dict[str, Any]]:
    """Return one opinion for each comment and those that say the same about the same."""
    original = {
        row_id: _first_of(row_id, dict(zip(rows["id"], rows["duplicate_of"]))) for row_id in rows["id"]
    }
    by_id = {row["id"]: row for row in rows.to_dict("records")}
    groups: dict[Any, list[dict[str, Any]]] = {}
    for row_id, row in by_id.items():
        groups.setdefault(_sameness(by_id[original[row_id]]), []).append(row)
    return [_opinion(group, responsible, language) for group in groups.values()]


def _first_of(row_id: str, duplicate_of: Mapping[str, Any]) -> str:
    """Return the comment that one repeats, in the end; a circle ends where it began."""
    seen = {row_id}
    while True:
        earlier = duplicate_of.get(row_id)
        if not isinstance(earlier, str) or earlier in seen or earlier not in duplicate_of:
            return row_id
        seen.add(earlier)
        row_id = earlier


def _released(row: Mapping[str, Any]) -> bool:
    return bool(row["consent"]) and isinstance(row["public_text"], str) and bool(row["public_text"].strip())


def _sameness(row: Mapping[str, Any]) -> tuple[Any, ...]:
    place = row["place_id"], row["feature_key"], row["scope"]
    if _released(row):
        return (*place, plain(row["public_text"]), row["status"], row["answer"])
    return (*place, None, row["kind"], row["topic"], row["status"], row["answer"])


def _opinion(group: list[dict[str, Any]], responsible: Mapping[str, str], language: str) -> dict[str, Any]:
    first = next((row for row in group if not isinstance(row["duplicate_of"], str)), group[0])
    channels = dict.fromkeys(filled(word("channel", row["channel"], language) for row in group))
    bodies = dict.fromkeys(responsible[row["id"]] for row in group if row["id"] in responsible)
    return {
        "order": (first["place_rank"], natural(first["building"])),
        "place": _place(first, language),
        "opinion": _words(first, language),
        "count": told_count(len(group), language),
        "channel": "、".join(channels),
        "result": word("comment_status", first["status"], language),
        "reason": written(first["answer"], authors=False),
        "responsible": "、".join(bodies),
    }


def _place(row: Mapping[str, Any], language: str) -> str | None:
    named = " ".join(filled([row["place_number"], row["place_name"], row["building"]]))
    return written(named, authors=False) if named else word("scope", row["scope"], language)


def _words(row: Mapping[str, Any], language: str) -> str | None:
    if _released(row):
        return written(row["public_text"], authors=False)
    about = filled([word("comment_kind", row["kind"], language), word("topic", row["topic"], language)])
    return " · ".join([*about, terms(language)["not_released"]])


def _responsible(voices: Voices, language: str) -> dict[str, str]:
    """Return comment → who is responsible for the proposal that grew out of it."""
    bodies = {row["id"]: _body(row, language) for row in voices.proposals.to_dict("records")}
    links = zip(voices.proposal_comments["comment_id"], voices.proposal_comments["proposal_id"])
    return {comment: body for comment, proposal in links if (body := bodies.get(proposal))}


def _body(row: Mapping[str, Any], language: str) -> str | None:
    named = row["responsible_body"]
    return named if isinstance(named, str) and named else word("responsible", row["responsible"], language)


def _proposal(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    unreleased = filled([word("measure", row["measure"], language)])
    title = written(row["title"], authors=False)
    return {
        "order": (row["place_rank"], natural(row["building"])),
        "place": _place(row, language),
        "opinion": title if row["consent"] else " · ".join([*unreleased, terms(language)["not_released"]]),
        "count": None if pd.isna(row["supports"]) else told_count(int(row["supports"]), language),
        "channel": word("channel", row["channel"], language),
        "result": word("comment_status", PUBLIC_STATES.get(row["state"]), language),
        "reason": written(row["answer"], authors=False),
        "responsible": _body(row, language),
    }
