"""Run a program of our own beside QGIS, with limits on time and memory.

Native code that crashes on a broken file must not take QGIS with it, nor eat its memory.
`multiprocessing` would start QGIS again on Windows and macOS, where `sys.executable` is QGIS; the
Python that stands beside it is started instead.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Optional

from ...community.errors import InputError

_MEGABYTE = 1_000_000
_SECONDS, _SECONDS_PER_MEGABYTE = 25, 20
_EXPECTED_SECONDS_PER_MEGABYTE = 4
_MEMORY, _MEMORY_PER_BYTE, _MOST_MEMORY = 1000 * _MEGABYTE, 200, 6000 * _MEGABYTE
_TICK = 0.1

Progress = Callable[[float], None]


def folder_of(module: str) -> Optional[Path]:
    """Return the folder that holds an installed module, which is not imported into this process."""
    found = find_spec(module)
    return Path(found.origin).parents[1] if found is not None and found.origin else None


def answer_of(
    program: Path, arguments: Sequence[object], path: Path, progress: Progress, given: bytes = b""
) -> dict[str, Any]:
    """Run a program on a file and return its answer.

    Parameters
    ----------
    program, arguments
        A file of Python that prints one JSON object.
    path
        The file; by its size go the limits.
    progress
        Told the share of the time expected, 0…1; may raise to stop.
    given
        What the program reads from its standard input.

    Raises
    ------
    InputError
        `no_python`, `dwg_too_slow`, and `damaged_dwg` where the program did not come to an answer.
    """
    size = path.stat().st_size
    memory = min(_MEMORY + _MEMORY_PER_BYTE * size, _MOST_MEMORY)
    environment = {
        **os.environ,
        "DOTNET_GCHeapHardLimit": f"{memory:x}",
        # Decimal points whatever the country, and no need of ICU.
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1",
    }
    command = [str(word) for word in (_interpreter(), program, *arguments)]
    with (
        tempfile.TemporaryFile() as told,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as complaint,
    ):
        told.write(given)
        told.seek(0)
        process = subprocess.Popen(  # noqa: S603 (our own program, no shell)
            command, stdin=told, stdout=answer, stderr=complaint, env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        _await(process, path, size / _MEGABYTE, progress)
        answer.seek(0)
        try:
            found: dict[str, Any] = json.loads(answer.read())
        except ValueError:
            problem = f"exit status {process.returncode}"
            raise InputError("damaged_dwg", file=str(path), problem=problem) from None
        return found


def _await(process: subprocess.Popen[bytes], path: Path, megabytes: float, progress: Progress) -> None:
    """Wait until the process ends; end it when it takes too long, or `progress` raises."""
    expected = 1 + _EXPECTED_SECONDS_PER_MEGABYTE * megabytes
    limit = _SECONDS + _SECONDS_PER_MEGABYTE * megabytes
    begin = time.monotonic()
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
