"""Folders and files whose names mean something to a URI reader, from a new community to its package."""

import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
from osgeo import ogr

GATE = "612360,3449160 [EPSG:4549]"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "o!ut;put"
    folder.mkdir()
    return folder


def numbers_in(path):
    dataset = ogr.Open(str(path))
    return sorted(feature["number"] for feature in dataset.GetLayer(0))


def test_an_exclamation_mark_and_a_semicolon_go_all_the_way(run, sample, folder):
    layers = {name: str(sample / f"{name.lower()}.geojson") for name in ("COMPOUNDS", "ENTRANCES")}
    community = run("createcommunity", NAME="和平;里!", CRS="EPSG:4549", FOLDER=str(folder / "c"), **layers)[
        "COMMUNITY"
    ]
    assert Path(community).stem == "和平;里!"
    run("importsurvey", COMMUNITY=community, INPUT=str(sample / "survey.dxf"))
    run("markplaces", COMMUNITY=community)
    run("numberplaces", COMMUNITY=community)
    package = run("exportpackage", COMMUNITY=community, OUTPUT=str(folder / "pub;lic!.zip"))["OUTPUT"]
    with zipfile.ZipFile(package) as archive:
        assert {"index.html", "public.gpkg", "sheet.pdf"} <= set(archive.namelist())
    numbered = run(
        "numberfeatures",
        INPUT=f"{community}|layername=place",
        ENTRANCE=GATE,
        OUTPUT=str(folder / "num;be!red.gpkg"),
    )["OUTPUT"]
    numbers = numbers_in(numbered)
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 50


def test_columns_read_past_qgis_are_written_beside_such_names(run, folder):
    source = folder / "pla;ces!.gpkg"
    points = gpd.GeoDataFrame({"a": [1, 2]}, geometry=gpd.points_from_xy([10, 20], [10, 10]), crs=4549)
    plain = folder.parent / "plain.gpkg"
    points.to_file(plain, VERSION="1.2")
    plain.rename(source)
    target = folder / "num;be!red.gpkg"
    run("numberfeatures", INPUT=str(source), ENTRANCE="0,0", OUTPUT=str(target))
    assert numbers_in(target) == [1, 2]
