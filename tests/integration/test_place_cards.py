"""Place cards read back: a page for each place, its words and photo, and nothing that was not released."""

import io
import re

import numpy as np
import pandas as pd
import pytest
from package_contents import PRIVATE
from PIL import Image
from pypdf import PdfReader
from qgis.core import QgsProcessingException
from test_draw_layout import text_of
from test_legibility import boxes_of, over_one_another


def add(path, table, *rows):
    from commonplan.workspace.file import writing

    with writing(path) as file:
        file.insert(table, pd.DataFrame(list(rows)))


def take_photo(community, **values):
    """Put a photo with a position in its Exif into a community, for its first place."""
    media = community.parent / "media"
    media.mkdir(exist_ok=True)
    exif = Image.Exif()
    exif[0x010E] = "13912345678"
    Image.new("RGB", (1600, 1200), (200, 60, 40)).save(media / "gate.jpg", exif=exif)
    row = {"owner_table": "place", "owner_id": "p1", "path": "media/gate.jpg", "caption": "正门"}
    add(community, "attachment", row | {"is_public": True, "faces_checked": True} | values)


@pytest.fixture
def draw(run, filled, tmp_path):
    """Draw the cards of `filled`; return the file and the outputs."""

    def draw(name="cards.pdf", **parameters):
        output = tmp_path / name
        return output, run("drawcards", COMMUNITY=str(filled), OUTPUT=str(output), **parameters)

    return draw


@pytest.mark.parametrize(("sheet", "size"), [("A5", (148, 210)), ("A4", (210, 297))])
def test_each_place_has_its_page(draw, sheet, size):
    pdf, outputs = draw(SHEET=sheet)
    reader = PdfReader(pdf, strict=True)
    pages = [page.extract_text() for page in reader.pages]
    assert outputs["CARDS"] == outputs["PAGES"] == len(pages) == 3
    assert [re.search(r"^\d+$", text, re.MULTILINE)[0] for text in pages] == ["1", "2", "3"]
    box = reader.pages[0].mediabox
    assert (float(box.width) * 25.4 / 72, float(box.height) * 25.4 / 72) == pytest.approx(size, abs=0.4)
    assert reader.outline[0].title == "1 入口广场"
    for text in ("入口广场", "石凳太少", "年底前加四张", "已采纳", "和平社区 · 北里"):
        assert text in pages[0]
    assert "1栋" in pages[1]


def test_a_map_takes_the_room_that_words_and_photo_leave(draw, filled):
    """And shows more ground at the same scale, not the same ground larger."""
    pdf, _ = draw()
    alone = [(text, around[0, 3]) for text, around in map(bar_of, boxes_of(pdf))]
    take_photo(filled)
    beside = bar_of(boxes_of(draw("photo.pdf")[0])[0])
    assert len({text for text, _ in alone} | {beside[0]}) == 1
    # Of a page 210 mm high.
    assert min(low for _, low in alone) > 110
    assert beside[1][0, 3] < 105


def bar_of(page):
    """Return the scale of a map as it is printed, and where."""
    texts, around = page
    (i,) = (i for i, text in enumerate(texts) if text.startswith("1:"))
    return texts[i], around[i : i + 1]


def test_a_public_card_shows_only_what_was_released(draw, filled):
    take_photo(filled)
    add(filled, "proposal", {"id": "q", "title": "私下的提案", "state": "selected"})
    add(
        filled,
        "proposal",
        {
            "id": "r",
            "title": "老张的主意",
            "public_text": "多放两张石桌",
            "state": "selected",
            "consent": True,
            "responsible_body": "刘丽华工作室",
        },
    )
    add(filled, "proposal_place", *({"proposal_id": name, "place_id": "p1"} for name in "qr"))
    pdf, _ = draw()
    said = text_of(pdf)
    assert "多放两张石桌" in said
    for private in (*PRIVATE, "私下的提案", "老张的主意", "工作室", "没有同意公开", "配电房太吵"):
        assert private not in said
    assert b"13912345678" not in pdf.read_bytes()
    assert "<img src=x onerror=alert(1)>" in said.replace("\n", "")
    assert "示意图" in said
    inside, _ = draw("inside.pdf", EDITION="internal")
    said = text_of(inside)
    for text in ("配电房太吵", "私下的提案", "入选", "内部"):
        assert text in said
    assert "居民-A1B2" not in said


def test_a_photo_is_painted_anew(draw, filled):
    take_photo(filled)
    pdf, _ = draw()
    (picture,) = PdfReader(pdf).pages[0].images
    with Image.open(io.BytesIO(picture.data)) as image:
        assert max(image.size) <= 1000
        assert np.abs(np.array(image.convert("RGB")).mean(axis=(0, 1)) - (200, 60, 40)).max() < 6
        assert not image.getexif()
    assert "正门" in PdfReader(pdf).pages[0].extract_text()
    assert not PdfReader(pdf).pages[1].images


@pytest.mark.parametrize(
    "values",
    [{"is_public": False}, {"faces_checked": False}, {"path": "../secret.jpg"}, {"path": "media/no.jpg"}],
)
def test_a_photo_that_may_not_be_shown_is_not(draw, filled, values):
    take_photo(filled, **values)
    Image.new("RGB", (40, 40)).save(filled.parent.parent / "secret.jpg")
    pdf, _ = draw()
    assert not PdfReader(pdf).pages[0].images
    if "path" in values:
        inside, _ = draw("inside.pdf", EDITION="internal")
        assert not PdfReader(inside).pages[0].images


def test_a_photo_that_cannot_be_read_is_left_out(draw, filled):
    take_photo(filled)
    (filled.parent / "media" / "gate.jpg").write_bytes(b"no picture")
    pdf, outputs = draw()
    assert outputs["CARDS"] == 3
    assert not PdfReader(pdf).pages[0].images


def test_what_is_said_goes_on_to_further_pages(draw, filled):
    said = {"scope": "place", "place_id": "p3", "consent": True, "kind": "problem", "status": "received"}
    texts = [f"第{i}条,路灯不亮,晚上看不清台阶,老人容易摔倒。" for i in range(40)]
    add(filled, "comment", *({**said, "public_text": text} for text in texts))
    pdf, outputs = draw()
    assert outputs["PAGES"] > outputs["CARDS"] == 3
    flat = text_of(pdf).replace("\n", "")
    for text in texts:
        assert flat.count(text) == 1
    for words, around in boxes_of(pdf):
        assert over_one_another(words, around) == []
        assert (around[:, :2] > 9).all()
        assert (around[:, 2] < 139).all()
        assert (around[:, 3] < 201).all()


def test_comments_stand_in_the_order_of_their_papers_and_none_is_torn(draw, filled):
    said = {"scope": "place", "place_id": "p3", "consent": True, "kind": "problem", "answer": "已列入计划"}
    texts = {
        i: f"第{i}张纸:路灯不亮,晚上看不清台阶,老人容易摔倒,请在入口处和楼梯边各加一盏灯。"
        for i in range(1, 31)
    }
    rows = [{**said, "serial": str(i), "public_text": text} for i, text in texts.items()]
    add(filled, "comment", *rows[::-1])
    add(
        filled,
        "proposal",
        {"id": "r", "title": "加灯", "public_text": "加灯", "state": "selected", "consent": True},
    )
    add(filled, "proposal_place", {"proposal_id": "r", "place_id": "p3"})
    pdf, _ = draw()
    pages = [page.extract_text().replace("\n", "") for page in PdfReader(pdf).pages]
    assert len(pages) > 4
    found = [int(n) for n in re.findall(r"第(\d+)张纸", "".join(pages))]
    assert found == list(texts)
    assert all(sum(text in page for page in pages) == 1 for text in texts.values())
    assert "改造提案（1）" in pages[-1]


def test_the_same_community_gives_the_same_cards(draw, filled):
    take_photo(filled)
    first, _ = draw("one.pdf")
    second, _ = draw("two.pdf")
    assert first.read_bytes() == second.read_bytes()


def test_both_languages(draw):
    pdf, _ = draw(LANGUAGE="both")
    assert "Comments" in text_of(pdf)
    english, _ = draw("en.pdf", LANGUAGE="en")
    said = text_of(english)
    assert "Adopted" in said
    assert "居民意见" not in said


def test_without_numbers_there_are_no_cards(draw, filled):
    from commonplan.workspace.file import reading, writing

    with reading(filled) as file:
        places = file.table("place")[["id", "geometry"]]
    with writing(filled) as file:
        file.update("place", places.assign(number=None))
    with pytest.raises(QgsProcessingException, match="number the places first"):
        draw()


def test_a_photo_stands_level_with_the_map_and_its_caption_right_below(draw, filled):
    take_photo(filled)
    pdf, _ = draw()
    (picture,) = PdfReader(pdf).pages[0].images
    said = {}

    def visit(text, matrix, _, font, size):
        said.setdefault(text.strip(), matrix)

    page = PdfReader(pdf).pages[0]
    page.extract_text(visitor_text=visit)
    caption = next(matrix for text, matrix in said.items() if text == "正门")
    assert picture.image.size[0] > picture.image.size[1]
    width = (148 - 2 * 11 - 5) / 2
    top = 210 - caption[5] * 25.4 / 72
    assert top == pytest.approx(11 + 26 + 5 + width * 3 / 4, abs=5)
