"""Numbers for the features of an open layer, in place: read and numbered anywhere, one step to undo."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    NULL,
    QgsFeatureRequest,
    QgsField,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayerFeatureSource,
)

from ..community.coordinates import parse_crs
from ..community.errors import InputError, OutputError
from .feature_layers import FeatureTable, from_source, qt_type
from .feature_numbering import Around, NumberedFeatures, Wanted, number_table
from .gestures import gesture
from .sources import crs_of, point_in, source_frame


@dataclass(frozen=True)
class Site:
    """What features stand in, as chosen in a project.

    Parameters
    ----------
    point, point_crs
        The main entrance, or None where a layer says.
    entrances, boundaries, loops
        Layers, or None.
    entrance_group, boundary_group, loop_group
        Their fields that name the group.
    """

    point: Any = None
    point_crs: Any = None
    entrances: Any = None
    boundaries: Any = None
    loops: Any = None
    entrance_group: str = ""
    boundary_group: str = ""
    loop_group: str = ""


class _Snapshot:
    """A layer as it is now, edits included, that another thread may read."""

    def __init__(self, layer: Any, *, selected: bool) -> None:
        self._source = QgsVectorLayerFeatureSource(layer)
        self._fids = layer.selectedFeatureIds() if selected else None
        self._wkb_type = layer.wkbType()

    def fields(self) -> Any:
        return self._source.fields()

    def wkbType(self) -> Any:  # noqa: N802 (as QGIS calls it)
        return self._wkb_type

    def getFeatures(self, request: Any, _flag: Any = None) -> Any:  # noqa: N802
        return self._source.getFeatures(request if self._fids is None else request.setFilterFids(self._fids))


@dataclass(frozen=True)
class Job:
    """All that numbering needs of the layers: it can go to another thread."""

    features: _Snapshot
    crs: Any
    around: Around
    wanted: Wanted

    def run(self, feedback: Any) -> tuple[FeatureTable, NumberedFeatures]:
        """Read the features and find their numbers; raises as `number_table`."""
        table = from_source(self.features, self.wanted.columns, feedback)
        return table, number_table(table, self.crs, self.around, self.wanted, feedback)


def prepare_job(layer: Any, site: Site, wanted: Wanted, *, selected: bool) -> Job:
    """Take hold of a layer, edits included, and of what is around its features.

    Raises
    ------
    InputError
        `community_layer` for a table of a community, whose numbers have rules of their own;
        `layer_unreadable`, and all of `source_frame`.
    """
    if layer.customProperty("commonplan/table"):
        raise InputError("community_layer", layer=layer.name())
    if not layer.isValid():
        raise InputError("layer_unreadable", parameter=layer.name())
    crs = crs_of(layer.crs())
    target = crs or parse_crs("local")

    def frame(of: Any, name: str, geometries: Collection[str]) -> Any:
        if of is None:
            return None
        read = source_frame(_source(of), target, geometries, name)
        return lambda _crs: read

    point = None if site.point is None else point_in(site.point, site.point_crs, target)
    around = Around(
        main=None if point is None else lambda _crs: point,
        entrances=frame(site.entrances, "ENTRANCES", ("Point",)),
        boundaries=frame(site.boundaries, "BOUNDARY", ("Polygon",)),
        loops=frame(site.loops, "LOOP", ("LineString", "Polygon")),
        entrance_group=site.entrance_group,
        boundary_group=site.boundary_group,
        loop_group=site.loop_group,
    )
    return Job(_Snapshot(layer, selected=selected), crs, around, wanted)


def _source(layer: Any) -> Any:
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    definition = QgsProcessingFeatureSourceDefinition(layer.id())
    return QgsProcessingUtils.variantToSource(definition, context)


def write_numbers(layer: Any, field: str, table: FeatureTable, done: NumberedFeatures, title: str) -> int:
    """Put the numbers into a field of the edit buffer, as one step; the field is made when it is not there.

    Parameters
    ----------
    layer
        The layer that was read.
    field
        Name of the field.
    table, done
        What was read, and the result for it; features without a number keep what they have.
    title
        The step's name in the undo panel.

    Returns
    -------
    count
        Number of features that have a number now.

    Raises
    ------
    OutputError
        `layer_read_only`, `field_refused`.
    """
    if not layer.isEditable() and not layer.startEditing():
        raise OutputError("layer_read_only", layer=layer.name())
    column = done.fields()[0]
    with gesture(title, [layer]):
        position = layer.fields().lookupField(field)
        if position < 0:
            if not layer.addAttribute(QgsField(field, qt_type(column.type))):
                raise OutputError("field_refused", field=field, layer=layer.name())
            layer.updateFields()
            position = layer.fields().lookupField(field)
        as_text = layer.fields().at(position).type() == qt_type("text")
        if not as_text and (column.type == "text" or not layer.fields().at(position).isNumeric()):
            raise OutputError("field_refused", field=field, layer=layer.name())
        before = _values(layer, position)
        for identifier, value in zip(table.ids.tolist(), column.values):
            if value is None:
                continue
            written = str(value) if as_text else value
            old = before.get(identifier)
            # Python's None is no value to QGIS, which would look the old one up all the same.
            old = NULL if old is None else old
            if not layer.changeAttributeValue(identifier, position, written, old, True):
                raise OutputError("field_refused", field=field, layer=layer.name())
    return done.count


def _values(layer: Any, position: int) -> dict[int, Any]:
    """Return the values of a field by feature, for undo.

    Where QGIS is not told an old value, undo looks each one up: of 100,000 features that takes minutes.
    """
    request = QgsFeatureRequest().setSubsetOfAttributes([position])
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    return {feature.id(): feature[position] for feature in layer.getFeatures(request)}
