"""Check a community and report what is found."""

from __future__ import annotations

from typing import Any

from .base import CommonplanAlgorithm, tr


class CheckCommunity(CommonplanAlgorithm):
    """Collect findings about a community; findings never raise."""

    NAME = "checkcommunity"

    def title(self) -> str:
        return tr("Check the community")

    def help_text(self) -> str:
        return tr(
            "Looks for what is missing, doubled or out of place: boundaries, entrances, places, numbers, "
            "comments. Each finding says what is wrong and what to do. The file is not changed."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_community()
        self.add_report()
        self.add_numbers({"ERRORS": tr("Errors"), "WARNINGS": tr("Warnings")})

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..workspace.checking import check_community

        findings = check_community(self.community_path(parameters, context))
        counts = {level: sum(f["level"] == level for f in findings) for level in ("error", "warning")}
        for finding in findings:
            feedback.pushInfo(f"{finding['message']} {finding['remedy']}")
        report = {"errors": counts["error"], "warnings": counts["warning"], "entries": findings}
        outputs = self.report(parameters, context, report)
        return {**outputs, "ERRORS": counts["error"], "WARNINGS": counts["warning"]}
