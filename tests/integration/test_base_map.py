"""The base map on the screen: symbols by code, toned colours, texts as drawn, light and dark ground."""

import shutil
import sqlite3
import zipfile

import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextScope,
    QgsExpressionContextUtils,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

SURVEY = ("survey_text", "survey_point", "survey_line", "survey_area")


@pytest.fixture(scope="module")
def surveyed(provider, tmp_path_factory):
    """The sample's survey in a community, not to be touched."""
    from conftest import SAMPLE

    import processing

    folder = tmp_path_factory.mktemp("surveyed") / "和平社区"
    made = processing.run(
        "commonplan:createcommunity", {"NAME": "和平社区", "CRS": "EPSG:4549", "FOLDER": str(folder)}
    )
    survey = {"COMMUNITY": made["COMMUNITY"], "INPUT": str(SAMPLE / "survey.dxf"), "CRS": "EPSG:4549"}
    processing.run("commonplan:importsurvey", survey)
    return folder


@pytest.fixture
def opened(surveyed, tmp_path):
    """A project of a copy of it, with its layers."""
    from commonplan.workspace.project import fill_project

    folder = shutil.copytree(surveyed, tmp_path / "community")
    project = QgsProject()
    layers = fill_project(project, next(folder.glob("*.gpkg")))
    yield project, layers
    project.clear()


def symbol_of(layer, where):
    """Return the category that a row of a layer takes."""
    return category_of(layer, next(layer.getFeatures(where)))


def category_of(layer, feature):
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    value = evaluated(layer.renderer().classAttribute(), context)
    return next(c for c in layer.renderer().categories() if c.value() == value)


def evaluated(text, context):
    expression = QgsExpression(text)
    value = expression.evaluate(context)
    assert not expression.hasEvalError(), expression.evalErrorString()
    return value


@pytest.mark.parametrize(
    ("table", "where", "symbol"),
    [
        ("survey_point", "code = '155210'", "lamp"),
        ("survey_point", "code = '175200'", "hydrant"),
        ("survey_point", "code = '213802'", "tree_conifer"),
        ("survey_point", "code = '174201'", "manhole_sewer"),
        ("survey_point", "code = '202101'", "spot_height"),
        ("survey_point", "layer = 'DLDW' AND code IS NULL", "object"),
        ("survey_line", "code = '144301'", "wall"),
        ("survey_line", "code = '144400'", "fence"),
        ("survey_line", "layer = 'ASSIST'", "helper"),
        ("survey_area", "code = '201102'", "contour_index"),
        ("survey_area", "code = '141101'", "building"),
        ("survey_area", "code = '214300'", "vegetation"),
    ],
)
def test_a_row_takes_the_symbol_of_its_code_or_its_layer(opened, table, where, symbol):
    _, layers = opened
    assert symbol_of(layers[table], where).value() == symbol


def test_what_no_table_knows_keeps_its_colour_toned(opened):
    _project, layers = opened
    layer = layers["survey_line"]
    layer.startEditing()
    feature = next(layer.getFeatures())
    changes = {"layer": "Подземка", "code": None, "code_system": None, "color": "#ffff00", "stray": False}
    layer.changeAttributeValues(
        feature.id(), {layer.fields().indexOf(name): value for name, value in changes.items()}
    )
    category = category_of(layer, layer.getFeature(feature.id()))
    assert category.value() == ""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(layer.getFeature(feature.id()))
    stroke = category.symbol().symbolLayer(0)
    expression = stroke.dataDefinedProperties().property(stroke.Property.PropertyStrokeColor).asExpression()
    shown = QColor(evaluated(expression, context))
    assert 35 <= shown.hslHue() <= 65
    assert shown.lightness() < 140
    layer.rollBack()


@pytest.mark.parametrize(
    ("linetype", "dash"),
    [
        ("Continuous", None),
        ("DASHED2", "1.5;0.75"),
        ("штриховая2", "1.5;0.75"),
        ("g5_122_vpr", "4;1"),
        (None, None),
    ],
)
def test_a_dashed_linetype_is_drawn_dashed(opened, linetype, dash):
    from commonplan.workspace.survey_style import dash_expression

    context = QgsExpressionContext()
    scope = QgsExpressionContextUtils.layerScope(opened[1]["survey_line"])
    context.appendScope(scope)
    feature = next(opened[1]["survey_line"].getFeatures())
    feature["linetype"] = linetype
    context.setFeature(feature)
    assert evaluated(dash_expression(), context) == dash


def test_helper_rows_are_hidden_and_can_be_switched_on_in_the_legend(opened):
    _, layers = opened
    for table in ("survey_line", "survey_area"):
        shown = {c.value(): c.renderState() for c in layers[table].renderer().categories()}
        assert [symbol for symbol, state in shown.items() if not state] == ["helper"]


def test_a_block_is_drawn_turned_and_scaled_as_it_was_set(opened):
    _, layers = opened
    layer = layers["survey_point"]
    category = symbol_of(layer, "code = '155210'")
    marker = category.symbol().symbolLayer(0)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    feature = next(layer.getFeatures("\"code\" = '155210'"))
    feature["rotation"], feature["scale_x"] = 30.0, 1.0
    context.setFeature(feature)
    properties = marker.dataDefinedProperties()
    angle = properties.property(marker.Property.PropertyAngle).asExpression()
    size = properties.property(marker.Property.PropertySize).asExpression()
    assert evaluated(angle, context) == -30
    assert evaluated(size, context) == pytest.approx(2 * marker.size())
    feature["scale_x"] = None
    context.setFeature(feature)
    assert evaluated(size, context) == pytest.approx(marker.size())


def test_the_legend_speaks_the_language_of_qgis(opened, monkeypatch):
    from commonplan.workspace import project as projects

    project, layers = opened
    labels = {}
    for language in ("zh", "en"):
        monkeypatch.setattr(projects, "language", lambda language=language: language)
        projects.entitle(project, layers)
        labels[language] = {c.value(): c.label() for c in layers["survey_line"].renderer().categories()}
    assert labels["zh"]["wall"] == "围墙"
    assert labels["en"]["wall"] == "Wall"
    assert all(label for names in labels.values() for label in names.values())


def picture(project, layers, extent, size=300, background=None):
    settings = QgsMapSettings()
    settings.setLayers([layers[table] for table in SURVEY])
    settings.setDestinationCrs(project.crs())
    settings.setBackgroundColor(background or project.backgroundColor())
    settings.setOutputSize(QSize(size, size))
    settings.setOutputDpi(96)
    settings.setExtent(extent)
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.globalScope())
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def around(layer, where, metres):
    point = next(layer.getFeatures(where)).geometry().centroid().asPoint()
    return QgsRectangle(point.x() - metres, point.y() - metres, point.x() + metres, point.y() + metres)


def inked(image, background):
    return sum(
        image.pixelColor(x, y) != background for x in range(image.width()) for y in range(image.height())
    )


def test_a_text_is_hidden_while_it_is_smaller_than_can_be_read(opened):
    project, layers = opened
    only = {table: layers[table] for table in SURVEY}
    for table in SURVEY[1:]:
        only[table].setSubsetString("0")
    white = QColor("#FFFFFF")
    near = around(layers["survey_text"], "\"text\" = '砼6'", 20)
    far = around(layers["survey_text"], "\"text\" = '砼6'", 200)
    assert inked(picture(project, only, near), white) > 100
    layers["survey_text"].setSubsetString("text_height < 2")  # at 400 m on 300 pixels: 1.5 pixels
    assert inked(picture(project, only, far), white) == 0


@pytest.mark.parametrize(
    ("table", "symbol", "part", "seen_to"),
    [
        ("survey_line", "wall", 1, 2500),
        ("survey_point", "spot_height", 0, 1000),
        ("survey_area", "building", 1, 2500),
    ],
)
def test_ticks_and_small_things_wait_for_the_scale(opened, table, symbol, part, seen_to):
    _, layers = opened
    assert layers["survey_point"].hasScaleBasedVisibility()
    category = next(c for c in layers[table].renderer().categories() if c.value() == symbol)
    detail = category.symbol().symbolLayer(part)
    enabled = detail.dataDefinedProperties().property(detail.Property.PropertyLayerEnabled).asExpression()
    for scale, seen in ((seen_to * 0.9, True), (seen_to * 1.1, False)):
        context = QgsExpressionContext()
        scope = QgsExpressionContextScope()
        scope.setVariable("map_scale", scale)
        context.appendScope(scope)
        assert bool(evaluated(enabled, context)) is seen


def test_the_dark_ground_leaves_other_layers_and_a_planners_own_colours_alone(opened):
    from commonplan.workspace.project import ground_of, lay_on

    project, layers = opened
    assert ground_of(project) == "light"
    comments = layers["comment"].renderer().clone()
    symbol = comments.symbol().clone()
    symbol.setColor(QColor("#123456"))
    comments.setSymbol(symbol)
    layers["comment"].setRenderer(comments)
    labels = layers["place"].labeling().clone()
    settings = labels.settings()
    text = settings.format()
    text.setColor(QColor("#654321"))
    settings.setFormat(text)
    labels.setSettings(settings)
    layers["place"].setLabeling(labels)
    lay_on(project, layers, "dark")
    assert ground_of(project) == "dark"
    assert project.backgroundColor().lightness() < 60
    assert layers["comment"].renderer().symbol().color() == QColor("#123456")
    assert layers["place"].labeling().settings().format().color() == QColor("#654321")
    assert layers["survey_text"].vectorJoins()
    assert len(layers["survey_text"].vectorJoins()) == 1
    lay_on(project, layers, "light")
    assert project.backgroundColor() == QColor("#FFFFFF")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_project_opened_again_looks_the_same_without_the_plugins_files(opened, tmp_path, monkeypatch, name):
    from commonplan.workspace import survey_style
    from commonplan.workspace.project import lay_on

    project, layers = opened
    lay_on(project, layers, name)
    extent = around(layers["survey_line"], "\"code\" = '143601'", 40)
    before = picture(project, layers, extent)
    path = next((tmp_path / "community").glob("*.gpkg")).with_suffix(".qgz")
    assert project.write(str(path))
    again = QgsProject()
    assert again.read(str(path))
    found = {str(layer.customProperty("commonplan/table")): layer for layer in again.mapLayers().values()}
    monkeypatch.setattr(survey_style, "ICONS", tmp_path / "nowhere")
    with zipfile.ZipFile(path) as archive:
        xml = next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".qgs"))
    assert "icons/survey" not in xml
    assert "base64:" in xml
    after = picture(again, found, extent)
    assert inked(before, project.backgroundColor()) > 1000
    assert after == before
    again.clear()


def test_every_class_in_the_file_is_in_the_legend(opened):
    """No row of the sample is left without a class, and few fall to the rest."""
    _project, layers = opened
    path = layers["place"].source().split("|")[0]
    for table in SURVEY[1:]:
        renderer = layers[table].renderer()
        counts = {}
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layers[table]))
        for feature in layers[table].getFeatures():
            context.setFeature(feature)
            value = evaluated(renderer.classAttribute(), context)
            counts[value] = counts.get(value, 0) + 1
        assert set(counts) <= {category.value() for category in renderer.categories()}
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as file:
            assert sum(counts.values()) == file.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        assert counts.get("", 0) == 0
