"""Texts of a sheet as a reader sees them: none too small, broken in the wrong place, or under another."""

import re

import pytest
from test_draw_layout import draw, text_of, words  # noqa: F401

FILLED = {
    "PROJECT": "和平社区老旧小区综合改造",
    "DRAWN_BY": "社区规划工作室",
    "COMMISSIONED_BY": "和平社区居民委员会",
    "CHECKED_BY": "王工",
    "APPROVED_BY": "李总",
    "SHEET_NUMBER": "03",
    "VERSION": "v2",
    "SURVEYED_BY": "市测绘院",
    "SCALE_SOURCE": "1:500",
    "DATE": "2026-11-27",
}


@pytest.mark.parametrize("language", ["zh", "en", "both"])
@pytest.mark.parametrize("way", ["portrait", "landscape"])
def test_a_full_title_block_is_read_as_easily_as_an_empty_one(draw, way, language):  # noqa: F811
    pdf, _ = draw(SHEET="A3", ORIENTATION=way, LANGUAGE=language, **FILLED)
    said = words(pdf)
    foot = min(w.y for w in said)
    block = [w for w in said if w.y < foot + 14]
    heads = [w.points for w in block if re.search("图号|Sheet no|审核|Checked|项目|Project", w.text)]
    assert len(heads) >= 3
    assert min(heads) > 0.9 * max(heads)
    for whole in ("2026-11-27", "王工", "李总"):
        (word,) = [w for w in block if w.text == whole]
        assert word.points > 7.5


def test_what_a_sheet_is_not_for_stands_under_a_heading_of_its_own(draw):  # noqa: F811
    pdf, _ = draw()
    assert "审图号 / 声明" in text_of(pdf)
    inside, _ = draw("inside.pdf", again=True, EDITION="internal")
    assert "声明" not in text_of(inside)
    assert "审图号" in text_of(inside)
