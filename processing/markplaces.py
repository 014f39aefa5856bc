"""Mark places: survey or features → the table place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingParameterNumber

from .base import CommonplanAlgorithm, tr


class MarkPlaces(CommonplanAlgorithm):
    """Suggest places by the catalogue, leaving alone what people decided."""

    NAME = "markplaces"

    def title(self) -> str:
        return tr("Mark places")

    def help_text(self) -> str:
        return tr(
            "Finds public spaces, facilities and units in the survey, by feature codes, annotation and "
            "layer names, or in a layer of features with OpenStreetMap tags. Each place notes how sure "
            "it is and why. Running it again adds what is new and never changes what a person decided. "
            "RULES is a table with a column kind and any of system, code, words, osm, certainty, name."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_community()
        self.add_layer("INPUT", tr("Features (instead of the survey)"), optional=True)
        self.add_file("RULES", tr("Own rules (CSV)"), optional=True)
        self.add_flag("KEEP_RULES", tr("Keep these rules in the community, for later runs"))
        reach = QgsProcessingParameterNumber(
            "OUTSIDE", tr("Metres around the compounds that belong to the community"), defaultValue=60.0
        )
        reach.setMinimum(0)
        self.addParameter(reach)
        self.add_numbers(
            {
                "MARKED": tr("Places of the community"),
                "UNCERTAIN": tr("Of these, to be looked at"),
                "SPACES": tr("Public spaces"),
                "FACILITIES": tr("Public facilities"),
                "UNITS": tr("Public units"),
                "NEW": tr("New places"),
            }
        )

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..readers.tables import read_tables
        from ..workspace.marking import mark_places

        path = self.community_path(parameters, context)
        own = None
        if self.given(parameters, "RULES"):
            own = read_tables(Path(self.parameterAsFile(parameters, "RULES", context)))[0].cells
        reach = self.parameterAsDouble(parameters, "OUTSIDE", context)
        features = self._features(parameters, context) if self.given(parameters, "INPUT") else None
        keep = self.parameterAsBool(parameters, "KEEP_RULES", context)
        counts = mark_places(path, own, features, reach, feedback, keep_rules=keep)
        feedback.pushInfo(
            tr(
                "New places: {new}; refreshed: {changed}; guesses withdrawn: {removed}; "
                "decided by people: {kept}; suggestions outside of the community: {outside}; "
                "new buildings: {buildings}."
            ).format(**counts)
        )
        outputs = {"SPACES": "space", "FACILITIES": "facility", "UNITS": "unit"}
        named = {name: counts[name.lower()] for name in ("MARKED", "UNCERTAIN", "NEW")}
        return {**named, **{name: counts[word] for name, word in outputs.items()}}

    def _features(self, parameters: dict[str, Any], context: Any) -> Any:
        """Return how to read INPUT, once the community's CRS is known."""
        from ..workspace.marking import Features
        from ..workspace.sources import source_frame

        source = self.parameterAsSource(parameters, "INPUT", context)

        def read(crs: Any) -> Features:
            frame = source_frame(source, crs, ("Point", "LineString", "Polygon"), "INPUT")
            return Features(frame, source.sourceName())

        return read
