"""Typefaces that draw Chinese on every platform, and how wide a text is in them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from qgis.core import QgsTextBufferSettings, QgsTextFormat, QgsUnitTypes
from qgis.PyQt.QtCore import QT_VERSION
from qgis.PyQt.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF

SANS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "思源黑体",
    "Microsoft YaHei", "微软雅黑", "PingFang SC", "Hiragino Sans GB", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "SimHei", "黑体", "STHeiti", "Heiti SC",
)  # fmt: skip
"""Upright families with Chinese glyphs, the wished-for first: Linux, Windows, macOS."""

SERIF = (
    "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "思源宋体",
    "SimSun", "宋体", "Songti SC", "STSong", "FangSong", "仿宋", "STFangsong",
)  # fmt: skip
"""Song and fangsong families, for road names; without one the upright family serves."""

MM_PER_POINT = 25.4 / 72
LABEL_LINE = 1.25
"""Height of a line of a label as a part of its size."""
_MEASURED_AT = 1000


def family(*, serif: bool = False) -> str:
    """Return the family to set texts in: the first of the wished-for ones that is installed.

    Returns
    -------
    family
        One that has Chinese glyphs where the system has any; else the system's default.
    """
    return _families()[1 if serif else 0]


def has_chinese() -> bool:
    """Return whether the system has any typeface with simplified Chinese glyphs."""
    return bool(_chinese_families())


def text_format(
    points: float,
    color: str = "#22262B",
    *,
    bold: bool = False,
    serif: bool = False,
    halo: float = 0.0,
    halo_color: str = "#FFFFFF",
    leading: float = 0.0,
) -> QgsTextFormat:
    """Return a text format of ours.

    Parameters
    ----------
    points
        Size of the letters.
    color
        As `#RRGGBB`.
    bold, serif
        Weight and family.
    halo
        Width in mm of the light edge around the letters; 0 for none.
    halo_color
        Its colour.
    leading
        Distance of lines as a part of the size; 0 leaves it to the typeface.
    """
    text = QgsTextFormat()
    text.setFont(font(points, bold=bold, serif=serif))
    text.setSize(points)
    text.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    text.setColor(QColor(color))
    if leading:
        text.setLineHeight(leading * _MEASURED_AT / float(_metrics(bold).lineSpacing()))
    if halo:
        edge = QgsTextBufferSettings()
        edge.setEnabled(True)
        edge.setSize(halo)
        edge.setSizeUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
        edge.setColor(QColor(halo_color))
        text.setBuffer(edge)
    return text


def font(points: float, *, bold: bool = False, serif: bool = False) -> QFont:
    """Return the font of `text_format`.

    Its glyphs are the plain ones of its characters: ligatures, and the other digits that Noto CJK
    takes beside Latin letters, have no character of their own, and a PDF would lose their text.
    """
    made = unshaped(QFont(family(serif=serif)))
    made.setPointSizeF(points)
    made.setBold(bold)
    return made


def unshaped(shaped: QFont) -> QFont:
    """Return a font that takes the plain glyphs of its characters, see `font`."""
    made = QFont(shaped)
    made.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    return made


def text_width(text: str, points: float, *, bold: bool = False) -> float:
    """Return the width in mm of one line of text in the upright family."""
    return _advance(text, bold) * points


@lru_cache(maxsize=100_000)
def _advance(text: str, bold: bool) -> float:
    """Return the width in mm of one line of text of one point."""
    return float(_metrics(bold).horizontalAdvance(text)) / _MEASURED_AT * MM_PER_POINT


@lru_cache(maxsize=2)
def _metrics(bold: bool) -> QFontMetricsF:
    measured = font(10, bold=bold)
    measured.setPixelSize(_MEASURED_AT)
    return QFontMetricsF(measured)


@lru_cache(maxsize=1)
def _families() -> tuple[str, str]:
    installed = _chinese_families()
    default = installed[0] if installed else QFont().family()
    sans = next((name for name in SANS if name in installed), default)
    return sans, next((name for name in SERIF if name in installed), sans)


@lru_cache(maxsize=1)
def _chinese_families() -> tuple[str, ...]:
    # Qt 6 made the methods static and took the constructor away.
    database: Any = QFontDatabase if QT_VERSION >= 0x060000 else QFontDatabase()
    return tuple(database.families(QFontDatabase.WritingSystem.SimplifiedChinese))
