"""Draw a card for each place of a community."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .base import CommonplanAlgorithm, progress_of, tr


class DrawCards(CommonplanAlgorithm):
    """Draw a page for each place: number, name, photo, map, and what was said about it."""

    NAME = "drawcards"
    ON_MAIN_THREAD = True

    def title(self) -> str:
        return tr("Draw place cards")

    def help_text(self) -> str:
        return tr(
            "Draws a page for each numbered place: its number, name and kind, its first photo, a small map, "
            "the comments on it with their answers, and the proposals for it. EDITION public shows only "
            "words of comments and proposals, and photos, that were released; internal shows all but the "
            "names of people."
        )

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:
        self.add_community()
        self.add_choice("SHEET", tr("Sheet"), ("A5", "A4"), "A5")
        self.add_choice("EDITION", tr("Edition"), ("internal", "public"), "public")
        self.add_choice("LANGUAGE", tr("Language of the sheet"), ("zh", "en", "both"), "zh")
        self.add_output_file("OUTPUT", tr("Place cards"), "PDF (*.pdf);;PNG (*.png);;SVG (*.svg)")
        self.add_numbers({"CARDS": tr("Cards"), "PAGES": tr("Pages")})

    def execute(self, parameters: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from ..output.cards.cards import draw_cards

        output = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        done = draw_cards(
            self.community_path(parameters, context),
            output,
            sheet=self.choice(parameters, "SHEET", context),
            edition=self.choice(parameters, "EDITION", context),
            language=self.choice(parameters, "LANGUAGE", context),
            progress=progress_of(feedback),
        )
        if done.unreadable:
            message = tr("Photos that could not be read, and are not on the cards: {names}.")
            feedback.pushWarning(message.format(names=", ".join(done.unreadable)))
        return {"OUTPUT": str(output), "CARDS": done.cards, "PAGES": done.pages}
