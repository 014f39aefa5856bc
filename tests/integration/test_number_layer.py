"""Numbers into a field of an open layer: selection only, by group, one step to undo."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import shapely
from commonplan.community.errors import CommonplanError
from commonplan.workspace.feature_numbering import Wanted
from commonplan.workspace.layer_numbering import Site, prepare_job, write_numbers
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

X, Y = 500_000.0, 3_450_000.0
SPOTS = {"west": (-80, 100), "north": (5, 190), "east": (80, 100)}


@pytest.fixture
def layers(qgis_app):
    """A factory of memory layers in the project, taken out again."""
    made = []

    def make(kind, rows, fields="name:string"):
        layer = QgsVectorLayer(f"{kind}?crs=EPSG:4549&field={fields}", kind, "memory")
        features = []
        for shape, *values in rows:
            feature = QgsFeature(layer.fields())
            if shape is not None:
                feature.setGeometry(QgsGeometry.fromWkt(shape.wkt))
            feature.setAttributes(values)
            features.append(feature)
        layer.dataProvider().addFeatures(features)
        QgsProject.instance().addMapLayer(layer)
        made.append(layer)
        return layer

    yield make
    for layer in made:
        QgsProject.instance().removeMapLayer(layer)


def at(x, y):
    return shapely.Point(X + x, Y + y)


@pytest.fixture
def points(layers):
    return layers("Point", [(at(*spot), name) for name, spot in SPOTS.items()])


def site(points, **more):
    return Site(QgsPointXY(X, Y), points.crs(), **more)


def number(layer, around, field="number", *, selected=False, **options):
    found = prepare_job(layer, around, Wanted(**options), selected=selected).run(QgsProcessingFeedback())
    return write_numbers(layer, field, *found, "Number")


def numbers(layer, field="number", by="name"):
    return {f[by]: f[field] for f in layer.getFeatures() if f[field]}


def test_a_new_field_is_filled_and_one_undo_takes_it_back(points):
    assert number(points, site(points)) == 3
    assert numbers(points) == {"west": 1, "north": 2, "east": 3}
    assert points.undoStack().count() == 1
    points.undoStack().undo()
    assert points.fields().names() == ["name"]
    points.undoStack().redo()
    assert numbers(points) == {"west": 1, "north": 2, "east": 3}
    assert points.commitChanges()


def test_edits_count_and_only_what_is_selected_changes(points):
    points.startEditing()
    new = QgsFeature(points.fields())
    new.setGeometry(QgsGeometry.fromWkt(at(-80, 20).wkt))
    new.setAttributes(["new"])
    points.addFeature(new)
    number(points, site(points))
    assert numbers(points) == {"new": 1, "west": 2, "north": 3, "east": 4}
    points.selectByExpression("\"name\" IN ('east', 'north')")
    number(points, site(points), selected=True, method="bearing")
    assert numbers(points) == {"new": 1, "west": 2, "north": 1, "east": 2}


def test_what_a_field_held_comes_back_with_one_undo(layers):
    points = layers(
        "Point", [(at(-80, 100), "west", 7), (at(80, 100), "east", 9)], "name:string&field=no:int"
    )
    number(points, site(points), field="no")
    assert numbers(points, "no") == {"west": 1, "east": 2}
    points.undoStack().undo()
    assert numbers(points, "no") == {"west": 7, "east": 9}
    assert not points.isModified()


def test_another_thread_reads_the_layer_as_it_was_when_asked(points):
    job = prepare_job(points, site(points), Wanted(), selected=False)
    points.startEditing()
    points.deleteFeature(next(points.getFeatures()).id())
    with ThreadPoolExecutor(1) as pool:
        _, found = pool.submit(job.run, QgsProcessingFeedback()).result()
    assert found.count == 3


def test_a_run_that_is_cancelled_gives_nothing(points):
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    with pytest.raises(CommonplanError, match="cancelled"):
        prepare_job(points, site(points), Wanted(), selected=False).run(feedback)


def test_a_prefix_needs_a_text_field(points):
    number(points, site(points), field="name", prefix="A-")
    assert {f["name"] for f in points.getFeatures()} == {"A-1", "A-2", "A-3"}
    points.rollBack()
    number(points, site(points))
    with pytest.raises(CommonplanError, match="field_refused"):
        number(points, site(points), prefix="A-")
    assert numbers(points) == {"west": 1, "north": 2, "east": 3}


def test_a_district_is_numbered_by_group_in_one_run(layers):
    shifts = {"甲": 0, "乙": 1000}
    rows = [(at(x + s, y), name, g) for g, s in shifts.items() for name, (x, y) in SPOTS.items()]
    points = layers("Point", rows, "name:string&field=estate:string")
    gates = layers("Point", [(at(s, 0), g) for g, s in shifts.items()], "estate:string")
    walls = layers(
        "Polygon",
        [(shapely.box(X + s - 100, Y, X + s + 100, Y + 200), g) for g, s in shifts.items()],
        "estate:string",
    )
    around = Site(
        entrances=gates, boundaries=walls, entrance_group="estate", boundary_group="estate"
    )  # fmt: skip
    assert number(points, around, group_field="estate") == 6
    found = {(f["estate"], f["name"]): f["number"] for f in points.getFeatures()}
    for estate in shifts:
        assert [found[estate, name] for name in SPOTS] == [1, 2, 3]


def test_features_without_geometry_keep_what_they_have(layers):
    points = layers("Point", [(at(-80, 100), "west", 7), (None, "nowhere", 9)], "name:string&field=no:int")
    assert number(points, site(points), field="no") == 1
    assert numbers(points, "no") == {"west": 1, "nowhere": 9}


def test_a_table_of_a_community_is_refused(points):
    points.setCustomProperty("commonplan/table", "place")
    with pytest.raises(CommonplanError, match="community_layer"):
        number(points, site(points))


def test_without_an_entrance_it_says_so_and_nothing_changes(points):
    with pytest.raises(CommonplanError, match="no_entrance_given"):
        number(points, Site())
    assert points.fields().names() == ["name"]
