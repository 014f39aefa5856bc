"""Choices in QGIS's dialogs: titles are shown, words are what is handed over."""

import pytest
from qgis.core import QgsProcessingModelAlgorithm, QgsProcessingParameterEnum
from qgis.gui import QgsBrowserGuiModel
from qgis.PyQt.QtWidgets import QComboBox, QWidget

NAMES = {"m", "mm", "cm", "ft", "A0", "A1", "A2", "A3", "A4", "A5"}
"""Words that need no title."""


@pytest.fixture
def parent(qgis_app):
    parent = QWidget()
    yield parent
    parent.deleteLater()


@pytest.fixture
def dialog(provider, parent, qgis_iface, monkeypatch):
    """Open the dialog of an algorithm as the panel and the toolbox do."""
    import processing

    browser = QgsBrowserGuiModel(parent)
    monkeypatch.setattr(qgis_iface, "browserModel", lambda: browser)

    def dialog(algorithm, **given):
        made = processing.createAlgorithmDialog(f"commonplan:{algorithm}", given)
        made.setParent(parent)
        return made

    return dialog


def parameters_of(dialog):
    return dialog.mainWidget().createProcessingParameters()


def box_of(dialog, name):
    return dialog.mainWidget().wrappers[name].wrappedWidget()


def shown(box):
    return [box.itemText(at) for at in range(box.count())]


def enumerations(provider):
    return [
        parameter
        for algorithm in provider.algorithms()
        for parameter in algorithm.parameterDefinitions()
        if parameter.type() == QgsProcessingParameterEnum.typeName()
    ]


def test_every_word_has_a_title(provider):
    from commonplan.processing.choice_words import choice_titles

    found = enumerations(provider)
    assert len(found) > 30
    bare = {
        (parameter.name(), word)
        for parameter in found
        for word, title in zip(parameter.options(), choice_titles(parameter.name(), parameter.options()))
        if title == word
    }
    assert {word for _, word in bare} <= NAMES, bare


def test_titles_are_shown_and_words_handed_over(dialog):
    opened = dialog(
        "drawlayout", COMMUNITY="x.gpkg", OUTPUT="x.pdf", EDITION="internal", PARTS=["qr", "wind"]
    )
    assert shown(box_of(opened, "EDITION")) == ["Internal (internal)", "Public (public)"]
    assert box_of(opened, "EDITION").currentText() == "Internal (internal)"
    assert box_of(opened, "PARTS").currentText() == "QR code (qr), Wind rose (wind)"
    given = parameters_of(opened)
    assert (given["EDITION"], given["PARTS"], given["BY"]) == ("internal", ["qr", "wind"], "compound")
    box_of(opened, "BY").setCurrentIndex(4)
    box_of(opened, "STATE").setCurrentIndex(3)
    given = parameters_of(opened)
    assert (given["BY"], given["STATE"]) == ("notice_board", "planned")


def test_what_is_not_chosen_stays_as_the_community_has_it(dialog):
    opened = dialog("drawlayout", COMMUNITY="x.gpkg", OUTPUT="x.pdf")
    assert box_of(opened, "STATE").currentText() == "As stored in the community"
    given = parameters_of(opened)
    assert (given["STATE"], given["PARTS"]) == (None, [])


def test_all_dialogs_begin_with_the_defaults(provider, dialog):
    for algorithm in provider.algorithms():
        wrappers = dialog(algorithm.name()).mainWidget().wrappers
        for parameter in algorithm.parameterDefinitions():
            if parameter.type() == QgsProcessingParameterEnum.typeName():
                assert wrappers[parameter.name()].parameterValue() == parameter.defaultValue()


def test_a_model_still_takes_a_choice_from_elsewhere(provider, parent):
    """QGIS's widget of the designer has a button for values of inputs and expressions."""
    from processing.modeler.ModelerParametersDialog import ModelerParametersDialog

    model = QgsProcessingModelAlgorithm()
    made = ModelerParametersDialog(provider.algorithm("numberplaces"), model)
    made.setParent(parent)
    widget = made.widget.widget.wrappers["METHOD"]
    assert type(widget).__name__ == "QgsProcessingModelerParameterWidget"
    (box,) = [one for one in widget.findChildren(QComboBox) if one.findText("bearing") >= 0]
    assert box.isEnabled()


def test_a_batch_has_titles_and_words_too(provider, parent, dialog):
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog

    made = BatchAlgorithmDialog(provider.algorithm("drawcards").create())  # which the dialog will own
    made.setParent(parent)
    made_ones = [one for one in made.mainWidget().wrappers[0] if one is not None]
    choices = {one.parameterDefinition().name(): one for one in made_ones}
    assert [choices[name].parameterValue() for name in ("SHEET", "EDITION", "LANGUAGE")] == [
        "A5",
        "public",
        "zh",
    ]
    assert shown(choices["EDITION"].wrappedWidget()) == ["Internal (internal)", "Public (public)"]
