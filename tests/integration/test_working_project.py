"""The project of a community: what is drawn, how rows are called, what an edit by hand means."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from qgis.core import (
    QgsAttributeEditorContainer,
    QgsAttributeEditorField,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsRenderContext,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage, QPainter

X, Y = 500_000, 3_400_000
PLACES = {
    "kept": {"number": "1", "rank": 1},
    "refused": {"number": "2", "rank": 2, "rejected": True},
    "gone": {"number": "3", "rank": 3, "retired_at": "2026-11-01T00:00:00Z"},
    "lamp": {"class": "facility", "kind": "street_lamp"},
}


@pytest.fixture
def project(community):
    """The working project of a community with a few places 20 m apart, as QGIS opens it."""
    from commonplan.workspace.file import writing
    from commonplan.workspace.project import project_path

    rows = [
        {"class": "space", "kind": "square", "id": key, "certainty": 0.5, "decided_by": "rule", **fields}
        for key, fields in PLACES.items()
    ]
    points = [shapely.Point(X + 20 * i, Y) for i in range(len(rows))]
    with writing(community) as file:
        file.insert("place", gpd.GeoDataFrame(rows, geometry=points))
        areas = [shapely.MultiPolygon([point.buffer(5, cap_style="square")]) for point in points]
        file.insert("footprint", gpd.GeoDataFrame({"place_id": list(PLACES)}, geometry=areas))
    project = QgsProject.instance()
    assert project.read(str(project_path(community)))
    yield project
    project.clear()


@pytest.fixture
def layers(project):
    return {layer.customProperty("commonplan/table"): layer for layer in project.mapLayers().values()}


def drawn(layers, scale, tables=("place",)):
    """Return which places leave a trace when the map is drawn at 1:`scale`."""
    size = QSize(800, 200)
    settings = QgsMapSettings()
    settings.setLayers([layers[table] for table in tables])
    settings.setDestinationCrs(layers["place"].crs())
    settings.setOutputSize(size)
    settings.setOutputDpi(96)
    width = size.width() * 0.0254 / 96 * scale
    middle = X + 30
    settings.setExtent(QgsRectangle(middle - width / 2, Y - width / 8, middle + width / 2, Y + width / 8))
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layers["place"]))
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    painter.end()
    seen = {}
    for i, key in enumerate(PLACES):
        pixel = settings.mapToPixel().transform(X + 20 * i, Y)
        around = [
            (round(pixel.x()) + dx, round(pixel.y()) + dy) for dx in range(-4, 5) for dy in range(-4, 5)
        ]
        seen[key] = any(image.pixelColor(*spot) != QColor("white") for spot in around)
    return [key for key, there in seen.items() if there]


def test_what_was_rejected_or_retired_is_not_drawn(layers):
    assert drawn(layers, 500) == ["kept", "lamp"]
    assert drawn(layers, 500, ["footprint"]) == ["kept", "lamp"]


@pytest.mark.parametrize(
    ("status", "state", "there"),
    [
        ("proposed", "everything", True),
        ("proposed", "existing", False),
        ("proposed", "planned", True),
        ("closed", "everything", True),
        ("closed", "existing", False),
        ("closed", "planned", False),
        ("existing", "existing", True),
        ("existing", "planned", True),
    ],
)
def test_the_map_shows_one_state_of_the_community(layers, status, state, there):
    from commonplan.workspace.states import EVERYTHING, show_state, state_shown

    places = layers["place"]
    places.startEditing()
    kept = next(f.id() for f in places.getFeatures() if f["id"] == "kept")
    places.changeAttributeValue(kept, places.fields().indexOf("status"), status)
    show_state(QgsProject.instance(), layers, state)
    try:
        assert state_shown(QgsProject.instance()) == state
        assert ("kept" in drawn(layers, 500)) is there
        assert ("kept" in drawn(layers, 500, ["footprint"])) is there
    finally:
        show_state(QgsProject.instance(), layers, EVERYTHING)
        places.rollBack()


def test_lamps_are_drawn_close_by_only(layers):
    assert drawn(layers, 2000) == ["kept"]


def test_all_relations_hold(project):
    relations = project.relationManager().relations()
    assert len(relations) == 14
    assert all(relation.isValid() for relation in relations.values())
    names = {relation.name() for relation in relations.values()}
    assert names <= {layer.name() for layer in project.mapLayers().values()}


def test_an_edit_by_hand_is_a_decision_and_the_class_follows_the_kind(layers):
    place = layers["place"]
    feature = next(place.getFeatures("\"id\" = 'kept'"))
    place.startEditing()
    place.changeAttributeValue(feature.id(), place.fields().indexOf("kind"), "library_room")
    edited = place.getFeature(feature.id())
    assert (edited["decided_by"], edited["class"]) == ("person", "facility")
    place.rollBack()


def test_rows_are_called_by_number_and_name(layers):
    place = layers["place"]
    expression = QgsExpression(place.displayExpression())
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(place))
    context.setFeature(next(place.getFeatures("\"id\" = 'kept'")))
    assert expression.evaluate(context) in ("1 Square", "1 广场")


def test_every_expression_of_the_styles_can_be_read(layers):
    for layer in layers.values():
        if layer.isSpatial():
            symbols = layer.renderer().symbols(QgsRenderContext())
            texts = [e for s in symbols for part in s.symbolLayers() for e in expressions(part)]
            texts += expressions(layer.labeling().settings()) if layer.labeling() else []
            broken = [text for text in texts if QgsExpression(text).hasParserError()]
            assert broken == []


def expressions(thing):
    properties = thing.dataDefinedProperties()
    return [properties.property(key).expressionString() for key in properties.propertyKeys()]


def test_every_column_has_its_place_in_the_form(layers):
    from commonplan.community.schema import TABLES
    from commonplan.workspace.forms import tables_with_forms

    for table in tables_with_forms():
        root = layers[table.name].editFormConfig().invisibleRootContainer()
        assert sorted(fields_in(root)) == sorted(TABLES[table.name].column_names)


def fields_in(container):
    for element in container.children():
        if isinstance(element, QgsAttributeEditorField):
            yield element.name()
        elif isinstance(element, QgsAttributeEditorContainer):
            yield from fields_in(element)


def test_the_help_of_an_algorithm_is_a_page_of_ours(qgis_app):
    from commonplan.processing.provider import CommonplanProvider
    from qgis.PyQt.QtCore import QUrl

    provider = CommonplanProvider()
    provider.refreshAlgorithms()
    assert provider.algorithms()
    for algorithm in provider.algorithms():
        address = QUrl(algorithm.helpUrl())
        assert Path(address.toLocalFile()).is_file()
        assert address.fragment() == algorithm.name()
