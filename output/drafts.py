"""Files that appear whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..community.errors import CommunityFileError, OutputError


@contextmanager
def draft_of(target: Path) -> Iterator[Path]:
    """Give a path to write to; what stands there in the end, with its side files, moves to `target`.

    Raises
    ------
    CommunityFileError
        `not_writable`.
    OutputError
        `output_in_use` while another program, or QGIS, has the file open for writing.
    """
    if any(Path(f"{target}{suffix}").exists() for suffix in ("-wal", "-journal")):
        raise OutputError("output_in_use", file=str(target))
    try:
        with tempfile.TemporaryDirectory(prefix=".commonplan-", dir=target.parent) as folder:
            yield Path(folder) / target.name
            for made in sorted(Path(folder).iterdir()):
                made.replace(target.parent / made.name)
    except OSError as error:
        raise CommunityFileError("not_writable", file=str(target)) from error
