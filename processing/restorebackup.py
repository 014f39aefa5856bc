"""Restore a community from a copy that was kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .base import CommonplanAlgorithm, tr


class RestoreBackup(CommonplanAlgorithm):
    """Put back the state before an algorithm wrote, keeping the present state as a copy too."""

    NAME = "restorebackup"

    def title(self) -> str:
        return tr("Restore a backup")

    def help_text(self) -> str:
        return tr(
            "Every algorithm that writes keeps a copy of the community from before in the folder “backups”. "
            "This puts the content of one back, the newest unless another is chosen. "
            "The present state is kept as a copy too, so that this can be taken back in turn."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_community()
        self.add_file("BACKUP", tr("Copy to restore (the newest if empty)"), optional=True)
        self.add_strings({"RESTORED": tr("Copy that was restored")})

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..workspace.restoring import restore

        path = self.community_path(parameters, context)
        chosen = self.parameterAsFile(parameters, "BACKUP", context)
        restored = restore(path, Path(chosen) if chosen else None)
        feedback.pushInfo(tr("Restored {file}").format(file=restored))
        return {"RESTORED": str(restored)}
