"""CAD notations and encodings of texts."""

import pytest
from commonplan.readers.dxf.cadtext import plain_mtext, plain_text
from commonplan.readers.dxf.palette import aci_color
from commonplan.readers.encoding import codec_of, likeness, make_decoder, strings_beyond_ascii
from ezdxf.colors import DXF_DEFAULT_COLORS


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("%%c50 %%P0.1 45%%d 100%%%", "Ø50 ±0.1 45° 100%"),
        ("%%u底线%%u %%o上线", "底线 上线"),
        ("%%065%%x", "A%%x"),
        ("%%130%%999 %%176", "%%130%%999 °"),
        ("a^ b 10^3 ^Ic", "a^b 10^3  c"),
        ("\\U+9662\\U+5b50", "院子"),
        ("\\U+D842\\U+DFB7野家", "𠮷野家"),
        ("\\U+D842", "\\U+D842"),
        ("\\U+00020bb7野家 \\U+0041000", "𠮷野家 A000"),
        ("\\M+5B0A1", "啊"),
        ("C:\\Users", "C:\\Users"),
    ],
)
def test_escapes_of_a_text(raw, plain):
    assert plain_text(raw) == plain


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("{\\fSimSun|b0|i0|c134|p2;北里}\\P第二行", "北里\n第二行"),
        ("\\A1;\\H2.5x;\\W0.8;\\C1;字\\L下\\l", "字下"),
        ("\\S1/2; \\S+0.1^-0.2; \\S3#4;", "1/2 +0.1 -0.2 3/4"),
        ("\\{a\\} \\\\P \\~x", "{a} \\P  x"),
        ("\\pxqc,i3;院子^Iab^J下", "院子 ab\n下"),
        ("\\c255;红\\C1;字 x^2 10^-3^M", "红字 x^2 10^-3"),
        ("plain", "plain"),
        ("\\U+9662{", "院"),
    ],
)
def test_codes_of_a_paragraph(raw, plain):
    assert plain_mtext(raw) == plain


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("ANSI_936", "gb18030"), ("gbk", "gb18030"), ("936", "gb18030"), ("ANSI_1251", "cp1251"),
        ("dos850", "cp850"), ("Big5", "cp950"), ("UTF-8", "utf-8"), ("65001", "utf-8"), ("x", None),
    ],
)  # fmt: skip
def test_code_pages_by_name(name, codec):
    assert codec_of(name) == codec


TEXTS = {
    "gb18030": ["砼6", "幼儿园", "居委会", "3栋", "便利店", "北里一号路", "𠮷野家", "±0.00"],
    "cp1251": ["Фундамент", "Отметки фундамента", "61_Отметки", "ПЛК", "_ВХП_колодцы", "кирп.", "2КЖ"],
    "cp950": ["學校", "臺北市", "圖書館", "停車場"],
}


@pytest.mark.parametrize("header", ["ANSI_936", "ANSI_1252", "ANSI_1251", "ANSI_950", ""])
@pytest.mark.parametrize("alphabet", list(TEXTS))
@pytest.mark.parametrize("utf8", [False, True])
def test_the_bytes_tell_when_the_header_lies(alphabet, header, utf8):
    codec = "utf-8" if utf8 else alphabet
    raw = [text.encode(codec) for text in TEXTS[alphabet]]
    decoder = make_decoder(raw, header)
    assert [decoder.text(text) for text in raw] == TEXTS[alphabet]
    assert decoder.evidence()["used"] == codec


@pytest.mark.parametrize("text", ["中", "砼", "①", "Φ300", "±0.5", "Ⅷ号", "雨"])
@pytest.mark.parametrize("header", ["", "ANSI_1252", "ANSI_936"])
def test_a_drawing_with_a_single_word_is_read_in_gbk(text, header):
    raw = text.encode("gb18030")
    assert make_decoder([raw], header).text(raw) == text


@pytest.mark.parametrize(
    ("texts", "codec", "header"),
    [
        ("居委会 砼6 配电房 围墙 3栋", "gb18030", "ANSI_950"),
        ("居委會 配電房 圍牆 3棟 便利店", "cp950", "ANSI_936"),
    ],
)
def test_one_chinese_encoding_is_not_taken_for_the_other(texts, codec, header):
    raw = [text.encode(codec) for text in texts.split()]
    decoder = make_decoder(raw, header)
    assert [decoder.text(text) for text in raw] == texts.split()
    assert decoder.evidence()["reason"] == "bytes"


def test_ascii_needs_no_evidence():
    decoder = make_decoder([b"WALL"], "ANSI_1252")
    assert (decoder.codec, decoder.reason) == ("cp1252", "ascii")


def test_debris_is_unlike_text():
    good = "居委会"
    assert likeness(good) > 0.9
    assert likeness(good.encode("gbk").decode("cp1252")) < 0.3
    assert likeness(good.encode().decode("gbk", "ignore")) < likeness(good)


def test_signs_for_private_use_are_no_reason_to_guess():
    decoder = make_decoder([], "", unicode_by_version=True)
    assert decoder.text("\ue001图例\ue002".encode()) == "\ue001图例\ue002"
    assert (decoder.undecodable, decoder.others) == (0, {})


def test_undecodable_bytes_stay_visible_and_are_counted():
    decoder = make_decoder([], "UTF-8", given="utf-8")
    assert decoder.text(b"\xb0\xa1 x") == "\\xb0\\xa1 x"
    assert decoder.evidence()["undecodable"] == 1
    assert decoder.evidence()["undecodable_samples"] == ["\\xb0\\xa1 x"]


def test_lines_beyond_ascii_are_found_once_across_blocks():
    lines = [b"a", "院子".encode(), b"b", "院子".encode(), "砼6".encode(), b""] * 50
    assert strings_beyond_ascii(b"\n".join(lines), block=37) == ["院子".encode(), "砼6".encode()]


def test_colours_by_index():
    assert [aci_color(i) for i in (1, 5, 7, 256, 255)] == [
        "#ff0000", "#0000ff", "#000000", "#000000", "#ffffff",
    ]  # fmt: skip
    # Among the darkest, AutoCAD's own table departs from its rule here and there.
    for index in (*range(10, 250, 10), 11, 21, 93, 134):
        expected = DXF_DEFAULT_COLORS[index]
        ours = int(aci_color(index)[1:], 16)
        assert all(abs((expected >> shift & 255) - (ours >> shift & 255)) <= 1 for shift in (0, 8, 16))
