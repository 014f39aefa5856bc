"""What survey layers are is said in a real QGIS window."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))
from test_window import look, pytestmark  # noqa: E402, F401


def make_surveyed(folder):
    import geopandas as gpd
    import shapely
    from commonplan.community.coordinates import parse_crs
    from commonplan.workspace.community import create_community
    from commonplan.workspace.file import writing

    path = create_community(folder, "和平社区", parse_crs("EPSG:4549").to_wkt())
    areas = [shapely.box(60 * i, 0, 60 * i + 40, 14) for i in range(3)] + [shapely.box(0, 30, 160, 90)]
    lines = [shapely.LineString([(0, y), (160, y)]) for y in (-12, -6)]
    base_map = {"layer": ["JZ"] * 3 + ["ZBTZ"], "is_public": [False] * 3 + [True]}
    middles = {"layer": ["中心线"] * 2, "is_public": False}
    with writing(path) as file:
        file.insert("survey_area", gpd.GeoDataFrame(base_map, geometry=areas))
        file.insert("survey_line", gpd.GeoDataFrame(middles, geometry=lines))
    return path


@pytest.fixture(scope="module", params=[("zh-Hans", "default"), ("en", "Night Mapping")], ids=["zh", "en"])
def seen(request, qgis_app, tmp_path_factory):
    """What the scenario saw, in Chinese on light and in English on dark."""
    locale, theme = request.param
    folder = tmp_path_factory.mktemp("layers")
    make_surveyed(folder / "community")
    return {**look(folder, "layers_scenario.py", locale, theme=theme), "zh": locale != "en"}


def test_unknown_layers_come_first(seen):
    unknown, planting = ("不认识", "绿化") if seen["zh"] else ("not known", "Planting")
    assert seen["before"] == [
        ["JZ", "3", unknown, "0"], ["中心线", "2", unknown, "0"], ["ZBTZ", "1", planting, "1"],
    ]  # fmt: skip
    assert not seen["idle"]


def test_a_click_on_a_row_shows_the_layer_on_the_map_until_the_list_is_closed(seen):
    assert seen["selected"] == {"survey_area": 3, "survey_line": 0}
    assert seen["left_selected"] == 0


def test_what_was_chosen_is_kept_and_the_map_follows(seen):
    assert sorted(row[3] for row in seen["after"]) == ["1", "2", "3"]
    assert seen["kept"] == {"layer:JZ": '{"role": "building"}', "layer:中心线": '{"role": "road"}'}
    assert seen["drawn"]
    assert seen["closed"]


def test_the_list_closes_with_its_community(seen):
    assert seen["closed_with_community"]
