"""Pictures that go public: scaled down and painted anew, so that nothing but what is seen goes along."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QBuffer, QIODevice, QSize, Qt
from qgis.PyQt.QtGui import QImage, QImageReader, QPainter

_LONGEST = 1280
_QUALITY = 82


def as_data_address(path: Path) -> Optional[str]:
    """Return a picture as a `data:` address, or None when it cannot be read; as `clean_picture`."""
    picture = clean_picture(path)
    return None if picture is None else "data:image/jpeg;base64," + base64.b64encode(picture).decode("ascii")


def clean_picture(path: Path, longest: int = _LONGEST) -> Optional[bytes]:
    """Return a picture as a JPEG of ours, or None when it cannot be read.

    Position, time, camera and author of the original stay behind; it is turned upright.

    Parameters
    ----------
    path
        A picture in any format Qt reads.
    longest
        Pixels that its longer side has at most.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return None
    # A new canvas has no texts: QImage would write those of the original into the JPEG.
    clean = QImage(image.size(), QImage.Format.Format_RGB32)
    clean.fill(Qt.GlobalColor.white)
    painter = QPainter(clean)
    painter.drawImage(0, 0, image)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    clean.save(buffer, "JPEG", _QUALITY)
    return bytes(buffer.data())
