"""A listing as a PDF to be pinned up: A4, its heading repeated on every page, pages numbered."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from qgis.PyQt.QtGui import (
    QBrush,
    QColor,
    QFont,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)

from ...community.voices.listing import Listing
from ...workspace.fonts import font
from ..sheet.export import glyphs
from ..sheet.pdf import even_out, meant_characters

# Read standing before a notice board: points.
_TITLE, _TEXT = 20.0, 13.0
_HEADING = QColor("#E8EAED")
_RULE = QColor("#9AA0A6")
_DPI = 300


def pdf_of(listing: Listing, title: str, shares: tuple[int, ...], moment: str) -> bytes:
    """Return a listing as a PDF; the same content gives the same bytes.

    Parameters
    ----------
    listing
        Its title stands above the table.
    title
        The community's name, before that title.
    shares
        Width of each column in hundredths.
    moment
        `YYYY-MM-DDTHH:MM:SSZ` that the file carries as the time of its making.
    """
    words = f"{title} {listing.title}"
    stored = QByteArray()
    buffer = QBuffer(stored)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(5, 5, 5, 5), QPageLayout.Unit.Millimeter)
    _document(listing, words, shares).print(writer)
    del writer
    buffer.close()
    cells = [str(value) for row in [listing.columns, *listing.rows] for value in row]
    used = set("0123456789" + words + "".join(cells))
    return even_out(bytes(stored), moment, words, meant_characters(glyphs(), used))


def _document(listing: Listing, title: str, shares: tuple[int, ...]) -> QTextDocument:
    document = QTextDocument()
    document.setDefaultFont(font(_TEXT))
    cursor = QTextCursor(document)
    space = QTextBlockFormat()
    space.setBottomMargin(_TITLE)
    cursor.setBlockFormat(space)
    cursor.insertText(title, _letters(_TITLE, bold=True))
    table = cursor.insertTable(len(listing.rows) + 1, len(listing.columns), _table_format(shares))
    for column, heading in enumerate(listing.columns):
        cell = table.cellAt(0, column)
        shaded = QTextCharFormat()
        shaded.setBackground(QBrush(_HEADING))
        cell.setFormat(shaded)
        cell.firstCursorPosition().insertText(heading, _letters(_TEXT, bold=True))
    for row, values in enumerate(listing.rows, start=1):
        for column, value in enumerate(values):
            table.cellAt(row, column).firstCursorPosition().insertText(
                "" if value is None else str(value), _letters(_TEXT, bold=column < 2)
            )
    return document


def _table_format(shares: tuple[int, ...]) -> QTextTableFormat:
    made = QTextTableFormat()
    made.setHeaderRowCount(1)
    made.setCellPadding(4)
    made.setCellSpacing(0)
    made.setBorder(1)
    made.setBorderBrush(QBrush(_RULE))
    made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    if hasattr(made, "setBorderCollapse"):  # from Qt 5.14 on
        made.setBorderCollapse(True)
    made.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    lengths: list[Any] = [QTextLength(QTextLength.Type.PercentageLength, share) for share in shares]
    made.setColumnWidthConstraints(lengths)
    return made


def _letters(points: float, *, bold: bool) -> QTextCharFormat:
    made = QTextCharFormat()
    letters = QFont(font(points, bold=bold))
    letters.setPointSizeF(points)
    made.setFont(letters)
    return made
