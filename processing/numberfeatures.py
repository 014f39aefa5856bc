"""Number the features of any layer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterField,
    QgsProcessingParameterPoint,
)

from .base import CommonplanAlgorithm, tr
from .inputs import layer_reader, point_reader
from .numberplaces import METHODS, SERIES


class NumberFeatures(CommonplanAlgorithm):
    """Number features clockwise from an entrance, group by group."""

    NAME = "numberfeatures"

    def title(self) -> str:
        return tr("Number features")

    def help_text(self) -> str:
        return tr(
            "Numbers the features of any layer clockwise from a main entrance, by the same rule as places. "
            "The entrance is a point (ENTRANCE) or a layer (ENTRANCES; of several, a field is_main tells "
            "the main one). BOUNDARY is the site; without it the hull of the features. With GROUP many "
            "communities are numbered in one run, each by its own entrance and boundary. OUTPUT has "
            "number (an integer; a text when there is a PREFIX), rank (over all groups) and sort_key "
            "(degrees or metres swept). Fields called kind and name decide between features at one spot. "
            "Features without geometry or group keep their row and get no number."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        types = QgsProcessing.SourceType
        lines = [types.TypeVectorLine, types.TypeVectorPolygon]
        self.add_layer("INPUT", tr("Features"))
        self.addParameter(QgsProcessingParameterPoint("ENTRANCE", tr("Main entrance"), optional=True))
        self.add_layer("ENTRANCES", tr("Entrances"), [types.TypeVectorPoint], optional=True)
        self.add_layer("BOUNDARY", tr("Boundary"), [types.TypeVectorPolygon], optional=True)
        self._add_field("GROUP", tr("Group of a feature"), "INPUT")
        self._add_field("ENTRANCE_GROUP", tr("Group of an entrance"), "ENTRANCES")
        self._add_field("BOUNDARY_GROUP", tr("Group of a boundary"), "BOUNDARY")
        self.add_choice("METHOD", tr("Method"), METHODS, "auto")
        self.add_layer("LOOP", tr("Lines to walk along"), lines, optional=True)
        self._add_field("LOOP_GROUP", tr("Group of a line"), "LOOP")
        self._add_field("CLASS", tr("Class (space, facility, unit, or any)"), "INPUT")
        self.add_choice("SERIES", tr("Series"), SERIES, "one")
        self.add_text("PREFIX", tr("Prefix of all numbers"))
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Numbered features")))
        self.add_numbers({"NUMBERED": tr("Features with a number")})
        self.add_strings({"METHOD_USED": tr("Method taken"), "REASON": tr("Why this method")})

    def _add_field(self, name: str, description: str, layer: str) -> None:
        self.addParameter(
            QgsProcessingParameterField(name, description, parentLayerParameterName=layer, optional=True)
        )

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..community.errors import InputError
        from ..output.numbered_features import write_numbered
        from ..workspace.feature_layers import from_copy, from_file, from_source
        from ..workspace.feature_numbering import number_table
        from ..workspace.sources import crs_of

        source = self.parameterAsSource(parameters, "INPUT", context)
        if source is None:
            raise InputError("layer_unreadable", parameter="INPUT")
        wanted = self._wanted(parameters, context, source)
        destination = self._destination(parameters, context, source)
        layer = self._whole_layer(parameters, context)
        table = from_file(layer, wanted.columns)
        if table is None and destination.takes_columns:
            table = from_copy(source, wanted.columns, feedback)
        table = table or from_source(source, wanted.columns, feedback)
        feedback.setProgress(30)
        around = self._around(parameters, context, feedback)
        done = number_table(table, crs_of(source.sourceCrs()), around, wanted, feedback)
        output = write_numbered(done, table, source, destination, feedback)
        self._tell(done, feedback)
        if destination.target is not None:
            output = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        return {
            "OUTPUT": output,
            "NUMBERED": done.count,
            "METHOD_USED": done.method,
            "REASON": done.reason,
        }

    def _wanted(self, parameters: dict[str, Any], context: Any, source: Any) -> Any:
        from ..community.errors import InputError
        from ..workspace.feature_numbering import Wanted

        fields = {name: self.parameterAsString(parameters, name, context) for name in ("GROUP", "CLASS")}
        known = source.fields().names()
        for name, field in fields.items():
            if field and field not in known:
                raise InputError("field_missing", parameter=name, field=field, layer=source.sourceName())
        by_case = {name.lower(): name for name in known}
        return Wanted(
            method=self.choice(parameters, "METHOD", context),
            series=self.choice(parameters, "SERIES", context),
            prefix=self.parameterAsString(parameters, "PREFIX", context),
            group_field=fields["GROUP"],
            class_field=fields["CLASS"],
            kind_field=by_case.get("kind", ""),
            name_field=by_case.get("name", ""),
        )

    def _around(self, parameters: dict[str, Any], context: Any, feedback: Any) -> Any:
        from ..workspace.feature_numbering import Around

        def layer(name: str, *geometries: str) -> Any:
            return layer_reader(self, parameters, name, context, geometries)

        return Around(
            main=point_reader(self, parameters, "ENTRANCE", context, feedback),
            entrances=layer("ENTRANCES", "Point"),
            boundaries=layer("BOUNDARY", "Polygon"),
            loops=layer("LOOP", "LineString", "Polygon"),
            entrance_group=self.parameterAsString(parameters, "ENTRANCE_GROUP", context),
            boundary_group=self.parameterAsString(parameters, "BOUNDARY_GROUP", context),
            loop_group=self.parameterAsString(parameters, "LOOP_GROUP", context),
        )

    def _whole_layer(self, parameters: dict[str, Any], context: Any) -> Any:
        """Return the layer of INPUT unless only some of its features are wanted."""
        value = parameters["INPUT"]
        if isinstance(value, QgsProcessingFeatureSourceDefinition):
            return None
        return self.parameterAsVectorLayer(parameters, "INPUT", context)

    def _destination(self, parameters: dict[str, Any], context: Any, source: Any) -> Any:
        from ..output.numbered_features import Destination
        from ..workspace.sources import crs_text

        def open_sink(draft: Any, fields: Any) -> tuple[Any, str]:
            values = parameters if draft is None else {**parameters, "OUTPUT": str(draft)}
            return self.parameterAsSink(
                values, "OUTPUT", context, fields, source.wkbType(), source.sourceCrs()
            )

        target = _file(parameters["OUTPUT"], context)
        if target is not None:
            self._refuse_own_input(parameters, context, target)
        return Destination(target, open_sink, crs_text(source.sourceCrs()))

    def _refuse_own_input(self, parameters: dict[str, Any], context: Any, target: Path) -> None:
        from ..community.errors import OutputError

        for name in ("INPUT", "ENTRANCES", "BOUNDARY", "LOOP"):
            layer = self.parameterAsVectorLayer(parameters, name, context) if parameters.get(name) else None
            source = "" if layer is None else layer.source().split("|")[0]
            if source and Path(source).resolve() == target.resolve():
                raise OutputError("output_is_input", file=str(target), parameter=name)

    def _tell(self, done: Any, feedback: Any) -> None:
        feedback.pushInfo(tr("Features with a number: {count}.").format(count=done.count))
        feedback.pushInfo(done.reason)
        left_out = int(done.missing.sum())
        if left_out:
            feedback.pushWarning(
                tr("Left without a number, for want of geometry or group: {count}.").format(count=left_out)
            )


def _file(value: Any, context: Any) -> Path | None:
    """Return the file that an output parameter names; None for memory, databases and the like."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.valueAsString(context.expressionContext())[0]
    text = str(value or "")
    path = Path(text)
    is_uri = text == QgsProcessing.TEMPORARY_OUTPUT or re.match(r"[A-Za-z]\w+:", text)
    return None if is_uri or not path.suffix else path
