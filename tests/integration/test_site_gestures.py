"""The site on the map: gates the survey offers, walls to pick, one main entrance, compounds in order."""

import pytest
from commonplan.workspace import picking, site_edits
from commonplan.workspace.gestures import LinkedUndo
from commonplan.workspace.survey_frames import gates_of, walled_in
from qgis.core import QgsGeometry, QgsVectorLayer

TABLES = (
    "compound", "entrance", "survey_point", "survey_line", "survey_area", "survey_text", "catalogue_edit",
    "building",
)  # fmt: skip


@pytest.fixture
def layers(community, run, sample):
    run("importsurvey", COMMUNITY=str(community), INPUT=str(sample / "survey.dxf"), CRS="EPSG:4549")
    return {name: QgsVectorLayer(f"{community}|layername={name}", name, "ogr") for name in TABLES}


def draw_walled(layers):
    rules = picking.rules_of(layers)
    for row in walled_in(layers, rules).itertuples():
        site_edits.add_compound(layers, picking.geometry_of(row.geometry), "Pick boundary")
    return rules


def mains(layers):
    found = [f for f in layers["entrance"].getFeatures() if f["is_main"]]
    return sorted((f["name"], f["compound_id"]) for f in found)


def test_the_walls_enclose_both_compounds_and_their_gates_are_offered(layers):
    rules = draw_walled(layers)
    assert layers["compound"].featureCount() == 2
    gates = gates_of(layers, rules)
    likely = gates[gates["is_main"]]
    assert set(likely["name"]) == {"正门", "南里弄口"}
    assert len(gates) >= 4


def test_without_a_compound_there_is_no_gate_to_offer(layers):
    assert gates_of(layers, picking.rules_of(layers)).empty


def test_each_compound_has_one_main_entrance(layers):
    rules = draw_walled(layers)
    gates = gates_of(layers, rules)
    for row in gates.itertuples():
        spot = picking.geometry_of(row.geometry)
        site_edits.set_entrance(layers, spot, "x", main=True, name=row.name, kind=row.kind)
    compounds = {compound for _, compound in mains(layers)}
    assert len(mains(layers)) == len(compounds) == 2
    again = gates.iloc[0]
    before = layers["entrance"].featureCount()
    site_edits.set_entrance(layers, picking.geometry_of(again.geometry), "x", main=True)
    assert layers["entrance"].featureCount() == before
    assert (again["name"], again["compound_id"]) in mains(layers)


def test_a_starting_point_is_named_so(layers):
    draw_walled(layers)
    middle = next(layers["compound"].getFeatures()).geometry().pointOnSurface()
    identifier = site_edits.set_entrance(layers, middle, "x", main=True, name="起点", kind="start")
    (row,) = [f for f in layers["entrance"].getFeatures() if f["id"] == identifier]
    assert (row["name"], row["kind"], row["is_main"]) == ("起点", "start", True)
    assert row.geometry().distance(middle) == 0


def test_compounds_are_ordered_and_prefixed_in_one_step(layers):
    linked = LinkedUndo()
    linked.watch(list(layers.values()))
    draw_walled(layers)
    first, second = (f["id"] for f in layers["compound"].getFeatures())
    site_edits.arrange_compounds(layers, [(second, "南里", "南"), (first, "北里", "")], "x")
    rows = {f["id"]: (f["sort_order"], f["name"], f["prefix"]) for f in layers["compound"].getFeatures()}
    assert rows[second] == (1, "南里", "南")
    assert rows[first][:2] == (2, "北里")
    layers["compound"].undoStack().undo()
    assert {f["name"] for f in layers["compound"].getFeatures()} == {"1", "2"}


def test_a_line_around_the_site_is_no_place(layers):
    rules = picking.rules_of(layers)
    extent = layers["survey_area"].extent()
    corner = QgsGeometry.fromWkt(f"POINT ({extent.xMinimum() + 1} {extent.yMinimum() + 1})")
    assert picking.thing_at(layers, corner, 0.5, rules).form == "ground"
