"""Bring a kept copy of a community back."""

from __future__ import annotations

import tempfile
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from osgeo import gdal

from ..community.errors import CommunityFileError
from ..community.schema import TABLES
from . import geopackage as gp
from .copies import copies, copy_file
from .edits import layers_of
from .file import writing
from .triggers import create_triggers, drop_triggers

_LOST = ("missing_file", "damaged_file", "not_a_community")


def restore(path: Path, copy: Path | None = None) -> Path:
    """Put the content of a kept copy back, in one transaction; the state before is kept as a copy too.

    A community file that is lost or damaged is made anew from one of its copies; what is left of it
    is moved into `backups/`.

    Parameters
    ----------
    path
        The community file.
    copy
        The copy to restore; the newest when None.

    Returns
    -------
    copy
        The copy that was restored.

    Raises
    ------
    CommunityFileError
        `no_backup`, `other_crs`, and all that `writing` raises.
    """
    kept = copies(path)
    lost = _loss(path)
    if lost is not None and not kept:
        raise lost
    if copy is None and not kept:
        raise CommunityFileError("no_backup", file=str(path))
    source = copy or kept[-1]
    if lost is not None:
        _make_anew(path, source)
    else:
        _replace_content(path, source)
    return source


def _loss(path: Path) -> CommunityFileError | None:
    with gp.gdal_exceptions():
        try:
            gp.open_community(path, gdal.OF_READONLY)
        except CommunityFileError as error:
            if error.code not in _LOST:
                raise
            return error
    return None


def _make_anew(path: Path, source: Path) -> None:
    if layers_of(path):
        raise CommunityFileError("community_open", folder=str(path.parent))
    with tempfile.TemporaryDirectory(prefix="commonplan-") as folder:
        # Whether it can be read is known before anything is moved.
        copy_file(source, Path(folder) / "copy.gpkg")
    stamp = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    for end in ("", "-wal", "-shm", "-journal"):
        rest = Path(f"{path}{end}")
        if rest.exists():
            rest.replace(path.parent / "backups" / f"{path.stem}.damaged-{stamp}.gpkg{end}")
    copy_file(source, path)


def _replace_content(path: Path, source: Path) -> None:
    with gp.gdal_exceptions():
        _refuse_other_crs(path, source)
    with writing(path) as file:
        file.take_over(source)
        for statement in drop_triggers():
            file.run(statement)
        for name in TABLES:
            file.run(f"DELETE FROM {gp.quote(name)}")
        for name in TABLES:
            file.take_rows(name)
        for statement in create_triggers():
            file.run(statement)


def _refuse_other_crs(path: Path, source: Path) -> None:
    present, past = (_crs(gp.open_community(p, gdal.OF_READONLY)) for p in (path, source))
    if (present is None) != (past is None) or (present is not None and not present.IsSame(past)):
        raise CommunityFileError("other_crs", file=str(source))


def _crs(dataset: Any) -> Any:
    reference = dataset.GetLayerByName("place").GetSpatialRef()
    return None if reference is None else reference.Clone()
