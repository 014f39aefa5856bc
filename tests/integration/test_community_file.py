"""The community file: made, opened without us, one transaction, copies, migration."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from commonplan.community.errors import CommunityFileError
from commonplan.community.schema import SCHEMA_VERSION, TABLES
from commonplan.workspace import file as community_file
from commonplan.workspace.copies import copies
from commonplan.workspace.restoring import restore
from commonplan.workspace.triggers import drop_triggers
from osgeo import ogr
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer, edit


def places(*rows):
    frame = pd.DataFrame(list(rows))
    points = [shapely.Point(i, i) for i in range(len(rows))]
    return gpd.GeoDataFrame(frame, geometry=points)


def test_has_every_table_and_column(community):
    with community_file.reading(community) as file:
        assert file.crs.to_epsg() == 4549
        assert file.community()["name"] == "和平社区"
        for name, table in TABLES.items():
            frame = file.table(name)
            assert list(frame.columns)[: len(table.column_names)] == list(table.column_names)


def test_is_a_plain_geopackage_1_2(community):
    header = community.read_bytes()[:100]
    assert header[60:64] == (10200).to_bytes(4, "big")
    assert header[68:72] == b"GPKG"


def test_folder_holds_project_and_media(community):
    assert community.with_suffix(".qgz").exists()
    assert (community.parent / "media").is_dir()


def test_insert_fills_id_and_times(community):
    with community_file.writing(community) as file:
        file.insert("place", places({"name": "健身场地"}, {"name": "公厕", "id": "fixed"}))
    with community_file.reading(community) as file:
        rows = file.table("place").set_index("name")
    assert rows.loc["公厕", "id"] == "fixed"
    assert len(rows.loc["健身场地", "id"]) == 36
    assert rows["created_at"].str.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ").all()
    assert rows["is_public"].all()
    assert (rows["status"] == "existing").all()


def test_a_row_added_by_ogr_gets_id_and_history(community):
    dataset = ogr.Open(str(community), 1)
    layer = dataset.GetLayer("place")
    feature = ogr.Feature(layer.GetLayerDefn())
    feature["name"] = "亭子"
    feature.SetGeometry(ogr.CreateGeometryFromWkt("POINT (1 2)"))
    layer.CreateFeature(feature)
    feature = next(iter(layer))
    feature["name"] = "六角亭"
    layer.SetFeature(feature)
    feature = layer = dataset = None
    with community_file.reading(community) as file:
        assert len(file.table("place").iloc[0]["id"]) == 36
        assert file.table("history")[["field", "old", "new"]].iloc[0].tolist() == ["name", "亭子", "六角亭"]


def test_a_failure_leaves_the_file_as_it_was(community):
    with community_file.writing(community) as file:
        file.insert("place", places({"id": "a", "name": "old"}))
    kept = copies(community)
    with pytest.raises(ZeroDivisionError), community_file.writing(community) as file:
        file.update("place", pd.DataFrame({"id": ["a"], "name": ["new"]}))
        raise ZeroDivisionError
    with pytest.raises(RuntimeError), community_file.writing(community) as file:
        file.update("place", pd.DataFrame({"id": ["a"], "name": ["new"]}))
        file.insert("place", places({"id": "a", "name": "twice the same id"}))
    with community_file.reading(community) as file:
        assert file.table("place")["name"].tolist() == ["old"]
    assert copies(community) == kept


def test_unsaved_edits_are_refused(community):
    layer = QgsVectorLayer(f"{community}|layername=place", "Places", "ogr")
    QgsProject.instance().addMapLayer(layer)
    try:
        layer.startEditing()
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(1, 2)))
        layer.addFeature(feature)
        with pytest.raises(CommunityFileError) as raised, community_file.writing(community):
            pass
        assert raised.value.code == "unsaved_edits"
        assert raised.value.fields["layers"] == "Places"
    finally:
        layer.rollBack()
        QgsProject.instance().removeMapLayer(layer.id())


def test_an_edit_in_qgis_reads_back(community):
    with community_file.writing(community) as file:
        file.insert("place", places({"id": "a", "name": "old"}))
    layer = QgsVectorLayer(f"{community}|layername=place", "place", "ogr")
    with edit(layer):
        layer.changeAttributeValue(1, layer.fields().indexOf("name"), "new")
    with community_file.reading(community) as file:
        assert file.table("place")["name"].tolist() == ["new"]


def test_restore_brings_the_state_before_back(community):
    with community_file.writing(community) as file:
        file.insert("place", places({"id": "a", "name": "old"}))
    with community_file.writing(community) as file:
        file.update("place", pd.DataFrame({"id": ["a"], "name": ["new"]}))
    restore(community)
    with community_file.reading(community) as file:
        assert file.table("place")["name"].tolist() == ["old"]
        assert file.table("history").empty
    restore(community)
    with community_file.reading(community) as file:
        assert file.table("place")["name"].tolist() == ["new"]


def test_an_older_file_is_migrated_and_a_copy_kept(community):
    dataset = ogr.Open(str(community), 1)
    for statement in (*drop_triggers(), "DROP TABLE attachment", "UPDATE community SET schema_version = 0"):
        dataset.ExecuteSQL(statement)
    dataset.GetLayer("place").DeleteField(dataset.GetLayer("place").GetLayerDefn().GetFieldIndex("operator"))
    dataset = None
    before = len(copies(community))
    with community_file.writing(community):
        pass
    with community_file.reading(community) as file:
        assert "operator" in file.table("place").columns
        assert file.table("attachment").empty
        assert file.community()["schema_version"] == SCHEMA_VERSION
    assert len(copies(community)) == before + 1


def test_a_newer_file_is_refused_and_untouched(community):
    dataset = ogr.Open(str(community), 1)
    dataset.ExecuteSQL(f"UPDATE community SET schema_version = {SCHEMA_VERSION + 1}")
    dataset = None
    before = community.read_bytes()
    with pytest.raises(CommunityFileError) as raised, community_file.writing(community):
        pass
    assert raised.value.code == "newer_schema"
    assert community.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database", b"\x89PNG\r\n\x1a\n"])
def test_other_files_are_refused(tmp_path, content):
    path = tmp_path / "other.gpkg"
    path.write_bytes(content)
    with pytest.raises(CommunityFileError) as raised, community_file.reading(path):
        pass
    assert raised.value.code == "not_a_community"


def test_a_second_community_is_not_put_over_the_first(run, community):
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match="already stands"):
        run("createcommunity", NAME="乙", CRS="EPSG:4549", FOLDER=str(community.parent))
    run("createcommunity", NAME="乙", CRS="EPSG:4549", FOLDER=str(community.parent), OVERWRITE=True)
    assert not community.exists()
    assert [p.stem.split("-")[0] for p in (community.parent / "backups").glob("*.gpkg")] == ["和平社区"]


def test_an_odd_name_makes_a_plain_file(run, tmp_path):
    outputs = run("createcommunity", NAME='a/b:"c"\n..', CRS="local", FOLDER=str(tmp_path / "c"))
    path = Path(outputs["COMMUNITY"])
    assert path.parent == tmp_path / "c"
    with community_file.reading(path) as file:
        assert file.community()["name"] == 'a/b:"c"\n..'
        assert file.crs.axis_info[0].unit_name == "metre"


def test_the_project_opens_with_all_layers_and_relations(community):
    project = QgsProject()
    assert project.read(str(community.with_suffix(".qgz")))
    layers = project.mapLayers().values()
    assert {layer.customProperty("commonplan/table") for layer in layers} == set(TABLES)
    assert all(layer.isValid() for layer in layers)
    relations = project.relationManager().relations().values()
    assert relations
    assert all(relation.isValid() for relation in relations)


def test_the_project_stands_in_the_file_too(community):
    project = QgsProject()
    assert project.read(f"geopackage:{community}?projectName={community.stem}")
    assert len(project.mapLayers()) == len(TABLES)


def test_the_project_is_named_in_the_language_it_is_opened_in(community, monkeypatch):
    from commonplan.workspace import project as community_project

    project = QgsProject()
    project.read(str(community.with_suffix(".qgz")))
    layers = {layer.customProperty("commonplan/table"): layer for layer in project.mapLayers().values()}
    assert community_project.is_entitled(project)
    monkeypatch.setattr(community_project, "language", lambda: "zh")
    assert not community_project.is_entitled(project)
    community_project.entitle(project, layers)
    assert layers["comment"].name() == "居民意见"
    assert layers["place"].fields().field("number").alias() == "编号"
    legend = [category.label() for category in layers["place"].renderer().categories()]
    assert legend[:3] == ["公共区域", "公共设施", "公共单位"]


def test_a_copy_stands_on_its_own(community, tmp_path):
    from commonplan.workspace.community import copy_community

    (community.parent / "media" / "photo.jpg").write_bytes(b"photo")
    copy = copy_community(community, tmp_path / "copy")
    assert (copy.parent / "media" / "photo.jpg").read_bytes() == b"photo"
    with community_file.writing(copy) as file:
        file.insert("place", places({"name": "only in the copy"}))
    with community_file.reading(community) as file:
        assert file.table("place").empty
    project = QgsProject()
    assert project.read(str(copy.with_suffix(".qgz")))
    assert {Path(layer.source().split("|")[0]) for layer in project.mapLayers().values()} == {copy}
    with pytest.raises(CommunityFileError):
        copy_community(community, copy.parent)


@pytest.mark.parametrize("kept", [True, False])
def test_a_community_in_a_folder_that_qgis_deletes_is_warned_of(run, tmp_path, kept):
    from qgis.core import QgsProcessing, QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    folder = str(tmp_path / "kept") if kept else QgsProcessing.TEMPORARY_OUTPUT
    made = run("createcommunity", feedback, NAME="北里", CRS="EPSG:4549", FOLDER=folder)
    assert Path(made["COMMUNITY"]).exists()
    assert ("is a temporary folder" in feedback.textLog()) is not kept
