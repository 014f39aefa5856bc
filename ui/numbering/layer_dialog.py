"""Number the features of any layer: which field, which entrance, which options."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsGeometry, QgsMapLayerProxyModel
from qgis.gui import QgsFieldComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...workspace.translation import tr

_FILTERS = QgsMapLayerProxyModel.Filter


class LayerDialog(QDialog):
    """Holds what is asked; `accepted` means: number now."""

    point_asked = pyqtSignal()

    def __init__(self, layer: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("CommonplanNumberLayer")
        self.setWindowTitle(tr("Number the features of {layer}").format(layer=layer.name()))
        self._layer = layer
        self._point: Any = None
        form = QFormLayout()
        self._add_what(form)
        self._add_site(form)
        self._add_how(form)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._go = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._go.setText(tr("Number"))
        self._go.setObjectName("number_layer_go")
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self._check()

    def _add_what(self, form: QFormLayout) -> None:
        self._field = QComboBox(self)
        self._field.setObjectName("number_field")
        self._field.setEditable(True)
        names = [field.name() for field in self._layer.fields()]
        self._field.addItems(["number", *(name for name in names if name.lower() != "number")])
        self._field.setToolTip(tr("A field of the layer, or the name of a new one."))
        self._field.editTextChanged.connect(self._check)
        self._selected = QCheckBox(tr("Selected features only"), self)
        self._selected.setObjectName("number_selected")
        self._selected.setEnabled(self._layer.selectedFeatureCount() > 0)
        self._selected.setChecked(self._layer.selectedFeatureCount() > 1)
        self._group = self._fields_of(self._layer)
        form.addRow(tr("Write into field"), self._field)
        form.addRow("", self._selected)
        form.addRow(tr("Group of a feature"), self._group)

    def _add_site(self, form: QFormLayout) -> None:
        self._click = QPushButton(tr("Click on the map"), self)
        self._click.setObjectName("number_point")
        self._click.clicked.connect(self.point_asked)
        self._where = QLabel(tr("not set"), self)
        row = QHBoxLayout()
        row.addWidget(self._click)
        row.addWidget(self._where, 1)
        form.addRow(tr("Main entrance"), row)
        line_or_area = _FILTERS.LineLayer | _FILTERS.PolygonLayer
        self._entrances, self._entrance_group = self._layer_row(
            form, tr("or a layer of entrances"), _FILTERS.PointLayer
        )
        self._boundaries, self._boundary_group = self._layer_row(form, tr("Boundary"), _FILTERS.PolygonLayer)
        self._loops, self._loop_group = self._layer_row(form, tr("Lines to walk along"), line_or_area)

    def _layer_row(self, form: QFormLayout, title: str, filters: Any) -> tuple[Any, Any]:
        """Add a layer and the field that names its groups; the field matters with a group only."""
        layers = QgsMapLayerComboBox(self)
        layers.setFilters(QgsMapLayerProxyModel.Filters(filters))
        layers.setAllowEmptyLayer(True)
        layers.setCurrentIndex(0)
        layers.setExceptedLayerList([self._layer])
        group = self._fields_of(None)
        group.setVisible(False)
        layers.layerChanged.connect(group.setLayer)
        layers.layerChanged.connect(self._check)
        self._group.fieldChanged.connect(lambda name: group.setVisible(bool(name)))
        row = QHBoxLayout()
        row.addWidget(layers, 2)
        row.addWidget(group, 1)
        form.addRow(title, row)
        return layers, group

    def _add_how(self, form: QFormLayout) -> None:
        self._method = QComboBox(self)
        for label, word in (
            (tr("Suggested"), "auto"), (tr("Clock hand"), "bearing"), (tr("Along the boundary"), "boundary"),
            (tr("Along a line"), "loop"),
        ):  # fmt: skip
            self._method.addItem(label, word)
        self._class = self._fields_of(self._layer)
        self._prefix = QLineEdit(self)
        form.addRow(tr("Method"), self._method)
        form.addRow(tr("A series for each class"), self._class)
        form.addRow(tr("Prefix of all numbers"), self._prefix)

    def _fields_of(self, layer: Any) -> Any:
        combo = QgsFieldComboBox(self)
        combo.setAllowEmptyFieldName(True)
        combo.setLayer(layer)
        combo.setField("")
        return combo

    def set_point(self, point: QgsGeometry, crs: Any) -> None:
        """Take a point of the map as the main entrance."""
        self._point = point.asPoint(), crs
        self._where.setText(f"{self._point[0].x():.2f}, {self._point[0].y():.2f} ({crs.authid()})")
        self._check()

    def _check(self, *_: object) -> None:
        """Let it go on once there is a field and an entrance."""
        entered = self._point is not None or self._entrances.currentLayer() is not None
        self._go.setEnabled(bool(self.field) and entered)

    @property
    def field(self) -> str:
        """Name of the field to write into."""
        return str(self._field.currentText()).strip()

    @property
    def selected(self) -> bool:
        """Whether only selected features are numbered."""
        return bool(self._selected.isChecked())

    def site(self) -> Any:
        """Return entrance, boundary and lines as a `workspace.layer_numbering.Site`."""
        from ...workspace.layer_numbering import Site

        entrances = self._entrances.currentLayer()
        point, crs = (
            self._point if self._point is not None and not self._group.currentField() else (None, None)
        )
        return Site(
            point, crs, entrances, self._boundaries.currentLayer(), self._loops.currentLayer(),
            self._entrance_group.currentField(), self._boundary_group.currentField(),
            self._loop_group.currentField(),
        )  # fmt: skip

    def wanted(self) -> Any:
        """Return the options as a `workspace.feature_numbering.Wanted`."""
        from ...workspace.feature_numbering import Wanted

        by_case = {field.name().lower(): field.name() for field in self._layer.fields()}
        by_class = self._class.currentField()
        return Wanted(
            method=str(self._method.currentData()),
            series="per_class" if by_class else "one",
            prefix=self._prefix.text().strip(),
            group_field=self._group.currentField(),
            class_field=by_class,
            kind_field=by_case.get("kind", ""),
            name_field=by_case.get("name", ""),
        )
