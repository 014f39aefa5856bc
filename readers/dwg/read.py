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
ACadSharp, a library with years of use, and needs no .NET. What it reads but cannot write as DXF is
named in the report, and of R14 and 2000 also what it loses (`readers.dwg.census`). Without it, or on
an older Python, a sentence says what to do.

In a process of its own: native code that crashes on a broken file must not take QGIS with it, nor
eat its memory. `multiprocessing` would start QGIS again on Windows and macOS, where
`sys.executable` is QGIS; the Python that stands beside it is started instead.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ...community.errors import InputError
from ...community.survey.batches import SurveyData
from ..dxf.content import LEFT_OUT
from ..dxf.read import read_dxf
from ..releases import RELEASES
from . import census

PACKAGE = "acadsharp-native"
"""What has to be installed."""

_PROGRAM = Path(__file__).with_name("convert.py")
_OLDEST = "AC1014"
_PYTHON_SINCE = (3, 11)
_MEGABYTE = 1_000_000
_SECONDS, _SECONDS_PER_MEGABYTE = 25, 20
_EXPECTED_SECONDS_PER_MEGABYTE = 4
_MEMORY, _MEMORY_PER_BYTE, _MOST_MEMORY = 1000 * _MEGABYTE, 200, 6000 * _MEGABYTE
_CONVERSION = 0.6
_TICK = 0.1
_UNTRIED = ("R14", "2007")
"""No genuine file of these releases was at hand. Of R14, what the library writes was tried, once a bit
that it writes the wrong way round was put right (its issue 1161); LibreDWG and libdxfrw read the same."""

Progress = Callable[[float], None]


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
    version = _version(path)
    program = [str(_interpreter()), str(_PROGRAM), str(_packages(path))]
    with tempfile.TemporaryDirectory(prefix="commonplan") as folder:
        result = Path(folder, "drawing.dxf")
        command = [*program, str(path.absolute()), str(result)]
        answer = _converted(command, path, lambda share: progress(_CONVERSION * share))
        data = read_dxf(
            result, encoding, lambda share: progress(_CONVERSION + (1 - _CONVERSION) * share),
            metres=metres, explode=explode, systems=systems,
        )  # fmt: skip
    data = _named(data, RELEASES[version], answer["left"])
    return _counted(data, path, answer) if version in census.RELEASES else data


def _version(path: Path) -> str:
    with path.open("rb") as file:
        version = file.read(6).decode("ascii", "replace")
    if version not in RELEASES or version < _OLDEST:
        raise InputError("dwg_release", file=str(path), release=RELEASES.get(version, version))
    return version


def _packages(path: Path) -> Path:
    """Return the folder that holds the library; it is not imported into this process."""
    found = find_spec("acadsharp_native")
    if found is not None and found.origin:
        return Path(found.origin).parents[1]
    if sys.version_info < _PYTHON_SINCE:
        raise InputError("python_too_old", file=str(path), needed=".".join(map(str, _PYTHON_SINCE)))
    raise InputError("dwg_reader_missing", file=str(path), package=PACKAGE)


def _interpreter() -> Path:
    """Return Python as a program: `sys.executable`, unless that is QGIS."""
    prefix, beside = Path(sys.base_exec_prefix), Path(sys.executable or ".").parent
    version = f"python3.{sys.version_info.minor}"
    candidates = [
        Path(sys.executable or "."), prefix / "python.exe", prefix / "bin" / version, prefix / "bin/python3",
        beside / "python3.exe", beside / "bin" / version, beside / "bin/python3",
    ]  # fmt: skip
    for candidate in candidates:
        if candidate.stem.lower().startswith("python") and candidate.is_file():
            return candidate
    raise InputError("no_python", places=", ".join(str(c.parent) for c in candidates[1:]))


def _converted(command: list[str], path: Path, progress: Progress) -> dict[str, Any]:
    """Run the converter with limits on time and memory; return its answer."""
    size = path.stat().st_size
    memory = min(_MEMORY + _MEMORY_PER_BYTE * size, _MOST_MEMORY)
    environment = {
        **os.environ,
        "DOTNET_GCHeapHardLimit": f"{memory:x}",
        # Decimal points whatever the country, and no need of ICU.
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1",
    }
    expected = 1 + _EXPECTED_SECONDS_PER_MEGABYTE * size / _MEGABYTE
    limit = _SECONDS + _SECONDS_PER_MEGABYTE * size / _MEGABYTE
    begin = time.monotonic()
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaint:
        process = subprocess.Popen(  # noqa: S603 (our own program, no shell)
            command, stdin=subprocess.DEVNULL, stdout=answer, stderr=complaint, env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        try:
            while process.poll() is None:
                elapsed = time.monotonic() - begin
                if elapsed > limit:
                    raise InputError("dwg_too_slow", file=str(path), seconds=round(limit))
                progress(elapsed / (elapsed + expected))
                time.sleep(_TICK)
        finally:
            process.kill()
            process.wait()
        answer.seek(0)
        return _answer(answer.read(), process.returncode, path)


def _answer(text: bytes, status: int, path: Path) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(text)
    except ValueError:
        raise InputError("damaged_dwg", file=str(path), problem=f"exit status {status}") from None
    error = answer.get("error")
    if error is None:
        return answer
    if error["kind"] in ("OutOfMemoryException", "MemoryError"):
        raise InputError("dwg_too_large", file=str(path))
    if error["kind"] == "ModuleNotFoundError":
        raise InputError("dwg_reader_missing", file=str(path), package=PACKAGE)
    raise InputError("damaged_dwg", file=str(path), problem=error["text"])


def _named(data: SurveyData, release: str, left: list[list[str]]) -> SurveyData:
    """Return the survey under the drawing's own kind, with what the library could not hand over."""
    missing = Counter((kind, layer) for kind, layer in left)
    reasons = {(*key, LEFT_OUT.get(key[0], "unknown_type")): count for key, count in missing.items()}
    notes = [*data.notes, {"note": "converted", "library": PACKAGE}]
    if release in _UNTRIED:
        notes.append({"note": "untried_dwg", "release": release})
    return replace(
        data, format=f"DWG {release}", notes=notes,
        found=data.found + missing, skipped=data.skipped + Counter(reasons),
    )  # fmt: skip


def _counted(data: SurveyData, path: Path, answer: dict[str, Any]) -> SurveyData:
    """Return the survey with what the drawing holds, yet the library never saw, as left out."""
    try:
        lost = census.drawn_beyond(path, set(answer["handles"]))
    except ValueError:
        return replace(data, notes=[*data.notes, {"note": "uncounted_dwg"}])
    if not lost:
        return data
    names = dict(answer["layers"])
    outside = [(one, one.kind, names.get(one.layer, "")) for one in lost if one.space != "block"]
    inside = Counter(one.kind for one in lost if one.space == "block")
    reasons = Counter(
        (kind, layer, "paper_space" if one.space == "paper" else LEFT_OUT.get(kind, "unread"))
        for one, kind, layer in outside
    )
    notes = [
        {"note": "left_in_block", "type": kind, "reason": LEFT_OUT.get(kind, "unread"), "count": count}
        for kind, count in inside.items()
    ]
    return replace(
        data, notes=[*data.notes, {"note": "lost_in_dwg", "count": len(lost)}, *notes],
        found=data.found + Counter((kind, layer) for _, kind, layer in outside),
        skipped=data.skipped + reasons,
    )  # fmt: skip
