"""Kinds, rules and standards are edited in a real QGIS window, by mouse and keys."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))
from test_window import look, make_community, pytestmark  # noqa: E402, F401


@pytest.fixture(scope="module", params=[("zh-Hans", "default"), ("en", "Night Mapping")], ids=["zh", "en"])
def seen(request, qgis_app, tmp_path_factory):
    """What the scenario saw, in Chinese on light and in English on dark."""
    locale, theme = request.param
    folder = tmp_path_factory.mktemp("catalogue")
    make_community(folder / "community")
    return look(folder, "catalogue.py", locale, theme=theme)


def test_the_title_names_every_table(seen):
    words = ("类别", "规则", "标准", "节假日"), ("Kinds", "rules", "standards", "holidays")
    assert any(all(word in seen["title"] for word in names) for names in words)


def test_rows_are_found_by_any_word(seen):
    assert "shop" in seen["found"]
    assert seen["codes"] == ["code:SOUTH:214300"]


def test_nothing_is_saved_while_a_cell_is_wrong(seen):
    assert seen["save_on"]
    assert seen["refused"] == {}
    assert "菜市场" in seen["tooltip"]


def test_what_was_changed_added_and_switched_off_is_saved(seen):
    saved = seen["saved"]
    assert saved["shop"] == {"numbering": "each"}
    assert saved["toilet"] == {"applies": False}
    assert saved["tea_house"] == {"zh": "茶室", "en": "Tea house", "internal": "no", "words": "茶室|茶社"}
    assert saved["code:SOUTH:214300"] == {"kind": "pocket_park"}
    assert saved["rule:1"] == {"words": "麻将馆", "kind": "tea_house"}
    assert saved["standard:kindergarten"] == {"radius": "450"}  # the tick after it was taken back
    assert len(saved) == 6
    assert seen["clean"]


def test_what_ships_is_restored(seen):
    assert "shop" not in seen["restored"]
    assert "toilet" not in seen["restored"]
    assert len(seen["restored"]) == 4


def test_a_table_edited_in_a_spreadsheet_comes_back(seen):
    assert seen["imported"] == ["茶室|茶社|茶馆儿"]
    assert seen["after_import"] == "茶室|茶社|茶馆儿"
    assert seen["closed"]


def test_marking_uses_what_was_saved(seen):
    assert seen["picked"][0] == "tea_house"
