"""What all algorithms share: parameters by short-hand, one sentence for an error, layers reloaded."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..community.errors import CommonplanError, CommunityFileError, OutputError
from ..output.drafts import draft_of
from ..workspace import packages
from ..workspace.help import help_address
from ..workspace.messages import render
from ..workspace.translation import tr
from .short_report import shortened

COMMUNITY = "COMMUNITY"
REPORT = "REPORT"
REPORT_FILE = "REPORT_FILE"

_OPENED_BY_US = (
    QgsProcessingParameterFile.typeName(), QgsProcessingParameterFeatureSource.typeName(),
)  # fmt: skip


def progress_of(feedback: Any, start: float = 0, stop: float = 100) -> Callable[[float], None]:
    """Return what is told the share done, 0…1, shows it as a percentage, and stops when cancelled."""

    def progress(share: float) -> None:
        feedback.setProgress(start + (stop - start) * share)
        if feedback.isCanceled():
            raise CommonplanError("cancelled")

    return progress


class CommonplanAlgorithm(QgsProcessingAlgorithm):
    """An algorithm of ours: a subclass names itself, declares parameters, and runs."""

    NAME = ""
    # QGIS's projects and layouts belong to the main thread.
    ON_MAIN_THREAD = False

    def title(self) -> str:
        """Return the translated name shown in the toolbox."""
        raise RuntimeError

    def help_text(self) -> str:
        """Return the translated help shown beside the dialog."""
        raise RuntimeError

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        """Do the work and return the outputs."""
        raise RuntimeError

    def name(self) -> str:
        return self.NAME

    def displayName(self) -> str:
        return self.title()

    def shortHelpString(self) -> str:
        return self.help_text()

    def helpUrl(self) -> str:
        return help_address(self.NAME)

    def flags(self) -> Any:
        flags = super().flags()
        return flags | QgsProcessingAlgorithm.Flag.FlagNoThreading if self.ON_MAIN_THREAD else flags

    def createInstance(self) -> Any:
        return type(self)()

    def checkParameterValues(self, parameters: dict[str, Any], context: Any) -> tuple[bool, str]:
        """Leave files and layers that cannot be opened to the work itself, which says more about them."""
        wrong = [
            parameter
            for parameter in self.parameterDefinitions()
            if not parameter.checkValueIsAcceptable(parameters.get(parameter.name()), context)
        ]
        if wrong and all(p.type() in _OPENED_BY_US and self.given(parameters, p.name()) for p in wrong):
            return True, ""
        return super().checkParameterValues(parameters, context)

    def processAlgorithm(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        try:
            packages.load()
            self._log = feedback
            self._refuse_outputs(parameters, context)
            if feedback.isCanceled():
                raise CommonplanError("cancelled")
            outputs = self.execute(parameters, context, feedback)
        except CommonplanError as error:
            raise QgsProcessingException(render(error)) from error
        if self.parameterDefinition(COMMUNITY) is not None:
            outputs[COMMUNITY] = str(self.community_path(parameters, context))
        return outputs

    def postProcessAlgorithm(self, context: Any, feedback: Any) -> dict[str, Any]:
        community = getattr(self, "_written", None)
        if community is not None:
            from ..workspace.edits import reload_layers

            reload_layers(community)
        return {}

    def given(self, parameters: Mapping[str, Any], name: str) -> bool:
        """Return whether the caller set a parameter: QGIS reads a missing point as (0, 0)."""
        return parameters.get(name) not in (None, "")

    def add_community(self) -> None:
        """Declare COMMUNITY, in and out."""
        self.addParameter(
            QgsProcessingParameterFile(
                COMMUNITY, tr("Community file"), QgsProcessingParameterFile.Behavior.File, "gpkg"
            )
        )
        self.addOutput(QgsProcessingOutputFile(COMMUNITY, tr("Community file")))

    def community_path(self, parameters: dict[str, Any], context: Any) -> Path:
        """Return the community file asked for; its layers are reloaded after the run."""
        text = self.parameterAsFile(parameters, COMMUNITY, context)
        if not text:
            raise CommunityFileError("missing_community")
        self._written = Path(text)
        return self._written

    def add_text(
        self,
        name: str,
        description: str,
        *,
        optional: bool = True,
        default: str | None = None,
        advanced: bool = False,
        multiline: bool = False,
    ) -> None:
        """Declare a text parameter; an advanced one is folded away in the dialog."""
        parameter = QgsProcessingParameterString(name, description, default, multiline, optional)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def add_flag(self, name: str, description: str, *, default: bool = False) -> None:
        """Declare a yes/no parameter."""
        self.addParameter(QgsProcessingParameterBoolean(name, description, default, optional=True))

    def add_file(self, name: str, description: str, *, optional: bool = False) -> None:
        """Declare an input file."""
        behavior = QgsProcessingParameterFile.Behavior.File
        self.addParameter(QgsProcessingParameterFile(name, description, behavior, optional=optional))

    def add_layer(
        self, name: str, description: str, types: Sequence[Any] = (), *, optional: bool = False
    ) -> None:
        """Declare an input vector layer."""
        wanted = list(types) or [QgsProcessing.SourceType.TypeVectorAnyGeometry]
        self.addParameter(QgsProcessingParameterFeatureSource(name, description, wanted, optional=optional))

    def add_choice(self, name: str, description: str, options: Sequence[str], default: str) -> None:
        """Declare an enumeration with static strings."""
        self._add_enumeration(name, description, options, default)

    def add_optional_choice(
        self, name: str, description: str, options: Sequence[str], *, advanced: bool = False
    ) -> None:
        """Declare an enumeration with static strings that may stay without a choice."""
        self._add_enumeration(name, description, options, None, advanced=advanced)

    def add_choices(self, name: str, description: str, options: Sequence[str]) -> None:
        """Declare an enumeration with static strings of which any number may be chosen, by default none."""
        self._add_enumeration(name, description, options, [])

    def _add_enumeration(
        self, name: str, description: str, options: Sequence[str], default: Any, *, advanced: bool = False
    ) -> None:
        """Declare an enumeration whose words dialogs show by their titles; several with a list as default."""
        several = isinstance(default, list)
        parameter = QgsProcessingParameterEnum(
            name, description, list(options), several, default, optional=True, usesStaticStrings=True
        )
        parameter.setMetadata({"widget_wrapper": {"class": f"{__package__}.choice_widget.ChoiceWidget"}})
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def choice(self, parameters: dict[str, Any], name: str, context: Any) -> str:
        """Return the word chosen, or the default when the parameter is not set."""
        if not self.given(parameters, name):
            return str(self.parameterDefinition(name).defaultValue())
        return str(self.parameterAsEnumString(parameters, name, context))

    def add_output_file(
        self, name: str, description: str, file_filter: str, *, optional: bool = False
    ) -> None:
        """Declare a file to write."""
        self.addParameter(
            QgsProcessingParameterFileDestination(name, description, file_filter, optional=optional)
        )

    def add_side_file(self, name: str, description: str, file_filter: str) -> None:
        """Declare a file that is written only when it is asked for, among the advanced parameters."""
        parameter = QgsProcessingParameterFileDestination(
            name, description, file_filter, optional=True, createByDefault=False
        )
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def add_numbers(self, outputs: Mapping[str, str]) -> None:
        """Declare number outputs, name → description."""
        for name, description in outputs.items():
            self.addOutput(QgsProcessingOutputNumber(name, description))

    def add_strings(self, outputs: Mapping[str, str]) -> None:
        """Declare text outputs, name → description."""
        for name, description in outputs.items():
            self.addOutput(QgsProcessingOutputString(name, description))

    def add_report(self) -> None:
        """Declare REPORT (JSON text, short) and REPORT_FILE (the whole of it, optional)."""
        self.add_side_file(REPORT_FILE, tr("Whole report as a file"), "JSON (*.json)")
        self.add_strings({REPORT: tr("Report (JSON)")})

    def _refuse_outputs(self, parameters: dict[str, Any], context: Any) -> None:
        """Refuse before the work what cannot be written, or would replace the community itself."""
        community = parameters.get(COMMUNITY)
        for parameter in self.destinationParameterDefinitions():
            name = parameter.name()
            if parameter.type() != QgsProcessingParameterFileDestination.typeName():
                continue
            if not self.given(parameters, name):
                continue
            target = Path(self.parameterAsFileOutput(parameters, name, context))
            if community and target.resolve() == Path(str(community)).resolve():
                raise OutputError("output_is_community", file=str(target))
            with draft_of(target):
                pass

    def report(self, parameters: dict[str, Any], context: Any, report: dict[str, Any]) -> dict[str, Any]:
        """Return the outputs of a report: REPORT holds at most 200 items of a list, REPORT_FILE all."""
        outputs: dict[str, Any] = {}
        if self.given(parameters, REPORT_FILE):
            target = Path(self.parameterAsFileOutput(parameters, REPORT_FILE, context))
            write_text(target, json.dumps(report, ensure_ascii=False, indent=1))
            outputs[REPORT_FILE] = str(target)
        short = shortened(report)
        outputs[REPORT] = json.dumps(short, ensure_ascii=False)
        if short["truncated"]:
            said = tr("REPORT is cut short, by so many items: {more}. REPORT_FILE takes the whole of it.")
            more = ", ".join(f"{where} {count}" for where, count in short["more"].items())
            self._log.pushInfo(said.format(more=more))
        return outputs


def write_text(target: Path, text: str) -> None:
    """Write a text file whole or not at all.

    Raises
    ------
    CommunityFileError, OutputError
        As `draft_of`.
    """
    with draft_of(target) as draft:
        draft.write_text(text, encoding="utf-8")
