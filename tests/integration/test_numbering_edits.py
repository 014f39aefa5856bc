"""Numbers through the edit buffers: what is unsaved counts, one undo takes all back."""

import pytest
from commonplan.community.numbering.community import Options
from commonplan.community.numbering.preview import preview
from commonplan.workspace.file import reading
from commonplan.workspace.gestures import LinkedUndo
from commonplan.workspace.numbering import NUMBERING_READS, Numbered, read_community
from commonplan.workspace.numbering_edits import apply_numbering, last_settings, loops_of, read_layers
from commonplan.workspace.searching import find_in_layers
from pandas.testing import assert_frame_equal
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer
from test_number_places import X, Y, court  # noqa: F401


@pytest.fixture
def layers(court):  # noqa: F811
    """The tables that numbering reads and writes, as layers whose undo steps go together."""
    names = [*NUMBERING_READS, "sheet_setting"]
    made = {name: QgsVectorLayer(f"{court}|layername={name}", name, "ogr") for name in names}
    linked = LinkedUndo()
    linked.watch(list(made.values()))
    yield made
    del linked


def apply(layers, *, orders=None, loops=None, **options):
    community = read_layers(layers, loops, orders)
    chosen = Options(**options)
    seen = preview(community, chosen)
    return apply_numbering(layers, Numbered(community, seen.numbering), chosen, "Number")


def numbers(layers):
    rows = layers["place"].getFeatures()
    return {row["id"]: row["number"] for row in rows if isinstance(row["number"], str)}


def save(layers):
    assert all(layer.commitChanges() for layer in layers.values() if layer.isEditable())


def test_layers_are_read_as_the_file_is(layers, court, run):  # noqa: F811
    run("numberplaces", COMMUNITY=str(court), PUBLISH=True)
    for layer in layers.values():
        layer.dataProvider().reloadData()
    with reading(court) as file:
        wanted = read_community(file)
    found = read_layers(layers)
    for name in ("places", "compounds", "entrances", "buildings", "numberings", "aliases", "kinds"):
        ours = getattr(found, name)
        ours = ours.drop(columns="_fid", errors="ignore")
        # In what kind of array pandas keeps the names of columns is its own affair.
        assert_frame_equal(ours, getattr(wanted, name), check_like=True, check_column_type=False)
    assert last_settings(layers)[1]


@pytest.mark.parametrize("active", ["place", "numbering"])
def test_one_undo_takes_back_numbers_and_the_record_of_the_run(layers, active):
    assert apply(layers) == 4
    assert numbers(layers) == {"west": "1", "north": "2", "east": "3", "power": "N-1"}
    assert layers["numbering"].featureCount() == 1
    layers[active].undoStack().undo()
    assert numbers(layers) == {}
    assert layers["numbering"].featureCount() == 0
    layers[active].undoStack().redo()
    save(layers)
    assert apply(layers) == 0


def test_what_was_applied_and_saved_is_what_a_run_would_have_written(layers, court, run):  # noqa: F811
    apply(layers, publish=True)
    save(layers)
    outputs = run("numberplaces", COMMUNITY=str(court))
    assert outputs["CHANGES"] == "{}"
    with reading(court) as file:
        assert len(file.table("numbering")) == 1
        assert file.table("place")["locked"].all()
        assert file.table("history")["field"].tolist().count("number") == 4


def test_a_place_that_is_not_saved_yet_is_numbered_too(layers):
    place = layers["place"]
    place.startEditing()
    new = QgsFeature(place.fields())
    new.setGeometry(QgsGeometry.fromWkt(f"POINT ({X - 60} {Y + 5})"))
    for name, value in {
        "kind": "toilet", "class": "facility", "status": "existing", "access": "inside", "is_public": True,
    }.items():  # fmt: skip
        new[name] = value
    place.addFeature(new)
    apply(layers, orders={"c": ("east", "west")})
    save(layers)
    assert sorted(numbers(layers).values()) == ["1", "2", "3", "4", "N-1"]
    # In the sweep it comes before all others, and so it does before the order given.
    assert [numbers(layers)[place] for place in ("east", "west")] == ["2", "3"]


def test_an_old_number_is_found_before_it_is_saved(layers):
    apply(layers, publish=True)
    save(layers)
    apply(layers, new_places="renumber", orders={"c": ("east", "west", "north")})
    hits = find_in_layers(layers, "3", "zh")
    assert [(hit.place_id, hit.by, hit.number) for hit in hits] == [
        ("north", "number", "3"), ("east", "old_number", "1"),
    ]  # fmt: skip


def test_a_line_goes_to_the_compound_it_runs_in(layers):
    line = QgsGeometry.fromWkt(f"LINESTRING ({X} {Y}, {X + 90} {Y + 50}, {X} {Y + 190})")
    loops = loops_of(layers, line)
    assert list(loops) == ["c"]
    apply(layers, loops=loops)
    stored, published = last_settings(layers)
    assert stored["compounds"]["c"]["method"] == "loop"
    assert not published


def test_an_area_that_is_picked_is_walked_around(layers):
    area = QgsGeometry.fromWkt(
        f"POLYGON (({X - 50} {Y + 50}, {X + 50} {Y + 50}, {X} {Y + 90}, {X - 50} {Y + 50}))"
    )
    assert loops_of(layers, area)["c"].is_ring
