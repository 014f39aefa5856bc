"""Documents bound into one keep their pages, and get bookmarks and page numbers."""

import io

import pytest
from commonplan.output.sheet.pdf import even_out
from commonplan.output.sheet.pdf_join import Part, join
from pypdf import PdfReader
from test_sheet_pdf import document

ORDER = ["catalog", "pages", "page", "contents", "length", "font", "cid", "descriptor", "map", "info", "xmp"]
MOMENT = "2026-03-01T12:00:00Z"


def part(title):
    return Part(even_out(document(ORDER), MOMENT, "x", {}), title)


@pytest.mark.parametrize("front", [0, 1, 2])
def test_bookmarks_lead_to_the_first_page_of_each_part(front):
    titles = ["封面", "1 和平里", "2 (东)\\里"]
    reader = PdfReader(io.BytesIO(join(map(part, titles), MOMENT, "图集", front)), strict=True)
    marks = [(mark.title, reader.get_destination_page_number(mark)) for mark in reader.outline]
    assert marks == list(zip(titles, range(3)))
    assert reader.page_labels == ["i", "ii"][:front] + [str(n + 1) for n in range(3 - front)]
    assert reader.metadata.title == "图集"


def test_pages_stay_as_they_were_drawn():
    one = part("a")
    drawn = PdfReader(io.BytesIO(one.pdf)).pages[0].get_contents().get_data()
    joined = PdfReader(io.BytesIO(join([one, one], MOMENT, "x")))
    assert [page.get_contents().get_data() for page in joined.pages] == [drawn, drawn]


def test_what_is_no_document_is_refused():
    with pytest.raises(ValueError, match="no pages"):
        join([Part(b"%PDF-1.4 nothing", "x")], MOMENT, "x")
