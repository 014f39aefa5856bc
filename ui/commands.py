"""What the panel's buttons do: QGIS's own dialogs for algorithms, map tools for the site."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsFeature, QgsProject, QgsVectorLayerUtils
from qgis.PyQt.QtCore import QObject, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox

from ..community.errors import CommonplanError
from ..workspace import packages
from ..workspace.help import help_address
from ..workspace.messages import render
from ..workspace.states import STATES, show_state, state_shown
from ..workspace.translation import language, tr
from .backgrounds import Backgrounds
from .marking.map_side import MapSide
from .numbering.preview import NumberingPreview
from .plain_text import push
from .sheets import KeptSheets
from .site_tools import SiteTools

ALGORITHMS = {
    "setsite", "markplaces", "numberplaces", "importcomments", "exportcomments",
    "drawlayout", "drawcards", "drawindex", "exportpackage", "checkcommunity", "restorebackup",
    "addbackground",
}  # fmt: skip

_FILTERS = {
    "show_unlinked": ("comment", '"scope" = \'place\' AND "place_id" IS NULL'),
    "show_proposals": ("proposal", ""),
    "look_site": ("compound", ""),
    "look_comments": ("comment", '"scope" = \'place\' AND "place_id" IS NULL'),
    "look_proposals": ("proposal", '"responsible" IS NULL'),
}


class Commands(QObject):
    """Carries out what the panel asks for, by the name of the command."""

    def __init__(self, iface: Any, session: Any, panel: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._iface = iface
        self._session = session
        self._panel = panel
        self._numbering = NumberingPreview(iface, session, self)
        self._dialog: Any = None
        self._backgrounds = Backgrounds(iface, session, panel, self)
        self._side = MapSide(iface, session)
        self._site = SiteTools(self._side)
        self._sheets = KeptSheets(self._side, session)
        self._pages: dict[str, Any] = {}
        session.changed.connect(self._leave_pages)
        session.changed.connect(self._show_state_shown)
        self._own: dict[str, Callable[[], object]] = {
            "createcommunity": self._create,
            "open": self._open,
            "save": self._save,
            "close": session.close,
            "help": lambda: QDesktopServices.openUrl(QUrl(help_address())),
            "save_copy": self._save_copy,
            "dark_ground": self._backgrounds.switch_ground,
            "online_map": self._backgrounds.choose_online_map,
            "draw_boundary": self._site.draw_boundary,
            "pick_boundary": self._site.pick_boundary,
            "set_main_entrance": lambda: self._site.set_entrance("main"),
            "add_side_entrance": lambda: self._site.set_entrance("side"),
            "add_garage_ramp": lambda: self._site.set_entrance("ramp"),
            "set_starting_point": lambda: self._site.set_entrance("start"),
            "arrange_compounds": lambda: self._open_page("compounds"),
            "mark_place": lambda: self._open_page("marking"),
            "show_uncertain": lambda: self._open_page("review"),
            "look_places": lambda: self._open_page("review"),
            **{f"state_{state}": partial(self._show_state, state) for state in STATES},
            "show_gaps": lambda: self._open_page("gaps"),
            "edit_catalogue": self._edit_catalogue,
            "new_proposal": self._new_proposal,
            "show_profile": self._show_profile,
            "keep_layout": self._keep_layout,
            "redraw_layouts": self._redraw_layouts,
            "drawseries": self._draw_series,
            "preview_numbers": self._numbering.open,
            "importsurvey": self._import_survey,
            "survey_reports": self._survey_reports,
            "look_survey": self._survey_reports,
            "survey_layers": self._survey_layers,
        }

    def carry_out(self, command: str) -> None:
        """Do what `command` names; an error of ours becomes a message."""
        try:
            if command in _FILTERS:
                self._show_table(*_FILTERS[command])
            elif command in ALGORITHMS:
                self._run_algorithm(command)
            else:
                self._own[command]()
        except CommonplanError as error:
            self.report(error)

    def report(self, error: CommonplanError) -> None:
        """Show an error in QGIS's message bar."""
        self._side.report(error)

    def release(self) -> None:
        """Put down the map tool in use, and close the preview of the numbers."""
        self._numbering.close()
        for page in self._pages.values():
            page.release()
        self._site.release()

    def find_place(self, text: str) -> None:
        """Show in the panel which places a number, an old number or a name means."""
        from ..workspace.searching import find_in_layers

        layers = self._session.layers()
        known = text.strip() and "place" in layers
        try:
            packages.load()
        except CommonplanError as error:
            self.report(error)
            return
        self._panel.search.show_hits(find_in_layers(layers, text, language()) if known else [])

    def _leave_pages(self) -> None:
        """Another community, or none: what the pages show is of the one before."""
        for page in self._pages.values():
            page.leave()

    def _show_state(self, state: str) -> None:
        if self._session.path is not None:
            show_state(QgsProject.instance(), self._session.layers(), state)
        self._show_state_shown()

    def _show_state_shown(self) -> None:
        self._panel.show_state(state_shown(QgsProject.instance()))

    def _open_page(self, name: str) -> None:
        """Open a page of the panel; what it needs is heavy, and loaded when it is asked for first."""
        packages.load()
        if name not in self._pages:
            from .marking.compounds import Compounds
            from .marking.gaps import Gaps
            from .marking.marking import Marking
            from .marking.review import Review

            made = {"marking": Marking, "review": Review, "compounds": Compounds, "gaps": Gaps}
            self._pages[name] = made[name](self._side, self._panel, self)
        self._pages[name].start()

    def detach(self) -> None:
        """Let go of QGIS, as unloading must."""
        self.release()
        self._backgrounds.release()

    def show_feature(self, table: str, identifier: str) -> None:
        """Select a row and bring it into view."""
        layer = self._session.layers().get(table)
        if layer is None:
            return
        expression = f"\"id\" = '{identifier}'" if "'" not in identifier else "false"
        layer.selectByExpression(expression)
        if layer.isSpatial() and layer.selectedFeatureCount():
            self._iface.setActiveLayer(layer)
            self._iface.mapCanvas().zoomToSelected(layer)
            self._iface.mapCanvas().flashFeatureIds(layer, layer.selectedFeatureIds())
        elif layer.selectedFeatureCount():
            self._iface.openFeatureForm(layer, next(layer.getSelectedFeatures()))

    # algorithms, in QGIS's own dialogs

    def _run_algorithm(self, name: str) -> None:
        if self._session.path is None or not self._settle_edits():
            return
        self._show_dialog(name, {"COMMUNITY": str(self._session.path)}, self._finished)

    def _create(self) -> None:
        self._show_dialog("createcommunity", {}, self._created)

    def _show_dialog(self, name: str, parameters: dict[str, Any], finished: Callable[..., None]) -> None:
        import processing

        self._dialog = processing.createAlgorithmDialog(f"commonplan:{name}", parameters)
        self._dialog.algorithmFinished.connect(finished)
        self._dialog.show()

    def _keep_layout(self) -> None:
        if self._session.path is not None and self._settle_edits():
            given = {"COMMUNITY": str(self._session.path), "LAYOUT": self._sheets.name_for_new()}
            self._show_dialog("drawlayout", given, self._finished)

    def _draw_series(self) -> None:
        """Draw the communities that stand beside the one that is open."""
        if self._session.path is not None and self._settle_edits():
            self._show_dialog("drawseries", {"FOLDER": str(self._session.path.parent.parent)}, self._finished)

    def _redraw_layouts(self) -> None:
        if self._session.path is not None and self._settle_edits():
            self._sheets.redraw()

    def _finished(self, successful: bool, results: dict[str, Any]) -> None:
        if successful and results.get("LAYOUT"):
            self._sheets.open(results["LAYOUT"])
        if successful and "REPORT" in results and "ERRORS" in results:
            self._panel.show_report(results["REPORT"])
        self._session.count()

    def _created(self, successful: bool, results: dict[str, Any]) -> None:
        from ..workspace.community import passing

        if successful:
            self._dialog.close()
            path = Path(results["COMMUNITY"])
            self._session.open(path)
            if (doubt := passing(path)) is not None:
                push(self._iface.messageBar(), render(doubt), Qgis.MessageLevel.Warning, 0)

    # the catalogue

    def _edit_catalogue(self) -> None:
        if self._session.path is None:
            return
        packages.load()
        from .catalogue.dialog import CatalogueDialog

        self._dialog = CatalogueDialog(self._session.layers(), self._iface.mainWindow())
        self._session.changed.connect(self._dialog.close)
        self._dialog.saved.connect(self._session.name_kinds)
        self._dialog.show()

    # surveys

    def _import_survey(self) -> None:
        from .survey_import.dialog import SurveyImport

        if self._session.path is None or not self._settle_edits():
            return
        self._dialog = SurveyImport(self._session.path, self._settle_edits, self._iface.mainWindow())
        self._dialog.imported.connect(self._session.count)
        self._dialog.feature_asked.connect(self.show_feature)
        self._session.changed.connect(self._dialog.reject)
        self._dialog.show()

    def _survey_reports(self) -> None:
        if self._session.path is None:
            return
        packages.load()
        from ..workspace.survey_reports import read_reports
        from .survey_import.report_pages import ReportDialog

        self._dialog = ReportDialog(read_reports(self._session.path), self._iface.mainWindow())
        self._dialog.feature_asked.connect(self.show_feature)
        self._dialog.show()

    def _survey_layers(self) -> None:
        if self._session.path is None or not self._settle_edits():
            return
        packages.load()
        from .layer_selection import LayerSelection
        from .survey_layers import SurveyLayers

        self._dialog = SurveyLayers(self._session.path, self._iface.mainWindow())
        self._session.changed.connect(self._dialog.reject)
        self._dialog.kept.connect(self._session.name_kinds)
        self._dialog.layer_asked.connect(LayerSelection(self._session.layers, self._dialog).show)
        self._dialog.show()

    def _settle_edits(self) -> bool:
        if not self._session.unsaved():
            return True
        answer = QMessageBox.question(
            self._iface.mainWindow(),
            tr("Commonplan"),
            tr("There are edits that are not in the community file yet. Save them now?"),
            QMessageBox.StandardButton.Save | QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Save and self._save()

    # the community as a whole

    def _open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._iface.mainWindow(), tr("Open community"), "", tr("Community (*.gpkg)")
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Open the community file at `path`."""
        from ..workspace.status import read_status

        try:
            read_status(path)
        except CommonplanError as error:
            self.report(error)
            return
        self._session.open(path)

    def _save(self) -> bool:
        if self._session.save():
            return True
        self._side.warn(tr("Some edits could not be saved; see the layer's messages."))
        return False

    def _save_copy(self) -> None:
        from ..workspace.community import copy_community

        if self._session.path is None or not self._settle_edits():
            return
        folder = QFileDialog.getExistingDirectory(self._iface.mainWindow(), tr("Folder for the copy"))
        if folder:
            copy = copy_community(self._session.path, Path(folder))
            said = tr("Copied to {file}")
            if self._session.project.isDirty():
                said = tr("Copied to {file}; the copy has the project as you saved it last.")
            self._side.say(said.format(file=copy))

    # tables and forms

    def _show_table(self, table: str, expression: str) -> None:
        layer = self._session.layers().get(table)
        if layer is not None:
            self._iface.showAttributeTable(layer, expression)

    def _show_profile(self) -> None:
        """Open the one row of the community in its form, to be filled in."""
        layer = self._session.layers().get("community")
        profile = None if layer is None else next(layer.getFeatures(), None)
        if profile is not None:
            self._edit_in_form(layer, profile)

    def _new_proposal(self) -> None:
        layer = self._session.layers().get("proposal")
        if layer is not None and self._edit_in_form(layer, QgsVectorLayerUtils.createFeature(layer)):
            self._session.count()

    def _edit_in_form(self, layer: Any, feature: Any) -> bool:
        """Let a row be filled in; a form that changes nothing leaves no layer in editing."""
        edited = layer.isEditable()
        layer.startEditing()
        accepted = self._iface.openFeatureForm(layer, QgsFeature(feature), False)
        if not edited and not layer.isModified():
            layer.rollBack()
        return bool(accepted)
