"""A disk that fills up: one sentence, and what was there is whole."""

import os
import shutil
import tempfile

import geopandas as gpd
import numpy as np
import pytest
import shapely
from commonplan.community.errors import CommunityFileError
from commonplan.workspace.copies import copies, keep_copy
from commonplan.workspace.file import reading, writing
from commonplan.workspace.restoring import restore
from qgis.core import QgsProcessingException


def fill(folder, left):
    """Fill a disk up to `left` bytes."""
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    (folder / "filler").write_bytes(b"\0" * max(0, free - left))


def places(count):
    names = [f"a place with a long name {number}" * 5 for number in range(count)]
    return gpd.GeoDataFrame({"name": names}, geometry=shapely.points(np.zeros((count, 2))))


def count(path):
    with reading(path) as file:
        return len(file.table("place"))


@pytest.fixture
def there(small_disk, community):
    """A community on the small disk, with three places."""
    folder = shutil.copytree(community.parent, small_disk / "c")
    path = folder / community.name
    with writing(path) as file:
        file.insert("place", places(3))
    return path


@pytest.mark.parametrize("left", [0, 100_000, 1_000_000, 1_800_000])
def test_a_write_that_does_not_fit_changes_nothing(small_disk, there, left):
    kept = copies(there)
    fill(small_disk, left)
    with pytest.raises(CommunityFileError) as raised, writing(there) as file:
        file.insert("place", places(5000))
    assert raised.value.code == "disk_full"
    assert copies(there) == kept
    (small_disk / "filler").unlink()
    assert count(there) == 3
    assert not list(there.parent.rglob(".*"))
    assert sorted(p.name for p in there.parent.iterdir()) == ["backups", "media", there.name, "和平社区.qgz"]
    with writing(there) as file:
        file.insert("place", places(1))
    assert count(there) == 4


def test_neither_a_copy_nor_a_restore_is_left_half(small_disk, there):
    kept = copies(there)
    fill(small_disk, 50_000)
    for work in (keep_copy, restore):
        with pytest.raises(CommunityFileError) as raised:
            work(there)
        assert raised.value.code == "disk_full"
    assert copies(there) == kept
    assert count(there) == 3


def test_a_full_folder_for_temporary_files_is_told(small_disk, there, community, monkeypatch):
    fill(small_disk, 50_000)
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    with pytest.raises(CommunityFileError) as raised:
        count(community)
    assert raised.value.code == "disk_full"
    with pytest.raises(CommunityFileError) as raised, writing(community) as file:
        file.insert("place", places(5000))
    assert raised.value.code == "disk_full"
    monkeypatch.undo()
    assert count(community) == 0
    assert not list(small_disk.glob("commonplan-*"))


def test_a_community_that_does_not_fit_is_not_begun(small_disk, run):
    fill(small_disk, 300_000)
    with pytest.raises(QgsProcessingException, match=r"no space left|cannot be written"):
        run("createcommunity", NAME="甲", CRS="EPSG:4549", FOLDER=str(small_disk / "new"))
    assert [p.name for p in small_disk.iterdir()] == ["filler"]


@pytest.mark.parametrize(
    ("algorithm", "output"),
    [("exportcomments", "c.xlsx"), ("exportcomments", "c.csv"), ("exportpackage", "p.zip"),
     ("drawlayout", "s.pdf"), ("drawlayout", "s.png"), ("drawcards", "c.pdf")],
)  # fmt: skip
def test_an_output_that_does_not_fit_is_not_left_half(small_disk, run, community, sample, algorithm, output):
    layers = {name.upper(): str(sample / f"{name}.geojson") for name in ("compounds", "entrances")}
    run("setsite", COMMUNITY=str(community), **layers)
    (small_disk / output).write_bytes(b"earlier")
    fill(small_disk, 0)
    with pytest.raises(QgsProcessingException) as raised:
        run(algorithm, COMMUNITY=str(community), OUTPUT=str(small_disk / output))
    assert "\n" not in str(raised.value), str(raised.value)
    assert sorted(p.name for p in small_disk.iterdir()) == sorted(["filler", output])
    assert (small_disk / output).read_bytes() == b"earlier"
