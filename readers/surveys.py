"""A survey file of any kind in: drawings, vector data, point lists."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..community.errors import InputError
from ..community.survey.batches import SurveyData
from ..community.survey.exchange import exchange_axes
from .containers import database_of, unpacked
from .dwg.read import is_dwg, read_dwg
from .dxf.read import read_dxf
from .points import POINT_LIST, read_points
from .vector import read_vector

_POINT_LISTS = (".dat", ".csv", ".txt", ".xyz", ".pts")
_ARCHIVES = (".zip", ".shz")
_DRAWINGS = (".dxf", ".dwg")
_BLOCK = 1 << 20


def read_survey(
    path: Path, encoding: str | None = None, progress: Callable[[float], None] = lambda _: None,
    *, metres: float | None = None, explode: bool = False, axes: str = "auto", systems: Sequence[str] = (),
) -> SurveyData:  # fmt: skip
    """Read a survey file.

    Parameters
    ----------
    path
        DXF or DWG; a point list (`.dat` of CASS, CSV); what OGR reads as vector data; a FileGDB, or any
        file in it; a ZIP with one of these.
    encoding
        Of its texts; None: header and bytes decide.
    progress
        Told the share read, 0…1; may raise to stop.
    metres
        On the ground for a unit of a drawing, when the planner says so (`units.known_metres`).
    explode
        Whether a drawing's blocks become what is drawn in them; else they are points.
    axes
        Which coordinate comes first: of point lists as `read_points`; all else is taken as it is drawn
        unless it is `north_east`.
    systems
        Coding systems to look for in drawings, as `read_dxf`.

    Raises
    ------
    InputError
        `missing_file`, `empty_file`, and those of the readers.
    """
    drawn = {"metres": metres, "explode": explode, "systems": systems}
    data = _read(path, encoding, progress, drawn, axes)
    return exchange_axes(data) if axes == "north_east" and data.format != POINT_LIST else data


def _read(
    path: Path, encoding: str | None, progress: Callable[[float], None], drawn: dict[str, Any], axes: str
) -> SurveyData:
    path = database_of(path)
    if path.is_dir() and path.suffix.lower() == ".gdb":
        return read_vector(path, encoding, progress)
    if not path.is_file():
        raise InputError("missing_file", file=str(path))
    if path.stat().st_size == 0:
        raise InputError("empty_file", file=str(path))
    suffix = path.suffix.lower()
    if suffix in _ARCHIVES:
        with unpacked(path) as survey:
            return _read(survey, encoding, progress, drawn, axes)
    if is_dwg(path):
        return read_dwg(path, encoding, progress, **drawn)
    if suffix in _DRAWINGS or _looks_like_drawing(path):
        return read_dxf(path, encoding, progress, **drawn)
    if suffix in _POINT_LISTS:
        return read_points(path, encoding, axes, progress)
    return read_vector(path, encoding, progress)


def _looks_like_drawing(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(400)
    lines = [line.strip(b" \t\xef\xbb\xbf") for line in head.splitlines()[:2]]
    return head.startswith(b"AutoCAD Binary DXF") or lines == [b"0", b"SECTION"]


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a survey file; of a FileGDB, that of its files' names and bytes in order."""
    path = database_of(path)
    digest = hashlib.sha256()
    inside = path.is_dir()
    files = (
        (file for file in path.iterdir() if file.is_file() and file.suffix != ".lock") if inside else [path]
    )
    for file in sorted(files):
        if inside:
            digest.update(file.name.encode("utf-8", "surrogateescape"))
        with file.open("rb") as content:
            while block := content.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()
