"""Sheets on a planner's own template (.qpt): its named items filled, the others left, what it lacks said."""

import json
import shutil
from pathlib import Path

import pytest
from qgis.core import (
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsReadWriteContext,
)
from test_draw_layout import add_second_compound, fill, numbers, text_of, words

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def community(court):
    return court


@pytest.fixture
def crowd(empty_community, tmp_path):
    """A community of sixty places."""
    folder = shutil.copytree(empty_community, tmp_path / "大社区")
    path = next(folder.glob("*.gpkg"))
    fill(path, 60)
    return path


class Template:
    """A template in the making, A3 landscape unless told otherwise."""

    def __init__(self, width=420, height=297):
        self._project = QgsProject()
        self.layout = QgsPrintLayout(self._project)
        self.add_page(width, height)

    def add_page(self, width=420, height=297):
        page = QgsLayoutItemPage(self.layout)
        page.setPageSize(QgsLayoutSize(width, height))
        self.layout.pageCollection().addPage(page)

    def put(self, item, name, x, y, width, height, page=0):
        item.setId(name)
        self.layout.addLayoutItem(item)
        item.attemptResize(QgsLayoutSize(width, height))
        item.attemptMove(QgsLayoutPoint(x, y), True, False, page)
        return item

    def map(self, name="map", x=20, y=40, width=240, height=200, page=0):
        return self.put(QgsLayoutItemMap(self.layout), name, x, y, width, height, page)

    def label(self, name, x, y, width=80, height=10, text="", page=0):
        label = QgsLayoutItemLabel(self.layout)
        label.setText(text)
        return self.put(label, name, x, y, width, height, page)

    def box(self, name, x, y, width, height, page=0):
        return self.put(QgsLayoutItemShape(self.layout), name, x, y, width, height, page)

    def save(self, file):
        assert self.layout.saveAsTemplate(str(file), QgsReadWriteContext())
        return file


def usual(template):
    """Put what a planner's template has at least."""
    template.map()
    template.label("title", 20, 10, 300, 14)
    template.label("index 1", 270, 40, 65, 120)
    template.label("index 2", 340, 40, 65, 120)
    template.label("legend", 270, 170, 65, 70)
    template.label("block", 20, 255, 385, 25)
    return template


class Log(QgsProcessingFeedback):
    """Keeps what is said."""

    def __init__(self):
        super().__init__(False)
        self.warnings = []

    def pushWarning(self, text):
        self.warnings.append(text)


@pytest.fixture
def draw(provider, community, tmp_path):
    """Draw on a template; return the PDF, the outputs and the warnings."""
    import processing

    def draw(template, name="sheet.pdf", **parameters):
        file = template.save(tmp_path / "own.qpt") if isinstance(template, Template) else template
        log = Log()
        given = {"COMMUNITY": str(community), "OUTPUT": str(tmp_path / name), "TEMPLATE": str(file)}
        outputs = processing.run("commonplan:drawlayout", {**given, **parameters}, feedback=log)
        return tmp_path / name, outputs, log.warnings

    return draw


def spot(pdf, text, page=0):
    """Return where a text of a page begins, in mm from the upper left of an A3."""
    (word,) = [word for word in words(pdf, page) if word.text == text]
    return word.x, 297 - word.y


def test_named_items_are_filled_where_the_template_has_them(draw):
    template = usual(Template())
    template.label("our words", 330, 10, 80, 8, "本图由街道办张贴")
    pdf, outputs, _ = draw(template)
    on_map, in_index = numbers(pdf)
    assert sorted(on_map) == sorted(in_index)
    assert len(on_map) == 12
    said = text_of(pdf)
    for text in ("北里公共设施布局图", "城市规划院", "图例", "本图由街道办张贴", "不作权属"):
        assert text in said
    assert all(20 <= word.x <= 260 and 40 <= 297 - word.y <= 240 for word in on_map.values())
    x, y = spot(pdf, "图例")
    assert 270 <= x <= 335
    assert 170 <= y <= 240
    assert outputs["SCALE"] == 1000


def test_the_scale_is_true(draw):
    pdf, outputs, _ = draw(usual(Template()))
    on_map, _ = numbers(pdf)
    # Numbers 1 and 5 lie 144 m apart, in a row (see `test_draw_layout.spots`).
    assert (on_map["5"].x - on_map["1"].x) * outputs["SCALE"] / 1000 == pytest.approx(144, abs=0.3)


def test_what_the_index_has_no_room_for_goes_on_to_further_pages(draw, crowd):
    pdf, outputs, _ = draw(usual(Template()), COMMUNITY=str(crowd))
    on_map, in_index = numbers(pdf)
    for page in range(1, int(outputs["PAGES"])):
        in_index += numbers(pdf, page)[1]
    assert outputs["PAGES"] == 2
    assert sorted(on_map) == sorted(in_index)
    assert len(on_map) >= 60


def test_a_rotated_map_and_legend_stand_upright_about_their_middle(draw):
    def spots(*rotated):
        template = usual(Template())
        for name in rotated:
            template.layout.itemById(name).setItemRotation(20)
        pdf, outputs, _ = draw(template, name=f"{len(rotated)}.pdf")
        return [(word.text, round(word.x, 1), round(word.y, 1)) for word in words(pdf)], outputs["SCALE"]

    assert spots("map", "legend") == spots()


def test_long_words_of_a_narrow_legend_stand_on_one_line(draw):
    template = usual(Template())
    template.layout.itemById("legend").attemptResize(QgsLayoutSize(48, 80))
    pdf, _, _ = draw(template, LANGUAGE="both")
    assert any(line.strip().endswith("Compound boundary") for line in text_of(pdf).splitlines())


def test_a_map_of_no_size_is_no_template(draw, tmp_path):
    file = usual(Template()).save(tmp_path / "own.qpt")
    text = Path(file).read_text(encoding="utf-8")
    Path(file).write_text(text.replace('size="240,200,mm"', 'size="wide,200,mm"'), encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="template"):
        draw(file)


def test_a_board_larger_than_the_largest_sheet_is_drawn(draw):
    template = Template(2400, 1200)
    template.map(x=40, y=140, width=1500, height=1000)
    template.label("title", 40, 20, 1500, 60)
    template.box("index 1", 1600, 140, 360, 720)
    template.box("legend", 1600, 900, 500, 240)
    pdf, outputs, _ = draw(template)
    assert outputs["SCALE"] <= 300
    assert {str(n + 1) for n in range(12)} <= set(numbers(pdf)[1])
    names = [word.points * 25.4 / 72 for word in words(pdf) if word.text == "和平里居委会"]
    assert len(names) == 3
    assert min(names) >= 8  # read standing


def test_a_map_too_full_for_its_places_is_named_and_not_divided(draw, crowd, community):
    template = usual(Template())
    assert not any("not divided" in text for text in draw(template)[2])
    small = Template()
    small.map(width=60, height=60)
    small.box("index 1", 290, 40, 100, 220)
    _, outputs, warnings = draw(small, COMMUNITY=str(crowd))
    assert len(json.loads(outputs["SHEETS"])["maps"]) == 1
    assert any("not divided: 北里" in text for text in warnings)


def test_further_pages_are_the_templates_where_it_has_one(draw, crowd):
    template = usual(Template())
    template.add_page(297, 420)
    for number, x in enumerate((30, 150), 1):
        template.label(f"2: index {number}", x, 60, 100, 60, page=1)
    template.label("2: title", 30, 20, 200, 14, page=1)
    template.label("note", 30, 400, 200, 8, "续页说明", page=1)
    pdf, outputs, _ = draw(template, COMMUNITY=str(crowd))
    on_map, in_index = numbers(pdf)
    for page in range(1, int(outputs["PAGES"])):
        assert "续页说明" in [word.text for word in words(pdf, page)]
        found = numbers(pdf, page)[1]
        assert found
        in_index += found
    assert sorted(on_map) == sorted(in_index)


def test_what_the_template_lacks_is_said(draw):
    template = Template()
    template.map()
    _, outputs, warnings = draw(template, EDITION="internal", PARTS=["figures"])
    (said,) = [text for text in warnings if "no item" in text]
    for name in ("title", "legend", "stamps", "date", "survey", "figures"):
        assert name in said
    unsaid = json.loads(outputs["SHEETS"])["unsaid"]
    assert "approval_number" not in unsaid
    _, outputs, _ = draw(template)
    assert "approval_number" in json.loads(outputs["SHEETS"])["unsaid"]


def test_without_an_index_all_of_it_stands_on_further_pages(draw):
    template = Template()
    template.map()
    pdf, outputs, _ = draw(template)
    assert outputs["PAGES"] == 2
    assert sorted(numbers(pdf)[0]) == sorted(numbers(pdf, 1)[1])


def test_what_is_too_small_is_said(draw):
    template = usual(Template())
    template.label("locator", 345, 170, 12, 10)
    _, _, warnings = draw(template)
    (said,) = [text for text in warnings if "too small" in text]
    assert "locator" in said
    template.layout.itemById("locator").attemptResize(QgsLayoutSize(60, 40))
    _, _, warnings = draw(template)
    assert not [text for text in warnings if "too small" in text]
    with pytest.raises(QgsProcessingException, match="too small for lines of the index"):
        small = Template()
        small.map()
        small.label("index 1", 270, 40, 12, 20)
        draw(small)


def test_the_templates_own_arrow_bar_and_letters_stay(draw):
    template = usual(Template())
    bar = QgsLayoutItemScaleBar(template.layout)
    bar.setStyle("Line Ticks Up")
    template.put(bar, "", 270, 240, 90, 12)
    arrow = QgsLayoutItemPicture(template.layout)
    arrow.setPicturePath("arrows/NorthArrow_02.svg")
    template.put(arrow, "north_arrow", 390, 10, 15, 20)
    scale = template.label("scale", 370, 240, 40, 10)
    letters = scale.font()
    letters.setPointSizeF(17)
    scale.setFont(letters)
    pdf, _, _ = draw(template)
    (word,) = [word for word in words(pdf) if word.text == "1:1000"]
    assert word.points == pytest.approx(17, abs=0.2)
    assert "北" not in [word.text for word in words(pdf)]


def test_long_texts_are_wrapped_and_get_smaller(draw):
    template = usual(Template())
    template.label("drawn by", 20, 285, 40, 8)
    pdf, _, _ = draw(template, DRAWN_BY="某某市城乡规划设计研究院有限责任公司社区规划所第三设计室")
    found = [w for w in words(pdf) if 285 <= 297 - w.y + 2 <= 296 and 20 <= w.x <= 60]
    assert len(found) > 1
    assert all(word.points < 9 for word in found)


def test_text_is_never_an_expression_or_html(draw):
    template = usual(Template())
    label = template.layout.itemById("title")
    label.setMode(QgsLayoutItemLabel.Mode.ModeHtml)
    pdf, _, _ = draw(template, TITLE="<b>[% 6*7 %]</b>")
    assert "<b>[% 6*7 %]</b>" in text_of(pdf)


def test_expressions_of_the_template_are_its_own(draw):
    template = usual(Template())
    template.label("motto", 330, 20, 60, 8, "[% 'A' || 'B' %]")
    assert "AB" in text_of(draw(template)[0])


def test_other_maps_and_legends_and_grids_stay_away(draw, community):
    template = usual(Template())
    grid = QgsLayoutItemMapGrid("coordinates", template.layout.itemById("map"))
    grid.setIntervalX(50)
    grid.setIntervalY(50)
    grid.setAnnotationEnabled(True)
    template.layout.itemById("map").grids().addGrid(grid)
    template.map("overview", 345, 170, 40, 40)
    template.put(QgsLayoutItemLegend(template.layout), "layers", 345, 215, 40, 30)
    pdf, _, warnings = draw(template, LAYOUT="公开")
    (said,) = [text for text in warnings if "left out" in text]
    for name in ("overview", "layers", "coordinates"):
        assert name in said
    assert "612" not in text_of(pdf)
    internal, _, _ = draw(template, "internal.pdf", EDITION="internal")
    assert "612" in text_of(internal)


def test_every_compound_gets_a_copy_of_the_page(draw, community):
    add_second_compound(community)
    pdf, outputs, _ = draw(usual(Template()))
    assert outputs["PAGES"] == 2
    for page in range(2):
        on_map, in_index = numbers(pdf, page)
        assert on_map
        assert sorted(on_map) == sorted(in_index)


def test_parts_stand_where_the_template_has_room_for_them(draw, community):
    template = usual(Template())
    template.box("notice", 340, 165, 70, 85)
    template.label("figures", 30, 180, 60, 50)  # on the map
    pdf, _, _ = draw(template, NOTICE="拟建一处电动车充电棚", NOTICE_FROM="2026-12-01", NOTICE_DAYS="7")
    x, y = spot(pdf, "指标表")
    assert 30 <= x <= 90
    assert 180 <= y <= 230
    notice = [word for word in words(pdf) if "充电棚" in word.text]
    assert all(340 <= word.x <= 410 for word in notice)
    assert notice


@pytest.fixture
def own_sheet(run, community, tmp_path, qgis_new_project):
    """A sheet of ours, kept in the project and saved as a template, as QGIS's designer saves it."""

    def save(file="ours.qpt", **parameters):
        pdf = tmp_path / "ours.pdf"
        run("drawlayout", COMMUNITY=str(community), LAYOUT="布局图", OUTPUT=str(pdf), **parameters)
        layout = QgsProject.instance().layoutManager().layoutByName("布局图")
        assert layout.saveAsTemplate(str(tmp_path / file), QgsReadWriteContext())
        return pdf, tmp_path / file

    assert QgsProject.instance().read(str(community.with_suffix(".qgz")))
    yield save
    QgsProject.instance().clear()


@pytest.mark.parametrize("edition", ["internal", "public"])
def test_our_own_sheet_saved_as_a_template_gives_the_same_sheet(draw, own_sheet, edition):
    ours, template = own_sheet(EDITION=edition, SHEET="A3")
    pdf, _, warnings = draw(template, EDITION=edition)
    assert not warnings
    one, other = (sorted((w.text, round(w.points, 1)) for w in words(file)) for file in (ours, pdf))
    assert one == other
    places = [{word.text: (word.x, word.y) for word in words(file)} for file in (ours, pdf)]
    for text in ("北里公共设施布局图", "图例", "索引", "指标表", "1:750"):
        assert places[0][text] == pytest.approx(places[1][text], abs=1.5)


def test_a_kept_layout_on_a_template_is_drawn_again_around_changes(draw, community, qgis_new_project):
    assert QgsProject.instance().read(str(community.with_suffix(".qgz")))
    template = usual(Template())
    template.label("motto", 330, 20, 60, 8, "说明")
    draw(template, LAYOUT="自有模板")
    layout = QgsProject.instance().layoutManager().layoutByName("自有模板")
    layout.itemById("motto").attemptMove(QgsLayoutPoint(300, 25))
    layout.itemById("title").attemptMove(QgsLayoutPoint(30, 15))
    pdf, _, warnings = draw(template, "again.pdf", LAYOUT="自有模板", TITLE="新标题")
    assert not [text for text in warnings if "no longer" in text]
    x, y = spot(pdf, "说明")
    assert (round(x), round(y) // 10) == (300, 2)
    assert spot(pdf, "新标题")[0] == pytest.approx(30, abs=1)
    QgsProject.instance().clear()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no layout template"),
        (b"<Layout", "no layout template"),
        ("文字".encode("gbk"), "no layout template"),
        (b"<qgis><Layout/></qgis>", "no layout template"),
        (b"<Layout/>", "no layout template"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><Layout name="&a;"/>', "no layout template"),
        (b"<Layout>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</Layout>", "no layout template"),
        (b"<Layout><PageCollection><LayoutItem type='65638' size='nan,x'/></PageCollection></Layout>", "map"),
    ],
)  # fmt: skip
def test_what_is_no_template_is_said(draw, tmp_path, content, message):
    file = tmp_path / "bad.qpt"
    file.write_bytes(content)
    with pytest.raises(QgsProcessingException, match=message):
        draw(file)
    assert not (tmp_path / "sheet.pdf").exists()


def test_a_template_without_a_map_or_with_a_tiny_one_is_refused(draw):
    template = Template()
    template.label("title", 20, 10)
    with pytest.raises(QgsProcessingException, match="has no map"):
        draw(template)
    template.map(width=20, height=20)
    with pytest.raises(QgsProcessingException, match="has no map"):
        draw(template)


def test_a_template_fetches_nothing_from_a_network(draw):
    template = usual(Template())
    picture = QgsLayoutItemPicture(template.layout)
    picture.setPicturePath("http://127.0.0.1:9/logo.png")
    template.put(picture, "logo", 380, 10, 20, 20)
    with pytest.raises(QgsProcessingException, match="would fetch http://127"):
        draw(template)


def test_a_missing_template_is_said(draw, tmp_path):
    with pytest.raises(QgsProcessingException, match="There is no file"):
        draw(tmp_path / "none.qpt")


def test_a_series_is_drawn_on_the_template_too(run, community, tmp_path):
    template = Template()
    template.map()
    file = template.save(tmp_path / "own.qpt")
    given = {"FOLDER": str(community.parent), "OUTPUT": str(tmp_path / "out"), "TEMPLATE": str(file)}
    outputs = run("drawseries", **given)
    assert outputs["SHEETS"] == 1
    entries = json.loads(outputs["REPORT"])["entries"]
    (said,) = [entry["message"] for entry in entries if entry["code"] == "template_lacks"]
    assert "legend" in said
    (tmp_path / "broken.qpt").write_bytes(b"")
    with pytest.raises(QgsProcessingException, match="no layout template"):
        run("drawseries", **{**given, "TEMPLATE": str(tmp_path / "broken.qpt")})
