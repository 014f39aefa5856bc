"""Say what is drawn on the layers of a survey."""

from __future__ import annotations

from typing import Any

from .base import CommonplanAlgorithm, progress_of, tr


class SetLayers(CommonplanAlgorithm):
    """Say what layers of a survey hold, so that buildings are found and roads may go public."""

    NAME = "setlayers"

    def title(self) -> str:
        return tr("Say what survey layers are")

    def help_text(self) -> str:
        return tr(
            "Layers of CASS drawings and plain names such as ROAD are known; of others nobody but the "
            "planner can say what is drawn on them, and until then nothing of them goes public unless a "
            "feature code explains it. LAYERS says it: JZ=building; DL=road. Buildings, walls, fences, "
            "roads, paths, water and planting may then be shown in public. The community keeps the answers "
            "for later surveys. Run “Mark places” again to take over the buildings."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_community()
        said = tr("What is drawn on layers (name=building; name=road …)")
        self.add_text("LAYERS", said, optional=False, multiline=True)
        self.add_numbers(
            {
                "CHANGED": tr("Objects that may go public now, or no longer"),
                "PUBLIC": tr("Objects of these layers that may go public"),
            }
        )

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..community.survey.layer_answers import read_layer_answers
        from ..workspace.survey_layers import set_layers

        answers = read_layer_answers(self.parameterAsString(parameters, "LAYERS", context))
        community = self.community_path(parameters, context)
        counts = set_layers(community, answers, progress_of(feedback))
        feedback.pushInfo(
            tr("Layers told anew: {layers}. Objects of them that may go public: {public}.").format(**counts)
        )
        return {"CHANGED": counts["changed"], "PUBLIC": counts["public"]}
