"""Texts of a drawing: where they stand, how they stand there, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .cadtext import plain_mtext, plain_text
from .entities import Entities
from .paths import Paths, join, mirrored, one_path, points_of, to_world
from .tags import Floats, Ints, number

_LEADER, _LEADER_LINE = (302, b"LEADER{"), (304, b"LEADER_LINE{")
_CONTEXT = (300, b"CONTEXT_DATA{")
_SIDES = np.array(("left", "center", "right"), object)
_LEVELS = np.array(("baseline", "bottom", "middle", "top"), object)
_BETWEEN = (3, 5)
"""Horizontal justification: aligned and fit stretch a text between its two points."""
_CENTRED = 4
_LABEL = (12, 22, 32, 41, 42, 171)
"""Of a multileader's text: position, height, angle, side it is held at."""
_PARAGRAPH_LEVELS = np.array(("top", "middle", "bottom"), object)

ALIGNMENT = ("h_align", "v_align")
"""Columns that say by which of its sides a text is held."""


@dataclass(frozen=True)
class Texts:
    """One row per text; `rows` are the entities. Angles in degrees, counterclockwise from east.

    `coordinates` are where the text is held: at its side `h_align` (left, center, right) and at its level
    `v_align` (baseline, bottom, middle, top).
    """

    rows: Ints
    coordinates: Floats
    texts: list[str]
    height: Floats
    rotation: Floats
    h_align: Any
    v_align: Any


def read_texts(entities: Entities) -> Texts:
    """Return TEXT, ATTRIB, MTEXT and the texts of multileaders; empty ones are left out."""
    parts = [_lines(entities), _paragraphs(entities), _labels(entities)]
    texts = [text for part in parts for text in part.texts]
    said = np.array([bool(text.strip()) for text in texts], bool)

    def joined(name: str) -> Any:
        return np.concatenate([getattr(part, name) for part in parts])[said]

    columns = {name: joined(name) for name in ("rows", "coordinates", "height", "rotation", *ALIGNMENT)}
    return Texts(texts=[text for text in texts if text.strip()], **columns)


def _lines(entities: Entities) -> Texts:
    """Read TEXT and ATTRIB.

    Source: the DXF reference: justification stands in 72 and 73 (of an ATTRIB 74); unless both are 0 the
    text is held at its second point, and the first is where the writing begins.
    """
    rows = entities.rows("TEXT", "ATTRIB")
    points, second = points_of(entities, rows), points_of(entities, rows, 11)
    side, level = entities.integers(72)[rows], entities.integers(73)[rows]
    attributes = np.isin(rows, entities.rows("ATTRIB"))
    level[attributes] = entities.integers(74)[rows[attributes]]
    between = np.isin(side, _BETWEEN)
    rotation = entities.numbers(50, rows, 0.0)
    along = second - points
    drawn = between & (np.hypot(along[:, 0], along[:, 1]) > 0)
    rotation[drawn] = np.degrees(np.arctan2(along[drawn, 1], along[drawn, 0]))
    # Programs that do not measure type leave the first point at the origin.
    unknown = (np.nan_to_num(points[:, :2]) == 0).all(axis=1) & ~between
    held = np.isfinite(second[:, 0]) & (((side != 0) | (level != 0)) & ~between | unknown)
    points[held] = second[held]
    # What is seen from below is mirrored left to right: written from its other side it can be read.
    below = mirrored(entities, rows)
    rotation = np.where(below, -rotation, rotation)
    centred = side == _CENTRED
    side = np.where(centred, 1, np.where(np.isin(side, (1, 2)), side, 0))
    return Texts(
        rows, to_world(entities, rows, points),
        [plain_text(text) for text in _raw_texts(entities, rows, (1,))],
        entities.numbers(40, rows), np.mod(rotation, 360),
        _SIDES[np.where(below, 2 - side, side)],
        _LEVELS[np.where(centred, 2, np.where(np.isin(level, (1, 2, 3)) & ~between, level, 0))],
    )  # fmt: skip


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
    attached = entities.integers(71, 1)[rows] - 1
    attached = np.where((attached >= 0) & (attached < 9), attached, 0)
    return Texts(
        rows, points, texts, height, np.mod(rotation, 360),
        _SIDES[attached % 3], _PARAGRAPH_LEVELS[attached // 3],
    )  # fmt: skip


def _labels(entities: Entities) -> Texts:
    """Read the texts of multileaders from their context data."""
    rows, texts, numbers = [], [], []
    for row in entities.rows("MULTILEADER", "MLEADER").tolist():
        values = _context(entities, row)
        text = next((value for code, value in values if code == 304 and value != _LEADER_LINE[1]), b"")
        if text:
            first: dict[int, float] = {}
            for code, value in values:
                if code in _LABEL:
                    first.setdefault(code, number(value))
            rows.append(row)
            texts.append(plain_mtext(entities.decoder.text(text)))
            numbers.append([first.get(code, np.nan) for code in _LABEL])
    columns = np.array(numbers, np.float64).reshape(-1, len(_LABEL))
    rotation = np.mod(np.degrees(np.nan_to_num(columns[:, 4])), 360)
    side = np.where(np.isin(columns[:, 5], (2, 3)), columns[:, 5], 1).astype(np.int64) - 1
    top = np.full(len(rows), "top", object)
    return Texts(np.array(rows, np.int64), columns[:, :3], texts, columns[:, 3], rotation, _SIDES[side], top)


def _context(entities: Entities, row: int) -> list[tuple[int, bytes]]:
    start, stop = np.searchsorted(entities.owner, (row, row + 1))
    tags = np.arange(start, stop)
    pairs = list(zip(entities.tags.codes[tags].tolist(), (v.strip() for v in entities.tags.values(tags))))
    return pairs[pairs.index(_CONTEXT) :] if _CONTEXT in pairs else []


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
                _extend(landing if points is None else points, code, number(value))
    return join(parts)


def _extend(points: list[list[float]], code: int, value: float) -> None:
    if code == 10:
        points.append([value, np.nan, np.nan])
    elif points:
        points[-1][code // 10 - 1] = value
