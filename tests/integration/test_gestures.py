"""One undo takes back a gesture on every layer it touched, whichever layer is active."""

import pytest
from commonplan.workspace.gestures import LinkedUndo, gesture
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer


@pytest.fixture
def layers(community):
    return [QgsVectorLayer(f"{community}|layername={name}", name, "ogr") for name in ("place", "footprint")]


@pytest.fixture
def linked(layers):
    linked = LinkedUndo()
    linked.watch(layers)
    return linked


def add(layer, wkt, **values):
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt(wkt))
    for name, value in values.items():
        feature[name] = value
    assert layer.addFeature(feature)


def mark_place(layers, name="亭子"):
    place, footprint = layers
    with gesture("Mark a place", layers):
        add(place, "POINT (1 1)", id=name, name=name)
        add(footprint, "MULTIPOLYGON (((0 0, 2 0, 2 2, 0 0)))", place_id=name)


def counts(layers):
    return [layer.featureCount() for layer in layers]


@pytest.mark.parametrize("active", [0, 1])
def test_undo_and_redo_take_both_layers_along(layers, linked, active):
    mark_place(layers)
    assert counts(layers) == [1, 1]
    layers[active].undoStack().undo()
    assert counts(layers) == [0, 0]
    layers[active].undoStack().redo()
    assert counts(layers) == [1, 1]
    layers[1 - active].undoStack().undo()
    assert counts(layers) == [0, 0]


@pytest.mark.parametrize("active", [0, 1])
def test_gestures_come_off_one_by_one(layers, linked, active):
    mark_place(layers, "a")
    mark_place(layers, "b")
    layers[active].undoStack().undo()
    assert counts(layers) == [1, 1]
    layers[1 - active].undoStack().undo()
    assert counts(layers) == [0, 0]
    layers[active].undoStack().redo()
    assert counts(layers) == [1, 1]


def test_an_edit_on_one_layer_leaves_the_other_alone(layers, linked):
    mark_place(layers)
    add(layers[0], "POINT (5 5)", name="alone")
    assert counts(layers) == [2, 1]
    layers[0].undoStack().undo()
    assert counts(layers) == [1, 1]
    layers[0].undoStack().undo()
    assert counts(layers) == [0, 0]


def test_a_failing_gesture_leaves_nothing(layers, linked):
    with pytest.raises(ZeroDivisionError), gesture("Mark", layers):
        add(layers[0], "POINT (1 1)", name="x")
        raise ZeroDivisionError
    assert counts(layers) == [0, 0]


def test_a_saved_gesture_is_in_the_file(layers, linked, community):
    from commonplan.workspace import file as community_file

    mark_place(layers)
    assert all(layer.commitChanges() for layer in layers)
    with community_file.reading(community) as file:
        assert file.table("place")["name"].tolist() == ["亭子"]
        assert file.table("footprint")["place_id"].tolist() == ["亭子"]
