"""Proofs: the pages of a sheet as a copier, or a reader who tells some colours badly, shows them.

QGIS's own previews of colour blindness do the seeing. One reader in twenty has one of them, and
notices are copied in black and white.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from qgis.core import QgsLayoutExporter
from qgis.gui import QgsPreviewEffect
from qgis.PyQt.QtCore import QRectF, QSize
from qgis.PyQt.QtGui import QImage, QPainter, QPixmap
from qgis.PyQt.QtWidgets import QGraphicsPixmapItem, QGraphicsScene

from ...community.errors import OutputError
from ..drafts import draft_of
from .export import page_file

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


class Proofs:
    """Makes proofs of the pages of a sheet as its layouts pass by on their way to be exported.

    Attributes
    ----------
    files
        Those made, as they will be named beside the sheet: `sheet_greyscale.png`, of the second page
        `sheet_greyscale_2.png`.
    """

    def __init__(self, folder: Path, sheet: Path, modes: Mapping[str, Any]) -> None:
        self._folder, self._sheet, self._modes = folder, sheet, modes
        self._page = 0
        self.files: list[Path] = []

    def show(self, layout: Any) -> Any:
        """Make the proofs of a layout's pages; return the layout.

        Raises
        ------
        OutputError
            `cannot_write`.
        """
        exporter = QgsLayoutExporter(layout)
        for page in range(layout.pageCollection().pageCount() if self._modes else 0):
            picture = exporter.renderPageToImage(page, QSize(), _DPI)
            for name, mode in self._modes.items():
                file = page_file(self._sheet.with_name(f"{self._sheet.stem}_{name}.png"), self._page)
                if not seen(picture, mode).save(str(self._folder / file.name)):
                    raise OutputError("cannot_write", file=str(file))
                self.files.append(file)
            self._page += 1
        return layout


@contextmanager
def proofs_of(sheet: Path, proof: str) -> Iterator[Proofs]:
    """Give what makes the proofs of a sheet, which appear beside it when all has gone well.

    `proof` is a key of `SEEN`.

    Raises
    ------
    CommunityFileError
        `not_writable`.
    """
    if not SEEN[proof]:
        yield Proofs(sheet.parent, sheet, {})
        return
    with draft_of(sheet) as draft:
        yield Proofs(draft.parent, sheet, SEEN[proof])


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
