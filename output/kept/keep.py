"""Sheets as layouts of the community's project, which a person edits and a redrawing leaves edited."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4
from xml.etree.ElementTree import Element

from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsLayout,
    QgsLayoutItem,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsPrintLayout,
    QgsProject,
    QgsProviderRegistry,
    QgsReadWriteContext,
)
from qgis.PyQt.QtXml import QDomDocument

from ...community.errors import CommunityFileError, OutputError
from ...workspace import geopackage as gp
from ...workspace.community import SHEETS, file_name
from ...workspace.edits import layers_of
from ...workspace.project import project_path, save_project, write_project
from ..sheet.items import KEY
from .former import former_roles
from .layers import DRAWN, SHEET, keep_layers, number_map
from .layout import merge_layouts, showing
from .letters import unshape
from .pages import joined, single_pages
from .tables import roles_of
from .trees import document_of, packed, tree_of, unpacked

ASKED = "commonplan/asked"
_DRAWN_BY = "commonplan/drawn_by"
"""Custom property of a layout: the version of QGIS that wrote what was drawn last."""
# What a person's own export of the layout says by default, and a public sheet should not.
_DISCREET = {
    "pdfIncludeMetadata": False, "svgIncludeMetadata": False, "pdfAppendGeoreference": False,
    "exportWorldFile": False, "pdfTextFormat": 1, "svgTextFormat": 1, "forceVector": True,
}  # fmt: skip


@dataclass(frozen=True)
class Keeping:
    """How to keep a sheet: the name of the layout, and the parameters to draw it again with."""

    name: str
    asked: Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """A sheet kept in a project.

    Attributes
    ----------
    layout
        Of the project.
    changed, dropped
        As `layout.Merged`.
    """

    layout: Any
    changed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


@contextmanager
def project_of(path: Path, name: str) -> Iterator[Any]:
    """Give the project of a community: what QGIS shows, for a person to save; else its own, which is saved.

    Where what is done meanwhile fails, its own project and the file of the sheet stay as they were.

    Parameters
    ----------
    path
        The community file.
    name
        Of the layout that the sheet is kept as.

    Raises
    ------
    CommunityFileError
        `not_writable`, `disk_full`, `damaged_file`.
    """
    shown = QgsProject.instance()
    if layers_of(path, shown) and QgsApplication.platform() != "qgis_process":
        try:
            yield shown
        finally:
            shown.setDirty(True)
        return
    file = project_path(path)
    if not file.exists():
        write_project(path)
    project = QgsProject()
    if not project.read(str(file)):
        raise CommunityFileError("damaged_file", file=str(file))
    layout = project.layoutManager().layoutByName(name)
    with _as_it_was(_file(project, path, name, _sheet(project, layout))):
        try:
            yield project
            save_project(project, path)
        finally:
            project.clear()


@contextmanager
def _as_it_was(file: Path) -> Iterator[None]:
    """Put the file of a sheet, which we do not have open then, back to what it was when something fails."""
    if not file.exists():
        try:
            yield
        except BaseException:
            file.unlink(missing_ok=True)
            raise
        return
    try:
        folder = TemporaryDirectory(prefix=".commonplan-", dir=file.parent)
    except OSError as error:
        raise CommunityFileError("not_writable", file=str(file)) from error
    with folder as name:
        before = Path(name) / file.name
        with gp.gdal_exceptions(), gp.failures(file):
            gp.copy_into(gdal.OpenEx(str(file), gdal.OF_VECTOR, ["GPKG"]), before)
        try:
            yield
        except BaseException:
            before.replace(file)
            raise


def keep(project: Any, path: Path, drawn: Sequence[Any], how: Keeping) -> Kept:
    """Keep a sheet as a layout of a project; one kept before is redrawn around a person's changes.

    Parameters
    ----------
    project
        The community's.
    path
        The community file.
    drawn
        The pages as they would be drawn now: layouts in projects of their own.
    how
        Its name, and more.

    Raises
    ------
    OutputError
        `layout_not_ours` when a layout of that name was not drawn by us.
    CommunityFileError
        As `layers.keep_layers`.
    """
    name, asked = how.name, json.dumps(how.asked)
    layout = project.layoutManager().layoutByName(name)
    base = None if layout is None else unpacked(layout.customProperty(DRAWN))
    if layout is not None and base is None:
        raise OutputError("layout_not_ours", layout=name)
    # Before layers go, and with them from the maps that show them.
    was = None if base is None else (_as_read(project, layout, base), _tree(layout))
    sheet, maps = _sheet(project, layout), _maps(drawn)
    roles = roles_of(item.layers() for item in maps.values())
    former = {} if was is None else former_roles(project, was[0], maps)
    kept = keep_layers(project, _file(project, path, name, sheet), sheet, name, roles, former)
    for number, item in enumerate(maps.values(), 1):
        item.setLayers([kept[layer.name()] for layer in item.layers()])
        number_map(item, number)
    theirs = joined(_in_project(project, *_written(part)) for part in drawn)
    now = packed(theirs)
    if was is None:
        done = Kept(_new_layout(project, name, theirs))
    else:
        ids = {layer: kept[role].id() for layer, role in former.items()}
        base, mine = (showing(tree, ids) if ids else tree for tree in was)
        merged = merge_layouts(base, mine, theirs)
        _fill(layout, merged.layout)
        done = Kept(layout, merged.changed, merged.dropped)
    numbers = {key: number for number, key in enumerate(maps, 1)}
    for item in done.layout.items():
        if isinstance(item, QgsLayoutItemMap) and item.customProperty(KEY) in numbers:
            number_map(item, numbers[item.customProperty(KEY)])
    for key, value in ((SHEET, sheet), (DRAWN, now), (_DRAWN_BY, Qgis.versionInt()), (ASKED, asked)):
        done.layout.setCustomProperty(key, value)
    unshape(done.layout)
    return done


def kept_layouts(project: Any) -> dict[str, dict[str, Any]]:
    """Return the names of the layouts kept in a project, each with the parameters it was drawn with."""
    found = {}
    for layout in project.layoutManager().printLayouts():
        try:
            asked = json.loads(layout.customProperty(ASKED) or "null")
        except ValueError:
            asked = None
        if isinstance(asked, dict):
            found[layout.name()] = asked
    return dict(sorted(found.items()))


def _sheet(project: Any, layout: Any) -> str:
    """Return by what a sheet is known: a copy that a person made of a layout gets a name of its own."""
    sheet = None if layout is None else layout.customProperty(SHEET)
    others = [other for other in project.layoutManager().layouts() if other.customProperty(SHEET) == sheet]
    return sheet if sheet and len(others) == 1 else uuid4().hex


def _file(project: Any, path: Path, name: str, sheet: str) -> Path:
    """Return the file of a sheet: the one its layers stand on, else one that no other sheet has."""
    files = {}
    for layer in project.mapLayers().values():
        if layer.customProperty(SHEET):
            source = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
            files[Path(source.get("path", "")).resolve()] = layer.customProperty(SHEET)
    for file, of in files.items():
        if of == sheet:
            return file
    folder, stem, number = path.parent / SHEETS, file_name(name), 1
    while (file := folder / f"{stem}{'' if number == 1 else f'_{number}'}.gpkg").resolve() in files:
        number += 1
    return file


def _maps(drawn: Iterable[Any]) -> dict[str, Any]:
    """Return the maps of layouts by their keys, in the order of pages and of drawing."""
    maps: dict[str, Any] = {}
    for layout in drawn:
        items = [item for item in layout.items() if isinstance(item, QgsLayoutItemMap) and item.layers()]
        ordered = sorted(items, key=lambda item: (item.page(), item.zValue()))
        maps |= {item.customProperty(KEY): item for item in ordered}
    return maps


def _tree(layout: Any) -> Element:
    return tree_of(lambda document: layout.writeXml(document, QgsReadWriteContext()))


def _written(layout: Any) -> tuple[Any, QDomDocument]:
    document = QDomDocument()
    return layout.writeXml(document, QgsReadWriteContext()), document


def _in_project(project: Any, element: Any, document: QDomDocument) -> Element:
    """Return a layout as QGIS writes it after reading it in the project."""
    layout = QgsLayout(project)
    layout.undoStack().blockCommands(True)
    layout.readXml(element, document, QgsReadWriteContext())
    return _tree(layout)


def _as_read(project: Any, layout: Any, base: Element) -> Element:
    """Return what was drawn last as this version of QGIS writes it: another may have written it before."""
    if str(layout.customProperty(_DRAWN_BY)) == str(Qgis.versionInt()):
        return base
    documents = map(document_of, single_pages(base))
    return joined(_in_project(project, document.documentElement(), document) for document in documents)


def _new_layout(project: Any, name: str, tree: Element) -> Any:
    layout = QgsPrintLayout(project)
    _fill(layout, tree)
    layout.setName(name)
    for key, value in _DISCREET.items():
        layout.setCustomProperty(key, value)
    project.layoutManager().addLayout(layout)
    return layout


def _fill(layout: Any, tree: Element) -> None:
    """Put a tree in the place of what a layout holds, also where a window shows it; its undo begins anew.

    QGIS's own way, `loadFromTemplate`, crashes on 3.22 where tables stood.
    """
    undo = layout.undoStack()
    undo.blockCommands(True)
    for table in layout.multiFrames():
        table.deleteFrames()
        layout.removeMultiFrame(table)
    for item in [item for item in layout.items() if _is_own(item)]:
        if item.scene() is not None:  # else it went with its group
            layout.removeLayoutItem(item)
    document = document_of(tree)
    # A print layout's own way looks at all items anew for its atlas, which stays as it is.
    QgsLayout.readXml(layout, document.documentElement(), document, QgsReadWriteContext())
    undo.blockCommands(False)
    undo.stack().clear()


def _is_own(item: Any) -> bool:
    return isinstance(item, QgsLayoutItem) and not isinstance(item, QgsLayoutItemPage)
