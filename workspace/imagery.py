"""Imagery beneath the survey: GeoTIFF, or a picture with a world file.

It stands in the working project alone. Sheets and packages are made from the community's tables
and never see it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osgeo import gdal
from qgis.core import Qgis, QgsCoordinateTransform, QgsCsException, QgsProject, QgsRasterLayer

from ..community.errors import CommunityFileError, InputError, OutputError
from .edits import layers_of
from .project import background_group, project_path, site_extent, write_project

FOLDER = "background"
"""Where copies of imagery stand beside the community file."""


@dataclass(frozen=True)
class Imagery:
    """What was added: the file shown, its CRS, whether the file said so, whether it meets the site.

    `meets_site` is None while there is neither a boundary nor a survey.
    """

    file: Path
    crs: str
    crs_assumed: bool
    meets_site: bool | None


def add_imagery(path: Path, file: Path, *, copy: bool) -> Imagery:
    """Put an image beneath the survey of a community.

    Into the open project when it is this community's, to be saved by the planner; else into the
    community's project on disk.

    Parameters
    ----------
    path
        The community file.
    file
        Anything GDAL reads that knows where it lies. Without a CRS it is taken to be in the community's.
    copy
        Whether to copy it, with its world file and overviews, into the community's folder; else the
        project refers to where it is, by a relative path.

    Raises
    ------
    InputError
        `missing_file`, `image_unreadable`, `image_without_position`.
    CommunityFileError, OutputError
        `not_writable`, `image_exists`.
    """
    parts = _parts(file)
    copies = _copied(parts, path.parent / FOLDER) if copy else []
    try:
        with _project_of(path) as project:
            return _add(project, path, copies[0] if copies else file)
    except BaseException:
        _remove(copies)
        raise


def _parts(file: Path) -> list[Path]:
    """Return the image's files: itself first, then world file, projection, overviews."""
    if not file.is_file():
        raise InputError("missing_file", file=str(file))
    image = _opened(file)
    if image is None or not image.RasterCount:
        raise InputError("image_unreadable", file=file.name)
    if image.GetGeoTransform(can_return_null=True) is None and not image.GetGCPCount():
        raise InputError("image_without_position", file=file.name)
    found = [Path(part) for part in image.GetFileList() or ()]
    return [file, *(part for part in found if part.resolve() != file.resolve() and part.is_file())]


def _opened(file: Path) -> Any:
    """Return GDAL's dataset, None for what is no image, without a word on stderr."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        return gdal.OpenEx(str(file), gdal.OF_RASTER)
    except RuntimeError:  # when somebody in this process switched GDAL's exceptions on
        return None
    finally:
        gdal.PopErrorHandler()


def _copied(parts: list[Path], folder: Path) -> list[Path]:
    """Copy files into a folder, whole or not at all, and return the copies.

    What stands in the folder already needs none.
    """
    if parts[0].resolve().parent == folder.resolve():
        return []
    targets = [folder / part.name for part in parts]
    if any(target.exists() for target in targets):
        raise OutputError("image_exists", file=str(next(t for t in targets if t.exists())))
    try:
        folder.mkdir(exist_ok=True)
        for part, target in zip(parts, targets):
            shutil.copy2(part, target)
    except OSError as error:
        _remove(targets)
        raise CommunityFileError("not_writable", file=str(folder)) from error
    return targets


def _remove(files: list[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


@contextmanager
def _project_of(path: Path) -> Iterator[Any]:
    """Yield the open project when it is the community's, else its project on disk, saved after."""
    if layers_of(path):
        yield QgsProject.instance()
        QgsProject.instance().setDirty(True)
        return
    target = project_path(path)
    if not target.exists():
        write_project(path)
    project = QgsProject()
    if not project.read(str(target)):
        raise CommunityFileError("not_a_community", file=str(path))
    try:
        yield project
        if not project.write(str(target)):
            raise OutputError("not_writable", file=str(target))
    finally:
        project.clear()


def _add(project: Any, path: Path, file: Path) -> Imagery:
    layers = {str(layer.customProperty("commonplan/table")): layer for layer in layers_of(path, project)}
    layer = QgsRasterLayer(str(file), file.stem, "gdal")
    if not layer.isValid():
        raise InputError("image_unreadable", file=file.name)
    own = layer.crs()
    assumed = not own.isValid()
    if assumed:
        layer.setCrs(layers["place"].crs())
    project.addMapLayer(layer, False)
    background_group(project).insertLayer(0, layer)
    project.writeEntryBool("Paths", "/Absolute", False)
    name = layer.crs().authid() or layer.crs().description() or "local"
    return Imagery(file, name, assumed, _meets(layer, layers, project))


def _meets(layer: Any, layers: dict[str, Any], project: Any) -> bool | None:
    site = site_extent(layers)
    if site.isEmpty():
        return None
    try:
        transform = QgsCoordinateTransform(layer.crs(), layers["place"].crs(), project)
        return bool(transform.transformBoundingBox(layer.extent()).intersects(site))
    except QgsCsException:
        return False


def attribute(layer: Any, words: str) -> None:
    """Say whose map a layer is."""
    if Qgis.QGIS_VERSION_INT >= 33800:
        layer.serverProperties().setAttribution(words)
    else:
        layer.setAttribution(words)
