"""The attribute tables of a community: what one works on first, what is kept by us out of sight."""

import pytest
from commonplan.workspace import project as projects
from qgis.core import QgsProject


@pytest.fixture
def opened(community):
    """The community's project and its layers by table."""
    project = QgsProject()
    assert project.read(str(community.with_suffix(".qgz")))
    layers = {layer.customProperty("commonplan/table"): layer for layer in project.mapLayers().values()}
    yield project, layers
    project.clear()


def columns(layer, *, hidden=False):
    return [one.name for one in layer.attributeTableConfig().columns() if one.name and one.hidden is hidden]


def test_comments_and_proposals_begin_with_what_was_said(opened):
    _, layers = opened
    assert columns(layers["comment"])[:3] == ["serial", "scope", "place_id"]
    assert columns(layers["comment"]).index("text") < 7
    assert columns(layers["proposal"])[:2] == ["title", "body"]
    assert columns(layers["place"])[:3] == ["number", "kind", "class"]


@pytest.mark.parametrize("table", ["community", "place", "comment", "proposal", "building", "compound"])
def test_what_is_kept_by_us_is_out_of_sight_and_nothing_else(opened, table):
    _, layers = opened
    shown, hidden = columns(layers[table]), columns(layers[table], hidden=True)
    assert {"fid", "id", "created_at", "updated_at"} <= set(hidden)
    assert sorted(shown + hidden) == sorted(layers[table].fields().names())
    (actions,) = [one for one in layers[table].attributeTableConfig().columns() if not one.name]
    assert actions.hidden
    worked_on = {"comment": "public_text", "proposal": "state", "place": "evidence", "building": "label"}
    assert worked_on.get(table, "name") in shown


def test_what_somebody_arranged_stays(opened):
    project, layers = opened
    mine = layers["comment"].attributeTableConfig()
    mine.setColumnHidden(0, True)
    mine.setColumnWidth(1, 77)
    layers["comment"].setAttributeTableConfig(mine)
    before = columns(layers["comment"])
    projects.entitle(project, layers)
    assert columns(layers["comment"]) == before
    assert layers["comment"].attributeTableConfig().columnWidth(1) == 77
