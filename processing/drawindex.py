"""Draw the index of a community in large print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .base import CommonplanAlgorithm, tr


class DrawIndex(CommonplanAlgorithm):
    """Draw the index on A4 in large print, for those who cannot read the board."""

    NAME = "drawindex"
    ON_MAIN_THREAD = True

    def title(self) -> str:
        return tr("Draw the index in large print")

    def help_text(self) -> str:
        return tr(
            "Draws the index on pages of A4 in letters of 18 points and more, by class and then by number, "
            "to lie beside the layout sheet. EDITION public shows only what may go public."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_community()
        self.add_choice("EDITION", tr("Edition"), ("internal", "public"), "public")
        self.add_choice("LANGUAGE", tr("Language of the sheet"), ("zh", "en", "both"), "zh")
        self.add_output_file("OUTPUT", tr("Index in large print"), "PDF (*.pdf);;PNG (*.png);;SVG (*.svg)")
        self.add_numbers({"PAGES": tr("Pages")})

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..output.sheet.large_print import draw_large_print

        output = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        pages = draw_large_print(
            self.community_path(parameters, context),
            output,
            edition=self.choice(parameters, "EDITION", context),
            language=self.choice(parameters, "LANGUAGE", context),
        )
        return {"OUTPUT": str(output), "PAGES": pages}
