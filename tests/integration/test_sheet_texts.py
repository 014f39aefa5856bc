"""Texts of a sheet as a reader sees them: none too small, broken in the wrong place, or under another."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from test_draw_layout import MM, draw, text_of, words  # noqa: F401

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


def luminance(color):
    """Return the relative luminance of a colour (WCAG 2.1)."""
    parts = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.03928, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ (
        0.2126,
        0.7152,
        0.0722,
    )


def test_quiet_words_are_dark_enough_for_old_eyes(qgis_app):
    from commonplan.workspace import symbols

    for ground in ("#FFFFFF", symbols.GROUND):
        assert (luminance(ground) + 0.05) / (luminance(symbols.QUIET) + 0.05) >= 4.5


def test_letters_one_below_the_other_stand_as_close_as_room_was_kept_for_them(draw):  # noqa: F811
    pdf, _ = draw(turned=88.0, SHEET="A3", ORIENTATION="landscape", PARTS="none")
    letters = sorted((w for w in words(pdf) if w.text in "和平路"), key=lambda w: -w.y)
    assert [w.text for w in letters] == list("和平路")
    steps = -np.diff([w.y for w in letters])
    assert steps == pytest.approx(1.25 * letters[0].points * MM, rel=0.05)


@pytest.mark.parametrize("width", [18, 22, 26, 30, 40])
def test_an_address_is_broken_after_a_slash_and_never_cut_off(qgis_app, width):
    from commonplan.output.sheet.paper import LETTERING
    from commonplan.output.sheet.parts.qr import _lines
    from commonplan.workspace.fonts import text_width

    address, letters = "https://example.org/heping/plan", LETTERING["A3"]
    lines = _lines(address, width, letters)
    assert "".join(lines) == address
    assert all(text_width(line, letters.note * 0.8) < 0.97 * width for line in lines)
    if width >= 26:
        assert all(line.endswith("/") for line in lines[:-1])


def test_what_a_code_is_for_is_as_large_in_two_languages_as_in_one(draw):  # noqa: F811
    sizes = {}
    for language in ("zh", "both"):
        wish = {"PUBLIC_ADDRESS": "https://example.org", "PARTS": "qr", "LANGUAGE": language}
        pdf, _ = draw(f"{language}.pdf", again=len(sizes), SHEET="A3", **wish)
        (sizes[language],) = [word.points for word in words(pdf) if "扫码查看" in word.text]
    assert sizes["both"] == pytest.approx(sizes["zh"])


def test_names_of_columns_are_not_broken_where_others_have_room(qgis_app):
    from commonplan.output.sheet.paper import LETTERING
    from commonplan.output.sheet.parts.table import Table, _set

    names = ("", "提案", "支持人次", "进展")
    rows = (names, ("1", "把自行车棚改成老年活动角", "137", "实施中"))
    table = Table("t", "", rows, (0.08, 0.56, 0.18, 0.18), head=True)
    setting = _set(table, 62.0, LETTERING["A3"])
    assert tuple(setting.rows[0]) == names
    assert sum(setting.widths) == pytest.approx(62.0)


def test_figures_are_not_broken_nor_take_room_from_what_they_are_of(qgis_app):
    from commonplan.output.sheet.paper import LETTERING
    from commonplan.output.sheet.parts.table import Table, _set

    rows = (("60岁及以上人口占比", "22.7 %"), ("小区用地面积 Area of the compound", "12.96 公顷 ha"))
    for shares in ((0.5, 0.5), (0.8, 0.2)):
        setting = _set(Table("t", "", rows, shares, last_right=True), 58.0, LETTERING["A3"])
        assert setting.rows[0] == list(rows[0])
        assert setting.rows[1][1] == rows[1][1]


@pytest.mark.parametrize("radius", [4.0, 12.0, 60.0])
def test_the_label_of_a_circle_is_off_its_ring(qgis_app, radius):
    from commonplan.output.sheet.circles import Circle
    from commonplan.output.sheet.frame import Paper
    from commonplan.output.sheet.lettering import circle_wishes

    ring = shapely.Point(70, 70).buffer(radius, 32).exterior
    (wish,) = circle_wishes([Circle("5分钟 · 300 米", ring)], 8.0, Paper(140, 140, 1000, 0.0, 0.0))
    low, high = wish.spots - np.array(wish.size) / 2, wish.spots + np.array(wish.size) / 2
    crossed = shapely.intersects(shapely.box(*low.T, *high.T), ring)
    # A small ring has no room within.
    assert crossed.sum() == (len(crossed) / 2 if radius == 4 else 0)


def test_a_small_map_says_no_name_twice_nor_over_the_compound_it_points_out(qgis_app):
    from commonplan.output.sheet.lettering import Label, Wish
    from commonplan.output.sheet.parts.small_map import _each_once, _off, _off_first

    labels = [Label(text, 0.0, 0.0, 8.0) for text in ("永安街", "和平路", "永\n安\n街")]
    assert [label.text for label in _each_once(labels)] == ["永安街", "和平路"]
    spots = np.array([(5.0, 5.0), (10.5, 5.0), (20.0, 5.0)])
    within, off = Wish("崂山路", 8.0, (4.0, 2.0), spots[:2]), Wish("乳山路", 8.0, (4.0, 2.0), spots)
    (found,) = _off(shapely.box(0, 0, 10, 10), [within, off])
    assert (found.text, found.spots.tolist()) == ("乳山路", [[20.0, 5.0]])
    first, second = _off_first(shapely.box(0, 0, 10, 10), [within, off])
    assert first.spots.tolist() == within.spots.tolist()
    assert second.spots[0].tolist() == [20.0, 5.0]


@pytest.mark.parametrize(("language", "said"), [("zh", "主入口"), ("en", "Main entrance")])
@pytest.mark.parametrize("name", ["主入口", "Main Entrance", ""])
def test_a_main_entrance_that_is_called_so_is_said_to_be_one_once(qgis_app, language, said, name):
    from commonplan.community.catalogue import terms
    from commonplan.output.sheet.lettering import _entrance_texts

    assert _entrance_texts(name, terms(language)["main_entrance"]) == [said]
    assert _entrance_texts("正门", said)[0] == f"{said} · 正门"


def test_a_main_entrance_in_two_languages_gets_narrow_where_it_has_to(qgis_app):
    from commonplan.output.sheet.lettering import _entrance_texts

    texts = _entrance_texts("弄口", "主入口 Main entrance")
    assert texts[0] == "主入口 Main entrance · 弄口"
    assert "主入口\nMain entrance\n弄口" in texts
    assert texts[-1] == "主入口\nMain entrance"


@pytest.mark.parametrize(
    ("name", "language", "title"),
    [
        ("北里", "zh", "北里公共设施布局图"),
        ("阳光100", "both", "阳光100 公共设施布局图"),
        ("", "zh", "公共设施布局图"),
        ("北里", "en", "北里: Layout of public spaces, facilities and units"),
    ],
)
def test_a_title_keeps_a_figure_off_the_chinese_that_follows(qgis_app, name, language, title):
    from commonplan.output.sheet.block import title_of
    from commonplan.output.sheet.content import Edition

    content = SimpleNamespace(community={}, settings={})
    site = SimpleNamespace(name=name, part="", numbered=())
    assert title_of(content, site, Edition(True, language))[0] == title
