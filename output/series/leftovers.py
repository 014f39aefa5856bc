"""Files that an earlier run of a series left in its folder, and that this run no longer makes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

MANIFEST = "series.json"


def written_before(folder: Path) -> dict[str, str]:
    """Return the files that the last run wrote into a folder, name → SHA-256; none that lies elsewhere."""
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, LookupError, TypeError):
        return {}
    named = files.items() if isinstance(files, dict) else ()
    return {name: digest for name, digest in named if Path(name).name == name and isinstance(digest, str)}


def note_written(folder: Path) -> None:
    """Note name and SHA-256 of all files of a run, for the next one."""
    files = {path.name: _digest(path) for path in sorted(folder.iterdir()) if path.is_file()}
    text = json.dumps({"files": files}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def clear_away(
    folder: Path, before: dict[str, str], now: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Delete what an earlier run wrote and this one did not.

    Returns
    -------
    removed
        Names of the files deleted.
    kept
        Of those that stay, because somebody changed them, or has them open.
    """
    removed: list[str] = []
    kept: list[str] = []
    for name, digest in sorted(before.items()):
        path = folder / name
        if name in now or name == MANIFEST or not path.is_file():
            continue
        try:
            unchanged = _digest(path) == digest
            if unchanged:
                path.unlink()
        except OSError:
            unchanged = False
        (removed if unchanged else kept).append(name)
    return tuple(removed), tuple(kept)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
