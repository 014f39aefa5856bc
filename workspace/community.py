"""A community as a folder: made as one, found again as one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Optional

from qgis.core import QgsProcessingUtils

from ..community.errors import CommunityFileError
from .copies import clear_away, copy_file, copy_sheets, keep_copy
from .edits import layers_of
from .file import create, is_community
from .project import copy_project, write_project

# QGIS takes | and # in a path for the end of it, %41 for a letter, and loses rare characters in projects.
_UNFIT_FOR_FILES = re.compile('[\x00-\x1f<>:"/\\\\|?*#%\U00010000-\U0010ffff]+')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_UNFIT_FOR_QGIS = re.compile(r"[|]|%[0-9a-fA-F]{2}")
_LONGEST_NAME = 60
MEDIA, SHEETS = "media", "sheets"
"""Folders beside the file: photos, and what the sheets show that are kept as layouts."""
_MOST_BYTES = 180


def file_name(name: str) -> str:
    """Return a community's name made fit for a file on every system."""
    plain = _UNFIT_FOR_FILES.sub("_", name).strip(" ._")[:_LONGEST_NAME]
    short = plain.encode("utf-8", "ignore")[:_MOST_BYTES].decode("utf-8", "ignore").strip(" ._")
    return f"{short}_" if _DEVICES.fullmatch(short) else short or "community"


def communities_in(folder: Path) -> list[Path]:
    """Return the community files that stand directly in a folder."""
    files = [path for path in sorted(folder.glob("*.gpkg")) if not path.name.startswith(".")]
    return [path for path in files if is_community(path)]


def create_community(
    folder: Path,
    name: str,
    crs_wkt: str,
    *,
    overwrite: bool = False,
    fill: Optional[Callable[[Path], object]] = None,
) -> Path:
    """Make the folder of a new community: file, project, `media/`.

    Parameters
    ----------
    folder
        Where it goes; made when it is not there.
    name
        The community's name, also that of its files.
    crs_wkt
        CRS of the file.
    overwrite
        Replace a community that stands in the folder; a copy of it is kept in `backups/`.
    fill
        Puts the first content into the new file; when it fails, nothing is made.

    Returns
    -------
    path
        The community file.

    Raises
    ------
    CommunityFileError
        `community_exists`, `community_open`, `file_exists`, `path_unfit`, `not_writable`, `disk_full`.
    """
    path = folder / f"{file_name(name)}.gpkg"
    present = communities_in(folder) if folder.is_dir() else []
    _refuse(folder, path, present, overwrite)
    made = _make_folders(folder)
    kept: dict[Path, Path] = {}
    try:
        kept.update((old, keep_copy(old)) for old in present)
        create(path, crs_wkt, name)
        if fill is not None:
            fill(path)
        write_project(path)
    except BaseException:
        if path in kept:
            kept[path].replace(path)
        else:
            _remove(path)
        _remove_folders(made)
        raise
    for old in kept.keys() - {path}:
        _remove(old)
    return path


def passing(path: Path) -> Optional[CommunityFileError]:
    """Return what is to be said of a community that stands where QGIS deletes it when it is closed."""
    temporary = Path(QgsProcessingUtils.tempFolder()).resolve()
    if temporary not in path.resolve().parents:
        return None
    return CommunityFileError("temporary_folder", folder=str(path.parent))


def _refuse(folder: Path, path: Path, present: list[Path], overwrite: bool) -> None:
    _refuse_path(folder)
    if present and not overwrite:
        raise CommunityFileError("community_exists", folder=str(folder))
    if path.exists() and path not in present:
        raise CommunityFileError("file_exists", file=str(path))
    if any(layers_of(old) for old in present):
        raise CommunityFileError("community_open", folder=str(folder))


def _refuse_path(folder: Path) -> None:
    if _UNFIT_FOR_QGIS.search(str(folder.resolve())):
        raise CommunityFileError("path_unfit", folder=str(folder))


def _make_folders(folder: Path) -> list[Path]:
    """Make the folder and its `media/`; return what was not there, `backups/` too, outermost first."""
    wanted = [*reversed(folder.parents), folder, *(folder / name for name in (MEDIA, SHEETS, "backups"))]
    made = [one for one in wanted if not one.exists()]
    try:
        (folder / MEDIA).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommunityFileError("not_writable", file=str(folder)) from error
    return made


def copy_community(path: Path, folder: Path) -> Path:
    """Copy a community as one into `folder`: the file, its photos, its project with the sheets kept in it.

    Returns
    -------
    path
        The community file of the copy.

    Raises
    ------
    CommunityFileError
        `community_exists`, `path_unfit`, `not_writable`, `disk_full`.
    """
    target = folder / path.name
    _refuse_path(folder)
    if target.exists():
        raise CommunityFileError("community_exists", folder=str(folder))
    made = _make_folders(folder)
    try:
        copy_file(path, target)
        if (path.parent / MEDIA).is_dir():
            shutil.copytree(path.parent / MEDIA, folder / MEDIA, dirs_exist_ok=True)
        copy_sheets(path.parent / SHEETS, folder / SHEETS)
        copy_project(path, target)
    except BaseException as error:
        _remove(target)
        _remove_folders(made)
        if isinstance(error, OSError):
            raise CommunityFileError("not_writable", file=str(folder)) from error
        raise
    return target


def _remove(path: Path) -> None:
    ends = ("", "-wal", "-shm", "-journal")
    clear_away(*(Path(f"{path}{end}") for end in ends), path.with_suffix(".qgz"))


def _remove_folders(made: list[Path]) -> None:
    for folder in reversed(made):
        shutil.rmtree(folder, ignore_errors=True)
