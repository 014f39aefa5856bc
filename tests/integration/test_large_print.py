"""The index in large print, read back from its pages."""

import pytest
from pypdf import PdfReader
from test_draw_layout import fill, text_of, words


@pytest.fixture
def draw(run, community, tmp_path):
    def draw(count=50, name="index.pdf", again=False, **parameters):
        places = parameters.pop("places", {})
        if not again:
            fill(community, count, **places)
        outputs = run("drawindex", COMMUNITY=str(community), OUTPUT=str(tmp_path / name), **parameters)
        return tmp_path / name, outputs["PAGES"]

    return draw


@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize("language", ["zh", "both"])
def test_every_number_stands_by_class_and_by_number_in_large_letters(draw, count, language):
    pdf, pages = draw(count, LANGUAGE=language)
    assert len(PdfReader(pdf).pages) == pages
    said = [word for page in range(pages) for word in words(pdf, page) if word.points > 13]
    assert min(word.points for word in said) > 17.9
    numbers = [word.text for word in said if word.text.isdigit()]
    assert sorted(numbers, key=int) == [str(n + 1) for n in range(count) for _ in range(2)]
    assert numbers[count:] == [str(n + 1) for n in range(count)]
    assert min(word.points for word in said if word.text in ("入口广场", "公厕")) > 23
    assert all(10 < word.x < 210 and 5 < word.y < 290 for word in said)


def test_the_public_index_leaves_internal_places_out(draw):
    hidden = {"p1": {"name": "秘密泵房", "is_public": False}}
    pdf, _ = draw(6, places=hidden)
    assert "秘密泵房" not in text_of(pdf)
    pdf, _ = draw(again=True, EDITION="internal")
    assert "秘密泵房" in text_of(pdf)


def test_the_same_index_has_the_same_bytes(draw):
    one, _ = draw(20)
    two, _ = draw(again=True, name="two.pdf")
    assert one.read_bytes() == two.read_bytes()


def test_a_community_without_places_says_so(draw):
    pdf, pages = draw(0)
    assert pages == 1
    assert "尚未标注场所" in text_of(pdf)
