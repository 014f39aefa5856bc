"""The same document has the same bytes, whatever order and numbers its objects had; its text can be read."""

import io

import pytest
from commonplan.output.sheet.pdf import even_out, meant_characters
from pypdf import PdfReader

MAP = b"begincmap\n2 beginbfrange\n<0000> <0000> <0000>\n<0001> <0002> [<5317> <2FA5> ]\nendbfrange\nendcmap"


def document(order, date=b"20260101120000", tag=b"QTAAAA"):
    """Return a small PDF as Qt writes it, its objects numbered in the order of `order`."""
    n = {name: i for i, name in enumerate(order, start=1)}
    bodies = {
        "info": b"<<\n/Title ()\n/Producer (Qt)\n/CreationDate (D:" + date + b"Z)\n>>",
        "catalog": b"<<\n/Type /Catalog\n/Pages %d 0 R\n/Metadata %d 0 R\n>>" % (n["pages"], n["xmp"]),
        "xmp": b"<< /Length 9 >>\nstream\n" + date[:9] + b"\nendstream",
        "pages": b"<<\n/Type /Pages\n/Kids [%d 0 R]\n/Count 1\n>>" % n["page"],
        "page": b"<<\n/Type /Page\n/Parent %d 0 R\n/Contents %d 0 R\n/Resources "
        b"<< /Font << /F1 %d 0 R >> >>\n/MediaBox [0 0 100 100]\n>>" % (n["pages"], n["contents"], n["font"]),
        "contents": b"<<\n/Length %d 0 R\n>>\nstream\nBT /F1 12 Tf 10 10 Td <00010002> Tj ET 7 0 R\nendstream"
        % n["length"],
        "length": b"44",
        "font": b"<< /Type /Font\n/Subtype /Type0\n/BaseFont /X\n/Encoding /Identity-H\n"
        b"/DescendantFonts [%d 0 R]\n/ToUnicode %d 0 R>>" % (n["cid"], n["map"]),
        "cid": b"<< /Type /Font\n/Subtype /CIDFontType2\n/BaseFont /X\n/FontDescriptor %d 0 R\n>>"
        % n["descriptor"],
        "descriptor": b"<< /Type /FontDescriptor\n/FontName /" + tag + b"+X\n>>",
        "map": b"<< /Length %d >>\nstream\n" % len(MAP) + MAP + b"\nendstream",
    }
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for name in order:
        offsets.append(len(out))
        out += b"%d 0 obj\n" % n[name] + bodies[name] + b"\nendobj\n"
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(order) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<<\n/Size %d\n/Info %d 0 R\n/Root %d 0 R\n>>\n" % (
        len(order) + 1,
        n["info"],
        n["catalog"],
    )
    return bytes(out + b"startxref\n%d \n%%%%EOF\n" % at)


ORDER = ["info", "catalog", "page", "contents", "length", "pages", "font", "cid", "descriptor", "map", "xmp"]
MEANT = {"⾥": "里", "\t": " "}


def evened(pdf):
    return even_out(pdf, "2026-03-04T05:06:07Z", "北里 (1)", MEANT)


def test_order_numbers_date_and_tags_make_no_difference():
    other = document(ORDER[::-1], b"20270101120000", b"QFBAAA")
    assert evened(document(ORDER)) == evened(other)


def test_it_still_is_a_document():
    reader = PdfReader(io.BytesIO(evened(document(ORDER))), strict=True)
    assert reader.metadata.title == "北里 (1)"
    assert reader.metadata["/CreationDate"] == "D:20260304050607Z"
    assert set(reader.metadata) == {"/Title", "/CreationDate"}
    assert b"7 0 R" in reader.pages[0].get_contents().get_data()


def test_text_says_the_ideograph_that_was_meant():
    assert PdfReader(io.BytesIO(evened(document(ORDER)))).pages[0].extract_text() == "北里"


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\nno table", document(ORDER)[:-200]])
def test_what_is_not_understood_is_left_alone(pdf):
    assert evened(pdf) == pdf


def test_characters_nobody_wrote_stand_for_those_with_their_glyphs():
    meant = meant_characters(
        {"里": 7, "⾥": 7, "–": 9, "‒": 9, "x": 0, "\t": 1, " ": 1, "a": 4}, {"里", "–", " ", "a"}
    )
    assert meant == {"⾥": "里", "‒": "–", "\t": " "}


def test_each_page_has_its_bookmark_and_the_same_bytes_whatever_the_order():
    given = ("北里 (1)", "北里 · 索引")
    one = even_out(document(ORDER), "2026-03-04T05:06:07Z", "北里", MEANT, given[:1])
    assert PdfReader(io.BytesIO(one)).outline == []
    made = [even_out(document(o), "2026-03-04T05:06:07Z", "北里", MEANT, given) for o in (ORDER, ORDER[::-1])]
    assert made[0] == made[1]
    reader = PdfReader(io.BytesIO(made[0]), strict=True)
    assert [(mark.title, reader.get_destination_page_number(mark)) for mark in reader.outline] == [
        (given[0], 0)
    ]
    assert reader.page_mode == "/UseOutlines"
