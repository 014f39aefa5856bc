"""A project from an earlier version, or from before the catalogue was edited, when it is opened again."""

import json

import pytest
from commonplan.workspace import project as projects
from commonplan.workspace.file import writing
from commonplan.workspace.states import absent
from qgis.core import (
    QgsExpression,
    QgsExpressionContextScope,
    QgsFeature,
    QgsProject,
    QgsSymbolLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtGui import QColor

BEFORE = {
    "place": 'if("rejected" OR "retired_at" IS NOT NULL, NULL, "class")',
    "footprint": 'if("place_rejected" OR "place_retired_at" IS NOT NULL, NULL, "place_class")',
}
MINE = QColor("#123456")


def layers_of(project):
    return {layer.customProperty("commonplan/table"): layer for layer in project.mapLayers().values()}


def make_older(path):
    """Write the project as the version before states were shown wrote it, one colour changed by hand."""
    project = QgsProject()
    assert project.read(str(path.with_suffix(".qgz")))
    layers = layers_of(project)
    for table, expression in BEFORE.items():
        renderer = layers[table].renderer().clone()
        renderer.setClassAttribute(expression)
        first = renderer.categories()[0]
        symbol = first.symbol().clone()
        symbol.setColor(MINE)
        renderer.updateCategorySymbol(0, symbol)
        layers[table].setRenderer(renderer)
    (joined,) = layers["footprint"].vectorJoins()
    older = QgsVectorLayerJoinInfo(joined)
    older.setJoinFieldNamesSubset(["class", "rejected", "retired_at"])
    layers["footprint"].removeJoin(layers["place"].id())
    layers["footprint"].addJoin(older)
    for entry in ("/entitled", "/kinds"):
        project.removeEntry("commonplan", entry)
    project.writeEntry("commonplan", "/language", "en")
    assert project.write(str(path.with_suffix(".qgz")))


@pytest.fixture
def opened(community):
    """Open the community's project as the session does; hand over project and layers."""

    def opened():
        project = QgsProject()
        assert project.read(str(community.with_suffix(".qgz")))
        layers = layers_of(project)
        if not projects.is_entitled(project):
            projects.entitle(project, layers)
        elif not projects.knows_kinds(project, layers):
            projects.name_kinds(project, layers)
        return project, layers

    return opened


def test_an_older_project_shows_one_state_and_keeps_the_planners_colours(community, opened):
    make_older(community)
    project, layers = opened()
    assert absent() in layers["place"].renderer().classAttribute()
    assert absent('"place_status"') in layers["footprint"].renderer().classAttribute()
    assert layers["footprint"].fields().indexOf("place_status") >= 0
    for table in BEFORE:
        first = layers[table].renderer().categories()[0]
        assert first.symbol().color() == MINE
    assert projects.is_entitled(project)


def test_a_layer_that_a_planner_draws_by_something_else_is_left_alone(community, opened):
    make_older(community)
    project = QgsProject()
    project.read(str(community.with_suffix(".qgz")))
    renderer = layers_of(project)["place"].renderer().clone()
    renderer.setClassAttribute('"operator"')
    layers_of(project)["place"].setRenderer(renderer)
    assert project.write(str(community.with_suffix(".qgz")))
    _, layers = opened()
    assert layers["place"].renderer().classAttribute() == '"operator"'


def test_a_kind_without_numbers_of_the_planners_own_is_drawn_as_furniture(community, opened):
    import pandas as pd

    _, layers = opened()
    assert [is_furniture(layers["place"], kind) for kind in ("street_lamp", "toilet", "bench")] == [
        True, False, False,
    ]  # fmt: skip
    added = {"zh": "长椅", "en": "Bench", "class": "facility", "numbering": "none"}
    counted = {"numbering": "each"}
    edits = {"bench": added, "street_lamp": counted}
    texts = [json.dumps(edit, ensure_ascii=False) for edit in edits.values()]
    with writing(community) as file:
        file.insert("catalogue_edit", pd.DataFrame({"kind": list(edits), "overrides": texts}))
    _, layers = opened()
    assert [is_furniture(layers["place"], kind) for kind in ("street_lamp", "toilet", "bench")] == [
        False, False, True,
    ]  # fmt: skip


def is_furniture(layer, kind):
    """Whether the style hides a place of a kind from afar for want of a number, by QGIS's own reckoning."""
    first = layer.renderer().categories()[0]
    shown = (
        first.symbol()
        .symbolLayer(0)
        .dataDefinedProperties()
        .property(QgsSymbolLayer.Property.PropertyLayerEnabled)
    )
    context = layer.createExpressionContext()
    scope = QgsExpressionContextScope()
    scope.setVariable("map_scale", 5000)
    context.appendScope(scope)
    feature = QgsFeature(layer.fields())
    feature["kind"] = kind
    context.setFeature(feature)
    text = shown.expressionString()
    expression = QgsExpression(text)
    is_shown = expression.evaluate(context)
    assert not expression.hasEvalError(), expression.evalErrorString()
    return not is_shown


def test_kinds_that_were_edited_are_offered_and_named(community, opened):
    import pandas as pd

    project, layers = opened()
    assert projects.is_entitled(project)
    before = layers["comment"].editFormConfig().tabs()
    added = {"zh": "茶室", "en": "Tea house", "class": "unit"}
    with writing(community) as file:
        file.insert(
            "catalogue_edit",
            pd.DataFrame({"kind": ["tea_house"], "overrides": [json.dumps(added, ensure_ascii=False)]}),
        )
    project, layers = opened()
    assert projects.knows_kinds(project, layers)
    place = layers["place"]
    offered = place.editorWidgetSetup(place.fields().indexOf("kind")).config()["map"]
    assert any("tea_house" in choice.values() for choice in offered)
    assert "tea_house" in place.labeling().settings().fieldName
    assert "'tea_house', 'unit'" in place.defaultValueDefinition(place.fields().indexOf("class")).expression()
    assert len(layers["comment"].editFormConfig().tabs()) == len(before)
