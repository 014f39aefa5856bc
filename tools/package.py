"""Build the ZIP that QGIS's "Install from ZIP" takes: only what a user needs, always the same bytes."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "build" / "commonplan.zip"
FILES = (
    "__init__.py", "plugin.py", "metadata.txt", "LICENSE", "CHANGELOG.md", "README.md", "README.zh.md",
)  # fmt: skip
FOLDERS = ("community", "readers", "workspace", "output", "processing", "ui", "resources")
# The sample is for tests and the demo; .ts files are sources, what QGIS reads are the .qm beside them.
LEFT_OUT_FOLDERS = {"__pycache__", "sample"}
LEFT_OUT_SUFFIXES = {".pyc", ".ts"}
EPOCH = (1980, 1, 1, 0, 0, 0)


def shipped() -> Iterator[Path]:
    """Yield the files that go in, sorted."""
    yield from (ROOT / name for name in FILES if (ROOT / name).is_file())
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            left_out = LEFT_OUT_FOLDERS.intersection(path.relative_to(ROOT).parts)
            if path.is_file() and not left_out and path.suffix not in LEFT_OUT_SUFFIXES:
                yield path


def build(target: Path) -> int:
    """Write the ZIP and return the number of files in it."""
    paths = list(shipped())
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for path in paths:
            entry = zipfile.ZipInfo(f"commonplan/{path.relative_to(ROOT).as_posix()}", EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return len(paths)


def main() -> int:
    """Build, unless what `make setup` builds is missing."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    sources = list((ROOT / "resources" / "i18n").glob("*.ts"))
    wanted = [ROOT / "resources" / "viewer", *(path.with_suffix(".qm") for path in sources)]
    missing = [str(path.relative_to(ROOT)) for path in wanted if not path.exists()]
    if missing:
        print(f"Run `make setup` first: {', '.join(missing)} is missing.", file=sys.stderr)
        return 1
    count = build(target)
    print(f"{target}   {count} files, {target.stat().st_size / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
