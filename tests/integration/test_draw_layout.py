"""The layout sheet, read back from its files: what is on it, where, how large, and what is not."""

import getpass
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PIL import Image
from pypdf import PdfReader
from qgis.core import QgsProcessingException
from shapely.affinity import rotate

X, Y = 612_360.0, 3_449_160.0
MM = 25.4 / 72
KINDS = (
    ("space", "square", "入口广场"),
    ("facility", "toilet", "公厕"),
    ("unit", "residents_committee", "和平里居委会"),
    ("facility", "notice_board", None),
)


@dataclass(frozen=True)
class Word:
    """A text as a PDF has it: where it begins, in mm from the lower left of the page, and its size."""

    text: str
    x: float
    y: float
    points: float


def words(pdf, page=0):
    """Return the texts of a page."""
    found = []

    def visit(text, cm, tm, _, size):
        if text.strip():
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append(Word(text.strip(), x * MM, y * MM, size * abs(cm[3] * tm[3])))

    PdfReader(pdf).pages[page].extract_text(visitor_text=visit)
    return found


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(pdf).pages)


def numbers(pdf, page=0):
    """Return the numbers on the map of an A3 sheet, as text → word, and those of its index."""
    number = re.compile(r"(北-|南-)?([NP]-)?\d+(-\d+)?")
    found = [word for word in words(pdf, page) if number.fullmatch(word.text) and word.points > 8.3]
    on_map = {word.text: word for word in found if word.points < 11.5}
    return on_map, [word.text for word in found if word.points >= 11.5]


def frame(rows):
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4549")


def rectangle(x, y, width, height):
    return shapely.MultiPolygon([shapely.box(X + x, Y + y, X + x + width, Y + y + height)])


def spots(count):
    """Return positions spread over a court of 190 m by 140 m, none crowded where they are few."""
    columns = max(1, int(np.ceil(np.sqrt(count * 1.4))))
    rows = max(1, int(np.ceil(count / columns)))
    return [(10 + 180 * (i % columns) / columns, 20 + 120 * (i // columns) / rows) for i in range(count)]


def fill(path, count=12, settings=None, turned=0.0, **changed):
    """Write a walled court of 200 m by 150 m with `count` numbered places into a community.

    All of it lies `turned` degrees anticlockwise about its south-western corner.
    """
    from commonplan.workspace.file import writing

    places = []
    for i, (x, y) in enumerate(changed.pop("at", spots(count))):
        place_class, kind, name = KINDS[i % len(KINDS)]
        place = {"id": f"p{i}", "class": place_class, "kind": kind, "name": name, "rank": i}
        place |= {"number": str(i + 1), "status": "existing", "is_public": True}
        places.append(place | {"geometry": shapely.Point(X + x, Y + y)})
    for i, values in changed.items():
        places[int(i[1:])] |= values
    gate = {"id": "e", "name": "正门", "is_main": True, "compound_id": "k"}
    line = shapely.LineString([(X - 4000, Y - 12), (X + 4000, Y - 12)])
    texts = [("和平路", True, -10), ("高压电缆", False, 145)]
    tables = {
        "compound": [{"id": "k", "name": "北里", "sort_order": 1, "geometry": rectangle(0, 0, 200, 150)}],
        "entrance": [gate | {"geometry": shapely.Point(X + 100, Y)}],
        "building": [{"label": "3栋", "geometry": rectangle(60, 70, 40, 12)}],
        "survey_line": [{"layer": "DLSS", "is_public": True, "geometry": line}],
        "survey_text": [
            {"layer": "ZJ", "text": text, "is_public": public, "rotation": 4.0 + turned,
             "geometry": shapely.Point(X + 20, Y + y)} for text, public, y in texts
        ],
        "place": places,
    }  # fmt: skip
    with writing(path) as file:
        for name, rows in tables.items():
            lain = [row | {"geometry": rotate(row["geometry"], turned, origin=(X, Y))} for row in rows]
            if lain:
                file.insert(name, frame(lain))
        file.set_settings(settings or {"project": "老旧小区改造", "drawn_by": "社区规划工作室"})
    return path


@pytest.fixture
def draw(run, community, tmp_path):
    """Fill a community and draw it: `draw(count=5, SHEET="A3")` returns the file and the outputs."""

    def draw(name="sheet.pdf", again=False, count=12, settings=None, places=None, turned=0.0, **parameters):
        if not again:
            fill(community, count, settings, turned, **(places or {}))
        output = tmp_path / name
        outputs = run("drawlayout", COMMUNITY=str(community), OUTPUT=str(output), **parameters)
        return output, outputs

    return draw


@pytest.mark.parametrize("count", [5, 50])
@pytest.mark.parametrize("way", ["landscape", "portrait"])
def test_numbers_on_the_map_and_in_the_index_are_the_same(draw, count, way):
    pdf, outputs = draw(count=count, SHEET="A3", ORIENTATION=way)
    wanted = {str(n + 1) for n in range(count)}
    said = words(pdf)
    found = [w for w in said if re.fullmatch(r"\d+", w.text) and w.points > 8.3]
    assert {w.text for w in found} == wanted
    bold_in_index = [w.text for w in found if abs(w.points - 12) < 0.2]
    assert sorted(bold_in_index) == sorted(wanted)
    assert len(found) == 2 * count
    assert outputs["PLACES"] == count


def test_the_map_is_true_to_scale(draw):
    pdf, outputs = draw(places={"at": [(20, 40), (180, 40), (20, 130)]}, SHEET="A3")
    on_map, _ = numbers(pdf)
    scale = outputs["SCALE"] / 1000
    # Numbers of one length in markers of one height begin equally far from the middle of theirs.
    assert on_map["2"].x - on_map["1"].x == pytest.approx(160 / scale, abs=0.3)
    assert abs(on_map["2"].y - on_map["1"].y) < 0.3


def test_letters_are_as_large_as_asked(draw):
    pdf, _ = draw(SHEET="A3")
    names = [word for word in words(pdf) if word.text == "公厕"]
    assert names
    assert min(word.points for word in names) == pytest.approx(12, abs=0.1)


def test_nothing_stands_outside_of_the_frame(draw):
    for sheet, width, height in (("A4", 297, 210), ("A3", 420, 297), ("A1", 841, 594)):
        pdf, _ = draw(f"{sheet}.pdf", again=sheet != "A4", count=20, SHEET=sheet, ORIENTATION="landscape")
        page = PdfReader(pdf).pages[0].mediabox
        assert (float(page.width) * MM, float(page.height) * MM) == pytest.approx((width, height), abs=0.4)
        for word in words(pdf):
            assert 25 < word.x < width - 10
            assert 10 < word.y < height - 10


def test_chinese_can_be_searched_and_its_fonts_are_in_the_file(draw):
    pdf, _ = draw(SHEET="A3")
    said = text_of(pdf)
    for text in (
        "北里公共设施布局图",
        "和平里居委会",
        "公厕",
        "主入口",
        "3栋",
        "和平路",
        "社区规划工作室",
        "图例",
    ):
        assert text in said
    assert not re.search("[\u2e80-\u2fdf]", said)
    for page in PdfReader(pdf).pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            assert "/FontFile2" in inner.get_object()["/FontDescriptor"]


@pytest.mark.parametrize("text", ["P-2 N-12 office 3/4 fl", "1F–2F 80 m²"])
def test_every_glyph_has_its_character(draw, text):
    pdf, _ = draw(TITLE=text)
    assert text in text_of(pdf)


def test_a_public_sheet_shows_only_what_may_go_public(draw):
    hidden = {
        "p1": {"kind": "electricity", "name": "配电房", "number": "N-1"},
        "p2": {"is_public": False, "name": "老张家"},
    }
    pdf, _ = draw(places=hidden, SHEET="A3")
    said = text_of(pdf)
    for private in ("配电房", "N-1", "老张家", "高压电缆"):
        assert private not in said
    assert "示意图，不作权属及测绘依据" in said
    inside, _ = draw("inside.pdf", again=True, EDITION="internal", SHEET="A3")
    said = text_of(inside)
    for text in ("配电房", "N-1", "老张家", "高压电缆", "内部"):
        assert text in said


def test_files_say_nothing_about_who_made_them(draw):
    pdf, _ = draw()
    assert set(PdfReader(pdf).metadata) == {"/Title", "/CreationDate"}
    assert PdfReader(pdf).xmp_metadata is None
    png, _ = draw("sheet.png", again=True, DPI=72)
    with Image.open(png) as image:
        assert set(image.info) <= {"dpi"}
    svg, _ = draw("sheet.svg", again=True)
    user = getpass.getuser()
    for file in (pdf, png, svg):
        assert not re.search(rb"(?i)(author|creator)[^a-z]{0,4}" + user.encode(), file.read_bytes())
    assert list(pdf.parent.glob("*.pgw")) == []


def drawn_elsewhere(community, output, seed):
    """Draw in a process of its own: Qt orders what it writes by a seed, another one in each."""
    script = (
        "import sys, os; sys.path.insert(0, sys.argv[1]); import conftest\n"
        "from pathlib import Path\n"
        "from qgis.core import QgsApplication\n"
        "app = QgsApplication([], True); app.initQgis()\n"
        "from commonplan.output.sheet.draw import draw_layout\n"
        "draw_layout(Path(sys.argv[2]), Path(sys.argv[3]))\n"
        "sys.stdout.flush(); os._exit(0)\n"
    )
    tests = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-c", script, str(tests), str(community), str(output)]
    subprocess.run(command, check=True, env={**os.environ, "QT_HASH_SEED": seed}, capture_output=True)
    return output.read_bytes()


@pytest.mark.parametrize("suffix", ["pdf", "png", "svg"])
def test_the_same_community_gives_the_same_bytes(draw, community, tmp_path, suffix):
    first, _ = draw(f"first.{suffix}", count=30)
    for seed in ("1", "2"):
        assert drawn_elsewhere(community, tmp_path / f"second{seed}.{suffix}", seed) == first.read_bytes()


def test_times_in_the_file_are_the_last_change_of_the_community(draw, community):
    from commonplan.workspace.file import newest_change

    pdf, _ = draw()
    assert PdfReader(pdf).metadata["/CreationDate"] == f"D:{re.sub('[^0-9]', '', newest_change(community))}Z"


def test_an_index_too_long_goes_on_to_further_pages(draw, tmp_path):
    pdf, outputs = draw(count=140, SHEET="A4", ORIENTATION="landscape")
    pages = len(PdfReader(pdf).pages)
    assert pages == outputs["PAGES"] > 1
    listed = [w.text for page in range(pages) for w in words(pdf, page) if abs(w.points - 10) < 0.1]
    listed = [text for text in listed if re.fullmatch(r"\d+", text)]
    assert sorted(map(int, listed)) == list(range(1, 141))
    _, outputs = draw("sheet.png", again=True, SHEET="A4", DPI=40)
    files = json.loads(outputs["SHEETS"])["files"]
    assert [Path(file).name for file in files] == [
        "sheet.png",
        *(f"sheet_{n}.png" for n in range(2, pages + 1)),
    ]
    assert all(Path(file).exists() for file in files)


def test_what_was_assumed_is_stamped(draw):
    pdf, _ = draw(settings={"assumed": '["boundary", "entrance"]'})
    assert "边界为推定" in text_of(pdf)
    assert "入口为推定" in text_of(pdf)


def test_a_sheet_without_places_says_so(draw):
    pdf, outputs = draw(count=0)
    assert "尚未标注场所" in text_of(pdf)
    assert outputs["PLACES"] == 0


def test_places_without_numbers_are_not_in_the_index(draw):
    pdf, outputs = draw(places={f"p{i}": {"number": None} for i in range(12)})
    assert "场所尚未编号" in text_of(pdf)
    assert outputs["PLACES"] == 0


def test_both_languages(draw):
    pdf, _ = draw(LANGUAGE="both", SHEET="A3")
    said = text_of(pdf)
    assert "Index" in said
    assert "Public toilet" in said
    english, _ = draw("en.pdf", again=True, LANGUAGE="en", SHEET="A3")
    assert "Layout of public spaces" in text_of(english)
    assert "图例" not in text_of(english)


def test_texts_given_go_before_those_stored(draw):
    pdf, _ = draw(TITLE="另一个标题", CHECKED_BY="王审核", VERSION="v2")
    said = text_of(pdf)
    assert "另一个标题" in said
    assert "王审核" in said
    assert "社区规划工作室" in said


def test_text_is_text(draw):
    name = "<b>[% 1+1 %]</b>"
    pdf, _ = draw(TITLE=name, places={"p0": {"name": name}}, SHEET="A2")
    said = text_of(pdf).replace("\n", "")
    assert said.count(name) == 2


def add_second_compound(path):
    from commonplan.workspace.file import writing

    with writing(path) as file:
        site = {"id": "s", "name": "南里", "prefix": "南", "sort_order": 2}
        file.insert("compound", frame([site | {"geometry": rectangle(0, -90, 300, 40)}]))
        place = {
            "id": "s1",
            "class": "facility",
            "kind": "toilet",
            "name": "公厕",
            "number": "南-1",
            "rank": 99,
        }
        place |= {"status": "existing", "geometry": shapely.Point(X + 50, Y - 70)}
        file.insert("place", frame([place]))


def test_each_compound_has_its_page(draw, community):
    fill(community)
    add_second_compound(community)
    pdf, outputs = draw(again=True, SHEET="A3")
    assert outputs["PAGES"] == 2
    assert [sheet["compound"] for sheet in json.loads(outputs["SHEETS"])["maps"]] == ["北里", "南里"]
    assert numbers(pdf, 1)[1] == ["南-1"]
    for name in ("南里", "南", "s"):
        pdf, outputs = draw(f"{name}.pdf", again=True, COMPOUND=name)
        assert outputs["PAGES"] == 1
        assert "南里公共设施布局图" in text_of(pdf)


def test_places_of_one_spot_all_show(draw):
    pdf, _ = draw(places={"at": [(100, 60)] * 6}, SHEET="A3")
    _, listed = numbers(pdf)
    # Where places crowd, markers are smaller: their numbers are as small as those of the scale bar.
    on_map = {word.text: word for word in words(pdf, 0) if word.text in listed and word.points < 11.5}
    assert set(on_map) == set(listed)
    points = np.array([(word.x, word.y) for word in on_map.values()])
    apart = np.abs(points[:, None] - points[None]).max(axis=-1)[~np.eye(6, dtype=bool)]
    assert apart.min() > 5


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [({"COMPOUND": "西里"}, "西里"), ({"OUTPUT": "sheet.txt"}, r"\.pdf, \.png, \.svg"),
     ({"OUTPUT": "no/folder/sheet.pdf"}, "cannot be written")],
)  # fmt: skip
def test_bad_wishes_are_answered_in_one_sentence(run, community, tmp_path, parameters, sentence):
    fill(community)
    output = tmp_path / parameters.get("OUTPUT", "sheet.pdf")
    with pytest.raises(QgsProcessingException, match=sentence) as raised:
        run("drawlayout", **{"COMMUNITY": str(community), **parameters, "OUTPUT": str(output)})
    assert "Traceback" not in str(raised.value)
    assert not output.exists()


def test_without_a_boundary_there_is_no_sheet(run, community, tmp_path):
    with pytest.raises(QgsProcessingException):
        run("drawlayout", COMMUNITY=str(community), OUTPUT=str(tmp_path / "sheet.pdf"))
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_sheet_that_fails_leaves_the_earlier_one(draw, tmp_path):
    pdf, _ = draw()
    before = pdf.read_bytes()
    with pytest.raises(QgsProcessingException):
        draw(again=True, COMPOUND="西里")
    assert pdf.read_bytes() == before
    assert [file.name for file in tmp_path.glob(".commonplan-*")] == []


@pytest.mark.parametrize("sheet", ["A4", "A0"])
def test_pictures_have_the_size_asked_for(draw, sheet):
    png, _ = draw("sheet.png", SHEET=sheet, ORIENTATION="portrait", DPI=36)
    with Image.open(png) as image:
        width, height = {"A4": (210, 297), "A0": (841, 1189)}[sheet]
        assert image.size == pytest.approx((width / 25.4 * 36, height / 25.4 * 36), abs=2)


def test_an_svg_ends_at_its_frame_too(draw):
    from qgis.PyQt.QtGui import QImage, QPainter
    from qgis.PyQt.QtSvg import QSvgRenderer

    svg, _ = draw("sheet.svg", SHEET="A3", ORIENTATION="landscape")
    picture = QImage(840, 594, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    colors = {picture.pixel(x, y) for x in (*range(48), *range(823, 840)) for y in range(594)}
    assert colors == {0xFFFFFFFF}


def test_a_break_or_a_tab_in_a_name_is_a_blank(draw, community):
    from commonplan.workspace.file import writing

    fill(community, 4, p0={"name": "快递柜\t丰巢\n二期"})
    with writing(community) as file:
        file.run("UPDATE compound SET name = '北里' || char(10) || '一区'")
        file.run("UPDATE entrance SET name = '南' || char(9) || '门'")
        file.run("UPDATE building SET label = '3栋' || char(13) || char(10) || '甲'")
    pdf, _ = draw(again=True, SHEET="A3")
    said = [word.text for word in words(pdf)]
    for line in ("快递柜 丰巢 二期", "北里 一区公共设施布局图", "主入口 · 南 门", "3栋 甲"):
        assert line in said


def test_a_lamp_far_away_is_not_led_to(draw):
    lamp = {"number": None, "geometry": shapely.Point(X - 3000, Y)}
    pdf, outputs = draw(places={"p1": lamp}, SHEET="A3")
    assert outputs["SCALE"] <= 1000
    assert all(word.x > 25 for word in words(pdf))


def test_classes_tell_apart_by_colour_and_shape(draw):
    png, _ = draw("sheet.png", SHEET="A3", DPI=72)
    with Image.open(png) as image:
        colors = {color for _, color in image.convert("RGB").getcolors(1 << 24)}
    assert {(0, 0x9E, 0x73), (0, 0x72, 0xB2), (0xD5, 0x5E, 0), (0xC8, 0x10, 0x2E)} <= colors


def test_bookmarks_lead_to_the_map_and_to_what_its_index_goes_on_to(draw):
    pdf, outputs = draw(count=400, SHEET="A4", DIVIDE="never")
    reader = PdfReader(pdf, strict=True)
    marks = [(mark.title, reader.get_destination_page_number(mark)) for mark in reader.outline]
    assert outputs["PAGES"] > 1
    assert [page for _, page in marks] == list(range(outputs["PAGES"]))
    assert marks[0][0] == "北里"
    assert all(title.startswith("北里 · 索引") for title, _ in marks[1:])
    assert len({title for title, _ in marks}) == len(marks)
