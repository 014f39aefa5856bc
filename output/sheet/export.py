"""Files of layouts: PDF, PNG or SVG without a name, a position or a moment of its making in them.

QGIS writes; what Qt adds or leaves to chance is then evened out: in a PDF see `sheet_pdf`, in
an SVG the order of attributes.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import count, takewhile
from pathlib import Path
from typing import Any, Optional
from xml.sax.saxutils import escape

from qgis.core import (
    Qgis,
    QgsAbstractLayoutIterator,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemManualTable,
    QgsLayoutItemMap,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QImage, QRawFont

from ...community.errors import OutputError
from ...workspace.fonts import family, font
from .pdf import even_out, meant_characters

FORMATS = (".pdf", ".png", ".svg")
_LAST_BYTES = {".pdf": b"%%EOF", ".png": b"IEND\xaeB\x60\x82", ".svg": b"</svg>"}
_SUCCESS = QgsLayoutExporter.ExportResult.Success
_SVG_DPI = 300
_INCH = 25.4
_FALLBACKS = "'Microsoft YaHei', 'PingFang SC', sans-serif"
"""Families for readers who lack the one that the sheet is set in: an SVG has no typefaces in it."""


def export(
    layouts: Iterable[Any],
    output: Path,
    dpi: int,
    moment: str,
    title: str,
    bookmarks: Sequence[str] = (),
    picture_dpi: int = 0,
) -> list[Path]:
    """Write the pages of layouts to a file, or for PNG and SVG to a file for each page.

    Parameters
    ----------
    layouts
        Each is asked for when those before it are written, and may have gone.
    output
        Ends in .pdf, .png or .svg; the second page of a picture is `name_2.png`, and so forth.
    dpi
        Resolution.
    moment
        `YYYY-MM-DDTHH:MM:SSZ` that the files carry as the time of their making.
    title
        Of the PDF, for readers that show or speak it.
    bookmarks
        Of each page of the PDF; whoever draws the layouts may still name them on the way.
    picture_dpi
        Resolution of a picture of each page of a PDF, beside it: `name.png`, …; 0 for none.

    Returns
    -------
    files
        All files written, the one asked for first.

    Raises
    ------
    OutputError
        `unknown_format`, `cannot_write`.
    """
    refuse_format(output)
    suffix = output.suffix.lower()
    try:
        with tempfile.TemporaryDirectory(prefix=".commonplan-", dir=output.parent) as folder:
            draft = Path(folder) / f"sheet{suffix}"
            if suffix == ".svg":
                return _moved(_drawings(layouts, draft, title), output)
            if suffix == ".png":
                pictures = _Pictures(draft, dpi)
                deque(map(pictures.take, layouts), maxlen=0)
                return _moved(pictures.files, output)
            pictures = _Pictures(draft.with_suffix(".png"), picture_dpi)
            characters = _print(map(pictures.take, layouts) if picture_dpi else layouts, draft, dpi)
            meant = meant_characters(glyphs(), characters)
            draft.write_bytes(even_out(draft.read_bytes(), moment, title, meant, bookmarks))
            return [*_moved([draft], output), *_moved(pictures.files, output.with_suffix(".png"))]
    except OSError as error:
        raise OutputError("cannot_write", file=str(output)) from error


def refuse_format(output: Path) -> None:
    """Refuse a file that no sheet can be written to.

    Raises
    ------
    OutputError
        `unknown_format`.
    """
    if output.suffix.lower() not in FORMATS:
        raise OutputError("unknown_format", file=str(output), formats=", ".join(FORMATS))


def pages_left_over(files: Sequence[Path]) -> list[Path]:
    """Return pictures of further pages that an earlier, longer drawing left beside the pages just written."""
    if not files or files[0].suffix.lower() not in (".png", ".svg"):
        return []
    further = (page_file(files[0], page) for page in count(1))
    return [page for page in takewhile(Path.exists, further) if page not in files]


def page_file(first: Path, page: int) -> Path:
    """Return the file of a page, counted from 0: `name.png`, `name_2.png`, `name_3.png` and so forth."""
    return first.with_name(f"{first.stem}_{page + 1}{first.suffix}") if page else first


def _moved(made: Iterable[Path], output: Path) -> list[Path]:
    """Move the files of all pages, once the last is made, to where they belong."""
    return [file.replace(page_file(output, page)) for page, file in enumerate(list(made))]


class _Held:
    """Holds an error until it is raised where somebody handles it: it finds no way through QGIS's code."""

    def __init__(self) -> None:
        self._error: Optional[BaseException] = None

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: Any, error: Optional[BaseException], _trace: Any) -> bool:
        self._error = error
        return error is not None

    def raised(self) -> None:
        """Raise the error, if there was one."""
        if self._error is not None:
            raise self._error


class _Printing(QgsAbstractLayoutIterator):
    """Layouts as QGIS asks for them to print all into one PDF, in which each typeface is but once.

    Attributes
    ----------
    characters
        All that are written on the layouts.
    held
        What stopped the drawing of a layout.
    """

    def __init__(self, layouts: Iterable[Any]) -> None:
        super().__init__()
        self._layouts = iter(layouts)
        self._layout: Any = None
        self.characters: set[str] = set()
        self.held = _Held()

    def next(self) -> bool:
        self._layout = None
        with self.held:
            self._layout = next(self._layouts, None)
            if self._layout is not None:
                self.characters |= _characters(self._layout)
                return True
        return False

    def layout(self) -> Any:
        return self._layout

    def beginRender(self) -> bool:  # noqa: N802
        return True

    def endRender(self) -> bool:  # noqa: N802
        return True

    def count(self) -> int:
        return -1

    def filePath(self, base: str, _extension: str) -> str:  # noqa: N802
        return base


def _print(layouts: Iterable[Any], draft: Path, dpi: int) -> set[str]:
    """Write a PDF; return the characters in it."""
    printing = _Printing(layouts)
    result, _ = QgsLayoutExporter.exportToPdf(printing, str(draft), _pdf_settings(dpi))
    printing.held.raised()
    _require(result, draft)
    return printing.characters


class _Pictures:
    """Takes a picture of each page of layouts.

    `exportToImage` would have GDAL try to georeference them, and fail aloud.

    Attributes
    ----------
    files
        Those made: `first`, and for further pages files that are numbered after it.
    """

    def __init__(self, first: Path, dpi: int) -> None:
        self._first, self._dpi = first, dpi
        self.files: list[Path] = []

    def take(self, layout: Any) -> Any:
        """Take a picture of each page of a layout; return the layout."""
        exporter = QgsLayoutExporter(layout)
        layout.renderContext().setDpi(self._dpi)
        for number in range(layout.pageCollection().pageCount()):
            file = page_file(self._first, len(self.files))
            size = layout.pageCollection().page(number).rect().size()
            # QGIS itself cuts a broken pixel off.
            pixels = QSize(*(round(side / _INCH * self._dpi) for side in (size.width(), size.height())))
            picture = exporter.renderPageToImage(number, pixels, self._dpi)
            # Paper is opaque, though a layout need not be.
            if not picture.convertToFormat(QImage.Format.Format_RGB32).save(str(file)):
                raise OSError(file)
            _require(_SUCCESS, file)
            self.files.append(file)
        return layout


def _drawings(layouts: Iterable[Any], draft: Path, title: str) -> Iterator[Path]:
    """Write an SVG for each page."""
    page = count()
    for layout in layouts:
        with tempfile.TemporaryDirectory(dir=draft.parent) as folder:
            # QGIS counts the pages of each layout from one.
            first = Path(folder) / draft.name
            result = QgsLayoutExporter(layout).exportToSvg(str(first), _svg_settings())
            files = (page_file(first, number) for number in range(layout.pageCollection().pageCount()))
            for file in filter(Path.exists, files):  # a person may take a page out of what is exported
                _require(result, file)
                svg = _entitled(_ordered(file.read_text(encoding="utf-8")), title)
                file.write_text(svg, encoding="utf-8", newline="\n")
                yield file.replace(page_file(draft, next(page)))


def _require(result: Any, file: Path) -> None:
    """Raise OSError unless QGIS says that it wrote, and the file has its end.

    Qt takes no notice of a disk that fills up.
    """
    if result != _SUCCESS or not file.read_bytes().rstrip().endswith(_LAST_BYTES[file.suffix]):
        raise OSError(str(file))


def _pdf_settings(dpi: int) -> Any:
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = dpi
    settings.exportMetadata = False
    settings.appendGeoreference = False
    settings.forceVectorOutput = True
    settings.simplifyGeometries = False
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    return settings


def _svg_settings() -> Any:
    settings = QgsLayoutExporter.SvgExportSettings()
    settings.dpi = _SVG_DPI
    settings.exportMetadata = False
    settings.forceVectorOutput = True
    settings.simplifyGeometries = False
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    return settings


def glyphs() -> Mapping[str, int]:
    """Return the glyphs that the typeface of the sheet has for more than one character of two bytes."""
    return _glyphs_of(family())


@cache
def _glyphs_of(_family: str) -> Mapping[str, int]:
    raw = QRawFont.fromFont(font(12))
    text = "".join(chr(code) for code in range(0xFFFE) if not 0xD800 <= code < 0xE000)
    glyphs = raw.glyphIndexesForString(text)
    uses = Counter(glyphs)
    return {c: g for c, g in zip(text, glyphs) if uses[g] > 1} if len(glyphs) == len(text) else {}


def _characters(layout: Any) -> set[str]:
    """Return all characters that are written on a layout: in labels, tables and on maps."""
    found = set("0123456789 m")
    layers: dict[str, Any] = {}
    for table in layout.multiFrames():
        if isinstance(table, QgsLayoutItemManualTable):
            for row in table.tableContents():
                found.update(*(str(cell.content()) for cell in row))
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLabel):
            found.update(item.text())
        elif isinstance(item, QgsLayoutItemMap):
            layers |= {layer.id(): layer for layer in item.layers() if isinstance(layer, QgsVectorLayer)}
    for layer in layers.values():
        for feature in layer.getFeatures():
            found.update(*(value for value in feature.attributes() if isinstance(value, str)))
    return found - {"\n"}


_HEAD = re.compile(r"<title>.*?</title>\s*<desc>.*?</desc>", re.DOTALL)
_FAMILY = re.compile(r'(<text [^>]*font-family=")([^"\']*)"')


def _entitled(svg: str, title: str) -> str:
    """Give an SVG the sheet's title in the place of its maker's, and its texts more than one family."""
    named = _HEAD.sub(lambda _: f"<title>{escape(title)}</title>", svg, count=1)
    return _FAMILY.sub(lambda match: f"{match[1]}'{match[2]}', {_FALLBACKS}\"", named)


_TAG = re.compile(r"<([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+=\"[^\"]*\")+)(\s*/?)>")
_ATTRIBUTE = re.compile(r"[\w:.-]+=\"[^\"]*\"")


def _ordered(svg: str) -> str:
    """Put the attributes of every element into the order of their names."""
    return _TAG.sub(lambda m: f"<{m[1]} {' '.join(sorted(_ATTRIBUTE.findall(m[2])))}{m[3]}>", svg)
