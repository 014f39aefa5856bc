"""Further parts of a sheet, read back from its PDF: what they say, where they stand, and for whom."""

import re

import pytest
from pypdf import PdfReader
from test_draw_layout import fill

FIGURES = {"households": 1860, "residents": 5200, "seniors": 1300}


@pytest.fixture
def draw(run, community, tmp_path):
    """Draw a small court: `draw(PARTS=["notice"])` returns the texts of its pages and the outputs."""
    from commonplan.workspace.file import writing

    fill(community, count=6)
    with writing(community) as file:
        values = ", ".join(f"{column} = {count}" for column, count in FIGURES.items())
        file.run(f"UPDATE community SET {values}")

    def draw(**parameters):
        parameters = {"SHEET": "A3", "ORIENTATION": "landscape", **parameters}
        pdf = tmp_path / "sheet.pdf"
        outputs = run("drawlayout", COMMUNITY=str(community), OUTPUT=str(pdf), **parameters)
        return [page.extract_text() for page in PdfReader(pdf).pages], outputs

    return draw


def test_figures_stand_beside_the_map_by_themselves(draw):
    (said,), outputs = draw(EDITION="internal", PLOT_RATIO="1.8")
    for text in ("指标表", "1,860", "5,200", "25.0 %", "3.00 公顷", "容积率", "1.8"):
        assert text in said
    assert outputs["PAGES"] == 1


def test_figures_of_the_community_are_public_only_when_asked_for(draw):
    (said,), _ = draw()
    assert "3.00 公顷" in said
    assert "1,860" not in said
    assert "25.0 %" not in said
    (said,), _ = draw(PARTS=["figures"])
    assert "1,860" in said


def test_a_stored_wish_counts_unless_another_is_given(draw, community):
    from commonplan.workspace.file import writing

    with writing(community) as file:
        file.set_settings({"parts": "none"})
    assert "指标表" not in draw(EDITION="internal")[0][0]
    assert "指标表" in draw(EDITION="internal", PARTS=["figures"])[0][0]


def test_no_part_is_drawn_when_none_is_wanted(draw):
    (said,), _ = draw(EDITION="internal", PARTS=["none"])
    assert "指标表" not in said


@pytest.mark.parametrize("language", ["en", "both"])
def test_figures_speak_the_language_of_the_sheet(draw, language):
    (said,), _ = draw(EDITION="internal", LANGUAGE=language)
    assert "Key figures" in said
    assert ("指标表" in said) == (language == "both")
    assert not re.search(r"\{\w+\}", said)
