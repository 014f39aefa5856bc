"""Texts of a drawing: where they stand, how high, at which angle, and what they say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .cadtext import plain_mtext, plain_text
from .entities import Entities
from .paths import Paths, join, mirrored, one_path, points_of, to_world
from .tags import Floats, Ints

_LEADER, _LEADER_LINE = (302, b"LEADER{"), (304, b"LEADER_LINE{")
_CONTEXT = (300, b"CONTEXT_DATA{")


@dataclass(frozen=True)
class Texts:
    """One row per text; `rows` are the entities. Angles in degrees, counterclockwise from east."""

    rows: Ints
    coordinates: Floats
    texts: list[str]
    height: Floats
    rotation: Floats


def read_texts(entities: Entities) -> Texts:
    """Return TEXT, ATTRIB, MTEXT and the texts of multileaders; empty ones are left out."""
    parts = [_lines(entities), _paragraphs(entities), _labels(entities)]
    texts = [text for part in parts for text in part.texts]
    said = np.array([bool(text.strip()) for text in texts], bool)
    return Texts(
        np.concatenate([part.rows for part in parts])[said],
        np.concatenate([part.coordinates for part in parts])[said],
        [text for text in texts if text.strip()],
        np.concatenate([part.height for part in parts])[said],
        np.concatenate([part.rotation for part in parts])[said],
    )


def _lines(entities: Entities) -> Texts:
    rows = entities.rows("TEXT", "ATTRIB")
    points, aligned = points_of(entities, rows), points_of(entities, rows, 11)
    # The second point is the one aligned to; the first is where the writing begins, but
    # programs that do not measure type leave it at the origin.
    absent = (np.nan_to_num(points[:, :2]) == 0).all(axis=1) & np.isfinite(aligned[:, 0])
    points[absent] = aligned[absent]
    rotation = entities.numbers(50, rows, 0.0)
    rotation = np.where(mirrored(entities, rows), 180 - rotation, rotation)
    texts = [plain_text(text) for text in _raw_texts(entities, rows, (1,))]
    return Texts(
        rows, to_world(entities, rows, points), texts, entities.numbers(40, rows), np.mod(rotation, 360)
    )


def _raw_texts(entities: Entities, rows: Ints, codes: tuple[int, ...]) -> list[str]:
    """Return the strings of each row; pieces of one are joined before decoding, which may cut a sign."""
    pieces: dict[int, bytes] = {}
    for code in codes:
        tags = entities.all_tags(code, rows)
        for row, value in zip(entities.owner[tags].tolist(), entities.tags.values(tags)):
            pieces[row] = pieces.get(row, b"") + value
    return [entities.decoder.text(pieces.get(row, b"")) for row in rows.tolist()]


def _paragraphs(entities: Entities) -> Texts:
    rows = entities.rows("MTEXT")
    direction = points_of(entities, rows, 11)
    by_angle = entities.numbers(50, rows, 0.0)
    by_direction = np.degrees(np.arctan2(direction[:, 1], direction[:, 0]))
    rotation = np.where(np.isfinite(by_direction), by_direction, by_angle)
    texts = [plain_mtext(text) for text in _raw_texts(entities, rows, (3, 1))]
    points, height = points_of(entities, rows), entities.numbers(40, rows)
    return Texts(rows, points, texts, height, np.mod(rotation, 360))


def _labels(entities: Entities) -> Texts:
    """Read the texts of multileaders from their context data."""
    rows, texts, numbers = [], [], []
    for row in entities.rows("MULTILEADER", "MLEADER").tolist():
        values = _context(entities, row)
        text = next((value for code, value in values if code == 304 and value != _LEADER_LINE[1]), b"")
        if text:
            first: dict[int, float] = {}
            for code, value in values:
                if code in (12, 22, 32, 41, 42):
                    first.setdefault(code, _number(value))
            rows.append(row)
            texts.append(plain_mtext(entities.decoder.text(text)))
            numbers.append([first.get(code, np.nan) for code in (12, 22, 32, 41, 42)])
    columns = np.array(numbers, np.float64).reshape(-1, 5)
    rotation = np.mod(np.degrees(np.nan_to_num(columns[:, 4])), 360)
    return Texts(np.array(rows, np.int64), columns[:, :3], texts, columns[:, 3], rotation)


def _context(entities: Entities, row: int) -> list[tuple[int, bytes]]:
    start, stop = np.searchsorted(entities.owner, (row, row + 1))
    tags = np.arange(start, stop)
    pairs = list(zip(entities.tags.codes[tags].tolist(), (v.strip() for v in entities.tags.values(tags))))
    return pairs[pairs.index(_CONTEXT) :] if _CONTEXT in pairs else []


def _number(value: bytes) -> float:
    try:
        return float(value)
    except ValueError:
        return float("nan")


def read_leaders(entities: Entities) -> Paths:
    """Return the lines of multileaders, each from its arrow to where it lands at the text."""
    parts = []
    for row in entities.rows("MULTILEADER", "MLEADER").tolist():
        landing: list[list[float]] = []
        points: list[list[float]] | None = None
        for code, value in _context(entities, row):
            if (code, value) == _LEADER:
                landing, points = [], None
            elif (code, value) == _LEADER_LINE:
                points = []
            elif code == 305 and points is not None:
                parts.append(one_path(row, np.array([*points, *landing[:1]]).reshape(-1, 3), closed=False))
                points = None
            elif code in (10, 20, 30):
                _extend(landing if points is None else points, code, _number(value))
    return join(parts)


def _extend(points: list[list[float]], code: int, value: float) -> None:
    if code == 10:
        points.append([value, np.nan, np.nan])
    elif points:
        points[-1][code // 10 - 1] = value
