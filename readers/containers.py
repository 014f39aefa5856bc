"""Files that come in company: a Shapefile and its sisters, a FileGDB, an archive, KML with pictures."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from osgeo import gdal

from ..community.errors import InputError

Notes = list[dict[str, Any]]

_SISTERS = (".shp", ".dbf", ".prj", ".cpg")
_MOST_BYTES = 200_000_000
_MOST_UNPACKED = 4_000_000_000
_MOST_MEMBERS = 10_000
_SURVEYS = (
    ".shp", ".gdb", ".gpkg", ".geojson", ".json", ".kml", ".kmz", ".dxf", ".dwg", ".dat", ".csv",
    ".tab", ".mif",
)  # fmt: skip
_UTF8_NAME = 0x800
_BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
# What KML shows beside features; GDAL hands some of it over as features without geometry.
_TAG = re.compile(rb"<(?:\w+:)?((?:Ground|Screen|Photo)Overlay|NetworkLink|Model)[\s>]")


def database_of(path: Path) -> Path:
    """Return the FileGDB in which a file lies, else the path: a dialog for files finds no folders."""
    return path.parent if path.parent.suffix.lower() == ".gdb" else path


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Unpack a ZIP into a folder of its own and return the one survey in it.

    Raises
    ------
    InputError
        `broken_survey`, `table_too_large`, `not_one_survey` with the files that could be meant.
    """
    with tempfile.TemporaryDirectory(prefix="commonplan") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                members = [member for member in archive.infolist() if not member.is_dir()]
                size = sum(member.file_size for member in members)
                if size > _MOST_UNPACKED or len(members) > _MOST_MEMBERS:
                    raise InputError("table_too_large", file=str(path))
                for member in members:
                    target = Path(folder, *_name(member))
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(member) as source, target.open("wb") as copy:
                        shutil.copyfileobj(source, copy)
        except _BROKEN_ARCHIVE as error:
            raise InputError("broken_survey", file=str(path), problem=str(error)) from error
        found = {database_of(file) for file in Path(folder).rglob("*") if file.is_file()}
        surveys = sorted(file for file in found if file.suffix.lower() in _SURVEYS)
        if len(surveys) != 1:
            names = ", ".join(file.name for file in surveys) or "–"
            raise InputError("not_one_survey", file=str(path), found=names)
        yield surveys[0]


def _name(member: zipfile.ZipInfo) -> list[str]:
    """Return the parts of a name that stay inside the folder; Windows packs Chinese names as GBK."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME:
        name = name.encode("cp437", "replace").decode("gb18030", "replace")
    parts = PurePosixPath(name.replace("\\", "/").replace(":", "_").replace("\x00", "_")).parts
    return [part for part in parts if part not in ("/", "..", ".")] or ["_"]


@contextmanager
def opened_up(path: Path) -> Iterator[tuple[Path, Notes]]:
    """Return a path that GDAL can open, and what is to be said about it.

    A Shapefile without its index is copied away and gets one there: beside the file nothing is written.
    """
    if path.suffix.lower() != ".shp":
        yield path, []
        return
    missing = [suffix for suffix in (".shx", *_SISTERS[1:3]) if sister(path, suffix) is None]
    notes: Notes = [{"note": "parts_missing", "parts": missing}] if missing else []
    if ".shx" not in missing:
        yield path, notes
        return
    with tempfile.TemporaryDirectory(prefix="commonplan") as folder:
        for suffix in _SISTERS:
            part = sister(path, suffix)
            if part is not None:
                shutil.copyfile(part, Path(folder, path.stem + suffix))
        before = gdal.GetConfigOption("SHAPE_RESTORE_SHX")
        gdal.SetConfigOption("SHAPE_RESTORE_SHX", "YES")
        try:
            yield Path(folder, path.stem + ".shp"), notes
        finally:
            gdal.SetConfigOption("SHAPE_RESTORE_SHX", before)


def sister(path: Path, suffix: str) -> Path | None:
    """Return the file beside a part of a Shapefile, its suffix in small or capital letters."""
    found = (path.with_suffix(suffix), path.with_suffix(suffix.upper()))
    return next((part for part in found if part.is_file()), None)


def not_features(path: Path) -> tuple[list[str], Notes]:
    """Return what KML and KMZ hold beside features: the files in it, and notes of overlays and links."""
    suffix = path.suffix.lower()
    if suffix == ".kml" and path.stat().st_size <= _MOST_BYTES:
        return [], _overlays(path.read_bytes())
    return _in_archive(path) if suffix == ".kmz" else ([], [])


def _in_archive(path: Path) -> tuple[list[str], Notes]:
    files: list[str] = []
    notes: Notes = []
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if member.filename.lower().endswith(".kml") and member.file_size <= _MOST_BYTES:
                    notes += _overlays(archive.read(member))
                elif not member.is_dir():
                    files.append(member.filename)
    except _BROKEN_ARCHIVE:
        return files, notes  # GDAL read it: what it says of the file counts
    return files, notes


def _overlays(text: bytes) -> Notes:
    kinds = Counter(match.group(1).decode() for match in _TAG.finditer(text))
    return [{"note": "not_a_feature", "kind": kind, "count": count} for kind, count in sorted(kinds.items())]
