"""Add imagery beneath the survey."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingOutputBoolean

from .base import CommonplanAlgorithm, tr


class AddBackground(CommonplanAlgorithm):
    """Put an image with a position beneath the survey in the working project."""

    NAME = "addbackground"
    ON_MAIN_THREAD = True

    def title(self) -> str:
        return tr("Add imagery as background")

    def help_text(self) -> str:
        return tr(
            "Puts a GeoTIFF, or a picture with a world file (.jpg with .jgw, .tif with .tfw), beneath the "
            "survey in the working project, in the group “Background”. Without a coordinate system of its "
            "own it is taken to be in the community's. LINK refers to the file where it is, by a relative "
            "path; COPY copies it into the folder “background” of the community. "
            "It is for the planner's eyes: no sheet and no package shows it."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_community()
        self.add_file("INPUT", tr("Image"))
        self.add_choice("STORE", tr("Link to the image or copy it"), ("link", "copy"), "link")
        self.add_strings({"FILE": tr("Image shown"), "CRS": tr("Coordinate system of the image")})
        self.addOutput(QgsProcessingOutputBoolean("MEETS_SITE", tr("Lies where the community lies")))

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..workspace.imagery import add_imagery
        from ..workspace.status import read_status

        community = self.community_path(parameters, context)
        read_status(community)
        file = Path(self.parameterAsFile(parameters, "INPUT", context))
        added = add_imagery(community, file, copy=self.choice(parameters, "STORE", context) == "copy")
        _tell(added, feedback)
        return {"FILE": str(added.file), "CRS": added.crs, "MEETS_SITE": added.meets_site is not False}


def _tell(added: Any, feedback: Any) -> None:
    """Say what was assumed, and what looks wrong."""
    if added.crs_assumed:
        words = tr("The image names no coordinate system: it is taken to be in {crs}, as the community is.")
        feedback.pushInfo(words.format(crs=added.crs))
    if added.meets_site is False:
        feedback.pushWarning(
            tr("The image does not lie where the community lies: check its coordinate system and world file.")
        )
