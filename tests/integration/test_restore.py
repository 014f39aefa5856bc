"""Earlier states brought back: of this community, an older program, a lost or damaged file."""

import shutil
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from commonplan.community.errors import CommunityFileError
from commonplan.community.schema import SCHEMA_VERSION
from commonplan.workspace.copies import COPIES_KEPT, copies
from commonplan.workspace.file import newest_change, reading, writing
from commonplan.workspace.restoring import restore
from commonplan.workspace.triggers import drop_triggers
from osgeo import ogr


def add(path, name, x=0.0):
    with writing(path) as file:
        file.insert("place", gpd.GeoDataFrame({"name": [name]}, geometry=[shapely.Point(x, x)]))


def names(path):
    with reading(path) as file:
        return file.table("place")["name"].tolist()


def refused(path, copy=None):
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(CommunityFileError) as raised:
        restore(path, copy)
    assert (path.read_bytes() if path.exists() else None) == before
    return raised.value.code


def test_what_is_no_copy_is_refused(community, tmp_path):
    add(community, "a")
    other = tmp_path / "other.gpkg"
    assert refused(community, other) == "missing_file"
    other.write_bytes(b"\x89PNG")
    assert refused(community, other) == "not_a_community"
    gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(0, 0)], crs=4326).to_file(other, layer="place")
    assert refused(community, other) == "not_a_community"
    half = tmp_path / "half.gpkg"
    half.write_bytes(copies(community)[-1].read_bytes()[:50_000])
    assert refused(community, half) == "damaged_file"
    assert len(copies(community)) == 1


def test_a_copy_in_another_coordinate_system_is_refused(run, community, tmp_path):
    for number, crs in enumerate(("EPSG:4548", "local")):
        other = run("createcommunity", NAME="乙", CRS=crs, FOLDER=str(tmp_path / str(number)))["COMMUNITY"]
        assert refused(community, Path(other)) == "other_crs"
        assert refused(Path(other), community) == "other_crs"


def test_the_community_itself_as_its_backup_changes_nothing(community):
    add(community, "a")
    before = newest_change(community)
    restore(community, community)
    assert names(community) == ["a"]
    assert newest_change(community) == before


def test_geometry_keeps_its_place_when_the_copy_counts_its_systems_otherwise(community, tmp_path):
    copy = Path(shutil.copy(community, tmp_path / "copy.gpkg"))
    add(copy, "a", 7.0)
    dataset = ogr.Open(str(copy), 1)
    dataset.ExecuteSQL(
        "INSERT INTO gpkg_spatial_ref_sys SELECT srs_name, 99, organization, organization_coordsys_id,"
        " definition, description FROM gpkg_spatial_ref_sys WHERE srs_id = 4549"
    )
    for table in ("gpkg_contents", "gpkg_geometry_columns"):
        dataset.ExecuteSQL(f"UPDATE {table} SET srs_id = 99 WHERE srs_id = 4549")
    dataset = None
    restore(community, copy)
    dataset = ogr.Open(str(community))
    found = dataset.ExecuteSQL("SELECT ST_SRID(geom), ST_MinX(geom) FROM place").GetNextFeature()
    assert (found.GetField(0), found.GetField(1)) == (4549, 7.0)


def test_a_copy_by_an_older_program_is_migrated(community, tmp_path):
    add(community, "a")
    copy = Path(shutil.copy(community, tmp_path / "copy.gpkg"))
    dataset = ogr.Open(str(copy), 1)
    for statement in (*drop_triggers(), "DROP TABLE attachment", "UPDATE community SET schema_version = 0"):
        dataset.ExecuteSQL(statement)
    layer = dataset.GetLayer("place")
    layer.DeleteField(layer.GetLayerDefn().GetFieldIndex("status"))
    layer = dataset = None
    add(community, "b")
    restore(community, copy)
    with reading(community) as file:
        assert file.table("place")[["name", "status"]].to_numpy().tolist() == [["a", "existing"]]
        assert file.table("attachment").empty
        assert file.community()["schema_version"] == SCHEMA_VERSION


def test_edits_count_after_a_restore(community):
    add(community, "a")
    add(community, "b")
    restore(community)
    dataset = ogr.Open(str(community), 1)
    dataset.ExecuteSQL("UPDATE place SET name = 'c'")
    dataset = None
    with reading(community) as file:
        assert file.table("history")["new"].tolist() == ["c"]


def test_a_damaged_file_is_made_anew(run, community):
    add(community, "a")
    add(community, "b")
    wreck = community.read_bytes()[:30_000]
    community.write_bytes(wreck)
    Path(f"{community}-wal").write_bytes(b"left over")
    run("restorebackup", COMMUNITY=str(community))
    assert names(community) == ["a"]
    assert [p.read_bytes() for p in (community.parent / "backups").glob("*.damaged-*.gpkg")] == [wreck]
    assert not Path(f"{community}-wal").exists()
    add(community, "c")


@pytest.mark.parametrize("rest", [None, b"", b"not a database"])
def test_a_lost_file_is_made_anew(community, rest):
    add(community, "a")
    add(community, "b")
    community.unlink()
    if rest is not None:
        community.write_bytes(rest)
    restore(community)
    assert names(community) == ["a"]


def test_a_file_without_copies_is_not_made_from_somebody_elses(community, tmp_path):
    assert refused(community) == "no_backup"
    assert refused(tmp_path / "none.gpkg", community) == "missing_file"
    notes = tmp_path / "notes.gpkg"
    notes.write_bytes(b"notes")
    assert refused(notes, community) == "not_a_community"


def test_only_the_newest_copies_of_this_community_are_kept(community):
    other = community.parent / "backups" / "和平社区-南-20260101T000000000000Z.gpkg"
    other.parent.mkdir()
    other.write_bytes(b"")
    for number in range(COPIES_KEPT + 2):
        add(community, str(number))
    assert len(copies(community)) == COPIES_KEPT
    assert other.exists()
