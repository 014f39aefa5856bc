"""Copies of a community from before each write, kept in `backups/` beside the file."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from osgeo import gdal

from ..community.errors import CommunityFileError
from . import geopackage as gp

COPIES_KEPT = 10
# A draft this old (seconds) was left by a program that was killed.
_ABANDONED = 3600


def copies(path: Path) -> list[Path]:
    """Return the copies kept of a community file, the newest last."""
    name = re.compile(re.escape(path.stem) + "-[0-9]{8}T[0-9]{12}Z")
    return sorted(c for c in (path.parent / "backups").glob("*.gpkg") if name.fullmatch(c.stem))


def keep_copy(path: Path) -> Path:
    """Keep a copy of the present state in `backups/` and return it.

    Raises
    ------
    CommunityFileError
        All of `open_community`; `not_writable`, `disk_full`.
    """
    with gp.gdal_exceptions():
        return keep_copy_of(gp.open_community(path, gdal.OF_READONLY), path)


def keep_copy_of(dataset: Any, path: Path) -> Path:
    """Keep a copy of a community file that is open; it gets its name when it is complete."""
    folder = path.parent / "backups"
    stamp = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S%fZ")
    copy = folder / f"{path.stem}-{stamp}.gpkg"
    draft = copy.with_name(f".{copy.name}")
    try:
        folder.mkdir(exist_ok=True)
        with gp.failures(folder):
            gp.copy_into(dataset, draft)
        draft.replace(copy)
    except OSError as error:
        raise CommunityFileError("not_writable", file=str(folder)) from error
    finally:
        clear_away(draft)
    return copy


def clear_away(*files: Path) -> None:
    """Remove what is left of work that failed; where nothing can be removed, nothing was made."""
    for file in files:
        with suppress(OSError):
            file.unlink()


def discard_copy(copy: Path) -> None:
    """Remove a copy of a state that still is the present one, and the folder if it held nothing else."""
    clear_away(copy)
    with suppress(OSError):
        copy.parent.rmdir()


def copy_file(path: Path, target: Path) -> None:
    """Copy a consistent state of a community file to where nothing stands.

    Raises
    ------
    CommunityFileError
        All of `open_community`; `not_writable`, `disk_full`.
    """
    draft = target.with_name(f".{target.name}")
    with gp.gdal_exceptions(), gp.failures(target):
        try:
            gp.copy_into(gp.open_community(path, gdal.OF_READONLY), draft)
            draft.replace(target)
        except OSError as error:
            raise CommunityFileError("not_writable", file=str(target)) from error
        finally:
            clear_away(draft)


def copy_sheets(folder: Path, target: Path) -> None:
    """Copy the GeoPackages of kept sheets, which QGIS may have open, into another folder.

    Raises
    ------
    CommunityFileError
        `not_writable`, `disk_full`, `damaged_file`.
    """
    for file in sorted(folder.glob("*.gpkg")):
        target.mkdir(exist_ok=True)
        with gp.gdal_exceptions(), gp.failures(target / file.name):
            gp.copy_into(gdal.OpenEx(str(file), gdal.OF_VECTOR, ["GPKG"]), target / file.name)


def prune_copies(path: Path) -> None:
    """Remove all but the newest copies, and drafts of copies that nobody completed."""
    for copy in copies(path)[:-COPIES_KEPT]:
        copy.unlink(missing_ok=True)
    for draft in (path.parent / "backups").glob(".*.gpkg"):
        if time.time() - draft.stat().st_mtime > _ABANDONED:
            draft.unlink(missing_ok=True)


def forget_copies(path: Path) -> None:
    """Remove all earlier states of a community: copies, drafts of them, and remains of a damaged file."""
    for earlier in (path.parent / "backups").glob("*.gpkg*"):
        earlier.unlink(missing_ok=True)
