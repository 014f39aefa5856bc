"""What is known of each place beside its number: photo, comments, proposals; filtered by edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import pandas as pd

from ...community.catalogue import choices, kinds, terms, with_edits
from ...community.publication.allow_list import public_rows
from ...community.voices.listing import natural
from ...workspace.file import reading
from ..sheet.content import Edition
from ..sheet.lists import on_the_table, state_words

_TABLES = ("compound", "place", "building", "comment", "attachment", "proposal", "proposal_place")


@dataclass(frozen=True)
class Said:
    """A comment or proposal as a card prints it.

    Attributes
    ----------
    note
        Kind and state, in quiet letters.
    text
        Its words.
    answer
        What was answered, or nothing.
    """

    note: str
    text: str
    answer: str = ""


@dataclass(frozen=True)
class Record:
    """What a card shows of a place beside its number, name and kind.

    Attributes
    ----------
    building
        楼号 of the building it lies in.
    status
        Its state in words, unless it just exists.
    photo
        File of its first photo.
    caption
        Of the photo.
    comments, proposals
        The oldest first.
    """

    building: str = ""
    status: str = ""
    photo: Optional[Path] = None
    caption: str = ""
    comments: tuple[Said, ...] = ()
    proposals: tuple[Said, ...] = ()


def read_records(path: Path, edition: Edition) -> dict[str, Record]:
    """Read what the cards show, by id of the place.

    In a public edition only released words of comments and proposals, and released photos.

    Parameters
    ----------
    path
        The community file.
    edition
        For whom, and in which language.
    """
    with reading(path) as file:
        tables = {name: file.table(name) for name in _TABLES}
        catalogue = with_edits(kinds(), file.table("catalogue_edit"))
    shown = dict(public_rows(tables, catalogue, edition.release)) if edition.public else tables
    comments, photos = shown["comment"], shown["attachment"]
    if not edition.public:
        comments = comments[comments["duplicate_of"].isna()]
        photos = photos[photos["owner_table"] == "place"]
    said = _comments(comments, edition)
    proposals = on_the_table(shown["proposal"], public=edition.public)
    planned = _proposals(proposals, shown["proposal_place"], edition)
    pictures = _photos(photos, path.parent)
    labels = dict(zip(shown["building"]["id"], shown["building"]["label"]))
    states = _words("place_status", edition.language)
    return {
        row.id: Record(
            building=_text(labels.get(row.building_id)),
            status="" if row.status == "existing" else states.get(row.status, ""),
            photo=pictures.get(row.id, (None, ""))[0],
            caption=pictures.get(row.id, (None, ""))[1],
            comments=tuple(said.get(row.id, ())),
            proposals=tuple(planned.get(row.id, ())),
        )
        for row in shown["place"].itertuples(index=False)
    }


def _comments(comments: pd.DataFrame, edition: Edition) -> dict[str, list[Said]]:
    kind_words, state_words = (_words(n, edition.language) for n in ("comment_kind", "comment_status"))
    said: dict[str, list[Said]] = defaultdict(list)
    of_places = comments[comments["place_id"].notna()]
    days = of_places["commented_on"].fillna(of_places["created_at"]).str[:10]
    ordered = of_places.assign(day=days, papers=of_places["serial"].map(natural))
    for row in ordered.sort_values(["day", "papers", "created_at", "id"]).itertuples():
        text = _text(row.public_text) or ("" if edition.public else _text(row.text))
        if text:
            note = _joined([kind_words.get(row.kind, ""), state_words.get(row.status, "")])
            said[row.place_id].append(Said(note, text, _text(row.answer)))
    return said


def _proposals(proposals: pd.DataFrame, links: pd.DataFrame, edition: Edition) -> dict[str, list[Said]]:
    states = state_words(edition.language, public=edition.public)
    bodies = _words("responsible", edition.language)
    places = links.groupby("proposal_id")["place_id"].agg(list)
    planned: dict[str, list[Said]] = defaultdict(list)
    for row in proposals.itertuples():
        body = "" if edition.public else _text(row.responsible_body)
        body = body or bodies.get(row.responsible, "")
        said = Said(_joined([states.get(row.state, ""), body]), row.name, _text(row.answer))
        for place in dict.fromkeys(places.get(row.id, [])):
            planned[place].append(said)
    return planned


def _photos(photos: pd.DataFrame, folder: Path) -> dict[str, tuple[Path, str]]:
    """Return the first photo of each place that is a file in the community's own media folder."""
    media = (folder / "media").resolve()
    found: dict[str, tuple[Path, str]] = {}
    for row in photos.sort_values("path").itertuples():
        file = (folder / _text(row.path).replace("\\", "/")).resolve()
        if media in file.parents and file.is_file():
            found.setdefault(row.owner_id, (file, _text(row.caption)))
    return found


def _words(name: str, language: str) -> Mapping[str, str]:
    """Return the words of a list of choices in the language of the cards."""
    table = choices(name)
    joined = zip(table["zh"], table["en"])
    texts = [f"{zh} {en}" for zh, en in joined] if language == "both" else table[language]
    return dict(zip(table["value"], texts))


def heads(language: str) -> Mapping[str, str]:
    """Return the headings of comments, proposals and answers."""
    words = terms(language)
    return {name: words[name] for name in ("comments", "proposals", "answer")}


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
