"""Point lists: CASS's `.dat` (no, code, east, north, height) and CSV."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from ..community.errors import InputError
from ..community.survey.batches import FARTHEST, Batch, SurveyData, take_sample
from ..community.survey.exchange import Exchanged
from ..community.survey.gridzones import axes_swapped
from ..community.survey.shapes import Shapes
from .point_rows import PointRows, Row
from .spool import Spool

AXES = ("auto", "east_north", "north_east")
"""Which coordinate comes first."""

POINT_LIST = "point list"
"""The format of what `read_points` reads."""

_SHOWN = 20
_DRESS = re.compile(r"[(\uff08\[].*?[)\uff09\]]|[\s_]")
_HEADINGS = {
    "name": ("no", "nr", "id", "name", "point", "pt", "点号", "点名", "编号", "序号", "名称", "名字"),
    "code": ("code", "cass", "southcode", "代码", "编码", "地物码", "要素代码"),
    "east": (
        "e", "east", "easting", "东", "东坐标", "横坐标", "横坐标y", "x", "x坐标", "坐标x",
        "lon", "lng", "longitude", "经度",
    ),
    "north": (
        "n", "north", "northing", "北", "北坐标", "纵坐标", "纵坐标x", "y", "y坐标", "坐标y",
        "lat", "latitude", "纬度",
    ),
    "height": ("h", "z", "height", "elev", "elevation", "高程", "高", "高程h", "z坐标", "坐标z"),
}  # fmt: skip
# Surveyors call north x, everybody else east: such headings do not settle the order.
_UNSETTLED = ("x", "y", "x坐标", "y坐标", "坐标x", "坐标y")
_WITHOUT_HEADING: dict[int, tuple[str, ...]] = {
    2: ("east", "north"), 3: ("east", "north", "height"), 4: ("name", "east", "north", "height"),
}  # fmt: skip
_CASS = ("name", "code", "east", "north", "height")
_SOUTH_CODE = re.compile(r"[1-3]\d{5}")


def read_points(
    path: Path, encoding: str | None = None, axes: str = "auto",
    progress: Callable[[float], None] = lambda _: None,
) -> SurveyData:  # fmt: skip
    """Read a point list: CASS's `.dat`, or rows with commas, semicolons, tabs or spaces between.

    Memory does not grow with the list.

    Parameters
    ----------
    path
        The list.
    encoding
        Of its texts; without it the bytes decide.
    axes
        One of AXES: which coordinate comes first where no heading says east or north. `auto` goes by
        the numbers themselves, else takes east, as CASS writes. What was taken stands in the notes.
    progress
        Told the share read, 0…1; may raise to stop.

    Raises
    ------
    InputError
        `not_a_point_list` when no row holds two coordinates, `empty_file`, `unknown_encoding_name`.
    """
    listed = PointRows.of(path, encoding)
    chunks = listed.chunks()
    first, _ = next(chunks, ([], 1.0))
    if not first:
        raise InputError("empty_file", file=str(path))
    columns, body, settled = _columns(first)
    points = _Points(path.stem, columns)
    points.add(body)
    for rows, share in chunks:
        points.add(rows)
        progress(share)
    if not points.count:
        line, row = body[0] if body else first[0]
        raise InputError("not_a_point_list", file=str(path), row=line, text=", ".join(row)[:60])
    order, reason = _order(points.batches, axes, settled=settled)
    return SurveyData(
        format=POINT_LIST,
        encoding=listed.decoder.evidence(),
        batches=Exchanged(points.batches) if order == "north_east" else points.batches,
        found=Counter({("POINT", path.stem): points.count + points.bad}),
        skipped=Counter({("POINT", path.stem, "no_coordinates"): points.bad} if points.bad else {}),
        notes=[
            {"note": "columns", "order": sorted(columns, key=lambda what: columns[what])},
            {"note": "axes", "order": order, "reason": reason},
            *points.notes(),
        ],
        code_system=points.codes.system,
    )


class _Points:
    """Takes the rows of a list some thousand at a time and counts what became of them."""

    def __init__(self, layer: str, columns: Mapping[str, int]) -> None:
        self.batches = Spool()
        self.codes = CodesSeen()
        self.count = 0
        self.bad = 0
        self._layer = layer
        self._columns = columns
        self._bad_lines: list[int] = []
        self._beside = 0

    def add(self, rows: Sequence[Row]) -> None:
        """Take rows below the heading."""
        cells = {what: self._cells(rows, what) for what in _CASS}
        places = np.column_stack([_numbers(cells[what]) for what in ("east", "north")])
        good = (np.abs(places) < FARTHEST).all(axis=1)
        self._beside += self._unread(rows)
        texts = {what: np.array([cell or None for cell in cells[what]], object) for what in ("code", "name")}
        lines = np.array([line for line, _ in rows], np.int64)
        self.codes.add(texts["code"][good])
        self.batches.add(
            {
                "survey_point": {
                    "geometry": Shapes(shapely.GeometryType.POINT, places[good]),
                    "layer": self._layer,
                    "code": texts["code"][good],
                    "text": texts["name"][good],
                    "handle": lines[good].astype(str).astype(object),
                    "elevation": _numbers(cells["height"])[good],
                }
            }
        )
        self.count += int(good.sum())
        self.bad += int((~good).sum())
        self._bad_lines += lines[~good][: _SHOWN - len(self._bad_lines)].tolist()

    def notes(self) -> list[dict[str, Any]]:
        """Name the rows that hold no position, and what stands beside the columns that were read."""
        missing = {"note": "rows_without_coordinates", "count": self.bad, "rows": self._bad_lines}
        beside = {"note": "cells_left", "count": self._beside}
        return [*([missing] if self.bad else []), *([beside] if self._beside else [])]

    def _unread(self, rows: Sequence[Row]) -> int:
        """Count the cells that say something and are in no column that is read."""
        used = set(self._columns.values())
        others = [i for i in range(max((len(row) for _, row in rows), default=0)) if i not in used]
        return sum(bool(row[i]) for _, row in rows if others for i in others if i < len(row))

    def _cells(self, rows: Sequence[Row], what: str) -> list[str]:
        column = self._columns.get(what)
        if column is None:
            return [""] * len(rows)
        return [row[column] if column < len(row) else "" for _, row in rows]


def _order(points: Iterable[Batch], axes: str, *, settled: bool) -> tuple[str, str]:
    """Return which coordinate comes first, and why: by heading, choice, numbers, or CASS's habit."""
    if settled:
        return "east_north", "headings"
    if axes != "auto":
        return axes, "chosen"
    swapped = axes_swapped(*np.median(take_sample(points).boxes[:, :2], axis=0))
    return ("north_east", "numbers") if swapped else ("east_north", "habit")


class CodesSeen:
    """Tells to which system the codes of a file belong."""

    def __init__(self) -> None:
        self._given = 0
        self._like_south = 0

    def add(self, codes: Iterable[str | None]) -> None:
        """Take the codes of some rows."""
        given = [code for code in codes if code]
        self._given += len(given)
        self._like_south += sum(_SOUTH_CODE.fullmatch(code) is not None for code in given)

    @property
    def system(self) -> str | None:
        """SOUTH when most codes look like CASS's: six digits, 1 to 3 first."""
        return "SOUTH" if self._given and self._like_south >= 0.5 * self._given else None


def _columns(rows: list[Row]) -> tuple[dict[str, int], list[Row], bool]:
    """Return which column holds what, the rows below the heading, and whether that settles the order."""
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


def _numbers(cells: list[str]) -> Any:
    try:
        return np.array([float(cell) for cell in cells], np.float64)
    except ValueError:
        return np.array([number(cell) for cell in cells], np.float64)


def number(text: str) -> float:
    """Return the number a cell holds, NaN when it holds none."""
    try:
        return float(text)
    except ValueError:
        return float("nan")
