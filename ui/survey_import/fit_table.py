"""How well control points fit: residuals, scale, rotation, and the pair that looks wrong."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from ...workspace.translation import tr
from .choices import note

_LARGE = 0.05
_ROWS = 7


class FitTable(QWidget):
    """A sentence on the fit and a row for each pair."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = note(self)
        self.pairs = QTableWidget(0, 2, self)
        self.pairs.setObjectName("fit_pairs")
        self.pairs.setHorizontalHeaderLabels([tr("Point"), tr("Residual in m")])
        self.pairs.verticalHeader().hide()
        self.pairs.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.pairs.setTabKeyNavigation(False)
        self.pairs.setMinimumHeight(self.pairs.fontMetrics().height() * _ROWS)
        self.pairs.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.summary)
        layout.addWidget(self.pairs)

    def show_problem(self, text: str) -> None:
        """Show why there is no fit."""
        self.summary.setText(text)
        self.pairs.setRowCount(0)
        self.pairs.hide()

    def show_fit(self, fit: Any) -> None:
        """Show a fit; None: nothing to show."""
        self.show_report(fit.report() if fit is not None else None)

    def show_report(self, report: Any) -> None:
        """Show a fit as its report has it."""
        if report is None:
            self.show_problem("")
            return
        from ...workspace.survey_words import fit_sentence

        self.pairs.show()
        self.summary.setText(fit_sentence(report))
        points = report["points"]
        self.pairs.setRowCount(len(points))
        for row, point in enumerate(points):
            residual = QTableWidgetItem(f"{point['residual']:.3f}")
            residual.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            cells = (QTableWidgetItem(str(point["name"])), residual)
            for column, cell in enumerate(cells):
                if point["residual"] > _LARGE:
                    font = cell.font()
                    font.setBold(True)
                    cell.setFont(font)
                self.pairs.setItem(row, column, cell)
