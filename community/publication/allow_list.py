"""What may go public: an allow-list of tables, columns and kinds, and a report of all that stays.

A column leaves only if `PUBLIC` names it; a row only if no reason speaks against it; a text
only after masking. Source of the rules: domain.md section 3, "What a public copy must leave out".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

import numpy as np
import pandas as pd

from ..catalogue import flagged_words
from ..errors import PublicationError, SiteError
from ..places.marking import compound_of
from ..schema import TABLES
from ..survey.coverage import LARGE_KM2
from .generalise import Frame, LocalGrid, clipped, window
from .privacy import mask

PUBLIC: Mapping[str, tuple[str, ...]] = {
    "community": ("name", "street", "district", "survey_date", "approval_number", "approval_exemption"),
    "compound": ("id", "name", "prefix", "sort_order"),
    "place": (
        "id", "class", "kind", "name", "number", "rank", "status", "building_id", "floor", "access",
    ),
    "entrance": ("id", "name", "kind", "is_main", "compound_id"),
    "building": ("id", "label", "compound_id"),
    "survey_area": (),
    "survey_line": (),
    "survey_text": ("text", "rotation"),
    "footprint": ("place_id",),
    "comment": (
        "id", "place_id", "scope", "kind", "topic", "public_text", "status", "answer", "answered_at",
    ),
    "proposal": ("id", "public_text", "state", "supports", "answer", "answered_at"),
    "proposal_place": ("proposal_id", "place_id"),
    "attachment": ("owner_id", "path", "caption"),
}  # fmt: skip
"""Columns that leave; a table whose rows depend on another's stands after it.

Points of comments and proposals stay: they may be somebody's window.
"""

_DECIDING: Mapping[str, tuple[str, ...]] = {
    "entrance": ("place_id",),
    "survey_area": ("layer", "is_public", "stray"),
    "survey_line": ("layer", "is_public", "stray"),
    "survey_text": ("layer", "is_public", "stray"),
    "place": ("is_public", "rejected", "retired_at"),
    "comment": ("consent", "duplicate_of", "feature_layer", "feature_key"),
    "proposal": ("consent",),
    "attachment": ("owner_table", "is_public", "faces_checked"),
}
"""Columns read to decide, which do not leave."""

_DERIVED: Mapping[str, tuple[str, ...]] = {"place": ("compound_id",), "comment": ("building_id",)}
"""Columns that leave and are in no table: what a row belongs to, where the file says it otherwise."""

_TEXTS: Mapping[str, tuple[str, ...]] = {
    "community": ("name", "street", "district", "approval_number", "approval_exemption"),
    "compound": ("name",),
    "entrance": ("name",),
    "building": ("label",),
    "survey_text": ("text",),
    "place": ("name", "floor"),
    "comment": ("public_text", "answer"),
    "proposal": ("public_text", "answer"),
    "attachment": ("caption",),
}
"""Columns in which somebody wrote freely: masked, and searched for flagged words."""

_GROUND = ("survey_area", "survey_line", "survey_text")
_VOICES = ("comment", "proposal")
_MARGIN = 60.0
FEWEST = 5
"""Fewer voices than this are not told apart in public (domain.md, personal data)."""
OFF_THE_TABLE = ("draft", "merged", "returned", "withdrawn")
"""States of proposals that no table, card or page shows."""
_FINDING = ("table", "id", "reason", "detail", "count")
_Finding = tuple[str, str, str, str, int]


@dataclass(frozen=True)
class Wish:
    """What the planner asks to publish.

    Parameters
    ----------
    comments
        Whether published comments and proposals go along.
    real_coordinates
        Whether the community's own coordinates go out; else a local grid.
    release
        Kinds that are internal by default and go public this time.
    """

    comments: bool = True
    real_coordinates: bool = False
    release: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Publication:
    """What goes public.

    Parameters
    ----------
    tables
        Frames by table, with the columns of `PUBLIC`; places also have `compound_id`, comments
        `building_id`.
    findings
        What was left out, masked or worth a warning: table, id, reason, detail, count; an empty id
        stands for the whole table, or a layer of it.
    """

    tables: Mapping[str, Frame]
    findings: pd.DataFrame

    def report(self) -> dict[str, Any]:
        """Return the report for the planner: counts of what goes, sums by reason, then each finding."""
        sums = self.findings.groupby(["table", "reason"], sort=True)["count"].sum()
        return {
            "public": {name: len(frame) for name, frame in self.tables.items()},
            "sums": [{"table": t, "reason": r, "count": int(n)} for (t, r), n in sums.items()],
            "entries": self.findings.to_dict("records"),
        }


def columns_to_read(table: str) -> list[str]:
    """Return the columns of `table` that publishing needs; nothing else has to be read."""
    return [*PUBLIC[table], *_DECIDING.get(table, ())]


def publish(tables: Mapping[str, Frame], wish: Wish, kinds: pd.DataFrame) -> Publication:
    """Keep what may go public and say why the rest does not.

    Parameters
    ----------
    tables
        Frames of the tables of `PUBLIC`, with `columns_to_read`, in the community's CRS (metres).
    wish
        What the planner asks for.
    kinds
        The catalogue, as `catalogue.kinds()`, with the planner's edits.

    Returns
    -------
    publication
        Public frames, each with its geometry on a local grid unless real coordinates were granted,
        and the findings.

    Raises
    ------
    PublicationError
        `coordinates_need_approval`, `release_unknown_kind`.
    SiteError
        `no_boundary`.
    """
    _check(tables, wish, kinds)
    compounds = tables["compound"]
    places = tables["place"].assign(compound_id=compound_of(tables["place"], compounds))
    comments = tables["comment"].assign(building_id=_building_of(tables["comment"], tables["building"]))
    kept, findings = _sorted_out({**tables, "place": places, "comment": comments}, wish, kinds)
    grid = None if wish.real_coordinates else LocalGrid.of(compounds)
    public = {name: _leaving(name, frame, window(compounds, _MARGIN), grid) for name, frame in kept.items()}
    findings = [*_unlisted(), *_area_warning(compounds), *findings]
    return Publication(public, pd.DataFrame(findings, columns=list(_FINDING), dtype=object))


def public_rows(
    tables: Mapping[str, Frame], kinds: pd.DataFrame, release: Iterable[str] = ()
) -> dict[str, Frame]:
    """Return the rows that may go public, masked, with all columns given and where they are.

    For a public sheet, which shows neither coordinates nor columns as they are.

    Parameters
    ----------
    tables
        Some tables of `PUBLIC`, place and compound among them.
    kinds
        The catalogue with the planner's edits.
    release
        Kinds that are internal by default and go public this time.
    """
    return _sorted_out(tables, Wish(release=frozenset(release)), kinds)[0]


def _sorted_out(
    tables: Mapping[str, Frame], wish: Wish, kinds: pd.DataFrame
) -> tuple[dict[str, Frame], list[_Finding]]:
    """Divide each table into what goes, masked, and findings on the rest."""
    case = _Case(wish, _open_kinds(kinds, wish), window(tables["compound"], _MARGIN))
    flagged = "|".join(map(re.escape, flagged_words()))
    findings: list[_Finding] = []
    for name in [name for name in PUBLIC if name in tables]:
        if tables[name].empty:
            case.kept[name] = tables[name]
            continue
        reason = _reasons(name, tables[name], case, flagged)
        out = reason != ""
        if out.any():
            findings += _left_out(name, tables[name][out], reason[out])
        case.kept[name], masked = _masked(name, tables[name][~out])
        findings += masked
    return case.kept, findings


def _building_of(comments: Frame, buildings: Frame) -> pd.Series:
    """Return the building a comment is about, where it is one of the community's."""
    known = (comments["feature_layer"] == "building") & comments["feature_key"].isin(buildings["id"])
    return comments["feature_key"].where(known, None)


def _check(tables: Mapping[str, Frame], wish: Wish, kinds: pd.DataFrame) -> None:
    unknown = sorted(wish.release - set(kinds.index))
    if unknown:
        raise PublicationError("release_unknown_kind", kind=", ".join(unknown))
    if tables["compound"].empty:
        raise SiteError("no_boundary")
    community = tables["community"].iloc[0]
    granted = not (_blank(community["approval_number"]) and _blank(community["approval_exemption"]))
    if wish.real_coordinates and not granted:
        raise PublicationError("coordinates_need_approval")


def _blank(value: object) -> bool:
    return not isinstance(value, str) or not value.strip()


@dataclass(frozen=True)
class _Case:
    """What the checks need to know: the wish, open kinds, the window of the map, the tables so far."""

    wish: Wish
    kinds: frozenset[str]
    window: Any
    kept: dict[str, Frame] = field(default_factory=dict)

    def hides_place(self, place_ids: pd.Series) -> pd.Series:
        """Return which ids name a place that does not go public."""
        return place_ids.notna() & ~place_ids.isin(self.kept["place"]["id"])


def _open_kinds(kinds: pd.DataFrame, wish: Wish) -> frozenset[str]:
    return frozenset(kinds.index[~kinds["internal"].astype(bool)]) | wish.release


_Checks = list[tuple[str, Any]]


def _place(frame: Frame, case: _Case) -> _Checks:
    return [
        ("rejected", frame["rejected"]),
        ("retired", frame["retired_at"].notna()),
        ("closed", frame["status"] == "closed"),
        ("not_public", ~frame["is_public"]),
        ("internal_kind", ~frame["kind"].isin(case.kinds)),
    ]


def _entrance(frame: Frame, case: _Case) -> _Checks:
    return [("place_not_public", case.hides_place(frame["place_id"]))]


def _footprint(frame: Frame, case: _Case) -> _Checks:
    return [("place_not_public", ~frame["place_id"].isin(case.kept["place"]["id"]))]


def _comment(frame: Frame, case: _Case) -> _Checks:
    return [
        ("comments_not_asked", pd.Series(not case.wish.comments, index=frame.index)),
        ("no_consent", ~frame["consent"]),
        ("no_public_text", frame["public_text"].map(_blank).astype(bool)),
        ("duplicate", frame["duplicate_of"].notna()),
        ("place_not_public", case.hides_place(frame["place_id"])),
    ]


def _proposal(frame: Frame, case: _Case) -> _Checks:
    return [
        ("comments_not_asked", pd.Series(not case.wish.comments, index=frame.index)),
        ("off_the_table", frame["state"].isin(OFF_THE_TABLE)),
        ("no_consent", ~frame["consent"]),
        ("no_public_text", frame["public_text"].map(_blank).astype(bool)),
    ]


def _proposal_place(frame: Frame, case: _Case) -> _Checks:
    return [
        ("proposal_not_public", ~frame["proposal_id"].isin(case.kept["proposal"]["id"])),
        ("place_not_public", case.hides_place(frame["place_id"])),
    ]


def _attachment(frame: Frame, case: _Case) -> _Checks:
    of_place = (frame["owner_table"] == "place") & frame["owner_id"].isin(case.kept["place"]["id"])
    return [
        ("not_public", ~frame["is_public"]),
        ("faces_not_checked", ~frame["faces_checked"]),
        ("place_not_public", ~of_place),
        ("outside_media", ~frame["path"].map(_in_media).astype(bool)),
    ]


def _ground(frame: Frame, case: _Case) -> _Checks:
    return [
        ("not_released", ~frame["is_public"]),
        ("stray", frame["stray"]),
        ("outside", ~frame.intersects(case.window)),
    ]


_CHECKS: Mapping[str, Callable[[Frame, _Case], _Checks]] = {
    "place": _place,
    "entrance": _entrance,
    "footprint": _footprint,
    "comment": _comment,
    "proposal": _proposal,
    "proposal_place": _proposal_place,
    "attachment": _attachment,
    **dict.fromkeys(_GROUND, _ground),
}


def _reasons(name: str, frame: Frame, case: _Case, flagged: str) -> Any:
    """Return the first reason against each row; an empty text lets it go."""
    checks = _CHECKS[name](frame, case) if name in _CHECKS else []
    checks = [*checks, ("flagged_word", _has_word(name, frame, flagged))]
    if "geometry" in frame and name not in _VOICES:
        checks.append(("no_position", frame.geometry.isna() | frame.geometry.is_empty))
    values = np.select([test for _, test in checks], [reason for reason, _ in checks], default="")
    return values.astype(object)


def _has_word(name: str, frame: Frame, words: str) -> Any:
    found, has = np.zeros(len(frame), bool), re.compile(words).search
    for column in _texts_of(name, frame) if words else ():
        found |= np.array([has(str(text)) is not None for text in frame[column].fillna("")], bool)
    return found


def _in_media(path: object) -> bool:
    parts = str(path or "").replace("\\", "/").split("/")
    return len(parts) > 1 and parts[0] == "media" and ".." not in parts


def _masked(name: str, frame: Frame) -> tuple[Frame, list[_Finding]]:
    """Mask the free texts of a table; a finding names the kind of what was masked, never the text."""
    columns, rows = {}, []
    for column in _texts_of(name, frame):
        results = [mask(text) if isinstance(text, str) else None for text in frame[column]]
        texts = [None if result is None else result.text for result in results]
        if texts != frame[column].tolist():
            columns[column] = pd.Series(texts, index=frame.index, dtype=object)
        for row_id, result in zip(_ids(frame), results):
            for finding in result.findings if result else ():
                reason = "masked" if finding.masked else "looks_personal"
                rows.append((name, row_id, reason, f"{column}: {finding.kind}", 1))
    return frame.assign(**columns) if columns else frame, rows


def _texts_of(name: str, frame: Frame) -> list[str]:
    return [column for column in _TEXTS.get(name, ()) if column in frame]


def _ids(frame: Frame) -> list[str]:
    return [str(row_id or "") for row_id in frame["id"]] if "id" in frame else [""] * len(frame)


def _left_out(name: str, out: Frame, reasons: Any) -> list[_Finding]:
    """Say which rows stay; of the survey, which has too many, how many by layer."""
    if name in _GROUND:
        sums = Counter(zip(reasons, out["layer"].fillna("")))
        return [(name, "", r, layer, n) for (r, layer), n in sorted(sums.items())]
    details = out["kind"].fillna("").astype(str) if name == "place" else [""] * len(out)
    return [(name, i, r, d, 1) for i, r, d in zip(_ids(out), reasons, details)]


def _unlisted() -> list[_Finding]:
    """Say which tables stay whole, and which columns of the others."""
    rows: list[_Finding] = []
    for name, table in TABLES.items():
        if name == "sheet_setting":
            rows.append((name, "", "on_sheet", "title-block texts, without contact data", 1))
            continue
        private = [c for c in table.column_names if c not in PUBLIC.get(name, ())]
        rows.append((name, "", "not_listed", ", ".join(private) if name in PUBLIC else "", 1))
    return rows


def _area_warning(compounds: Frame) -> list[_Finding]:
    """Warn where a map of continuous coverage this large would be classified."""
    square_km = float(compounds.area.sum()) / 1e6
    large = square_km > LARGE_KM2
    return [("compound", "", "over_25_km2", f"{square_km:.1f} km²", 1)] if large else []


def _leaving(name: str, frame: Frame, box: Any, grid: Optional[LocalGrid]) -> Frame:
    columns = [*PUBLIC[name], *_DERIVED.get(name, ())]
    if name == "proposal":
        counts = pd.to_numeric(frame["supports"], errors="coerce")
        frame = frame.assign(supports=counts.where(counts >= FEWEST))
    if name in _VOICES or "geometry" not in frame:
        return pd.DataFrame(frame[columns]).reset_index(drop=True)
    located = frame[[*columns, "geometry"]]
    if name in _GROUND:
        located = clipped(located, box)
    return (located if grid is None else grid.apply(located)).reset_index(drop=True)
