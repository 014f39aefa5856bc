"""Control points given by hand: a click on the drawing, and what is known of the point."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QTemporaryDir, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...workspace.translation import tr
from .choices import note

Pair = tuple[str, float, float, float, float]


class PairForm(QWidget):
    """Asks for a click, then for name, easting and northing; keeps the pairs as a CSV."""

    picking = pyqtSignal(bool)
    changed = pyqtSignal(object)  # path of the CSV, None without pairs
    known_in = pyqtSignal(str)  # CRS of the known side of pairs of an earlier survey

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = QTemporaryDir()
        self._files = 0
        self._pairs: list[Pair] = []
        self._spot: tuple[float, float] | None = None
        self.pick = QPushButton(tr("Pick a point on the map"), self)
        self.pick.setObjectName("pick_point")
        self.pick.setCheckable(True)
        self.pick.setAutoDefault(False)
        self.pick.toggled.connect(self.picking)
        self.back = QPushButton(tr("Remove the last"), self)
        self.back.setObjectName("remove_pair")
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self._remove)
        self.save = QPushButton(tr("Save the pairs…"), self)
        self.save.setObjectName("save_pairs")
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self._save)
        self.earlier = QPushButton(tr("From an earlier survey"), self)
        self.earlier.setObjectName("earlier_pairs")
        self.earlier.setAutoDefault(False)
        self.earlier.setMenu(QMenu(self))
        self.add = QPushButton(tr("Add"), self)
        self.add.setObjectName("add_pair")
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._add)
        self._said = note(self)
        self._fields = {name: QLineEdit(self) for name in ("name", "east", "north")}
        self._lay_out()
        self._show()

    def _lay_out(self) -> None:
        buttons, grid, layout = QHBoxLayout(), QGridLayout(), QVBoxLayout(self)
        buttons.addWidget(self.pick)
        buttons.addWidget(self.back)
        buttons.addWidget(self.earlier)
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        titles = {"name": tr("Point"), "east": tr("Easting"), "north": tr("Northing")}
        for column, (name, field) in enumerate(self._fields.items()):
            field.setObjectName(f"pair_{name}")
            field.returnPressed.connect(self._add)
            label = QLabel(titles[name], self)
            label.setBuddy(field)
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
        grid.addWidget(self.add, 1, 3)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(buttons)
        layout.addWidget(self._said)
        layout.addLayout(grid)

    def show_pairs(self, pairs: list[Pair]) -> None:
        """Start from these pairs, such as those of a file; a point that was picked is let go."""
        self._pairs, self._spot = list(pairs), None
        self._show()

    def offer(self, earlier: Mapping[str, Any]) -> None:
        """Offer the pairs by which other surveys came in (`KnownPairs`), by the name of their file."""
        self.earlier.menu().clear()
        for file, known in earlier.items():
            action = self.earlier.menu().addAction(file.replace("&", "&&"))
            action.triggered.connect(partial(self._take_earlier, known))
        self.earlier.setVisible(bool(earlier))

    def _take_earlier(self, known: Any, *_: object) -> None:
        self.show_pairs(list(known.points))
        self.known_in.emit(known.crs)
        self._keep()

    def _save(self) -> None:
        title, kinds = tr("Save the pairs of control points"), tr("Control points (*.csv)")
        name, _ = QFileDialog.getSaveFileName(self, title, "", kinds)
        if not name:
            return
        path = Path(name if name.lower().endswith(".csv") else f"{name}.csv")
        try:
            self._write(path)
        except OSError as error:
            self._said.setText(
                tr("{file} cannot be written: {why}").format(file=path.name, why=error.strerror)
            )
        else:
            self._said.setText(tr("Saved as {file}.").format(file=path.name))

    def take_spot(self, x: float, y: float) -> None:
        """Take a point of the drawing, as the drawing has it."""
        self.pick.setChecked(False)
        self._spot = (x, y)
        self._fields["name"].setText(str(len(self._pairs) + 1))
        self._fields["east"].setFocus()
        self._show()

    def _add(self) -> None:
        known = [_number(self._fields[name].text()) for name in ("east", "north")]
        if self._spot is None or not all(map(math.isfinite, known)):
            self._said.setText(tr("Easting and northing must be numbers."))
            return
        name = self._fields["name"].text().strip() or str(len(self._pairs) + 1)
        self._pairs.append((name, *self._spot, known[0], known[1]))
        self._spot = None
        for field in self._fields.values():
            field.clear()
        self._keep()

    def _remove(self) -> None:
        self._pairs.pop()
        self._keep()

    def _keep(self) -> None:
        """Write the pairs into a file of their own: one under way may still be read."""
        self._show()
        self._files += 1
        path = Path(self._folder.path(), f"pairs{self._files}.csv")
        self._write(path)
        self.changed.emit(path if self._pairs else None)

    def _write(self, path: Path) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # so that Excel reads it too
            writer = csv.writer(file)
            writer.writerow(["name", "x", "y", "easting", "northing"])
            writer.writerows([name, *map(repr, numbers)] for name, *numbers in self._pairs)

    def _show(self) -> None:
        picked: Any = self._spot is not None
        for widget in (self.add, *self._fields.values()):
            widget.setEnabled(picked)
        self.back.setEnabled(bool(self._pairs))
        self.save.setEnabled(bool(self._pairs))
        if self._spot is not None:
            x, y = (f"{part:.3f}" for part in self._spot)
            self._said.setText(tr("Picked: x {x}, y {y}. What is known of it?").format(x=x, y=y))
        else:
            self._said.setText(tr("Pairs: {n}").format(n=len(self._pairs)))


def _number(text: str) -> float:
    try:
        return float(text.strip().replace(" ", ""))
    except ValueError:
        return math.nan
