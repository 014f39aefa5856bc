"""Numbers previewed, ordered by hand, applied and undone in a real QGIS window, by mouse and keys."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))
from test_window import look, pytestmark  # noqa: E402, F401

X, Y = 500_000.0, 3_450_000.0
PLACES = [
    ("广场", "square", "space", -80, 100), ("公厕", "toilet", "facility", 5, 190),
    ("卫生站", "clinic", "unit", 80, 100), ("便利店", "shop", "facility", 60, 20),
]  # fmt: skip


def make_court(folder):
    import geopandas as gpd
    import shapely
    from commonplan.community.coordinates import parse_crs
    from commonplan.workspace.community import create_community
    from commonplan.workspace.file import writing

    path = create_community(folder, "和平社区", parse_crs("EPSG:4549").to_wkt())
    names, kinds, classes, x, y = zip(*PLACES)
    with writing(path) as file:
        court = shapely.box(X - 100, Y, X + 100, Y + 200)
        file.insert("compound", gpd.GeoDataFrame({"id": ["c"], "name": ["北里"]}, geometry=[court]))
        gate = {"id": ["e"], "is_main": [True], "compound_id": ["c"], "kind": ["pedestrian"]}
        file.insert("entrance", gpd.GeoDataFrame(gate, geometry=[shapely.Point(X, Y)]))
        spots = shapely.points([(X + a, Y + b) for a, b in zip(x, y)])
        rows = {"name": names, "kind": kinds, "class": classes, "status": "existing", "access": "inside"}
        file.insert("place", gpd.GeoDataFrame(rows, geometry=spots))
    return path


@pytest.fixture(scope="module", params=[("en", "Night Mapping"), ("zh-Hans", "default")], ids=["en", "zh"])
def seen(request, qgis_app, tmp_path_factory):
    """What the scenario saw, in English on dark and in Chinese on light."""
    locale, theme = request.param
    folder = tmp_path_factory.mktemp("numbering")
    community = make_court(folder / "community")
    return {**look(folder, "numbering_scenario.py", locale, theme=theme), "community": community}


CLOCKWISE = {"广场": "1", "公厕": "2", "卫生站": "3", "便利店": "4"}


def new(rows):
    return {name: number for _, number, name, _ in rows if number}


def test_the_preview_shows_numbers_and_writes_none(seen):
    assert new(seen["first"]) == new(seen["boundary"]) == CLOCKWISE
    assert {row[3] for row in seen["first"]} == {"new"}
    assert seen["reason"].count("515") == 2
    assert seen["written_by_preview"] == {}


def test_apply_is_one_step_to_undo(seen):
    assert seen["applied"] == seen["redone"] == CLOCKWISE
    assert seen["undone"] == {}
    assert {row[3] for row in seen["after_apply"]} == {"same"}


def test_places_clicked_in_turn_are_the_first(seen):
    wanted = {"卫生站": "1", "广场": "2", "公厕": "3", "便利店": "4"}
    assert new(seen["by_hand"]) == seen["by_hand_applied"] == wanted
    assert seen["kept"] != seen["reason"]
    assert [row[3] for row in seen["by_hand"]] == ["changed", "changed", "changed", "same"]


def test_a_row_is_dragged_to_the_front(seen):
    if "dragged" not in seen:
        pytest.skip("no xdotool")
    assert new(seen["dragged"]) == {"便利店": "1", "卫生站": "2", "广场": "3", "公厕": "4"}


def test_a_line_drawn_on_the_map_is_walked(seen):
    assert list(new(seen["loop"])) == ["便利店", "卫生站", "公厕", "广场"]


def test_a_closed_road_picked_on_the_map_is_walked_clockwise(seen):
    assert list(new(seen["picked"])) == ["广场", "公厕", "卫生站", "便利店"]


def test_a_place_clicked_in_turn_can_be_taken_back(seen):
    assert list(new(seen["two_clicked"]))[:2] == ["便利店", "卫生站"]
    # What is not clicked keeps the order it had before.
    assert list(new(seen["one_back"])) == ["便利店", "广场", "公厕", "卫生站"]


def test_renumbering_what_is_published_asks_first_keeps_a_copy_and_writes_the_table(seen):
    assert "3" in seen["question"]
    assert seen["refused"] == CLOCKWISE
    assert seen["renumbered"] == new(seen["renumber"]) == {
        "卫生站": "1", "广场": "2", "公厕": "3", "便利店": "4",
    }  # fmt: skip
    folder = seen["community"].parent
    assert list(folder.glob("*-concordance-*.xlsx"))
    assert list((folder / "backups").glob("*.gpkg"))


def test_an_old_number_finds_the_place(seen):
    assert len(seen["hits"]) == 2
    assert "公厕" in seen["hits"][0]
    assert all(word in seen["hits"][1] for word in ("3", "1 卫生站"))
    assert seen["selected"] == ["公厕"]


def test_any_layer_is_numbered_in_place_from_a_clicked_entrance(seen):
    assert seen["layer"] == {"b": 1, "c": 2, "a": 3}
    assert seen["layer_undone"] == ["name"]


def test_what_was_saved_is_in_the_file(seen):
    import json

    from commonplan.workspace.file import reading

    with reading(seen["community"]) as file:
        places, runs, aliases = file.table("place"), file.table("numbering"), file.table("number_alias")
    assert dict(zip(places["name"], places["number"])) == seen["renumbered"]
    assert places["locked"].all()
    assert runs["published_at"].iloc[-1]
    stored = json.loads(runs["parameters"].iloc[-1])["compounds"]["c"]
    assert stored["method"] == "manual"
    assert len(stored["order"]) == 4
    assert set(aliases["old_number"]) == {"1", "2", "3"}
