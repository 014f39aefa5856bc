"""Further parts of a sheet, read back from its PDF: what they say, where they stand, and for whom."""

import re

import pytest
from pypdf import PdfReader
from test_draw_layout import add_second_compound, fill, words

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
    (said,), _ = draw(EDITION="internal", LANGUAGE=language, PARTS=["figures"])
    assert "Key figures" in said
    assert ("指标表" in said) == (language == "both")
    assert not re.search(r"\{\w+\}", said)


def drawn_maps(community, **texts):
    """Return the layout of a sheet's first map, which owns all, and its maps by name."""
    from commonplan.output.sheet.content import Edition, read_content
    from commonplan.output.sheet.page import Document
    from commonplan.output.sheet.plan import plan_sheet, subjects_of
    from qgis.core import QgsLayoutItemMap

    edition = Edition(texts.pop("public", True), "zh")
    content = read_content(community, None, edition, texts)
    plan = plan_sheet(content, edition, subjects_of(content, "up"), "A3", "auto")
    layout = next(Document(content, edition, plan.form, plan.compositions).layouts())
    maps = [item for item in layout.items() if isinstance(item, QgsLayoutItemMap)]
    return layout, {item.id().split(":")[-1].strip(): item for item in maps}


def test_the_locator_map_shows_all_compounds_and_points_one_out(community):
    from test_draw_layout import add_second_compound

    fill(community)
    add_second_compound(community)
    _layout, maps = drawn_maps(community, parts="locator")
    extent = maps["locator map"].extent()
    assert extent.width() > 200
    assert all(extent.contains(x, y) for x, y in ((612360, 3449070), (612660, 3449310)))
    polygons = [layer.featureCount() for layer in maps["locator map"].layers() if layer.geometryType() == 2]
    assert polygons.count(1) >= 1


def test_life_circles_are_true_to_the_scale_of_their_map(community):
    fill(community)
    _layout, maps = drawn_maps(community, parts="life_circles")
    item = maps["life_circles map"]
    (rings,) = [layer for layer in item.layers() if layer.geometryType() == 1 and layer.featureCount() == 3]
    widths = sorted(feature.geometry().boundingBox().width() for feature in rings.getFeatures())
    assert widths == pytest.approx([600, 1000, 2000], abs=0.5)
    assert item.extent().width() >= 2000


def test_a_part_that_cannot_be_drawn_is_said(draw, community, qgis_processing):
    from commonplan.workspace.file import writing

    with writing(community) as file:
        file.run("UPDATE entrance SET is_main = 0")
    from qgis.core import QgsProcessingFeedback

    import processing

    warnings = []

    class Heard(QgsProcessingFeedback):
        def pushWarning(self, text):
            warnings.append(text)

    heard = Heard()
    parameters = {"COMMUNITY": str(community), "OUTPUT": str(community.with_suffix(".pdf"))}
    processing.run("commonplan:drawlayout", {**parameters, "PARTS": ["life_circles"]}, feedback=heard)
    assert any("life_circles" in text for text in warnings)


NOTICE = {
    "NOTICE": "北里改造方案经居民议事会协商形成,现予公示。住户老王电话 13812345678 不应印出。",
    "NOTICE_BY": "和平社区居民委员会",
    "NOTICE_FROM": "2026-09-28",
    "NOTICE_DAYS": "7",
    "NOTICE_COUNT": "working",
    "NOTICE_CONTACT": "社区办公室",
    "NOTICE_PHONE": "010-62123456",
    "NOTICE_ADDRESS": "和平路12号3层301室",
    "NOTICE_SUPERVISION": "010-62654321",
}


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_a_notice_says_until_when_and_whom_to_call(draw, edition):
    pages, _ = draw(EDITION=edition, **NOTICE)
    said = "".join("".join(pages).split())
    for text in ("公示", "2026年9月28日至2026年10月12日，共7个工作日", "和平路12号3层301室"):
        assert text in said
    for number in ("010-62123456", "010-62654321"):  # on one line each
        assert number in "\n".join(pages)
    assert "意见反馈" in said
    assert "（盖章）" in said
    # Contacts outside of the fields for an office's are a person's.
    assert ("13812345678" in said) == (edition == "internal")


def test_a_mobile_number_in_a_notice_is_pointed_at(provider, community):
    from commonplan.output.sheet.content import Edition, read_content

    fill(community, count=2)
    for phone, found in (("138 1234 5678", ("138 1234 5678",)), ("010-62123456", ())):
        content = read_content(community, None, Edition(True, "zh"), {"notice_phone": phone})
        assert content.mobiles == found


def test_a_notice_whose_last_day_is_assumed_says_so(draw, community):
    wish = {**NOTICE, "NOTICE_FROM": "2026-12-28"}
    pages, _ = draw(**wish)
    said = "".join("".join(pages).split())
    assert "2026年12月28日至2027年1月5日，共7个工作日（2027年放假安排尚未公布，暂按周一至周五推算）" in said
    from test_draw_series import write

    write(
        community,
        "catalogue_edit",
        kind="holiday:own_1",
        overrides='{"date": "2027-01-01", "day": "holiday"}',
    )
    pages, _ = draw(**wish)
    said = "".join("".join(pages).split())
    assert "至2027年1月6日，共7个工作日" in said
    assert "尚未公布" not in said
    pages, _ = draw(**{**NOTICE, "NOTICE_FROM": "2026-12-28", "NOTICE_UNTIL": "2027-01-08"})
    assert "2026年12月28日至2027年1月8日" in "".join("".join(pages).split())


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_a_notice_hangs_beside_the_map_and_the_index_goes_on_behind_it(run, community, tmp_path, orientation):
    fill(community, count=60)
    pdf = tmp_path / "sheet.pdf"
    asked = {"SHEET": "A3", "ORIENTATION": orientation, **NOTICE}
    plain = run("drawlayout", COMMUNITY=str(community), OUTPUT=str(pdf), SHEET="A3", ORIENTATION=orientation)
    drawn = run("drawlayout", COMMUNITY=str(community), OUTPUT=str(pdf), **asked)
    pages = ["".join(page.extract_text().split()) for page in PdfReader(pdf).pages]
    assert "（盖章）" in pages[0]
    assert all("（盖章）" not in page for page in pages[1:])
    assert drawn["SCALE"] <= 2 * plain["SCALE"]
    listed = [
        word.text for page in range(len(pages)) for word in words(pdf, page) if 11.8 < word.points < 12.2
    ]
    assert {str(n + 1) for n in range(60)} <= set(listed)


def test_a_notice_too_large_for_the_page_with_the_map_has_one_of_its_own(draw):
    pages, _ = draw(**{**NOTICE, "NOTICE": "现予公示,请居民查看。\n" * 30})
    assert ["意见反馈" in page for page in pages] == [False, True]


def test_a_code_leads_to_the_public_page(draw, tmp_path):
    pytest.importorskip("segno")
    address = "https://example.org/heping"
    (said,), _ = draw(PUBLIC_ADDRESS=address)
    assert address in said.replace("\n", "")
    # A code of pixels is packed as a photo is, and its edges blur.
    assert not PdfReader(tmp_path / "sheet.pdf").pages[0].images
    assert "扫码查看" in said


def test_only_addresses_of_web_pages_become_codes(draw):
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match="https://"):
        draw(PUBLIC_ADDRESS="javascript:alert(1)")


def test_the_package_for_codes_is_named_when_it_is_missing(draw, monkeypatch):
    from commonplan.output.sheet.parts import qr
    from qgis.core import QgsProcessingException

    monkeypatch.setattr(qr, "find_spec", lambda name: None)
    (said,), _ = draw(PUBLIC_ADDRESS="https://example.org/heping")
    assert "扫码查看" not in said
    with pytest.raises(QgsProcessingException, match=r"pip install.*segno"):
        draw(PUBLIC_ADDRESS="https://example.org/heping", PARTS=["qr"])


def test_a_seal_finds_room(draw):
    pages, _ = draw(PARTS=["seal"])
    assert "盖章处" in "\n".join(pages)


def test_a_wind_rose_is_drawn_from_frequencies_only(draw):
    from qgis.core import QgsProcessingException

    (said,), _ = draw()
    assert "风玫瑰" not in said
    (said,), _ = draw(WIND="12 8 5 3 9 14 20 10", WIND_SOURCE="气象站 1991–2020")
    assert "风玫瑰图" in said
    assert "1991–2020" in said
    with pytest.raises(QgsProcessingException, match="north"):
        draw(WIND="12 8 5")


def test_coordinates_are_told_inside_only(draw):
    (said,), _ = draw(EDITION="internal", HEIGHT_SYSTEM="1985国家高程基准")
    assert "EPSG:4549" in said
    assert "2000国家大地坐标系" in said.replace("\n", "")
    assert "1985国家高程基准" in said.replace("\n", "")
    (said,), _ = draw(HEIGHT_SYSTEM="1985国家高程基准")
    assert "EPSG" not in said
    assert "1985国家高程基准" not in said


@pytest.fixture
def with_states(community):
    """A proposed place and a closed one among the others."""
    from commonplan.workspace.file import writing

    with writing(community) as file:
        file.run("UPDATE place SET status = 'proposed', number = 'P-1', name = '新电梯' WHERE id = 'p1'")
        file.run("UPDATE place SET status = 'closed', name = '旧棋牌室' WHERE id = 'p2'")


@pytest.mark.parametrize(
    ("state", "title", "there", "away"),
    [
        ("existing", "公共设施布局现状图", "旧棋牌室", "新电梯"),
        ("planned", "公共设施布局规划图", "新电梯", "旧棋牌室"),
    ],
)
def test_a_state_has_its_title_and_its_places(draw, with_states, state, title, there, away):
    (said,), outputs = draw(EDITION="internal", STATE=state)
    assert title in said
    assert there in said
    assert away not in said
    assert outputs["PLACES"] == 5


def test_without_a_state_all_places_are_shown(draw, with_states):
    (said,), outputs = draw(EDITION="internal")
    assert "新电梯" in said
    assert "旧棋牌室" in said
    assert outputs["PLACES"] == 6


def colors_of(run, community, tmp_path, **parameters):
    from PIL import Image

    png = tmp_path / "sheet.png"
    run("drawlayout", COMMUNITY=str(community), OUTPUT=str(png), SHEET="A4", DPI=60, **parameters)
    with Image.open(png) as image:
        return {"#{:02X}{:02X}{:02X}".format(*color) for _, color in image.convert("RGB").getcolors(1 << 24)}


def test_classes_can_have_the_colours_of_planning(run, community, tmp_path):
    from commonplan.community.catalogue import CLASS_STYLE, class_styles

    fill(community, count=6)
    found = colors_of(run, community, tmp_path, COLOURS="planning")
    assert {style.color for style in class_styles("planning").values()} <= found
    assert not {style.color for style in CLASS_STYLE.values()} & found


@pytest.fixture
def with_proposals(community):
    """Proposals: one released with a phone number, one with few supports, and three kept back."""
    import pandas as pd
    from commonplan.workspace.file import writing

    rows = [
        ("张三要电梯", True, "加装电梯,联系 13912345678", 74, "selected"),
        ("某人不愿公开的提案", False, "某人不愿公开", 60, "submitted"),
        ("养狗的地方", True, "宠物角", 3, "accepted"),
        ("草稿中的提案", True, "草稿", 90, "draft"),
        ("没有公开文字的提案", True, " ", 80, "accepted"),
    ]
    frame = pd.DataFrame(rows, columns=["title", "consent", "public_text", "supports", "state"])
    with writing(community) as file:
        file.insert("proposal", frame.assign(id=[f"q{i}" for i in range(len(rows))]))


def test_proposals_are_public_as_far_as_they_were_released(draw, with_proposals):
    pages, _ = draw(PARTS=["proposals"])
    said = "\n".join(pages).replace("\n", "")
    for text in ("支持最多的提案", "加装电梯", "74", "已采纳", "宠物角", "少于5", "讨论中"):
        assert text in said
    for private in ("13912345678", "不愿公开", "草稿", "张三", "养狗", "没有公开文字"):
        assert private not in said
    pages, _ = draw(PARTS=["proposals"], EDITION="internal")
    assert "某人不愿公开的提案" in "\n".join(pages).replace("\n", "")
    assert "草稿" not in "\n".join(pages)


def test_gaps_are_listed_with_their_standard(draw):
    pages, _ = draw(PARTS=["gaps"])
    said = "\n".join(pages).replace("\n", "")
    assert "设施缺口表" in said
    assert "幼儿园" in said
    assert "GB 50180-2018" in said


def test_a_part_stands_inside_of_the_frame_and_hides_no_number(draw, tmp_path):
    from test_draw_layout import numbers, words

    asked = ["figures", "locator", "life_circles", "seal", "wind", "gaps"]
    for sheet, width, height in (("A4", 210, 297), ("A3", 297, 420)):
        pages, _ = draw(SHEET=sheet, ORIENTATION="portrait", PARTS=asked, WIND="12 8 5 3 9 14 20 10")
        for page in range(len(pages)):
            for word in words(tmp_path / "sheet.pdf", page):
                assert 25 < word.x < width - 10, word
                assert 10 < word.y < height - 10, word
    on_map, listed = numbers(tmp_path / "sheet.pdf")
    assert set(on_map) >= set(listed) == {"1", "2", "3", "4", "5", "6"}


def test_room_is_made_for_what_is_named_only_when_that_is_asked_for(draw, tmp_path):
    asked = {"PARTS": ["life_circles", "seal"]}
    left, small = draw(**asked)[1], draw(**asked, PARTS_ROOM="made")
    assert left["PAGES"] == 2
    assert small[1]["PAGES"] == 1
    assert small[1]["SCALE"] >= left["SCALE"]
    assert "盖章处" in small[0][0]


def test_a_crowded_map_is_left_to_its_markers(community, draw):
    from commonplan.workspace.file import writing
    from test_draw_layout import X, Y, frame

    with writing(community) as file:
        rows = [
            {"id": f"c{i}", "class": "facility", "kind": "toilet", "number": str(100 + i), "rank": 100 + i}
            for i in range(60)
        ]
        for i, row in enumerate(rows):
            import shapely

            at = shapely.Point(X + 5 + 19 * (i % 10), Y + 10 + 20 * (i // 10))
            row |= {"status": "existing", "is_public": True, "geometry": at}
        file.insert("place", frame(rows))
    pages, _ = draw(SHEET="A4", PARTS=["locator"])
    assert "区位图" not in pages[0]
    assert "区位图" in "\n".join(pages[1:])


PRIVATE = ("13812345678", "老王", "李秀英", "配电房", "N-1", "4549", "高压电缆", "13700001111")


def test_nothing_personal_or_internal_is_in_a_public_file(draw, community, tmp_path):
    """All parts at once: what they print, what the file says of itself, and every stream of it."""
    import getpass
    import zlib

    from commonplan.workspace.file import writing

    with writing(community) as file:
        file.run(
            "UPDATE place SET kind = 'electricity', class = 'facility', name = '配电房', number = 'N-1' "
            "WHERE id = 'p1'"
        )
        file.run("UPDATE community SET surveyor = '测绘院 联系 13700001111', owners_committee = '李秀英'")
        file.run("UPDATE place SET operator = '老王', note = '13812345678' WHERE id = 'p2'")
    asked = ["notice", "locator", "figures", "life_circles", "gaps", "proposals", "seal", "qr", "wind"]
    texts = {**NOTICE, "NOTICE": "方案公示,经办老王 13812345678", "WIND": "12 8 5 3 9 14 20 10"}
    texts["NOTICE"] = texts["NOTICE"].replace("经办老王", "经办人")
    pages, _ = draw(PARTS=asked, PUBLIC_ADDRESS="https://example.org/heping", **texts)
    said = "\n".join(pages).replace("\n", "")
    assert "010-62123456" in said
    for private in PRIVATE:
        assert private not in said, private
    raw = (tmp_path / "sheet.pdf").read_bytes()
    reader = PdfReader(tmp_path / "sheet.pdf")
    assert set(reader.metadata) == {"/Title", "/CreationDate"}
    assert reader.xmp_metadata is None
    # Qt packs its streams as zlib does, which begins with an x.
    packed = re.findall(rb"stream\r?\n(x.*?)\r?\nendstream", raw, re.DOTALL)
    assert len(packed) > 3
    everything = b"\n".join([raw, *map(zlib.decompress, packed)])
    user = getpass.getuser().encode()
    assert not re.search(rb"(?i)(author|creator)[^a-z]{0,4}" + user, everything)
    for private in ("EPSG", "Measure", "LGIDict", "612360", "3449160", str(community.parent)):
        assert private.encode() not in everything, private
    for mark in reader.outline:
        title = mark[0].title if isinstance(mark, list) else mark.title
        assert not any(private in title for private in PRIVATE)


def test_a_part_keeps_off_the_note_that_nothing_is_listed(run, community, tmp_path):
    fill(community, count=0)
    add_second_compound(community)
    pdf = tmp_path / "sheet.pdf"
    given = {"SHEET": "A3", "ORIENTATION": "landscape", "PARTS": ["locator", "figures"]}
    run("drawlayout", COMMUNITY=str(community), OUTPUT=str(pdf), **given)
    at = {word.text: word.y for word in words(pdf)}
    parts = [at[text] for text in ("区位图", "指标表") if text in at]
    assert len(parts) == 2
    assert all(abs(at["尚未标注场所"] - y) > 9 for y in parts), at
