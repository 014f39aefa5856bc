"""Ladder of scales, lines and columns of the index, and which sheet, way round and scale they give."""

from dataclasses import replace

import pytest
from commonplan.output.sheet.bands import form
from commonplan.output.sheet.composition import Subject, choose, compose, map_room, most_places
from commonplan.output.sheet.index import Entry, Group, Line, flow, set_index, wrap, wrap_evenly
from commonplan.output.sheet.panels import lone_lines_of
from commonplan.output.sheet.paper import LADDER, LETTERING, SHEETS, ladder_scale, page_size
from commonplan.output.sheet.parts.part import Part
from commonplan.output.sheet.parts.placing import place_parts
from hypothesis import given
from hypothesis import strategies as st

MM_PER_POINT = 25.4 / 72


def measure(text, points, bold=False):
    """Return the width of a text in a typeface whose Chinese is square and whose Latin half of it."""
    return sum(0.55 if ord(c) < 0x2E80 else 1.0 for c in text) * points * MM_PER_POINT


def groups(count, name="夕阳红活动场"):
    kinds = ("space", "facility", "unit")
    return tuple(
        Group(kind, kind, tuple(Entry(str(n + 1), name, "老年活动场") for n in range(i, count, 3)))
        for i, kind in enumerate(kinds)
        if count > i
    )


def subject(width, height, count=30):
    return Subject({0.0: (width, height)}, groups(count), ("公共区域", "公共设施", "小区边界"))


@pytest.mark.parametrize(
    ("least", "scale"),
    [(1, 200), (200, 200), (200.1, 300), (760, 1000), (1999, 2000), (2001, 2500), (9999, 10000),
     (10001, 15000), (21000, 25000), (60000, 100000), (110000, 150000)],
)  # fmt: skip
def test_the_ladder_goes_on(least, scale):
    assert ladder_scale(least) == scale


def test_sizes_of_sheets():
    assert page_size("A3", "landscape") == (420, 297)
    assert page_size("A0", "portrait") == (841, 1189)


def test_lettering_is_as_large_as_people_need():
    assert LETTERING["A3"].index >= 12
    for sheet in ("A1", "A0"):
        letters = LETTERING[sheet]
        assert letters.index * MM_PER_POINT >= 8
        assert letters.title * MM_PER_POINT >= 25
        assert letters.marker >= 8


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("way", ["portrait", "landscape"])
def test_bands_stand_inside_the_frame_and_off_one_another(sheet, way):
    page = form(sheet, way)
    assert page.frame.x == 25
    width, height = page_size(sheet, way)
    assert page.frame.x + page.frame.width == width - 10
    assert page.title.y + page.title.height <= page.body.y
    assert page.body.y + page.body.height <= page.block.y
    assert page.block.y + page.block.height <= height - 10


@pytest.mark.parametrize("stop", [",", "\uff0c", "。", "\uff09"])
def test_chinese_breaks_anywhere_but_not_before_a_stop(stop):
    text = f"居委会{stop}卫生服务站"
    lines = wrap(text, 4, len)
    assert "".join(lines) == text
    assert not any(line.startswith(stop) for line in lines)
    assert max(map(len, lines)) <= 4


@pytest.mark.parametrize("bracket", ["（", "(", "《", "“"])
def test_no_line_ends_with_a_bracket_that_opens(bracket):
    text = f"社区食堂{bracket}二期工程"
    lines = wrap(text, 5, len)
    assert "".join(lines) == text
    assert lines[1].startswith(bracket)


@pytest.mark.parametrize(
    ("name", "halves"),
    [
        ("文化活动站(含图书室、棋牌室)", ["文化活动站", "(含图书室、棋牌室)"]),
        ("警务室、居委会、社工工作站", ["警务室、居委会、", "社工工作站"]),
        ("和平社区老旧小区综合改造", ["和平社区老旧", "小区综合改造"]),
        ("现有绿地1188㎡应有4000㎡", ["现有绿地1188㎡", "应有4000㎡"]),
    ],
)
def test_a_name_is_broken_at_its_seam_or_in_its_middle(name, halves):
    assert wrap_evenly(name, 11, len) == halves


def test_two_languages_are_broken_between_them():
    assert wrap_evenly("扫码查看 Scan for the page", 18, len) == ["扫码查看", "Scan for the page"]
    assert wrap_evenly("扫码查看 Scan for the page", 16, len) == ["扫码查看 Scan", "for the page"]


def test_a_number_is_not_torn_from_what_it_counts():
    lines = wrap("2026年11月30日至2026年12月8日，共7个工作日", 14, len)
    assert lines == ["2026年11月30日至", "2026年12月8日，共7个", "工作日"]


def test_no_single_character_is_left_for_the_last_line():
    text = "公示期内如有意见或异议，请以书面或电话方式反映，并说明理由。"
    assert len(wrap(text, 14, len)[-1]) == 2
    lines = wrap_evenly(text, 14, len)
    assert (len(lines), "".join(lines)) == (3, text)
    assert len(lines[-1]) > 3


@given(st.text("居委会(、) aB1", max_size=14), st.integers(1, 20))
def test_a_broken_name_loses_nothing_but_blanks(name, width):
    lines = wrap_evenly(name, width, len)
    assert "".join("".join(lines).split()) == "".join(name.split())
    assert len(lines) == len(wrap(name, width, len))


def test_a_number_with_a_prefix_is_not_broken():
    lines = wrap("北-128–150, 北-158–160, 北-163", 14, len)
    assert lines == ["北-128–150,", "北-158–160,", "北-163"]


def test_latin_breaks_between_words():
    assert wrap("Residents' deliberation hall", 14, len) == ["Residents'", "deliberation", "hall"]


def test_a_word_longer_than_the_line_is_broken():
    assert wrap("abcdefgh", 3, len) == ["abc", "def", "gh"]


@pytest.mark.parametrize("text", ["", " ", "居"])
def test_short_texts_are_one_line(text):
    assert len(wrap(text, 10, len)) == 1


def class_of(count):
    """Return a heading and lines of a class, each 1 mm high."""
    heading = Line("space", ("", "公共区域", ""), 1.0, heading=True)
    return [heading, *[Line("space", (str(i), "绿地", ""), 1.0) for i in range(count)]]


@pytest.mark.parametrize(("others", "lengths"), [(2, [5, 6]), (3, [6, 6])])
def test_the_last_line_of_a_class_goes_on_alone_only_where_it_must(others, lengths):
    """Seven lines with the heading, in columns of six: the second has room for one more, or none."""
    columns, rest = flow([*class_of(6), *class_of(others)], [6.0, 6.0], "（续）")
    assert rest == 0
    assert [len(column) for column in columns] == lengths


@pytest.mark.parametrize("count", range(24, 60, 3))
def test_a_strip_has_room_for_two_lines_of_a_class_that_goes_on(count):
    page = form("A3", "portrait")
    given = subject(200, 200, count), measure, "（续）"
    strips = [found for found in compose(page, *given) if found.map.width == page.body.width]
    assert len(strips) > 1
    assert all(lone_lines_of(strip.columns) == 0 for strip in strips if not strip.pages)


def test_every_place_stands_once_in_the_columns():
    lines, _ = set_index(groups(50), 60, measure, 12, 9.5)
    columns, rest = flow(lines, [100.0] * 10, "（续）")
    assert rest == 0
    numbers = [line.cells[0] for column in columns for line in column if not line.heading]
    assert sorted(map(int, numbers)) == list(range(1, 51))
    for column in columns:
        assert sum(line.height for line in column) <= 100
        assert column[0].heading
        assert not column[-1].heading


def test_a_class_that_goes_on_says_so():
    lines, _ = set_index(groups(60), 60, measure, 12, 9.5)
    columns, _ = flow(lines, [60.0] * 20, "（续）")
    assert any(column[0].cells[1].endswith("（续）") for column in columns[1:])


def test_what_finds_no_room_is_counted():
    lines, _ = set_index(groups(50), 60, measure, 12, 9.5)
    columns, rest = flow(lines, [50.0], "（续）")
    placed = sum(not line.heading for line in columns[0])
    assert placed + sum(not line.heading for line in lines[len(lines) - rest :]) == 50


def test_names_never_shrink_but_wrap():
    long = groups(3, "和平社区党群服务中心及居民议事厅与图书阅览室")
    lines, parts = set_index(long, 58, measure, 12, 9.5)
    for line in lines:
        for part in line.cells[1].split("\n"):
            assert line.heading or measure(part, 12) <= parts.texts


def test_a_kind_is_never_broken_where_it_has_room():
    entries = (Entry("1", "停车场", "机动车停车"), Entry("2", "文化活动室", "文化活动站"), Entry("3", "公厕"))
    lines, parts = set_index((Group("facility", "公共设施", entries),), 44, measure, 12, 9.5)
    short, long, bare = (line.cells[1:] for line in lines[1:])
    assert short == ("停车场", "机动车停车")
    assert long == ("文化活动室\n", "\n文化活动站")  # below the name, over the whole width
    assert bare == ("公厕", "")
    assert all(measure(part, 9.5) <= parts.texts for _, kind in (short, long) for part in kind.split("\n"))


def test_a_kind_is_a_little_smaller_rather_than_below_the_name():
    entries = (Entry("1", "理发店", "理发洗衣维修"),)
    usual, small = (
        set_index((Group("facility", "公共设施", entries),), width, measure, 12, 9.5)[0][1]
        for width in (60, 42)
    )
    assert usual.smaller == 1
    assert 0.8 <= small.smaller < 1
    assert usual.height == small.height


def test_five_hectares_stand_on_a3_at_1_to_1000_or_1500():
    page, (composition,) = choose("A3", "auto", [subject(224, 224, 20)], measure, "（续）")
    assert page.sheet == "A3"
    assert composition.scale in (1000, 1500)
    assert not composition.pages


def test_auto_takes_a_larger_sheet_for_a_larger_site():
    small, _ = choose("auto", "auto", [subject(200, 150, 10)], measure, "（续）")
    large, _ = choose("auto", "auto", [subject(700, 600, 10)], measure, "（续）")
    assert small.sheet == "A3"
    assert list(SHEETS).index(large.sheet) > list(SHEETS).index("A3")


def test_a_long_lane_has_its_index_below():
    page, (composition,) = choose("A3", "landscape", [subject(300, 40, 12)], measure, "（续）")
    assert composition.map.width == page.body.width
    assert composition.columns[0].rect.y > composition.map.y + composition.map.height


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("way", ["portrait", "landscape"])
@pytest.mark.parametrize("count", [0, 5, 50, 400])
def test_everything_fits_on_the_page(sheet, way, count):
    page, (composition,) = choose(sheet, way, [subject(300, 200, count)], measure, "（续）")
    body = page.body
    panels = [*composition.columns, *(panel for further in composition.pages for panel in further)]
    assert sum(not line.heading for panel in panels for line in panel.lines) == count
    for panel in panels:
        assert panel.rect.x >= body.x - 1e-6
        assert panel.rect.x + panel.rect.width <= body.x + body.width + 1e-6
        bottom = panel.rect.y + sum(line.height for line in panel.lines)
        assert bottom <= body.y + body.height + 1e-6
    legend = composition.legend
    assert legend.y + legend.height <= body.y + body.height + 1e-6
    for panel in composition.columns:
        bottom = panel.rect.y + sum(line.height for line in panel.lines)
        beside = panel.rect.x >= legend.x + legend.width or panel.rect.x + panel.rect.width <= legend.x
        assert beside or bottom <= legend.y
    room = map_room(page.letters, composition.map)
    assert 300 * 1000 / composition.scale <= room.width + 1e-6
    assert 200 * 1000 / composition.scale <= room.height + 1e-6
    assert composition.scale in LADDER


@pytest.mark.parametrize("sheet", ["A4", "A3"])
@pytest.mark.parametrize("way", ["portrait", "landscape"])
def test_no_index_beside_a_map_is_longer_than_a_page_could_be(sheet, way):
    most = most_places(form(sheet, way))

    def on_one_page(count):
        given = replace(subject(300, 200), groups=groups(count, "店"))
        return any(not found.pages for found in compose(form(sheet, way), given, measure, "（续）"))

    longest = next(count for count in range(most + 1, 0, -1) if on_one_page(count))
    assert 0.3 * most < longest <= most


def test_140_names_on_a3_go_on_to_a_second_page():
    _, (composition,) = choose("A3", "landscape", [subject(224, 224, 140)], measure, "（续）")
    assert len(composition.pages) == 1


def test_a_legend_follows_the_index_or_the_note_that_there_is_none():
    for count in (0, 3, 12):
        page, (composition,) = choose("A3", "landscape", [subject(150, 150, count)], measure, "（续）")
        below = [panel.rect.y + sum(line.height for line in panel.lines) for panel in composition.columns]
        top = max(below, default=composition.heading.y + 2 * composition.heading.height)
        assert top < composition.legend.y <= top + 2.1 * page.gap


def beside(height, widths=(60.0, 150.0)):
    """Return a part that belongs beside the map."""
    return Part(
        "notice", "公示", widths, lambda width, _: height * 100 / width, lambda *_: None, with_map=True
    )


@pytest.mark.parametrize("way", ["landscape", "portrait"])
@pytest.mark.parametrize("count", [0, 10, 60])
def test_room_is_left_for_a_part_beside_the_map(way, count):
    page = form("A3", way)
    wish = replace(subject(200, 150, count), beside=beside(80.0))
    _, (composition,) = choose("A3", way, [wish], measure, "续")
    placed = place_parts(page, composition, [wish.beside], lambda *_: None)
    assert [stand.page for stand in placed.parts] == [0]


def test_a_part_for_which_no_page_has_room_changes_nothing():
    plain = subject(200, 150)
    wishes = [plain, replace(plain, beside=beside(500.0))]
    one, other = (choose("A3", "landscape", [wish], measure, "续")[1] for wish in wishes)
    assert one == other


def test_among_equals_the_index_on_a_further_page_is_the_shortest():
    wish = replace(subject(140, 140, 100), beside=beside(80.0))
    _, (composition,) = choose("A3", "landscape", [wish], measure, "续")
    assert len(composition.columns) == 2


@pytest.mark.parametrize("name", ["社区文化活动站含图书室和棋牌室", "公厕"])
def test_columns_get_narrow_where_that_allows_a_larger_scale(name):
    legend = ("公共区域", "公共设施", "小区边界")
    broad = Subject({0.0: (490.0, 310.0)}, groups(50, name), legend)
    _, (composition,) = choose("A4", "landscape", [broad], measure, "（续）")
    assert composition.scale == 3000


def test_columns_are_wide_where_the_scale_stays_the_same():
    tall = Subject({0.0: (200.0, 300.0)}, groups(12, "社区文化活动站含图书室和棋牌室"), ())
    _, (composition,) = choose("A3", "landscape", [tall], measure, "（续）")
    assert composition.columns[0].rect.width > 90


def test_a_square_ground_has_its_index_beside_it_rather_than_below():
    square = Subject({0.0: (307.0, 268.0)}, groups(70, "社区食堂"), ("公共区域", "公共设施", "小区边界"))
    _, (composition,) = choose("A3", "landscape", [square], measure, "（续）")
    assert (composition.scale, composition.page_count) == (2000, 1)


def test_among_strips_the_one_that_tears_the_fewest_classes_is_taken():
    flat = Subject({0.0: (302.0, 61.0)}, groups(18, "社区食堂"), ("公共区域", "公共设施", "小区边界"))
    _, (composition,) = choose("A3", "landscape", [flat], measure, "（续）")
    lines = [line for column in composition.columns for line in column.lines]
    assert composition.scale == 1000
    assert sum(line.heading for line in lines) == 3
