"""A community as a folder: made as one, found again as one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd

from ..community.errors import CommunityFileError
from ..community.schema import SCHEMA_VERSION
from .edits import layers_of
from .file import copy_file, create, keep_copy, writing

_UNFIT_FOR_FILES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_NAME = 60


def file_name(name: str) -> str:
    """Return a community's name made fit for a file on every system."""
    return _UNFIT_FOR_FILES.sub("_", name).strip(" ._")[:_LONGEST_NAME] or "community"


def communities_in(folder: Path) -> list[Path]:
    """Return the community files that stand directly in a folder."""
    from .file import is_community

    return [path for path in sorted(folder.glob("*.gpkg")) if is_community(path)]


def create_community(folder: Path, name: str, crs_wkt: str, *, overwrite: bool = False) -> Path:
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

    Returns
    -------
    path
        The community file.

    Raises
    ------
    CommunityFileError
        `community_exists`, `community_open`, `not_writable`.
    """
    from .project import write_project

    path = folder / f"{file_name(name)}.gpkg"
    present = communities_in(folder) if folder.is_dir() else []
    if present and not overwrite:
        raise CommunityFileError("community_exists", folder=str(folder))
    if any(layers_of(old) for old in present):
        raise CommunityFileError("community_open", folder=str(folder))
    made_folder = not folder.exists()
    try:
        (folder / "media").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommunityFileError("not_writable", file=str(folder)) from error
    try:
        for old in present:
            keep_copy(old)
            _remove(old)
        create(path, crs_wkt)
        with writing(path, copy=False) as file:
            row = {"name": [name], "schema_version": [SCHEMA_VERSION]}
            file.insert("community", pd.DataFrame(row))
        write_project(path)
    except BaseException:
        if made_folder:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return path


def copy_community(path: Path, folder: Path) -> Path:
    """Copy a community as one into `folder`: the file, its photos, a project of its own.

    Returns
    -------
    path
        The community file of the copy.

    Raises
    ------
    CommunityFileError
        `community_exists`, `not_writable`.
    """
    from .project import write_project

    target = folder / path.name
    if target.exists():
        raise CommunityFileError("community_exists", folder=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy_file(path, target)
        if (path.parent / "media").is_dir():
            shutil.copytree(path.parent / "media", folder / "media", dirs_exist_ok=True)
    except (OSError, RuntimeError) as error:
        raise CommunityFileError("not_writable", file=str(folder)) from error
    write_project(target)
    return target


def _remove(path: Path) -> None:
    for old in (path, path.with_suffix(".qgz"), Path(f"{path}-wal"), Path(f"{path}-shm")):
        old.unlink(missing_ok=True)
