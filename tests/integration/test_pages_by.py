"""A page for each building group, class, proposal or notice board, read back from the file."""

import json

import numpy as np
import pytest
import shapely
from pypdf import PdfReader
from qgis.core import QgsProcessingException, QgsProcessingFeedback
from test_draw_layout import add_second_compound, fill, frame, numbers, rectangle, words
from test_draw_series import write
from test_legibility import boxes_of, over_one_another

A3 = {"SHEET": "A3", "ORIENTATION": "landscape"}


def add_groups(path, second="第9楼组"):
    """Write two rows of buildings, one for each group, the second of which comes first by name."""
    from commonplan.workspace.file import writing

    rows = [
        {
            "label": f"{i}号",
            "building_group": group,
            "households": 12,
            "geometry": rectangle(x, y, 30, 12),
        }
        for group, y in (("第10楼组", 20), (second, 120))
        for i, x in enumerate((10, 80, 150), start=1)
    ]
    with writing(path) as file:
        file.insert("building", frame(rows))


@pytest.fixture
def draw(run, community, tmp_path):
    """Draw `community`, filled once: `draw("class")` returns the file, the outputs, and its pages."""

    def draw(by, name="sheet.pdf", **parameters):
        output = tmp_path / name
        outputs = run("drawlayout", COMMUNITY=str(community), OUTPUT=str(output), BY=by, **A3, **parameters)
        return output, outputs, json.loads(outputs["SHEETS"])["maps"]

    return draw


def text_of(pdf, page):
    return PdfReader(pdf).pages[page].extract_text()


def test_each_building_group_has_its_page(draw, community):
    fill(community, 20)
    add_groups(community)
    pdf, outputs, pages = draw("building_group")
    assert [page["part"] for page in pages] == ["第9楼组", "第10楼组"]
    assert outputs["PLACES"] == 20
    shown = []
    for i in range(2):
        on_map, listed = numbers(pdf, i)
        assert sorted(on_map) == sorted(listed)
        shown += listed
    assert sorted(map(int, shown)) == list(range(1, 21)), "every place on one page"
    for i, (name, other) in enumerate((("第9楼组", "↓ 第10楼组 2/2"), ("第10楼组", "↑ 第9楼组 1/2"))):
        assert f"北里公共设施布局图 · {name}" in text_of(pdf, i)
        assert other in text_of(pdf, i)
    for said, around in boxes_of(pdf):
        assert over_one_another(said, around) == []
        assert (around[:, 0] > 25).all()
        assert (around[:, 2] < 410).all()


def test_neighbouring_compounds_are_named_at_the_edge(draw, community):
    fill(community)
    add_second_compound(community)
    pdf, _, _ = draw("compound")
    assert "↓ 南里 2/2" in text_of(pdf, 0)
    assert "↑ 北里 1/2" in text_of(pdf, 1)
    (arrow,) = [word for word in words(pdf) if word.text.startswith("↓")]
    lowest = min(word.y for word in words(pdf) if "0" in word.text and word.x < 60)
    assert arrow.y < lowest + 15, "at the lower edge, beside the bar"


def test_each_class_has_its_page(draw, community):
    fill(community, 12)
    pdf, _, pages = draw("class", EDITION="internal")
    assert [page["part"] for page in pages] == ["公共区域", "公共设施", "公共单位"]
    assert [sorted(map(int, numbers(pdf, i)[1])) for i in range(3)] == [
        [1, 5, 9], [2, 4, 6, 8, 10, 12], [3, 7, 11],
    ]  # fmt: skip
    assert all(sorted(numbers(pdf, i)[0]) == sorted(numbers(pdf, i)[1]) for i in range(3))


def test_class_pages_lead_to_the_pages_before_and_after(draw, community):
    fill(community, 12)
    pdf, _, _ = draw("class")
    texts = [text_of(pdf, i) for i in range(3)]
    assert "下一页 公共设施 2/3" in texts[0]
    assert "上一页 " not in texts[0]
    assert "上一页 公共区域 1/3" in texts[1]
    assert "下一页 公共单位 3/3" in texts[1]
    add_second_compound(community)
    pdf, _, pages = draw("class", "two.pdf")
    assert [page["compound"] for page in pages] == ["北里"] * 3 + ["南里"]
    assert "↓ 南里 · 公共设施 4/4" in text_of(pdf, 1), "the same class beyond the edge"
    assert "上一页 北里 · 公共单位 3/4" in text_of(pdf, 3)


def test_a_board_leads_to_the_nearest_boards(draw, community):
    # Boards on the south side, so that the maps have north up; the others lie east and west.
    fill(community, 4, at=[(20, 40), (60, 40), (150, 40), (120, 40)])
    for place in ("p0", "p1", "p2"):
        write(community, "place", id=place, kind="notice_board", name=None, facing=180.0)
    pdf, _, pages = draw("notice_board")
    assert len(pages) == 4
    said = "".join(text_of(pdf, 1).split())
    assert "附近的宣传栏←1宣传栏1/4·40m→4宣传栏4/4·60m→3宣传栏3/4·90m" in said
    write(community, "place", id="p1", facing=90.0)
    turned, _, _ = draw("notice_board", "turned.pdf")
    assert "↑ 1 宣传栏 1/4" in text_of(turned, 1), "who looks west has the west above"


def test_parts_of_a_page_say_what_they_are_about(draw, community):
    fill(community, 20)
    add_groups(community)
    write(community, "proposal", title="加装扶手", state="selected")
    parts = ["figures", "gaps", "proposals", "locator"]
    pdf, _, _ = draw("building_group", EDITION="internal", PARTS=parts)
    shown = [text for text in (text_of(pdf, i) for i in range(len(PdfReader(pdf).pages))) if "楼栋" in text]
    assert len(shown) == 2
    whole = "\n".join(text_of(pdf, i) for i in range(len(PdfReader(pdf).pages)))
    for said in ("设施缺口表 · 全社区", "支持最多的提案 · 全社区"):
        assert whole.count(said) == 2
    for text in shown:
        assert "36" in text[text.index("户数") :], "twelve households in each of three buildings"
    by_class, _, _ = draw("class", "class.pdf", PARTS=["life_circles"])
    assert "生活圈 · 全小区" in text_of(by_class, 0)
    compound, _, _ = draw("compound", "compound.pdf", EDITION="internal", PARTS=parts)
    assert "全小区" not in text_of(compound, 0)
    assert "3 栋" not in text_of(compound, 0)


def test_a_proposal_has_a_public_page_when_it_was_released(draw, community):
    fill(community)
    write(community, "proposal", title="更换宣传栏", state="selected")
    from commonplan.workspace.file import reading

    with reading(community) as file:
        (proposal,) = file.table("proposal")["id"]
    write(community, "proposal_place", proposal_id=proposal, place_id="p3")
    write(community, "proposal", title="还没提出", state="draft")
    pdf, _, pages = draw("proposal", EDITION="internal")
    assert [page["part"] for page in pages] == ["更换宣传栏"]
    assert numbers(pdf)[1] == ["4"]
    with pytest.raises(QgsProcessingException, match="consent"):
        draw("proposal", "public.pdf")
    write(community, "proposal", id=proposal, consent=True, public_text="宣传栏换新")
    public, _, (page,) = draw("proposal", "public.pdf")
    assert page["part"] == "宣传栏换新"
    assert "更换宣传栏" not in text_of(public, 0)
    assert numbers(public)[1] == ["4"]
    write(community, "place", id="p3", is_public=False)
    with pytest.raises(QgsProcessingException, match="consent"):
        draw("proposal", "hidden.pdf")


def test_a_group_that_may_be_called_after_a_family_has_another_name_in_public(draw, community):
    fill(community, 20)
    add_groups(community, second="张三家院")
    pdf, _, pages = draw("building_group")
    assert [page["part"] for page in pages] == ["楼组 1", "第10楼组"]
    assert "张三" not in "".join(text_of(pdf, i) for i in range(2))
    assert "张三家院".encode("utf-16-be") not in pdf.read_bytes()
    _, _, pages = draw("building_group", "inside.pdf", EDITION="internal")
    assert "张三家院" in [page["part"] for page in pages]


@pytest.mark.parametrize(
    ("facing", "turned", "upper"), [(90.0, 90.0, "west"), (180.0, 0.0, "north"), (None, 0.0, "north")]
)
def test_a_notice_board_is_turned_to_its_reader(draw, community, facing, turned, upper):
    # A board south of the building; places west and north of it.
    fill(community, 4, at=[(20, 66), (80, 130), (150, 66), (80, 66)])
    if facing is not None:
        write(community, "place", id="p3", facing=facing)
    pdf, _, (page,) = draw("notice_board")
    assert (page["turned"], page["part"]) == (turned, "4 宣传栏")
    on_map, listed = numbers(pdf)
    assert sorted(on_map) == sorted(listed) == ["1", "2", "3", "4"]
    above = {"west": "1", "north": "2"}[upper]
    assert on_map[above].y - on_map["4"].y > 20
    assert abs(on_map[above].x - on_map["4"].x) < 1
    (said, around), *_ = boxes_of(pdf)
    assert over_one_another(said, around) == []
    (here,) = [box for word, box in zip(said, around) if word == "您在此处"]
    board = on_map["4"]
    middle = (here[0] + here[2]) / 2, 297 - (here[1] + here[3]) / 2
    assert abs(middle[0] - board.x) + abs(middle[1] - board.y) < 25


def test_a_board_that_stands_free_is_said(provider, community, tmp_path):
    import processing

    fill(community, 4, at=[(20, 40), (180, 40), (20, 130), (30, 40)])
    feedback = QgsProcessingFeedback(False)
    wish = {"COMMUNITY": str(community), "OUTPUT": str(tmp_path / "sheet.pdf"), "BY": "notice_board"}
    outputs = processing.run("commonplan:drawlayout", wish, feedback=feedback)
    assert json.loads(outputs["SHEETS"])["maps"][0]["turned"] == 0
    assert "4 宣传栏" in feedback.textLog()


@pytest.mark.parametrize(
    ("by", "sentence"), [("building_group", "building group"), ("notice_board", "notice board")]
)
def test_what_there_is_none_of_has_no_page(draw, community, tmp_path, by, sentence):
    fill(community, 3)
    with pytest.raises(QgsProcessingException, match=sentence):
        draw(by)
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_group_page_ends_at_its_frame(draw, community):
    from test_turned_map import outside_of_the_frame

    fill(community, 20)
    add_groups(community)
    svg, _, _ = draw("building_group", "sheet.svg")
    assert outside_of_the_frame(svg) == {0xFFFFFFFF}


def test_the_log_names_each_page_and_all_crowded_ones_at_once(run, community, tmp_path):
    fill(community, 120, at=[(90 + i % 12 * 4, 40 + i // 12 * 4) for i in range(120)])
    feedback = QgsProcessingFeedback(False)
    wish = {"COMMUNITY": str(community), "OUTPUT": str(tmp_path / "sheet.pdf"), "SHEET": "A4"}
    outputs = run("drawlayout", feedback, **wish, BY="class", ORIENTATION="landscape", DIVIDE="never")
    log = feedback.textLog()
    assert "A4, landscape" in log
    maps = json.loads(outputs["SHEETS"])["maps"]
    names = [f"北里 · {one['part']}" for one in maps]
    assert len(names) == 3
    assert all(f"{name}: 1:{one['scale']}" in log for name, one in zip(names, maps))
    (crowded,) = [line for line in log.splitlines() if line.startswith("Crowded maps")]
    for name, one in zip(names, maps):
        assert (f"{name} ({one['marker']:.1f} mm)" in crowded) == (one["marker"] < 5.6)


def test_parts_without_room_beside_some_maps_are_told_so(run, community, tmp_path):
    fill(community, 100)
    feedback = QgsProcessingFeedback(False)
    wish = {"COMMUNITY": str(community), "OUTPUT": str(tmp_path / "sheet.pdf"), "SHEET": "A4", "BY": "class"}
    run("drawlayout", feedback, **wish, DIVIDE="never", ORIENTATION="portrait")
    (line,) = [line for line in feedback.textLog().splitlines() if line.startswith("No room")]
    assert "beside some of the maps" in line


def test_a_lamp_in_the_crowd_is_no_number_that_is_hidden(draw, community):
    at = [(90 + i % 12 * 2, 40 + i // 12 * 2) for i in range(120)]
    fill(community, 120, at=at, **{f"p{i}": {"number": None} for i in range(0, 120, 3)})
    _, outputs, _ = draw("compound", DIVIDE="never")
    crowded = json.loads(outputs["SHEETS"])["crowded"]
    assert crowded
    assert "" not in crowded


@pytest.mark.parametrize(
    ("numbers", "positions", "said"),
    [
        (["1", "2", "3", "7"], [0, 1, 2, 6], "1–3, 7"),
        (["北-9", "北-10", "北-12"], [8, 9, 11], "北-9–10, 北-12"),
        (["7", "7-1", "8"], [6, 7, 8], "7–8"),
        (["北-60", "北-P-1"], [59, 60], "北-60–北-P-1"),
        ([], [], ""),
    ],
)
def test_numbers_of_a_section_are_said_in_runs(qgis_app, numbers, positions, said):
    from commonplan.output.sheet.sections import _runs

    assert _runs(numbers, np.array(positions, int)) == said


def test_lines_between_sections_leave_the_boundary_to_itself(qgis_app):
    from types import SimpleNamespace

    from commonplan.output.sheet.layers import _seams

    outline = shapely.MultiPolygon([shapely.box(0, 0, 100, 60)])
    halves = [shapely.box(0, 0, 50, 60), shapely.box(50, 0, 100, 60)]
    site = SimpleNamespace(outline=outline, sections=[SimpleNamespace(area=half) for half in halves])
    seams = _seams(site)
    assert shapely.length(seams).sum() == pytest.approx(2 * 60, abs=1)
    assert shapely.distance(seams, shapely.Point(50, 30)).tolist() == [0, 0]
    site = SimpleNamespace(outline=outline, sections=[])
    assert len(_seams(site)) == 0
