"""A community that may be read and not written: on a share, on a disk, made read-only by its owner."""

import shutil
import sqlite3
import subprocess

import pytest
from commonplan.community.errors import CommunityFileError
from commonplan.workspace.copies import keep_copy
from commonplan.workspace.file import newest_change, reading, writing
from commonplan.workspace.status import read_status
from qgis.core import QgsProcessingException


@pytest.fixture
def read_only(tmp_path):
    """Copy a folder to where nobody can write."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("not allowed to mount a read-only disk")

    def copy(source):
        path = shutil.copytree(source.parent, folder / "c") / source.name
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        return path

    yield copy
    subprocess.run(["umount", "-l", folder], check=True)


def look(path):
    with reading(path) as file:
        assert file.community()["name"] == "和平社区"
    assert read_status(path)["name"] == "和平社区"
    assert newest_change(path) > "2020"


def test_it_can_be_read_and_exported_but_not_changed(filled, read_only, run, tmp_path):
    path = read_only(filled)
    look(path)
    run("checkcommunity", COMMUNITY=str(path))
    for algorithm, output in (
        ("exportcomments", "c.xlsx"),
        ("drawlayout", "s.png"),
        ("drawcards", "c.pdf"),
        ("exportpackage", "p.zip"),
    ):
        run(algorithm, COMMUNITY=str(path), OUTPUT=str(tmp_path / output))
        assert (tmp_path / output).stat().st_size
    for algorithm in ("setsite", "setlayers", "markplaces", "numberplaces", "restorebackup"):
        given = {"LAYERS": "JMD=building"} if algorithm == "setlayers" else {}
        with pytest.raises(QgsProcessingException, match=r"^\S+ cannot be written; choose a folder"):
            run(algorithm, COMMUNITY=str(path), **given)
    with pytest.raises(QgsProcessingException, match="cannot be written"):
        run("createcommunity", NAME="乙", CRS="local", FOLDER=str(path.parent), OVERWRITE=True)
    for work in (keep_copy, lambda p: writing(p).__enter__()):
        with pytest.raises(CommunityFileError) as raised:
            work(path)
        assert raised.value.code == "not_writable"


def test_a_copy_of_one_that_qgis_was_editing_can_be_read(community, read_only):
    """QGIS leaves a file in WAL mode; without -wal beside it, reading needs no writing."""
    connection = sqlite3.connect(community)
    assert connection.execute("PRAGMA journal_mode = wal").fetchone() == ("wal",)
    connection.execute("CREATE TABLE notes (a)")
    connection.close()
    look(read_only(community))
