"""Runs inside a real QGIS window: brings a survey in by the panel's dialog, notes what it saw."""

from hands import FOLDER, ask, expect, layers, open_community, picture, play, plugin, seen
from qgis.PyQt.QtWidgets import QRadioButton


def bring_in():
    open_community()
    ask("importsurvey")
    dialog = plugin()._commands._dialog
    dialog.add_files([FOLDER / "survey.dxf", FOLDER / "broken.dxf"])
    drafts = dialog.prepare.drafts
    expect(lambda: all(draft.state in ("read", "failed") for draft in drafts))
    picture("survey_asks", dialog)
    seen["fits"] = [dialog.width() <= 1280, dialog.height() <= 690]
    seen["asked"] = dialog.prepare.questions(drafts[0])
    dialog.prepare.pages.place.findChild(QRadioButton, "choice_EPSG:4549").click()
    for page in range(dialog.prepare.pages.count()):
        dialog.prepare.pages.setCurrentIndex(page)
        picture(f"survey_page{page}", dialog)
    dialog.go.click()
    expect(lambda: dialog._stack.currentWidget() is dialog.reports)
    picture("survey_report", dialog)
    seen["outcomes"] = [[name, bool(stored), problem] for name, stored, problem in drafts_outcomes(dialog)]
    seen["shown"] = layers()["survey_text"].featureCount()
    # A second run in the same thread of QGIS, by the same file.
    dialog.more.click()
    dialog.add_files([FOLDER / "survey.dxf"])
    expect(lambda: dialog.prepare.drafts[0].state == "read" and bool(dialog.prepare.known_already()))
    dialog.prepare.pages.place.findChild(QRadioButton, "choice_EPSG:4549").click()
    dialog.go.click()
    expect(lambda: dialog._stack.currentWidget() is dialog.reports)
    seen["again"] = dialog._running[0].outcome[1].report["again"]


def drafts_outcomes(dialog):
    return [draft.outcome for draft in dialog._running] + dialog._failed


play(bring_in, width=1280, height=720)
