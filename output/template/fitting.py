"""Labels of a template that get a text: in the template's own letters, smaller where it would not fit."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsLayoutItemLabel
from qgis.PyQt.QtGui import QFont, QFontMetricsF

from ...workspace.fonts import MM_PER_POINT
from ..sheet.index import wrap

_LEAST = 0.5
_SMALLER = 0.93
_LETTERS = 1.1
_MEASURED_AT = 1000


def write_fitted(label: Any, text: str) -> None:
    """Let a label say a text, which is never read as an expression or as HTML.

    Parameters
    ----------
    label
        Of a layout.
    text
        One line or more; it is wrapped to the label's width.
    """
    label.setMode(QgsLayoutItemLabel.Mode.ModeFont)
    width, height = label.rect().width() - 2 * label.marginX(), label.rect().height() - 2 * label.marginY()
    points = label.font().pointSizeF()
    size = points if points > 0 else 10.0
    least = size * _LEAST
    while True:
        lines = _wrapped(text, width, label.font(), size)
        if _height(label.font(), size, len(lines)) <= height or size <= least:
            break
        size *= _SMALLER
    if size != points:
        _set_size(label, size)
    label.setText("\n".join(lines).replace("[%", "[%'['%]%"))


def _wrapped(text: str, width: float, font: QFont, size: float) -> list[str]:
    metrics = _metrics(font)

    def measure(part: str) -> float:
        return float(metrics.horizontalAdvance(part)) / _MEASURED_AT * size * MM_PER_POINT

    return [line for part in text.split("\n") for line in wrap(part, 0.98 * width, measure)]


def _height(font: QFont, size: float, lines: int) -> float:
    """Return the height in mm of the letters, without the air that typefaces of Chinese have around them."""
    line = float(_metrics(font).height()) / _MEASURED_AT * size * MM_PER_POINT
    return (lines - 1) * line + _LETTERS * size * MM_PER_POINT


def _metrics(font: QFont) -> QFontMetricsF:
    measured = QFont(font)
    measured.setPixelSize(_MEASURED_AT)
    return QFontMetricsF(measured)


def _set_size(label: Any, points: float) -> None:
    if hasattr(label, "setTextFormat"):  # from 3.24 on
        style = label.textFormat()
        style.setSize(points)
        label.setTextFormat(style)
    else:
        font = label.font()
        font.setPointSizeF(points)
        label.setFont(font)
