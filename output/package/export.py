"""The public package: page, sheets, map data and a manifest in one ZIP, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from ...community import catalogue
from ...community.errors import OutputError
from ...community.publication.allow_list import PUBLIC, Publication, Wish, columns_to_read, publish
from ...workspace import messages
from ...workspace.file import reading
from ..sheet.draw import SheetWish, draw_layout
from .geopackage import write_public_geopackage
from .page import PageOptions, page_data, render
from .photos import as_data_address

_PNG_DPI = 200
_README = Path(__file__).resolve().parents[2] / "resources" / "templates" / "package_readme.txt"


@dataclass(frozen=True)
class _Source:
    """What was read from the community."""

    tables: Mapping[str, pd.DataFrame]
    kinds: pd.DataFrame
    changed: str


def export_package(
    path: Path, output: Path, wish: Wish, language: str, progress: Callable[[float], None] = lambda _: None
) -> dict[str, Any]:
    """Write the public package of a community.

    Main thread only, as QGIS's layouts are. The same community and wishes give the same bytes.

    Parameters
    ----------
    path
        The community file; it is only read.
    output
        The .zip; an earlier one is replaced when the new one is complete.
    wish
        What is to go public.
    language
        zh, en or both, for sheets and page.
    progress
        Told the share done, 0–1, between steps; may raise to stop.

    Returns
    -------
    report
        What was left out and why, for the planner alone: see `Publication.report`; with `files`, and
        sentences on the `sheets`.

    Raises
    ------
    CommunityFileError, PublicationError, SiteError
        As `reading` and `publish`.
    OutputError
        `cannot_write`, `viewer_not_built`.
    """
    source = _read(path)
    publication = publish(source.tables, wish, source.kinds)
    progress(0.2)
    try:
        with tempfile.TemporaryDirectory(prefix=".commonplan-", dir=output.parent) as scratch:
            folder = Path(scratch) / "package"
            folder.mkdir()
            unreadable = _write_page(folder, path, publication, source, language)
            progress(0.4)
            write_public_geopackage(publication.tables, folder / "public.gpkg", source.changed)
            progress(0.5)
            told = _draw_sheet(folder, path, wish, language, lambda share: progress(0.5 + 0.4 * share))
            progress(0.9)
            _write_readme(folder, publication, source.changed, wish)
            files = _write_manifest(folder, publication, source.changed)
            draft = Path(scratch) / "package.zip"
            _pack(folder, draft, source.changed)
            draft.replace(output)
    except OSError as error:
        raise OutputError("cannot_write", file=str(output)) from error
    report = publication.report()
    return {**report, "entries": [*report["entries"], *unreadable], "files": files, "sheets": told}


def _read(path: Path) -> _Source:
    with reading(path) as file:
        tables = {name: file.table(name, columns_to_read(name)) for name in PUBLIC}
        kinds = catalogue.with_edits(catalogue.kinds(), file.table("catalogue_edit"))
        return _Source(tables, kinds, file.newest_change())


def _write_page(
    folder: Path, path: Path, publication: Publication, source: _Source, language: str
) -> list[dict[str, Any]]:
    """Write index.html and return findings on pictures that could not be read."""
    wanted = sorted(set(publication.tables["attachment"]["path"]))
    pictures = {name: as_data_address(path.parent / name.replace("\\", "/")) for name in wanted}
    photos = {name: picture for name, picture in pictures.items() if picture is not None}
    data = page_data(publication, source.kinds, PageOptions(language, source.changed[:10], photos))
    (folder / "index.html").write_text(render(data), encoding="utf-8", newline="\n")
    return [
        {"table": "attachment", "id": "", "reason": "unreadable", "detail": name, "count": 1}
        for name in wanted
        if name not in photos
    ]


def _draw_sheet(
    folder: Path, path: Path, wish: Wish, language: str, progress: Callable[[float], None]
) -> list[str]:
    """Draw the sheet, as PDF and as pictures, and return what the planner has to know of it."""
    own = SheetWish(language=language, picture_dpi=_PNG_DPI, release=wish.release, divide=True)
    done = draw_layout(path, folder / "sheet.pdf", own, progress)
    return [messages.render(finding) for finding in done.findings()]


def _write_readme(folder: Path, publication: Publication, changed: str, wish: Wish) -> None:
    """Write the leaflet in both languages, as Windows' editor likes it."""
    coordinates = "package_real" if wish.real_coordinates else "package_local"
    numbers = publication.tables["place"].sort_values("rank")["number"].dropna()
    text = _README.read_text(encoding="utf-8").format(
        title=_title(publication),
        date=changed[:10],
        example=next(iter(numbers), "1"),
        coordinates_zh=catalogue.terms("zh")[coordinates],
        coordinates_en=catalogue.terms("en")[coordinates],
    )
    (folder / "README.txt").write_text(text, encoding="utf-8-sig", newline="\r\n")


def _title(publication: Publication) -> str:
    name = publication.tables["community"]["name"].iloc[0]
    return name if isinstance(name, str) else ""


def _write_manifest(folder: Path, publication: Publication, changed: str) -> list[dict[str, Any]]:
    files = [
        {"path": file.name, "size": file.stat().st_size, "sha256": _sha256(file), "time": changed}
        for file in sorted(folder.iterdir())
    ]
    manifest = {"format": 1, "title": _title(publication), "time": changed, "files": files}
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    return files


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _pack(folder: Path, target: Path, changed: str) -> None:
    """Zip a folder's files in the order of their names, with one time and no owner."""
    moment = datetime.strptime(changed, "%Y-%m-%dT%H:%M:%SZ").timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(file.name, max(moment, (1980, 1, 1, 0, 0, 0)))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, file.read_bytes())
