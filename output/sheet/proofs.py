"""Proofs: the pages of a sheet as a copier, or a reader who tells some colours badly, shows them.

QGIS's own previews of colour blindness do the seeing. One reader in twenty has one of them, and
notices are copied in black and white.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from qgis.core import QgsLayoutExporter
from qgis.gui import QgsPreviewEffect
from qgis.PyQt.QtCore import QRectF, QSize
from qgis.PyQt.QtGui import QImage, QPainter, QPixmap
from qgis.PyQt.QtWidgets import QGraphicsPixmapItem, QGraphicsScene

from ...community.errors import OutputError

_MODE = QgsPreviewEffect.PreviewMode
SEEN: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "none": {},
        "greyscale": {"greyscale": _MODE.PreviewGrayscale},
        "colour_blind": {
            "protanopia": _MODE.PreviewProtanope,
            "deuteranopia": _MODE.PreviewDeuteranope,
            "tritanopia": _MODE.PreviewTritanope,
        },
    }
)
"""Proofs by the wish for them: the ending of the file's name, and how QGIS shows it."""

_DPI = 100


def write_proofs(layout: Any, output: Path, proof: str) -> list[Path]:
    """Write each page of a layout as PNG files beside `output`, named `sheet_greyscale.png` and so forth.

    Parameters
    ----------
    layout
        The layout.
    output
        The sheet; the second page's proof is `sheet_greyscale_2.png`.
    proof
        A key of `SEEN`.

    Returns
    -------
    files
        All files written, page by page.

    Raises
    ------
    OutputError
        `cannot_write`.
    """
    files = []
    exporter = QgsLayoutExporter(layout)
    for page in range(layout.pageCollection().pageCount() if SEEN[proof] else 0):
        picture = exporter.renderPageToImage(page, QSize(), _DPI)
        for name, mode in SEEN[proof].items():
            number = f"_{page + 1}" if page else ""
            file = output.with_name(f"{output.stem}_{name}{number}.png")
            if not seen(picture, mode).save(str(file)):
                file.unlink(missing_ok=True)
                raise OutputError("cannot_write", file=str(file))
            files.append(file)
    return files


def seen(picture: QImage, mode: Any) -> QImage:
    """Return a picture as one of QGIS's previews shows it."""
    scene = QGraphicsScene()
    item = QGraphicsPixmapItem(QPixmap.fromImage(picture))
    effect = QgsPreviewEffect(None)
    effect.setMode(mode)
    effect.setEnabled(True)
    item.setGraphicsEffect(effect)
    scene.addItem(item)
    made = QImage(picture.size(), QImage.Format.Format_RGB32)
    made.fill(0xFFFFFFFF)
    painter = QPainter(made)
    scene.render(painter, QRectF(made.rect()), QRectF(picture.rect()))
    painter.end()
    return made
