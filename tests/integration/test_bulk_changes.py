"""Large changes of a table leave what its triggers would have left: index, counts, stamps, and triggers."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from commonplan.workspace import file as community_file
from commonplan.workspace import geopackage as gp
from commonplan.workspace.file import reading, writing
from osgeo import gdal

TABLE = "survey_point"


@pytest.fixture(autouse=True)
def _small_is_large(monkeypatch):
    monkeypatch.setattr(community_file, "_ROWS_AT_ONCE", 100)


@pytest.fixture
def filled(community):
    with writing(community) as file:
        file.insert(TABLE, points(range(150)))
    run(community, "UPDATE community SET updated_at = '2020-01-01T00:00:00Z'")
    return community


def points(numbers):
    numbers = list(numbers)
    shapes = shapely.points(np.array([(n % 40, n // 40) for n in numbers], float).reshape(-1, 2))
    frame = gpd.GeoDataFrame({"id": [f"p{n}" for n in numbers], "layer": "GCD"}, geometry=shapes)
    frame.loc[frame.index % 50 == 49, "geometry"] = None
    return frame


def run(path, *statements):
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    for statement in statements:
        gp.run(dataset, statement)


def check(path, numbers):
    """Check that a table holds these rows, and everything about it what they call for."""
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    with reading(path) as file:
        rows = file.table(TABLE)
    assert sorted(rows["id"]) == sorted(f"p{n}" for n in numbers)
    assert gp.value(dataset, f"SELECT rtreecheck('rtree_{TABLE}_geom')") == "ok"
    indexed = gp.rows(dataset, f"SELECT id, minx, maxy FROM rtree_{TABLE}_geom ORDER BY id")
    there = f"SELECT fid + 0, ST_MinX(geom), ST_MaxY(geom) FROM {TABLE} WHERE geom IS NOT NULL ORDER BY fid"
    assert indexed == gp.rows(dataset, there)
    counted = f"SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = '{TABLE}'"
    assert gp.value(dataset, counted) == len(rows)


def triggers(path):
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    return sorted(gp.rows(dataset, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))


def changed_at(path):
    with reading(path) as file:
        return file.community()["updated_at"]


@pytest.mark.parametrize(
    ("gone", "new"),
    [(range(150), ()), (range(0, 150, 3), range(150, 260)), (range(101), ()), ((), range(150, 300)),
     (range(150), range(300)), ((3, 4), range(150, 270))],
    ids=["all gone", "some renewed", "many gone", "many more", "all renewed", "two gone of many"],
)  # fmt: skip
def test_rows_that_come_and_go_by_the_hundred(filled, gone, new):
    before = triggers(filled)
    with writing(filled) as file:
        file.delete(TABLE, [f"p{n}" for n in gone])
        file.insert(TABLE, points(new))
    assert file._bulk._packed == [TABLE]
    check(filled, {*range(150)} - {*gone} | {*new})
    assert triggers(filled) == before
    assert (changed_at(filled) > "2020-01-01T00:00:00Z") == bool(gone)


def test_an_index_is_left_to_triggers_where_little_changes(filled, monkeypatch):
    with writing(filled) as file:
        file.insert(TABLE, points(range(150, 1000)))
    with writing(filled) as file:
        file.delete(TABLE, [f"p{n}" for n in range(110)])
    assert (file._bulk._large, file._bulk._packed) == ([TABLE], [])
    check(filled, range(110, 1000))


def test_an_index_is_left_to_triggers_where_rows_move(filled):
    with writing(filled) as file:
        file.update(TABLE, points(range(5)).set_geometry(shapely.points(np.full((5, 2), 900.0))))
        file.insert(TABLE, points(range(150, 300)))
    assert file._bulk._packed == []
    check(filled, range(300))


def test_an_index_that_lacks_rows_is_not_carried_on(filled):
    run(filled, f"DELETE FROM rtree_{TABLE}_geom WHERE id = 7")
    with writing(filled) as file:
        file.insert(TABLE, points(range(150, 300)))
    assert file._bulk._packed == []
    with reading(filled) as file:
        assert len(file.table(TABLE)) == 300


def test_removals_from_a_table_with_history_are_all_recorded(community):
    with writing(community) as file:
        file.insert("place", points(range(150)).drop(columns="layer"))
    with writing(community) as file:
        file.delete("place", [f"p{n}" for n in range(120)])
    with reading(community) as file:
        history = file.table("history")
    removed = history[history["field"] == "deleted"]
    assert sorted(removed["row_id"]) == sorted(f"p{n}" for n in range(120))
