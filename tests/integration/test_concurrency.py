"""Somebody else has the community open: another program, a layer of QGIS, another thread."""

import subprocess
import sys
import threading
import time
from contextlib import suppress

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from commonplan.community.errors import CommunityFileError
from commonplan.workspace import file as community_file
from commonplan.workspace.copies import copies, keep_copy
from commonplan.workspace.edits import reload_layers
from commonplan.workspace.geopackage import gdal_exceptions
from commonplan.workspace.status import read_status
from osgeo import gdal, ogr
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer

HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2].split("; "):
    cursor = connection.execute(statement)
cursor.fetchone()  # a row read, and the rest not yet: the lock stays
print("held", flush=True)
sys.stdin.read()
"""


def places(**columns):
    size = len(next(iter(columns.values())))
    return gpd.GeoDataFrame(columns, geometry=[shapely.Point(i, i) for i in range(size)])


def insert(path, rows):
    with community_file.writing(path) as file:
        file.insert("place", rows)


def names(path):
    with community_file.reading(path) as file:
        return file.table("place")["name"].tolist()


@pytest.fixture
def held(community):
    """Let another program hold the community: `held("BEGIN EXCLUSIVE")`."""
    running = []

    def hold(statement):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(community), statement],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout.readline() == b"held\n"
        running.append(process)

    yield hold
    for process in running:
        process.communicate(b"")


@pytest.fixture
def impatient():
    """Wait a tenth of a second for a lock, not five."""
    gdal.SetConfigOption("SQLITE_BUSY_TIMEOUT", "100")
    yield
    gdal.SetConfigOption("SQLITE_BUSY_TIMEOUT", None)


@pytest.fixture
def layer(community):
    """The layer of places in the open project."""
    layer = QgsVectorLayer(f"{community}|layername=place", "Places", "ogr")
    QgsProject.instance().addMapLayer(layer)
    yield layer
    layer.rollBack()
    QgsProject.instance().removeMapLayer(layer.id())


def test_a_file_that_another_program_holds_is_called_so(community, held, impatient, run):
    insert(community, places(name=["old"]))
    before = community.read_bytes(), copies(community)
    held("BEGIN EXCLUSIVE")
    looks = [names, read_status, community_file.newest_change, community_file.is_community, keep_copy]
    for look in [*looks, lambda path: insert(path, places(name=["new"]))]:
        with pytest.raises(CommunityFileError) as raised:
            look(community)
        assert raised.value.code == "locked"
    with pytest.raises(QgsProcessingException, match="written by another program"):
        run("createcommunity", NAME="乙", CRS="local", FOLDER=str(community.parent), OVERWRITE=True)
    assert (community.read_bytes(), copies(community)) == before


def test_a_file_that_another_program_is_writing_can_be_read(community, held, impatient):
    insert(community, places(name=["old"]))
    held("BEGIN IMMEDIATE")
    assert names(community) == ["old"]
    assert read_status(community)["places"] == 1
    kept = copies(community)
    with pytest.raises(CommunityFileError) as raised:
        insert(community, places(name=["new"]))
    assert raised.value.code == "locked"
    assert copies(community) == kept
    assert names(community) == ["old"]


def test_an_idle_program_next_door_does_not_stop_a_write(community, held):
    held("BEGIN")
    insert(community, places(name=["new"]))
    assert names(community) == ["new"]


def test_a_large_write_does_not_wait_for_a_reader_again_and_again(community, held):
    """More than fits into SQLite's cache: it would try, for five seconds each, to write every page."""
    insert(community, places(name=["old"]))
    held("BEGIN; SELECT * FROM place")
    started = time.monotonic()
    with pytest.raises(CommunityFileError) as raised:
        insert(community, places(name=["new" * 100] * 10_000))
    assert raised.value.code == "locked"
    assert time.monotonic() - started < 20
    assert names(community) == ["old"]


def test_a_layer_shows_what_was_written(community, layer):
    assert layer.featureCount() == 0
    insert(community, places(name=["a", "b"]))
    reload_layers(community)
    assert layer.featureCount() == 2
    assert sorted(feature["name"] for feature in layer.getFeatures()) == ["a", "b"]
    assert layer.extent().xMaximum() == 1


def test_a_write_under_an_empty_edit_buffer_and_an_edit_after_it_both_count(community, layer):
    insert(community, places(id=["a", "b"], name=["a", "b"]))
    reload_layers(community)
    layer.startEditing()
    with community_file.writing(community) as file:
        file.update("place", pd.DataFrame({"id": ["a"], "name": ["by us"]}))
    reload_layers(community)
    assert layer.isEditable()
    row = next(feature.id() for feature in layer.getFeatures() if feature["id"] == "b")
    layer.changeAttributeValue(row, layer.fields().indexOf("name"), "in QGIS")
    assert layer.commitChanges()
    assert sorted(names(community)) == ["by us", "in QGIS"]


def test_an_edit_that_is_not_saved_survives_a_refused_write(community, layer, run):
    insert(community, places(id=["a"], name=["old"]))
    reload_layers(community)
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().indexOf("name"), "in QGIS")
    for algorithm in ("restorebackup", "markplaces", "setsite"):
        with pytest.raises(QgsProcessingException, match=r"^Save or discard the edits in Places first"):
            run(algorithm, COMMUNITY=str(community))
    assert layer.isModified()
    assert layer.commitChanges()
    assert names(community) == ["in QGIS"]


def test_locks_of_an_open_layer_outlive_our_reading_and_writing(community, layer):
    """A second SQLite in this process would drop them, and with them another program's table."""
    insert(community, places(id=["a"], name=["old"]))
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().indexOf("name"), "in QGIS")
    names(community)
    read_status(community)
    other = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('CREATE TABLE other (a)');"
        "c.execute('INSERT INTO other VALUES (1)'); c.commit()"
    )
    subprocess.run([sys.executable, "-c", other, str(community)], check=True)
    assert layer.commitChanges()
    insert(community, places(name=["new"]))
    assert sorted(names(community)) == ["in QGIS", "new"]
    dataset = ogr.Open(str(community))
    assert dataset.ExecuteSQL("SELECT count(*) FROM other").GetNextFeature().GetField(0) == 1


def test_what_somebody_else_wrote_after_we_read_is_not_overwritten(community, layer):
    insert(community, places(id=["a"], name=["old"]))
    reload_layers(community)

    def another_program():
        code = "import sqlite3, sys; sqlite3.connect(sys.argv[1], isolation_level=None).execute(sys.argv[2])"
        statement = "CREATE TABLE IF NOT EXISTS theirs (a)"
        subprocess.run([sys.executable, "-c", code, str(community), statement], check=True)

    def another_algorithm():
        insert(community, places(name=["theirs"]))

    def a_person():
        layer.startEditing()
        layer.changeAttributeValue(1, layer.fields().indexOf("name"), "theirs")
        assert layer.commitChanges()

    def a_person_who_has_not_saved():
        layer.startEditing()
        layer.changeAttributeValue(1, layer.fields().indexOf("name"), "not saved")

    for other in (another_program, another_algorithm, a_person, a_person_who_has_not_saved):
        kept = copies(community)
        with pytest.raises(CommunityFileError) as raised, community_file.writing(community) as file:
            file.update("place", pd.DataFrame({"id": ["a"], "name": ["ours"]}))
            other()
        assert raised.value.code == {a_person_who_has_not_saved: "unsaved_edits"}.get(
            other, "changed_meanwhile"
        )
        assert "ours" not in names(community)
        assert set(kept) <= set(copies(community))
    assert layer.commitChanges()
    assert sorted(names(community)) == ["not saved", "theirs"]


def test_threads_read_and_write_side_by_side(community):
    """Each writes until nobody was quicker."""
    failures = []

    def write(name):
        for _ in range(100):
            with suppress(CommunityFileError):
                return insert(community, places(name=[name]))
        raise AssertionError(f"{name} had no turn")

    def work(number):
        try:
            for turn in range(3):
                write(f"{number}.{turn}")
                assert f"{number}.{turn}" in names(community)
                with pytest.raises(CommunityFileError):
                    read_status(community.with_name("none.gpkg"))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert sorted(names(community)) == sorted(f"{n}.{t}" for n in range(4) for t in range(3))


def test_gdal_is_as_silent_afterwards_as_before():
    before = gdal.GetUseExceptions(), ogr.GetUseExceptions()
    inside = []
    entered, leave = threading.Event(), threading.Event()

    def other():
        with gdal_exceptions():
            entered.set()
            leave.wait()
            inside.append((gdal.GetUseExceptions(), ogr.GetUseExceptions()))

    thread = threading.Thread(target=other)
    with gdal_exceptions(), gdal_exceptions():
        thread.start()
        entered.wait()
    leave.set()
    thread.join()
    assert inside == [(1, 1)]
    assert (gdal.GetUseExceptions(), ogr.GetUseExceptions()) == before
