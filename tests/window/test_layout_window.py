"""A kept sheet edited in QGIS's layout designer and drawn again from the panel, in a real QGIS window."""

import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

sys.path.append(str(Path(__file__).parent))
from test_numbering_window import make_court  # noqa: E402
from test_window import look, pytestmark  # noqa: E402, F401


@pytest.fixture(scope="module")
def seen(qgis_app, provider, tmp_path_factory):
    """What the scenario saw."""
    import processing

    folder = tmp_path_factory.mktemp("layout")
    community = make_court(folder / "community")
    processing.run("commonplan:numberplaces", {"COMMUNITY": str(community)})
    return {**look(folder, "layout_scenario.py", "zh-Hans"), "community": str(community)}


def test_the_kept_sheet_opens_in_the_designer(seen):
    assert seen["kept"]["designers"] == 1
    assert seen["kept"]["listed"] == "广场"
    assert not seen["kept"]["italic"]


def test_a_moved_legend_and_another_font_survive_with_the_designer_open(seen):
    assert seen["edited"]["legend"] != seen["kept"]["legend"]
    again = seen["drawn_again"]
    assert again["legend"] == seen["edited"]["legend"]
    assert again["italic"]
    assert again["listed"] == "广场甲"
    assert again["labels"] == seen["kept"]["labels"]
    assert again["designers"] == 1


def test_the_designer_goes_on_working_after_that(seen):
    assert seen["moved_again"]["legend"] != seen["drawn_again"]["legend"]
    assert seen["undone"]["legend"] == seen["drawn_again"]["legend"]


def test_they_survive_with_the_designer_closed_too(seen):
    for state in (seen["closed"], seen["opened_again"]):
        assert state["legend"] == seen["moved_again"]["legend"]
        assert state["italic"]
        assert state["listed"] == "广场乙"


def test_the_menu_draws_a_large_index_and_the_sheets_of_all_communities(seen):
    folder = Path(seen["community"]).parents[1]
    assert Path(seen["drawindex"]["COMMUNITY"]) == Path(seen["community"])
    assert PdfReader(folder / "index.pdf").pages
    assert Path(seen["drawseries"]["FOLDER"]) == folder
    assert {"booklet.pdf", "index.xlsx"} <= set(seen["series"])


def test_the_project_is_saved_and_closed_with_its_designer(seen):
    assert seen["saved"]
    assert seen["left"] == 0
