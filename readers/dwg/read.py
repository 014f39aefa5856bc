"""Read a DWG drawing, R14 to 2018: ACadSharp turns it into DXF, which our own reader reads.

Measured in November 2026 on a DWG of 2018 against its DXF twin, both by AutoCAD (163 entities in the
model space, 28 with XDATA), and on a survey of 110,000 entities (4 MB):

============== =================== ===== ============ ==== =====================================
library        entities            XDATA same handles time loses
============== =================== ===== ============ ==== =====================================
acadsharp 0.1  157                 28    157          16 s table, region, shape, 3D solid
pycadkit 0.5   132                 0     0            2 s  also multileaders, multilines, meshes
ezdwg 0.17     313, blocks broken  0     0            –    blocks, XDATA, handles
dwg2geo 0.2    241 rows of GeoJSON 0     –            –    XDATA, blocks; writes no DXF
============== =================== ===== ============ ==== =====================================

What a planner needs of a CASS map is its XDATA and its texts, so the slow one it is: it wraps
ACadSharp, a library with years of use, and needs no .NET. Without it, or on an older Python, a
sentence says what to do. What it reads but cannot write as DXF is named in the report.

It loses entities without a word, however: in R14 and 2000 they hang in a chain, and of five lines with a
damaged one in the middle two came in; of 2018 its makers know of lost block references (their issue
1172). So ezdwg, which is quick and reads each release's list of objects, counts after it: what it
finds and the library did not see is named too. In 2004 it does not tell kinds that have no number of
their own, such as multileaders.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...community.errors import InputError
from ...community.survey.batches import SurveyData
from ..dxf.content import LEFT_OUT
from ..dxf.read import read_dxf
from ..releases import RELEASES
from .process import Progress, answer_of, folder_of

LIBRARY, COUNTER = "acadsharp-native", "ezdwg"
PACKAGES = f"{LIBRARY}, {COUNTER}"
"""What has to be installed."""

_PROGRAM = Path(__file__).with_name("convert.py")
_COUNTER = Path(__file__).with_name("count.py")
_OLDEST = "AC1014"
_PYTHON_SINCE = (3, 11)
_CONVERSION, _READING = 0.6, 0.95
_UNTRIED = ("R14", "2007")
"""No genuine file of these releases was at hand. Of R14, what the library writes was tried, once a bit
that it writes the wrong way round was put right (its issue 1161); LibreDWG and libdxfrw read the same."""


def is_dwg(path: Path) -> bool:
    """Tell whether a file begins like a DWG, of whatever age."""
    with path.open("rb") as file:
        head = file.read(6)
    return head.startswith((b"AC10", b"AC1.", b"AC2."))


def read_dwg(
    path: Path, encoding: str | None = None, progress: Progress = lambda _: None,
    *, metres: float | None = None, explode: bool = False, systems: Sequence[str] = (),
) -> SurveyData:  # fmt: skip
    """Read a DWG of R14 to 2018.

    Parameters
    ----------
    path
        The file.
    encoding
        Of its texts; without it the file says, before 2007 by its code page.
    progress
        Told the share read, 0…1; may raise to stop.
    metres, explode, systems
        As `read_dxf`.

    Returns
    -------
    data
        Coordinates in drawing units; as `read_dxf`.

    Raises
    ------
    InputError
        `dwg_release`, `dwg_reader_missing`, `python_too_old`, `no_python`, `damaged_dwg`,
        `dwg_too_large`, `dwg_too_slow`, and those of `read_dxf`.
    """
    release = _release(path)
    with tempfile.TemporaryDirectory(prefix="commonplan") as folder:
        result = Path(folder, "drawing.dxf")
        arguments = [_packages(path), path.absolute(), result]
        answer = _checked(
            answer_of(_PROGRAM, arguments, path, lambda share: progress(_CONVERSION * share)), path
        )
        data = read_dxf(
            result, encoding, lambda share: progress(_CONVERSION + (_READING - _CONVERSION) * share),
            metres=metres, explode=explode, systems=systems,
        )  # fmt: skip
    data = _named(data, release, answer["left"])
    return _counted(data, path, answer, lambda share: progress(_READING + (1 - _READING) * share))


def _release(path: Path) -> str:
    with path.open("rb") as file:
        version = file.read(6).decode("ascii", "replace")
    if version not in RELEASES or version < _OLDEST:
        raise InputError("dwg_release", file=str(path), release=RELEASES.get(version, version))
    return RELEASES[version]


def _packages(path: Path) -> Path:
    """Return the folder that holds the library."""
    folder = folder_of("acadsharp_native")
    if folder is not None:
        return folder
    if sys.version_info < _PYTHON_SINCE:
        raise InputError("python_too_old", file=str(path), needed=".".join(map(str, _PYTHON_SINCE)))
    raise InputError("dwg_reader_missing", file=str(path), package=PACKAGES)


def _checked(answer: dict[str, Any], path: Path) -> dict[str, Any]:
    error = answer.get("error")
    if error is None:
        return answer
    if error["kind"] in ("OutOfMemoryException", "MemoryError"):
        raise InputError("dwg_too_large", file=str(path))
    if error["kind"] == "ModuleNotFoundError":
        raise InputError("dwg_reader_missing", file=str(path), package=PACKAGES)
    raise InputError("damaged_dwg", file=str(path), problem=error["text"])


def _named(data: SurveyData, release: str, left: list[list[str]]) -> SurveyData:
    """Return the survey under the drawing's own kind, with what the library could not hand over."""
    missing = Counter((kind, layer) for kind, layer in left)
    reasons = {(*key, LEFT_OUT.get(key[0], "unknown_type")): count for key, count in missing.items()}
    notes = [*data.notes, {"note": "converted", "library": LIBRARY}]
    if release in _UNTRIED:
        notes.append({"note": "untried_dwg", "release": release})
    return replace(
        data, format=f"DWG {release}", notes=notes,
        found=data.found + missing, skipped=data.skipped + Counter(reasons),
    )  # fmt: skip


def _counted(data: SurveyData, path: Path, answer: dict[str, Any], progress: Progress) -> SurveyData:
    """Return the survey with what the drawing holds, yet the library never saw, as left out."""
    folder = folder_of(COUNTER)
    if folder is None:
        return _with_notes(data, {"note": "unchecked_dwg", "package": COUNTER})
    try:
        count = answer_of(_COUNTER, [folder, path.absolute()], path, progress, json.dumps(answer).encode())
    except InputError:
        return _with_notes(data, {"note": "uncounted_dwg"})
    if not count["lost"]:
        return data
    outside = Counter((kind, layer, space) for kind, layer, space in count["lost"] if space != "block")
    inside = Counter(kind for kind, _, space in count["lost"] if space == "block")
    found: Counter[tuple[str, str]] = Counter()
    skipped: Counter[tuple[str, str, str]] = Counter()
    for (kind, layer, space), number in outside.items():
        found[kind, layer] += number
        skipped[kind, layer, "paper_space" if space == "paper" else _why(kind)] += number
    notes = [
        {"note": "left_in_block", "type": kind, "reason": _why(kind), "count": number}
        for kind, number in inside.items()
    ]
    return replace(
        _with_notes(data, {"note": "lost_in_dwg", "count": len(count["lost"])}, *notes),
        found=data.found + found, skipped=data.skipped + skipped,
    )  # fmt: skip


def _why(kind: str) -> str:
    return LEFT_OUT.get(kind, "unread")


def _with_notes(data: SurveyData, *notes: dict[str, Any]) -> SurveyData:
    return replace(data, notes=[*data.notes, *notes])
