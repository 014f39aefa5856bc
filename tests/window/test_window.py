"""The plugin in a real QGIS window on a virtual screen, worked by mouse and keys."""

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "build" / "screenshots"
SAMPLE = ROOT / "resources" / "sample"

pytestmark = pytest.mark.skipif(
    shutil.which("Xvfb") is None or shutil.which("qgis") is None, reason="needs Xvfb and qgis (make setup)"
)


def load_tool():
    spec = importlib.util.spec_from_file_location("window", ROOT / "tools" / "window.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


window = load_tool()


def make_community(folder):
    import geopandas as gpd
    import shapely
    from commonplan.community.coordinates import parse_crs
    from commonplan.workspace.community import create_community
    from commonplan.workspace.file import writing

    path = create_community(folder, "和平社区", parse_crs("EPSG:4549").to_wkt())
    areas = [shapely.box(0, 0, 100, 80), shapely.box(25, 25, 40, 40), shapely.box(60, 20, 90, 34)]
    with writing(path) as file:
        layers = ["JMD", "DLDW", "JMD"]
        file.insert("survey_area", gpd.GeoDataFrame({"layer": layers}, geometry=areas))
    return path


def look(folder, scenario, locale="en", packages=(), **options):
    """Run a scenario in a QGIS of its own; return what it saw."""
    script = Path(__file__).with_name(scenario)
    said = window.run(script, folder, locale=locale, packages=[*packages, str(script.parent)], **options)
    result = folder / "seen.json"
    assert result.exists(), said[-3000:]
    PICTURES.mkdir(parents=True, exist_ok=True)
    for picture in folder.glob("*.png"):
        shutil.copy(picture, PICTURES / f"{locale}_{picture.name}")
    seen = json.loads(result.read_text(encoding="utf-8"))
    assert "failed" not in seen, seen["failed"]
    return seen


@pytest.fixture(scope="module", params=["en", "zh-Hans"])
def seen(request, qgis_app, tmp_path_factory):
    """What the scenario saw, in each language."""
    folder = tmp_path_factory.mktemp("window")
    community = make_community(folder / "community")
    return {**look(folder, "scenario.py", request.param), "locale": request.param, "community": community}


def test_the_dark_ground_is_switched_in_the_menu(seen):
    assert seen["grounds"] == [["#1e2327", True], ["#ffffff", False]]


def test_unloading_leaves_nothing_behind(seen):
    loaded = seen["loaded"]
    assert loaded["docks"] == loaded["providers"] == 1
    assert loaded["actions"] >= 1
    gone = {name: n for name, n in seen["unloaded"].items() if name != "listeners"}
    assert not any(gone.values()), gone
    assert seen["unloaded"]["listeners"] == loaded["listeners"] - 1
    assert seen["loaded_again"] == loaded


def test_the_community_opens_from_the_panel(seen):
    assert Path(seen["opened"]) == seen["community"]
    assert seen["title"] == "和平社区"


def test_what_came_in_after_the_project_was_made_is_in_view(seen):
    assert seen["in_view"]


def test_boundary_and_entrances_are_drawn_with_the_mouse(seen):
    assert seen["compounds"] == 1
    mains = [entrance for entrance in seen["entrances"] if entrance[0]]
    assert len(seen["entrances"]) == 3
    assert len(mains) == 1
    assert abs(mains[0][1] - 20) <= 2
    assert mains[0][2] == pytest.approx(0, abs=1.5)


def test_undo_takes_place_and_footprint_back_together(seen):
    assert seen["marked"] == [1, 1]
    for active in ("place", "footprint"):
        assert seen[f"undone_from_{active}"] == [0, 0]
        assert seen[f"redone_from_{active}"] == [1, 1]


def test_what_was_saved_is_in_the_file(seen):
    from commonplan.workspace.file import reading

    with reading(seen["community"]) as file:
        assert list(file.table("community")["street"]) == ["和平街道"], "typed into the profile"
        assert file.table("place")[["class", "kind", "name"]].to_numpy().tolist() == [
            ["space", "pavilion", "六角亭"]
        ]
        place = file.table("place").iloc[0]
        footprint = file.table("footprint").iloc[0]
        assert footprint["place_id"] == place["id"]
        assert footprint["geometry"].area == pytest.approx(225)
        assert footprint["geometry"].contains(place["geometry"])
        assert len(file.table("compound")) == 1


def test_a_form_that_is_cancelled_leaves_no_layer_in_editing(seen):
    assert not seen["edited_after_cancelling"]
    assert seen["edited_after_filling_in"]


def test_the_panel_counts(seen):
    shown = seen["rows"]
    assert "3" in shown["survey"]
    assert "1" in shown["site"]
    if seen["locale"] == "zh-Hans":
        assert any("一" <= letter <= "鿿" for letter in shown["survey"])


def test_without_a_package_it_loads_and_says_what_to_install(tmp_path):
    without = tmp_path / "without"
    without.mkdir()
    (without / "sitecustomize.py").write_text("import sys\nsys.modules['geopandas'] = None\n")
    seen = look(tmp_path, "without_package.py", packages=[str(without)])
    assert seen["loaded"]
    assert seen["panel"]
    assert seen["algorithms"] > 0
    assert "geopandas" in seen["message"]
    assert seen["command"] in seen["message"]


def make_sample(folder):
    """A community with the sample's survey, its site and its places."""
    import processing

    given = {"NAME": "和平社区", "CRS": "EPSG:4549", "FOLDER": str(folder)}
    community = processing.run("commonplan:createcommunity", given)["COMMUNITY"]
    survey = {"COMMUNITY": community, "INPUT": str(SAMPLE / "survey.dxf"), "CRS": "EPSG:4549"}
    processing.run("commonplan:importsurvey", survey)
    for algorithm in ("setsite", "markplaces"):
        processing.run(f"commonplan:{algorithm}", {"COMMUNITY": community})
    return Path(community)


@pytest.fixture(scope="module")
def marked(provider, tmp_path_factory):
    """What the scenario of marking saw."""
    if not (SAMPLE / "survey.dxf").exists():
        pytest.skip("no sample: make setup writes it")
    folder = tmp_path_factory.mktemp("marking")
    community = make_sample(folder / "community")
    return {**look(folder, "marking.py", "zh-Hans"), "community": community}


def test_places_are_marked_with_the_mouse(marked):
    assert marked["page"]
    assert marked["clicked"] == [1, True]
    assert marked["name_taken"] == ""
    assert (marked["key_1"], marked["key_2"]) == ("notice_board", "pavilion")
    assert marked["boxed"][0]
    assert marked["boxed"][1] > 0


def test_a_step_is_taken_back_whichever_layer_is_active(marked):
    assert marked["one_undone"] == 1
    assert marked["undone_by_key"] == 0
    assert marked["box_undone_at_once"] == [True, True]


def test_places_are_moved_grouped_split_and_unmarked(marked):
    assert marked["three"] == 3
    assert marked["moved"] == pytest.approx([0, 6], abs=0.2)
    assert marked["grouped"][0] == 1
    assert marked["grouped"][1].endswith(f"×{marked['selected']}")
    assert marked["split"] == 3
    assert marked["unmarked"] == 0
    assert marked["left"] == 1
    assert marked["tool_down"]


@pytest.mark.parametrize("gesture", ["move", "kind", "merge", "split", "unmark"])
def test_each_gesture_by_mouse_and_key_is_one_step_over_all_layers(marked, gesture):
    assert marked[f"undone_{gesture}"] == [True, True]


def test_an_anchor_dropped_on_a_neighbour_stays_on_its_ground_and_off_it(marked):
    assert marked["anchor"] == [True, True]


def test_a_gate_of_the_survey_becomes_the_main_entrance(marked):
    assert marked["gate"] == [1, True]


def test_a_boundary_is_picked_from_walls_or_an_outline_with_the_mouse(marked):
    assert len(marked["walls_picked"]) == 1
    assert marked["walls_picked"][0] > 0.95
    assert marked["picking_undone"] == 0
    assert marked["outline_picked"] == [1.0]
    count, told = marked["nothing_picked"]
    assert count == 0
    assert "没有闭合" in told


def test_compounds_are_prefixed_in_the_panel(marked):
    assert marked["compounds"] == ["北里", "南里"]
    assert marked["prefix"] == ["南", "甲"]


def test_what_is_missing_is_listed_with_its_source(marked):
    assert marked["gaps"]
    assert all("GB 50180-2018" in text or "2020" in text for text in marked["gaps"])
    assert marked["gaps_left"] == 1


def test_guesses_are_walked_through_with_keys(marked):
    assert "214300" in marked["evidence"]
    assert marked["waiting"] - 1 == marked["after_reject"] == marked["after_accept"] + 1
    assert marked["rejected"] == [True]
    assert marked["accepted"] == "person"
    assert marked["changed"] == ["ball_court", "person"]
    assert marked["undone"] == "rule"
    assert marked["saved"]


@pytest.mark.parametrize(("locale", "theme"), [("en", "default"), ("zh-Hans", "Night Mapping")])
def test_surveys_come_in_through_the_dialog(qgis_app, tmp_path, locale, theme):
    sample = ROOT / "resources" / "sample" / "survey.dxf"
    if not sample.exists():
        pytest.skip("no sample: make setup writes it")
    make_community(tmp_path / "community")
    (tmp_path / "survey.dxf").write_bytes(sample.read_bytes())
    (tmp_path / "broken.dxf").write_bytes(sample.read_bytes()[:50_000])
    seen = look(tmp_path, "survey_scenario.py", locale, theme=theme, screen="1280x720")
    assert seen["asked"] == ["place"]
    assert all(seen["fits"])
    assert [outcome[:2] for outcome in seen["outcomes"]] == [["survey.dxf", True], ["broken.dxf", False]]
    assert "broken.dxf" in seen["outcomes"][1][2]
    assert seen["shown"] > 100
    assert seen["again"] is True
