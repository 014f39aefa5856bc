"""Inside QGIS's process nobody but QGIS and osgeo opens the community file.

A second SQLite, or a plain open and close, drops the locks of the first: a committed table of another
program was lost that way. Watched here while every algorithm runs on a community: what Python opens
(audit hook), and what pyogrio opens with the GDAL it brings along.
"""

import os
import sys
from pathlib import Path

import pytest
from PIL import Image

OPENERS = {"open", "os.open", "sqlite3.connect", "shutil.copyfile", "shutil.move"}
PYOGRIO = {
    "pyogrio.raw": ("ogr_read", "ogr_open_arrow", "ogr_write", "ogr_write_arrow"),
    "pyogrio.core": ("ogr_list_layers", "ogr_read_bounds", "ogr_read_info"),
}


class Watch:
    """Notes who opens the files watched; the audit hook cannot be taken off, only told to look away."""

    def __init__(self):
        self.watched = set()
        self.caught = []
        sys.addaudithook(self.hear)

    def hear(self, event, arguments):
        if self.watched and event in OPENERS:
            self.note(event, arguments[0])

    def note(self, what, path):
        if isinstance(path, (str, bytes, os.PathLike)):
            name = os.fsdecode(path).removeprefix("file:").split("?")[0]
            if os.path.realpath(name) in self.watched:
                self.caught.append(f"{what} {name}")

    def wrap(self, name, function):
        def wrapped(path, *arguments, **options):
            self.note(name, path)
            return function(path, *arguments, **options)

        return wrapped


@pytest.fixture(scope="module")
def hook():
    return Watch()


@pytest.fixture
def watch(hook, monkeypatch):
    import importlib

    for module, names in PYOGRIO.items():
        for name in names:
            function = getattr(importlib.import_module(module), name)
            monkeypatch.setattr(f"{module}.{name}", hook.wrap(name, function))
    hook.caught.clear()
    yield hook
    hook.watched = set()


def test_the_watch_sees_each_way_in(watch, tmp_path):
    import shutil

    import geopandas as gpd
    from shapely.geometry import Point

    path = tmp_path / "a.gpkg"
    watch.watched = {os.path.realpath(path)}
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[Point(0, 0)], crs=4326)
    ways = [
        lambda: frame.to_file(path),
        lambda: gpd.read_file(path),
        lambda: path.open("rb").close(),
        lambda: os.close(os.open(path, os.O_RDONLY)),
        lambda: shutil.copy(path, tmp_path / "b.gpkg"),
        lambda: __import__("sqlite3").connect(path).close(),
        lambda: __import__("sqlite3").connect(f"file:{path}?mode=ro", uri=True).close(),
    ]
    for number, way in enumerate(ways, 1):
        watch.caught.clear()
        way()
        assert watch.caught, number


def test_no_algorithm_opens_the_community_past_qgis(watch, run, sample, tmp_path):
    from commonplan.processing.provider import ALGORITHMS

    folder = tmp_path / "和平社区"
    community = str(folder / "和平社区.gpkg")
    watch.watched = {os.path.realpath(community + end) for end in ("", "-wal", "-shm", "-journal")}
    picture = tmp_path / "picture.png"
    Image.new("RGB", (4, 4)).save(picture)
    picture.with_suffix(".pgw").write_text("1\n0\n0\n-1\n612360\n3449160\n")
    steps = {
        "createcommunity": {
            "NAME": "和平社区", "CRS": "EPSG:4549", "FOLDER": str(folder),
            "COMPOUNDS": str(sample / "compounds.geojson"), "ENTRANCES": str(sample / "entrances.geojson"),
        },
        "importsurvey": {"INPUT": str(sample / "survey.dxf"), "CRS": "EPSG:4549"},
        "setlayers": {"LAYERS": "JZD=frame"},
        "addbackground": {"INPUT": str(picture)},
        "setsite": {
            "COMPOUNDS": str(sample / "compounds.geojson"), "ENTRANCES": str(sample / "entrances.geojson"),
        },
        "markplaces": {},
        "numberplaces": {"PUBLISH": True},
        "importcomments": {"INPUT": str(sample / "comments.xlsx"), "AS": "comments", "DATUM": "gcj02"},
        "exportcomments": {"AS": "comments", "OUTPUT": str(tmp_path / "comments.xlsx")},
        "drawlayout": {"OUTPUT": str(tmp_path / "sheet.pdf")},
        "drawindex": {"OUTPUT": str(tmp_path / "index.pdf")},
        "drawcards": {"OUTPUT": str(tmp_path / "cards.pdf")},
        "drawseries": {"FOLDER": str(folder), "OUTPUT": str(tmp_path / "sheets")},
        "exportpackage": {"COMMENTS": "published", "OUTPUT": str(tmp_path / "package.zip")},
        "checkcommunity": {},
        "restorebackup": {},
    }  # fmt: skip
    assert set(steps) == set(ALGORITHMS) - {"numberfeatures"}
    for algorithm, parameters in steps.items():
        if algorithm not in ("createcommunity", "drawseries"):
            parameters["COMMUNITY"] = community
        run(algorithm, **parameters)
        assert watch.caught == [], algorithm
    assert Path(community).exists()


def test_numbering_a_layer_of_an_open_community_goes_through_qgis(watch, run, community, tmp_path):
    import geopandas as gpd
    from commonplan.workspace.file import writing

    with writing(community) as file:
        file.insert("place", gpd.GeoDataFrame({"id": ["p"]}, geometry=gpd.points_from_xy([0], [0]), crs=4549))
    watch.watched = {os.path.realpath(community)}
    run(
        "numberfeatures",
        INPUT=f"{community}|layername=place",
        ENTRANCE="0,0",
        OUTPUT=str(tmp_path / "n.gpkg"),
    )
    assert watch.caught == []
