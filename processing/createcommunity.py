"""Create a community: its folder, its file, its project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessing, QgsProcessingOutputFile, QgsProcessingParameterFolderDestination

from ..community.errors import CommunityFileError
from ..workspace.messages import render
from .base import COMMUNITY, CommonplanAlgorithm, tr
from .inputs import layer_reader


class CreateCommunity(CommonplanAlgorithm):
    """Make an empty community in a folder, with its site where that is known already."""

    NAME = "createcommunity"
    ON_MAIN_THREAD = True

    def title(self) -> str:
        return tr("Create a community")

    def help_text(self) -> str:
        return tr(
            "Makes the folder of a community: its file, its QGIS project and a place for photos. "
            "CRS is a projected one such as EPSG:4549, or “local” when only metres are known. "
            "Compounds and entrances can be given here or set later."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_text("NAME", tr("Name of the community"), optional=False)
        self.add_text("CRS", tr("Coordinate reference system (EPSG code or “local”)"), optional=False)
        outlines = [QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVectorLine]
        self.add_layer("COMPOUNDS", tr("Compounds (polygons or closed lines)"), outlines, optional=True)
        points = [QgsProcessing.SourceType.TypeVectorPoint]
        self.add_layer("ENTRANCES", tr("Entrances (points)"), points, optional=True)
        self.addParameter(QgsProcessingParameterFolderDestination("FOLDER", tr("Folder of the community")))
        self.add_flag("OVERWRITE", tr("Overwrite a community that stands in the folder"))
        self.addOutput(QgsProcessingOutputFile(COMMUNITY, tr("Community file")))

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..community.coordinates import is_local, parse_crs
        from ..workspace.community import create_community, passing
        from ..workspace.site import SiteSources, set_site

        name = self.parameterAsString(parameters, "NAME", context).strip()
        if not name:
            raise CommunityFileError("missing_name")
        crs = parse_crs(self.parameterAsString(parameters, "CRS", context))
        sources = SiteSources(
            compounds=layer_reader(self, parameters, "COMPOUNDS", context, ("Polygon", "LineString")),
            entrances=layer_reader(self, parameters, "ENTRANCES", context, ("Point",)),
            complete=self.given(parameters, "ENTRANCES"),
        )
        given = sources.compounds is not None or sources.entrances is not None
        path = create_community(
            Path(self.parameterAsString(parameters, "FOLDER", context)),
            name,
            crs.to_wkt("WKT1_GDAL" if is_local(crs) else "WKT2_2019"),
            overwrite=self.parameterAsBool(parameters, "OVERWRITE", context),
            fill=(lambda made: set_site(made, sources, feedback)) if given else None,
        )
        if (doubt := passing(path)) is not None:
            feedback.pushWarning(render(doubt))
        return {COMMUNITY: str(path), "FOLDER": str(path.parent)}
