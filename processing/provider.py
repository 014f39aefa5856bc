"""The Processing provider: all algorithms of Commonplan under the id `commonplan`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

ICON = Path(__file__).parents[1] / "resources" / "icons" / "commonplan.svg"

# module → class, in the order of the work: from survey to package
ALGORITHMS = {
    "createcommunity": "CreateCommunity",
    "importsurvey": "ImportSurvey",
    "setlayers": "SetLayers",
    "addbackground": "AddBackground",
    "setsite": "SetSite",
    "markplaces": "MarkPlaces",
    "numberplaces": "NumberPlaces",
    "numberfeatures": "NumberFeatures",
    "importcomments": "ImportComments",
    "exportcomments": "ExportComments",
    "drawlayout": "DrawLayout",
    "drawindex": "DrawIndex",
    "drawcards": "DrawCards",
    "drawseries": "DrawSeries",
    "exportpackage": "ExportPackage",
    "checkcommunity": "CheckCommunity",
    "restorebackup": "RestoreBackup",
}


class CommonplanProvider(QgsProcessingProvider):
    """The provider that QGIS's toolbox, models, scripts and qgis_process see."""

    def id(self) -> str:
        return "commonplan"

    def name(self) -> str:
        return "Commonplan"

    def icon(self) -> QIcon:
        return QIcon(str(ICON))

    def loadAlgorithms(self) -> None:
        for module, name in ALGORITHMS.items():
            algorithm = getattr(import_module(f".{module}", __package__), name)
            self.addAlgorithm(algorithm())
