"""What a planner does on the map: one step to undo each, over all tables it touches."""

import pytest
from commonplan.community.errors import SiteError
from commonplan.workspace import picking, place_edits, place_joins
from commonplan.workspace.file import reading, writing
from commonplan.workspace.gestures import LinkedUndo
from qgis.core import QgsGeometry, QgsRectangle, QgsVectorLayer

TABLES = (
    "place", "footprint", "building", "compound", "survey_point", "survey_area", "catalogue_edit", "comment",
    "proposal_place", "entrance", "attachment", "number_alias",
)  # fmt: skip


def rows(table, shapes, **columns):
    import geopandas as gpd

    return gpd.GeoDataFrame({name: list(values) for name, values in columns.items()}, geometry=shapes)


@pytest.fixture
def surveyed(community):
    """A compound with a lawn, a fountain in it, a block, a shop row, two lamps and a hydrant."""
    from shapely import Point, box

    areas = [box(10, 10, 50, 50), Point(30, 30).buffer(4), box(60, 10, 90, 22), box(-5, -5, 105, 85)]
    areas += [box(60, 40, 66, 50), box(66, 40, 72, 50), box(72, 40, 78, 50)]
    with writing(community) as file:
        file.insert("compound", rows("compound", [box(0, 0, 100, 80)], id=["c"], name=["北里"]))
        file.insert("building", rows("building", [areas[2]], id=["b"], label=["3栋"]))
        file.insert(
            "survey_area",
            rows(
                "survey_area",
                areas,
                id=["lawn", "fountain", "block", "wall", "s1", "s2", "s3"],
                code_system=["SOUTH"] * 7,
                code=["214300", "155300", "141101", "144301", None, None, None],
                layer=["ZBTZ", "DLDW", "JMD", "YZH", "DLDW", "DLDW", "DLDW"],
                source_id=["s"] * 7,
                handle=["1", "2", "3", "4", "5", "6", "7"],
            ),
        )
        file.insert(
            "survey_point",
            rows(
                "survey_point",
                [Point(5, 70), Point(8, 70), Point(11, 70)],
                id=["l1", "l2", "h1"],
                code_system=["SOUTH"] * 3,
                code=["155210", "155210", "175200"],
                block=["LAMP", "LAMP", "HYD"],
                layer=["DLDW"] * 3,
                source_id=["s"] * 3,
                handle=["8", "9", "A"],
            ),
        )
    return community


@pytest.fixture
def layers(surveyed):
    return {name: QgsVectorLayer(f"{surveyed}|layername={name}", name, "ogr") for name in TABLES}


@pytest.fixture
def linked(layers):
    linked = LinkedUndo()
    linked.watch(list(layers.values()))
    return linked


@pytest.fixture
def catalogue(layers):
    return picking.rules_of(layers)


def spot(x, y):
    return QgsGeometry.fromWkt(f"POINT ({x} {y})")


def mark(layers, catalogue, kind, *points, **details):
    things = [picking.thing_at(layers, spot(*point), 1.0, catalogue) for point in points]
    return place_edits.mark(layers, things, {"kind": kind, **details}, catalogue, "Mark")


def place(layers, identifier):
    return picking.place_by_id(layers, identifier)


def places(layers, ids):
    return [place(layers, identifier) for identifier in ids]


def there(layers):
    return [f["id"] for f in layers["place"].getFeatures() if f["rejected"] is not True]


def content(layers):
    """All rows of the tables that gestures write, whatever their order."""
    names = ("place", "footprint", "comment", "proposal_place")
    return {
        name: sorted(
            [*map(str, f.attributes()[1:]), f.geometry().asWkt(2)] for f in layers[name].getFeatures()
        )
        for name in names
    }


def test_a_click_takes_area_symbol_building_or_bare_ground(layers, catalogue):
    forms = {
        point: picking.thing_at(layers, spot(*point), 1.0, catalogue).form
        for point in ((15, 15), (5.5, 70), (70, 15), (90, 75))
    }
    assert forms == {(15, 15): "area", (5.5, 70): "symbol", (70, 15): "building", (90, 75): "ground"}


def test_an_area_gives_the_footprint_and_the_anchor_steps_aside(layers, catalogue):
    (fountain,) = mark(layers, catalogue, "water_feature", (30, 30))
    (lawn,) = mark(layers, catalogue, "green", (15, 15))
    ground = place_edits.footprints_of(layers, lawn)[0].geometry()
    anchor = place(layers, lawn).geometry()
    assert ground.area() == pytest.approx(1600)
    assert ground.contains(anchor)
    assert anchor.distance(place_edits.footprints_of(layers, fountain)[0].geometry()) > 2
    row = place(layers, lawn)
    assert [row[name] for name in ("class", "kind", "decided_by", "is_public", "source_ref", "access")] == [
        "space", "green", "person", True, "1", "inside",
    ]  # fmt: skip


def test_an_internal_kind_is_not_public(layers, catalogue):
    (identifier,) = mark(layers, catalogue, "electricity", (90, 75))
    assert place(layers, identifier)["is_public"] is False


def test_a_place_in_a_building_knows_it(layers, catalogue):
    (identifier,) = mark(layers, catalogue, "residents_committee", (70, 15), floor="2F", address="12号")
    row = place(layers, identifier)
    assert [row["building_id"], row["floor"], row["address"]] == ["b", "2F", "12号"]
    assert row.geometry().asWkt() == "Point (70 15)"
    assert not place_edits.footprints_of(layers, identifier)


def test_places_at_one_spot_of_a_building_stand_in_a_row_by_floor(layers, linked, catalogue):
    ids = {}
    for floor in ("2F", "B1", "3F", "1F"):
        (ids[floor],) = mark(layers, catalogue, "culture_room", (75, 16), floor=floor)
    points = [place(layers, ids[floor]).geometry().asPoint() for floor in ("B1", "1F", "2F", "3F")]
    steps = [right.x() - left.x() for left, right in zip(points, points[1:])]
    assert steps == pytest.approx([3, 3, 3], abs=0.01)
    assert all(60 < point.x() < 90 and point.y() == pytest.approx(16) for point in points)
    before = content(layers)
    mark(layers, catalogue, "clinic", (75, 16), floor="4F")
    layers["place"].undoStack().undo()
    assert content(layers) == before


def test_the_row_keeps_in_order_when_a_floor_is_changed_later(layers, linked, catalogue):
    from commonplan.workspace.floors import FloorOrder

    order = FloorOrder(lambda: layers)
    order.watch(layers["place"])
    ids = {}
    for floor in ("2F", "B1", "1F"):
        (ids[floor],) = mark(layers, catalogue, "culture_room", (75, 16), floor=floor)
    mark(layers, catalogue, "clinic", (65, 12), floor="1F")
    before = content(layers)

    def east(floor):
        return place(layers, ids[floor]).geometry().asPoint().x()

    layer = layers["place"]
    layer.beginEditCommand("Attributes changed")  # as forms and the attribute table do
    layer.changeAttributeValue(place(layers, ids["B1"]).id(), layer.fields().indexOf("floor"), "3F")
    layer.endEditCommand()
    assert east("1F") < east("2F") < east("B1")
    assert [round(east(floor), 2) for floor in ("1F", "2F", "B1")] == [72, 75, 78]
    after = content(layers)
    layer.undoStack().undo()
    assert content(layers) == before
    layer.undoStack().redo()
    assert content(layers) == after


def test_a_garage_stands_at_its_ramp(layers, linked, catalogue):
    from commonplan.workspace.site_edits import set_ramp

    (garage,) = mark(layers, catalogue, "car_parking", (90, 75), floor="B1")
    mark(layers, catalogue, "car_parking", (95, 30))
    ramp = set_ramp(layers, spot(80, 60), "x")
    (row,) = [f for f in layers["entrance"].getFeatures() if f["id"] == ramp]
    assert (row["kind"], row["place_id"], row["is_main"]) == ("garage_ramp", garage, False)
    assert place(layers, garage).geometry().distance(spot(80, 60)) == 0
    layers["place"].undoStack().undo()
    assert place(layers, garage).geometry().distance(spot(90, 75)) == 0
    assert layers["entrance"].featureCount() == 0


def test_a_box_takes_what_is_meant(layers, catalogue):
    box = QgsRectangle(0, 60, 20, 80)
    lamps = picking.things_in(layers, box, "street_lamp", catalogue)
    assert [thing.source_ref for thing in lamps] == ["8", "9"]
    shops = picking.things_in(layers, QgsRectangle(55, 35, 80, 55), "shop", catalogue)
    assert [thing.source_ref for thing in shops] == ["5", "6", "7"]
    assert len(picking.things_in(layers, box, "camera", catalogue)) == 2  # no camera: the code most frequent


def test_marking_again_changes_the_kind_and_adds_nothing(layers, catalogue):
    first = mark(layers, catalogue, "green", (15, 15))
    assert mark(layers, catalogue, "pocket_park", (45, 15)) == first
    assert len(there(layers)) == 1
    assert place(layers, first[0])["kind"] == "pocket_park"


@pytest.mark.parametrize("active", ["place", "footprint"])
@pytest.mark.parametrize("act", ["mark", "unmark", "merge", "group", "split", "move", "kind", "reject"])
def test_each_gesture_is_one_step_whichever_layer_is_active(layers, linked, catalogue, act, active):
    ids = mark(layers, catalogue, "shop", (63, 45), (69, 45), (75, 45))
    before = content(layers)
    found = places(layers, ids)
    line = QgsGeometry.fromWkt("LINESTRING (63 30, 63 60)")
    {
        "mark": lambda: mark(layers, catalogue, "green", (15, 15)),
        "unmark": lambda: place_edits.unmark(layers, found[:2], "x"),
        "merge": lambda: place_joins.merge(layers, found, "x"),
        "group": lambda: place_joins.group(layers, found, "便利店", "x"),
        "split": lambda: place_joins.split(layers, found[0], line, "x"),
        "move": lambda: place_edits.move(layers, found[0], spot(61, 41), "x"),
        "kind": lambda: place_edits.change_kind(layers, found, "canteen", catalogue, "x"),
        "reject": lambda: place_edits.reject(layers, found, "x"),
    }[act]()
    after = content(layers)
    assert after != before
    touched = layers[active] if act in ("mark", "merge", "group", "split") else layers["place"]
    touched.undoStack().undo()
    assert content(layers) == before
    touched.undoStack().redo()
    assert content(layers) == after


def test_what_is_unmarked_is_remembered_when_the_survey_speaks_for_it(layers, catalogue):
    (lawn,) = mark(layers, catalogue, "green", (15, 15))
    (bare,) = mark(layers, catalogue, "old_tree", (90, 75))
    place_edits.unmark(layers, places(layers, [lawn, bare]), "x")
    left = {f["id"]: f["rejected"] for f in layers["place"].getFeatures()}
    assert left == {lawn: True}
    assert mark(layers, catalogue, "green", (15, 15)) == [lawn]
    assert there(layers) == [lawn]


def test_a_locked_place_is_retired(layers, catalogue):
    (lawn,) = mark(layers, catalogue, "green", (15, 15))
    place_edits.set_values(layers["place"], place(layers, lawn), {"locked": True, "number": "7"})
    place_edits.unmark(layers, places(layers, [lawn]), "x")
    (row,) = layers["place"].getFeatures()
    assert row["number"] == "7"
    assert row["retired_at"].endswith("Z")


def test_merging_takes_comments_along_and_can_be_split_again(layers, linked, catalogue):
    from commonplan.workspace.gestures import gesture
    from commonplan.workspace.site_edits import feature_of

    lamp, twin, shop = mark(layers, catalogue, "street_lamp", (5, 70), (8, 70), (63, 45))
    comment = feature_of(layers["comment"], spot(8, 70), {"id": "k", "place_id": twin})
    with gesture("comment", [layers["comment"]]):
        layers["comment"].addFeature(comment)
    kept = place_joins.merge(layers, places(layers, [twin, lamp, shop]), "x")
    assert there(layers) == [kept] == [lamp]
    assert [f["place_id"] for f in layers["comment"].getFeatures()] == [lamp]
    ground = place_edits.footprints_of(layers, lamp)[0].geometry()
    assert ground.contains(place(layers, lamp).geometry())
    layers["comment"].undoStack().undo()
    assert len(there(layers)) == 3
    assert [f["place_id"] for f in layers["comment"].getFeatures()] == [twin]
    layers["place"].undoStack().redo()
    assert [f["place_id"] for f in layers["comment"].getFeatures()] == [lamp]
    assert sorted(place_joins.split(layers, place(layers, lamp), None, "x")) == sorted([twin, shop])
    assert len(there(layers)) == 3


def test_the_one_with_a_number_is_kept(layers, catalogue):
    first, second = mark(layers, catalogue, "street_lamp", (5, 70), (8, 70))
    place_edits.set_values(layers["place"], place(layers, second), {"number": "3", "locked": True})
    assert place_joins.merge(layers, places(layers, [first, second]), "x") == second


def test_a_row_of_shops_is_one_place_with_its_count(layers, catalogue):
    ids = mark(layers, catalogue, "shop", (63, 45), (69, 45), (75, 45))
    kept = place_joins.group(layers, places(layers, ids), "便利店", "x")
    assert place(layers, kept)["name"] == "便利店 ×3"
    assert place_edits.footprints_of(layers, kept)[0].geometry().area() == pytest.approx(180)


def test_a_line_splits_a_footprint(layers, catalogue):
    (lawn,) = mark(layers, catalogue, "green", (15, 15))
    cut = QgsGeometry.fromWkt("LINESTRING (20 0, 20 60)")
    (other,) = place_joins.split(layers, place(layers, lawn), cut, "x")
    sizes = [place_edits.footprints_of(layers, i)[0].geometry().area() for i in (lawn, other)]
    assert sorted(sizes) == pytest.approx([400, 1200])
    with pytest.raises(SiteError, match="nothing_to_split"):
        far = QgsGeometry.fromWkt("LINESTRING (200 0, 200 60)")
        place_joins.split(layers, place(layers, lawn), far, "x")


def test_a_moved_anchor_stays_on_its_footprint_and_off_its_neighbour(layers, catalogue):
    mark(layers, catalogue, "water_feature", (30, 30))
    (lawn,) = mark(layers, catalogue, "green", (15, 15))
    ground = place_edits.footprints_of(layers, lawn)[0].geometry()
    for x, y in ((45, 45), (300, 300), (30, 30)):
        place_edits.move(layers, place(layers, lawn), spot(x, y), "x")
        anchor = place(layers, lawn).geometry()
        assert ground.contains(anchor)
        assert anchor.distance(spot(30, 30)) > 4
    assert place(layers, lawn).geometry().distance(spot(30, 30)) < 8


def test_a_later_run_neither_doubles_nor_overwrites(run, layers, surveyed, catalogue):
    mark(layers, catalogue, "community_garden", (15, 15), name="百草园")
    lamp, twin = mark(layers, catalogue, "street_lamp", (5, 70), (8, 70))
    place_joins.merge(layers, places(layers, [lamp, twin]), "x")
    (hydrant,) = mark(layers, catalogue, "hydrant", (11, 70))
    place_edits.unmark(layers, places(layers, [hydrant]), "x")
    assert all(layer.commitChanges() for layer in layers.values() if layer.isEditable())
    with reading(surveyed) as file:
        before = file.table("place").set_index("id")
    run("markplaces", COMMUNITY=str(surveyed))
    with reading(surveyed) as file:
        after = file.table("place").set_index("id")
    assert after.loc[before.index].drop(columns="geometry").equals(before.drop(columns="geometry"))
    new = after.drop(index=before.index)
    assert new["kind"].tolist() == ["water_feature"]
