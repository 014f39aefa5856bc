"""Items of a print layout: named, in millimetres from the top left corner of their page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import (
    QgsFillSymbol,
    QgsLayoutFrame,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemManualTable,
    QgsLayoutItemMarker,
    QgsLayoutItemPolygon,
    QgsLayoutItemPolyline,
    QgsLayoutItemShape,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsSimpleFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsTableCell,
    QgsTextFormat,
)
from qgis.PyQt.QtCore import QPointF, Qt
from qgis.PyQt.QtGui import QColor, QPolygonF

from ...workspace.symbols import symbol_of
from .bands import Rect

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTER = Qt.AlignmentFlag.AlignHCenter
TOP = Qt.AlignmentFlag.AlignTop
MIDDLE = Qt.AlignmentFlag.AlignVCenter
BOTTOM = Qt.AlignmentFlag.AlignBottom

KEY = "commonplan/item"
"""Custom property by which an item of ours is known again, whatever a person calls it."""

_GRID = 0.12


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, how it is set (None: as the table is), where, and on what colour."""

    text: str
    format: Optional[QgsTextFormat] = None
    align: Any = LEFT
    background: str = ""
    valign: Any = MIDDLE


class Canvas:
    """One page of a layout, on which items are put.

    Parameters
    ----------
    layout
        A print layout.
    page
        Number of the page, from 0.
    name
        Begins the id of every item, so that a person finds them in the layout.
    key
        Begins the keys of all items: the page's own, also where others come before it.
    top
        How high items lie on the page already; what is put goes over them.
    """

    def __init__(self, layout: Any, page: int, name: str, key: str = "", top: int = 0) -> None:
        self.layout = layout
        self._page = page
        self._name = name
        self._key = key
        self._given: Counter[str] = Counter()
        self._top = top
        self._together: list[Any] = []
        layout.pageCollection().page(page).setCustomProperty(KEY, key)

    def put(self, item: Any, rect: Rect, name: str) -> Any:
        """Add an item at its place on this page."""
        self._add(item, name)
        self.move(item, rect)
        return item

    def below(self, items: int) -> Canvas:
        """Return a canvas for so many items of this page that lie under all that is put here from now on.

        For maps, which come last: a layout that has one asks it anew at every change of every item.
        """
        canvas = copy(self)
        self._top += items
        return canvas

    def _add(self, item: Any, name: str) -> None:
        """Name an item and lay it over those before it, which QGIS leaves open."""
        self._entitle(item, name)
        self.layout.addLayoutItem(item)
        self._top += 1
        item.setZValue(self._top)
        self._together.append(item)

    def _entitle(self, item: Any, name: str) -> str:
        """Give an item its id, and a key of its own among those of the same name; return the key."""
        item.setId(f"{self._name} {name}".strip())
        self._given[name] += 1
        key = f"{self._key} {name} {self._given[name]}"
        item.setCustomProperty(KEY, key)
        return key

    @contextmanager
    def group(self, name: str) -> Iterator[None]:
        """Group what is put meanwhile, so that a person moves it as one."""
        self._together = []
        yield
        if len(self._together) > 1:
            grouped = self.layout.groupItems(self._together)
            self._entitle(grouped, name)
            # Over its members: QGIS reads a layout from the top, and gives a group the size of those it has.
            self._top += 1
            grouped.setZValue(self._top)
        self._together = []

    def move(self, item: Any, rect: Rect) -> None:
        """Give an item its size and place on this page."""
        item.attemptResize(QgsLayoutSize(rect.width, rect.height))
        item.attemptMove(QgsLayoutPoint(rect.x, rect.y), True, False, self._page)

    def label(
        self, rect: Rect, text: str, style: QgsTextFormat, name: str, align: Any = LEFT, valign: Any = MIDDLE
    ) -> Any:
        """Put a text, which is never read as an expression or as HTML."""
        item = QgsLayoutItemLabel(self.layout)
        item.setMode(QgsLayoutItemLabel.Mode.ModeFont)
        item.setText(text.replace("[%", "[%'['%]%"))
        if hasattr(item, "setTextFormat"):  # from 3.24 on
            item.setTextFormat(style)
        else:
            item.setFont(style.toQFont())
            item.setFontColor(style.color())
        item.setHAlign(align)
        item.setVAlign(valign)
        item.setMarginX(0)
        item.setMarginY(0)
        return self.put(item, rect, name)

    def box(self, rect: Rect, name: str, fill: Optional[str], edge: Optional[str], width: float = 0.2) -> Any:
        """Put a rectangle."""
        layer = QgsSimpleFillSymbolLayer(QColor(fill or "#FFFFFF"))
        if fill is None:
            layer.setBrushStyle(Qt.BrushStyle.NoBrush)
        if edge is None:
            layer.setStrokeStyle(Qt.PenStyle.NoPen)
        else:
            layer.setStrokeColor(QColor(edge))
            layer.setStrokeWidth(width)
            layer.setPenJoinStyle(Qt.PenJoinStyle.MiterJoin)
        return self.swatch(rect, symbol_of(QgsFillSymbol, layer), name)

    def swatch(self, rect: Rect, symbol: QgsFillSymbol, name: str) -> Any:
        """Put a rectangle drawn with a fill symbol."""
        item = QgsLayoutItemShape(self.layout)
        item.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
        item.setSymbol(symbol)
        return self.put(item, rect, name)

    def line(self, points: Sequence[tuple[float, float]], symbol: QgsLineSymbol, name: str) -> Any:
        """Put a line through points of the page."""
        return self._nodes(QgsLayoutItemPolyline, points, symbol, name)

    def _nodes(self, kind: Any, points: Sequence[tuple[float, float]], symbol: Any, name: str) -> Any:
        left, top = min(x for x, _ in points), min(y for _, y in points)
        item = kind(QPolygonF([QPointF(x - left, y - top) for x, y in points]), self.layout)
        item.setSymbol(symbol)
        self._add(item, name)
        item.attemptMove(QgsLayoutPoint(left, top), True, False, self._page)
        return item

    def polygon(
        self, points: Sequence[tuple[float, float]], fill: str, edge: str, width: float, name: str
    ) -> Any:
        """Put a filled polygon through points of the page."""
        layer = QgsSimpleFillSymbolLayer(QColor(fill))
        layer.setStrokeColor(QColor(edge))
        layer.setStrokeWidth(width)
        return self._nodes(QgsLayoutItemPolygon, points, symbol_of(QgsFillSymbol, layer), name)

    def rule(self, points: Sequence[tuple[float, float]], color: str, width: float, name: str) -> Any:
        """Put a plain line."""
        return self.line(
            points, symbol_of(QgsLineSymbol, QgsSimpleLineSymbolLayer(QColor(color), width)), name
        )

    def marker(self, x: float, y: float, symbol: QgsMarkerSymbol, name: str) -> Any:
        """Put a marker with its centre at a point."""
        item = QgsLayoutItemMarker(self.layout)
        item.setReferencePoint(QgsLayoutItem.ReferencePoint.Middle)
        item.setSymbol(symbol)
        self._add(item, name)
        item.attemptMove(QgsLayoutPoint(x, y), True, False, self._page)
        return item

    def table(
        self,
        rect: Rect,
        rows: Sequence[Sequence[Cell]],
        widths: Sequence[float],
        heights: Sequence[float],
        name: str,
        grid: Optional[str] = None,
        style: Optional[QgsTextFormat] = None,
        *,
        clear: bool = False,
    ) -> Any:
        """Put a table with given widths of columns and heights of rows; `grid` colours lines between rows.

        Cells without a format of their own take `style`, which a person changes in one place. What lies
        under a `clear` one shows through.
        """
        table = QgsLayoutItemManualTable.create(self.layout)
        self.layout.addMultiFrame(table)
        table.setCellMargin(0)
        if style is not None:
            table.setContentTextFormat(style)
        table.setHorizontalGrid(grid is not None)
        table.setVerticalGrid(False)
        table.setGridColor(QColor(grid or "#FFFFFF"))
        table.setGridStrokeWidth(_GRID)
        if clear:
            table.setBackgroundColor(QColor(0, 0, 0, 0))
        table.setColumnWidths(list(widths))
        between = 0.0 if grid is None else _GRID
        table.setRowHeights([height - between for height in heights])
        frame = QgsLayoutFrame(self.layout, table)
        table.setCustomProperty(KEY, f"{self._entitle(frame, name)} table")
        self._top += 1
        frame.setZValue(self._top)
        self.move(frame, Rect(rect.x, rect.y, rect.width, rect.height + 1))
        table.addFrame(frame)
        self._together.append(frame)
        # QGIS measures the contents anew whenever a size is set: so they come last.
        table.setTableContents([[_table_cell(cell) for cell in row] for row in rows])
        return table


def _table_cell(cell: Cell) -> QgsTableCell:
    made = QgsTableCell(cell.text)
    if cell.format is not None:
        made.setTextFormat(cell.format)
    made.setHorizontalAlignment(cell.align)
    made.setVerticalAlignment(cell.valign)
    if cell.background:
        made.setBackgroundColor(QColor(cell.background))
    return made
