"""Point lists: CASS's `.dat` (no, code, east, north, height) and CSV; pairs of control points."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from ..community.errors import InputError
from ..community.survey.batches import SurveyData
from ..community.survey.gridzones import axes_swapped
from .encoding import Decoder, make_decoder

_MOST_BYTES = 500_000_000
_BREAK = re.compile(r"[,;\t]|\s+")
_HEADINGS = {
    "name": ("no", "nr", "id", "name", "point", "pt", "点号", "点名", "编号", "序号"),
    "code": ("code", "cass", "southcode", "代码", "编码", "地物码", "要素代码"),
    "east": ("e", "east", "easting", "东", "东坐标", "横坐标", "x"),
    "north": ("n", "north", "northing", "北", "北坐标", "纵坐标", "y"),
    "height": ("h", "z", "height", "elev", "elevation", "高程", "高"),
}
_WITHOUT_HEADING: dict[int, tuple[str, ...]] = {
    2: ("east", "north"), 3: ("east", "north", "height"), 4: ("name", "east", "north", "height"),
}  # fmt: skip
_CASS = ("name", "code", "east", "north", "height")
_SOUTH_CODE = re.compile(r"[1-3]\d{5}")


def read_points(path: Path, encoding: str | None = None) -> SurveyData:
    """Read a point list; east comes before north, unless headings or the numbers themselves say otherwise.

    Raises
    ------
    InputError
        `not_a_point_list` when no row holds two coordinates, `unknown_encoding_name`.
    """
    rows, decoder = _rows(path, encoding)
    columns, body = _columns(rows, path)
    layer = path.stem
    values = np.array([_coordinates(row, columns) for _, row in body], np.float64).reshape(-1, 3)
    good = np.isfinite(values[:, :2]).all(axis=1)
    if not good.any():
        raise InputError("not_a_point_list", file=str(path))
    notes: list[dict[str, Any]] = [{"note": "columns", "order": list(columns)}]
    if axes_swapped(*np.median(values[good, :2], axis=0)):
        values[:, :2] = values[:, 1::-1]
        notes.append({"note": "north_before_east"})
    kept = [row for row, is_good in zip(body, good) if is_good]
    codes = [_cell(row, columns, "code") or None for _, row in kept]
    part = {
        "geometry": shapely.points(values[good, :2]),
        "layer": layer,
        "code": np.array(codes, object),
        "text": np.array([_cell(row, columns, "name") or None for _, row in kept], object),
        "handle": np.array([str(number) for number, _ in kept], object),
        "elevation": values[good, 2],
    }
    bad = int((~good).sum())
    return SurveyData(
        format="point list",
        encoding=decoder.evidence(),
        batches=[{"survey_point": part}],
        found=Counter({("POINT", layer): len(values)}),
        skipped=Counter({("POINT", layer, "no_coordinates"): bad} if bad else {}),
        notes=notes,
        code_system=code_system(codes),
    )


def code_system(codes: Iterable[str | None]) -> str | None:
    """Return SOUTH when most codes look like CASS's: six digits, 1 to 3 first."""
    given = [code for code in codes if code]
    alike = sum(_SOUTH_CODE.fullmatch(code) is not None for code in given)
    return "SOUTH" if given and alike >= 0.5 * len(given) else None


def _rows(path: Path, encoding: str | None) -> tuple[list[tuple[int, list[str]]], Decoder]:
    if path.stat().st_size > _MOST_BYTES:
        raise InputError("table_too_large", file=str(path))
    raw = path.read_bytes()
    if b"\x00" in raw[:4096]:
        raise InputError("not_a_point_list", file=str(path))
    lines = raw.removeprefix(b"\xef\xbb\xbf").splitlines()
    decoder = make_decoder(lines[:5000], "", given=encoding)
    texts = [decoder.text(line) for line in lines]
    return [(number, _split(text)) for number, text in enumerate(texts, 1) if text.strip()], decoder


def _split(text: str) -> list[str]:
    if '"' in text:
        return [cell.strip() for cell in next(csv.reader([text]))]
    cells = text.split(",") if "," in text else _BREAK.split(text.strip())
    return [cell.strip() for cell in cells]


def _columns(rows: list[tuple[int, list[str]]], path: Path) -> tuple[dict[str, int], Any]:
    """Return which column holds what, and the rows below the heading."""
    if not rows:
        raise InputError("not_a_point_list", file=str(path))
    first = rows[0][1]
    named = {
        what: next((i for i, cell in enumerate(first) if cell.lower() in words), -1)
        for what, words in _HEADINGS.items()
    }
    if named["east"] >= 0 and named["north"] >= 0:
        return {what: column for what, column in named.items() if column >= 0}, rows[1:]
    width = Counter(len(row) for _, row in rows).most_common(1)[0][0]
    order = _WITHOUT_HEADING.get(width, _CASS)
    return {what: column for column, what in enumerate(order)}, rows


def _cell(row: list[str], columns: dict[str, int], what: str) -> str:
    column = columns.get(what, -1)
    return row[column] if 0 <= column < len(row) else ""


def _coordinates(row: list[str], columns: dict[str, int]) -> tuple[float, float, float]:
    east, north, height = (number(_cell(row, columns, what)) for what in ("east", "north", "height"))
    return east, north, height


def number(text: str) -> float:
    """Return the number a cell holds, NaN when it holds none."""
    try:
        return float(text)
    except ValueError:
        return float("nan")


def read_control_points(path: Path) -> tuple[Any, Any, list[str]]:
    """Read pairs of control points: name (optional), x and y in the drawing, easting and northing.

    Returns
    -------
    drawn, known, names
        Two arrays of shape (n, 2) and n names.

    Raises
    ------
    InputError
        `missing_file`, `bad_control_points` with the row.
    """
    if not path.is_file():
        raise InputError("missing_file", file=str(path))
    rows, _ = _rows(path, None)
    drawn: list[list[float]] = []
    known: list[list[float]] = []
    names: list[str] = []
    for place, (line, row) in enumerate(rows):
        cells = [cell for cell in row if cell]
        values = [number(cell) for cell in cells[-4:]]
        if len(values) < 4 or not np.isfinite(values).all():
            if place == 0:
                continue
            raise InputError("bad_control_points", file=str(path), row=line)
        drawn.append(values[:2])
        known.append(values[2:])
        names.append(cells[0] if len(cells) > 4 else str(len(names) + 1))
    return np.array(drawn).reshape(-1, 2), np.array(known).reshape(-1, 2), names
