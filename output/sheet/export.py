"""Files of a layout: PDF, PNG or SVG without a name, a position or a moment of its making in them.

QGIS writes; what Qt adds or leaves to chance is then evened out: in a PDF see `sheet_pdf`, in
an SVG the order of attributes.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import count, takewhile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from qgis.core import (
    Qgis,
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
_SVG_DPI = 300
_INCH = 25.4
_FALLBACKS = "'Microsoft YaHei', 'PingFang SC', sans-serif"
"""Families for readers who lack the one that the sheet is set in: an SVG has no typefaces in it."""


def export(
    layout: Any, output: Path, dpi: int, moment: str, title: str, bookmarks: Sequence[str] = ()
) -> list[Path]:
    """Write the pages of a layout to a file, or for PNG and SVG to a file for each page.

    Parameters
    ----------
    layout
        The layout.
    output
        Ends in .pdf, .png or .svg; the second page of a picture is `name_2.png`, and so forth.
    dpi
        Resolution.
    moment
        `YYYY-MM-DDTHH:MM:SSZ` that the files carry as the time of their making.
    title
        Of the PDF, for readers that show or speak it.
    bookmarks
        Of each page of the PDF.

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
            _write(QgsLayoutExporter(layout), draft, dpi, output)
            made = sorted(draft.parent.glob(f"sheet*{suffix}"), key=lambda path: _page_number(path, draft))
            if not made or not all(map(_is_whole, made)):
                raise OutputError("cannot_write", file=str(output))
            for file in made:
                _even_out(file, layout, moment, title, bookmarks)
            return [_replace(file, output, _page_number(file, draft)) for file in made]
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
    further = (files[0].with_name(f"{files[0].stem}_{page}{files[0].suffix}") for page in count(2))
    return [page for page in takewhile(Path.exists, further) if page not in files]


def _write(exporter: Any, draft: Path, dpi: int, output: Path) -> None:
    if draft.suffix == ".pdf":
        result = exporter.exportToPdf(str(draft), _pdf_settings(dpi))
    elif draft.suffix == ".png":
        result = _write_pictures(exporter, draft, dpi)
    else:
        result = exporter.exportToSvg(str(draft), _svg_settings())
    if result != QgsLayoutExporter.ExportResult.Success:
        raise OutputError("cannot_write", file=str(output))


def _write_pictures(exporter: Any, draft: Path, dpi: int) -> Any:
    """Write a PNG for each page; `exportToImage` would have GDAL try to georeference it, and fail aloud."""
    layout = exporter.layout()
    layout.renderContext().setDpi(dpi)
    for page in range(layout.pageCollection().pageCount()):
        file = draft if page == 0 else draft.with_name(f"{draft.stem}_{page + 1}{draft.suffix}")
        size = layout.pageCollection().page(page).rect().size()
        # QGIS itself cuts a broken pixel off.
        pixels = QSize(round(size.width() / _INCH * dpi), round(size.height() / _INCH * dpi))
        picture = exporter.renderPageToImage(page, pixels, dpi)
        # Paper is opaque, though a layout need not be.
        if not picture.convertToFormat(QImage.Format.Format_RGB32).save(str(file)):
            return QgsLayoutExporter.ExportResult.FileError
    return QgsLayoutExporter.ExportResult.Success


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


def _is_whole(file: Path) -> bool:
    """Tell whether a file has its end: Qt takes no notice of a disk that fills up."""
    return file.read_bytes().rstrip().endswith(_LAST_BYTES[file.suffix])


def _page_number(file: Path, first: Path) -> int:
    return int(file.stem[len(first.stem) + 1 :] or 1)


def _replace(draft: Path, output: Path, page: int) -> Path:
    target = output if page == 1 else output.with_name(f"{output.stem}_{page}{output.suffix}")
    draft.replace(target)
    return target


def _even_out(file: Path, layout: Any, moment: str, title: str, bookmarks: Sequence[str]) -> None:
    if file.suffix == ".pdf":
        meant = meant_characters(glyphs(), _characters(layout))
        file.write_bytes(even_out(file.read_bytes(), moment, title, meant, bookmarks))
    elif file.suffix == ".svg":
        text = _entitled(_ordered(file.read_text(encoding="utf-8")), title)
        file.write_text(text, encoding="utf-8", newline="\n")


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
    for table in layout.multiFrames():
        if isinstance(table, QgsLayoutItemManualTable):
            for row in table.tableContents():
                found.update(*(str(cell.content()) for cell in row))
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLabel):
            found.update(item.text())
        elif isinstance(item, QgsLayoutItemMap):
            for layer in (layer for layer in item.layers() if isinstance(layer, QgsVectorLayer)):
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
