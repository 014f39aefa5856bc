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

AXES = ("auto", "east_north", "north_east")
"""Which coordinate comes first."""

POINT_LIST = "point list"
"""The format of what `read_points` reads."""

_MOST_BYTES = 500_000_000
_SHOWN = 20
_SAMPLE = 200
_SEPARATORS = (";", "\t", ",", ",", "|")
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")
_DRESS = re.compile(r"[((\[].*?[))\]]|[\s_]")
_HEADINGS = {
    "name": ("no", "nr", "id", "name", "point", "pt", "点号", "点名", "编号", "序号"),
    "code": ("code", "cass", "southcode", "代码", "编码", "地物码", "要素代码"),
    "east": ("e", "east", "easting", "东", "东坐标", "横坐标", "横坐标y", "x", "x坐标", "坐标x"),
    "north": ("n", "north", "northing", "北", "北坐标", "纵坐标", "纵坐标x", "y", "y坐标", "坐标y"),
    "height": ("h", "z", "height", "elev", "elevation", "高程", "高", "高程h", "z坐标", "坐标z"),
}
# Surveyors call north x, everybody else east: such headings do not settle the order.
_UNSETTLED = ("x", "y", "x坐标", "y坐标", "坐标x", "坐标y")
_WITHOUT_HEADING: dict[int, tuple[str, ...]] = {
    2: ("east", "north"), 3: ("east", "north", "height"), 4: ("name", "east", "north", "height"),
}  # fmt: skip
_CASS = ("name", "code", "east", "north", "height")
_SOUTH_CODE = re.compile(r"[1-3]\d{5}")


def read_points(path: Path, encoding: str | None = None, axes: str = "auto") -> SurveyData:
    """Read a point list: CASS's `.dat`, or rows with commas, semicolons, tabs or spaces between.

    Parameters
    ----------
    path
        The list.
    encoding
        Of its texts; without it the bytes decide.
    axes
        One of AXES: which coordinate comes first where no heading says east or north. `auto` goes by
        the numbers themselves, else takes east, as CASS writes. What was taken stands in the notes.

    Raises
    ------
    InputError
        `not_a_point_list` when no row holds two coordinates, `unknown_encoding_name`,
        `table_too_large`.
    """
    rows, decoder = _rows(path, encoding)
    columns, body, settled = _columns(rows, path)
    layer = path.stem
    values = np.array([_coordinates(row, columns) for _, row in body], np.float64).reshape(-1, 3)
    good = np.isfinite(values[:, :2]).all(axis=1)
    if not good.any():
        line, first = body[0] if body else rows[0]
        raise InputError("not_a_point_list", file=str(path), row=line, text=", ".join(first)[:60])
    order, reason = _order(values[good, :2], axes, settled=settled)
    if order == "north_east":
        values[:, :2] = values[:, 1::-1]
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
    bad = [line for (line, _), is_good in zip(body, good) if not is_good]
    notes: list[dict[str, Any]] = [
        {"note": "columns", "order": sorted(columns, key=lambda what: columns[what])},
        {"note": "axes", "order": order, "reason": reason},
    ]
    if bad:
        notes.append({"note": "rows_without_coordinates", "count": len(bad), "rows": bad[:_SHOWN]})
    return SurveyData(
        format=POINT_LIST,
        encoding=decoder.evidence(),
        batches=[{"survey_point": part}],
        found=Counter({("POINT", layer): len(values)}),
        skipped=Counter({("POINT", layer, "no_coordinates"): len(bad)} if bad else {}),
        notes=notes,
        code_system=code_system(codes),
    )


def _order(coordinates: Any, axes: str, *, settled: bool) -> tuple[str, str]:
    """Return which coordinate comes first, and why: by heading, choice, numbers, or CASS's habit."""
    if settled:
        return "east_north", "headings"
    if axes != "auto":
        return axes, "chosen"
    swapped = axes_swapped(*np.median(coordinates, axis=0))
    return ("north_east", "numbers") if swapped else ("east_north", "habit")


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
        raise InputError("not_a_point_list", file=str(path), row=1, text="…")
    lines = raw.removeprefix(b"\xef\xbb\xbf").splitlines()
    decoder = make_decoder(lines[:5000], "", given=encoding)
    texts = [decoder.text(line) for line in lines]
    separator = _separator(texts)
    try:
        rows = [(number, _split(text, separator)) for number, text in enumerate(texts, 1) if text.strip()]
    except csv.Error as error:
        raise InputError("not_a_point_list", file=str(path), row="–", text=str(error)) from error
    return rows, decoder


def _separator(texts: list[str]) -> str | None:
    """Return what stands between the cells of most rows, None for spaces."""
    some = [text for text in texts[:_SAMPLE] if text.strip()]
    counts = {sign: sum(sign in text for text in some) for sign in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda sign: counts[sign])
    return best if counts[best] > len(some) / 2 else None


def _split(text: str, separator: str | None) -> list[str]:
    if separator is None:
        return text.split()
    cells = next(csv.reader([text], delimiter=separator)) if '"' in text else text.split(separator)
    return [_plain(cell.strip()) if separator != "," else cell.strip() for cell in cells]


def _plain(cell: str) -> str:
    return cell.replace(",", ".") if _DECIMAL_COMMA.fullmatch(cell) else cell


def _columns(rows: list[tuple[int, list[str]]], path: Path) -> tuple[dict[str, int], Any, bool]:
    """Return which column holds what, the rows below the heading, and whether that settles the order."""
    if not rows:
        raise InputError("empty_file", file=str(path))
    first = [_DRESS.sub("", cell.lower()) for cell in rows[0][1]]
    named = {
        what: next((i for i, cell in enumerate(first) if cell in words), -1)
        for what, words in _HEADINGS.items()
    }
    if named["east"] >= 0 and named["north"] >= 0:
        settled = not {first[named["east"]], first[named["north"]]} & set(_UNSETTLED)
        return {what: column for what, column in named.items() if column >= 0}, rows[1:], settled
    width = Counter(len(row) for _, row in rows).most_common(1)[0][0]
    order = _WITHOUT_HEADING.get(width, _CASS)
    return {what: column for column, what in enumerate(order)}, rows, False


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
