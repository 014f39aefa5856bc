"""Set the site: compounds and entrances."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessing, QgsProcessingParameterPoint

from .base import CommonplanAlgorithm, tr
from .inputs import layer_reader, point_reader


class SetSite(CommonplanAlgorithm):
    """Give a community its compounds and the main entrance of each."""

    NAME = "setsite"

    def title(self) -> str:
        return tr("Set the site")

    def help_text(self) -> str:
        return tr(
            "Sets the compounds of a community and their entrances, one main entrance each: from layers, "
            "from one point, or from the walls and gates of the survey. With “Assume what is missing” "
            "the outline of the survey and the boundary point nearest to a road stand in; what was "
            "assumed is stamped on the sheet."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_community()
        outlines = [QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVectorLine]
        self.add_layer("COMPOUNDS", tr("Compounds (polygons or closed lines)"), outlines, optional=True)
        points = [QgsProcessing.SourceType.TypeVectorPoint]
        self.add_layer("ENTRANCES", tr("Entrances (points)"), points, optional=True)
        self.addParameter(QgsProcessingParameterPoint("ENTRANCE", tr("Main entrance"), optional=True))
        self.add_flag("ASSUME", tr("Assume what is missing"))
        self.add_numbers({"COMPOUND_COUNT": tr("Number of compounds")})

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..workspace.site import SiteSources, set_site

        sources = SiteSources(
            compounds=layer_reader(self, parameters, "COMPOUNDS", context, ("Polygon", "LineString")),
            entrances=layer_reader(self, parameters, "ENTRANCES", context, ("Point",)),
            main=point_reader(self, parameters, "ENTRANCE", context, feedback),
            assume=self.parameterAsBool(parameters, "ASSUME", context),
        )
        site = set_site(self.community_path(parameters, context), sources, feedback)
        _tell(site, feedback)
        return {"COMPOUND_COUNT": len(site.compounds)}


def _tell(site: Any, feedback: Any) -> None:
    """Say what came from the survey, and warn of what was assumed."""
    if "boundary" in site.from_survey:
        feedback.pushInfo(tr("The boundary was taken from the walls and parcels of the survey."))
    if "entrance" in site.from_survey:
        feedback.pushInfo(tr("The entrances were taken from the gates of the survey."))
    if "boundary" in site.assumed:
        feedback.pushWarning(tr("The boundary was assumed: the outline of all that was surveyed."))
    if "entrance" in site.assumed:
        feedback.pushWarning(tr("The main entrance was assumed: give ENTRANCE to set the real one."))
