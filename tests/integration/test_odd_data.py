"""Odd rows, odd names, odd files: stored as they are, or refused as a whole."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from commonplan.community.coordinates import LOCAL_WKT
from commonplan.community.errors import CommunityFileError
from commonplan.community.schema import TABLES
from commonplan.workspace import file as community_file
from commonplan.workspace.community import create_community, file_name
from commonplan.workspace.edits import layers_of
from commonplan.workspace.project import uri_in_file
from commonplan.workspace.status import read_status
from osgeo import ogr
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer


def frame(geometry, **columns):
    return gpd.GeoDataFrame(pd.DataFrame(columns, index=range(len(geometry))), geometry=geometry)


def insert(path, table, rows):
    with community_file.writing(path) as file:
        file.insert(table, rows)


def read(path, table):
    with community_file.reading(path) as file:
        return file.table(table)


def run_sql(path, *statements):
    dataset = ogr.Open(str(path), 1)
    for statement in statements:
        dataset.ExecuteSQL(statement)


@pytest.mark.parametrize(
    ("table", "geometry"),
    [
        ("place", shapely.box(0, 0, 1, 1)),
        ("place", shapely.MultiPoint([(0, 0)])),
        ("place", shapely.Point(np.nan, 1)),
        ("place", shapely.Point(np.inf, 1)),
        ("compound", shapely.LineString([(0, 0), (1, 1)])),
        ("compound", shapely.GeometryCollection([shapely.box(0, 0, 1, 1)])),
        ("survey_line", shapely.MultiLineString([[(0, 0), (1, 1)]])),
        ("survey_area", shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])),
    ],
)
def test_geometry_of_another_kind_never_gets_in(community, table, geometry):
    with pytest.raises(ValueError, match=f"{table} takes {TABLES[table].geometry}"):
        insert(community, table, frame([geometry]))
    assert read(community, table).empty


def test_heights_are_dropped_and_nothing_is_nothing(community):
    points = [shapely.Point(1, 2, 3), shapely.Point(), None]
    insert(community, "place", frame(points, id=["high", "empty", "none"]))
    insert(community, "compound", frame([shapely.Polygon([(0, 0, 1), (1, 0, 1), (1, 1, 1)])]))
    assert [g and g.wkt for g in read(community, "place").geometry] == ["POINT (1 2)", None, None]
    assert read(community, "compound").geometry[0].wkt == "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))"
    with community_file.writing(community) as file:
        file.update("place", frame([None], id=["high"]))
    assert read(community, "place").geometry.isna().all()


def test_text_is_kept_whatever_it_is(community):
    texts = ["𠮷😀", "'; DROP TABLE place; --", '"', "", " ", "a\nb\tc", "=1+1", "字" * 3_000_000, "a\0b"]
    insert(community, "place", frame([None] * len(texts), name=texts))
    assert read(community, "place")["name"].tolist() == [*texts[:-1], "ab"]


def test_columns_of_any_type_are_read_by_the_schema(community):
    rows = frame([None, None], id=["a", "b"], name=[1, "2"], rank=["12", None], certainty=["0.5", None])
    rows["locked"] = pd.Series([True, None], dtype=object)
    rows["kind"] = pd.Categorical(["green", None])
    rows["is_public"] = pd.Series([False, None], dtype="boolean")
    rows.index = [7, 7]
    insert(community, "place", rows)
    found = read(community, "place")
    assert found["name"].tolist() == ["1", "2"]
    assert found["rank"].tolist() == [12, pd.NA]
    assert found["certainty"].fillna(-1).tolist() == [0.5, -1]
    assert found["kind"].tolist() == ["green", None]
    assert found[["locked", "is_public"]].to_numpy().tolist() == [[True, False], [False, False]]


@pytest.mark.parametrize(
    ("statement", "column", "value"),
    [
        ("name = 5", "name", "5"),
        ("rank = 'abc'", "rank", 0),
        ("rank = 1.5", "rank", 1),
        ("certainty = '0.5 m'", "certainty", 0.5),
        ("locked = 'yes'", "locked", False),
        ("locked = 2", "locked", True),
        ("is_public = NULL", "is_public", True),
        ("geom = 7", "geometry", None),
        ("geom = x'00'", "geometry", None),
        ("geom = CAST(x'5858' || substr(geom, 3) AS BLOB)", "geometry", None),
        ("geom = CAST(substr(geom, 1, 20) AS BLOB)", "geometry", None),
    ],
)
def test_cells_that_another_program_wrote_are_read_by_the_schema(community, statement, column, value):
    insert(community, "place", frame([shapely.Point(1, 2), shapely.Point(3, 4)], id=["odd", "plain"]))
    run_sql(community, f"UPDATE place SET {statement} WHERE id = 'odd'")
    found = read(community, "place")
    assert found[column].tolist()[0] == value
    assert found.geometry[1] == shapely.Point(3, 4)


def test_an_arc_that_another_program_wrote_is_read_as_a_line(community):
    arc = "CURVEPOLYGON (CIRCULARSTRING (0 0, 1 1, 2 0, 1 -1, 0 0))"
    arc_wkb = bytes(ogr.CreateGeometryFromWkt(arc).ExportToIsoWkb()).hex()
    insert(community, "survey_area", frame([shapely.box(0, 0, 1, 1)] * 3, id=["a", "b", "c"]))
    blob = f"CAST(substr(geom, 1, 40) || x'{arc_wkb}' AS BLOB)"
    run_sql(community, f"UPDATE survey_area SET geom = {blob} WHERE id = 'b'")
    found = read(community, "survey_area").set_index("id").geometry
    assert found["b"].area == pytest.approx(np.pi, rel=1e-3)
    assert found["a"] == found["c"] == shapely.box(0, 0, 1, 1)


def test_text_that_is_not_utf_8_is_damage(community):
    insert(community, "place", frame([None], name=["a"]))
    run_sql(community, "UPDATE place SET name = CAST(x'ff41' AS TEXT)")
    with pytest.raises(CommunityFileError) as raised:
        read(community, "place")
    assert raised.value.code == "damaged_file"


def test_an_update_of_unknown_rows_changes_nothing_and_one_of_doubled_ids_is_refused(community):
    insert(community, "place", frame([None], id=["a"], name=["old"]))
    with community_file.writing(community) as file:
        file.update("place", pd.DataFrame({"id": ["b", None], "name": ["new", "newer"]}))
    with pytest.raises(ValueError, match="twice"), community_file.writing(community) as file:
        file.update("place", pd.DataFrame({"id": ["a", "a"], "name": ["new", "newer"]}))
    assert read(community, "place")["name"].tolist() == ["old"]


def test_a_setting_set_twice_is_there_once(community):
    for title in ("甲", "乙"):
        with community_file.writing(community) as file:
            file.set_settings({"title": "-", "version": "1"})
            file.set_settings({"title": title})
            file.set_settings({})
    with community_file.reading(community) as file:
        assert file.settings() == {"title": "乙", "version": "1"}
        assert len(file.table("sheet_setting")) == 2


def test_newest_change_moves_with_every_change_and_with_nothing_else(community):
    old = "2001-01-01T00:00:00Z"
    tables = {name: table for name, table in TABLES.items() if name not in ("community", "history")}
    a_text = {name: next(c.name for c in table.columns if c.type == "text") for name, table in tables.items()}

    def age(*names):
        for name in names:
            dataset.ExecuteSQL(f"UPDATE {name} SET updated_at = '{old}'")
        assert community_file.newest_change(community) == old

    with community_file.writing(community) as file:
        for name in tables:
            file.insert(name, pd.DataFrame({"id": ["a"]}))
    dataset = ogr.Open(str(community), 1)
    dataset.ExecuteSQL("PRAGMA synchronous = OFF")
    age(*TABLES)
    with community_file.writing(community) as file:
        for name, column in a_text.items():
            file.update(name, pd.DataFrame({"id": ["a"], column: [None]}))
    assert community_file.newest_change(community) == old
    for name, column in a_text.items():
        for change in (f"UPDATE {name} SET {column} = 'x'", f"DELETE FROM {name}"):
            dataset.ExecuteSQL(change)
            assert community_file.newest_change(community) > old, change
            age(name, "community", "history")


def test_moving_a_place_is_a_change(community):
    insert(community, "place", frame([shapely.Point(0, 0)], id=["a"]))
    run_sql(community, "UPDATE place SET updated_at = ''", "UPDATE history SET updated_at = ''")
    with community_file.writing(community) as file:
        file.update("place", frame([shapely.Point(5, 5)], id=["a"]))
    assert read(community, "place")["updated_at"][0] > ""


def test_a_layer_covers_what_was_added_far_away(community):
    insert(community, "place", frame([shapely.Point(0, 0), shapely.Point(1, 1)]))
    layer = QgsVectorLayer(f"{community}|layername=place", "place", "ogr")
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().indexOf("name"), "x")
    assert layer.commitChanges()
    assert layer.extent().xMaximum() == 1
    del layer
    insert(community, "place", frame([shapely.Point(5000, 7000)]))
    extent = QgsVectorLayer(f"{community}|layername=place", "place", "ogr").extent()
    assert (extent.xMaximum(), extent.yMaximum()) == (5000, 7000)


@pytest.mark.parametrize(
    "name",
    ["a b", "居民 '引号'", "x#y", "x?y=1", 'q"uote', "a&b;c", "長" * 200, "𠮷里", "GPKG:x", "..", "[ab]*",
     "$HOME", "new\nline", "%41", "con", "-dash"],
)  # fmt: skip
def test_any_name_makes_a_community_that_works(run, tmp_path, name):
    folder = tmp_path / "a '&;[]+\" 社区"
    path = Path(run("createcommunity", NAME=name, CRS="EPSG:4549", FOLDER=str(folder))["COMMUNITY"])
    insert(path, "place", frame([shapely.Point(0, 0)]))
    run("restorebackup", COMMUNITY=str(path))
    assert read(path, "community")["name"].tolist() == [name]
    assert read_status(path)["places"] == 0
    for stored in (str(path.with_suffix(".qgz")), uri_in_file(path)):
        project = QgsProject()
        assert project.read(stored)
        assert len(layers_of(path, project)) == len(TABLES)
        assert all(layer.isValid() for layer in project.mapLayers().values())
    assert [p.name for p in tmp_path.iterdir()] == [folder.name]


def test_a_folder_with_the_signs_of_a_web_address_works(run, tmp_path):
    folder = tmp_path / "a#b?c=1"
    path = Path(run("createcommunity", NAME="甲", CRS="local", FOLDER=str(folder))["COMMUNITY"])
    insert(path, "place", frame([shapely.Point(0, 0)]))
    project = QgsProject()
    assert project.read(str(path.with_suffix(".qgz")))
    assert len(layers_of(path, project)) == len(TABLES)
    assert [p.name for p in tmp_path.iterdir()] == [folder.name]


def test_names_fit_every_system():
    assert file_name("con") == "con_"
    assert file_name("AUX.x") == "AUX.x_"
    assert file_name("a|b#c%41") == "a_b_c_41"
    assert file_name("𠮷𠮷里") == "里"
    assert len(file_name("長" * 200).encode()) == 180
    assert file_name("...") == file_name("𠮷") == file_name("") == file_name("\n") == "community"


@pytest.mark.parametrize("folder", ["a|b", "a|layername=x", "100%41"])
def test_a_folder_that_qgis_cannot_open_is_refused_before(run, tmp_path, folder):
    with pytest.raises(QgsProcessingException, match="QGIS cannot open files in"):
        run("createcommunity", NAME="甲", CRS="EPSG:4549", FOLDER=str(tmp_path / folder))
    assert list(tmp_path.iterdir()) == []


def test_another_file_of_the_same_name_is_never_replaced(tmp_path):
    (tmp_path / "甲.gpkg").write_bytes(b"somebody's notes")
    for overwrite in (False, True):
        with pytest.raises(CommunityFileError) as raised:
            create_community(tmp_path, "甲", LOCAL_WKT, overwrite=overwrite)
        assert raised.value.code == "file_exists"
    assert [p.name for p in tmp_path.iterdir()] == ["甲.gpkg"]


def test_a_failed_overwriting_leaves_the_community_there(community, monkeypatch):
    from commonplan.workspace import community as module

    insert(community, "place", frame([shapely.Point(0, 0)]))

    def fail(path):
        raise CommunityFileError("not_writable", file=str(path))

    monkeypatch.setattr(module, "write_project", fail)
    for name in ("和平社区", "乙"):
        with pytest.raises(CommunityFileError):
            create_community(community.parent, name, LOCAL_WKT, overwrite=True)
        assert len(read(community, "place")) == 1
        assert [p.name for p in community.parent.glob("*.gpkg")] == [community.name]
        assert community.with_suffix(".qgz").exists()


@pytest.mark.parametrize(
    ("statement", "name", "places"),
    [
        ("DELETE FROM community", "", 1),
        ("UPDATE community SET schema_version = 'x'", "和平社区", 1),
        ("UPDATE community SET schema_version = NULL, households = 'many'", "和平社区", 1),
        ("INSERT INTO community (name, schema_version) VALUES ('乙', 1)", "和平社区", 1),
        ("DROP TABLE comment", "和平社区", 1),
        ("DROP TABLE place", None, None),
        ("DROP TABLE community", None, None),
    ],
)  # fmt: skip
def test_what_other_programs_did_to_a_file_is_lived_with_or_told(community, statement, name, places):
    insert(community, "place", frame([shapely.Point(0, 0)]))
    run_sql(community, statement)
    if name is None:
        for look in (read_status, community_file.newest_change, lambda p: read(p, "place")):
            with pytest.raises(CommunityFileError) as raised:
                look(community)
            assert raised.value.code == "not_a_community"
        return
    assert read_status(community)["places"] == places
    with community_file.reading(community) as file:
        assert file.community()["name"] == name
    insert(community, "comment", pd.DataFrame({"id": ["a"]}))
    assert read_status(community)["comments"] == 1
    with community_file.reading(community) as file:
        assert file.community()["name"] == name


@pytest.mark.parametrize("size", [100, 5000, 300_000])
def test_a_truncated_file_is_damaged_and_left_alone(community, size):
    half = community.read_bytes()[:size]
    community.write_bytes(half)
    for look in (read_status, community_file.newest_change, lambda p: insert(p, "place", frame([None]))):
        with pytest.raises(CommunityFileError) as raised:
            look(community)
        assert raised.value.code == "damaged_file"
    assert community.read_bytes() == half
    assert not (community.parent / "backups").exists()
